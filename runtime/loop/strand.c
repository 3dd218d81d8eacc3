/* Switching between strands.
 *
 * What belongs to a strand while it runs lies in the Vm and the Runtime; a switch
 * stores it in the strand left and loads that of the strand entered. */
#define _GNU_SOURCE
#include "loop/strand.h"

#include <math.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "base/heap.h"
#include "loop/idle.h"
#include "loop/ticker.h"
#include "object/raise.h"
#include "vm/machine.h"

#if HEAP_CHECKED
#include <sanitizer/common_interface_defs.h>
#endif

enum {
    FIBER_STACK = 256 * 1024,
    FIBER_RESERVE = 48 * 1024,      /* of it, for C code that recursion checks do not count */
    FIBER_MACHINE_STACK = 1 << 20   /* of the language's frames; mapped, not resident */
};

struct Strand {
    Strand *next;            /* in rt->first_fiber's list */
    Strand *next_waiting;    /* in the WaitQueue */
    WaitQueue *queue;        /* it waits in; NULL */
    StrandState state;
    bool daemon, woken;
    double deadline;         /* PARKED: INFINITY when none */
    StrandEntry entry;
    void *data;
    ucontext_t registers;
    char *stack;             /* mapped, owned; NULL for the main strand */
    /* What of the Vm and the Runtime is its own: valid while it does not run. */
    Machine *machine;
    char *c_stack_limit;
    Value pending, handled, running_loop, event_loop, context;
    Task *current_task;
    uint32_t recursion_depth, destroy_depth;
#if HEAP_CHECKED
    void *fake_stack;
    const void *stack_bottom;
    size_t stack_size;
#endif
};

/* Switching. ------------------------------------------------------------------------ */

static void store(Vm *vm, Strand *strand)
{
    Runtime *rt = vm->runtime;
    strand->machine = vm->machine;
    strand->c_stack_limit = vm->c_stack_limit;
    strand->pending = vm->pending;
    strand->handled = vm->handled;
    strand->recursion_depth = vm->recursion_depth;
    strand->destroy_depth = vm->destroy_depth;
    strand->running_loop = rt->running_loop;
    strand->event_loop = rt->event_loop;
    strand->context = rt->context;
    strand->current_task = rt->current_task;
}

static void load(Vm *vm, Strand *strand)
{
    Runtime *rt = vm->runtime;
    vm->machine = strand->machine;
    vm->c_stack_limit = strand->c_stack_limit;
    vm->pending = strand->pending;
    vm->handled = strand->handled;
    vm->recursion_depth = strand->recursion_depth;
    vm->destroy_depth = strand->destroy_depth;
    rt->running_loop = strand->running_loop;
    rt->event_loop = strand->event_loop;
    rt->context = strand->context;
    rt->current_task = strand->current_task;
    rt->strand = strand;
}

static void switch_started(Strand *from, Strand *to, bool last)
{
#if HEAP_CHECKED
    __sanitizer_start_switch_fiber(last ? NULL : &from->fake_stack, to->stack_bottom, to->stack_size);
#else
    (void)from;
    (void)to;
    (void)last;
#endif
}

static void switch_finished(Strand *strand, Strand *from)
{
#if HEAP_CHECKED
    __sanitizer_finish_switch_fiber(strand->fake_stack, &from->stack_bottom, &from->stack_size);
#else
    (void)strand;
    (void)from;
#endif
}

static void switch_to(Vm *vm, Strand *to, bool last)
{
    Strand *from = vm->runtime->strand;
    ASSERT(from != to);
    store(vm, from);
    load(vm, to);
    switch_started(from, to, last);
    swapcontext(&from->registers, &to->registers);
    switch_finished(from, to);
}

/* Fibers. ------------------------------------------------------------------------------ */

/* makecontext() passes ints: two of them make a pointer. */
static void fiber_main(unsigned vm_high, unsigned vm_low)
{
    Vm *vm = (Vm *)(((uintptr_t)vm_high << 32) | vm_low);
    Runtime *rt = vm->runtime;
    Strand *self = rt->strand;
    switch_finished(self, rt->main_strand);
    self->entry(vm, self->data);
    ASSERT(vm->pending == VALUE_ABSENT);
    self->state = STRAND_FINISHED;
    switch_to(vm, rt->main_strand, true);
    UNREACHABLE();
}

