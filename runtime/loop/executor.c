/* Functions in threads.
 *
 * At most as many run at a time as CPython's default executor has threads; the others
 * wait their turn in rt->first_job's list. */
#define _GNU_SOURCE
#include "loop/executor.h"

#include <sched.h>
#include <stdlib.h>

#include "loop/context.h"
#include "loop/errors.h"
#include "loop/loop.h"
#include "loop/report.h"
#include "loop/strand.h"
#include "object/call.h"
#include "object/container.h"
#include "object/exception.h"
#include "object/raise.h"
#include "object/str.h"

typedef struct Job Job;
struct Job {
    Job *next;
    Value loop, function, args, kwargs, context, future; /* owned */
};

static int worker_limit(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return count + 4 < 32 ? count + 4 : 32;
}

static void job_free(Vm *vm, Job *job)
{
    Value values[] = {job->function, job->args, job->kwargs, job->context, job->future, job->loop};
    free(job);
    for (size_t i = 0; i < ARRAY_LENGTH(values); i++)
        value_drop(vm, values[i]);
}

/* Ready-queue function: the function's outcome reaches its future, as it does in
 * CPython through call_soon_threadsafe().  outcome is a tuple (result, exception). */
static bool deliver(Vm *vm, Value target, Value outcome)
{
    Future *future = value_to_future(target);
    const Tuple *pair = value_to_tuple(outcome);
    if (!future_done(future)) {
        if (pair->items[1] == VALUE_NONE)
            future_set_result_take(vm, future, value_share(pair->items[0]));
        else
            future_set_exception_take(vm, future, value_share(pair->items[1]));
    }
    value_drop(vm, target);
    value_drop(vm, outcome);
    return true;
}

/* Queues the outcome; with result VALUE_ERROR it is the pending exception. */
static void settle_take(Vm *vm, Job *job, Value result)
{
    Value exception = result == VALUE_ERROR ? error_take(vm) : VALUE_NONE;
    Value outcome = tuple_pair_take(vm, result == VALUE_ERROR ? VALUE_NONE : result, exception);
    Loop *loop = value_to_loop(job->loop);
    if (outcome == VALUE_ERROR)
        error_clear(vm);
    else if (loop->closed)
        value_drop(vm, outcome);
    else if (!loop_ready_take(vm, loop, deliver, value_share(job->future), outcome))
        error_clear(vm);
}

/* Ready-queue function: the last function has ended. */
static bool deliver_drained(Vm *vm, Value target, Value unused)
{
    (void)unused;
    if (!future_done(value_to_future(target)))
        future_set_result_take(vm, value_to_future(target), VALUE_NONE);
    value_drop(vm, target);
    return true;
}

static void job_over(Vm *vm, Loop *loop)
{
    ASSERT(loop->executing > 0);
    if (--loop->executing || loop->drained == VALUE_ABSENT)
        return;
    Value drained = loop->drained;
    loop->drained = VALUE_ABSENT;
    if (!loop_ready_take(vm, loop, deliver_drained, drained, VALUE_NONE))
        error_clear(vm);
}

/* A worker: does jobs until there is none. */
static void worker_main(Vm *vm, void *data)
{
    Runtime *rt = vm->runtime;
    for (Job *job = data; job; job = rt->first_job) {
        if (job != data)
            rt->first_job = job->next;
        if (value_to_future(job->future)->state != FUTURE_CANCELLED) {
            value_replace_take(vm, &rt->context, value_share(job->context));
            Value result = call_tuple_dict(vm, job->function, job->args, job->kwargs);
            settle_take(vm, job, result);
            value_clear(vm, &rt->context);
        }
        job_over(vm, value_to_loop(job->loop));
        job_free(vm, job);
        data = NULL;
    }
    ASSERT(rt->worker_count > 0 && !strand_is_main(vm));
    rt->worker_count--;
}

static bool start_job(Vm *vm, Job *job)
{
    Runtime *rt = vm->runtime;
    if ((int)rt->worker_count >= worker_limit()) {
        Job **end = &rt->first_job;
        while (*end)
            end = &(*end)->next;
        *end = job;
        return true;
    }
    if (!strand_start(vm, worker_main, job, false))
        return false;
    rt->worker_count++;
    return true;
}

