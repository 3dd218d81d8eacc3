/* range, and the iterator over one.
 *
 * start, stop, step and length are exact ints of any size.  Nearly every range
 * has inline ones throughout; range_is_small() tells, and all operations try
 * that case first.  Ranges never change. */
#include "object/range.h"

#include "object/call.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"

static inline Range *value_to_range(Value value) { return (Range *)value_object(value); }

/* Drops what a computation consumed and passes its result on. */
static Value binary_take(Vm *vm, BinaryOp op, Value left, Value right)
{
    Value result = value_is_error(left) || value_is_error(right) ? VALUE_ERROR : int_binary(vm, op, left, right);
    value_drop(vm, left);
    value_drop(vm, right);
    return result;
}

/* life ------------------------------------------------------------------------------ */

static int64_t small_length(int64_t start, int64_t stop, int64_t step)
{
    if (step > 0)
        return start < stop ? (stop - start - 1) / step + 1 : 0;
    return start > stop ? (start - stop - 1) / -step + 1 : 0;
}

static Value range_length(Vm *vm, Value start, Value stop, Value step)
{
    if (value_is_int(start) && value_is_int(stop) && value_is_int(step))
        return int_from_i64(vm, small_length(value_to_int(start), value_to_int(stop), value_to_int(step)));
    bool forward = int_sign(vm, step) > 0;
    Value low = forward ? start : stop, high = forward ? stop : start;
    if (int_order(vm, low, high) >= 0)
        return value_from_int(0);
    Value distance = binary_take(vm, BINARY_SUB, int_binary(vm, BINARY_SUB, high, low), value_from_int(1));
    Value stride = forward ? value_share(step) : value_unary(vm, UNARY_NEG, step);
    return binary_take(vm, BINARY_ADD, binary_take(vm, BINARY_FLOORDIV, distance, stride), value_from_int(1));
}

Value range_new(Vm *vm, Value start, Value stop, Value step)
{
    if (int_sign(vm, step) == 0)
        return raise_value_error(vm, "range() arg 3 must not be zero");
    Value members[3] = {int_exact(vm, start), int_exact(vm, stop), int_exact(vm, step)};
    Value length = VALUE_ERROR;
    if (!value_is_error(members[0]) && !value_is_error(members[1]) && !value_is_error(members[2]))
        length = range_length(vm, members[0], members[1], members[2]);
    Range *range = value_is_error(length) ? NULL : object_new(vm, vm->types[TYPE_RANGE], 0);
    if (!range) {
        for (int i = 0; i < 3; i++)
            value_drop(vm, members[i]);
        value_drop(vm, length);
        return VALUE_ERROR;
    }
    range->start = members[0];
    range->stop = members[1];
    range->step = members[2];
    range->length = length;
    return value_from_object(range);
}

static void range_slot_destroy(Vm *vm, Object *self)
{
    Range *range = (Range *)self;
    value_drop(vm, range->start);
    value_drop(vm, range->stop);
    value_drop(vm, range->step);
    value_drop(vm, range->length);
    object_free(vm, self, 0);
}

bool range_is_small(Value value, int64_t *start, int64_t *stop, int64_t *step)
{
    Range *range = value_to_range(value);
    if (!value_is_int(range->start) || !value_is_int(range->stop) || !value_is_int(range->step) || !value_is_int(range->length))
        return false;
    *start = value_to_int(range->start);
    *stop = value_to_int(range->stop);
    *step = value_to_int(range->step);
    return true;
}

/* range(stop), range(start, stop), range(start, stop, step) */
static Value range_method_new(Vm *vm, const Value *args)
{
    if (args[1] == VALUE_ABSENT)
        return raise_type_error(vm, "range expected at least 1 argument, got 0");
    Value start = value_from_int(0), stop = VALUE_ABSENT, step = value_from_int(1), result = VALUE_ERROR;
    if (args[2] == VALUE_ABSENT) {
        stop = value_index(vm, args[1]);
    } else {
        start = value_index(vm, args[1]);
        if (!value_is_error(start))
            stop = value_index(vm, args[2]);
        if (stop != VALUE_ABSENT && !value_is_error(stop) && args[3] != VALUE_ABSENT)
            step = value_index(vm, args[3]);
    }
    if (!value_is_error(start) && !value_is_error(stop) && !value_is_error(step))
        result = range_new(vm, start, stop, step);
    value_drop(vm, start);
    value_drop(vm, stop);
    value_drop(vm, step);
    return result;
}

