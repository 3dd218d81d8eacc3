/* SIGINT.
 *
 * A signal handler gets no argument, so the process has one place that says whose
 * SIGINT it is: the VM whose runtime started first.  It is the only mutable global
 * of the program; the handler only sets flags of that VM and wakes its libuv loop. */
#define _GNU_SOURCE
#include "loop/interrupt.h"

#include <signal.h>
#include <stdlib.h>
#include <uv.h>

#include "loop/task.h"
#include "object/raise.h"

struct SignalState {
    struct sigaction before;
    Task *main_task; /* of asyncio.run(), borrowed; NULL */
    uint32_t count;
};

static Vm *volatile signal_owner;

static void on_sigint(int number)
{
    (void)number;
    Vm *vm = signal_owner;
    if (!vm)
        return;
    Runtime *rt = vm->runtime;
    rt->interrupted = true;
    vm->interrupt = 1;
    if (rt->uv_wake)
        uv_async_send(rt->uv_wake);
}

bool interrupt_begin(Vm *vm)
{
    if (signal_owner)
        return true;
    SignalState *state = calloc(1, sizeof *state);
    if (!state) {
        raise_memory_error(vm);
        return false;
    }
    /* Without SA_RESTART: a blocking call returns, so that the program hears of it. */
    struct sigaction action = {.sa_handler = on_sigint};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, NULL, &state->before);
    vm->runtime->signals = state;
    if (state->before.sa_handler == SIG_IGN)
        return true; /* as a shell's background job */
    signal_owner = vm;
    sigaction(SIGINT, &action, NULL);
    return true;
}

void interrupt_end(Vm *vm)
{
    SignalState *state = vm->runtime->signals;
    if (!state)
        return;
    if (signal_owner == vm) {
        sigaction(SIGINT, &state->before, NULL);
        signal_owner = NULL;
    }
    free(state);
    vm->runtime->signals = NULL;
}

bool interrupt_act(Vm *vm)
{
    Runtime *rt = vm->runtime;
    SignalState *state = rt->signals;
    rt->interrupted = false;
    if (state && state->main_task) {
        state->count++;
        if (state->count == 1 && !future_done(&state->main_task->future))
            return task_cancel(vm, state->main_task, VALUE_ABSENT) >= 0;
    }
    return raise_false(vm, TYPE_KEYBOARD_INTERRUPT, NULL);
}

Task *interrupt_guard(Vm *vm, Task *task)
{
    SignalState *state = vm->runtime->signals;
    if (!state)
        return NULL;
    Task *before = state->main_task;
    state->main_task = task;
    if (task)
        state->count = 0;
    return before;
}

uint32_t interrupt_count(const Vm *vm) { return vm->runtime->signals ? vm->runtime->signals->count : 0; }
