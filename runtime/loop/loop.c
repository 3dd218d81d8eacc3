/* The event loop: its queue, its passes, and running until something is done. */
#include "loop/loop.h"

#include "loop/context.h"
#include "loop/handle.h"
#include "loop/operation.h"
#include "loop/report.h"
#include "loop/strand.h"
#include "loop/task.h"
#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

enum { READY_MIN = 64 };

bool value_is_loop(const Vm *vm, Value value)
{
    const Type *type = runtime_type(vm, RUNTIME_LOOP);
    return value_is_heap(value) && type && value_is_instance(vm, value, type);
}

Value loop_new(Vm *vm)
{
    Loop *loop = object_new(vm, runtime_type(vm, RUNTIME_LOOP), 0);
    if (!loop)
        return VALUE_ERROR;
    loop->exception_handler = loop->task_factory = VALUE_NONE;
    loop->drained = VALUE_ABSENT;
    return loop_value(loop);
}

/* The ready queue. ----------------------------------------------------------------- */

static COLD bool ready_grow(Vm *vm, Loop *loop)
{
    uint32_t capacity = loop->ready_capacity ? loop->ready_capacity * 2 : READY_MIN;
    ReadyItem *larger = vm_alloc(vm, capacity * sizeof *larger);
    if (!larger)
        return false;
    for (uint32_t i = 0; i < loop->ready_count; i++)
        larger[i] = loop->ready[(loop->ready_head + i) & (loop->ready_capacity - 1)];
    vm_free(vm, loop->ready, loop->ready_capacity * sizeof *loop->ready);
    loop->ready = larger;
    loop->ready_capacity = capacity;
    loop->ready_head = 0;
    return true;
}

bool loop_ready_take(Vm *vm, Loop *loop, ReadyFunction run, Value target, Value argument)
{
    if (UNLIKELY(loop->ready_count == loop->ready_capacity) && !ready_grow(vm, loop)) {
        value_drop(vm, target);
        value_drop(vm, argument);
        return false;
    }
    ASSERT(run != NULL && value_is_heap(target));
    uint32_t at = (loop->ready_head + loop->ready_count++) & (loop->ready_capacity - 1);
    loop->ready[at] = (ReadyItem){run, target, argument};
    if (UNLIKELY(loop->sleeper.first != NULL))
        strand_wake_all(vm, &loop->sleeper);
    return true;
}

/* Which of the ready items is next: the first.  Other orders would go here. */
static ReadyItem ready_take_next(Loop *loop)
{
    ASSERT(loop->ready_count > 0);
    ReadyItem item = loop->ready[loop->ready_head];
    loop->ready_head = (loop->ready_head + 1) & (loop->ready_capacity - 1);
    loop->ready_count--;
    return item;
}

static void ready_clear(Vm *vm, Loop *loop)
{
    while (loop->ready_count) {
        ReadyItem item = ready_take_next(loop);
        value_drop(vm, item.target);
        value_drop(vm, item.argument);
    }
}

double loop_time(const Vm *vm) { return now_monotonic(vm); }

bool loop_add_timer(Vm *vm, Loop *loop, double deadline, ReadyFunction fire, Value target)
{
    return timer_add(vm, &loop->timers, deadline, fire, target);
}

/* Which loop. ------------------------------------------------------------------------ */

Value loop_running_borrow(Vm *vm)
{
    Value running = vm->runtime->running_loop;
    if (LIKELY(running != VALUE_ABSENT))
        return running;
    return raise_error(vm, TYPE_RUNTIME_ERROR, "no running event loop");
}

Value loop_current_borrow(Vm *vm)
{
    const Runtime *rt = vm->runtime;
    if (rt->running_loop != VALUE_ABSENT)
        return rt->running_loop;
    if (rt->event_loop != VALUE_ABSENT)
        return rt->event_loop;
    return raise_error(vm, TYPE_RUNTIME_ERROR, "There is no current event loop in thread 'MainThread'.");
}

bool loop_check_open(Vm *vm, const Loop *loop)
{
    return !loop->closed || raise_false(vm, TYPE_RUNTIME_ERROR, "Event loop is closed");
}

/* Passes. ------------------------------------------------------------------------------ */

/* Runs what is ready now, and nothing that becomes ready meanwhile. */
static bool run_generation(Vm *vm, Loop *loop)
{
    for (uint32_t left = loop->ready_count; left > 0 && loop->ready_count; left--) {
        ASSERT(vm->pending == VALUE_ABSENT);
        ReadyItem item = ready_take_next(loop);
        if (UNLIKELY(!item.run(vm, item.target, item.argument)))
            return false;
    }
    return true;
}

