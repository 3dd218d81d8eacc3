/* Telling of what went wrong where nobody can catch it. */
#ifndef HABU_LOOP_REPORT_H
#define HABU_LOOP_REPORT_H

#include "loop/loop.h"

/* Calls the loop's exception handler with {message, exception, [name: object]}.
 * exception and object may be VALUE_ABSENT.  Leaves nothing pending. */
MAY_RUN void report_problem(Vm *vm, Value loop, const char *message, Value exception, const char *name, Value object);
/* loop.call_exception_handler(context) and loop.default_exception_handler(context).
 * False: SystemExit or KeyboardInterrupt is pending. */
MUST_CHECK MAY_RUN bool report_context(Vm *vm, Value loop, Value context);
MAY_RUN void report_default(Vm *vm, Value context);

/* Hook: "coroutine 'f' was never awaited". */
void report_never_awaited(Vm *vm, Value coroutine);
void report_operation_never_awaited(Vm *vm, const char *name);

/* Raises RuntimeError that lists every pending task of the loop, what it awaits and where. */
COLD MAY_RUN void report_deadlock(Vm *vm, Value loop);

#endif
