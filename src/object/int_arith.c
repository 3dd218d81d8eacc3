/* Arithmetic between two ints of any size.
 *
 * Two immediate operands are computed on 64-bit integers and only leave that
 * path when the result does not fit; otherwise operands are looked at as mpz
 * numbers without being copied, and one mpz is made: the result. */
#include "object/number_inner.h"

#include <limits.h>
#include <math.h>

#include "object/container.h"
#include "object/raise.h"

static Value raise_zero_division(Vm *vm, const char *text) { return raise_error(vm, TYPE_ZERO_DIVISION_ERROR, "%s", text); }

static const char DIVISION_BY_ZERO[] = "division by zero";
static const char FLOOR_DIVISION_BY_ZERO[] = "integer division or modulo by zero";
static const char MODULO_BY_ZERO[] = "integer modulo by zero";

/* division ------------------------------------------------------------------- */

/* Quotient rounded down and remainder with the divisor's sign.  b is not 0;
 * neither can overflow, as both come from 62 bits. */
static inline int64_t floor_divide(int64_t a, int64_t b, int64_t *remainder)
{
    int64_t quotient = a / b, rest = a % b;
    if (rest != 0 && (rest ^ b) < 0) {
        quotient--;
        rest += b;
    }
    *remainder = rest;
    return quotient;
}

static Value divmod_small(Vm *vm, int64_t a, int64_t b)
{
    int64_t remainder;
    Value quotient = int_from_i64(vm, floor_divide(a, b, &remainder));
    return value_is_error(quotient) ? quotient : tuple_pair_take(vm, quotient, value_from_int(remainder));
}

static Value divmod_big(Vm *vm, mpz_srcptr a, mpz_srcptr b)
{
    mpz_t quotient, remainder;
    mpz_inits(quotient, remainder, NULL);
    mpz_fdiv_qr(quotient, remainder, a, b);
    Value first = int_from_mpz_take(vm, quotient);
    Value second = int_from_mpz_take(vm, remainder);
    if (value_is_error(first) || value_is_error(second)) {
        value_drop(vm, first);
        value_drop(vm, second);
        return VALUE_ERROR;
    }
    return tuple_pair_take(vm, first, second);
}

/* |a| / |b| correctly rounded: the quotient is computed to at least 55 bits,
 * what remains only counts as "and a bit more". */
static double divide_magnitudes(mpz_srcptr a, mpz_srcptr b)
{
    int64_t a_bits = (int64_t)mpz_sizeinbase(a, 2), b_bits = (int64_t)mpz_sizeinbase(b, 2);
    int64_t shift = a_bits - b_bits - 56;
    if (shift > 1024)
        return INFINITY;
    if (shift < -1200)
        return 0.0;
    mpz_t scaled, quotient, remainder;
    mpz_inits(scaled, quotient, remainder, NULL);
    if (shift <= 0) {
        mpz_mul_2exp(scaled, a, (mp_bitcnt_t)-shift);
        mpz_tdiv_qr(quotient, remainder, scaled, b);
    } else {
        mpz_mul_2exp(scaled, b, (mp_bitcnt_t)shift);
        mpz_tdiv_qr(quotient, remainder, a, scaled);
    }
    uint64_t mantissa = mpz_getlimbn(quotient, 0) | (mpz_sgn(remainder) != 0);
    mpz_clears(scaled, quotient, remainder, NULL);
    return double_scaled(mantissa, shift);
}

static Value true_divide_big(Vm *vm, mpz_srcptr a, mpz_srcptr b)
{
    if (mpz_sgn(a) == 0)
        return float_new(vm, mpz_sgn(b) < 0 ? -0.0 : 0.0);
    double magnitude = divide_magnitudes(a, b);
    if (isinf(magnitude))
        return raise_error(vm, TYPE_OVERFLOW_ERROR, "integer division result too large for a float");
    return float_new(vm, mpz_sgn(a) * mpz_sgn(b) < 0 ? -magnitude : magnitude);
}

