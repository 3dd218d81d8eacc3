/* What the files of module io share: the structs behind its types. */
#ifndef HABU_RUNTIME_MODULES_IO_TYPES_H
#define HABU_RUNTIME_MODULES_IO_TYPES_H

#include "modules/io.h"
#include "object/bytes.h"

/* A descriptor with one buffer, which holds either bytes read ahead or bytes not
 * yet written, never both.  FileIO is the same without read-ahead. */
typedef struct {
    Object object;
    int descriptor;   /* -1 when closed */
    bool close_descriptor; /* closing the object closes it */
    bool readable, writable, appending, created, buffered;
    uint8_t *buffer;  /* owned, IO_BUFFER_SIZE bytes; NULL until used */
    size_t read_at, read_end; /* buffer[read_at..read_end) was read ahead */
    size_t pending;   /* buffer[0..pending) waits to be written */
    Value name;       /* as passed to open() */
} BinaryFile;

typedef enum {
    NEWLINE_UNIVERSAL, /* None: \r and \r\n are read as \n */
    NEWLINE_KEEP,      /* '': all three end a line, none is changed */
    NEWLINE_LF, NEWLINE_CR, NEWLINE_CRLF
} NewlineMode;

/* Text over a binary file, or over anything with read() and write().  text holds
 * decoded UTF-8 read ahead, newlines as in the file; tail, bytes whose character
 * (or \r\n) is not complete. */
typedef struct {
    Object object;
    Value buffer;      /* VALUE_NONE when detached */
    BinaryFile *binary; /* the buffer when it is a file of ours, else NULL */
    Value encoding, errors; /* strs */
    Value mode;        /* str, or VALUE_NONE for a wrapper that a program made */
    NewlineMode newline;
    bool line_buffering, write_through, utf8, ended, iterating;
    bool closed;
    char *text;        /* owned */
    size_t text_at, text_size, text_capacity;
    uint8_t tail[8];
    size_t tail_size;
} TextFile;

/* BytesIO and StringIO: bytes[0..size), of which at is the position.  For text
 * both count bytes and bytes is UTF-8. */
typedef struct {
    Object object;
    uint8_t *bytes; /* owned */
    size_t size, capacity, at;
    NewlineMode newline;
    bool closed;
} MemoryFile;

enum { IO_BUFFER_SIZE = 8192 };

extern const TypeDef io_base_type_def, io_raw_base_type_def, io_buffered_base_type_def, io_text_base_type_def;
extern const TypeDef file_io_type_def, buffered_reader_type_def, buffered_writer_type_def, buffered_random_type_def;
extern const TypeDef text_file_type_def, bytes_io_type_def, string_io_type_def;

/* Is the value an instance of the type made from def, or derived from it? */
bool io_is(const Vm *vm, Value value, const TypeDef *def);
static inline bool io_is_binary(const Vm *vm, Value value)
{
    return io_is(vm, value, &buffered_reader_type_def) || io_is(vm, value, &buffered_writer_type_def) ||
           io_is(vm, value, &buffered_random_type_def) || io_is(vm, value, &file_io_type_def);
}
/* A type of module io by name, borrowed; NULL with an exception pending. */
Type *io_type(Vm *vm, const char *name);
COLD Value io_raise_unsupported(Vm *vm, const char *what);
COLD Value io_raise_closed(Vm *vm);

/* A size argument: None or negative is -1. */
MUST_CHECK MAY_RUN bool io_size_argument(Vm *vm, Value value, int64_t *size);

/* Binary files (io_file.c). */
MUST_CHECK Value binary_file_new(Vm *vm, Type *type, int descriptor, Value name);
MUST_CHECK bool binary_file_write(Vm *vm, BinaryFile *file, const void *bytes, size_t size);
MUST_CHECK bool binary_file_flush(Vm *vm, BinaryFile *file);
/* Closes, flushing first; false when either failed. */
MUST_CHECK bool binary_file_close(Vm *vm, BinaryFile *file);
/* One read: bytes read ahead, or what one system call gives.  -1: error, 0: end. */
int64_t binary_file_read_some(Vm *vm, BinaryFile *file, const uint8_t **bytes);
int64_t binary_file_seek(Vm *vm, BinaryFile *file, int64_t offset, int whence);
int64_t binary_file_tell(Vm *vm, BinaryFile *file);
MUST_CHECK bool binary_file_truncate(Vm *vm, BinaryFile *file, int64_t size);
bool binary_file_isatty(const BinaryFile *file);

/* Text files (io_text.c). */
typedef struct {
    Value buffer, encoding, errors, newline; /* borrowed; None for the defaults */
    Value mode;
    bool line_buffering, write_through;
} TextOptions;
MUST_CHECK Value text_file_new(Vm *vm, Type *type, const TextOptions *options);
MUST_CHECK MAY_RUN bool text_file_write(Vm *vm, TextFile *file, Value text);
MUST_CHECK MAY_RUN bool text_file_flush(Vm *vm, TextFile *file);
MUST_CHECK MAY_RUN Value text_file_readline(Vm *vm, TextFile *file, int64_t limit);
/* The mode for a newline argument; ValueError for an illegal one. */
MUST_CHECK bool newline_mode(Vm *vm, Value newline, NewlineMode *mode);
/* Bytes of the line at the start of text with its end, 0 when no end is there. */
size_t newline_find(NewlineMode mode, const char *text, size_t size);

#endif
