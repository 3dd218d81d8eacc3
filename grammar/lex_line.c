/* Logical lines: indentation, brackets, the end of the text.
 *
 * A line that is blank or holds a comment only has no tokens and no say in
 * indentation.  indents[0] is column 0 and never leaves. */
#include "grammar/lexer.h"

#include "parser.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void lexer_init(Lexer *lexer, const char *text, size_t size, ParseMode mode, Diagnostic *diagnostic)
{
    ASSERT(size > 0 && text[size - 1] == '\n' && text[size] == 0);
    *lexer = (Lexer){
        .text = text, .end = text + size, .cursor = text, .line_start = text,
        .line = 1, .mode = mode, .diagnostic = diagnostic, .indent_count = 1,
    };
}

void lexer_free(Lexer *lexer)
{
    free(lexer->tokens);
    lexer->tokens = NULL;
}

Span lexer_span(const Lexer *lexer, const char *start, const char *end)
{
    return (Span){lexer->line, (uint32_t)(start - lexer->line_start),
                  lexer->line, (uint32_t)(end - lexer->line_start)};
}

static Token *add_slot(Lexer *lexer)
{
    if (lexer->token_count == lexer->token_capacity) {
        int capacity = lexer->token_capacity ? lexer->token_capacity * 2 : 64;
        Token *bigger = capacity > 0 ? realloc(lexer->tokens, (size_t)capacity * sizeof *bigger) : NULL;
        if (!bigger) {
            lexer->out_of_memory = true;
            return NULL;
        }
        lexer->tokens = bigger;
        lexer->token_capacity = capacity;
    }
    return &lexer->tokens[lexer->token_count++];
}

void lexer_add(Lexer *lexer, int kind, const char *start, const char *end)
{
    Token *token = add_slot(lexer);
    if (!token)
        return;
    *token = (Token){
        .kind = (uint16_t)kind,
        .level = (uint8_t)lexer->bracket_count,
        .start = (uint32_t)(start - lexer->text),
        .end = (uint32_t)(end - lexer->text),
        .span = lexer_span(lexer, start, end),
    };
}

static bool fail_with(Lexer *lexer, SyntaxErrorKind kind, Span span, const char *message, bool has_end)
{
    if (diagnostic_set(lexer->diagnostic, kind, span, "%s", message), !has_end)
        lexer->diagnostic->has_end = false;
    lexer_add(lexer, TOK_ERROR, lexer->cursor, lexer->cursor);
    if (!lexer->out_of_memory)
        lexer->tokens[lexer->token_count - 1].span = span;
    lexer->ended = true;
    lexer->yields = kind != SYNTAX_ERROR || lexer->fstring_count > 0 || lexer->unfinished;
    return false;
}

