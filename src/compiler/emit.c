/* Emitting: instructions, jumps, labels, and the books on temporaries. */
#include "compiler/unit.h"

#include "compiler/block.h"

enum { MAX_WORDS = 1 << 24 };

/* ---- temporaries ---- */

static bool owned_reserve(Unit *unit, uint32_t temps)
{
    if (temps <= unit->owned_words * 64)
        return true;
    uint32_t words = unit->owned_words ? unit->owned_words * 2 : 1;
    while (words * 64 < temps)
        words *= 2;
    uint64_t *owned = arena_alloc(unit->compiler->arena, words * sizeof *owned);
    uint32_t *since = arena_alloc(unit->compiler->arena, words * 64 * sizeof *since);
    if (!owned || !since) {
        unit->compiler->failed = true;
        return false;
    }
    if (unit->owned_words) {
        memcpy(owned, unit->owned, unit->owned_words * sizeof *owned);
        memcpy(since, unit->owned_since, unit->owned_words * 64 * sizeof *since);
    }
    unit->owned = owned;
    unit->owned_since = since;
    unit->owned_words = words;
    return true;
}

uint16_t temp_push_many(Unit *unit, unsigned count)
{
    uint32_t first = unit->top;
    ASSERT(first >= unit->local_count);
    if (first + count >= NO_REGISTER - 16) {
        compile_error(unit->compiler, unit->scope->node->span, "expression needs too many registers");
        return (uint16_t)unit->local_count;
    }
    if (!owned_reserve(unit, first + count - unit->local_count))
        return (uint16_t)unit->local_count;
    unit->top += count;
    if (unit->top > unit->high)
        unit->high = unit->top;
    return (uint16_t)first;
}

uint16_t temp_push(Unit *unit)
{
    return temp_push_many(unit, 1);
}

bool temp_is_owned(const Unit *unit, uint16_t reg)
{
    uint32_t temp = reg - unit->local_count;
    return unit->owned[temp / 64] >> (temp % 64) & 1;
}

bool local_is_bound(const Unit *unit, uint16_t reg)
{
    return unit->bound[reg / 64] >> (reg % 64) & 1;
}

void local_set_bound(Unit *unit, uint16_t reg, bool bound)
{
    if (bound)
        unit->bound[reg / 64] |= UINT64_C(1) << (reg % 64);
    else
        unit->bound[reg / 64] &= ~(UINT64_C(1) << (reg % 64));
}

static void range_close(Unit *unit, uint16_t reg, uint32_t end)
{
    uint32_t temp = reg - unit->local_count;
    uint32_t since = unit->owned_since[temp];
    unit->owned[temp / 64] &= ~(UINT64_C(1) << (temp % 64));
    if (since >= end || !COMPILE_GROW(unit->compiler, unit->ranges, unit->range_count, unit->range_capacity))
        return;
    unit->ranges[unit->range_count++] = (TempRange){since, end, reg};
}

static void range_open(Unit *unit, uint16_t reg, uint32_t start)
{
    uint32_t temp = reg - unit->local_count;
    unit->owned[temp / 64] |= UINT64_C(1) << (temp % 64);
    unit->owned_since[temp] = start;
}

static void consume(Unit *unit, RegisterRun run, uint32_t end)
{
    for (uint32_t reg = run.first; reg < run.first + run.count; reg++) {
        if (reg < unit->local_count)
            continue;
        ASSERT(temp_is_owned(unit, (uint16_t)reg));
        range_close(unit, (uint16_t)reg, end);
    }
}

static void fill(Unit *unit, RegisterRun run, uint32_t start)
{
    for (uint32_t reg = run.first; reg < run.first + run.count; reg++) {
        if (reg < unit->local_count) {
            local_set_bound(unit, (uint16_t)reg, true);
            continue;
        }
        ASSERT(!temp_is_owned(unit, (uint16_t)reg));
        range_open(unit, (uint16_t)reg, start);
    }
}

/* ---- states ---- */

static uint32_t bound_words(const Unit *unit)
{
    return unit->local_count / 64 + 1;
}

State state_save(Unit *unit)
{
    State state = {.owned_words = unit->owned_words};
    state.bound = arena_alloc(unit->compiler->arena, bound_words(unit) * sizeof(uint64_t));
    state.owned = arena_alloc(unit->compiler->arena, (unit->owned_words + 1) * sizeof(uint64_t));
    if (!state.bound || !state.owned) {
        unit->compiler->failed = true;
        return (State){0};
    }
    memcpy(state.bound, unit->bound, bound_words(unit) * sizeof(uint64_t));
    if (unit->owned_words)
        memcpy(state.owned, unit->owned, unit->owned_words * sizeof(uint64_t));
    return state;
}

void state_disown(Unit *unit, State *state, uint16_t reg)
{
    uint32_t temp = reg - unit->local_count;
    if (state->owned && temp / 64 < state->owned_words)
        state->owned[temp / 64] &= ~(UINT64_C(1) << (temp % 64));
}