static bool run_passes(Vm *vm, Loop *loop)
{
    do {
        if (!loop_poll(vm, loop) || !run_generation(vm, loop))
            return false;
    } while (!loop->stopping);
    return true;
}

static bool check_can_run(Vm *vm, const Loop *loop)
{
    if (!loop_check_open(vm, loop))
        return false;
    if (loop->running)
        return raise_false(vm, TYPE_RUNTIME_ERROR, "This event loop is already running");
    if (vm->runtime->running_loop != VALUE_ABSENT)
        return raise_false(vm, TYPE_RUNTIME_ERROR, "Cannot run the event loop while another loop is running");
    return true;
}

bool loop_run_forever(Vm *vm, Value self)
{
    Loop *loop = value_to_loop(self);
    Runtime *rt = vm->runtime;
    if (!check_can_run(vm, loop))
        return false;
    loop->running = true;
    rt->running_loop = value_share(self);
    /* A loop that runs inside a task's step must not take that for its own. */
    Task *outer = rt->current_task;
    rt->current_task = NULL;
    bool good = run_passes(vm, loop);
    ASSERT(rt->running_loop == self && loop->running);
    rt->current_task = outer;
    loop->stopping = false;
    loop->running = false;
    rt->running_loop = VALUE_ABSENT;
    value_drop(vm, self);
    return good;
}

/* Ready-queue function: what run_until_complete() waited for is done. */
static bool stop_loop(Vm *vm, Value target, Value future)
{
    Future *done = value_to_future(future);
    /* KeyboardInterrupt and SystemExit have left the loop already. */
    bool left = done->failed && (value_is_instance(vm, done->result, vm->types[TYPE_SYSTEM_EXIT]) ||
                                 value_is_instance(vm, done->result, vm->types[TYPE_KEYBOARD_INTERRUPT]));
    if (!left)
        value_to_loop(target)->stopping = true;
    value_drop(vm, target);
    value_drop(vm, future);
    return true;
}

static Value complete(Vm *vm, Value self, Value future, bool own_task)
{
    Future *awaited = value_to_future(future);
    if (own_task)
        awaited->log_destroy_pending = false;
    if (!future_add_callback(vm, awaited, stop_loop, self))
        return VALUE_ERROR;
    bool good = loop_run_forever(vm, self);
    future_remove_callback(vm, awaited, stop_loop, self);
    if (!good) {
        if (own_task && future_done(awaited))
            awaited->log_traceback = false;
        return VALUE_ERROR;
    }
    if (!future_done(awaited))
        return raise_error(vm, TYPE_RUNTIME_ERROR, "Event loop stopped before Future completed.");
    return future_take_result(vm, awaited);
}

Value loop_run_until_complete(Vm *vm, Value self, Value awaitable)
{
    if (!check_can_run(vm, value_to_loop(self)))
        return VALUE_ERROR;
    bool own_task = !value_is_future(vm, awaitable);
    Value future = loop_ensure_future(vm, self, awaitable);
    if (future == VALUE_ERROR)
        return VALUE_ERROR;
    Value result = complete(vm, self, future, own_task);
    Value pending = error_take(vm);
    value_drop(vm, future);
    vm->pending = pending;
    return result;
}

/* Closing. -------------------------------------------------------------------------------- */

bool loop_close(Vm *vm, Value self)
{
    Loop *loop = value_to_loop(self);
    if (loop->running)
        return raise_false(vm, TYPE_RUNTIME_ERROR, "Cannot close a running event loop");
    if (loop->closed)
        return true;
    ASSERT(vm->runtime->running_loop != self);
    loop->closed = true;
    ready_clear(vm, loop);
    timer_heap_free(vm, &loop->timers);
    return true;
}

/* Tasks. ------------------------------------------------------------------------------------ */

Value loop_create_task(Vm *vm, Value self, Value coroutine, Value name, Value context)
{
    Loop *loop = value_to_loop(self);
    if (!loop_check_open(vm, loop))
        return VALUE_ERROR;
    if (LIKELY(loop->task_factory == VALUE_NONE))
        return task_new(vm, self, coroutine, name, context);
    Value args[] = {self, coroutine, context};
    Value key = str_intern_c(vm, "context");
    if (key == VALUE_ERROR)
        return VALUE_ERROR;
    Value names = tuple_new_take(vm, &key, 1);
    if (names == VALUE_ERROR)
        return VALUE_ERROR;
    bool plain = context == VALUE_NONE || context == VALUE_ABSENT;
    Value task = call_values(vm, loop->task_factory, args, 2, plain ? VALUE_ABSENT : names);
    value_drop(vm, names);
    if (task != VALUE_ERROR && name != VALUE_NONE && name != VALUE_ABSENT && value_is_task(vm, task)) {
        Value text = value_str(vm, name);
        if (text == VALUE_ERROR) {
            value_drop(vm, task);
            return VALUE_ERROR;
        }
        value_replace_take(vm, &value_to_task(task)->name, text);
    }
    return task;
}

