/* types.GenericAlias: list[int] and its kind.
 *
 * Attributes but the alias's own are the origin's. */
#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"
#include "object/typing.h"
#include "object/typing_inner.h"

typedef struct {
    Object object;
    Value origin;
    Value args;       /* tuple */
    Value parameters; /* tuple of type parameters, VALUE_ABSENT until asked for */
    bool starred;     /* *tuple[int, ...] */
} GenericAlias;

static GenericAlias *to_alias(Value value) { return (GenericAlias *)value_object(value); }

static Value alias_make(Vm *vm, Type *type, Value origin, Value args, bool starred)
{
    Value tuple = value_is_tuple(vm, args) ? value_share(args) : tuple_new(vm, &args, 1);
    if (value_is_error(tuple))
        return VALUE_ERROR;
    GenericAlias *alias = object_new(vm, type, 0);
    if (!alias) {
        value_drop(vm, tuple);
        return VALUE_ERROR;
    }
    alias->origin = value_share(origin);
    alias->args = tuple;
    alias->parameters = VALUE_ABSENT;
    alias->starred = starred;
    return value_from_object(alias);
}

Value generic_alias_new(Vm *vm, Value origin, Value args)
{
    return alias_make(vm, vm->types[TYPE_GENERIC_ALIAS], origin, args, false);
}

Value generic_alias_class_getitem(Vm *vm, const Value *args) { return generic_alias_new(vm, args[0], args[1]); }

/* Text. ------------------------------------------------------------------------- */

static void add_repr(Vm *vm, StrBuilder *builder, Value item);

static void add_list(Vm *vm, StrBuilder *builder, const Value *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            builder_add_c(vm, builder, ", ");
        add_repr(vm, builder, items[i]);
    }
}

/* A class by its name, `...` as such, anything else by its repr. */
static void add_repr(Vm *vm, StrBuilder *builder, Value item)
{
    if (!stack_guard(vm)) {
        builder->failed = true;
        return;
    }
    if (item == VALUE_ELLIPSIS) {
        builder_add_c(vm, builder, "...");
    } else if (item == type_value(vm->types[TYPE_NONE])) {
        builder_add_c(vm, builder, "None");
    } else if (value_has_shape(item, TYPE_LIST)) {
        builder_add_c(vm, builder, "[");
        add_list(vm, builder, value_to_list(item)->items, value_to_list(item)->count);
        builder_add_c(vm, builder, "]");
    } else if (value_is_type(vm, item)) {
        Value name = type_full_name(vm, value_to_type(item));
        if (value_is_error(name))
            builder->failed = true;
        else
            builder_add_str(vm, builder, name);
        value_drop(vm, name);
    } else {
        builder_add_repr(vm, builder, item);
    }
}

void typing_add_repr(Vm *vm, StrBuilder *builder, Value item) { add_repr(vm, builder, item); }

static Value alias_slot_repr(Vm *vm, Value self)
{
    const GenericAlias *alias = to_alias(self);
    const Tuple *args = value_to_tuple(alias->args);
    StrBuilder builder = {0};
    if (alias->starred)
        builder_add_c(vm, &builder, "*");
    add_repr(vm, &builder, alias->origin);
    builder_add_c(vm, &builder, "[");
    add_list(vm, &builder, args->items, args->count);
    builder_add_c(vm, &builder, args->count ? "]" : "()]");
    return builder_finish(vm, &builder);
}

/* Parameters and their substitution. ----------------------------------------------- */

static bool is_parameter(Vm *vm, Value item)
{
    return !value_is_type(vm, item) && value_is_heap(item) &&
           (value_has_shape(item, TYPE_TYPE_VAR) || value_has_shape(item, TYPE_PARAM_SPEC) ||
            value_has_shape(item, TYPE_TYPE_VAR_TUPLE));
}

static bool add_once(Vm *vm, Value list, Value item)
{
    for (size_t i = 0; i < value_to_list(list)->count; i++) {
        if (value_to_list(list)->items[i] == item)
            return true;
    }
    return list_append(vm, list, item);
}

static bool collect_parameters(Vm *vm, Value list, Value item)
{
    if (!stack_guard(vm))
        return false;
    if (is_parameter(vm, item))
        return add_once(vm, list, item);
    if (value_is_type(vm, item) || !value_is_heap(item))
        return true;
    Value inner = attribute_get_optional(vm, item, NAME_OF(vm, __parameters__));
    if (value_is_error(inner))
        return false;
    bool good = true;
    if (inner != VALUE_ABSENT && value_is_tuple(vm, inner)) {
        for (size_t i = 0; good && i < value_to_tuple(inner)->count; i++)
            good = add_once(vm, list, value_to_tuple(inner)->items[i]);
    }
    value_drop(vm, inner);
    return good;
}

Value typing_parameters(Vm *vm, Value args)
{
    Value list = list_new(vm, NULL, 0);
    for (size_t i = 0; i < value_to_tuple(args)->count && !value_is_error(list); i++) {
        if (collect_parameters(vm, list, value_to_tuple(args)->items[i]))
            continue;
        value_drop(vm, list);
        return VALUE_ERROR;
    }
    if (value_is_error(list))
        return VALUE_ERROR;
    Value tuple = list_to_tuple(vm, list);
    value_drop(vm, list);
    return tuple;
}

