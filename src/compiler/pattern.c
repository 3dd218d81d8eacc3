/* match statements.
 *
 * Everything a pattern takes apart stays in owned temporaries, one above the
 * other from `base` on, until the whole pattern has matched or failed.  So how
 * many there are says all about what a failure must release: fail[k] is where
 * to jump when k of them are owned.  Names are bound only at the end. */
#include "compiler/generate.h"

#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/str.h"

typedef struct {
    AstText name;
    uint16_t reg;
} Capture;

typedef struct {
    Unit *unit;
    uint32_t base;   /* first temporary of the pattern */
    Label *fail;     /* [depth] */
    uint32_t fail_count, fail_capacity;
    Capture *captures;
    uint32_t capture_count, capture_capacity;
} Match;

static void match_pattern(Match *match, Node *pattern, uint16_t subject);

/* ---- failing ---- */

static Label *fail_label(Match *match)
{
    Unit *unit = match->unit;
    ASSERT(unit->top >= match->base);
    uint32_t depth = unit->top - match->base;
    while (match->fail_count <= depth) {
        if (!COMPILE_GROW(unit->compiler, match->fail, match->fail_count, match->fail_capacity))
            return NULL;
        match->fail[match->fail_count++] = (Label){0};
    }
    return &match->fail[depth];
}

static void fail_jump(Match *match, const Node *node, Opcode op, unsigned flags, unsigned a, unsigned b, unsigned c)
{
    Label *label = fail_label(match);
    if (label)
        emit_jump(match->unit, node, op, flags, a, b, c, label);
}

/* A test whose result is the temporary on top, which is not part of the stack. */
static void fail_unless_true(Match *match, const Node *node, uint16_t test)
{
    temp_pop(match->unit, test);
    fail_jump(match, node, OP_JUMP_UNLESS, FLAG_RA, test, 0, 0);
}

/* Places the fail labels: each releases one temporary more.  Ends with none owned. */
static void place_failures(Match *match, const Node *node)
{
    Unit *unit = match->unit;
    for (uint32_t depth = match->fail_count; depth-- > 0;) {
        label_place(unit, &match->fail[depth]);
        if (depth > 0)
            emit(unit, node, OP_RELEASE, 0, match->base + depth - 1, 0, 0);
    }
    match->fail_count = 0;
}

/* ---- names ---- */

static void capture(Match *match, const Node *node, AstText name, uint16_t reg)
{
    Unit *unit = match->unit;
    for (uint32_t i = 0; i < match->capture_count; i++)
        if (text_equal(match->captures[i].name, name)) {
            compile_error(unit->compiler, node->span, "multiple assignments to name '%s' in pattern", name.bytes);
            return;
        }
    if (COMPILE_GROW(unit->compiler, match->captures, match->capture_count, match->capture_capacity))
        match->captures[match->capture_count++] = (Capture){name, reg};
}

static void store_captures(Match *match, const Node *node)
{
    for (uint32_t i = 0; i < match->capture_count; i++)
        name_store(match->unit, node, match->captures[i].name, (Operand){match->captures[i].reg, false});
}

/* ---- simple patterns ---- */

static void match_value(Match *match, MatchValueNode *pattern, uint16_t subject)
{
    Unit *unit = match->unit;
    uint32_t mark = unit->top;
    int16_t number;
    if (constant_small_int(unit, pattern->value, &number)) {
        fail_jump(match, &pattern->node, OP_JUMP_UNLESS_EQ_INT, 0, subject, 0, (uint16_t)number);
        return;
    }
    Operand value = expr_operand(unit, pattern->value);
    temp_pop(unit, mark);
    fail_jump(match, &pattern->node, OP_JUMP_UNLESS_EQ, take_b(value), subject, value.reg, 0);
}

static void match_singleton(Match *match, MatchSingletonNode *pattern, uint16_t subject)
{
    Unit *unit = match->unit;
    Value value = pattern->type == AST_CONST_NONE ? VALUE_NONE : value_from_bool(pattern->type == AST_CONST_TRUE);
    uint16_t constant = temp_push(unit);
    emit(unit, &pattern->node, OP_BORROW_CONST, 0, constant, constant_take(unit, value), 0);
    temp_pop(unit, constant);
    fail_jump(match, &pattern->node, OP_JUMP_UNLESS_IS, 0, subject, constant, 0);
}

static bool is_wildcard(const Node *pattern)
{
    const MatchAsNode *as = (const MatchAsNode *)pattern;
    return pattern->kind == AST_MatchAs && !as->pattern && !as->name.bytes;
}

