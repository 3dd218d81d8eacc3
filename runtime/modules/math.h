/* What the files of module math share. */
#ifndef HABU_RUNTIME_MODULES_MATH_H
#define HABU_RUNTIME_MODULES_MATH_H

#include "modules/module.h"

COLD Value math_raise_domain(Vm *vm); /* ValueError "math domain error" */
COLD Value math_raise_range(Vm *vm);  /* OverflowError "math range error" */

extern const NativeDef math_integer_functions[]; /* math_integer.c */
extern const NativeDef math_sum_functions[];     /* math_sum.c */
extern const NativeDef math_gamma_functions[];   /* math_gamma.c */

#endif
