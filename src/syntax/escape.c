/* Backslash escapes.  The result is never longer than the literal: the longest
 * character an escape makes has four bytes, and \xFF makes two from four. */
#include "syntax/escape.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <uniname.h>

typedef struct {
    const EscapeJob *job;
    const char *at, *end;
    char *out;
    bool warned;     /* of an escape that is none: once for each literal */
    size_t position; /* of the backslash, as CPython counts: non-ASCII characters stand as \UXXXXXXXX */
} Decoder;

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static char *put_code(char *out, uint32_t code)
{
    if (code < 0x80) {
        *out++ = (char)code;
    } else if (code < 0x800) {
        *out++ = (char)(0xC0 | code >> 6);
        *out++ = (char)(0x80 | (code & 63));
    } else if (code < 0x10000) {
        *out++ = (char)(0xE0 | code >> 12);
        *out++ = (char)(0x80 | (code >> 6 & 63));
        *out++ = (char)(0x80 | (code & 63));
    } else {
        *out++ = (char)(0xF0 | code >> 18);
        *out++ = (char)(0x80 | (code >> 12 & 63));
        *out++ = (char)(0x80 | (code >> 6 & 63));
        *out++ = (char)(0x80 | (code & 63));
    }
    return out;
}

/* length: of the bad escape, backslash included. */
static bool fail_text(Decoder *decoder, size_t length, const char *reason)
{
    return diagnostic_set(decoder->job->build->diagnostic, SYNTAX_ERROR, decoder->job->span,
                          "(unicode error) 'unicodeescape' codec can't decode bytes in position %zu-%zu: %s",
                          decoder->position, decoder->position + length - 1, reason);
}

static bool fail_backslash_at_end(Decoder *decoder)
{
    return diagnostic_set(decoder->job->build->diagnostic, SYNTAX_ERROR, decoder->job->span,
                          "(unicode error) 'unicodeescape' codec can't decode byte 0x5c in position %zu: "
                          "\\ at end of string", decoder->position);
}

static void warn(Decoder *decoder, const char *kind, const char *escape, size_t size)
{
    Builder *build = decoder->job->build;
    if (!decoder->warned)
        diagnostic_warn(build->diagnostic, build->arena, decoder->job->span, "invalid %s '\\%.*s'", kind, (int)size, escape);
    decoder->warned = true;
}

static void warn_unknown(Decoder *decoder)
{
    const char *escape = decoder->at;
    size_t size = 1;
    while (((unsigned char)escape[size] & 0xC0) == 0x80)
        size++;
    warn(decoder, "escape sequence", escape, size);
}

static uint32_t read_octal(Decoder *decoder)
{
    const char *start = decoder->at;
    uint32_t code = 0;
    for (int i = 0; i < 3 && decoder->at < decoder->end && *decoder->at >= '0' && *decoder->at <= '7'; i++)
        code = code * 8 + (uint32_t)(*decoder->at++ - '0');
    if (code > 0xFF)
        warn(decoder, "octal escape sequence", start, 3);
    return code;
}

