/* Looking at frames: for locals(), tracebacks of running code, and debugging. */
#ifndef HABU_VM_FRAME_H
#define HABU_VM_FRAME_H

#include "vm/machine.h"

/* A dict of the bound local variables of the frame, cells opened; owned. */
MUST_CHECK Value frame_locals(Vm *vm, const Value *base);

/* The frame `depth` callers up from the running one, or NULL. */
Value *frame_at_depth(const Vm *vm, int depth);

#endif
