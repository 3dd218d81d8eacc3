/* _functools: reduce, cmp_to_key; partial.c and lru_cache.c hold the rest. */
#include "modules/functools.h"

/* reduce. ------------------------------------------------------------------------------ */

typedef struct {
    Value function, total; /* total is VALUE_ABSENT before the first item */
} ReduceContext;

static bool reduce_visit(Vm *vm, Value item, void *context)
{
    ReduceContext *reduce = context;
    if (reduce->total == VALUE_ABSENT) {
        reduce->total = value_share(item);
        return true;
    }
    Value args[2] = {reduce->total, item};
    Value total = call_value(vm, reduce->function, args, 2);
    if (value_is_error(total))
        return false;
    value_replace_take(vm, &reduce->total, total);
    return true;
}

static Value functools_reduce(Vm *vm, const Value *args)
{
    const Slots *slots = &value_type(vm, args[1])->slots;
    if (slots->iter == NULL && slots->getitem == NULL)
        return raise_type_error(vm, "reduce() arg 2 must support iteration");
    ReduceContext context = {args[0], args[2] == VALUE_ABSENT ? VALUE_ABSENT : value_share(args[2])};
    if (!value_each(vm, args[1], reduce_visit, &context)) {
        value_drop(vm, context.total);
        return VALUE_ERROR;
    }
    if (context.total == VALUE_ABSENT)
        return raise_type_error(vm, "reduce() of empty iterable with no initial value");
    return context.total;
}

/* cmp_to_key: calling it once gives a maker of keys, calling that gives a key. --------------- */

typedef struct {
    Object object;
    Value compare;
    Value item; /* VALUE_ABSENT: a maker */
} Key;

static inline Key *value_to_key(Value value) { return (Key *)value_object(value); }

static Value key_new(Vm *vm, Type *type, Value compare, Value item)
{
    Key *key = object_new(vm, type, 0);
    if (key == NULL)
        return VALUE_ERROR;
    key->compare = value_share(compare);
    key->item = value_share(item);
    return value_from_object(key);
}

static Value key_m_new(Vm *vm, const Value *args) { return key_new(vm, value_to_type(args[0]), args[1], VALUE_ABSENT); }

static void key_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((Key *)self)->compare);
    value_drop(vm, ((Key *)self)->item);
    object_free(vm, self, 0);
}

static void key_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context)
{
    visit(vm, ((Key *)self)->compare, context);
    visit(vm, ((Key *)self)->item, context);
}

static Value key_slot_call(Vm *vm, Value self, const Value *args, int count, Value names)
{
    bool named = count == 0 && names != VALUE_ABSENT && value_to_tuple(names)->count == 1 &&
                 str_equals_c(value_to_tuple(names)->items[0], "obj");
    if (!named && (count != 1 || names != VALUE_ABSENT))
        return raise_type_error(vm, "K() takes exactly one argument (%d given)", count);
    return key_new(vm, value_type(vm, self), value_to_key(self)->compare, args[0]);
}

static Value key_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if (!value_is_heap(other) || value_type(vm, other) != value_type(vm, self))
        return raise_type_error(vm, "other argument must be K instance");
    if (value_to_key(self)->item == VALUE_ABSENT || value_to_key(other)->item == VALUE_ABSENT)
        return raise_error(vm, TYPE_ATTRIBUTE_ERROR, "object");
    Value args[2] = {value_to_key(self)->item, value_to_key(other)->item};
    Value order = call_value(vm, value_to_key(self)->compare, args, 2);
    if (value_is_error(order))
        return VALUE_ERROR;
    Value result = value_compare(vm, order, value_from_int(0), op);
    value_drop(vm, order);
    return result;
}

static Value key_get_obj(Vm *vm, Value self)
{
    Value item = value_to_key(self)->item;
    return item == VALUE_ABSENT ? raise_error(vm, TYPE_ATTRIBUTE_ERROR, "object") : value_share(item);
}

static const GetSetDef key_getsets[] = {{"obj", key_get_obj, NULL, "Value wrapped by a key function."}, {0}};
static const NativeDef key_methods[] = {FN(key_m_new, "__new__(cls, mycmp)", "Create and return a new object."), {0}};

static const TypeDef key_type_def = {
    .name = "cmp_to_key",
    .module = "functools",
    .doc = "Convert a cmp= function into a key= function.",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(Key),
    .slots = {.destroy = key_destroy, .traverse = key_traverse, .call = key_slot_call, .compare = key_slot_compare},
    .methods = key_methods,
    .getsets = key_getsets,
};

static const NativeDef functools_functions[] = {
    FN(functools_reduce, "reduce(function, iterable, initial=?, /)",
       "Apply a function of two arguments cumulatively to the items of an iterable, from left to right."),
    {0}};

bool functools_module_fill(Vm *vm, Value module)
{
    return module_add_functions(vm, module, functools_functions) &&
           module_add_type(vm, module, &key_type_def, NULL) != NULL &&
           module_add_type(vm, module, &partial_type_def, NULL) != NULL &&
           module_add_type(vm, module, &lru_cache_type_def, NULL) != NULL;
}
