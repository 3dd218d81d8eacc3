/* Positions in a source text, and what can be wrong at one. */
#ifndef HABU_BASE_SOURCE_H
#define HABU_BASE_SOURCE_H

#include "base/arena.h"

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

/* What CPython prints as a SyntaxWarning. */
typedef struct SourceWarning SourceWarning;
struct SourceWarning {
    SourceWarning *next;
    Span span;
    char message[]; /* ended by a NUL */
};

/* The first error of a text: message in CPython's words, without position.
 * Zero-initialise; message[0] == 0 means there is none. */
typedef struct {
    SyntaxErrorKind kind;
    Span span;
    bool no_caret;   /* only the line is known: no caret line is printed (offset 0 in CPython) */
    bool has_end;    /* false: only the start is known (CPython prints one caret) */
    bool incomplete; /* the text ended where more could follow: the prompt asks for more */
    char message[512];
    SourceWarning *warnings; /* in order; they live as long as the arena they were made in */
    SourceWarning *last_warning;
} Diagnostic;

/* Records the error unless one is recorded already.  Always returns false. */
bool diagnostic_set(Diagnostic *diagnostic, SyntaxErrorKind kind, Span span, const char *format, ...)
    PRINTF_LIKE(4, 5);

/* Adds a warning, made in the arena (not at all when that is exhausted). */
void diagnostic_warn(Diagnostic *diagnostic, Arena *arena, Span span, const char *format, ...) PRINTF_LIKE(4, 5);

#endif
