/* Decoding bytes.
 *
 * Each decoder consumes one good character or names one bad stretch; a bad
 * stretch goes to the error handler and decoding goes on behind it. */
#include "object/codec.h"
#include "object/unicode.h"

enum { REPLACEMENT_CHARACTER = 0xfffd };

typedef struct {
    const uint8_t *bytes;
    size_t size, at;
} Input;

/* What stands at input->at: size bytes, good with its code point when reason is NULL. */
typedef struct {
    size_t size;
    uint32_t code_point;
    const char *reason;
} Step;

static Step bad(size_t size, const char *reason) { return (Step){.size = size, .reason = reason}; }

static Step step_utf8(const Codec *codec, const Input *input)
{
    const uint8_t *bytes = input->bytes + input->at;
    size_t left = input->size - input->at;
    if (bytes[0] < 0x80)
        return (Step){1, bytes[0], NULL};
    if (bytes[0] < 0xc2 || bytes[0] > 0xf4)
        return bad(1, "invalid start byte");
    size_t needed = utf8_size_of_lead((char)bytes[0]);
    bool pass = bytes[0] == 0xed && codec->errors == ERRORS_PASS && left >= 3 && utf8_is_continuation((char)bytes[2]);
    uint8_t low = bytes[0] == 0xe0 ? 0xa0 : bytes[0] == 0xf0 ? 0x90 : 0x80;
    uint8_t high = bytes[0] == 0xed && !pass ? 0x9f : bytes[0] == 0xf4 ? 0x8f : 0xbf;
    for (size_t i = 1; i < needed; i++) {
        if (i >= left)
            return bad(left, "unexpected end of data");
        if (bytes[i] < low || bytes[i] > high)
            return bad(i, "invalid continuation byte");
        low = 0x80;
        high = 0xbf;
    }
    const char *place = (const char *)bytes;
    return (Step){needed, utf8_read(&place), NULL};
}

static uint32_t read_unit(const uint8_t *bytes, size_t size, bool big)
{
    uint32_t unit = 0;
    for (size_t i = 0; i < size; i++)
        unit |= (uint32_t)bytes[i] << 8 * (big ? size - 1 - i : i);
    return unit;
}

static Step step_utf16(const Codec *codec, const Input *input)
{
    const uint8_t *bytes = input->bytes + input->at;
    size_t left = input->size - input->at;
    bool big = codec->kind == CODEC_UTF16_BE;
    if (left < 2)
        return bad(left, "truncated data");
    uint32_t unit = read_unit(bytes, 2, big);
    if (!unicode_is_surrogate(unit))
        return (Step){2, unit, NULL};
    bool pass = codec->errors == ERRORS_PASS;
    if (unit >= 0xdc00)
        return pass ? (Step){2, unit, NULL} : bad(2, "illegal encoding");
    if (left < 4)
        return pass ? (Step){2, unit, NULL} : bad(left, "unexpected end of data");
    uint32_t second = read_unit(bytes + 2, 2, big);
    if (second >> 10 != 0xdc00 >> 10)
        return pass ? (Step){2, unit, NULL} : bad(2, "illegal UTF-16 surrogate");
    return (Step){4, 0x10000 + ((unit & 0x3ff) << 10) + (second & 0x3ff), NULL};
}

static Step step_utf32(const Codec *codec, const Input *input)
{
    size_t left = input->size - input->at;
    if (left < 4)
        return bad(left, "truncated data");
    uint32_t unit = read_unit(input->bytes + input->at, 4, codec->kind == CODEC_UTF32_BE);
    if (unit > UNICODE_MAX)
        return bad(4, "code point not in range(0x110000)");
    if (unicode_is_surrogate(unit) && codec->errors != ERRORS_PASS)
        return bad(4, "code point in surrogate code point range(0xd800, 0xe000)");
    return (Step){4, unit, NULL};
}

/* Hexadecimal digits behind \x, \u and \U; only the last can be too_large. */
static Step step_hex(const uint8_t *bytes, size_t left, size_t digits, const char *reason, const char *too_large)
{
    ASSERT(left >= 2 && bytes[0] == '\\');
    uint32_t code_point = 0;
    for (size_t i = 0; i < digits; i++) {
        uint8_t byte = i + 2 < left ? bytes[i + 2] : 0;
        uint32_t lower = byte | 0x20u;
        bool is_digit = byte >= '0' && byte <= '9';
        if (!is_digit && !(lower >= 'a' && lower <= 'f'))
            return bad(i + 2 < left ? i + 2 : left, reason);
        code_point = code_point << 4 | (is_digit ? (uint32_t)byte - '0' : lower - 'a' + 10);
    }
    return code_point > UNICODE_MAX ? bad(digits + 2, too_large) : (Step){digits + 2, code_point, NULL};
}

static Step step_octal(const uint8_t *bytes, size_t left)
{
    uint32_t code_point = 0;
    size_t size = 1;
    for (; size < left && size < 4 && bytes[size] >= '0' && bytes[size] <= '7'; size++)
        code_point = code_point * 8 + (bytes[size] - '0');
    return (Step){size, code_point, NULL};
}

/* NO_CHARACTER: an escaped line end, which stands for nothing. */
enum { NO_CHARACTER = UNICODE_MAX + 1 };

