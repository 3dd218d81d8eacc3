/* int: the constructor and the methods programs call. */
#include "object/number_inner.h"

#include <stdlib.h>

#include "object/bytes.h"
#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

Type *number_class(Vm *vm, Value cls, TypeId base)
{
    Type *wanted = vm->types[base];
    if (!value_is_type(vm, cls)) {
        raise_type_error(vm, "%N.__new__(X): X is not a type object (%T)", wanted, cls);
        return NULL;
    }
    Type *type = value_to_type(cls);
    if (type == wanted || type_is_subtype(type, wanted))
        return type;
    raise_type_error(vm, "%N.__new__(%N): %N is not a subtype of %N", wanted, type, type, wanted);
    return NULL;
}

Value raise_format_argument(Vm *vm, Value argument)
{
    const char *found = value_is_none(argument) ? "None" : value_type_name(vm, argument);
    return raise_type_error(vm, "__format__() argument must be str, not %s", found);
}

/* the constructor ------------------------------------------------------------------ */

/* Makes what a conversion method returned an exact int. */
static Value exact_take(Vm *vm, Value result, const char *method)
{
    if (value_is_error(result) || value_is_int(result) || value_has_shape(result, TYPE_INT))
        return result;
    Value exact = value_is_any_int(vm, result)
                      ? int_exact(vm, result)
                      : raise_type_error(vm, "%s returned non-int (type %.200T)", method, result);
    value_drop(vm, result);
    return exact;
}

static Value int_from_text(Vm *vm, Value value, int base)
{
    const char *text;
    size_t size;
    if (!number_text_of(vm, value, &text, &size))
        return VALUE_ABSENT;
    return int_parse(vm, text, size, base, value);
}

static Value int_from_any(Vm *vm, Value value)
{
    Type *type = value_type(vm, value);
    if (type->slots.unary[UNARY_INT])
        return exact_take(vm, type->slots.unary[UNARY_INT](vm, value), "__int__");
    if (type->slots.unary[UNARY_INDEX])
        return exact_take(vm, type->slots.unary[UNARY_INDEX](vm, value), "__index__");
    Value truncated = special_call(vm, value, NAME_OF(vm, __trunc__), NULL, 0);
    if (truncated != VALUE_ABSENT)
        return exact_take(vm, truncated, "__trunc__");
    Value parsed = int_from_text(vm, value, 10);
    if (parsed != VALUE_ABSENT)
        return parsed;
    return raise_type_error(vm,
                            "int() argument must be a string, a bytes-like object or a real number, not '%.200T'", value);
}

static Value int_from_text_in_base(Vm *vm, Value value, Value base)
{
    if (value == VALUE_ABSENT)
        return raise_type_error(vm, "int() missing string argument");
    Value exact = value_index(vm, base);
    if (value_is_error(exact))
        return VALUE_ERROR;
    int64_t number;
    bool fits = int_fits_i64(vm, exact, &number);
    value_drop(vm, exact);
    if (!fits || (number != 0 && (number < 2 || number > 36)))
        return raise_value_error(vm, "int() base must be >= 2 and <= 36, or 0");
    Value parsed = int_from_text(vm, value, (int)number);
    return parsed != VALUE_ABSENT ? parsed : raise_type_error(vm, "int() can't convert non-string with explicit base");
}

static Value int_new(Vm *vm, const Value *args)
{
    Type *type = number_class(vm, args[0], TYPE_INT);
    if (!type)
        return VALUE_ERROR;
    Value number = args[2] != VALUE_ABSENT   ? int_from_text_in_base(vm, args[1], args[2])
                   : args[1] == VALUE_ABSENT ? value_from_int(0)
                                             : int_from_any(vm, args[1]);
    if (value_is_error(number) || type == vm->types[TYPE_INT])
        return number;
    Value instance = int_of_type(vm, type, number);
    value_drop(vm, number);
    return instance;
}

/* bits and bytes --------------------------------------------------------------------- */

static Value int_m_bit_length(Vm *vm, const Value *args)
{
    if (int_sign(vm, args[0]) == 0)
        return value_from_int(0);
    IntView view;
    return value_from_int((int64_t)mpz_sizeinbase(int_view(args[0], &view), 2));
}

static Value int_m_bit_count(Vm *vm, const Value *args)
{
    (void)vm;
    IntView view;
    mpz_srcptr number = int_view(args[0], &view);
    size_t count = mpz_size(number);
    return value_from_int(count ? (int64_t)mpn_popcount(mpz_limbs_read(number), (mp_size_t)count) : 0);
}

typedef enum { ORDER_INVALID, ORDER_BIG, ORDER_LITTLE } ByteOrder;

static ByteOrder byte_order(Vm *vm, Value name)
{
    if (!value_is_str(vm, name))
        raise_type_error(vm, "to_bytes() argument 'byteorder' must be str, not %T", name);
    else if (str_equals_c(name, "big"))
        return ORDER_BIG;
    else if (str_equals_c(name, "little"))
        return ORDER_LITTLE;
    else
        raise_value_error(vm, "byteorder must be either 'little' or 'big'");
    return ORDER_INVALID;
}

