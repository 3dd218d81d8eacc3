/* Builtin functions that iterate. */
#include "modules/builtins.h"
#include "modules/hooks.h"
#include "object/iterator.h"

typedef struct {
    bool stop_at; /* the truth that settles the matter */
    bool settled;
} Quest;

static bool quest_visit(Vm *vm, Value item, void *context)
{
    Quest *quest = context;
    int truth = value_truth(vm, item);
    quest->settled = truth >= 0 && truth == quest->stop_at;
    return truth >= 0 && !quest->settled;
}

static Value builtins_m_all(Vm *vm, const Value *args)
{
    Quest quest = {false, false};
    return value_each(vm, args[0], quest_visit, &quest) ? value_from_bool(!quest.settled) : VALUE_ERROR;
}

static Value builtins_m_any(Vm *vm, const Value *args)
{
    Quest quest = {true, false};
    return value_each(vm, args[0], quest_visit, &quest) ? value_from_bool(quest.settled) : VALUE_ERROR;
}

static Value builtins_m_iter(Vm *vm, const Value *args)
{
    if (args[1] == VALUE_ABSENT)
        return value_iter(vm, args[0]);
    if (value_type(vm, args[0])->slots.call == NULL)
        return raise_type_error(vm, "iter(v, w): v must be callable");
    return callable_iterator_new(vm, args[0], args[1]);
}

static Value builtins_m_next(Vm *vm, const Value *args)
{
    Value item = value_next(vm, args[0]);
    if (item != VALUE_DONE) {
        if (!value_is_error(item) || args[1] == VALUE_ABSENT || !error_clear_stop_iteration(vm, NULL))
            return item;
        return value_share(args[1]);
    }
    Value value = vm->stop_value;
    vm->stop_value = VALUE_ABSENT;
    if (args[1] == VALUE_ABSENT)
        raise_stop_iteration(vm, value == VALUE_ABSENT ? VALUE_NONE : value);
    value_drop(vm, value);
    return args[1] == VALUE_ABSENT ? VALUE_ERROR : value_share(args[1]);
}

static Value builtins_m_aiter(Vm *vm, const Value *args)
{
    Value (*slot)(Vm *, Value) = value_type(vm, args[0])->slots.aiter;
    if (slot == NULL)
        return raise_type_error(vm, "'%.200T' object is not an async iterable", args[0]);
    Value iterator = slot(vm, args[0]);
    if (value_is_error(iterator) || value_type(vm, iterator)->slots.anext != NULL)
        return iterator;
    raise_type_error(vm, "aiter() returned not an async iterator of type '%.200T'", iterator);
    value_drop(vm, iterator);
    return VALUE_ERROR;
}

static Value builtins_m_anext(Vm *vm, const Value *args)
{
    if (value_type(vm, args[0])->slots.anext == NULL)
        return raise_type_error(vm, "'%.200T' object is not an async iterator", args[0]);
    return machine_anext(vm, args[0], args[1]);
}

static Value builtins_m_sorted(Vm *vm, const Value *args)
{
    int reverse = value_truth(vm, args[2]);
    if (reverse < 0)
        return VALUE_ERROR;
    Value list = list_from(vm, args[0]);
    if (value_is_error(list) || list_sort(vm, list, args[1], reverse))
        return list;
    value_drop(vm, list);
    return VALUE_ERROR;
}

const NativeDef builtins_iterate_functions[] = {
    FN(builtins_m_aiter, "aiter(async_iterable, /)", "Return an AsyncIterator for an AsyncIterable object."),
    FN(builtins_m_all, "all(iterable, /)", "Return True if bool(x) is True for all values x in the iterable."),
    FN(builtins_m_anext, "anext(aiterator, default=?, /)", "Return the next item from the async iterator."),
    FN(builtins_m_any, "any(iterable, /)", "Return True if bool(x) is True for any x in the iterable."),
    FN(builtins_m_iter, "iter(object, sentinel=?, /)", "Get an iterator from an object."),
    FN(builtins_m_next, "next(iterator, default=?, /)", "Return the next item from the iterator."),
    FN(builtins_m_sorted, "sorted(iterable, /, *, key=None, reverse=False)",
       "Return a new list containing all items from the iterable in ascending order."),
    {0}};
