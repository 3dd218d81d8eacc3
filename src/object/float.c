/* float: making them, arithmetic, comparison, hash.
 *
 * Nearly all floats are inline (value.h).  Zero and the magnitudes with an
 * inline form are never boxed when their type is exactly float, so a
 * FloatObject is out of that range, infinite, NaN, or of a subclass. */
#include "object/number_inner.h"

#include <math.h>

#include "object/container.h"
#include "object/exception.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"

Value float_new_slow(Vm *vm, double number)
{
    FloatObject *box = object_new(vm, vm->types[TYPE_FLOAT], 0);
    if (!box)
        return VALUE_ERROR;
    box->number = number;
    return value_from_object(box);
}

int number_to_double(Vm *vm, Value value, double *number)
{
    if (LIKELY(value_is_any_float(vm, value))) {
        *number = float_value(value);
        return 1;
    }
    if (!value_is_any_int(vm, value))
        return 0;
    return int_to_double(vm, value, number) ? 1 : -1;
}

/* Reduction modulo 2**61 - 1, under which multiplying by 2**n turns the 61 bits
 * around: equal numbers of any type then have equal hashes. */
int64_t float_hash(double number)
{
    enum { HASH_BITS = 61 };
    if (isinf(number))
        return number > 0 ? 314159 : -314159;
    if (isnan(number) || number == 0)
        return 0;
    int exponent;
    uint64_t mantissa = (uint64_t)ldexp(frexp(fabs(number), &exponent), 53);
    int turn = (exponent - 53) % HASH_BITS;
    if (turn < 0)
        turn += HASH_BITS;
    const uint64_t prime = (UINT64_C(1) << HASH_BITS) - 1;
    uint64_t turned = turn ? ((mantissa << turn) | (mantissa >> (HASH_BITS - turn))) & prime : mantissa;
    int64_t hash = number < 0 ? -(int64_t)turned : (int64_t)turned;
    return hash == -1 ? -2 : hash;
}

/* arithmetic ---------------------------------------------------------------------- */

double float_modulo(double left, double right)
{
    double rest = fmod(left, right);
    if (rest == 0)
        return copysign(0.0, right);
    return (rest < 0) != (right < 0) ? rest + right : rest;
}

double float_floor_divide(double left, double right)
{
    double rest = fmod(left, right);
    double quotient = (left - rest) / right;
    if (rest != 0 && (rest < 0) != (right < 0))
        quotient -= 1.0;
    if (quotient == 0)
        return copysign(0.0, left / right);
    /* (left - rest) / right is a whole number up to rounding. */
    double whole = floor(quotient);
    return quotient - whole > 0.5 ? whole + 1.0 : whole;
}

Value raise_range_error(Vm *vm)
{
    Value text = str_from_c(vm, "Numerical result out of range");
    if (value_is_error(text))
        return VALUE_ERROR;
    Value args[] = {value_from_int(34), text}; /* ERANGE, as CPython reports it */
    Value exception = exception_new(vm, vm->types[TYPE_OVERFLOW_ERROR], args, 2);
    value_drop(vm, text);
    return value_is_error(exception) ? exception : raise_exception_take(vm, exception);
}

Value float_power(Vm *vm, double base, double exponent)
{
    if (base == 0 && exponent < 0 && isfinite(exponent))
        return raise_error(vm, TYPE_ZERO_DIVISION_ERROR, "0.0 cannot be raised to a negative power");
    if (base < 0 && isfinite(base) && isfinite(exponent) && exponent != floor(exponent))
        return complex_power(vm, (Complex){.real = base}, (Complex){.real = exponent});
    double result = pow(base, exponent);
    if (isinf(result) && isfinite(base) && isfinite(exponent))
        return raise_range_error(vm);
    return float_new(vm, result);
}

static Value divide_by_zero(Vm *vm, const char *text) { return raise_error(vm, TYPE_ZERO_DIVISION_ERROR, "%s", text); }

static Value float_divmod(Vm *vm, double left, double right)
{
    if (right == 0)
        return divide_by_zero(vm, "float divmod()");
    Value quotient = float_new(vm, float_floor_divide(left, right));
    Value rest = value_is_error(quotient) ? VALUE_ERROR : float_new(vm, float_modulo(left, right));
    if (value_is_error(rest)) {
        value_drop(vm, quotient);
        return VALUE_ERROR;
    }
    return tuple_pair_take(vm, quotient, rest);
}

