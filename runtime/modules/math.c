/* Module math: the functions of one or a few floats, the constants.
 *
 * The C library computes; what is decided here is which results are errors:
 * NaN from numbers is a domain error, infinity from finite numbers a range
 * error (or a domain error, where the function has a pole). */
#include "modules/math.h"

#include <math.h>

Value math_raise_domain(Vm *vm) { return raise_value_error(vm, "math domain error"); }
Value math_raise_range(Vm *vm) { return raise_error(vm, TYPE_OVERFLOW_ERROR, "math range error"); }

typedef enum { INFINITE_IS_POLE, INFINITE_IS_OVERFLOW } InfiniteResult;

static Value compute(Vm *vm, Value argument, double (*function)(double), InfiniteResult infinite)
{
    double x;
    if (!value_to_double(vm, argument, &x))
        return VALUE_ERROR;
    double result = function(x);
    if (UNLIKELY(isnan(result) && !isnan(x)))
        return math_raise_domain(vm);
    if (UNLIKELY(isinf(result) && isfinite(x)))
        return infinite == INFINITE_IS_OVERFLOW ? math_raise_range(vm) : math_raise_domain(vm);
    return float_new(vm, result);
}

#define FUNCTION(name, infinite) \
    static Value math_##name(Vm *vm, const Value *args) { return compute(vm, args[0], name, infinite); }
FUNCTION(acos, INFINITE_IS_POLE)
FUNCTION(acosh, INFINITE_IS_POLE)
FUNCTION(asin, INFINITE_IS_POLE)
FUNCTION(asinh, INFINITE_IS_POLE)
FUNCTION(atan, INFINITE_IS_POLE)
FUNCTION(atanh, INFINITE_IS_POLE)
FUNCTION(cbrt, INFINITE_IS_POLE)
FUNCTION(cos, INFINITE_IS_POLE)
FUNCTION(cosh, INFINITE_IS_OVERFLOW)
FUNCTION(erf, INFINITE_IS_POLE)
FUNCTION(erfc, INFINITE_IS_POLE)
FUNCTION(exp, INFINITE_IS_OVERFLOW)
FUNCTION(exp2, INFINITE_IS_OVERFLOW)
FUNCTION(expm1, INFINITE_IS_OVERFLOW)
FUNCTION(fabs, INFINITE_IS_POLE)
FUNCTION(log1p, INFINITE_IS_POLE)
FUNCTION(sin, INFINITE_IS_POLE)
FUNCTION(sinh, INFINITE_IS_OVERFLOW)
FUNCTION(sqrt, INFINITE_IS_POLE)
FUNCTION(tan, INFINITE_IS_POLE)
FUNCTION(tanh, INFINITE_IS_POLE)
#undef FUNCTION

static Value math_degrees(Vm *vm, const Value *args)
{
    double x;
    return value_to_double(vm, args[0], &x) ? float_new(vm, x * (180.0 / M_PI)) : VALUE_ERROR;
}

static Value math_radians(Vm *vm, const Value *args)
{
    double x;
    return value_to_double(vm, args[0], &x) ? float_new(vm, x * (M_PI / 180.0)) : VALUE_ERROR;
}

/* logarithms ----------------------------------------------------------------------- */

/* Ints too large for a float are taken apart first. */
static Value logarithm(Vm *vm, Value argument, double (*function)(double))
{
    double x;
    if (value_is_any_int(vm, argument)) {
        if (int_sign(vm, argument) <= 0)
            return math_raise_domain(vm);
        int64_t exponent;
        double fraction = int_frexp(vm, argument, &exponent);
        if (exponent <= 1024) {
            x = ldexp(fraction, (int)exponent);
            if (isfinite(x))
                return float_new(vm, function(x));
        }
        return float_new(vm, function(fraction) + function(2.0) * (double)exponent);
    }
    if (!value_to_double(vm, argument, &x))
        return VALUE_ERROR;
    return x <= 0 ? math_raise_domain(vm) : float_new(vm, function(x));
}

static Value math_log(Vm *vm, const Value *args)
{
    Value number = logarithm(vm, args[0], log);
    if (value_is_error(number) || args[1] == VALUE_ABSENT)
        return number;
    Value base = logarithm(vm, args[1], log);
    Value result = value_is_error(base) ? base : value_binary(vm, BINARY_DIV, number, base);
    value_drop(vm, number);
    value_drop(vm, base);
    return result;
}

static Value math_log2(Vm *vm, const Value *args) { return logarithm(vm, args[0], log2); }
static Value math_log10(Vm *vm, const Value *args) { return logarithm(vm, args[0], log10); }

/* functions of two or three floats ---------------------------------------------------- */

