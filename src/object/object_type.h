/* The natives of `object` that live beside type.__call__. */
#ifndef HABU_OBJECT_OBJECT_TYPE_H
#define HABU_OBJECT_OBJECT_TYPE_H

#include "object/state.h"

Value object_m_new(Vm *vm, const Value *args);
Value object_m_init(Vm *vm, const Value *args);

#endif
