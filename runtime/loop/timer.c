/* The heap of deadlines. */
#include "loop/timer.h"

/* As many stale entries as this are tolerated whatever their share. */
enum { STALE_MIN = 100 };

static bool timer_before(const Timer *a, const Timer *b)
{
    return a->deadline < b->deadline || (a->deadline == b->deadline && a->sequence < b->sequence);
}

static void sift_up(TimerHeap *heap, size_t at, Timer timer)
{
    while (at > 0) {
        size_t parent = (at - 1) / 2;
        if (!timer_before(&timer, &heap->entries[parent]))
            break;
        heap->entries[at] = heap->entries[parent];
        at = parent;
    }
    heap->entries[at] = timer;
}

static void sift_down(TimerHeap *heap, size_t at, Timer timer)
{
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= heap->count)
            break;
        if (child + 1 < heap->count && timer_before(&heap->entries[child + 1], &heap->entries[child]))
            child++;
        if (!timer_before(&heap->entries[child], &timer))
            break;
        heap->entries[at] = heap->entries[child];
        at = child;
    }
    heap->entries[at] = timer;
}

bool timer_add(Vm *vm, TimerHeap *heap, double deadline, ReadyFunction fire, Value target)
{
    if (heap->count == heap->capacity) {
        size_t capacity = heap->capacity ? heap->capacity * 2 : 32;
        Timer *larger = vm_resize(vm, heap->entries, heap->capacity * sizeof *larger, capacity * sizeof *larger);
        if (!larger)
            return false;
        heap->entries = larger;
        heap->capacity = capacity;
    }
    Timer timer = {.deadline = deadline, .sequence = ++heap->next_sequence, .fire = fire, .target = value_share(target)};
    ((TimerTarget *)value_object(target))->timer = timer.sequence;
    sift_up(heap, heap->count++, timer);
    return true;
}

Timer timer_take_first(TimerHeap *heap)
{
    ASSERT(heap->count > 0);
    Timer first = heap->entries[0];
    Timer last = heap->entries[--heap->count];
    if (heap->count)
        sift_down(heap, 0, last);
    return first;
}

static bool is_live(const Timer *timer) { return ((TimerTarget *)value_object(timer->target))->timer == timer->sequence; }

/* Entries are moved out before anything is dropped: dropping may add timers. */
static void sweep(Vm *vm, TimerHeap *heap)
{
    size_t kept = 0, count = heap->count, stale = 0;
    Value *dropped = vm_alloc(vm, heap->stale * sizeof *dropped);
    if (!dropped) {
        value_clear(vm, &vm->pending); /* another time */
        return;
    }
    size_t room = heap->stale;
    for (size_t i = 0; i < count; i++) {
        Timer *timer = &heap->entries[i];
        if (stale < room && !is_live(timer))
            dropped[stale++] = timer->target;
        else
            heap->entries[kept++] = *timer;
    }
    ASSERT(kept + stale == count && stale == room);
    heap->count = kept;
    heap->stale = 0;
    for (size_t i = kept / 2; i-- > 0;)
        sift_down(heap, i, heap->entries[i]);
    for (size_t i = 0; i < stale; i++)
        value_drop(vm, dropped[i]);
    vm_free(vm, dropped, room * sizeof *dropped);
}

void timer_forget(Vm *vm, TimerHeap *heap, Value target)
{
    TimerTarget *object = value_object(target);
    ASSERT(object->timer <= heap->next_sequence);
    if (!object->timer)
        return;
    object->timer = 0;
    heap->stale++;
    ASSERT(heap->stale <= heap->count);
    if (heap->stale > STALE_MIN && heap->stale * 2 > heap->count)
        sweep(vm, heap);
}

void timer_trim(Vm *vm, TimerHeap *heap)
{
    while (heap->count && heap->stale && !is_live(&heap->entries[0])) {
        Timer timer = timer_take_first(heap);
        heap->stale--;
        value_drop(vm, timer.target);
    }
    ASSERT(!heap->count || is_live(&heap->entries[0]));
}

void timer_heap_free(Vm *vm, TimerHeap *heap)
{
    while (heap->count)
        value_drop(vm, heap->entries[--heap->count].target);
    vm_free(vm, heap->entries, heap->capacity * sizeof *heap->entries);
    *heap = (TimerHeap){.next_sequence = heap->next_sequence};
}
