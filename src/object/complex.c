/* complex: a pair of doubles, always on the heap.
 *
 * Instances of subclasses have the same layout, so every function here reads
 * any of them through Complex once complex_operand() has accepted it. */
#include "object/complex.h"

#include <math.h>

#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/type.h"

Value complex_new(Vm *vm, double real, double imaginary)
{
    Complex *self = object_new(vm, vm->types[TYPE_COMPLEX], 0);
    if (!self)
        return VALUE_ERROR;
    self->real = real;
    self->imaginary = imaginary;
    return value_from_object(self);
}

static Value complex_from(Vm *vm, Complex number) { return complex_new(vm, number.real, number.imaginary); }

bool value_is_complex(const Vm *vm, Value value)
{
    return value_is_heap(value) &&
           (value_has_shape(value, TYPE_COMPLEX) || value_is_instance(vm, value, vm->types[TYPE_COMPLEX]));
}

Complex complex_value(Value value) { return *(Complex *)value_object(value); }

/* Any number as a complex one.  1: done; 0: not a number; -1: error. */
static int complex_operand(Vm *vm, Value value, Complex *number)
{
    if (value_is_complex(vm, value)) {
        *number = complex_value(value);
        return 1;
    }
    *number = (Complex){0};
    return number_to_double(vm, value, &number->real);
}

/* arithmetic ---------------------------------------------------------------------- */

static Complex multiply(Complex a, Complex b)
{
    return (Complex){.real = a.real * b.real - a.imaginary * b.imaginary,
                     .imaginary = a.real * b.imaginary + a.imaginary * b.real};
}

/* Smith's method: scaled by the larger part of the divisor, which is not 0. */
static Complex divide(Complex a, Complex b)
{
    if (isnan(b.real) || isnan(b.imaginary))
        return (Complex){.real = NAN, .imaginary = NAN};
    if (fabs(b.real) >= fabs(b.imaginary)) {
        double ratio = b.imaginary / b.real, scale = b.real + b.imaginary * ratio;
        return (Complex){.real = (a.real + a.imaginary * ratio) / scale, .imaginary = (a.imaginary - a.real * ratio) / scale};
    }
    double ratio = b.real / b.imaginary, scale = b.real * ratio + b.imaginary;
    return (Complex){.real = (a.real * ratio + a.imaginary) / scale, .imaginary = (a.imaginary * ratio - a.real) / scale};
}

static Complex power_whole(Complex base, unsigned exponent)
{
    Complex product = {.real = 1.0};
    for (; exponent; exponent >>= 1) {
        if (exponent & 1)
            product = multiply(product, base);
        base = multiply(base, base);
    }
    return product;
}

/* False where the angle is infinite and so has no sine. */
static bool power_polar(Complex base, Complex exponent, Complex *result)
{
    double size = hypot(base.real, base.imaginary), angle = atan2(base.imaginary, base.real);
    double length = pow(size, exponent.real), phase = angle * exponent.real;
    if (exponent.imaginary != 0) {
        length /= exp(angle * exponent.imaginary);
        phase += exponent.imaginary * log(size);
    }
    *result = (Complex){.real = length * cos(phase), .imaginary = length * sin(phase)};
    return !isinf(phase);
}

Value complex_power(Vm *vm, Complex base, Complex exponent)
{
    const double most_exact = 100; /* whole exponents up to it are multiplied out */
    bool whole = exponent.imaginary == 0 && exponent.real == floor(exponent.real) && fabs(exponent.real) <= most_exact;
    bool zero = base.real == 0 && base.imaginary == 0;
    bool defined = !zero || (exponent.real >= 0 && exponent.imaginary == 0);
    Complex result = {0};
    if (whole && defined) {
        result = power_whole(base, (unsigned)fabs(exponent.real));
        defined = exponent.real >= 0 || result.real != 0 || result.imaginary != 0;
        if (exponent.real < 0 && defined)
            result = divide((Complex){.real = 1.0}, result);
    } else if (!zero) {
        defined = power_polar(base, exponent, &result);
    }
    if (!defined)
        return raise_error(vm, TYPE_ZERO_DIVISION_ERROR, "0.0 to a negative or complex power");
    if (isinf(result.real) || isinf(result.imaginary))
        return raise_error(vm, TYPE_OVERFLOW_ERROR, "complex exponentiation");
    return complex_from(vm, result);
}

static Value complex_compute(Vm *vm, BinaryOp op, Complex a, Complex b)
{
    switch (op) {
    case BINARY_ADD: return complex_new(vm, a.real + b.real, a.imaginary + b.imaginary);
    case BINARY_SUB: return complex_new(vm, a.real - b.real, a.imaginary - b.imaginary);
    case BINARY_MUL: return complex_from(vm, multiply(a, b));
    case BINARY_DIV:
        if (b.real == 0 && b.imaginary == 0)
            return raise_error(vm, TYPE_ZERO_DIVISION_ERROR, "complex division by zero");
        return complex_from(vm, divide(a, b));
    default: ASSERT(op == BINARY_POW); return complex_power(vm, a, b);
    }
}

