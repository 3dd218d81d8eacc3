/* The format mini-language taken apart, and floats as text: shared by
 * format(), str.format() and the % operator. */
#ifndef HABU_OBJECT_FORMAT_SPEC_H
#define HABU_OBJECT_FORMAT_SPEC_H

#include "object/str_method.h"

typedef struct {
    uint32_t fill;
    char align;          /* '<' '>' '^' '=' */
    bool align_given;
    char sign;           /* '+' '-' ' ', or 0 when not given */
    bool no_minus_zero;  /* 'z' */
    bool alternate;      /* '#' */
    int64_t width;       /* -1: none */
    char grouping;       /* ',' '_', or 0 */
    int64_t precision;   /* -1: none */
    uint32_t type;       /* the code point at the end, or 0 */
} FormatSpec;

/* Reads spec (a str); value names the type in the error. */
MUST_CHECK bool format_spec_parse(Vm *vm, Value spec, Value value, char default_align, FormatSpec *parsed);

typedef struct {
    char type;      /* e E f F g G r; r is repr without precision and a g that always looks like a float with one */
    int precision;  /* -1: default */
    bool alternate;
    bool add_dot_0; /* r: "1" reads "1.0" */
} FloatStyle;

/* Adds |number| without a sign; inf and nan in the case of the type. */
void builder_add_float(Vm *vm, StrBuilder *builder, double number, const FloatStyle *style);

#endif
