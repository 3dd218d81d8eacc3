/* The cycle collector: trial deletion over the pages of the walkable heap.
 *
 * Every container's count starts as its references, and each reference that
 * another container holds is taken off.  What has some left is reachable from
 * outside, and so is what it refers to; the rest is garbage.  The counts lie in
 * a table beside each page (HeapPage.marks), so objects need no field for them.
 * A type without traverse keeps what it refers to alive; an object with no
 * references is dying and nobody looks inside.
 *
 * Nothing may allocate containers between counting and the list of garbage. */
#include "object/collector.h"

#include <stdio.h>
#include <stdlib.h>

#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"
#include "object/weakref.h"

enum {
    COLLECT_OFTEN = 1000,         /* thresholds below it do not grow with the heap */
    COLLECT_FORCED_FACTOR = 32    /* so many times over: nobody polls, so collect at once */
};

#define MARK_REACHABLE UINT32_MAX

typedef struct {
    Object **items; /* malloc'ed, so that the budget does not stop the collector */
    size_t count, capacity;
    bool failed;
} ObjectList;

static void list_push(ObjectList *list, Object *object)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 256;
        Object **larger = realloc(list->items, capacity * sizeof *larger);
        if (!larger) {
            list->failed = true;
            return;
        }
        list->items = larger;
        list->capacity = capacity;
    }
    list->items[list->count++] = object;
}

static bool is_container(Vm *vm, Value value)
{
    return value_is_heap(value) && (object_type(vm, value_object(value))->flags & TYPE_FLAG_CONTAINER);
}

static uint32_t *mark_of(Object *object)
{
    HeapPage *page = heap_page_of(object);
    return &page->marks[heap_block_index(page, object)];
}

/* Walking the pages. ------------------------------------------------------------- */

typedef void (*BlockVisitor)(Vm *vm, Object *object, uint32_t *mark, void *context);

static void each_object(Vm *vm, BlockVisitor visit, void *context)
{
    for (HeapPage *page = vm->objects.pages; page; page = page->next) {
        for (uint32_t i = 0; i < page->carved; i++) {
            Object *object = (Object *)(page->blocks + (size_t)i * page->block_size);
            if (object->shape)
                visit(vm, object, page->marks ? &page->marks[i] : NULL, context);
        }
    }
}

static void free_marks(Vm *vm)
{
    for (HeapPage *page = vm->objects.pages; page; page = page->next) {
        free(page->marks);
        page->marks = NULL;
    }
}

static bool alloc_marks(Vm *vm)
{
    for (HeapPage *page = vm->objects.pages; page; page = page->next) {
        page->marks = calloc(page->block_count, sizeof *page->marks);
        if (!page->marks)
            return false;
    }
    return true;
}

/* Counting. ------------------------------------------------------------------------ */

static void start_count(Vm *vm, Object *object, uint32_t *mark, void *context)
{
    (void)vm;
    (void)context;
    *mark = object->refs ? object->refs : MARK_REACHABLE;
}

static void take_off(Vm *vm, Value value, void *context)
{
    (void)context;
    if (!is_container(vm, value))
        return;
    uint32_t *mark = mark_of(value_object(value));
    if (*mark != MARK_REACHABLE) {
        ASSERT(*mark > 0); /* else some traverse visits what its object does not own */
        --*mark;
    }
}

static void take_off_children(Vm *vm, Object *object, uint32_t *mark, void *context)
{
    (void)mark;
    if (object->refs)
        object_traverse(vm, object, take_off, context);
}

/* context is the list of reachable objects whose children are still to be seen. */
static void reach(Vm *vm, Value value, void *context)
{
    if (!is_container(vm, value))
        return;
    uint32_t *mark = mark_of(value_object(value));
    if (*mark == MARK_REACHABLE)
        return;
    *mark = MARK_REACHABLE;
    list_push(context, value_object(value));
}

static void reach_if_counted(Vm *vm, Object *object, uint32_t *mark, void *context)
{
    (void)vm;
    if (*mark == 0 || *mark == MARK_REACHABLE)
        return;
    *mark = MARK_REACHABLE;
    list_push(context, object);
}

static void reach_all(Vm *vm, ObjectList *grey)
{
    while (grey->count && !grey->failed)
        object_traverse(vm, grey->items[--grey->count], reach, grey);
}

typedef struct {
    ObjectList garbage;
    size_t live;
} Sorting;

static void sort_out(Vm *vm, Object *object, uint32_t *mark, void *context)
{
    (void)vm;
    Sorting *sorting = context;
    if (*mark == 0)
        list_push(&sorting->garbage, object);
    else
        sorting->live++;
}

/* The unreachable containers, each with a reference of ours. */
static ObjectList find_garbage(Vm *vm)
{
    Sorting sorting = {0};
    ObjectList grey = {0};
    if (alloc_marks(vm)) {
        each_object(vm, start_count, NULL);
        each_object(vm, take_off_children, NULL);
        each_object(vm, reach_if_counted, &grey);
        reach_all(vm, &grey);
        if (!grey.failed)
            each_object(vm, sort_out, &sorting);
        vm->container_live = sorting.live;
    }
    free(grey.items);
    free_marks(vm);
    if (sorting.garbage.failed)
        sorting.garbage.count = 0;
    for (size_t i = 0; i < sorting.garbage.count; i++)
        sorting.garbage.items[i]->refs++;
    return sorting.garbage;
}

