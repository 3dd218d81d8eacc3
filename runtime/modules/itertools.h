/* What the files of itertools share. */
#ifndef HABU_MODULES_ITERTOOLS_H
#define HABU_MODULES_ITERTOOLS_H

#include "modules/module.h"
#include "object/sequence.h"

/* The state of any of the iterators: each file says what it keeps where.  All
 * Values are VALUE_ABSENT when unused. */
typedef struct {
    Object object;
    Value source; /* the iterator (or iterators, a tuple or list) walked; VALUE_ABSENT when exhausted */
    Value first, second, third, fourth;
    int64_t index, stop, step;
    int64_t *places;    /* owned raw memory: indices of the combinatoric ones */
    size_t place_count;
    bool flag;
} IterState;

static inline IterState *iter_state(Value self) { return (IterState *)value_object(self); }

/* A fresh state of the class in args[0]; NULL with an exception pending. */
MUST_CHECK IterState *iter_state_new(Vm *vm, Value class);
void iter_state_destroy(Vm *vm, Object *self);
void iter_state_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context);
void iter_state_clear(Vm *vm, Object *self);
/* value as the result of a `__new__`: dropped when ok is false. */
Value iter_state_finish(Vm *vm, IterState *state, bool ok);
/* Sets *place to iter(iterable). */
MUST_CHECK MAY_RUN bool iter_open(Vm *vm, Value iterable, Value *place);
/* A tuple of iter(x) for each x of a tuple. */
MUST_CHECK MAY_RUN Value iter_open_all(Vm *vm, Value iterables);
/* value_next() of an iterator that the call itself may make the state let go of. */
static inline MUST_CHECK MAY_RUN Value iter_next(Vm *vm, Value iterator)
{
    if (!stack_guard(vm)) /* iterators over iterators, as deep as a program likes */
        return VALUE_ERROR;
    value_share(iterator);
    Value item = value_next(vm, iterator);
    value_drop(vm, iterator);
    return item;
}
/* Raw memory for count indices, zeroed; freed with the state. */
MUST_CHECK bool iter_places(Vm *vm, IterState *state, size_t count);

#define ITERTOOLS_TYPE(type_name, next_slot, method_table, text)                                                   \
    {.name = type_name,                                                                                            \
     .module = "itertools",                                                                                        \
     .doc = text,                                                                                                  \
     .flags = TYPE_FLAG_BASE | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,                                               \
     .size = sizeof(IterState),                                                                                    \
     .slots = {.destroy = iter_state_destroy,                                                                      \
               .traverse = iter_state_traverse,                                                                    \
               .clear = iter_state_clear,                                                                          \
               .iter = container_slot_self,                                                                        \
               .next = next_slot},                                                                                 \
     .methods = method_table}

/* Each file's types, ended by NULL. */
extern const TypeDef *const itertools_endless_types[];
extern const TypeDef *const itertools_filter_types[];
extern const TypeDef *const itertools_group_types[];
extern const TypeDef *const itertools_combine_types[];
Value itertools_tee(Vm *vm, const Value *args);

#endif
