/* asyncio.timeout(), timeout_at() and wait_for().
 *
 * An expiring timeout cancels its task; leaving the block takes that cancellation
 * back and turns CancelledError into TimeoutError. */
#include "aio/gather.h"
#include "loop/loop.h"
#include "loop/task.h"
#include "object/call.h"
#include "object/container.h"
#include "object/exception.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

typedef enum { TIMEOUT_CREATED, TIMEOUT_ENTERED, TIMEOUT_EXPIRING, TIMEOUT_EXPIRED, TIMEOUT_EXITED } TimeoutState;

/* begins as TimerTarget */
typedef struct {
    Object object;
    uint64_t timer;
    uint8_t state;
    bool armed;        /* it is to expire, by the timer or ... */
    bool soon;         /* ... from the ready queue: its item has `arming` as argument */
    int64_t arming;    /* counts reschedule() */
    Value when;        /* the loop's time, or None */
    Value task;        /* whose block it is, once entered; owned; VALUE_ABSENT */
    uint32_t cancelling; /* the task's cancellation requests at entry */
} Timeout;

static Timeout *value_to_timeout(Value value) { return value_object(value); }

static Value timeout_new(Vm *vm, Type *type, Value when)
{
    Timeout *timeout = object_new(vm, type, 0);
    if (!timeout)
        return VALUE_ERROR;
    timeout->when = value_share(when);
    timeout->task = VALUE_ABSENT;
    return value_from_object(timeout);
}

/* Arming. ---------------------------------------------------------------------------- */

/* Ready-queue function. */
static bool expire(Vm *vm, Value target, Value argument)
{
    Timeout *timeout = value_to_timeout(target);
    bool mine = value_is_int(argument) ? timeout->soon && value_to_int(argument) == timeout->arming
                                       : !timeout->soon && !timeout->timer;
    bool good = true;
    if (timeout->state == TIMEOUT_ENTERED && timeout->armed && mine) {
        timeout->armed = false;
        good = task_cancel(vm, value_to_task(timeout->task), VALUE_ABSENT) >= 0;
        timeout->state = TIMEOUT_EXPIRING;
    }
    value_drop(vm, target);
    return good;
}

static void disarm(Vm *vm, Timeout *timeout)
{
    timeout->armed = timeout->soon = false;
    timeout->arming++;
    if (timeout->timer)
        timer_forget(vm, &value_to_loop(value_to_task(timeout->task)->future.loop)->timers, value_from_object(timeout));
}

static const char *state_name(const Timeout *timeout)
{
    static const char *const names[] = {"created", "active", "expiring", "expired", "finished"};
    return names[timeout->state];
}

static bool reschedule(Vm *vm, Value self, Value when)
{
    Timeout *timeout = value_to_timeout(self);
    double deadline = 0;
    if (timeout->state == TIMEOUT_CREATED)
        return raise_false(vm, TYPE_RUNTIME_ERROR, "Timeout has not been entered");
    if (timeout->state != TIMEOUT_ENTERED)
        return raise_false(vm, TYPE_RUNTIME_ERROR, "Cannot change state of %s Timeout", state_name(timeout));
    if (when != VALUE_NONE && !value_to_double(vm, when, &deadline))
        return false;
    value_replace_take(vm, &timeout->when, value_share(when));
    disarm(vm, timeout);
    if (when == VALUE_NONE)
        return true;
    Loop *loop = value_to_loop(value_to_task(timeout->task)->future.loop);
    timeout->armed = true;
    timeout->soon = deadline <= loop_time(vm);
    if (timeout->soon)
        return loop_ready_take(vm, loop, expire, value_share(self), value_from_int(timeout->arming));
    return loop_add_timer(vm, loop, deadline, expire, self);
}

/* Entering and leaving. --------------------------------------------------------------- */

static bool enter(Vm *vm, Value self)
{
    Timeout *timeout = value_to_timeout(self);
    if (timeout->state != TIMEOUT_CREATED)
        return raise_false(vm, TYPE_RUNTIME_ERROR, "Timeout has already been entered");
    Task *task = vm->runtime->current_task;
    if (!task)
        return raise_false(vm, TYPE_RUNTIME_ERROR, "Timeout should be used inside a task");
    timeout->state = TIMEOUT_ENTERED;
    timeout->task = value_share(task_value(task));
    timeout->cancelling = task->cancel_requests;
    Value when = value_share(timeout->when);
    bool good = reschedule(vm, self, when);
    value_drop(vm, when);
    return good;
}

