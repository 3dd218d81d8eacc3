/* asyncio.run() and Runner: a loop for a main coroutine, and a clean end. */
#include "aio/runner.h"

#include "aio/gather.h"
#include "loop/context.h"
#include "loop/executor.h"
#include "loop/interrupt.h"
#include "loop/loop.h"
#include "loop/report.h"
#include "loop/task.h"
#include "object/call.h"
#include "object/container.h"
#include "object/exception.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

typedef enum { RUNNER_CREATED, RUNNER_READY, RUNNER_CLOSED } RunnerState;

typedef struct {
    Object object;
    uint8_t state;
    bool set_event_loop;
    Value debug, loop_factory; /* as given */
    Value loop, context;       /* once READY; VALUE_ABSENT */
} Runner;

static Runner *value_to_runner(Value value) { return value_object(value); }

static Value runner_new(Vm *vm, Type *type, Value debug, Value loop_factory)
{
    Runner *runner = object_new(vm, type, 0);
    if (!runner)
        return VALUE_ERROR;
    runner->debug = value_share(debug);
    runner->loop_factory = value_share(loop_factory);
    runner->loop = runner->context = VALUE_ABSENT;
    return value_from_object(runner);
}

static bool make_loop(Vm *vm, Runner *runner)
{
    Value loop = runner->loop_factory == VALUE_NONE ? loop_new(vm) : call_value(vm, runner->loop_factory, NULL, 0);
    if (loop == VALUE_ERROR)
        return false;
    if (!value_is_loop(vm, loop)) {
        raise_type_error(vm, "Habu's Runner needs one of its own event loops, not %R", loop);
        value_drop(vm, loop);
        return false;
    }
    runner->loop = loop;
    if (runner->loop_factory == VALUE_NONE) {
        runner->set_event_loop = true;
        value_replace_take(vm, &vm->runtime->event_loop, value_share(loop));
    }
    return true;
}

static bool prepare(Vm *vm, Runner *runner)
{
    if (runner->state == RUNNER_CLOSED)
        return raise_false(vm, TYPE_RUNTIME_ERROR, "Runner is closed");
    if (runner->state == RUNNER_READY)
        return true;
    if (!make_loop(vm, runner))
        return false;
    if (runner->debug != VALUE_NONE) {
        int debug = value_truth(vm, runner->debug);
        if (debug < 0)
            return false;
        value_to_loop(runner->loop)->debug = debug;
    }
    Value context = context_copy_object(vm);
    if (context == VALUE_ERROR)
        return false;
    runner->context = context;
    runner->state = RUNNER_READY;
    return true;
}

/* Running. ---------------------------------------------------------------------------- */

/* The main task was cancelled: by SIGINT? */
static void turn_into_interrupt(Vm *vm, Task *task)
{
    if (!error_matches(vm, TYPE_CANCELLED_ERROR) || !interrupt_count(vm) || task_uncancel(task) != 0)
        return;
    Value cancelled = error_take(vm);
    raise_false(vm, TYPE_KEYBOARD_INTERRUPT, NULL);
    value_replace_take(vm, &value_to_exception(vm->pending)->context, cancelled);
}

static Value run_task(Vm *vm, Runner *runner, Value coroutine, Value context)
{
    Value task = loop_create_task(vm, runner->loop, coroutine, VALUE_NONE, context == VALUE_NONE ? runner->context : context);
    if (task == VALUE_ERROR)
        return VALUE_ERROR;
    Task *own = value_is_task(vm, task) ? value_to_task(task) : NULL;
    Task *outer = interrupt_guard(vm, own);
    Value result = loop_run_until_complete(vm, runner->loop, task);
    if (result == VALUE_ERROR && own)
        turn_into_interrupt(vm, own);
    interrupt_guard(vm, outer);
    value_drop(vm, task);
    return result;
}

static Value runner_run(Vm *vm, Runner *runner, Value coroutine, Value context)
{
    if (!value_is_any_coroutine(vm, coroutine))
        return raise_value_error(vm, "a coroutine was expected, got %R", coroutine);
    if (vm->runtime->running_loop != VALUE_ABSENT)
        return raise_error(vm, TYPE_RUNTIME_ERROR, "Runner.run() cannot be called from a running event loop");
    return prepare(vm, runner) ? run_task(vm, runner, coroutine, context) : VALUE_ERROR;
}

/* Ending. ------------------------------------------------------------------------------- */

static void report_failures(Vm *vm, Value loop, Value tasks)
{
    for (size_t i = 0; i < value_to_list(tasks)->count; i++) {
        Future *task = value_to_future(value_to_list(tasks)->items[i]);
        if (!task->failed)
            continue;
        task->log_traceback = false;
        report_problem(vm, loop, "unhandled exception during asyncio.run() shutdown", task->result, "task", future_value(task));
    }
}

static bool cancel_tasks(Vm *vm, Value loop, Value tasks)
{
    const List *list = value_to_list(tasks);
    for (size_t i = 0; i < list->count; i++) {
        if (future_cancel_any(vm, list->items[i], VALUE_ABSENT) < 0)
            return false;
    }
    Value all = gather_new(vm, loop, list->items, list->count, true);
    Value results = all == VALUE_ERROR ? VALUE_ERROR : loop_run_until_complete(vm, loop, all);
    if (all != VALUE_ERROR)
        value_drop(vm, all);
    if (results == VALUE_ERROR)
        return false;
    value_drop(vm, results);
    report_failures(vm, loop, tasks);
    return true;
}