/* Garbage. --------------------------------------------------------------------------- */

static void release(Vm *vm, ObjectList *garbage)
{
    for (size_t i = 0; i < garbage->count; i++)
        value_drop(vm, value_from_object(garbage->items[i]));
    free(garbage->items);
    *garbage = (ObjectList){0};
}

/* False when none had anything left to do. */
static bool run_finalizers(Vm *vm, const ObjectList *garbage)
{
    bool any = false;
    for (size_t i = 0; i < garbage->count; i++) {
        Object *object = garbage->items[i];
        if (!object_type(vm, object)->slots.finalize || pointer_table_get(&vm->finalized, object))
            continue;
        object_finalize(vm, object);
        any = true;
        if (!pointer_table_set(vm, &vm->finalized, object, object))
            value_clear(vm, &vm->pending); /* it may be asked again */
    }
    return any;
}

static void clear_all(Vm *vm, const ObjectList *garbage)
{
    for (size_t i = 0; i < garbage->count; i++)
        object_clear(vm, garbage->items[i]);
}

/* Weak references to garbage are emptied before finalizers run, so that nobody
 * gets hold of half-dead objects through one; callbacks of references that are
 * garbage themselves are never called. */
static void empty_weak_references(Vm *vm, const ObjectList *garbage)
{
    if (!vm->weak_targets.count)
        return;
    for (size_t i = 0; i < garbage->count; i++) {
        if (garbage->items[i]->shape == TYPE_WEAKREF)
            weakref_disarm(vm, (WeakReference *)garbage->items[i]);
    }
    for (size_t i = 0; i < garbage->count; i++) {
        if (pointer_table_get(&vm->weak_targets, garbage->items[i]))
            weakref_target_dies(vm, garbage->items[i]);
    }
}

/* A finalizer may make garbage reachable again, or new garbage: so it is looked
 * for afresh until no finalizer is left to run. */
static size_t collect(Vm *vm)
{
    enum { ROUNDS_MAX = 8 };
    size_t found = 0;
    for (int round = 0; round < ROUNDS_MAX; round++) {
        ObjectList garbage = find_garbage(vm);
        found = size_max(found, garbage.count);
        empty_weak_references(vm, &garbage);
        bool again = run_finalizers(vm, &garbage);
        if (!again)
            clear_all(vm, &garbage);
        release(vm, &garbage);
        if (!again)
            break;
    }
    return found;
}

size_t collector_run(Vm *vm)
{
    if (vm->collecting)
        return 0;
    Value pending = vm->pending;
    vm->pending = VALUE_ABSENT;
    vm->collecting = true;
    vm->collect_wanted = false;
    size_t found = collect(vm);
    vm->collecting = false;
    vm->container_growth = 0;
    /* A small threshold is a program's wish, to collect often whatever it costs. */
    int64_t live = (int64_t)vm->container_live;
    vm->collect_at = live > vm->collect_least && vm->collect_least >= COLLECT_OFTEN ? live : vm->collect_least;
    ASSERT(vm->pending == VALUE_ABSENT);
    vm->pending = pending;
    return found;
}

COLD void collector_request(Vm *vm)
{
    if (vm->collecting || vm->collector_disabled)
        return;
    vm->collect_wanted = true;
    vm->interrupt = 1;
    if (vm->container_growth >= vm->collect_at * COLLECT_FORCED_FACTOR)
        (void)collector_run(vm);
}

void collector_poll(Vm *vm)
{
    if (vm->collect_wanted && !vm->collector_disabled)
        (void)collector_run(vm);
}

/* Leaks. -------------------------------------------------------------------------------- */

typedef struct {
    size_t *counts; /* by shape id */
    size_t containers;
} LeakCount;

static void count_leak(Vm *vm, Object *object, uint32_t *mark, void *context)
{
    (void)mark;
    LeakCount *leaks = context;
    bool builtin_type = object->shape == TYPE_TYPE && !(((Type *)object)->flags & TYPE_FLAG_COUNTED);
    if (builtin_type || object->shape >= vm->shape_count)
        return;
    leaks->counts[object->shape]++;
    leaks->containers++;
}

void objects_report_leaks(Vm *vm, FILE *file)
{
    LeakCount leaks = {.counts = calloc(vm->shape_count + 1, sizeof(size_t))};
    if (!leaks.counts)
        return;
    each_object(vm, count_leak, &leaks);
    for (uint32_t i = 1; i < vm->shape_count; i++) {
        if (!leaks.counts[i])
            continue;
        const Type *type = vm->shapes[i]->type;
        const char *name = type->def ? ((const TypeDef *)type->def)->name : type_name(vm, type);
        fprintf(file, "leak: %zu %s\n", leaks.counts[i], name);
    }
    int64_t leaf = vm->live_objects - (int64_t)leaks.containers;
    if (leaf > 0)
        fprintf(file, "leak: %lld leaf objects\n", (long long)leaf);
    free(leaks.counts);
}
