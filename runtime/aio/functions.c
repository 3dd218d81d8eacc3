/* The functions of module asyncio that are no more than a call, and the list of types. */
#include "aio/functions.h"

#include "aio/gather.h"
#include "aio/lock.h"
#include "aio/queue.h"
#include "aio/file.h"
#include "aio/runner.h"
#include "aio/semaphore.h"
#include "aio/task_group.h"
#include "loop/context.h"
#include "loop/errors.h"
#include "loop/executor.h"
#include "loop/handle.h"
#include "loop/loop.h"
#include "loop/operation.h"
#include "loop/sleep.h"
#include "loop/task.h"
#include "object/call.h"
#include "object/container.h"
#include "object/function.h"
#include "object/raise.h"
#include "object/type.h"
#include "vm/generator.h"

/* Types. ------------------------------------------------------------------------------ */

static bool make_type(Vm *vm, RuntimeTypeId id, const TypeDef *def, Type *base)
{
    Runtime *rt = vm->runtime;
    rt->types[id] = type_create(vm, def, base);
    return rt->types[id] != NULL;
}

bool runtime_make_types(Vm *vm)
{
    Runtime *rt = vm->runtime;
    if (rt->types[RUNTIME_TYPE_COUNT - 1])
        return true;
#define RUNTIME_TYPE(id, def, base)                    \
    if (!make_type(vm, RUNTIME_##id, &def, base))      \
        return false;
#include "loop/types.def"
#undef RUNTIME_TYPE
    return true;
}

/* Functions. ---------------------------------------------------------------------------- */

static Value asyncio_m_sleep(Vm *vm, const Value *args) { return sleep_new(vm, args[0], args[1]); }

static Value asyncio_m_create_task(Vm *vm, const Value *args)
{
    Value loop = loop_running_borrow(vm);
    return loop == VALUE_ERROR ? VALUE_ERROR : loop_create_task(vm, loop, args[0], args[1], args[2]);
}

static bool check_loop(Vm *vm, Value loop)
{
    return value_is_loop(vm, loop) || raise_false(vm, TYPE_TYPE_ERROR, "an event loop is required, not %T", loop);
}

static Value asyncio_m_ensure_future(Vm *vm, const Value *args)
{
    if (args[1] == VALUE_NONE)
        return loop_ensure_future(vm, VALUE_ABSENT, args[0]);
    return check_loop(vm, args[1]) ? loop_ensure_future(vm, args[1], args[0]) : VALUE_ERROR;
}

static Value asyncio_m_current_task(Vm *vm, const Value *args)
{
    Value loop = args[0] == VALUE_NONE ? loop_running_borrow(vm) : args[0];
    if (loop == VALUE_ERROR)
        return VALUE_ERROR;
    const Task *task = vm->runtime->current_task;
    return task && task->future.loop == loop ? value_share(task_value(task)) : VALUE_NONE;
}

static Value asyncio_m_all_tasks(Vm *vm, const Value *args)
{
    Value loop = args[0] == VALUE_NONE ? loop_running_borrow(vm) : args[0];
    Value tasks = loop == VALUE_ERROR ? VALUE_ERROR : task_list(vm, loop);
    if (tasks == VALUE_ERROR)
        return VALUE_ERROR;
    Value set = set_from(vm, tasks);
    value_drop(vm, tasks);
    return set;
}

static Value asyncio_m_isfuture(Vm *vm, const Value *args) { return value_from_bool(value_is_future(vm, args[0])); }
static Value asyncio_m_iscoroutine(Vm *vm, const Value *args) { return value_from_bool(value_is_any_coroutine(vm, args[0])); }

static const NativeFunction coroutine_makers[] = {asyncio_m_sleep, wait_m_wait, timeout_m_wait_for};

static Value asyncio_m_iscoroutinefunction(Vm *vm, const Value *args)
{
    (void)vm;
    Value fn = args[0];
    while (value_has_shape(fn, TYPE_METHOD))
        fn = VALUE_OBJECT(Method, fn)->function;
    if (value_has_shape(fn, TYPE_FUNCTION))
        return value_from_bool(value_to_function(fn)->code->flags & CODE_COROUTINE);
    for (size_t i = 0; value_has_shape(fn, TYPE_NATIVE) && i < ARRAY_LENGTH(coroutine_makers); i++) {
        if (value_to_native(fn)->function == coroutine_makers[i])
            return VALUE_TRUE;
    }
    return VALUE_FALSE;
}

static Value asyncio_m_get_running_loop(Vm *vm, const Value *args)
{
    (void)args;
    Value loop = loop_running_borrow(vm);
    return loop == VALUE_ERROR ? VALUE_ERROR : value_share(loop);
}

static Value asyncio_m_running_or_none(Vm *vm, const Value *args)
{
    (void)args;
    Value loop = vm->runtime->running_loop;
    return loop == VALUE_ABSENT ? VALUE_NONE : value_share(loop);
}

/* Without a running loop CPython 3.13 makes one in the main thread, with a warning that
 * is not shown by default. */
static Value asyncio_m_get_event_loop(Vm *vm, const Value *args)
{
    (void)args;
    Runtime *rt = vm->runtime;
    if (rt->running_loop == VALUE_ABSENT && rt->event_loop == VALUE_ABSENT && !rt->event_loop_was_set) {
        Value fresh = loop_new(vm);
        if (fresh == VALUE_ERROR)
            return VALUE_ERROR;
        rt->event_loop = fresh;
    }
    Value loop = loop_current_borrow(vm);
    return loop == VALUE_ERROR ? VALUE_ERROR : value_share(loop);
}

static Value asyncio_m_new_event_loop(Vm *vm, const Value *args)
{
    (void)args;
    return loop_new(vm);
}

static Value asyncio_m_set_event_loop(Vm *vm, const Value *args)
{
    Runtime *rt = vm->runtime;
    if (args[0] != VALUE_NONE && !check_loop(vm, args[0]))
        return VALUE_ERROR;
    rt->event_loop_was_set = true;
    value_replace_take(vm, &rt->event_loop, args[0] == VALUE_NONE ? VALUE_ABSENT : value_share(args[0]));
    return VALUE_NONE;
}

/* to_thread(): self is the function, argument the tuple, extra (dict, context). ------------ */

static SendResult to_thread_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    if (operation->waiter != VALUE_ABSENT)
        return operation_resume(vm, operation, sent, result);
    Value loop = loop_running_borrow(vm);
    Value context = loop == VALUE_ERROR ? VALUE_ERROR : context_copy_current(vm);
    if (context == VALUE_ERROR)
        return SEND_ERROR;
    Value future = executor_submit(vm, loop, operation->self, operation->argument, operation->extra, context);
    if (future == VALUE_ERROR)
        return SEND_ERROR;
    operation->waiter = future;
    return operation_wait(vm, operation, result);
}

static const OperationDef to_thread_def = {"to_thread", to_thread_step};

static Value asyncio_m_to_thread(Vm *vm, const Value *args) { return operation_new(vm, &to_thread_def, args[0], args[1], args[2]); }

const NativeDef asyncio_functions[] = {
    FN(runner_m_asyncio_run, "run(main, *, debug=None, loop_factory=None)", "Execute the coroutine and return the result."),
    FN(asyncio_m_sleep, "sleep(delay, result=None)", "Coroutine that completes after a given time (in seconds)."),
    FN(gather_m_gather, "gather(*coros_or_futures, return_exceptions=False)", "Return a future aggregating results."),
    FN(wait_m_wait, "wait(fs, *, timeout=None, return_when='ALL_COMPLETED')", "Wait for the Futures or Tasks given by fs to complete."),
    FN(as_completed_m_as_completed, "as_completed(fs, *, timeout=None)", "Iterate over awaitables in the order they finish."),
    FN(wait_m_shield, "shield(arg)", "Wait for a future, shielding it from cancellation."),
    FN(timeout_m_timeout, "timeout(delay)", "Timeout async context manager."),
    FN(timeout_m_timeout_at, "timeout_at(when)", "Schedule the timeout at absolute time."),
    FN(timeout_m_wait_for, "wait_for(fut, timeout)", "Wait for the single Future or coroutine to complete, with timeout."),
    FN(asyncio_m_to_thread, "to_thread(func, /, *args, **kwargs)", "Asynchronously run function *func* in a separate thread."),
    FN(asyncio_m_create_task, "create_task(coro, *, name=None, context=None)", "Schedule the execution of a coroutine object in a spawn task."),
    FN(asyncio_m_ensure_future, "ensure_future(coro_or_future, *, loop=None)", "Wrap a coroutine or an awaitable in a future."),
    FN(asyncio_m_current_task, "current_task(loop=None)", "Return a currently executed task."),
    FN(asyncio_m_all_tasks, "all_tasks(loop=None)", "Return a set of all tasks for the loop."),
    FN(asyncio_m_isfuture, "isfuture(obj)", "Return True if obj is a Future."),
    FN(asyncio_m_iscoroutine, "iscoroutine(obj)", "Return True if obj is a coroutine object."),
    FN(asyncio_m_iscoroutinefunction, "iscoroutinefunction(func)", "Return True if func is a decorated coroutine function."),
    FN(asyncio_m_get_running_loop, "get_running_loop()", "Return the running event loop."),
    FN(asyncio_m_running_or_none, "_get_running_loop()", "Return the running event loop or None."),
    FN(asyncio_m_get_event_loop, "get_event_loop()", "Return an asyncio event loop."),
    FN(asyncio_m_new_event_loop, "new_event_loop()", "Create a new event loop."),
    FN(asyncio_m_set_event_loop, "set_event_loop(loop, /)", "Set the event loop."),
    {0},
};
