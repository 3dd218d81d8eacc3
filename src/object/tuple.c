/* tuple and its iterator.
 *
 * A tuple's items lie behind its header and never change once it is visible.
 * The one empty tuple is vm->empty_tuple. */
#include "object/sequence.h"

#include "object/number.h"

static inline Tuple *tuple_allocate(Vm *vm, Type *type, size_t count)
{
    if (count > (INT64_MAX - sizeof(Tuple)) / sizeof(Value)) {
        raise_memory_error(vm);
        return NULL;
    }
    Tuple *tuple = object_new(vm, type, count * sizeof(Value));
    if (tuple != NULL)
        tuple->count = count;
    return tuple;
}

Value tuple_new(Vm *vm, const Value *items, size_t count)
{
    if (count == 0)
        return value_share(vm->empty_tuple);
    Tuple *tuple = tuple_allocate(vm, vm->types[TYPE_TUPLE], count);
    if (tuple == NULL)
        return VALUE_ERROR;
    for (size_t i = 0; i < count; i++)
        tuple->items[i] = value_share(items[i]);
    return value_from_object(tuple);
}

Value tuple_new_take(Vm *vm, const Value *items, size_t count)
{
    if (count == 0)
        return value_share(vm->empty_tuple);
    Tuple *tuple = tuple_allocate(vm, vm->types[TYPE_TUPLE], count);
    if (tuple == NULL) {
        values_drop(vm, items, count);
        return VALUE_ERROR;
    }
    memcpy(tuple->items, items, count * sizeof(Value));
    return value_from_object(tuple);
}

Tuple *tuple_new_raw(Vm *vm, size_t count)
{
    ASSERT(count > 0);
    Tuple *tuple = tuple_allocate(vm, vm->types[TYPE_TUPLE], count);
    if (tuple == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        tuple->items[i] = VALUE_NONE;
    return tuple;
}

Value tuple_pair_take(Vm *vm, Value first, Value second)
{
    Tuple *tuple = object_new(vm, vm->types[TYPE_TUPLE], 2 * sizeof(Value));
    if (UNLIKELY(tuple == NULL)) {
        value_drop(vm, first);
        value_drop(vm, second);
        return VALUE_ERROR;
    }
    tuple->count = 2;
    tuple->items[0] = first;
    tuple->items[1] = second;
    return value_from_object(tuple);
}

Value tuple_from(Vm *vm, Value iterable)
{
    if (value_has_shape(iterable, TYPE_TUPLE))
        return value_share(iterable);
    if (value_has_shape(iterable, TYPE_LIST))
        return tuple_new(vm, value_to_list(iterable)->items, value_to_list(iterable)->count);
    Value list = list_from(vm, iterable);
    if (value_is_error(list))
        return VALUE_ERROR;
    List *items = value_to_list(list);
    size_t count = items->count;
    items->count = 0;
    Value tuple = tuple_new_take(vm, items->items, count);
    value_drop(vm, list);
    return tuple;
}

Value tuple_slice(Vm *vm, Value tuple, size_t start, size_t end)
{
    Tuple *self = value_to_tuple(tuple);
    ASSERT(start <= end && end <= self->count);
    if (start == 0 && end == self->count && value_has_shape(tuple, TYPE_TUPLE))
        return value_share(tuple);
    return tuple_new(vm, self->items + start, end - start);
}

/* Slots. ---------------------------------------------------------------------- */

static void tuple_destroy(Vm *vm, Object *self)
{
    Tuple *tuple = (Tuple *)self;
    size_t count = tuple->count;
    values_drop(vm, tuple->items, count);
    object_free(vm, self, count * sizeof(Value));
}

static void tuple_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context)
{
    Tuple *tuple = (Tuple *)self;
    for (size_t i = 0; i < tuple->count; i++)
        visit(vm, tuple->items[i], context);
}

static Value tuple_slot_repr(Vm *vm, Value self)
{
    return sequence_repr(vm, self, "(", value_to_tuple(self)->count == 1 ? ",)" : ")");
}

/* xxHash's mixing of 64-bit lanes, one round an item, as CPython hashes tuples:
 * sets of tuples then iterate in the order programs are used to. */
static bool tuple_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    const uint64_t prime_1 = UINT64_C(11400714785074694791), prime_2 = UINT64_C(14029467366897019727),
                   prime_5 = UINT64_C(2870177450012600261);
    Tuple *tuple = value_to_tuple(self);
    uint64_t mixed = prime_5;
    for (size_t i = 0; i < tuple->count; i++) {
        int64_t lane;
        if (!value_hash(vm, tuple->items[i], &lane))
            return false;
        mixed += (uint64_t)lane * prime_2;
        mixed = (mixed << 31 | mixed >> 33) * prime_1;
    }
    mixed += tuple->count ^ (prime_5 ^ 3527539);
    *hash = mixed == UINT64_MAX ? 1546275796 : (int64_t)mixed;
    return true;
}

