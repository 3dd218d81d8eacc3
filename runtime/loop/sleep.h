/* Sleeping: an Operation that a timer wakes, without a future in between.
 *
 * It yields itself to its task, which puts itself into `waiter`. */
#ifndef HABU_LOOP_SLEEP_H
#define HABU_LOOP_SLEEP_H

#include "loop/operation.h"

extern const OperationDef sleep_operation_def;

/* asyncio.sleep(delay, result): the coroutine. */
MUST_CHECK Value sleep_new(Vm *vm, Value delay, Value result);
/* Is this what a sleep yields? */
bool sleep_is_waiting(const Vm *vm, Value yielded);
/* What it looks like in the repr of its task: the future that CPython has there. */
const char *sleep_describe(const Operation *sleep);
/* The CancelledError of a sleep that was cancelled, owned; VALUE_ABSENT otherwise. */
MUST_CHECK Value sleep_cancellation(Vm *vm, const Operation *sleep);
/* Ends the sleep by a CancelledError: false when its time is over already. */
bool sleep_cancel(Vm *vm, Operation *sleep, Value message);

#endif
