/* asyncio.as_completed(): an iterator, plain or asynchronous, over what finishes.
 *
 * Futures that are done go into a queue; each step of the iteration takes one out. */
#include "aio/gather.h"
#include "aio/queue.h"
#include "loop/loop.h"
#include "object/call.h"
#include "object/container.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/type.h"

/* begins as TimerTarget */
typedef struct {
    Object object;
    uint64_t timer;
    Value loop, queue;
    Value todo;   /* dict whose keys are the futures that are not done */
    size_t left;  /* steps that remain */
} AsCompleted;

static AsCompleted *value_to_as_completed(Value value) { return value_object(value); }

/* Ready-queue functions. -------------------------------------------------------------- */

static bool on_done(Vm *vm, Value target, Value future)
{
    AsCompleted *all = value_to_as_completed(target);
    int removed = dict_delete(vm, all->todo, future);
    bool good = removed >= 0 && (!removed || queue_put_now(vm, all->queue, future));
    if (!value_to_dict(all->todo)->count)
        timer_forget(vm, &value_to_loop(all->loop)->timers, target);
    value_drop(vm, target);
    value_drop(vm, future);
    return good;
}

static bool on_timeout(Vm *vm, Value target, Value unused)
{
    (void)unused;
    AsCompleted *all = value_to_as_completed(target);
    uint32_t position = 0;
    Value future, nothing;
    bool good = true;
    while (good && dict_walk(all->todo, &position, &future, &nothing)) {
        future_remove_callback(vm, value_to_future(future), on_done, target);
        good = queue_put_now(vm, all->queue, VALUE_NONE);
    }
    dict_clear(vm, all->todo);
    value_drop(vm, target);
    return good;
}

/* Stepping. ------------------------------------------------------------------------------ */

/* flag: give the future's result, not the future.  extra is the queue's get() under way. */
static SendResult step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    AsCompleted *all = value_to_as_completed(operation->self);
    if (operation->extra == VALUE_ABSENT) {
        if (!operation->flag) {
            if (!all->left) {
                raise_error(vm, TYPE_STOP_ASYNC_ITERATION, NULL);
                return SEND_ERROR;
            }
            all->left--;
        }
        Value getting = queue_get_operation(vm, all->queue);
        if (getting == VALUE_ERROR)
            return SEND_ERROR;
        operation->extra = getting;
    }
    SendResult outcome = operation_send(vm, value_to_operation(operation->extra), sent, result);
    if (outcome != SEND_RETURN)
        return outcome;
    if (*result == VALUE_NONE) {
        raise_error(vm, TYPE_TIMEOUT_ERROR, NULL);
        return SEND_ERROR;
    }
    if (!operation->flag)
        return SEND_RETURN;
    Value future = *result;
    *result = future_take_result(vm, value_to_future(future));
    value_drop(vm, future);
    return *result == VALUE_ERROR ? SEND_ERROR : SEND_RETURN;
}

static const OperationDef next_def = {"_AsCompletedIterator._wait_for_one", step};
static const OperationDef anext_def = {"_AsCompletedIterator.__anext__", step};

static Value as_completed_slot_next(Vm *vm, Value self)
{
    AsCompleted *all = value_to_as_completed(self);
    if (!all->left)
        return VALUE_DONE;
    Value operation = operation_new(vm, &next_def, self, VALUE_ABSENT, VALUE_ABSENT);
    if (operation != VALUE_ERROR) {
        all->left--;
        value_to_operation(operation)->flag = true;
    }
    return operation;
}

static Value as_completed_slot_anext(Vm *vm, Value self) { return operation_new(vm, &anext_def, self, VALUE_ABSENT, VALUE_ABSENT); }

static Value as_completed_slot_self(Vm *vm, Value self)
{
    (void)vm;
    return value_share(self);
}

/* Making. ---------------------------------------------------------------------------------- */

