/* What the files of generic types share. */
#ifndef HABU_OBJECT_TYPING_INNER_H
#define HABU_OBJECT_TYPING_INNER_H

#include "object/str.h"

/* A type argument as `list[...]` shows it. */
MAY_RUN void typing_add_repr(Vm *vm, StrBuilder *builder, Value item);
/* The type parameters among args (a tuple), each once, in order. */
MUST_CHECK MAY_RUN Value typing_parameters(Vm *vm, Value args);
/* What is in the brackets as a tuple, one item for each parameter; TypeError. */
MUST_CHECK MAY_RUN Value typing_arguments(Vm *vm, Value self, Value parameters, Value key);
/* items (a tuple) with parameters replaced by values. */
MUST_CHECK MAY_RUN Value typing_substitute(Vm *vm, Value items, Value parameters, Value values);

#endif
