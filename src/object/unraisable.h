/* Exceptions that nobody can catch: from finalizers and weak reference callbacks. */
#ifndef HABU_OBJECT_UNRAISABLE_H
#define HABU_OBJECT_UNRAISABLE_H

#include "object/state.h"

/* Takes the pending exception out of the VM and reports it on sys.stderr as
 * "Exception ignored in: <repr of where>", through sys.unraisablehook when a
 * program set one.  Never leaves an exception pending. */
MAY_RUN COLD void error_unraisable(Vm *vm, Value where);

/* What sys.__unraisablehook__ does: the report itself, on sys.stderr. */
MAY_RUN void error_print_ignored(Vm *vm, Value exception, Value where);

#endif
