/* Time slices: while fibers are alive, vm->interrupt is set every few milliseconds. */
#ifndef HABU_LOOP_TICKER_H
#define HABU_LOOP_TICKER_H

#include "loop/runtime.h"

/* A fiber was made: from now on there are ticks.  (None in virtual time, where a run must be
 * reproducible: there fibers change places only where they block.) */
void ticker_wanted(Vm *vm);
/* Was there a tick since the last time? */
bool ticker_take(Vm *vm);
void ticker_end(Vm *vm);

#endif
