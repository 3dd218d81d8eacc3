/* The clock's two makers: the system's, and the virtual one.
 *
 * Virtual time begins at 0 (monotonic) and at a fixed date (wall). */
#define _GNU_SOURCE
#include "loop/clock.h"

#include <math.h>
#include <time.h>

#include "loop/runtime.h"

/* 2025-01-01 00:00:00 UTC. */
static const int64_t virtual_epoch = INT64_C(1735689600) * 1000000000;

static int64_t system_ns(clockid_t which)
{
    struct timespec time;
    clock_gettime(which, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int64_t now_monotonic_ns(const Vm *vm)
{
    const Clock *clock = &vm->runtime->clock;
    return clock->is_virtual ? clock->elapsed : system_ns(CLOCK_MONOTONIC);
}

int64_t now_wall_ns(const Vm *vm)
{
    const Clock *clock = &vm->runtime->clock;
    return clock->is_virtual ? virtual_epoch + clock->elapsed : system_ns(CLOCK_REALTIME);
}

double now_monotonic(const Vm *vm) { return (double)now_monotonic_ns(vm) * 1e-9; }
double now_wall(const Vm *vm) { return (double)now_wall_ns(vm) * 1e-9; }

void clock_jump(Clock *clock, double deadline)
{
    ASSERT(clock->is_virtual);
    double target = nearbyint(deadline * 1e9);
    if (target > (double)clock->elapsed && target < 9e18)
        clock->elapsed = (int64_t)target;
    /* Far from 0 a double's steps are coarser than nanoseconds: the deadline must be reached. */
    for (int64_t step = 1; (double)clock->elapsed * 1e-9 + 1e-9 <= deadline && clock->elapsed < INT64_MAX / 2; step *= 2)
        clock->elapsed += step;
}