/* items ------------------------------------------------------------------------------- */

/* start + index * step, index an exact int */
static Value range_item(Vm *vm, const Range *range, Value index)
{
    return binary_take(vm, BINARY_ADD, value_share(range->start), int_binary(vm, BINARY_MUL, index, range->step));
}

static Value range_index_item(Vm *vm, const Range *range, Value key)
{
    Value index = value_index(vm, key);
    if (!value_is_error(index) && int_sign(vm, index) < 0)
        index = binary_take(vm, BINARY_ADD, index, value_share(range->length));
    if (value_is_error(index))
        return index;
    bool inside = int_sign(vm, index) >= 0 && int_order(vm, index, range->length) < 0;
    Value item = inside ? range_item(vm, range, index)
                        : raise_error(vm, TYPE_INDEX_ERROR, "range object index out of range");
    value_drop(vm, index);
    return item;
}

static Value range_slice_items(Vm *vm, const Range *range, Value slice)
{
    Value resolved[3];
    if (!slice_resolve(vm, slice, range->length, resolved))
        return VALUE_ERROR;
    Value start = range_item(vm, range, resolved[0]);
    Value stop = range_item(vm, range, resolved[1]);
    Value step = int_binary(vm, BINARY_MUL, range->step, resolved[2]);
    Value result = VALUE_ERROR;
    if (!value_is_error(start) && !value_is_error(stop) && !value_is_error(step))
        result = range_new(vm, start, stop, step);
    Value used[] = {start, stop, step, resolved[0], resolved[1], resolved[2]};
    for (size_t i = 0; i < ARRAY_LENGTH(used); i++)
        value_drop(vm, used[i]);
    return result;
}

static Value range_slot_getitem(Vm *vm, Value self, Value key)
{
    const Range *range = value_to_range(self);
    if (value_has_shape(key, TYPE_SLICE))
        return range_slice_items(vm, range, key);
    if (value_is_int(key) || value_type(vm, key)->slots.unary[UNARY_INDEX])
        return range_index_item(vm, range, key);
    return raise_type_error(vm, "range indices must be integers or slices, not %.200T", key);
}

