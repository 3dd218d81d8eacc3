/* What programs see of futures: methods, attributes, repr. */
#include "loop/errors.h"
#include "loop/context.h"
#include "loop/future_callback.h"
#include "loop/handle.h"
#include "loop/loop.h"
#include "loop/task.h"
#include "object/call.h"
#include "object/container.h"
#include "object/exception.h"
#include "object/function.h"
#include "object/raise.h"
#include "object/type.h"
#include "object/typing.h"

/* repr() ------------------------------------------------------------------------- */

const char *future_state_name(const Future *future)
{
    static const char *const names[] = {"pending", "cancelled", "finished"};
    return names[future->state];
}

/* What CPython's callback of the kind is called, told by what it is called for. */
static const char *native_callback_name(const Vm *vm, Value target)
{
    static const struct {
        RuntimeTypeId type;
        const char *name;
    } names[] = {
        {RUNTIME_LOOP, "_run_until_complete_cb()"},
        {RUNTIME_GATHER, "gather.<locals>._done_callback()"},
        {RUNTIME_TASK_GROUP, "TaskGroup._on_task_done()"},
        {RUNTIME_OPERATION, "_wait.<locals>._on_completion()"},
        {RUNTIME_FUTURE, "shield.<locals>._inner_done_callback()"},
        {RUNTIME_TASK, "shield.<locals>._inner_done_callback()"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
        if (value_type(vm, target) == runtime_type(vm, names[i].type))
            return names[i].name;
    }
    return "<callback>()";
}

static Value describe_callback(Vm *vm, const Callback *callback)
{
    if (callback->run == future_run_callable)
        return callback_describe(vm, callback->target, VALUE_ABSENT);
    if (callback->run == task_run_wakeup)
        return str_from_c(vm, "Task.task_wakeup()");
    return str_from_c(vm, native_callback_name(vm, callback->target));
}

static void add_callback(Vm *vm, Future *future, uint32_t index, StrBuilder *builder)
{
    Value text = describe_callback(vm, future_callback_at(future, index));
    if (text == VALUE_ERROR) {
        builder->failed = true;
        return;
    }
    builder_add_str(vm, builder, text);
    value_drop(vm, text);
}

static void add_callbacks(Vm *vm, Future *future, StrBuilder *builder)
{
    uint32_t count = future_callback_count(future);
    if (!count)
        return;
    builder_add_c(vm, builder, " cb=[");
    add_callback(vm, future, 0, builder);
    if (count > 2)
        builder_add_format(vm, builder, ", <%u more>", count - 2);
    if (count > 1) {
        builder_add_c(vm, builder, ", ");
        add_callback(vm, future, count - 1, builder);
    }
    builder_add_c(vm, builder, "]");
}

void future_describe(Vm *vm, Future *future, StrBuilder *builder)
{
    if (future->state == FUTURE_FINISHED) {
        builder_add_c(vm, builder, future->failed ? " exception=" : " result=");
        Value text = future->failed ? value_repr(vm, future->result) : short_repr(vm, future->result);
        if (text == VALUE_ERROR) {
            builder->failed = true;
            return;
        }
        builder_add_str(vm, builder, text);
        value_drop(vm, text);
    }
    add_callbacks(vm, future, builder);
}

static Value future_slot_repr(Vm *vm, Value self)
{
    StrBuilder builder = {0};
    Future *future = value_to_future(self);
    builder_add_format(vm, &builder, "<%T %s", self, future_state_name(future));
    future_describe(vm, future, &builder);
    builder_add_c(vm, &builder, ">");
    return builder_finish(vm, &builder);
}

/* Making. ------------------------------------------------------------------------- */

static Value future_m_new(Vm *vm, const Value *args)
{
    Future *future = object_new(vm, value_to_type(args[0]), 0);
    if (!future)
        return VALUE_ERROR;
    future_init(future, VALUE_ABSENT);
    return future_value(future);
}

static Value future_m_init(Vm *vm, const Value *args)
{
    Future *future = value_to_future(args[0]);
    Value loop = args[1];
    if (loop == VALUE_NONE) {
        loop = loop_current_borrow(vm);
        if (loop == VALUE_ERROR)
            return VALUE_ERROR;
    } else if (!value_is_loop(vm, loop)) {
        return raise_type_error(vm, "Habu's futures need one of its own event loops, not %R", loop);
    }
    value_replace_take(vm, &future->loop, value_share(loop));
    return VALUE_NONE;
}

/* Methods. -------------------------------------------------------------------------- */

static bool check_ready(Vm *vm, const Future *future)
{
    if (future->loop != VALUE_ABSENT)
        return true;
    return raise_false(vm, TYPE_RUNTIME_ERROR, "Future object is not initialized.");
}

static Value future_m_result(Vm *vm, const Value *args)
{
    Future *future = value_to_future(args[0]);
    if (!future_done(future))
        return raise_runtime(vm, RUNTIME_INVALID_STATE_ERROR, "Result is not set.");
    return future_take_result(vm, future);
}

static Value future_m_exception(Vm *vm, const Value *args)
{
    Future *future = value_to_future(args[0]);
    if (!future_done(future))
        return raise_runtime(vm, RUNTIME_INVALID_STATE_ERROR, "Exception is not set.");
    return future_exception(vm, future);
}

static Value future_m_set_result(Vm *vm, const Value *args)
{
    Future *future = value_to_future(args[0]);
    if (!check_ready(vm, future))
        return VALUE_ERROR;
    if (future_done(future))
        return raise_runtime(vm, RUNTIME_INVALID_STATE_ERROR, "invalid state");
    future_set_result_take(vm, future, value_share(args[1]));
    return VALUE_NONE;
}

/* StopIteration would end whoever awaits the future silently. */
static Value replace_stop_iteration(Vm *vm, Value exception)
{
    Value text = str_from_c(vm, "StopIteration interacts badly with generators and cannot be raised into a Future");
    if (text == VALUE_ERROR)
        return VALUE_ERROR;
    Value replaced = exception_new(vm, vm->types[TYPE_RUNTIME_ERROR], &text, 1);
    value_drop(vm, text);
    if (replaced != VALUE_ERROR) {
        Exception *error = value_to_exception(replaced);
        value_replace_take(vm, &error->cause, value_share(exception));
        value_replace_take(vm, &error->context, value_share(exception));
        error->suppress_context = true;
    }
    return replaced;
}

static Value future_m_set_exception(Vm *vm, const Value *args)
{
    Future *future = value_to_future(args[0]);
    if (!check_ready(vm, future))
        return VALUE_ERROR;
    if (future_done(future))
        return raise_runtime(vm, RUNTIME_INVALID_STATE_ERROR, "invalid state");
    Value exception = value_is_type(vm, args[1]) ? call_value(vm, args[1], NULL, 0) : value_share(args[1]);
    if (exception == VALUE_ERROR)
        return VALUE_ERROR;
    if (!value_is_exception(vm, exception)) {
        value_drop(vm, exception);
        return raise_type_error(vm, "invalid exception object");
    }
    if (value_is_instance(vm, exception, vm->types[TYPE_STOP_ITERATION])) {
        Value replaced = replace_stop_iteration(vm, exception);
        value_drop(vm, exception);
        if (replaced == VALUE_ERROR)
            return VALUE_ERROR;
        exception = replaced;
    }
    future_set_exception_take(vm, future, exception);
    return VALUE_NONE;
}

static Value future_m_add_done_callback(Vm *vm, const Value *args)
{
    Future *future = value_to_future(args[0]);
    if (!check_ready(vm, future))
        return VALUE_ERROR;
    Value context = args[2] == VALUE_NONE ? context_copy_current(vm) : value_share(args[2]);
    if (context == VALUE_ERROR)
        return VALUE_ERROR;
    return future_add_callable(vm, future, args[1], context) ? VALUE_NONE : VALUE_ERROR;
}

static Value future_m_remove_done_callback(Vm *vm, const Value *args)
{
    Future *future = value_to_future(args[0]);
    int64_t removed = 0;
    for (uint32_t i = 0; i < future_callback_count(future);) {
        const Callback *callback = future_callback_at(future, i);
        int equal = callback->run == future_run_callable ? value_equal(vm, callback->target, args[1]) : 0;
        if (equal < 0)
            return VALUE_ERROR;
        if (equal && i < future_callback_count(future)) {
            future_take_callback_out(vm, future, i);
            removed++;
        } else {
            i++;
        }
    }
    return value_from_int(removed);
}

static Value future_m_cancel(Vm *vm, const Value *args)
{
    Future *future = value_to_future(args[0]);
    return check_ready(vm, future) ? value_from_bool(future_cancel(vm, future, args[1])) : VALUE_ERROR;
}

static Value future_m_cancelled(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_bool(value_to_future(args[0])->state == FUTURE_CANCELLED);
}

static Value future_m_done(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_bool(future_done(value_to_future(args[0])));
}

static Value future_m_get_loop(Vm *vm, const Value *args)
{
    Future *future = value_to_future(args[0]);
    return check_ready(vm, future) ? value_share(future->loop) : VALUE_ERROR;
}

static Value future_m_make_cancelled(Vm *vm, const Value *args) { return future_make_cancelled(vm, value_to_future(args[0])); }

/* As an iterator. --------------------------------------------------------------------- */

static Value future_slot_self(Vm *vm, Value self)
{
    (void)vm;
    return value_share(self);
}

static Value future_slot_next(Vm *vm, Value self)
{
    Value result = VALUE_ABSENT;
    SendResult outcome = future_slot_send(vm, self, VALUE_NONE, &result);
    if (outcome == SEND_YIELD)
        return result;
    if (outcome == SEND_ERROR)
        return VALUE_ERROR;
    value_replace_take(vm, &vm->stop_value, result == VALUE_NONE ? VALUE_ABSENT : result);
    return VALUE_DONE;
}

/* Attributes. -------------------------------------------------------------------------- */

static Value future_get_blocking(Vm *vm, Value self)
{
    (void)vm;
    return value_from_bool(value_to_future(self)->blocking);
}

static bool future_set_blocking(Vm *vm, Value self, Value value)
{
    int truth = value == VALUE_ABSENT ? 0 : value_truth(vm, value);
    if (truth >= 0)
        value_to_future(self)->blocking = truth;
    return truth >= 0;
}

static Value future_get_state(Vm *vm, Value self)
{
    static const char *const names[] = {"PENDING", "CANCELLED", "FINISHED"};
    return str_from_c(vm, names[value_to_future(self)->state]);
}

static Value future_get_loop(Vm *vm, Value self)
{
    (void)vm;
    Value loop = value_to_future(self)->loop;
    return loop == VALUE_ABSENT ? VALUE_NONE : value_share(loop);
}

static Value future_get_result(Vm *vm, Value self)
{
    (void)vm;
    const Future *future = value_to_future(self);
    return future->state == FUTURE_FINISHED && !future->failed ? value_share(future->result) : VALUE_NONE;
}

static Value future_get_exception(Vm *vm, Value self)
{
    (void)vm;
    const Future *future = value_to_future(self);
    return future->failed ? value_share(future->result) : VALUE_NONE;
}

static Value future_get_log_traceback(Vm *vm, Value self)
{
    (void)vm;
    return value_from_bool(value_to_future(self)->log_traceback);
}

static bool future_set_log_traceback(Vm *vm, Value self, Value value)
{
    int truth = value == VALUE_ABSENT ? 0 : value_truth(vm, value);
    if (truth < 0)
        return false;
    if (truth)
        return raise_false(vm, TYPE_VALUE_ERROR, "_log_traceback can only be set to False");
    value_to_future(self)->log_traceback = false;
    return true;
}

static const GetSetDef future_getsets[] = {
    {"_asyncio_future_blocking", future_get_blocking, future_set_blocking, NULL},
    {"_state", future_get_state, NULL, NULL},
    {"_loop", future_get_loop, NULL, NULL},
    {"_result", future_get_result, NULL, NULL},
    {"_exception", future_get_exception, NULL, NULL},
    {"_log_traceback", future_get_log_traceback, future_set_log_traceback, NULL},
    {0},
};

static const NativeDef future_methods[] = {
    FN(future_m_new, "__new__(cls, /, *args, **kwargs)", NULL),
    FN(future_m_init, "__init__(self, /, *, loop=None)", NULL),
    FN(future_m_result, "result(self, /)", "Return the result this future represents."),
    FN(future_m_exception, "exception(self, /)", "Return the exception that was set on this future."),
    FN(future_m_set_result, "set_result(self, result, /)", "Mark the future done and set its result."),
    FN(future_m_set_exception, "set_exception(self, exception, /)", "Mark the future done and set an exception."),
    FN(future_m_add_done_callback, "add_done_callback(self, fn, /, *, context=None)",
       "Add a callback to be run when the future becomes done."),
    FN(future_m_remove_done_callback, "remove_done_callback(self, fn, /)",
       "Remove all instances of a callback from the \"call when done\" list."),
    FN(future_m_cancel, "cancel(self, /, msg=None)", "Cancel the future and schedule callbacks."),
    FN(future_m_cancelled, "cancelled(self, /)", "Return True if the future was cancelled."),
    FN(future_m_done, "done(self, /)", "Return True if the future is done."),
    FN(future_m_get_loop, "get_loop(self, /)", "Return the event loop the Future is bound to."),
    FN(future_m_make_cancelled, "_make_cancelled_error(self, /)", "The exception to raise for a cancelled future."),
    FN(generic_alias_class_getitem, "@classmethod __class_getitem__(cls, object, /)", "See PEP 585"),
    {0},
};

const TypeDef future_type_def = {
    .name = "Future",
    .module = "_asyncio",
    .doc = "A result to come, bound to an event loop.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(Future),
    .slots = {.destroy = future_slot_destroy, .traverse = future_slot_traverse, .clear = future_slot_clear,
              .finalize = future_slot_finalize, .repr = future_slot_repr, .iter = future_slot_self,
              .await = future_slot_self, .next = future_slot_next, .send = future_slot_send},
    .methods = future_methods,
    .getsets = future_getsets,
};
