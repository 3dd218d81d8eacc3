/* What the files of operator share. */
#ifndef HABU_MODULES_OPERATOR_H
#define HABU_MODULES_OPERATOR_H

#include "modules/module.h"

/* Adds itemgetter, attrgetter and methodcaller. */
MUST_CHECK bool operator_getters_fill(Vm *vm, Value module);

#endif
