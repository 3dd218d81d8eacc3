/* _heapq: binary heaps in lists.
 *
 * Comparing items may run code that changes the list: its length is checked
 * after every comparison. */
#include "modules/module.h"

static List *heap_list(Vm *vm, Value heap, const char *function)
{
    if (value_is_list(vm, heap))
        return value_to_list(heap);
    bool alone = strncmp(function, "heapify", 7) == 0 || strcmp(function, "heappop") == 0;
    raise_type_error(vm, "%s() argument%s must be list, not %.200T", function, alone ? "" : " 1", heap);
    return NULL;
}

/* items[i] < items[j] (for a max-heap the other way round): 1, 0, -1. */
static int heap_less(Vm *vm, List *list, size_t i, size_t j, bool max)
{
    Value left = list->items[max ? j : i], right = list->items[max ? i : j];
    if (value_is_int(left) && value_is_int(right))
        return (int64_t)left < (int64_t)right;
    size_t count = list->count;
    value_share(left);
    value_share(right);
    int less = value_compare_bool(vm, left, right, COMPARE_LT);
    value_drop(vm, left);
    value_drop(vm, right);
    if (less >= 0 && list->count != count) {
        raise_error(vm, TYPE_RUNTIME_ERROR, "list changed size during iteration");
        return -1;
    }
    return less;
}

static void heap_swap(List *list, size_t i, size_t j)
{
    Value item = list->items[i];
    list->items[i] = list->items[j];
    list->items[j] = item;
}

/* Moves the item at place towards the root, at most to start. */
static bool heap_rise(Vm *vm, List *list, size_t start, size_t place, bool max)
{
    while (place > start) {
        size_t parent = (place - 1) / 2;
        int less = heap_less(vm, list, place, parent, max);
        if (less <= 0)
            return less == 0;
        heap_swap(list, place, parent);
        place = parent;
    }
    return true;
}

/* Moves the item at place to a leaf, the smaller child rising each time, and
 * then up again: most items belong near the leaves, which saves comparisons. */
static bool heap_sink(Vm *vm, List *list, size_t place, bool max)
{
    size_t start = place, count = list->count;
    for (size_t child = 2 * place + 1; child < count; child = 2 * place + 1) {
        if (child + 1 < count) {
            int less = heap_less(vm, list, child, child + 1, max);
            if (less < 0)
                return false;
            child += !less;
        }
        heap_swap(list, place, child);
        place = child;
    }
    return heap_rise(vm, list, start, place, max);
}

static Value heap_push(Vm *vm, const Value *args, bool max)
{
    List *list = heap_list(vm, args[0], max ? "_heappush_max" : "heappush");
    if (list == NULL || !list_append(vm, args[0], args[1]))
        return VALUE_ERROR;
    return heap_rise(vm, list, 0, list->count - 1, max) ? VALUE_NONE : VALUE_ERROR;
}

static Value heap_pop(Vm *vm, const Value *args, bool max)
{
    List *list = heap_list(vm, args[0], max ? "_heappop_max" : "heappop");
    if (list == NULL)
        return VALUE_ERROR;
    if (list->count == 0)
        return raise_error(vm, TYPE_INDEX_ERROR, "index out of range");
    Value last = list->items[--list->count];
    if (list->count == 0)
        return last;
    Value smallest = list->items[0];
    list->items[0] = last;
    if (heap_sink(vm, list, 0, max))
        return smallest;
    value_drop(vm, smallest);
    return VALUE_ERROR;
}

static Value heap_replace(Vm *vm, const Value *args, bool max)
{
    List *list = heap_list(vm, args[0], max ? "_heapreplace_max" : "heapreplace");
    if (list == NULL)
        return VALUE_ERROR;
    if (list->count == 0)
        return raise_error(vm, TYPE_INDEX_ERROR, "index out of range");
    Value smallest = list->items[0];
    list->items[0] = value_share(args[1]);
    if (heap_sink(vm, list, 0, max))
        return smallest;
    value_drop(vm, smallest);
    return VALUE_ERROR;
}

static Value heapq_heappushpop(Vm *vm, const Value *args)
{
    List *list = heap_list(vm, args[0], "heappushpop");
    if (list == NULL)
        return VALUE_ERROR;
    if (list->count == 0)
        return value_share(args[1]);
    Value top = value_share(list->items[0]);
    int less = value_compare_bool(vm, top, args[1], COMPARE_LT);
    value_drop(vm, top);
    if (less < 0)
        return VALUE_ERROR;
    return less && list->count != 0 ? heap_replace(vm, args, false) : value_share(args[1]);
}

static Value heap_make(Vm *vm, const Value *args, bool max)
{
    List *list = heap_list(vm, args[0], max ? "_heapify_max" : "heapify");
    if (list == NULL)
        return VALUE_ERROR;
    for (size_t i = list->count / 2; i-- > 0;)
        if (!heap_sink(vm, list, i, max))
            return VALUE_ERROR;
    return VALUE_NONE;
}

static Value heapq_heappush(Vm *vm, const Value *args) { return heap_push(vm, args, false); }
static Value heapq_heappop(Vm *vm, const Value *args) { return heap_pop(vm, args, false); }
static Value heapq_heapreplace(Vm *vm, const Value *args) { return heap_replace(vm, args, false); }
static Value heapq_heapify(Vm *vm, const Value *args) { return heap_make(vm, args, false); }
static Value heapq_heappop_max(Vm *vm, const Value *args) { return heap_pop(vm, args, true); }
static Value heapq_heapreplace_max(Vm *vm, const Value *args) { return heap_replace(vm, args, true); }
static Value heapq_heapify_max(Vm *vm, const Value *args) { return heap_make(vm, args, true); }

static const NativeDef heapq_functions[] = {
    FN(heapq_heappush, "heappush(heap, item, /)", "Push item onto heap, maintaining the heap invariant."),
    FN(heapq_heappop, "heappop(heap, /)", "Pop the smallest item off the heap, maintaining the heap invariant."),
    FN(heapq_heappushpop, "heappushpop(heap, item, /)",
       "Push item on the heap, then pop and return the smallest item from the heap.\n\nThe combined action runs more "
       "efficiently than heappush() followed by\na separate call to heappop()."),
    FN(heapq_heapreplace, "heapreplace(heap, item, /)",
       "Pop and return the current smallest value, and add the new item."),
    FN(heapq_heapify, "heapify(heap, /)", "Transform list into a heap, in-place, in O(len(heap)) time."),
    FN(heapq_heappop_max, "_heappop_max(heap, /)", "Maxheap variant of heappop."),
    FN(heapq_heapreplace_max, "_heapreplace_max(heap, item, /)", "Maxheap variant of heapreplace."),
    FN(heapq_heapify_max, "_heapify_max(heap, /)", "Maxheap variant of heapify."),
    {0}};

bool heapq_module_fill(Vm *vm, Value module) { return module_add_functions(vm, module, heapq_functions); }
