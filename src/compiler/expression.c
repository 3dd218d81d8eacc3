/* Expressions: which file makes which, and the simple ones. */
#include "compiler/generate.h"

#include "object/state.h"
#include "object/str.h"

/* ---- operands ---- */

uint16_t begin_work(Unit *unit, uint16_t reg)
{
    return register_is_local(unit, reg) ? temp_push(unit) : reg;
}

void finish_work(Unit *unit, const Node *node, uint16_t work, uint16_t reg)
{
    if (work != reg)
        emit(unit, node, OP_MOVE, 0, reg, work, 0);
}

void operand_release(Unit *unit, const Node *node, Operand operand)
{
    if (operand.owned)
        emit(unit, node, OP_RELEASE, 0, operand.reg, 0, 0);
}

void operand_move_to(Unit *unit, const Node *node, Operand operand, uint16_t reg)
{
    ASSERT(operand.reg != reg || operand.owned || register_is_local(unit, reg));
    if (operand.reg != reg)
        emit(unit, node, operand.owned ? OP_MOVE : OP_COPY, 0, reg, operand.reg, 0);
}

static bool is_leaf(const Node *node)
{
    return node->kind == AST_Name || node->kind == AST_Constant;
}

Operand operand_keep(Unit *unit, Operand operand, const Node *node, const Node *later)
{
    if (operand.owned || !register_is_local(unit, operand.reg) || !unit->scope->has_walrus || is_leaf(later))
        return operand;
    uint16_t copy = temp_push(unit);
    emit(unit, node, OP_COPY, 0, copy, operand.reg, 0);
    return (Operand){copy, true};
}

void load_constant(Unit *unit, const Node *node, Value value, uint16_t reg)
{
    emit(unit, node, OP_LOAD_CONST, 0, reg, constant_take(unit, value), 0);
}

uint16_t expr_push(Unit *unit, Node *node)
{
    uint16_t reg = temp_push(unit);
    expr_to(unit, node, reg);
    return reg;
}

static uint16_t temp_for(Unit *unit, uint16_t hint)
{
    return hint == NO_REGISTER || register_is_local(unit, hint) ? temp_push(unit) : hint;
}

static bool walrus_operand(Unit *unit, NamedExprNode *node, Operand *operand)
{
    uint16_t reg;
    AstText name = AST_CAST(Name, node->target)->id;
    if (!name_is_local(unit, name, &reg))
        return false;
    expr_to(unit, node->value, reg);
    *operand = (Operand){reg, false};
    return true;
}

Operand expr_operand_in(Unit *unit, Node *node, uint16_t hint)
{
    Operand operand;
    if (node->kind == AST_Name && name_operand(unit, node, AST_CAST(Name, node)->id, &operand))
        return operand;
    if (node->kind == AST_NamedExpr && walrus_operand(unit, AST_CAST(NamedExpr, node), &operand))
        return operand;
    Value value;
    if (constant_fold(unit, node, &value)) {
        uint16_t reg = temp_for(unit, hint);
        emit(unit, node, OP_BORROW_CONST, 0, reg, constant_take(unit, value), 0);
        return (Operand){reg, false};
    }
    uint16_t reg = temp_for(unit, hint);
    expr_to(unit, node, reg);
    return (Operand){reg, true};
}

Operand expr_operand(Unit *unit, Node *node)
{
    return expr_operand_in(unit, node, NO_REGISTER);
}

void expr_effect(Unit *unit, Node *node)
{
    uint32_t mark = unit->top;
    if (node->kind != AST_Constant)
        operand_release(unit, node, expr_operand(unit, node));
    temp_pop(unit, mark);
}

/* ---- attributes, items, := ---- */

static void attribute_to(Unit *unit, AttributeNode *node, uint16_t reg)
{
    uint32_t mark = unit->top;
    Operand object = expr_operand_in(unit, node->value, reg);
    AstText name = scope_mangle(unit->compiler, unit->names, node->attr);
    emit(unit, &node->node, OP_LOAD_ATTR, take_b(object), reg, object.reg, constant_name(unit, name));
    temp_pop(unit, mark);
}

static void subscript_to(Unit *unit, SubscriptNode *node, uint16_t reg)
{
    uint32_t mark = unit->top;
    Operand object = expr_operand_in(unit, node->value, reg);
    object = operand_keep(unit, object, node->value, node->slice);
    Operand key = expr_operand(unit, node->slice);
    emit(unit, &node->node, OP_LOAD_ITEM, take_b(object) | take_c(key), reg, object.reg, key.reg);
    temp_pop(unit, mark);
}

