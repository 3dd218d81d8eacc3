/* asyncio.Semaphore and BoundedSemaphore.
 *
 * Waking a waiter takes its unit out of `value` already: nobody can overtake. */
#include "aio/semaphore.h"

#include "aio/waiters.h"
#include "object/call.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

typedef struct {
    Object object;
    Value loop;
    Waiters waiters;
    int64_t value, bound; /* bound: BoundedSemaphore's */
} Semaphore;

static Semaphore *value_to_semaphore(Value value) { return value_object(value); }

static Value semaphore_m_new(Vm *vm, const Value *args)
{
    Semaphore *semaphore = object_new(vm, value_to_type(args[0]), 0);
    if (!semaphore)
        return VALUE_ERROR;
    semaphore->loop = VALUE_ABSENT;
    semaphore->value = semaphore->bound = 1;
    return value_from_object(semaphore);
}

static Value semaphore_m_init(Vm *vm, const Value *args)
{
    Semaphore *semaphore = value_to_semaphore(args[0]);
    int64_t value;
    if (!value_to_i64(vm, args[1], &value))
        return VALUE_ERROR;
    if (value < 0)
        return raise_value_error(vm, "Semaphore initial value must be >= 0");
    semaphore->value = semaphore->bound = value;
    return VALUE_NONE;
}

static bool is_locked(const Semaphore *semaphore)
{
    return semaphore->value == 0 || !waiters_all_cancelled(&semaphore->waiters);
}

static bool wake_next(Vm *vm, Semaphore *semaphore)
{
    if (!waiters_wake_next(vm, &semaphore->waiters, VALUE_TRUE))
        return false;
    semaphore->value--;
    ASSERT(semaphore->value >= 0 || semaphore->waiters.count);
    return true;
}

static SendResult end_wait(Vm *vm, Semaphore *semaphore, Operation *operation, Value sent, Value *result)
{
    Value waiter = value_share(operation->waiter);
    SendResult outcome = operation_resume(vm, operation, sent, result);
    if (outcome != SEND_YIELD) {
        Value pending = error_take(vm);
        waiters_remove(vm, &semaphore->waiters, waiter);
        vm->pending = pending;
        /* Woken, but cancelled before it could run: the unit goes to somebody else. */
        if (outcome == SEND_ERROR && value_to_future(waiter)->state == FUTURE_FINISHED)
            semaphore->value++;
        while (semaphore->value > 0 && wake_next(vm, semaphore))
            ;
    }
    value_drop(vm, waiter);
    return outcome;
}

static SendResult acquire_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    Semaphore *semaphore = value_to_semaphore(operation->self);
    if (operation->waiter != VALUE_ABSENT) {
        SendResult outcome = end_wait(vm, semaphore, operation, sent, result);
        if (outcome != SEND_RETURN)
            return outcome;
        value_drop(vm, *result);
    } else if (is_locked(semaphore)) {
        return waiters_wait(vm, &semaphore->waiters, operation, &semaphore->loop, operation->self, result);
    } else {
        semaphore->value--;
    }
    *result = operation->flag ? VALUE_NONE : VALUE_TRUE;
    return SEND_RETURN;
}

static bool release(Vm *vm, Value self)
{
    Semaphore *semaphore = value_to_semaphore(self);
    bool bounded = value_is_instance(vm, self, runtime_type(vm, RUNTIME_BOUNDED_SEMAPHORE));
    if (bounded && semaphore->value >= semaphore->bound)
        return raise_false(vm, TYPE_VALUE_ERROR, "BoundedSemaphore released too many times");
    semaphore->value++;
    wake_next(vm, semaphore);
    return true;
}

static SendResult exit_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    (void)sent;
    *result = VALUE_NONE;
    return release(vm, operation->self) ? SEND_RETURN : SEND_ERROR;
}

static const OperationDef acquire_def = {"Semaphore.acquire", acquire_step};
static const OperationDef enter_def = {"_ContextManagerMixin.__aenter__", acquire_step};
static const OperationDef exit_def = {"_ContextManagerMixin.__aexit__", exit_step};

static Value semaphore_m_acquire(Vm *vm, const Value *args)
{
    return operation_new(vm, &acquire_def, args[0], VALUE_ABSENT, VALUE_ABSENT);
}

static Value semaphore_m_enter(Vm *vm, const Value *args)
{
    Value operation = operation_new(vm, &enter_def, args[0], VALUE_ABSENT, VALUE_ABSENT);
    if (operation != VALUE_ERROR)
        value_to_operation(operation)->flag = true;
    return operation;
}

static Value semaphore_m_exit(Vm *vm, const Value *args) { return operation_new(vm, &exit_def, args[0], VALUE_ABSENT, VALUE_ABSENT); }
static Value semaphore_m_release(Vm *vm, const Value *args) { return release(vm, args[0]) ? VALUE_NONE : VALUE_ERROR; }

static Value semaphore_m_locked(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_bool(is_locked(value_to_semaphore(args[0])));
}

static Value semaphore_get_value(Vm *vm, Value self) { return int_from_i64(vm, value_to_semaphore(self)->value); }

static Value semaphore_slot_repr(Vm *vm, Value self)
{
    const Semaphore *semaphore = value_to_semaphore(self);
    if (is_locked(semaphore))
        return waiters_repr(vm, self, "locked", &semaphore->waiters);
    Value text = format_text(vm, "unlocked, value:%lld", (long long)semaphore->value);
    if (text == VALUE_ERROR)
        return VALUE_ERROR;
    Value repr = waiters_repr(vm, self, value_to_str(text)->bytes, &semaphore->waiters);
    value_drop(vm, text);
    return repr;
}

static void semaphore_slot_destroy(Vm *vm, Object *self)
{
    waiters_free(vm, &((Semaphore *)self)->waiters);
    value_drop(vm, ((Semaphore *)self)->loop);
    object_free(vm, self, 0);
}

static void semaphore_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((Semaphore *)self)->loop, context);
    waiters_traverse(vm, &((Semaphore *)self)->waiters, visit, context);
}

static void semaphore_slot_clear(Vm *vm, Object *self) { waiters_free(vm, &((Semaphore *)self)->waiters); }

static const NativeDef semaphore_methods[] = {
    FN(semaphore_m_new, "__new__(cls, /, *args, **kwargs)", NULL),
    FN(semaphore_m_init, "__init__(self, value=1)", NULL),
    FN(semaphore_m_acquire, "acquire(self, /)", "Wait until a unit is free and take it."),
    FN(semaphore_m_release, "release(self, /)", "Give a unit back; who waited longest goes on."),
    FN(semaphore_m_locked, "locked(self, /)", "Return True if acquire() would have to wait."),
    FN(semaphore_m_enter, "__aenter__(self, /)", NULL),
    FN(semaphore_m_exit, "__aexit__(self, exc_type, exc, tb, /)", NULL),
    {0},
};

static const GetSetDef semaphore_getsets[] = {{"_value", semaphore_get_value, NULL, NULL}, {0}};

const TypeDef semaphore_type_def = {
    .name = "Semaphore",
    .module = "asyncio.locks",
    .doc = "A counter of free units.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(Semaphore),
    .slots = {.destroy = semaphore_slot_destroy, .traverse = semaphore_slot_traverse, .clear = semaphore_slot_clear,
              .repr = semaphore_slot_repr},
    .methods = semaphore_methods,
    .getsets = semaphore_getsets,
};

const TypeDef bounded_semaphore_type_def = {
    .name = "BoundedSemaphore",
    .module = "asyncio.locks",
    .doc = "A semaphore that cannot be released more often than it was acquired.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(Semaphore),
};
