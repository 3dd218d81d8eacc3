/* enumerate, zip, map, filter, reversed.
 *
 * All five are one struct: what they call and what they draw from.  `sources`
 * is VALUE_ABSENT once a program-visible end was reached where CPython forgets
 * its source (reversed); the others ask their sources again. */
#include "object/iterator.h"

#include "object/call.h"
#include "object/container.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/type.h"

typedef struct {
    Object object;
    Value function; /* map, filter: what is called, or None; enumerate: the next index */
    Value sources;  /* zip, map: a tuple of iterators; else an iterator; reversed: a sequence */
    int64_t index;  /* reversed: the next index, -1 at the end */
    bool strict;    /* zip */
} Adapter;

static Adapter *adapter_new_take(Vm *vm, Value class, Value function, Value sources)
{
    Adapter *self = value_is_error(sources) ? NULL : object_new(vm, value_to_type(class), 0);
    if (self == NULL) {
        value_drop(vm, function);
        value_drop(vm, sources);
        return NULL;
    }
    self->function = function;
    self->sources = sources;
    return self;
}

static Value adapter_value(Adapter *self)
{
    return self == NULL ? VALUE_ERROR : value_from_object(self);
}

static void adapter_slot_clear(Vm *vm, Object *object)
{
    Adapter *self = (Adapter *)object;
    value_replace_take(vm, &self->function, VALUE_NONE);
    value_clear(vm, &self->sources);
}

static void adapter_slot_destroy(Vm *vm, Object *object)
{
    Adapter *self = (Adapter *)object;
    value_drop(vm, self->function);
    value_drop(vm, self->sources);
    object_free(vm, object, 0);
}

static void adapter_slot_traverse(Vm *vm, Object *object, void (*visit)(Vm *, Value, void *), void *context)
{
    Adapter *self = (Adapter *)object;
    visit(vm, self->function, context);
    visit(vm, self->sources, context);
}

static Value adapter_slot_iter(Vm *vm, Value self)
{
    (void)vm;
    return value_share(self);
}

#define ADAPTER_SLOTS(next_function)                                                                                    \
    {.destroy = adapter_slot_destroy, .traverse = adapter_slot_traverse, .clear = adapter_slot_clear,                     \
     .iter = adapter_slot_iter, .next = (next_function)}

#define ADAPTER_FLAGS (TYPE_FLAG_BASE | TYPE_FLAG_CONTAINER)

/* An iterator for each item of the tuple iterables from index first on. */
static Value iterators_of(Vm *vm, Value iterables, size_t first)
{
    size_t count = value_to_tuple(iterables)->count - first;
    if (count == 0)
        return value_share(vm->empty_tuple);
    Tuple *iterators = tuple_new_raw(vm, count);
    if (iterators == NULL)
        return VALUE_ERROR;
    for (size_t i = 0; i < count; i++) {
        Value iterator = value_iter(vm, value_to_tuple(iterables)->items[first + i]);
        if (value_is_error(iterator)) {
            value_drop(vm, value_from_object(iterators));
            return VALUE_ERROR;
        }
        iterators->items[i] = iterator;
    }
    return value_from_object(iterators);
}

/* enumerate -------------------------------------------------------------------- */

static Value enumerate_m_new(Vm *vm, const Value *args)
{
    Value start = value_index(vm, args[2]);
    if (value_is_error(start))
        return VALUE_ERROR;
    return adapter_value(adapter_new_take(vm, args[0], start, value_iter(vm, args[1])));
}

static Value enumerate_slot_next(Vm *vm, Value value)
{
    Adapter *self = value_object(value);
    Value item = value_next(vm, self->sources);
    if (item == VALUE_DONE || value_is_error(item))
        return item;
    Value index = value_share(self->function);
    Value next = value_is_int(index) ? int_from_i64(vm, value_to_int(index) + 1)
                                     : int_binary(vm, BINARY_ADD, index, value_from_int(1));
    if (value_is_error(next)) {
        value_drop(vm, index);
        value_drop(vm, item);
        return VALUE_ERROR;
    }
    value_replace_take(vm, &self->function, next);
    return tuple_pair_take(vm, index, item);
}

static const NativeDef enumerate_methods[] = {
    FN(enumerate_m_new, "__new__(cls, iterable, start=0)", "Return an enumerate object."), {0}};

static const TypeDef enumerate_type_def = {.name = "enumerate",
                                           .flags = ADAPTER_FLAGS,
                                           .size = sizeof(Adapter),
                                           .slots = ADAPTER_SLOTS(enumerate_slot_next),
                                           .methods = enumerate_methods};

