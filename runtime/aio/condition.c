/* asyncio.Condition.
 *
 * wait() is three stages: waiting to be notified (the lock is released), taking the
 * lock again whatever happened, and telling what happened. */
#include "aio/lock.h"
#include "object/call.h"
#include "object/exception.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

typedef struct {
    Object object;
    Value lock; /* a Lock */
    Value loop;
    Waiters waiters;
} Condition;

static Condition *value_to_condition(Value value) { return value_object(value); }
static Lock *lock_of(Value self) { return value_to_lock(value_to_condition(self)->lock); }

static Value condition_m_new(Vm *vm, const Value *args)
{
    Condition *condition = object_new(vm, value_to_type(args[0]), 0);
    if (!condition)
        return VALUE_ERROR;
    condition->lock = condition->loop = VALUE_ABSENT;
    Value lock = lock_new(vm);
    if (lock == VALUE_ERROR) {
        value_drop(vm, value_from_object(condition));
        return VALUE_ERROR;
    }
    condition->lock = lock;
    return value_from_object(condition);
}

static Value condition_m_init(Vm *vm, const Value *args)
{
    if (args[1] == VALUE_NONE)
        return VALUE_NONE;
    if (!value_is_instance(vm, args[1], runtime_type(vm, RUNTIME_LOCK)))
        return raise_not_supported(vm, "conditions with a lock that is no asyncio.Lock");
    value_replace_take(vm, &value_to_condition(args[0])->lock, value_share(args[1]));
    return VALUE_NONE;
}

static void notify(Vm *vm, Condition *condition, int64_t count)
{
    while (count-- > 0 && waiters_wake_next(vm, &condition->waiters, VALUE_FALSE))
        ;
}

enum { WAIT_NEW, WAIT_NOTIFY, WAIT_LOCK };

static SendResult begin_wait(Vm *vm, Operation *operation, Value *result)
{
    Condition *condition = value_to_condition(operation->self);
    if (!lock_of(operation->self)->locked) {
        raise_error(vm, TYPE_RUNTIME_ERROR, "cannot wait on un-acquired lock");
        return SEND_ERROR;
    }
    if (!lock_release(vm, lock_of(operation->self)))
        return SEND_ERROR;
    operation->stage = WAIT_NOTIFY;
    return waiters_wait(vm, &condition->waiters, operation, &condition->loop, operation->self, result);
}

/* Notified, or an exception came, which is kept in `argument` until the lock is taken. */
static SendResult end_notify(Vm *vm, Operation *operation, Value sent, Value *result)
{
    Value waiter = value_share(operation->waiter);
    SendResult outcome = operation_resume(vm, operation, sent, result);
    if (outcome != SEND_YIELD) {
        Value failure = error_take(vm);
        waiters_remove(vm, &value_to_condition(operation->self)->waiters, waiter);
        value_replace_take(vm, &operation->argument, failure);
        value_replace_take(vm, &operation->extra, operation_new(vm, &lock_acquire_def, value_to_condition(operation->self)->lock,
                                                                VALUE_ABSENT, VALUE_ABSENT));
        operation->stage = WAIT_LOCK;
        if (outcome == SEND_RETURN)
            value_drop(vm, *result);
    }
    value_drop(vm, waiter);
    return outcome;
}

/* Drives the acquiring of the lock; a cancellation meanwhile does not end it. */
static SendResult take_lock(Vm *vm, Operation *operation, Value sent, Value *result)
{
    for (;;) {
        if (operation->extra == VALUE_ERROR)
            return SEND_ERROR;
        SendResult outcome = operation_send(vm, value_to_operation(operation->extra), sent, result);
        if (outcome != SEND_ERROR || !error_matches(vm, TYPE_CANCELLED_ERROR))
            return outcome;
        value_replace_take(vm, &operation->argument, error_take(vm));
        value_replace_take(vm, &operation->extra, operation_new(vm, &lock_acquire_def, value_to_condition(operation->self)->lock,
                                                                VALUE_ABSENT, VALUE_ABSENT));
        sent = VALUE_NONE;
    }
}

static SendResult wait_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    if (operation->stage == WAIT_NEW)
        return begin_wait(vm, operation, result);
    if (operation->stage == WAIT_NOTIFY) {
        if (end_notify(vm, operation, sent, result) == SEND_YIELD)
            return SEND_YIELD;
        sent = VALUE_NONE;
    }
    SendResult outcome = take_lock(vm, operation, sent, result);
    if (outcome == SEND_YIELD)
        return outcome;
    if (outcome == SEND_RETURN && operation->argument != VALUE_ABSENT) {
        vm->pending = operation->argument;
        operation->argument = VALUE_ABSENT;
        outcome = SEND_ERROR;
    }
    /* It may have been notified and could not use it: the next one gets it. */
    if (outcome == SEND_ERROR)
        notify(vm, value_to_condition(operation->self), 1);
    *result = VALUE_TRUE;
    return outcome;
}

static const OperationDef wait_def = {"Condition.wait", wait_step};

static Value condition_m_wait(Vm *vm, const Value *args) { return operation_new(vm, &wait_def, args[0], VALUE_ABSENT, VALUE_ABSENT); }

