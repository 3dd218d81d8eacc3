/* Timers: a binary heap of deadlines.
 *
 * An entry is never searched for: what it would wake knows the sequence number
 * of the entry that counts, and an entry with another number is stale.  Stale
 * entries are dropped when they come up, or all at once when they are more than
 * half of a large heap. */
#ifndef HABU_LOOP_TIMER_H
#define HABU_LOOP_TIMER_H

#include "object/state.h"

/* What is put on the ready queue when the timer is due, and run from there.  It
 * takes target and argument.  False: an exception that ends the loop is pending. */
typedef bool (*ReadyFunction)(Vm *vm, Value target, Value argument);

typedef struct {
    double deadline;
    uint64_t sequence; /* breaks ties: equal deadlines fire in the order they were set */
    ReadyFunction fire;
    Value target; /* owned */
} Timer;

typedef struct {
    Timer *entries; /* owned; entries[0] is due first */
    size_t count, capacity;
    size_t stale;
    uint64_t next_sequence;
} TimerHeap;

/* How every object that a timer can wake begins. */
typedef struct {
    Object object;
    uint64_t timer; /* number of the entry that counts; 0: none */
} TimerTarget;

/* Adds an entry for target (shared), and writes its number there. */
MUST_CHECK bool timer_add(Vm *vm, TimerHeap *heap, double deadline, ReadyFunction fire, Value target);
/* Takes the first entry out; its target is the caller's. */
Timer timer_take_first(TimerHeap *heap);
/* The target's entry, if it has one, becomes stale. */
void timer_forget(Vm *vm, TimerHeap *heap, Value target);
/* Drops stale entries at the top, so that the first one is real. */
void timer_trim(Vm *vm, TimerHeap *heap);
void timer_heap_free(Vm *vm, TimerHeap *heap);

#endif
