/* itertools: compress, dropwhile, takewhile, filterfalse, islice, pairwise, batched, zip_longest. */
#include "modules/itertools.h"

/* takewhile, dropwhile, filterfalse: first is the predicate; flag: what it looks for was found. */

static Value predicate_new(Vm *vm, const Value *args)
{
    IterState *state = iter_state_new(vm, args[0]);
    if (state == NULL)
        return VALUE_ERROR;
    state->first = value_share(args[1]);
    return iter_state_finish(vm, state, iter_open(vm, args[2], &state->source));
}

/* The next item and whether the predicate holds for it, 1 or 0; -1: *item is all there is to return. */
static int next_tested(Vm *vm, IterState *state, bool as_bool, Value *item)
{
    if (state->source == VALUE_ABSENT) {
        *item = VALUE_DONE;
        return -1;
    }
    *item = iter_next(vm, state->source);
    if (*item == VALUE_DONE || value_is_error(*item))
        return -1;
    Value answer = as_bool ? value_share(*item) : call_value(vm, state->first, item, 1);
    int holds = value_is_error(answer) ? -1 : value_truth(vm, answer);
    value_drop(vm, answer);
    if (holds < 0) {
        value_drop(vm, *item);
        *item = VALUE_ERROR;
    }
    return holds;
}

static Value takewhile_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    if (state->flag)
        return VALUE_DONE;
    Value item;
    int holds = next_tested(vm, state, false, &item);
    if (holds != 0)
        return item;
    value_drop(vm, item);
    state->flag = true;
    return VALUE_DONE;
}

static Value dropwhile_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    if (state->flag)
        return state->source == VALUE_ABSENT ? VALUE_DONE : iter_next(vm, state->source);
    for (;;) {
        Value item;
        int holds = next_tested(vm, state, false, &item);
        if (holds <= 0) {
            state->flag = holds == 0;
            return item;
        }
        value_drop(vm, item);
    }
}

static Value filterfalse_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    bool as_bool = value_is_none(state->first) || state->first == type_value(vm->types[TYPE_BOOL]);
    for (;;) {
        Value item;
        if (next_tested(vm, state, as_bool, &item) <= 0)
            return item;
        value_drop(vm, item);
    }
}

static const NativeDef takewhile_methods[] = {
    FN(predicate_new, "__new__(cls, predicate, iterable, /)", "Create and return a new object."), {0}};
static const NativeDef filterfalse_methods[] = {
    FN(predicate_new, "__new__(cls, function, iterable, /)", "Create and return a new object."), {0}};
static const TypeDef takewhile_type_def =
    ITERTOOLS_TYPE("takewhile", takewhile_slot_next, takewhile_methods,
                   "Return successive entries from an iterable as long as the predicate evaluates to true for each entry.");
static const TypeDef dropwhile_type_def =
    ITERTOOLS_TYPE("dropwhile", dropwhile_slot_next, takewhile_methods,
                   "Drop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the "
                   "iterable is exhausted.");
static const TypeDef filterfalse_type_def =
    ITERTOOLS_TYPE("filterfalse", filterfalse_slot_next, filterfalse_methods,
                   "Return those items of iterable for which function(item) is false.\n\nIf function is None, return the items "
                   "that are false.");

/* compress: first iterates over the selectors. ------------------------------------------ */

static Value compress_new(Vm *vm, const Value *args)
{
    IterState *state = iter_state_new(vm, args[0]);
    if (state == NULL)
        return VALUE_ERROR;
    return iter_state_finish(vm, state, iter_open(vm, args[1], &state->source) && iter_open(vm, args[2], &state->first));
}

static Value compress_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    while (state->source != VALUE_ABSENT) {
        Value item = iter_next(vm, state->source);
        if (item == VALUE_DONE || value_is_error(item))
            return item;
        Value selector = iter_next(vm, state->first);
        int chosen = selector == VALUE_DONE || value_is_error(selector) ? -1 : value_truth(vm, selector);
        bool done = selector == VALUE_DONE;
        value_drop(vm, selector);
        if (chosen > 0)
            return item;
        value_drop(vm, item);
        if (chosen < 0)
            return done ? VALUE_DONE : VALUE_ERROR;
    }
    return VALUE_DONE;
}

static const NativeDef compress_methods[] = {
    FN(compress_new, "__new__(cls, data, selectors)", "Create and return a new object."), {0}};
static const TypeDef compress_type_def = ITERTOOLS_TYPE(
    "compress", compress_slot_next, compress_methods,
    "Return data elements corresponding to true selector elements.\n\nForms a shorter iterator from selected data elements "
    "using the selectors to\nchoose the data elements.");

