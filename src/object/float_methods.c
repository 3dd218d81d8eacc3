/* float: the constructor and the methods programs call. */
#include "object/number_inner.h"

#include <math.h>
#include <stdlib.h>

#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/str.h"

/* the constructor ------------------------------------------------------------------- */

/* VALUE_ABSENT: not text at all. */
static Value float_from_text(Vm *vm, Value value)
{
    const char *text;
    size_t size;
    if (!number_text_of(vm, value, &text, &size))
        return VALUE_ABSENT;
    double number;
    bool valid;
    if (LIKELY(text_is_ascii(text, size)) || !value_is_str(vm, value)) { /* bytes stand for themselves */
        valid = float_parse(text, size, &number);
    } else {
        char *copy = number_text_to_ascii(vm, text, &size);
        if (!copy)
            return VALUE_ERROR;
        valid = float_parse(copy, size, &number);
        free(copy);
    }
    return valid ? float_new(vm, number) : raise_value_error(vm, "could not convert string to float: %R", value);
}

static Value exact_take(Vm *vm, Value result, Value original)
{
    if (value_is_error(result) || value_is_float(result) || value_has_shape(result, TYPE_FLOAT))
        return result;
    Value exact = value_is_any_float(vm, result)
                      ? float_new(vm, float_value(result))
                      : raise_type_error(vm, "%.50T.__float__ returned non-float (type %.50T)", original, result);
    value_drop(vm, result);
    return exact;
}

static Value float_from_any(Vm *vm, Value value)
{
    if (LIKELY(value_is_float(value)))
        return value;
    Type *type = value_type(vm, value);
    if (type->slots.unary[UNARY_FLOAT])
        return exact_take(vm, type->slots.unary[UNARY_FLOAT](vm, value), value);
    if (type->slots.unary[UNARY_INDEX]) {
        Value index = value_index(vm, value);
        if (value_is_error(index))
            return VALUE_ERROR;
        double number;
        bool fits = int_to_double(vm, index, &number);
        value_drop(vm, index);
        return fits ? float_new(vm, number) : VALUE_ERROR;
    }
    Value parsed = float_from_text(vm, value);
    if (parsed != VALUE_ABSENT)
        return parsed;
    return raise_type_error(vm, "float() argument must be a string or a real number, not '%.200T'", value);
}

static Value float_method_new(Vm *vm, const Value *args)
{
    Type *type = number_class(vm, args[0], TYPE_FLOAT);
    if (!type)
        return VALUE_ERROR;
    Value number = float_from_any(vm, args[1]);
    if (value_is_error(number) || type == vm->types[TYPE_FLOAT])
        return number;
    FloatObject *instance = object_new(vm, type, 0);
    if (instance)
        instance->number = float_value(number);
    value_drop(vm, number);
    return instance ? value_from_object(instance) : VALUE_ERROR;
}

/* methods ------------------------------------------------------------------------------ */

static Value float_m_float(Vm *vm, const Value *args)
{
    return value_is_float(args[0]) || value_has_shape(args[0], TYPE_FLOAT) ? value_share(args[0])
                                                                           : float_new(vm, float_value(args[0]));
}

static Value float_m_trunc(Vm *vm, const Value *args) { return int_from_double(vm, float_value(args[0])); }
static Value float_m_floor(Vm *vm, const Value *args) { return int_from_double(vm, floor(float_value(args[0]))); }
static Value float_m_ceil(Vm *vm, const Value *args) { return int_from_double(vm, ceil(float_value(args[0]))); }

static Value float_m_is_integer(Vm *vm, const Value *args)
{
    (void)vm;
    double number = float_value(args[0]);
    return value_from_bool(isfinite(number) && floor(number) == number);
}

static Value float_m_round(Vm *vm, const Value *args)
{
    double number = float_value(args[0]);
    if (value_is_none(args[1]))
        return int_from_double(vm, rint(number)); /* halves go to the even one */
    Value places = value_index(vm, args[1]);
    if (value_is_error(places))
        return VALUE_ERROR;
    int64_t digits;
    if (!int_fits_i64(vm, places, &digits))
        digits = int_sign(vm, places) < 0 ? INT32_MIN : INT32_MAX;
    value_drop(vm, places);
    return float_round(vm, number, digits);
}

