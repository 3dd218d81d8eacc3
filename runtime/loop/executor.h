/* Functions in threads: run_in_executor() and to_thread(), each on a fiber; and what a
 * loop does before it is closed. */
#ifndef HABU_LOOP_EXECUTOR_H
#define HABU_LOOP_EXECUTOR_H

#include "loop/operation.h"

/* Runs function(*args, **kwargs) on a fiber, in context (taken; VALUE_ABSENT: an empty
 * one); kwargs VALUE_ABSENT: none.  Returns the future of its result. */
MUST_CHECK Value executor_submit(Vm *vm, Value loop, Value function, Value args, Value kwargs, Value context);

/* loop.shutdown_asyncgens() and loop.shutdown_default_executor(): coroutines. */
Value executor_m_shutdown_asyncgens(Vm *vm, const Value *args);
Value executor_m_shutdown_default_executor(Vm *vm, const Value *args);

#endif
