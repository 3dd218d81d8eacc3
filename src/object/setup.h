/* The setup functions that types.def names. */
#ifndef HABU_OBJECT_SETUP_H
#define HABU_OBJECT_SETUP_H

#include "object/native.h"

#define TYPE_ID(id, name, setup) MUST_CHECK bool setup(Vm *vm, Type *type);
#include "object/types.def"
#undef TYPE_ID

/* All of exceptions.def. */
MUST_CHECK bool exceptions_setup(Vm *vm);

#endif
