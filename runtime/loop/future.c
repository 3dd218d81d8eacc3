/* Resolving futures, their callbacks, and waiting for them. */
#include "loop/future.h"

#include "loop/context.h"
#include "loop/errors.h"
#include "loop/future_callback.h"
#include "loop/handle.h"
#include "loop/loop.h"
#include "loop/report.h"
#include "loop/task.h"
#include "object/call.h"
#include "object/container.h"
#include "object/exception.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

bool value_is_future(const Vm *vm, Value value)
{
    const Type *type = runtime_type(vm, RUNTIME_FUTURE);
    return value_is_heap(value) && type && value_is_instance(vm, value, type);
}

void future_init(Future *future, Value loop)
{
    future->state = FUTURE_PENDING;
    future->loop = value_share(loop);
    future->result = future->detail = future->cancel_message = VALUE_ABSENT;
    future->first.target = future->first.context = VALUE_ABSENT;
}

Value future_new(Vm *vm, Value loop)
{
    Future *future = object_new(vm, runtime_type(vm, RUNTIME_FUTURE), 0);
    if (!future)
        return VALUE_ERROR;
    future_init(future, loop);
    return future_value(future);
}

/* Callbacks. -------------------------------------------------------------------- */

/* A program's callable goes onto the ready queue as a Handle, to be run in its context. */
static bool schedule_callable(Vm *vm, Future *future, Callback *callback)
{
    Value argument = future_value(future);
    Value arguments = tuple_new(vm, &argument, 1);
    if (arguments == VALUE_ERROR)
        return false;
    Value handle = handle_new(vm, RUNTIME_HANDLE, future->loop, callback->target, arguments, callback->context);
    value_drop(vm, arguments);
    value_drop(vm, callback->target);
    return handle != VALUE_ERROR && loop_ready_take(vm, value_to_loop(future->loop), handle_run, handle, VALUE_ABSENT);
}

static void schedule(Vm *vm, Future *future, Callback *callback)
{
    bool queued = callback->run == future_run_callable
                      ? schedule_callable(vm, future, callback)
                      : loop_ready_take(vm, value_to_loop(future->loop), callback->run, callback->target,
                                        value_share(future_value(future)));
    if (!queued)
        value_clear(vm, &vm->pending); /* memory is exhausted: the waiter is lost, and reported as a deadlock */
}

static void schedule_callbacks(Vm *vm, Future *future)
{
    Callback first = future->first;
    Callback *more = future->more;
    uint32_t count = future->more_count, capacity = future->more_capacity;
    future->first = (Callback){NULL, VALUE_ABSENT, VALUE_ABSENT};
    future->more = NULL;
    future->more_count = future->more_capacity = 0;
    if (first.run)
        schedule(vm, future, &first);
    for (uint32_t i = 0; i < count; i++)
        schedule(vm, future, &more[i]);
    if (more)
        vm_free(vm, more, capacity * sizeof *more);
}

static bool add_callback_take(Vm *vm, Future *future, Callback callback)
{
    if (future_done(future)) {
        schedule(vm, future, &callback);
        return true;
    }
    if (!future->first.run && !future->more_count) {
        future->first = callback;
        return true;
    }
    if (future->more_count == future->more_capacity) {
        uint32_t capacity = future->more_capacity ? future->more_capacity * 2 : 4;
        Callback *larger = vm_resize(vm, future->more, future->more_capacity * sizeof *larger, capacity * sizeof *larger);
        if (!larger) {
            value_drop(vm, callback.target);
            value_drop(vm, callback.context);
            return false;
        }
        future->more = larger;
        future->more_capacity = capacity;
    }
    future->more[future->more_count++] = callback;
    return true;
}

bool future_add_callback(Vm *vm, Future *future, ReadyFunction run, Value target)
{
    return add_callback_take(vm, future, (Callback){run, value_share(target), VALUE_ABSENT});
}

bool future_add_callable(Vm *vm, Future *future, Value callable, Value context)
{
    return add_callback_take(vm, future, (Callback){future_run_callable, value_share(callable), context});
}

/* Never reached: callables are queued as handles. */
bool future_run_callable(Vm *vm, Value target, Value future)
{
    (void)vm;
    (void)target;
    (void)future;
    UNREACHABLE();
    return true;
}

uint32_t future_callback_count(const Future *future) { return (future->first.run ? 1 : 0) + future->more_count; }

Callback *future_callback_at(Future *future, uint32_t index)
{
    if (future->first.run)
        return index == 0 ? &future->first : &future->more[index - 1];
    return &future->more[index];
}

void future_take_callback_out(Vm *vm, Future *future, uint32_t index)
{
    Callback *callback = future_callback_at(future, index);
    ASSERT(index < future_callback_count(future));
    Callback removed = *callback;
    if (callback == &future->first) {
        *callback = (Callback){NULL, VALUE_ABSENT, VALUE_ABSENT};
    } else {
        uint32_t at = (uint32_t)(callback - future->more);
        memmove(callback, callback + 1, (future->more_count - at - 1) * sizeof *callback);
        future->more_count--;
    }
    value_drop(vm, removed.target);
    value_drop(vm, removed.context);
}

void future_remove_callback(Vm *vm, Future *future, ReadyFunction run, Value target)
{
    for (uint32_t i = future_callback_count(future); i-- > 0;) {
        const Callback *callback = future_callback_at(future, i);
        if (callback->run == run && callback->target == target)
            future_take_callback_out(vm, future, i);
    }
}

/* Resolving. ----------------------------------------------------------------------- */

void future_set_result_take(Vm *vm, Future *future, Value result)
{
    ASSERT(!future_done(future));
    future->result = result;
    future->state = FUTURE_FINISHED;
    schedule_callbacks(vm, future);
}

