/* bytes and bytearray. */
#ifndef HABU_OBJECT_BYTES_H
#define HABU_OBJECT_BYTES_H

#include "object/state.h"

typedef struct {
    Object object;
    size_t size;
    int64_t hash; /* 0: not computed */
    uint8_t bytes[]; /* a NUL follows */
} Bytes;

typedef struct {
    Object object;
    size_t size, capacity;
    uint32_t exports; /* memoryviews that pin the size */
    uint8_t *bytes;   /* owned raw memory */
} ByteArray;

MUST_CHECK Value bytes_new(Vm *vm, const void *bytes, size_t size);
MUST_CHECK Bytes *bytes_new_raw(Vm *vm, size_t size); /* to be filled in by the caller */
MUST_CHECK Value bytearray_new(Vm *vm, const void *bytes, size_t size);

/* A borrowed look at the bytes of a bytes-like object (bytes, bytearray and
 * what later types offer).  False with TypeError "a bytes-like object is
 * required, not '%T'" pending.  Valid until the object changes. */
typedef struct {
    const uint8_t *bytes;
    size_t size;
} BytesView;
MUST_CHECK bool bytes_view(Vm *vm, Value object, BytesView *view);
bool value_is_bytes_like(const Vm *vm, Value value);

/* Codecs (codec.c): encoding names as Python takes them (utf-8, ascii, latin-1,
 * utf-16/32 with -le/-be ...), errors a handler name or NULL for "strict". */
MUST_CHECK Value codec_decode(Vm *vm, const uint8_t *bytes, size_t size, const char *encoding, const char *errors);
MUST_CHECK Value codec_encode(Vm *vm, Value str, const char *encoding, const char *errors);

#endif
