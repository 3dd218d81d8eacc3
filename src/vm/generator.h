/* Generators, coroutines and asynchronous generators: an object that owns its
 * frame.
 *
 * state CREATED → RUNNING ⇄ SUSPENDED → FINISHED.  The registers are alive in all
 * but FINISHED.  While RUNNING, or linked to a consumer, the frame belongs to
 * the machine and the collector does not look inside. */
#ifndef HABU_VM_GENERATOR_H
#define HABU_VM_GENERATOR_H

#include "object/native.h"
#include "vm/machine.h"

typedef enum { GENERATOR_CREATED, GENERATOR_SUSPENDED, GENERATOR_RUNNING, GENERATOR_FINISHED } GeneratorState;

typedef struct {
    Object object;
    uint8_t state;         /* GeneratorState */
    bool handled_swapped;  /* handled and vm->handled are exchanged */
    bool closing;          /* asynchronous generator: aclose() or athrow() under way, or finished */
    bool hooked;           /* asynchronous generator: its first iteration was announced */
    bool awaited;          /* coroutine: was ever started or closed */
    uint32_t created_line; /* coroutine: line of the call that made it; 0 unknown */
    Value *innermost;      /* root of a suspended chain: registers of the frame that suspended */
    Value handled;         /* exception being handled at the yield, owned; VALUE_ABSENT when none */
    Value entry_handled;   /* vm->handled when last resumed, borrowed */
    Value name, qualname;  /* VALUE_ABSENT: the code's */
    Value running_step;    /* asynchronous generator: reserved for the asend object under way, borrowed; VALUE_ABSENT */
    Value callee;
    FrameHeader header;
    Value registers[];
} Generator;

static inline Generator *generator_of(const Value *registers)
{
    return (Generator *)((char *)registers - offsetof(Generator, registers));
}
static inline Generator *value_to_generator(Value value) { return (Generator *)value_object(value); }
static inline bool value_is_generator(Value value)
{
    return value_has_shape(value, TYPE_GENERATOR) || value_has_shape(value, TYPE_COROUTINE) ||
           value_has_shape(value, TYPE_ASYNC_GENERATOR);
}
static inline bool value_is_coroutine(Value value) { return value_has_shape(value, TYPE_COROUTINE); }

/* Makes the object for a call of fn, whose bound parameters are at base and are
 * moved (also on failure, as is the callee below them). */
MUST_CHECK Value generator_new_take(Vm *vm, Function *fn, Value *base);

/* Resumes with a sent value (borrowed), or with vm->pending thrown in when sent
 * is VALUE_ERROR.  For SEND_RETURN *result is the returned value. */
MUST_CHECK MAY_RUN SendResult generator_resume(Vm *vm, Generator *generator, Value sent, Value *result);

/* generator.close() and coroutine.close(): what it returned when GeneratorExit was
 * caught (owned; None usually), or VALUE_ERROR.  The second drops that. */
MUST_CHECK MAY_RUN Value generator_close_value(Vm *vm, Generator *generator);
MUST_CHECK MAY_RUN bool generator_close(Vm *vm, Generator *generator);

/* Its qualified name; what it awaits while suspended, or None. */
Value generator_qualname_borrow(const Generator *generator);
Value generator_awaited_borrow(const Generator *generator);

/* throw()'s three arguments: leaves the exception pending and returns true, or
 * false when the arguments are wrong (with a TypeError pending instead). */
bool generator_raise_thrown(Vm *vm, const Value *args);

/* A frame object for inspection (frame_object.c); owner keeps the registers alive, VALUE_ABSENT for the stack's. */
MUST_CHECK Value frame_object_new(Vm *vm, Value *registers, Value owner);

/* async_generator.c.  announce tells the runtime of a generator before its first
 * iteration.  The last gives the generator of an asend object, and which method made it. */
MUST_CHECK bool async_generator_announce(Vm *vm, Generator *generator);
Value async_step_generator_borrow(Value step, const char **method);
MUST_CHECK Value async_generator_slot_anext(Vm *vm, Value self);
extern const NativeDef async_generator_methods[];

/* The exchange of vm->handled at resume, and back at yield. */
static ALWAYS_INLINE void generator_enter_handled(Vm *vm, Generator *generator)
{
    if (UNLIKELY(generator->handled != VALUE_ABSENT)) {
        Value own = generator->handled;
        generator->handled = vm->handled;
        vm->handled = own;
        generator->handled_swapped = true;
    } else {
        generator->entry_handled = vm->handled;
    }
}
static ALWAYS_INLINE void generator_leave_handled(Vm *vm, Generator *generator)
{
    if (UNLIKELY(generator->handled_swapped)) {
        Value own = vm->handled;
        vm->handled = generator->handled;
        generator->handled = own;
        generator->handled_swapped = false;
    } else if (UNLIKELY(vm->handled != generator->entry_handled)) {
        generator->handled = vm->handled;
        vm->handled = value_share(generator->entry_handled);
    }
}

/* Drops registers and marks the generator finished; its frame must be at rest:
 * word is where it stands. */
void generator_release_frame(Vm *vm, Generator *generator, uint32_t word);

/* Finishes the exchange of vm->handled when the frame has ended. */
void generator_finish_handled(Vm *vm, Generator *generator);

/* Where the innermost frame of a suspended generator waits: its registers, or NULL. */
Value *generator_innermost(const Generator *generator);

#endif
