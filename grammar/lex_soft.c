/* Soft keywords: match, case and type are names unless the line says otherwise.
 *
 * `match` begins a statement when it stands first, something that can start an
 * expression follows and the logical line ends in ':' outside brackets; no other
 * statement ends so and starts so.  `case` is a keyword at the statement
 * positions of a match block, where nothing else may stand.  `type` is one at
 * the start of a statement before a name: two names never follow each other. */
#include "grammar/lexer.h"

#include "parser.h"

#include <string.h>

static bool token_is(const Lexer *lexer, const Token *token, const char *word)
{
    size_t size = token->end - token->start;
    return token->kind == TOK_NAME && size == strlen(word) && memcmp(lexer->text + token->start, word, size) == 0;
}

static bool starts_expression(int kind)
{
    switch (kind) {
    case TOK_NAME: case TOK_NUMBER: case TOK_STRING: case TOK_FSTRING_START: case TOK_ELLIPSIS: case TOK_NOT:
    case TOK_LAMBDA: case TOK_AWAIT: case TOK_NONE: case TOK_TRUE: case TOK_FALSE:
    case '*': case '-': case '+': case '~': case '(': case '[': case '{':
        return true;
    default:
        return false;
    }
}

static bool line_ends_in_colon(const Lexer *lexer)
{
    int last = lexer->token_count - 1;
    return last >= 1 && lexer->tokens[last].kind == TOK_NEWLINE && lexer->tokens[last - 1].kind == ':' &&
           lexer->tokens[last - 1].level == 0;
}

/* `with (...) :` encloses its items; with anything else after the parenthesis
 * it is an ordinary expression's. */
static void settle_with(Lexer *lexer, int with)
{
    Token *open = &lexer->tokens[with + 1];
    if (with + 1 >= lexer->token_count || open->kind != '(')
        return;
    for (int i = with + 2; i < lexer->token_count; i++) {
        const Token *token = &lexer->tokens[i];
        if (token->kind != ')' || token->level != open->level)
            continue;
        if (i + 1 < lexer->token_count && lexer->tokens[i + 1].kind == ':')
            open->kind = TOK_WITH_PAREN;
        return;
    }
}

static void settle_types(Lexer *lexer, int first)
{
    bool at_start = true;
    for (int i = first; i + 1 < lexer->token_count; i++) {
        Token *token = &lexer->tokens[i];
        if (at_start && token[1].kind == TOK_NAME && token_is(lexer, token, "type"))
            token->kind = TOK_TYPE;
        at_start = token->level == 0 && (token->kind == ';' || token->kind == ':');
    }
}

void lexer_settle_soft_keywords(Lexer *lexer)
{
    int first = 0;
    while (first < lexer->token_count &&
           (lexer->tokens[first].kind == TOK_INDENT || lexer->tokens[first].kind == TOK_DEDENT))
        first++;
    lexer->match_ahead = false;
    if (first >= lexer->token_count)
        return;
    Token *token = &lexer->tokens[first];
    if (token->kind == TOK_WITH)
        settle_with(lexer, first);
    else if (token->kind == TOK_ASYNC && first + 1 < lexer->token_count && token[1].kind == TOK_WITH)
        settle_with(lexer, first + 1);
    else if (lexer->indents[lexer->indent_count - 1].is_match && token_is(lexer, token, "case"))
        token->kind = TOK_CASE;
    else if (first + 1 < lexer->token_count && starts_expression(token[1].kind) && token_is(lexer, token, "match") &&
             line_ends_in_colon(lexer)) {
        token->kind = TOK_MATCH;
        lexer->match_ahead = true;
    }
    settle_types(lexer, first);
}
