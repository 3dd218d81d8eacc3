/* The exceptions that asyncio adds to the builtin ones. */
#ifndef HABU_LOOP_ERRORS_H
#define HABU_LOOP_ERRORS_H

#include "loop/runtime.h"
#include "object/native.h"
#include "object/raise.h"

/* Raises one of rt->types with a formatted message (see raise_error), or without one for NULL. */
COLD Value raise_runtime(Vm *vm, RuntimeTypeId type, const char *format, ...);

extern const TypeDef invalid_state_error_def, queue_empty_def, queue_full_def, queue_shut_down_def, broken_barrier_error_def;

#endif