static int64_t tuple_slot_length(Vm *vm, Value self)
{
    (void)vm;
    return (int64_t)value_to_tuple(self)->count;
}

static Value tuple_get_slice(Vm *vm, Value self, Value key)
{
    Tuple *tuple = value_to_tuple(self);
    SliceBounds bounds;
    if (!slice_bounds(vm, key, (int64_t)tuple->count, &bounds))
        return VALUE_ERROR;
    if (bounds.count == 0)
        return value_share(vm->empty_tuple);
    if (bounds.step == 1)
        return tuple_slice(vm, self, (size_t)bounds.start, (size_t)(bounds.start + bounds.count));
    Tuple *result = tuple_new_raw(vm, (size_t)bounds.count);
    if (result == NULL)
        return VALUE_ERROR;
    for (int64_t i = 0; i < bounds.count; i++)
        result->items[i] = value_share(tuple->items[bounds.start + i * bounds.step]);
    return value_from_object(result);
}

static Value tuple_slot_getitem(Vm *vm, Value self, Value key)
{
    if (value_is_slice(key))
        return tuple_get_slice(vm, self, key);
    size_t index;
    if (!sequence_index(vm, self, key, &value_to_tuple(self)->count, "tuple", &index))
        return VALUE_ERROR;
    return value_share(value_to_tuple(self)->items[index]);
}

static Value tuple_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    return value_is_tuple(vm, other) ? sequence_compare(vm, self, other, op) : VALUE_NOT_IMPLEMENTED;
}

static Value tuple_slot_add(Vm *vm, Value left, Value right)
{
    if (!value_is_tuple(vm, left) || !value_is_tuple(vm, right))
        return VALUE_NOT_IMPLEMENTED;
    Tuple *first = value_to_tuple(left), *second = value_to_tuple(right);
    if (second->count == 0 && value_has_shape(left, TYPE_TUPLE))
        return value_share(left);
    if (first->count == 0 && value_has_shape(right, TYPE_TUPLE))
        return value_share(right);
    if (first->count + second->count == 0)
        return value_share(vm->empty_tuple);
    Tuple *result = tuple_allocate(vm, vm->types[TYPE_TUPLE], first->count + second->count);
    if (result == NULL)
        return VALUE_ERROR;
    for (size_t i = 0; i < first->count; i++)
        result->items[i] = value_share(first->items[i]);
    for (size_t i = 0; i < second->count; i++)
        result->items[first->count + i] = value_share(second->items[i]);
    return value_from_object(result);
}

static Value tuple_slot_multiply(Vm *vm, Value left, Value right)
{
    bool on_left = value_is_tuple(vm, left);
    if (!on_left && value_has_flag(vm, left, TYPE_FLAG_STR | TYPE_FLAG_BYTES | TYPE_FLAG_LIST))
        return VALUE_NOT_IMPLEMENTED;
    Value self = on_left ? left : right;
    Tuple *tuple = value_to_tuple(self);
    int64_t times = sequence_repeat_count(vm, on_left ? right : left, tuple->count);
    if (times < 0)
        return VALUE_ERROR;
    if (times == 1 && value_has_shape(self, TYPE_TUPLE))
        return value_share(self);
    if (times == 0 || tuple->count == 0)
        return value_share(vm->empty_tuple);
    Tuple *result = tuple_allocate(vm, vm->types[TYPE_TUPLE], tuple->count * (size_t)times);
    if (result == NULL)
        return VALUE_ERROR;
    for (size_t i = 0; i < result->count; i++)
        result->items[i] = value_share(tuple->items[i % tuple->count]);
    return value_from_object(result);
}

/* Methods. -------------------------------------------------------------------- */

static Value tuple_new_method(Vm *vm, const Value *args)
{
    Type *type = value_to_type(args[0]);
    Value items = args[1] == VALUE_ABSENT ? value_share(vm->empty_tuple) : tuple_from(vm, args[1]);
    if (value_is_error(items) || type == vm->types[TYPE_TUPLE])
        return items;
    Tuple *source = value_to_tuple(items);
    Tuple *result = tuple_allocate(vm, type, source->count);
    for (size_t i = 0; result != NULL && i < source->count; i++)
        result->items[i] = value_share(source->items[i]);
    value_drop(vm, items);
    return result != NULL ? value_from_object(result) : VALUE_ERROR;
}

static Value tuple_m_count(Vm *vm, const Value *args)
{
    int64_t count = sequence_count(vm, args[0], args[1]);
    return count < 0 ? VALUE_ERROR : value_from_int(count);
}

