/* math's functions of integers: gcd, lcm, isqrt, factorial, comb, perm. */
#include "modules/math.h"

/* Results past this many bits (1 GiB) are refused: GMP would abort the process. */
static const uint64_t MAX_BITS = UINT64_C(1) << 33;

static bool bits_allowed(Vm *vm, uint64_t count, uint64_t bits_each)
{
    uint64_t bits;
    if (!__builtin_mul_overflow(count, bits_each, &bits) && bits <= MAX_BITS)
        return true;
    raise_memory_error(vm);
    return false;
}

/* gcd and lcm ---------------------------------------------------------------------------- */

static uint64_t gcd_small(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static Value gcd_of(Vm *vm, Value left, Value right)
{
    int64_t a, b;
    if (int_fits_i64(vm, left, &a) && int_fits_i64(vm, right, &b))
        return int_from_u64(vm, gcd_small(a < 0 ? -(uint64_t)a : (uint64_t)a, b < 0 ? -(uint64_t)b : (uint64_t)b));
    mpz_t x, y;
    mpz_inits(x, y, NULL);
    int_to_mpz(vm, left, x);
    int_to_mpz(vm, right, y);
    mpz_gcd(x, x, y);
    mpz_clear(y);
    return int_from_mpz_take(vm, x);
}

static Value lcm_of(Vm *vm, Value left, Value right)
{
    mpz_t x, y;
    mpz_inits(x, y, NULL);
    int_to_mpz(vm, left, x);
    int_to_mpz(vm, right, y);
    mpz_lcm(x, x, y);
    mpz_clear(y);
    return int_from_mpz_take(vm, x);
}

/* Folds the integers of a tuple, starting from neutral; the result is not negative. */
static Value fold(Vm *vm, Value tuple, int neutral, Value (*combine)(Vm *vm, Value left, Value right))
{
    Value result = value_from_int(neutral);
    const Tuple *integers = value_to_tuple(tuple);
    for (size_t i = 0; i < integers->count; i++) {
        Value integer = value_index(vm, integers->items[i]);
        Value combined = value_is_error(integer) ? VALUE_ERROR : combine(vm, result, integer);
        value_drop(vm, integer);
        value_drop(vm, result);
        if (value_is_error(combined))
            return VALUE_ERROR;
        result = combined;
    }
    return result;
}

static Value math_gcd(Vm *vm, const Value *args) { return fold(vm, args[0], 0, gcd_of); }
static Value math_lcm(Vm *vm, const Value *args) { return fold(vm, args[0], 1, lcm_of); }

/* roots and products --------------------------------------------------------------------- */

static Value math_isqrt(Vm *vm, const Value *args)
{
    Value integer = value_index(vm, args[0]);
    if (value_is_error(integer))
        return VALUE_ERROR;
    bool negative = int_sign(vm, integer) < 0;
    mpz_t number;
    mpz_init(number);
    int_to_mpz(vm, integer, number);
    value_drop(vm, integer);
    if (negative) {
        mpz_clear(number);
        return raise_value_error(vm, "isqrt() argument must be nonnegative");
    }
    mpz_sqrt(number, number);
    return int_from_mpz_take(vm, number);
}

static Value factorial_of(Vm *vm, Value argument)
{
    Value integer = value_index(vm, argument);
    if (value_is_error(integer))
        return VALUE_ERROR;
    int64_t n;
    bool fits = int_fits_i64(vm, integer, &n);
    bool negative = int_sign(vm, integer) < 0;
    value_drop(vm, integer);
    if (negative)
        return raise_value_error(vm, "factorial() not defined for negative values");
    if (!fits)
        return raise_error(vm, TYPE_OVERFLOW_ERROR, "factorial() argument should not exceed %lld", (long long)INT64_MAX);
    if (!bits_allowed(vm, (uint64_t)n, n ? (uint64_t)(64 - __builtin_clzll((uint64_t)n)) : 1))
        return VALUE_ERROR;
    mpz_t result;
    mpz_init(result);
    mpz_fac_ui(result, (unsigned long)n);
    return int_from_mpz_take(vm, result);
}

static Value math_factorial(Vm *vm, const Value *args) { return factorial_of(vm, args[0]); }

/* n and k of comb and perm as mpz (both made, to be cleared by the caller in any case). */
static bool read_pair(Vm *vm, const Value *args, mpz_t n, mpz_t k)
{
    static const char *const sentences[] = {"n must be a non-negative integer", "k must be a non-negative integer"};
    mpz_ptr targets[] = {n, k};
    for (int i = 0; i < 2; i++) {
        Value integer = value_index(vm, args[i]);
        if (value_is_error(integer))
            return false;
        int_to_mpz(vm, integer, targets[i]);
        value_drop(vm, integer);
    }
    for (int i = 0; i < 2; i++)
        if (mpz_sgn(targets[i]) < 0)
            return raise_false(vm, TYPE_VALUE_ERROR, "%s", sentences[i]);
    return true;
}

/* Leaves the smaller of k and n - k in k; the number of bits of the result is
 * at most that of n for each of them. */
static bool comb_into(Vm *vm, mpz_t n, mpz_t k)
{
    if (mpz_cmp(k, n) > 0) {
        mpz_set_ui(n, 0);
        return true;
    }
    mpz_t other;
    mpz_init(other);
    mpz_sub(other, n, k);
    if (mpz_cmp(other, k) < 0)
        mpz_set(k, other);
    mpz_clear(other);
    if (!mpz_fits_slong_p(k))
        return raise_false(vm, TYPE_OVERFLOW_ERROR, "min(n - k, k) must not exceed %lld", (long long)INT64_MAX);
    if (!(mpz_fits_slong_p(n) && mpz_cmp_ui(n, MAX_BITS) <= 0) && !bits_allowed(vm, mpz_get_ui(k), mpz_sizeinbase(n, 2)))
        return false;
    mpz_bin_ui(n, n, mpz_get_ui(k));
    return true;
}

static Value math_comb(Vm *vm, const Value *args)
{
    mpz_t n, k;
    mpz_inits(n, k, NULL);
    bool done = read_pair(vm, args, n, k) && comb_into(vm, n, k);
    mpz_clear(k);
    if (done)
        return int_from_mpz_take(vm, n);
    mpz_clear(n);
    return VALUE_ERROR;
}

/* result = n (n - 1) ... (n - count + 1), halved so that factors stay alike in size */
static void falling_product(mpz_t result, mpz_srcptr n, uint64_t count)
{
    if (count <= 8) {
        mpz_t factor;
        mpz_init_set(factor, n);
        mpz_set_ui(result, 1);
        for (uint64_t i = 0; i < count; i++) {
            mpz_mul(result, result, factor);
            mpz_sub_ui(factor, factor, 1);
        }
        mpz_clear(factor);
        return;
    }
    mpz_t rest, lower;
    mpz_inits(rest, lower, NULL);
    mpz_sub_ui(rest, n, count / 2);
    falling_product(result, n, count / 2);
    falling_product(lower, rest, count - count / 2);
    mpz_mul(result, result, lower);
    mpz_clears(rest, lower, NULL);
}

static bool perm_into(Vm *vm, mpz_t n, mpz_t k)
{
    if (mpz_cmp(k, n) > 0) {
        mpz_set_ui(n, 0);
        return true;
    }
    if (!mpz_fits_slong_p(k))
        return raise_false(vm, TYPE_OVERFLOW_ERROR, "k must not exceed %lld", (long long)INT64_MAX);
    if (!bits_allowed(vm, mpz_get_ui(k), mpz_sizeinbase(n, 2)))
        return false;
    mpz_t result;
    mpz_init(result);
    falling_product(result, n, mpz_get_ui(k));
    mpz_swap(n, result);
    mpz_clear(result);
    return true;
}

static Value math_perm(Vm *vm, const Value *args)
{
    if (value_is_none(args[1]))
        return factorial_of(vm, args[0]);
    mpz_t n, k;
    mpz_inits(n, k, NULL);
    bool done = read_pair(vm, args, n, k) && perm_into(vm, n, k);
    mpz_clear(k);
    if (done)
        return int_from_mpz_take(vm, n);
    mpz_clear(n);
    return VALUE_ERROR;
}

const NativeDef math_integer_functions[] = {
    FN(math_comb, "comb(n, k, /)", "Number of ways to choose k items from n items without repetition and without order."),
    FN(math_factorial, "factorial(n, /)", "Find n!."),
    FN(math_gcd, "gcd(*integers)", "Greatest Common Divisor."),
    FN(math_isqrt, "isqrt(n, /)", "Return the integer part of the square root of the input."),
    FN(math_lcm, "lcm(*integers)", "Least Common Multiple."),
    FN(math_perm, "perm(n, k=None, /)", "Number of ways to choose k items from n items without repetition and with order."),
    {0},
};
