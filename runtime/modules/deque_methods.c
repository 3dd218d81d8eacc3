/* What programs call on deques. */
#include "modules/deque.h"

#include "object/sequence.h"

static Value none_if(bool ok) { return ok ? VALUE_NONE : VALUE_ERROR; }

static Value deque_m_new(Vm *vm, const Value *args) { return deque_new(vm, value_to_type(args[0]), -1); }

static Value deque_m_init(Vm *vm, const Value *args)
{
    Deque *deque = value_to_deque(args[0]);
    int64_t maxlen = -1;
    if (!value_is_none(args[2])) {
        if (!value_is_any_int(vm, args[2]))
            return raise_type_error(vm, "an integer is required");
        if (!value_to_i64(vm, args[2], &maxlen))
            return VALUE_ERROR;
        if (maxlen < 0)
            return raise_value_error(vm, "maxlen must be non-negative");
    }
    deque_clear(vm, deque);
    deque->maxlen = maxlen;
    return none_if(args[1] == VALUE_ABSENT || deque_extend(vm, args[0], args[1], false));
}

static Value deque_m_append(Vm *vm, const Value *args)
{
    return none_if(deque_push_right_take(vm, value_to_deque(args[0]), value_share(args[1])));
}

static Value deque_m_appendleft(Vm *vm, const Value *args)
{
    return none_if(deque_push_left_take(vm, value_to_deque(args[0]), value_share(args[1])));
}

static Value deque_m_extend(Vm *vm, const Value *args) { return none_if(deque_extend(vm, args[0], args[1], false)); }
static Value deque_m_extendleft(Vm *vm, const Value *args) { return none_if(deque_extend(vm, args[0], args[1], true)); }

static Value deque_m_pop(Vm *vm, const Value *args)
{
    Deque *deque = value_to_deque(args[0]);
    return deque->count != 0 ? deque_take_right(deque) : raise_error(vm, TYPE_INDEX_ERROR, "pop from an empty deque");
}

static Value deque_m_popleft(Vm *vm, const Value *args)
{
    Deque *deque = value_to_deque(args[0]);
    return deque->count != 0 ? deque_take_left(deque) : raise_error(vm, TYPE_INDEX_ERROR, "pop from an empty deque");
}

static Value deque_m_clear(Vm *vm, const Value *args)
{
    deque_clear(vm, value_to_deque(args[0]));
    return VALUE_NONE;
}

/* A subclass makes its copy itself, by being called. */
static Value deque_m_copy(Vm *vm, const Value *args)
{
    Deque *deque = value_to_deque(args[0]);
    Type *type = value_type(vm, args[0]);
    if (type->flags & TYPE_FLAG_HEAP) {
        Value arguments[2] = {args[0], value_from_int(deque->maxlen)};
        return call_value(vm, type_value(type), arguments, deque->maxlen < 0 ? 1 : 2);
    }
    Value copy = deque_new(vm, type, deque->maxlen);
    if (value_is_error(copy) || deque_extend(vm, copy, args[0], false))
        return copy;
    value_drop(vm, copy);
    return VALUE_ERROR;
}

/* Index of the first equal item in [start, stop); -1: none, -2: error. */
static int64_t deque_find(Vm *vm, Deque *deque, Value item, size_t start, size_t stop, TypeId error)
{
    uint32_t version = deque->version;
    for (size_t i = start; i < stop && i < deque->count; i++) {
        Value own = value_share(*deque_place(deque, i));
        int equal = value_equal(vm, own, item);
        value_drop(vm, own);
        if (equal < 0)
            return -2;
        if (deque->version != version) {
            raise_error(vm, error, "deque mutated during iteration");
            return -2;
        }
        if (equal)
            return (int64_t)i;
    }
    return -1;
}

static Value deque_m_count(Vm *vm, const Value *args)
{
    Deque *deque = value_to_deque(args[0]);
    int64_t total = 0, found = -1;
    while ((found = deque_find(vm, deque, args[1], (size_t)(found + 1), SIZE_MAX, TYPE_RUNTIME_ERROR)) >= 0)
        total++;
    return found == -2 ? VALUE_ERROR : value_from_int(total);
}

static Value deque_m_index(Vm *vm, const Value *args)
{
    Deque *deque = value_to_deque(args[0]);
    size_t start = 0, stop = SIZE_MAX;
    if (!sequence_bound(vm, args[2], deque->count, &start) || !sequence_bound(vm, args[3], deque->count, &stop))
        return VALUE_ERROR;
    int64_t found = deque_find(vm, deque, args[1], start, stop, TYPE_RUNTIME_ERROR);
    if (found == -1)
        return raise_value_error(vm, "%R is not in deque", args[1]);
    return found < 0 ? VALUE_ERROR : value_from_int(found);
}

static Value deque_m_remove(Vm *vm, const Value *args)
{
    Deque *deque = value_to_deque(args[0]);
    int64_t found = deque_find(vm, deque, args[1], 0, SIZE_MAX, TYPE_INDEX_ERROR);
    if (found == -1)
        return raise_value_error(vm, "%R is not in deque", args[1]);
    if (found < 0)
        return VALUE_ERROR;
    value_drop(vm, deque_take_at(deque, (size_t)found));
    return VALUE_NONE;
}