static void reverse_bytes(uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size / 2; i++) {
        uint8_t byte = bytes[i];
        bytes[i] = bytes[size - 1 - i];
        bytes[size - 1 - i] = byte;
    }
}

/* Turns little-endian bytes into their two's complement. */
static void negate_bytes(uint8_t *bytes, size_t size)
{
    unsigned carry = 1;
    for (size_t i = 0; i < size; i++) {
        carry += (uint8_t)~bytes[i];
        bytes[i] = (uint8_t)carry;
        carry >>= 8;
    }
}

/* Does number fit size bytes of two's complement, or of unsigned ones? */
static bool fits_bytes(mpz_srcptr number, size_t size, bool is_signed)
{
    size_t bits = mpz_sgn(number) ? mpz_sizeinbase(number, 2) : 0;
    if (!is_signed)
        return bits <= size * 8;
    if (mpz_sgn(number) < 0 && mpz_scan1(number, 0) == bits - 1)
        bits--; /* -2**n needs n bits and the sign */
    return bits == 0 || bits < size * 8;
}

static Value int_m_to_bytes(Vm *vm, const Value *args)
{
    int64_t length;
    if (!value_to_i64(vm, args[1], &length))
        return VALUE_ERROR;
    ByteOrder order = byte_order(vm, args[2]);
    int is_signed = order == ORDER_INVALID ? -1 : value_truth(vm, args[3]);
    if (is_signed < 0)
        return VALUE_ERROR;
    if (length < 0)
        return raise_value_error(vm, "length argument must be non-negative");
    IntView view;
    mpz_srcptr number = int_view(args[0], &view);
    if (mpz_sgn(number) < 0 && !is_signed)
        return raise_error(vm, TYPE_OVERFLOW_ERROR, "can't convert negative int to unsigned");
    if (!fits_bytes(number, (size_t)length, is_signed))
        return raise_error(vm, TYPE_OVERFLOW_ERROR, "int too big to convert");
    Bytes *bytes = bytes_new_raw(vm, (size_t)length);
    if (!bytes)
        return VALUE_ERROR;
    memset(bytes->bytes, 0, (size_t)length);
    mpz_export(bytes->bytes, NULL, -1, 1, -1, 0, number);
    if (mpz_sgn(number) < 0)
        negate_bytes(bytes->bytes, (size_t)length);
    if (order == ORDER_BIG)
        reverse_bytes(bytes->bytes, (size_t)length);
    return value_from_object(bytes);
}

static Value int_from_byte_array(Vm *vm, BytesView view, ByteOrder order, bool is_signed)
{
    mpz_t number;
    mpz_init(number);
    mpz_import(number, view.size, order == ORDER_BIG ? 1 : -1, 1, 0, 0, view.bytes);
    if (is_signed && view.size && (view.bytes[order == ORDER_BIG ? 0 : view.size - 1] & 0x80)) {
        mpz_t modulus;
        mpz_init(modulus);
        mpz_setbit(modulus, view.size * 8);
        mpz_sub(number, number, modulus);
        mpz_clear(modulus);
    }
    return int_from_mpz_take(vm, number);
}

/* The argument of from_bytes as a bytes-like object (owned). */
static Value bytes_argument(Vm *vm, Value value)
{
    if (value_is_bytes_like(vm, value))
        return value_share(value);
    Value converted = special_call(vm, value, NAME_OF(vm, __bytes__), NULL, 0);
    if (converted != VALUE_ABSENT)
        return converted;
    Type *type = value_type(vm, value);
    if (value_is_str(vm, value) || (!type->slots.iter && !type->slots.getitem))
        return raise_type_error(vm, "cannot convert '%.200T' object to bytes", value);
    return call_value(vm, type_value(vm->types[TYPE_BYTES]), &value, 1);
}

static Value int_m_from_bytes(Vm *vm, const Value *args)
{
    ByteOrder order = byte_order(vm, args[2]);
    int is_signed = order == ORDER_INVALID ? -1 : value_truth(vm, args[3]);
    if (is_signed < 0)
        return VALUE_ERROR;
    Value source = bytes_argument(vm, args[1]);
    BytesView view;
    if (value_is_error(source))
        return VALUE_ERROR;
    Value number = bytes_view(vm, source, &view) ? int_from_byte_array(vm, view, order, is_signed) : VALUE_ERROR;
    value_drop(vm, source);
    if (value_is_error(number) || args[0] == type_value(vm->types[TYPE_INT]))
        return number;
    Value instance = call_value(vm, args[0], &number, 1);
    value_drop(vm, number);
    return instance;
}

/* numbers as every number is ------------------------------------------------------------ */

static Value int_m_exact(Vm *vm, const Value *args) { return int_exact(vm, args[0]); }

static Value int_m_as_integer_ratio(Vm *vm, const Value *args)
{
    Value number = int_exact(vm, args[0]);
    return value_is_error(number) ? number : tuple_pair_take(vm, number, value_from_int(1));
}

