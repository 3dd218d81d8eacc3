/* except*: every clause takes its part of the group; what the clauses raise and
 * what none of them took is raised together at the end. */
#include "compiler/generate.h"

typedef struct {
    Unit *unit;
    TryNode *node;
    uint16_t exception;
    uint16_t rest, raised; /* the part not taken yet; the list of what was raised */
    uint16_t matched;      /* the clause's part, the one handled before, one raised by the clause */
    uint16_t escaped;      /* raised while handling, where no clause is responsible */
} Star;

/* Runs the clause's body with its part as the handled exception. */
static void star_body(Star *star, ExceptHandlerNode *handler)
{
    Unit *unit = star->unit;
    Node *node = &handler->node;
    uint16_t matched = star->matched, escaped = (uint16_t)(matched + 2);
    emit(unit, node, OP_ENTER_HANDLER, 0, matched, matched + 1u, 0);
    if (handler->name.bytes)
        name_store(unit, node, handler->name, (Operand){matched, false});
    State entry = state_save(unit);
    state_forget_cleared(unit, &entry);
    Block block = {.kind = BLOCK_STAR, .node = node};
    block_push_region(unit, &block, label_new(unit), escaped);
    compile_statements(unit, handler->body);
    block_pop(unit, &block);
    if (handler->name.bytes)
        name_unbind(unit, node, handler->name);
    leave_handler(unit, node, matched);
    if (!block.has_region)
        return;
    Label done = {0};
    emit_jump(unit, node, OP_JUMP, 0, 0, 0, 0, &done);
    label_place_handler(unit, block.handler, &entry, escaped);
    if (handler->name.bytes)
        name_unbind(unit, node, handler->name);
    leave_handler(unit, node, matched);
    emit(unit, node, OP_LIST_APPEND, FLAG_RB, star->raised, escaped, 0);
    label_place(unit, &done);
}

static void star_clause(Star *star, ExceptHandlerNode *handler)
{
    Unit *unit = star->unit;
    Label none = {0}, next = {0};
    uint32_t mark = unit->top;
    uint16_t classes = expr_push(unit, handler->type);
    emit(unit, &handler->node, OP_STAR_MATCH, FLAG_RC, star->matched, star->rest, classes);
    temp_pop(unit, mark);
    emit_jump(unit, &handler->node, OP_JUMP_IF_NONE, 0, star->matched, 0, 0, &none);
    star_body(star, handler);
    emit_jump(unit, &handler->node, OP_JUMP, 0, 0, 0, 0, &next);
    label_place(unit, &none);
    emit(unit, &handler->node, OP_RELEASE, 0, star->matched, 0, 0);
    label_place(unit, &next);
}

/* Raises what is left, or goes on. */
static void star_result(Star *star, Label *end)
{
    Unit *unit = star->unit;
    const Node *node = &star->node->node;
    uint16_t exception = star->exception, result = star->matched;
    Label nothing = {0};
    emit(unit, node, OP_LIST_APPEND, FLAG_RB, star->raised, star->rest, 0);
    emit(unit, node, OP_STAR_RESULT, FLAG_RC, result, exception, star->raised);
    emit_jump(unit, node, OP_JUMP_IF_NONE, 0, result, 0, 0, &nothing);
    leave_handler(unit, node, exception);
    emit(unit, node, OP_RERAISE, 0, result, 0, 0);
    label_place(unit, &nothing);
    emit(unit, node, OP_RELEASE, 0, result, 0, 0);
    leave_handler(unit, node, exception);
    emit_jump(unit, node, OP_JUMP, 0, 0, 0, 0, end);
}

void try_star_handlers(Unit *unit, TryNode *node, uint16_t exception, const State *entry, Label *label, Label *end)
{
    const Node *place = &node->node;
    Star star = {unit, node, exception, 0, 0, 0, 0};
    label_place_handler(unit, label, entry, exception);
    emit(unit, place, OP_ENTER_HANDLER, 0, exception, exception + 1u, 0);
    star.rest = temp_push(unit);
    star.raised = temp_push(unit);
    star.escaped = temp_push(unit);
    star.matched = temp_push_many(unit, 3);
    emit(unit, place, OP_COPY, 0, star.rest, exception, 0);
    emit(unit, place, OP_BUILD_LIST, 0, star.raised, unit->top, 0);
    State inner = state_save(unit);
    state_forget_cleared(unit, &inner);
    Block handling = {.kind = BLOCK_STAR, .node = place};
    block_push_region(unit, &handling, label_new(unit), star.escaped);
    for (int i = 0; i < node->handlers.count; i++)
        star_clause(&star, AST_CAST(ExceptHandler, node->handlers.items[i]));
    block_pop(unit, &handling);
    star_result(&star, end);
    if (!handling.has_region)
        return;
    label_place_handler(unit, handling.handler, &inner, star.escaped);
    emit(unit, place, OP_RELEASE, 0, star.rest, 0, 0);
    emit(unit, place, OP_RELEASE, 0, star.raised, 0, 0);
    leave_handler(unit, place, exception);
    emit(unit, place, OP_RERAISE, 0, star.escaped, 0, 0);
}