/* TimeoutError with cause (and context) exception, owned. */
static Value timeout_error_from(Vm *vm, Value exception)
{
    Value error = exception_new(vm, vm->types[TYPE_TIMEOUT_ERROR], NULL, 0);
    if (error == VALUE_ERROR)
        return VALUE_ERROR;
    Exception *made = value_to_exception(error);
    value_replace_take(vm, &made->cause, value_share(exception));
    value_replace_take(vm, &made->context, value_share(exception));
    made->suppress_context = true;
    return error;
}

/* The CancelledError in the exception's chain of contexts is wrapped in a TimeoutError. */
static bool insert_timeout_error(Vm *vm, Value exception)
{
    for (Exception *at = value_to_exception(exception); at->context != VALUE_NONE; at = value_to_exception(at->context)) {
        if (!value_is_instance(vm, at->context, vm->types[TYPE_CANCELLED_ERROR]))
            continue;
        Value error = timeout_error_from(vm, at->context);
        if (error == VALUE_ERROR)
            return false;
        value_replace_take(vm, &at->context, error);
        return true;
    }
    return true;
}

static bool insert_in_group(Vm *vm, Value exception)
{
    if (!insert_timeout_error(vm, exception))
        return false;
    if (!value_is_instance(vm, exception, vm->types[TYPE_EXCEPTION_GROUP]))
        return true;
    Value members = value_to_exception(exception)->extra[1];
    for (size_t i = 0; value_has_shape(members, TYPE_TUPLE) && i < value_to_tuple(members)->count; i++) {
        if (!insert_timeout_error(vm, value_to_tuple(members)->items[i]))
            return false;
    }
    return true;
}

/* The block is left, by exception or (VALUE_NONE) without.  False: another one is pending. */
static bool leave(Vm *vm, Value self, Value exception)
{
    Timeout *timeout = value_to_timeout(self);
    disarm(vm, timeout);
    if (timeout->state != TIMEOUT_EXPIRING) {
        if (timeout->state == TIMEOUT_ENTERED)
            timeout->state = TIMEOUT_EXITED;
        return true;
    }
    timeout->state = TIMEOUT_EXPIRED;
    ASSERT(timeout->task != VALUE_ABSENT && !timeout->timer);
    if (task_uncancel(value_to_task(timeout->task)) > timeout->cancelling || exception == VALUE_NONE)
        return true;
    if (!value_is_instance(vm, exception, vm->types[TYPE_CANCELLED_ERROR]))
        return insert_in_group(vm, exception);
    Value error = timeout_error_from(vm, exception);
    if (error != VALUE_ERROR)
        vm->pending = error;
    return false;
}

/* Methods. -------------------------------------------------------------------------------- */

static SendResult enter_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    (void)sent;
    *result = value_share(operation->self);
    if (enter(vm, operation->self))
        return SEND_RETURN;
    value_drop(vm, *result);
    return SEND_ERROR;
}

static SendResult exit_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    (void)sent;
    *result = VALUE_NONE;
    return leave(vm, operation->self, operation->argument) ? SEND_RETURN : SEND_ERROR;
}

static const OperationDef enter_def = {"Timeout.__aenter__", enter_step};
static const OperationDef exit_def = {"Timeout.__aexit__", exit_step};

static Value timeout_m_enter(Vm *vm, const Value *args) { return operation_new(vm, &enter_def, args[0], VALUE_ABSENT, VALUE_ABSENT); }
static Value timeout_m_exit(Vm *vm, const Value *args) { return operation_new(vm, &exit_def, args[0], args[2], VALUE_ABSENT); }
static Value timeout_m_new(Vm *vm, const Value *args) { return timeout_new(vm, value_to_type(args[0]), args[1]); }

static Value timeout_m_reschedule(Vm *vm, const Value *args) { return reschedule(vm, args[0], args[1]) ? VALUE_NONE : VALUE_ERROR; }

