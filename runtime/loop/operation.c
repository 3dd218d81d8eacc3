/* Coroutines written in C, and driving any awaitable. */
#include "loop/operation.h"

#include "loop/loop.h"
#include "loop/report.h"
#include "object/call.h"
#include "object/exception.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"
#include "object/unraisable.h"
#include "vm/generator.h"
#include "vm/slow.h"

Value operation_new(Vm *vm, const OperationDef *def, Value self, Value argument, Value extra)
{
    ASSERT(def->step && def->name);
    Operation *operation = object_new(vm, runtime_type(vm, RUNTIME_OPERATION), 0);
    if (!operation)
        return VALUE_ERROR;
    operation->def = def;
    operation->self = value_share(self);
    operation->argument = value_share(argument);
    operation->extra = value_share(extra);
    operation->waiter = VALUE_ABSENT;
    return value_from_object(operation);
}

/* Stepping. --------------------------------------------------------------------- */

static SendResult refuse(Vm *vm, const Operation *operation, Value sent)
{
    if (sent == VALUE_ERROR)
        error_clear(vm);
    if (operation->state == OPERATION_RUNNING)
        raise_error(vm, TYPE_VALUE_ERROR, "coroutine already executing");
    else
        raise_error(vm, TYPE_RUNTIME_ERROR, "cannot reuse already awaited coroutine");
    return SEND_ERROR;
}

static void finish(Vm *vm, Operation *operation)
{
    operation->state = OPERATION_FINISHED;
    value_clear(vm, &operation->waiter);
    value_clear(vm, &operation->extra);
    value_clear(vm, &operation->argument);
    value_clear(vm, &operation->self);
}

SendResult operation_send(Vm *vm, Operation *operation, Value sent, Value *result)
{
    if (UNLIKELY(operation->state >= OPERATION_RUNNING))
        return refuse(vm, operation, sent);
    bool fresh = operation->state == OPERATION_CREATED;
    if (fresh && sent == VALUE_ERROR) {
        /* Thrown into before it began: its arguments are dropped unused. */
        Value pending = error_take(vm);
        finish(vm, operation);
        vm->pending = pending;
        return SEND_ERROR;
    }
    operation->state = OPERATION_RUNNING;
    operation->object.refs++;
    ASSERT((sent == VALUE_ERROR) == (vm->pending != VALUE_ABSENT));
    SendResult outcome = operation->def->step(vm, operation, sent, result);
    ASSERT((outcome == SEND_ERROR) == (vm->pending != VALUE_ABSENT));
    ASSERT(operation->state == OPERATION_RUNNING);
    if (outcome == SEND_YIELD) {
        operation->state = OPERATION_SUSPENDED;
    } else {
        Value pending = vm->pending;
        vm->pending = VALUE_ABSENT;
        finish(vm, operation);
        vm->pending = pending;
    }
    value_drop(vm, value_from_object(operation));
    return outcome;
}

bool operation_make_waiter(Vm *vm, Operation *operation)
{
    Value loop = loop_running_borrow(vm);
    Value future = loop == VALUE_ERROR ? VALUE_ERROR : future_new(vm, loop);
    if (future == VALUE_ERROR)
        return false;
    value_replace_take(vm, &operation->waiter, future);
    return true;
}

static SendResult finish_wait(Vm *vm, Operation *operation, SendResult outcome)
{
    if (outcome == SEND_YIELD)
        return outcome;
    Value pending = vm->pending;
    vm->pending = VALUE_ABSENT;
    value_clear(vm, &operation->waiter);
    vm->pending = pending;
    return outcome;
}

SendResult operation_wait(Vm *vm, Operation *operation, Value *result)
{
    ASSERT(value_is_future(vm, operation->waiter));
    return finish_wait(vm, operation, future_slot_send(vm, operation->waiter, VALUE_NONE, result));
}

SendResult operation_resume(Vm *vm, Operation *operation, Value sent, Value *result)
{
    if (sent == VALUE_ERROR)
        return finish_wait(vm, operation, SEND_ERROR);
    return operation_wait(vm, operation, result);
}

