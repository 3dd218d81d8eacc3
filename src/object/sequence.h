/* What list, tuple, dict and set share among themselves. */
#ifndef HABU_OBJECT_SEQUENCE_H
#define HABU_OBJECT_SEQUENCE_H

#include "object/call.h"
#include "object/container.h"
#include "object/native.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"

typedef void (*ObjectVisit)(Vm *vm, Value value, void *context);

/* A `__class_getitem__` that makes list[int] and its like. */
Value container_m_class_getitem(Vm *vm, const Value *args);
/* An iter slot that answers the iterator itself. */
Value container_slot_self(Vm *vm, Value self);


/* Comparison of two lists or two tuples, item by item.  Either may change meanwhile. */
MUST_CHECK MAY_RUN Value sequence_compare(Vm *vm, Value left, Value right, CompareOp op);
/* 1, 0, or -1: does a list or tuple contain the item? */
MUST_CHECK MAY_RUN int sequence_contains(Vm *vm, Value sequence, Value item);
/* The index of the first item equal to item within [start, stop), -1: none, -2: error. */
MUST_CHECK MAY_RUN int64_t sequence_find(Vm *vm, Value sequence, Value item, size_t start, size_t stop);
MUST_CHECK MAY_RUN int64_t sequence_count(Vm *vm, Value sequence, Value item);
/* `start, stop` arguments of index(): clipped, VALUE_ABSENT when not given. */
MUST_CHECK MAY_RUN bool sequence_bound(Vm *vm, Value argument, size_t length, size_t *bound);
/* How often `sequence * other` repeats: 0 for negative counts; -1 with an exception pending. */
MUST_CHECK MAY_RUN int64_t sequence_repeat_count(Vm *vm, Value other, size_t length);
/* A subscript that is no slice; what is "list", "tuple" or "list assignment".
 * The length is read after the key's __index__ ran, which may change it. */
MUST_CHECK MAY_RUN bool sequence_index(Vm *vm, Value self, Value key, const size_t *length, const char *what, size_t *index);
/* The items joined as repr() shows them, between open and close. */
MUST_CHECK MAY_RUN Value sequence_repr(Vm *vm, Value sequence, const char *open, const char *close);

static inline bool value_is_slice(Value value) { return value_has_shape(value, TYPE_SLICE); }

/* The current items of a list or tuple. */
static inline const Value *sequence_items(const Vm *vm, Value sequence, size_t *count)
{
    if (value_has_shape(sequence, TYPE_TUPLE) || value_is_tuple(vm, sequence)) {
        *count = value_to_tuple(sequence)->count;
        return value_to_tuple(sequence)->items;
    }
    *count = value_to_list(sequence)->count;
    return value_to_list(sequence)->items;
}

static inline void values_share(const Value *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        value_share(items[i]);
}

static inline void values_drop(Vm *vm, const Value *items, size_t count)
{
    /* From the end, as CPython does: programs see the order. */
    for (size_t i = count; i-- > 0;)
        value_drop(vm, items[i]);
}

#endif
