/* Modules. */
#ifndef HABU_OBJECT_MODULE_H
#define HABU_OBJECT_MODULE_H

#include "object/function.h"

MUST_CHECK MAY_RUN Value module_slot_getattr(Vm *vm, Value self, Value name);

#endif
