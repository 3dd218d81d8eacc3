/* File system paths as programs pass them. */
#ifndef HABU_RUNTIME_MODULES_PATH_H
#define HABU_RUNTIME_MODULES_PATH_H

#include "modules/module.h"

/* The path of a str, bytes or os.PathLike object as a str (owned).  TypeError
 * "expected str, bytes or os.PathLike object, not %T" otherwise. */
MUST_CHECK MAY_RUN Value path_to_str(Vm *vm, Value path);

/* The same for the system: *text points into the returned str (owned). */
MUST_CHECK MAY_RUN Value path_to_c(Vm *vm, Value path, const char **text);

#endif
