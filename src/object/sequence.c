/* What list and tuple have in common: comparing, searching, repr, subscripts.
 *
 * Comparing items may run code that changes a list: the items are looked up
 * anew at every step, and those being compared are held. */
#include "object/sequence.h"

#include "object/number.h"

Value container_slot_self(Vm *vm, Value self)
{
    (void)vm;
    return value_share(self);
}

Value container_m_class_getitem(Vm *vm, const Value *args)
{
    return call_value(vm, type_value(vm->types[TYPE_GENERIC_ALIAS]), args, 2);
}

/* Identity first, then ==, with both items held. */
static int items_equal(Vm *vm, Value left, Value right)
{
    if (left == right)
        return 1;
    if (value_is_int(left) && value_is_int(right))
        return 0;
    value_share(left);
    value_share(right);
    int equal = value_equal(vm, left, right);
    value_drop(vm, left);
    value_drop(vm, right);
    return equal;
}

static Value compare_lengths(size_t left, size_t right, CompareOp op)
{
    switch (op) {
    case COMPARE_EQ: return value_from_bool(left == right);
    case COMPARE_NE: return value_from_bool(left != right);
    case COMPARE_LT: return value_from_bool(left < right);
    case COMPARE_LE: return value_from_bool(left <= right);
    case COMPARE_GT: return value_from_bool(left > right);
    case COMPARE_GE: return value_from_bool(left >= right);
    }
    UNREACHABLE();
    return VALUE_ERROR;
}

Value sequence_compare(Vm *vm, Value left, Value right, CompareOp op)
{
    if (!stack_guard(vm))
        return VALUE_ERROR;
    size_t left_count, right_count;
    const Value *left_items = sequence_items(vm, left, &left_count);
    const Value *right_items = sequence_items(vm, right, &right_count);
    bool for_equality = op == COMPARE_EQ || op == COMPARE_NE;
    if (for_equality && left_count != right_count)
        return value_from_bool(op == COMPARE_NE);
    size_t i = 0;
    for (; i < left_count && i < right_count; i++) {
        int equal = items_equal(vm, left_items[i], right_items[i]);
        if (equal < 0)
            return VALUE_ERROR;
        left_items = sequence_items(vm, left, &left_count);
        right_items = sequence_items(vm, right, &right_count);
        if (!equal)
            break;
    }
    if (i >= left_count || i >= right_count)
        return compare_lengths(left_count, right_count, op);
    if (for_equality)
        return value_from_bool(op == COMPARE_NE);
    Value left_item = value_share(left_items[i]), right_item = value_share(right_items[i]);
    Value result = value_compare(vm, left_item, right_item, op);
    value_drop(vm, left_item);
    value_drop(vm, right_item);
    return result;
}

int64_t sequence_find(Vm *vm, Value sequence, Value item, size_t start, size_t stop)
{
    for (size_t i = start, count; i < stop; i++) {
        const Value *items = sequence_items(vm, sequence, &count);
        if (i >= count)
            break;
        int equal = items_equal(vm, items[i], item);
        if (equal)
            return equal > 0 ? (int64_t)i : -2;
    }
    return -1;
}

int sequence_contains(Vm *vm, Value sequence, Value item)
{
    int64_t found = sequence_find(vm, sequence, item, 0, SIZE_MAX);
    return found == -2 ? -1 : found >= 0;
}

int64_t sequence_count(Vm *vm, Value sequence, Value item)
{
    int64_t total = 0;
    for (size_t i = 0, count;; i++) {
        const Value *items = sequence_items(vm, sequence, &count);
        if (i >= count)
            return total;
        int equal = items_equal(vm, items[i], item);
        if (equal < 0)
            return -1;
        total += equal;
    }
}

