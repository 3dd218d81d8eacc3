/* Functions and lambdas: their code, and making them where they stand. */
#include "compiler/generate.h"

#include "object/container.h"

void make_cells(Unit *unit, const Node *node)
{
    const Scope *scope = unit->scope;
    for (uint32_t i = 0; i < scope->local_count; i++) {
        const Symbol *symbol = scope->locals[i];
        if (symbol->scope == scope && (symbol->flags & SYMBOL_CAPTURED))
            emit(unit, node, OP_MAKE_CELL, 0, i, 0, 0);
    }
}

/* The flags of a scope's own code that its node says. */
static uint32_t function_flags(const Unit *parent)
{
    const Unit *maker = parent;
    while (maker && maker->scope->type_scope)
        maker = maker->parent;
    return maker && maker->scope->kind == SCOPE_CLASS ? CODE_METHOD : 0;
}

static void set_docstring(Unit *unit, NodeList *body)
{
    const ConstantNode *doc = docstring_find(*body);
    if (!doc)
        return;
    Value text = docstring_clean(unit->compiler->vm, doc->text);
    if (value_is_error(text)) {
        unit->compiler->failed = true;
        return;
    }
    unit->doc = text;
    body->items++;
    body->count--;
}

static void note_first_line(Unit *unit, NodeList decorators)
{
    if (decorators.count)
        unit->first_line = decorators.items[0]->span.line;
}

static Value function_code(Unit *parent, FunctionDefNode *node)
{
    Unit unit;
    Scope *scope = scope_of(parent->compiler, &node->node, ROLE_BODY);
    if (unit_begin(&unit, parent->compiler, parent, scope, node->name)) {
        NodeList body = node->body;
        note_first_line(&unit, node->decorators);
        unit.flags = function_flags(parent);
        make_cells(&unit, &node->node);
        set_docstring(&unit, &body);
        compile_statements(&unit, body);
        const Node *last = node->body.items[node->body.count - 1];
        emit(&unit, last, OP_RETURN_CONST, 0, 0, constant_take(&unit, VALUE_NONE), 0);
    }
    return unit_finish(&unit);
}

static Value lambda_code(Unit *parent, LambdaNode *node)
{
    Unit unit;
    Scope *scope = scope_of(parent->compiler, &node->node, ROLE_BODY);
    if (unit_begin(&unit, parent->compiler, parent, scope, text_from_c("<lambda>"))) {
        make_cells(&unit, &node->node);
        Value constant;
        if (constant_fold(&unit, node->body, &constant)) {
            emit(&unit, node->body, OP_RETURN_CONST, 0, 0, constant_take(&unit, constant), 0);
        } else {
            Operand value = expr_operand(&unit, node->body);
            emit(&unit, node->body, OP_RETURN, 0, value.reg, 0, 0);
        }
    }
    return unit_finish(&unit);
}

void make_function(Unit *unit, const Node *node, Value code, unsigned flags, uint16_t parts, uint16_t reg)
{
    if (value_is_error(code))
        return;
    emit(unit, node, OP_MAKE_FUNCTION, flags, reg, constant_take(unit, code), flags ? parts : 0);
}

/* ---- defaults and annotations ---- */

static unsigned push_defaults(Unit *unit, const Node *node, NodeList defaults)
{
    if (defaults.count == 0)
        return 0;
    TupleNode tuple = {.node = *node, .elts = defaults, .ctx = AST_LOAD};
    tuple.node.kind = AST_Tuple;
    expr_push(unit, &tuple.node);
    return FLAG_X;
}

static unsigned push_keyword_defaults(Unit *unit, const Node *node, const argumentsNode *args)
{
    uint16_t dict = NO_REGISTER;
    for (int i = 0; i < args->kwonlyargs.count; i++) {
        if (!args->kw_defaults.items[i])
            continue;
        if (dict == NO_REGISTER) {
            dict = temp_push(unit);
            emit(unit, node, OP_BUILD_MAP, 0, dict, unit->top, 0);
        }
        uint32_t mark = unit->top;
        uint16_t key = temp_push(unit);
        AstText name = scope_mangle(unit->compiler, unit->names, AST_CAST(arg, args->kwonlyargs.items[i])->arg);
        Operand value = expr_operand(unit, args->kw_defaults.items[i]);
        emit(unit, node, OP_BORROW_CONST, 0, key, constant_name(unit, name), 0);
        emit(unit, node, OP_MAP_SET, take_c(value), dict, key, value.reg);
        temp_pop(unit, mark);
    }
    return dict == NO_REGISTER ? 0 : FLAG_Y;
}

