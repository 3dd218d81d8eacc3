/* Files for the rest of the runtime: writing to what may be any file object, and
 * making streams. */
#ifndef HABU_RUNTIME_MODULES_IO_H
#define HABU_RUNTIME_MODULES_IO_H

#include "modules/module.h"

/* file.write(text): directly for a text stream of our own, else by the method. */
MUST_CHECK MAY_RUN bool io_write(Vm *vm, Value file, Value text);
MUST_CHECK MAY_RUN bool io_flush(Vm *vm, Value file);
/* file.readline(); a str. */
MUST_CHECK MAY_RUN Value io_readline(Vm *vm, Value file);

/* open() with its eight arguments: file, mode, buffering, encoding, errors, newline, closefd, opener. */
MUST_CHECK MAY_RUN Value io_open(Vm *vm, const Value *args);

/* sys.stdin, stdout or stderr for descriptor 0, 1 or 2. */
MUST_CHECK Value io_standard_stream(Vm *vm, int descriptor);

#endif
