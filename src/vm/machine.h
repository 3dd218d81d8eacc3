/* The machine: frames, the stack they lie on, and running them.
 *
 * A frame is {callee, 32-byte header, registers}.  Frames of ordinary functions
 * lie on a contiguous stack, each beginning inside the call window of the one
 * before, so arguments are passed where they were computed.  The frame of a
 * generator, coroutine or asynchronous generator lies in its object
 * (vm/generator.h) and is executed there.
 *
 * What a suspended chain looks like: frames linked by `previous` through
 * FRAME_DELEGATED and FRAME_ANEXT up to a root that C code resumes
 * (FRAME_ENTRY); the root knows the innermost frame, so resuming costs the same
 * at any depth. */
#ifndef HABU_VM_MACHINE_H
#define HABU_VM_MACHINE_H

#include "bytecode/code.h"
#include "object/state.h"

typedef enum {
    FRAME_ENTRY = 1,     /* leaving it leaves machine_run */
    FRAME_INIT = 2,      /* an __init__ called for a fresh instance, which lies below the callee */
    FRAME_HEAP = 4,      /* lies in a Generator */
    FRAME_DELEGATED = 8, /* its consumer waits at AWAIT: what it yields passes through */
    FRAME_NEXT = 16,     /* its consumer waits at FOR_NEXT */
    FRAME_ANEXT = 32,    /* an asynchronous generator whose consumer waits at ASYNC_FOR_NEXT or AWAIT */
    FRAME_LINKED = FRAME_ENTRY | FRAME_DELEGATED | FRAME_NEXT | FRAME_ANEXT
} FrameFlags;

typedef struct {
    const Word *ip;      /* where the frame goes on.  Behind the call while a call is under way; at the
                            instruction itself while suspended */
    Value *previous;     /* registers of the consumer or caller; NULL below the outermost */
    Code *code;          /* borrowed from the callee */
    uint16_t destination; /* the caller's register for the result */
    uint16_t flags;      /* FrameFlags */
    uint32_t depth;      /* frames below */
} FrameHeader;

enum { FRAME_HEADER_WORDS = sizeof(FrameHeader) / sizeof(Value) };

/* A register pointer names the frame. */
#define FRAME(registers) ((FrameHeader *)(registers)-1)
#define FRAME_CALLEE(registers) ((registers)[-FRAME_HEADER_WORDS - 1])
/* Of a FRAME_INIT frame: the instance being made, owned. */
#define FRAME_INSTANCE(registers) ((registers)[-FRAME_HEADER_WORDS - 2])

/* One strand of execution: the main one, or a fiber's. */
struct Machine {
    Value *base;       /* registers of the running frame; NULL when none runs */
    Value *heap_top;   /* while a heap frame runs: the first free stack word */
    Value *window_top; /* a call window that C code works with ends here; never above the top otherwise */
    Value *stack;      /* mapped, owned */
    Value *stack_end;
    size_t stack_size; /* bytes */
    Value sent;        /* what AWAIT gets when re-executed, owned */
    uint32_t next_links; /* FRAME_NEXT links made by the current machine_run */
    char *c_stack_limit; /* this strand's, copied to the VM while it runs */
};

MUST_CHECK Machine *machine_new(size_t stack_size);
void machine_free(Machine *machine);

/* First stack word that no live frame uses. */
static inline Value *machine_top(const Machine *machine)
{
    Value *base = machine->base;
    Value *top = machine->stack;
    if (base)
        top = FRAME(base)->flags & FRAME_HEAP ? machine->heap_top : base + FRAME(base)->code->register_count;
    return top > machine->window_top ? top : machine->window_top;
}

/* Runs from ip in the frame at base, whose flags have FRAME_ENTRY, or in a
 * frame delegated to from root.  With vm->pending set it begins by raising
 * that.  Returns the result, VALUE_ERROR, or VALUE_SUSPEND (vm->yielded). */
MUST_CHECK MAY_RUN Value machine_run(Vm *vm, Value *base, const Word *ip, Value *root);

/* Called at a back-edge when vm->interrupt is set: signals, time slices.  False: an exception is pending. */
MUST_CHECK MAY_RUN bool machine_poll(Vm *vm);

/* Rearranges count arguments at base (of which the last have names) into the
 * parameters of fn, with defaults; locals are not touched.  Consumes the arguments
 * when it fails. */
MUST_CHECK MAY_RUN bool bind_arguments(Vm *vm, Function *fn, Value *base, int count, Value names);

/* The running frame of the language, or NULL. */
static inline Value *machine_frame(const Vm *vm) { return vm->machine ? vm->machine->base : NULL; }
/* Index of the word the frame is at, for its position tables. */
uint32_t frame_word(const Value *base);
uint32_t frame_line(const Value *base);

#endif
