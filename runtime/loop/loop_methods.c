/* What programs see of the event loop. */
#include "loop/context.h"
#include "loop/executor.h"
#include "loop/handle.h"
#include "loop/loop.h"
#include "loop/operation.h"
#include "loop/report.h"
#include "object/call.h"
#include "object/container.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/type.h"

static Value loop_m_new(Vm *vm, const Value *args)
{
    (void)args;
    return loop_new(vm);
}

/* Callbacks. ------------------------------------------------------------------------ */

static bool check_callback(Vm *vm, Value callback, const char *method)
{
    if (value_is_any_coroutine(vm, callback))
        return raise_false(vm, TYPE_TYPE_ERROR, "coroutines cannot be used with %s()", method);
    if (!value_type(vm, callback)->slots.call)
        return raise_false(vm, TYPE_TYPE_ERROR, "a callable object was expected by %s(), got %R", method, callback);
    return true;
}

/* The context given, or a copy of the current one; owned. */
static Value callback_context(Vm *vm, Value given) { return given == VALUE_NONE ? context_copy_current(vm) : value_share(given); }

static Value queue_callback(Vm *vm, const Value *args, const char *method)
{
    Loop *loop = value_to_loop(args[0]);
    if (!loop_check_open(vm, loop) || (loop->debug && !check_callback(vm, args[1], method)))
        return VALUE_ERROR;
    Value context = callback_context(vm, args[3]);
    Value handle = context == VALUE_ERROR ? VALUE_ERROR : handle_new(vm, RUNTIME_HANDLE, args[0], args[1], args[2], context);
    if (handle == VALUE_ERROR)
        return VALUE_ERROR;
    if (loop_ready_take(vm, loop, handle_run, value_share(handle), VALUE_NONE))
        return handle;
    value_drop(vm, handle);
    return VALUE_ERROR;
}

static Value loop_m_call_soon(Vm *vm, const Value *args) { return queue_callback(vm, args, "call_soon"); }
static Value loop_m_call_soon_threadsafe(Vm *vm, const Value *args) { return queue_callback(vm, args, "call_soon_threadsafe"); }

static Value add_timer(Vm *vm, const Value *args, double when, const char *method)
{
    Loop *loop = value_to_loop(args[0]);
    if (!loop_check_open(vm, loop) || (loop->debug && !check_callback(vm, args[2], method)))
        return VALUE_ERROR;
    Value context = callback_context(vm, args[4]);
    Value handle = context == VALUE_ERROR ? VALUE_ERROR : handle_new(vm, RUNTIME_TIMER_HANDLE, args[0], args[2], args[3], context);
    if (handle == VALUE_ERROR)
        return VALUE_ERROR;
    ((Handle *)value_object(handle))->when = when;
    if (loop_add_timer(vm, loop, when, handle_fire, handle))
        return handle;
    value_drop(vm, handle);
    return VALUE_ERROR;
}

static Value loop_m_call_later(Vm *vm, const Value *args)
{
    double delay;
    if (args[1] == VALUE_NONE)
        return raise_type_error(vm, "delay must not be None");
    return value_to_double(vm, args[1], &delay) ? add_timer(vm, args, loop_time(vm) + delay, "call_later") : VALUE_ERROR;
}

static Value loop_m_call_at(Vm *vm, const Value *args)
{
    double when;
    if (args[1] == VALUE_NONE)
        return raise_type_error(vm, "when cannot be None");
    return value_to_double(vm, args[1], &when) ? add_timer(vm, args, when, "call_at") : VALUE_ERROR;
}

static Value loop_m_time(Vm *vm, const Value *args)
{
    (void)args;
    return float_new(vm, loop_time(vm));
}

/* Tasks and futures. ------------------------------------------------------------------ */

static Value loop_m_create_task(Vm *vm, const Value *args) { return loop_create_task(vm, args[0], args[1], args[2], args[3]); }
static Value loop_m_create_future(Vm *vm, const Value *args) { return future_new(vm, args[0]); }

static Value loop_m_run_in_executor(Vm *vm, const Value *args)
{
    if (!loop_check_open(vm, value_to_loop(args[0])))
        return VALUE_ERROR;
    if (args[1] != VALUE_NONE)
        return raise_not_supported(vm, "executors other than the default one");
    return executor_submit(vm, args[0], args[2], args[3], VALUE_ABSENT, VALUE_ABSENT);
}

/* Running. --------------------------------------------------------------------------------- */

static Value loop_m_run_forever(Vm *vm, const Value *args) { return loop_run_forever(vm, args[0]) ? VALUE_NONE : VALUE_ERROR; }
static Value loop_m_run_until_complete(Vm *vm, const Value *args) { return loop_run_until_complete(vm, args[0], args[1]); }

static Value loop_m_stop(Vm *vm, const Value *args)
{
    (void)vm;
    value_to_loop(args[0])->stopping = true;
    return VALUE_NONE;
}

