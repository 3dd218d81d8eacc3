/* slice objects, and subscripts turned into positions. */
#include "object/range.h"

#include "object/call.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"

static inline Slice *value_to_slice(Value value) { return (Slice *)value_object(value); }

Value slice_new_take(Vm *vm, Value start, Value stop, Value step)
{
    Slice *slice = object_new(vm, vm->types[TYPE_SLICE], 0);
    if (!slice) {
        value_drop(vm, start);
        value_drop(vm, stop);
        value_drop(vm, step);
        return VALUE_ERROR;
    }
    slice->start = start;
    slice->stop = stop;
    slice->step = step;
    return value_from_object(slice);
}

static void slice_slot_destroy(Vm *vm, Object *self)
{
    Slice *slice = (Slice *)self;
    value_drop(vm, slice->start);
    value_drop(vm, slice->stop);
    value_drop(vm, slice->step);
    object_free(vm, self, 0);
}

static void slice_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *vm, Value value, void *context),
                                void *context)
{
    Slice *slice = (Slice *)self;
    visit(vm, slice->start, context);
    visit(vm, slice->stop, context);
    visit(vm, slice->step, context);
}

/* positions in C sequences ------------------------------------------------------- */

/* One member of a slice as an int64, clipped; fallback for None. */
static bool slice_member(Vm *vm, Value member, int64_t fallback, int64_t *number)
{
    *number = fallback;
    if (value_is_none(member))
        return true;
    if (LIKELY(value_is_int(member))) {
        *number = value_to_int(member);
        return true;
    }
    if (!value_type(vm, member)->slots.unary[UNARY_INDEX])
        return raise_false(vm, TYPE_TYPE_ERROR, "slice indices must be integers or None or have an __index__ method");
    return value_to_index_clipped(vm, member, number);
}

static int64_t clip(int64_t position, int64_t length, int64_t lowest, int64_t highest)
{
    if (position < 0)
        position += length;
    return position < lowest ? lowest : position > highest ? highest : position;
}

bool slice_bounds(Vm *vm, Value value, int64_t length, SliceBounds *bounds)
{
    Slice *slice = value_to_slice(value);
    if (!slice_member(vm, slice->step, 1, &bounds->step))
        return false;
    if (bounds->step == 0)
        return raise_false(vm, TYPE_VALUE_ERROR, "slice step cannot be zero");
    /* A longer step takes no more items, and this one can be negated and added to positions. */
    const int64_t longest = length + 2;
    bounds->step = bounds->step > longest ? longest : bounds->step < -longest ? -longest : bounds->step;
    bool forward = bounds->step > 0;
    if (!slice_member(vm, slice->start, forward ? 0 : INT64_MAX, &bounds->start) ||
        !slice_member(vm, slice->stop, forward ? INT64_MAX : INT64_MIN, &bounds->stop))
        return false;
    int64_t lowest = forward ? 0 : -1, highest = forward ? length : length - 1;
    bounds->start = clip(bounds->start, length, lowest, highest);
    bounds->stop = clip(bounds->stop, length, lowest, highest);
    if (forward)
        bounds->count = bounds->start < bounds->stop ? (bounds->stop - bounds->start - 1) / bounds->step + 1 : 0;
    else
        bounds->count = bounds->start > bounds->stop ? (bounds->start - bounds->stop - 1) / -bounds->step + 1 : 0;
    return true;
}

/* "list assignment" is about list indices; str and bytes have sentences of their own. */
static bool raise_index_type(Vm *vm, Value key, const char *what)
{
    if (strcmp(what, "string") == 0)
        return raise_false(vm, TYPE_TYPE_ERROR, "string indices must be integers, not '%.200T'", key);
    char word[32] = {0};
    memcpy(word, what, size_min(strcspn(what, " "), sizeof word - 1));
    return raise_false(vm, TYPE_TYPE_ERROR, "%s indices must be integers or slices, not %.200T",
                       strcmp(what, "bytes") == 0 ? "byte" : word, key);
}

