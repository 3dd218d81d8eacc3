/* aiofiles' files: reading and writing through libuv's file operations. */
#ifndef HABU_AIO_FILE_H
#define HABU_AIO_FILE_H

#include "loop/operation.h"

/* Bytes of which [start, end) count. */
typedef struct {
    char *bytes; /* malloc'ed, owned; NULL when empty */
    size_t start, end, capacity;
} FileBuffer;

/* One operation of libuv at a time; others wait for their turn.  The bytes read ahead end
 * at `position`; bytes to be written begin there, and there are never both. */
typedef struct {
    Object object;
    int descriptor;    /* -1: closed */
    bool text, readable, writable, appending, seekable;
    bool busy;         /* a request is under way */
    bool universal;    /* text: any line end is read as '\n' */
    bool at_end;       /* the last read found the end */
    int64_t position;  /* in the file */
    FileBuffer input, output;
    Value name, mode, encoding, errors; /* encoding, errors: of text files */
} File;

static inline File *value_to_file(Value value) { return (File *)value_object(value); }
static inline size_t buffer_size(const FileBuffer *buffer) { return buffer->end - buffer->start; }
/* NULL when nothing was ever added. */
static inline char *buffer_bytes(const FileBuffer *buffer) { return buffer->bytes ? buffer->bytes + buffer->start : NULL; }

/* Starts a request for an operation, whose waiter it resolves with libuv's result. */
MUST_CHECK bool file_start_open(Vm *vm, Operation *operation, File *file, const char *path, int flags);
MUST_CHECK bool file_start_read(Vm *vm, Operation *operation, File *file);
MUST_CHECK bool file_start_write(Vm *vm, Operation *operation, File *file); /* all of the output */
MUST_CHECK bool file_start_truncate(Vm *vm, Operation *operation, File *file, int64_t size);
MUST_CHECK bool file_start_close(Vm *vm, Operation *operation, File *file);

MUST_CHECK bool buffer_add(Vm *vm, FileBuffer *buffer, const char *bytes, size_t size);
void buffer_free(FileBuffer *buffer);

/* aiofiles.open() as its signature binds the arguments, with the path made a str. */
Value file_open(Vm *vm, const Value *args);

/* __anext__: the coroutine of the next line. */
MUST_CHECK Value file_next_line(Vm *vm, Value self);

extern const NativeDef file_methods[];
extern const GetSetDef file_getsets[];
extern const TypeDef async_text_file_type_def, async_binary_file_type_def, async_file_opener_type_def;

#endif