void state_forget_cleared(Unit *unit, State *state)
{
    if (!unit->scope->clears || !state->bound)
        return;
    for (uint32_t i = 0; i < unit->local_count; i++)
        if (unit->scope->locals[i]->flags & SYMBOL_CLEARED)
            state->bound[i / 64] &= ~(UINT64_C(1) << (i % 64));
}

static uint64_t owned_word(const State *state, uint32_t index)
{
    return index < state->owned_words ? state->owned[index] : 0;
}

/* Another way to the label: only locals bound on all of them are bound there. */
static void label_reach(Unit *unit, Label *label)
{
    if (unit->compiler->failed)
        return;
    if (!label->reached) {
        label->reached = true;
        label->state = state_save(unit);
        return;
    }
    for (uint32_t i = 0; i < unit->owned_words || i < label->state.owned_words; i++)
        ASSERT(owned_word(&label->state, i) == (i < unit->owned_words ? unit->owned[i] : 0));
    if (label->placed)
        return;
    for (uint32_t i = 0; i < bound_words(unit); i++)
        label->state.bound[i] &= unit->bound[i];
}

/* Makes the state the current one.  While nothing was emitted since, a value
 * owned before and after keeps its range. */
static void state_enter(Unit *unit, const State *state)
{
    if (unit->compiler->failed)
        return;
    memcpy(unit->bound, state->bound, bound_words(unit) * sizeof(uint64_t));
    for (uint32_t i = 0; i < unit->owned_words; i++) {
        uint64_t differ = unit->owned[i] ^ owned_word(state, i);
        for (; differ; differ &= differ - 1) {
            uint32_t temp = i * 64 + (uint32_t)__builtin_ctzll(differ);
            uint16_t reg = (uint16_t)(temp + unit->local_count);
            if (temp_is_owned(unit, reg))
                range_close(unit, reg, unit->word_count);
            else
                range_open(unit, reg, unit->word_count);
        }
    }
    unit->reachable = true;
}

/* ---- instructions ---- */

/* The part that an instruction of the node stands for, and where in it the
 * second half begins (a call's parentheses, a subscript's brackets, ...). */
static CodePosition position_of(const Unit *unit, const Node *node)
{
    CodePosition position = {.start = unit->word_count, .span = node->span};
    const Node *anchor = NULL;
    const Node *attribute = node->kind == AST_Attribute ? node : NULL;
    if (node->kind == AST_BinOp)
        position.anchor = ANCHOR_BINARY, anchor = ((const BinOpNode *)node)->left;
    else if (node->kind == AST_Subscript)
        position.anchor = ANCHOR_SUBSCRIPT, anchor = ((const SubscriptNode *)node)->value;
    else if (node->kind == AST_Call)
        position.anchor = ANCHOR_CALL, anchor = ((const CallNode *)node)->func;
    else if (node->kind == AST_MatchClass)
        position.anchor = ANCHOR_CALL, anchor = ((const MatchClassNode *)node)->cls;
    if (anchor) {
        position.anchor_line = anchor->span.end_line;
        position.anchor_column = anchor->span.end_column;
        if (node->kind == AST_Call && anchor->kind == AST_Attribute)
            attribute = anchor;
    }
    /* In a chain over several lines each link is shown by its own name. */
    if (attribute && node->span.line != attribute->span.end_line) {
        position.span.line = attribute->span.end_line;
        position.span.column = attribute->span.end_column - ((const AttributeNode *)attribute)->attr.size;
    }
    return position;
}

static void note_position(Unit *unit, const Node *node)
{
    CodePosition position = position_of(unit, node);
    if (unit->position_count) {
        const CodePosition *last = &unit->positions[unit->position_count - 1];
        if (memcmp(&last->span, &position.span, sizeof(Span)) == 0 && last->anchor == position.anchor)
            return;
    }
    if (COMPILE_GROW(unit->compiler, unit->positions, unit->position_count, unit->position_capacity))
        unit->positions[unit->position_count++] = position;
}

static unsigned drop_flag(const Unit *unit, Opcode op, unsigned a, unsigned c)
{
    const char *letters = opcode_operands(op);
    if (letters[0] == 'w')
        return register_is_local(unit, (uint16_t)a) ? FLAG_DROP : 0;
    if (letters[1] != 'J' && letters[2] == 'w')
        return register_is_local(unit, (uint16_t)c) ? FLAG_DROP : 0;
    return 0;
}

/* Appends the instruction with zeroed extra words; returns its index, or
 * UINT32_MAX when nothing is to be emitted. */