static Value alias_parameters_borrow(Vm *vm, GenericAlias *alias)
{
    if (alias->parameters == VALUE_ABSENT) {
        Value parameters = typing_parameters(vm, alias->args);
        if (value_is_error(parameters))
            return VALUE_ERROR;
        alias->parameters = parameters;
    }
    return alias->parameters;
}

/* What stands for item once each of parameters is the item of values; owned. */
static Value substitute(Vm *vm, Value item, Value parameters, Value values)
{
    const Tuple *from = value_to_tuple(parameters), *to = value_to_tuple(values);
    for (size_t i = 0; i < from->count; i++) {
        if (from->items[i] == item)
            return value_share(to->items[i]);
    }
    if (value_is_type(vm, item) || !value_is_heap(item))
        return value_share(item);
    Value inner = attribute_get_optional(vm, item, NAME_OF(vm, __parameters__));
    if (value_is_error(inner))
        return VALUE_ERROR;
    if (inner == VALUE_ABSENT || !value_is_tuple(vm, inner) || !value_to_tuple(inner)->count) {
        value_drop(vm, inner);
        return value_share(item);
    }
    Value arguments = typing_substitute(vm, inner, parameters, values);
    value_drop(vm, inner);
    if (value_is_error(arguments))
        return VALUE_ERROR;
    Value result = value_getitem(vm, item, arguments);
    value_drop(vm, arguments);
    return result;
}

Value typing_substitute(Vm *vm, Value items, Value parameters, Value values)
{
    if (!stack_guard(vm))
        return VALUE_ERROR;
    const Tuple *old = value_to_tuple(items);
    Value list = list_new(vm, NULL, 0);
    for (size_t i = 0; i < old->count && !value_is_error(list); i++) {
        Value item = substitute(vm, old->items[i], parameters, values);
        if (!value_is_error(item) && list_append_take(vm, list, item))
            continue;
        value_drop(vm, list);
        return VALUE_ERROR;
    }
    if (value_is_error(list))
        return VALUE_ERROR;
    Value tuple = list_to_tuple(vm, list);
    value_drop(vm, list);
    return tuple;
}

/* Checks the count of arguments given for parameters; a tuple (owned). */
Value typing_arguments(Vm *vm, Value self, Value parameters, Value key)
{
    size_t count = value_to_tuple(parameters)->count;
    if (!count)
        return raise_type_error(vm, "%R is not a generic class", self);
    Value values = value_is_tuple(vm, key) ? value_share(key) : tuple_new(vm, &key, 1);
    if (value_is_error(values))
        return VALUE_ERROR;
    size_t given = value_to_tuple(values)->count;
    if (given == count)
        return values;
    (void)raise_type_error(vm, "Too %s arguments for %R; actual %zu, expected %zu", given < count ? "few" : "many", self,
                           given, count);
    value_drop(vm, values);
    return VALUE_ERROR;
}

static Value alias_slot_getitem(Vm *vm, Value self, Value key)
{
    GenericAlias *alias = to_alias(self);
    Value parameters = alias_parameters_borrow(vm, alias);
    if (value_is_error(parameters))
        return VALUE_ERROR;
    Value values = typing_arguments(vm, self, parameters, key);
    if (value_is_error(values))
        return VALUE_ERROR;
    Value args = typing_substitute(vm, alias->args, parameters, values);
    value_drop(vm, values);
    if (value_is_error(args))
        return VALUE_ERROR;
    Value result = alias_make(vm, value_type(vm, self), alias->origin, args, alias->starred);
    value_drop(vm, args);
    return result;
}

/* Slots. ------------------------------------------------------------------------------ */

static bool is_own_name(Vm *vm, Value name)
{
    static const char *const own[] = {
        "__class__", "__copy__", "__deepcopy__", "__origin__", "__args__", "__parameters__", "__unpacked__",
        "__mro_entries__", "__reduce_ex__", "__reduce__", "__typing_unpacked_tuple_args__",
    };
    (void)vm;
    for (size_t i = 0; i < ARRAY_LENGTH(own); i++) {
        if (str_equals_c(name, own[i]))
            return true;
    }
    return false;
}

static Value alias_slot_getattr(Vm *vm, Value self, Value name)
{
    return is_own_name(vm, name) ? attribute_generic_get(vm, self, name) : attribute_get(vm, to_alias(self)->origin, name);
}

/* The instance remembers which alias made it, where it can. */
static Value alias_slot_call(Vm *vm, Value self, const Value *args, int count, Value names)
{
    Value result = call_values(vm, to_alias(self)->origin, args, count, names);
    if (value_is_error(result) || !value_has_flag(vm, result, TYPE_FLAG_ATTRIBUTES))
        return result;
    Value key = str_intern_c(vm, "__orig_class__");
    bool good = !value_is_error(key) && attribute_set(vm, result, key, self);
    value_drop(vm, key);
    if (!good)
        error_clear(vm);
    return result;
}

