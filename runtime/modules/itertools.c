/* itertools: the module, and what all its iterators share. */
#include "modules/itertools.h"

IterState *iter_state_new(Vm *vm, Value class)
{
    IterState *state = object_new(vm, value_to_type(class), 0);
    if (state != NULL)
        state->source = state->first = state->second = state->third = state->fourth = VALUE_ABSENT;
    return state;
}

static void free_places(Vm *vm, IterState *state)
{
    if (state->places != NULL)
        vm_free(vm, state->places, state->place_count * sizeof *state->places);
    state->places = NULL;
}

void iter_state_destroy(Vm *vm, Object *self)
{
    IterState *state = (IterState *)self;
    value_drop(vm, state->source);
    value_drop(vm, state->first);
    value_drop(vm, state->second);
    value_drop(vm, state->third);
    value_drop(vm, state->fourth);
    free_places(vm, state);
    object_free(vm, self, 0);
}

void iter_state_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context)
{
    IterState *state = (IterState *)self;
    visit(vm, state->source, context);
    visit(vm, state->first, context);
    visit(vm, state->second, context);
    visit(vm, state->third, context);
    visit(vm, state->fourth, context);
}

/* Exhausted: no next slot looks further than at source. */
void iter_state_clear(Vm *vm, Object *self)
{
    IterState *state = (IterState *)self;
    value_clear(vm, &state->source);
    value_clear(vm, &state->first);
    value_clear(vm, &state->second);
    value_clear(vm, &state->third);
    value_clear(vm, &state->fourth);
}

Value iter_state_finish(Vm *vm, IterState *state, bool ok)
{
    if (ok)
        return value_from_object(state);
    value_drop(vm, value_from_object(state));
    return VALUE_ERROR;
}

bool iter_open(Vm *vm, Value iterable, Value *place)
{
    Value iterator = value_iter(vm, iterable);
    if (value_is_error(iterator))
        return false;
    *place = iterator;
    return true;
}

Value iter_open_all(Vm *vm, Value iterables)
{
    Tuple *sources = value_to_tuple(iterables);
    if (sources->count == 0)
        return value_share(vm->empty_tuple);
    Tuple *iterators = tuple_new_raw(vm, sources->count);
    if (iterators == NULL)
        return VALUE_ERROR;
    for (size_t i = 0; i < sources->count; i++)
        if (!iter_open(vm, sources->items[i], &iterators->items[i])) {
            value_drop(vm, value_from_object(iterators));
            return VALUE_ERROR;
        }
    return value_from_object(iterators);
}

bool iter_places(Vm *vm, IterState *state, size_t count)
{
    ASSERT(state->places == NULL);
    state->place_count = size_max(count, 1);
    if (state->place_count > INT64_MAX / sizeof *state->places) {
        raise_memory_error(vm);
        return false;
    }
    state->places = vm_alloc(vm, state->place_count * sizeof *state->places);
    if (state->places == NULL)
        return false;
    memset(state->places, 0, state->place_count * sizeof *state->places);
    return true;
}

static bool add_types(Vm *vm, Value module, const TypeDef *const *defs)
{
    for (; *defs != NULL; defs++)
        if (module_add_type(vm, module, *defs, NULL) == NULL)
            return false;
    return true;
}

static const NativeDef itertools_functions[] = {
    FN(itertools_tee, "tee(iterable, n=2, /)", "Returns a tuple of n independent iterators."), {0}};

bool itertools_module_fill(Vm *vm, Value module)
{
    return add_types(vm, module, itertools_endless_types) && add_types(vm, module, itertools_filter_types) &&
           add_types(vm, module, itertools_group_types) && add_types(vm, module, itertools_combine_types) &&
           module_add_functions(vm, module, itertools_functions);
}
