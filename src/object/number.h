/* int, bool, float (and complex). */
#ifndef HABU_OBJECT_NUMBER_H
#define HABU_OBJECT_NUMBER_H

#include <gmp.h>

#include "object/state.h"

enum { BIG_INT_ROOM = 2 };

/* An int past 62 bits, or any instance of a class derived from int.  Up to
 * BIG_INT_ROOM limbs lie in the object itself: number->_mp_alloc is then 0, as
 * for any mpz that GMP did not allocate.  number never changes. */
typedef struct {
    Object object;
    mpz_t number;
    mp_limb_t room[BIG_INT_ROOM];
} BigInt;

/* A float that has no inline form, or an instance of a class derived from float. */
typedef struct {
    Object object;
    double number;
} FloatObject;

typedef struct {
    Object object;
    double real, imaginary;
} Complex;

MUST_CHECK Value int_from_i64_slow(Vm *vm, int64_t number);
MUST_CHECK Value int_from_u64(Vm *vm, uint64_t number);
static inline MUST_CHECK Value int_from_i64(Vm *vm, int64_t number)
{
    return LIKELY(int_is_inline(number)) ? value_from_int(number) : int_from_i64_slow(vm, number);
}
MUST_CHECK Value int_from_double(Vm *vm, double number); /* truncates; OverflowError, ValueError for inf, nan */
/* Takes over the limbs of number (which is left cleared); normalises to inline. */
MUST_CHECK Value int_from_mpz_take(Vm *vm, mpz_t number);
/* Text in a base (0: by prefix) with underscores and surrounding space as int()
 * takes them; ValueError "invalid literal for int() with base %d: %R". */
MUST_CHECK Value int_parse(Vm *vm, const char *text, size_t size, int base, Value original);
/* Sets number (initialised by the caller) from any int-like value. */
void int_to_mpz(const Vm *vm, Value value, mpz_t number);
/* false: does not fit, nothing pending. */
bool int_fits_i64(const Vm *vm, Value value, int64_t *number);
int int_sign(const Vm *vm, Value value);
MUST_CHECK Value int_to_text(Vm *vm, Value value, int base); /* digits with '-', no prefix */
/* The exact int value of an int subclass instance or bool. */
MUST_CHECK Value int_exact(Vm *vm, Value value);
int64_t int_hash(const Vm *vm, Value value);
MUST_CHECK bool int_to_double(Vm *vm, Value value, double *number); /* OverflowError "int too large to convert to float" */
/* The int as fraction * 2**exponent with 0.5 <= |fraction| < 1, rounded to a double; 0 gives 0, 0. */
double int_frexp(const Vm *vm, Value value, int64_t *exponent);

/* The arithmetic of ints of any size (slow path of the dispatch loop); both must be int-like. */
MUST_CHECK Value int_binary(Vm *vm, BinaryOp op, Value left, Value right);
int int_order(const Vm *vm, Value left, Value right); /* <0, 0, >0 */
/* pow(base, exponent, modulus) of three int-likes, with modular inverses. */
MUST_CHECK Value int_power_modulo(Vm *vm, Value base, Value exponent, Value modulus);

MUST_CHECK Value float_new_slow(Vm *vm, double number);
static ALWAYS_INLINE MUST_CHECK Value float_new(Vm *vm, double number)
{
    Value word = value_rotate_float(number);
    return LIKELY(value_is_float(word)) ? word : float_new_slow(vm, number);
}
/* The double of a value with value_is_any_float(). */
static inline double float_value(Value value)
{
    return value_is_float(value) ? value_to_float(value) : ((FloatObject *)value_object(value))->number;
}
int64_t float_hash(double number);
/* repr: the shortest text that reads back equal, as Python writes it; buffer of 32. */
int float_repr(double number, char *buffer);
/* Python's float() text forms (underscores, inf, nan, spaces); false: not a number. */
bool float_parse(const char *text, size_t size, double *number);
double float_floor_divide(double left, double right);
double float_modulo(double left, double right);

#endif
