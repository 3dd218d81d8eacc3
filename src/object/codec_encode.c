/* Encoding a str.
 *
 * What an encoding cannot hold is handed, as the longest run of it, to the
 * error handler, whose replacement is encoded like text. */
#include <stdio.h>

#include "object/codec.h"
#include "object/unicode.h"

/* Adds a unit of 2 or 4 bytes. */
static void add_unit(Vm *vm, Codec *codec, uint32_t unit, size_t size, bool big)
{
    char bytes[4];
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)(unit >> 8 * (big ? size - 1 - i : i));
    builder_add(vm, &codec->out, bytes, size);
}

/* Adds a code point that the encoding can hold (or a surrogate let pass). */
static void add_encoded(Vm *vm, Codec *codec, uint32_t code_point)
{
    char byte = (char)code_point;
    bool big = codec->kind == CODEC_UTF16_BE || codec->kind == CODEC_UTF32_BE;
    switch (codec->kind) {
    case CODEC_UTF8:
    case CODEC_UTF8_SIG: builder_add_char(vm, &codec->out, code_point); break;
    case CODEC_ASCII:
    case CODEC_LATIN1: builder_add(vm, &codec->out, &byte, 1); break;
    case CODEC_UTF16:
    case CODEC_UTF16_LE:
    case CODEC_UTF16_BE:
        if (code_point >= 0x10000) {
            add_unit(vm, codec, 0xd800 + ((code_point - 0x10000) >> 10), 2, big);
            code_point = 0xdc00 + ((code_point - 0x10000) & 0x3ff);
        }
        add_unit(vm, codec, code_point, 2, big);
        break;
    default: add_unit(vm, codec, code_point, 4, big);
    }
}

static bool can_hold(const Codec *codec, uint32_t code_point)
{
    if (codec->kind == CODEC_ASCII)
        return code_point < 128;
    return codec->kind == CODEC_LATIN1 ? code_point < 256 : !unicode_is_surrogate(code_point);
}

static bool raise_range(Vm *vm, Codec *codec, Value str, size_t start, size_t end)
{
    const char *reason = codec->kind == CODEC_ASCII    ? "ordinal not in range(128)"
                         : codec->kind == CODEC_LATIN1 ? "ordinal not in range(256)"
                                                       : "surrogates not allowed";
    return codec_raise(vm, TYPE_UNICODE_ENCODE_ERROR, codec, value_share(str), start, end, reason);
}

static void add_replacement(Vm *vm, Codec *codec, uint32_t code_point)
{
    char text[16] = "?";
    if (codec->errors == ERRORS_XML)
        snprintf(text, sizeof text, "&#%u;", (unsigned)code_point);
    else if (codec->errors == ERRORS_BACKSLASH)
        snprintf(text, sizeof text, code_point < 0x100 ? "\\x%02x" : code_point < 0x10000 ? "\\u%04x" : "\\U%08x",
                 (unsigned)code_point);
    for (const char *at = text; *at; at++)
        add_encoded(vm, codec, (unsigned char)*at);
}

/* One character of a run, whose first has the index start; *done when handled. */
static bool handle_character(Vm *vm, Codec *codec, uint32_t code_point, bool *done)
{
    *done = true;
    switch (codec->errors) {
    case ERRORS_IGNORE: return true;
    case ERRORS_REPLACE:
    case ERRORS_BACKSLASH:
    case ERRORS_XML: add_replacement(vm, codec, code_point); return true;
    case ERRORS_ESCAPE:
        *done = code_point >= 0xdc80 && code_point <= 0xdcff && codec->kind <= CODEC_LATIN1;
        if (*done) {
            char byte = (char)(code_point - 0xdc00);
            builder_add(vm, &codec->out, &byte, 1);
        }
        return true;
    case ERRORS_PASS:
        *done = unicode_is_surrogate(code_point) && codec->kind != CODEC_ASCII && codec->kind != CODEC_LATIN1;
        if (*done)
            add_encoded(vm, codec, code_point);
        return true;
    case ERRORS_STRICT: *done = false; return true;
    default: return codec_raise_errors(vm, TYPE_UNICODE_ENCODE_ERROR, codec);
    }
}

/* Handles the run of characters from *at, the index-th, which cannot be held. */
static bool handle_run(Vm *vm, Codec *codec, Value str, const char **at, size_t *index)
{
    const char *end = value_to_str(str)->bytes + value_to_str(str)->size, *place = *at;
    ASSERT(*at < end);
    bool single = codec->kind >= CODEC_UTF16; /* these report one at a time */
    size_t run_end = *index;
    while (place < end) {
        const char *behind = place;
        if (can_hold(codec, utf8_read(&behind)) || (single && place != *at))
            break;
        place = behind;
        run_end++;
    }
    for (; *index < run_end; ++*index) {
        const char *behind = *at;
        bool done;
        if (!handle_character(vm, codec, utf8_read(&behind), &done))
            return false;
        if (!done)
            return raise_range(vm, codec, str, *index, run_end);
        *at = behind;
    }
    return true;
}

/* \x, \u and \U escapes; with the short ones for \t, \n and \r when not raw. */
static void add_escaped(Vm *vm, Codec *codec, uint32_t code_point)
{
    char text[16];
    bool raw = codec->kind == CODEC_RAW_UNICODE_ESCAPE;
    char letter = code_point == '\\' ? '\\' : code_point == '\t' ? 't' : code_point == '\n' ? 'n' : code_point == '\r' ? 'r' : 0;
    if (letter && !raw) {
        char pair[2] = {'\\', letter};
        builder_add(vm, &codec->out, pair, 2);
    } else if (raw ? code_point < 256 : code_point >= ' ' && code_point < 127) {
        char byte = (char)code_point;
        builder_add(vm, &codec->out, &byte, 1);
    } else {
        snprintf(text, sizeof text, code_point < 0x100 ? "\\x%02x" : code_point < 0x10000 ? "\\u%04x" : "\\U%08x",
                 (unsigned)code_point);
        builder_add_c(vm, &codec->out, text);
    }
}

bool codec_encode_all(Vm *vm, Codec *codec, Value str)
{
    const Str *text = value_to_str(str);
    const char *at = text->bytes, *end = text->bytes + text->size;
    if (codec->kind == CODEC_UTF8_SIG || codec->kind == CODEC_UTF16 || codec->kind == CODEC_UTF32)
        add_encoded(vm, codec, 0xfeff);
    size_t index = 0;
    while (at < end && !codec->out.failed) {
        const char *behind = at;
        uint32_t code_point = utf8_read(&behind);
        if (codec->kind >= CODEC_UNICODE_ESCAPE) {
            add_escaped(vm, codec, code_point);
        } else if (LIKELY(can_hold(codec, code_point))) {
            add_encoded(vm, codec, code_point);
        } else {
            if (!handle_run(vm, codec, str, &at, &index))
                return false;
            continue;
        }
        at = behind;
        index++;
    }
    return !codec->out.failed;
}
