/* itertools: count, cycle, repeat, chain, starmap, accumulate. */
#include "modules/itertools.h"

/* count: source is the next number, first the step. --------------------------------- */

static bool is_number(Vm *vm, Value value)
{
    const Slots *slots = &value_type(vm, value)->slots;
    return value_is_any_int(vm, value) || value_is_any_float(vm, value) || slots->unary[UNARY_INDEX] != NULL ||
           slots->unary[UNARY_INT] != NULL || slots->unary[UNARY_FLOAT] != NULL || slots->binary[BINARY_SUB] != NULL;
}

static Value count_new(Vm *vm, const Value *args)
{
    if (!is_number(vm, args[1]) || !is_number(vm, args[2]))
        return raise_type_error(vm, "a number is required");
    IterState *state = iter_state_new(vm, args[0]);
    if (state == NULL)
        return VALUE_ERROR;
    state->source = value_share(args[1]);
    state->first = value_share(args[2]);
    return value_from_object(state);
}

static Value count_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    Value number = state->source;
    if (number == VALUE_ABSENT)
        return VALUE_DONE;
    if (value_is_int(number) && value_is_int(state->first)) {
        int64_t next = value_to_int(number) + value_to_int(state->first);
        if (LIKELY(int_is_inline(next))) {
            state->source = value_from_int(next);
            return number;
        }
    }
    value_share(number);
    Value next = value_binary(vm, BINARY_ADD, number, state->first);
    if (value_is_error(next)) {
        value_drop(vm, number);
        return VALUE_ERROR;
    }
    value_replace_take(vm, &state->source, next);
    return number;
}

static Value count_slot_repr(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    if (state->first == value_from_int(1))
        return format_text(vm, "%T(%R)", self, state->source);
    return format_text(vm, "%T(%R, %R)", self, state->source, state->first);
}

static const NativeDef count_methods[] = {
    FN(count_new, "__new__(cls, start=0, step=1)", "Create and return a new object."), {0}};

static const TypeDef count_type_def = {
    .name = "count",
    .module = "itertools",
    .doc = "Return a count object whose .__next__() method returns consecutive values.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(IterState),
    .slots = {.destroy = iter_state_destroy,
              .traverse = iter_state_traverse,
              .clear = iter_state_clear,
              .repr = count_slot_repr,
              .iter = container_slot_self,
              .next = count_slot_next},
    .methods = count_methods,
};

/* cycle: first is the list of items seen; source is absent once it is complete. ------ */

static Value cycle_new(Vm *vm, const Value *args)
{
    IterState *state = iter_state_new(vm, args[0]);
    if (state == NULL)
        return VALUE_ERROR;
    bool ok = iter_open(vm, args[1], &state->source);
    if (ok) {
        state->first = list_new(vm, NULL, 0);
        ok = !value_is_error(state->first);
    }
    return iter_state_finish(vm, state, ok);
}

static Value cycle_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    if (state->source != VALUE_ABSENT) {
        Value item = iter_next(vm, state->source);
        if (value_is_error(item))
            return VALUE_ERROR;
        if (item != VALUE_DONE) {
            if (state->first != VALUE_ABSENT && list_append(vm, state->first, item))
                return item;
            value_drop(vm, item);
            return VALUE_ERROR;
        }
        value_clear(vm, &state->source);
    }
    if (state->first == VALUE_ABSENT || value_to_list(state->first)->count == 0)
        return VALUE_DONE;
    List *seen = value_to_list(state->first);
    Value item = value_share(seen->items[state->index]);
    state->index = state->index + 1 == (int64_t)seen->count ? 0 : state->index + 1;
    return item;
}

static const NativeDef cycle_methods[] = {
    FN(cycle_new, "__new__(cls, iterable, /)", "Create and return a new object."), {0}};
static const TypeDef cycle_type_def =
    ITERTOOLS_TYPE("cycle", cycle_slot_next, cycle_methods,
                   "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.");

/* repeat: source is the object, index how often still; -1 for ever. --------------------- */

static Value repeat_new(Vm *vm, const Value *args)
{
    int64_t times = -1;
    if (args[2] != VALUE_ABSENT) {
        if (!value_to_i64(vm, args[2], &times))
            return VALUE_ERROR;
        if (times < 0)
            times = 0;
    }
    IterState *state = iter_state_new(vm, args[0]);
    if (state == NULL)
        return VALUE_ERROR;
    state->source = value_share(args[1]);
    state->index = times;
    return value_from_object(state);
}

static Value repeat_slot_next(Vm *vm, Value self)
{
    (void)vm;
    IterState *state = iter_state(self);
    if (state->index == 0 || state->source == VALUE_ABSENT)
        return VALUE_DONE;
    if (state->index > 0)
        state->index--;
    return value_share(state->source);
}

static Value repeat_slot_repr(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    if (state->index < 0)
        return format_text(vm, "%T(%R)", self, state->source);
    return format_text(vm, "%T(%R, %lld)", self, state->source, (long long)state->index);
}

static Value repeat_m_length_hint(Vm *vm, const Value *args)
{
    IterState *state = iter_state(args[0]);
    if (state->index < 0)
        return raise_type_error(vm, "len() of unsized object");
    return value_from_int(state->index);
}

static const NativeDef repeat_methods[] = {
    FN(repeat_new, "__new__(cls, object, times=?)", "Create and return a new object."),
    FN(repeat_m_length_hint, "__length_hint__(self, /)", "Private method returning an estimate of len(list(it))."),
    {0}};

