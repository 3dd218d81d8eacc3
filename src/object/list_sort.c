/* list.sort(): a stable merge sort of natural runs.
 *
 * The items move into an array of (key, item) and back, so that a comparison
 * which looks at the list finds it empty, and a failing one leaves a
 * permutation.  Runs are found from left to right, short ones extended by
 * binary insertion, and merged as soon as the newer one has grown to the size
 * class of the older (Shivers sort).  Keys that are all inline ints, all inline
 * floats or all exact strs are compared in place. */
#include "object/list.h"

enum { RUN_MIN = 24, RUN_STACK_MAX = 72 };

typedef enum { KEYS_ANY, KEYS_INT, KEYS_FLOAT, KEYS_STR } KeyKind;

typedef struct {
    Value key, item; /* key is item itself when there is no key function */
} SortItem;

typedef struct {
    Vm *vm;
    SortItem *items;  /* being sorted */
    SortItem *spare;  /* room for half of them */
    KeyKind kind;
} Sorter;

/* left < right: 1, 0, -1. */
static ALWAYS_INLINE int less(const Sorter *sorter, KeyKind kind, Value left, Value right)
{
    switch (kind) {
    case KEYS_INT: return (int64_t)left < (int64_t)right;
    case KEYS_FLOAT: return value_to_float(left) < value_to_float(right);
    case KEYS_STR: return str_order(value_to_str(left), value_to_str(right)) < 0;
    case KEYS_ANY: return value_compare_bool(sorter->vm, left, right, COMPARE_LT);
    }
    return -1;
}

/* The first place in items[start..end) whose key is greater than key (after
 * equal ones), or not less than it (before them); -1 on failure. */
static ALWAYS_INLINE int64_t search(const Sorter *sorter, KeyKind kind, Value key, size_t start, size_t end, bool after)
{
    while (start < end) {
        size_t middle = start + (end - start) / 2;
        Value other = sorter->items[middle].key;
        int lower = after ? less(sorter, kind, key, other) : less(sorter, kind, other, key);
        if (lower < 0)
            return -1;
        if (after ? lower : !lower)
            end = middle;
        else
            start = middle + 1;
    }
    return (int64_t)start;
}

static void reverse_items(SortItem *items, size_t count)
{
    for (size_t i = 0, j = count; i + 1 < j; i++) {
        SortItem item = items[i];
        items[i] = items[--j];
        items[j] = item;
    }
}

/* The end of the run that begins at start, ascending once it returns; 0: failure. */
static ALWAYS_INLINE size_t find_run(const Sorter *sorter, KeyKind kind, size_t start, size_t count)
{
    SortItem *items = sorter->items;
    size_t end = start + 1;
    if (end == count)
        return end;
    int descending = less(sorter, kind, items[end].key, items[start].key);
    if (descending < 0)
        return 0;
    for (end++; end < count; end++) {
        int lower = less(sorter, kind, items[end].key, items[end - 1].key);
        if (lower < 0)
            return 0;
        if (lower != descending)
            break;
    }
    if (descending)
        reverse_items(items + start, end - start);
    return end;
}

/* Extends the sorted items[start..sorted) to end. */
static ALWAYS_INLINE bool insert_items(const Sorter *sorter, KeyKind kind, size_t start, size_t sorted, size_t end)
{
    for (; sorted < end; sorted++) {
        SortItem item = sorter->items[sorted];
        int64_t place = search(sorter, kind, item.key, start, sorted, true);
        if (place < 0)
            return false;
        SortItem *target = &sorter->items[place];
        memmove(target + 1, target, (sorted - (size_t)place) * sizeof *target);
        *target = item;
    }
    return true;
}

/* Merges with the left run in the spare room, filling from the left. */
static ALWAYS_INLINE bool merge_up(const Sorter *sorter, KeyKind kind, size_t start, size_t middle, size_t end)
{
    SortItem *out = sorter->items + start, *right = sorter->items + middle, *right_end = sorter->items + end;
    SortItem *left = sorter->spare, *left_end = left + (middle - start);
    memcpy(left, out, (middle - start) * sizeof *left);
    int lower = 0;
    while (left < left_end && right < right_end) {
        lower = less(sorter, kind, right->key, left->key);
        if (lower < 0)
            break;
        *out++ = lower ? *right++ : *left++;
    }
    memcpy(out, left, (size_t)(left_end - left) * sizeof *left);
    return lower >= 0;
}

/* Merges with the right run in the spare room, filling from the right. */
static ALWAYS_INLINE bool merge_down(const Sorter *sorter, KeyKind kind, size_t start, size_t middle, size_t end)
{
    SortItem *out = sorter->items + end, *left = sorter->items + middle, *left_start = sorter->items + start;
    SortItem *right = sorter->spare + (end - middle), *right_start = sorter->spare;
    memcpy(right_start, left, (end - middle) * sizeof *left);
    int lower = 0;
    while (left > left_start && right > right_start) {
        lower = less(sorter, kind, right[-1].key, left[-1].key);
        if (lower < 0)
            break;
        *--out = lower ? *--left : *--right;
    }
    memcpy(out - (right - right_start), right_start, (size_t)(right - right_start) * sizeof *right);
    return lower >= 0;
}

