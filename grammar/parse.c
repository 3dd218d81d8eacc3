/* parse_source: prepares the text, drives lexer and parser, decides which
 * error is told.
 *
 * A text has at most one error.  As in CPython, what the lexer finds anywhere
 * in the text goes before what the parser finds: a stray quote or bracket is
 * more often the cause than the token that no longer fits. */
#include "grammar/explain.h"
#include "grammar/parse_state.h"
#include "grammar/source_text.h"
#include "parser.h"
#include "syntax/identifier.h"

#include <stdlib.h>
#include <string.h>

typedef enum { PUSH_ACCEPT = 0, PUSH_ERROR = 1, PUSH_NO_MEMORY = 2 } PushStatus;

static YYSTYPE token_value(Parser *parser, const Token *token)
{
    YYSTYPE value = {0};
    if (token->kind == TOK_NAME)
        value.text = identifier_normalise(parser->builder.arena, parser->lexer.text + token->start,
                                          token->end - token->start);
    else
        value.token = token;
    return value;
}

/* Pushes the tokens of one line.  Returns YYPUSH_MORE, or how it ended with the
 * token's index in *index. */
static int push_line(Parser *parser, yypstate *state, int *index)
{
    for (int i = 0; i < parser->lexer.token_count; i++) {
        const Token *token = &parser->lexer.tokens[i];
        *index = i;
        if (token->kind == TOK_ERROR)
            return PUSH_ERROR;
        YYSTYPE value = token_value(parser, token);
        Span span = parser->lookahead = token->span;
        int status = yypush_parse(state, token->kind, &value, &span, parser);
        if (status != YYPUSH_MORE)
            return status;
        if (parser->builder.arena->failed)
            return PUSH_NO_MEMORY;
        explain_note_token(parser, i);
    }
    explain_note_line(parser);
    return YYPUSH_MORE;
}

/* The warnings stay. */
static void take_error(Diagnostic *diagnostic, const Diagnostic *lexical)
{
    SourceWarning *first = diagnostic->warnings, *last = diagnostic->last_warning;
    *diagnostic = *lexical;
    diagnostic->warnings = first;
    diagnostic->last_warning = last;
}

/* The parser refused a token: what the lexer finds in the rest goes first,
 * except layout and the insides of f-strings. */
static void choose_error(Parser *parser, Diagnostic *found, const Diagnostic *lexical)
{
    Lexer *lexer = &parser->lexer;
    while (!lexer->ended && lexer_read_line(lexer))
        ;
    if (!lexical->message[0] || found->kind == SYNTAX_TOO_DEEP || parser->final)
        return;
    /* Brackets still open at the end matter only when they were open before. */
    bool kept = lexer->unclosed && lexer->fstring_count == 0 ? parser->furthest_line <= lexical->span.line : lexer->yields;
    if (kept && !parser->reached_error)
        return;
    take_error(found, lexical);
}

static void report(Parser *parser, int status, int index, const Diagnostic *lexical)
{
    Diagnostic *diagnostic = parser->builder.diagnostic;
    Lexer *lexer = &parser->lexer;
    if (status == PUSH_NO_MEMORY || lexer->out_of_memory || parser->builder.arena->failed) {
        if (diagnostic->kind != SYNTAX_TOO_DEEP)
            *diagnostic = (Diagnostic){.kind = SYNTAX_OUT_OF_MEMORY, .message = "out of memory"};
        return;
    }
    if (lexer->tokens[index].kind == TOK_ERROR) {
        take_error(diagnostic, lexical);
        diagnostic->incomplete = lexer->unfinished;
        return;
    }
    explain_error(parser, index);
    choose_error(parser, diagnostic, lexical);
}

static int run(Parser *parser, yypstate *state, int *index)
{
    Span start = {1, 0, 1, 0};
    YYSTYPE none = {0};
    int mode = parser->lexer.mode == PARSE_EVAL ? TOK_START_EVAL : TOK_START_FILE;
    int status = yypush_parse(state, mode, &none, &start, parser);
    while (status == YYPUSH_MORE) {
        if (!lexer_read_line(&parser->lexer))
            return PUSH_NO_MEMORY;
        status = push_line(parser, state, index);
    }
    return status;
}

static Node *parse_text(Parser *parser, const SourceText *text, ParseMode mode)
{
    Diagnostic lexical = {0};
    lexer_init(&parser->lexer, text->bytes, text->size, mode, &lexical);
    yypstate *state = yypstate_new();
    int index = 0;
    int status = state ? run(parser, state, &index) : PUSH_NO_MEMORY;
    if (status != PUSH_ACCEPT || parser->builder.arena->failed)
        report(parser, status, index, &lexical);
    yypstate_delete(state);
    lexer_free(&parser->lexer);
    return parser->builder.diagnostic->message[0] ? NULL : parser->result;
}

Node *parse_source(Arena *arena, const char *text, size_t size, ParseMode mode, Diagnostic *diagnostic)
{
    *diagnostic = (Diagnostic){0};
    SourceText source;
    if (!source_text_prepare(&source, text, size, mode, diagnostic))
        return NULL;
    Parser *parser = calloc(1, sizeof *parser);
    Node *result = NULL;
    if (parser) {
        parser->builder.arena = arena;
        parser->builder.diagnostic = diagnostic;
        result = parse_text(parser, &source, mode);
    } else {
        *diagnostic = (Diagnostic){.kind = SYNTAX_OUT_OF_MEMORY, .message = "out of memory"};
    }
    free(parser);
    free(source.bytes);
    return result;
}
