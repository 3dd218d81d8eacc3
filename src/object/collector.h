/* The cycle collector, and what it shares with object death. */
#ifndef HABU_OBJECT_COLLECTOR_H
#define HABU_OBJECT_COLLECTOR_H

#include "object/state.h"

/* Finds and frees cyclic garbage; returns how many objects it found.  Runs
 * finalizers and weak reference callbacks.  Does nothing inside itself. */
MAY_RUN size_t collector_run(Vm *vm);

/* Asked for by object_new when enough containers were made: sets
 * vm->collect_wanted and vm->interrupt, since finalizers must not run in the
 * middle of a C function that only wanted an object.  machine_poll() calls
 * collector_poll(), which runs the collector if it is wanted and enabled. */
COLD void collector_request(Vm *vm);
MAY_RUN void collector_poll(Vm *vm);

/* Calls visit for every value the object owns: slots, attributes, the type of a
 * counted one, and what its type's traverse knows. */
typedef void (*ObjectVisitor)(Vm *vm, Value value, void *context);
void object_traverse(Vm *vm, Object *object, ObjectVisitor visit, void *context);

/* Drops what can take part in a cycle: slots, attributes, and the type's clear. */
void object_clear(Vm *vm, Object *object);

/* Runs the finalizer unless it has run; the pending exception stays as it was. */
MAY_RUN void object_finalize(Vm *vm, Object *object);

/* Objects still alive, by type name, to file: for teardown checks. */
typedef struct _IO_FILE FILE;
void objects_report_leaks(Vm *vm, FILE *file);

#endif