static inline Value float_compute(Vm *vm, BinaryOp op, double left, double right)
{
    switch (op) {
    case BINARY_ADD: return float_new(vm, left + right);
    case BINARY_SUB: return float_new(vm, left - right);
    case BINARY_MUL: return float_new(vm, left * right);
    case BINARY_DIV: return right != 0 ? float_new(vm, left / right) : divide_by_zero(vm, "float division by zero");
    case BINARY_MOD:
        return right != 0 ? float_new(vm, float_modulo(left, right)) : divide_by_zero(vm, "float modulo by zero");
    case BINARY_FLOORDIV:
        return right != 0 ? float_new(vm, float_floor_divide(left, right))
                          : divide_by_zero(vm, "float floor division by zero");
    case BINARY_DIVMOD: return float_divmod(vm, left, right);
    case BINARY_POW: return float_power(vm, left, right);
    default: return VALUE_NOT_IMPLEMENTED;
    }
}

static inline Value float_binary(Vm *vm, BinaryOp op, Value left, Value right)
{
    double a, b;
    int known = number_to_double(vm, left, &a);
    if (LIKELY(known > 0))
        known = number_to_double(vm, right, &b);
    if (UNLIKELY(known <= 0))
        return known ? VALUE_ERROR : VALUE_NOT_IMPLEMENTED;
    return float_compute(vm, op, a, b);
}

#define FLOAT_BINARY(name, op) \
    static Value float_slot_##name(Vm *vm, Value left, Value right) { return float_binary(vm, op, left, right); }
FLOAT_BINARY(add, BINARY_ADD)
FLOAT_BINARY(subtract, BINARY_SUB)
FLOAT_BINARY(multiply, BINARY_MUL)
FLOAT_BINARY(divide, BINARY_DIV)
FLOAT_BINARY(modulo, BINARY_MOD)
FLOAT_BINARY(power, BINARY_POW)
FLOAT_BINARY(floor_divide, BINARY_FLOORDIV)
FLOAT_BINARY(divmod, BINARY_DIVMOD)
#undef FLOAT_BINARY

/* other slots ------------------------------------------------------------------------ */

static Value float_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    double number = float_value(self);
    bool other_is_float = value_is_any_float(vm, other);
    if (!other_is_float && !value_is_any_int(vm, other))
        return VALUE_NOT_IMPLEMENTED;
    if (isnan(number) || (other_is_float && isnan(float_value(other))))
        return value_from_bool(op == COMPARE_NE);
    if (!other_is_float)
        return compare_result(-int_order_double(other, number), op);
    double right = float_value(other);
    return compare_result((number > right) - (number < right), op);
}

static Value float_slot_repr(Vm *vm, Value self)
{
    char text[32];
    int size = float_repr(float_value(self), text);
    return str_new(vm, text, (size_t)size);
}

static bool float_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    (void)vm;
    double number = float_value(self);
    /* Each NaN object is equal to itself only: its place tells it apart. */
    *hash = isnan(number) ? (int64_t)(self >> 4) : float_hash(number);
    return true;
}

static int float_slot_truth(Vm *vm, Value self)
{
    (void)vm;
    return float_value(self) != 0;
}

static Value float_slot_positive(Vm *vm, Value self) { return float_new(vm, float_value(self)); }
static Value float_slot_negative(Vm *vm, Value self) { return float_new(vm, -float_value(self)); }
static Value float_slot_absolute(Vm *vm, Value self) { return float_new(vm, fabs(float_value(self))); }
static Value float_slot_int(Vm *vm, Value self) { return int_from_double(vm, float_value(self)); }

static Value float_slot_float(Vm *vm, Value self)
{
    if (value_has_shape(self, TYPE_FLOAT))
        return value_share(self);
    return float_new(vm, float_value(self));
}

static const TypeDef float_type_def = {
    .name = "float",
    .doc = "Convert a string or number to a floating-point number, if possible.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_FLOAT | TYPE_FLAG_MATCH_SELF,
    .size = sizeof(FloatObject),
    .slots = {
        .destroy = object_destroy_plain,
        .repr = float_slot_repr,
        .hash = float_slot_hash,
        .truth = float_slot_truth,
        .compare = float_slot_compare,
        .binary = {
            [BINARY_ADD] = float_slot_add,
            [BINARY_SUB] = float_slot_subtract,
            [BINARY_MUL] = float_slot_multiply,
            [BINARY_DIV] = float_slot_divide,
            [BINARY_MOD] = float_slot_modulo,
            [BINARY_POW] = float_slot_power,
            [BINARY_FLOORDIV] = float_slot_floor_divide,
            [BINARY_DIVMOD] = float_slot_divmod,
        },
        .unary = {
            [UNARY_POS] = float_slot_positive,
            [UNARY_NEG] = float_slot_negative,
            [UNARY_ABS] = float_slot_absolute,
            [UNARY_INT] = float_slot_int,
            [UNARY_FLOAT] = float_slot_float,
        },
    },
    .methods = float_methods,
    .getsets = float_getsets,
};

bool float_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &float_type_def); }
