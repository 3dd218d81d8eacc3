/* asyncio.Queue and its relatives.
 *
 * Getters and putters that wait are futures in line; waking one takes it out of line,
 * and it looks again: what it was woken for may have gone to somebody else. */
#include "aio/queue.h"

#include "loop/errors.h"
#include "loop/loop.h"
#include "object/call.h"
#include "object/container.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"
#include "object/typing.h"

static Value queue_make(Vm *vm, Type *type)
{
    Queue *queue = object_new(vm, type, 0);
    if (!queue)
        return VALUE_ERROR;
    queue->loop = VALUE_ABSENT;
    if (type_is_subtype(type, runtime_type(vm, RUNTIME_PRIORITY_QUEUE)))
        queue->order = QUEUE_PRIORITY;
    else if (type_is_subtype(type, runtime_type(vm, RUNTIME_LIFO_QUEUE)))
        queue->order = QUEUE_LIFO;
    return value_from_object(queue);
}

Value queue_new(Vm *vm) { return queue_make(vm, runtime_type(vm, RUNTIME_QUEUE)); }
static Value queue_m_new(Vm *vm, const Value *args) { return queue_make(vm, value_to_type(args[0])); }

static Value queue_m_init(Vm *vm, const Value *args)
{
    return value_to_i64(vm, args[1], &value_to_queue(args[0])->max_size) ? VALUE_NONE : VALUE_ERROR;
}

/* The heap of a PriorityQueue, in heapq's order. ------------------------------------- */

/* Moves the item at `at` towards the root until its parent is not greater. */
static bool heap_rise(Vm *vm, Queue *queue, uint32_t at)
{
    while (at > 0) {
        uint32_t parent = (at - 1) / 2;
        int before = value_compare_bool(vm, queue->items.items[at], queue->items.items[parent], COMPARE_LT);
        if (before < 0)
            return false;
        if (!before || at >= queue->items.count)
            break;
        Value item = queue->items.items[at];
        queue->items.items[at] = queue->items.items[parent];
        queue->items.items[parent] = item;
        at = parent;
    }
    return true;
}

/* Moves the root down to a leaf along the smaller children, then up again: as heapq does,
 * so that equal items come out in the same order. */
static bool heap_sink(Vm *vm, Queue *queue)
{
    uint32_t at = 0;
    for (uint32_t child = 1; child < queue->items.count; child = 2 * at + 1) {
        Value *items = queue->items.items;
        if (child + 1 < queue->items.count) {
            int before = value_compare_bool(vm, items[child], items[child + 1], COMPARE_LT);
            if (before < 0)
                return false;
            child += !before;
        }
        items = queue->items.items;
        Value item = items[at];
        items[at] = items[child];
        items[child] = item;
        at = child;
    }
    return heap_rise(vm, queue, at);
}

/* Items. ------------------------------------------------------------------------------- */

static bool add_item(Vm *vm, Queue *queue, Value item)
{
    if (!waiters_add(vm, &queue->items, item))
        return false;
    return queue->order != QUEUE_PRIORITY || heap_rise(vm, queue, queue->items.count - 1);
}

/* Owned; there must be one.  VALUE_ERROR: comparing failed. */
static Value take_item(Vm *vm, Queue *queue)
{
    Waiters *items = &queue->items;
    ASSERT(items->count > 0 && (queue->order != QUEUE_PRIORITY || items->head == 0));
    if (queue->order == QUEUE_FIFO)
        return waiters_take_first(items);
    items->count--;
    Value last = items->items[(items->head + items->count) & (items->capacity - 1)];
    if (queue->order == QUEUE_LIFO || items->count == 0)
        return last;
    Value first = items->items[0];
    items->items[0] = last;
    if (heap_sink(vm, queue))
        return first;
    value_drop(vm, first);
    return VALUE_ERROR;
}

static bool is_full(const Queue *queue) { return queue->max_size > 0 && queue->items.count >= queue->max_size; }

