/* bisect: searching and inserting in sorted sequences. */
#include "modules/module.h"

/* item < key(sequence[middle]) when right, key(sequence[middle]) < item when left: 1, 0, -1. */
static int bisect_compare(Vm *vm, Value sequence, int64_t middle, Value item, Value key, bool right)
{
    Value other = value_has_shape(sequence, TYPE_LIST) && (size_t)middle < value_to_list(sequence)->count
                      ? value_share(value_to_list(sequence)->items[middle])
                      : value_getitem(vm, sequence, value_from_int(middle));
    if (!value_is_error(other) && !value_is_none(key)) {
        Value made = call_value(vm, key, &other, 1);
        value_drop(vm, other);
        other = made;
    }
    if (value_is_error(other))
        return -1;
    int less = right ? value_compare_bool(vm, item, other, COMPARE_LT) : value_compare_bool(vm, other, item, COMPARE_LT);
    value_drop(vm, other);
    return less;
}

/* args: sequence, x, lo, hi, key.  -1 with an exception pending. */
static int64_t bisect_search(Vm *vm, const Value *args, Value item, bool right)
{
    int64_t low, high;
    if (!value_to_i64(vm, args[2], &low))
        return -1;
    if (low < 0) {
        raise_value_error(vm, "lo must be non-negative");
        return -1;
    }
    if (value_is_none(args[3]))
        high = value_length(vm, args[0]);
    else if (!value_to_i64(vm, args[3], &high))
        return -1;
    if (high < 0 && error_pending(vm))
        return -1;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        int less = bisect_compare(vm, args[0], middle, item, args[4], right);
        if (less < 0)
            return -1;
        if (right ? less : !less)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static Value bisect_find(Vm *vm, const Value *args, bool right)
{
    int64_t place = bisect_search(vm, args, args[1], right);
    return place < 0 ? VALUE_ERROR : value_from_int(place);
}

static Value bisect_right(Vm *vm, const Value *args) { return bisect_find(vm, args, true); }
static Value bisect_left(Vm *vm, const Value *args) { return bisect_find(vm, args, false); }

static Value bisect_insert(Vm *vm, const Value *args, bool right)
{
    Value item = value_is_none(args[4]) ? value_share(args[1]) : call_value(vm, args[4], &args[1], 1);
    int64_t place = value_is_error(item) ? -1 : bisect_search(vm, args, item, right);
    value_drop(vm, item);
    if (place < 0)
        return VALUE_ERROR;
    if (value_has_shape(args[0], TYPE_LIST))
        return list_insert(vm, args[0], (size_t)place, args[1]) ? VALUE_NONE : VALUE_ERROR;
    Value name = str_intern_c(vm, "insert"), arguments[2] = {value_from_int(place), args[1]};
    Value result = value_is_error(name) ? VALUE_ERROR : call_method(vm, args[0], name, arguments, 2);
    value_drop(vm, name);
    if (value_is_error(result))
        return VALUE_ERROR;
    value_drop(vm, result);
    return VALUE_NONE;
}

static Value bisect_insort_right(Vm *vm, const Value *args) { return bisect_insert(vm, args, true); }
static Value bisect_insort_left(Vm *vm, const Value *args) { return bisect_insert(vm, args, false); }

static const NativeDef bisect_functions[] = {
    FN(bisect_right, "bisect_right(a, x, lo=0, hi=None, *, key=None)",
       "Return the index where to insert item x in list a, assuming a is sorted."),
    FN(bisect_left, "bisect_left(a, x, lo=0, hi=None, *, key=None)",
       "Return the index where to insert item x in list a, assuming a is sorted."),
    FN(bisect_insort_right, "insort_right(a, x, lo=0, hi=None, *, key=None)",
       "Insert item x in list a, and keep it sorted assuming a is sorted."),
    FN(bisect_insort_left, "insort_left(a, x, lo=0, hi=None, *, key=None)",
       "Insert item x in list a, and keep it sorted assuming a is sorted."),
    {0}};

bool bisect_module_fill(Vm *vm, Value module)
{
    static const char *const aliases[][2] = {{"bisect", "bisect_right"}, {"insort", "insort_right"}};
    if (!module_add_functions(vm, module, bisect_functions))
        return false;
    for (size_t i = 0; i < ARRAY_LENGTH(aliases); i++) {
        Value name = str_intern_c(vm, aliases[i][1]);
        bool ok = !value_is_error(name) &&
                  dict_set_c(vm, module_dict(module), aliases[i][0], dict_get_name_borrow(vm, module_dict(module), name));
        value_drop(vm, name);
        if (!ok)
            return false;
    }
    return true;
}
