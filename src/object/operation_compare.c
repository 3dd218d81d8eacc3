/* Comparison, truth and hashing of any value. */
#include "object/call.h"

#include "object/number.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

static const char *const compare_symbols[] = {
    [COMPARE_EQ] = "==", [COMPARE_NE] = "!=", [COMPARE_LT] = "<",
    [COMPARE_LE] = "<=", [COMPARE_GT] = ">",  [COMPARE_GE] = ">="};

/* `a op b` as seen from b. */
static const CompareOp compare_swapped[] = {
    [COMPARE_EQ] = COMPARE_EQ, [COMPARE_NE] = COMPARE_NE, [COMPARE_LT] = COMPARE_GT,
    [COMPARE_LE] = COMPARE_GE, [COMPARE_GT] = COMPARE_LT, [COMPARE_GE] = COMPARE_LE};

static bool order_holds(int order, CompareOp op)
{
    switch (op) {
    case COMPARE_EQ: return order == 0;
    case COMPARE_NE: return order != 0;
    case COMPARE_LT: return order < 0;
    case COMPARE_LE: return order <= 0;
    case COMPARE_GT: return order > 0;
    case COMPARE_GE: return order >= 0;
    }
    UNREACHABLE();
    return false;
}

/* Both ways, a subclass on the right first; VALUE_NOT_IMPLEMENTED when neither answers. */
static Value compare_try(Vm *vm, Value left, Value right, CompareOp op)
{
    Type *left_type = value_type(vm, left), *right_type = value_type(vm, right);
    bool right_asked = false;
    if (left_type != right_type && right_type->slots.compare != NULL && type_is_subtype(right_type, left_type)) {
        right_asked = true;
        Value result = right_type->slots.compare(vm, right, left, compare_swapped[op]);
        if (result != VALUE_NOT_IMPLEMENTED)
            return result;
    }
    if (left_type->slots.compare != NULL) {
        Value result = left_type->slots.compare(vm, left, right, op);
        if (result != VALUE_NOT_IMPLEMENTED)
            return result;
    }
    if (right_type->slots.compare != NULL && !right_asked)
        return right_type->slots.compare(vm, right, left, compare_swapped[op]);
    return VALUE_NOT_IMPLEMENTED;
}

Value value_compare(Vm *vm, Value left, Value right, CompareOp op)
{
    if (value_is_int(left) && value_is_int(right)) {
        int64_t a = value_to_int(left), b = value_to_int(right);
        return value_from_bool(order_holds((a > b) - (a < b), op));
    }
    if (!stack_guard(vm))
        return VALUE_ERROR;
    Value result = compare_try(vm, left, right, op);
    if (result != VALUE_NOT_IMPLEMENTED)
        return result;
    if (op == COMPARE_EQ || op == COMPARE_NE)
        return value_from_bool((left == right) == (op == COMPARE_EQ));
    return raise_type_error(vm, "'%s' not supported between instances of '%.100T' and '%.100T'", compare_symbols[op], left,
                            right);
}

int value_compare_bool(Vm *vm, Value left, Value right, CompareOp op)
{
    Value result = value_compare(vm, left, right, op);
    if (result == VALUE_TRUE || result == VALUE_FALSE)
        return result == VALUE_TRUE;
    if (value_is_error(result))
        return -1;
    int truth = value_truth(vm, result);
    value_drop(vm, result);
    return truth;
}

int value_equal(Vm *vm, Value left, Value right)
{
    if (left == right)
        return 1;
    if (value_has_shape(left, TYPE_STR) && value_has_shape(right, TYPE_STR))
        return str_equal(value_to_str(left), value_to_str(right));
    return value_compare_bool(vm, left, right, COMPARE_EQ);
}

int value_truth(Vm *vm, Value value)
{
    if (value_is_bool(value))
        return value == VALUE_TRUE;
    if (value_is_none(value))
        return 0;
    if (value_is_int(value))
        return value_to_int(value) != 0;
    if (value_is_float(value))
        return value_to_float(value) != 0;
    const Slots *slots = &value_type(vm, value)->slots;
    if (slots->truth != NULL)
        return slots->truth(vm, value);
    if (slots->length == NULL)
        return 1;
    int64_t length = slots->length(vm, value);
    return length < 0 ? -1 : length > 0;
}

bool value_hash(Vm *vm, Value value, int64_t *hash)
{
    if (value_is_int(value)) {
        int64_t number = value_to_int(value);
        if (number < VALUE_INT_MAX && number > -VALUE_INT_MAX) { /* the modulus of hashes is 2^61 - 1 */
            *hash = number == -1 ? -2 : number;
            return true;
        }
    }
    if (!stack_guard(vm))
        return false;
    const Slots *slots = &value_type(vm, value)->slots;
    if (slots->hash == NULL)
        return raise_false(vm, TYPE_TYPE_ERROR, "unhashable type: '%.200T'", value);
    return slots->hash(vm, value, hash);
}
