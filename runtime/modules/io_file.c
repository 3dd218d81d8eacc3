/* Binary files: FileIO, BufferedReader, BufferedWriter, BufferedRandom. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "modules/io_types.h"
#include "vm/machine.h"

Value binary_file_new(Vm *vm, Type *type, int descriptor, Value name)
{
    BinaryFile *file = object_new(vm, type, 0);
    if (file == NULL)
        return VALUE_ERROR;
    file->descriptor = descriptor;
    file->close_descriptor = true;
    file->name = value_share(name);
    return value_from_object(file);
}

/* System calls. ------------------------------------------------------------------- */

/* After a failed call: true when it was interrupted and should be tried again. */
static bool file_interrupted(Vm *vm)
{
    int code = errno;
    if (code != EINTR) {
        raise_os_error(vm, code, VALUE_ABSENT);
        return false;
    }
    return vm->interrupt == 0 || machine_poll(vm);
}

static int64_t file_system_read(Vm *vm, BinaryFile *file, void *bytes, size_t size)
{
    for (;;) {
        ssize_t count = read(file->descriptor, bytes, size);
        if (count >= 0 || !file_interrupted(vm))
            return count;
    }
}

static bool file_system_write(Vm *vm, BinaryFile *file, const uint8_t *bytes, size_t size)
{
    while (size > 0) {
        ssize_t count = write(file->descriptor, bytes, size);
        if (count < 0 && !file_interrupted(vm))
            return false;
        if (count > 0) {
            bytes += count;
            size -= (size_t)count;
        }
    }
    return true;
}

static bool file_need_buffer(Vm *vm, BinaryFile *file)
{
    if (file->buffer == NULL)
        file->buffer = vm_alloc(vm, IO_BUFFER_SIZE);
    return file->buffer != NULL;
}

/* What could not be written is dropped, so that closing does not fail twice. */
bool binary_file_flush(Vm *vm, BinaryFile *file)
{
    size_t pending = file->pending;
    file->pending = 0;
    return pending == 0 || file_system_write(vm, file, file->buffer, pending);
}

/* Gives up what was read ahead: the descriptor goes back to the position that the
 * program sees. */
static bool file_drop_read_ahead(Vm *vm, BinaryFile *file)
{
    off_t ahead = (off_t)(file->read_end - file->read_at);
    file->read_at = file->read_end = 0;
    if (ahead == 0 || lseek(file->descriptor, -ahead, SEEK_CUR) >= 0)
        return true;
    raise_os_error(vm, errno, VALUE_ABSENT);
    return false;
}

bool binary_file_write(Vm *vm, BinaryFile *file, const void *bytes, size_t size)
{
    if (!file_drop_read_ahead(vm, file))
        return false;
    if (!file->buffered)
        return file_system_write(vm, file, bytes, size);
    if (file->pending + size > IO_BUFFER_SIZE && !binary_file_flush(vm, file))
        return false;
    if (size > IO_BUFFER_SIZE)
        return file_system_write(vm, file, bytes, size);
    if (!file_need_buffer(vm, file))
        return false;
    memcpy(file->buffer + file->pending, bytes, size);
    file->pending += size;
    return true;
}

int64_t binary_file_read_some(Vm *vm, BinaryFile *file, const uint8_t **bytes)
{
    if (!binary_file_flush(vm, file) || !file_need_buffer(vm, file))
        return -1;
    size_t ahead = file->read_end - file->read_at;
    *bytes = file->buffer + file->read_at;
    file->read_at = file->read_end = 0;
    if (ahead > 0)
        return (int64_t)ahead;
    *bytes = file->buffer;
    return file_system_read(vm, file, file->buffer, IO_BUFFER_SIZE);
}

int64_t binary_file_tell(Vm *vm, BinaryFile *file)
{
    off_t place = lseek(file->descriptor, 0, SEEK_CUR);
    if (place < 0) {
        raise_os_error(vm, errno, VALUE_ABSENT);
        return -1;
    }
    return place - (off_t)(file->read_end - file->read_at) + (off_t)file->pending;
}

int64_t binary_file_seek(Vm *vm, BinaryFile *file, int64_t offset, int whence)
{
    if (!binary_file_flush(vm, file))
        return -1;
    if (whence == SEEK_CUR)
        offset -= (int64_t)(file->read_end - file->read_at);
    off_t place = lseek(file->descriptor, offset, whence);
    if (place < 0) {
        raise_os_error(vm, errno, VALUE_ABSENT);
        return -1;
    }
    file->read_at = file->read_end = 0;
    return place;
}