static Value true_divide_small(Vm *vm, int64_t a, int64_t b)
{
    const int64_t exact = INT64_C(1) << 53;
    if (a >= -exact && a <= exact && b >= -exact && b <= exact)
        return float_new(vm, (double)a / (double)b);
    IntView left, right;
    return true_divide_big(vm, int_view(value_from_int(a), &left), int_view(value_from_int(b), &right));
}

/* shifts ----------------------------------------------------------------------- */

/* A shift count past 63 bits: CPython, whose digits have 30 bits, tells a result
 * it cannot count the digits of from one it has no memory for. */
static Value raise_shift_too_large(Vm *vm, Value count)
{
    mpz_t digits;
    mpz_init(digits);
    mpz_tdiv_q_ui(digits, ((BigInt *)value_object(count))->number, 30);
    bool countable = mpz_fits_slong_p(digits);
    mpz_clear(digits);
    return countable ? raise_memory_error(vm) : raise_error(vm, TYPE_OVERFLOW_ERROR, "too many digits in integer");
}

static Value shift_left(Vm *vm, Value left, Value right)
{
    if (int_sign(vm, right) < 0)
        return raise_value_error(vm, "negative shift count");
    if (int_sign(vm, left) == 0)
        return value_from_int(0);
    int64_t count, small, shifted;
    if (!int_fits_i64(vm, right, &count))
        return raise_shift_too_large(vm, right);
    if (count < 62 && int_is_immediate(left, &small) && !__builtin_mul_overflow(small, INT64_C(1) << count, &shifted))
        return int_from_i64(vm, shifted);
    WideInt wide;
    if (count < 62 && int_is_wide(left, &wide) && wide >> 64 == wide >> 127)
        return int_from_wide(vm, wide * ((WideInt)1 << count));
    IntView view;
    mpz_srcptr number = int_view(left, &view);
    if (!int_size_allowed(vm, mpz_sizeinbase(number, 2) + (uint64_t)count))
        return VALUE_ERROR;
    mpz_t result;
    mpz_init(result);
    mpz_mul_2exp(result, number, (mp_bitcnt_t)count);
    return int_from_mpz_take(vm, result);
}

static Value shift_right(Vm *vm, Value left, Value right)
{
    int sign = int_sign(vm, right);
    if (sign < 0)
        return raise_value_error(vm, "negative shift count");
    int64_t count, small;
    if (!int_fits_i64(vm, right, &count))
        return value_from_int(int_sign(vm, left) < 0 ? -1 : 0);
    if (int_is_immediate(left, &small))
        return value_from_int(small >> (count < 63 ? count : 63));
    WideInt wide;
    if (int_is_wide(left, &wide))
        return int_from_wide(vm, wide >> (count < 127 ? count : 127));
    mpz_t result;
    mpz_init(result);
    mpz_fdiv_q_2exp(result, ((BigInt *)value_object(left))->number, (mp_bitcnt_t)count);
    return int_from_mpz_take(vm, result);
}

/* powers ------------------------------------------------------------------------ */

/* base**exponent while it fits 64 bits; false when it stops doing so. */
static bool power_small(int64_t base, uint64_t exponent, int64_t *result)
{
    int64_t product = 1;
    for (;;) {
        if ((exponent & 1) && __builtin_mul_overflow(product, base, &product))
            return false;
        exponent >>= 1;
        if (exponent == 0)
            break;
        if (__builtin_mul_overflow(base, base, &base))
            return false;
    }
    *result = product;
    return true;
}

static Value power_negative(Vm *vm, Value left, Value right)
{
    double base, exponent;
    if (!int_to_double(vm, left, &base) || !int_to_double(vm, right, &exponent))
        return VALUE_ERROR;
    return float_power(vm, base, exponent);
}

