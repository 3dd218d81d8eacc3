/* String literals, and f-strings as tokens.
 *
 * An f-string is FSTRING_START, then FSTRING_MIDDLE for text and FIELD_OPEN ...
 * FIELD_CLOSE for each replacement field, then FSTRING_END.  Which of text and
 * expression comes next follows from the brackets: as many open as where the
 * f-string began, or a field whose format specification began, means text. */
#include "grammar/lexer.h"

#include "parser.h"

#include <string.h>

static bool is_triple(const char *quote)
{
    return quote[1] == *quote && quote[2] == *quote;
}

/* A string inside a field that is never closed, with the quotes of the f-string
 * around it, is that f-string's end: the field lacks its brace. */
static bool ends_outer_fstring(const Lexer *lexer, char quote, bool triple)
{
    if (lexer->fstring_count == 0)
        return false;
    const OpenFString *outer = &lexer->fstrings[lexer->fstring_count - 1];
    return outer->quote == quote && outer->triple == triple;
}

/* end: where the search for the closing quote stopped. */
static bool fail_unterminated(Lexer *lexer, const char *start, const char *end, bool triple)
{
    uint32_t line = lexer->line;
    char quote = *start == '\'' || *start == '"' ? *start : start[1] == '\'' || start[1] == '"' ? start[1] : start[2];
    for (const char *at = start; at < end; at++)
        line += *at == '\n' && at + 1 < lexer->end;
    if (ends_outer_fstring(lexer, quote, triple))
        return lexer_fail_at(lexer, start, "f-string: expecting '}'");
    if (!triple)
        return lexer_fail_at(lexer, start, "unterminated string literal (detected at line %u)", line);
    lexer_fail_at(lexer, start, "unterminated triple-quoted string literal (detected at line %u)", line);
    lexer->unfinished = true;
    return false;
}

/* Returns the closing quote, or what stands where the literal should have ended. */
static const char *find_quote(const Lexer *lexer, const char *at, char quote, bool triple)
{
    for (; at < lexer->end; at++) {
        if (*at == '\\' && at + 1 < lexer->end)
            at++;
        else if ((*at == '\n' && !triple) || (*at == quote && (!triple || is_triple(at))))
            return at;
    }
    return lexer->end;
}

/* Moves the line counter over text that holds newlines and ends at `end`. */
static void advance_lines(Lexer *lexer, const char *at, const char *end)
{
    while ((at = memchr(at, '\n', (size_t)(end - at)))) {
        lexer->line++;
        lexer->line_start = ++at;
    }
}

/* Adds a token that may reach over lines. */
static void add_long_token(Lexer *lexer, int kind, const char *start, const char *end)
{
    Span from = lexer_span(lexer, start, start);
    advance_lines(lexer, start, end);
    lexer_add(lexer, kind, end, end);
    if (lexer->out_of_memory)
        return;
    Token *token = &lexer->tokens[lexer->token_count - 1];
    token->start = (uint32_t)(start - lexer->text);
    token->span = span_join(from, token->span);
}

bool lexer_string(Lexer *lexer, const char *start, const char *quote)
{
    bool triple = is_triple(quote);
    const char *body = quote + (triple ? 3 : 1);
    const char *end = find_quote(lexer, body, *quote, triple);
    if (*end != *quote)
        return fail_unterminated(lexer, start, end, triple);
    lexer->cursor = end + (triple ? 3 : 1);
    add_long_token(lexer, TOK_STRING, start, lexer->cursor);
    return true;
}

/* ---- f-strings ---- */

bool lexer_fstring_open(Lexer *lexer, const char *start, const char *quote)
{
    if (lexer->fstring_count >= LEXER_MAX_FSTRINGS)
        return lexer_fail_at(lexer, start, "too many nested f-strings");
    bool triple = is_triple(quote);
    lexer->fstrings[lexer->fstring_count++] = (OpenFString){
        .quote = *quote,
        .triple = triple,
        .raw = *start == 'r' || *start == 'R' || start[1] == 'r' || start[1] == 'R',
        .base = (uint8_t)lexer->bracket_count,
        .line = lexer->line,
        .column = (uint32_t)(start - lexer->line_start),
    };
    lexer->cursor = quote + (triple ? 3 : 1);
    lexer_add(lexer, TOK_FSTRING_START, start, lexer->cursor);
    return true;
}

