/* Handles: callbacks of programs on the ready queue or the timer heap. */
#ifndef HABU_LOOP_HANDLE_H
#define HABU_LOOP_HANDLE_H

#include "loop/loop.h"

/* begins as TimerTarget */
typedef struct {
    Object object;
    uint64_t timer;
    Value callback;  /* VALUE_NONE once cancelled */
    Value arguments; /* tuple; VALUE_NONE once cancelled */
    Value context;   /* Context, or VALUE_ABSENT for an empty one */
    Value loop;
    double when;     /* TimerHandle: the loop's time */
    bool cancelled;
} Handle;

/* Shares callback, arguments; takes context, as context_copy_current() makes it. */
MUST_CHECK Value handle_new(Vm *vm, RuntimeTypeId type, Value loop, Value callback, Value arguments, Value context);
/* Ready-queue function: calls it in its context; exceptions go to the loop's handler. */
bool handle_run(Vm *vm, Value handle, Value unused);
/* Ready-queue function of a timer: the handle's turn, unless it was cancelled. */
bool handle_fire(Vm *vm, Value handle, Value unused);

/* "f(1, 2) at x.py:3", as callbacks are shown; a str. */
MUST_CHECK MAY_RUN Value callback_describe(Vm *vm, Value callback, Value arguments);
/* repr(value), clipped as reprlib does it. */
MUST_CHECK MAY_RUN Value short_repr(Vm *vm, Value value);

extern const TypeDef handle_type_def, timer_handle_type_def;

#endif