static uint32_t append(Unit *unit, const Node *node, Opcode op, unsigned flags, unsigned a, unsigned b, unsigned c)
{
    Compiler *compiler = unit->compiler;
    if (!unit->reachable || compiler->failed)
        return UINT32_MAX;
    uint32_t length = 1 + (uint32_t)opcode_extra_words(op);
    if (unit->word_count + length > MAX_WORDS) {
        compile_error(compiler, node->span, "code is too large");
        return UINT32_MAX;
    }
    note_position(unit, node);
    for (uint32_t i = 0; i < length; i++) {
        if (!COMPILE_GROW(compiler, unit->words, unit->word_count + i, unit->word_capacity))
            return UINT32_MAX;
        unit->words[unit->word_count + i].bits = 0;
    }
    /* Nothing is built from no register. */
    if (c == 0 && op >= OP_BUILD_TUPLE && op <= OP_BUILD_STRING)
        b = 0;
    Word *word = &unit->words[unit->word_count];
    word->op = (uint8_t)op;
    word->flags = (uint8_t)(flags | drop_flag(unit, op, a, c));
    word->a = (uint16_t)a;
    word->b = (uint16_t)b;
    word->c = (uint16_t)c;
    uint32_t index = unit->word_count;
    unit->word_count += length;
    return index;
}

/* The instruction at index is complete: keeps the books. */
static void settle(Unit *unit, uint32_t index, Label *label)
{
    Effect effect;
    ASSERT(index < unit->word_count);
    effect_of(&unit->words[index], &effect);
    for (int i = 0; i < 3; i++)
        consume(unit, effect.taken[i], index);
    for (int i = 0; i < 3; i++)
        consume(unit, effect.used[i], unit->word_count);
    for (int i = 0; i < 3; i++)
        fill(unit, effect.written[i], unit->word_count);
    if (label) {
        State before = {0};
        if (effect.jump_written.count) {
            before = state_save(unit);
            fill(unit, effect.jump_written, unit->word_count);
        }
        label_reach(unit, label);
        if (effect.jump_written.count)
            state_enter(unit, &before);
        consume(unit, effect.fall_used, unit->word_count);
    }
    if (effect.ends)
        unit->reachable = false;
}

void emit(Unit *unit, const Node *node, Opcode op, unsigned flags, unsigned a, unsigned b, unsigned c)
{
    uint32_t index = append(unit, node, op, flags, a, b, c);
    if (index != UINT32_MAX)
        settle(unit, index, NULL);
}

void emit_extra(Unit *unit, const Node *node, Opcode op, unsigned flags, unsigned a, unsigned b, unsigned c, uint32_t low,
                uint32_t high)
{
    uint32_t index = append(unit, node, op, flags, a, b, c);
    if (index == UINT32_MAX)
        return;
    /* CALL_KW keeps two words for its cache in front. */
    uint32_t extra = op == OP_CALL_KW ? 3 : 1;
    unit->words[index + extra].low = low;
    unit->words[index + extra].high = high;
    settle(unit, index, NULL);
}

static void patch_jump(Unit *unit, uint32_t index, uint32_t target)
{
    ASSERT(index < unit->word_count && target <= unit->word_count);
    Word *word = &unit->words[index];
    uint32_t offset = target - index;
    if (opcode_operands(word->op)[1] == 'J') {
        word->b = (uint16_t)offset;
        word->c = (uint16_t)(offset >> 16);
    } else {
        word[1].low = offset;
    }
}

void emit_jump(Unit *unit, const Node *node, Opcode op, unsigned flags, unsigned a, unsigned b, unsigned c, Label *label)
{
    uint32_t index = append(unit, node, op, flags, a, b, c);
    if (index == UINT32_MAX)
        return;
    if (label->placed) {
        patch_jump(unit, index, label->position);
    } else {
        Patch *patch = arena_alloc(unit->compiler->arena, sizeof *patch);
        if (!patch) {
            unit->compiler->failed = true;
            return;
        }
        *patch = (Patch){label->patches, index};
        label->patches = patch;
    }
    settle(unit, index, label);
}

/* ---- labels ---- */

static void place(Unit *unit, Label *label)
{
    label->placed = true;
    label->position = unit->word_count;
    for (const Patch *patch = label->patches; patch; patch = patch->next)
        patch_jump(unit, patch->word, label->position);
}

Label *label_new(Unit *unit)
{
    Label *label = arena_alloc(unit->compiler->arena, sizeof *label);
    if (!label)
        unit->compiler->failed = true;
    return label;
}

void label_place(Unit *unit, Label *label)
{
    ASSERT(!label->placed);
    if (unit->compiler->failed)
        return;
    if (unit->reachable)
        label_reach(unit, label);
    place(unit, label);
    if (label->reached)
        state_enter(unit, &label->state);
}

void label_place_loop(Unit *unit, Label *label, const State *entry, uint16_t item)
{
    if (unit->compiler->failed || !entry->bound)
        return;
    ASSERT(!unit->reachable);
    place(unit, label);
    state_enter(unit, entry);
    fill(unit, (RegisterRun){item, item == NO_REGISTER ? 0 : 1}, unit->word_count);
    label->reached = true;
    label->state = state_save(unit);
}

void label_place_handler(Unit *unit, Label *label, const State *entry, uint16_t exception_register)
{
    if (unit->compiler->failed || !entry->bound)
        return;
    ASSERT(!unit->reachable);
    place(unit, label);
    state_enter(unit, entry);
    fill(unit, (RegisterRun){exception_register, 1}, unit->word_count);
}