/* A pattern that always matches must be the last. */
static void check_reachable(Unit *unit, const Node *pattern)
{
    for (;;) {
        if (pattern->kind == AST_MatchOr) {
            NodeList patterns = ((const MatchOrNode *)pattern)->patterns;
            pattern = patterns.items[patterns.count - 1];
        } else if (pattern->kind == AST_MatchAs && ((const MatchAsNode *)pattern)->pattern) {
            pattern = ((const MatchAsNode *)pattern)->pattern;
        } else {
            break;
        }
    }
    if (pattern->kind != AST_MatchAs)
        return;
    AstText name = ((const MatchAsNode *)pattern)->name;
    if (name.bytes)
        compile_error(unit->compiler, pattern->span, "name capture '%s' makes remaining patterns unreachable", name.bytes);
    else
        compile_error(unit->compiler, pattern->span, "wildcard makes remaining patterns unreachable");
}

static void match_as(Match *match, MatchAsNode *pattern, uint16_t subject)
{
    if (pattern->pattern)
        match_pattern(match, pattern->pattern, subject);
    if (pattern->name.bytes)
        capture(match, &pattern->node, pattern->name, subject);
}

/* ---- sequences ---- */

static int find_star(Unit *unit, const MatchSequenceNode *pattern)
{
    int star = -1;
    for (int i = 0; i < pattern->patterns.count; i++) {
        if (pattern->patterns.items[i]->kind != AST_MatchStar)
            continue;
        if (star >= 0)
            compile_error(unit->compiler, pattern->node.span, "multiple starred names in sequence pattern");
        star = i;
    }
    return star;
}

static void check_length(Match *match, const Node *node, uint16_t subject, int length, bool at_least)
{
    Unit *unit = match->unit;
    if (at_least && length == 0)
        return;
    uint16_t count = temp_push(unit);
    emit(unit, node, OP_MATCH_LENGTH, 0, count, subject, 0);
    if (length <= INT16_MAX) {
        temp_pop(unit, count);
        fail_jump(match, node, at_least ? OP_JUMP_UNLESS_GE_INT : OP_JUMP_UNLESS_EQ_INT, FLAG_RA, count, 0, (uint16_t)length);
        return;
    }
    uint16_t wanted = temp_push(unit);
    emit(unit, node, OP_BORROW_CONST, 0, wanted, constant_take(unit, value_from_int(length)), 0);
    temp_pop(unit, count);
    fail_jump(match, node, at_least ? OP_JUMP_UNLESS_GE : OP_JUMP_UNLESS_EQ, FLAG_RA, count, wanted, 0);
}

static void match_items(Match *match, NodeList patterns, uint16_t first)
{
    for (int i = 0; i < patterns.count; i++) {
        Node *pattern = patterns.items[i];
        uint16_t item = (uint16_t)(first + i);
        if (pattern->kind != AST_MatchStar)
            match_pattern(match, pattern, item);
        else if (AST_CAST(MatchStar, pattern)->name.bytes)
            capture(match, pattern, AST_CAST(MatchStar, pattern)->name, item);
    }
}

static void match_sequence(Match *match, MatchSequenceNode *pattern, uint16_t subject)
{
    Unit *unit = match->unit;
    const Node *node = &pattern->node;
    int count = pattern->patterns.count, star = find_star(unit, pattern);
    uint16_t test = temp_push(unit);
    emit(unit, node, OP_MATCH_SEQUENCE, 0, test, subject, 0);
    fail_unless_true(match, node, test);
    check_length(match, node, subject, star < 0 ? count : count - 1, star >= 0);
    bool wanted = false;
    for (int i = 0; i < count; i++) {
        const Node *item = pattern->patterns.items[i];
        wanted |= item->kind == AST_MatchStar ? ((const MatchStarNode *)item)->name.bytes != NULL : !is_wildcard(item);
    }
    if (!wanted)
        return;
    uint16_t first = temp_push_many(unit, (unsigned)count);
    if (star < 0)
        emit(unit, node, OP_UNPACK, 0, first, subject, (unsigned)count);
    else
        emit_extra(unit, node, OP_UNPACK_STAR, 0, first, subject, 0, (uint32_t)star, (uint32_t)(count - star - 1));
    match_items(match, pattern->patterns, first);
}

/* ---- mappings ---- */