bool operation_close(Vm *vm, Operation *operation)
{
    if (operation->state == OPERATION_FINISHED)
        return true;
    if (operation->state == OPERATION_CREATED) {
        finish(vm, operation);
        return true;
    }
    raise_error(vm, TYPE_GENERATOR_EXIT, NULL);
    Value result = VALUE_ABSENT;
    SendResult outcome = operation_send(vm, operation, VALUE_ERROR, &result);
    if (outcome == SEND_ERROR) {
        if (!error_matches(vm, TYPE_GENERATOR_EXIT))
            return false;
        error_clear(vm);
        return true;
    }
    value_drop(vm, result);
    return outcome == SEND_RETURN || raise_false(vm, TYPE_RUNTIME_ERROR, "coroutine ignored GeneratorExit");
}

/* Any awaitable. ------------------------------------------------------------------- */

SendResult awaitable_send(Vm *vm, Value awaitable, Value sent, Value *result)
{
    if (LIKELY(value_is_coroutine(awaitable)))
        return generator_resume(vm, value_to_generator(awaitable), sent, result);
    if (value_is_operation(vm, awaitable))
        return operation_send(vm, value_to_operation(awaitable), sent, result);
    return sent == VALUE_ERROR ? slow_await_throw(vm, awaitable, result) : value_send(vm, awaitable, sent, result);
}

/* What anext(), asend() and aclose() of an asynchronous generator return is one too. */
bool value_is_any_coroutine(const Vm *vm, Value value)
{
    return value_is_coroutine(value) || value_has_shape(value, TYPE_ASYNC_GENERATOR_STEP) || value_is_operation(vm, value);
}

void awaitable_close(Vm *vm, Value awaitable)
{
    Value pending = error_take(vm);
    bool closed = true;
    if (value_is_coroutine(awaitable))
        closed = generator_close(vm, value_to_generator(awaitable));
    else if (value_is_operation(vm, awaitable))
        closed = operation_close(vm, value_to_operation(awaitable));
    if (!closed)
        error_unraisable(vm, awaitable);
    vm->pending = pending;
}

SendResult operation_return_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    (void)vm;
    (void)sent;
    *result = operation->argument;
    operation->argument = VALUE_ABSENT;
    return SEND_RETURN;
}

Value operation_returning(Vm *vm, const OperationDef *def, Value result)
{
    ASSERT(def->step == operation_return_step);
    return operation_new(vm, def, VALUE_ABSENT, result, VALUE_ABSENT);
}

/* The type. -------------------------------------------------------------------------- */

static SendResult operation_slot_send(Vm *vm, Value self, Value sent, Value *result)
{
    return operation_send(vm, value_to_operation(self), sent, result);
}

static Value operation_slot_next(Vm *vm, Value self)
{
    Value result = VALUE_ABSENT;
    SendResult outcome = operation_send(vm, value_to_operation(self), VALUE_NONE, &result);
    if (outcome == SEND_YIELD)
        return result;
    if (outcome == SEND_ERROR)
        return VALUE_ERROR;
    value_replace_take(vm, &vm->stop_value, result == VALUE_NONE ? VALUE_ABSENT : result);
    return VALUE_DONE;
}

static Value operation_slot_self(Vm *vm, Value self)
{
    (void)vm;
    return value_share(self);
}

static Value step_value(Vm *vm, SendResult outcome, Value result)
{
    if (outcome == SEND_YIELD)
        return result;
    if (outcome == SEND_RETURN) {
        raise_stop_iteration(vm, result);
        value_drop(vm, result);
    }
    return VALUE_ERROR;
}

static Value operation_m_send(Vm *vm, const Value *args)
{
    Value result = VALUE_ABSENT;
    SendResult outcome = operation_send(vm, value_to_operation(args[0]), args[1], &result);
    return step_value(vm, outcome, result);
}

