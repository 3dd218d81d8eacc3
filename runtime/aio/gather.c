/* asyncio.gather().
 *
 * The gathering future holds its children and they hold it in their callbacks, until
 * it is done. */
#include "aio/gather.h"

#include "loop/loop.h"
#include "loop/task.h"
#include "object/call.h"
#include "object/container.h"
#include "object/exception.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

typedef struct {
    Future future;
    Value children; /* list of futures, one an argument; VALUE_ABSENT once done */
    uint32_t unique, finished; /* different children, and how many of them are done */
    bool return_exceptions, cancel_requested;
} Gather;

static Gather *value_to_gather(Value value) { return value_object(value); }

/* What stands in the results for a child that is done. */
static Value child_outcome(Vm *vm, Future *child)
{
    child->log_traceback = false;
    if (child->state != FUTURE_CANCELLED)
        return value_share(child->result);
    Value message = child->cancel_message == VALUE_ABSENT ? value_share(vm->empty_str) : value_share(child->cancel_message);
    Value exception = exception_new(vm, vm->types[TYPE_CANCELLED_ERROR], &message, 1);
    value_drop(vm, message);
    return exception;
}

static Value collect_results(Vm *vm, Gather *gather)
{
    const List *children = value_to_list(gather->children);
    Value results = list_new(vm, NULL, 0);
    if (results == VALUE_ERROR || !list_reserve(vm, value_to_list(results), children->count))
        return results;
    for (size_t i = 0; i < children->count; i++) {
        Value outcome = child_outcome(vm, value_to_future(children->items[i]));
        if (outcome == VALUE_ERROR || !list_append_take(vm, results, outcome)) {
            value_drop(vm, results);
            return VALUE_ERROR;
        }
    }
    return results;
}

/* Resolves the gather by an exception (owned, or VALUE_ERROR: the pending one). */
static void fail_take(Vm *vm, Gather *gather, Value exception)
{
    if (exception == VALUE_ERROR)
        exception = error_take(vm);
    future_set_exception_take(vm, &gather->future, exception);
    value_clear(vm, &gather->children);
}

static void settle(Vm *vm, Gather *gather)
{
    const List *children = value_to_list(gather->children);
    Value results = collect_results(vm, gather);
    if (results == VALUE_ERROR) {
        fail_take(vm, gather, VALUE_ERROR);
    } else if (gather->cancel_requested) {
        value_drop(vm, results);
        /* The last argument's message, as CPython has it. */
        fail_take(vm, gather, future_make_cancelled(vm, value_to_future(children->items[children->count - 1])));
    } else {
        future_set_result_take(vm, &gather->future, results);
        value_clear(vm, &gather->children);
    }
}

static void child_done(Vm *vm, Gather *gather, Future *child)
{
    ASSERT(future_done(child) && gather->finished < gather->unique);
    gather->finished++;
    if (future_done(&gather->future)) {
        child->log_traceback = false;
        return;
    }
    if (!gather->return_exceptions) {
        if (child->state == FUTURE_CANCELLED) {
            fail_take(vm, gather, future_make_cancelled(vm, child));
            return;
        }
        if (child->failed) {
            child->log_traceback = false;
            fail_take(vm, gather, value_share(child->result));
            return;
        }
    }
    if (gather->finished == gather->unique)
        settle(vm, gather);
}

/* Ready-queue function. */
static bool on_child_done(Vm *vm, Value target, Value child)
{
    child_done(vm, value_to_gather(target), value_to_future(child));
    value_drop(vm, child);
    value_drop(vm, target);
    return true;
}

/* Making. ------------------------------------------------------------------------- */

/* Few arguments are searched one by one, many through a dict from argument to future. */
enum { LINEAR_MAX = 8 };

typedef struct {
    const Value *items;
    Value seen; /* dict; VALUE_ABSENT for few */
    Value loop; /* borrowed; VALUE_ABSENT until known */
} Arguments;

/* The future that an earlier, equal argument got (borrowed), or VALUE_ABSENT. */
static Value find_earlier(Vm *vm, const Arguments *arguments, const List *children, size_t index)
{
    if (arguments->seen != VALUE_ABSENT)
        return dict_get_borrow(vm, arguments->seen, arguments->items[index]);
    for (size_t i = 0; i < index; i++) {
        if (arguments->items[i] == arguments->items[index])
            return children->items[i];
    }
    return VALUE_ABSENT;
}

static bool add_child(Vm *vm, Gather *gather, Arguments *arguments, size_t index, Value done_now)
{
    List *children = value_to_list(gather->children);
    Value item = arguments->items[index];
    Value earlier = find_earlier(vm, arguments, children, index);
    if (earlier == VALUE_ERROR)
        return false;
    if (earlier != VALUE_ABSENT)
        return list_append(vm, gather->children, earlier);
    Value child = loop_ensure_future(vm, arguments->loop, item);
    if (child == VALUE_ERROR)
        return false;
    if (arguments->loop == VALUE_ABSENT)
        arguments->loop = value_to_future(child)->loop;
    if (child != item)
        value_to_future(child)->log_destroy_pending = false;
    gather->unique++;
    bool good = arguments->seen == VALUE_ABSENT || dict_set(vm, arguments->seen, item, child);
    if (good && future_done(value_to_future(child)))
        good = list_append(vm, done_now, child);
    else if (good)
        good = future_add_callback(vm, value_to_future(child), on_child_done, future_value(&gather->future));
    return list_append_take(vm, gather->children, child) && good;
}

