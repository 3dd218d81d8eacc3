/* asyncio.wait() and shield(). */
#include "aio/gather.h"
#include "loop/loop.h"
#include "loop/report.h"
#include "loop/task.h"
#include "object/call.h"
#include "object/container.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

/* wait() ----------------------------------------------------------------------------
 * self is the collection, then the set of futures; argument (timeout, return_when);
 * number how many are not done. */

enum { WAIT_NEW, WAIT_ALL, WAIT_FIRST, WAIT_FIRST_EXCEPTION };

static void release(Vm *vm, Operation *operation)
{
    if (operation->waiter == VALUE_ABSENT)
        return;
    Future *waiter = value_to_future(operation->waiter);
    if (!future_done(waiter))
        future_set_result_take(vm, waiter, VALUE_NONE);
}

static void forget_timer(Vm *vm, Operation *operation)
{
    if (operation->timer && operation->waiter != VALUE_ABSENT)
        timer_forget(vm, &value_to_loop(value_to_future(operation->waiter)->loop)->timers, value_from_object(operation));
}

/* Ready-queue functions. */
static bool on_done(Vm *vm, Value target, Value future)
{
    Operation *operation = value_to_operation(target);
    const Future *done = value_to_future(future);
    operation->number--;
    bool failed = operation->stage == WAIT_FIRST_EXCEPTION && done->failed;
    if (failed)
        value_to_future(future)->log_traceback = false;
    if (operation->number <= 0 || operation->stage == WAIT_FIRST || failed) {
        forget_timer(vm, operation);
        release(vm, operation);
    }
    value_drop(vm, target);
    value_drop(vm, future);
    return true;
}

static bool on_timeout(Vm *vm, Value target, Value unused)
{
    (void)unused;
    release(vm, value_to_operation(target));
    value_drop(vm, target);
    return true;
}

static bool check_futures(Vm *vm, Value set)
{
    size_t position = 0;
    Value item;
    while (set_walk(set, &position, &item)) {
        if (value_is_any_coroutine(vm, item))
            return raise_false(vm, TYPE_TYPE_ERROR, "Passing coroutines is forbidden, use tasks explicitly.");
        if (!value_is_future(vm, item))
            return raise_false(vm, TYPE_TYPE_ERROR, "An asyncio.Future, a coroutine or an awaitable is required");
    }
    return true;
}

static bool settle_mode(Vm *vm, Operation *operation, Value mode)
{
    bool text = value_is_str(vm, mode);
    if (text && str_equals_c(mode, "ALL_COMPLETED"))
        operation->stage = WAIT_ALL;
    else if (text && str_equals_c(mode, "FIRST_COMPLETED"))
        operation->stage = WAIT_FIRST;
    else if (text && str_equals_c(mode, "FIRST_EXCEPTION"))
        operation->stage = WAIT_FIRST_EXCEPTION;
    else
        return raise_false(vm, TYPE_VALUE_ERROR, "Invalid return_when value: %V", mode);
    return true;
}

static bool start_timer(Vm *vm, Operation *operation, Value timeout)
{
    double seconds;
    if (timeout == VALUE_NONE)
        return true;
    if (!value_to_double(vm, timeout, &seconds))
        return false;
    Loop *loop = value_to_loop(value_to_future(operation->waiter)->loop);
    return loop_add_timer(vm, loop, loop_time(vm) + seconds, on_timeout, value_from_object(operation));
}

static bool begin_wait(Vm *vm, Operation *operation)
{
    Value given = operation->self;
    const Tuple *settings = value_to_tuple(operation->argument);
    if (value_is_future(vm, given) || value_is_any_coroutine(vm, given))
        return raise_false(vm, TYPE_TYPE_ERROR, "expect a list of futures, not %T", given);
    int truth = value_truth(vm, given);
    if (truth < 0)
        return false;
    if (!truth)
        return raise_false(vm, TYPE_VALUE_ERROR, "Set of Tasks/Futures is empty.");
    if (!settle_mode(vm, operation, settings->items[1]))
        return false;
    Value set = set_from(vm, given);
    if (set == VALUE_ERROR)
        return false;
    value_replace_take(vm, &operation->self, set);
    if (!check_futures(vm, set) || !operation_make_waiter(vm, operation) || !start_timer(vm, operation, settings->items[0]))
        return false;
    operation->number = (int32_t)value_to_set(set)->count;
    size_t position = 0;
    Value item;
    while (set_walk(set, &position, &item)) {
        if (!future_add_callback(vm, value_to_future(item), on_done, value_from_object(operation)))
            return false;
    }
    return true;
}

