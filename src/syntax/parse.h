/* Text to syntax tree: what lies above grammar/ sees of it. */
#ifndef HABU_SYNTAX_PARSE_H
#define HABU_SYNTAX_PARSE_H

#include "syntax/ast.h"

typedef enum {
    PARSE_FILE,        /* statements: a Module */
    PARSE_INTERACTIVE, /* one entry at the prompt: a Module; a compound statement ends at a blank line */
    PARSE_EVAL         /* one expression: an Expression */
} ParseMode;

/* Parses size bytes of UTF-8 (they need not end in a newline or NUL; a UTF-8
 * signature is skipped).  Returns the tree, in the arena, or NULL with
 * diagnostic filled in; warnings are in diagnostic either way.  Only context-free errors are found here; those that
 * need scopes ('return' outside function, ...) are the compiler's. */
MUST_CHECK Node *parse_source(Arena *arena, const char *text, size_t size, ParseMode mode, Diagnostic *diagnostic);

#endif
