/* The lexer proper: what a token is.  Indentation, strings, numbers and the
 * errors of each are in lex_*.c; generated C is made from this file by re2c.
 *
 * The text ends in a newline and a NUL, so no rule needs to look for its end. */
#include "grammar/lexer.h"

#include "parser.h"

#include <string.h>

/*!re2c
    re2c:define:YYCTYPE = "unsigned char";
    re2c:define:YYCURSOR = cursor;
    re2c:define:YYMARKER = marker;
    re2c:yyfill:enable = 0;

    start   = [A-Za-z_\x80-\xff];
    letter  = [A-Za-z0-9_\x80-\xff];
    quote   = ['"];
    digits  = [0-9] ("_"? [0-9])*;
    hexint  = "0" [xX] ("_"? [0-9a-fA-F])+;
    octint  = "0" [oO] ("_"? [0-7])+;
    binint  = "0" [bB] ("_"? [01])+;
    decint  = [1-9] ("_"? [0-9])* | "0" ("_"? "0")*;
    expo    = [eE] [-+]? digits;
    point   = digits "." digits? | "." digits;
    real    = point expo? | digits expo;
    imag    = (digits | real) [jJ];
    bytes   = [rR]? [bB] | [bB] [rR];
    plain   = [rRuU]? | bytes;
    format  = [rR]? [fF] | [fF] [rR];
*/

/* A newline inside brackets joins lines; outside it ends the logical line. */
static bool scan_newline(Lexer *lexer, const char *start)
{
    /* CPython's NEWLINE begins with the comment before it. */
    if (lexer->bracket_count == 0 && lexer->comment)
        lexer_add(lexer, TOK_NEWLINE, lexer->comment, start + 1);
    else if (lexer->bracket_count == 0)
        lexer_add(lexer, TOK_NEWLINE, start, start + 1);
    lexer->comment = NULL;
    lexer->line++;
    lexer->line_start = start + 1;
    return lexer->bracket_count > 0;
}

static bool scan_continuation(Lexer *lexer, const char *start)
{
    if (lexer->cursor >= lexer->end) {
        lexer->unfinished = true;
        return lexer_fail_at(lexer, start + 1, "unexpected EOF while parsing");
    }
    lexer->line++;
    lexer->line_start = lexer->cursor;
    return true;
}

/* In a replacement field, outside its inner brackets, these end the expression. */
static bool in_field(const Lexer *lexer)
{
    return lexer->bracket_count > 0 && lexer->brackets[lexer->bracket_count - 1].fstring != 0;
}

static bool scan_operator(Lexer *lexer, int kind, const char *start, const char *end)
{
    lexer_add(lexer, kind, start, end);
    lexer->cursor = end;
    return true;
}

static bool scan_colon(Lexer *lexer, const char *start)
{
    if (!in_field(lexer))
        return scan_operator(lexer, ':', start, start + 1);
    lexer->brackets[lexer->bracket_count - 1].in_spec = true;
    return scan_operator(lexer, TOK_FIELD_COLON, start, start + 1);
}