static int64_t range_slot_length(Vm *vm, Value self)
{
    int64_t length;
    if (int_fits_i64(vm, value_to_range(self)->length, &length))
        return length;
    raise_error(vm, TYPE_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
    return -1;
}

static int range_slot_truth(Vm *vm, Value self) { return int_sign(vm, value_to_range(self)->length) != 0; }

/* Where an int lies in the range: an owned index, VALUE_ABSENT when it does not. */
static Value range_find_int(Vm *vm, const Range *range, Value number)
{
    bool forward = int_sign(vm, range->step) > 0;
    Value low = forward ? range->start : range->stop, high = forward ? range->stop : range->start;
    int above = int_order(vm, number, low), below = int_order(vm, number, high);
    if (forward ? above < 0 || below >= 0 : above <= 0 || below > 0)
        return VALUE_ABSENT;
    Value distance = int_binary(vm, BINARY_SUB, number, range->start);
    if (value_is_error(distance))
        return distance;
    Value rest = int_binary(vm, BINARY_MOD, distance, range->step);
    bool hit = !value_is_error(rest) && int_sign(vm, rest) == 0;
    bool failed = value_is_error(rest);
    value_drop(vm, rest);
    Value index = failed ? VALUE_ERROR : hit ? int_binary(vm, BINARY_FLOORDIV, distance, range->step) : VALUE_ABSENT;
    value_drop(vm, distance);
    return index;
}

/* Compares with every item, as for any sequence: owned index or VALUE_ABSENT. */
static Value range_search(Vm *vm, Value self, Value wanted)
{
    Value iterator = value_iter(vm, self);
    if (value_is_error(iterator))
        return iterator;
    Value found = VALUE_ABSENT;
    for (int64_t index = 0; found == VALUE_ABSENT; index++) {
        Value item = value_next(vm, iterator);
        if (item == VALUE_DONE)
            break;
        int equal = value_is_error(item) ? -1 : value_equal(vm, item, wanted);
        value_drop(vm, item);
        if (equal)
            found = equal < 0 ? VALUE_ERROR : int_from_i64(vm, index);
    }
    value_drop(vm, iterator);
    return found;
}

static bool is_plain_int(Value value) { return value_is_int(value) || value_is_bool(value) || value_has_shape(value, TYPE_INT); }

static Value range_find(Vm *vm, Value self, Value wanted)
{
    return is_plain_int(wanted) ? range_find_int(vm, value_to_range(self), wanted) : range_search(vm, self, wanted);
}

static int range_slot_contains(Vm *vm, Value self, Value item)
{
    int64_t start, stop, step;
    if (value_is_int(item) && range_is_small(self, &start, &stop, &step)) {
        int64_t number = value_to_int(item);
        bool inside = step > 0 ? number >= start && number < stop : number <= start && number > stop;
        return inside && (number - start) % step == 0;
    }
    Value index = range_find(vm, self, item);
    if (value_is_error(index))
        return -1;
    value_drop(vm, index);
    return index != VALUE_ABSENT;
}

static Value range_m_index(Vm *vm, const Value *args)
{
    Value index = range_find(vm, args[0], args[1]);
    if (index != VALUE_ABSENT)
        return index;
    if (is_plain_int(args[1]))
        return raise_value_error(vm, "%R is not in range", args[1]);
    return raise_value_error(vm, "sequence.index(x): x not in sequence");
}

static bool count_equal(Vm *vm, Value item, void *context)
{
    Value *state = context; /* what is counted, and how often as an int */
    int equal = value_equal(vm, item, state[0]);
    if (equal > 0)
        state[1] = value_from_int(value_to_int(state[1]) + 1);
    return equal >= 0;
}

static Value range_m_count(Vm *vm, const Value *args)
{
    if (is_plain_int(args[1])) {
        int inside = range_slot_contains(vm, args[0], args[1]);
        return inside < 0 ? VALUE_ERROR : value_from_int(inside);
    }
    Value state[] = {args[1], value_from_int(0)};
    return value_each(vm, args[0], count_equal, state) ? state[1] : VALUE_ERROR;
}

/* comparison ----------------------------------------------------------------------------- */

static bool ranges_equal(Vm *vm, const Range *a, const Range *b)
{
    if (int_order(vm, a->length, b->length) != 0)
        return false;
    if (int_sign(vm, a->length) == 0)
        return true;
    if (int_order(vm, a->start, b->start) != 0)
        return false;
    return a->length == value_from_int(1) || int_order(vm, a->step, b->step) == 0;
}

static Value range_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if (!value_has_shape(other, TYPE_RANGE) || (op != COMPARE_EQ && op != COMPARE_NE))
        return VALUE_NOT_IMPLEMENTED;
    bool equal = ranges_equal(vm, value_to_range(self), value_to_range(other));
    return value_from_bool(equal == (op == COMPARE_EQ));
}

/* That of the tuple (length, start, step), with None for what does not matter. */
static bool range_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    const Range *range = value_to_range(self);
    bool empty = int_sign(vm, range->length) == 0, single = range->length == value_from_int(1);
    Value members[] = {range->length, empty ? VALUE_NONE : range->start, empty || single ? VALUE_NONE : range->step};
    Value tuple = tuple_new(vm, members, 3);
    if (value_is_error(tuple))
        return false;
    bool done = value_hash(vm, tuple, hash);
    value_drop(vm, tuple);
    return done;
}

static Value range_slot_repr(Vm *vm, Value self)
{
    const Range *range = value_to_range(self);
    if (range->step == value_from_int(1))
        return format_text(vm, "range(%R, %R)", range->start, range->stop);
    return format_text(vm, "range(%R, %R, %R)", range->start, range->stop, range->step);
}

/* iteration ---------------------------------------------------------------------------------- */

/* Small: next, step and left count on.  Otherwise big holds the int to come
 * and the number of ints left, and big[0] is not VALUE_ABSENT. */
typedef struct {
    Object object;
    int64_t next, step, left;
    Value big[3]; /* next, step, left */
} RangeIterator;

static Value range_iterator_new(Vm *vm, int64_t next, int64_t step, int64_t left)
{
    RangeIterator *iterator = object_new(vm, vm->types[TYPE_RANGE_ITERATOR], 0);
    if (!iterator)
        return VALUE_ERROR;
    iterator->next = next;
    iterator->step = step;
    iterator->left = left;
    iterator->big[0] = iterator->big[1] = iterator->big[2] = VALUE_ABSENT;
    return value_from_object(iterator);
}

