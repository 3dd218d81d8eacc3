/* functools.partial. */
#include "modules/functools.h"

typedef struct {
    Object object;
    Value function;
    Value arguments; /* tuple */
    Value keywords;  /* dict */
} Partial;

enum { PARTIAL_FEW = 16 };

static inline Partial *value_to_partial(Value value) { return (Partial *)value_object(value); }

static Value tuple_joined(Vm *vm, Value left, Value right)
{
    return value_binary(vm, BINARY_ADD, left, right);
}

/* A partial of a partial becomes one. */
static bool partial_fill(Vm *vm, Partial *self, Value function, Value arguments, Value keywords)
{
    bool nested = value_is_heap(function) && value_type(vm, function)->def == &partial_type_def;
    const Partial *inner = nested ? value_to_partial(function) : NULL;
    self->function = value_share(nested ? inner->function : function);
    Value joined = nested ? tuple_joined(vm, inner->arguments, arguments) : value_share(arguments);
    if (value_is_error(joined))
        return false;
    self->arguments = joined;
    Value merged = dict_copy(vm, nested ? inner->keywords : keywords);
    if (value_is_error(merged))
        return false;
    self->keywords = merged;
    return !nested || dict_update(vm, merged, keywords);
}

static Value partial_m_new(Vm *vm, const Value *args)
{
    if (value_type(vm, args[1])->slots.call == NULL)
        return raise_type_error(vm, "the first argument must be callable");
    Partial *self = object_new(vm, value_to_type(args[0]), 0);
    if (self == NULL)
        return VALUE_ERROR;
    self->function = self->arguments = self->keywords = VALUE_ABSENT;
    if (partial_fill(vm, self, args[1], args[2], args[3]))
        return value_from_object(self);
    value_drop(vm, value_from_object(self));
    return VALUE_ERROR;
}

static void partial_destroy(Vm *vm, Object *self)
{
    Partial *partial = (Partial *)self;
    value_clear(vm, &partial->function);
    value_clear(vm, &partial->arguments);
    value_clear(vm, &partial->keywords);
    object_free(vm, self, 0);
}

static void partial_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context)
{
    Partial *partial = (Partial *)self;
    visit(vm, partial->function, context);
    visit(vm, partial->arguments, context);
    visit(vm, partial->keywords, context);
}

/* Without keywords of its own: the arguments are put in front. */
static Value partial_call_positional(Vm *vm, Partial *self, const Value *args, int count, Value names)
{
    Tuple *own = value_to_tuple(self->arguments);
    size_t given = (size_t)count + (names == VALUE_ABSENT ? 0 : value_to_tuple(names)->count);
    size_t total = own->count + given;
    Value few[PARTIAL_FEW], *all = total <= PARTIAL_FEW ? few : vm_alloc(vm, total * sizeof *all);
    if (all == NULL)
        return VALUE_ERROR;
    memcpy(all, own->items, own->count * sizeof *all);
    if (given != 0)
        memcpy(all + own->count, args, given * sizeof *all);
    Value result = call_values(vm, self->function, all, (int)own->count + count, names);
    if (all != few)
        vm_free(vm, all, total * sizeof *all);
    return result;
}

/* The keywords of a call override the partial's own. */
static Value partial_keywords(Vm *vm, Partial *self, const Value *values, Value names)
{
    Value keywords = dict_copy(vm, self->keywords);
    for (size_t i = 0; names != VALUE_ABSENT && !value_is_error(keywords) && i < value_to_tuple(names)->count; i++)
        if (!dict_set(vm, keywords, value_to_tuple(names)->items[i], values[i])) {
            value_drop(vm, keywords);
            return VALUE_ERROR;
        }
    return keywords;
}

