/* Preparing a text: signature, encoding declaration, UTF-8, line ends. */
#include "grammar/source_text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static Span place_of(const char *text, size_t offset)
{
    Span span = {1, 0, 1, 0};
    for (size_t i = 0; i < offset; i++) {
        span.column++;
        if (text[i] == '\n') {
            span.line++;
            span.column = 0;
        }
    }
    span.end_line = span.line;
    span.end_column = span.column + 1;
    return span;
}

/* ---- UTF-8 ---- */

/* Returns the length of the sequence at bytes, or 0 when it is none. */
static size_t sequence_length(const unsigned char *bytes, size_t left)
{
    unsigned char first = bytes[0];
    if (first < 0x80)
        return 1;
    size_t length = first >= 0xF0 && first < 0xF5 ? 4 : first >= 0xE0 && first < 0xF0 ? 3
                    : first >= 0xC2 && first < 0xE0 ? 2 : 0;
    if (length == 0)
        return 0;
    unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    for (size_t i = 1; i < length; i++)
        if (i >= left || bytes[i] < (i == 1 ? low : 0x80) || bytes[i] > (i == 1 ? high : 0xBF))
            return 0;
    return length;
}

static bool check_bytes(const char *text, size_t size, Diagnostic *diagnostic)
{
    for (size_t i = 0; i < size;) {
        if (text[i] == 0) {
            diagnostic_set(diagnostic, SYNTAX_ERROR, place_of(text, i), "source code cannot contain null bytes");
            diagnostic->has_end = false;
            return false;
        }
        size_t length = sequence_length((const unsigned char *)text + i, size - i);
        if (length == 0) {
            Span place = place_of(text, i);
            diagnostic_set(diagnostic, SYNTAX_ERROR, place,
                           "Non-UTF-8 code starting with '\\x%02x' on line %u, but no encoding declared; "
                           "see https://peps.python.org/pep-0263/ for details", (unsigned char)text[i], place.line);
            diagnostic->has_end = false;
            return false;
        }
        i += length;
    }
    return true;
}

/* ---- encoding declaration ---- */

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

/* Finds "coding[:=] name" in a line that holds nothing but a comment. */
static const char *find_declaration(const char *line, const char *end, size_t *size)
{
    while (line < end && (*line == ' ' || *line == '\t' || *line == '\f'))
        line++;
    if (line >= end || *line != '#')
        return NULL;
    for (; line + 7 < end; line++) {
        if (memcmp(line, "coding", 6) != 0 || (line[6] != ':' && line[6] != '='))
            continue;
        const char *name = line + 7;
        while (name < end && (*name == ' ' || *name == '\t'))
            name++;
        *size = 0;
        while (name + *size < end && is_name_byte(name[*size]))
            ++*size;
        return *size ? name : NULL;
    }
    return NULL;
}

static bool is_utf8_name(const char *name, size_t size)
{
    static const char *const names[] = {"utf-8", "utf8", "utf_8", "u8", "ascii", "us-ascii", "utf-8-sig", "utf-8-unix"};
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        if (size == strlen(names[i]) && strncasecmp(name, names[i], size) == 0)
            return true;
    return size > 6 && strncasecmp(name, "utf-8-", 6) == 0;
}

static bool is_blank(const char *line, const char *end)
{
    while (line < end && (*line == ' ' || *line == '\t' || *line == '\f' || *line == '\r'))
        line++;
    return line == end || *line == '#';
}

static bool check_encoding(const char *text, size_t size, Diagnostic *diagnostic)
{
    const char *line = text, *end = text + size;
    for (int i = 0; i < 2 && line < end; i++) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        const char *line_end = newline ? newline : end;
        size_t name_size = 0;
        const char *name = find_declaration(line, line_end, &name_size);
        if (name && !is_utf8_name(name, name_size)) {
            diagnostic_set(diagnostic, SYNTAX_ERROR, (Span){0, 0, 0, 0}, "encoding problem: %.*s",
                           (int)size_min(name_size, 100), name);
            diagnostic->has_end = false;
            return false;
        }
        if (name || !is_blank(line, line_end))
            return true;
        line = line_end + 1;
    }
    return true;
}

/* ---- the copy ---- */

static bool copy_lines(SourceText *source, const char *text, size_t size)
{
    char *out = malloc(size + 2), *at = out;
    if (!out)
        return false;
    for (const char *end = text + size; text < end;) {
        const char *carriage = memchr(text, '\r', (size_t)(end - text));
        size_t plain = (size_t)((carriage ? carriage : end) - text);
        memcpy(at, text, plain);
        at += plain;
        text += plain;
        if (text < end) {
            *at++ = '\n';
            text += text + 1 < end && text[1] == '\n' ? 2 : 1;
        }
    }
    if (at == out || at[-1] != '\n')
        *at++ = '\n';
    *at = 0;
    *source = (SourceText){out, (size_t)(at - out)};
    return true;
}

bool source_text_prepare(SourceText *source, const char *text, size_t size, ParseMode mode, Diagnostic *diagnostic)
{
    *source = (SourceText){0};
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        size -= 3;
    }
    if (mode == PARSE_EVAL)
        for (; size && (*text == ' ' || *text == '\t'); size--)
            text++;
    if (size >= UINT32_MAX / 2)
        return diagnostic_set(diagnostic, SYNTAX_OUT_OF_MEMORY, (Span){0}, "source code is too large");
    if (!check_encoding(text, size, diagnostic) || !check_bytes(text, size, diagnostic))
        return false;
    if (copy_lines(source, text, size))
        return true;
    return diagnostic_set(diagnostic, SYNTAX_OUT_OF_MEMORY, (Span){0}, "out of memory");
}