/* islice: index items were taken, the one at place `step` is next; stop -1: no end.
 * The distance between two is in places[0]. ------------------------------------------------ */

static bool islice_number(Vm *vm, Value value, int64_t fallback, const char *complaint, int64_t *number)
{
    *number = fallback;
    if (value_is_none(value))
        return true;
    if (value_is_int(value) || value_type(vm, value)->slots.unary[UNARY_INDEX] != NULL) {
        if (value_to_i64(vm, value, number) && *number >= 0)
            return true;
        if (error_pending(vm) && !error_matches(vm, TYPE_OVERFLOW_ERROR))
            return false;
        error_clear(vm);
    }
    return raise_false(vm, TYPE_VALUE_ERROR, "%s", complaint);
}

static Value islice_new(Vm *vm, const Value *args)
{
    bool has_start = args[3] != VALUE_ABSENT;
    int64_t start = 0, stop = -1, step = 1;
    const char *bounds = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    if (!has_start) {
        if (!islice_number(vm, args[2], -1, "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.",
                           &stop))
            return VALUE_ERROR;
    } else {
        if (!islice_number(vm, args[3], -1, "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.",
                           &stop) ||
            !islice_number(vm, args[2], 0, bounds, &start))
            return VALUE_ERROR;
        if (args[4] != VALUE_ABSENT &&
            !islice_number(vm, args[4], 1, "Step for islice() must be a positive integer or None.", &step))
            return VALUE_ERROR;
        if (step < 1)
            return raise_value_error(vm, "Step for islice() must be a positive integer or None.");
    }
    IterState *state = iter_state_new(vm, args[0]);
    if (state == NULL)
        return VALUE_ERROR;
    state->step = start;
    state->stop = stop;
    bool ok = iter_places(vm, state, 1) && iter_open(vm, args[1], &state->source);
    if (ok)
        state->places[0] = step;
    return iter_state_finish(vm, state, ok);
}

static Value islice_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    if (state->source == VALUE_ABSENT)
        return VALUE_DONE;
    Value item = VALUE_DONE;
    while (state->index < state->step) {
        if (state->stop >= 0 && state->index >= state->stop)
            break;
        item = iter_next(vm, state->source);
        if (item == VALUE_DONE || value_is_error(item))
            break;
        value_drop(vm, item);
        item = VALUE_DONE;
        state->index++;
    }
    if (state->index >= state->step && (state->stop < 0 || state->index < state->stop))
        item = iter_next(vm, state->source);
    if (item == VALUE_DONE || value_is_error(item)) {
        value_clear(vm, &state->source);
        return item;
    }
    state->index++;
    int64_t next;
    if (__builtin_add_overflow(state->step, state->places[0], &next))
        next = INT64_MAX;
    state->step = state->stop >= 0 && next > state->stop ? state->stop : next;
    return item;
}

static const NativeDef islice_methods[] = {
    FN(islice_new, "__new__(cls, iterable, start, stop=?, step=?, /)", "Create and return a new object."), {0}};
static const TypeDef islice_type_def =
    ITERTOOLS_TYPE("islice", islice_slot_next, islice_methods,
                   "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object");

/* pairwise: first is the previous item. ----------------------------------------------------- */

static Value source_new(Vm *vm, const Value *args)
{
    IterState *state = iter_state_new(vm, args[0]);
    return state == NULL ? VALUE_ERROR : iter_state_finish(vm, state, iter_open(vm, args[1], &state->source));
}

static Value pairwise_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    if (state->source == VALUE_ABSENT)
        return VALUE_DONE;
    if (state->first == VALUE_ABSENT) {
        Value item = iter_next(vm, state->source);
        if (item == VALUE_DONE || value_is_error(item)) {
            value_clear(vm, &state->source);
            return item;
        }
        value_replace_take(vm, &state->first, item);
        if (state->source == VALUE_ABSENT)
            return VALUE_DONE;
    }
    Value old = value_share(state->first), item = iter_next(vm, state->source);
    if (item == VALUE_DONE || value_is_error(item)) {
        value_drop(vm, old);
        value_clear(vm, &state->source);
        value_clear(vm, &state->first);
        return item;
    }
    value_replace_take(vm, &state->first, value_share(item));
    return tuple_pair_take(vm, old, item);
}

static const NativeDef pairwise_methods[] = {
    FN(source_new, "__new__(cls, iterable, /)", "Create and return a new object."), {0}};
static const TypeDef pairwise_type_def =
    ITERTOOLS_TYPE("pairwise", pairwise_slot_next, pairwise_methods,
                   "Return an iterator of overlapping pairs taken from the input iterator.\n\n    s -> (s0,s1), (s1,s2), (s2, "
                   "s3), ...");

/* batched: stop is the size, flag: strict. ---------------------------------------------------- */

