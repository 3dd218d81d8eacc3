/* How the parts of a formatted number come together (format_spec.c,
 * format_float.c). */
#ifndef HABU_OBJECT_FORMAT_NUMBER_H
#define HABU_OBJECT_FORMAT_NUMBER_H

#include "object/format_spec.h"

/* A number as text, in parts: sign, prefix, digits that may be grouped, rest. */
typedef struct {
    bool negative;
    const char *prefix; /* "0x" and its like, or "" */
    const char *digits;
    size_t digit_count; /* 0 for inf and nan, which are all rest */
    const char *rest;   /* from the point or exponent on */
    size_t rest_size;
} NumberText;

/* Adds the number as the spec wants it. */
void builder_add_number(Vm *vm, StrBuilder *builder, const FormatSpec *spec, const NumberText *number);

/* Formats with one of the types e E f F g G n % and none. */
MUST_CHECK Value format_double(Vm *vm, const FormatSpec *spec, double number);

/* ValueError "Unknown format code ...". */
COLD Value format_unknown_type(Vm *vm, const FormatSpec *spec, Value value);

#endif