/* argument is the predicate, extra the wait() under way. */
static SendResult wait_for_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    for (;;) {
        if (operation->extra != VALUE_ABSENT) {
            SendResult outcome = operation_send(vm, value_to_operation(operation->extra), sent, result);
            if (outcome != SEND_RETURN)
                return outcome;
            value_drop(vm, *result);
        }
        Value answer = call_value(vm, operation->argument, NULL, 0);
        int truth = answer == VALUE_ERROR ? -1 : value_truth(vm, answer);
        if (truth > 0) {
            *result = answer;
            return SEND_RETURN;
        }
        if (answer != VALUE_ERROR)
            value_drop(vm, answer);
        Value wait = truth < 0 ? VALUE_ERROR : operation_new(vm, &wait_def, operation->self, VALUE_ABSENT, VALUE_ABSENT);
        if (wait == VALUE_ERROR)
            return SEND_ERROR;
        value_replace_take(vm, &operation->extra, wait);
        sent = VALUE_NONE;
    }
}

static const OperationDef wait_for_def = {"Condition.wait_for", wait_for_step};

static Value condition_m_wait_for(Vm *vm, const Value *args)
{
    return operation_new(vm, &wait_for_def, args[0], args[1], VALUE_ABSENT);
}

static Value condition_m_notify(Vm *vm, const Value *args)
{
    int64_t count;
    if (!value_to_i64(vm, args[1], &count))
        return VALUE_ERROR;
    if (!lock_of(args[0])->locked)
        return raise_error(vm, TYPE_RUNTIME_ERROR, "cannot notify on un-acquired lock");
    notify(vm, value_to_condition(args[0]), count);
    return VALUE_NONE;
}

static Value condition_m_notify_all(Vm *vm, const Value *args)
{
    Value all[] = {args[0], value_from_int(value_to_condition(args[0])->waiters.count)};
    return condition_m_notify(vm, all);
}

/* The lock's methods. */
static Value on_lock(Vm *vm, Value self, const char *name, const Value *args, int count)
{
    Value method = str_intern_c(vm, name);
    if (method == VALUE_ERROR)
        return VALUE_ERROR;
    Value result = call_method(vm, value_to_condition(self)->lock, method, args, count);
    value_drop(vm, method);
    return result;
}

static Value condition_m_acquire(Vm *vm, const Value *args) { return on_lock(vm, args[0], "acquire", NULL, 0); }
static Value condition_m_release(Vm *vm, const Value *args) { return on_lock(vm, args[0], "release", NULL, 0); }
static Value condition_m_locked(Vm *vm, const Value *args) { return on_lock(vm, args[0], "locked", NULL, 0); }
static Value condition_m_enter(Vm *vm, const Value *args) { return on_lock(vm, args[0], "__aenter__", NULL, 0); }
static Value condition_m_exit(Vm *vm, const Value *args) { return on_lock(vm, args[0], "__aexit__", args + 1, 3); }

static Value condition_slot_repr(Vm *vm, Value self)
{
    return waiters_repr(vm, self, lock_of(self)->locked ? "locked" : "unlocked", &value_to_condition(self)->waiters);
}

static void condition_slot_destroy(Vm *vm, Object *self)
{
    Condition *condition = (Condition *)self;
    waiters_free(vm, &condition->waiters);
    value_drop(vm, condition->lock);
    value_drop(vm, condition->loop);
    object_free(vm, self, 0);
}

static void condition_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    Condition *condition = (Condition *)self;
    visit(vm, condition->lock, context);
    visit(vm, condition->loop, context);
    waiters_traverse(vm, &condition->waiters, visit, context);
}

static void condition_slot_clear(Vm *vm, Object *self) { waiters_free(vm, &((Condition *)self)->waiters); }

static const NativeDef condition_methods[] = {
    FN(condition_m_new, "__new__(cls, /, *args, **kwargs)", NULL),
    FN(condition_m_init, "__init__(self, lock=None)", NULL),
    FN(condition_m_wait, "wait(self, /)", "Release the lock, wait to be notified, take it again."),
    FN(condition_m_wait_for, "wait_for(self, predicate, /)", "Wait until predicate() is true."),
    FN(condition_m_notify, "notify(self, n=1)", "Wake n tasks that wait."),
    FN(condition_m_notify_all, "notify_all(self, /)", "Wake all tasks that wait."),
    FN(condition_m_acquire, "acquire(self, /)", NULL),
    FN(condition_m_release, "release(self, /)", NULL),
    FN(condition_m_locked, "locked(self, /)", NULL),
    FN(condition_m_enter, "__aenter__(self, /)", NULL),
    FN(condition_m_exit, "__aexit__(self, exc_type, exc, tb, /)", NULL),
    {0},
};

const TypeDef condition_type_def = {
    .name = "Condition",
    .module = "asyncio.locks",
    .doc = "A lock with tasks that wait for a change.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(Condition),
    .slots = {.destroy = condition_slot_destroy, .traverse = condition_slot_traverse, .clear = condition_slot_clear,
              .repr = condition_slot_repr},
    .methods = condition_methods,
};
