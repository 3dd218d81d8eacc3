/* Tasks: coroutines that the loop drives.
 *
 * A pending task is in exactly one place: on the ready queue, waiting for
 * `waiter`, or running (rt->current_task).  task_begin, task_step, task_wait_for,
 * task_wake, task_cancel and task_finish are the only ones that move it. */
#ifndef HABU_LOOP_TASK_H
#define HABU_LOOP_TASK_H

#include "loop/future.h"

struct Task {
    Future future;
    Value coroutine; /* owned */
    Value waiter;    /* the Future, or the sleeping Operation, that it waits for; owned; VALUE_ABSENT */
    Value name;      /* str; an int n stands for "Task-n" */
    Value context;   /* Context, or VALUE_ABSENT for an empty one */
    Task *next, *previous; /* in rt's list while pending */
    uint32_t cancel_requests; /* cancel() minus uncancel() */
    bool listed;
};

static inline Task *value_to_task(Value value) { return (Task *)value_object(value); }
static inline Value task_value(const Task *task) { return value_from_object(task); }
bool value_is_task(const Vm *vm, Value value);

/* A task for coroutine, queued for its first step.  name VALUE_ABSENT or None: the
 * next number.  context VALUE_NONE or ABSENT: a copy of the current one. */
MUST_CHECK Value task_new(Vm *vm, Value loop, Value coroutine, Value name, Value context);

/* Task.cancel() as a native does it: false when it is done; -1 error. */
MUST_CHECK MAY_RUN int task_cancel(Vm *vm, Task *task, Value message);
uint32_t task_uncancel(Task *task);

/* Ready-queue functions: a step; and the step after what it waited for was done. */
bool task_run_step(Vm *vm, Value task, Value exception);
bool task_run_wakeup(Vm *vm, Value task, Value future);

/* The task's name as a str, owned. */
MUST_CHECK Value task_name(Vm *vm, Task *task);

/* Every task of the loop that is not done, oldest first: a list of them, owned. */
MUST_CHECK Value task_list(Vm *vm, Value loop);

/* "f() running at x.py:3", as in repr(task). */
MUST_CHECK MAY_RUN Value coroutine_describe(Vm *vm, Value coroutine);

extern const TypeDef task_type_def;

#endif
