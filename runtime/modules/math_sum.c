/* math's functions of many numbers: fsum, sumprod, prod, hypot, dist.
 *
 * Sums of floats are kept without rounding as partial sums that do not overlap
 * (Shewchuk 1997); only the end result is rounded. */
#include "modules/math.h"

#include <math.h>

/* Floats that do not overlap have 2098 bit places to share. */
enum { MAX_PARTIALS = 2100 };

typedef struct {
    int count;
    double parts[MAX_PARTIALS]; /* growing in magnitude, none is 0 */
} ExactSum;

/* False when the sum leaves the range of floats. */
static bool exact_add(ExactSum *sum, double x)
{
    int kept = 0;
    for (int i = 0; i < sum->count; i++) {
        double y = sum->parts[i];
        if (fabs(x) < fabs(y)) {
            double larger = y;
            y = x;
            x = larger;
        }
        double high = x + y, low = y - (high - x);
        if (low != 0)
            sum->parts[kept++] = low;
        x = high;
    }
    sum->count = kept;
    if (!isfinite(x))
        return false;
    if (x != 0) {
        ASSERT(kept < MAX_PARTIALS);
        sum->parts[sum->count++] = x;
    }
    return true;
}

/* The sum rounded once, halves to even. */
static double exact_result(const ExactSum *sum)
{
    int i = sum->count;
    if (i == 0)
        return 0.0;
    double high = sum->parts[--i], low = 0.0;
    while (i > 0) {
        double x = high, y = sum->parts[--i];
        high = x + y;
        low = y - (high - x);
        if (low != 0)
            break;
    }
    /* A tie was rounded without knowing the parts below it: they decide. */
    if (i > 0 && (low < 0) == (sum->parts[i - 1] < 0)) {
        double twice = low * 2.0, x = high + twice;
        if (twice == x - high)
            high = x;
    }
    return high;
}

/* fsum ------------------------------------------------------------------------------- */

typedef struct {
    ExactSum sum;
    double special;    /* sum of infinities and NaNs met; 0 when none */
    double infinities; /* sum of infinities alone: NaN when they cancel */
} FloatSum;

static bool fsum_add(Vm *vm, Value item, void *context)
{
    FloatSum *state = context;
    double x;
    if (!value_to_double(vm, item, &x))
        return false;
    if (!isfinite(x)) {
        if (isinf(x))
            state->infinities += x;
        state->special += x;
        return true;
    }
    return exact_add(&state->sum, x) || raise_false(vm, TYPE_OVERFLOW_ERROR, "intermediate overflow in fsum");
}

static Value math_fsum(Vm *vm, const Value *args)
{
    FloatSum state;
    state.sum.count = 0;
    state.special = state.infinities = 0.0;
    if (!value_each(vm, args[0], fsum_add, &state))
        return VALUE_ERROR;
    if (state.special != 0) {
        if (isnan(state.infinities))
            return raise_value_error(vm, "-inf + inf in fsum");
        return float_new(vm, state.special);
    }
    double result = exact_result(&state.sum);
    return isfinite(result) ? float_new(vm, result) : raise_error(vm, TYPE_OVERFLOW_ERROR, "intermediate overflow in fsum");
}

/* prod ----------------------------------------------------------------------------------- */

static bool prod_multiply(Vm *vm, Value item, void *context)
{
    Value *product = context;
    Value result = value_binary(vm, BINARY_MUL, *product, item);
    if (value_is_error(result))
        return false;
    value_replace_take(vm, product, result);
    return true;
}

static Value math_prod(Vm *vm, const Value *args)
{
    Value product = value_share(args[1]);
    if (value_each(vm, args[0], prod_multiply, &product))
        return product;
    value_drop(vm, product);
    return VALUE_ERROR;
}

/* sumprod ---------------------------------------------------------------------------------- */

/* Pairs of small ints are summed first, then pairs of floats (or a float and an
 * int); the first pair of another kind ends each way for good. */
typedef struct {
    Value total; /* owned */
    bool ints_possible, floats_possible, floats_used;
    int64_t ints;
    double rough; /* the floats' sum as plain addition has it, to see overflow before it happens */
    ExactSum floats;
} ProductSum;

static bool total_add_take(Vm *vm, ProductSum *state, Value term)
{
    Value total = value_is_error(term) ? VALUE_ERROR : value_binary(vm, BINARY_ADD, state->total, term);
    value_drop(vm, term);
    if (value_is_error(total))
        return false;
    value_replace_take(vm, &state->total, total);
    return true;
}