static void wake_next(Vm *vm, Waiters *waiters)
{
    while (waiters->count) {
        Value first = waiters_take_first(waiters);
        bool waits = !future_done(value_to_future(first));
        if (waits)
            future_set_result_take(vm, value_to_future(first), VALUE_NONE);
        value_drop(vm, first);
        if (waits)
            return;
    }
}

static void wake_all(Vm *vm, Waiters *waiters)
{
    while (waiters->count)
        wake_next(vm, waiters);
}

bool queue_put_now(Vm *vm, Value self, Value item)
{
    Queue *queue = value_to_queue(self);
    if (queue->is_shut_down)
        return raise_runtime(vm, RUNTIME_QUEUE_SHUT_DOWN, NULL) != VALUE_ERROR;
    if (is_full(queue))
        return raise_runtime(vm, RUNTIME_QUEUE_FULL, NULL) != VALUE_ERROR;
    if (!add_item(vm, queue, item))
        return false;
    queue->unfinished++;
    wake_next(vm, &queue->getters);
    return true;
}

static Value get_now(Vm *vm, Queue *queue)
{
    if (!queue->items.count)
        return raise_runtime(vm, queue->is_shut_down ? RUNTIME_QUEUE_SHUT_DOWN : RUNTIME_QUEUE_EMPTY, NULL);
    Value item = take_item(vm, queue);
    if (item != VALUE_ERROR)
        wake_next(vm, &queue->putters);
    return item;
}

/* Waiting. ------------------------------------------------------------------------------- */

/* The wait in line is over, one way or the other; `useful` tells whether the next in line could go on. */
static SendResult end_wait(Vm *vm, Operation *operation, Waiters *line, bool (*useful)(const Queue *), Value sent, Value *result)
{
    Value waiter = value_share(operation->waiter);
    SendResult outcome = operation_resume(vm, operation, sent, result);
    if (outcome == SEND_ERROR) {
        future_cancel(vm, value_to_future(waiter), VALUE_ABSENT);
        waiters_remove(vm, line, waiter);
        if (useful(value_to_queue(operation->self)) && value_to_future(waiter)->state != FUTURE_CANCELLED)
            wake_next(vm, line);
    } else if (outcome == SEND_RETURN) {
        value_drop(vm, *result);
    }
    value_drop(vm, waiter);
    return outcome;
}

static bool has_items(const Queue *queue) { return queue->items.count > 0; }
static bool has_room(const Queue *queue) { return !is_full(queue); }

static SendResult get_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    Queue *queue = value_to_queue(operation->self);
    if (operation->waiter != VALUE_ABSENT) {
        SendResult outcome = end_wait(vm, operation, &queue->getters, has_items, sent, result);
        if (outcome != SEND_RETURN)
            return outcome;
    }
    if (!queue->items.count && !queue->is_shut_down)
        return waiters_wait(vm, &queue->getters, operation, &queue->loop, operation->self, result);
    *result = get_now(vm, queue);
    return *result == VALUE_ERROR ? SEND_ERROR : SEND_RETURN;
}

static SendResult put_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    Queue *queue = value_to_queue(operation->self);
    if (operation->waiter != VALUE_ABSENT) {
        SendResult outcome = end_wait(vm, operation, &queue->putters, has_room, sent, result);
        if (outcome != SEND_RETURN)
            return outcome;
    }
    if (is_full(queue) && !queue->is_shut_down)
        return waiters_wait(vm, &queue->putters, operation, &queue->loop, operation->self, result);
    *result = VALUE_NONE;
    return queue_put_now(vm, operation->self, operation->argument) ? SEND_RETURN : SEND_ERROR;
}

static SendResult join_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    Queue *queue = value_to_queue(operation->self);
    if (operation->waiter != VALUE_ABSENT) {
        Value waiter = value_share(operation->waiter);
        SendResult outcome = operation_resume(vm, operation, sent, result);
        if (outcome != SEND_YIELD)
            waiters_remove(vm, &queue->joiners, waiter);
        value_drop(vm, waiter);
        return outcome;
    }
    if (queue->unfinished)
        return waiters_wait(vm, &queue->joiners, operation, &queue->loop, operation->self, result);
    *result = VALUE_NONE;
    return SEND_RETURN;
}