bool lexer_fail(Lexer *lexer, SyntaxErrorKind kind, Span span, const char *format, ...)
{
    char message[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return fail_with(lexer, kind, span, message, true);
}

bool lexer_fail_at(Lexer *lexer, const char *where, const char *format, ...)
{
    char message[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return fail_with(lexer, SYNTAX_ERROR, lexer_span(lexer, where, where + 1), message, false);
}

/* ---- brackets ---- */

bool lexer_open_bracket(Lexer *lexer, const char *start, bool field)
{
    if (lexer->bracket_count >= LEXER_MAX_BRACKETS)
        return lexer_fail_at(lexer, start, "too many nested parentheses");
    lexer_add(lexer, field ? TOK_FIELD_OPEN : *start, start, start + 1);
    lexer->cursor = start + 1;
    lexer->brackets[lexer->bracket_count++] = (OpenBracket){
        .kind = *start,
        .fstring = field ? (uint8_t)lexer->fstring_count : 0,
        .line = lexer->line,
        .column = (uint32_t)(start - lexer->line_start),
    };
    return true;
}

static char closing_of(char open)
{
    return open == '(' ? ')' : open == '[' ? ']' : '}';
}

bool lexer_close_bracket(Lexer *lexer, const char *start)
{
    bool inside = lexer->fstring_count > 0;
    int base = inside ? lexer->fstrings[lexer->fstring_count - 1].base : 0;
    if (lexer->bracket_count <= base) {
        if (inside && *start == '}')
            return lexer_fail_at(lexer, start, "f-string: single '}' is not allowed");
        return lexer_fail_at(lexer, start, "unmatched '%c'", *start);
    }
    OpenBracket *open = &lexer->brackets[lexer->bracket_count - 1];
    if (*start != closing_of(open->kind)) {
        if (open->fstring)
            return lexer_fail_at(lexer, start, "f-string: unmatched '%c'", *start);
        if (open->line != lexer->line)
            return lexer_fail_at(lexer, start, "closing parenthesis '%c' does not match opening parenthesis '%c' on line %u",
                                 *start, open->kind, open->line);
        return lexer_fail_at(lexer, start, "closing parenthesis '%c' does not match opening parenthesis '%c'",
                             *start, open->kind);
    }
    int kind = open->fstring ? TOK_FIELD_CLOSE : *start;
    lexer->bracket_count--;
    lexer_add(lexer, kind, start, start + 1);
    lexer->cursor = start + 1;
    return true;
}

/* ---- the end ---- */

bool lexer_end_of_text(Lexer *lexer)
{
    if (lexer->bracket_count > 0) {
        const OpenBracket *open = &lexer->brackets[lexer->bracket_count - 1];
        lexer->unfinished = lexer->unclosed = true;
        Span span = {open->line, open->column, open->line, open->column + 1};
        lexer_fail(lexer, SYNTAX_ERROR, span, "'%c' was never closed", open->kind);
        lexer->diagnostic->has_end = false;
        return false;
    }
    lexer_add(lexer, TOK_END, lexer->cursor, lexer->cursor);
    lexer->ended = true;
    return false;
}

static void close_blocks(Lexer *lexer)
{
    for (; lexer->indent_count > 1; lexer->indent_count--)
        lexer_add(lexer, TOK_DEDENT, lexer->cursor, lexer->cursor);
}

/* What the end of the text closes stands, for messages, at the end of its last line. */
static void step_back(Lexer *lexer)
{
    if (lexer->cursor != lexer->line_start || lexer->cursor == lexer->text)
        return;
    lexer->cursor--;
    lexer->line--;
    lexer->line_start = lexer->cursor;
    while (lexer->line_start > lexer->text && lexer->line_start[-1] != '\n')
        lexer->line_start--;
}

static bool indent_at_end(Lexer *lexer)
{
    step_back(lexer);
    if (lexer->mode == PARSE_INTERACTIVE && lexer->entry_open) {
        lexer->unfinished = true;
        return lexer_fail_at(lexer, lexer->cursor, "unexpected EOF while parsing");
    }
    close_blocks(lexer);
    return lexer_end_of_text(lexer);
}

/* ---- indentation ---- */

typedef struct {
    uint32_t column, alternate;
} Columns;

/* Moves to the first character that is not a blank; a backslash joins the next
 * line without changing the measure. */
static Columns measure_blanks(Lexer *lexer)
{
    Columns at = {0, 0}, kept = {0, 0};
    bool joined = false;
    for (;; lexer->cursor++) {
        switch (*lexer->cursor) {
        case ' ':
            at.column++, at.alternate++;
            continue;
        case '\t':
            at.column = (at.column / 8 + 1) * 8;
            at.alternate++;
            continue;
        case '\f':
            at = (Columns){0, 0};
            continue;
        case '\\':
            if (lexer->cursor[1] != '\n')
                break;
            if (!joined)
                kept = at;
            joined = true;
            lexer->cursor++;
            lexer->line++;
            lexer->line_start = lexer->cursor + 1;
            continue;
        default: break;
        }
        return joined ? kept : at;
    }
}

/* True when the line holds nothing: the cursor is then at the next. */
static bool skip_blank_line(Lexer *lexer, const char *line_start)
{
    const char *end = lexer->cursor;
    if (*end == '#')
        end = strchr(end, '\n');
    ASSERT(end != NULL);
    if (*end != '\n')
        return false;
    if (lexer->mode == PARSE_INTERACTIVE && end == line_start) {
        close_blocks(lexer);
        lexer->entry_open = false;
    }
    lexer->cursor = lexer->line_start = end + 1;
    lexer->line++;
    return true;
}

static bool fail_mixed(Lexer *lexer)
{
    return lexer_fail_at(lexer, lexer->line_start, "inconsistent use of tabs and spaces in indentation"),
           lexer->diagnostic->kind = TAB_ERROR, lexer->yields = true, false;
}

static bool indent_deeper(Lexer *lexer, Columns at)
{
    if (lexer->indent_count >= LEXER_MAX_INDENTS) {
        lexer_fail_at(lexer, lexer->line_start, "too many levels of indentation");
        lexer->diagnostic->kind = INDENTATION_ERROR;
        lexer->yields = true;
        return false;
    }
    if (at.alternate <= lexer->indents[lexer->indent_count - 1].alternate)
        return fail_mixed(lexer);
    lexer->indents[lexer->indent_count++] = (Indent){at.column, at.alternate, lexer->match_ahead};
    lexer_add(lexer, TOK_INDENT, lexer->line_start, lexer->cursor);
    return true;
}

static bool indent_shallower(Lexer *lexer, Columns at)
{
    while (lexer->indent_count > 1 && at.column < lexer->indents[lexer->indent_count - 1].column) {
        lexer->indent_count--;
        lexer_add(lexer, TOK_DEDENT, lexer->cursor, lexer->cursor);
    }
    const Indent *now = &lexer->indents[lexer->indent_count - 1];
    if (at.column != now->column) {
        lexer->token_count = 0; /* the error comes before any dedent */
        const char *end = strchr(lexer->cursor, '\n');
        lexer_fail_at(lexer, end, "unindent does not match any outer indentation level");
        lexer->diagnostic->kind = INDENTATION_ERROR;
        lexer->yields = true;
        return false;
    }
    return at.alternate == now->alternate || fail_mixed(lexer);
}

/* The text is at least a backslash and its newline. */
static bool fail_after_backslash(Lexer *lexer)
{
    step_back(lexer);
    lexer->unfinished = true;
    return lexer_fail_at(lexer, lexer->cursor, "unexpected EOF while parsing");
}

bool lexer_indent(Lexer *lexer)
{
    for (;;) {
        const char *line_start = lexer->cursor;
        if (line_start >= lexer->end)
            return indent_at_end(lexer);
        Columns at = measure_blanks(lexer);
        if (lexer->cursor >= lexer->end && lexer->cursor[-2] == '\\')
            return fail_after_backslash(lexer);
        if (lexer->cursor >= lexer->end)
            return indent_at_end(lexer);
        if (skip_blank_line(lexer, line_start))
            continue;
        const Indent *now = &lexer->indents[lexer->indent_count - 1];
        if (at.column > now->column)
            return indent_deeper(lexer, at);
        if (at.column < now->column)
            return indent_shallower(lexer, at);
        return at.alternate == now->alternate || fail_mixed(lexer);
    }
}

/* ---- lines ---- */

static bool begins_compound(int kind)
{
    switch (kind) {
    case TOK_IF: case TOK_WHILE: case TOK_FOR: case TOK_TRY: case TOK_WITH: case TOK_DEF: case TOK_CLASS:
    case TOK_ASYNC: case TOK_MATCH: case TOK_ELIF: case TOK_ELSE: case TOK_EXCEPT: case TOK_FINALLY: case '@':
        return true;
    default:
        return false;
    }
}

bool lexer_read_line(Lexer *lexer)
{
    ASSERT(!lexer->ended);
    lexer->token_count = 0;
    if (lexer_indent(lexer)) {
        bool top = lexer->indent_count == 1;
        int first = lexer->token_count;
        while (lexer_scan(lexer) && !lexer->out_of_memory)
            ;
        lexer_settle_soft_keywords(lexer);
        if (top && first < lexer->token_count)
            lexer->entry_open = begins_compound(lexer->tokens[first].kind);
    }
    return !lexer->out_of_memory;
}