static void check_keys(Unit *unit, MatchMappingNode *pattern)
{
    Vm *vm = unit->compiler->vm;
    Value seen = set_new(vm);
    for (int i = 0; i < pattern->keys.count && !value_is_error(seen); i++) {
        Value key;
        if (!constant_fold(unit, pattern->keys.items[i], &key))
            continue;
        int known = set_contains(vm, seen, key);
        if (known > 0) {
            Value text = value_repr(vm, key);
            if (!value_is_error(text)) {
                compile_error(unit->compiler, pattern->node.span, "mapping pattern checks duplicate key (%s)",
                              value_to_str(text)->bytes);
                value_drop(vm, text);
            }
        }
        if (known < 0 || !set_add(vm, seen, key) || error_pending(vm))
            unit->compiler->failed = true;
        value_drop(vm, key);
    }
    if (value_is_error(seen))
        unit->compiler->failed = true;
    else
        value_drop(vm, seen);
}

static void match_mapping(Match *match, MatchMappingNode *pattern, uint16_t subject)
{
    Unit *unit = match->unit;
    const Node *node = &pattern->node;
    int count = pattern->keys.count;
    check_keys(unit, pattern);
    uint16_t test = temp_push(unit);
    emit(unit, node, OP_MATCH_MAPPING, 0, test, subject, 0);
    fail_unless_true(match, node, test);
    if (count == 0 && !pattern->rest.bytes)
        return;
    check_length(match, node, subject, count, true);
    TupleNode keys = {.node = *node, .elts = pattern->keys, .ctx = AST_LOAD};
    keys.node.kind = AST_Tuple;
    uint16_t wanted = expr_push(unit, &keys.node);
    if (count > 0) {
        uint16_t values = temp_push(unit);
        emit(unit, node, OP_MATCH_KEYS, 0, values, subject, wanted);
        fail_jump(match, node, OP_JUMP_IF_NONE, 0, values, 0, 0);
        uint16_t first = temp_push_many(unit, (unsigned)count);
        emit(unit, node, OP_UNPACK, 0, first, values, (unsigned)count);
        match_items(match, pattern->patterns, first);
    }
    if (!pattern->rest.bytes)
        return;
    uint16_t rest = temp_push(unit);
    emit(unit, node, OP_MATCH_REST, 0, rest, subject, wanted);
    capture(match, node, pattern->rest, rest);
}

/* ---- classes ---- */

static void check_attributes(Unit *unit, const MatchClassNode *pattern)
{
    for (int i = 0; i < pattern->kwd_attrs.count; i++)
        for (int j = 0; j < i; j++)
            if (text_equal(pattern->kwd_attrs.items[i], pattern->kwd_attrs.items[j]))
                compile_error(unit->compiler, pattern->kwd_patterns.items[i]->span,
                              "attribute name repeated in class pattern: %s", pattern->kwd_attrs.items[i].bytes);
}

static void match_class(Match *match, MatchClassNode *pattern, uint16_t subject)
{
    Unit *unit = match->unit;
    const Node *node = &pattern->node;
    int positional = pattern->patterns.count, count = positional + pattern->kwd_patterns.count;
    uint16_t names = constant_names(unit, pattern->kwd_attrs);
    check_attributes(unit, pattern);
    uint16_t attributes = temp_push(unit);
    uint16_t class = expr_push(unit, pattern->cls);
    emit_extra(unit, node, OP_MATCH_CLASS, FLAG_RC, attributes, subject, class, (uint32_t)positional, names);
    temp_pop(unit, class);
    fail_jump(match, node, OP_JUMP_IF_NONE, 0, attributes, 0, 0);
    if (count == 0)
        return;
    uint16_t first = temp_push_many(unit, (unsigned)count);
    emit(unit, node, OP_UNPACK, 0, first, attributes, (unsigned)count);
    match_items(match, pattern->patterns, first);
    match_items(match, pattern->kwd_patterns, (uint16_t)(first + positional));
}

/* ---- alternatives ---- */

static bool same_names(const Match *a, const Match *b)
{
    if (a->capture_count != b->capture_count)
        return false;
    for (uint32_t i = 0; i < a->capture_count; i++) {
        bool found = false;
        for (uint32_t j = 0; j < b->capture_count && !found; j++)
            found = text_equal(a->captures[i].name, b->captures[j].name);
        if (!found)
            return false;
    }
    return true;
}

static uint16_t captured_register(const Match *match, AstText name)
{
    for (uint32_t i = 0; i < match->capture_count; i++)
        if (text_equal(match->captures[i].name, name))
            return match->captures[i].reg;
    return NO_REGISTER;
}

