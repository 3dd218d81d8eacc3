/* Raising: every error sentence used twice has its function here.  All of these
 * leave the exception pending; those returning Value return VALUE_ERROR, the
 * bool ones false, so that callers can `return raise_type_error(...)`. */
#ifndef HABU_OBJECT_RAISE_H
#define HABU_OBJECT_RAISE_H

#include "object/state.h"

/* Raises a builtin exception with a formatted message.  Beyond printf's %s %d
 * %i %u %c %x %ld %lld %zu %zd %lu %p %%: %V prints str(value), %R repr(value),
 * %T the name of a value's type, %N a Type *'s name.  %.200s clips as usual;
 * %V, %R and %T take a precision too.  Without a format there is no message. */
COLD Value raise_error(Vm *vm, TypeId type, const char *format, ...);
COLD bool raise_false(Vm *vm, TypeId type, const char *format, ...);
COLD Value raise_type_error(Vm *vm, const char *format, ...);
COLD Value raise_value_error(Vm *vm, const char *format, ...);

/* Raises type(argument); raise_exception_take raises the exception object itself,
 * with what is being handled as its context (see exception_set_context). */
COLD Value raise_with(Vm *vm, TypeId type, Value argument);
COLD Value raise_exception_take(Vm *vm, Value exception);
COLD Value raise_bare(Vm *vm, TypeId type); /* type() without arguments */
COLD Value raise_key_error(Vm *vm, Value key);
COLD Value raise_memory_error(Vm *vm);
COLD Value raise_stop_iteration(Vm *vm, Value value);
/* OSError's subclass for code (an errno) with strerror text; path VALUE_ABSENT when none. */
COLD Value raise_os_error(Vm *vm, int code, Value path);
COLD Value raise_attribute_error(Vm *vm, Value object, Value name);
COLD Value raise_name_error(Vm *vm, Value name);
/* Adds to the pending ImportError what it keeps; VALUE_ABSENT for what is not known. */
COLD void raise_add_import_names(Vm *vm, Value name, Value path, Value name_from);
/* TypeError about the arguments of a call: the format's first %V is replaced by
 * "module.name()" of the callee, what follows by detail. */
COLD bool raise_about_call(Vm *vm, Value fn, const char *format, Value detail);
COLD Value raise_not_supported(Vm *vm, const char *what); /* NotImplementedError: "Habu does not support %s yet" */

/* The same message formatting, to a str. */
Value format_text(Vm *vm, const char *format, ...);
Value format_text_list(Vm *vm, const char *format, __builtin_va_list arguments);

/* The pending exception. --------------------------------------------------- */

static inline bool error_pending(const Vm *vm) { return vm->pending != VALUE_ABSENT; }
/* Is it an instance of the builtin exception type (or derived)? */
bool error_matches(Vm *vm, TypeId type);
/* Takes it out of the VM: owned by the caller; VALUE_ABSENT when there is none. */
Value error_take(Vm *vm);
/* Drops it. */
void error_clear(Vm *vm);
/* For a failing iterator protocol: when StopIteration is pending, clears it and
 * returns true (its value in *value when value is not NULL). */
bool error_clear_stop_iteration(Vm *vm, Value *value);

#endif