static const OperationDef get_def = {"Queue.get", get_step};
static const OperationDef put_def = {"Queue.put", put_step};
static const OperationDef join_def = {"Queue.join", join_step};

Value queue_get_operation(Vm *vm, Value self) { return operation_new(vm, &get_def, self, VALUE_ABSENT, VALUE_ABSENT); }

/* Methods. ---------------------------------------------------------------------------------- */

static Value queue_m_get(Vm *vm, const Value *args) { return queue_get_operation(vm, args[0]); }
static Value queue_m_put(Vm *vm, const Value *args) { return operation_new(vm, &put_def, args[0], args[1], VALUE_ABSENT); }
static Value queue_m_join(Vm *vm, const Value *args) { return operation_new(vm, &join_def, args[0], VALUE_ABSENT, VALUE_ABSENT); }
static Value queue_m_get_nowait(Vm *vm, const Value *args) { return get_now(vm, value_to_queue(args[0])); }
static Value queue_m_put_nowait(Vm *vm, const Value *args) { return queue_put_now(vm, args[0], args[1]) ? VALUE_NONE : VALUE_ERROR; }

static Value queue_m_task_done(Vm *vm, const Value *args)
{
    Queue *queue = value_to_queue(args[0]);
    if (!queue->unfinished)
        return raise_value_error(vm, "task_done() called too many times");
    if (--queue->unfinished == 0)
        wake_all(vm, &queue->joiners);
    return VALUE_NONE;
}

static Value queue_m_shutdown(Vm *vm, const Value *args)
{
    Queue *queue = value_to_queue(args[0]);
    int immediate = value_truth(vm, args[1]);
    if (immediate < 0)
        return VALUE_ERROR;
    queue->is_shut_down = true;
    while (immediate && queue->items.count) {
        Value item = take_item(vm, queue);
        if (item == VALUE_ERROR)
            return VALUE_ERROR;
        value_drop(vm, item);
        if (queue->unfinished)
            queue->unfinished--;
    }
    if (immediate && !queue->unfinished)
        wake_all(vm, &queue->joiners);
    wake_all(vm, &queue->getters);
    wake_all(vm, &queue->putters);
    return VALUE_NONE;
}

static Value queue_m_qsize(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_int(value_to_queue(args[0])->items.count);
}

static Value queue_m_empty(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_bool(!value_to_queue(args[0])->items.count);
}

static Value queue_m_full(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_bool(is_full(value_to_queue(args[0])));
}

static Value queue_get_maxsize(Vm *vm, Value self) { return int_from_i64(vm, value_to_queue(self)->max_size); }

static void add_items(Vm *vm, Queue *queue, StrBuilder *builder)
{
    if (!queue->items.count)
        return;
    Value list = list_new(vm, NULL, 0);
    for (uint32_t i = 0; list != VALUE_ERROR && i < queue->items.count; i++) {
        if (!list_append(vm, list, waiters_at(&queue->items, i)))
            break;
    }
    if (list == VALUE_ERROR) {
        builder->failed = true;
        return;
    }
    builder_add_c(vm, builder, " _queue=");
    builder_add_repr(vm, builder, list);
    value_drop(vm, list);
}

static Value describe(Vm *vm, Value self, bool with_address)
{
    Queue *queue = value_to_queue(self);
    StrBuilder builder = {0};
    builder_add_format(vm, &builder, "<%T", self);
    if (with_address)
        builder_add_format(vm, &builder, " at %p", value_object(self));
    builder_add_format(vm, &builder, " maxsize=%lld", (long long)queue->max_size);
    add_items(vm, queue, &builder);
    if (queue->getters.count)
        builder_add_format(vm, &builder, " _getters[%u]", queue->getters.count);
    if (queue->putters.count)
        builder_add_format(vm, &builder, " _putters[%u]", queue->putters.count);
    if (queue->unfinished)
        builder_add_format(vm, &builder, " tasks=%lu", (unsigned long)queue->unfinished);
    builder_add_c(vm, &builder, queue->is_shut_down ? " shutdown>" : ">");
    return builder_finish(vm, &builder);
}

