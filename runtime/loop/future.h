/* Futures: results to come, and what is to be done when they have.
 *
 * state PENDING → CANCELLED or FINISHED, once.  Resolving moves the callbacks to
 * the loop's ready queue and does nothing else: what waits runs in the next pass. */
#ifndef HABU_LOOP_FUTURE_H
#define HABU_LOOP_FUTURE_H

#include "loop/runtime.h"
#include "loop/timer.h"
#include "object/native.h"

typedef enum { FUTURE_PENDING, FUTURE_CANCELLED, FUTURE_FINISHED } FutureState;

/* What the ready queue is to run when the future is done: run(vm, target, future). */
typedef struct {
    ReadyFunction run;
    Value target;  /* owned */
    Value context; /* of a program's callable: its Context, owned; VALUE_ABSENT */
} Callback;

typedef struct {
    Object object;
    uint8_t state;            /* FutureState */
    bool failed;              /* FINISHED: result is an exception */
    bool blocking;            /* was yielded by an await that a task has not seen yet */
    bool log_traceback;       /* nobody has asked for the exception */
    bool log_destroy_pending; /* tasks: say so when it dies unfinished */
    bool must_cancel;         /* tasks: raise CancelledError at the next step */
    Value loop;               /* owned; VALUE_ABSENT only before __init__ */
    Value result;             /* VALUE_ABSENT while pending or cancelled */
    Value detail;             /* failed: the traceback it had; cancelled: the CancelledError to raise; else VALUE_ABSENT */
    Value cancel_message;     /* VALUE_ABSENT when none */
    Callback first;           /* run NULL: there is none */
    Callback *more;           /* further ones, owned */
    uint32_t more_count, more_capacity;
} Future;

static inline Future *value_to_future(Value value) { return (Future *)value_object(value); }
static inline Value future_value(const Future *future) { return value_from_object(future); }
/* A Future, Task, or an instance of a class derived from them. */
bool value_is_future(const Vm *vm, Value value);
static inline bool future_done(const Future *future) { return future->state != FUTURE_PENDING; }

/* A plain pending Future of the loop; VALUE_ERROR. */
MUST_CHECK Value future_new(Vm *vm, Value loop);
/* Fills in the fields of a fresh object whose type derives from Future. */
void future_init(Future *future, Value loop);

/* Resolving: the future must be pending.  The value is taken. */
void future_set_result_take(Vm *vm, Future *future, Value result);
void future_set_exception_take(Vm *vm, Future *future, Value exception);
/* cancel() of a plain future: false when it is done.  message VALUE_ABSENT or None: none. */
bool future_cancel(Vm *vm, Future *future, Value message);
/* cancel() of any future or awaitable, through its method when a program defines one; -1: error. */
MUST_CHECK MAY_RUN int future_cancel_any(Vm *vm, Value future, Value message);

/* Adds a callback: at the end, or on the ready queue when the future is done.  target is shared. */
MUST_CHECK bool future_add_callback(Vm *vm, Future *future, ReadyFunction run, Value target);
/* Takes the callbacks of run for target out again (not from the ready queue). */
void future_remove_callback(Vm *vm, Future *future, ReadyFunction run, Value target);

/* The result (owned), or its exception raised; the future must be done. */
MUST_CHECK Value future_take_result(Vm *vm, Future *future);
/* The exception (owned) or None; VALUE_ERROR with CancelledError pending when cancelled. */
MUST_CHECK Value future_exception(Vm *vm, Future *future);
/* The CancelledError to raise for a cancelled future, owned. */
MUST_CHECK Value future_make_cancelled(Vm *vm, Future *future);
/* CancelledError(message); message VALUE_ABSENT: none. */
MUST_CHECK Value cancelled_error_new(Vm *vm, Value message);

/* One step of awaiting it: yields the future itself while it is pending. */
SendResult future_slot_send(Vm *vm, Value self, Value sent, Value *result);

void future_slot_destroy(Vm *vm, Object *self);
void future_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context);
void future_slot_clear(Vm *vm, Object *self);
void future_slot_finalize(Vm *vm, Value self);
void future_free_contents(Vm *vm, Future *future);

extern const TypeDef future_type_def;

#endif