static bool two_doubles(Vm *vm, const Value *args, double *x, double *y)
{
    return value_to_double(vm, args[0], x) && value_to_double(vm, args[1], y);
}

static Value math_atan2(Vm *vm, const Value *args)
{
    double y, x;
    return two_doubles(vm, args, &y, &x) ? float_new(vm, atan2(y, x)) : VALUE_ERROR;
}

static Value math_copysign(Vm *vm, const Value *args)
{
    double x, y;
    return two_doubles(vm, args, &x, &y) ? float_new(vm, copysign(x, y)) : VALUE_ERROR;
}

static Value without_nan(Vm *vm, double result, double x, double y)
{
    return isnan(result) && !isnan(x) && !isnan(y) ? math_raise_domain(vm) : float_new(vm, result);
}

static Value math_fmod(Vm *vm, const Value *args)
{
    double x, y;
    return two_doubles(vm, args, &x, &y) ? without_nan(vm, fmod(x, y), x, y) : VALUE_ERROR;
}

static Value math_remainder(Vm *vm, const Value *args)
{
    double x, y;
    return two_doubles(vm, args, &x, &y) ? without_nan(vm, remainder(x, y), x, y) : VALUE_ERROR;
}

static Value math_pow(Vm *vm, const Value *args)
{
    double x, y;
    if (!two_doubles(vm, args, &x, &y))
        return VALUE_ERROR;
    double result = pow(x, y);
    if (isinf(result) && isfinite(x) && isfinite(y))
        return x == 0 ? math_raise_domain(vm) : math_raise_range(vm);
    return without_nan(vm, result, x, y);
}

static Value math_fma(Vm *vm, const Value *args)
{
    double x, y, z;
    if (!two_doubles(vm, args, &x, &y) || !value_to_double(vm, args[2], &z))
        return VALUE_ERROR;
    double result = fma(x, y, z);
    if (isnan(result) && !isnan(x) && !isnan(y) && !isnan(z))
        return raise_value_error(vm, "invalid operation in fma");
    if (isinf(result) && isfinite(x) && isfinite(y) && isfinite(z))
        return raise_error(vm, TYPE_OVERFLOW_ERROR, "overflow in fma");
    return float_new(vm, result);
}

static Value math_isclose(Vm *vm, const Value *args)
{
    double a, b, relative = 1e-09, absolute = 0.0;
    if (!two_doubles(vm, args, &a, &b) || (args[2] != VALUE_ABSENT && !value_to_double(vm, args[2], &relative)) ||
        (args[3] != VALUE_ABSENT && !value_to_double(vm, args[3], &absolute)))
        return VALUE_ERROR;
    if (relative < 0 || absolute < 0)
        return raise_value_error(vm, "tolerances must be non-negative");
    if (a == b)
        return VALUE_TRUE;
    if (isinf(a) || isinf(b))
        return VALUE_FALSE;
    double difference = fabs(b - a);
    return value_from_bool(difference <= fabs(relative * b) || difference <= fabs(relative * a) || difference <= absolute);
}

/* how floats are made ------------------------------------------------------------------ */

static Value math_isfinite(Vm *vm, const Value *args)
{
    double x;
    return value_to_double(vm, args[0], &x) ? value_from_bool(isfinite(x)) : VALUE_ERROR;
}

static Value math_isinf(Vm *vm, const Value *args)
{
    double x;
    return value_to_double(vm, args[0], &x) ? value_from_bool(isinf(x)) : VALUE_ERROR;
}

static Value math_isnan(Vm *vm, const Value *args)
{
    double x;
    return value_to_double(vm, args[0], &x) ? value_from_bool(isnan(x)) : VALUE_ERROR;
}

static Value math_frexp(Vm *vm, const Value *args)
{
    double x;
    if (!value_to_double(vm, args[0], &x))
        return VALUE_ERROR;
    int exponent = 0;
    Value fraction = float_new(vm, isfinite(x) ? frexp(x, &exponent) : x);
    return value_is_error(fraction) ? fraction : tuple_pair_take(vm, fraction, value_from_int(exponent));
}

static Value math_ldexp(Vm *vm, const Value *args)
{
    double x;
    if (!value_to_double(vm, args[0], &x))
        return VALUE_ERROR;
    if (!value_is_any_int(vm, args[1]))
        return raise_type_error(vm, "Expected an int as second argument to ldexp.");
    int64_t exponent;
    if (!int_fits_i64(vm, args[1], &exponent))
        exponent = int_sign(vm, args[1]) < 0 ? INT32_MIN : INT32_MAX;
    if (x == 0 || !isfinite(x))
        return float_new(vm, x);
    exponent = exponent < INT32_MIN ? INT32_MIN : exponent > INT32_MAX ? INT32_MAX : exponent;
    double result = ldexp(x, (int)exponent);
    return isinf(result) ? math_raise_range(vm) : float_new(vm, result);
}

