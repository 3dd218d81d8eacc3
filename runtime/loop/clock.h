/* The clock: the system's, or a virtual one that jumps when only timers are
 * awaited, so that a run is reproducible and an hour's sleep takes no time. */
#ifndef HABU_LOOP_CLOCK_H
#define HABU_LOOP_CLOCK_H

#include "object/state.h"

typedef struct {
    bool is_virtual;
    int64_t elapsed; /* virtual: nanoseconds since the VM started */
} Clock;

/* Deadlines nearer than this are due, as asyncio takes it. */
#define CLOCK_RESOLUTION 1e-9

/* Nanoseconds, as time.monotonic_ns() and time.time_ns() give them. */
int64_t now_monotonic_ns(const Vm *vm);
int64_t now_wall_ns(const Vm *vm);
/* The same in seconds. */
double now_monotonic(const Vm *vm);
double now_wall(const Vm *vm);

/* time.sleep(): parks the strand (fiber) or, on the main one, lets fibers run and
 * then blocks, or advances virtual time.  False with an exception pending
 * (KeyboardInterrupt).  seconds must not be negative. */
MUST_CHECK MAY_RUN bool sleep_blocking(Vm *vm, double seconds);

/* Virtual time: jumps forward to deadline; never back. */
void clock_jump(Clock *clock, double deadline);

#endif