void future_set_exception_take(Vm *vm, Future *future, Value exception)
{
    ASSERT(!future_done(future) && value_is_exception(vm, exception));
    future->result = exception;
    future->detail = value_share(value_to_exception(exception)->traceback);
    future->failed = true;
    future->state = FUTURE_FINISHED;
    schedule_callbacks(vm, future);
    future->log_traceback = true;
}

bool future_cancel(Vm *vm, Future *future, Value message)
{
    future->log_traceback = false;
    if (future_done(future))
        return false;
    future->state = FUTURE_CANCELLED;
    value_replace_take(vm, &future->cancel_message, message == VALUE_NONE ? VALUE_ABSENT : value_share(message));
    schedule_callbacks(vm, future);
    return true;
}

int future_cancel_any(Vm *vm, Value future, Value message)
{
    uint32_t shape = value_shape(future);
    if (shape == runtime_type(vm, RUNTIME_TASK)->shape->id)
        return task_cancel(vm, value_to_task(future), message);
    if (shape == runtime_type(vm, RUNTIME_FUTURE)->shape->id)
        return future_cancel(vm, value_to_future(future), message);
    Value name = str_intern_c(vm, "cancel");
    if (name == VALUE_ERROR)
        return -1;
    Value given = message == VALUE_ABSENT ? VALUE_NONE : message;
    Value outcome = call_method(vm, future, name, &given, given == VALUE_NONE ? 0 : 1);
    value_drop(vm, name);
    if (outcome == VALUE_ERROR)
        return -1;
    int truth = value_truth(vm, outcome);
    value_drop(vm, outcome);
    return truth;
}

/* Asking. ------------------------------------------------------------------------------ */

Value cancelled_error_new(Vm *vm, Value message)
{
    return exception_new(vm, vm->types[TYPE_CANCELLED_ERROR], &message, message == VALUE_ABSENT || message == VALUE_NONE ? 0 : 1);
}

Value future_make_cancelled(Vm *vm, Future *future)
{
    if (future->state == FUTURE_CANCELLED && future->detail != VALUE_ABSENT) {
        Value kept = future->detail;
        future->detail = VALUE_ABSENT;
        return kept;
    }
    return cancelled_error_new(vm, future->cancel_message);
}

static Value raise_cancelled(Vm *vm, Future *future)
{
    Value exception = future_make_cancelled(vm, future);
    return exception == VALUE_ERROR ? VALUE_ERROR : raise_exception_take(vm, exception);
}

Value future_take_result(Vm *vm, Future *future)
{
    ASSERT(future_done(future));
    if (future->state == FUTURE_CANCELLED)
        return raise_cancelled(vm, future);
    future->log_traceback = false;
    if (!future->failed)
        return value_share(future->result);
    Exception *exception = value_to_exception(future->result);
    value_replace_take(vm, &exception->traceback, value_share(future->detail));
    return raise_exception_take(vm, value_share(future->result));
}

Value future_exception(Vm *vm, Future *future)
{
    ASSERT(future_done(future));
    if (future->state == FUTURE_CANCELLED)
        return raise_cancelled(vm, future);
    future->log_traceback = false;
    return future->failed ? value_share(future->result) : VALUE_NONE;
}

SendResult future_slot_send(Vm *vm, Value self, Value sent, Value *result)
{
    (void)sent;
    Future *future = value_to_future(self);
    if (!future_done(future)) {
        if (future->loop == VALUE_ABSENT) {
            raise_error(vm, TYPE_RUNTIME_ERROR, "Future object is not initialized.");
            return SEND_ERROR;
        }
        /* Resumed although nothing has resolved it. */
        if (future->blocking) {
            future->blocking = false;
            raise_error(vm, TYPE_RUNTIME_ERROR, "await wasn't used with future");
            return SEND_ERROR;
        }
        future->blocking = true;
        *result = value_share(self);
        return SEND_YIELD;
    }
    *result = future_take_result(vm, future);
    return *result == VALUE_ERROR ? SEND_ERROR : SEND_RETURN;
}

/* Life. ------------------------------------------------------------------------------------ */

void future_free_contents(Vm *vm, Future *future)
{
    while (future_callback_count(future))
        future_take_callback_out(vm, future, future_callback_count(future) - 1);
    if (future->more)
        vm_free(vm, future->more, future->more_capacity * sizeof *future->more);
    future->more = NULL;
    future->more_capacity = 0;
    value_clear(vm, &future->result);
    value_clear(vm, &future->detail);
    value_clear(vm, &future->cancel_message);
}

void future_slot_destroy(Vm *vm, Object *self)
{
    future_free_contents(vm, (Future *)self);
    value_drop(vm, ((Future *)self)->loop);
    object_free(vm, self, 0);
}

void future_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    Future *future = (Future *)self;
    visit(vm, future->loop, context);
    visit(vm, future->result, context);
    visit(vm, future->detail, context);
    for (uint32_t i = 0; i < future_callback_count(future); i++) {
        visit(vm, future_callback_at(future, i)->target, context);
        visit(vm, future_callback_at(future, i)->context, context);
    }
}

void future_slot_clear(Vm *vm, Object *self) { future_free_contents(vm, (Future *)self); }

void future_slot_finalize(Vm *vm, Value self)
{
    Future *future = value_to_future(self);
    if (LIKELY(!future->log_traceback) || future->loop == VALUE_ABSENT)
        return;
    future->log_traceback = false;
    Value message = format_text(vm, "%T exception was never retrieved", self);
    if (message == VALUE_ERROR) {
        error_clear(vm);
        return;
    }
    report_problem(vm, future->loop, value_to_str(message)->bytes, future->result, "future", self);
    value_drop(vm, message);
}
