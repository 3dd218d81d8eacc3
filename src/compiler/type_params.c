/* Type parameters, type aliases, and the functions that compute bounds,
 * defaults and alias values when they are asked for. */
#include "compiler/generate.h"

AstText type_params_name(Unit *unit, AstText owner)
{
    static const char prefix[] = "<generic parameters of ";
    size_t size = sizeof prefix + owner.size;
    char *bytes = arena_alloc(unit->compiler->arena, size + 1);
    if (!bytes) {
        unit->compiler->failed = true;
        return owner;
    }
    memcpy(bytes, prefix, sizeof prefix - 1);
    memcpy(bytes + sizeof prefix - 1, owner.bytes, owner.size);
    bytes[size - 1] = '>';
    return (AstText){bytes, (uint32_t)size};
}

void type_scope_push_namespace(Unit *unit, const Node *node, const Scope *scope)
{
    if (scope->uses_namespace)
        emit(unit, node, OP_COPY, 0, temp_push(unit), 0, 0);
}

static Value value_code(Unit *parent, Scope *scope, Node *value, AstText name)
{
    Unit unit;
    if (unit_begin(&unit, parent->compiler, parent, scope, name)) {
        make_cells(&unit, value);
        uint16_t result = temp_push(&unit);
        if (value->kind == AST_Starred) {
            /* The default of *Ts may be *tuple[...]: the one item of it. */
            Operand sequence = expr_operand(&unit, AST_CAST(Starred, value)->value);
            emit(&unit, value, OP_UNPACK, take_b(sequence), result, sequence.reg, 1);
        } else {
            expr_to(&unit, value, result);
        }
        emit(&unit, value, OP_RETURN, 0, result, 0, 0);
    }
    return unit_finish(&unit);
}

/* Pushes the function; where a class's namespace is seen, that is its parameter's default. */
static uint16_t push_value_function(Unit *unit, const Node *node, ScopeRole role, Node *value, AstText name)
{
    Scope *scope = scope_of(unit->compiler, node, role);
    uint16_t function = temp_push(unit);
    uint32_t mark = unit->top;
    unsigned flags = 0;
    uint16_t parts = 0;
    if (scope->uses_namespace) {
        type_scope_push_namespace(unit, node, scope);
        parts = (uint16_t)mark;
        emit(unit, node, OP_BUILD_TUPLE, 0, parts, parts, 1);
        flags = FLAG_X;
    }
    make_function(unit, node, value_code(unit, scope, value, name), flags, parts, function);
    temp_pop(unit, mark);
    return function;
}

static AstText param_name(const Node *node)
{
    switch (node->kind) {
    case AST_TypeVar: return ((const TypeVarNode *)node)->name;
    case AST_ParamSpec: return ((const ParamSpecNode *)node)->name;
    default: return ((const TypeVarTupleNode *)node)->name;
    }
}

static Node *param_default(const Node *node)
{
    switch (node->kind) {
    case AST_TypeVar: return ((const TypeVarNode *)node)->default_value;
    case AST_ParamSpec: return ((const ParamSpecNode *)node)->default_value;
    default: return ((const TypeVarTupleNode *)node)->default_value;
    }
}

/* param = the type parameter, and its name is bound to it. */
static void make_param(Unit *unit, const Node *node, uint16_t param)
{
    uint32_t mark = unit->top;
    AstText name = param_name(node);
    uint16_t first = temp_push(unit);
    emit(unit, node, OP_LOAD_CONST, 0, first, constant_name(unit, name), 0);
    unsigned intrinsic = node->kind == AST_TypeVar     ? INTRINSIC_TYPE_VAR
                         : node->kind == AST_ParamSpec ? INTRINSIC_PARAM_SPEC
                                                       : INTRINSIC_TYPE_VAR_TUPLE;
    Node *bound = node->kind == AST_TypeVar ? ((const TypeVarNode *)node)->bound : NULL;
    if (bound) {
        push_value_function(unit, node, ROLE_BOUND, bound, name);
        intrinsic = bound->kind == AST_Tuple ? INTRINSIC_TYPE_VAR_CONSTRAINTS : INTRINSIC_TYPE_VAR_BOUND;
    }
    emit(unit, node, OP_INTRINSIC, 0, param, first, intrinsic);
    temp_pop(unit, mark);
    if (param_default(node)) {
        first = temp_push(unit);
        emit(unit, node, OP_MOVE, 0, first, param, 0);
        push_value_function(unit, node, ROLE_DEFAULT, param_default(node), name);
        emit(unit, node, OP_INTRINSIC, 0, param, first, INTRINSIC_SET_DEFAULT);
        temp_pop(unit, mark);
    }
    name_store(unit, node, name, (Operand){param, false});
}

