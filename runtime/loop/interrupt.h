/* SIGINT: KeyboardInterrupt, or the cancellation of asyncio.run()'s main task. */
#ifndef HABU_LOOP_INTERRUPT_H
#define HABU_LOOP_INTERRUPT_H

#include "loop/runtime.h"

/* Takes SIGINT over; the end gives it back. */
MUST_CHECK bool interrupt_begin(Vm *vm);
void interrupt_end(Vm *vm);

static inline bool interrupt_is_pending(const Vm *vm) { return vm->runtime->interrupted; }

/* Does what SIGINT asks for: cancels the main task of asyncio.run() the first time, else
 * raises KeyboardInterrupt (false). */
MUST_CHECK bool interrupt_act(Vm *vm);

/* asyncio.run() is about to run task, NULL: no more.  Returns what was there before. */
Task *interrupt_guard(Vm *vm, Task *task);
/* How often SIGINT came since interrupt_guard() set the task. */
uint32_t interrupt_count(const Vm *vm);

#endif
