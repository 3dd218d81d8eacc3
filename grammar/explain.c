/* Saying what is wrong. */
#include "grammar/explain.h"

#include "parser.h"

void explain_error(Parser *parser, int index)
{
    const Token *token = &parser->lexer.tokens[index];
    diagnostic_set(parser->builder.diagnostic, SYNTAX_ERROR, token->span, "invalid syntax");
}