bool binary_file_truncate(Vm *vm, BinaryFile *file, int64_t size)
{
    if (!binary_file_flush(vm, file))
        return false;
    if (ftruncate(file->descriptor, size) == 0)
        return true;
    raise_os_error(vm, errno, VALUE_ABSENT);
    return false;
}

bool binary_file_isatty(const BinaryFile *file)
{
    return isatty(file->descriptor) == 1;
}

bool binary_file_close(Vm *vm, BinaryFile *file)
{
    if (file->descriptor < 0)
        return true;
    bool done = binary_file_flush(vm, file);
    int descriptor = file->descriptor;
    file->descriptor = -1;
    file->read_at = file->read_end = 0;
    if (file->close_descriptor && close(descriptor) != 0 && done) {
        raise_os_error(vm, errno, VALUE_ABSENT);
        done = false;
    }
    return done;
}

static void file_slot_destroy(Vm *vm, Object *object)
{
    BinaryFile *file = (BinaryFile *)object;
    Value pending = error_take(vm);
    if (!binary_file_close(vm, file))
        error_clear(vm); /* nobody is left to be told */
    vm->pending = pending;
    if (file->buffer != NULL)
        vm_free(vm, file->buffer, IO_BUFFER_SIZE);
    value_drop(vm, file->name);
    object_free(vm, object, 0);
}

static void file_slot_traverse(Vm *vm, Object *object, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((BinaryFile *)object)->name, context);
}

static void file_slot_clear(Vm *vm, Object *object)
{
    value_replace_take(vm, &((BinaryFile *)object)->name, VALUE_NONE);
}

/* Methods. ------------------------------------------------------------------------- */

/* The file when it is open, else NULL: "read of closed file". */
static BinaryFile *file_open(Vm *vm, Value self, const char *what)
{
    BinaryFile *file = value_object(self);
    if (file->descriptor >= 0)
        return file;
    if (what == NULL || !file->buffered)
        raise_value_error(vm, "I/O operation on closed file");
    else
        raise_value_error(vm, "%s of closed file", what);
    return NULL;
}

static BinaryFile *file_readable(Vm *vm, Value self, const char *what)
{
    BinaryFile *file = value_object(self);
    if (file->readable)
        return file_open(vm, self, what);
    io_raise_unsupported(vm, file->buffered ? "read" : "File not open for reading");
    return NULL;
}

static Value file_read_all(Vm *vm, BinaryFile *file)
{
    StrBuilder builder = {0};
    const uint8_t *bytes;
    int64_t count;
    while ((count = binary_file_read_some(vm, file, &bytes)) > 0)
        builder_add(vm, &builder, (const char *)bytes, (size_t)count);
    Value result = count < 0 || builder.failed ? VALUE_ERROR : bytes_new(vm, builder.bytes, builder.size);
    builder_discard(vm, &builder);
    return result;
}

/* Up to size bytes; once only when `single`, else until the end of the file. */
static Value file_read_count(Vm *vm, BinaryFile *file, size_t size, bool single)
{
    StrBuilder builder = {0};
    int64_t count = 1;
    while (builder.size < size && count > 0 && !(single && builder.size > 0)) {
        const uint8_t *bytes;
        count = binary_file_read_some(vm, file, &bytes);
        if (count <= 0)
            break;
        size_t used = size_min((size_t)count, size - builder.size);
        builder_add(vm, &builder, (const char *)bytes, used);
        file->read_at = (size_t)(bytes - file->buffer) + used;
        file->read_end = (size_t)(bytes - file->buffer) + (size_t)count;
    }
    Value result = count < 0 || builder.failed ? VALUE_ERROR : bytes_new(vm, builder.bytes, builder.size);
    builder_discard(vm, &builder);
    return result;
}

/* Without a buffer the descriptor must stand behind what was returned. */
static Value file_finish_read(Vm *vm, BinaryFile *file, Value result)
{
    if (file->buffered || value_is_error(result) || file_drop_read_ahead(vm, file))
        return result;
    value_drop(vm, result);
    return VALUE_ERROR;
}

static Value file_m_read(Vm *vm, const Value *args)
{
    BinaryFile *file = file_readable(vm, args[0], "read");
    int64_t size;
    if (file == NULL || !io_size_argument(vm, args[1], &size))
        return VALUE_ERROR;
    Value result = size < 0 ? file_read_all(vm, file) : file_read_count(vm, file, (size_t)size, !file->buffered);
    return file_finish_read(vm, file, result);
}

