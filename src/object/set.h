/* What the files of set share. */
#ifndef HABU_OBJECT_SET_H
#define HABU_OBJECT_SET_H

#include "object/sequence.h"

/* A fresh set of a set or frozenset type, holding the items of iterable (VALUE_ABSENT: none). */
MUST_CHECK MAY_RUN Value set_new_of(Vm *vm, Type *type, Value iterable);
/* set for set and what derives from it, frozenset for the others. */
Type *set_base_type(const Vm *vm, Value set);

MUST_CHECK MAY_RUN bool set_add_hashed(Vm *vm, Set *set, Value key, int64_t hash);
MUST_CHECK MAY_RUN int set_contains_hashed(Vm *vm, Set *set, Value key, int64_t hash);
MUST_CHECK MAY_RUN int set_remove_hashed(Vm *vm, Set *set, Value key, int64_t hash);
/* Shrinks a table that is mostly removed entries after a difference_update. */
MUST_CHECK bool set_trim(Vm *vm, Set *set);
void set_clear(Vm *vm, Set *set);
/* Removes and returns some item (owned); VALUE_ABSENT when empty. */
Value set_pop(Set *set);
/* Exchanges the items of two sets. */
void set_swap(Set *a, Set *b);
/* The hash of a set's items, whatever their order. */
int64_t set_items_hash(const Set *set);

/* The operations behind operators and methods (set_operations.c): owned results. */
MUST_CHECK MAY_RUN Value set_intersection(Vm *vm, Value set, Value other);
MUST_CHECK MAY_RUN Value set_difference(Vm *vm, Value set, Value other);
MUST_CHECK MAY_RUN bool set_difference_update(Vm *vm, Value set, Value other);
MUST_CHECK MAY_RUN bool set_symmetric_difference_update(Vm *vm, Value set, Value other);
MUST_CHECK MAY_RUN int set_is_subset(Vm *vm, Value set, Value other);    /* both sets: 1, 0, -1 */
MUST_CHECK MAY_RUN int set_is_disjoint(Vm *vm, Value set, Value other);

Value set_slot_iter(Vm *vm, Value self);

#endif