typedef struct {
    Unit *unit;
    const Node *node;
    uint16_t dict; /* NO_REGISTER until there is one */
} Annotations;

static void annotation_value(Unit *unit, Node *annotation, uint16_t reg)
{
    if (unit->compiler->future_annotations) {
        load_constant(unit, annotation, unparse_expression(unit, annotation), reg);
    } else if (annotation->kind == AST_Starred) {
        /* *args: *Ts means the one item of *Ts. */
        uint32_t mark = unit->top;
        Operand value = expr_operand(unit, AST_CAST(Starred, annotation)->value);
        emit(unit, annotation, OP_UNPACK, take_b(value), reg, value.reg, 1);
        temp_pop(unit, mark);
    } else {
        expr_to(unit, annotation, reg);
    }
}

static void push_annotation(Annotations *annotations, AstText name, Node *annotation)
{
    Unit *unit = annotations->unit;
    if (!annotation)
        return;
    if (annotations->dict == NO_REGISTER) {
        annotations->dict = temp_push(unit);
        emit(unit, annotations->node, OP_BUILD_MAP, 0, annotations->dict, unit->top, 0);
    }
    uint32_t mark = unit->top;
    uint16_t key = temp_push(unit), value = temp_push(unit);
    annotation_value(unit, annotation, value);
    emit(unit, annotations->node, OP_BORROW_CONST, 0, key, constant_name(unit, scope_mangle(unit->compiler, unit->names, name)), 0);
    emit(unit, annotations->node, OP_MAP_SET, FLAG_RC, annotations->dict, key, value);
    temp_pop(unit, mark);
}

static void push_parameter_annotations(Annotations *annotations, NodeList list)
{
    for (int i = 0; i < list.count; i++)
        push_annotation(annotations, AST_CAST(arg, list.items[i])->arg, AST_CAST(arg, list.items[i])->annotation);
}

static unsigned push_annotations(Unit *unit, const Node *node, const argumentsNode *args, Node *returns)
{
    Annotations annotations = {unit, node, NO_REGISTER};
    push_parameter_annotations(&annotations, args->args);
    push_parameter_annotations(&annotations, args->posonlyargs);
    if (args->vararg)
        push_annotation(&annotations, AST_CAST(arg, args->vararg)->arg, AST_CAST(arg, args->vararg)->annotation);
    push_parameter_annotations(&annotations, args->kwonlyargs);
    if (args->kwarg)
        push_annotation(&annotations, AST_CAST(arg, args->kwarg)->arg, AST_CAST(arg, args->kwarg)->annotation);
    push_annotation(&annotations, text_from_c("return"), returns);
    return annotations.dict == NO_REGISTER ? 0 : FLAG_Z;
}

/* ---- decorators ---- */

uint16_t push_decorators(Unit *unit, NodeList decorators)
{
    uint16_t first = (uint16_t)unit->top;
    for (int i = 0; i < decorators.count; i++) {
        uint16_t window = temp_push_many(unit, CALL_WINDOW_ARGUMENTS);
        expr_to(unit, decorators.items[i], window);
    }
    return first;
}

void apply_decorators(Unit *unit, NodeList decorators, uint16_t first, uint16_t value, uint16_t reg)
{
    ASSERT(decorators.count == 0 || value == first + decorators.count * CALL_WINDOW_ARGUMENTS || unit->compiler->failed);
    for (int i = decorators.count - 1; i >= 0; i--) {
        uint16_t window = (uint16_t)(first + i * CALL_WINDOW_ARGUMENTS);
        emit(unit, decorators.items[i], OP_CALL, 0, window, 1, i ? window : reg);
    }
    if (decorators.count == 0)
        operand_move_to(unit, unit->scope->node, (Operand){value, true}, reg);
}

/* ---- generic functions ---- */

