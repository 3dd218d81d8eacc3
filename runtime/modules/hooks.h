/* What the builtins need from import.c. */
#ifndef HABU_RUNTIME_MODULES_HOOKS_H
#define HABU_RUNTIME_MODULES_HOOKS_H

#include "habu.h"
#include "object/call.h"

/* What __import__(name, globals, locals, fromlist, level) does. */
MUST_CHECK MAY_RUN Value machine_import(Vm *vm, Value name, Value globals, Value fromlist, int64_t level);

#endif
