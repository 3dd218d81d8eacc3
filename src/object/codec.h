/* Between codec.c, codec_decode.c and codec_encode.c. */
#ifndef HABU_OBJECT_CODEC_H
#define HABU_OBJECT_CODEC_H

#include "object/str_method.h"

typedef enum {
    CODEC_UTF8, CODEC_UTF8_SIG, CODEC_ASCII, CODEC_LATIN1,
    CODEC_UTF16, CODEC_UTF16_LE, CODEC_UTF16_BE,
    CODEC_UTF32, CODEC_UTF32_LE, CODEC_UTF32_BE,
    CODEC_UNICODE_ESCAPE, CODEC_RAW_UNICODE_ESCAPE,
    CODEC_UNKNOWN
} CodecKind;

typedef enum {
    ERRORS_STRICT, ERRORS_IGNORE, ERRORS_REPLACE, ERRORS_BACKSLASH, ERRORS_XML, ERRORS_ESCAPE, ERRORS_PASS,
    ERRORS_NAME, ERRORS_UNKNOWN
} ErrorsKind;

/* One conversion under way. */
typedef struct {
    CodecKind kind;
    const char *name;        /* as exceptions show it */
    ErrorsKind errors;
    const char *errors_name;
    StrBuilder out;
} Codec;

/* Raises UnicodeDecodeError or UnicodeEncodeError; object is taken. */
COLD bool codec_raise(Vm *vm, TypeId type, const Codec *codec, Value object, size_t start, size_t end, const char *reason);
/* LookupError for an unknown handler name, or what else says that errors cannot be used here. */
COLD bool codec_raise_errors(Vm *vm, TypeId type, const Codec *codec);

MUST_CHECK bool codec_decode_all(Vm *vm, Codec *codec, const uint8_t *bytes, size_t size);
MUST_CHECK bool codec_encode_all(Vm *vm, Codec *codec, Value str);

#endif
