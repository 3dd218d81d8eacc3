/* Waiting, and the event loop's poll.
 *
 * libuv is asked only while operations are pending (rt->pending_count): a program
 * that only sleeps makes one system call a wait. */
#define _GNU_SOURCE
#include "loop/idle.h"

#include <errno.h>
#include <math.h>
#include <time.h>
#include <uv.h>

#include "loop/interrupt.h"
#include "loop/loop.h"
#include "loop/report.h"
#include "object/raise.h"

/* Longer than this libuv is not asked to wait with a timer. */
static const double wait_max = 24 * 3600;
/* The longest sleep in one go: a signal that came just before it would else go unnoticed. */
static const double sleep_max = 0.25;

static void on_timer(uv_timer_t *timer) { uv_stop(timer->loop); }

/* Runs libuv's callbacks, waiting at most seconds (INFINITY: until something happens). */
static void run_uv(Vm *vm, double seconds)
{
    uv_loop_t *uv = vm->runtime->uv;
    ASSERT(uv && strand_is_main(vm));
    if (seconds <= 0) {
        uv_run(uv, UV_RUN_NOWAIT);
        return;
    }
    uv_timer_t *timer = uv->data;
    if (seconds < wait_max) {
        uv_update_time(uv);
        uv_timer_start(timer, on_timer, (uint64_t)ceil(seconds * 1e3), 0);
    }
    uv_run(uv, UV_RUN_ONCE);
    uv_timer_stop(timer);
}

static void sleep_until(double deadline)
{
    struct timespec until = {.tv_sec = (time_t)deadline};
    until.tv_nsec = (long)((deadline - floor(deadline)) * 1e9);
    /* A signal ends it early; whoever waits looks again. */
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

void idle_poll_uv(Vm *vm)
{
    if (vm->runtime->pending_count)
        run_uv(vm, 0);
}

bool idle_sleep(Vm *vm, double deadline)
{
    Runtime *rt = vm->runtime;
    ASSERT(strand_is_main(vm) && deadline == deadline);
    double now = now_monotonic(vm);
    if (rt->pending_count) {
        run_uv(vm, rt->clock.is_virtual ? INFINITY : deadline - now);
        return true;
    }
    if (deadline == INFINITY)
        return interrupt_is_pending(vm);
    if (rt->clock.is_virtual)
        clock_jump(&rt->clock, deadline);
    else if (deadline > now)
        sleep_until(fmin(deadline, now + sleep_max));
    return true;
}

bool idle_until_ready(Vm *vm, const StrandState *state, double deadline)
{
    while (*state != STRAND_READY) {
        if (interrupt_is_pending(vm) && !interrupt_act(vm))
            return false;
        strand_run_fibers(vm);
        if (*state == STRAND_READY || now_monotonic(vm) + CLOCK_RESOLUTION > deadline)
            return true;
        double fiber_deadline;
        if (strand_can_run(vm, &fiber_deadline))
            continue;
        if (!idle_sleep(vm, fmin(deadline, fiber_deadline)))
            return raise_false(vm, TYPE_RUNTIME_ERROR, "deadlock: the program waits for what can never happen");
    }
    return true;
}

bool sleep_blocking(Vm *vm, double seconds) { return strand_wait(vm, NULL, now_monotonic(vm) + seconds, NULL); }

/* The event loop's poll. ------------------------------------------------------------------- */

/* Moves timers that are due behind what is ready. */
static bool ready_due_timers(Vm *vm, Loop *loop)
{
    if (!loop->timers.count)
        return true;
    double limit = now_monotonic(vm) + CLOCK_RESOLUTION;
    while (loop->timers.count && loop->timers.entries[0].deadline < limit) {
        Timer timer = timer_take_first(&loop->timers);
        TimerTarget *target = value_object(timer.target);
        if (target->timer != timer.sequence) {
            loop->timers.stale--;
            value_drop(vm, timer.target);
            continue;
        }
        target->timer = 0;
        if (!loop_ready_take(vm, loop, timer.fire, timer.target, VALUE_NONE))
            return false;
    }
    return true;
}

static double next_timer(Vm *vm, Loop *loop)
{
    timer_trim(vm, &loop->timers);
    return loop->timers.count ? loop->timers.entries[0].deadline : INFINITY;
}

/* Nothing is ready: waits for the first thing that will be. */
static bool wait_for_event(Vm *vm, Loop *loop)
{
    double deadline;
    if (strand_can_run(vm, &deadline)) {
        idle_poll_uv(vm);
        return true;
    }
    if (idle_sleep(vm, fmin(deadline, next_timer(vm, loop))))
        return true;
    report_deadlock(vm, loop_value(loop));
    return false;
}

/* A loop that runs on a fiber waits as any blocking call does there. */
static bool poll_on_fiber(Vm *vm, Loop *loop)
{
    do {
        if (loop->ready_count || loop->stopping)
            strand_yield(vm);
        else if (!strand_wait(vm, &loop->sleeper, next_timer(vm, loop), NULL))
            return false;
        if (!ready_due_timers(vm, loop))
            return false;
    } while (!loop->ready_count && !loop->stopping);
    return true;
}

bool loop_poll(Vm *vm, Loop *loop)
{
    if (UNLIKELY(!strand_is_main(vm)))
        return poll_on_fiber(vm, loop);
    do {
        if (UNLIKELY(vm->runtime->interrupted) && !interrupt_act(vm))
            return false;
        strand_run_fibers(vm);
        if (loop->ready_count || loop->stopping)
            idle_poll_uv(vm);
        else if (!wait_for_event(vm, loop))
            return false;
        if (!ready_due_timers(vm, loop))
            return false;
    } while (!loop->ready_count && !loop->stopping);
    return true;
}
