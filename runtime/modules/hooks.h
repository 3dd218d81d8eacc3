/* What the builtins need from compiler, machine and import; defined by src/ and
 * import.c. */
#ifndef HABU_RUNTIME_MODULES_HOOKS_H
#define HABU_RUNTIME_MODULES_HOOKS_H

#include "object/state.h"

/* Compiles a str or bytes for mode "exec", "eval" or "single" to a code object. */
MUST_CHECK Value habu_compile(Vm *vm, Value source, Value filename, const char *mode, int flags);
/* Runs a code object; globals is a dict, locals a mapping.  The value of an
 * expression, None otherwise. */
MUST_CHECK MAY_RUN Value habu_exec(Vm *vm, Value code, Value globals, Value locals);
/* What __import__(name, globals, locals, fromlist, level) does. */
MUST_CHECK MAY_RUN Value machine_import(Vm *vm, Value name, Value globals, Value fromlist, int64_t level);
/* The awaitable of anext(iterator, default); fallback VALUE_ABSENT when not given. */
MUST_CHECK MAY_RUN Value machine_anext(Vm *vm, Value iterator, Value fallback);

#endif
