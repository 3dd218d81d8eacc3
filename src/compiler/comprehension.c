/* Comprehensions run in the code around them, with hidden locals for their
 * targets; generator expressions are functions of one parameter, the iterator. */
#include "compiler/generate.h"

typedef struct {
    Node *node;
    Scope *scope;
    NodeList generators;
    Node *element; /* of a dict comprehension: the key */
    Node *value;   /* of a dict comprehension, else NULL */
    uint16_t work; /* the list, set or dict being filled */
} Comprehension;

static Comprehension describe(Unit *unit, Node *node)
{
    Comprehension comp = {.node = node, .scope = scope_of(unit->compiler, node, ROLE_BODY)};
    switch (node->kind) {
    case AST_ListComp:
        comp.generators = AST_CAST(ListComp, node)->generators;
        comp.element = AST_CAST(ListComp, node)->elt;
        break;
    case AST_SetComp:
        comp.generators = AST_CAST(SetComp, node)->generators;
        comp.element = AST_CAST(SetComp, node)->elt;
        break;
    case AST_DictComp:
        comp.generators = AST_CAST(DictComp, node)->generators;
        comp.element = AST_CAST(DictComp, node)->key;
        comp.value = AST_CAST(DictComp, node)->value;
        break;
    default:
        comp.generators = AST_CAST(GeneratorExp, node)->generators;
        comp.element = AST_CAST(GeneratorExp, node)->elt;
        break;
    }
    return comp;
}

static void add_element(Unit *unit, const Comprehension *comp)
{
    uint32_t mark = unit->top;
    Operand element = expr_operand(unit, comp->element);
    switch (comp->node->kind) {
    case AST_ListComp: emit(unit, comp->element, OP_LIST_APPEND, take_b(element), comp->work, element.reg, 0); break;
    case AST_SetComp: emit(unit, comp->element, OP_SET_ADD, take_b(element), comp->work, element.reg, 0); break;
    case AST_DictComp: {
        element = operand_keep(unit, element, comp->element, comp->value);
        Operand value = expr_operand(unit, comp->value);
        Node pair = *comp->element;
        pair.kind = AST_Dict;
        pair.span.end_line = comp->value->span.end_line;
        pair.span.end_column = comp->value->span.end_column;
        emit(unit, &pair, OP_MAP_SET, take_b(element) | take_c(value), comp->work, element.reg, value.reg);
        break;
    }
    default: {
        uint16_t sent = temp_push(unit);
        emit(unit, comp->element, OP_YIELD, take_b(element), sent, element.reg, 0);
        emit(unit, comp->element, OP_RELEASE, 0, sent, 0, 0);
        break;
    }
    }
    temp_pop(unit, mark);
}

static void generate(Unit *unit, const Comprehension *comp, int index, Operand iterable)
{
    if (unit->compiler->failed)
        return;
    ASSERT(index < comp->generators.count);
    comprehensionNode *part = AST_CAST(comprehension, comp->generators.items[index]);
    uint32_t mark = unit->top;
    Loop loop = {.is_async = part->is_async, .iterable = part->iter, .target = part->target};
    loop_begin(unit, &loop, iterable);
    for (int i = 0; i < part->ifs.count; i++)
        compile_jump(unit, part->ifs.items[i], &loop.next, false);
    if (index + 1 < comp->generators.count)
        generate(unit, comp, index + 1,
                 expr_operand(unit, AST_CAST(comprehension, comp->generators.items[index + 1])->iter));
    else
        add_element(unit, comp);
    loop_end(unit, &loop);
    temp_pop(unit, mark);
}

/* ---- in place ---- */

static void make_hidden_cells(Unit *unit, const Comprehension *comp)
{
    for (const Symbol *symbol = comp->scope->first; symbol; symbol = symbol->next) {
        if (symbol->owner != symbol || !(symbol->flags & SYMBOL_CAPTURED))
            continue;
        /* An exception may have left the last cell there. */
        emit(unit, comp->node, OP_CLEAR_LOCAL, 0, symbol->index, 0, 0);
        emit(unit, comp->node, OP_MAKE_CELL, 0, symbol->index, 0, 0);
    }
}

static void clear_hidden(Unit *unit, const Comprehension *comp)
{
    for (const Symbol *symbol = comp->scope->first; symbol; symbol = symbol->next) {
        if (symbol->owner != symbol)
            continue;
        emit(unit, comp->node, OP_CLEAR_LOCAL, 0, symbol->index, 0, 0);
        if (unit->reachable)
            local_set_bound(unit, symbol->index, false);
    }
}

static void inline_to(Unit *unit, Comprehension *comp, uint16_t reg)
{
    Node *node = comp->node;
    if (comp->scope->has_await && !unit_may_await(unit)) {
        compile_error(unit->compiler, node->span, "asynchronous comprehension outside of an asynchronous function");
        return;
    }
    uint32_t mark = unit->top;
    comp->work = begin_work(unit, reg);
    Operand iterable = expr_operand(unit, AST_CAST(comprehension, comp->generators.items[0])->iter);
    Opcode build = node->kind == AST_ListComp ? OP_BUILD_LIST : node->kind == AST_SetComp ? OP_BUILD_SET : OP_BUILD_MAP;
    Scope *outer = unit->names;
    unit->names = comp->scope;
    make_hidden_cells(unit, comp);
    emit(unit, node, build, 0, comp->work, unit->top, 0);
    generate(unit, comp, 0, iterable);
    clear_hidden(unit, comp);
    unit->names = outer;
    finish_work(unit, node, comp->work, reg);
    temp_pop(unit, mark);
}

/* ---- generator expressions ---- */

static Value generator_code(Unit *parent, const Comprehension *comp)
{
    Unit unit;
    if (unit_begin(&unit, parent->compiler, parent, comp->scope, text_from_c("<genexpr>"))) {
        make_cells(&unit, comp->node);
        generate(&unit, comp, 0, (Operand){0, false});
        emit(&unit, comp->node, OP_RETURN_CONST, 0, 0, constant_take(&unit, VALUE_NONE), 0);
    }
    return unit_finish(&unit);
}

static void generator_to(Unit *unit, const Comprehension *comp, uint16_t reg)
{
    uint32_t mark = unit->top;
    comprehensionNode *first = AST_CAST(comprehension, comp->generators.items[0]);
    uint16_t window = temp_push_many(unit, CALL_WINDOW_ARGUMENTS);
    make_function(unit, comp->node, generator_code(unit, comp), 0, 0, window);
    uint16_t argument = temp_push(unit);
    if (first->is_async) {
        expr_to(unit, first->iter, argument);
    } else {
        Operand iterable = expr_operand_in(unit, first->iter, argument);
        emit(unit, first->iter, OP_GET_ITER, take_b(iterable), argument, iterable.reg, 0);
    }
    emit(unit, comp->node, OP_CALL, 0, window, 1, reg);
    temp_pop(unit, mark);
}

void comprehension_to(Unit *unit, Node *node, uint16_t reg)
{
    Comprehension comp = describe(unit, node);
    if (node->kind == AST_GeneratorExp)
        generator_to(unit, &comp, reg);
    else
        inline_to(unit, &comp, reg);
}