static void end_wait(Vm *vm, Operation *operation)
{
    size_t position = 0;
    Value item;
    while (set_walk(operation->self, &position, &item))
        future_remove_callback(vm, value_to_future(item), on_done, value_from_object(operation));
}

/* (done, pending) */
static Value split(Vm *vm, Value futures)
{
    Value done = set_new(vm), pending = set_new(vm), item;
    size_t position = 0;
    bool good = done != VALUE_ERROR && pending != VALUE_ERROR;
    while (good && set_walk(futures, &position, &item))
        good = set_add(vm, future_done(value_to_future(item)) ? done : pending, item);
    if (good)
        return tuple_pair_take(vm, done, pending);
    value_drop(vm, done == VALUE_ERROR ? VALUE_NONE : done);
    value_drop(vm, pending == VALUE_ERROR ? VALUE_NONE : pending);
    return VALUE_ERROR;
}

static SendResult wait_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    if (operation->stage == WAIT_NEW) {
        if (!begin_wait(vm, operation))
            return SEND_ERROR;
        return operation_wait(vm, operation, result);
    }
    if (sent == VALUE_ERROR || future_done(value_to_future(operation->waiter)))
        forget_timer(vm, operation);
    SendResult outcome = operation_resume(vm, operation, sent, result);
    if (outcome == SEND_YIELD)
        return outcome;
    end_wait(vm, operation);
    if (outcome == SEND_ERROR)
        return outcome;
    value_drop(vm, *result);
    *result = split(vm, operation->self);
    return *result == VALUE_ERROR ? SEND_ERROR : SEND_RETURN;
}

static const OperationDef wait_def = {"wait", wait_step};

Value wait_m_wait(Vm *vm, const Value *args)
{
    Value settings = tuple_new(vm, args + 1, 2);
    if (settings == VALUE_ERROR)
        return VALUE_ERROR;
    Value operation = operation_new(vm, &wait_def, args[0], settings, VALUE_ABSENT);
    value_drop(vm, settings);
    return operation;
}

/* shield() ------------------------------------------------------------------------------- */

static void shield_failed(Vm *vm, Future *inner)
{
    Value text = format_text(vm, "%T exception in shielded future", future_value(inner));
    if (text == VALUE_ERROR) {
        error_clear(vm);
        return;
    }
    report_problem(vm, inner->loop, value_to_str(text)->bytes, inner->result, "future", future_value(inner));
    value_drop(vm, text);
}

/* Ready-queue function: the inner future is done; target is the outer one. */
static bool on_inner_done(Vm *vm, Value target, Value future)
{
    Future *outer = value_to_future(target), *inner = value_to_future(future);
    if (outer->state == FUTURE_CANCELLED) {
        inner->log_traceback = false;
    } else if (!future_done(outer)) {
        if (inner->state == FUTURE_CANCELLED) {
            future_cancel(vm, outer, VALUE_ABSENT);
        } else if (inner->failed) {
            inner->log_traceback = false;
            future_set_exception_take(vm, outer, value_share(inner->result));
        } else {
            future_set_result_take(vm, outer, value_share(inner->result));
        }
    }
    value_drop(vm, target);
    value_drop(vm, future);
    return true;
}

/* Ready-queue function: the outer future is done, which may be by a cancellation; target
 * is the inner one. */
static bool on_outer_done(Vm *vm, Value target, Value future)
{
    Future *inner = value_to_future(target);
    if (!future_done(inner))
        future_remove_callback(vm, inner, on_inner_done, future);
    value_drop(vm, target);
    value_drop(vm, future);
    return true;
}

Value wait_m_shield(Vm *vm, const Value *args)
{
    (void)shield_failed;
    Value inner = loop_ensure_future(vm, VALUE_ABSENT, args[0]);
    if (inner == VALUE_ERROR || future_done(value_to_future(inner)))
        return inner;
    Value outer = future_new(vm, value_to_future(inner)->loop);
    if (outer == VALUE_ERROR || !future_add_callback(vm, value_to_future(inner), on_inner_done, outer) ||
        !future_add_callback(vm, value_to_future(outer), on_outer_done, inner)) {
        value_drop(vm, outer == VALUE_ERROR ? VALUE_NONE : outer);
        outer = VALUE_ERROR;
    }
    value_drop(vm, inner);
    return outer;
}
