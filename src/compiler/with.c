/* with: the exit method is fetched before the enter method is called, and
 * waits in the place of its call window until the body is left.  It is called
 * from a window on top: a callee's frame covers whatever lies above its window. */
#include "compiler/generate.h"

/* Registers of one item: the method's, then the exception, the one handled
 * before, and one raised while handling. */
enum { EXCEPTION = METHOD_WINDOW_ARGUMENTS };

typedef struct {
    WithNode *node;
    int index;
} Item;

static void with_items(Unit *unit, Item item);

/* Moves the exit method to a window on top and makes room for its arguments. */
static uint16_t with_push_exit(Unit *unit, const Block *block)
{
    uint16_t window = temp_push_many(unit, METHOD_WINDOW_ARGUMENTS + 3);
    emit(unit, block->node, OP_MOVE, 0, window, block->reg, 0);
    emit(unit, block->node, OP_MOVE, 0, window + 1u, block->reg + 1u, 0);
    emit(unit, block->node, OP_MOVE, 0, window + (unsigned)CALL_WINDOW_ARGUMENTS,
         block->reg + (unsigned)CALL_WINDOW_ARGUMENTS, 0);
    return window;
}

/* The result of the call is in the window's first register. */
static void with_call_exit(Unit *unit, const Block *block, uint16_t window)
{
    emit(unit, block->node, OP_CALL_METHOD, 0, window, 3, window);
    if (block->is_async)
        await_register(unit, block->node, window, 2);
}

void with_leave(Unit *unit, const Block *block)
{
    uint32_t mark = unit->top;
    uint16_t none = constant_take(unit, VALUE_NONE);
    uint16_t window = with_push_exit(unit, block);
    for (unsigned i = 0; i < 3; i++)
        emit(unit, block->node, OP_LOAD_CONST, 0, window + METHOD_WINDOW_ARGUMENTS + i, none, 0);
    with_call_exit(unit, block, window);
    emit(unit, block->node, OP_RELEASE, 0, window, 0, 0);
    temp_pop(unit, mark);
}

/* Calls exit with the exception and goes on behind when the result is true. */
static void with_exception(Unit *unit, const Block *block, const State *entry)
{
    const Node *node = block->node;
    uint16_t exception = (uint16_t)(block->reg + EXCEPTION);
    Label swallowed = {0};
    label_place_handler(unit, block->handler, entry, exception);
    emit(unit, node, OP_ENTER_HANDLER, 0, exception, exception + 1u, 0);
    uint32_t mark = unit->top;
    uint16_t window = with_push_exit(unit, block);
    uint16_t argument = (uint16_t)(window + METHOD_WINDOW_ARGUMENTS);
    State inner = state_save(unit);
    state_disown(unit, &inner, window);
    state_disown(unit, &inner, (uint16_t)(window + 1));
    state_disown(unit, &inner, (uint16_t)(window + CALL_WINDOW_ARGUMENTS));
    Block handling = {.kind = BLOCK_HANDLER, .node = node, .reg = exception};
    block_push_region(unit, &handling, label_new(unit), (uint16_t)(exception + 2));
    emit(unit, node, OP_LOAD_ATTR, 0, argument, exception, constant_c(unit, "__class__"));
    emit(unit, node, OP_COPY, 0, argument + 1u, exception, 0);
    emit(unit, node, OP_LOAD_ATTR, 0, argument + 2u, exception, constant_c(unit, "__traceback__"));
    with_call_exit(unit, block, window);
    emit_jump(unit, node, OP_JUMP_IF, FLAG_RA, window, 0, 0, &swallowed);
    block_pop(unit, &handling);
    emit(unit, node, OP_LEAVE_HANDLER, 0, 0, exception + 1u, 0);
    emit(unit, node, OP_RERAISE, 0, exception, 0, 0);
    if (handling.has_region) {
        label_place_handler(unit, handling.handler, &inner, (uint16_t)(exception + 2));
        leave_handler(unit, node, exception);
        emit(unit, node, OP_RERAISE, 0, exception + 2u, 0, 0);
    }
    temp_pop(unit, mark);
    label_place(unit, &swallowed);
    leave_handler(unit, node, exception);
}

/* Enters the context; the result is in the temporary returned. */
static uint16_t with_enter(Unit *unit, withitemNode *item, uint16_t window, bool is_async)
{
    Node *node = item->context_expr;
    Operand manager = expr_operand(unit, node);
    uint16_t enter = temp_push_many(unit, METHOD_WINDOW_ARGUMENTS);
    emit(unit, node, OP_LOAD_SPECIAL, 0, enter, manager.reg, is_async ? SPECIAL_AENTER : SPECIAL_ENTER);
    emit(unit, node, OP_LOAD_SPECIAL, 0, window, manager.reg, is_async ? SPECIAL_AEXIT : SPECIAL_EXIT);
    operand_release(unit, node, manager);
    emit(unit, node, OP_CALL_METHOD, 0, enter, 0, enter);
    if (is_async)
        await_register(unit, node, enter, 1);
    return enter;
}

static void with_item(Unit *unit, Item item)
{
    ASSERT(item.index < item.node->items.count);
    withitemNode *with = AST_CAST(withitem, item.node->items.items[item.index]);
    uint32_t mark = unit->top;
    uint16_t window = temp_push_many(unit, METHOD_WINDOW_ARGUMENTS);
    uint16_t exception = temp_push_many(unit, 3);
    Block block = {.kind = BLOCK_WITH, .node = with->context_expr, .reg = window, .is_async = item.node->is_async};
    uint32_t body = unit->top;
    uint16_t entered = with_enter(unit, with, window, item.node->is_async);
    State entry = state_save(unit);
    state_forget_cleared(unit, &entry);
    state_disown(unit, &entry, entered);
    block_push_region(unit, &block, label_new(unit), exception);
    Operand result = {entered, true};
    if (with->optional_vars)
        target_store_value(unit, with->optional_vars, result);
    else
        operand_release(unit, with->context_expr, result);
    temp_pop(unit, body);
    item.index++;
    with_items(unit, item);
    block_pop(unit, &block);
    with_leave(unit, &block);
    Label end = {0};
    emit_jump(unit, with->context_expr, OP_JUMP, 0, 0, 0, 0, &end);
    if (block.has_region)
        with_exception(unit, &block, &entry);
    label_place(unit, &end);
    temp_pop(unit, mark);
}

static void with_items(Unit *unit, Item item)
{
    if (item.index == item.node->items.count)
        compile_statements(unit, item.node->body);
    else if (!unit->compiler->failed) /* nested too deeply, say: each item is a level of C calls */
        with_item(unit, item);
}

void with_statement(Unit *unit, WithNode *node)
{
    if (node->is_async && !unit_may_await(unit)) {
        compile_error(unit->compiler, node->node.span, "'async with' outside async function");
        return;
    }
    with_items(unit, (Item){node, 0});
}
