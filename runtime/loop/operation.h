/* Operations: coroutines written in C.
 *
 * `asyncio.sleep(1)` or `lock.acquire()` return one; programs see a coroutine.
 * Its step function is a state machine: called with what was sent, or with
 * VALUE_ERROR and an exception pending when one is thrown in, it returns as a
 * generator's frame would.  While suspended it waits for `waiter`. */
#ifndef HABU_LOOP_OPERATION_H
#define HABU_LOOP_OPERATION_H

#include "loop/future.h"

typedef struct Operation Operation;

typedef struct {
    const char *name; /* qualified, as programs see it */
    SendResult (*step)(Vm *vm, Operation *operation, Value sent, Value *result);
} OperationDef;

typedef enum { OPERATION_CREATED, OPERATION_SUSPENDED, OPERATION_RUNNING, OPERATION_FINISHED } OperationState;

/* begins as TimerTarget */
struct Operation {
    Object object;
    uint64_t timer;
    const OperationDef *def;
    uint8_t state;    /* OperationState */
    uint8_t stage;    /* the step function's own */
    bool flag;        /* likewise */
    int32_t number;   /* likewise */
    Value self;       /* what it works on, owned, as are all of these; VALUE_ABSENT when unused */
    Value argument, extra;
    Value waiter;     /* the Future it waits for; of a sleep: the Task that waits for it */
};

static inline Operation *value_to_operation(Value value) { return (Operation *)value_object(value); }
static inline bool value_is_operation(const Vm *vm, Value value)
{
    const Type *type = vm->runtime->types[RUNTIME_OPERATION];
    return type && value_has_shape(value, type->shape->id);
}

/* A fresh one; self, argument and extra are shared. */
MUST_CHECK Value operation_new(Vm *vm, const OperationDef *def, Value self, Value argument, Value extra);

/* Runs a step; sent VALUE_ERROR: the pending exception is thrown in. */
MUST_CHECK MAY_RUN SendResult operation_send(Vm *vm, Operation *operation, Value sent, Value *result);

/* For step functions.  The first makes `waiter` a fresh future of the running loop;
 * the second suspends on it; the third, at the step after that, tells how the wait
 * ended: SEND_YIELD (still waiting), SEND_RETURN (*result as well) or SEND_ERROR.
 * Both latter ones release the waiter. */
MUST_CHECK bool operation_make_waiter(Vm *vm, Operation *operation);
SendResult operation_wait(Vm *vm, Operation *operation, Value *result);
SendResult operation_resume(Vm *vm, Operation *operation, Value sent, Value *result);

/* close(): GeneratorExit where it is suspended. */
MUST_CHECK MAY_RUN bool operation_close(Vm *vm, Operation *operation);

/* Drives any awaitable's iterator: coroutine, operation, or the program's own.
 * sent VALUE_ERROR throws the pending exception in. */
MUST_CHECK MAY_RUN SendResult awaitable_send(Vm *vm, Value awaitable, Value sent, Value *result);
/* iscoroutine() */
bool value_is_any_coroutine(const Vm *vm, Value value);
/* coroutine.close() of any, without an error of its own. */
MAY_RUN void awaitable_close(Vm *vm, Value awaitable);

/* A coroutine that is done at once, with result. */
MUST_CHECK Value operation_returning(Vm *vm, const OperationDef *def, Value result);
SendResult operation_return_step(Vm *vm, Operation *operation, Value sent, Value *result);

extern const TypeDef operation_type_def;

#endif
