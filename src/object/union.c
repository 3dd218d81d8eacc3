/* types.UnionType: int | str. */
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
    Value args;       /* tuple of at least two different members */
    Value parameters; /* VALUE_ABSENT until asked for */
} Union;

static Union *to_union(Value value) { return (Union *)value_object(value); }

Value union_args_borrow(Value value) { return to_union(value)->args; }

/* What may stand beside `|`: types, aliases, None.  Type parameters make a
 * typing.Union instead. */
static bool is_unionable(Vm *vm, Value item)
{
    if (value_is_none(item) || value_is_type(vm, item))
        return true;
    if (!value_is_heap(item))
        return false;
    switch (value_shape(item)) {
    case TYPE_GENERIC_ALIAS:
    case TYPE_UNION:
    case TYPE_TYPE_ALIAS:
        return true;
    default:
        return false;
    }
}

static bool add_member(Vm *vm, Value list, Value item)
{
    for (size_t i = 0; i < value_to_list(list)->count; i++) {
        int same = value_equal(vm, value_to_list(list)->items[i], item);
        if (same)
            return same > 0;
    }
    return list_append(vm, list, item);
}

static bool add_members(Vm *vm, Value list, Value item)
{
    if (value_is_none(item))
        return add_member(vm, list, type_value(vm->types[TYPE_NONE]));
    if (!value_has_shape(item, TYPE_UNION))
        return add_member(vm, list, item);
    const Tuple *args = value_to_tuple(to_union(item)->args);
    for (size_t i = 0; i < args->count; i++) {
        if (!add_member(vm, list, args->items[i]))
            return false;
    }
    return true;
}

/* One member stands for itself. */
static Value union_from_list(Vm *vm, Value list)
{
    if (value_to_list(list)->count == 1)
        return value_share(value_to_list(list)->items[0]);
    Value args = list_to_tuple(vm, list);
    if (value_is_error(args))
        return VALUE_ERROR;
    Union *made = object_new(vm, vm->types[TYPE_UNION], 0);
    if (!made) {
        value_drop(vm, args);
        return VALUE_ERROR;
    }
    made->args = args;
    made->parameters = VALUE_ABSENT;
    return value_from_object(made);
}

Value union_or(Vm *vm, Value left, Value right)
{
    if (!is_unionable(vm, left) || !is_unionable(vm, right))
        return VALUE_NOT_IMPLEMENTED;
    if (value_is_none(left) && value_is_none(right))
        return VALUE_NOT_IMPLEMENTED;
    Value list = list_new(vm, NULL, 0), result = VALUE_ERROR;
    if (!value_is_error(list) && add_members(vm, list, left) && add_members(vm, list, right))
        result = union_from_list(vm, list);
    value_drop(vm, list);
    return result;
}

static Value union_slot_repr(Vm *vm, Value self)
{
    const Tuple *args = value_to_tuple(to_union(self)->args);
    StrBuilder builder = {0};
    for (size_t i = 0; i < args->count; i++) {
        if (i)
            builder_add_c(vm, &builder, " | ");
        typing_add_repr(vm, &builder, args->items[i]);
    }
    return builder_finish(vm, &builder);
}

/* The order of members does not count. */
static bool union_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    Value set = frozenset_from(vm, to_union(self)->args);
    if (value_is_error(set))
        return false;
    bool good = value_hash(vm, set, hash);
    value_drop(vm, set);
    return good;
}

static Value union_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if (op > COMPARE_NE || !value_has_shape(other, TYPE_UNION))
        return VALUE_NOT_IMPLEMENTED;
    Value left = frozenset_from(vm, to_union(self)->args);
    Value right = value_is_error(left) ? VALUE_ERROR : frozenset_from(vm, to_union(other)->args);
    Value result = value_is_error(right) ? VALUE_ERROR : value_compare(vm, left, right, op);
    value_drop(vm, left);
    value_drop(vm, right);
    return result;
}

static Value union_parameters_borrow(Vm *vm, Union *self)
{
    if (self->parameters == VALUE_ABSENT) {
        Value parameters = typing_parameters(vm, self->args);
        if (value_is_error(parameters))
            return VALUE_ERROR;
        self->parameters = parameters;
    }
    return self->parameters;
}

static Value union_slot_getitem(Vm *vm, Value self, Value key)
{
    Value parameters = union_parameters_borrow(vm, to_union(self));
    if (value_is_error(parameters))
        return VALUE_ERROR;
    Value values = typing_arguments(vm, self, parameters, key);
    if (value_is_error(values))
        return VALUE_ERROR;
    Value args = typing_substitute(vm, to_union(self)->args, parameters, values);
    value_drop(vm, values);
    if (value_is_error(args))
        return VALUE_ERROR;
    Value list = list_new(vm, NULL, 0), result = VALUE_ERROR;
    bool good = !value_is_error(list);
    for (size_t i = 0; good && i < value_to_tuple(args)->count; i++)
        good = add_members(vm, list, value_to_tuple(args)->items[i]);
    if (good)
        result = union_from_list(vm, list);
    value_drop(vm, list);
    value_drop(vm, args);
    return result;
}

static Value union_slot_or(Vm *vm, Value left, Value right) { return union_or(vm, left, right); }

static void union_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((Union *)self)->args);
    value_drop(vm, ((Union *)self)->parameters);
    object_free(vm, self, 0);
}

static void union_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((Union *)self)->args, context);
    visit(vm, ((Union *)self)->parameters, context);
}

static Value union_get_args(Vm *vm, Value self)
{
    (void)vm;
    return value_share(to_union(self)->args);
}

static Value union_get_parameters(Vm *vm, Value self)
{
    Value parameters = union_parameters_borrow(vm, to_union(self));
    return value_is_error(parameters) ? parameters : value_share(parameters);
}

static Value union_m_instancecheck(Vm *vm, const Value *args)
{
    int found = value_isinstance(vm, args[1], to_union(args[0])->args);
    return found < 0 ? VALUE_ERROR : value_from_bool(found);
}

static Value union_m_subclasscheck(Vm *vm, const Value *args)
{
    int found = value_issubclass(vm, args[1], to_union(args[0])->args);
    return found < 0 ? VALUE_ERROR : value_from_bool(found);
}

static const NativeDef union_methods[] = {
    FN(union_m_instancecheck, "__instancecheck__(self, instance, /)", NULL),
    FN(union_m_subclasscheck, "__subclasscheck__(self, subclass, /)", NULL),
    {0}
};

static const GetSetDef union_getsets[] = {
    {"__args__", union_get_args, NULL, NULL},
    {"__parameters__", union_get_parameters, NULL, "Type variables in the types.UnionType."},
    {0}
};

static const TypeDef union_type_def = {
    .name = "UnionType",
    .module = "types",
    .doc = "Represent a PEP 604 union type\n\nE.g. for int | str",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(Union),
    .slots = {.destroy = union_slot_destroy, .traverse = union_slot_traverse, .repr = union_slot_repr,
              .hash = union_slot_hash, .compare = union_slot_compare, .getitem = union_slot_getitem,
              .binary = {[BINARY_OR] = union_slot_or}},
    .methods = union_methods,
    .getsets = union_getsets,
};

bool union_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &union_type_def); }
