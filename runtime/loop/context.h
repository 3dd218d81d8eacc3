/* Contexts: what context variables are bound to, copied for each task.
 *
 * A Context shares its dict with its copies until one of them sets a variable.
 * The current one is rt->context; VALUE_ABSENT there, and in a task, stands for
 * a context in which nothing was ever set, which costs nothing to copy. */
#ifndef HABU_LOOP_CONTEXT_H
#define HABU_LOOP_CONTEXT_H

#include "object/native.h"

typedef struct {
    Object object;
    Value variables; /* dict, shared with copies while its count is above 1; VALUE_ABSENT: none */
    bool entered;    /* Context.run() is under way */
} Context;

/* A copy of the current context (owned), or VALUE_ABSENT for an empty one; VALUE_ERROR. */
MUST_CHECK Value context_copy_current(Vm *vm);
/* The same, always as an object. */
MUST_CHECK Value context_copy_object(Vm *vm);

/* Makes context (taken) the current one; the one before is returned, owned. */
Value context_swap_take(Vm *vm, Value context);

extern const TypeDef context_type_def, context_var_type_def, context_token_type_def;

#endif