static bool alias_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    int64_t args_hash;
    if (!value_hash(vm, to_alias(self)->origin, hash) || !value_hash(vm, to_alias(self)->args, &args_hash))
        return false;
    *hash ^= args_hash;
    if (*hash == -1)
        *hash = -2;
    return true;
}

static Value alias_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if (op > COMPARE_NE || !value_has_shape(other, TYPE_GENERIC_ALIAS))
        return VALUE_NOT_IMPLEMENTED;
    const GenericAlias *left = to_alias(self), *right = to_alias(other);
    int equal = left->starred == right->starred ? value_equal(vm, left->origin, right->origin) : 0;
    if (equal > 0)
        equal = value_equal(vm, left->args, right->args);
    return equal < 0 ? VALUE_ERROR : value_from_bool(equal == (op == COMPARE_EQ));
}

/* *list[int] in a subscript gives one starred alias. */
static Value alias_slot_iter(Vm *vm, Value self)
{
    const GenericAlias *alias = to_alias(self);
    Value starred = alias_make(vm, value_type(vm, self), alias->origin, alias->args, true);
    if (value_is_error(starred))
        return VALUE_ERROR;
    Value tuple = tuple_new_take(vm, &starred, 1);
    if (value_is_error(tuple))
        return VALUE_ERROR;
    Value iterator = value_iter(vm, tuple);
    value_drop(vm, tuple);
    return iterator;
}

static void alias_slot_destroy(Vm *vm, Object *self)
{
    GenericAlias *alias = (GenericAlias *)self;
    value_drop(vm, alias->origin);
    value_drop(vm, alias->args);
    value_drop(vm, alias->parameters);
    object_free(vm, self, 0);
}

static void alias_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    GenericAlias *alias = (GenericAlias *)self;
    visit(vm, alias->origin, context);
    visit(vm, alias->args, context);
    visit(vm, alias->parameters, context);
}

/* Methods. ------------------------------------------------------------------------------ */

static Value alias_m_new(Vm *vm, const Value *args) { return alias_make(vm, value_to_type(args[0]), args[1], args[2], false); }
static Value alias_m_mro_entries(Vm *vm, const Value *args) { return tuple_new(vm, &to_alias(args[0])->origin, 1); }

static Value alias_m_instancecheck(Vm *vm, const Value *args)
{
    (void)args;
    return raise_type_error(vm, "isinstance() argument 2 cannot be a parameterized generic");
}

static Value alias_m_subclasscheck(Vm *vm, const Value *args)
{
    (void)args;
    return raise_type_error(vm, "issubclass() argument 2 cannot be a parameterized generic");
}

static Value alias_get_origin(Vm *vm, Value self)
{
    (void)vm;
    return value_share(to_alias(self)->origin);
}

static Value alias_get_args(Vm *vm, Value self)
{
    (void)vm;
    return value_share(to_alias(self)->args);
}

static Value alias_get_parameters(Vm *vm, Value self)
{
    Value parameters = alias_parameters_borrow(vm, to_alias(self));
    return value_is_error(parameters) ? parameters : value_share(parameters);
}

static Value alias_get_unpacked(Vm *vm, Value self)
{
    (void)vm;
    return value_from_bool(to_alias(self)->starred);
}

static Value alias_slot_or(Vm *vm, Value left, Value right) { return union_or(vm, left, right); }

static const NativeDef alias_methods[] = {
    FN(alias_m_new, "__new__(cls, origin, args, /)", "Represent a PEP 585 generic type"),
    FN(alias_m_mro_entries, "__mro_entries__(self, bases, /)", NULL),
    FN(alias_m_instancecheck, "__instancecheck__(self, instance, /)", NULL),
    FN(alias_m_subclasscheck, "__subclasscheck__(self, subclass, /)", NULL),
    {0}
};

static const GetSetDef alias_getsets[] = {
    {"__origin__", alias_get_origin, NULL, NULL},
    {"__args__", alias_get_args, NULL, NULL},
    {"__parameters__", alias_get_parameters, NULL, "Type variables in the GenericAlias."},
    {"__unpacked__", alias_get_unpacked, NULL, NULL},
    {0}
};

static const TypeDef generic_alias_type_def = {
    .name = "GenericAlias",
    .module = "types",
    .doc = "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_BASE | TYPE_FLAG_WEAK,
    .size = sizeof(GenericAlias),
    .slots = {.destroy = alias_slot_destroy, .traverse = alias_slot_traverse, .repr = alias_slot_repr,
              .hash = alias_slot_hash, .compare = alias_slot_compare, .call = alias_slot_call,
              .getattr = alias_slot_getattr, .getitem = alias_slot_getitem, .iter = alias_slot_iter,
              .binary = {[BINARY_OR] = alias_slot_or}},
    .methods = alias_methods,
    .getsets = alias_getsets,
};

bool generic_alias_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &generic_alias_type_def); }
