/* anext(iterator, default): an awaitable that turns StopAsyncIteration into the
 * default.  It is an iterator over the steps of what __anext__ returned. */
#include "object/call.h"
#include "object/native.h"
#include "object/raise.h"
#include "object/type.h"
#include "object/setup.h"
#include "vm/slow.h"
#include "vm/unwind.h"

/* Without a default, the awaitable itself will do. */
static Value plain_anext(Vm *vm, Value iterator)
{
    const Type *type = value_type(vm, iterator);
    if (!type->slots.anext)
        return raise_type_error(vm, "'%.200s' object is not an async iterator", type_name(vm, type));
    return type->slots.anext(vm, iterator);
}

static Value awaited_steps(Vm *vm, Value awaitable)
{
    const Type *type = value_type(vm, awaitable);
    if (type->slots.send)
        return value_share(awaitable);
    if (!type->slots.await)
        return raise_type_error(vm, "object %.100s can't be used in 'await' expression", type_name(vm, type));
    return type->slots.await(vm, awaitable);
}

typedef struct {
    Object object;
    Value steps, fallback;
} AnextAwaitable;

static SendResult anext_finish(Vm *vm, AnextAwaitable *self, SendResult outcome, Value *result)
{
    if (outcome != SEND_ERROR || !error_matches(vm, TYPE_STOP_ASYNC_ITERATION))
        return outcome;
    error_clear(vm);
    *result = value_share(self->fallback);
    return SEND_RETURN;
}

static SendResult anext_slot_send(Vm *vm, Value self, Value sent, Value *result)
{
    AnextAwaitable *anext = value_object(self);
    return anext_finish(vm, anext, value_send(vm, anext->steps, sent, result), result);
}

static Value anext_slot_self(Vm *vm, Value self)
{
    (void)vm;
    return value_share(self);
}

static Value anext_slot_next(Vm *vm, Value self)
{
    Value result = VALUE_ABSENT;
    SendResult outcome = anext_slot_send(vm, self, VALUE_NONE, &result);
    if (outcome != SEND_RETURN)
        return outcome == SEND_YIELD ? result : VALUE_ERROR;
    value_replace_take(vm, &vm->stop_value, result == VALUE_NONE ? VALUE_ABSENT : result);
    return VALUE_DONE;
}

static Value anext_m_throw(Vm *vm, const Value *args)
{
    AnextAwaitable *anext = value_object(args[0]);
    Value result = VALUE_ABSENT;
    if (!generator_raise_thrown(vm, args + 1))
        return VALUE_ERROR;
    SendResult outcome = anext_finish(vm, anext, slow_await_throw(vm, anext->steps, &result), &result);
    if (outcome == SEND_RETURN) {
        raise_stop_iteration(vm, result);
        value_drop(vm, result);
    }
    return outcome == SEND_YIELD ? result : VALUE_ERROR;
}

static void anext_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((AnextAwaitable *)self)->steps);
    value_drop(vm, ((AnextAwaitable *)self)->fallback);
    object_free(vm, self, 0);
}

static void anext_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((AnextAwaitable *)self)->steps, context);
    visit(vm, ((AnextAwaitable *)self)->fallback, context);
}

bool anext_awaitable_type_setup(Vm *vm, Type *type)
{
    static const NativeDef methods[] = {
        FN(anext_m_throw, "throw(self, type, value=?, traceback=?, /)", "Raise an exception inside the awaitable."),
        {0},
    };
    static const TypeDef def = {
        .name = "anext_awaitable",
        .flags = TYPE_FLAG_CONTAINER,
        .size = sizeof(AnextAwaitable),
        .slots = {.destroy = anext_slot_destroy, .traverse = anext_slot_traverse, .iter = anext_slot_self,
                  .await = anext_slot_self, .next = anext_slot_next, .send = anext_slot_send},
        .methods = methods,
    };
    return type_define(vm, type, &def);
}

Value machine_anext(Vm *vm, Value iterator, Value fallback)
{
    Value awaitable = plain_anext(vm, iterator);
    if (awaitable == VALUE_ERROR || fallback == VALUE_ABSENT)
        return awaitable;
    Value steps = awaited_steps(vm, awaitable);
    value_drop(vm, awaitable);
    if (steps == VALUE_ERROR)
        return VALUE_ERROR;
    AnextAwaitable *anext = object_new(vm, vm->types[TYPE_ANEXT_AWAITABLE], 0);
    if (!anext) {
        value_drop(vm, steps);
        return VALUE_ERROR;
    }
    anext->steps = steps;
    anext->fallback = value_share(fallback);
    return value_from_object(anext);
}