static Value as_completed_new(Vm *vm, Value loop)
{
    AsCompleted *all = object_new(vm, runtime_type(vm, RUNTIME_AS_COMPLETED), 0);
    if (!all)
        return VALUE_ERROR;
    all->loop = value_share(loop);
    all->queue = all->todo = VALUE_ABSENT;
    Value queue = queue_new(vm), todo = dict_new(vm), self = value_from_object(all);
    if (queue != VALUE_ERROR)
        all->queue = queue;
    if (todo != VALUE_ERROR)
        all->todo = todo;
    if (queue != VALUE_ERROR && todo != VALUE_ERROR)
        return self;
    value_drop(vm, self);
    return VALUE_ERROR;
}

/* Adds the future of one awaitable; context is the AsCompleted, its todo maps awaitables
 * to futures meanwhile. */
static bool add_awaitable(Vm *vm, Value awaitable, void *context)
{
    AsCompleted *all = context;
    Value known = dict_get_borrow(vm, all->todo, awaitable);
    if (known != VALUE_ABSENT)
        return known != VALUE_ERROR;
    Value future = loop_ensure_future(vm, all->loop, awaitable);
    bool good = future != VALUE_ERROR && dict_set(vm, all->todo, awaitable, future);
    value_drop(vm, future == VALUE_ERROR ? VALUE_NONE : future);
    return good;
}

/* todo becomes a dict of futures, each with its callback. */
static bool begin(Vm *vm, Value self)
{
    AsCompleted *all = value_to_as_completed(self);
    Value futures = dict_new(vm), awaitable, future;
    bool good = futures != VALUE_ERROR;
    uint32_t position = 0;
    while (good && dict_walk(all->todo, &position, &awaitable, &future))
        good = dict_set(vm, futures, future, VALUE_NONE);
    if (futures == VALUE_ERROR)
        return false;
    value_replace_take(vm, &all->todo, futures);
    all->left = value_to_dict(futures)->count;
    position = 0;
    while (good && dict_walk(futures, &position, &future, &awaitable))
        good = future_add_callback(vm, value_to_future(future), on_done, self);
    return good;
}

Value as_completed_m_as_completed(Vm *vm, const Value *args)
{
    double seconds = 0;
    if (value_is_future(vm, args[0]) || value_is_any_coroutine(vm, args[0]))
        return raise_type_error(vm, "expects an iterable of awaitables, not %T", args[0]);
    if (args[1] != VALUE_NONE && !value_to_double(vm, args[1], &seconds))
        return VALUE_ERROR;
    Value loop = loop_current_borrow(vm);
    Value self = loop == VALUE_ERROR ? VALUE_ERROR : as_completed_new(vm, loop);
    if (self == VALUE_ERROR)
        return VALUE_ERROR;
    AsCompleted *all = value_to_as_completed(self);
    bool good = value_each(vm, args[0], add_awaitable, all) && begin(vm, self);
    if (good && all->left && args[1] != VALUE_NONE)
        good = loop_add_timer(vm, value_to_loop(loop), loop_time(vm) + seconds, on_timeout, self);
    if (good)
        return self;
    value_drop(vm, self);
    return VALUE_ERROR;
}

static void as_completed_slot_destroy(Vm *vm, Object *self)
{
    AsCompleted *all = (AsCompleted *)self;
    value_drop(vm, all->loop);
    value_drop(vm, all->queue);
    value_drop(vm, all->todo);
    object_free(vm, self, 0);
}

static void as_completed_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    AsCompleted *all = (AsCompleted *)self;
    visit(vm, all->loop, context);
    visit(vm, all->queue, context);
    visit(vm, all->todo, context);
}

const TypeDef as_completed_type_def = {
    .name = "_AsCompletedIterator",
    .module = "asyncio.tasks",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(AsCompleted),
    .slots = {.destroy = as_completed_slot_destroy, .traverse = as_completed_slot_traverse, .iter = as_completed_slot_self,
              .next = as_completed_slot_next, .aiter = as_completed_slot_self, .anext = as_completed_slot_anext},
};