bool enumerate_type_setup(Vm *vm, Type *type)
{
    return type_define(vm, type, &enumerate_type_def);
}

/* zip ---------------------------------------------------------------------------- */

static Value zip_m_new(Vm *vm, const Value *args)
{
    int strict = value_truth(vm, args[2]);
    if (strict < 0)
        return VALUE_ERROR;
    Adapter *self = adapter_new_take(vm, args[0], VALUE_NONE, iterators_of(vm, args[1], 0));
    if (self != NULL)
        self->strict = strict;
    return adapter_value(self);
}

static Value zip_raise_uneven(Vm *vm, size_t index, const char *what)
{
    return raise_value_error(vm, "zip() argument %zu is %s than argument%s%zu", index + 1, what, index == 1 ? " " : "s 1-",
                             index);
}

/* With strict: the source at ended is exhausted; are the others? */
static Value zip_check_even(Vm *vm, Tuple *sources, size_t ended)
{
    if (ended > 0)
        return zip_raise_uneven(vm, ended, "shorter");
    for (size_t i = 1; i < sources->count; i++) {
        Value item = value_next(vm, sources->items[i]);
        if (value_is_error(item))
            return VALUE_ERROR;
        if (item != VALUE_DONE) {
            value_drop(vm, item);
            return zip_raise_uneven(vm, i, "longer");
        }
    }
    return VALUE_DONE;
}

static Value zip_slot_next(Vm *vm, Value value)
{
    Adapter *self = value_object(value);
    if (self->sources == VALUE_ABSENT || value_to_tuple(self->sources)->count == 0)
        return VALUE_DONE;
    Tuple *sources = value_to_tuple(self->sources);
    Tuple *row = tuple_new_raw(vm, sources->count);
    if (row == NULL)
        return VALUE_ERROR;
    for (size_t i = 0; i < sources->count; i++) {
        Value item = value_next(vm, sources->items[i]);
        if (item == VALUE_DONE || value_is_error(item)) {
            value_drop(vm, value_from_object(row));
            return item == VALUE_DONE && self->strict ? zip_check_even(vm, sources, i) : item;
        }
        row->items[i] = item;
    }
    return value_from_object(row);
}

static const NativeDef zip_methods[] = {
    FN(zip_m_new, "__new__(cls, /, *iterables, strict=False)", "Yield tuples until an input is exhausted."), {0}};

static const TypeDef zip_type_def = {.name = "zip",
                                     .flags = ADAPTER_FLAGS,
                                     .size = sizeof(Adapter),
                                     .slots = ADAPTER_SLOTS(zip_slot_next),
                                     .methods = zip_methods};

bool zip_type_setup(Vm *vm, Type *type)
{
    return type_define(vm, type, &zip_type_def);
}

/* map ---------------------------------------------------------------------------- */

static Value map_m_new(Vm *vm, const Value *args)
{
    Tuple *given = value_to_tuple(args[1]);
    if (given->count < 2)
        return raise_type_error(vm, "map() must have at least two arguments.");
    return adapter_value(adapter_new_take(vm, args[0], value_share(given->items[0]), iterators_of(vm, args[1], 1)));
}

static Value map_slot_next(Vm *vm, Value value)
{
    enum { FEW = 8 };
    Adapter *self = value_object(value);
    if (self->sources == VALUE_ABSENT)
        return VALUE_DONE;
    Tuple *sources = value_to_tuple(self->sources);
    size_t count = sources->count, drawn = 0;
    Value few[FEW], *items = count <= FEW ? few : vm_alloc(vm, count * sizeof *items);
    if (items == NULL)
        return VALUE_ERROR;
    Value result = VALUE_ABSENT;
    for (; drawn < count; drawn++) {
        items[drawn] = value_next(vm, sources->items[drawn]);
        if (items[drawn] == VALUE_DONE || value_is_error(items[drawn])) {
            result = items[drawn];
            break;
        }
    }
    if (result == VALUE_ABSENT)
        result = call_value(vm, self->function, items, (int)count);
    for (size_t i = 0; i < drawn; i++)
        value_drop(vm, items[i]);
    if (items != few)
        vm_free(vm, items, count * sizeof *items);
    return result;
}

static const NativeDef map_methods[] = {
    FN(map_m_new, "__new__(cls, /, *args)",
       "Make an iterator that computes the function using arguments from\neach of the iterables."),
    {0}};

static const TypeDef map_type_def = {.name = "map",
                                     .flags = ADAPTER_FLAGS,
                                     .size = sizeof(Adapter),
                                     .slots = ADAPTER_SLOTS(map_slot_next),
                                     .methods = map_methods};

