/* Names, numbers and characters that belong to no token. */
#include "grammar/lexer.h"

#include "parser.h"
#include "syntax/identifier.h"

#include <string.h>

/* ---- names ---- */

bool lexer_name(Lexer *lexer, const char *start)
{
    const char *bad = identifier_check(start, lexer->cursor);
    if (bad)
        return lexer_bad_character(lexer, bad);
    lexer_add(lexer, TOK_NAME, start, lexer->cursor);
    return true;
}

bool lexer_bad_character(Lexer *lexer, const char *where)
{
    char escaped[8] = {0};
    const char *after = where;
    uint32_t code = identifier_decode(&after);
    if (code >= 0x80 && identifier_is_printable(code)) {
        memcpy(escaped, where, (size_t)(after - where));
        return lexer_fail_at(lexer, where, "invalid character '%s' (U+%04X)", escaped, code);
    }
    if (code < 0x20 || code >= 0x7f)
        return lexer_fail_at(lexer, where, "invalid non-printable character U+%04X", code);
    /* '$', '?' and '`' are tokens that no rule wants. */
    lexer->cursor = after;
    lexer_add(lexer, *where, where, after);
    return true;
}

/* ---- numbers ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool continues_word(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

/* `1if x else 2`: keywords may follow a number without a blank. */
static bool keyword_follows(const char *at)
{
    static const char *const words[] = {"and", "else", "for", "if", "in", "is", "not", "or"};
    for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
        if (strncmp(at, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}

static const char *skip_digits(const char *at)
{
    while (is_digit(*at) || (*at == '_' && is_digit(at[1])))
        at++;
    return at;
}

/* Digits after 0x, 0o or 0b, where `bad` could not be read. */
static bool fail_in_base(Lexer *lexer, const char *bad, const char *name, char last_digit)
{
    if (is_digit(*bad) && *bad > last_digit)
        return lexer_fail_at(lexer, bad, "invalid digit '%c' in %s literal", *bad, name);
    if (*bad == '_' && is_digit(bad[1]) && bad[1] > last_digit)
        return lexer_fail_at(lexer, bad + 1, "invalid digit '%c' in %s literal", bad[1], name);
    return lexer_fail_at(lexer, *bad == '_' ? bad : bad - 1, "invalid %s literal", name);
}

static bool fail_leading_zeros(Lexer *lexer, const char *start)
{
    const char *zeros = start;
    while (*zeros == '0' || (*zeros == '_' && zeros[1] == '0'))
        zeros++;
    if (*zeros == '_')
        zeros++;
    const char *end = skip_digits(zeros);
    if (*end == '_')
        return lexer_fail_at(lexer, end, "invalid decimal literal");
    return lexer_fail(lexer, SYNTAX_ERROR, lexer_span(lexer, start, zeros),
                      "leading zeros in decimal integer literals are not permitted; "
                      "use an 0o prefix for octal integers");
}

bool lexer_number(Lexer *lexer, const char *start)
{
    const char *end = lexer->cursor;
    char marker = (char)(*start == '0' && end > start + 1 ? start[1] | 0x20 : 0);
    char next_marker = (char)(*start == '0' && end == start + 1 ? *end | 0x20 : 0);
    if (!continues_word(*end) || keyword_follows(end)) {
        lexer_add(lexer, TOK_NUMBER, start, end);
        return true;
    }
    if (marker == 'x' || next_marker == 'x')
        return fail_in_base(lexer, next_marker ? end + 1 : end, "hexadecimal", '9');
    if (marker == 'o' || next_marker == 'o')
        return fail_in_base(lexer, next_marker ? end + 1 : end, "octal", '7');
    if (marker == 'b' || next_marker == 'b')
        return fail_in_base(lexer, next_marker ? end + 1 : end, "binary", '1');
    char last = end[-1];
    if (*start == '0' && (is_digit(*end) || (*end == '_' && is_digit(end[1]))))
        return fail_leading_zeros(lexer, start);
    if (last == 'j' || last == 'J')
        return lexer_fail_at(lexer, end - 1, "invalid imaginary literal");
    if (*end == '_')
        return lexer_fail_at(lexer, last == '.' ? end - 1 : end, "invalid decimal literal");
    if ((*end | 0x20) == 'e' && (end[1] == '+' || end[1] == '-'))
        return lexer_fail_at(lexer, end + 1, "invalid decimal literal");
    return lexer_fail_at(lexer, end - 1, "invalid decimal literal");
}