static Value tuple_m_index(Vm *vm, const Value *args)
{
    size_t count = value_to_tuple(args[0])->count, start = 0, stop = count;
    if (!sequence_bound(vm, args[2], count, &start) || !sequence_bound(vm, args[3], count, &stop))
        return VALUE_ERROR;
    int64_t found = sequence_find(vm, args[0], args[1], start, stop);
    if (found == -1)
        return raise_value_error(vm, "tuple.index(x): x not in tuple");
    return found < 0 ? VALUE_ERROR : value_from_int(found);
}

static Value tuple_m_getnewargs(Vm *vm, const Value *args)
{
    Tuple *tuple = value_to_tuple(args[0]);
    Value copy = tuple_new(vm, tuple->items, tuple->count);
    return value_is_error(copy) ? VALUE_ERROR : tuple_new_take(vm, &copy, 1);
}

/* Iterator. ------------------------------------------------------------------- */

typedef struct {
    Object object;
    Value tuple; /* VALUE_ABSENT when exhausted */
    size_t index;
} TupleIterator;

static Value tuple_slot_iter(Vm *vm, Value self)
{
    TupleIterator *iterator = object_new(vm, vm->types[TYPE_TUPLE_ITERATOR], 0);
    if (iterator == NULL)
        return VALUE_ERROR;
    iterator->tuple = value_share(self);
    return value_from_object(iterator);
}

static Value tuple_iterator_slot_next(Vm *vm, Value self)
{
    TupleIterator *iterator = VALUE_OBJECT(TupleIterator, self);
    if (iterator->tuple == VALUE_ABSENT)
        return VALUE_DONE;
    Tuple *tuple = value_to_tuple(iterator->tuple);
    if (LIKELY(iterator->index < tuple->count))
        return value_share(tuple->items[iterator->index++]);
    value_clear(vm, &iterator->tuple);
    return VALUE_DONE;
}

static void tuple_iterator_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((TupleIterator *)self)->tuple);
    object_free(vm, self, 0);
}

static void tuple_iterator_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context)
{
    visit(vm, ((TupleIterator *)self)->tuple, context);
}

static void tuple_iterator_clear(Vm *vm, Object *self)
{
    value_clear(vm, &((TupleIterator *)self)->tuple);
}

static Value tuple_iterator_m_length_hint(Vm *vm, const Value *args)
{
    (void)vm;
    TupleIterator *iterator = VALUE_OBJECT(TupleIterator, args[0]);
    if (iterator->tuple == VALUE_ABSENT)
        return value_from_int(0);
    return value_from_int((int64_t)(value_to_tuple(iterator->tuple)->count - iterator->index));
}

static const NativeDef tuple_iterator_methods[] = {
    FN(tuple_iterator_m_length_hint, "__length_hint__(self, /)", "Private method returning an estimate of len(list(it))."),
    {0}};

static const TypeDef tuple_iterator_type_def = {
    .name = "tuple_iterator",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(TupleIterator),
    .slots = {.destroy = tuple_iterator_destroy,
              .traverse = tuple_iterator_traverse,
              .clear = tuple_iterator_clear,
              .iter = container_slot_self,
              .next = tuple_iterator_slot_next},
    .methods = tuple_iterator_methods,
};

bool tuple_iterator_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &tuple_iterator_type_def); }

static const NativeDef tuple_methods[] = {
    FN(tuple_new_method, "__new__(cls, iterable=?, /)", "Create and return a new object."),
    FN(tuple_m_count, "count(self, value, /)", "Return number of occurrences of value."),
    FN(tuple_m_index, "index(self, value, start=?, stop=?, /)",
       "Return first index of value.\n\nRaises ValueError if the value is not present."),
    FN(tuple_m_getnewargs, "__getnewargs__(self, /)", NULL),
    FN(container_m_class_getitem, "@classmethod __class_getitem__(cls, item, /)", "See PEP 585"),
    {0}};

static const TypeDef tuple_type_def = {
    .name = "tuple",
    .doc = "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\n"
           "If iterable is specified the tuple is initialized from iterable's items.\n\n"
           "If the argument is a tuple, the return value is the same object.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_CONTAINER | TYPE_FLAG_TUPLE | TYPE_FLAG_SEQUENCE | TYPE_FLAG_MATCH_SELF,
    .size = sizeof(Tuple),
    .slots = {.destroy = tuple_destroy,
              .traverse = tuple_traverse,
              .repr = tuple_slot_repr,
              .hash = tuple_slot_hash,
              .iter = tuple_slot_iter,
              .length = tuple_slot_length,
              .getitem = tuple_slot_getitem,
              .contains = sequence_contains,
              .compare = tuple_slot_compare,
              .binary = {[BINARY_ADD] = tuple_slot_add, [BINARY_MUL] = tuple_slot_multiply}},
    .methods = tuple_methods,
};

bool tuple_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &tuple_type_def); }
