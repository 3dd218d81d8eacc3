/* list: the array and what C code does with it; its slots.
 *
 * items[0..count) are owned.  Dropping an item may run code that uses the list,
 * so items are taken out of the array before they are dropped. */
#include "object/list.h"

#include "object/number.h"

enum { LIST_GROW_MIN = 4 };

/* Life. ----------------------------------------------------------------------- */

static Value list_new_empty(Vm *vm, Type *type, size_t capacity)
{
    List *list = object_new(vm, type, 0);
    if (UNLIKELY(list == NULL))
        return VALUE_ERROR;
    if (capacity != 0) {
        list->items = vm_alloc(vm, capacity * sizeof(Value));
        if (UNLIKELY(list->items == NULL)) {
            value_drop(vm, value_from_object(list));
            return VALUE_ERROR;
        }
        list->capacity = capacity;
    }
    return value_from_object(list);
}

Value list_new(Vm *vm, const Value *items, size_t count)
{
    Value result = list_new_empty(vm, vm->types[TYPE_LIST], count);
    if (value_is_error(result))
        return VALUE_ERROR;
    List *list = value_to_list(result);
    for (size_t i = 0; i < count; i++)
        list->items[i] = value_share(items[i]);
    list->count = count;
    return result;
}

Value list_new_take(Vm *vm, const Value *items, size_t count)
{
    Value result = list_new_empty(vm, vm->types[TYPE_LIST], count);
    if (value_is_error(result)) {
        values_drop(vm, items, count);
        return VALUE_ERROR;
    }
    List *list = value_to_list(result);
    if (count != 0)
        memcpy(list->items, items, count * sizeof(Value));
    list->count = count;
    return result;
}

Value list_from(Vm *vm, Value iterable)
{
    Value list = list_new_empty(vm, vm->types[TYPE_LIST], 0);
    if (value_is_error(list) || list_extend(vm, list, iterable))
        return list;
    value_drop(vm, list);
    return VALUE_ERROR;
}

void list_clear(Vm *vm, List *list)
{
    Value *items = list->items;
    size_t count = list->count, capacity = list->capacity;
    list->items = NULL;
    list->count = list->capacity = 0;
    values_drop(vm, items, count);
    if (capacity != 0)
        vm_free(vm, items, capacity * sizeof(Value));
}

static void list_destroy(Vm *vm, Object *self)
{
    list_clear(vm, (List *)self);
    object_free(vm, self, 0);
}

static void list_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context)
{
    List *list = (List *)self;
    for (size_t i = 0; i < list->count; i++)
        visit(vm, list->items[i], context);
}

static void list_slot_clear(Vm *vm, Object *self) { list_clear(vm, (List *)self); }

/* Growing. -------------------------------------------------------------------- */

/* Sets the capacity, which is at least count. */
static bool list_set_capacity(Vm *vm, List *list, size_t capacity)
{
    ASSERT(capacity >= list->count);
    if (capacity > INT64_MAX / sizeof(Value)) {
        raise_memory_error(vm);
        return false;
    }
    Value *items = list->capacity == 0
                       ? vm_alloc(vm, capacity * sizeof(Value))
                       : vm_resize(vm, list->items, list->capacity * sizeof(Value), capacity * sizeof(Value));
    if (items == NULL)
        return false;
    list->items = items;
    list->capacity = capacity;
    return true;
}

bool list_reserve(Vm *vm, List *list, size_t count)
{
    return count <= list->capacity || list_set_capacity(vm, list, count);
}

/* Room for count items, with more to come. */
static NOINLINE bool list_grow(Vm *vm, List *list, size_t count)
{
    size_t capacity = list->capacity + list->capacity / 2 + LIST_GROW_MIN;
    return list_set_capacity(vm, list, size_max(capacity & ~(size_t)1, count));
}

bool list_append_take(Vm *vm, Value list, Value item)
{
    List *self = value_to_list(list);
    if (UNLIKELY(self->count == self->capacity) && !list_grow(vm, self, self->count + 1)) {
        value_drop(vm, item);
        return false;
    }
    self->items[self->count++] = item;
    return true;
}

bool list_append(Vm *vm, Value list, Value item) { return list_append_take(vm, list, value_share(item)); }

bool list_insert(Vm *vm, Value list, size_t index, Value item)
{
    List *self = value_to_list(list);
    if (self->count == self->capacity && !list_grow(vm, self, self->count + 1))
        return false;
    index = size_min(index, self->count);
    memmove(self->items + index + 1, self->items + index, (self->count - index) * sizeof(Value));
    self->items[index] = value_share(item);
    self->count++;
    return true;
}