static bool cancel_all(Vm *vm, Value loop)
{
    Value tasks = task_list(vm, loop);
    if (tasks == VALUE_ERROR)
        return false;
    bool good = !value_to_list(tasks)->count || cancel_tasks(vm, loop, tasks);
    value_drop(vm, tasks);
    return good;
}

/* Runs one of the loop's shutdown coroutines. */
static bool run_shutdown(Vm *vm, Value loop, NativeFunction shutdown)
{
    Value args[] = {loop, VALUE_NONE};
    Value coroutine = shutdown(vm, args);
    if (coroutine == VALUE_ERROR)
        return false;
    Value result = loop_run_until_complete(vm, loop, coroutine);
    value_drop(vm, coroutine);
    value_drop(vm, result == VALUE_ERROR ? VALUE_NONE : result);
    return result != VALUE_ERROR;
}

static bool runner_close(Vm *vm, Runner *runner)
{
    if (runner->state != RUNNER_READY)
        return true;
    Value loop = runner->loop;
    bool good = cancel_all(vm, loop) && run_shutdown(vm, loop, executor_m_shutdown_asyncgens) &&
                run_shutdown(vm, loop, executor_m_shutdown_default_executor);
    Value pending = error_take(vm);
    if (runner->set_event_loop)
        value_clear(vm, &vm->runtime->event_loop);
    bool closed = loop_close(vm, loop);
    runner->loop = VALUE_ABSENT;
    runner->state = RUNNER_CLOSED;
    value_drop(vm, loop);
    if (good)
        return closed;
    error_clear(vm);
    vm->pending = pending;
    return false;
}

/* Closes after a run whose outcome is result; an error of closing takes its place. */
static Value close_after_take(Vm *vm, Runner *runner, Value result)
{
    Value failure = error_take(vm);
    bool closed = runner_close(vm, runner);
    if (closed) {
        vm->pending = failure;
        return result;
    }
    if (failure != VALUE_ABSENT && value_to_exception(vm->pending)->context == VALUE_NONE && vm->pending != failure)
        value_to_exception(vm->pending)->context = failure;
    else
        value_drop(vm, failure);
    value_drop(vm, result == VALUE_ERROR ? VALUE_NONE : result);
    return VALUE_ERROR;
}

Value runner_m_asyncio_run(Vm *vm, const Value *args)
{
    if (vm->runtime->running_loop != VALUE_ABSENT)
        return raise_error(vm, TYPE_RUNTIME_ERROR, "asyncio.run() cannot be called from a running event loop");
    Value self = runner_new(vm, runtime_type(vm, RUNTIME_RUNNER), args[1], args[2]);
    if (self == VALUE_ERROR)
        return VALUE_ERROR;
    Runner *runner = value_to_runner(self);
    Value result = prepare(vm, runner) ? runner_run(vm, runner, args[0], VALUE_NONE) : VALUE_ERROR;
    result = close_after_take(vm, runner, result);
    value_drop(vm, self);
    return result;
}

/* Methods. --------------------------------------------------------------------------------- */

static Value runner_m_new(Vm *vm, const Value *args) { return runner_new(vm, value_to_type(args[0]), args[1], args[2]); }
static Value runner_m_run(Vm *vm, const Value *args) { return runner_run(vm, value_to_runner(args[0]), args[1], args[2]); }

static Value runner_m_get_loop(Vm *vm, const Value *args)
{
    Runner *runner = value_to_runner(args[0]);
    return prepare(vm, runner) ? value_share(runner->loop) : VALUE_ERROR;
}

static Value runner_m_close(Vm *vm, const Value *args) { return runner_close(vm, value_to_runner(args[0])) ? VALUE_NONE : VALUE_ERROR; }

static Value runner_m_enter(Vm *vm, const Value *args)
{
    return prepare(vm, value_to_runner(args[0])) ? value_share(args[0]) : VALUE_ERROR;
}

static void runner_slot_destroy(Vm *vm, Object *self)
{
    Runner *runner = (Runner *)self;
    value_drop(vm, runner->debug);
    value_drop(vm, runner->loop_factory);
    value_drop(vm, runner->loop);
    value_drop(vm, runner->context);
    object_free(vm, self, 0);
}

static void runner_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    Runner *runner = (Runner *)self;
    visit(vm, runner->loop_factory, context);
    visit(vm, runner->loop, context);
    visit(vm, runner->context, context);
}

static const NativeDef runner_methods[] = {
    FN(runner_m_new, "__new__(cls, /, *, debug=None, loop_factory=None)", NULL),
    FN(runner_m_run, "run(self, coro, *, context=None)", "Run a coroutine inside the embedded event loop."),
    FN(runner_m_get_loop, "get_loop(self, /)", "Return embedded event loop."),
    FN(runner_m_close, "close(self, /)", "Shutdown and close event loop."),
    FN(runner_m_enter, "__enter__(self, /)", NULL),
    FN(runner_m_close, "__exit__(self, exc_type, exc_val, exc_tb, /)", NULL),
    {0},
};

const TypeDef runner_type_def = {
    .name = "Runner",
    .module = "asyncio.runners",
    .doc = "A context manager that controls event loop life cycle.",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(Runner),
    .slots = {.destroy = runner_slot_destroy, .traverse = runner_slot_traverse},
    .methods = runner_methods,
};