static Value timeout_m_when(Vm *vm, const Value *args)
{
    (void)vm;
    return value_share(value_to_timeout(args[0])->when);
}

static Value timeout_m_expired(Vm *vm, const Value *args)
{
    (void)vm;
    const Timeout *timeout = value_to_timeout(args[0]);
    return value_from_bool(timeout->state == TIMEOUT_EXPIRING || timeout->state == TIMEOUT_EXPIRED);
}

static Value timeout_slot_repr(Vm *vm, Value self)
{
    const Timeout *timeout = value_to_timeout(self);
    if (timeout->state != TIMEOUT_ENTERED)
        return format_text(vm, "<Timeout [%s]>", state_name(timeout));
    if (timeout->when == VALUE_NONE)
        return format_text(vm, "<Timeout [active] when=None>");
    Value name = str_intern_c(vm, "__round__"), digits = value_from_int(3);
    Value rounded = name == VALUE_ERROR ? VALUE_ERROR : call_method(vm, timeout->when, name, &digits, 1);
    value_drop(vm, name == VALUE_ERROR ? VALUE_NONE : name);
    if (rounded == VALUE_ERROR)
        return VALUE_ERROR;
    Value text = format_text(vm, "<Timeout [active] when=%V>", rounded);
    value_drop(vm, rounded);
    return text;
}

static void timeout_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((Timeout *)self)->when);
    value_drop(vm, ((Timeout *)self)->task);
    object_free(vm, self, 0);
}

static void timeout_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((Timeout *)self)->task, context);
}

static const NativeDef timeout_methods[] = {
    FN(timeout_m_new, "__new__(cls, when)", NULL),
    FN(timeout_m_when, "when(self, /)", "The current deadline."),
    FN(timeout_m_reschedule, "reschedule(self, when)", "Reschedule the timeout."),
    FN(timeout_m_expired, "expired(self, /)", "Is timeout expired during execution?"),
    FN(timeout_m_enter, "__aenter__(self, /)", NULL),
    FN(timeout_m_exit, "__aexit__(self, exc_type, exc_val, exc_tb, /)", NULL),
    {0},
};

const TypeDef timeout_type_def = {
    .name = "Timeout",
    .module = "asyncio.timeouts",
    .doc = "Asynchronous context manager for cancelling overdue coroutines.",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(Timeout),
    .slots = {.destroy = timeout_slot_destroy, .traverse = timeout_slot_traverse, .repr = timeout_slot_repr},
    .methods = timeout_methods,
};

static Value timeout_after(Vm *vm, Value delay)
{
    double seconds;
    if (delay == VALUE_NONE)
        return timeout_new(vm, runtime_type(vm, RUNTIME_TIMEOUT), VALUE_NONE);
    if (!value_to_double(vm, delay, &seconds))
        return VALUE_ERROR;
    Value when = float_new(vm, loop_time(vm) + seconds);
    Value timeout = timeout_new(vm, runtime_type(vm, RUNTIME_TIMEOUT), when);
    value_drop(vm, when);
    return timeout;
}

Value timeout_m_timeout(Vm *vm, const Value *args)
{
    return loop_running_borrow(vm) == VALUE_ERROR ? VALUE_ERROR : timeout_after(vm, args[0]);
}

Value timeout_m_timeout_at(Vm *vm, const Value *args) { return timeout_new(vm, runtime_type(vm, RUNTIME_TIMEOUT), args[0]); }

/* wait_for() ---------------------------------------------------------------------------
 * self is the awaitable, then what drives it; argument the timeout in seconds; extra the
 * Timeout under way. */

enum { WAIT_NEW, WAIT_UNDER_WAY, WAIT_CANCELLING };

/* A coroutine or future as it is; any other awaitable through its iterator. */
static bool settle_awaitable(Vm *vm, Operation *operation)
{
    Value given = operation->self;
    if (value_is_any_coroutine(vm, given) || value_is_future(vm, given))
        return true;
    const Type *type = value_type(vm, given);
    if (!type->slots.await)
        return raise_false(vm, TYPE_TYPE_ERROR, "object %.100s can't be used in 'await' expression", type_name(vm, type));
    Value iterator = type->slots.await(vm, given);
    if (iterator == VALUE_ERROR)
        return false;
    value_replace_take(vm, &operation->self, iterator);
    return true;
}

