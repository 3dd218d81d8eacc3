/* Which characters make a name, and the form names are compared in. */
#ifndef HABU_SYNTAX_IDENTIFIER_H
#define HABU_SYNTAX_IDENTIFIER_H

#include "syntax/ast.h"

/* Decodes the UTF-8 character at *at and moves past it; the text is valid. */
uint32_t identifier_decode(const char **at);

/* Returns the first character of [start, end) that may not stand where it does
 * in a name; NULL when all may. */
const char *identifier_check(const char *start, const char *end);

bool identifier_is_printable(uint32_t code);

/* Copies the name in NFKC to the arena; bytes is NULL when memory is exhausted. */
AstText identifier_normalise(Arena *arena, const char *start, size_t size);

#endif