/* source may be the list's own array: it is looked up after growing. */
static bool list_extend_array(Vm *vm, List *list, Value source)
{
    size_t count;
    sequence_items(vm, source, &count);
    if (list->count + count > list->capacity &&
        !(list->count == 0 ? list_set_capacity(vm, list, count) : list_grow(vm, list, list->count + count)))
        return false;
    const Value *items = sequence_items(vm, source, &count);
    for (size_t i = 0; i < count; i++)
        list->items[list->count + i] = value_share(items[i]);
    list->count += count;
    return true;
}

static bool list_extend_dict(Vm *vm, List *list, Value dict)
{
    if (!list_reserve(vm, list, list->count + value_to_dict(dict)->count))
        return false;
    uint32_t position = 0;
    Value key, value;
    while (dict_walk(dict, &position, &key, &value))
        list->items[list->count++] = value_share(key);
    return true;
}

static bool list_extend_range(Vm *vm, List *list, int64_t start, int64_t stop, int64_t step)
{
    uint64_t count = 0;
    if (step > 0 && start < stop)
        count = ((uint64_t)stop - (uint64_t)start - 1) / (uint64_t)step + 1;
    else if (step < 0 && start > stop)
        count = ((uint64_t)start - (uint64_t)stop - 1) / -(uint64_t)step + 1;
    if (count != 0 && !list_reserve(vm, list, list->count + count))
        return false;
    for (uint64_t i = 0; i < count; i++)
        list->items[list->count++] = value_from_int(start + (int64_t)i * step);
    return true;
}

static bool list_extend_iterator(Vm *vm, Value list, Value iterable)
{
    Value iterator = value_iter(vm, iterable);
    if (value_is_error(iterator))
        return false;
    for (;;) {
        Value item = value_next(vm, iterator);
        if (item == VALUE_DONE)
            break;
        if (value_is_error(item) || !list_append_take(vm, list, item)) {
            value_drop(vm, iterator);
            return false;
        }
    }
    value_drop(vm, iterator);
    return true;
}

bool list_extend(Vm *vm, Value list, Value iterable)
{
    List *self = value_to_list(list);
    int64_t start, stop, step;
    if (value_is_heap(iterable)) {
        switch (value_shape(iterable)) {
        case TYPE_LIST:
        case TYPE_TUPLE: return list_extend_array(vm, self, iterable);
        case TYPE_DICT: return list_extend_dict(vm, self, iterable);
        case TYPE_RANGE:
            if (range_is_small(iterable, &start, &stop, &step))
                return list_extend_range(vm, self, start, stop, step);
            break;
        default: break;
        }
    }
    return list_extend_iterator(vm, list, iterable);
}

Value list_slice(Vm *vm, Value list, size_t start, size_t end)
{
    ASSERT(start <= end && end <= value_to_list(list)->count);
    return list_new(vm, start != end ? value_to_list(list)->items + start : NULL, end - start);
}

Value list_to_tuple(Vm *vm, Value list)
{
    return tuple_new(vm, value_to_list(list)->items, value_to_list(list)->count);
}

/* Subscripts. ----------------------------------------------------------------- */

/* The bounds of a slice of the list as it is now: __index__ of the slice's
 * parts may have changed its length meanwhile. */
static bool list_bounds(Vm *vm, const List *list, Value slice, SliceBounds *bounds)
{
    for (int attempt = 0; attempt < 8; attempt++) {
        size_t count = list->count;
        if (!slice_bounds(vm, slice, (int64_t)count, bounds))
            return false;
        if (count == list->count)
            return true;
    }
    return raise_false(vm, TYPE_VALUE_ERROR, "list changed size while it was sliced");
}

static Value list_get_slice(Vm *vm, Value self, Value key)
{
    List *list = value_to_list(self);
    SliceBounds bounds;
    if (!list_bounds(vm, list, key, &bounds))
        return VALUE_ERROR;
    if (bounds.step == 1 || bounds.count == 0)
        return list_new(vm, bounds.count != 0 ? list->items + bounds.start : NULL, (size_t)bounds.count);
    Value result = list_new_empty(vm, vm->types[TYPE_LIST], (size_t)bounds.count);
    if (value_is_error(result))
        return VALUE_ERROR;
    List *part = value_to_list(result);
    for (int64_t i = 0; i < bounds.count; i++)
        part->items[i] = value_share(list->items[bounds.start + i * bounds.step]);
    part->count = (size_t)bounds.count;
    return result;
}

