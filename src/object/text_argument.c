/* Arguments that the methods of str and bytes have in common. */
#include "object/call.h"
#include "object/raise.h"
#include "object/str_method.h"

bool text_defines_reflected(Vm *vm, Value value, Value name)
{
    Type *owner = NULL;
    Value method = type_lookup_owner_borrow(vm, value_type(vm, value), name, &owner);
    return method != VALUE_ABSENT && (owner->flags & TYPE_FLAG_HEAP);
}

static bool has_index(const Vm *vm, Value value)
{
    return value_is_any_int(vm, value) || value_type(vm, value)->slots.unary[UNARY_INDEX];
}

RepeatResult text_repeat_count(Vm *vm, Value operand, bool text_first, int64_t *count)
{
    if (LIKELY(value_is_int(operand))) {
        *count = value_to_int(operand);
        return REPEAT_COUNT;
    }
    if (text_first && text_defines_reflected(vm, operand, NAME_OF(vm, __rmul__)))
        return REPEAT_NOT_MINE;
    if (!has_index(vm, operand)) {
        if (!text_first && value_type(vm, operand)->slots.binary[BINARY_MUL])
            return REPEAT_NOT_MINE;
        raise_type_error(vm, "can't multiply sequence by non-int of type '%.200T'", operand);
        return REPEAT_ERROR;
    }
    return value_to_i64(vm, operand, count) ? REPEAT_COUNT : REPEAT_ERROR;
}

/* None means fallback; anything else must be an index. */
static bool optional_bound(Vm *vm, Value value, int64_t fallback, int64_t *bound)
{
    *bound = fallback;
    if (value_is_none(value) || value == VALUE_ABSENT)
        return true;
    if (!has_index(vm, value))
        return raise_false(vm, TYPE_TYPE_ERROR,
                           "slice indices must be integers or None or have an __index__ method");
    return value_to_index_clipped(vm, value, bound);
}

bool text_bounds(Vm *vm, Value start, Value end, size_t length, size_t *from, size_t *to)
{
    int64_t first, last, limit = (int64_t)length;
    if (!optional_bound(vm, start, 0, &first) || !optional_bound(vm, end, limit, &last))
        return false;
    if (last > limit)
        last = limit;
    else if (last < 0)
        last = last + limit < 0 ? 0 : last + limit;
    if (first < 0)
        first = first + limit < 0 ? 0 : first + limit;
    *from = (size_t)first;
    *to = (size_t)last;
    return true;
}
