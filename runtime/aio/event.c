/* asyncio.Event. */
#include "aio/semaphore.h"
#include "aio/waiters.h"
#include "object/raise.h"
#include "object/type.h"

typedef struct {
    Object object;
    Value loop;
    Waiters waiters;
    bool set;
} Event;

static Event *value_to_event(Value value) { return value_object(value); }

static Value event_m_new(Vm *vm, const Value *args)
{
    Event *event = object_new(vm, value_to_type(args[0]), 0);
    if (!event)
        return VALUE_ERROR;
    event->loop = VALUE_ABSENT;
    return value_from_object(event);
}

static Value event_m_init(Vm *vm, const Value *args)
{
    (void)vm;
    (void)args;
    return VALUE_NONE;
}

static SendResult wait_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    Event *event = value_to_event(operation->self);
    if (operation->waiter != VALUE_ABSENT) {
        Value waiter = value_share(operation->waiter);
        SendResult outcome = operation_resume(vm, operation, sent, result);
        if (outcome != SEND_YIELD) {
            Value pending = error_take(vm);
            waiters_remove(vm, &event->waiters, waiter);
            vm->pending = pending;
        }
        value_drop(vm, waiter);
        return outcome; /* the future's result is True */
    }
    if (!event->set)
        return waiters_wait(vm, &event->waiters, operation, &event->loop, operation->self, result);
    *result = VALUE_TRUE;
    return SEND_RETURN;
}

static const OperationDef wait_def = {"Event.wait", wait_step};

static Value event_m_wait(Vm *vm, const Value *args) { return operation_new(vm, &wait_def, args[0], VALUE_ABSENT, VALUE_ABSENT); }

static Value event_m_set(Vm *vm, const Value *args)
{
    Event *event = value_to_event(args[0]);
    if (event->set)
        return VALUE_NONE;
    event->set = true;
    for (uint32_t i = 0; i < event->waiters.count; i++) {
        Future *future = value_to_future(waiters_at(&event->waiters, i));
        if (!future_done(future))
            future_set_result_take(vm, future, VALUE_TRUE);
    }
    return VALUE_NONE;
}

static Value event_m_clear(Vm *vm, const Value *args)
{
    (void)vm;
    value_to_event(args[0])->set = false;
    return VALUE_NONE;
}

static Value event_m_is_set(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_bool(value_to_event(args[0])->set);
}

static Value event_slot_repr(Vm *vm, Value self)
{
    const Event *event = value_to_event(self);
    return waiters_repr(vm, self, event->set ? "set" : "unset", &event->waiters);
}

static void event_slot_destroy(Vm *vm, Object *self)
{
    waiters_free(vm, &((Event *)self)->waiters);
    value_drop(vm, ((Event *)self)->loop);
    object_free(vm, self, 0);
}

static void event_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((Event *)self)->loop, context);
    waiters_traverse(vm, &((Event *)self)->waiters, visit, context);
}

static void event_slot_clear(Vm *vm, Object *self) { waiters_free(vm, &((Event *)self)->waiters); }

static const NativeDef event_methods[] = {
    FN(event_m_new, "__new__(cls, /, *args, **kwargs)", NULL),
    FN(event_m_init, "__init__(self)", NULL),
    FN(event_m_wait, "wait(self, /)", "Wait until the event is set."),
    FN(event_m_set, "set(self, /)", "Set the event: everybody who waits goes on."),
    FN(event_m_clear, "clear(self, /)", "Reset the event."),
    FN(event_m_is_set, "is_set(self, /)", "Return True if the event is set."),
    {0},
};

const TypeDef event_type_def = {
    .name = "Event",
    .module = "asyncio.locks",
    .doc = "Something that happens, and that tasks wait for.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(Event),
    .slots = {.destroy = event_slot_destroy, .traverse = event_slot_traverse, .clear = event_slot_clear, .repr = event_slot_repr},
    .methods = event_methods,
};
