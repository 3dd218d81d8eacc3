/* What programs call on lists. */
#include "object/list.h"

#include "object/number.h"

static Value list_m_init(Vm *vm, const Value *args)
{
    list_clear(vm, value_to_list(args[0]));
    if (args[1] != VALUE_ABSENT && !list_extend(vm, args[0], args[1]))
        return VALUE_ERROR;
    return VALUE_NONE;
}

static Value list_m_append(Vm *vm, const Value *args)
{
    return list_append(vm, args[0], args[1]) ? VALUE_NONE : VALUE_ERROR;
}

static Value list_m_extend(Vm *vm, const Value *args)
{
    return list_extend(vm, args[0], args[1]) ? VALUE_NONE : VALUE_ERROR;
}

static Value list_m_insert(Vm *vm, const Value *args)
{
    int64_t index;
    if (!value_to_index_clipped(vm, args[1], &index))
        return VALUE_ERROR;
    int64_t count = (int64_t)value_to_list(args[0])->count;
    if (index < 0)
        index = index + count < 0 ? 0 : index + count;
    return list_insert(vm, args[0], (size_t)index, args[2]) ? VALUE_NONE : VALUE_ERROR;
}

static Value list_m_pop(Vm *vm, const Value *args)
{
    List *list = value_to_list(args[0]);
    int64_t index = -1;
    if (value_is_int(args[1]))
        index = value_to_int(args[1]);
    else if (!value_to_i64(vm, args[1], &index))
        return VALUE_ERROR;
    if (list->count == 0)
        return raise_error(vm, TYPE_INDEX_ERROR, "pop from empty list");
    if (index < 0)
        index += (int64_t)list->count;
    if ((uint64_t)index >= list->count)
        return raise_error(vm, TYPE_INDEX_ERROR, "pop index out of range");
    return list_take_at(list, (size_t)index);
}

static Value list_m_remove(Vm *vm, const Value *args)
{
    List *list = value_to_list(args[0]);
    int64_t found = sequence_find(vm, args[0], args[1], 0, SIZE_MAX);
    if (found == -1)
        return raise_value_error(vm, "list.remove(x): x not in list");
    if (found < 0)
        return VALUE_ERROR;
    if ((size_t)found < list->count)
        value_drop(vm, list_take_at(list, (size_t)found));
    return VALUE_NONE;
}

static Value list_m_clear(Vm *vm, const Value *args)
{
    list_clear(vm, value_to_list(args[0]));
    return VALUE_NONE;
}

static Value list_m_copy(Vm *vm, const Value *args)
{
    return list_slice(vm, args[0], 0, value_to_list(args[0])->count);
}

static Value list_m_count(Vm *vm, const Value *args)
{
    int64_t count = sequence_count(vm, args[0], args[1]);
    return count < 0 ? VALUE_ERROR : value_from_int(count);
}

static Value list_m_index(Vm *vm, const Value *args)
{
    size_t count = value_to_list(args[0])->count, start = 0, stop = SIZE_MAX;
    if (!sequence_bound(vm, args[2], count, &start) || !sequence_bound(vm, args[3], count, &stop))
        return VALUE_ERROR;
    int64_t found = sequence_find(vm, args[0], args[1], start, stop);
    if (found == -1)
        return raise_value_error(vm, "%R is not in list", args[1]);
    return found < 0 ? VALUE_ERROR : value_from_int(found);
}

static Value list_m_reverse(Vm *vm, const Value *args)
{
    (void)vm;
    List *list = value_to_list(args[0]);
    for (size_t i = 0, j = list->count; i + 1 < j; i++) {
        Value item = list->items[i];
        list->items[i] = list->items[--j];
        list->items[j] = item;
    }
    return VALUE_NONE;
}

static Value list_m_sort(Vm *vm, const Value *args)
{
    int reverse = value_truth(vm, args[2]);
    return reverse >= 0 && list_sort(vm, args[0], args[1], reverse) ? VALUE_NONE : VALUE_ERROR;
}

const NativeDef list_methods[] = {
    FN(list_new_method, "__new__(cls, /, *args, **kwargs)", "Create and return a new object."),
    FN(list_m_init, "__init__(self, iterable=?, /)", "Initialize self.  See help(type(self)) for accurate signature."),
    FN(list_m_append, "append(self, object, /)", "Append object to the end of the list."),
    FN(list_m_extend, "extend(self, iterable, /)", "Extend list by appending elements from the iterable."),
    FN(list_m_insert, "insert(self, index, object, /)", "Insert object before index."),
    FN(list_m_pop, "pop(self, index=-1, /)",
       "Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range."),
    FN(list_m_remove, "remove(self, value, /)",
       "Remove first occurrence of value.\n\nRaises ValueError if the value is not present."),
    FN(list_m_clear, "clear(self, /)", "Remove all items from list."),
    FN(list_m_copy, "copy(self, /)", "Return a shallow copy of the list."),
    FN(list_m_count, "count(self, value, /)", "Return number of occurrences of value."),
    FN(list_m_index, "index(self, value, start=?, stop=?, /)",
       "Return first index of value.\n\nRaises ValueError if the value is not present."),
    FN(list_m_reverse, "reverse(self, /)", "Reverse *IN PLACE*."),
    FN(list_m_sort, "sort(self, /, *, key=None, reverse=False)",
       "Sort the list in ascending order and return None.\n\nThe sort is in-place (i.e. the list itself is modified) and "
       "stable (i.e. the\norder of two equal elements is maintained).\n\nIf a key function is given, apply it once to each "
       "list item and sort them,\nascending or descending, according to their function values.\n\nThe reverse flag can be "
       "set to sort in descending order."),
    FN(list_m_reversed, "__reversed__(self, /)", "Return a reverse iterator over the list."),
    FN(container_m_class_getitem, "@classmethod __class_getitem__(cls, item, /)", "See PEP 585"),
    {0}};