static Value file_m_read1(Vm *vm, const Value *args)
{
    BinaryFile *file = file_readable(vm, args[0], "read");
    int64_t size;
    if (file == NULL || !io_size_argument(vm, args[1], &size))
        return VALUE_ERROR;
    return file_finish_read(vm, file, file_read_count(vm, file, size < 0 ? IO_BUFFER_SIZE : (size_t)size, true));
}

static Value file_m_peek(Vm *vm, const Value *args)
{
    BinaryFile *file = file_readable(vm, args[0], "peek");
    if (file == NULL)
        return VALUE_ERROR;
    const uint8_t *bytes;
    int64_t count = binary_file_read_some(vm, file, &bytes);
    if (count < 0)
        return VALUE_ERROR;
    file->read_at = (size_t)(bytes - file->buffer);
    file->read_end = file->read_at + (size_t)count;
    return bytes_new(vm, bytes, (size_t)count);
}

static Value file_m_readinto(Vm *vm, const Value *args)
{
    BinaryFile *file = file_readable(vm, args[0], "readinto");
    if (file == NULL)
        return VALUE_ERROR;
    if (!value_has_shape(args[1], TYPE_BYTEARRAY))
        return raise_type_error(vm, "readinto() argument must be read-write bytes-like object, not %T", args[1]);
    ByteArray *target = value_object(args[1]);
    Value read_bytes = file_finish_read(vm, file, file_read_count(vm, file, target->size, !file->buffered));
    if (value_is_error(read_bytes))
        return VALUE_ERROR;
    const Bytes *source = value_object(read_bytes);
    size_t size = size_min(source->size, target->size);
    memcpy(target->bytes, source->bytes, size);
    value_drop(vm, read_bytes);
    return value_from_int((int64_t)size);
}

/* A line of at most limit bytes (-1: any length). */
static Value file_read_line(Vm *vm, BinaryFile *file, int64_t limit)
{
    StrBuilder builder = {0};
    bool ended = false;
    int64_t count = 0;
    while (!ended && (limit < 0 || (int64_t)builder.size < limit)) {
        const uint8_t *bytes;
        count = binary_file_read_some(vm, file, &bytes);
        if (count <= 0)
            break;
        size_t size = (size_t)count;
        if (limit >= 0)
            size = size_min(size, (size_t)limit - builder.size);
        const uint8_t *end = memchr(bytes, '\n', size);
        if (end != NULL)
            size = (size_t)(end - bytes) + 1;
        ended = end != NULL;
        builder_add(vm, &builder, (const char *)bytes, size);
        file->read_at = (size_t)(bytes - file->buffer) + size;
        file->read_end = (size_t)(bytes - file->buffer) + (size_t)count;
    }
    Value line = count < 0 || builder.failed ? VALUE_ERROR : bytes_new(vm, builder.bytes, builder.size);
    builder_discard(vm, &builder);
    return line;
}

static Value file_m_readline(Vm *vm, const Value *args)
{
    BinaryFile *file = file_readable(vm, args[0], "readline");
    int64_t limit;
    if (file == NULL || !io_size_argument(vm, args[1], &limit))
        return VALUE_ERROR;
    return file_finish_read(vm, file, file_read_line(vm, file, limit));
}

static Value file_slot_next(Vm *vm, Value self)
{
    BinaryFile *file = file_readable(vm, self, "readline");
    if (file == NULL)
        return VALUE_ERROR;
    Value line = file_finish_read(vm, file, file_read_line(vm, file, -1));
    if (value_is_error(line) || ((Bytes *)value_object(line))->size > 0)
        return line;
    value_drop(vm, line);
    return VALUE_DONE;
}

static Value file_m_write(Vm *vm, const Value *args)
{
    BinaryFile *file = value_object(args[0]);
    if (!file->writable)
        return io_raise_unsupported(vm, file->buffered ? "write" : "File not open for writing");
    BytesView view;
    if (file->descriptor < 0)
        return raise_value_error(vm, file->buffered ? "write to closed file" : "I/O operation on closed file");
    if (!bytes_view(vm, args[1], &view) || !binary_file_write(vm, file, view.bytes, view.size))
        return VALUE_ERROR;
    return value_from_int((int64_t)view.size);
}

static Value file_m_flush(Vm *vm, const Value *args)
{
    BinaryFile *file = value_object(args[0]);
    if (!file->writable && file->descriptor < 0)
        return io_raise_closed(vm);
    file = file_open(vm, args[0], "flush");
    return file != NULL && binary_file_flush(vm, file) ? VALUE_NONE : VALUE_ERROR;
}

static Value file_m_close(Vm *vm, const Value *args)
{
    return binary_file_close(vm, value_object(args[0])) ? VALUE_NONE : VALUE_ERROR;
}