static void fiber_free(Vm *vm, Strand *fiber)
{
    value_drop(vm, fiber->context);
    value_drop(vm, fiber->event_loop);
    value_drop(vm, fiber->handled);
    machine_free(fiber->machine);
    munmap(fiber->stack, FIBER_STACK);
    free(fiber);
}

static char *map_stack(void)
{
    char *stack = mmap(NULL, FIBER_STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK | MAP_NORESERVE, -1, 0);
    if (stack == MAP_FAILED)
        return NULL;
    mprotect(stack, (size_t)sysconf(_SC_PAGESIZE), PROT_NONE);
    return stack;
}

static void fiber_prepare(Vm *vm, Strand *fiber)
{
    getcontext(&fiber->registers);
    fiber->registers.uc_stack.ss_sp = fiber->stack;
    fiber->registers.uc_stack.ss_size = FIBER_STACK;
    fiber->registers.uc_link = NULL;
    uintptr_t address = (uintptr_t)vm;
    makecontext(&fiber->registers, (void (*)(void))fiber_main, 2, (unsigned)(address >> 32), (unsigned)address);
    fiber->c_stack_limit = fiber->stack + FIBER_RESERVE;
    fiber->pending = fiber->running_loop = fiber->event_loop = fiber->context = VALUE_ABSENT;
    fiber->handled = VALUE_NONE;
    fiber->deadline = INFINITY;
#if HEAP_CHECKED
    fiber->stack_bottom = fiber->stack;
    fiber->stack_size = FIBER_STACK;
#endif
}

Strand *strand_start(Vm *vm, StrandEntry entry, void *data, bool daemon)
{
    Runtime *rt = vm->runtime;
    Strand *fiber = calloc(1, sizeof *fiber);
    if (fiber) {
        fiber->machine = machine_new(FIBER_MACHINE_STACK);
        fiber->stack = fiber->machine ? map_stack() : NULL;
    }
    if (!fiber || !fiber->stack) {
        if (fiber && fiber->machine)
            machine_free(fiber->machine);
        free(fiber);
        raise_error(vm, TYPE_RUNTIME_ERROR, "can't start new thread");
        return NULL;
    }
    fiber_prepare(vm, fiber);
    fiber->state = STRAND_READY;
    fiber->entry = entry;
    fiber->data = data;
    fiber->daemon = daemon;
    Strand **end = &rt->first_fiber;
    while (*end)
        end = &(*end)->next;
    *end = fiber;
    rt->fiber_count++;
    ticker_wanted(vm);
    return fiber;
}

static void reap(Vm *vm, Strand *fiber)
{
    Runtime *rt = vm->runtime;
    Strand **place = &rt->first_fiber;
    while (*place != fiber)
        place = &(*place)->next;
    *place = fiber->next;
    rt->fiber_count--;
    fiber_free(vm, fiber);
}

/* Queues. --------------------------------------------------------------------------------- */

static void queue_add(WaitQueue *queue, Strand *strand)
{
    ASSERT(!strand->queue);
    strand->queue = queue;
    strand->next_waiting = NULL;
    if (queue->last)
        queue->last->next_waiting = strand;
    else
        queue->first = strand;
    queue->last = strand;
}

static void queue_remove(Strand *strand)
{
    WaitQueue *queue = strand->queue;
    Strand *before = NULL, *at = queue->first;
    ASSERT(at && queue->last);
    for (; at != strand; at = at->next_waiting)
        before = at;
    if (before)
        before->next_waiting = strand->next_waiting;
    else
        queue->first = strand->next_waiting;
    if (queue->last == strand)
        queue->last = before;
    strand->queue = NULL;
}

static void wake(Strand *strand, bool by_queue)
{
    ASSERT(strand->state == STRAND_PARKED);
    if (strand->queue)
        queue_remove(strand);
    strand->woken = by_queue;
    strand->state = STRAND_READY;
}

bool strand_wake_one(Vm *vm, WaitQueue *queue)
{
    (void)vm;
    if (!queue->first)
        return false;
    wake(queue->first, true);
    return true;
}

void strand_wake_all(Vm *vm, WaitQueue *queue)
{
    while (strand_wake_one(vm, queue))
        ;
}

