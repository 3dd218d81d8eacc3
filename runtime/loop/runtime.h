/* What the runtime keeps for one VM: the clock, the strands of execution, the
 * running event loop and its tasks, and the types that asyncio is made of.
 *
 * Nothing here is global: vm->runtime points to it. */
#ifndef HABU_LOOP_RUNTIME_H
#define HABU_LOOP_RUNTIME_H

#include "loop/clock.h"
#include "object/state.h"

typedef struct {
    bool virtual_time; /* --virtual-time */
} RuntimeOptions;

typedef enum {
#define RUNTIME_TYPE(id, def, base) RUNTIME_##id,
#include "loop/types.def"
#undef RUNTIME_TYPE
    RUNTIME_TYPE_COUNT
} RuntimeTypeId;

typedef struct Task Task;
typedef struct Loop Loop;
typedef struct Strand Strand;
typedef struct Pending Pending;
typedef struct SignalState SignalState;
typedef struct Ticker Ticker;
struct uv_loop_s;
struct uv_async_s;

/* Strands that wait for one thing, first come first; borrowed.  See loop/strand.h. */
typedef struct {
    Strand *first, *last;
} WaitQueue;

struct Runtime {
    Clock clock;
    Type *types[RUNTIME_TYPE_COUNT]; /* owned; NULL until asyncio is imported */
    Value running_loop;         /* of the running strand, owned; VALUE_ABSENT when none runs */
    Value event_loop;           /* set_event_loop()'s, owned; VALUE_ABSENT when none */
    bool event_loop_was_set;    /* set_event_loop() was called: none is made any more */
    Task *current_task;         /* whose step is under way, borrowed; NULL */
    Task *first_task, *last_task; /* every pending task, in the order made; borrowed */
    uint64_t next_task_number;
    Value context;              /* the current Context, owned; VALUE_ABSENT: one with nothing set */
    Value warned;               /* dict of the never-awaited warnings shown already; VALUE_ABSENT */
    struct uv_loop_s *uv;       /* owned; NULL until something needs it */
    struct uv_async_s *uv_wake; /* part of the above: ends a wait from a signal handler */
    Pending *first_pending;     /* libuv operations under way */
    size_t pending_count;
    Strand *main_strand, *strand; /* the first one, and the running one */
    Strand *first_fiber;        /* every fiber alive, oldest first */
    size_t fiber_count;
    struct Job *first_job;      /* functions that wait for a worker, see executor.c */
    size_t worker_count;        /* fibers that run such functions */
    SignalState *signals;       /* owned; NULL when another VM has the signals */
    Ticker *ticker;             /* owned; NULL until there is a fiber */
    volatile bool interrupted;  /* SIGINT came and nobody has acted on it */
};

/* Makes vm->runtime and plugs the runtime's hooks in.  False: an exception is pending. */
MUST_CHECK bool runtime_start(Vm *vm, const RuntimeOptions *options);
/* Ends what still runs and frees it all; handles left open are named on stderr. */
void runtime_end(Vm *vm);
/* Frees vm->runtime: after habu_free(), since dying tasks look there. */
void runtime_free(Runtime *rt);

static inline Type *runtime_type(const Vm *vm, RuntimeTypeId id) { return vm->runtime->types[id]; }

/* The libuv loop, made when first asked for; NULL with OSError pending. */
struct uv_loop_s *runtime_uv(Vm *vm);

/* Writes text to sys.stderr; failures are ignored and the pending exception stays. */
MAY_RUN void runtime_write_error(Vm *vm, Value text);

#endif