static Value operation_m_throw(Vm *vm, const Value *args)
{
    if (!generator_raise_thrown(vm, args + 1))
        return VALUE_ERROR;
    Value result = VALUE_ABSENT;
    SendResult outcome = operation_send(vm, value_to_operation(args[0]), VALUE_ERROR, &result);
    return step_value(vm, outcome, result);
}

static Value operation_m_close(Vm *vm, const Value *args)
{
    return operation_close(vm, value_to_operation(args[0])) ? VALUE_NONE : VALUE_ERROR;
}

static Value operation_get_qualname(Vm *vm, Value self) { return str_from_c(vm, value_to_operation(self)->def->name); }

static Value operation_get_name(Vm *vm, Value self)
{
    const char *name = value_to_operation(self)->def->name, *dot = strrchr(name, '.');
    return str_from_c(vm, dot ? dot + 1 : name);
}

static Value operation_get_running(Vm *vm, Value self)
{
    (void)vm;
    return value_from_bool(value_to_operation(self)->state == OPERATION_RUNNING);
}

static Value operation_get_suspended(Vm *vm, Value self)
{
    (void)vm;
    return value_from_bool(value_to_operation(self)->state == OPERATION_SUSPENDED);
}

static Value operation_get_awaited(Vm *vm, Value self)
{
    (void)vm;
    const Operation *operation = value_to_operation(self);
    return operation->state == OPERATION_SUSPENDED && operation->waiter != VALUE_ABSENT ? value_share(operation->waiter) : VALUE_NONE;
}

static Value operation_get_none(Vm *vm, Value self)
{
    (void)vm;
    (void)self;
    return VALUE_NONE;
}

static Value operation_slot_repr(Vm *vm, Value self)
{
    return format_text(vm, "<coroutine object %s at %p>", value_to_operation(self)->def->name, value_object(self));
}

static void operation_slot_finalize(Vm *vm, Value self)
{
    Operation *operation = value_to_operation(self);
    if (LIKELY(operation->state == OPERATION_FINISHED))
        return;
    if (operation->state == OPERATION_CREATED)
        report_operation_never_awaited(vm, operation->def->name);
    else if (!vm->tearing_down)
        awaitable_close(vm, self);
}

static void operation_slot_destroy(Vm *vm, Object *self)
{
    finish(vm, (Operation *)self);
    object_free(vm, self, 0);
}

static void operation_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    Operation *operation = (Operation *)self;
    visit(vm, operation->self, context);
    visit(vm, operation->argument, context);
    visit(vm, operation->extra, context);
    visit(vm, operation->waiter, context);
}

static void operation_slot_clear(Vm *vm, Object *self) { finish(vm, (Operation *)self); }

static const NativeDef operation_methods[] = {
    FN(operation_m_send, "send(self, value, /)", "Resume the coroutine."),
    FN(operation_m_throw, "throw(self, type, value=?, traceback=?, /)", "Raise an exception where the coroutine is paused."),
    FN(operation_m_close, "close(self, /)", "Raise GeneratorExit inside the coroutine."),
    {0},
};

static const GetSetDef operation_getsets[] = {
    {"__name__", operation_get_name, NULL, NULL},
    {"__qualname__", operation_get_qualname, NULL, NULL},
    {"cr_running", operation_get_running, NULL, NULL},
    {"cr_suspended", operation_get_suspended, NULL, NULL},
    {"cr_await", operation_get_awaited, NULL, NULL},
    {"cr_frame", operation_get_none, NULL, NULL},
    {"cr_code", operation_get_none, NULL, NULL},
    {"cr_origin", operation_get_none, NULL, NULL},
    {0},
};

const TypeDef operation_type_def = {
    .name = "coroutine",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(Operation),
    .slots = {.destroy = operation_slot_destroy, .traverse = operation_slot_traverse, .clear = operation_slot_clear,
              .finalize = operation_slot_finalize, .repr = operation_slot_repr, .iter = operation_slot_self,
              .await = operation_slot_self, .next = operation_slot_next, .send = operation_slot_send},
    .methods = operation_methods,
    .getsets = operation_getsets,
};
