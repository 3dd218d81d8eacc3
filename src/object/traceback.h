/* What the files that render tracebacks share. */
#ifndef HABU_OBJECT_TRACEBACK_H
#define HABU_OBJECT_TRACEBACK_H

#include "object/exception.h"
#include "object/str.h"

/* Adds `  File "x.py", line 1, in f`, the source lines and the carets below. */
void traceback_add_place(Vm *vm, StrBuilder *builder, const CodePlace *place);

/* The line's text without blanks at either end; false when there is no source. */
bool traceback_source_line(Vm *vm, Value filename, uint32_t line, const char **text, size_t *size);

/* The name that a NameError, AttributeError or ImportError may have meant: an
 * owned str, VALUE_ABSENT when nothing is near.  Never leaves an exception. */
MAY_RUN Value suggestion_for(Vm *vm, Value exception);

/* The nearest of the strs in a list to wrong (owned), or VALUE_ABSENT. */
Value suggestion_nearest(Vm *vm, Value names, Value wrong);

/* The same for a name that the running frame does not know. */
Value suggestion_for_name(Vm *vm, Value name);

/* Is it a module of the standard library? */
bool suggestion_is_module(Value name);
/* All of them, each between two blanks. */
const char *suggestion_modules(void);

#endif
