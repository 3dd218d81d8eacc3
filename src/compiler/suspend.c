/* await, yield and yield from, and where they may stand. */
#include "compiler/generate.h"

bool unit_may_await(const Unit *unit)
{
    const Scope *scope = unit->scope;
    if (scope->kind == SCOPE_MODULE)
        return unit->compiler->options->top_level_await;
    return scope->kind == SCOPE_GENERATOR || (scope->kind == SCOPE_FUNCTION && scope->is_async);
}

void await_register(Unit *unit, const Node *node, uint16_t reg, unsigned kind)
{
    emit(unit, node, OP_GET_AWAITABLE, FLAG_RB, reg, reg, kind);
    emit(unit, node, OP_AWAIT, 0, reg, reg, 0);
}

void await_to(Unit *unit, AwaitNode *node, uint16_t reg)
{
    if (!unit_may_await(unit)) {
        bool inside = unit->scope->kind == SCOPE_FUNCTION || unit->scope->kind == SCOPE_LAMBDA;
        compile_error(unit->compiler, node->node.span, inside ? "'await' outside async function" : "'await' outside function");
        return;
    }
    uint32_t mark = unit->top;
    uint16_t work = register_is_local(unit, reg) ? temp_push(unit) : reg;
    Operand value = expr_operand_in(unit, node->value, work);
    emit(unit, &node->node, OP_GET_AWAITABLE, take_b(value), work, value.reg, 0);
    emit(unit, &node->node, OP_AWAIT, 0, reg, work, 0);
    temp_pop(unit, mark);
}

static bool may_yield(Unit *unit, const Node *node, const char *what)
{
    if (scope_is_function(unit->scope))
        return true;
    compile_error(unit->compiler, node->span, "'%s' outside function", what);
    return false;
}

void yield_to(Unit *unit, YieldNode *node, uint16_t reg)
{
    if (!may_yield(unit, &node->node, "yield"))
        return;
    uint32_t mark = unit->top;
    Operand value;
    if (node->value) {
        value = expr_operand_in(unit, node->value, reg);
    } else {
        value = (Operand){register_is_local(unit, reg) ? temp_push(unit) : reg, false};
        emit(unit, &node->node, OP_BORROW_CONST, 0, value.reg, constant_take(unit, VALUE_NONE), 0);
    }
    emit(unit, &node->node, OP_YIELD, take_b(value), reg, value.reg, 0);
    temp_pop(unit, mark);
}

void yield_from_to(Unit *unit, YieldFromNode *node, uint16_t reg)
{
    if (!may_yield(unit, &node->node, "yield from"))
        return;
    if (unit->scope->kind == SCOPE_FUNCTION && unit->scope->is_async) {
        compile_error(unit->compiler, node->node.span, "'yield from' inside async function");
        return;
    }
    uint32_t mark = unit->top;
    uint16_t work = register_is_local(unit, reg) ? temp_push(unit) : reg;
    Operand value = expr_operand_in(unit, node->value, work);
    emit(unit, &node->node, OP_GET_YIELD_FROM, take_b(value), work, value.reg, 0);
    emit(unit, &node->node, OP_AWAIT, 0, reg, work, 0);
    temp_pop(unit, mark);
}
