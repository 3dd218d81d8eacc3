/* try ... except ... else ... finally.
 *
 * Three temporaries stand for each: the exception, the one handled before it,
 * and one raised while it is handled.  They are reserved before the body, so
 * that the body's own temporaries lie above. */
#include "compiler/generate.h"

void leave_handler(Unit *unit, const Node *node, uint16_t exception)
{
    emit(unit, node, OP_LEAVE_HANDLER, 0, 0, exception + 1u, 0);
    emit(unit, node, OP_RELEASE, 0, exception, 0, 0);
}

/* The end of handling by another exception, which goes on. */
static void cleanup(Unit *unit, const Node *node, const Block *handling, const State *entry)
{
    uint16_t exception = handling->reg;
    ASSERT(handling->kind == BLOCK_HANDLER);
    if (!handling->has_region)
        return;
    label_place_handler(unit, handling->handler, entry, (uint16_t)(exception + 2));
    leave_handler(unit, node, exception);
    emit(unit, node, OP_RERAISE, 0, exception + 2u, 0, 0);
}

/* ---- except ---- */

static void handler_body(Unit *unit, ExceptHandlerNode *handler, uint16_t exception)
{
    if (!handler->name.bytes) {
        compile_statements(unit, handler->body);
        return;
    }
    Node *node = &handler->node;
    name_store(unit, node, handler->name, (Operand){exception, false});
    State entry = state_save(unit);
    state_forget_cleared(unit, &entry);
    Block block = {.kind = BLOCK_HANDLER_NAME, .node = node, .name = handler->name};
    block_push_region(unit, &block, label_new(unit), (uint16_t)(exception + 2));
    compile_statements(unit, handler->body);
    block_pop(unit, &block);
    name_unbind(unit, node, handler->name);
    if (!block.has_region)
        return;
    /* On to the clean-up of the whole handler, which covers this. */
    Label done = {0};
    emit_jump(unit, node, OP_JUMP, 0, 0, 0, 0, &done);
    label_place_handler(unit, block.handler, &entry, (uint16_t)(exception + 2));
    name_unbind(unit, node, handler->name);
    emit(unit, node, OP_RERAISE, 0, exception + 2u, 0, 0);
    label_place(unit, &done);
}

static void handler_clause(Unit *unit, ExceptHandlerNode *handler, uint16_t exception, Label *end)
{
    Label next = {0};
    uint32_t mark = unit->top;
    if (handler->type) {
        Operand classes = expr_operand(unit, handler->type);
        emit_jump(unit, &handler->node, OP_JUMP_UNLESS_MATCH, take_b(classes), exception, classes.reg, 0, &next);
        temp_pop(unit, mark);
    }
    handler_body(unit, handler, exception);
    leave_handler(unit, &handler->node, exception);
    emit_jump(unit, &handler->node, OP_JUMP, 0, 0, 0, 0, end);
    label_place(unit, &next);
    temp_pop(unit, mark);
}

static void handler_clauses(Unit *unit, TryNode *node, uint16_t exception, const State *entry, Label *label, Label *end)
{
    const Node *place = &node->node;
    label_place_handler(unit, label, entry, exception);
    emit(unit, place, OP_ENTER_HANDLER, 0, exception, exception + 1u, 0);
    State inner = state_save(unit);
    Block handling = {.kind = BLOCK_HANDLER, .node = place, .reg = exception};
    block_push_region(unit, &handling, label_new(unit), (uint16_t)(exception + 2));
    for (int i = 0; i < node->handlers.count; i++)
        handler_clause(unit, AST_CAST(ExceptHandler, node->handlers.items[i]), exception, end);
    block_pop(unit, &handling);
    emit(unit, place, OP_LEAVE_HANDLER, 0, 0, exception + 1u, 0);
    emit(unit, place, OP_RERAISE, 0, exception, 0, 0);
    cleanup(unit, place, &handling, &inner);
}

static void check_handlers(Unit *unit, const TryNode *node)
{
    for (int i = 0; i + 1 < node->handlers.count; i++) {
        const ExceptHandlerNode *handler = AST_CAST(ExceptHandler, node->handlers.items[i]);
        if (!handler->type)
            compile_error(unit->compiler, handler->node.span, "default 'except:' must be last");
    }
}

/* Handlers of a body that cannot raise are only checked. */
static void unreachable_handlers(Unit *unit, TryNode *node)
{
    ASSERT(!unit->reachable || unit->compiler->failed);
    Block block = {.kind = node->is_star ? BLOCK_STAR : BLOCK_HANDLER, .node = &node->node};
    block_push(unit, &block);
    for (int i = 0; i < node->handlers.count; i++)
        compile_statements(unit, AST_CAST(ExceptHandler, node->handlers.items[i])->body);
    block_pop(unit, &block);
}

static void try_except(Unit *unit, TryNode *node)
{
    Label end = {0};
    uint32_t mark = unit->top;
    check_handlers(unit, node);
    uint16_t exception = temp_push_many(unit, 3);
    State entry = state_save(unit);
    state_forget_cleared(unit, &entry);
    Block block = {.kind = BLOCK_TRY, .node = &node->node};
    block_push_region(unit, &block, label_new(unit), exception);
    compile_statements(unit, node->body);
    block_pop(unit, &block);
    compile_statements(unit, node->orelse);
    emit_jump(unit, &node->node, OP_JUMP, 0, 0, 0, 0, &end);
    bool reachable = unit->reachable;
    if (!block.has_region)
        unreachable_handlers(unit, node);
    else if (node->is_star)
        try_star_handlers(unit, node, exception, &entry, block.handler, &end);
    else
        handler_clauses(unit, node, exception, &entry, block.handler, &end);
    ASSERT(!reachable || unit->compiler->failed);
    label_place(unit, &end);
    temp_pop(unit, mark);
}

/* ---- finally ---- */

static void try_finally(Unit *unit, TryNode *node)
{
    const Node *place = &node->node;
    Label end = {0};
    uint32_t mark = unit->top;
    uint16_t exception = temp_push_many(unit, 3);
    State entry = state_save(unit);
    state_forget_cleared(unit, &entry);
    Block block = {.kind = BLOCK_FINALLY, .node = place, .final_body = node->finalbody};
    block_push_region(unit, &block, label_new(unit), exception);
    if (node->handlers.count)
        try_except(unit, node);
    else
        compile_statements(unit, node->body);
    block_pop(unit, &block);
    compile_statements(unit, node->finalbody);
    emit_jump(unit, place, OP_JUMP, 0, 0, 0, 0, &end);
    if (block.has_region) {
        label_place_handler(unit, block.handler, &entry, exception);
        emit(unit, place, OP_ENTER_HANDLER, 0, exception, exception + 1u, 0);
        State inner = state_save(unit);
        Block handling = {.kind = BLOCK_HANDLER, .node = place, .reg = exception};
        block_push_region(unit, &handling, label_new(unit), (uint16_t)(exception + 2));
        compile_statements(unit, node->finalbody);
        block_pop(unit, &handling);
        emit(unit, place, OP_LEAVE_HANDLER, 0, 0, exception + 1u, 0);
        emit(unit, place, OP_RERAISE, 0, exception, 0, 0);
        cleanup(unit, place, &handling, &inner);
    }
    label_place(unit, &end);
    temp_pop(unit, mark);
}

void try_statement(Unit *unit, TryNode *node)
{
    if (node->finalbody.count)
        try_finally(unit, node);
    else
        try_except(unit, node);
}
