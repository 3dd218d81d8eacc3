/* Length, subscripts, membership and iteration of any value. */
#include "object/call.h"

#include "object/container.h"
#include "object/iterator.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"
#include "object/typing.h"

int64_t value_length(Vm *vm, Value value)
{
    const Slots *slots = &value_type(vm, value)->slots;
    if (slots->length == NULL) {
        raise_type_error(vm, "object of type '%.200T' has no len()", value);
        return -1;
    }
    return slots->length(vm, value);
}

/* What __length_hint__ says; -1 for an error, -2 when it does not say. */
static int64_t length_hint_ask(Vm *vm, Value value)
{
    Value hint = special_call(vm, value, NAME_OF(vm, __length_hint__), NULL, 0);
    if (hint == VALUE_ABSENT || hint == VALUE_NOT_IMPLEMENTED)
        return -2;
    if (value_is_error(hint)) {
        if (!error_matches(vm, TYPE_TYPE_ERROR))
            return -1;
        error_clear(vm);
        return -2;
    }
    int64_t number = -1;
    if (!value_is_any_int(vm, hint))
        raise_type_error(vm, "__length_hint__ must be an integer, not %.100T", hint);
    else if (value_to_i64(vm, hint, &number) && number < 0) {
        raise_value_error(vm, "__length_hint__() should return >= 0");
        number = -1;
    }
    value_drop(vm, hint);
    return number;
}

int64_t value_length_hint(Vm *vm, Value value, int64_t fallback)
{
    const Slots *slots = &value_type(vm, value)->slots;
    if (slots->length != NULL) {
        int64_t length = slots->length(vm, value);
        if (length >= 0)
            return length;
        if (!error_matches(vm, TYPE_TYPE_ERROR))
            return -1;
        error_clear(vm);
    }
    int64_t hint = length_hint_ask(vm, value);
    return hint == -2 ? fallback : hint;
}

/* Subscripts. --------------------------------------------------------------- */

/* X[key] for a class X: what its __class_getitem__ makes. */
static Value getitem_of_class(Vm *vm, Value class, Value key)
{
    Value method = attribute_get_optional(vm, class, NAME_OF(vm, __class_getitem__));
    if (value_is_error(method))
        return VALUE_ERROR;
    if (method == VALUE_ABSENT && class == type_value(vm->types[TYPE_TYPE]))
        return generic_alias_new(vm, class, key); /* a method of its own would be every class's */
    if (method == VALUE_ABSENT)
        return raise_type_error(vm, "type '%N' is not subscriptable", value_to_type(class));
    Value result = call_value(vm, method, &key, 1);
    value_drop(vm, method);
    return result;
}

Value value_getitem(Vm *vm, Value object, Value key)
{
    const Slots *slots = &value_type(vm, object)->slots;
    if (slots->getitem != NULL)
        return slots->getitem(vm, object, key);
    if (value_is_type(vm, object))
        return getitem_of_class(vm, object, key);
    return raise_type_error(vm, "'%.200T' object is not subscriptable", object);
}

bool value_setitem(Vm *vm, Value object, Value key, Value value)
{
    ASSERT(value != VALUE_ABSENT);
    const Slots *slots = &value_type(vm, object)->slots;
    if (slots->setitem == NULL)
        return raise_false(vm, TYPE_TYPE_ERROR, "'%.200T' object does not support item assignment", object);
    return slots->setitem(vm, object, key, value);
}

bool value_delitem(Vm *vm, Value object, Value key)
{
    const Slots *slots = &value_type(vm, object)->slots;
    if (slots->setitem == NULL)
        return raise_false(vm, TYPE_TYPE_ERROR, "'%.200T' object doesn't support item deletion", object);
    return slots->setitem(vm, object, key, VALUE_ABSENT);
}

/* Membership and iteration. ------------------------------------------------- */

/* Searches by iterating, for types that only iterate. */
static int contains_by_iteration(Vm *vm, Value container, Value item)
{
    const Slots *slots = &value_type(vm, container)->slots;
    if (slots->iter == NULL && slots->getitem == NULL) {
        raise_type_error(vm, "argument of type '%.200T' is not iterable", container);
        return -1;
    }
    Value iterator = value_iter(vm, container);
    if (value_is_error(iterator))
        return -1;
    int found = 0;
    while (found == 0) {
        Value next = value_next(vm, iterator);
        if (next == VALUE_DONE)
            break;
        found = value_is_error(next) ? -1 : value_equal(vm, next, item);
        if (!value_is_error(next))
            value_drop(vm, next);
    }
    value_drop(vm, iterator);
    return found;
}

int value_contains(Vm *vm, Value container, Value item)
{
    if (!stack_guard(vm))
        return -1;
    const Slots *slots = &value_type(vm, container)->slots;
    return slots->contains != NULL ? slots->contains(vm, container, item) : contains_by_iteration(vm, container, item);
}

Value value_iter(Vm *vm, Value iterable)
{
    const Slots *slots = &value_type(vm, iterable)->slots;
    if (slots->iter == NULL) {
        if (slots->getitem != NULL && !value_is_dict(vm, iterable))
            return sequence_iterator_new(vm, iterable);
        return raise_type_error(vm, "'%.200T' object is not iterable", iterable);
    }
    Value iterator = slots->iter(vm, iterable);
    if (value_is_error(iterator) || value_type(vm, iterator)->slots.next != NULL)
        return iterator;
    raise_type_error(vm, "iter() returned non-iterator of type '%.100T'", iterator);
    value_drop(vm, iterator);
    return VALUE_ERROR;
}

/* A stop value left by an earlier iterator must not pass for this one's.  Iterators
 * over iterators (map of map of ...) nest as deep as a program likes. */
Value value_next(Vm *vm, Value iterator)
{
    if (!stack_guard(vm))
        return VALUE_ERROR;
    if (UNLIKELY(vm->stop_value != VALUE_ABSENT))
        value_clear(vm, &vm->stop_value);
    const Slots *slots = &value_type(vm, iterator)->slots;
    if (slots->next == NULL)
        return raise_type_error(vm, "'%.200T' object is not an iterator", iterator);
    return slots->next(vm, iterator);
}

/* The array may change while visit runs: it is looked up for every item. */
static bool each_of_array(Vm *vm, Value array, bool (*visit)(Vm *, Value, void *), void *context)
{
    bool going_on = true, is_list = value_has_shape(array, TYPE_LIST);
    for (size_t i = 0; going_on; i++) {
        size_t count = is_list ? value_to_list(array)->count : value_to_tuple(array)->count;
        if (i >= count)
            break;
        Value item = value_share(is_list ? value_to_list(array)->items[i] : value_to_tuple(array)->items[i]);
        going_on = visit(vm, item, context);
        value_drop(vm, item);
    }
    return going_on || !error_pending(vm);
}

bool value_each(Vm *vm, Value iterable, bool (*visit)(Vm *, Value, void *), void *context)
{
    if (value_has_shape(iterable, TYPE_LIST) || value_has_shape(iterable, TYPE_TUPLE))
        return each_of_array(vm, iterable, visit, context);
    Value iterator = value_iter(vm, iterable);
    if (value_is_error(iterator))
        return false;
    bool going_on = true;
    while (going_on) {
        Value item = value_next(vm, iterator);
        if (item == VALUE_DONE || value_is_error(item))
            break;
        going_on = visit(vm, item, context);
        value_drop(vm, item);
    }
    value_drop(vm, iterator);
    return !error_pending(vm);
}
