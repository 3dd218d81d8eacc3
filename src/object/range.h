/* What range.c and slice.c share about slices of sequences of any length. */
#ifndef HABU_OBJECT_RANGE_H
#define HABU_OBJECT_RANGE_H

#include "object/container.h"

/* start, stop and step of a slice as exact ints (owned), for a sequence whose
 * length is an int of any size; false with an exception pending. */
MUST_CHECK MAY_RUN bool slice_resolve(Vm *vm, Value slice, Value length, Value resolved[3]);

#endif