/* The alternative matched: only what it captured stays, in the first one's order, from its base on. */
static void settle_captures(Match *alternative, const Match *first, const Node *node)
{
    Unit *unit = alternative->unit;
    uint32_t top = unit->top, base = alternative->base;
    ASSERT(same_names(alternative, first));
    uint16_t copies = temp_push_many(unit, first->capture_count);
    for (uint32_t i = 0; i < first->capture_count; i++)
        emit(unit, node, OP_COPY, 0, copies + i, captured_register(alternative, first->captures[i].name), 0);
    for (uint32_t reg = base; reg < top; reg++)
        emit(unit, node, OP_RELEASE, 0, reg, 0, 0);
    for (uint32_t i = 0; i < first->capture_count && copies != base; i++)
        emit(unit, node, OP_MOVE, 0, base + i, copies + i, 0);
    temp_pop(unit, base);
}

static void match_or(Match *match, MatchOrNode *pattern, uint16_t subject)
{
    Unit *unit = match->unit;
    const Node *node = &pattern->node;
    Label matched = {0};
    Match first = {0};
    uint32_t base = unit->top;
    int last = pattern->patterns.count - 1;
    for (int i = 0; i <= last && !unit->compiler->failed; i++) {
        Match alternative = {.unit = unit, .base = base};
        if (i < last)
            check_reachable(unit, pattern->patterns.items[i]);
        match_pattern(&alternative, pattern->patterns.items[i], subject);
        if (i == 0)
            first = alternative;
        else if (!same_names(&first, &alternative))
            compile_error(unit->compiler, node->span, "alternative patterns bind different names");
        if (unit->compiler->failed)
            return;
        settle_captures(&alternative, &first, node);
        emit_jump(unit, node, OP_JUMP, 0, 0, 0, 0, &matched);
        place_failures(&alternative, node);
    }
    /* The last alternative failed too. */
    fail_jump(match, node, OP_JUMP, 0, 0, 0, 0);
    label_place(unit, &matched);
    uint16_t captured = temp_push_many(unit, first.capture_count);
    for (uint32_t i = 0; i < first.capture_count; i++)
        capture(match, node, first.captures[i].name, (uint16_t)(captured + i));
}

static void match_pattern(Match *match, Node *pattern, uint16_t subject)
{
    if (match->unit->compiler->failed)
        return;
    if (!stack_guard(match->unit->compiler->vm)) {
        match->unit->compiler->failed = true;
        return;
    }
    switch (pattern->kind) {
    case AST_MatchValue: match_value(match, AST_CAST(MatchValue, pattern), subject); return;
    case AST_MatchSingleton: match_singleton(match, AST_CAST(MatchSingleton, pattern), subject); return;
    case AST_MatchSequence: match_sequence(match, AST_CAST(MatchSequence, pattern), subject); return;
    case AST_MatchMapping: match_mapping(match, AST_CAST(MatchMapping, pattern), subject); return;
    case AST_MatchClass: match_class(match, AST_CAST(MatchClass, pattern), subject); return;
    case AST_MatchAs: match_as(match, AST_CAST(MatchAs, pattern), subject); return;
    case AST_MatchOr: match_or(match, AST_CAST(MatchOr, pattern), subject); return;
    default: UNREACHABLE();
    }
}

/* ---- the statement ---- */

static void match_one_case(Unit *unit, match_caseNode *one, uint16_t subject, bool last, Label *end)
{
    Match match = {.unit = unit, .base = unit->top};
    uint32_t mark = unit->top;
    const Node *node = one->pattern;
    if (!last && !one->guard)
        check_reachable(unit, one->pattern);
    match_pattern(&match, one->pattern, subject);
    store_captures(&match, node);
    for (uint32_t reg = match.base; reg < unit->top; reg++)
        emit(unit, node, OP_RELEASE, 0, reg, 0, 0);
    temp_pop(unit, mark);
    if (one->guard) {
        Label *failed = fail_label(&match);
        if (failed)
            compile_jump(unit, one->guard, failed, false);
    }
    /* The subject is not needed any more. */
    emit(unit, node, OP_RELEASE, 0, subject, 0, 0);
    compile_statements(unit, one->body);
    emit_jump(unit, node, OP_JUMP, 0, 0, 0, 0, end);
    place_failures(&match, node);
}

void match_statement(Unit *unit, MatchNode *node)
{
    Label end = {0};
    uint16_t subject = expr_push(unit, node->subject);
    for (int i = 0; i < node->cases.count && !unit->compiler->failed; i++)
        match_one_case(unit, AST_CAST(match_case, node->cases.items[i]), subject, i == node->cases.count - 1, &end);
    emit(unit, node->subject, OP_RELEASE, 0, subject, 0, 0);
    label_place(unit, &end);
}
