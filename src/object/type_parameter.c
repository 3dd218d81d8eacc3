/* TypeVar, ParamSpec, TypeVarTuple and TypeAliasType.
 *
 * Bounds, constraints, defaults and the alias's value are computed when they are
 * first asked for: until then the function that does so is kept. */
#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"
#include "object/typing.h"
#include "object/typing_inner.h"

/* A value, or the function that computes it; both VALUE_ABSENT: there is none. */
typedef struct {
    Value value, evaluate;
} Lazy;

typedef struct {
    Object object;
    Value name, module;
    Lazy bound, constraints, fallback;
    bool covariant, contravariant, infer_variance;
} TypeParameter;

typedef struct {
    Object object;
    Value name, module;
    Value type_params; /* tuple */
    Lazy value;
} TypeAlias;

static TypeParameter *to_parameter(Value value) { return (TypeParameter *)value_object(value); }
static TypeAlias *to_type_alias(Value value) { return (TypeAlias *)value_object(value); }

static Lazy lazy_none(void) { return (Lazy){VALUE_ABSENT, VALUE_ABSENT}; }
static bool lazy_exists(const Lazy *lazy) { return lazy->value != VALUE_ABSENT || lazy->evaluate != VALUE_ABSENT; }

/* Owned; what otherwise says where there is none. */
static Value lazy_get(Vm *vm, Lazy *lazy, Value otherwise)
{
    if (lazy->value == VALUE_ABSENT && lazy->evaluate != VALUE_ABSENT) {
        Value value = call_value(vm, lazy->evaluate, NULL, 0);
        if (value_is_error(value))
            return VALUE_ERROR;
        value_replace_take(vm, &lazy->value, value);
        value_clear(vm, &lazy->evaluate);
    }
    return value_share(lazy->value == VALUE_ABSENT ? otherwise : lazy->value);
}

static void lazy_drop(Vm *vm, Lazy *lazy)
{
    value_clear(vm, &lazy->value);
    value_clear(vm, &lazy->evaluate);
}

/* An attribute of module typing, which is imported for it. */
static Value typing_attribute(Vm *vm, const char *name)
{
    Value import = value_is_heap(vm->builtins) ? dict_get_name_borrow(vm, vm->builtins, NAME_OF(vm, __import__)) : VALUE_ABSENT;
    if (import == VALUE_ABSENT)
        return raise_error(vm, TYPE_IMPORT_ERROR, "__import__ not found");
    Value module_name = str_intern_c(vm, "typing"), key = str_intern_c(vm, name), result = VALUE_ERROR;
    if (!value_is_error(module_name) && !value_is_error(key)) {
        Value module = call_value(vm, import, &module_name, 1);
        if (!value_is_error(module))
            result = attribute_get(vm, module, key);
        value_drop(vm, module);
    }
    value_drop(vm, module_name);
    value_drop(vm, key);
    return result;
}

/* The running module's name (owned), None where nothing runs. */
static Value current_module(Vm *vm)
{
    Value globals = machine_globals_borrow(vm);
    Value name = globals == VALUE_ABSENT ? VALUE_ABSENT : dict_get_name_borrow(vm, globals, NAME_OF(vm, __name__));
    return name == VALUE_ABSENT ? VALUE_NONE : value_share(name);
}

/* Making. --------------------------------------------------------------------------- */

static TypeParameter *parameter_new(Vm *vm, Type *type, Value name)
{
    TypeParameter *parameter = object_new(vm, type, 0);
    if (!parameter)
        return NULL;
    parameter->name = value_share(name);
    parameter->module = current_module(vm);
    parameter->bound = parameter->constraints = parameter->fallback = lazy_none();
    return parameter;
}

static Value parameter_from_statement(Vm *vm, TypeId type, Value name)
{
    TypeParameter *parameter = parameter_new(vm, vm->types[type], name);
    if (!parameter)
        return VALUE_ERROR;
    parameter->infer_variance = true;
    return value_from_object(parameter);
}

Value type_var_new(Vm *vm, Value name, Value evaluate_bound, Value evaluate_constraints)
{
    Value parameter = parameter_from_statement(vm, TYPE_TYPE_VAR, name);
    if (value_is_error(parameter))
        return VALUE_ERROR;
    to_parameter(parameter)->bound.evaluate = value_share(evaluate_bound);
    to_parameter(parameter)->constraints.evaluate = value_share(evaluate_constraints);
    return parameter;
}