bool index_resolve(Vm *vm, Value key, const size_t *length, const char *what, size_t *index)
{
    int64_t number;
    if (LIKELY(value_is_int(key))) {
        number = value_to_int(key);
    } else {
        if (!value_type(vm, key)->slots.unary[UNARY_INDEX])
            return raise_index_type(vm, key, what);
        Value exact = value_index(vm, key);
        if (value_is_error(exact))
            return false;
        bool fits = int_fits_i64(vm, exact, &number);
        value_drop(vm, exact);
        if (!fits)
            return raise_false(vm, TYPE_INDEX_ERROR, "cannot fit '%.200T' into an index-sized integer", key);
    }
    if (number < 0)
        number += (int64_t)*length;
    *index = (size_t)number;
    if (LIKELY((uint64_t)number < *length))
        return true;
    return raise_false(vm, TYPE_INDEX_ERROR, strcmp(what, "bytes") == 0 ? "index out of range" : "%s index out of range", what);
}

/* positions in sequences of any length -------------------------------------------------- */

/* A bound as an exact int within [lowest, highest] (both exact ints). */
static Value resolve_bound(Vm *vm, Value member, Value length, Value lowest, Value highest)
{
    if (!value_type(vm, member)->slots.unary[UNARY_INDEX])
        return raise_type_error(vm, "slice indices must be integers or None or have an __index__ method");
    Value bound = value_index(vm, member);
    if (value_is_error(bound))
        return bound;
    if (int_sign(vm, bound) < 0) {
        Value moved = int_binary(vm, BINARY_ADD, bound, length);
        value_drop(vm, bound);
        if (value_is_error(moved))
            return moved;
        bound = moved;
    }
    Value limit = int_order(vm, bound, lowest) < 0 ? lowest : int_order(vm, bound, highest) > 0 ? highest : VALUE_ABSENT;
    if (limit == VALUE_ABSENT)
        return bound;
    value_drop(vm, bound);
    return value_share(limit);
}

static Value resolve_step(Vm *vm, Value member)
{
    if (value_is_none(member))
        return value_from_int(1);
    if (!value_type(vm, member)->slots.unary[UNARY_INDEX])
        return raise_type_error(vm, "slice indices must be integers or None or have an __index__ method");
    Value step = value_index(vm, member);
    if (!value_is_error(step) && int_sign(vm, step) == 0)
        return raise_value_error(vm, "slice step cannot be zero");
    return step;
}

bool slice_resolve(Vm *vm, Value value, Value length, Value resolved[3])
{
    Slice *slice = value_to_slice(value);
    resolved[0] = resolved[1] = VALUE_ABSENT;
    resolved[2] = resolve_step(vm, slice->step);
    if (value_is_error(resolved[2]))
        return false;
    bool forward = int_sign(vm, resolved[2]) > 0;
    Value last = int_binary(vm, BINARY_SUB, length, value_from_int(1));
    if (!value_is_error(last)) {
        Value lowest = value_from_int(forward ? 0 : -1), highest = forward ? length : last;
        resolved[0] = value_is_none(slice->start) ? value_share(forward ? lowest : highest)
                                                  : resolve_bound(vm, slice->start, length, lowest, highest);
        if (!value_is_error(resolved[0]))
            resolved[1] = value_is_none(slice->stop) ? value_share(forward ? highest : lowest)
                                                     : resolve_bound(vm, slice->stop, length, lowest, highest);
        value_drop(vm, last);
        if (!value_is_error(resolved[0]) && !value_is_error(resolved[1]))
            return true;
    }
    for (int i = 0; i < 3; i++)
        value_drop(vm, resolved[i]);
    return false;
}

/* what programs see ------------------------------------------------------------------------ */

static Value slice_slot_repr(Vm *vm, Value self)
{
    Slice *slice = value_to_slice(self);
    if (!stack_guard(vm))
        return VALUE_ERROR;
    return format_text(vm, "slice(%R, %R, %R)", slice->start, slice->stop, slice->step);
}

static Value slice_tuple(Vm *vm, Value value)
{
    Slice *slice = value_to_slice(value);
    Value members[] = {slice->start, slice->stop, slice->step};
    return tuple_new(vm, members, 3);
}