bool lexer_scan(Lexer *lexer)
{
    if (lexer_in_fstring_text(lexer))
        return lexer_fstring_middle(lexer);
    const char *cursor, *marker = NULL, *start;
next:
    start = cursor = lexer->cursor;
#define ONE(kind) return scan_operator(lexer, kind, start, cursor)
    /*!re2c
        [ \t\f]+              { lexer->cursor = cursor; goto next; }
        "#" [^\n\x00]*        { lexer->cursor = cursor; lexer->comment = start; goto next; }
        "\n"                  { lexer->cursor = cursor; return scan_newline(lexer, start); }
        "\\\n"                { lexer->cursor = cursor; return scan_continuation(lexer, start); }
        "\\"                  { return lexer_fail_at(lexer, cursor, "unexpected character after line continuation character"), lexer->yields = true, false; }
        "\x00"                { return lexer_end_of_text(lexer); }

        "False"    { ONE(TOK_FALSE); }
        "None"     { ONE(TOK_NONE); }
        "True"     { ONE(TOK_TRUE); }
        "and"      { ONE(TOK_AND); }
        "as"       { ONE(TOK_AS); }
        "assert"   { ONE(TOK_ASSERT); }
        "async"    { ONE(TOK_ASYNC); }
        "await"    { ONE(TOK_AWAIT); }
        "break"    { ONE(TOK_BREAK); }
        "class"    { ONE(TOK_CLASS); }
        "continue" { ONE(TOK_CONTINUE); }
        "def"      { ONE(TOK_DEF); }
        "del"      { ONE(TOK_DEL); }
        "elif"     { ONE(TOK_ELIF); }
        "else"     { ONE(TOK_ELSE); }
        "except"   { ONE(TOK_EXCEPT); }
        "finally"  { ONE(TOK_FINALLY); }
        "for"      { ONE(TOK_FOR); }
        "from"     { ONE(TOK_FROM); }
        "global"   { ONE(TOK_GLOBAL); }
        "if"       { ONE(TOK_IF); }
        "import"   { ONE(TOK_IMPORT); }
        "in"       { ONE(TOK_IN); }
        "is"       { ONE(TOK_IS); }
        "lambda"   { ONE(TOK_LAMBDA); }
        "nonlocal" { ONE(TOK_NONLOCAL); }
        "not"      { ONE(TOK_NOT); }
        "or"       { ONE(TOK_OR); }
        "pass"     { ONE(TOK_PASS); }
        "raise"    { ONE(TOK_RAISE); }
        "return"   { ONE(TOK_RETURN); }
        "try"      { ONE(TOK_TRY); }
        "while"    { ONE(TOK_WHILE); }
        "with"     { ONE(TOK_WITH); }
        "yield"    { ONE(TOK_YIELD); }

        start letter*         { lexer->cursor = cursor; return lexer_name(lexer, start); }

        decint | hexint | octint | binint | real | imag
                              { lexer->cursor = cursor; return lexer_number(lexer, start); }

        plain quote           { return lexer_string(lexer, start, cursor - 1); }
        format quote          { return lexer_fstring_open(lexer, start, cursor - 1); }

        [([{]                 { return lexer_open_bracket(lexer, start, false); }
        [)\]}]                { return lexer_close_bracket(lexer, start); }

        ":="  { if (in_field(lexer)) return scan_colon(lexer, start); ONE(TOK_WALRUS); }
        ":"   { return scan_colon(lexer, start); }
        "=="  { ONE(TOK_EQ); }
        "="   { if (in_field(lexer)) ONE(TOK_FIELD_EQUAL); ONE('='); }
        "!="  { ONE(TOK_NOTEQ); }
        "!"   { if (in_field(lexer)) ONE(TOK_FIELD_BANG); ONE('!'); }
        "<>"  { ONE('$'); } /* wide for the caret, and wanted by no rule */
        "->"  { ONE(TOK_ARROW); }
        "..." { ONE(TOK_ELLIPSIS); }
        "<="  { ONE(TOK_LTE); }
        ">="  { ONE(TOK_GTE); }
        "<<"  { ONE(TOK_LSHIFT); }
        ">>"  { ONE(TOK_RSHIFT); }
        "**"  { ONE(TOK_POWER); }
        "//"  { ONE(TOK_FLOORDIV); }
        "+="  { ONE(TOK_ADD_EQ); }
        "-="  { ONE(TOK_SUB_EQ); }
        "*="  { ONE(TOK_MULT_EQ); }
        "/="  { ONE(TOK_DIV_EQ); }
        "//=" { ONE(TOK_FLOORDIV_EQ); }
        "%="  { ONE(TOK_MOD_EQ); }
        "@="  { ONE(TOK_MATMULT_EQ); }
        "&="  { ONE(TOK_AND_EQ); }
        "|="  { ONE(TOK_OR_EQ); }
        "^="  { ONE(TOK_XOR_EQ); }
        "<<=" { ONE(TOK_LSHIFT_EQ); }
        ">>=" { ONE(TOK_RSHIFT_EQ); }
        "**=" { ONE(TOK_POWER_EQ); }
        [-+*/%@&|^~<>.,;]     { ONE((unsigned char)*start); }

        *                     { return lexer_bad_character(lexer, start); }
    */
#undef ONE
}
