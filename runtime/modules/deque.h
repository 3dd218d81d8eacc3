/* collections.deque. */
#ifndef HABU_MODULES_DEQUE_H
#define HABU_MODULES_DEQUE_H

#include "modules/module.h"

/* A ring: the i-th item is items[(head + i) & (capacity - 1)].  version changes
 * with every change of the length or order, so that iterators notice. */
typedef struct {
    Object object;
    Value *items;    /* owned; NULL while capacity is 0 */
    size_t capacity; /* a power of two */
    size_t head, count;
    int64_t maxlen;  /* -1: unbounded */
    uint32_t version;
} Deque;

static inline Deque *value_to_deque(Value value) { return (Deque *)value_object(value); }
static inline Value *deque_place(const Deque *deque, size_t index)
{
    return &deque->items[(deque->head + index) & (deque->capacity - 1)];
}
/* Is it a deque, or derived from one? */
bool value_is_deque(const Vm *vm, Value value);

/* At a full bounded deque the item at the other end is dropped. */
MUST_CHECK bool deque_push_right_take(Vm *vm, Deque *deque, Value item);
MUST_CHECK bool deque_push_left_take(Vm *vm, Deque *deque, Value item);
/* Owned; the deque must not be empty. */
Value deque_take_left(Deque *deque);
Value deque_take_right(Deque *deque);
Value deque_take_at(Deque *deque, size_t index);
MUST_CHECK bool deque_insert_at(Vm *vm, Deque *deque, size_t index, Value item);
void deque_clear(Vm *vm, Deque *deque);
void deque_rotate(Deque *deque, int64_t steps);
MUST_CHECK MAY_RUN bool deque_extend(Vm *vm, Value deque, Value iterable, bool left);
/* An empty deque of the type, which is deque or derived from it. */
MUST_CHECK Value deque_new(Vm *vm, Type *type, int64_t maxlen);

Value deque_m_reversed(Vm *vm, const Value *args);
extern const NativeDef deque_methods[];
extern const GetSetDef deque_getsets[];
extern const TypeDef deque_type_def;
/* Adds deque to the module. */
MUST_CHECK bool deque_fill(Vm *vm, Value module);

#endif