Value executor_submit(Vm *vm, Value self, Value function, Value args, Value kwargs, Value context)
{
    Loop *loop = value_to_loop(self);
    Value future = loop->executor_closed ? raise_error(vm, TYPE_RUNTIME_ERROR, "Executor shutdown has been called") : future_new(vm, self);
    Job *job = future == VALUE_ERROR ? NULL : calloc(1, sizeof *job);
    if (!job) {
        value_drop(vm, context);
        if (future != VALUE_ERROR) {
            value_drop(vm, future);
            raise_memory_error(vm);
        }
        return VALUE_ERROR;
    }
    *job = (Job){NULL, value_share(self), value_share(function), value_share(args), value_share(kwargs), context, value_share(future)};
    if (!start_job(vm, job)) {
        job_free(vm, job);
        value_drop(vm, future);
        return VALUE_ERROR;
    }
    loop->executing++;
    return future;
}

/* Shutdown. ----------------------------------------------------------------------------- */

static SendResult shutdown_executor_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    Loop *loop = value_to_loop(operation->self);
    loop->executor_closed = true;
    if (operation->waiter != VALUE_ABSENT)
        return operation_resume(vm, operation, sent, result);
    if (!loop->executing) {
        *result = VALUE_NONE;
        return SEND_RETURN;
    }
    if (!operation_make_waiter(vm, operation))
        return SEND_ERROR;
    value_replace_take(vm, &loop->drained, value_share(operation->waiter));
    return operation_wait(vm, operation, result);
}

static const OperationDef shutdown_executor_def = {"BaseEventLoop.shutdown_default_executor", shutdown_executor_step};

Value executor_m_shutdown_default_executor(Vm *vm, const Value *args)
{
    return operation_new(vm, &shutdown_executor_def, args[0], VALUE_ABSENT, VALUE_ABSENT);
}

/* The next of the closing tasks whose end has not been seen. */
static void report_closing(Vm *vm, Operation *operation, Future *task)
{
    if (task->state != FUTURE_FINISHED || !task->failed)
        return;
    task->log_traceback = false;
    Value generator = value_to_list(operation->argument)->items[operation->number];
    Value message = format_text(vm, "an error occurred during closing of asynchronous generator %R", generator);
    if (message == VALUE_ERROR) {
        error_clear(vm);
        return;
    }
    report_problem(vm, operation->self, value_to_str(message)->bytes, task->result, "asyncgen", generator);
    value_drop(vm, message);
}

/* A task for each generator's aclose(): operation->extra, a list. */
static bool begin_closing(Vm *vm, Operation *operation)
{
    Value generators = loop_suspended_asyncgens(vm), tasks = list_new(vm, NULL, 0);
    operation->argument = generators == VALUE_ERROR ? VALUE_ABSENT : generators;
    operation->extra = tasks == VALUE_ERROR ? VALUE_ABSENT : tasks;
    if (generators == VALUE_ERROR || tasks == VALUE_ERROR)
        return false;
    Value name = str_intern_c(vm, "aclose");
    bool good = name != VALUE_ERROR;
    for (size_t i = 0; good && i < value_to_list(generators)->count; i++) {
        Value closing = call_method(vm, value_to_list(generators)->items[i], name, NULL, 0);
        Value task = closing == VALUE_ERROR ? VALUE_ERROR : loop_ensure_future(vm, operation->self, closing);
        good = task != VALUE_ERROR && list_append_take(vm, tasks, task);
        if (closing != VALUE_ERROR)
            value_drop(vm, closing);
    }
    if (name != VALUE_ERROR)
        value_drop(vm, name);
    return good;
}

static SendResult shutdown_asyncgens_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    if (sent == VALUE_ERROR)
        return SEND_ERROR;
    if (operation->extra == VALUE_ABSENT && !begin_closing(vm, operation))
        return SEND_ERROR;
    const List *tasks = value_to_list(operation->extra);
    for (; (size_t)operation->number < tasks->count; operation->number++) {
        Future *task = value_to_future(tasks->items[operation->number]);
        if (!future_done(task))
            return future_slot_send(vm, future_value(task), VALUE_NONE, result);
        report_closing(vm, operation, task);
    }
    *result = VALUE_NONE;
    return SEND_RETURN;
}

static const OperationDef shutdown_asyncgens_def = {"BaseEventLoop.shutdown_asyncgens", shutdown_asyncgens_step};

Value executor_m_shutdown_asyncgens(Vm *vm, const Value *args)
{
    value_to_loop(args[0])->asyncgens_closed = true;
    return operation_new(vm, &shutdown_asyncgens_def, args[0], VALUE_ABSENT, VALUE_ABSENT);
}