static Value file_m_seek(Vm *vm, const Value *args)
{
    BinaryFile *file = file_open(vm, args[0], "seek");
    int64_t offset, whence;
    if (file == NULL || !value_to_i64(vm, args[1], &offset) || !value_to_i64(vm, args[2], &whence))
        return VALUE_ERROR;
    if (whence < 0 || whence > 2)
        return raise_value_error(vm, "whence value %lld unsupported", (long long)whence);
    int64_t place = binary_file_seek(vm, file, offset, (int)whence);
    return place < 0 ? VALUE_ERROR : int_from_i64(vm, place);
}

static Value file_m_tell(Vm *vm, const Value *args)
{
    BinaryFile *file = file_open(vm, args[0], NULL);
    int64_t place = file == NULL ? -1 : binary_file_tell(vm, file);
    return place < 0 ? VALUE_ERROR : int_from_i64(vm, place);
}

static Value file_m_truncate(Vm *vm, const Value *args)
{
    BinaryFile *file = file_open(vm, args[0], "truncate");
    if (file == NULL)
        return VALUE_ERROR;
    if (!file->writable)
        return io_raise_unsupported(vm, file->buffered ? "truncate" : "File not open for writing");
    int64_t size;
    if (value_is_none(args[1]))
        size = binary_file_tell(vm, file);
    else if (!value_to_i64(vm, args[1], &size))
        return VALUE_ERROR;
    if (size < 0 && error_pending(vm))
        return VALUE_ERROR;
    return binary_file_truncate(vm, file, size) ? int_from_i64(vm, size) : VALUE_ERROR;
}

static Value file_m_fileno(Vm *vm, const Value *args)
{
    BinaryFile *file = file_open(vm, args[0], NULL);
    return file == NULL ? VALUE_ERROR : value_from_int(file->descriptor);
}

static Value file_m_isatty(Vm *vm, const Value *args)
{
    BinaryFile *file = file_open(vm, args[0], NULL);
    return file == NULL ? VALUE_ERROR : value_from_bool(binary_file_isatty(file));
}

static Value file_m_readable(Vm *vm, const Value *args)
{
    const BinaryFile *file = value_object(args[0]);
    if (!file->readable)
        return VALUE_FALSE;
    return file_open(vm, args[0], NULL) == NULL ? VALUE_ERROR : VALUE_TRUE;
}

static Value file_m_writable(Vm *vm, const Value *args)
{
    const BinaryFile *file = value_object(args[0]);
    if (!file->writable)
        return VALUE_FALSE;
    return file_open(vm, args[0], NULL) == NULL ? VALUE_ERROR : VALUE_TRUE;
}

static Value file_m_seekable(Vm *vm, const Value *args)
{
    const BinaryFile *file = file_open(vm, args[0], NULL);
    return file == NULL ? VALUE_ERROR : value_from_bool(lseek(file->descriptor, 0, SEEK_CUR) >= 0);
}

static const char *file_mode(const BinaryFile *file)
{
    if (file->created)
        return file->readable ? "xb+" : "xb";
    if (file->appending)
        return file->readable ? "ab+" : "ab";
    if (file->readable)
        return file->writable ? "rb+" : "rb";
    return "wb";
}

static Value file_get_mode(Vm *vm, Value self)
{
    return str_from_c(vm, file_mode(value_object(self)));
}

static Value file_get_name(Vm *vm, Value self)
{
    (void)vm;
    return value_share(VALUE_OBJECT(BinaryFile, self)->name);
}

static Value file_get_closed(Vm *vm, Value self)
{
    (void)vm;
    return value_from_bool(VALUE_OBJECT(BinaryFile, self)->descriptor < 0);
}

static Value file_get_raw(Vm *vm, Value self)
{
    (void)vm;
    return value_share(self); /* the buffer and what lies below it are one object */
}

static Value file_slot_repr(Vm *vm, Value self)
{
    const BinaryFile *file = value_object(self);
    if (file->buffered)
        return format_text(vm, "<_io.%T name=%R>", self, file->name);
    if (file->descriptor < 0)
        return format_text(vm, "<_io.FileIO [closed]>");
    return format_text(vm, "<_io.FileIO name=%R mode='%s' closefd=%s>", file->name, file_mode(file),
                       file->close_descriptor ? "True" : "False");
}

