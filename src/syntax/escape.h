/* The insides of string literals: backslash escapes to UTF-8 or bytes. */
#ifndef HABU_SYNTAX_ESCAPE_H
#define HABU_SYNTAX_ESCAPE_H

#include "syntax/build.h"

typedef struct {
    Builder *build;
    Span span;         /* of the token: where errors are reported */
    const char *start; /* what stands between the quotes */
    size_t size;
    bool braces;       /* text of an f-string: {{ and }} are one brace each */
} EscapeJob;

/* Fill *text (in the arena).  False with the error recorded. */
MUST_CHECK bool escape_decode_text(const EscapeJob *job, bool raw, AstText *text);
MUST_CHECK bool escape_decode_bytes(const EscapeJob *job, bool raw, AstText *text);

#endif
