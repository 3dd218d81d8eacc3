/* Weak references. */
#ifndef HABU_OBJECT_WEAKREF_H
#define HABU_OBJECT_WEAKREF_H

#include "object/state.h"

/* References to one object form a list that vm->weak_targets finds. */
typedef struct WeakReference WeakReference;
struct WeakReference {
    Object object;
    Object *target; /* borrowed; NULL once it died */
    Value callback; /* VALUE_ABSENT when none */
    WeakReference *next, *previous;
    int64_t hash;   /* of the target, when it was asked for; -1 before */
};

/* A weak reference to target, shared when there is one without callback; TypeError
 * when target's type does not allow it. callback VALUE_ABSENT or VALUE_NONE: none. */
MUST_CHECK Value weakref_new(Vm *vm, Type *type, Value target, Value callback);
/* The target (owned), or VALUE_NONE when it is gone. */
Value weakref_get(Value reference);
/* How many references and proxies name the object. */
size_t weakref_count(Vm *vm, Value target);

/* Empties the references to a dying object, then calls their callbacks. */
MAY_RUN void weakref_target_dies(Vm *vm, Object *target);
/* The collector's half of it: empties them and adds those with a callback that
 * survive (not garbage themselves) to *called, each owned. */
void weakref_clear_target(Vm *vm, Object *target);

#endif