static const TypeDef repeat_type_def = {
    .name = "repeat",
    .module = "itertools",
    .doc = "repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  "
           "If not specified, returns the object\nendlessly.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(IterState),
    .slots = {.destroy = iter_state_destroy,
              .traverse = iter_state_traverse,
              .clear = iter_state_clear,
              .repr = repeat_slot_repr,
              .iter = container_slot_self,
              .next = repeat_slot_next},
    .methods = repeat_methods,
};

/* chain: source iterates over the iterables, first over the present one. ----------------- */

static Value chain_of(Vm *vm, Value class, Value iterables)
{
    IterState *state = iter_state_new(vm, class);
    return state == NULL ? VALUE_ERROR : iter_state_finish(vm, state, iter_open(vm, iterables, &state->source));
}

static Value chain_new(Vm *vm, const Value *args) { return chain_of(vm, args[0], args[1]); }
static Value chain_m_from_iterable(Vm *vm, const Value *args) { return chain_of(vm, args[0], args[1]); }

static Value chain_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    while (state->source != VALUE_ABSENT) {
        if (state->first == VALUE_ABSENT) {
            Value iterable = iter_next(vm, state->source);
            if (iterable == VALUE_DONE || value_is_error(iterable)) {
                value_clear(vm, &state->source);
                return iterable;
            }
            bool ok = iter_open(vm, iterable, &state->first);
            value_drop(vm, iterable);
            if (!ok) {
                value_clear(vm, &state->source);
                return VALUE_ERROR;
            }
        }
        Value item = iter_next(vm, state->first);
        if (item != VALUE_DONE)
            return item;
        value_clear(vm, &state->first);
    }
    return VALUE_DONE;
}

static const NativeDef chain_methods[] = {
    FN(chain_new, "__new__(cls, /, *iterables)", "Create and return a new object."),
    FN(chain_m_from_iterable, "@classmethod from_iterable(cls, iterable, /)",
       "Alternative chain() constructor taking a single iterable argument that evaluates lazily."),
    FN(container_m_class_getitem, "@classmethod __class_getitem__(cls, item, /)", "See PEP 585"),
    {0}};
static const TypeDef chain_type_def =
    ITERTOOLS_TYPE("chain", chain_slot_next, chain_methods, "Return a chain object whose .__next__() method returns elements "
                                                            "from the first iterable until it is exhausted.");

/* starmap: first is the function. --------------------------------------------------------- */

static Value starmap_new(Vm *vm, const Value *args)
{
    IterState *state = iter_state_new(vm, args[0]);
    if (state == NULL)
        return VALUE_ERROR;
    state->first = value_share(args[1]);
    return iter_state_finish(vm, state, iter_open(vm, args[2], &state->source));
}

static Value starmap_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    if (state->source == VALUE_ABSENT)
        return VALUE_DONE;
    Value item = iter_next(vm, state->source);
    if (item == VALUE_DONE || value_is_error(item))
        return item;
    Value arguments = tuple_from(vm, item);
    value_drop(vm, item);
    if (value_is_error(arguments))
        return VALUE_ERROR;
    Tuple *tuple = value_to_tuple(arguments);
    Value result = call_value(vm, state->first, tuple->items, (int)tuple->count);
    value_drop(vm, arguments);
    return result;
}

static const NativeDef starmap_methods[] = {
    FN(starmap_new, "__new__(cls, function, iterable, /)", "Create and return a new object."), {0}};
static const TypeDef starmap_type_def = ITERTOOLS_TYPE(
    "starmap", starmap_slot_next, starmap_methods,
    "Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.");

/* accumulate: first is the function or None, second the total, third the initial one. ------ */

static Value accumulate_new(Vm *vm, const Value *args)
{
    IterState *state = iter_state_new(vm, args[0]);
    if (state == NULL)
        return VALUE_ERROR;
    state->first = value_share(args[2]);
    if (!value_is_none(args[3]))
        state->third = value_share(args[3]);
    return iter_state_finish(vm, state, iter_open(vm, args[1], &state->source));
}

static Value accumulate_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    if (state->source == VALUE_ABSENT)
        return VALUE_DONE;
    if (state->third != VALUE_ABSENT) {
        state->second = state->third;
        state->third = VALUE_ABSENT;
        return value_share(state->second);
    }
    Value item = iter_next(vm, state->source);
    if (item == VALUE_DONE || value_is_error(item))
        return item;
    if (state->second == VALUE_ABSENT) {
        state->second = value_share(item);
        return item;
    }
    Value args[2] = {value_share(state->second), item};
    Value total = value_is_none(state->first) ? value_binary(vm, BINARY_ADD, args[0], item)
                                              : call_value(vm, state->first, args, 2);
    value_drop(vm, args[0]);
    value_drop(vm, item);
    if (value_is_error(total))
        return VALUE_ERROR;
    value_replace_take(vm, &state->second, value_share(total));
    return total;
}

static const NativeDef accumulate_methods[] = {
    FN(accumulate_new, "__new__(cls, iterable, func=None, *, initial=None)", "Create and return a new object."), {0}};
static const TypeDef accumulate_type_def = ITERTOOLS_TYPE("accumulate", accumulate_slot_next, accumulate_methods,
                                                          "Return series of accumulated sums (or other binary function results).");

const TypeDef *const itertools_endless_types[] = {&count_type_def,  &cycle_type_def,   &repeat_type_def,
                                                  &chain_type_def,  &starmap_type_def, &accumulate_type_def,
                                                  NULL};