static void check_defaults(Unit *unit, NodeList params)
{
    bool seen = false;
    for (int i = 0; i < params.count; i++) {
        const Node *param = params.items[i];
        if (param_default(param))
            seen = true;
        else if (seen)
            compile_error(unit->compiler, param->span, "non-default type parameter '%s' follows default type parameter",
                          param_name(param).bytes);
    }
}

uint16_t type_params_push(Unit *unit, const Node *node, NodeList params)
{
    check_defaults(unit, params);
    uint16_t first = temp_push_many(unit, (unsigned)params.count);
    for (int i = 0; i < params.count; i++)
        make_param(unit, params.items[i], (uint16_t)(first + i));
    emit(unit, node, OP_BUILD_TUPLE, 0, first, first, (unsigned)params.count);
    temp_pop(unit, (uint32_t)first + 1);
    return first;
}

/* ---- type X = ... ---- */

/* reg = the alias; params is a tuple that is consumed. */
static void make_alias(Unit *unit, TypeAliasNode *node, uint16_t params, uint16_t reg)
{
    const Node *place = &node->node;
    AstText name = AST_CAST(Name, node->name)->id;
    uint16_t first = temp_push(unit);
    emit(unit, place, OP_LOAD_CONST, 0, first, constant_name(unit, name), 0);
    emit(unit, place, OP_MOVE, 0, temp_push(unit), params, 0);
    push_value_function(unit, place, ROLE_BODY, node->value, name);
    emit(unit, place, OP_INTRINSIC, 0, reg, first, INTRINSIC_TYPE_ALIAS);
}

static Value generic_alias_code(Unit *parent, TypeAliasNode *node)
{
    Unit unit;
    const Node *place = &node->node;
    Scope *scope = scope_of(parent->compiler, place, ROLE_TYPE_PARAMETERS);
    if (unit_begin(&unit, parent->compiler, parent, scope, type_params_name(parent, AST_CAST(Name, node->name)->id))) {
        make_cells(&unit, place);
        uint16_t params = type_params_push(&unit, place, node->type_params);
        uint16_t alias = temp_push(&unit);
        make_alias(&unit, node, params, alias);
        emit(&unit, place, OP_RETURN, 0, alias, 0, 0);
    }
    return unit_finish(&unit);
}

void type_alias_statement(Unit *unit, TypeAliasNode *node)
{
    const Node *place = &node->node;
    uint16_t alias = temp_push(unit);
    if (node->type_params.count) {
        uint16_t window = temp_push_many(unit, CALL_WINDOW_ARGUMENTS);
        uint32_t arguments = unit->top;
        type_scope_push_namespace(unit, place, scope_of(unit->compiler, place, ROLE_TYPE_PARAMETERS));
        make_function(unit, place, generic_alias_code(unit, node), 0, 0, window);
        emit(unit, place, OP_CALL, 0, window, unit->top - arguments, alias);
    } else {
        uint16_t params = temp_push(unit);
        load_constant(unit, place, value_share(unit->compiler->vm->empty_tuple), params);
        make_alias(unit, node, params, alias);
    }
    name_store(unit, place, AST_CAST(Name, node->name)->id, (Operand){alias, true});
}
