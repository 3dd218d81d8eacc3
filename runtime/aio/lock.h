/* What Condition needs of Lock. */
#ifndef HABU_AIO_LOCK_H
#define HABU_AIO_LOCK_H

#include "aio/waiters.h"

typedef struct {
    Object object;
    Value loop;
    Waiters waiters;
    bool locked;
} Lock;

static inline Lock *value_to_lock(Value value) { return (Lock *)value_object(value); }
MUST_CHECK Value lock_new(Vm *vm);
/* RuntimeError when it is not acquired. */
MUST_CHECK bool lock_release(Vm *vm, Lock *lock);
extern const OperationDef lock_acquire_def;

extern const TypeDef lock_type_def, condition_type_def;

#endif