static Value loop_m_close(Vm *vm, const Value *args) { return loop_close(vm, args[0]) ? VALUE_NONE : VALUE_ERROR; }

static Value loop_m_is_running(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_bool(value_to_loop(args[0])->running);
}

static Value loop_m_is_closed(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_bool(value_to_loop(args[0])->closed);
}

/* Settings. ----------------------------------------------------------------------------------- */

static Value loop_m_set_exception_handler(Vm *vm, const Value *args)
{
    if (args[1] != VALUE_NONE && !value_type(vm, args[1])->slots.call)
        return raise_type_error(vm, "A callable object or None is expected, got %R", args[1]);
    value_replace_take(vm, &value_to_loop(args[0])->exception_handler, value_share(args[1]));
    return VALUE_NONE;
}

static Value loop_m_get_exception_handler(Vm *vm, const Value *args)
{
    (void)vm;
    return value_share(value_to_loop(args[0])->exception_handler);
}

static bool check_dict(Vm *vm, Value context)
{
    return value_is_dict(vm, context) || raise_false(vm, TYPE_TYPE_ERROR, "context must be a dict, not %T", context);
}

static Value loop_m_call_exception_handler(Vm *vm, const Value *args)
{
    return check_dict(vm, args[1]) && report_context(vm, args[0], args[1]) ? VALUE_NONE : VALUE_ERROR;
}

static Value loop_m_default_exception_handler(Vm *vm, const Value *args)
{
    if (!check_dict(vm, args[1]))
        return VALUE_ERROR;
    report_default(vm, args[1]);
    return VALUE_NONE;
}

static Value loop_m_set_task_factory(Vm *vm, const Value *args)
{
    if (args[1] != VALUE_NONE && !value_type(vm, args[1])->slots.call)
        return raise_type_error(vm, "task factory must be a callable or None");
    value_replace_take(vm, &value_to_loop(args[0])->task_factory, value_share(args[1]));
    return VALUE_NONE;
}

static Value loop_m_get_task_factory(Vm *vm, const Value *args)
{
    (void)vm;
    return value_share(value_to_loop(args[0])->task_factory);
}

static Value loop_m_get_debug(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_bool(value_to_loop(args[0])->debug);
}

static Value loop_m_set_debug(Vm *vm, const Value *args)
{
    int truth = value_truth(vm, args[1]);
    if (truth < 0)
        return VALUE_ERROR;
    value_to_loop(args[0])->debug = truth;
    return VALUE_NONE;
}

const NativeDef loop_methods[] = {
    FN(loop_m_new, "__new__(cls)", NULL),
    FN(loop_m_call_soon, "call_soon(self, callback, /, *args, context=None)", "Run callback in the next pass."),
    FN(loop_m_call_soon_threadsafe, "call_soon_threadsafe(self, callback, /, *args, context=None)", "call_soon() from any thread."),
    FN(loop_m_call_later, "call_later(self, delay, callback, /, *args, context=None)", "Run callback after delay seconds."),
    FN(loop_m_call_at, "call_at(self, when, callback, /, *args, context=None)", "Run callback at the loop's time when."),
    FN(loop_m_time, "time(self, /)", "The loop's time in seconds."),
    FN(loop_m_create_task, "create_task(self, coro, *, name=None, context=None)", "A task for the coroutine."),
    FN(loop_m_create_future, "create_future(self, /)", "A Future bound to the loop."),
    FN(loop_m_run_in_executor, "run_in_executor(self, executor, func, /, *args)", "Run func in a thread; returns a Future."),
    FN(loop_m_run_forever, "run_forever(self, /)", "Run until stop() is called."),
    FN(loop_m_run_until_complete, "run_until_complete(self, future, /)", "Run until the future is done; returns its result."),
    FN(loop_m_stop, "stop(self, /)", "Stop after the current pass."),
    FN(loop_m_close, "close(self, /)", "Close the loop."),
    FN(loop_m_is_running, "is_running(self, /)", NULL),
    FN(loop_m_is_closed, "is_closed(self, /)", NULL),
    FN(loop_m_set_exception_handler, "set_exception_handler(self, handler, /)", NULL),
    FN(loop_m_get_exception_handler, "get_exception_handler(self, /)", NULL),
    FN(loop_m_call_exception_handler, "call_exception_handler(self, context, /)", NULL),
    FN(loop_m_default_exception_handler, "default_exception_handler(self, context, /)", NULL),
    FN(loop_m_set_task_factory, "set_task_factory(self, factory, /)", NULL),
    FN(loop_m_get_task_factory, "get_task_factory(self, /)", NULL),
    FN(loop_m_get_debug, "get_debug(self, /)", NULL),
    FN(loop_m_set_debug, "set_debug(self, enabled, /)", NULL),
    FN(executor_m_shutdown_asyncgens, "shutdown_asyncgens(self, /)", "Close all asynchronous generators."),
    FN(executor_m_shutdown_default_executor, "shutdown_default_executor(self, timeout=None)", "Wait for the functions in threads."),
    {0},
};