static Value int_m_is_integer(Vm *vm, const Value *args)
{
    (void)vm, (void)args;
    return VALUE_TRUE;
}

/* Rounds to a multiple of 10**places, halves to the even multiple. */
static Value round_to_power(Vm *vm, Value value, uint64_t places)
{
    IntView view;
    mpz_srcptr number = int_view(value, &view);
    if (places > mpz_sizeinbase(number, 10) + 1)
        return value_from_int(0);
    mpz_t unit, quotient, remainder;
    mpz_inits(unit, quotient, remainder, NULL);
    mpz_ui_pow_ui(unit, 10, places);
    mpz_fdiv_qr(quotient, remainder, number, unit);
    mpz_mul_2exp(remainder, remainder, 1);
    int order = mpz_cmp(remainder, unit);
    if (order > 0 || (order == 0 && mpz_odd_p(quotient)))
        mpz_add_ui(quotient, quotient, 1);
    mpz_mul(quotient, quotient, unit);
    mpz_clears(unit, remainder, NULL);
    return int_from_mpz_take(vm, quotient);
}

static Value int_m_round(Vm *vm, const Value *args)
{
    if (args[1] == VALUE_ABSENT || value_is_none(args[1]))
        return int_exact(vm, args[0]);
    Value places = value_index(vm, args[1]);
    if (value_is_error(places))
        return VALUE_ERROR;
    int64_t number;
    int sign = int_sign(vm, places);
    bool fits = int_fits_i64(vm, places, &number);
    value_drop(vm, places);
    if (sign >= 0)
        return int_exact(vm, args[0]);
    return fits ? round_to_power(vm, args[0], -(uint64_t)number) : value_from_int(0);
}

static Value int_m_format(Vm *vm, const Value *args)
{
    if (!value_is_str(vm, args[1]))
        return raise_format_argument(vm, args[1]);
    return int_format_spec(vm, args[0], args[1]);
}

static Value int_m_getnewargs(Vm *vm, const Value *args)
{
    Value number = int_exact(vm, args[0]);
    return value_is_error(number) ? number : tuple_new_take(vm, &number, 1);
}

/* As CPython counts: 30 bits in 4 bytes after 24 bytes of header. */
static Value int_m_sizeof(Vm *vm, const Value *args)
{
    (void)vm;
    IntView view;
    size_t bits = mpz_sizeinbase(int_view(args[0], &view), 2);
    return value_from_int((int64_t)(24 + (bits + 29) / 30 * 4));
}

static Value int_get_zero(Vm *vm, Value self)
{
    (void)vm, (void)self;
    return value_from_int(0);
}

static Value int_get_one(Vm *vm, Value self)
{
    (void)vm, (void)self;
    return value_from_int(1);
}

const NativeDef int_methods[] = {
    FN(int_new, "__new__(cls, x=?, /, base=?)", "Create and return a new object.  See help(type) for accurate signature."),
    FN(int_m_exact, "conjugate(self, /)", "Returns self, the complex conjugate of any int."),
    FN(int_m_bit_length, "bit_length(self, /)", "Number of bits necessary to represent self in binary."),
    FN(int_m_bit_count, "bit_count(self, /)", "Number of ones in the binary representation of the absolute value of self."),
    FN(int_m_to_bytes, "to_bytes(self, /, length=1, byteorder='big', *, signed=False)",
       "Return an array of bytes representing an integer."),
    FN(int_m_from_bytes, "@classmethod from_bytes(type, /, bytes, byteorder='big', *, signed=False)",
       "Return the integer represented by the given array of bytes."),
    FN(int_m_as_integer_ratio, "as_integer_ratio(self, /)", "Return a pair of integers, whose ratio is equal to the original int."),
    FN(int_m_is_integer, "is_integer(self, /)", "Returns True. Exists for duck type compatibility with float.is_integer."),
    FN(int_m_exact, "__trunc__(self, /)", "Truncating an Integral returns itself."),
    FN(int_m_exact, "__floor__(self, /)", "Flooring an Integral returns itself."),
    FN(int_m_exact, "__ceil__(self, /)", "Ceiling of an Integral returns itself."),
    FN(int_m_round, "__round__(self, ndigits=None, /)", "Rounding an Integral returns itself."),
    FN(int_m_format, "__format__(self, format_spec, /)", "Convert to a string according to format_spec."),
    FN(int_m_getnewargs, "__getnewargs__(self, /)", NULL),
    FN(int_m_sizeof, "__sizeof__(self, /)", "Returns size in memory, in bytes."),
    {0},
};

const GetSetDef int_getsets[] = {
    {"real", int_exact, NULL, "the real part of a complex number"},
    {"imag", int_get_zero, NULL, "the imaginary part of a complex number"},
    {"numerator", int_exact, NULL, "the numerator of a rational number in lowest terms"},
    {"denominator", int_get_one, NULL, "the denominator of a rational number in lowest terms"},
    {0},
};
