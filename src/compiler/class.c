/* Class statements. */
#include "compiler/generate.h"

static void store_class_name(Unit *unit, const Node *node, const char *name, uint16_t value)
{
    emit(unit, node, OP_STORE_NAME, FLAG_RA, value, constant_c(unit, name), 0);
}

static void store_class_constant(Unit *unit, const Node *node, const char *name, Value value)
{
    uint32_t mark = unit->top;
    uint16_t reg = temp_push(unit);
    load_constant(unit, node, value, reg);
    store_class_name(unit, node, name, reg);
    temp_pop(unit, mark);
}

static void store_module_name(Unit *unit, const Node *node)
{
    uint16_t reg = temp_push(unit);
    emit(unit, node, OP_LOAD_NAME, 0, reg, constant_c(unit, "__name__"), 0);
    store_class_name(unit, node, "__module__", reg);
    temp_pop(unit, reg);
}

/* The annotated names of a body, compound statements included. */
static bool has_annotations(NodeList body)
{
    for (int i = 0; i < body.count; i++) {
        const Node *node = body.items[i];
        bool found = false;
        switch (node->kind) {
        case AST_AnnAssign: return true;
        case AST_If:
            found = has_annotations(((const IfNode *)node)->body) || has_annotations(((const IfNode *)node)->orelse);
            break;
        case AST_For:
            found = has_annotations(((const ForNode *)node)->body) || has_annotations(((const ForNode *)node)->orelse);
            break;
        case AST_While:
            found = has_annotations(((const WhileNode *)node)->body) || has_annotations(((const WhileNode *)node)->orelse);
            break;
        case AST_With: found = has_annotations(((const WithNode *)node)->body); break;
        case AST_Try: {
            const TryNode *try = (const TryNode *)node;
            found = has_annotations(try->body) || has_annotations(try->orelse) || has_annotations(try->finalbody);
            for (int j = 0; j < try->handlers.count && !found; j++)
                found = has_annotations(((const ExceptHandlerNode *)try->handlers.items[j])->body);
            break;
        }
        default: break;
        }
        if (found)
            return true;
    }
    return false;
}

void setup_annotations(Unit *unit, const Node *node, NodeList body)
{
    if (has_annotations(body))
        emit(unit, node, OP_SETUP_ANNOTATIONS, 0, 0, 0, 0);
}

/* ---- __static_attributes__ ---- */

void class_note_attribute(Unit *unit, AttributeNode *target)
{
    Compiler *compiler = unit->compiler;
    if (target->value->kind != AST_Name || !text_is(AST_CAST(Name, target->value)->id, "self"))
        return;
    Unit *class = unit;
    while (class && class->scope->kind != SCOPE_CLASS)
        class = class->parent;
    if (!class || class == unit)
        return;
    for (int i = 0; i < class->attributes.count; i++)
        if (text_equal(class->attributes.items[i], target->attr))
            return;
    uint32_t capacity = class->attribute_capacity;
    if (!COMPILE_GROW(compiler, class->attributes.items, (uint32_t)class->attributes.count, capacity))
        return;
    class->attribute_capacity = capacity;
    class->attributes.items[class->attributes.count++] = target->attr;
}

/* ---- the body ---- */

static void class_prologue(Unit *unit, ClassDefNode *node)
{
    store_module_name(unit, &node->node);
    store_class_constant(unit, &node->node, "__qualname__", value_share(unit->qualname));
    store_class_constant(unit, &node->node, "__firstlineno__", value_from_int(unit->first_line));
    const ConstantNode *doc = docstring_find(node->body);
    if (doc) {
        Value text = docstring_clean(unit->compiler->vm, doc->text);
        store_class_constant(unit, &node->node, "__doc__", text);
    }
}

static void class_epilogue(Unit *unit, ClassDefNode *node)
{
    ASSERT(unit->scope->kind == SCOPE_CLASS);
    uint16_t attributes = temp_push(unit);
    emit(unit, &node->node, OP_LOAD_CONST, 0, attributes, constant_names(unit, unit->attributes), 0);
    store_class_name(unit, &node->node, "__static_attributes__", attributes);
    temp_pop(unit, attributes);
    if (unit->scope->class_cell) {
        uint16_t reg = temp_push(unit);
        emit(unit, &node->node, OP_COPY, 0, reg, unit->scope->class_cell->index, 0);
        store_class_name(unit, &node->node, "__classcell__", reg);
        temp_pop(unit, reg);
    }
    emit(unit, &node->node, OP_RETURN_CONST, 0, 0, constant_take(unit, VALUE_NONE), 0);
}

static Value class_code(Unit *parent, ClassDefNode *node)
{
    Unit unit;
    Scope *scope = scope_of(parent->compiler, &node->node, ROLE_BODY);
    if (unit_begin(&unit, parent->compiler, parent, scope, node->name)) {
        NodeList body = node->body;
        if (node->decorators.count)
            unit.first_line = node->decorators.items[0]->span.line;
        make_cells(&unit, &node->node);
        class_prologue(&unit, node);
        setup_annotations(&unit, &node->node, body);
        if (docstring_find(body))
            body.items++, body.count--;
        compile_statements(&unit, body);
        class_epilogue(&unit, node);
    }
    return unit_finish(&unit);
}