Value param_spec_new(Vm *vm, Value name) { return parameter_from_statement(vm, TYPE_PARAM_SPEC, name); }
Value type_var_tuple_new(Vm *vm, Value name) { return parameter_from_statement(vm, TYPE_TYPE_VAR_TUPLE, name); }

void type_parameter_set_default(Vm *vm, Value parameter, Value evaluate_default)
{
    value_replace_take(vm, &to_parameter(parameter)->fallback.evaluate, value_share(evaluate_default));
}

static bool check_name(Vm *vm, Value name, const char *function)
{
    return value_is_str(vm, name) ||
           raise_false(vm, TYPE_TYPE_ERROR, "%s() argument 'name' must be str, not %T", function, name);
}

/* Keeps a given value; `missing` stands for none. */
static void lazy_give(Lazy *lazy, Value value, Value missing)
{
    if (value != missing)
        lazy->value = value_share(value);
}

static bool set_variance(Vm *vm, TypeParameter *parameter, const Value *flags)
{
    int covariant = value_truth(vm, flags[0]), contravariant = value_truth(vm, flags[1]), infer = value_truth(vm, flags[2]);
    if (covariant < 0 || contravariant < 0 || infer < 0)
        return false;
    if (covariant && contravariant)
        return raise_false(vm, TYPE_VALUE_ERROR, "Bivariant types are not supported.");
    if (infer && (covariant || contravariant))
        return raise_false(vm, TYPE_VALUE_ERROR, "Variance cannot be specified with infer_variance.");
    parameter->covariant = covariant;
    parameter->contravariant = contravariant;
    parameter->infer_variance = infer;
    return true;
}

/* args: cls, name, constraints, bound, default, covariant, contravariant, infer_variance */
static Value type_var_m_new(Vm *vm, const Value *args)
{
    size_t constraints = value_to_tuple(args[2])->count;
    if (!check_name(vm, args[1], "typevar"))
        return VALUE_ERROR;
    if (constraints == 1)
        return raise_type_error(vm, "A single constraint is not allowed");
    if (constraints && !value_is_none(args[3]))
        return raise_type_error(vm, "Constraints cannot be combined with bound=...");
    TypeParameter *parameter = parameter_new(vm, value_to_type(args[0]), args[1]);
    if (!parameter)
        return VALUE_ERROR;
    if (constraints)
        lazy_give(&parameter->constraints, args[2], VALUE_ABSENT);
    lazy_give(&parameter->bound, args[3], VALUE_NONE);
    lazy_give(&parameter->fallback, args[4], VALUE_ABSENT);
    if (set_variance(vm, parameter, args + 5))
        return value_from_object(parameter);
    value_drop(vm, value_from_object(parameter));
    return VALUE_ERROR;
}

/* args: cls, name, bound, default, covariant, contravariant, infer_variance */
static Value param_spec_m_new(Vm *vm, const Value *args)
{
    TypeParameter *parameter = check_name(vm, args[1], "paramspec") ? parameter_new(vm, value_to_type(args[0]), args[1]) : NULL;
    if (!parameter)
        return VALUE_ERROR;
    lazy_give(&parameter->bound, args[2], VALUE_NONE);
    lazy_give(&parameter->fallback, args[3], VALUE_ABSENT);
    if (set_variance(vm, parameter, args + 4))
        return value_from_object(parameter);
    value_drop(vm, value_from_object(parameter));
    return VALUE_ERROR;
}

static Value type_var_tuple_m_new(Vm *vm, const Value *args)
{
    TypeParameter *parameter = check_name(vm, args[1], "typevartuple") ? parameter_new(vm, value_to_type(args[0]), args[1]) : NULL;
    if (!parameter)
        return VALUE_ERROR;
    lazy_give(&parameter->fallback, args[2], VALUE_ABSENT);
    return value_from_object(parameter);
}

/* Attributes. -------------------------------------------------------------------------- */

static Value parameter_get_name(Vm *vm, Value self)
{
    (void)vm;
    return value_share(to_parameter(self)->name);
}

static Value parameter_get_module(Vm *vm, Value self)
{
    (void)vm;
    return value_share(to_parameter(self)->module);
}

