/* Futures that wait in line for a lock, queue or event. */
#ifndef HABU_AIO_WAITERS_H
#define HABU_AIO_WAITERS_H

#include "loop/operation.h"

/* A ring of owned futures. */
typedef struct {
    Value *items;
    uint32_t capacity, head, count; /* capacity a power of two */
} Waiters;

static inline Value waiters_at(const Waiters *waiters, uint32_t index)
{
    return waiters->items[(waiters->head + index) & (waiters->capacity - 1)];
}

/* future is shared. */
MUST_CHECK bool waiters_add(Vm *vm, Waiters *waiters, Value future);
/* Takes the future out wherever it stands; nothing happens when it is not there. */
void waiters_remove(Vm *vm, Waiters *waiters, Value future);
/* Removes and returns the first, owned; there must be one. */
Value waiters_take_first(Waiters *waiters);
/* Are all that wait cancelled (or none there)? */
bool waiters_all_cancelled(const Waiters *waiters);
/* Resolves the first one that is not done with value; false when there is none. */
bool waiters_wake_next(Vm *vm, Waiters *waiters, Value value);
void waiters_free(Vm *vm, Waiters *waiters);
void waiters_traverse(Vm *vm, const Waiters *waiters, void (*visit)(Vm *, Value, void *), void *context);

/* The operation suspends: a fresh future becomes its waiter, at the end of the line.
 * *loop is the loop the object is bound to (VALUE_ABSENT: not yet), owner the object,
 * named when it belongs to another loop. */
SendResult waiters_wait(Vm *vm, Waiters *waiters, Operation *operation, Value *loop, Value owner, Value *result);

/* repr(object) with "[extra, waiters:2]" added. */
Value waiters_repr(Vm *vm, Value object, const char *extra, const Waiters *waiters);

#endif