/* Replaces items[start..stop) by count new ones, which are shared. */
bool list_replace(Vm *vm, List *list, size_t start, size_t stop, const Value *items, size_t count)
{
    ASSERT(start <= stop && stop <= list->count);
    size_t removed = stop - start, tail = list->count - stop;
    if (removed == 0 && count == 0)
        return true;
    if (count > removed && list->count - removed + count > list->capacity &&
        !list_grow(vm, list, list->count - removed + count))
        return false;
    Value *old = NULL;
    if (removed != 0) {
        old = vm_alloc(vm, removed * sizeof(Value));
        if (old == NULL)
            return false;
        memcpy(old, list->items + start, removed * sizeof(Value));
    }
    if (tail != 0)
        memmove(list->items + start + count, list->items + stop, tail * sizeof(Value));
    for (size_t i = 0; i < count; i++)
        list->items[start + i] = value_share(items[i]);
    list->count = list->count - removed + count;
    if (old != NULL) {
        values_drop(vm, old, removed);
        vm_free(vm, old, removed * sizeof(Value));
    }
    return true;
}

/* del list[start:stop:step] for a step other than 1. */
static bool list_delete_steps(Vm *vm, List *list, SliceBounds bounds)
{
    if (bounds.count == 0)
        return true;
    if (bounds.step < 0) {
        bounds.start += (bounds.count - 1) * bounds.step;
        bounds.step = -bounds.step;
    }
    size_t removed = (size_t)bounds.count, kept = (size_t)bounds.start, next = kept, taken = 0;
    Value *old = vm_alloc(vm, removed * sizeof(Value));
    if (old == NULL)
        return false;
    for (size_t i = kept; i < list->count; i++) {
        if (i == next && taken < removed) {
            old[taken++] = list->items[i];
            next += (size_t)bounds.step;
        } else {
            list->items[kept++] = list->items[i];
        }
    }
    ASSERT(taken == removed);
    list->count = kept;
    values_drop(vm, old, removed);
    vm_free(vm, old, removed * sizeof(Value));
    return true;
}

static bool list_assign_steps(Vm *vm, List *list, SliceBounds bounds, const List *source)
{
    if ((int64_t)source->count != bounds.count)
        return raise_false(vm, TYPE_VALUE_ERROR, "attempt to assign sequence of size %zu to extended slice of size %lld",
                           source->count, (long long)bounds.count);
    if (bounds.count == 0)
        return true;
    size_t count = source->count;
    Value *old = vm_alloc(vm, count * sizeof(Value));
    if (old == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        Value *place = &list->items[bounds.start + (int64_t)i * bounds.step];
        old[i] = *place;
        *place = value_share(source->items[i]);
    }
    values_drop(vm, old, count);
    vm_free(vm, old, count * sizeof(Value));
    return true;
}

static bool value_is_iterable(const Vm *vm, Value value)
{
    const Slots *slots = &value_type(vm, value)->slots;
    return slots->iter != NULL || slots->getitem != NULL;
}

/* The source is copied first: it may be the list itself, and iterating it may
 * change the list. */
static bool list_set_slice(Vm *vm, Value self, Value key, Value value)
{
    List *list = value_to_list(self);
    SliceBounds bounds;
    if (!list_bounds(vm, list, key, &bounds))
        return false;
    if (value == VALUE_ABSENT && bounds.step != 1)
        return list_delete_steps(vm, list, bounds);
    Value source = VALUE_ABSENT;
    if (value != VALUE_ABSENT) {
        if (!value_is_iterable(vm, value))
            return raise_false(vm, TYPE_TYPE_ERROR, "must assign iterable to extended slice");
        source = list_from(vm, value);
        if (value_is_error(source))
            return false;
        if (!list_bounds(vm, list, key, &bounds)) {
            value_drop(vm, source);
            return false;
        }
    }
    const List *items = source == VALUE_ABSENT ? NULL : value_to_list(source);
    bool ok = bounds.step != 1 ? list_assign_steps(vm, list, bounds, items)
                               : list_replace(vm, list, (size_t)bounds.start, (size_t)(bounds.start + bounds.count),
                                              items != NULL ? items->items : NULL, items != NULL ? items->count : 0);
    value_drop(vm, source);
    return ok;
}

/* Takes items[index] out; owned. */
Value list_take_at(List *list, size_t index)
{
    Value item = list->items[index];
    list->count--;
    memmove(list->items + index, list->items + index + 1, (list->count - index) * sizeof(Value));
    return item;
}

static bool list_slot_setitem(Vm *vm, Value self, Value key, Value value)
{
    if (value_is_slice(key))
        return list_set_slice(vm, self, key, value);
    List *list = value_to_list(self);
    size_t index;
    if (!sequence_index(vm, self, key, &list->count, "list assignment", &index))
        return false;
    if (value != VALUE_ABSENT)
        value_replace_take(vm, &list->items[index], value_share(value));
    else
        value_drop(vm, list_take_at(list, index));
    return true;
}