bool map_type_setup(Vm *vm, Type *type)
{
    return type_define(vm, type, &map_type_def);
}

/* filter ------------------------------------------------------------------------- */

static Value filter_m_new(Vm *vm, const Value *args)
{
    return adapter_value(adapter_new_take(vm, args[0], value_share(args[1]), value_iter(vm, args[2])));
}

/* Does the item pass?  None and bool test the item itself. */
static int filter_test(Vm *vm, Value function, Value item)
{
    if (value_is_none(function) || function == type_value(vm->types[TYPE_BOOL]))
        return value_truth(vm, item);
    Value answer = call_value(vm, function, &item, 1);
    if (value_is_error(answer))
        return -1;
    int truth = value_truth(vm, answer);
    value_drop(vm, answer);
    return truth;
}

static Value filter_slot_next(Vm *vm, Value value)
{
    Adapter *self = value_object(value);
    if (self->sources == VALUE_ABSENT)
        return VALUE_DONE;
    for (;;) {
        Value item = value_next(vm, self->sources);
        if (item == VALUE_DONE || value_is_error(item))
            return item;
        int passes = filter_test(vm, self->function, item);
        if (passes > 0)
            return item;
        value_drop(vm, item);
        if (passes < 0)
            return VALUE_ERROR;
    }
}

static const NativeDef filter_methods[] = {
    FN(filter_m_new, "__new__(cls, function, iterable, /)",
       "Return an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return "
       "the items that are true."),
    {0}};

static const TypeDef filter_type_def = {.name = "filter",
                                        .flags = ADAPTER_FLAGS,
                                        .size = sizeof(Adapter),
                                        .slots = ADAPTER_SLOTS(filter_slot_next),
                                        .methods = filter_methods};

bool filter_type_setup(Vm *vm, Type *type)
{
    return type_define(vm, type, &filter_type_def);
}

/* reversed ------------------------------------------------------------------------ */

static Value reversed_m_new(Vm *vm, const Value *args)
{
    Value method = special_lookup(vm, args[1], NAME_OF(vm, __reversed__));
    if (value_is_error(method))
        return VALUE_ERROR;
    if (method != VALUE_ABSENT && !value_is_none(method)) {
        Value iterator = call_value(vm, method, NULL, 0);
        value_drop(vm, method);
        return iterator;
    }
    const Slots *slots = &value_type(vm, args[1])->slots;
    if (value_is_none(method) || slots->getitem == NULL || slots->length == NULL || value_is_dict(vm, args[1]))
        return raise_type_error(vm, "'%.200T' object is not reversible", args[1]);
    int64_t length = value_length(vm, args[1]);
    if (length < 0)
        return VALUE_ERROR;
    Adapter *self = adapter_new_take(vm, args[0], VALUE_NONE, value_share(args[1]));
    if (self != NULL)
        self->index = length - 1;
    return adapter_value(self);
}

static Value reversed_slot_next(Vm *vm, Value value)
{
    Adapter *self = value_object(value);
    if (self->sources == VALUE_ABSENT)
        return VALUE_DONE;
    if (self->index >= 0) {
        Value item = value_getitem(vm, self->sources, value_from_int(self->index));
        if (!value_is_error(item)) {
            self->index--;
            return item;
        }
        if (!error_matches(vm, TYPE_INDEX_ERROR) && !error_matches(vm, TYPE_STOP_ITERATION))
            return VALUE_ERROR;
        error_clear(vm);
    }
    value_clear(vm, &self->sources);
    return VALUE_DONE;
}

static Value reversed_m_length_hint(Vm *vm, const Value *args)
{
    Adapter *self = value_object(args[0]);
    if (self->sources == VALUE_ABSENT)
        return value_from_int(0);
    int64_t length = value_length(vm, self->sources);
    if (length < 0)
        return VALUE_ERROR;
    return int_from_i64(vm, length < self->index + 1 ? 0 : self->index + 1);
}

static const NativeDef reversed_methods[] = {
    FN(reversed_m_new, "__new__(cls, sequence, /)", "Return a reverse iterator over the values of the given sequence."),
    FN(reversed_m_length_hint, "__length_hint__(self, /)", "Private method returning an estimate of len(list(it))."),
    {0}};

static const TypeDef reversed_type_def = {.name = "reversed",
                                          .flags = ADAPTER_FLAGS,
                                          .size = sizeof(Adapter),
                                          .slots = ADAPTER_SLOTS(reversed_slot_next),
                                          .methods = reversed_methods};

bool reversed_type_setup(Vm *vm, Type *type)
{
    return type_define(vm, type, &reversed_type_def);
}
