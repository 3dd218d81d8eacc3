/* Saying what is wrong: CPython's sentences for the mistakes people make. */
#ifndef HABU_GRAMMAR_EXPLAIN_H
#define HABU_GRAMMAR_EXPLAIN_H

#include "grammar/parse_state.h"

/* Records why the token at index (in the lexer's line) does not fit.  Does
 * nothing when an action recorded a better reason. */
void explain_error(Parser *parser, int index);

/* The token at index fits; a whole line fits: explain.c keeps track of blocks. */
void explain_note_token(Parser *parser, int index);
void explain_note_line(Parser *parser);

#endif
