/* Positions in a source text, and what can be wrong at one. */
#ifndef HABU_BASE_SOURCE_H
#define HABU_BASE_SOURCE_H

#include "base/base.h"

/* A stretch of source.  Lines count from 1, columns are UTF-8 bytes from 0;
 * the end is exclusive. */
typedef struct {
    uint32_t line, column;
    uint32_t end_line, end_column;
} Span;

/* SYNTAX_TOO_DEEP is what CPython reports as a RecursionError. */
typedef enum {
    SYNTAX_ERROR, INDENTATION_ERROR, TAB_ERROR, SYNTAX_OUT_OF_MEMORY, SYNTAX_TOO_DEEP
} SyntaxErrorKind;

/* The first error of a text: message in CPython's words, without position.
 * Zero-initialise; message[0] == 0 means there is none. */
typedef struct {
    SyntaxErrorKind kind;
    Span span;
    bool no_caret;   /* only the line is known: no caret line is printed (offset 0 in CPython) */
    bool has_end;    /* false: only the start is known (CPython prints one caret) */
    bool incomplete; /* the text ended where more could follow: the prompt asks for more */
    char message[512];
} Diagnostic;

/* Records the error unless one is recorded already.  Always returns false. */
bool diagnostic_set(Diagnostic *diagnostic, SyntaxErrorKind kind, Span span, const char *format, ...)
    PRINTF_LIKE(4, 5);

#endif