/* Merges two runs side by side; what is in place at either end stays there. */
static ALWAYS_INLINE bool merge_runs(const Sorter *sorter, KeyKind kind, size_t start, size_t middle, size_t end)
{
    int64_t first = search(sorter, kind, sorter->items[middle].key, start, middle, true);
    if (first < 0)
        return false;
    start = (size_t)first;
    if (start == middle)
        return true;
    int64_t last = search(sorter, kind, sorter->items[middle - 1].key, middle, end, false);
    if (last < 0)
        return false;
    end = (size_t)last;
    return middle - start <= end - middle ? merge_up(sorter, kind, start, middle, end)
                                          : merge_down(sorter, kind, start, middle, end);
}

static inline int size_class(size_t length) { return 63 - __builtin_clzll(length); }

static ALWAYS_INLINE bool sort_items(const Sorter *sorter, KeyKind kind, size_t count)
{
    size_t starts[RUN_STACK_MAX + 1], runs = 0;
    for (size_t start = 0; start < count;) {
        size_t end = find_run(sorter, kind, start, count);
        if (end == 0)
            return false;
        size_t wanted = size_min(start + RUN_MIN, count);
        if (end < wanted) {
            if (!insert_items(sorter, kind, start, end, wanted))
                return false;
            end = wanted;
        }
        starts[runs++] = start;
        starts[runs] = end;
        while (runs > 1 && size_class(starts[runs - 1] - starts[runs - 2]) <= size_class(end - starts[runs - 1])) {
            if (!merge_runs(sorter, kind, starts[runs - 2], starts[runs - 1], end))
                return false;
            starts[--runs] = end;
        }
        ASSERT(runs < RUN_STACK_MAX);
        start = end;
    }
    for (; runs > 1; runs--) {
        if (!merge_runs(sorter, kind, starts[runs - 2], starts[runs - 1], count))
            return false;
        starts[runs - 1] = count;
    }
    return true;
}

/* One copy of the sort for each kind, with the comparison inlined. */
static bool sort_by_kind(const Sorter *sorter, size_t count)
{
    switch (sorter->kind) {
    case KEYS_INT: return sort_items(sorter, KEYS_INT, count);
    case KEYS_FLOAT: return sort_items(sorter, KEYS_FLOAT, count);
    case KEYS_STR: return sort_items(sorter, KEYS_STR, count);
    case KEYS_ANY: return sort_items(sorter, KEYS_ANY, count);
    }
    UNREACHABLE();
    return false;
}

static KeyKind key_kind(Value key)
{
    return value_is_int(key) ? KEYS_INT : value_is_float(key) ? KEYS_FLOAT : value_has_shape(key, TYPE_STR) ? KEYS_STR : KEYS_ANY;
}

static KeyKind common_kind(const SortItem *items, size_t count)
{
    KeyKind kind = key_kind(items[0].key);
    for (size_t i = 1; kind != KEYS_ANY && i < count; i++)
        if (key_kind(items[i].key) != kind)
            return KEYS_ANY;
    return kind;
}

/* Fills in the keys of items; those made before a failure are dropped again. */
static bool make_keys(Vm *vm, SortItem *items, size_t count, Value key)
{
    for (size_t i = 0; i < count; i++) {
        items[i].key = call_value(vm, key, &items[i].item, 1);
        if (!value_is_error(items[i].key))
            continue;
        while (i-- > 0)
            value_drop(vm, items[i].key);
        return false;
    }
    return true;
}

/* Sorts count >= 2 values in place.  Reversing before and after keeps the order
 * of equal ones in a descending sort. */
static bool sort_values(Vm *vm, Value *values, size_t count, Value key, bool reverse)
{
    bool has_key = !value_is_none(key), ok = false;
    size_t size = count * sizeof(SortItem), spare_size = (count / 2 + 1) * sizeof(SortItem);
    Sorter sorter = {.vm = vm, .items = vm_alloc(vm, size)};
    if (sorter.items == NULL)
        return false;
    sorter.spare = vm_alloc(vm, spare_size);
    if (sorter.spare == NULL)
        goto free_items;
    for (size_t i = 0; i < count; i++)
        sorter.items[i] = (SortItem){values[i], values[i]};
    if (has_key && !make_keys(vm, sorter.items, count, key))
        goto free_spare;
    if (reverse)
        reverse_items(sorter.items, count);
    sorter.kind = common_kind(sorter.items, count);
    ok = sort_by_kind(&sorter, count);
    if (reverse)
        reverse_items(sorter.items, count);
    for (size_t i = 0; i < count; i++)
        values[i] = sorter.items[i].item;
    for (size_t i = 0; has_key && i < count; i++)
        value_drop(vm, sorter.items[i].key);
free_spare:
    vm_free(vm, sorter.spare, spare_size);
free_items:
    vm_free(vm, sorter.items, size);
    return ok;
}

bool list_sort(Vm *vm, Value list, Value key, bool reverse)
{
    List *self = value_to_list(list);
    Value *items = self->items;
    size_t count = self->count, capacity = self->capacity;
    if (count == 0)
        return true;
    self->items = NULL;
    self->count = self->capacity = 0;
    bool ok = true;
    if (count > 1 || !value_is_none(key))
        ok = sort_values(vm, items, count, key, reverse);
    bool modified = self->items != NULL || self->count != 0;
    List meanwhile = {.items = self->items, .count = self->count, .capacity = self->capacity};
    self->items = items;
    self->count = count;
    self->capacity = capacity;
    list_clear(vm, &meanwhile);
    if (ok && modified)
        return raise_false(vm, TYPE_VALUE_ERROR, "list modified during sort");
    return ok;
}