static Value parameter_get_bound(Vm *vm, Value self) { return lazy_get(vm, &to_parameter(self)->bound, VALUE_NONE); }

static Value parameter_get_constraints(Vm *vm, Value self)
{
    return lazy_get(vm, &to_parameter(self)->constraints, vm->empty_tuple);
}

static Value parameter_get_default(Vm *vm, Value self)
{
    TypeParameter *parameter = to_parameter(self);
    if (!lazy_exists(&parameter->fallback))
        return typing_attribute(vm, "NoDefault");
    return lazy_get(vm, &parameter->fallback, VALUE_NONE);
}

static Value parameter_get_covariant(Vm *vm, Value self)
{
    (void)vm;
    return value_from_bool(to_parameter(self)->covariant);
}

static Value parameter_get_contravariant(Vm *vm, Value self)
{
    (void)vm;
    return value_from_bool(to_parameter(self)->contravariant);
}

static Value parameter_get_infer_variance(Vm *vm, Value self)
{
    (void)vm;
    return value_from_bool(to_parameter(self)->infer_variance);
}

static Value parameter_m_has_default(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_bool(lazy_exists(&to_parameter(args[0])->fallback));
}

static Value parameter_m_mro_entries(Vm *vm, const Value *args)
{
    return raise_type_error(vm, "Cannot subclass an instance of %T", args[0]);
}

/* typing calls it on each parameter that gets an argument. */
static Value parameter_m_subst(Vm *vm, const Value *args)
{
    (void)vm;
    return value_share(args[1]);
}

static Value parameter_slot_repr(Vm *vm, Value self)
{
    const TypeParameter *parameter = to_parameter(self);
    if (parameter->infer_variance || value_has_shape(self, TYPE_TYPE_VAR_TUPLE))
        return value_share(parameter->name);
    return format_text(vm, "%c%V", parameter->covariant ? '+' : parameter->contravariant ? '-' : '~', parameter->name);
}

/* Union[left, right] */
static Value parameter_slot_or(Vm *vm, Value left, Value right)
{
    Value pair[] = {left, right};
    Value form = typing_attribute(vm, "Union");
    Value members = value_is_error(form) ? VALUE_ERROR : tuple_new(vm, pair, 2);
    Value result = value_is_error(members) ? VALUE_ERROR : value_getitem(vm, form, members);
    value_drop(vm, members);
    value_drop(vm, form);
    return result;
}

static Value alias_slot_or(Vm *vm, Value left, Value right) { return union_or(vm, left, right); }

/* P.args and P.kwargs: only annotations name them, so one more parameter with
 * that name will do. */
static Value param_spec_part(Vm *vm, Value self, const char *part)
{
    Value name = format_text(vm, "%V.%s", to_parameter(self)->name, part);
    if (value_is_error(name))
        return VALUE_ERROR;
    Value result = param_spec_new(vm, name);
    value_drop(vm, name);
    return result;
}

static Value param_spec_get_args(Vm *vm, Value self) { return param_spec_part(vm, self, "args"); }
static Value param_spec_get_kwargs(Vm *vm, Value self) { return param_spec_part(vm, self, "kwargs"); }

/* *Ts is Unpack[Ts]. */
static Value type_var_tuple_slot_iter(Vm *vm, Value self)
{
    Value unpack = typing_attribute(vm, "Unpack");
    if (value_is_error(unpack))
        return VALUE_ERROR;
    Value item = value_getitem(vm, unpack, self);
    value_drop(vm, unpack);
    if (value_is_error(item))
        return VALUE_ERROR;
    Value tuple = tuple_new_take(vm, &item, 1);
    if (value_is_error(tuple))
        return VALUE_ERROR;
    Value iterator = value_iter(vm, tuple);
    value_drop(vm, tuple);
    return iterator;
}

static void parameter_slot_clear(Vm *vm, Object *self)
{
    TypeParameter *parameter = (TypeParameter *)self;
    lazy_drop(vm, &parameter->bound);
    lazy_drop(vm, &parameter->constraints);
    lazy_drop(vm, &parameter->fallback);
}

static void parameter_slot_destroy(Vm *vm, Object *self)
{
    parameter_slot_clear(vm, self);
    value_drop(vm, ((TypeParameter *)self)->name);
    value_drop(vm, ((TypeParameter *)self)->module);
    object_free(vm, self, 0);
}

