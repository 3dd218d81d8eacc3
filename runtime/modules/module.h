/* What every module file needs. */
#ifndef HABU_RUNTIME_MODULES_MODULE_H
#define HABU_RUNTIME_MODULES_MODULE_H

#include "object/call.h"
#include "object/container.h"
#include "object/exception.h"
#include "object/function.h"
#include "object/native.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/state.h"
#include "object/str.h"
#include "object/type.h"

/* Adds each function of a table ended by {0} to the module's dict. */
MUST_CHECK bool module_add_functions(Vm *vm, Value module, const NativeDef *defs);
/* Makes a type and adds it under its name; borrowed result, NULL on error. */
MUST_CHECK Type *module_add_type(Vm *vm, Value module, const TypeDef *def, Type *base);
static inline Value module_dict(Value module) { return ((Module *)value_object(module))->dict; }

/* Called at the first import of the module; from modules.def. */
#define MODULE(id, name) MUST_CHECK bool id##_module_fill(Vm *vm, Value module);
#include "modules/modules.def"
#undef MODULE

#endif