/* mantissa * 2**exponent as a fraction in lowest terms. */
static Value float_m_as_integer_ratio(Vm *vm, const Value *args)
{
    double number = float_value(args[0]);
    if (isinf(number))
        return raise_error(vm, TYPE_OVERFLOW_ERROR, "cannot convert Infinity to integer ratio");
    if (isnan(number))
        return raise_value_error(vm, "cannot convert NaN to integer ratio");
    int exponent;
    int64_t mantissa = (int64_t)ldexp(frexp(number, &exponent), 53);
    exponent -= 53;
    while (mantissa != 0 && mantissa % 2 == 0) {
        mantissa /= 2;
        exponent++;
    }
    if (mantissa == 0)
        exponent = 0;
    mpz_t numerator, denominator;
    mpz_init_set_si(numerator, mantissa);
    mpz_init_set_si(denominator, 1);
    if (exponent > 0)
        mpz_mul_2exp(numerator, numerator, (mp_bitcnt_t)exponent);
    else
        mpz_mul_2exp(denominator, denominator, (mp_bitcnt_t)-exponent);
    Value first = int_from_mpz_take(vm, numerator), second = int_from_mpz_take(vm, denominator);
    if (value_is_error(first) || value_is_error(second)) {
        value_drop(vm, first);
        value_drop(vm, second);
        return VALUE_ERROR;
    }
    return tuple_pair_take(vm, first, second);
}

static Value float_m_format(Vm *vm, const Value *args)
{
    if (!value_is_str(vm, args[1]))
        return raise_format_argument(vm, args[1]);
    return float_format_spec(vm, float_value(args[0]), args[1]);
}

static Value float_m_getnewargs(Vm *vm, const Value *args)
{
    Value number = float_m_float(vm, args);
    return value_is_error(number) ? number : tuple_new_take(vm, &number, 1);
}

static Value float_m_getformat(Vm *vm, const Value *args)
{
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "__getformat__() argument must be str, not %T", args[1]);
    if (!str_equals_c(args[1], "double") && !str_equals_c(args[1], "float"))
        return raise_value_error(vm, "__getformat__() argument 1 must be 'double' or 'float'");
    bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    return str_from_c(vm, little ? "IEEE, little-endian" : "IEEE, big-endian");
}

/* As CPython counts: a header of 16 bytes and the number. */
static Value float_m_sizeof(Vm *vm, const Value *args)
{
    (void)vm, (void)args;
    return value_from_int(24);
}

static Value float_get_real(Vm *vm, Value self) { return float_m_float(vm, &self); }

static Value float_get_imaginary(Vm *vm, Value self)
{
    (void)self;
    return float_new(vm, 0.0);
}

const NativeDef float_methods[] = {
    FN(float_method_new, "__new__(cls, x=0, /)", "Create and return a new object.  See help(type) for accurate signature."),
    FN(float_m_float, "conjugate(self, /)", "Return self, the complex conjugate of any float."),
    FN(float_m_trunc, "__trunc__(self, /)", "Return the Integral closest to x between 0 and x."),
    FN(float_m_floor, "__floor__(self, /)", "Return the floor as an Integral."),
    FN(float_m_ceil, "__ceil__(self, /)", "Return the ceiling as an Integral."),
    FN(float_m_round, "__round__(self, ndigits=None, /)", "Return the Integral closest to x, rounding half toward even."),
    FN(float_m_is_integer, "is_integer(self, /)", "Return True if the float is an integer."),
    FN(float_m_as_integer_ratio, "as_integer_ratio(self, /)", "Return a pair of integers, whose ratio is exactly equal to the original float."),
    FN(float_m_hex, "hex(self, /)", "Return a hexadecimal representation of a floating-point number."),
    FN(float_m_fromhex, "@classmethod fromhex(type, string, /)", "Create a floating-point number from a hexadecimal string."),
    FN(float_m_format, "__format__(self, format_spec, /)", "Formats the float according to format_spec."),
    FN(float_m_getnewargs, "__getnewargs__(self, /)", NULL),
    FN(float_m_sizeof, "__sizeof__(self, /)", "Size of object in memory, in bytes."),
    FN(float_m_getformat, "@classmethod __getformat__(type, typestr, /)", "You probably don't want to use this function."),
    {0},
};

const GetSetDef float_getsets[] = {
    {"real", float_get_real, NULL, "the real part of a complex number"},
    {"imag", float_get_imaginary, NULL, "the imaginary part of a complex number"},
    {0},
};
