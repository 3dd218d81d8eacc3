/* The event loop: a queue of what is ready, run in generations, and a heap of
 * timers.
 *
 * One pass: poll libuv (waiting only when nothing is ready), move due timers
 * behind what is ready, then run exactly what was ready at that moment. */
#ifndef HABU_LOOP_LOOP_H
#define HABU_LOOP_LOOP_H

#include "loop/future.h"
#include "loop/timer.h"

typedef struct {
    ReadyFunction run; /* takes both values */
    Value target, argument;
} ReadyItem;

struct Loop {
    Object object;
    ReadyItem *ready; /* ring of ready_capacity (a power of two) items; owned */
    uint32_t ready_capacity, ready_head, ready_count;
    TimerHeap timers;
    Value exception_handler;  /* VALUE_NONE: the default one */
    Value task_factory;       /* VALUE_NONE: plain tasks */
    size_t executing;         /* functions that run on fibers for this loop */
    WaitQueue sleeper;        /* the fiber that runs the loop, while it waits for something to do */
    Value drained;            /* future that the last one's end resolves, owned; VALUE_ABSENT */
    bool running, closed, stopping, debug;
    bool asyncgens_closed, executor_closed;
};

static inline Loop *value_to_loop(Value value) { return (Loop *)value_object(value); }
static inline Value loop_value(const Loop *loop) { return value_from_object(loop); }
bool value_is_loop(const Vm *vm, Value value);

MUST_CHECK Value loop_new(Vm *vm);

/* Puts an item behind what is ready; takes target and argument, also on failure. */
MUST_CHECK bool loop_ready_take(Vm *vm, Loop *loop, ReadyFunction run, Value target, Value argument);
/* The loop's time in seconds. */
double loop_time(const Vm *vm);
/* fire(target, None) at deadline; target begins as TimerTarget and is shared. */
MUST_CHECK bool loop_add_timer(Vm *vm, Loop *loop, double deadline, ReadyFunction fire, Value target);

/* The running loop, borrowed; RuntimeError "no running event loop" when none (VALUE_ERROR). */
Value loop_running_borrow(Vm *vm);
/* The running one, else the one that was set, else RuntimeError; borrowed. */
Value loop_current_borrow(Vm *vm);
/* RuntimeError when it is closed. */
MUST_CHECK bool loop_check_open(Vm *vm, const Loop *loop);

MUST_CHECK MAY_RUN bool loop_run_forever(Vm *vm, Value loop);
/* Runs until the future is done; its result, owned. */
MUST_CHECK MAY_RUN Value loop_run_until_complete(Vm *vm, Value loop, Value awaitable);
MUST_CHECK bool loop_close(Vm *vm, Value loop);

/* A future of the loop for any awaitable: futures as they are, coroutines as tasks. */
MUST_CHECK MAY_RUN Value loop_ensure_future(Vm *vm, Value loop, Value awaitable);
/* loop.create_task(): through the task factory if there is one. */
MUST_CHECK MAY_RUN Value loop_create_task(Vm *vm, Value loop, Value coroutine, Value name, Value context);

/* Waiting (poll.c). Runs fibers and libuv until something is ready for the loop or a
 * timer is due; then makes due timers ready.  False: an exception is pending (deadlock,
 * KeyboardInterrupt). */
MUST_CHECK MAY_RUN bool loop_poll(Vm *vm, Loop *loop);

/* Hook: an asynchronous generator dies unfinished; a task of the running loop closes it. */
bool loop_asyncgen_last(Vm *vm, Value generator);
/* Every asynchronous generator that is suspended: a list, owned. */
MUST_CHECK Value loop_suspended_asyncgens(Vm *vm);

extern const NativeDef loop_methods[];
extern const TypeDef loop_type_def;

#endif
