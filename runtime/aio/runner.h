/* asyncio.run() and Runner. */
#ifndef HABU_AIO_RUNNER_H
#define HABU_AIO_RUNNER_H

#include "object/native.h"

/* asyncio.run(main, *, debug=None, loop_factory=None) */
Value runner_m_asyncio_run(Vm *vm, const Value *args);

extern const TypeDef runner_type_def;

#endif