static Value partial_call(Vm *vm, Partial *self, const Value *args, int count, Value names)
{
    if (value_to_dict(self->keywords)->count == 0)
        return partial_call_positional(vm, self, args, count, names);
    Value given = tuple_new(vm, args, (size_t)count);
    Value all = value_is_error(given) ? VALUE_ERROR : tuple_joined(vm, self->arguments, given);
    value_drop(vm, given);
    Value keywords = value_is_error(all) ? VALUE_ERROR : partial_keywords(vm, self, args + count, names);
    Value result = value_is_error(keywords) ? VALUE_ERROR : call_tuple_dict(vm, self->function, all, keywords);
    value_drop(vm, keywords);
    value_drop(vm, all);
    return result;
}

static Value partial_slot_call(Vm *vm, Value self, const Value *args, int count, Value names)
{
    if (!stack_guard(vm))
        return VALUE_ERROR;
    value_share(self);
    Value result = partial_call(vm, value_to_partial(self), args, count, names);
    value_drop(vm, self);
    return result;
}

static Value partial_slot_repr(Vm *vm, Value self)
{
    Partial *partial = value_to_partial(self);
    ReprGuard guard;
    int state = repr_enter(vm, &guard, self);
    if (state != 0)
        return state < 0 ? VALUE_ERROR : str_from_c(vm, "...");
    StrBuilder builder = {0};
    Value name = type_full_name(vm, value_type(vm, self));
    if (value_is_error(name))
        builder.failed = true;
    else
        builder_add_format(vm, &builder, "%V(%R", name, partial->function);
    value_drop(vm, name);
    Tuple *items = value_to_tuple(partial->arguments);
    for (size_t i = 0; i < items->count; i++)
        builder_add_format(vm, &builder, ", %R", items->items[i]);
    uint32_t position = 0;
    Value key, value;
    while (dict_walk(partial->keywords, &position, &key, &value))
        builder_add_format(vm, &builder, ", %V=%R", key, value);
    builder_add_c(vm, &builder, ")");
    repr_leave(vm, &guard);
    return builder_finish(vm, &builder);
}

static Value partial_get_func(Vm *vm, Value self) { (void)vm; return value_share(value_to_partial(self)->function); }
static Value partial_get_args(Vm *vm, Value self) { (void)vm; return value_share(value_to_partial(self)->arguments); }
static Value partial_get_keywords(Vm *vm, Value self) { (void)vm; return value_share(value_to_partial(self)->keywords); }

/* (type, (func, *args)) and the keywords as state would lose nothing but attributes. */
static Value partial_m_copy(Vm *vm, const Value *args)
{
    Partial *partial = value_to_partial(args[0]);
    Value first = tuple_new(vm, &partial->function, 1);
    Value all = value_is_error(first) ? VALUE_ERROR : tuple_joined(vm, first, partial->arguments);
    value_drop(vm, first);
    Value copy = value_is_error(all) ? VALUE_ERROR
                                     : call_tuple_dict(vm, type_value(value_type(vm, args[0])), all, partial->keywords);
    value_drop(vm, all);
    return copy;
}

static const GetSetDef partial_getsets[] = {
    {"func", partial_get_func, NULL, "function object to use in future partial calls"},
    {"args", partial_get_args, NULL, "tuple of arguments to future partial calls"},
    {"keywords", partial_get_keywords, NULL, "dictionary of keyword arguments to future partial calls"},
    {0}};

static const NativeDef partial_methods[] = {
    FN(partial_m_new, "__new__(cls, func, /, *args, **kwargs)", "Create and return a new object."),
    FN(partial_m_copy, "__copy__(self, /)", NULL),
    FN(container_m_class_getitem, "@classmethod __class_getitem__(cls, item, /)", "See PEP 585"),
    {0}};

const TypeDef partial_type_def = {
    .name = "partial",
    .module = "functools",
    .doc = "Create a new function with partial application of the given arguments and keywords.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_CONTAINER | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_WEAK,
    .size = sizeof(Partial),
    .slots = {.destroy = partial_destroy,
              .traverse = partial_traverse,
              .repr = partial_slot_repr,
              .call = partial_slot_call},
    .methods = partial_methods,
    .getsets = partial_getsets,
};