static Value slice_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if (!value_has_shape(other, TYPE_SLICE))
        return VALUE_NOT_IMPLEMENTED;
    if (self == other)
        return value_from_bool(op == COMPARE_EQ || op == COMPARE_LE || op == COMPARE_GE);
    Value left = slice_tuple(vm, self), right = slice_tuple(vm, other);
    Value result = value_is_error(left) || value_is_error(right) ? VALUE_ERROR : value_compare(vm, left, right, op);
    value_drop(vm, left);
    value_drop(vm, right);
    return result;
}

/* The mixing of xxHash's 64-bit lanes, with which CPython hashes slices. */
static bool slice_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    const uint64_t prime1 = UINT64_C(11400714785074694791), prime2 = UINT64_C(14029467366897019727),
                   prime5 = UINT64_C(2870177450012600261);
    const int64_t instead_of_minus_one = 1546275796;
    Slice *slice = value_to_slice(self);
    Value members[] = {slice->start, slice->stop, slice->step};
    uint64_t sum = prime5;
    for (int i = 0; i < 3; i++) {
        int64_t lane;
        if (!value_hash(vm, members[i], &lane))
            return false;
        sum += (uint64_t)lane * prime2;
        sum = (sum << 31) | (sum >> 33);
        sum *= prime1;
    }
    *hash = (int64_t)sum == -1 ? instead_of_minus_one : (int64_t)sum;
    return true;
}

static Value slice_new(Vm *vm, const Value *args)
{
    Value first = args[1], second = args[2], step = args[3];
    if (first == VALUE_ABSENT)
        return raise_type_error(vm, "slice expected at least 1 argument, got 0");
    bool only_stop = second == VALUE_ABSENT;
    return slice_new_take(vm, only_stop ? VALUE_NONE : value_share(first), value_share(only_stop ? first : second),
                          step == VALUE_ABSENT ? VALUE_NONE : value_share(step));
}

static Value slice_m_indices(Vm *vm, const Value *args)
{
    Value length = value_index(vm, args[1]), resolved[3];
    if (value_is_error(length))
        return VALUE_ERROR;
    bool done = int_sign(vm, length) >= 0 ? slice_resolve(vm, args[0], length, resolved)
                                          : raise_false(vm, TYPE_VALUE_ERROR, "length should not be negative");
    value_drop(vm, length);
    return done ? tuple_new_take(vm, resolved, 3) : VALUE_ERROR;
}

static Value slice_m_reduce(Vm *vm, const Value *args)
{
    Value members = slice_tuple(vm, args[0]);
    if (value_is_error(members))
        return members;
    return tuple_pair_take(vm, value_share(type_value(vm->types[TYPE_SLICE])), members);
}

static Value slice_get_start(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_slice(self)->start);
}

static Value slice_get_stop(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_slice(self)->stop);
}

static Value slice_get_step(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_slice(self)->step);
}

static const NativeDef slice_methods[] = {
    FN(slice_new, "__new__(cls, start=?, stop=?, step=?, /)", "Create and return a new object.  See help(type) for accurate signature."),
    FN(slice_m_indices, "indices(self, length, /)",
       "S.indices(len) -> (start, stop, stride)\n\n"
       "Assuming a sequence of length len, calculate the start and stop\n"
       "indices, and the stride length of the extended slice described by\n"
       "S. Out of bounds indices are clipped in a manner consistent with the\n"
       "handling of normal slices."),
    FN(slice_m_reduce, "__reduce__(self, /)", "Return state information for pickling."),
    {0},
};

static const GetSetDef slice_getsets[] = {
    {"start", slice_get_start, NULL, NULL},
    {"stop", slice_get_stop, NULL, NULL},
    {"step", slice_get_step, NULL, NULL},
    {0},
};

static const TypeDef slice_type_def = {
    .name = "slice",
    .doc = "slice(stop)\nslice(start, stop[, step])\n\n"
           "Create a slice object.  This is used for extended slicing (e.g. a[0:10:2]).",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(Slice),
    .slots = {
        .destroy = slice_slot_destroy,
        .traverse = slice_slot_traverse,
        .repr = slice_slot_repr,
        .hash = slice_slot_hash,
        .compare = slice_slot_compare,
    },
    .methods = slice_methods,
    .getsets = slice_getsets,
};

bool slice_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &slice_type_def); }