static Value deque_m_insert(Vm *vm, const Value *args)
{
    Deque *deque = value_to_deque(args[0]);
    int64_t index;
    if (!value_to_index_clipped(vm, args[1], &index))
        return VALUE_ERROR;
    int64_t count = (int64_t)deque->count;
    if (count == deque->maxlen)
        return raise_error(vm, TYPE_INDEX_ERROR, "deque already at its maximum size");
    if (index < 0)
        index = index + count < 0 ? 0 : index + count;
    return none_if(deque_insert_at(vm, deque, (size_t)(index > count ? count : index), args[2]));
}

static Value deque_m_reverse(Vm *vm, const Value *args)
{
    (void)vm;
    Deque *deque = value_to_deque(args[0]);
    for (size_t i = 0, j = deque->count; i + 1 < j; i++) {
        Value *left = deque_place(deque, i), *right = deque_place(deque, --j), item = *left;
        *left = *right;
        *right = item;
    }
    return VALUE_NONE;
}

static Value deque_m_rotate(Vm *vm, const Value *args)
{
    int64_t steps;
    if (!value_to_i64(vm, args[1], &steps))
        return VALUE_ERROR;
    deque_rotate(value_to_deque(args[0]), steps);
    return VALUE_NONE;
}

/* What copy.deepcopy() makes it anew from: (type, ((), maxlen), attributes, items). */
static Value deque_m_reduce(Vm *vm, const Value *args)
{
    int64_t maxlen = value_to_deque(args[0])->maxlen;
    Value state = attribute_get_optional(vm, args[0], NAME_OF(vm, __dict__));
    if (state == VALUE_ABSENT)
        state = VALUE_NONE;
    Value items = value_is_error(state) ? VALUE_ERROR : value_iter(vm, args[0]);
    Value arguments = value_is_error(items) ? VALUE_ERROR
                      : maxlen < 0          ? value_share(vm->empty_tuple)
                                            : tuple_pair_take(vm, value_share(vm->empty_tuple), value_from_int(maxlen));
    if (value_is_error(arguments)) {
        value_drop(vm, state);
        value_drop(vm, items);
        return VALUE_ERROR;
    }
    Value parts[4] = {value_share(type_value(value_type(vm, args[0]))), arguments, state, items};
    return tuple_new_take(vm, parts, 4);
}

static Value deque_get_maxlen(Vm *vm, Value self)
{
    (void)vm;
    int64_t maxlen = value_to_deque(self)->maxlen;
    return maxlen < 0 ? VALUE_NONE : value_from_int(maxlen);
}

const GetSetDef deque_getsets[] = {
    {"maxlen", deque_get_maxlen, NULL, "maximum size of a deque or None if unbounded"}, {0}};

const NativeDef deque_methods[] = {
    FN(deque_m_new, "__new__(cls, /, *args, **kwargs)", "Create and return a new object."),
    FN(deque_m_init, "__init__(self, iterable=?, maxlen=None)", "Initialize self."),
    FN(deque_m_append, "append(self, item, /)", "Add an element to the right side of the deque."),
    FN(deque_m_appendleft, "appendleft(self, item, /)", "Add an element to the left side of the deque."),
    FN(deque_m_extend, "extend(self, iterable, /)", "Extend the right side of the deque with elements from the iterable."),
    FN(deque_m_extendleft, "extendleft(self, iterable, /)",
       "Extend the left side of the deque with elements from the iterable."),
    FN(deque_m_pop, "pop(self, /)", "Remove and return the rightmost element."),
    FN(deque_m_popleft, "popleft(self, /)", "Remove and return the leftmost element."),
    FN(deque_m_clear, "clear(self, /)", "Remove all elements from the deque."),
    FN(deque_m_copy, "copy(self, /)", "Return a shallow copy of a deque."),
    FN(deque_m_copy, "__copy__(self, /)", "Return a shallow copy of a deque."),
    FN(deque_m_reduce, "__reduce__(self, /)", "Return state information for pickling."),
    FN(deque_m_count, "count(self, value, /)", "Return number of occurrences of value."),
    FN(deque_m_index, "index(self, value, start=?, stop=?, /)",
       "Return first index of value.\n\nRaises ValueError if the value is not present."),
    FN(deque_m_insert, "insert(self, index, value, /)", "Insert value before index."),
    FN(deque_m_remove, "remove(self, value, /)", "Remove first occurrence of value."),
    FN(deque_m_reverse, "reverse(self, /)", "Reverse *IN PLACE*."),
    FN(deque_m_rotate, "rotate(self, n=1, /)",
       "Rotate the deque n steps to the right.  If n is negative, rotates left."),
    FN(deque_m_reversed, "__reversed__(self, /)", "Return a reverse iterator over the deque."),
    FN(container_m_class_getitem, "@classmethod __class_getitem__(cls, item, /)", "See PEP 585"),
    {0}};