static void visit_lazy(Vm *vm, const Lazy *lazy, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, lazy->value, context);
    visit(vm, lazy->evaluate, context);
}

static void parameter_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    TypeParameter *parameter = (TypeParameter *)self;
    visit_lazy(vm, &parameter->bound, visit, context);
    visit_lazy(vm, &parameter->constraints, visit, context);
    visit_lazy(vm, &parameter->fallback, visit, context);
}

/* Generic[params] */
Value type_parameters_generic_base(Vm *vm, Value params)
{
    Value generic = typing_attribute(vm, "Generic");
    if (value_is_error(generic))
        return VALUE_ERROR;
    Value result = value_getitem(vm, generic, params);
    value_drop(vm, generic);
    return result;
}

/* TypeAliasType. ------------------------------------------------------------------------- */

static TypeAlias *alias_make(Vm *vm, Type *type, Value name, Value type_params)
{
    TypeAlias *alias = object_new(vm, type, 0);
    if (!alias)
        return NULL;
    alias->name = value_share(name);
    alias->module = current_module(vm);
    alias->type_params = value_share(value_is_none(type_params) || type_params == VALUE_ABSENT ? vm->empty_tuple : type_params);
    alias->value = lazy_none();
    return alias;
}

Value type_alias_new(Vm *vm, Value name, Value type_params, Value evaluate_value)
{
    TypeAlias *alias = alias_make(vm, vm->types[TYPE_TYPE_ALIAS], name, type_params);
    if (!alias)
        return VALUE_ERROR;
    alias->value.evaluate = value_share(evaluate_value);
    return value_from_object(alias);
}

static Value alias_m_new(Vm *vm, const Value *args)
{
    if (!check_name(vm, args[1], "typealias"))
        return VALUE_ERROR;
    if (!value_is_tuple(vm, args[3]))
        return raise_type_error(vm, "type_params must be a tuple");
    TypeAlias *alias = alias_make(vm, value_to_type(args[0]), args[1], args[3]);
    if (!alias)
        return VALUE_ERROR;
    alias->value.value = value_share(args[2]);
    return value_from_object(alias);
}

static Value alias_slot_repr(Vm *vm, Value self)
{
    (void)vm;
    return value_share(to_type_alias(self)->name);
}

static Value alias_slot_getitem(Vm *vm, Value self, Value key)
{
    if (!value_to_tuple(to_type_alias(self)->type_params)->count)
        return raise_type_error(vm, "Only generic type aliases are subscriptable");
    return generic_alias_new(vm, self, key);
}

static Value alias_get_name(Vm *vm, Value self)
{
    (void)vm;
    return value_share(to_type_alias(self)->name);
}

static Value alias_get_module(Vm *vm, Value self)
{
    (void)vm;
    return value_share(to_type_alias(self)->module);
}

static Value alias_get_value(Vm *vm, Value self) { return lazy_get(vm, &to_type_alias(self)->value, VALUE_NONE); }

static Value alias_get_type_params(Vm *vm, Value self)
{
    (void)vm;
    return value_share(to_type_alias(self)->type_params);
}

static void alias_slot_clear(Vm *vm, Object *self)
{
    lazy_drop(vm, &((TypeAlias *)self)->value);
    value_replace_take(vm, &((TypeAlias *)self)->type_params, value_share(vm->empty_tuple));
}

static void alias_slot_destroy(Vm *vm, Object *self)
{
    TypeAlias *alias = (TypeAlias *)self;
    lazy_drop(vm, &alias->value);
    value_drop(vm, alias->type_params);
    value_drop(vm, alias->name);
    value_drop(vm, alias->module);
    object_free(vm, self, 0);
}

static void alias_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    TypeAlias *alias = (TypeAlias *)self;
    visit(vm, alias->type_params, context);
    visit_lazy(vm, &alias->value, visit, context);
}

/* Tables. ---------------------------------------------------------------------------------- */

#define PARAMETER_METHODS \
    FN(parameter_m_has_default, "has_default(self, /)", NULL), \
    FN(parameter_m_mro_entries, "__mro_entries__(self, bases, /)", NULL), \
    FN(parameter_m_subst, "__typing_subst__(self, arg, /)", NULL)

#define PARAMETER_GETSETS \
    {"__name__", parameter_get_name, NULL, NULL}, \
    {"__module__", parameter_get_module, NULL, NULL}, \
    {"__default__", parameter_get_default, NULL, "The default value for this parameter."}