static Value math_modf(Vm *vm, const Value *args)
{
    double x, whole;
    if (!value_to_double(vm, args[0], &x))
        return VALUE_ERROR;
    Value fraction = float_new(vm, modf(x, &whole));
    Value rest = value_is_error(fraction) ? VALUE_ERROR : float_new(vm, whole);
    if (value_is_error(rest)) {
        value_drop(vm, fraction);
        return VALUE_ERROR;
    }
    return tuple_pair_take(vm, fraction, rest);
}

/* The floats in order are the integers in order, negative ones mirrored. */
static int64_t float_rank(double x)
{
    int64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits < 0 ? INT64_MIN - bits : bits;
}

static double float_of_rank(int64_t rank)
{
    int64_t bits = rank < 0 ? INT64_MIN - rank : rank;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static double step_towards(double x, double y, uint64_t steps)
{
    if (isnan(x) || isnan(y))
        return NAN;
    if (steps == 0)
        return x;
    if (x == y)
        return y;
    int64_t from = float_rank(x), to = float_rank(y);
    uint64_t distance = from < to ? (uint64_t)to - (uint64_t)from : (uint64_t)from - (uint64_t)to;
    if (steps >= distance)
        return y;
    double result = float_of_rank((int64_t)(from < to ? (uint64_t)from + steps : (uint64_t)from - steps));
    return result == 0 ? copysign(0.0, x) : result;
}

static Value math_nextafter(Vm *vm, const Value *args)
{
    double x, y;
    if (!two_doubles(vm, args, &x, &y))
        return VALUE_ERROR;
    if (value_is_none(args[2]))
        return float_new(vm, nextafter(x, y));
    Value count = value_index(vm, args[2]);
    if (value_is_error(count))
        return VALUE_ERROR;
    int64_t steps;
    bool negative = int_sign(vm, count) < 0;
    if (!int_fits_i64(vm, count, &steps))
        steps = -1; /* as unsigned, more than there are floats */
    value_drop(vm, count);
    if (negative)
        return raise_value_error(vm, "steps must be a non-negative integer");
    return float_new(vm, step_towards(x, y, (uint64_t)steps));
}

static Value math_ulp(Vm *vm, const Value *args)
{
    double x;
    if (!value_to_double(vm, args[0], &x))
        return VALUE_ERROR;
    x = fabs(x);
    if (!isfinite(x))
        return float_new(vm, x);
    double above = nextafter(x, INFINITY);
    return float_new(vm, isinf(above) ? x - nextafter(x, -INFINITY) : above - x);
}

/* to ints -------------------------------------------------------------------------------- */

static Value to_whole(Vm *vm, Value number, Value method, double (*function)(double))
{
    if (!value_is_float(number)) {
        if (value_is_int(number))
            return number;
        Value result = special_call(vm, number, method, NULL, 0);
        if (result != VALUE_ABSENT)
            return result;
    }
    double x;
    return value_to_double(vm, number, &x) ? int_from_double(vm, function(x)) : VALUE_ERROR;
}

static Value math_floor(Vm *vm, const Value *args) { return to_whole(vm, args[0], NAME_OF(vm, __floor__), floor); }
static Value math_ceil(Vm *vm, const Value *args) { return to_whole(vm, args[0], NAME_OF(vm, __ceil__), ceil); }

static Value math_trunc(Vm *vm, const Value *args)
{
    if (value_is_float(args[0]))
        return int_from_double(vm, value_to_float(args[0]));
    Value result = special_call(vm, args[0], NAME_OF(vm, __trunc__), NULL, 0);
    if (result != VALUE_ABSENT)
        return result;
    return raise_type_error(vm, "type %.100T doesn't define __trunc__ method", args[0]);
}

static const NativeDef math_functions[] = {
    FN(math_acos, "acos(x, /)", "Return the arc cosine (measured in radians) of x.\n\nThe result is between 0 and pi."),
    FN(math_acosh, "acosh(x, /)", "Return the inverse hyperbolic cosine of x."),
    FN(math_asin, "asin(x, /)", "Return the arc sine (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2."),
    FN(math_asinh, "asinh(x, /)", "Return the inverse hyperbolic sine of x."),
    FN(math_atan, "atan(x, /)", "Return the arc tangent (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2."),
    FN(math_atan2, "atan2(y, x, /)",
       "Return the arc tangent (measured in radians) of y/x.\n\nUnlike atan(y/x), the signs of both x and y are considered."),
    FN(math_atanh, "atanh(x, /)", "Return the inverse hyperbolic tangent of x."),
    FN(math_cbrt, "cbrt(x, /)", "Return the cube root of x."),
    FN(math_ceil, "ceil(x, /)", "Return the ceiling of x as an Integral.\n\nThis is the smallest integer >= x."),
    FN(math_copysign, "copysign(x, y, /)", "Return a float with the magnitude (absolute value) of x but the sign of y."),
    FN(math_cos, "cos(x, /)", "Return the cosine of x (measured in radians)."),
    FN(math_cosh, "cosh(x, /)", "Return the hyperbolic cosine of x."),
    FN(math_degrees, "degrees(x, /)", "Convert angle x from radians to degrees."),
    FN(math_erf, "erf(x, /)", "Error function at x."),
    FN(math_erfc, "erfc(x, /)", "Complementary error function at x."),
    FN(math_exp, "exp(x, /)", "Return e raised to the power of x."),
    FN(math_exp2, "exp2(x, /)", "Return 2 raised to the power of x."),
    FN(math_expm1, "expm1(x, /)", "Return exp(x)-1."),
    FN(math_fabs, "fabs(x, /)", "Return the absolute value of the float x."),
    FN(math_floor, "floor(x, /)", "Return the floor of x as an Integral.\n\nThis is the largest integer <= x."),
    FN(math_fma, "fma(x, y, z, /)", "Fused multiply-add operation.\n\nCompute (x * y) + z with a single round."),
    FN(math_fmod, "fmod(x, y, /)", "Return fmod(x, y), according to platform C.\n\nx % y may differ."),
    FN(math_frexp, "frexp(x, /)", "Return the mantissa and exponent of x, as pair (m, e)."),
    FN(math_isclose, "isclose(a, b, *, rel_tol=?, abs_tol=?)", "Determine whether two floating-point numbers are close in value."),
    FN(math_isfinite, "isfinite(x, /)", "Return True if x is neither an infinity nor a NaN, and False otherwise."),
    FN(math_isinf, "isinf(x, /)", "Return True if x is a positive or negative infinity, and False otherwise."),
    FN(math_isnan, "isnan(x, /)", "Return True if x is a NaN (not a number), and False otherwise."),
    FN(math_ldexp, "ldexp(x, i, /)", "Return x * (2**i)."),
    FN(math_log, "log(x, base=?, /)", "log(x, [base=math.e])\nReturn the logarithm of x to the given base.\n\n"
       "If the base is not specified, returns the natural logarithm (base e) of x."),
    FN(math_log10, "log10(x, /)", "Return the base 10 logarithm of x."),
    FN(math_log1p, "log1p(x, /)", "Return the natural logarithm of 1+x (base e)."),
    FN(math_log2, "log2(x, /)", "Return the base 2 logarithm of x."),
    FN(math_modf, "modf(x, /)", "Return the fractional and integer parts of x."),
    FN(math_nextafter, "nextafter(x, y, /, *, steps=None)", "Return the floating-point value the given number of steps after x towards y."),
    FN(math_pow, "pow(x, y, /)", "Return x**y (x to the power of y)."),
    FN(math_radians, "radians(x, /)", "Convert angle x from degrees to radians."),
    FN(math_remainder, "remainder(x, y, /)", "Difference between x and the closest integer multiple of y."),
    FN(math_sin, "sin(x, /)", "Return the sine of x (measured in radians)."),
    FN(math_sinh, "sinh(x, /)", "Return the hyperbolic sine of x."),
    FN(math_sqrt, "sqrt(x, /)", "Return the square root of x."),
    FN(math_tan, "tan(x, /)", "Return the tangent of x (measured in radians)."),
    FN(math_tanh, "tanh(x, /)", "Return the hyperbolic tangent of x."),
    FN(math_trunc, "trunc(x, /)", "Truncates the Real x to the nearest Integral toward 0."),
    FN(math_ulp, "ulp(x, /)", "Return the value of the least significant bit of the float x."),
    {0},
};

bool math_module_fill(Vm *vm, Value module)
{
    static const struct {
        const char *name;
        double number;
    } constants[] = {{"pi", M_PI}, {"e", M_E}, {"tau", 2 * M_PI}, {"inf", INFINITY}, {"nan", NAN}};
    for (size_t i = 0; i < ARRAY_LENGTH(constants); i++) {
        Value number = float_new(vm, constants[i].number);
        if (value_is_error(number) || !dict_set_c_take(vm, module_dict(module), constants[i].name, number))
            return false;
    }
    Value doc = str_from_c(vm, "This module provides access to the mathematical functions\ndefined by the C standard.");
    if (value_is_error(doc) || !dict_set_c_take(vm, module_dict(module), "__doc__", doc))
        return false;
    return module_add_functions(vm, module, math_functions) && module_add_functions(vm, module, math_integer_functions) &&
           module_add_functions(vm, module, math_sum_functions) && module_add_functions(vm, module, math_gamma_functions);
}