static Value power(Vm *vm, Value left, Value right)
{
    if (int_sign(vm, right) < 0)
        return power_negative(vm, left, right);
    int64_t base, exponent, result;
    bool small = int_fits_i64(vm, left, &base);
    if (small && base >= -1 && base <= 1) {
        bool odd = int_is_immediate(right, &exponent) ? exponent & 1
                                                      : mpz_odd_p(((BigInt *)value_object(right))->number) != 0;
        bool zeroth = int_sign(vm, right) == 0;
        return value_from_int(zeroth || base == 1 ? 1 : base == 0 ? 0 : odd ? -1 : 1);
    }
    if (!int_fits_i64(vm, right, &exponent))
        return raise_memory_error(vm);
    if (small && power_small(base, (uint64_t)exponent, &result))
        return int_from_i64(vm, result);
    IntView view;
    mpz_srcptr number = int_view(left, &view);
    uint64_t bits;
    if (__builtin_mul_overflow((uint64_t)mpz_sizeinbase(number, 2), (uint64_t)exponent, &bits))
        bits = UINT64_MAX;
    if (!int_size_allowed(vm, bits))
        return VALUE_ERROR;
    mpz_t raised;
    mpz_init(raised);
    mpz_pow_ui(raised, number, (unsigned long)exponent);
    return int_from_mpz_take(vm, raised);
}

/* Sets result to base**exponent modulo |modulus|; false without an inverse. */
static bool power_modulo(mpz_t result, mpz_srcptr base, mpz_srcptr exponent, mpz_srcptr modulus)
{
    if (mpz_sgn(exponent) >= 0) {
        mpz_powm(result, base, exponent, modulus);
        return true;
    }
    if (!mpz_invert(result, base, modulus))
        return false;
    mpz_t positive;
    mpz_init(positive);
    mpz_neg(positive, exponent);
    mpz_powm(result, result, positive, modulus);
    mpz_clear(positive);
    return true;
}

Value int_power_modulo(Vm *vm, Value base, Value exponent, Value modulus)
{
    if (int_sign(vm, modulus) == 0)
        return raise_value_error(vm, "pow() 3rd argument cannot be 0");
    IntView base_view, exponent_view, modulus_view;
    mpz_srcptr divisor = int_view(modulus, &modulus_view);
    if (mpz_cmpabs_ui(divisor, 1) == 0)
        return value_from_int(0);
    mpz_t result;
    mpz_init(result);
    if (!power_modulo(result, int_view(base, &base_view), int_view(exponent, &exponent_view), divisor)) {
        mpz_clear(result);
        return raise_value_error(vm, "base is not invertible for the given modulus");
    }
    mpz_fdiv_r(result, result, divisor); /* the sign of the modulus */
    return int_from_mpz_take(vm, result);
}

/* both kinds --------------------------------------------------------------------- */

/* Two immediate operands.  VALUE_ABSENT: the result needs the big path. */
static inline Value binary_small(Vm *vm, BinaryOp op, int64_t a, int64_t b)
{
    int64_t result;
    switch (op) {
    case BINARY_ADD: return int_from_i64(vm, a + b);
    case BINARY_SUB: return int_from_i64(vm, a - b);
    case BINARY_MUL: return __builtin_mul_overflow(a, b, &result) ? VALUE_ABSENT : int_from_i64(vm, result);
    case BINARY_OR: return value_from_int(a | b);
    case BINARY_XOR: return value_from_int(a ^ b);
    case BINARY_AND: return value_from_int(a & b);
    case BINARY_DIV: return b ? true_divide_small(vm, a, b) : raise_zero_division(vm, DIVISION_BY_ZERO);
    case BINARY_FLOORDIV:
        return b ? int_from_i64(vm, floor_divide(a, b, &result)) : raise_zero_division(vm, FLOOR_DIVISION_BY_ZERO);
    case BINARY_MOD:
        if (b == 0)
            return raise_zero_division(vm, MODULO_BY_ZERO);
        floor_divide(a, b, &result);
        return value_from_int(result);
    case BINARY_DIVMOD: return b ? divmod_small(vm, a, b) : raise_zero_division(vm, FLOOR_DIVISION_BY_ZERO);
    default: return VALUE_ABSENT;
    }
}

static Value divide_big(Vm *vm, BinaryOp op, mpz_srcptr a, mpz_srcptr b)
{
    if (mpz_sgn(b) == 0)
        return raise_zero_division(vm, op == BINARY_DIV   ? DIVISION_BY_ZERO
                                       : op == BINARY_MOD ? MODULO_BY_ZERO
                                                          : FLOOR_DIVISION_BY_ZERO);
    if (op == BINARY_DIV)
        return true_divide_big(vm, a, b);
    if (op == BINARY_DIVMOD)
        return divmod_big(vm, a, b);
    mpz_t result;
    mpz_init(result);
    if (op == BINARY_MOD)
        mpz_fdiv_r(result, a, b);
    else
        mpz_fdiv_q(result, a, b);
    return int_from_mpz_take(vm, result);
}