static Value range_iterator_new_big_take(Vm *vm, Value next, Value step, Value left)
{
    Value members[] = {next, step, left};
    bool failed = value_is_error(next) || value_is_error(step) || value_is_error(left);
    Value result = failed ? VALUE_ERROR : range_iterator_new(vm, 0, 0, 0);
    for (int i = 0; i < 3; i++) {
        if (value_is_error(result))
            value_drop(vm, members[i]);
        else
            ((RangeIterator *)value_object(result))->big[i] = members[i];
    }
    return result;
}

static void range_iterator_slot_destroy(Vm *vm, Object *self)
{
    RangeIterator *iterator = (RangeIterator *)self;
    for (int i = 0; i < 3; i++)
        value_drop(vm, iterator->big[i]);
    object_free(vm, self, 0);
}

static Value range_slot_iter(Vm *vm, Value self)
{
    const Range *range = value_to_range(self);
    int64_t start, stop, step;
    if (LIKELY(range_is_small(self, &start, &stop, &step)))
        return range_iterator_new(vm, start, step, value_to_int(range->length));
    return range_iterator_new_big_take(vm, value_share(range->start), value_share(range->step), value_share(range->length));
}

static Value range_m_reversed(Vm *vm, const Value *args)
{
    const Range *range = value_to_range(args[0]);
    int64_t start, stop, step;
    if (LIKELY(range_is_small(args[0], &start, &stop, &step))) {
        int64_t count = value_to_int(range->length);
        return range_iterator_new(vm, count ? start + (count - 1) * step : start, -step, count);
    }
    Value last = binary_take(vm, BINARY_SUB, value_share(range->length), value_from_int(1));
    Value next = value_is_error(last) ? last : range_item(vm, range, last);
    value_drop(vm, last);
    return range_iterator_new_big_take(vm, next, value_unary(vm, UNARY_NEG, range->step), value_share(range->length));
}

static Value range_iterator_next_big(Vm *vm, RangeIterator *iterator)
{
    if (int_sign(vm, iterator->big[2]) == 0)
        return VALUE_DONE;
    Value left = int_binary(vm, BINARY_SUB, iterator->big[2], value_from_int(1));
    Value next = int_binary(vm, BINARY_ADD, iterator->big[0], iterator->big[1]);
    if (value_is_error(left) || value_is_error(next)) {
        value_drop(vm, left);
        value_drop(vm, next);
        return VALUE_ERROR;
    }
    Value item = iterator->big[0];
    iterator->big[0] = next;
    value_replace_take(vm, &iterator->big[2], left);
    return item;
}

static Value range_iterator_slot_next(Vm *vm, Value self)
{
    RangeIterator *iterator = (RangeIterator *)value_object(self);
    if (UNLIKELY(iterator->big[0] != VALUE_ABSENT))
        return range_iterator_next_big(vm, iterator);
    if (iterator->left == 0)
        return VALUE_DONE;
    Value item = value_from_int(iterator->next);
    iterator->left--;
    iterator->next += iterator->step;
    return item;
}

static Value range_iterator_left(Vm *vm, const RangeIterator *iterator)
{
    return iterator->big[0] == VALUE_ABSENT ? int_from_i64(vm, iterator->left) : value_share(iterator->big[2]);
}

static Value range_iterator_m_length_hint(Vm *vm, const Value *args)
{
    return range_iterator_left(vm, (RangeIterator *)value_object(args[0]));
}

/* What is left as a range (owned). */
static Value range_iterator_rest(Vm *vm, const RangeIterator *iterator)
{
    bool small = iterator->big[0] == VALUE_ABSENT;
    Value start = small ? int_from_i64(vm, iterator->next) : value_share(iterator->big[0]);
    Value step = small ? int_from_i64(vm, iterator->step) : value_share(iterator->big[1]);
    Value stop = binary_take(vm, BINARY_MUL, range_iterator_left(vm, iterator), value_share(step));
    stop = binary_take(vm, BINARY_ADD, stop, value_share(start));
    bool failed = value_is_error(start) || value_is_error(step) || value_is_error(stop);
    Value range = failed ? VALUE_ERROR : range_new(vm, start, stop, step);
    value_drop(vm, start);
    value_drop(vm, step);
    value_drop(vm, stop);
    return range;
}