/* Ready-queue function: the cancelled future is done; target is the operation. */
static bool on_cancelled(Vm *vm, Value target, Value future)
{
    Operation *operation = value_to_operation(target);
    if (operation->waiter != VALUE_ABSENT && !future_done(value_to_future(operation->waiter)))
        future_set_result_take(vm, value_to_future(operation->waiter), VALUE_NONE);
    value_drop(vm, target);
    value_drop(vm, future);
    return true;
}

/* The future's result, with a cancellation turned into TimeoutError. */
static SendResult finished_result(Vm *vm, Operation *operation, bool expired, Value *result)
{
    *result = future_take_result(vm, value_to_future(operation->self));
    if (*result != VALUE_ERROR)
        return SEND_RETURN;
    if (expired && error_matches(vm, TYPE_CANCELLED_ERROR)) {
        Value exception = error_take(vm);
        Value error = timeout_error_from(vm, exception);
        value_drop(vm, exception);
        if (error != VALUE_ERROR)
            vm->pending = error;
    }
    return SEND_ERROR;
}

/* No time at all: what is not done already is cancelled, and waited for. */
static SendResult begin_expired(Vm *vm, Operation *operation, Value *result)
{
    Value loop = loop_running_borrow(vm);
    Value future = loop == VALUE_ERROR ? VALUE_ERROR : loop_ensure_future(vm, loop, operation->self);
    if (future == VALUE_ERROR)
        return SEND_ERROR;
    value_replace_take(vm, &operation->self, future);
    if (future_done(value_to_future(future)))
        return finished_result(vm, operation, false, result);
    operation->stage = WAIT_CANCELLING;
    if (!operation_make_waiter(vm, operation) ||
        !future_add_callback(vm, value_to_future(future), on_cancelled, value_from_object(operation)) ||
        future_cancel_any(vm, future, VALUE_ABSENT) < 0)
        return SEND_ERROR;
    return operation_wait(vm, operation, result);
}

static SendResult go_on_cancelling(Vm *vm, Operation *operation, Value sent, Value *result)
{
    SendResult outcome = operation_resume(vm, operation, sent, result);
    if (outcome == SEND_YIELD)
        return outcome;
    future_remove_callback(vm, value_to_future(operation->self), on_cancelled, value_from_object(operation));
    if (outcome == SEND_ERROR)
        return outcome;
    value_drop(vm, *result);
    return finished_result(vm, operation, true, result);
}

static SendResult go_on(Vm *vm, Operation *operation, Value sent, Value *result)
{
    SendResult outcome = awaitable_send(vm, operation->self, sent, result);
    if (outcome == SEND_YIELD)
        return outcome;
    Value exception = outcome == SEND_ERROR ? error_take(vm) : VALUE_NONE;
    if (leave(vm, operation->extra, exception)) {
        if (outcome == SEND_ERROR)
            vm->pending = exception;
        return outcome;
    }
    if (outcome == SEND_RETURN)
        value_drop(vm, *result);
    value_drop(vm, exception);
    return SEND_ERROR;
}

static SendResult wait_for_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    if (operation->stage == WAIT_UNDER_WAY)
        return go_on(vm, operation, sent, result);
    if (operation->stage == WAIT_CANCELLING)
        return go_on_cancelling(vm, operation, sent, result);
    double seconds = 1;
    if (operation->argument != VALUE_NONE && !value_to_double(vm, operation->argument, &seconds))
        return SEND_ERROR;
    if (seconds <= 0)
        return begin_expired(vm, operation, result);
    if (!settle_awaitable(vm, operation))
        return SEND_ERROR;
    Value timeout = timeout_after(vm, operation->argument);
    if (timeout == VALUE_ERROR)
        return SEND_ERROR;
    operation->extra = timeout;
    operation->stage = WAIT_UNDER_WAY;
    return enter(vm, timeout) ? go_on(vm, operation, VALUE_NONE, result) : SEND_ERROR;
}

static const OperationDef wait_for_def = {"wait_for", wait_for_step};

Value timeout_m_wait_for(Vm *vm, const Value *args) { return operation_new(vm, &wait_for_def, args[0], args[1], VALUE_ABSENT); }