bool lexer_in_fstring_text(const Lexer *lexer)
{
    if (lexer->fstring_count == 0)
        return false;
    if (lexer->bracket_count == lexer->fstrings[lexer->fstring_count - 1].base)
        return true;
    const OpenBracket *open = &lexer->brackets[lexer->bracket_count - 1];
    return open->fstring == lexer->fstring_count && open->in_spec;
}

static bool fail_unterminated_fstring(Lexer *lexer, const OpenFString *open, const char *end)
{
    Span span = {open->line, open->column, open->line, open->column + 1};
    uint32_t line = lexer->line;
    if (open->triple) {
        for (const char *at = lexer->cursor; at < end; at++)
            line += *at == '\n' && at + 1 < lexer->end;
        lexer->unfinished = true;
    }
    lexer_fail(lexer, SYNTAX_ERROR, span, "unterminated %sf-string literal (detected at line %u)",
               open->triple ? "triple-quoted " : "", line);
    lexer->diagnostic->has_end = false;
    return false;
}

/* Skips what a backslash begins; braces stay for the caller, except those of
 * \N{name}. */
static const char *skip_escape(const OpenFString *open, const char *at, const char *end)
{
    at++;
    if (at >= end || *at == '{' || *at == '}')
        return at;
    if (open->raw || *at != 'N' || at[1] != '{')
        return at + 1;
    const char *brace = at + 2;
    while (brace < end && *brace != '}' && *brace != open->quote && *brace != '\n')
        brace++;
    return *brace == '}' ? brace + 1 : at + 1;
}

typedef enum { TEXT_QUOTE, TEXT_OPEN, TEXT_CLOSE, TEXT_NEWLINE, TEXT_UNTERMINATED } TextEnd;

/* Finds what ends the text that starts at the cursor. */
static TextEnd scan_text(const Lexer *lexer, const OpenFString *open, bool in_spec, const char **end)
{
    const char *at = lexer->cursor;
    while (at < lexer->end) {
        *end = at;
        if (*at == '\\')
            at = skip_escape(open, at, lexer->end);
        else if (*at == open->quote && (!open->triple || is_triple(at)))
            return TEXT_QUOTE;
        else if (*at == '\n' && !open->triple)
            return in_spec ? TEXT_NEWLINE : TEXT_UNTERMINATED;
        else if (*at == '{' && (in_spec || at[1] != '{'))
            return TEXT_OPEN;
        else if (*at == '}' && (in_spec || at[1] != '}'))
            return TEXT_CLOSE;
        else
            at += *at == '{' || *at == '}' ? 2 : 1;
    }
    *end = lexer->end;
    return TEXT_UNTERMINATED;
}

/* Fields within format specifications: three levels, as in CPython. */
static bool open_field(Lexer *lexer, const OpenFString *open, const char *at)
{
    if (lexer->bracket_count - open->base >= 3)
        return lexer_fail_at(lexer, at, "f-string: expressions nested too deeply");
    return lexer_open_bracket(lexer, at, true);
}

bool lexer_fstring_middle(Lexer *lexer)
{
    const OpenFString *open = &lexer->fstrings[lexer->fstring_count - 1];
    bool in_spec = lexer->bracket_count > open->base;
    const char *start = lexer->cursor, *end = start;
    TextEnd what = scan_text(lexer, open, in_spec, &end);
    if (what == TEXT_UNTERMINATED)
        return fail_unterminated_fstring(lexer, open, end);
    if (end > start) {
        add_long_token(lexer, TOK_FSTRING_MIDDLE, start, end);
        if (lexer->token_count)
            lexer->tokens[lexer->token_count - 1].raw = open->raw;
    }
    lexer->cursor = end;
    if (what == TEXT_NEWLINE) { /* ends the specification; the field goes on */
        lexer->brackets[lexer->bracket_count - 1].in_spec = false;
        return true;
    }
    if (what == TEXT_OPEN)
        return open_field(lexer, open, end);
    if (what == TEXT_CLOSE)
        return lexer_close_bracket(lexer, end);
    if (in_spec)
        return lexer_fail(lexer, SYNTAX_ERROR, lexer_span(lexer, end, end + (open->triple ? 3 : 1)),
                          "f-string: expecting '}', or format specs");
    lexer->cursor = end + (open->triple ? 3 : 1);
    lexer->fstring_count--;
    lexer_add(lexer, TOK_FSTRING_END, end, lexer->cursor);
    return true;
}