static Value list_slot_getitem(Vm *vm, Value self, Value key)
{
    if (value_is_slice(key))
        return list_get_slice(vm, self, key);
    size_t index;
    if (!sequence_index(vm, self, key, &value_to_list(self)->count, "list", &index))
        return VALUE_ERROR;
    return value_share(value_to_list(self)->items[index]);
}

/* Other slots. ---------------------------------------------------------------- */

static Value list_slot_repr(Vm *vm, Value self) { return sequence_repr(vm, self, "[", "]"); }

static int64_t list_slot_length(Vm *vm, Value self)
{
    (void)vm;
    return (int64_t)value_to_list(self)->count;
}

static Value list_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    return value_is_list(vm, other) ? sequence_compare(vm, self, other, op) : VALUE_NOT_IMPLEMENTED;
}

static Value list_slot_add(Vm *vm, Value left, Value right)
{
    if (!value_is_list(vm, left) || !value_is_list(vm, right))
        return VALUE_NOT_IMPLEMENTED;
    List *first = value_to_list(left), *second = value_to_list(right);
    Value result = list_new_empty(vm, vm->types[TYPE_LIST], first->count + second->count);
    if (value_is_error(result))
        return VALUE_ERROR;
    List *joined = value_to_list(result);
    for (size_t i = 0; i < first->count; i++)
        joined->items[i] = value_share(first->items[i]);
    for (size_t i = 0; i < second->count; i++)
        joined->items[first->count + i] = value_share(second->items[i]);
    joined->count = first->count + second->count;
    return result;
}

static Value list_slot_inplace_add(Vm *vm, Value left, Value right)
{
    return list_extend(vm, left, right) ? value_share(left) : VALUE_ERROR;
}

static Value list_slot_multiply(Vm *vm, Value left, Value right)
{
    bool on_left = value_is_list(vm, left);
    if (!on_left && value_has_flag(vm, left, TYPE_FLAG_STR | TYPE_FLAG_BYTES | TYPE_FLAG_TUPLE))
        return VALUE_NOT_IMPLEMENTED;
    List *list = value_to_list(on_left ? left : right);
    int64_t times = sequence_repeat_count(vm, on_left ? right : left, list->count);
    if (times < 0)
        return VALUE_ERROR;
    size_t count = list->count, total = count * (size_t)times;
    Value result = list_new_empty(vm, vm->types[TYPE_LIST], total);
    if (value_is_error(result))
        return VALUE_ERROR;
    List *repeated = value_to_list(result);
    for (size_t i = 0, j = 0; i < total; i++, j = j + 1 == count ? 0 : j + 1)
        repeated->items[i] = value_share(list->items[j]);
    repeated->count = total;
    return result;
}

static Value list_slot_inplace_multiply(Vm *vm, Value left, Value right)
{
    List *list = value_to_list(left);
    int64_t times = sequence_repeat_count(vm, right, list->count);
    if (times < 0)
        return VALUE_ERROR;
    if (times == 0) {
        list_clear(vm, list);
        return value_share(left);
    }
    size_t count = list->count, total = count * (size_t)times;
    if (!list_reserve(vm, list, total))
        return VALUE_ERROR;
    for (size_t i = count; i < total; i++)
        list->items[i] = value_share(list->items[i - count]);
    list->count = total;
    return value_share(left);
}

/* `list(...)` and classes derived from it. */
Value list_new_method(Vm *vm, const Value *args)
{
    return list_new_empty(vm, value_to_type(args[0]), 0);
}

static Value list_construct(Vm *vm, Type *type, const Value *args, int count)
{
    if (count > 1)
        return VALUE_NOT_IMPLEMENTED;
    return count == 0 ? list_new_empty(vm, type, 0) : list_from(vm, args[0]);
}

static const TypeDef list_type_def = {
    .name = "list",
    .doc = "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\n"
           "The argument must be an iterable if specified.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_CONTAINER | TYPE_FLAG_LIST | TYPE_FLAG_SEQUENCE | TYPE_FLAG_MATCH_SELF,
    .size = sizeof(List),
    .slots = {.destroy = list_destroy,
              .traverse = list_traverse,
              .clear = list_slot_clear,
              .repr = list_slot_repr,
              .iter = list_slot_iter,
              .length = list_slot_length,
              .getitem = list_slot_getitem,
              .setitem = list_slot_setitem,
              .contains = sequence_contains,
              .compare = list_slot_compare,
              .binary = {[BINARY_ADD] = list_slot_add, [BINARY_MUL] = list_slot_multiply},
              .inplace = {[BINARY_ADD] = list_slot_inplace_add, [BINARY_MUL] = list_slot_inplace_multiply}},
    .methods = list_methods,
    .construct = list_construct,
};

bool list_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &list_type_def); }