/* The code of the type parameters' scope: makes the function and returns it. */
static Value generic_code(Unit *parent, FunctionDefNode *node, unsigned flags)
{
    Unit unit;
    const Node *place = &node->node;
    Scope *scope = scope_of(parent->compiler, place, ROLE_TYPE_PARAMETERS);
    if (unit_begin(&unit, parent->compiler, parent, scope, type_params_name(parent, node->name))) {
        make_cells(&unit, place);
        uint16_t params = type_params_push(&unit, place, node->type_params);
        uint16_t function = temp_push(&unit);
        ASSERT(function > params || unit.compiler->failed);
        uint32_t parts = unit.top;
        if (flags & FLAG_X)
            name_load(&unit, place, text_from_c(".defaults"), temp_push(&unit));
        if (flags & FLAG_Y)
            name_load(&unit, place, text_from_c(".kwdefaults"), temp_push(&unit));
        flags |= push_annotations(&unit, place, AST_CAST(arguments, node->args), node->returns);
        make_function(&unit, place, function_code(&unit, node), flags, (uint16_t)parts, function);
        uint16_t pair = temp_push_many(&unit, 2);
        emit(&unit, place, OP_MOVE, 0, pair, function, 0);
        emit(&unit, place, OP_MOVE, 0, pair + 1u, params, 0);
        emit(&unit, place, OP_INTRINSIC, 0, function, pair, INTRINSIC_SET_TYPE_PARAMS);
        emit(&unit, place, OP_RETURN, 0, function, 0, 0);
    }
    return unit_finish(&unit);
}

/* Calls that code with what is evaluated outside it. */
static void generic_function_to(Unit *unit, FunctionDefNode *node, uint16_t reg)
{
    const Node *place = &node->node;
    const Scope *scope = scope_of(unit->compiler, place, ROLE_TYPE_PARAMETERS);
    uint32_t mark = unit->top;
    uint16_t window = temp_push_many(unit, CALL_WINDOW_ARGUMENTS);
    type_scope_push_namespace(unit, place, scope);
    uint32_t arguments = window + (uint32_t)CALL_WINDOW_ARGUMENTS;
    const argumentsNode *args = AST_CAST(arguments, node->args);
    unsigned flags = push_defaults(unit, place, args->defaults);
    if (!flags)
        load_constant(unit, place, VALUE_NONE, temp_push(unit));
    unsigned keyword_flags = push_keyword_defaults(unit, place, args);
    if (!keyword_flags)
        load_constant(unit, place, VALUE_NONE, temp_push(unit));
    make_function(unit, place, generic_code(unit, node, flags | keyword_flags), 0, 0, window);
    emit(unit, place, OP_CALL, 0, window, unit->top - arguments, reg);
    temp_pop(unit, mark);
}

/* ---- statements ---- */

static void plain_function_to(Unit *unit, FunctionDefNode *node, uint16_t reg)
{
    const Node *place = &node->node;
    const argumentsNode *args = AST_CAST(arguments, node->args);
    uint32_t parts = unit->top;
    unsigned flags = push_defaults(unit, place, args->defaults);
    flags |= push_keyword_defaults(unit, place, args);
    flags |= push_annotations(unit, place, args, node->returns);
    make_function(unit, place, function_code(unit, node), flags, (uint16_t)parts, reg);
    temp_pop(unit, parts);
}

void function_statement(Unit *unit, FunctionDefNode *node)
{
    uint32_t mark = unit->top;
    uint16_t local;
    bool direct = name_is_local(unit, node->name, &local);
    uint16_t first = push_decorators(unit, node->decorators);
    bool straight = direct && node->decorators.count == 0;
    uint16_t value = straight ? local : temp_push(unit);
    if (node->type_params.count)
        generic_function_to(unit, node, value);
    else
        plain_function_to(unit, node, value);
    if (!straight) {
        uint16_t result = node->decorators.count ? first : value;
        apply_decorators(unit, node->decorators, first, value, result);
        name_store(unit, &node->node, node->name, (Operand){result, true});
    }
    temp_pop(unit, mark);
}

void lambda_to(Unit *unit, LambdaNode *node, uint16_t reg)
{
    uint32_t parts = unit->top;
    const argumentsNode *args = AST_CAST(arguments, node->args);
    unsigned flags = push_defaults(unit, &node->node, args->defaults);
    flags |= push_keyword_defaults(unit, &node->node, args);
    make_function(unit, &node->node, lambda_code(unit, node), flags, (uint16_t)parts, reg);
    temp_pop(unit, parts);
}
