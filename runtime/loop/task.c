/* Driving coroutines. */
#include "loop/task.h"

#include "loop/context.h"
#include "loop/errors.h"
#include "loop/loop.h"
#include "loop/operation.h"
#include "loop/report.h"
#include "loop/sleep.h"
#include "loop/task_inner.h"
#include "object/call.h"
#include "object/container.h"
#include "object/exception.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"
#include "vm/generator.h"

bool value_is_task(const Vm *vm, Value value)
{
    const Type *type = runtime_type(vm, RUNTIME_TASK);
    return value_is_heap(value) && type && value_is_instance(vm, value, type);
}

/* The list of pending tasks. ------------------------------------------------------- */

static void task_list_add(Runtime *rt, Task *task)
{
    ASSERT(!task->listed);
    task->previous = rt->last_task;
    task->next = NULL;
    if (rt->last_task)
        rt->last_task->next = task;
    else
        rt->first_task = task;
    rt->last_task = task;
    task->listed = true;
}

void task_list_remove(Runtime *rt, Task *task)
{
    if (!task->listed)
        return;
    ASSERT(task->previous ? task->previous->next == task : rt->first_task == task);
    if (task->previous)
        task->previous->next = task->next;
    else
        rt->first_task = task->next;
    if (task->next)
        task->next->previous = task->previous;
    else
        rt->last_task = task->previous;
    task->listed = false;
}

Value task_list(Vm *vm, Value loop)
{
    Value list = list_new(vm, NULL, 0);
    for (Task *task = vm->runtime->first_task; task && list != VALUE_ERROR; task = task->next) {
        if (task->future.loop != loop)
            continue;
        if (!list_append(vm, list, task_value(task))) {
            value_drop(vm, list);
            return VALUE_ERROR;
        }
    }
    return list;
}

/* Beginning. -------------------------------------------------------------------------- */

void task_init_fields(Task *task)
{
    future_init(&task->future, VALUE_ABSENT);
    task->coroutine = task->waiter = task->name = task->context = VALUE_ABSENT;
}

static bool settle_name(Vm *vm, Task *task, Value name)
{
    if (name == VALUE_ABSENT || name == VALUE_NONE)
        task->name = value_from_int((int64_t)++vm->runtime->next_task_number);
    else
        task->name = value_is_str(vm, name) ? value_share(name) : value_str(vm, name);
    if (task->name != VALUE_ERROR)
        return true;
    task->name = VALUE_ABSENT;
    return false;
}

/* Gives a fresh task its coroutine and queues its first step. */
bool task_begin(Vm *vm, Task *task, Value loop, Value coroutine, Value name, Value context)
{
    value_replace_take(vm, &task->future.loop, value_share(loop));
    if (UNLIKELY(!value_is_any_coroutine(vm, coroutine) && !value_has_shape(coroutine, TYPE_GENERATOR))) {
        raise_type_error(vm, "a coroutine was expected, got %R", coroutine);
        return false;
    }
    if (UNLIKELY(!settle_name(vm, task, name)))
        return false;
    bool given = context != VALUE_NONE && context != VALUE_ABSENT;
    Value own = given ? value_share(context) : context_copy_current(vm);
    if (own == VALUE_ERROR)
        return false;
    task->context = own;
    value_replace_take(vm, &task->coroutine, value_share(coroutine));
    task->future.log_destroy_pending = true;
    task_list_add(vm->runtime, task);
    return loop_ready_take(vm, value_to_loop(loop), task_run_step, value_share(task_value(task)), VALUE_ABSENT);
}

Value task_new(Vm *vm, Value loop, Value coroutine, Value name, Value context)
{
    Task *task = object_new(vm, runtime_type(vm, RUNTIME_TASK), 0);
    if (!task)
        return VALUE_ERROR;
    task_init_fields(task);
    if (task_begin(vm, task, loop, coroutine, name, context))
        return task_value(task);
    value_drop(vm, task_value(task));
    return VALUE_ERROR;
}

Value task_name(Vm *vm, Task *task)
{
    if (value_is_int(task->name)) {
        Value text = format_text(vm, "Task-%lld", (long long)value_to_int(task->name));
        if (text == VALUE_ERROR)
            return VALUE_ERROR;
        task->name = text;
    }
    return task->name == VALUE_ABSENT ? VALUE_NONE : value_share(task->name);
}

/* Finishing. ------------------------------------------------------------------------------ */

static void leave_pending(Vm *vm, Task *task)
{
    ASSERT(!future_done(&task->future) && task->waiter == VALUE_ABSENT);
    task->future.must_cancel = false;
    task_list_remove(vm->runtime, task);
}