static Value complex_binary(Vm *vm, BinaryOp op, Value left, Value right)
{
    Complex a, b;
    int known = complex_operand(vm, left, &a);
    if (known > 0)
        known = complex_operand(vm, right, &b);
    if (known <= 0)
        return known ? VALUE_ERROR : VALUE_NOT_IMPLEMENTED;
    return complex_compute(vm, op, a, b);
}

static Value complex_slot_add(Vm *vm, Value left, Value right) { return complex_binary(vm, BINARY_ADD, left, right); }
static Value complex_slot_subtract(Vm *vm, Value left, Value right) { return complex_binary(vm, BINARY_SUB, left, right); }
static Value complex_slot_multiply(Vm *vm, Value left, Value right) { return complex_binary(vm, BINARY_MUL, left, right); }
static Value complex_slot_divide(Vm *vm, Value left, Value right) { return complex_binary(vm, BINARY_DIV, left, right); }
static Value complex_slot_power(Vm *vm, Value left, Value right) { return complex_binary(vm, BINARY_POW, left, right); }

/* other slots ------------------------------------------------------------------------ */

static Value complex_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if (op != COMPARE_EQ && op != COMPARE_NE)
        return VALUE_NOT_IMPLEMENTED;
    Complex number = complex_value(self);
    bool equal;
    if (value_is_complex(vm, other))
        equal = number.real == complex_value(other).real && number.imaginary == complex_value(other).imaginary;
    else if (value_is_any_float(vm, other))
        equal = number.imaginary == 0 && number.real == float_value(other);
    else if (value_is_any_int(vm, other))
        equal = number.imaginary == 0 && !isnan(number.real) && int_order_double(other, number.real) == 0;
    else
        return VALUE_NOT_IMPLEMENTED;
    return value_from_bool(equal == (op == COMPARE_EQ));
}

static bool complex_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    (void)vm;
    const uint64_t imaginary_factor = 1000003; /* sys.hash_info.imag */
    Complex number = complex_value(self);
    uint64_t sum = (uint64_t)float_hash(number.real) + imaginary_factor * (uint64_t)float_hash(number.imaginary);
    *hash = (int64_t)sum == -1 ? -2 : (int64_t)sum;
    return true;
}

static int complex_slot_truth(Vm *vm, Value self)
{
    (void)vm;
    Complex number = complex_value(self);
    return number.real != 0 || number.imaginary != 0;
}

static Value complex_slot_positive(Vm *vm, Value self)
{
    return value_has_shape(self, TYPE_COMPLEX) ? value_share(self) : complex_from(vm, complex_value(self));
}

static Value complex_slot_negative(Vm *vm, Value self)
{
    Complex number = complex_value(self);
    return complex_new(vm, -number.real, -number.imaginary);
}

static Value complex_slot_absolute(Vm *vm, Value self)
{
    Complex number = complex_value(self);
    double size = hypot(number.real, number.imaginary);
    if (isinf(size) && isfinite(number.real) && isfinite(number.imaginary))
        return raise_error(vm, TYPE_OVERFLOW_ERROR, "absolute value too large");
    return float_new(vm, size);
}

/* the constructor ----------------------------------------------------------------------- */

/* A number argument; *was_complex tells what it was.  what: "first", "second". */
static bool read_argument(Vm *vm, Value value, const char *what, Complex *number, bool *was_complex)
{
    Slots *slots = &value_type(vm, value)->slots;
    *was_complex = value_is_complex(vm, value);
    *number = (Complex){0};
    if (*was_complex)
        *number = complex_value(value);
    else if (slots->unary[UNARY_FLOAT] || slots->unary[UNARY_INDEX])
        return value_to_double(vm, value, &number->real);
    else
        return raise_false(vm, TYPE_TYPE_ERROR, "complex() %s argument must be a %snumber, not '%.200T'", what,
                           what[0] == 'f' ? "string or a " : "", value);
    return true;
}

/* Calls __complex__ where there is one: owned; VALUE_ABSENT without. */
static Value converted(Vm *vm, Value value)
{
    if (value_is_complex(vm, value))
        return value_share(value);
    Value result = special_call(vm, value, NAME_OF(vm, __complex__), NULL, 0);
    if (result == VALUE_ABSENT || value_is_error(result) || value_is_complex(vm, result))
        return result;
    raise_type_error(vm, "__complex__ returned non-complex (type %.200T)", result);
    value_drop(vm, result);
    return VALUE_ERROR;
}

static bool combine(Vm *vm, Value real, Value imaginary, Complex *result)
{
    Complex first = {0}, second = {0};
    bool first_complex = false, second_complex = false;
    if (real != VALUE_ABSENT && !read_argument(vm, real, "first", &first, &first_complex))
        return false;
    if (imaginary != VALUE_ABSENT && !read_argument(vm, imaginary, "second", &second, &second_complex))
        return false;
    /* real + imaginary * 1j, without turning signed zeros around */
    *result = (Complex){.real = first.real, .imaginary = second.real};
    if (second_complex)
        result->real -= second.imaginary;
    if (first_complex && imaginary != VALUE_ABSENT)
        result->imaginary += first.imaginary;
    else if (first_complex)
        result->imaginary = first.imaginary;
    return true;
}

