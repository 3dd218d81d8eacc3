/* Strands of execution: the main one, and fibers, which stand for threads.
 *
 * A fiber has a C stack and a machine of its own and runs on the loop's thread.
 * The main strand schedules: whenever it would block (and between passes of the
 * event loop) it lets every fiber that can run have a slice.  A fiber that would
 * block parks itself, which returns to the main strand. */
#ifndef HABU_LOOP_STRAND_H
#define HABU_LOOP_STRAND_H

#include "loop/runtime.h"

typedef enum { STRAND_NEW, STRAND_READY, STRAND_RUNNING, STRAND_PARKED, STRAND_FINISHED } StrandState;

/* What a fiber runs: its entry is called on the fiber's stack with `data`. */
typedef void (*StrandEntry)(Vm *vm, void *data);

/* Starts a fiber: it runs when the main strand next lets fibers run.  daemon: the
 * program's end does not wait for it.  NULL with an exception pending. */
MUST_CHECK Strand *strand_start(Vm *vm, StrandEntry entry, void *data, bool daemon);

/* Blocks the running strand until it is woken from the queue or the deadline (loop
 * time; INFINITY: none) passes, which *woken tells.  On the main strand fibers run
 * meanwhile; RuntimeError when nothing could ever wake it.  queue may be NULL: then
 * only the deadline ends it. */
MUST_CHECK MAY_RUN bool strand_wait(Vm *vm, WaitQueue *queue, double deadline, bool *woken);
/* Wakes the strand that has waited longest; false when nobody waits. */
bool strand_wake_one(Vm *vm, WaitQueue *queue);
void strand_wake_all(Vm *vm, WaitQueue *queue);

static inline bool strand_is_main(const Vm *vm) { return vm->runtime->strand == vm->runtime->main_strand; }

/* For the main strand: gives every fiber that can run one slice. */
MAY_RUN void strand_run_fibers(Vm *vm);
/* Can a fiber run now?  Else the earliest deadline of a parked one, INFINITY when none has one. */
bool strand_can_run(const Vm *vm, double *deadline);
/* A time slice is over: the running fiber lets others run; the main strand runs fibers. */
MAY_RUN void strand_yield(Vm *vm);

/* The main strand made and freed with the runtime.  strand_end runs fibers that are not
 * daemons to their end and frees them all. */
MUST_CHECK bool strand_begin(Vm *vm);
MAY_RUN void strand_end(Vm *vm);
/* For the collector and for cleaning up: the number of fibers alive. */
size_t strand_count(const Vm *vm);

#endif
