/* What copy and pickle ask of any object: object/reduce.c. */
#ifndef HABU_OBJECT_REDUCE_H
#define HABU_OBJECT_REDUCE_H

#include "object/state.h"

/* Natives of `object`: __getstate__, __reduce__, __reduce_ex__. */
Value object_m_getstate(Vm *vm, const Value *args);
Value object_m_reduce(Vm *vm, const Value *args);
Value object_m_reduce_ex(Vm *vm, const Value *args);

#endif
