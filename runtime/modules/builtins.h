/* The tables that make up the builtins module, one for each file. */
#ifndef HABU_RUNTIME_MODULES_BUILTINS_H
#define HABU_RUNTIME_MODULES_BUILTINS_H

#include "modules/module.h"

extern const NativeDef builtins_object_functions[];
extern const NativeDef builtins_number_functions[];
extern const NativeDef builtins_iterate_functions[];
extern const NativeDef builtins_run_functions[];

#endif
