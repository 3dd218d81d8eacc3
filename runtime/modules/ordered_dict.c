/* collections.OrderedDict: a dict that can reorder, and compares by order. */
#include "modules/collections.h"

#include "object/dict.h"

static bool value_is_ordered_dict(const Vm *vm, Value value)
{
    if (!value_is_dict(vm, value))
        return false;
    const Type *type = value_type(vm, value);
    while (type != NULL && type->def != &ordered_dict_type_def)
        type = type->base;
    return type != NULL;
}

/* The keys in their order must be equal too. */
static int same_order(Vm *vm, Value left, Value right)
{
    Dict *a = value_to_dict(left), *b = value_to_dict(right);
    int64_t i = dict_next_entry(a, 0), j = dict_next_entry(b, 0);
    for (; i >= 0 && j >= 0; i = dict_next_entry(a, (uint32_t)i + 1), j = dict_next_entry(b, (uint32_t)j + 1)) {
        Value own = value_share(a->entries[i].key), other = value_share(b->entries[j].key);
        int equal = value_equal(vm, own, other);
        value_drop(vm, own);
        value_drop(vm, other);
        if (equal != 1)
            return equal;
    }
    return i < 0 && j < 0;
}

static Value ordered_dict_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !value_is_dict(vm, other))
        return VALUE_NOT_IMPLEMENTED;
    if (!stack_guard(vm))
        return VALUE_ERROR;
    int equal = dict_equal(vm, self, other);
    if (equal > 0 && value_is_ordered_dict(vm, other))
        equal = same_order(vm, self, other);
    return equal < 0 ? VALUE_ERROR : value_from_bool(equal == (op == COMPARE_EQ));
}

static Value ordered_dict_slot_repr(Vm *vm, Value self)
{
    if (value_to_dict(self)->count == 0)
        return format_text(vm, "%T()", self);
    ReprGuard guard;
    int state = repr_enter(vm, &guard, self);
    if (state != 0)
        return state < 0 ? VALUE_ERROR : str_from_c(vm, "...");
    Value plain = dict_copy(vm, self);
    Value text = value_is_error(plain) ? VALUE_ERROR : format_text(vm, "%T(%R)", self, plain);
    value_drop(vm, plain);
    repr_leave(vm, &guard);
    return text;
}

/* Stores pair by pair, so that a subclass's __setitem__ sees them all. */
static bool ordered_update(Vm *vm, Value self, Value other)
{
    Value set = NAME_OF(vm, __setitem__);
    if (type_lookup_borrow(vm, value_type(vm, self), set) == type_lookup_borrow(vm, vm->types[TYPE_DICT], set))
        return dict_update(vm, self, other);
    Value pairs = dict_new(vm);
    bool ok = !value_is_error(pairs) && dict_update(vm, pairs, other);
    uint32_t position = 0;
    Value key, value;
    while (ok && dict_walk(pairs, &position, &key, &value))
        ok = value_setitem(vm, self, key, value);
    value_drop(vm, pairs);
    return ok;
}

static Value ordered_dict_m_init(Vm *vm, const Value *args)
{
    if (args[1] != VALUE_ABSENT && !ordered_update(vm, args[0], args[1]))
        return VALUE_ERROR;
    return value_to_dict(args[2])->count == 0 || ordered_update(vm, args[0], args[2]) ? VALUE_NONE : VALUE_ERROR;
}

static Value ordered_dict_m_popitem(Vm *vm, const Value *args)
{
    int last = value_truth(vm, args[1]);
    if (last < 0)
        return VALUE_ERROR;
    Dict *dict = value_to_dict(args[0]);
    int64_t i = last ? dict_previous_entry(dict, (int64_t)dict->used - 1) : dict_next_entry(dict, 0);
    if (i < 0)
        return raise_error(vm, TYPE_KEY_ERROR, "dictionary is empty");
    Value key, value;
    dict_take_entry(dict, (uint32_t)i, &key, &value);
    dict_trim_end(dict);
    return tuple_pair_take(vm, key, value);
}

static Value ordered_dict_m_move_to_end(Vm *vm, const Value *args)
{
    int last = value_truth(vm, args[2]);
    return last >= 0 && dict_move_to_end(vm, args[0], args[1], last) ? VALUE_NONE : VALUE_ERROR;
}

static Value ordered_dict_m_copy(Vm *vm, const Value *args)
{
    Value type = type_value(value_type(vm, args[0]));
    return call_value(vm, type, args, 1);
}

static Value ordered_dict_slot_or(Vm *vm, Value left, Value right)
{
    if (!value_is_dict(vm, left) || !value_is_dict(vm, right))
        return VALUE_NOT_IMPLEMENTED;
    Value type = type_value(value_type(vm, value_is_ordered_dict(vm, left) ? left : right));
    Value result = call_value(vm, type, &left, 1);
    if (value_is_error(result) || ordered_update(vm, result, right))
        return result;
    value_drop(vm, result);
    return VALUE_ERROR;
}

static const NativeDef ordered_dict_methods[] = {
    FN(ordered_dict_m_init, "__init__(self, object=?, /, **kwargs)", "Initialize self."),
    FN(ordered_dict_m_init, "update(self, object=?, /, **kwargs)",
       "D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F."),
    FN(ordered_dict_m_popitem, "popitem(self, last=True)",
       "Remove and return a (key, value) pair from the dictionary.\n\nPairs are returned in LIFO order if last is true or "
       "FIFO order if false."),
    FN(ordered_dict_m_move_to_end, "move_to_end(self, key, last=True)",
       "Move an existing element to the end (or beginning if last is false).\n\nRaise KeyError if the element does not exist."),
    FN(ordered_dict_m_copy, "copy(self, /)", "od.copy() -> a shallow copy of od"),
    FN(ordered_dict_m_copy, "__copy__(self, /)", "od.copy() -> a shallow copy of od"),
    {0}};

const TypeDef ordered_dict_type_def = {
    .name = "OrderedDict",
    .module = "collections",
    .doc = "Dictionary that remembers insertion order",
    .base = TYPE_DICT,
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_CONTAINER | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_WEAK,
    .size = sizeof(Dict),
    .slots = {.repr = ordered_dict_slot_repr,
              .compare = ordered_dict_slot_compare,
              .binary = {[BINARY_OR] = ordered_dict_slot_or}},
    .methods = ordered_dict_methods,
};