static bool read_arguments(Vm *vm, Value real, Value imaginary, Complex *result)
{
    if (real != VALUE_ABSENT && value_is_str(vm, real)) {
        if (imaginary == VALUE_ABSENT)
            return complex_parse(vm, real, result);
        return raise_false(vm, TYPE_TYPE_ERROR, "complex() can't take second arg if first is a string");
    }
    if (imaginary != VALUE_ABSENT && value_is_str(vm, imaginary))
        return raise_false(vm, TYPE_TYPE_ERROR, "complex() second arg can't be a string");
    Value first = real == VALUE_ABSENT ? VALUE_ABSENT : converted(vm, real);
    if (value_is_error(first))
        return false;
    bool done = combine(vm, first == VALUE_ABSENT ? real : first, imaginary, result);
    value_drop(vm, first);
    return done;
}

static Value complex_method_new(Vm *vm, const Value *args)
{
    Type *type = number_class(vm, args[0], TYPE_COMPLEX);
    if (!type)
        return VALUE_ERROR;
    if (type == vm->types[TYPE_COMPLEX] && args[1] != VALUE_ABSENT && args[2] == VALUE_ABSENT &&
        value_has_shape(args[1], TYPE_COMPLEX))
        return value_share(args[1]);
    Complex number;
    if (!read_arguments(vm, args[1], args[2], &number))
        return VALUE_ERROR;
    Complex *self = object_new(vm, type, 0);
    if (!self)
        return VALUE_ERROR;
    self->real = number.real;
    self->imaginary = number.imaginary;
    return value_from_object(self);
}

/* methods --------------------------------------------------------------------------------- */

static Value complex_m_conjugate(Vm *vm, const Value *args)
{
    Complex number = complex_value(args[0]);
    return complex_new(vm, number.real, -number.imaginary);
}

static Value complex_m_complex(Vm *vm, const Value *args) { return complex_slot_positive(vm, args[0]); }

static Value complex_get_real(Vm *vm, Value self) { return float_new(vm, complex_value(self).real); }
static Value complex_get_imaginary(Vm *vm, Value self) { return float_new(vm, complex_value(self).imaginary); }

static Value complex_m_getnewargs(Vm *vm, const Value *args)
{
    Value real = complex_get_real(vm, args[0]), imaginary = complex_get_imaginary(vm, args[0]);
    if (value_is_error(real) || value_is_error(imaginary)) {
        value_drop(vm, real);
        value_drop(vm, imaginary);
        return VALUE_ERROR;
    }
    return tuple_pair_take(vm, real, imaginary);
}

static const NativeDef complex_methods[] = {
    FN(complex_method_new, "__new__(cls, real=?, imag=?)", "Create and return a new object.  See help(type) for accurate signature."),
    FN(complex_m_conjugate, "conjugate(self, /)", "Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j."),
    FN(complex_m_complex, "__complex__(self, /)", "Convert this value to exact type complex."),
    FN(complex_m_format, "__format__(self, format_spec, /)", "Convert to a string according to format_spec."),
    FN(complex_m_getnewargs, "__getnewargs__(self, /)", NULL),
    {0},
};

static const GetSetDef complex_getsets[] = {
    {"real", complex_get_real, NULL, "the real part of a complex number"},
    {"imag", complex_get_imaginary, NULL, "the imaginary part of a complex number"},
    {0},
};

static const TypeDef complex_type_def = {
    .name = "complex",
    .doc = "Create a complex number from a string or numbers.\n\n"
           "If a string is given, parse it as a complex number.\n"
           "If a single number is given, convert it to a complex number.\n"
           "If the 'real' or 'imag' arguments are given, create a complex number\n"
           "with the specified real and imaginary components.",
    .flags = TYPE_FLAG_BASE,
    .size = sizeof(Complex),
    .slots = {
        .destroy = object_destroy_plain,
        .repr = complex_slot_repr,
        .hash = complex_slot_hash,
        .truth = complex_slot_truth,
        .compare = complex_slot_compare,
        .binary = {
            [BINARY_ADD] = complex_slot_add,
            [BINARY_SUB] = complex_slot_subtract,
            [BINARY_MUL] = complex_slot_multiply,
            [BINARY_DIV] = complex_slot_divide,
            [BINARY_POW] = complex_slot_power,
        },
        .unary = {
            [UNARY_POS] = complex_slot_positive,
            [UNARY_NEG] = complex_slot_negative,
            [UNARY_ABS] = complex_slot_absolute,
        },
    },
    .methods = complex_methods,
    .getsets = complex_getsets,
};

bool complex_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &complex_type_def); }
