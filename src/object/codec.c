/* Codecs by name: which encoding and error handler is meant, and the errors. */
#include "object/codec.h"

#include "object/exception.h"
#include "object/unicode.h"

enum { CODEC_NAME_MAX = 32 };

static const struct {
    const char *name; /* lower case, '-' for every run of other characters */
    CodecKind kind;
} aliases[] = {
    {"utf-8", CODEC_UTF8}, {"utf8", CODEC_UTF8}, {"u8", CODEC_UTF8}, {"utf", CODEC_UTF8}, {"cp65001", CODEC_UTF8},
    {"utf8-ucs2", CODEC_UTF8}, {"utf8-ucs4", CODEC_UTF8}, {"utf-8-sig", CODEC_UTF8_SIG},
    {"ascii", CODEC_ASCII}, {"us-ascii", CODEC_ASCII}, {"646", CODEC_ASCII}, {"iso646-us", CODEC_ASCII},
    {"ansi-x3-4-1968", CODEC_ASCII}, {"ansi-x3.4-1968", CODEC_ASCII}, {"us", CODEC_ASCII}, {"cp367", CODEC_ASCII},
    {"latin-1", CODEC_LATIN1}, {"latin1", CODEC_LATIN1}, {"latin", CODEC_LATIN1}, {"l1", CODEC_LATIN1},
    {"iso-8859-1", CODEC_LATIN1}, {"iso8859-1", CODEC_LATIN1}, {"iso8859", CODEC_LATIN1}, {"8859", CODEC_LATIN1},
    {"cp819", CODEC_LATIN1}, {"ibm819", CODEC_LATIN1},
    {"utf-16", CODEC_UTF16}, {"utf16", CODEC_UTF16}, {"u16", CODEC_UTF16}, {"utf-16-le", CODEC_UTF16_LE},
    {"utf-16le", CODEC_UTF16_LE}, {"unicodelittleunmarked", CODEC_UTF16_LE}, {"utf-16-be", CODEC_UTF16_BE},
    {"utf-16be", CODEC_UTF16_BE}, {"unicodebigunmarked", CODEC_UTF16_BE},
    {"utf-32", CODEC_UTF32}, {"utf32", CODEC_UTF32}, {"u32", CODEC_UTF32}, {"utf-32-le", CODEC_UTF32_LE},
    {"utf-32le", CODEC_UTF32_LE}, {"utf-32-be", CODEC_UTF32_BE}, {"utf-32be", CODEC_UTF32_BE},
    {"unicode-escape", CODEC_UNICODE_ESCAPE}, {"unicodeescape", CODEC_UNICODE_ESCAPE},
    {"raw-unicode-escape", CODEC_RAW_UNICODE_ESCAPE}, {"rawunicodeescape", CODEC_RAW_UNICODE_ESCAPE},
};

static const char *const codec_names[] = {
    [CODEC_UTF8] = "utf-8",         [CODEC_UTF8_SIG] = "utf-8",     [CODEC_ASCII] = "ascii",
    [CODEC_LATIN1] = "latin-1",     [CODEC_UTF16] = "utf-16",       [CODEC_UTF16_LE] = "utf-16-le",
    [CODEC_UTF16_BE] = "utf-16-be", [CODEC_UTF32] = "utf-32",       [CODEC_UTF32_LE] = "utf-32-le",
    [CODEC_UTF32_BE] = "utf-32-be", [CODEC_UNICODE_ESCAPE] = "unicodeescape",
    [CODEC_RAW_UNICODE_ESCAPE] = "rawunicodeescape",
};

static const char *const errors_names[] = {
    [ERRORS_STRICT] = "strict", [ERRORS_IGNORE] = "ignore",          [ERRORS_REPLACE] = "replace",
    [ERRORS_BACKSLASH] = "backslashreplace", [ERRORS_XML] = "xmlcharrefreplace", [ERRORS_ESCAPE] = "surrogateescape",
    [ERRORS_PASS] = "surrogatepass", [ERRORS_NAME] = "namereplace",
};