bool strand_wait(Vm *vm, WaitQueue *queue, double deadline, bool *woken)
{
    Strand *self = vm->runtime->strand;
    ASSERT(self->state == STRAND_RUNNING && !self->queue && deadline == deadline);
    self->woken = false;
    self->deadline = deadline;
    if (queue)
        queue_add(queue, self);
    self->state = STRAND_PARKED;
    bool good = true;
    if (strand_is_main(vm))
        good = idle_until_ready(vm, &self->state, deadline);
    else
        switch_to(vm, vm->runtime->main_strand, false);
    if (self->queue)
        queue_remove(self);
    self->state = STRAND_RUNNING;
    self->deadline = INFINITY;
    if (woken)
        *woken = self->woken;
    return good;
}

/* Scheduling. ---------------------------------------------------------------------------------- */

bool strand_can_run(const Vm *vm, double *deadline)
{
    *deadline = INFINITY;
    double now = now_monotonic(vm) + CLOCK_RESOLUTION;
    for (const Strand *fiber = vm->runtime->first_fiber; fiber; fiber = fiber->next) {
        if (fiber->state == STRAND_READY || (fiber->state == STRAND_PARKED && fiber->deadline <= now))
            return true;
        if (fiber->state == STRAND_PARKED && fiber->deadline < *deadline)
            *deadline = fiber->deadline;
    }
    return false;
}

static void run_slice(Vm *vm, Strand *fiber)
{
    ASSERT(fiber->state == STRAND_READY && fiber->stack);
    fiber->state = STRAND_RUNNING;
    switch_to(vm, fiber, false);
    ASSERT(strand_is_main(vm) && fiber->state != STRAND_RUNNING);
    if (fiber->state == STRAND_FINISHED)
        reap(vm, fiber);
}

/* Parked fibers whose deadline has passed become ready. */
static void wake_overdue(Vm *vm)
{
    double now = now_monotonic(vm) + CLOCK_RESOLUTION;
    for (Strand *fiber = vm->runtime->first_fiber; fiber; fiber = fiber->next) {
        if (fiber->state == STRAND_PARKED && fiber->deadline <= now)
            wake(fiber, false);
    }
}

static Strand *ready_from(Strand *fiber)
{
    while (fiber && fiber->state != STRAND_READY)
        fiber = fiber->next;
    return fiber;
}

void strand_run_fibers(Vm *vm)
{
    ASSERT(strand_is_main(vm));
    if (LIKELY(!vm->runtime->first_fiber))
        return;
    wake_overdue(vm);
    /* Fibers made meanwhile wait for the next time. */
    size_t slices = vm->runtime->fiber_count;
    Strand *fiber = ready_from(vm->runtime->first_fiber);
    while (fiber && slices-- > 0) {
        Strand *following = fiber->next;
        run_slice(vm, fiber);
        fiber = ready_from(following);
    }
}

void strand_yield(Vm *vm)
{
    Runtime *rt = vm->runtime;
    if (strand_is_main(vm)) {
        strand_run_fibers(vm);
        return;
    }
    rt->strand->state = STRAND_READY;
    switch_to(vm, rt->main_strand, false);
}

size_t strand_count(const Vm *vm) { return vm->runtime->fiber_count; }

/* Life. ------------------------------------------------------------------------------------------ */

bool strand_begin(Vm *vm)
{
    Strand *main_strand = calloc(1, sizeof *main_strand);
    if (!main_strand) {
        raise_memory_error(vm);
        return false;
    }
    main_strand->state = STRAND_RUNNING;
    main_strand->deadline = INFINITY;
    vm->runtime->main_strand = vm->runtime->strand = main_strand;
    return true;
}

static bool waits_for_any(const Vm *vm)
{
    for (const Strand *fiber = vm->runtime->first_fiber; fiber; fiber = fiber->next) {
        if (!fiber->daemon)
            return true;
    }
    return false;
}

void strand_end(Vm *vm)
{
    Runtime *rt = vm->runtime;
    while (waits_for_any(vm)) {
        strand_run_fibers(vm);
        double deadline;
        if (!strand_can_run(vm, &deadline) && !idle_sleep(vm, deadline))
            break; /* they wait for each other: CPython would hang here */
    }
    while (rt->first_fiber) {
        Strand *fiber = rt->first_fiber;
        rt->first_fiber = fiber->next;
        rt->fiber_count--;
        fiber_free(vm, fiber);
    }
}
