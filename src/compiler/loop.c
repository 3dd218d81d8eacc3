/* Loops, and the statements that leave them or the function. */
#include "compiler/generate.h"

/* ---- for ---- */

static uint16_t item_register(Unit *unit, const Loop *loop)
{
    uint16_t reg;
    if (loop->target->kind == AST_Name && name_is_local(unit, AST_CAST(Name, loop->target)->id, &reg))
        return reg;
    return temp_push(unit);
}

static void check_async(Unit *unit, const Node *node, bool is_async, const char *what)
{
    if (is_async && !unit_may_await(unit))
        compile_error(unit->compiler, node->span, "'%s' outside async function", what);
}

void loop_begin(Unit *unit, Loop *loop, Operand iterable)
{
    loop->mark = unit->top;
    loop->state = temp_push_many(unit, loop->is_async ? 2 : 3);
    emit(unit, loop->iterable, loop->is_async ? OP_ASYNC_FOR_PREP : OP_FOR_PREP, take_b(iterable), loop->state, iterable.reg, 0);
    State entry = state_save(unit);
    state_forget_cleared(unit, &entry);
    bool reachable = unit->reachable;
    emit_jump(unit, loop->iterable, OP_JUMP, 0, 0, 0, 0, &loop->next);
    loop->item = item_register(unit, loop);
    if (!reachable)
        return;
    label_place_loop(unit, &loop->body, &entry, loop->item);
    if (!register_is_local(unit, loop->item))
        target_store_value(unit, loop->target, (Operand){loop->item, true});
}

void loop_end(Unit *unit, Loop *loop)
{
    ASSERT(!loop->next.placed || unit->compiler->failed);
    label_place(unit, &loop->next);
    if (loop->body.placed)
        emit_jump(unit, loop->iterable, loop->is_async ? OP_ASYNC_FOR_NEXT : OP_FOR_NEXT, 0, loop->item, loop->state, 0,
                  &loop->body);
    temp_pop(unit, loop->mark);
}

void for_statement(Unit *unit, ForNode *node)
{
    uint32_t mark = unit->top;
    check_async(unit, &node->node, node->is_async, "async for");
    Loop loop = {.is_async = node->is_async, .iterable = node->iter, .target = node->target};
    /* A list of constants is never seen: a tuple will do. */
    Operand iterable;
    TupleNode tuple = {.node = *node->iter, .ctx = AST_LOAD};
    Value value;
    tuple.node.kind = AST_Tuple;
    bool listed = node->iter->kind == AST_List && !node->is_async;
    if (listed)
        tuple.elts = AST_CAST(List, node->iter)->elts;
    if (listed && constant_fold(unit, &tuple.node, &value)) {
        iterable = (Operand){temp_push(unit), false};
        emit(unit, node->iter, OP_BORROW_CONST, 0, iterable.reg, constant_take(unit, value), 0);
    } else {
        iterable = expr_operand(unit, node->iter);
    }
    Label done = {0};
    Block block = {.kind = BLOCK_LOOP, .node = &node->node, .break_label = &done, .continue_label = &loop.next};
    loop_begin(unit, &loop, iterable);
    block.reg = loop.state;
    block.state_count = node->is_async ? 2 : 1;
    block_push(unit, &block);
    compile_statements(unit, node->body);
    block_pop(unit, &block);
    loop_end(unit, &loop);
    compile_statements(unit, node->orelse);
    label_place(unit, &done);
    temp_pop(unit, mark);
}

/* ---- while ---- */

/* What stands behind a false condition is checked, but not emitted. */
void compile_unreachable(Unit *unit, NodeList body)
{
    bool reachable = unit->reachable;
    unit->reachable = false;
    compile_statements(unit, body);
    unit->reachable = reachable;
}

void while_statement(Unit *unit, WhileNode *node)
{
    Label test = {0}, body = {0}, done = {0};
    Block block = {.kind = BLOCK_LOOP, .node = &node->node, .break_label = &done, .continue_label = &test};
    State entry = state_save(unit);
    state_forget_cleared(unit, &entry);
    int truth = constant_truth(unit, node->test);
    bool reachable = unit->reachable && truth != 0;
    bool was_reachable = unit->reachable;
    if (truth < 0)
        emit_jump(unit, node->test, OP_JUMP, 0, 0, 0, 0, &test);
    unit->reachable = false;
    if (reachable)
        label_place_loop(unit, &body, &entry, NO_REGISTER);
    block_push(unit, &block);
    compile_statements(unit, node->body);
    block_pop(unit, &block);
    if (truth == 0)
        unit->reachable = was_reachable;
    label_place(unit, &test);
    if (reachable)
        compile_jump(unit, node->test, &body, true);
    compile_statements(unit, node->orelse);
    label_place(unit, &done);
}

/* ---- break, continue, return ---- */

void loop_exit(Unit *unit, const Node *node, bool breaks)
{
    Block *innermost = unit->block, *loop = innermost;
    while (loop && loop->kind != BLOCK_LOOP && loop->kind != BLOCK_STAR)
        loop = loop->outer;
    if (loop && loop->kind == BLOCK_STAR) {
        compile_error(unit->compiler, node->span, "'break', 'continue' and 'return' cannot appear in an except* block");
        return;
    }
    if (!loop) {
        compile_error(unit->compiler, node->span, breaks ? "'break' outside loop" : "'continue' not properly in loop");
        return;
    }
    block_unwind(unit, node, loop, NULL);
    if (breaks)
        block_leave_loop(unit, node, loop);
    emit_jump(unit, node, OP_JUMP, 0, 0, 0, 0, breaks ? loop->break_label : loop->continue_label);
    block_resume(unit, innermost);
}

static void check_return(Unit *unit, ReturnNode *node)
{
    const Scope *scope = unit->scope;
    if (scope->kind != SCOPE_FUNCTION && scope->kind != SCOPE_LAMBDA)
        compile_error(unit->compiler, node->node.span, "'return' outside function");
    else if (node->value && scope->is_async && scope->has_yield)
        compile_error(unit->compiler, node->node.span, "'return' with value in async generator");
    for (const Block *block = unit->block; block; block = block->outer)
        if (block->kind == BLOCK_STAR)
            compile_error(unit->compiler, node->node.span,
                          "'break', 'continue' and 'return' cannot appear in an except* block");
}

static void return_constant(Unit *unit, const Node *node, Value value)
{
    Block *innermost = unit->block;
    uint16_t index = constant_take(unit, value);
    block_unwind(unit, node, NULL, NULL);
    emit(unit, node, OP_RETURN_CONST, 0, 0, index, 0);
    block_resume(unit, innermost);
}

void return_statement(Unit *unit, ReturnNode *node)
{
    Value constant = VALUE_NONE;
    check_return(unit, node);
    if (!node->value || constant_fold(unit, node->value, &constant)) {
        return_constant(unit, &node->node, constant);
        return;
    }
    uint32_t mark = unit->top;
    Operand value = expr_operand(unit, node->value);
    if (!value.owned && block_runs_code(unit)) {
        uint16_t copy = temp_push(unit);
        emit(unit, &node->node, OP_COPY, 0, copy, value.reg, 0);
        value = (Operand){copy, true};
    }
    Block *innermost = unit->block;
    Block kept = {.kind = BLOCK_VALUE, .node = &node->node, .reg = value.reg};
    block_unwind(unit, &node->node, NULL, value.owned ? &kept : NULL);
    emit(unit, &node->node, OP_RETURN, 0, value.reg, 0, 0);
    block_resume(unit, innermost);
    temp_pop(unit, mark);
}
