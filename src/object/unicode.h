/* Code points: UTF-8 and what Unicode says of a character, as Python sees it. */
#ifndef HABU_OBJECT_UNICODE_H
#define HABU_OBJECT_UNICODE_H

#include "base/base.h"

enum { UNICODE_MAX = 0x10ffff, UTF8_MAX_SIZE = 4, CASE_MAX = 3 };

/* Bytes of the code point that begins with lead. */
static inline size_t utf8_size_of_lead(char lead)
{
    unsigned char byte = (unsigned char)lead;
    return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

static inline bool utf8_is_continuation(char byte) { return ((unsigned char)byte & 0xc0) == 0x80; }

/* Reads the code point at *place and moves past it; the text is well-formed
 * (lone surrogates may occur). */
static inline uint32_t utf8_read(const char **place)
{
    const unsigned char *text = (const unsigned char *)*place;
    if (LIKELY(text[0] < 0x80)) {
        *place += 1;
        return text[0];
    }
    if (text[0] < 0xe0) {
        *place += 2;
        return (uint32_t)(text[0] & 0x1f) << 6 | (text[1] & 0x3f);
    }
    if (text[0] < 0xf0) {
        *place += 3;
        return (uint32_t)(text[0] & 0x0f) << 12 | (uint32_t)(text[1] & 0x3f) << 6 | (text[2] & 0x3f);
    }
    *place += 4;
    return (uint32_t)(text[0] & 0x07) << 18 | (uint32_t)(text[1] & 0x3f) << 12 | (uint32_t)(text[2] & 0x3f) << 6 |
           (text[3] & 0x3f);
}

/* The code point that ends just before *place, moving back over it. */
static inline uint32_t utf8_read_back(const char **place)
{
    do
        --*place;
    while (utf8_is_continuation(**place));
    const char *start = *place;
    return utf8_read(&start);
}

/* Writes a code point (surrogates too) and returns its size. */
static inline size_t utf8_write(char *place, uint32_t code_point)
{
    if (code_point < 0x80) {
        place[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        place[0] = (char)(0xc0 | code_point >> 6);
        place[1] = (char)(0x80 | (code_point & 0x3f));
        return 2;
    }
    if (code_point < 0x10000) {
        place[0] = (char)(0xe0 | code_point >> 12);
        place[1] = (char)(0x80 | (code_point >> 6 & 0x3f));
        place[2] = (char)(0x80 | (code_point & 0x3f));
        return 3;
    }
    place[0] = (char)(0xf0 | code_point >> 18);
    place[1] = (char)(0x80 | (code_point >> 12 & 0x3f));
    place[2] = (char)(0x80 | (code_point >> 6 & 0x3f));
    place[3] = (char)(0x80 | (code_point & 0x3f));
    return 4;
}

static inline size_t utf8_size_of(uint32_t code_point)
{
    return code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
}

static inline bool unicode_is_surrogate(uint32_t code_point) { return (code_point & 0xfffff800) == 0xd800; }

/* Code points in size bytes of well-formed text; eight bytes at a time. */
size_t utf8_count(const char *bytes, size_t size);
bool utf8_is_ascii(const char *bytes, size_t size);
/* How many bytes from the start are well-formed UTF-8 without surrogates. */
size_t utf8_valid_prefix(const char *bytes, size_t size);

/* Classes, as the str methods of the same names define them. */
bool unicode_is_alpha(uint32_t code_point);
bool unicode_is_decimal(uint32_t code_point);
bool unicode_is_digit(uint32_t code_point);
bool unicode_is_numeric(uint32_t code_point);
bool unicode_is_alnum(uint32_t code_point);
bool unicode_is_space(uint32_t code_point);
bool unicode_is_lower(uint32_t code_point);
bool unicode_is_upper(uint32_t code_point);
bool unicode_is_title(uint32_t code_point);
bool unicode_is_cased(uint32_t code_point);
bool unicode_is_case_ignorable(uint32_t code_point);
bool unicode_is_printable(uint32_t code_point);
bool unicode_is_identifier_start(uint32_t code_point);
bool unicode_is_identifier_part(uint32_t code_point);
bool unicode_is_line_break(uint32_t code_point);

/* Two letters, as unicodedata.category() has them. */
const char *unicode_category(uint32_t code_point);

/* 0 to 9, or -1 when it is no decimal digit. */
int unicode_decimal_value(uint32_t code_point);

/* Full case mappings: fill mapped and return how many code points it became. */
size_t unicode_to_lower(uint32_t code_point, uint32_t mapped[CASE_MAX]);
size_t unicode_to_upper(uint32_t code_point, uint32_t mapped[CASE_MAX]);
size_t unicode_to_title(uint32_t code_point, uint32_t mapped[CASE_MAX]);
size_t unicode_to_folded(uint32_t code_point, uint32_t mapped[CASE_MAX]);

#endif
