/* gather(), wait(), shield(), as_completed(), wait_for() and timeout(). */
#ifndef HABU_AIO_GATHER_H
#define HABU_AIO_GATHER_H

#include "loop/operation.h"

/* gather(*items, return_exceptions=...): the future; loop VALUE_ABSENT: the items' or current one. */
MUST_CHECK MAY_RUN Value gather_new(Vm *vm, Value loop, const Value *items, size_t count, bool return_exceptions);
/* asyncio.gather's arguments as its signature binds them; likewise below. */
Value gather_m_gather(Vm *vm, const Value *args);
Value wait_m_wait(Vm *vm, const Value *args);
Value wait_m_shield(Vm *vm, const Value *args);
Value timeout_m_timeout(Vm *vm, const Value *args);
Value timeout_m_timeout_at(Vm *vm, const Value *args);
Value timeout_m_wait_for(Vm *vm, const Value *args);

Value as_completed_m_as_completed(Vm *vm, const Value *args);

extern const TypeDef as_completed_type_def, gather_type_def, timeout_type_def;

#endif
