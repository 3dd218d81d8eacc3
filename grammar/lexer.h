/* Text to tokens, one logical line at a time.
 *
 * The tokens of a line stay in lexer->tokens until the next is read, so the
 * parser may look at a token's neighbours, and soft keywords are settled with
 * the whole line in view.  The kinds are those of parser.y. */
#ifndef HABU_GRAMMAR_LEXER_H
#define HABU_GRAMMAR_LEXER_H

#include "base/source.h"
#include "syntax/build.h"
#include "syntax/parse.h"

typedef struct {
    uint16_t kind;
    uint8_t level;       /* brackets open where the token stands (its own not counted) */
    bool raw;            /* of text in an f-string: backslashes are themselves */
    uint32_t start, end; /* offsets in the text */
    Span span;
} Token;

enum {
    LEXER_MAX_BRACKETS = 200,  /* CPython's limits: they keep the tree shallow too */
    LEXER_MAX_INDENTS = 100,
    LEXER_MAX_FSTRINGS = 150,
};

/* An open bracket.  '{' of a replacement field has fstring set. */
typedef struct {
    char kind;
    bool in_spec;    /* of a field: its ':' was read */
    uint8_t fstring; /* of a field: index of its f-string + 1, else 0 */
    uint32_t line, column;
} OpenBracket;

typedef struct {
    char quote;
    bool triple, raw;
    uint8_t base; /* brackets open outside it */
    uint32_t line, column;
} OpenFString;

typedef struct {
    uint32_t column;    /* tabs to eights */
    uint32_t alternate; /* tabs count one: both must agree, or tabs and spaces are mixed */
    bool is_match;      /* the block of a match statement: `case` is a keyword */
} Indent;

typedef struct {
    const char *text; /* ends in a newline, then NUL; no '\r' */
    const char *end;
    const char *cursor;
    const char *line_start;
    uint32_t line;
    ParseMode mode;
    Diagnostic *diagnostic; /* what TOK_ERROR is about */

    Token *tokens; /* malloc'ed */
    int token_count, token_capacity;
    bool out_of_memory;
    bool ended;       /* END or ERROR was given out */
    bool match_ahead; /* the line just read begins a match statement */
    bool entry_open;  /* interactive: a compound statement awaits its blank line */
    bool unfinished;  /* the error is that the text ends */
    bool unclosed;    /* the error is a bracket still open there */
    bool yields;      /* the error gives way to one that the parser finds before */
    const char *comment; /* the one just read, or NULL */

    Indent indents[LEXER_MAX_INDENTS];
    int indent_count;
    OpenBracket brackets[LEXER_MAX_BRACKETS];
    int bracket_count;
    OpenFString fstrings[LEXER_MAX_FSTRINGS];
    int fstring_count;
} Lexer;

/* text must outlive the lexer and be in the form said above. */
void lexer_init(Lexer *lexer, const char *text, size_t size, ParseMode mode, Diagnostic *diagnostic);
void lexer_free(Lexer *lexer);

/* Reads the next logical line into tokens, dedents and indent first.  The last
 * line holds END, or ERROR with the diagnostic recorded.  False when memory is
 * exhausted. */
MUST_CHECK bool lexer_read_line(Lexer *lexer);

/* ---- between the lexer's own files ---- */

void lexer_add(Lexer *lexer, int kind, const char *start, const char *end);
Span lexer_span(const Lexer *lexer, const char *start, const char *end);
/* Records the error and adds TOK_ERROR; always false. */
bool lexer_fail(Lexer *lexer, SyntaxErrorKind kind, Span span, const char *format, ...) PRINTF_LIKE(4, 5);
/* The same with one column only known, as CPython's tokenizer reports. */
bool lexer_fail_at(Lexer *lexer, const char *where, const char *format, ...) PRINTF_LIKE(3, 4);

/* Measures the indentation of the next line that is not blank. */
bool lexer_indent(Lexer *lexer);
/* Scans a token after the blanks; false when the line (or all) is complete. */
bool lexer_scan(Lexer *lexer);
/* start: the prefix; quote: the first quote character. */
bool lexer_string(Lexer *lexer, const char *start, const char *quote);
bool lexer_fstring_open(Lexer *lexer, const char *start, const char *quote);
bool lexer_fstring_middle(Lexer *lexer);
bool lexer_in_fstring_text(const Lexer *lexer);
bool lexer_open_bracket(Lexer *lexer, const char *start, bool field);
bool lexer_close_bracket(Lexer *lexer, const char *start);
/* The text [start, cursor) reads as a number; says what is wrong with what follows. */
bool lexer_number(Lexer *lexer, const char *start);
bool lexer_name(Lexer *lexer, const char *start);
bool lexer_end_of_text(Lexer *lexer);
bool lexer_bad_character(Lexer *lexer, const char *where);
/* MATCH, CASE, TYPE, WITH_PAREN: once the whole line is there. */
void lexer_settle_soft_keywords(Lexer *lexer);

#endif
