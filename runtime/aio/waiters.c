/* Futures in line. */
#include "aio/waiters.h"

#include "loop/loop.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

bool waiters_add(Vm *vm, Waiters *waiters, Value future)
{
    ASSERT((waiters->capacity & (waiters->capacity - 1)) == 0 && waiters->count <= waiters->capacity);
    if (waiters->count == waiters->capacity) {
        uint32_t capacity = waiters->capacity ? waiters->capacity * 2 : 4;
        Value *larger = vm_alloc(vm, capacity * sizeof *larger);
        if (!larger)
            return false;
        for (uint32_t i = 0; i < waiters->count; i++)
            larger[i] = waiters_at(waiters, i);
        vm_free(vm, waiters->items, waiters->capacity * sizeof(Value));
        waiters->items = larger;
        waiters->capacity = capacity;
        waiters->head = 0;
    }
    waiters->items[(waiters->head + waiters->count++) & (waiters->capacity - 1)] = value_share(future);
    return true;
}

Value waiters_take_first(Waiters *waiters)
{
    ASSERT(waiters->count > 0);
    Value first = waiters_at(waiters, 0);
    waiters->head = (waiters->head + 1) & (waiters->capacity - 1);
    waiters->count--;
    return first;
}

void waiters_remove(Vm *vm, Waiters *waiters, Value future)
{
    uint32_t mask = waiters->capacity - 1;
    for (uint32_t i = 0; i < waiters->count; i++) {
        if (waiters_at(waiters, i) != future)
            continue;
        if (i == 0) {
            waiters->head = (waiters->head + 1) & mask;
        } else {
            for (uint32_t k = i; k + 1 < waiters->count; k++)
                waiters->items[(waiters->head + k) & mask] = waiters_at(waiters, k + 1);
        }
        waiters->count--;
        value_drop(vm, future);
        return;
    }
}

bool waiters_all_cancelled(const Waiters *waiters)
{
    for (uint32_t i = 0; i < waiters->count; i++) {
        if (value_to_future(waiters_at(waiters, i))->state != FUTURE_CANCELLED)
            return false;
    }
    return true;
}

bool waiters_wake_next(Vm *vm, Waiters *waiters, Value value)
{
    for (uint32_t i = 0; i < waiters->count; i++) {
        Future *future = value_to_future(waiters_at(waiters, i));
        if (future_done(future))
            continue;
        future_set_result_take(vm, future, value_share(value));
        return true;
    }
    return false;
}

void waiters_free(Vm *vm, Waiters *waiters)
{
    while (waiters->count)
        value_drop(vm, waiters_take_first(waiters));
    vm_free(vm, waiters->items, waiters->capacity * sizeof(Value));
    *waiters = (Waiters){0};
}

void waiters_traverse(Vm *vm, const Waiters *waiters, void (*visit)(Vm *, Value, void *), void *context)
{
    for (uint32_t i = 0; i < waiters->count; i++)
        visit(vm, waiters_at(waiters, i), context);
}

SendResult waiters_wait(Vm *vm, Waiters *waiters, Operation *operation, Value *loop, Value owner, Value *result)
{
    Value running = loop_running_borrow(vm);
    if (running == VALUE_ERROR)
        return SEND_ERROR;
    if (*loop == VALUE_ABSENT)
        *loop = value_share(running);
    if (*loop != running) {
        raise_error(vm, TYPE_RUNTIME_ERROR, "%R is bound to a different event loop", owner);
        return SEND_ERROR;
    }
    if (!operation_make_waiter(vm, operation) || !waiters_add(vm, waiters, operation->waiter))
        return SEND_ERROR;
    return operation_wait(vm, operation, result);
}

Value waiters_repr(Vm *vm, Value object, const char *extra, const Waiters *waiters)
{
    Value name = type_full_name(vm, value_type(vm, object));
    if (name == VALUE_ERROR)
        return VALUE_ERROR;
    StrBuilder builder = {0};
    builder_add_format(vm, &builder, "<%V object at %p [%s", name, value_object(object), extra);
    value_drop(vm, name);
    if (waiters->count)
        builder_add_format(vm, &builder, ", waiters:%u", waiters->count);
    builder_add_c(vm, &builder, "]>");
    return builder_finish(vm, &builder);
}
