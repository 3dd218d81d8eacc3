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

/* A weak reference of type to target, shared where there is a plain one without
 * callback already; TypeError when target's type does not allow it.  callback
 * VALUE_ABSENT or VALUE_NONE: none. */
MUST_CHECK Value weakref_new(Vm *vm, Type *type, Value target, Value callback);
/* The target (owned), or VALUE_NONE when it is gone. */
Value weakref_get(Value reference);
/* How many references name the object; and a list of them. */
size_t weakref_count(Vm *vm, Value target);
MUST_CHECK Value weakref_list(Vm *vm, Value target);

/* Empties the references to a dying object, then calls their callbacks. */
MAY_RUN void weakref_target_dies(Vm *vm, Object *target);
/* Takes a reference out of its target's list: its callback will not be called. */
void weakref_disarm(Vm *vm, WeakReference *reference);

#endif