static Value binary_big(Vm *vm, BinaryOp op, mpz_srcptr a, mpz_srcptr b)
{
    if (op == BINARY_MUL && !int_size_allowed(vm, (mpz_size(a) + mpz_size(b)) * GMP_LIMB_BITS))
        return VALUE_ERROR;
    mpz_t result;
    mpz_init(result);
    switch (op) {
    case BINARY_ADD: mpz_add(result, a, b); break;
    case BINARY_SUB: mpz_sub(result, a, b); break;
    case BINARY_MUL: mpz_mul(result, a, b); break;
    case BINARY_OR: mpz_ior(result, a, b); break;
    case BINARY_XOR: mpz_xor(result, a, b); break;
    case BINARY_AND: mpz_and(result, a, b); break;
    default: UNREACHABLE();
    }
    return int_from_mpz_take(vm, result);
}

static Value divide_wide(Vm *vm, BinaryOp op, WideInt a, WideInt b)
{
    WideInt quotient = a / b, rest = a % b;
    if (rest != 0 && (rest < 0) != (b < 0)) {
        quotient--;
        rest += b;
    }
    return int_from_wide(vm, op == BINARY_MOD ? rest : quotient);
}

/* Is it sure that a * b is below 2**127? */
static bool wide_product_fits(WideInt a, WideInt b)
{
    const WideInt word = (WideInt)1 << 64, half = word >> 1;
    return (a > -word && a < word && b > -half && b < half) || (a > -half && a < half && b > -word && b < word);
}

/* Operands of up to 126 bits without GMP, as loops over 64-bit words need them
 * (hashes, random numbers): 24 ns an operation against 39.  VALUE_ABSENT: the
 * operation or its result needs the big path. */
static Value binary_wide(Vm *vm, BinaryOp op, WideInt a, WideInt b)
{
    switch (op) {
    case BINARY_ADD: return int_from_wide(vm, a + b);
    case BINARY_SUB: return int_from_wide(vm, a - b);
    case BINARY_OR: return int_from_wide(vm, a | b);
    case BINARY_XOR: return int_from_wide(vm, a ^ b);
    case BINARY_AND: return int_from_wide(vm, a & b);
    case BINARY_MUL: return wide_product_fits(a, b) ? int_from_wide(vm, a * b) : VALUE_ABSENT;
    case BINARY_MOD:
    case BINARY_FLOORDIV: return b ? divide_wide(vm, op, a, b) : VALUE_ABSENT;
    default: return VALUE_ABSENT;
    }
}

Value int_binary(Vm *vm, BinaryOp op, Value left, Value right)
{
    ASSERT(value_is_any_int(vm, left) && value_is_any_int(vm, right));
    int64_t a, b;
    if (int_is_immediate(left, &a) && int_is_immediate(right, &b)) {
        Value result = binary_small(vm, op, a, b);
        if (result != VALUE_ABSENT)
            return result;
    }
    WideInt wide_left, wide_right;
    if (int_is_wide(left, &wide_left) && int_is_wide(right, &wide_right)) {
        Value result = binary_wide(vm, op, wide_left, wide_right);
        if (result != VALUE_ABSENT)
            return result;
    }
    switch (op) {
    case BINARY_POW: return power(vm, left, right);
    case BINARY_LSHIFT: return shift_left(vm, left, right);
    case BINARY_RSHIFT: return shift_right(vm, left, right);
    case BINARY_MATMUL: return VALUE_NOT_IMPLEMENTED;
    default: break;
    }
    IntView left_view, right_view;
    mpz_srcptr x = int_view(left, &left_view), y = int_view(right, &right_view);
    switch (op) {
    case BINARY_DIV:
    case BINARY_MOD:
    case BINARY_FLOORDIV:
    case BINARY_DIVMOD: return divide_big(vm, op, x, y);
    default: return binary_big(vm, op, x, y);
    }
}
