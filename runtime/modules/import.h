/* Finding and loading modules. */
#ifndef HABU_RUNTIME_MODULES_IMPORT_H
#define HABU_RUNTIME_MODULES_IMPORT_H

#include "modules/module.h"

/* Prepares sys.modules with builtins and sys, and plugs import into the VM. */
MUST_CHECK bool import_start(Vm *vm);

/* A module by its absolute name, loaded if need be; owned. */
MUST_CHECK MAY_RUN Value import_module(Vm *vm, const char *name);

/* Makes __main__ (borrowed from sys.modules) for a program's file (VALUE_ABSENT:
 * none) in a package (a str, or None). */
MUST_CHECK Value import_make_main(Vm *vm, Value file, Value package);

/* The program that `-m name` runs: its source text, file name and package (owned
 * strs).  A package stands for its __main__ submodule and is imported first. */
MUST_CHECK MAY_RUN bool import_find_program(Vm *vm, const char *name, Value *source, Value *file, Value *package_name);

/* The whole file as a str of bytes: *text is malloc'ed and ended by a NUL; returns 0 or an errno. */
int import_read_file(const char *path, char **text, size_t *size);

#endif