static void finish_with_result_take(Vm *vm, Task *task, Value result)
{
    if (UNLIKELY(task->future.must_cancel)) {
        /* Cancelled right before it ended: the result is dropped. */
        value_drop(vm, result);
        leave_pending(vm, task);
        Value message = value_share(task->future.cancel_message);
        future_cancel(vm, &task->future, message);
        value_drop(vm, message);
        return;
    }
    leave_pending(vm, task);
    future_set_result_take(vm, &task->future, result);
}

/* By the pending exception.  False: it must leave the loop too. */
static bool finish_with_error(Vm *vm, Task *task)
{
    leave_pending(vm, task);
    if (error_matches(vm, TYPE_CANCELLED_ERROR)) {
        Value exception = error_take(vm);
        future_cancel(vm, &task->future, VALUE_ABSENT);
        value_replace_take(vm, &task->future.detail, exception);
        return true;
    }
    bool leaves = error_matches(vm, TYPE_KEYBOARD_INTERRUPT) || error_matches(vm, TYPE_SYSTEM_EXIT);
    Value exception = error_take(vm);
    future_set_exception_take(vm, &task->future, value_share(exception));
    if (leaves) {
        /* It is seen by whoever runs the loop: CPython reports it here as well. */
        task->future.log_traceback = false;
        vm->pending = exception;
    } else {
        value_drop(vm, exception);
    }
    return !leaves;
}

/* Waiting. ----------------------------------------------------------------------------------- */

static bool queue_step(Vm *vm, Task *task, Value exception)
{
    return loop_ready_take(vm, value_to_loop(task->future.loop), task_run_step, value_share(task_value(task)), exception);
}

/* The coroutine did what it must not: it gets a RuntimeError at its next step. */
static bool queue_error(Vm *vm, Task *task, Value text)
{
    if (text == VALUE_ERROR)
        return false;
    Value exception = exception_new(vm, vm->types[TYPE_RUNTIME_ERROR], &text, 1);
    value_drop(vm, text);
    return exception != VALUE_ERROR && queue_step(vm, task, exception);
}

/* A cancellation that came while the task ran goes on to what it waits for. */
static bool pass_cancellation_on(Vm *vm, Task *task)
{
    Value message = value_share(task->future.cancel_message);
    int cancelled = sleep_is_waiting(vm, task->waiter) ? sleep_cancel(vm, value_to_operation(task->waiter), message)
                                                       : future_cancel_any(vm, task->waiter, message);
    value_drop(vm, message);
    if (cancelled > 0)
        task->future.must_cancel = false;
    return cancelled >= 0;
}

static bool wait_for_sleep(Vm *vm, Task *task, Value yielded)
{
    ASSERT(task->waiter == VALUE_ABSENT);
    value_replace_take(vm, &value_to_operation(yielded)->waiter, value_share(task_value(task)));
    task->waiter = value_share(yielded);
    return LIKELY(!task->future.must_cancel) || pass_cancellation_on(vm, task);
}

static bool wait_for_future(Vm *vm, Task *task, Value yielded)
{
    Future *future = value_to_future(yielded);
    Value own = task_value(task);
    ASSERT(task->waiter == VALUE_ABSENT);
    if (UNLIKELY(future->loop != task->future.loop))
        return queue_error(vm, task, format_text(vm, "Task %R got Future %R attached to a different loop", own, yielded));
    if (UNLIKELY(!future->blocking))
        return queue_error(vm, task, format_text(vm, "yield was used instead of yield from in task %R with %R", own, yielded));
    future->blocking = false;
    if (UNLIKELY(yielded == own))
        return queue_error(vm, task, format_text(vm, "Task cannot await on itself: %R", own));
    if (!future_add_callback(vm, future, task_run_wakeup, own))
        return false;
    task->waiter = value_share(yielded);
    return LIKELY(!task->future.must_cancel) || pass_cancellation_on(vm, task);
}

/* Takes what the coroutine yielded. */
static bool wait_for(Vm *vm, Task *task, Value yielded)
{
    if (yielded == VALUE_NONE)
        return queue_step(vm, task, VALUE_ABSENT);
    bool good;
    if (sleep_is_waiting(vm, yielded))
        good = wait_for_sleep(vm, task, yielded);
    else if (value_is_future(vm, yielded))
        good = wait_for_future(vm, task, yielded);
    else if (value_has_shape(yielded, TYPE_GENERATOR))
        good = queue_error(vm, task, format_text(vm, "yield was used instead of yield from for generator in task %R with %R",
                                                 task_value(task), yielded));
    else
        good = queue_error(vm, task, format_text(vm, "Task got bad yield: %R", yielded));
    value_drop(vm, yielded);
    return good;
}

