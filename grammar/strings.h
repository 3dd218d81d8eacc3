/* Literals: from the text of their tokens to Constant and JoinedStr nodes. */
#ifndef HABU_GRAMMAR_STRINGS_H
#define HABU_GRAMMAR_STRINGS_H

#include "grammar/lexer.h"
#include "syntax/build.h"

/* All of these return NULL (0 for the conversion) with the error recorded. */
Node *number_node(Builder *build, const char *text, const Token *token);
Node *string_node(Builder *build, const char *text, const Token *token);
Node *fstring_middle_node(Builder *build, const char *text, const Token *token);

/* One literal of several that stand side by side.  following: the token after
 * them, where CPython reports that they do not mix. */
Node *strings_join(Builder *build, NodeList parts, Span span, Span following);

/* Joins neighbouring string constants and drops empty ones. */
NodeList strings_fold(Builder *build, NodeList values);

/* The letter after '!' as FormattedValue's conversion. */
int fstring_conversion(Builder *build, const Token *bang, AstText name, Span span);

typedef struct {
    Span span;          /* with the braces */
    const Token *open;
    const Token *equal; /* of `{x=}`; NULL without */
    Node *value;
    int conversion;     /* -1 when not written */
    Node *spec;         /* or NULL */
} FieldParts;

/* The values that a replacement field adds: for `{x=}` its text, then its value. */
NodeList fstring_field(Builder *build, const char *text, const FieldParts *parts);

#endif