/* at stands after the letter. */
static bool read_hex(Decoder *decoder, int digits, uint32_t *code)
{
    uint32_t value = 0;
    for (int i = 0; i < digits; i++) {
        int digit = decoder->at < decoder->end ? hex_value(*decoder->at) : -1;
        if (digit < 0)
            return fail_text(decoder, 2 + (size_t)i,
                             digits == 2 ? "truncated \\xXX escape"
                             : digits == 4 ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape");
        value = value << 4 | (uint32_t)digit;
        decoder->at++;
    }
    if (value > 0x10FFFF)
        return fail_text(decoder, 2 + (size_t)digits, "illegal Unicode character");
    *code = value;
    return true;
}

/* The longest character name is under 90 bytes. */
enum { NAME_MAX_SIZE = 128 };

/* Ideographs are named by their code point, which libunistring leaves out. */
static ucs4_t ideograph_by_name(const char *name)
{
    static const struct {
        ucs4_t first, last;
    } blocks[] = {{0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0x20000, 0x2A6DF}, {0x2A700, 0x2EBE0}, {0x2EBF0, 0x2EE5D}, {0x30000, 0x323AF}};
    static const char prefix[] = "CJK UNIFIED IDEOGRAPH-";
    const char *digits = name + sizeof prefix - 1;
    if (strncasecmp(name, prefix, sizeof prefix - 1) != 0)
        return UNINAME_INVALID;
    size_t count = strspn(digits, "0123456789ABCDEFabcdef");
    if (count < 4 || count > 5 || digits[count] != 0)
        return UNINAME_INVALID;
    ucs4_t code = (ucs4_t)strtoul(digits, NULL, 16);
    for (size_t i = 0; i < ARRAY_LENGTH(blocks); i++)
        if (code >= blocks[i].first && code <= blocks[i].last)
            return code;
    return UNINAME_INVALID;
}

/* \N{name}; at stands after the letter. */
static bool read_named(Decoder *decoder, uint32_t *code)
{
    bool opened = decoder->at < decoder->end && *decoder->at == '{';
    const char *close = opened ? memchr(decoder->at, '}', (size_t)(decoder->end - decoder->at)) : NULL;
    if (!close || close == decoder->at + 1)
        return fail_text(decoder, opened ? 3 : 2, "malformed \\N character escape");
    char name[NAME_MAX_SIZE];
    size_t size = (size_t)(close - decoder->at) - 1;
    ucs4_t found = UNINAME_INVALID;
    if (size < sizeof name) {
        memcpy(name, decoder->at + 1, size);
        name[size] = 0;
        found = unicode_name_character(name);
        if (found == UNINAME_INVALID)
            found = ideograph_by_name(name);
    }
    if (found == UNINAME_INVALID)
        return fail_text(decoder, size + 4, "unknown Unicode character name");
    decoder->at = close + 1;
    *code = found;
    return true;
}

/* The escapes that text and bytes share; false when c begins none. */
static bool simple_escape(char c, char *made)
{
    static const char letters[] = "\\'\"abfnrtv", values[] = "\\'\"\a\b\f\n\r\t\v";
    const char *found = c ? strchr(letters, c) : NULL;
    if (!found)
        return false;
    *made = values[found - letters];
    return true;
}

/* at stands on the character after the backslash. */
static bool text_escape(Decoder *decoder)
{
    char c = *decoder->at, made;
    uint32_t code = 0;
    if (c == '\n') {
        decoder->at++;
        return true;
    }
    if (simple_escape(c, &made)) {
        decoder->at++;
        *decoder->out++ = made;
        return true;
    }
    if (c >= '0' && c <= '7') {
        decoder->out = put_code(decoder->out, read_octal(decoder));
        return true;
    }
    int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    if (digits || c == 'N')
        decoder->at++;
    if (!digits && c != 'N') {
        warn_unknown(decoder);
        *decoder->out++ = '\\'; /* unknown escapes stay as they are */
        return true;
    }
    if (!(c == 'N' ? read_named(decoder, &code) : read_hex(decoder, digits, &code)))
        return false;
    decoder->out = put_code(decoder->out, code);
    return true;
}

static bool decode_text(Decoder *decoder, bool raw)
{
    while (decoder->at < decoder->end) {
        char c = *decoder->at;
        if (c == '\\' && !raw) {
            const char *backslash = decoder->at++;
            if (decoder->at >= decoder->end && decoder->job->braces) {
                warn_unknown(decoder);
                *decoder->out++ = '\\'; /* `\{`: it stands before a field and is itself */
                return true;
            }
            if (decoder->at >= decoder->end)
                return fail_backslash_at_end(decoder);
            if (!text_escape(decoder))
                return false;
            decoder->position += (size_t)(decoder->at - backslash);
            continue;
        }
        *decoder->out++ = c;
        decoder->at++;
        decoder->position += (c & 0x80) == 0 ? 1 : (c & 0xC0) == 0xC0 ? 10 : 0;
        if (decoder->job->braces && (c == '{' || c == '}') && decoder->at < decoder->end && *decoder->at == c)
            decoder->at++;
    }
    return true;
}

bool escape_decode_text(const EscapeJob *job, bool raw, AstText *text)
{
    bool plain = (raw || !memchr(job->start, '\\', job->size)) && !job->braces;
    char *bytes = arena_copy(job->build->arena, job->start, job->size);
    *text = (AstText){bytes ? bytes : "", bytes ? (uint32_t)job->size : 0};
    if (plain || !bytes)
        return true;
    Decoder decoder = {.job = job, .at = job->start, .end = job->start + job->size, .out = bytes};
    if (!decode_text(&decoder, raw))
        return false;
    *decoder.out = 0;
    text->size = (uint32_t)(decoder.out - bytes);
    return true;
}

/* at stands on the character after the backslash. */
static bool bytes_escape(Decoder *decoder)
{
    char c = *decoder->at, made;
    if (c == '\n') {
        decoder->at++;
        return true;
    }
    if (simple_escape(c, &made)) {
        decoder->at++;
        *decoder->out++ = made;
        return true;
    }
    if (c >= '0' && c <= '7') {
        *decoder->out++ = (char)read_octal(decoder);
        return true;
    }
    if (c != 'x') {
        warn_unknown(decoder);
        *decoder->out++ = '\\';
        return true;
    }
    int high = decoder->at + 1 < decoder->end ? hex_value(decoder->at[1]) : -1;
    int low = decoder->at + 2 < decoder->end ? hex_value(decoder->at[2]) : -1;
    if (high < 0 || low < 0)
        return diagnostic_set(decoder->job->build->diagnostic, SYNTAX_ERROR, decoder->job->span,
                              "(value error) invalid \\x escape at position %zu",
                              (size_t)(decoder->at - decoder->job->start) - 1);
    *decoder->out++ = (char)(high << 4 | low);
    decoder->at += 3;
    return true;
}

bool escape_decode_bytes(const EscapeJob *job, bool raw, AstText *text)
{
    char *bytes = arena_copy(job->build->arena, job->start, job->size);
    *text = (AstText){bytes ? bytes : "", bytes ? (uint32_t)job->size : 0};
    if (!bytes)
        return true;
    for (size_t i = 0; i < job->size; i++)
        if ((unsigned char)job->start[i] >= 0x80)
            return diagnostic_set(job->build->diagnostic, SYNTAX_ERROR, job->span,
                                  "bytes can only contain ASCII literal characters");
    if (raw)
        return true;
    Decoder decoder = {.job = job, .at = job->start, .end = job->start + job->size, .out = bytes};
    while (decoder.at < decoder.end) {
        if (*decoder.at != '\\')
            *decoder.out++ = *decoder.at++;
        else if (decoder.at++, !bytes_escape(&decoder))
            return false;
    }
    *decoder.out = 0;
    text->size = (uint32_t)(decoder.out - bytes);
    return true;
}