static Gather *gather_make(Vm *vm, Value loop, bool return_exceptions)
{
    Value children = list_new(vm, NULL, 0);
    Gather *gather = children == VALUE_ERROR ? NULL : object_new(vm, runtime_type(vm, RUNTIME_GATHER), 0);
    if (!gather) {
        if (children != VALUE_ERROR)
            value_drop(vm, children);
        return NULL;
    }
    future_init(&gather->future, loop);
    gather->children = children;
    gather->return_exceptions = return_exceptions;
    return gather;
}

/* Nothing to wait for: a plain future that is done. */
static Value gather_nothing(Vm *vm, Value loop)
{
    if (loop == VALUE_ABSENT)
        loop = loop_current_borrow(vm);
    Value future = loop == VALUE_ERROR ? VALUE_ERROR : future_new(vm, loop);
    Value empty = future == VALUE_ERROR ? VALUE_ERROR : list_new(vm, NULL, 0);
    if (empty != VALUE_ERROR)
        future_set_result_take(vm, value_to_future(future), empty);
    return future;
}

/* Adds every argument and counts those done already.  Consumes the gather on failure. */
static bool add_children(Vm *vm, Gather *gather, Arguments *arguments, size_t count)
{
    Value done_now = list_new(vm, NULL, 0);
    bool good = done_now != VALUE_ERROR;
    for (size_t i = 0; good && i < count; i++)
        good = add_child(vm, gather, arguments, i, done_now);
    if (good)
        value_replace_take(vm, &gather->future.loop, value_share(arguments->loop));
    for (size_t i = 0; good && i < value_to_list(done_now)->count; i++)
        child_done(vm, gather, value_to_future(value_to_list(done_now)->items[i]));
    if (done_now != VALUE_ERROR)
        value_drop(vm, done_now);
    return good;
}

/* The loop of the first future among the arguments, borrowed. */
static Value loop_of(Vm *vm, const Value *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (value_is_future(vm, items[i]))
            return value_to_future(items[i])->loop;
    }
    return loop_current_borrow(vm);
}

Value gather_new(Vm *vm, Value loop, const Value *items, size_t count, bool return_exceptions)
{
    if (!count)
        return gather_nothing(vm, loop);
    if (loop == VALUE_ABSENT)
        loop = loop_of(vm, items, count);
    Arguments arguments = {items, VALUE_ABSENT, loop};
    if (loop != VALUE_ERROR && count > LINEAR_MAX)
        arguments.seen = dict_new_sized(vm, count);
    Gather *gather = loop == VALUE_ERROR || arguments.seen == VALUE_ERROR ? NULL : gather_make(vm, loop, return_exceptions);
    bool good = gather && add_children(vm, gather, &arguments, count);
    if (arguments.seen != VALUE_ERROR)
        value_drop(vm, arguments.seen);
    if (good)
        return future_value(&gather->future);
    if (gather) {
        Value pending = error_take(vm);
        value_drop(vm, future_value(&gather->future));
        vm->pending = pending;
    }
    return VALUE_ERROR;
}

Value gather_m_gather(Vm *vm, const Value *args)
{
    int return_exceptions = value_truth(vm, args[1]);
    if (return_exceptions < 0)
        return VALUE_ERROR;
    const Tuple *items = value_to_tuple(args[0]);
    return gather_new(vm, VALUE_ABSENT, items->items, items->count, return_exceptions);
}

/* Cancelling. ------------------------------------------------------------------------ */

static Value gather_m_cancel(Vm *vm, const Value *args)
{
    Gather *gather = value_to_gather(args[0]);
    if (future_done(&gather->future))
        return VALUE_FALSE;
    Value children = value_share(gather->children);
    bool any = false;
    for (size_t i = 0; i < value_to_list(children)->count; i++) {
        int cancelled = future_cancel_any(vm, value_to_list(children)->items[i], args[1]);
        if (cancelled < 0) {
            value_drop(vm, children);
            return VALUE_ERROR;
        }
        any |= cancelled;
    }
    value_drop(vm, children);
    gather->cancel_requested |= any;
    return value_from_bool(any);
}

static void gather_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((Gather *)self)->children);
    future_slot_destroy(vm, self);
}

static void gather_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((Gather *)self)->children, context);
    future_slot_traverse(vm, self, visit, context);
}

static void gather_slot_clear(Vm *vm, Object *self)
{
    value_clear(vm, &((Gather *)self)->children);
    future_slot_clear(vm, self);
}

static const NativeDef gather_methods[] = {
    FN(gather_m_cancel, "cancel(self, msg=None)", "Cancel all children."),
    {0},
};

const TypeDef gather_type_def = {
    .name = "_GatheringFuture",
    .module = "asyncio.tasks",
    .flags = TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(Gather),
    .slots = {.destroy = gather_slot_destroy, .traverse = gather_slot_traverse, .clear = gather_slot_clear},
    .methods = gather_methods,
};