static Step step_escape(const Codec *codec, const Input *input)
{
    const uint8_t *bytes = input->bytes + input->at;
    size_t left = input->size - input->at;
    bool raw = codec->kind == CODEC_RAW_UNICODE_ESCAPE;
    if (bytes[0] != '\\')
        return (Step){1, bytes[0], NULL};
    if (left < 2)
        return raw ? (Step){1, '\\', NULL} : bad(1, "\\ at end of string");
    if (bytes[1] == 'u')
        return step_hex(bytes, left, 4, "truncated \\uXXXX escape", NULL);
    if (bytes[1] == 'U')
        return step_hex(bytes, left, 8, "truncated \\UXXXXXXXX escape",
                        raw ? "\\Uxxxxxxxx out of range" : "illegal Unicode character");
    if (raw)
        return (Step){1, '\\', NULL};
    static const char letters[] = "\\'\"abfnrtv", meanings[] = "\\'\"\a\b\f\n\r\t\v";
    const char *letter = bytes[1] ? strchr(letters, bytes[1]) : NULL;
    if (letter)
        return (Step){2, (uint32_t)meanings[letter - letters], NULL};
    if (bytes[1] == '\n')
        return (Step){2, NO_CHARACTER, NULL};
    if (bytes[1] == 'x')
        return step_hex(bytes, left, 2, "truncated \\xXX escape", NULL);
    if (bytes[1] >= '0' && bytes[1] <= '7')
        return step_octal(bytes, left);
    if (bytes[1] == 'N')
        return bad(2, "\\N escapes are not supported");
    return (Step){1, '\\', NULL};
}

static Step step_single(const Codec *codec, const Input *input)
{
    uint8_t byte = input->bytes[input->at];
    return codec->kind == CODEC_LATIN1 || byte < 128 ? (Step){1, byte, NULL} : bad(1, "ordinal not in range(128)");
}

typedef Step (*Stepper)(const Codec *codec, const Input *input);

static Stepper stepper_of(CodecKind kind)
{
    switch (kind) {
    case CODEC_UTF8:
    case CODEC_UTF8_SIG: return step_utf8;
    case CODEC_ASCII:
    case CODEC_LATIN1: return step_single;
    case CODEC_UTF16_LE:
    case CODEC_UTF16_BE: return step_utf16;
    case CODEC_UTF32_LE:
    case CODEC_UTF32_BE: return step_utf32;
    default: return step_escape;
    }
}

/* Escapes the bytes past ASCII that a bad stretch begins with; they are all that
 * is consumed.  Without any the error stands. */
static bool escape_bytes(Vm *vm, Codec *codec, const uint8_t *bytes, Step *step)
{
    size_t count = 0;
    while (count < step->size && count < 4 && bytes[count] >= 0x80)
        builder_add_char(vm, &codec->out, 0xdc00u + bytes[count++]);
    if (count)
        step->size = count;
    return count != 0;
}

/* May shorten the step. */
static bool handle_bad(Vm *vm, Codec *codec, const Input *input, Step *step)
{
    const uint8_t *bytes = input->bytes + input->at;
    switch (codec->errors) {
    case ERRORS_IGNORE: return true;
    case ERRORS_REPLACE: builder_add_char(vm, &codec->out, REPLACEMENT_CHARACTER); return true;
    case ERRORS_BACKSLASH:
        for (size_t i = 0; i < step->size; i++)
            builder_add_format(vm, &codec->out, "\\x%02x", bytes[i]);
        return true;
    case ERRORS_ESCAPE:
        if (escape_bytes(vm, codec, bytes, step))
            return true;
        __attribute__((fallthrough));
    case ERRORS_STRICT:
    case ERRORS_PASS: {
        Value object = bytes_new(vm, input->bytes, input->size);
        return codec_raise(vm, TYPE_UNICODE_DECODE_ERROR, codec, object, input->at, input->at + step->size, step->reason);
    }
    default: return codec_raise_errors(vm, TYPE_UNICODE_DECODE_ERROR, codec);
    }
}

/* Settles the byte order of utf-16 and utf-32 and skips the mark. */
static void read_mark(Codec *codec, Input *input)
{
    size_t unit = codec->kind == CODEC_UTF16 ? 2 : codec->kind == CODEC_UTF32 ? 4 : 0;
    if (codec->kind == CODEC_UTF8_SIG && input->size >= 3 && memcmp(input->bytes, "\xef\xbb\xbf", 3) == 0)
        input->at = 3;
    if (!unit)
        return;
    bool big = input->size >= unit && read_unit(input->bytes, unit, true) == 0xfeff;
    if (big || (input->size >= unit && read_unit(input->bytes, unit, false) == 0xfeff))
        input->at = unit;
    if (unit == 2) {
        codec->kind = big ? CODEC_UTF16_BE : CODEC_UTF16_LE;
        codec->name = big ? "utf-16-be" : "utf-16-le";
    } else {
        codec->kind = big ? CODEC_UTF32_BE : CODEC_UTF32_LE;
        codec->name = big ? "utf-32-be" : "utf-32-le";
    }
}

bool codec_decode_all(Vm *vm, Codec *codec, const uint8_t *bytes, size_t size)
{
    Input input = {bytes, size, 0};
    read_mark(codec, &input);
    Stepper next = stepper_of(codec->kind);
    while (input.at < size && !codec->out.failed) {
        Step step = next(codec, &input);
        ASSERT(step.size > 0 && step.size <= size - input.at);
        if (UNLIKELY(step.reason != NULL)) {
            if (!handle_bad(vm, codec, &input, &step))
                return false;
        } else if (step.code_point != NO_CHARACTER) {
            builder_add_char(vm, &codec->out, step.code_point);
        }
        input.at += step.size;
    }
    return !codec->out.failed;
}
