/* A program's bytes in the one form the lexer reads. */
#ifndef HABU_GRAMMAR_SOURCE_TEXT_H
#define HABU_GRAMMAR_SOURCE_TEXT_H

#include "syntax/parse.h"

/* Valid UTF-8 without NUL, lines ended by '\n' (the last one too), then a NUL. */
typedef struct {
    char *bytes; /* malloc'ed */
    size_t size;
} SourceText;

/* False with the error recorded and nothing to free. */
MUST_CHECK bool source_text_prepare(SourceText *source, const char *text, size_t size, ParseMode mode,
                                    Diagnostic *diagnostic);

#endif