/* Stepping. ------------------------------------------------------------------------------------ */

/* Makes the CancelledError pending that cancel() asked for. */
static bool raise_requested(Vm *vm, Task *task)
{
    task->future.must_cancel = false;
    if (vm->pending != VALUE_ABSENT && error_matches(vm, TYPE_CANCELLED_ERROR))
        return true;
    error_clear(vm);
    Value exception = cancelled_error_new(vm, task->future.cancel_message);
    if (exception == VALUE_ERROR)
        return false;
    vm->pending = exception;
    return true;
}

/* One step; with an exception pending, that is thrown in. */
static bool task_step(Vm *vm, Task *task)
{
    Runtime *rt = vm->runtime;
    if (UNLIKELY(future_done(&task->future))) {
        error_clear(vm); /* a program resolved it behind our back: nothing is left to do */
        return true;
    }
    if (UNLIKELY(task->future.must_cancel) && !raise_requested(vm, task))
        return false;
    Task *outer = rt->current_task;
    rt->current_task = task;
    Value context = context_swap_take(vm, task->context);
    task->context = VALUE_ABSENT;
    ASSERT(task->waiter == VALUE_ABSENT && task->coroutine != VALUE_ABSENT);
    Value sent = vm->pending == VALUE_ABSENT ? VALUE_NONE : VALUE_ERROR, result = VALUE_ABSENT;
    SendResult outcome = awaitable_send(vm, task->coroutine, sent, &result);
    ASSERT(rt->current_task == task && (outcome == SEND_ERROR) == (vm->pending != VALUE_ABSENT));
    task->context = context_swap_take(vm, context);
    rt->current_task = outer;
    if (outcome == SEND_YIELD)
        return wait_for(vm, task, result);
    if (outcome == SEND_ERROR)
        return finish_with_error(vm, task);
    finish_with_result_take(vm, task, result);
    return true;
}

bool task_run_step(Vm *vm, Value target, Value exception)
{
    Task *task = value_to_task(target);
    if (exception != VALUE_ABSENT)
        vm->pending = exception;
    bool good = task_step(vm, task);
    Value pending = vm->pending;
    vm->pending = VALUE_ABSENT;
    value_drop(vm, target);
    vm->pending = pending;
    return good;
}

/* A task that is cancelled twice, the second time after what it awaits was cancelled by the
 * first: the first cancellation is the one that arrives, with its message. */
static Value first_cancellation(Vm *vm, Value waiter)
{
    if (value_is_operation(vm, waiter))
        return sleep_cancellation(vm, value_to_operation(waiter));
    Future *future = value_to_future(waiter);
    return future->state == FUTURE_CANCELLED ? future_make_cancelled(vm, future) : VALUE_ABSENT;
}

/* What it awaited is done: awaiting it once more gives its result or exception. */
bool task_run_wakeup(Vm *vm, Value target, Value awaited)
{
    Task *task = value_to_task(target);
    if (UNLIKELY(task->future.must_cancel) && task->waiter != VALUE_ABSENT) {
        Value exception = first_cancellation(vm, task->waiter);
        if (exception != VALUE_ERROR)
            vm->pending = exception;
    }
    value_clear(vm, &task->waiter);
    if (awaited != VALUE_ABSENT) {
        /* Its exception counts as seen, even where a cancellation takes its place. */
        value_to_future(awaited)->log_traceback = false;
        value_drop(vm, awaited);
    }
    return task_run_step(vm, target, VALUE_ABSENT);
}

/* Cancelling. ------------------------------------------------------------------------------------ */

int task_cancel(Vm *vm, Task *task, Value message)
{
    task->future.log_traceback = false;
    if (future_done(&task->future))
        return false;
    task->cancel_requests++;
    if (message == VALUE_NONE)
        message = VALUE_ABSENT;
    if (task->waiter != VALUE_ABSENT) {
        Value waiter = value_share(task->waiter);
        int cancelled = sleep_is_waiting(vm, waiter) ? sleep_cancel(vm, value_to_operation(waiter), message)
                                                     : future_cancel_any(vm, waiter, message);
        value_drop(vm, waiter);
        if (cancelled != 0)
            return cancelled;
    }
    task->future.must_cancel = true;
    value_replace_take(vm, &task->future.cancel_message, value_share(message));
    return true;
}

uint32_t task_uncancel(Task *task)
{
    if (task->cancel_requests > 0 && --task->cancel_requests == 0)
        task->future.must_cancel = false;
    return task->cancel_requests;
}
