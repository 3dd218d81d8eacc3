/* Format strings taken apart, for str.format() and module _string. */
#ifndef HABU_OBJECT_STR_FORMAT_H
#define HABU_OBJECT_STR_FORMAT_H

#include "object/state.h"

/* A list of (literal, field name, spec, conversion); the last three are None
 * where no field follows. */
MUST_CHECK Value str_format_parse(Vm *vm, Value format);
/* (first, [(is attribute, name or index), ...]) */
MUST_CHECK Value str_format_split_name(Vm *vm, Value name);

#endif
