/* Names: XID_Start and XID_Continue from utf8proc's categories, NFKC. */
#include "syntax/identifier.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

uint32_t identifier_decode(const char **at)
{
    const unsigned char *bytes = (const unsigned char *)*at;
    if (bytes[0] < 0x80) {
        *at += 1;
        return bytes[0];
    }
    utf8proc_int32_t code = 0;
    utf8proc_ssize_t size = utf8proc_iterate(bytes, -1, &code);
    ASSERT(size > 0);
    *at += size;
    return (uint32_t)code;
}

/* Other_ID_Start, and letters that NFKC turns into something that is none. */
static bool starts_name(uint32_t code)
{
    if (code < 0x80)
        return code == '_' || (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
    switch (code) {
    case 0x1885: case 0x1886: case 0x2118: case 0x212E:
        return true;
    case 0x037A: case 0x0E33: case 0x0EB3: case 0xFE70: case 0xFE72: case 0xFE74: case 0xFE76: case 0xFE78:
    case 0xFE7A: case 0xFE7C: case 0xFE7E: case 0xFF9E: case 0xFF9F: case 0x2E2F:
        return false;
    default:
        break;
    }
    if ((code >= 0xFC5E && code <= 0xFC63) || code == 0xFDFA || code == 0xFDFB)
        return false;
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT: case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: case UTF8PROC_CATEGORY_NL:
        return true;
    default:
        return false;
    }
}

static bool continues_name(uint32_t code)
{
    if (code < 0x80)
        return starts_name(code) || (code >= '0' && code <= '9');
    switch (code) {
    case 0x00B7: case 0x0387: case 0x19DA: case 0x0E33: case 0x0EB3: case 0xFF9E: case 0xFF9F:
        return true;
    default:
        break;
    }
    if (code >= 0x1369 && code <= 0x1371)
        return true;
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ND: case UTF8PROC_CATEGORY_PC:
        return true;
    default:
        return starts_name(code);
    }
}

const char *identifier_check(const char *start, const char *end)
{
    for (const char *at = start; at < end;) {
        const char *here = at;
        uint32_t code = identifier_decode(&at);
        if (here == start ? !starts_name(code) : !continues_name(code))
            return here;
    }
    return NULL;
}

bool identifier_is_printable(uint32_t code)
{
    if (code == ' ')
        return true;
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_CN: case UTF8PROC_CATEGORY_CC: case UTF8PROC_CATEGORY_CF: case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO: case UTF8PROC_CATEGORY_ZL: case UTF8PROC_CATEGORY_ZP: case UTF8PROC_CATEGORY_ZS:
        return false;
    default:
        return true;
    }
}

static bool is_ascii(const char *start, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)start[i] >= 0x80)
            return false;
    return true;
}

AstText identifier_normalise(Arena *arena, const char *start, size_t size)
{
    if (is_ascii(start, size))
        return (AstText){arena_copy(arena, start, size), (uint32_t)size};
    utf8proc_uint8_t *form = NULL;
    utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)start, (utf8proc_ssize_t)size, &form,
                                           UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
    if (length < 0) {
        ASSERT(length == UTF8PROC_ERROR_NOMEM);
        arena->failed = true;
        return (AstText){0};
    }
    AstText name = {arena_copy(arena, (char *)form, (size_t)length), (uint32_t)length};
    free(form);
    return name;
}