static Value range_iterator_m_reduce(Vm *vm, const Value *args)
{
    Value name = str_intern_c(vm, "iter");
    if (value_is_error(name))
        return name;
    Value iter = dict_get_name_borrow(vm, vm->builtins, name);
    value_drop(vm, name);
    if (iter == VALUE_ABSENT)
        return raise_error(vm, TYPE_ATTRIBUTE_ERROR, "module 'builtins' has no attribute 'iter'");
    Value range = range_iterator_rest(vm, (RangeIterator *)value_object(args[0]));
    Value arguments = value_is_error(range) ? range : tuple_new_take(vm, &range, 1);
    if (value_is_error(arguments))
        return arguments;
    Value members[] = {value_share(iter), arguments, VALUE_NONE};
    return tuple_new_take(vm, members, 3);
}

/* Skips as many items as the state says, as unpickling does. */
static Value range_iterator_m_setstate(Vm *vm, const Value *args)
{
    int64_t count;
    if (!value_to_i64(vm, args[1], &count))
        return VALUE_ERROR;
    RangeIterator *iterator = (RangeIterator *)value_object(args[0]);
    if (iterator->big[0] == VALUE_ABSENT) {
        count = count < 0 ? 0 : count > iterator->left ? iterator->left : count;
        iterator->left -= count;
        iterator->next += count * iterator->step;
        return VALUE_NONE;
    }
    for (; count > 0; count--) {
        Value item = range_iterator_next_big(vm, iterator);
        if (value_is_error(item))
            return item;
        value_drop(vm, item);
        if (item == VALUE_DONE)
            break;
    }
    return VALUE_NONE;
}

static Value range_iterator_slot_iter(Vm *vm, Value self)
{
    (void)vm;
    return value_share(self);
}

/* tables --------------------------------------------------------------------------------------- */

static Value range_m_reduce(Vm *vm, const Value *args)
{
    const Range *range = value_to_range(args[0]);
    Value members[] = {range->start, range->stop, range->step};
    Value tuple = tuple_new(vm, members, 3);
    return value_is_error(tuple) ? tuple : tuple_pair_take(vm, value_share(type_value(vm->types[TYPE_RANGE])), tuple);
}

static Value range_get_start(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_range(self)->start);
}

static Value range_get_stop(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_range(self)->stop);
}

static Value range_get_step(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_range(self)->step);
}

static const NativeDef range_methods[] = {
    FN(range_method_new, "__new__(cls, start=?, stop=?, step=?, /)", "Create and return a new object.  See help(type) for accurate signature."),
    FN(range_m_index, "index(self, value, /)",
       "rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value is not present."),
    FN(range_m_count, "count(self, value, /)", "rangeobject.count(value) -> integer -- return number of occurrences of value"),
    FN(range_m_reversed, "__reversed__(self, /)", "Return a reverse iterator."),
    FN(range_m_reduce, "__reduce__(self, /)", NULL),
    {0},
};

static const GetSetDef range_getsets[] = {
    {"start", range_get_start, NULL, NULL},
    {"stop", range_get_stop, NULL, NULL},
    {"step", range_get_step, NULL, NULL},
    {0},
};

static const TypeDef range_type_def = {
    .name = "range",
    .doc = "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\n"
           "Return an object that produces a sequence of integers from start (inclusive)\n"
           "to stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\n"
           "start defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\n"
           "These are exactly the valid indices for a list of 4 elements.\n"
           "When step is given, it specifies the increment (or decrement).",
    .flags = TYPE_FLAG_SEQUENCE,
    .size = sizeof(Range),
    .slots = {
        .destroy = range_slot_destroy,
        .repr = range_slot_repr,
        .hash = range_slot_hash,
        .compare = range_slot_compare,
        .truth = range_slot_truth,
        .length = range_slot_length,
        .getitem = range_slot_getitem,
        .contains = range_slot_contains,
        .iter = range_slot_iter,
    },
    .methods = range_methods,
    .getsets = range_getsets,
};

bool range_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &range_type_def); }

static const NativeDef range_iterator_methods[] = {
    FN(range_iterator_m_length_hint, "__length_hint__(self, /)", "Private method returning an estimate of len(list(it))."),
    FN(range_iterator_m_reduce, "__reduce__(self, /)", "Return state information for pickling."),
    FN(range_iterator_m_setstate, "__setstate__(self, state, /)", "Set state information for unpickling."),
    {0},
};

static const TypeDef range_iterator_type_def = {
    .name = "range_iterator",
    .size = sizeof(RangeIterator),
    .slots = {
        .destroy = range_iterator_slot_destroy,
        .iter = range_iterator_slot_iter,
        .next = range_iterator_slot_next,
    },
    .methods = range_iterator_methods,
};

bool range_iterator_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &range_iterator_type_def); }
