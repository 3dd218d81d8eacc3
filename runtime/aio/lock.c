/* asyncio.Lock.
 *
 * A woken waiter finds the lock free and takes it; newcomers see it in line and
 * queue up behind. */
#include "aio/lock.h"

#include "object/raise.h"
#include "object/type.h"

Value lock_new(Vm *vm)
{
    Lock *lock = object_new(vm, runtime_type(vm, RUNTIME_LOCK), 0);
    if (!lock)
        return VALUE_ERROR;
    lock->loop = VALUE_ABSENT;
    return value_from_object(lock);
}

static Value lock_m_new(Vm *vm, const Value *args)
{
    Lock *lock = object_new(vm, value_to_type(args[0]), 0);
    if (!lock)
        return VALUE_ERROR;
    lock->loop = VALUE_ABSENT;
    return value_from_object(lock);
}

static Value lock_m_init(Vm *vm, const Value *args)
{
    (void)vm;
    (void)args;
    return VALUE_NONE;
}

static void wake_first(Vm *vm, Lock *lock)
{
    if (!lock->waiters.count)
        return;
    Future *first = value_to_future(waiters_at(&lock->waiters, 0));
    if (!future_done(first))
        future_set_result_take(vm, first, VALUE_TRUE);
}

bool lock_release(Vm *vm, Lock *lock)
{
    if (!lock->locked)
        return raise_false(vm, TYPE_RUNTIME_ERROR, "Lock is not acquired.");
    lock->locked = false;
    wake_first(vm, lock);
    return true;
}

/* The wait is over, one way or the other. */
static SendResult end_wait(Vm *vm, Lock *lock, Operation *operation, Value sent, Value *result)
{
    Value waiter = value_share(operation->waiter);
    SendResult outcome = operation_resume(vm, operation, sent, result);
    if (outcome != SEND_YIELD) {
        Value pending = error_take(vm);
        waiters_remove(vm, &lock->waiters, waiter);
        vm->pending = pending;
        if (outcome == SEND_ERROR && !lock->locked && error_matches(vm, TYPE_CANCELLED_ERROR))
            wake_first(vm, lock);
    }
    value_drop(vm, waiter);
    return outcome;
}

static SendResult acquire_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    Lock *lock = value_to_lock(operation->self);
    if (operation->waiter != VALUE_ABSENT) {
        SendResult outcome = end_wait(vm, lock, operation, sent, result);
        if (outcome != SEND_RETURN)
            return outcome;
        value_drop(vm, *result);
    } else if (lock->locked || !waiters_all_cancelled(&lock->waiters)) {
        return waiters_wait(vm, &lock->waiters, operation, &lock->loop, operation->self, result);
    }
    lock->locked = true;
    *result = operation->flag ? VALUE_NONE : VALUE_TRUE;
    return SEND_RETURN;
}

static SendResult exit_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    (void)sent;
    *result = VALUE_NONE;
    return lock_release(vm, value_to_lock(operation->self)) ? SEND_RETURN : SEND_ERROR;
}

const OperationDef lock_acquire_def = {"Lock.acquire", acquire_step};
static const OperationDef lock_enter_def = {"_ContextManagerMixin.__aenter__", acquire_step};
static const OperationDef lock_exit_def = {"_ContextManagerMixin.__aexit__", exit_step};

static Value lock_m_acquire(Vm *vm, const Value *args)
{
    return operation_new(vm, &lock_acquire_def, args[0], VALUE_ABSENT, VALUE_ABSENT);
}

static Value lock_m_enter(Vm *vm, const Value *args)
{
    Value operation = operation_new(vm, &lock_enter_def, args[0], VALUE_ABSENT, VALUE_ABSENT);
    if (operation != VALUE_ERROR)
        value_to_operation(operation)->flag = true;
    return operation;
}

static Value lock_m_exit(Vm *vm, const Value *args)
{
    return operation_new(vm, &lock_exit_def, args[0], VALUE_ABSENT, VALUE_ABSENT);
}

static Value lock_m_release(Vm *vm, const Value *args) { return lock_release(vm, value_to_lock(args[0])) ? VALUE_NONE : VALUE_ERROR; }

static Value lock_m_locked(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_bool(value_to_lock(args[0])->locked);
}

static Value lock_slot_repr(Vm *vm, Value self)
{
    const Lock *lock = value_to_lock(self);
    return waiters_repr(vm, self, lock->locked ? "locked" : "unlocked", &lock->waiters);
}

static void lock_slot_destroy(Vm *vm, Object *self)
{
    waiters_free(vm, &((Lock *)self)->waiters);
    value_drop(vm, ((Lock *)self)->loop);
    object_free(vm, self, 0);
}

static void lock_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((Lock *)self)->loop, context);
    waiters_traverse(vm, &((Lock *)self)->waiters, visit, context);
}

static void lock_slot_clear(Vm *vm, Object *self) { waiters_free(vm, &((Lock *)self)->waiters); }

static const NativeDef lock_methods[] = {
    FN(lock_m_new, "__new__(cls, /, *args, **kwargs)", NULL),
    FN(lock_m_init, "__init__(self)", NULL),
    FN(lock_m_acquire, "acquire(self, /)", "Wait until the lock is free and take it."),
    FN(lock_m_release, "release(self, /)", "Give the lock up; who waited longest goes on."),
    FN(lock_m_locked, "locked(self, /)", "Return True if the lock is acquired."),
    FN(lock_m_enter, "__aenter__(self, /)", NULL),
    FN(lock_m_exit, "__aexit__(self, exc_type, exc, tb, /)", NULL),
    {0},
};

const TypeDef lock_type_def = {
    .name = "Lock",
    .module = "asyncio.locks",
    .doc = "A lock for tasks.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(Lock),
    .slots = {.destroy = lock_slot_destroy, .traverse = lock_slot_traverse, .clear = lock_slot_clear, .repr = lock_slot_repr},
    .methods = lock_methods,
};
