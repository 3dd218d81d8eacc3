/* The % operator on any kind of text. */
#ifndef HABU_OBJECT_STR_PERCENT_H
#define HABU_OBJECT_STR_PERCENT_H

#include "object/str_method.h"

/* Makes text of format's kind; format's bytes must not change meanwhile. */
MUST_CHECK MAY_RUN Value text_percent(Vm *vm, const Text *format, Value args);

#endif
