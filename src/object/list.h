/* What the files of list share. */
#ifndef HABU_OBJECT_LIST_H
#define HABU_OBJECT_LIST_H

#include "object/sequence.h"

/* Replaces items[start..stop) by count new ones, which are shared. */
MUST_CHECK bool list_replace(Vm *vm, List *list, size_t start, size_t stop, const Value *items, size_t count);
/* Takes items[index] out; owned. */
MUST_CHECK Value list_take_at(List *list, size_t index);
/* The iter slot (list_iterator.c) and `__reversed__`. */
Value list_slot_iter(Vm *vm, Value self);
Value list_m_reversed(Vm *vm, const Value *args);
Value list_new_method(Vm *vm, const Value *args);
extern const NativeDef list_methods[];

#endif
