/* Calls: windows, methods, keywords, and * and **. */
#include "compiler/generate.h"

/* Calls with more arguments than this collect them in a tuple. */
enum { MAX_WINDOW_ARGUMENTS = 255 };

bool call_needs_tuple(NodeList args, NodeList keywords)
{
    for (int i = 0; i < args.count; i++)
        if (args.items[i]->kind == AST_Starred)
            return true;
    for (int i = 0; i < keywords.count; i++)
        if (!AST_CAST(keyword, keywords.items[i])->arg.bytes)
            return true;
    return args.count + keywords.count > MAX_WINDOW_ARGUMENTS;
}

void call_check_keywords(Unit *unit, NodeList keywords)
{
    for (int i = 0; i < keywords.count; i++) {
        AstText name = AST_CAST(keyword, keywords.items[i])->arg;
        for (int j = i + 1; name.bytes && j < keywords.count; j++) {
            const keywordNode *other = AST_CAST(keyword, keywords.items[j]);
            if (other->arg.bytes && text_equal(name, other->arg))
                compile_error(unit->compiler, other->node.span, "keyword argument repeated: %s", name.bytes);
        }
    }
}

/* The constant tuple of the keywords' names. */
static uint16_t keyword_names(Unit *unit, NodeList keywords)
{
    AstText *items = arena_alloc(unit->compiler->arena, (size_t)keywords.count * sizeof *items);
    if (!items) {
        unit->compiler->failed = true;
        return 0;
    }
    for (int i = 0; i < keywords.count; i++)
        items[i] = AST_CAST(keyword, keywords.items[i])->arg;
    return constant_names(unit, (AstTextList){items, keywords.count});
}

void call_window(Unit *unit, const Node *node, uint16_t window, unsigned first_count, NodeList args, NodeList keywords,
                 bool method, uint16_t reg)
{
    for (int i = 0; i < args.count; i++)
        expr_push(unit, args.items[i]);
    for (int i = 0; i < keywords.count; i++)
        expr_push(unit, AST_CAST(keyword, keywords.items[i])->value);
    unsigned count = first_count + (unsigned)(args.count + keywords.count);
    ASSERT(unit->compiler->failed || unit->top == window + (method ? METHOD_WINDOW_ARGUMENTS : CALL_WINDOW_ARGUMENTS) + count);
    if (keywords.count)
        emit_extra(unit, node, OP_CALL_KW, method ? FLAG_X : 0, window, count, reg, keyword_names(unit, keywords), 0);
    else
        emit(unit, node, method ? OP_CALL_METHOD : OP_CALL, 0, window, count, reg);
}

/* ---- * and ** ---- */

/* The keywords from *position up to the next **, as a dict in reg. */
static void keyword_run(Unit *unit, const Node *node, NodeList keywords, int *position, uint16_t reg)
{
    uint32_t mark = unit->top;
    unsigned count = 0;
    for (; *position < keywords.count && count < MAX_WINDOW_ARGUMENTS; (*position)++, count++) {
        const keywordNode *keyword = AST_CAST(keyword, keywords.items[*position]);
        if (!keyword->arg.bytes)
            break;
        emit(unit, node, OP_LOAD_CONST, 0, temp_push(unit), constant_name(unit, keyword->arg), 0);
        expr_push(unit, keyword->value);
    }
    emit(unit, node, OP_BUILD_MAP, 0, reg, mark, count);
    temp_pop(unit, mark);
}

void call_keywords_to(Unit *unit, const Node *node, NodeList keywords, uint16_t window, uint16_t dict)
{
    int position = 0;
    keyword_run(unit, node, keywords, &position, dict);
    while (position < keywords.count) {
        uint32_t mark = unit->top;
        keywordNode *keyword = AST_CAST(keyword, keywords.items[position]);
        Operand mapping;
        if (keyword->arg.bytes) {
            mapping = (Operand){temp_push(unit), true};
            keyword_run(unit, node, keywords, &position, mapping.reg);
        } else {
            mapping = expr_operand(unit, keyword->value);
            position++;
        }
        emit(unit, node, OP_MAP_MERGE, take_b(mapping), dict, mapping.reg, window);
        temp_pop(unit, mark);
    }
}

void call_collected(Unit *unit, const Node *node, uint16_t window, NodeList args, NodeList keywords, uint16_t reg)
{
    uint16_t tuple = temp_push(unit);
    ASSERT(tuple == window + CALL_WINDOW_ARGUMENTS || unit->compiler->failed);
    /* A lone *iterable is left to the call, which makes a tuple of it. */
    if (args.count == 1 && args.items[0]->kind == AST_Starred)
        expr_to(unit, AST_CAST(Starred, args.items[0])->value, tuple);
    else
        tuple_to(unit, node, args, tuple);
    if (keywords.count)
        call_keywords_to(unit, node, keywords, window, temp_push(unit));
    emit(unit, node, OP_CALL_EX, keywords.count ? FLAG_X : 0, window, 0, reg);
}

/* ---- whole calls ---- */

static void method_call(Unit *unit, const Node *node, AttributeNode *function, NodeList args, NodeList keywords, uint16_t reg)
{
    uint16_t window = temp_push_many(unit, CALL_WINDOW_ARGUMENTS);
    uint16_t self = temp_push(unit);
    Operand object = expr_operand_in(unit, function->value, self);
    AstText name = scope_mangle(unit->compiler, unit->names, function->attr);
    temp_pop(unit, (uint32_t)self + 1);
    emit(unit, &function->node, OP_LOAD_METHOD, take_b(object), window, object.reg, constant_name(unit, name));
    call_window(unit, node, window, 0, args, keywords, true, reg);
}

void call_to(Unit *unit, CallNode *call, uint16_t reg)
{
    uint32_t mark = unit->top;
    /* The window may begin at the register that waits for the result. */
    if (!register_is_local(unit, reg) && reg == mark - 1)
        temp_pop(unit, reg);
    call_check_keywords(unit, call->keywords);
    bool collected = call_needs_tuple(call->args, call->keywords);
    if (call->func->kind == AST_Attribute && !collected) {
        method_call(unit, &call->node, AST_CAST(Attribute, call->func), call->args, call->keywords, reg);
    } else {
        uint16_t window = temp_push_many(unit, CALL_WINDOW_ARGUMENTS);
        expr_to(unit, call->func, window);
        if (collected)
            call_collected(unit, &call->node, window, call->args, call->keywords, reg);
        else
            call_window(unit, &call->node, window, 0, call->args, call->keywords, false, reg);
    }
    temp_pop(unit, mark);
}
