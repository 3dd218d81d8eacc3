/* The functions of module asyncio, and making its types. */
#ifndef HABU_AIO_FUNCTIONS_H
#define HABU_AIO_FUNCTIONS_H

#include "loop/runtime.h"
#include "object/native.h"

/* Makes what types.def lists, once. */
MUST_CHECK bool runtime_make_types(Vm *vm);

extern const NativeDef asyncio_functions[];

#endif