#define VARIANCE_GETSETS \
    {"__bound__", parameter_get_bound, NULL, NULL}, \
    {"__covariant__", parameter_get_covariant, NULL, NULL}, \
    {"__contravariant__", parameter_get_contravariant, NULL, NULL}, \
    {"__infer_variance__", parameter_get_infer_variance, NULL, NULL}

static const NativeDef type_var_methods[] = {
    FN(type_var_m_new, "__new__(cls, name, *constraints, bound=None, default=?, covariant=False, contravariant=False, infer_variance=False)", "Type variable."),
    PARAMETER_METHODS,
    {0}
};

static const NativeDef param_spec_methods[] = {
    FN(param_spec_m_new, "__new__(cls, name, *, bound=None, default=?, covariant=False, contravariant=False, infer_variance=False)", "Parameter specification variable."),
    PARAMETER_METHODS,
    {0}
};

static const NativeDef type_var_tuple_methods[] = {
    FN(type_var_tuple_m_new, "__new__(cls, name, *, default=?)", "Type variable tuple."),
    PARAMETER_METHODS,
    {0}
};

static const NativeDef type_alias_methods[] = {
    FN(alias_m_new, "__new__(cls, name, value, *, type_params=())", "Type alias."),
    {0}
};

static const GetSetDef type_var_getsets[] = {
    PARAMETER_GETSETS, VARIANCE_GETSETS,
    {"__constraints__", parameter_get_constraints, NULL, NULL},
    {0}
};

static const GetSetDef param_spec_getsets[] = {
    PARAMETER_GETSETS, VARIANCE_GETSETS,
    {"args", param_spec_get_args, NULL, "Represents positional arguments."},
    {"kwargs", param_spec_get_kwargs, NULL, "Represents keyword arguments."},
    {0}
};

static const GetSetDef type_var_tuple_getsets[] = {PARAMETER_GETSETS, {0}};

static const GetSetDef type_alias_getsets[] = {
    {"__name__", alias_get_name, NULL, NULL},
    {"__module__", alias_get_module, NULL, NULL},
    {"__value__", alias_get_value, NULL, NULL},
    {"__type_params__", alias_get_type_params, NULL, NULL},
    {"__parameters__", alias_get_type_params, NULL, NULL},
    {0}
};

#define PARAMETER_SLOTS \
    .destroy = parameter_slot_destroy, .traverse = parameter_slot_traverse, .clear = parameter_slot_clear, \
    .repr = parameter_slot_repr

static const TypeDef type_var_type_def = {
    .name = "TypeVar",
    .module = "typing",
    .doc = "Type variable.",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(TypeParameter),
    .slots = {PARAMETER_SLOTS, .binary = {[BINARY_OR] = parameter_slot_or}},
    .methods = type_var_methods,
    .getsets = type_var_getsets,
};

static const TypeDef param_spec_type_def = {
    .name = "ParamSpec",
    .module = "typing",
    .doc = "Parameter specification variable.",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(TypeParameter),
    .slots = {PARAMETER_SLOTS, .binary = {[BINARY_OR] = parameter_slot_or}},
    .methods = param_spec_methods,
    .getsets = param_spec_getsets,
};

static const TypeDef type_var_tuple_type_def = {
    .name = "TypeVarTuple",
    .module = "typing",
    .doc = "Type variable tuple.",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(TypeParameter),
    .slots = {PARAMETER_SLOTS, .iter = type_var_tuple_slot_iter},
    .methods = type_var_tuple_methods,
    .getsets = type_var_tuple_getsets,
};

static const TypeDef type_alias_type_def = {
    .name = "TypeAliasType",
    .module = "typing",
    .doc = "Type alias.",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(TypeAlias),
    .slots = {.destroy = alias_slot_destroy, .traverse = alias_slot_traverse, .clear = alias_slot_clear,
              .repr = alias_slot_repr, .getitem = alias_slot_getitem, .binary = {[BINARY_OR] = alias_slot_or}},
    .methods = type_alias_methods,
    .getsets = type_alias_getsets,
};

bool type_var_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &type_var_type_def); }
bool param_spec_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &param_spec_type_def); }
bool type_var_tuple_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &type_var_tuple_type_def); }
bool type_alias_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &type_alias_type_def); }