bool sequence_bound(Vm *vm, Value argument, size_t length, size_t *bound)
{
    if (argument == VALUE_ABSENT)
        return true;
    if (!value_is_int(argument) && value_type(vm, argument)->slots.unary[UNARY_INDEX] == NULL)
        return raise_false(vm, TYPE_TYPE_ERROR, "slice indices must be integers or have an __index__ method");
    int64_t number;
    if (!value_to_index_clipped(vm, argument, &number))
        return false;
    if (number < 0)
        number = number + (int64_t)length < 0 ? 0 : number + (int64_t)length;
    *bound = (size_t)number;
    return true;
}

int64_t sequence_repeat_count(Vm *vm, Value other, size_t length)
{
    if (!value_is_int(other) && value_type(vm, other)->slots.unary[UNARY_INDEX] == NULL) {
        raise_type_error(vm, "can't multiply sequence by non-int of type '%.200T'", other);
        return -1;
    }
    Value index = value_index(vm, other);
    if (value_is_error(index))
        return -1;
    int64_t count;
    bool fits = int_fits_i64(vm, index, &count);
    bool negative = int_sign(vm, index) < 0;
    value_drop(vm, index);
    if (!fits && !negative) {
        raise_error(vm, TYPE_OVERFLOW_ERROR, "cannot fit '%.200T' into an index-sized integer", other);
        return -1;
    }
    if (negative || !fits)
        return 0;
    if (length != 0 && count > (int64_t)(INT64_MAX / sizeof(Value) / length)) {
        raise_memory_error(vm);
        return -1;
    }
    return count;
}

bool sequence_index(Vm *vm, Value self, Value key, const size_t *length, const char *what, size_t *index)
{
    if (LIKELY(value_is_int(key))) {
        int64_t number = value_to_int(key);
        if (number < 0)
            number += (int64_t)*length;
        *index = (size_t)number;
        if (LIKELY((uint64_t)number < *length))
            return true;
        return raise_false(vm, TYPE_INDEX_ERROR, "%s index out of range", what);
    }
    if (value_type(vm, key)->slots.unary[UNARY_INDEX] == NULL)
        return raise_false(vm, TYPE_TYPE_ERROR, "%s indices must be integers or slices, not %.200T",
                           value_is_tuple(vm, self) ? "tuple" : "list", key);
    return index_resolve(vm, key, length, what, index);
}

Value sequence_repr(Vm *vm, Value sequence, const char *open, const char *close)
{
    size_t count;
    sequence_items(vm, sequence, &count);
    ReprGuard guard;
    int state = repr_enter(vm, &guard, sequence);
    if (state < 0)
        return VALUE_ERROR;
    if (state > 0)
        return format_text(vm, "%s...%s", open, close[0] == ',' ? close + 1 : close);
    StrBuilder builder = {0};
    builder_add_c(vm, &builder, open);
    for (size_t i = 0; !builder.failed; i++) {
        const Value *items = sequence_items(vm, sequence, &count);
        if (i >= count)
            break;
        if (i != 0)
            builder_add_c(vm, &builder, ", ");
        Value item = value_share(items[i]);
        builder_add_repr(vm, &builder, item);
        value_drop(vm, item);
    }
    builder_add_c(vm, &builder, close);
    repr_leave(vm, &guard);
    return builder_finish(vm, &builder);
}

/* Guards of repr(). ---------------------------------------------------------- */

int repr_enter(Vm *vm, ReprGuard *guard, Value container)
{
    if (!stack_guard(vm))
        return -1;
    for (const ReprGuard *other = vm->repr_guards; other != NULL; other = other->outer)
        if (other->container == container)
            return 1;
    *guard = (ReprGuard){.container = container, .outer = vm->repr_guards};
    if (guard->outer != NULL)
        guard->outer->inner = guard;
    vm->repr_guards = guard;
    return 0;
}

void repr_leave(Vm *vm, ReprGuard *guard)
{
    if (guard->outer != NULL)
        guard->outer->inner = guard->inner;
    if (guard->inner != NULL)
        guard->inner->outer = guard->outer;
    else
        vm->repr_guards = guard->outer;
}