static CodecKind find_codec(const char *name)
{
    char normal[CODEC_NAME_MAX];
    size_t size = 0;
    bool gap = false;
    for (; *name; name++) {
        char byte = *name;
        bool word = (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || byte == '.';
        if (!word) {
            gap = size > 0;
            continue;
        }
        if (size + 2 >= sizeof normal)
            return CODEC_UNKNOWN;
        if (gap)
            normal[size++] = '-';
        gap = false;
        normal[size++] = (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
    }
    normal[size] = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(aliases); i++)
        if (strcmp(aliases[i].name, normal) == 0)
            return aliases[i].kind;
    return CODEC_UNKNOWN;
}

static ErrorsKind find_errors(const char *name)
{
    if (!name)
        return ERRORS_STRICT;
    for (size_t i = 0; i < ARRAY_LENGTH(errors_names); i++)
        if (strcmp(errors_names[i], name) == 0)
            return (ErrorsKind)i;
    return ERRORS_UNKNOWN;
}

static bool open_codec(Vm *vm, const char *encoding, const char *errors, Codec *codec)
{
    CodecKind kind = !encoding ? CODEC_UTF8 : find_codec(encoding);
    if (kind == CODEC_UNKNOWN)
        return raise_false(vm, TYPE_LOOKUP_ERROR, "unknown encoding: %s", encoding);
    *codec = (Codec){.kind = kind, .name = codec_names[kind], .errors = find_errors(errors), .errors_name = errors};
    return true;
}

bool codec_raise(Vm *vm, TypeId type, const Codec *codec, Value object, size_t start, size_t end, const char *reason)
{
    ASSERT(start < end && reason != NULL);
    Value args[5] = {str_from_c(vm, codec->name), object, value_from_int((int64_t)start), value_from_int((int64_t)end),
                     str_from_c(vm, reason)};
    Value exception = VALUE_ERROR;
    if (!value_is_error(args[0]) && !value_is_error(args[1]) && !value_is_error(args[4]))
        exception = exception_new(vm, vm->types[type], args, ARRAY_LENGTH(args));
    for (size_t i = 0; i < ARRAY_LENGTH(args); i++)
        value_drop(vm, args[i]);
    if (!value_is_error(exception))
        raise_exception_take(vm, exception);
    return false;
}

bool codec_raise_errors(Vm *vm, TypeId type, const Codec *codec)
{
    if (codec->errors == ERRORS_NAME && type == TYPE_UNICODE_ENCODE_ERROR) {
        raise_not_supported(vm, "the error handler 'namereplace'");
        return false;
    }
    if (codec->errors == ERRORS_XML || codec->errors == ERRORS_NAME)
        return raise_false(vm, TYPE_TYPE_ERROR, "don't know how to handle %N in error callback", vm->types[type]);
    return raise_false(vm, TYPE_LOOKUP_ERROR, "unknown error handler name '%s'", codec->errors_name);
}

Value codec_decode(Vm *vm, const uint8_t *bytes, size_t size, const char *encoding, const char *errors)
{
    Codec codec;
    if (size == 0)
        return value_share(vm->empty_str); /* whatever the names are, as in CPython */
    if (!open_codec(vm, encoding, errors, &codec))
        return VALUE_ERROR;
    const char *text = (const char *)bytes;
    if (codec.kind <= CODEC_LATIN1 && codec.kind != CODEC_UTF8_SIG && utf8_is_ascii(text, size))
        return str_new_ascii(vm, text, size);
    if (codec.kind == CODEC_UTF8 && utf8_valid_prefix(text, size) == size)
        return str_new(vm, text, size);
    if (codec_decode_all(vm, &codec, bytes, size))
        return builder_finish(vm, &codec.out);
    builder_discard(vm, &codec.out);
    return VALUE_ERROR;
}

Value codec_encode(Vm *vm, Value str, const char *encoding, const char *errors)
{
    Codec codec;
    if (!open_codec(vm, encoding, errors, &codec))
        return VALUE_ERROR;
    const Str *text = value_to_str(str);
    bool as_is = codec.kind <= CODEC_LATIN1 && codec.kind != CODEC_UTF8_SIG && str_is_ascii(text);
    if (as_is || (codec.kind == CODEC_UTF8 && !(text->flags & STR_SURROGATES)))
        return bytes_new(vm, text->bytes, text->size);
    Value result = VALUE_ERROR;
    if (codec_encode_all(vm, &codec, str) && !codec.out.failed)
        result = bytes_new(vm, codec.out.bytes, codec.out.size);
    builder_discard(vm, &codec.out);
    return result;
}