static bool add_ints(Vm *vm, ProductSum *state, Value p, Value q)
{
    if (!(value_is_int(p) || value_has_shape(p, TYPE_INT)) || !(value_is_int(q) || value_has_shape(q, TYPE_INT)))
        return false;
    int64_t a, b, product;
    return int_fits_i64(vm, p, &a) && int_fits_i64(vm, q, &b) && !__builtin_mul_overflow(a, b, &product) &&
           !__builtin_add_overflow(state->ints, product, &state->ints);
}

static bool is_exact_float(Value value) { return value_is_float(value) || value_has_shape(value, TYPE_FLOAT); }

static bool factor_to_double(Vm *vm, Value value, double *number)
{
    if (is_exact_float(value)) {
        *number = float_value(value);
        return true;
    }
    if (!value_is_int(value) && !value_is_bool(value) && !value_has_shape(value, TYPE_INT))
        return false;
    if (int_to_double(vm, value, number))
        return true;
    error_clear(vm);
    return false;
}

static bool add_floats(Vm *vm, ProductSum *state, Value p, Value q)
{
    double a, b;
    if ((!is_exact_float(p) && !is_exact_float(q)) || !factor_to_double(vm, p, &a) || !factor_to_double(vm, q, &b))
        return false;
    double product = a * b;
    if (!isfinite(product) || !isfinite(state->rough + product))
        return false;
    state->rough += product;
    /* The product and what its rounding lost. */
    state->floats_used = true;
    return exact_add(&state->floats, fma(a, b, -product)) && exact_add(&state->floats, product);
}

static bool end_ints(Vm *vm, ProductSum *state)
{
    state->ints_possible = false;
    return state->ints == 0 || total_add_take(vm, state, int_from_i64(vm, state->ints));
}

static bool end_floats(Vm *vm, ProductSum *state)
{
    state->floats_possible = false;
    return !state->floats_used || total_add_take(vm, state, float_new(vm, exact_result(&state->floats)));
}

static bool add_pair(Vm *vm, ProductSum *state, Value p, Value q)
{
    if (state->ints_possible) {
        int64_t before = state->ints;
        if (add_ints(vm, state, p, q))
            return true;
        state->ints = before;
        if (!end_ints(vm, state))
            return false;
    }
    if (state->floats_possible) {
        if (add_floats(vm, state, p, q))
            return true;
        if (!end_floats(vm, state))
            return false;
    }
    return total_add_take(vm, state, value_binary(vm, BINARY_MUL, p, q));
}

/* 1: a pair was added; 0: both ended; -1: error. */
static int sumprod_step(Vm *vm, ProductSum *state, Value left, Value right)
{
    Value p = value_next(vm, left);
    if (value_is_error(p))
        return -1;
    Value q = value_next(vm, right);
    int result = 0;
    if (value_is_error(q)) {
        result = -1;
    } else if ((p == VALUE_DONE) != (q == VALUE_DONE)) {
        raise_value_error(vm, "Inputs are not the same length");
        result = -1;
    } else if (p != VALUE_DONE) {
        result = add_pair(vm, state, p, q) ? 1 : -1;
    }
    value_drop(vm, p);
    value_drop(vm, q);
    return result;
}

static Value math_sumprod(Vm *vm, const Value *args)
{
    Value left = value_iter(vm, args[0]);
    if (value_is_error(left))
        return left;
    Value right = value_iter(vm, args[1]);
    ProductSum state;
    state.total = value_from_int(0);
    state.ints_possible = state.floats_possible = true;
    state.floats_used = false;
    state.ints = 0;
    state.rough = 0.0;
    state.floats.count = 0;
    int step = value_is_error(right) ? -1 : 1;
    while (step > 0)
        step = sumprod_step(vm, &state, left, right);
    bool done = step == 0 && (!state.ints_possible || end_ints(vm, &state)) && (!state.floats_possible || end_floats(vm, &state));
    value_drop(vm, left);
    value_drop(vm, right);
    if (done)
        return state.total;
    value_drop(vm, state.total);
    return VALUE_ERROR;
}

/* hypot and dist ------------------------------------------------------------------------------ */

/* Coordinates as doubles, with room for the few that most points have. */
typedef struct {
    double room[16];
    double *numbers; /* room, or owned raw memory */
    size_t count;
} Coordinates;