/* ---- the call of __build_class__ ---- */

/* The rest of a call whose first two arguments are in a list in tuple's place. */
static void call_class_collected(Unit *unit, ClassDefNode *node, uint16_t window, uint16_t tuple, uint16_t generic, uint16_t reg)
{
    const Node *place = &node->node;
    display_extend(unit, place, tuple, node->bases, 0, false);
    if (generic != NO_REGISTER)
        emit(unit, place, OP_LIST_APPEND, FLAG_RB, tuple, generic, 0);
    emit(unit, place, OP_LIST_TO_TUPLE, 0, tuple, 0, 0);
    if (node->keywords.count)
        call_keywords_to(unit, place, node->keywords, window, temp_push(unit));
    emit(unit, place, OP_CALL_EX, node->keywords.count ? FLAG_X : 0, window, 0, reg);
}

/* bases and keywords as arguments behind function and name; generic: a register with one more base. */
static void build_class(Unit *unit, ClassDefNode *node, uint16_t generic, uint16_t reg)
{
    const Node *place = &node->node;
    uint32_t mark = unit->top;
    uint16_t window = temp_push_many(unit, CALL_WINDOW_ARGUMENTS);
    emit(unit, place, OP_LOAD_BUILD_CLASS, 0, window, 0, 0);
    uint16_t tuple = temp_push(unit);
    bool collected = call_needs_tuple(node->bases, node->keywords);
    call_check_keywords(unit, node->keywords);
    /* Collected arguments begin as a list in the tuple's place. */
    uint32_t first = unit->top;
    uint16_t function = collected ? temp_push(unit) : tuple;
    make_function(unit, place, class_code(unit, node), 0, 0, function);
    uint16_t name = temp_push(unit);
    emit(unit, place, OP_LOAD_CONST, 0, name, constant_name(unit, node->name), 0);
    if (!collected) {
        unsigned count = 2;
        NodeList bases = node->bases;
        if (generic != NO_REGISTER) {
            for (int i = 0; i < bases.count; i++, count++)
                expr_push(unit, bases.items[i]);
            emit(unit, place, OP_MOVE, 0, temp_push(unit), generic, 0);
            count++;
            bases.count = 0;
        }
        call_window(unit, place, window, count, bases, node->keywords, false, reg);
    } else {
        emit(unit, place, OP_BUILD_LIST, 0, tuple, first, 2);
        temp_pop(unit, first);
        call_class_collected(unit, node, window, tuple, generic, reg);
    }
    temp_pop(unit, mark);
}

/* ---- generic classes ---- */

static Value generic_code(Unit *parent, ClassDefNode *node)
{
    Unit unit;
    const Node *place = &node->node;
    Scope *scope = scope_of(parent->compiler, place, ROLE_TYPE_PARAMETERS);
    if (unit_begin(&unit, parent->compiler, parent, scope, type_params_name(parent, node->name))) {
        make_cells(&unit, place);
        uint16_t params = type_params_push(&unit, place, node->type_params);
        uint16_t generic = temp_push(&unit);
        uint16_t copy = temp_push(&unit);
        emit(&unit, place, OP_COPY, 0, copy, params, 0);
        emit(&unit, place, OP_INTRINSIC, 0, generic, copy, INTRINSIC_GENERIC_BASE);
        uint16_t class = copy;
        build_class(&unit, node, generic, class);
        uint16_t pair = temp_push_many(&unit, 2);
        emit(&unit, place, OP_MOVE, 0, pair, class, 0);
        emit(&unit, place, OP_MOVE, 0, pair + 1u, params, 0);
        emit(&unit, place, OP_INTRINSIC, 0, class, pair, INTRINSIC_SET_TYPE_PARAMS);
        emit(&unit, place, OP_RETURN, 0, class, 0, 0);
    }
    return unit_finish(&unit);
}

static void generic_class_to(Unit *unit, ClassDefNode *node, uint16_t reg)
{
    const Node *place = &node->node;
    uint16_t window = temp_push_many(unit, CALL_WINDOW_ARGUMENTS);
    type_scope_push_namespace(unit, place, scope_of(unit->compiler, place, ROLE_TYPE_PARAMETERS));
    unsigned count = unit->top - window - CALL_WINDOW_ARGUMENTS;
    make_function(unit, place, generic_code(unit, node), 0, 0, window);
    emit(unit, place, OP_CALL, 0, window, count, reg);
    temp_pop(unit, window);
}

void class_statement(Unit *unit, ClassDefNode *node)
{
    uint32_t mark = unit->top;
    uint16_t first = push_decorators(unit, node->decorators);
    uint16_t value = temp_push(unit);
    if (node->type_params.count)
        generic_class_to(unit, node, value);
    else
        build_class(unit, node, NO_REGISTER, value);
    uint16_t result = node->decorators.count ? first : value;
    apply_decorators(unit, node->decorators, first, value, result);
    name_store(unit, &node->node, node->name, (Operand){result, true});
    temp_pop(unit, mark);
}