static Value queue_slot_repr(Vm *vm, Value self)
{
    ReprGuard guard;
    int entered = repr_enter(vm, &guard, self);
    if (entered)
        return entered < 0 ? VALUE_ERROR : str_from_c(vm, "...");
    Value text = describe(vm, self, true);
    repr_leave(vm, &guard);
    return text;
}

static Value queue_slot_str(Vm *vm, Value self) { return describe(vm, self, false); }

static void queue_slot_clear(Vm *vm, Object *self)
{
    Queue *queue = (Queue *)self;
    waiters_free(vm, &queue->items);
    waiters_free(vm, &queue->getters);
    waiters_free(vm, &queue->putters);
    waiters_free(vm, &queue->joiners);
}

static void queue_slot_destroy(Vm *vm, Object *self)
{
    queue_slot_clear(vm, self);
    value_drop(vm, ((Queue *)self)->loop);
    object_free(vm, self, 0);
}

static void queue_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    Queue *queue = (Queue *)self;
    visit(vm, queue->loop, context);
    waiters_traverse(vm, &queue->items, visit, context);
    waiters_traverse(vm, &queue->getters, visit, context);
    waiters_traverse(vm, &queue->putters, visit, context);
    waiters_traverse(vm, &queue->joiners, visit, context);
}

static const NativeDef queue_methods[] = {
    FN(queue_m_new, "__new__(cls, /, *args, **kwargs)", NULL),
    FN(queue_m_init, "__init__(self, maxsize=0)", NULL),
    FN(queue_m_get, "get(self, /)", "Remove and return an item, waiting for one."),
    FN(queue_m_put, "put(self, item)", "Put an item in, waiting for room."),
    FN(queue_m_get_nowait, "get_nowait(self, /)", "Remove and return an item, or raise QueueEmpty."),
    FN(queue_m_put_nowait, "put_nowait(self, item)", "Put an item in, or raise QueueFull."),
    FN(queue_m_join, "join(self, /)", "Wait until task_done() was called for every item."),
    FN(queue_m_task_done, "task_done(self, /)", "An item that was taken is dealt with."),
    FN(queue_m_shutdown, "shutdown(self, immediate=False)", "Let no more items in."),
    FN(queue_m_qsize, "qsize(self, /)", "Number of items in the queue."),
    FN(queue_m_empty, "empty(self, /)", "Return True if the queue is empty."),
    FN(queue_m_full, "full(self, /)", "Return True if there are maxsize items in the queue."),
    FN(generic_alias_class_getitem, "@classmethod __class_getitem__(cls, object, /)", "See PEP 585"),
    {0},
};

static const GetSetDef queue_getsets[] = {{"maxsize", queue_get_maxsize, NULL, NULL}, {0}};

const TypeDef queue_type_def = {
    .name = "Queue",
    .module = "asyncio.queues",
    .doc = "A queue for tasks: first in, first out.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(Queue),
    .slots = {.destroy = queue_slot_destroy, .traverse = queue_slot_traverse, .clear = queue_slot_clear,
              .repr = queue_slot_repr, .str = queue_slot_str},
    .methods = queue_methods,
    .getsets = queue_getsets,
};

#define RELATED_QUEUE(text, about)                                                               \
    {.name = text, .module = "asyncio.queues", .doc = about, .size = sizeof(Queue),              \
     .flags = TYPE_FLAG_BASE | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK}

const TypeDef priority_queue_type_def = RELATED_QUEUE("PriorityQueue", "A queue that gives the lowest item first.");
const TypeDef lifo_queue_type_def = RELATED_QUEUE("LifoQueue", "A queue that gives the newest item first.");