static bool coordinates_open(Vm *vm, Coordinates *coordinates, size_t count)
{
    coordinates->count = count;
    coordinates->numbers = coordinates->room;
    if (count > ARRAY_LENGTH(coordinates->room))
        coordinates->numbers = vm_alloc(vm, count * sizeof(double));
    return coordinates->numbers != NULL;
}

static void coordinates_close(Vm *vm, Coordinates *coordinates)
{
    if (coordinates->numbers && coordinates->numbers != coordinates->room)
        vm_free(vm, coordinates->numbers, coordinates->count * sizeof(double));
}

/* The root of the sum of squares of numbers scaled to at most 1, computed to
 * about twice a double's precision and rounded once. */
static double root_of_squares(const Coordinates *coordinates, int exponent)
{
    double high = 0.0, low = 0.0;
    for (size_t i = 0; i < coordinates->count; i++) {
        double x = ldexp(coordinates->numbers[i], -exponent);
        double square = x * x, lost = fma(x, x, -square);
        double sum = high + square;
        double larger = fmax(high, square), smaller = fmin(high, square);
        low += (smaller - (sum - larger)) + lost;
        high = sum;
    }
    double root = sqrt(high + low);
    double square = root * root, lost = fma(root, root, -square);
    root += ((high - square) - lost + low) / (2.0 * root);
    return ldexp(root, exponent);
}

static double euclidean_norm(Coordinates *coordinates)
{
    double largest = 0.0;
    bool has_nan = false;
    for (size_t i = 0; i < coordinates->count; i++) {
        double x = coordinates->numbers[i] = fabs(coordinates->numbers[i]);
        has_nan = has_nan || isnan(x);
        largest = fmax(largest, x);
    }
    if (isinf(largest))
        return largest;
    if (has_nan)
        return NAN;
    if (largest == 0 || coordinates->count == 1)
        return largest;
    int exponent;
    frexp(largest, &exponent);
    return root_of_squares(coordinates, exponent);
}

static Value math_hypot(Vm *vm, const Value *args)
{
    const Tuple *arguments = value_to_tuple(args[0]);
    Coordinates coordinates;
    bool done = coordinates_open(vm, &coordinates, arguments->count);
    for (size_t i = 0; done && i < arguments->count; i++)
        done = value_to_double(vm, arguments->items[i], &coordinates.numbers[i]);
    Value result = done ? float_new(vm, euclidean_norm(&coordinates)) : VALUE_ERROR;
    coordinates_close(vm, &coordinates);
    return result;
}

static Value distance(Vm *vm, const Tuple *p, const Tuple *q)
{
    if (p->count != q->count)
        return raise_value_error(vm, "both points must have the same number of dimensions");
    Coordinates coordinates;
    bool done = coordinates_open(vm, &coordinates, p->count);
    for (size_t i = 0; done && i < p->count; i++) {
        double a, b;
        done = value_to_double(vm, p->items[i], &a) && value_to_double(vm, q->items[i], &b);
        if (done)
            coordinates.numbers[i] = a - b;
    }
    Value result = done ? float_new(vm, euclidean_norm(&coordinates)) : VALUE_ERROR;
    coordinates_close(vm, &coordinates);
    return result;
}

static Value math_dist(Vm *vm, const Value *args)
{
    Value p = tuple_from(vm, args[0]);
    if (value_is_error(p))
        return p;
    Value q = tuple_from(vm, args[1]);
    Value result = value_is_error(q) ? q : distance(vm, value_to_tuple(p), value_to_tuple(q));
    value_drop(vm, p);
    value_drop(vm, q);
    return result;
}

const NativeDef math_sum_functions[] = {
    FN(math_dist, "dist(p, q, /)", "Return the Euclidean distance between two points p and q."),
    FN(math_fsum, "fsum(seq, /)", "Return an accurate floating-point sum of values in the iterable seq.\n\nAssumes IEEE-754 floating-point arithmetic."),
    FN(math_hypot, "hypot(*coordinates)", "Multidimensional Euclidean distance from the origin to a point."),
    FN(math_prod, "prod(iterable, /, *, start=1)", "Calculate the product of all the elements in the input iterable."),
    FN(math_sumprod, "sumprod(p, q, /)", "Return the sum of products of values from two iterables p and q."),
    {0},
};