void walrus_to(Unit *unit, NamedExprNode *node, uint16_t reg)
{
    uint32_t mark = unit->top;
    AstText name = AST_CAST(Name, node->target)->id;
    Operand value;
    if (walrus_operand(unit, node, &value)) {
        operand_move_to(unit, &node->node, value, reg);
    } else {
        uint16_t work = begin_work(unit, reg);
        expr_to(unit, node->value, work);
        name_store(unit, &node->node, name, (Operand){work, false});
        finish_work(unit, &node->node, work, reg);
    }
    temp_pop(unit, mark);
}

/* A constant that was only borrowed into the register must be owned there. */
static bool constant_to(Unit *unit, Node *node, uint16_t reg)
{
    Value value;
    if (!constant_fold(unit, node, &value))
        return false;
    load_constant(unit, node, value, reg);
    return true;
}

static void starred_error(Unit *unit, const Node *node)
{
    compile_error(unit->compiler, node->span, "can't use starred expression here");
}

/* ---- all of them ---- */

static void rare_expression_to(Unit *unit, Node *node, uint16_t reg)
{
    switch (node->kind) {
    case AST_ListComp:
    case AST_SetComp:
    case AST_DictComp:
    case AST_GeneratorExp: comprehension_to(unit, node, reg); return;
    case AST_Lambda: lambda_to(unit, AST_CAST(Lambda, node), reg); return;
    case AST_Await: await_to(unit, AST_CAST(Await, node), reg); return;
    case AST_Yield: yield_to(unit, AST_CAST(Yield, node), reg); return;
    case AST_YieldFrom: yield_from_to(unit, AST_CAST(YieldFrom, node), reg); return;
    case AST_FormattedValue: formatted_to(unit, AST_CAST(FormattedValue, node), reg); return;
    case AST_JoinedStr: joined_to(unit, AST_CAST(JoinedStr, node), reg); return;
    case AST_Slice: slice_to(unit, AST_CAST(Slice, node), reg); return;
    case AST_NamedExpr: walrus_to(unit, AST_CAST(NamedExpr, node), reg); return;
    case AST_Starred: starred_error(unit, node); return;
    default: UNREACHABLE();
    }
}

static void expression_to(Unit *unit, Node *node, uint16_t reg)
{
    switch (node->kind) {
    case AST_Constant: constant_to(unit, node, reg); return;
    case AST_Name: name_load(unit, node, AST_CAST(Name, node)->id, reg); return;
    case AST_BinOp:
        if (!constant_to(unit, node, reg))
            binary_to(unit, AST_CAST(BinOp, node), reg);
        return;
    case AST_UnaryOp:
        if (!constant_to(unit, node, reg))
            unary_to(unit, AST_CAST(UnaryOp, node), reg);
        return;
    case AST_Tuple:
        if (!constant_to(unit, node, reg))
            tuple_to(unit, node, AST_CAST(Tuple, node)->elts, reg);
        return;
    case AST_BoolOp: bool_to(unit, AST_CAST(BoolOp, node), reg); return;
    case AST_Compare: compare_to(unit, AST_CAST(Compare, node), reg); return;
    case AST_Call: call_to(unit, AST_CAST(Call, node), reg); return;
    case AST_Attribute: attribute_to(unit, AST_CAST(Attribute, node), reg); return;
    case AST_Subscript: subscript_to(unit, AST_CAST(Subscript, node), reg); return;
    case AST_IfExp: conditional_to(unit, AST_CAST(IfExp, node), reg); return;
    case AST_List: list_to(unit, node, AST_CAST(List, node)->elts, reg); return;
    case AST_Set: set_to(unit, AST_CAST(Set, node), reg); return;
    case AST_Dict: dict_to(unit, AST_CAST(Dict, node), reg); return;
    default: rare_expression_to(unit, node, reg); return;
    }
}

void expr_to(Unit *unit, Node *node, uint16_t reg)
{
    if (unit->compiler->failed)
        return;
    if (!stack_guard(unit->compiler->vm)) {
        unit->compiler->failed = true;
        return;
    }
    uint32_t mark = unit->top;
    ASSERT(reg < mark && (register_is_local(unit, reg) || !unit->reachable || !temp_is_owned(unit, reg)));
    expression_to(unit, node, reg);
    temp_pop(unit, mark);
}
