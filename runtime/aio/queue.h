/* asyncio.Queue, PriorityQueue and LifoQueue. */
#ifndef HABU_AIO_QUEUE_H
#define HABU_AIO_QUEUE_H

#include "aio/waiters.h"

typedef enum { QUEUE_FIFO, QUEUE_PRIORITY, QUEUE_LIFO } QueueOrder;

typedef struct {
    Object object;
    Value loop;
    Waiters items;              /* the queue itself; PRIORITY: a heap, its head always 0 */
    Waiters getters, putters, joiners;
    int64_t max_size;           /* <= 0: no limit */
    uint64_t unfinished;        /* put but not task_done() */
    bool is_shut_down;
    uint8_t order;              /* QueueOrder */
} Queue;

static inline Queue *value_to_queue(Value value) { return (Queue *)value_object(value); }

/* A fresh Queue without limit. */
MUST_CHECK Value queue_new(Vm *vm);
/* put_nowait(); item is shared. */
MUST_CHECK MAY_RUN bool queue_put_now(Vm *vm, Value self, Value item);
/* The coroutine of get(). */
MUST_CHECK Value queue_get_operation(Vm *vm, Value self);

extern const TypeDef queue_type_def, priority_queue_type_def, lifo_queue_type_def;

#endif
