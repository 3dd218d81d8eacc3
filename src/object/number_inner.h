/* What the number files share among themselves and show to nobody else. */
#ifndef HABU_OBJECT_NUMBER_INNER_H
#define HABU_OBJECT_NUMBER_INNER_H

#include "object/native.h"
#include "object/number.h"

_Static_assert(GMP_LIMB_BITS == 64, "an inline int must fit one limb");

/* Room for an inline int dressed up as an mpz. */
typedef struct {
    mpz_t number;
    mp_limb_t limb;
} IntView;

/* The number of an inline int or bool; false for what lives on the heap. */
static ALWAYS_INLINE bool int_is_immediate(Value value, int64_t *number)
{
    if (LIKELY(value_is_int(value))) {
        *number = value_to_int(value);
        return true;
    }
    *number = value == VALUE_TRUE;
    return value_is_bool(value);
}

/* Any int-like value as an mpz that must not be changed, without copying.
 * Valid while value and view are. */
static inline mpz_srcptr int_view(Value value, IntView *view)
{
    int64_t number;
    if (!int_is_immediate(value, &number))
        return ((BigInt *)value_object(value))->number;
    view->limb = number < 0 ? -(mp_limb_t)number : (mp_limb_t)number;
    return mpz_roinit_n(view->number, &view->limb, number < 0 ? -1 : number != 0);
}

__extension__ typedef __int128 WideInt;

/* An int of at most 126 bits; false for a longer one. */
static inline bool int_is_wide(Value value, WideInt *wide)
{
    int64_t number;
    if (int_is_immediate(value, &number)) {
        *wide = number;
        return true;
    }
    mpz_srcptr big = ((BigInt *)value_object(value))->number;
    size_t count = mpz_size(big);
    const mp_limb_t *limbs = mpz_limbs_read(big);
    if (count > 2 || (count == 2 && limbs[1] >> 62))
        return false;
    WideInt magnitude = count == 0 ? 0 : count == 1 ? (WideInt)limbs[0] : (WideInt)limbs[1] << 64 | limbs[0];
    *wide = mpz_sgn(big) < 0 ? -magnitude : magnitude;
    return true;
}
/* |wide| must be below 2**127. */
MUST_CHECK Value int_from_wide(Vm *vm, WideInt wide);

/* False with MemoryError pending when a result of so many bits is out of the
 * question: GMP aborts the process instead of reporting that. */
MUST_CHECK bool int_size_allowed(Vm *vm, uint64_t bits);
/* An instance of type (int or derived from it) that takes over number's limbs. */
MUST_CHECK Value int_box_take(Vm *vm, Type *type, mpz_t number);
/* The same value as an instance of type. */
MUST_CHECK Value int_of_type(Vm *vm, Type *type, Value value);
/* The class argument of a __new__ as the type it must be: base or derived from it.  NULL with TypeError pending. */
MUST_CHECK Type *number_class(Vm *vm, Value cls, TypeId base);

extern const NativeDef int_methods[];   /* int_methods.c */
extern const GetSetDef int_getsets[];
extern const NativeDef float_methods[]; /* float_methods.c */
extern const GetSetDef float_getsets[];
/* Answers a comparison from the sign of "left minus right". */
Value compare_result(int order, CompareOp op);

/* mantissa * 2**exponent, correctly rounded (half to even); infinity when too
 * large.  The lowest bit of mantissa may stand for "and a bit more". */
double double_scaled(uint64_t mantissa, int64_t exponent);
/* |number| / 2**exponent's leading bits: mantissa is at least 2**63 and sticky. */
uint64_t mpz_leading_bits(mpz_srcptr number, int64_t *exponent);

/* Compares exactly: <0, 0, >0.  number is not a NaN. */
int int_order_double(Value integer, double number);

/* Code points above ASCII become the digit or the space they stand for, or '?',
 * as int(), float() and complex() read them.  A malloc'ed copy of *size bytes;
 * NULL with MemoryError pending. */
MUST_CHECK char *number_text_to_ascii(Vm *vm, const char *text, size_t *size);
static inline bool text_is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool text_is_ascii(const char *text, size_t size);
/* The text of a str, bytes or bytearray argument; false (nothing pending) for others. */
bool number_text_of(Vm *vm, Value value, const char **text, size_t *size);

/* Powers that fall outside the integers. */
MUST_CHECK Value float_power(Vm *vm, double base, double exponent);
MUST_CHECK Value complex_power(Vm *vm, Complex base, Complex exponent);
/* OverflowError(34, 'Numerical result out of range') */
COLD Value raise_range_error(Vm *vm);
/* int or float operand as a double.  1: done; 0: neither; -1: error. */
int number_to_double(Vm *vm, Value value, double *number);
/* float_repr(), with or without ".0" behind whole numbers. */
int float_text(double number, char *buffer, bool point_zero);
/* The longest decimal float (or inf, nan) with its sign at text: returns its end, NULL when there is none. */
const char *float_read_prefix(const char *text, const char *end, double *number);
MUST_CHECK Value float_round(Vm *vm, double number, int64_t digits);
Value float_m_hex(Vm *vm, const Value *args);
Value float_m_fromhex(Vm *vm, const Value *args);

/* TypeError for a __format__() argument that is no str. */
COLD Value raise_format_argument(Vm *vm, Value argument);

MUST_CHECK Value complex_new(Vm *vm, double real, double imaginary);

#endif