/* io.FileIO(name, mode): what open() makes without a buffer. */
static Value file_m_new(Vm *vm, const Value *args)
{
    Value open_args[8] = {args[1], VALUE_ABSENT, value_from_int(0), VALUE_NONE, VALUE_NONE, VALUE_NONE, args[3], args[4]};
    if (!value_is_str(vm, args[2]))
        return raise_type_error(vm, "FileIO() argument 'mode' must be str, not %T", args[2]);
    open_args[1] = strchr(value_to_str(args[2])->bytes, 'b') != NULL ? value_share(args[2]) : format_text(vm, "%Vb", args[2]);
    if (value_is_error(open_args[1]))
        return VALUE_ERROR;
    Value file = io_open(vm, open_args);
    value_drop(vm, open_args[1]);
    return file;
}

/* io.BufferedReader(raw) and its like share the descriptor of a FileIO. */
static Value file_m_wrap(Vm *vm, const Value *args)
{
    if (!io_is_binary(vm, args[1]))
        return raise_not_supported(vm, "buffering of raw streams that are not FileIO");
    BinaryFile *raw = file_open(vm, args[1], NULL);
    if (raw == NULL)
        return VALUE_ERROR;
    Value result = binary_file_new(vm, value_to_type(args[0]), raw->descriptor, raw->name);
    if (value_is_error(result))
        return VALUE_ERROR;
    BinaryFile *file = value_object(result);
    file->buffered = true;
    file->readable = raw->readable;
    file->writable = raw->writable;
    file->close_descriptor = raw->close_descriptor;
    raw->close_descriptor = false; /* the wrapper closes it now */
    return result;
}

#define FILE_METHODS                                                                                                    \
    FN(file_m_read, "read(self, size=-1, /)", "Read and return up to size bytes."),                                       \
    FN(file_m_read1, "read1(self, size=-1, /)", "Read and return up to size bytes with at most one system call."),        \
    FN(file_m_readinto, "readinto(self, buffer, /)", "Read bytes into a buffer and return how many."),                    \
    FN(file_m_readline, "readline(self, size=-1, /)", "Read and return a line."),                                         \
    FN(file_m_write, "write(self, buffer, /)", "Write bytes and return how many."),                                       \
    FN(file_m_flush, "flush(self, /)", "Write what is buffered."),                                                        \
    FN(file_m_close, "close(self, /)", "Flush and close the file."),                                                      \
    FN(file_m_seek, "seek(self, target, whence=0, /)", "Change the position and return it."),                             \
    FN(file_m_tell, "tell(self, /)", "Return the position."),                                                             \
    FN(file_m_truncate, "truncate(self, pos=None, /)", "Cut the file off at a position."),                                \
    FN(file_m_fileno, "fileno(self, /)", "Return the descriptor."),                                                       \
    FN(file_m_isatty, "isatty(self, /)", "Return whether the file is a terminal."),                                       \
    FN(file_m_readable, "readable(self, /)", "Return whether the file can be read."),                                     \
    FN(file_m_writable, "writable(self, /)", "Return whether the file can be written."),                                  \
    FN(file_m_seekable, "seekable(self, /)", "Return whether the position can be changed.")

static const NativeDef file_methods[] = {
    FN(file_m_new, "__new__(cls, file, mode='r', closefd=True, opener=None)", "Open a file without a buffer."), FILE_METHODS,
    {0}};
static const NativeDef buffered_methods[] = {
    FN(file_m_wrap, "__new__(cls, raw, buffer_size=8192)", "Buffer a raw stream."),
    FN(file_m_peek, "peek(self, size=0, /)", "Return bytes read ahead without moving."), FILE_METHODS, {0}};

static const GetSetDef file_getsets[] = {{"mode", file_get_mode, NULL, NULL},
                                         {"name", file_get_name, NULL, NULL},
                                         {"closed", file_get_closed, NULL, NULL},
                                         {"raw", file_get_raw, NULL, NULL},
                                         {0}};

#define FILE_TYPE(type_name_, methods_)                                                                                \
    {.name = type_name_, .module = "_io", .flags = TYPE_FLAG_BASE | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK, \
     .size = sizeof(BinaryFile),                                                                                       \
     .slots = {.destroy = file_slot_destroy, .traverse = file_slot_traverse, .clear = file_slot_clear,                  \
               .repr = file_slot_repr, .next = file_slot_next},                                                          \
     .methods = methods_, .getsets = file_getsets}

const TypeDef file_io_type_def = FILE_TYPE("FileIO", file_methods);
const TypeDef buffered_reader_type_def = FILE_TYPE("BufferedReader", buffered_methods);
const TypeDef buffered_writer_type_def = FILE_TYPE("BufferedWriter", buffered_methods);
const TypeDef buffered_random_type_def = FILE_TYPE("BufferedRandom", buffered_methods);
