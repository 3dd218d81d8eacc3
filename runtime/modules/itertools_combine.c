/* itertools: product, permutations, combinations, combinations_with_replacement.
 *
 * source is the tuple of items (product: a tuple of tuples), first the result given
 * out last.  places holds the indices of its items, and for permutations the cycle
 * lengths behind them; index is the length of a result; flag: begun. */
#include "modules/itertools.h"

/* The tuple of the items at the first `index` places. */
static Value pick(Vm *vm, const IterState *state)
{
    size_t count = (size_t)state->index;
    if (count == 0)
        return value_share(vm->empty_tuple);
    Tuple *result = tuple_new_raw(vm, count);
    if (result == NULL)
        return VALUE_ERROR;
    for (size_t i = 0; i < count; i++)
        result->items[i] = value_share(value_to_tuple(state->source)->items[state->places[i]]);
    return value_from_object(result);
}

static Value exhaust(Vm *vm, IterState *state)
{
    value_clear(vm, &state->source);
    return VALUE_DONE;
}

/* product. ------------------------------------------------------------------------------ */

static bool product_pools(Vm *vm, IterState *state, Value iterables, int64_t repeat)
{
    Tuple *sources = value_to_tuple(iterables);
    size_t own = repeat == 0 ? 0 : sources->count;
    if (own != 0 && repeat > (int64_t)(INT32_MAX / own))
        return raise_false(vm, TYPE_OVERFLOW_ERROR, "repeat argument too large");
    size_t count = own * (size_t)repeat;
    state->index = (int64_t)count;
    if (!iter_places(vm, state, count))
        return false;
    state->source = value_share(vm->empty_tuple);
    if (count == 0)
        return true;
    Tuple *pools = tuple_new_raw(vm, count);
    if (pools == NULL)
        return false;
    value_replace_take(vm, &state->source, value_from_object(pools));
    for (size_t i = 0; i < count; i++) {
        Value pool = i < own ? tuple_from(vm, sources->items[i]) : value_share(pools->items[i - own]);
        if (value_is_error(pool))
            return false;
        pools->items[i] = pool;
    }
    return true;
}

static Value product_new(Vm *vm, const Value *args)
{
    int64_t repeat;
    if (!value_to_i64(vm, args[2], &repeat))
        return VALUE_ERROR;
    if (repeat < 0)
        return raise_value_error(vm, "repeat argument cannot be negative");
    IterState *state = iter_state_new(vm, args[0]);
    return state == NULL ? VALUE_ERROR : iter_state_finish(vm, state, product_pools(vm, state, args[1], repeat));
}

static inline Tuple *product_pool(const IterState *state, size_t i)
{
    return value_to_tuple(value_to_tuple(state->source)->items[i]);
}

/* Advances the rightmost place that is not at its pool's end; false after the last result. */
static bool product_advance(IterState *state)
{
    for (size_t i = (size_t)state->index; i-- > 0;) {
        if (++state->places[i] < (int64_t)product_pool(state, i)->count)
            return true;
        state->places[i] = 0;
    }
    return false;
}

static Value product_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    if (state->source == VALUE_ABSENT)
        return VALUE_DONE;
    size_t count = (size_t)state->index;
    if (state->flag && !product_advance(state))
        return exhaust(vm, state);
    for (size_t i = 0; !state->flag && i < count; i++)
        if (product_pool(state, i)->count == 0)
            return exhaust(vm, state);
    state->flag = true;
    if (count == 0)
        return value_share(vm->empty_tuple);
    Tuple *result = tuple_new_raw(vm, count);
    if (result == NULL)
        return VALUE_ERROR;
    for (size_t i = 0; i < count; i++)
        result->items[i] = value_share(product_pool(state, i)->items[state->places[i]]);
    return value_from_object(result);
}

static const NativeDef product_methods[] = {
    FN(product_new, "__new__(cls, /, *iterables, repeat=1)", "Create and return a new object."), {0}};
static const TypeDef product_type_def =
    ITERTOOLS_TYPE("product", product_slot_next, product_methods,
                   "product(*iterables, repeat=1) --> product object\n\nCartesian product of input iterables.  Equivalent to "
                   "nested for-loops.");

/* combinations. ------------------------------------------------------------------------------ */

/* Fills in source and index from the arguments (cls, iterable, r); NULL on error. */
static IterState *pool_state(Vm *vm, const Value *args, bool optional_length)
{
    Value pool = tuple_from(vm, args[1]);
    if (value_is_error(pool))
        return NULL;
    int64_t length = (int64_t)value_to_tuple(pool)->count;
    bool ok = true;
    if (!optional_length || !value_is_none(args[2])) {
        if (optional_length && !value_is_any_int(vm, args[2]))
            ok = raise_false(vm, TYPE_TYPE_ERROR, "Expected int as r");
        ok = ok && value_to_i64(vm, args[2], &length);
        if (ok && length < 0)
            ok = raise_false(vm, TYPE_VALUE_ERROR, "r must be non-negative");
    }
    IterState *state = ok ? iter_state_new(vm, args[0]) : NULL;
    if (state == NULL) {
        value_drop(vm, pool);
        return NULL;
    }
    state->source = pool;
    state->index = length;
    return state;
}

