/* Sleeping.
 *
 * stage NEW → WAITING → FIRED or CANCELLED; or NEW → YIELDED for a delay of 0.
 * `self` is the delay, `argument` the result, `waiter` the task, `extra` the
 * message of a cancellation. */
#include "loop/sleep.h"

#include <math.h>

#include "loop/loop.h"
#include "loop/task.h"
#include "object/call.h"
#include "object/number.h"
#include "object/raise.h"

enum { SLEEP_NEW, SLEEP_YIELDED, SLEEP_WAITING, SLEEP_FIRED, SLEEP_CANCELLED };

/* A century: later than that is never. */
static const double sleep_forever = 3.2e9;

/* Ready-queue function: the task goes on in the next pass. */
static bool sleep_fire(Vm *vm, Value target, Value unused)
{
    (void)unused;
    Operation *sleep = value_to_operation(target);
    if (sleep->stage == SLEEP_WAITING) {
        sleep->stage = SLEEP_FIRED;
        if (sleep->waiter != VALUE_ABSENT) {
            Task *task = value_to_task(sleep->waiter);
            if (!loop_ready_take(vm, value_to_loop(task->future.loop), task_run_wakeup, value_share(sleep->waiter), VALUE_ABSENT)) {
                value_drop(vm, target);
                return false;
            }
        }
    }
    value_drop(vm, target);
    return true;
}

static SendResult yield_self(Operation *sleep, Value *result)
{
    *result = value_share(value_from_object(sleep));
    return SEND_YIELD;
}

static SendResult begin(Vm *vm, Operation *sleep, Value *result)
{
    double delay;
    if (value_is_int(sleep->self)) {
        delay = (double)value_to_int(sleep->self);
    } else if (!value_is_any_int(vm, sleep->self) && !value_is_any_float(vm, sleep->self) &&
               !value_type(vm, sleep->self)->slots.unary[UNARY_FLOAT]) {
        raise_type_error(vm, "'<=' not supported between instances of '%T' and 'int'", sleep->self);
        return SEND_ERROR;
    } else if (!value_to_double(vm, sleep->self, &delay)) {
        return SEND_ERROR;
    }
    if (delay <= 0) {
        sleep->stage = SLEEP_YIELDED;
        *result = VALUE_NONE;
        return SEND_YIELD;
    }
    if (isnan(delay)) {
        raise_value_error(vm, "Invalid delay: NaN (not a number)");
        return SEND_ERROR;
    }
    Value loop = loop_running_borrow(vm);
    if (loop == VALUE_ERROR)
        return SEND_ERROR;
    double deadline = loop_time(vm) + fmin(delay, sleep_forever);
    if (!loop_add_timer(vm, value_to_loop(loop), deadline, sleep_fire, value_from_object(sleep)))
        return SEND_ERROR;
    sleep->stage = SLEEP_WAITING;
    return yield_self(sleep, result);
}

static void forget_timer(Vm *vm, Operation *sleep)
{
    if (sleep->timer && sleep->waiter != VALUE_ABSENT)
        timer_forget(vm, &value_to_loop(value_to_task(sleep->waiter)->future.loop)->timers, value_from_object(sleep));
}

static SendResult sleep_step(Vm *vm, Operation *sleep, Value sent, Value *result)
{
    if (sent == VALUE_ERROR) {
        if (sleep->stage == SLEEP_WAITING) {
            sleep->stage = SLEEP_CANCELLED;
            forget_timer(vm, sleep);
        }
        return SEND_ERROR;
    }
    switch (sleep->stage) {
    case SLEEP_NEW:
        return begin(vm, sleep, result);
    case SLEEP_WAITING: /* resumed by somebody else than the timer */
        return yield_self(sleep, result);
    case SLEEP_CANCELLED: {
        Value exception = cancelled_error_new(vm, sleep->extra);
        if (exception != VALUE_ERROR)
            raise_exception_take(vm, exception);
        return SEND_ERROR;
    }
    default:
        *result = sleep->argument;
        sleep->argument = VALUE_ABSENT;
        return SEND_RETURN;
    }
}

bool sleep_cancel(Vm *vm, Operation *sleep, Value message)
{
    if (sleep->stage != SLEEP_WAITING)
        return false;
    ASSERT(value_is_task(vm, sleep->waiter) && sleep->extra == VALUE_ABSENT);
    sleep->stage = SLEEP_CANCELLED;
    sleep->extra = value_share(message);
    Task *task = value_to_task(sleep->waiter);
    Loop *loop = value_to_loop(task->future.loop);
    bool queued = loop_ready_take(vm, loop, task_run_wakeup, value_share(sleep->waiter), VALUE_ABSENT);
    timer_forget(vm, &loop->timers, value_from_object(sleep));
    if (!queued)
        value_clear(vm, &vm->pending);
    return true;
}

Value sleep_cancellation(Vm *vm, const Operation *sleep)
{
    return sleep->stage == SLEEP_CANCELLED ? cancelled_error_new(vm, sleep->extra) : VALUE_ABSENT;
}

const OperationDef sleep_operation_def = {"sleep", sleep_step};

Value sleep_new(Vm *vm, Value delay, Value result)
{
    return operation_new(vm, &sleep_operation_def, delay, result, VALUE_ABSENT);
}

const char *sleep_describe(const Operation *sleep)
{
    if (sleep->stage == SLEEP_WAITING)
        return "<Future pending cb=[Task.task_wakeup()]>";
    return sleep->stage == SLEEP_CANCELLED ? "<Future cancelled>" : "<Future finished result=None>";
}

bool sleep_is_waiting(const Vm *vm, Value yielded)
{
    return value_is_operation(vm, yielded) && value_to_operation(yielded)->def == &sleep_operation_def;
}
