/* Leaving frames by an exception, and chains of suspended frames. */
#ifndef HABU_VM_UNWIND_H
#define HABU_VM_UNWIND_H

#include "vm/generator.h"

/* Adds the frame at base to the pending exception's traceback. */
COLD void unwind_add_traceback(Vm *vm, Value *base, const Word *ip);

/* Looks for the handler of the instruction at ip.  If there is one: drops the
 * temporaries that do not live there, moves the pending exception into its
 * register and returns where to go on; else NULL, with nothing touched. */
COLD const Word *unwind_find_handler(Vm *vm, Value *base, const Word *ip);

/* Drops the locals, and the temporaries that live at the word (UINT32_MAX: none). */
COLD void unwind_drop_registers(Vm *vm, Value *base, uint32_t word);

/* Ends a generator's frame by the pending exception: StopIteration becomes a
 * RuntimeError.  Clears its links. */
COLD void unwind_generator(Vm *vm, Generator *generator, uint32_t word);

/* The innermost frame suspends.  Marks the root of its chain suspended there and
 * returns NULL when C code resumed that root, or the registers of the frame that
 * waits at FOR_NEXT for it. */
Value *unwind_suspend(Vm *vm, Value *base, Value *root);

/* At an AWAIT in the frame at base of a generator that was started before: links
 * it as delegate and returns true when the machine can switch to its innermost
 * frame (machine->sent keeps what is to be sent).  False: drive it the slow way,
 * or an exception is pending. */
bool unwind_link_delegate(Vm *vm, Value *base, Generator *generator);

/* Drives what is not a frame one step with machine->sent, which it takes. */
MUST_CHECK MAY_RUN SendResult await_drive(Vm *vm, Value *base, Value awaitable, Value *result);

/* state[1] = the awaitable of state[0].__anext__(). */
MUST_CHECK MAY_RUN bool unwind_async_next(Vm *vm, Value *state);

#endif
