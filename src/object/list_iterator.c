/* list_iterator and list_reverseiterator.
 *
 * They look at the list's current length at every step, so appending while
 * iterating shows the new items; once exhausted they let go of the list. */
#include "object/list.h"

#include "object/number.h"

typedef struct {
    Object object;
    Value list;    /* VALUE_ABSENT when exhausted */
    int64_t index; /* of the next item */
} ListIterator;

static Value list_iterator_new(Vm *vm, TypeId type, Value list, int64_t index)
{
    ListIterator *iterator = object_new(vm, vm->types[type], 0);
    if (iterator == NULL)
        return VALUE_ERROR;
    iterator->list = value_share(list);
    iterator->index = index;
    return value_from_object(iterator);
}

Value list_slot_iter(Vm *vm, Value self) { return list_iterator_new(vm, TYPE_LIST_ITERATOR, self, 0); }

Value list_m_reversed(Vm *vm, const Value *args)
{
    return list_iterator_new(vm, TYPE_LIST_REVERSE_ITERATOR, args[0], (int64_t)value_to_list(args[0])->count - 1);
}

static Value list_iterator_step(Vm *vm, Value self, int64_t step)
{
    ListIterator *iterator = VALUE_OBJECT(ListIterator, self);
    if (iterator->list == VALUE_ABSENT)
        return VALUE_DONE;
    List *list = value_to_list(iterator->list);
    if (LIKELY((uint64_t)iterator->index < list->count)) {
        Value item = list->items[iterator->index];
        iterator->index += step;
        return value_share(item);
    }
    value_clear(vm, &iterator->list);
    return VALUE_DONE;
}

static Value list_iterator_slot_next(Vm *vm, Value self) { return list_iterator_step(vm, self, 1); }
static Value list_reverse_iterator_slot_next(Vm *vm, Value self) { return list_iterator_step(vm, self, -1); }

static void list_iterator_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((ListIterator *)self)->list);
    object_free(vm, self, 0);
}

static void list_iterator_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context)
{
    visit(vm, ((ListIterator *)self)->list, context);
}

static void list_iterator_clear(Vm *vm, Object *self) { value_clear(vm, &((ListIterator *)self)->list); }

static Value list_iterator_m_length_hint(Vm *vm, const Value *args)
{
    ListIterator *iterator = VALUE_OBJECT(ListIterator, args[0]);
    if (iterator->list == VALUE_ABSENT)
        return value_from_int(0);
    int64_t count = (int64_t)value_to_list(iterator->list)->count;
    bool reversed = object_type(vm, &iterator->object) == vm->types[TYPE_LIST_REVERSE_ITERATOR];
    int64_t left = reversed ? iterator->index + 1 : count - iterator->index;
    return value_from_int(left < 0 || left > count ? 0 : left);
}

static const NativeDef list_iterator_methods[] = {
    FN(list_iterator_m_length_hint, "__length_hint__(self, /)", "Private method returning an estimate of len(list(it))."),
    {0}};

static const TypeDef list_iterator_type_def = {
    .name = "list_iterator",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(ListIterator),
    .slots = {.destroy = list_iterator_destroy,
              .traverse = list_iterator_traverse,
              .clear = list_iterator_clear,
              .iter = container_slot_self,
              .next = list_iterator_slot_next},
    .methods = list_iterator_methods,
};

static const TypeDef list_reverse_iterator_type_def = {
    .name = "list_reverseiterator",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(ListIterator),
    .slots = {.destroy = list_iterator_destroy,
              .traverse = list_iterator_traverse,
              .clear = list_iterator_clear,
              .iter = container_slot_self,
              .next = list_reverse_iterator_slot_next},
    .methods = list_iterator_methods,
};

bool list_iterator_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &list_iterator_type_def); }
bool list_reverse_iterator_type_setup(Vm *vm, Type *type)
{
    return type_define(vm, type, &list_reverse_iterator_type_def);
}
