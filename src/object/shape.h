/* What bootstrap needs of shapes besides object/type.h. */
#ifndef HABU_OBJECT_SHAPE_H
#define HABU_OBJECT_SHAPE_H

#include "object/type.h"

MUST_CHECK bool shape_cache_start(Vm *vm);
void shape_cache_end(Vm *vm);
MUST_CHECK bool type_cache_start(Vm *vm);
void type_cache_end(Vm *vm);

#endif