static Value batched_new(Vm *vm, const Value *args)
{
    int64_t size;
    if (!value_to_i64(vm, args[2], &size))
        return VALUE_ERROR;
    if (size < 1)
        return raise_value_error(vm, "n must be at least one");
    int strict = value_truth(vm, args[3]);
    IterState *state = strict < 0 ? NULL : iter_state_new(vm, args[0]);
    if (state == NULL)
        return VALUE_ERROR;
    state->stop = size;
    state->flag = strict;
    return iter_state_finish(vm, state, iter_open(vm, args[1], &state->source));
}

static Value batched_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    if (state->source == VALUE_ABSENT)
        return VALUE_DONE;
    Value batch = list_new(vm, NULL, 0), item = VALUE_DONE;
    if (value_is_error(batch))
        return VALUE_ERROR;
    bool ok = true;
    while (ok && (int64_t)value_to_list(batch)->count < state->stop) {
        item = iter_next(vm, state->source);
        if (item == VALUE_DONE || value_is_error(item))
            break;
        ok = list_append_take(vm, batch, item);
    }
    ok = ok && !value_is_error(item);
    int64_t count = (int64_t)value_to_list(batch)->count;
    if (!ok || count < state->stop)
        value_clear(vm, &state->source);
    if (ok && count != 0 && count < state->stop && state->flag)
        ok = raise_false(vm, TYPE_VALUE_ERROR, "batched(): incomplete batch");
    Value result = !ok ? VALUE_ERROR : count == 0 ? VALUE_DONE : list_to_tuple(vm, batch);
    value_drop(vm, batch);
    return result;
}

static const NativeDef batched_methods[] = {
    FN(batched_new, "__new__(cls, iterable, n, *, strict=False)", "Create and return a new object."), {0}};
static const TypeDef batched_type_def =
    ITERTOOLS_TYPE("batched", batched_slot_next, batched_methods,
                   "Batch data into tuples of length n. The last batch may be shorter than n.");

/* zip_longest: source is a tuple of iterators (VALUE_NONE once exhausted), index how
 * many still run, first the fill value. ------------------------------------------------------------ */

static Value zip_longest_new(Vm *vm, const Value *args)
{
    IterState *state = iter_state_new(vm, args[0]);
    if (state == NULL)
        return VALUE_ERROR;
    state->first = value_share(args[2]);
    Value iterators = iter_open_all(vm, args[1]);
    bool ok = !value_is_error(iterators);
    if (ok) {
        state->source = iterators;
        state->index = (int64_t)value_to_tuple(iterators)->count;
    }
    return iter_state_finish(vm, state, ok);
}

/* The i-th item of the next tuple; VALUE_DONE when no iterator is left. */
static Value zip_longest_item(Vm *vm, IterState *state, size_t i)
{
    Value *iterator = &value_to_tuple(state->source)->items[i];
    if (value_is_none(*iterator))
        return value_share(state->first);
    Value item = iter_next(vm, *iterator);
    if (item != VALUE_DONE)
        return item;
    if (--state->index == 0)
        return VALUE_DONE;
    value_replace_take(vm, &value_to_tuple(state->source)->items[i], VALUE_NONE);
    return value_share(state->first);
}

static Value zip_longest_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    if (state->source == VALUE_ABSENT || state->index == 0)
        return VALUE_DONE;
    size_t count = value_to_tuple(state->source)->count;
    Tuple *result = tuple_new_raw(vm, count);
    if (result == NULL)
        return VALUE_ERROR;
    for (size_t i = 0; i < count; i++) {
        Value item = state->source == VALUE_ABSENT ? VALUE_DONE : zip_longest_item(vm, state, i);
        if (item == VALUE_DONE || value_is_error(item)) {
            state->index = 0;
            value_drop(vm, value_from_object(result));
            return item;
        }
        result->items[i] = item;
    }
    return value_from_object(result);
}

static const NativeDef zip_longest_methods[] = {
    FN(zip_longest_new, "__new__(cls, /, *iterables, fillvalue=None)", "Create and return a new object."), {0}};
static const TypeDef zip_longest_type_def =
    ITERTOOLS_TYPE("zip_longest", zip_longest_slot_next, zip_longest_methods,
                   "Return a zip_longest object whose .__next__() method returns a tuple.\n\nThe i-th element comes from the "
                   "i-th iterable argument; the shorter ones are filled up with fillvalue.");

const TypeDef *const itertools_filter_types[] = {&takewhile_type_def, &dropwhile_type_def, &filterfalse_type_def,
                                                 &compress_type_def,  &islice_type_def,    &pairwise_type_def,
                                                 &batched_type_def,   &zip_longest_type_def, NULL};
