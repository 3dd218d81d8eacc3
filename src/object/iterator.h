/* Iterators over sequences and callables, and the builtin iterator types. */
#ifndef HABU_OBJECT_ITERATOR_H
#define HABU_OBJECT_ITERATOR_H

#include "object/state.h"

/* Walks anything with __getitem__ by 0, 1, 2 ... until IndexError. */
MUST_CHECK Value sequence_iterator_new(Vm *vm, Value sequence);
/* iter(callable, sentinel): calls until the result equals sentinel. */
MUST_CHECK Value callable_iterator_new(Vm *vm, Value callable, Value sentinel);

#endif
