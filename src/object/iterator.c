/* The iterators behind __getitem__ and behind iter(callable, sentinel).
 *
 * Both let go of what they walk as soon as it is exhausted, and stay so. */
#include "object/iterator.h"

#include "object/call.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/type.h"

typedef struct {
    Object object;
    Value sequence; /* VALUE_ABSENT once exhausted */
    int64_t index;
} SequenceIterator;

typedef struct {
    Object object;
    Value callable; /* VALUE_ABSENT once exhausted */
    Value sentinel;
} CallableIterator;

static Value iterator_slot_iter(Vm *vm, Value self)
{
    (void)vm;
    return value_share(self);
}

/* iterator ------------------------------------------------------------------- */

Value sequence_iterator_new(Vm *vm, Value sequence)
{
    SequenceIterator *self = object_new(vm, vm->types[TYPE_SEQUENCE_ITERATOR], 0);
    if (self == NULL)
        return VALUE_ERROR;
    self->sequence = value_share(sequence);
    return value_from_object(self);
}

static void sequence_slot_destroy(Vm *vm, Object *object)
{
    value_drop(vm, ((SequenceIterator *)object)->sequence);
    object_free(vm, object, 0);
}

static void sequence_slot_traverse(Vm *vm, Object *object, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((SequenceIterator *)object)->sequence, context);
}

static void sequence_slot_clear(Vm *vm, Object *object)
{
    value_clear(vm, &((SequenceIterator *)object)->sequence);
}

static Value sequence_slot_next(Vm *vm, Value value)
{
    SequenceIterator *self = value_object(value);
    if (self->sequence == VALUE_ABSENT)
        return VALUE_DONE;
    Value item = value_getitem(vm, self->sequence, value_from_int(self->index));
    if (!value_is_error(item)) {
        self->index++;
        return item;
    }
    if (!error_matches(vm, TYPE_INDEX_ERROR) && !error_matches(vm, TYPE_STOP_ITERATION))
        return VALUE_ERROR;
    error_clear(vm);
    value_clear(vm, &self->sequence);
    return VALUE_DONE;
}

static Value sequence_m_length_hint(Vm *vm, const Value *args)
{
    SequenceIterator *self = value_object(args[0]);
    if (self->sequence == VALUE_ABSENT)
        return value_from_int(0);
    if (value_type(vm, self->sequence)->slots.length == NULL)
        return VALUE_NOT_IMPLEMENTED;
    int64_t length = value_length(vm, self->sequence);
    if (length < 0)
        return VALUE_ERROR;
    return int_from_i64(vm, length > self->index ? length - self->index : 0);
}

static const NativeDef sequence_methods[] = {
    FN(sequence_m_length_hint, "__length_hint__(self, /)", "Private method returning an estimate of len(list(it))."),
    {0}};

static const TypeDef sequence_iterator_type_def = {
    .name = "iterator",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(SequenceIterator),
    .slots = {.destroy = sequence_slot_destroy, .traverse = sequence_slot_traverse, .clear = sequence_slot_clear,
              .iter = iterator_slot_iter, .next = sequence_slot_next},
    .methods = sequence_methods};

bool sequence_iterator_type_setup(Vm *vm, Type *type)
{
    return type_define(vm, type, &sequence_iterator_type_def);
}

/* callable_iterator ------------------------------------------------------------ */

Value callable_iterator_new(Vm *vm, Value callable, Value sentinel)
{
    CallableIterator *self = object_new(vm, vm->types[TYPE_CALLABLE_ITERATOR], 0);
    if (self == NULL)
        return VALUE_ERROR;
    self->callable = value_share(callable);
    self->sentinel = value_share(sentinel);
    return value_from_object(self);
}

static void callable_slot_clear(Vm *vm, Object *object)
{
    CallableIterator *self = (CallableIterator *)object;
    value_clear(vm, &self->callable);
    value_clear(vm, &self->sentinel);
}

static void callable_slot_destroy(Vm *vm, Object *object)
{
    callable_slot_clear(vm, object);
    object_free(vm, object, 0);
}

static void callable_slot_traverse(Vm *vm, Object *object, void (*visit)(Vm *, Value, void *), void *context)
{
    CallableIterator *self = (CallableIterator *)object;
    visit(vm, self->callable, context);
    visit(vm, self->sentinel, context);
}

static Value callable_slot_next(Vm *vm, Value value)
{
    CallableIterator *self = value_object(value);
    if (self->callable == VALUE_ABSENT)
        return VALUE_DONE;
    Value callable = value_share(self->callable);
    Value item = call_value(vm, callable, NULL, 0);
    value_drop(vm, callable);
    if (value_is_error(item)) {
        if (!error_clear_stop_iteration(vm, NULL))
            return VALUE_ERROR;
    } else {
        int equal = self->callable == VALUE_ABSENT ? 1 : value_equal(vm, self->sentinel, item);
        if (equal == 0)
            return item;
        value_drop(vm, item);
        if (equal < 0)
            return VALUE_ERROR;
    }
    callable_slot_clear(vm, value_object(value));
    return VALUE_DONE;
}

static const TypeDef callable_iterator_type_def = {
    .name = "callable_iterator",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(CallableIterator),
    .slots = {.destroy = callable_slot_destroy, .traverse = callable_slot_traverse, .clear = callable_slot_clear,
              .iter = iterator_slot_iter, .next = callable_slot_next}};

bool callable_iterator_type_setup(Vm *vm, Type *type)
{
    return type_define(vm, type, &callable_iterator_type_def);
}
