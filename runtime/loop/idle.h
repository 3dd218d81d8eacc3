/* Having nothing to do: the main strand waits for time, libuv and fibers. */
#ifndef HABU_LOOP_IDLE_H
#define HABU_LOOP_IDLE_H

#include "loop/strand.h"

/* Waits until deadline (INFINITY: for ever) or a signal or a libuv event, or jumps
 * there in virtual time; libuv's callbacks run.  False: nothing could ever end it. */
bool idle_sleep(Vm *vm, double deadline);

/* For a parked main strand: lets fibers run until *state is STRAND_READY or the deadline has
 * passed.  False with an exception pending: KeyboardInterrupt, or RuntimeError for a deadlock. */
MUST_CHECK MAY_RUN bool idle_until_ready(Vm *vm, const StrandState *state, double deadline);

/* Lets libuv's callbacks run without waiting, if any operation is under way. */
void idle_poll_uv(Vm *vm);

#endif