/* A coroutine that awaits what is awaitable but no coroutine. */
static SendResult awaiting_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    if (operation->extra == VALUE_ABSENT) {
        const Type *type = value_type(vm, operation->self);
        Value iterator = type->slots.await(vm, operation->self);
        if (iterator == VALUE_ERROR)
            return SEND_ERROR;
        operation->extra = iterator;
        const Type *iterator_type = value_type(vm, iterator);
        if (!iterator_type->slots.next && !iterator_type->slots.send) {
            raise_type_error(vm, "__await__() returned non-iterator of type '%.100s'", type_name(vm, iterator_type));
            return SEND_ERROR;
        }
    }
    return awaitable_send(vm, operation->extra, sent, result);
}

static const OperationDef awaiting_operation_def = {"_wrap_awaitable", awaiting_step};

Value loop_ensure_future(Vm *vm, Value self, Value awaitable)
{
    if (value_is_future(vm, awaitable)) {
        if (self != VALUE_ABSENT && value_to_future(awaitable)->loop != self)
            return raise_value_error(vm, "The future belongs to a different loop than the one specified as the loop argument");
        return value_share(awaitable);
    }
    bool coroutine = value_is_any_coroutine(vm, awaitable);
    if (!coroutine && !value_type(vm, awaitable)->slots.await)
        return raise_type_error(vm, "An asyncio.Future, a coroutine or an awaitable is required");
    Value loop = self == VALUE_ABSENT ? loop_current_borrow(vm) : self;
    if (loop == VALUE_ERROR)
        return VALUE_ERROR;
    if (coroutine)
        return loop_create_task(vm, loop, awaitable, VALUE_NONE, VALUE_NONE);
    Value wrapper = operation_new(vm, &awaiting_operation_def, awaitable, VALUE_ABSENT, VALUE_ABSENT);
    if (wrapper == VALUE_ERROR)
        return VALUE_ERROR;
    Value task = loop_create_task(vm, loop, wrapper, VALUE_NONE, VALUE_NONE);
    value_drop(vm, wrapper);
    return task;
}

/* Life. ---------------------------------------------------------------------------------------- */

static void loop_slot_destroy(Vm *vm, Object *self)
{
    Loop *loop = (Loop *)self;
    ready_clear(vm, loop);
    vm_free(vm, loop->ready, loop->ready_capacity * sizeof *loop->ready);
    timer_heap_free(vm, &loop->timers);
    value_drop(vm, loop->exception_handler);
    value_drop(vm, loop->task_factory);
    value_drop(vm, loop->drained);
    object_free(vm, self, 0);
}

static void loop_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    Loop *loop = (Loop *)self;
    for (uint32_t i = 0; i < loop->ready_count; i++) {
        const ReadyItem *item = &loop->ready[(loop->ready_head + i) & (loop->ready_capacity - 1)];
        visit(vm, item->target, context);
        visit(vm, item->argument, context);
    }
    for (size_t i = 0; i < loop->timers.count; i++)
        visit(vm, loop->timers.entries[i].target, context);
    visit(vm, loop->exception_handler, context);
    visit(vm, loop->task_factory, context);
    visit(vm, loop->drained, context);
}

static void loop_slot_clear(Vm *vm, Object *self)
{
    Loop *loop = (Loop *)self;
    ready_clear(vm, loop);
    timer_heap_free(vm, &loop->timers);
    value_replace_take(vm, &loop->exception_handler, VALUE_NONE);
    value_replace_take(vm, &loop->task_factory, VALUE_NONE);
    value_clear(vm, &loop->drained);
}

static Value loop_slot_repr(Vm *vm, Value self)
{
    const Loop *loop = value_to_loop(self);
    return format_text(vm, "<%T running=%s closed=%s debug=%s>", self, loop->running ? "True" : "False",
                       loop->closed ? "True" : "False", loop->debug ? "True" : "False");
}

const TypeDef loop_type_def = {
    .name = "_UnixSelectorEventLoop",
    .module = "asyncio.unix_events",
    .doc = "The event loop.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(Loop),
    .slots = {.destroy = loop_slot_destroy, .traverse = loop_slot_traverse, .clear = loop_slot_clear,
              .repr = loop_slot_repr},
    .methods = loop_methods,
};