static Value combinations_new(Vm *vm, const Value *args)
{
    IterState *state = pool_state(vm, args, false);
    if (state == NULL)
        return VALUE_ERROR;
    if (state->index > (int64_t)value_to_tuple(state->source)->count) {
        value_clear(vm, &state->source);
        return value_from_object(state);
    }
    bool ok = iter_places(vm, state, (size_t)state->index);
    for (int64_t i = 0; ok && i < state->index; i++)
        state->places[i] = i;
    return iter_state_finish(vm, state, ok);
}

static bool combinations_advance(IterState *state, int64_t pool_count)
{
    int64_t i = state->index - 1;
    while (i >= 0 && state->places[i] == i + pool_count - state->index)
        i--;
    if (i < 0)
        return false;
    state->places[i]++;
    for (i++; i < state->index; i++)
        state->places[i] = state->places[i - 1] + 1;
    return true;
}

static Value combinations_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    if (state->source == VALUE_ABSENT)
        return VALUE_DONE;
    if (state->flag && !combinations_advance(state, (int64_t)value_to_tuple(state->source)->count))
        return exhaust(vm, state);
    state->flag = true;
    return pick(vm, state);
}

static const NativeDef combinations_methods[] = {
    FN(combinations_new, "__new__(cls, iterable, r)", "Create and return a new object."), {0}};
static const TypeDef combinations_type_def =
    ITERTOOLS_TYPE("combinations", combinations_slot_next, combinations_methods,
                   "Return successive r-length combinations of elements in the iterable.");

static Value combinations_with_replacement_new(Vm *vm, const Value *args)
{
    IterState *state = pool_state(vm, args, false);
    if (state == NULL)
        return VALUE_ERROR;
    if (value_to_tuple(state->source)->count == 0 && state->index > 0)
        value_clear(vm, &state->source);
    return iter_state_finish(vm, state, iter_places(vm, state, (size_t)state->index));
}

static bool replacement_advance(IterState *state, int64_t pool_count)
{
    int64_t i = state->index - 1;
    while (i >= 0 && state->places[i] == pool_count - 1)
        i--;
    if (i < 0)
        return false;
    int64_t place = state->places[i] + 1;
    for (; i < state->index; i++)
        state->places[i] = place;
    return true;
}

static Value combinations_with_replacement_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    if (state->source == VALUE_ABSENT)
        return VALUE_DONE;
    if (state->flag && !replacement_advance(state, (int64_t)value_to_tuple(state->source)->count))
        return exhaust(vm, state);
    state->flag = true;
    return pick(vm, state);
}

static const NativeDef combinations_with_replacement_methods[] = {
    FN(combinations_with_replacement_new, "__new__(cls, iterable, r)", "Create and return a new object."), {0}};
static const TypeDef combinations_with_replacement_type_def = ITERTOOLS_TYPE(
    "combinations_with_replacement", combinations_with_replacement_slot_next, combinations_with_replacement_methods,
    "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive "
    "repeats.");

/* permutations. ---------------------------------------------------------------------------------- */

static Value permutations_new(Vm *vm, const Value *args)
{
    IterState *state = pool_state(vm, args, true);
    if (state == NULL)
        return VALUE_ERROR;
    int64_t count = (int64_t)value_to_tuple(state->source)->count, length = state->index;
    if (length > count) {
        value_clear(vm, &state->source);
        return value_from_object(state);
    }
    bool ok = iter_places(vm, state, (size_t)(count + length));
    for (int64_t i = 0; ok && i < count; i++)
        state->places[i] = i;
    for (int64_t i = 0; ok && i < length; i++)
        state->places[count + i] = count - i;
    return iter_state_finish(vm, state, ok);
}

/* Each place runs through what is right of it before the place to its left moves on. */
static bool permutations_advance(IterState *state, int64_t count)
{
    int64_t *places = state->places, *cycles = state->places + count;
    for (int64_t i = state->index - 1; i >= 0; i--) {
        if (--cycles[i] == 0) {
            int64_t first = places[i];
            memmove(places + i, places + i + 1, (size_t)(count - 1 - i) * sizeof *places);
            places[count - 1] = first;
            cycles[i] = count - i;
            continue;
        }
        int64_t other = count - cycles[i], place = places[i];
        places[i] = places[other];
        places[other] = place;
        return true;
    }
    return false;
}

static Value permutations_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    if (state->source == VALUE_ABSENT)
        return VALUE_DONE;
    if (state->flag && !permutations_advance(state, (int64_t)value_to_tuple(state->source)->count))
        return exhaust(vm, state);
    state->flag = true;
    return pick(vm, state);
}

static const NativeDef permutations_methods[] = {
    FN(permutations_new, "__new__(cls, iterable, r=None)", "Create and return a new object."), {0}};
static const TypeDef permutations_type_def =
    ITERTOOLS_TYPE("permutations", permutations_slot_next, permutations_methods,
                   "Return successive r-length permutations of elements in the iterable.");

const TypeDef *const itertools_combine_types[] = {&product_type_def, &combinations_type_def,
                                                  &combinations_with_replacement_type_def, &permutations_type_def, NULL};
