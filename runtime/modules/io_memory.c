/* Files in memory: BytesIO and StringIO.
 *
 * Both keep bytes; a StringIO's are UTF-8 and its position counts characters for
 * the program, bytes inside.  at never splits a character. */
#include <string.h>

#include "modules/io_types.h"
#include "object/unicode.h"

static bool memory_is_text(const Vm *vm, Value self)
{
    return io_is(vm, self, &string_io_type_def);
}

static MemoryFile *memory_open(Vm *vm, Value self)
{
    MemoryFile *file = value_object(self);
    if (!file->closed)
        return file;
    raise_value_error(vm, memory_is_text(vm, self) ? "I/O operation on closed file" : "I/O operation on closed file.");
    return NULL;
}

static Value memory_slice(Vm *vm, Value self, size_t start, size_t end)
{
    MemoryFile *file = value_object(self);
    const char *bytes = file->bytes == NULL ? "" : (const char *)file->bytes + start;
    return memory_is_text(vm, self) ? str_new(vm, bytes, end - start) : bytes_new(vm, bytes, end - start);
}

static bool memory_reserve(Vm *vm, MemoryFile *file, size_t size)
{
    if (size <= file->capacity)
        return true;
    size_t capacity = size_max(size, file->capacity + file->capacity / 2 + 64);
    uint8_t *bytes = vm_resize(vm, file->bytes, file->capacity, capacity);
    if (bytes == NULL)
        return false;
    file->bytes = bytes;
    file->capacity = capacity;
    return true;
}

/* Replaces bytes[at..at + removed) by size new ones and moves behind them; a gap
 * past the end is filled with zeros. */
static bool memory_put(Vm *vm, MemoryFile *file, const void *bytes, size_t size, size_t removed)
{
    size_t end = size_max(file->size, file->at);
    if (!memory_reserve(vm, file, end - removed + size))
        return false;
    if (file->at > file->size)
        memset(file->bytes + file->size, 0, file->at - file->size);
    size_t rest = end - file->at - removed;
    if (rest > 0 && removed != size)
        memmove(file->bytes + file->at + size, file->bytes + file->at + removed, rest);
    if (size > 0)
        memcpy(file->bytes + file->at, bytes, size);
    file->at += size;
    file->size = file->at + rest;
    return true;
}

/* Bytes from `at` that `count` characters take (all there are when fewer). */
static size_t memory_characters(const MemoryFile *file, int64_t count)
{
    if (file->bytes == NULL)
        return 0;
    const char *at = (const char *)file->bytes + file->at, *end = (const char *)file->bytes + file->size, *start = at;
    while (count-- > 0 && at < end)
        at += utf8_size_of_lead(*at);
    return (size_t)(at - start);
}

static size_t memory_left(const MemoryFile *file)
{
    return file->at < file->size ? file->size - file->at : 0;
}

/* Methods of both. ------------------------------------------------------------------ */

static Value memory_take(Vm *vm, Value self, size_t size)
{
    MemoryFile *file = value_object(self);
    if (size == 0)
        return memory_slice(vm, self, 0, 0);
    Value taken = memory_slice(vm, self, file->at, file->at + size);
    if (!value_is_error(taken))
        file->at += size;
    return taken;
}

static Value memory_m_read(Vm *vm, const Value *args)
{
    MemoryFile *file = memory_open(vm, args[0]);
    int64_t count;
    if (file == NULL || !io_size_argument(vm, args[1], &count))
        return VALUE_ERROR;
    size_t size = memory_left(file);
    if (count >= 0)
        size = memory_is_text(vm, args[0]) ? memory_characters(file, count) : size_min(size, (size_t)count);
    return memory_take(vm, args[0], size);
}

static Value memory_line(Vm *vm, Value self, int64_t limit)
{
    MemoryFile *file = value_object(self);
    size_t left = memory_left(file), size = 0;
    if (left > 0)
        size = newline_find(file->newline, (const char *)file->bytes + file->at, left);
    if (size == 0)
        size = left;
    if (limit >= 0 && size > 0)
        size = size_min(size, memory_is_text(vm, self) ? memory_characters(file, limit) : (size_t)limit);
    return memory_take(vm, self, size);
}

static Value memory_m_readline(Vm *vm, const Value *args)
{
    int64_t limit;
    if (memory_open(vm, args[0]) == NULL || !io_size_argument(vm, args[1], &limit))
        return VALUE_ERROR;
    return memory_line(vm, args[0], limit);
}

static Value memory_slot_next(Vm *vm, Value self)
{
    MemoryFile *file = memory_open(vm, self);
    if (file == NULL)
        return VALUE_ERROR;
    return memory_left(file) == 0 ? VALUE_DONE : memory_line(vm, self, -1);
}

static Value memory_m_getvalue(Vm *vm, const Value *args)
{
    MemoryFile *file = memory_open(vm, args[0]);
    return file == NULL ? VALUE_ERROR : memory_slice(vm, args[0], 0, file->size);
}

/* In characters for text. */
static Value memory_position(Vm *vm, Value self)
{
    MemoryFile *file = value_object(self);
    size_t at = file->at;
    if (memory_is_text(vm, self) && file->bytes != NULL)
        at = utf8_count((const char *)file->bytes, size_min(file->at, file->size)) + (file->at - size_min(file->at, file->size));
    return int_from_i64(vm, (int64_t)at);
}

static Value memory_m_tell(Vm *vm, const Value *args)
{
    return memory_open(vm, args[0]) == NULL ? VALUE_ERROR : memory_position(vm, args[0]);
}

static Value memory_m_truncate(Vm *vm, const Value *args)
{
    MemoryFile *file = memory_open(vm, args[0]);
    if (file == NULL)
        return VALUE_ERROR;
    if (value_is_none(args[1])) {
        file->size = size_min(file->size, file->at);
        return memory_position(vm, args[0]);
    }
    int64_t size;
    if (!value_to_i64(vm, args[1], &size))
        return VALUE_ERROR;
    bool text = memory_is_text(vm, args[0]);
    if (size < 0)
        return raise_value_error(vm, text ? "Negative size value %lld" : "negative size value %lld", (long long)size);
    size_t at = file->at;
    file->at = 0;
    size_t kept = text ? memory_characters(file, size) : size_min(file->size, (size_t)size);
    file->at = at;
    file->size = kept;
    return int_from_i64(vm, size);
}

static Value memory_m_close(Vm *vm, const Value *args)
{
    MemoryFile *file = value_object(args[0]);
    if (file->bytes != NULL)
        vm_free(vm, file->bytes, file->capacity);
    file->bytes = NULL;
    file->size = file->capacity = file->at = 0;
    file->closed = true;
    return VALUE_NONE;
}

static Value memory_m_true(Vm *vm, const Value *args)
{
    return memory_open(vm, args[0]) == NULL ? VALUE_ERROR : VALUE_TRUE;
}

static Value memory_m_isatty(Vm *vm, const Value *args)
{
    return memory_open(vm, args[0]) == NULL ? VALUE_ERROR : VALUE_FALSE;
}

static Value memory_m_flush(Vm *vm, const Value *args)
{
    return memory_open(vm, args[0]) == NULL ? VALUE_ERROR : VALUE_NONE;
}

static Value memory_get_closed(Vm *vm, Value self)
{
    (void)vm;
    return value_from_bool(VALUE_OBJECT(MemoryFile, self)->closed);
}

static void memory_slot_destroy(Vm *vm, Object *object)
{
    MemoryFile *file = (MemoryFile *)object;
    if (file->bytes != NULL)
        vm_free(vm, file->bytes, file->capacity);
    object_free(vm, object, 0);
}

static void memory_slot_traverse(Vm *vm, Object *object, void (*visit)(Vm *, Value, void *), void *context)
{
    (void)vm, (void)object, (void)visit, (void)context;
}

static void memory_slot_clear(Vm *vm, Object *object)
{
    (void)vm, (void)object;
}

/* BytesIO ------------------------------------------------------------------------------ */

static Value bytes_io_m_new(Vm *vm, const Value *args)
{
    BytesView view = {(const uint8_t *)"", 0};
    if (!value_is_none(args[1]) && !bytes_view(vm, args[1], &view))
        return VALUE_ERROR;
    MemoryFile *file = object_new(vm, value_to_type(args[0]), 0);
    if (file == NULL)
        return VALUE_ERROR;
    file->newline = NEWLINE_LF;
    if (!memory_put(vm, file, view.bytes, view.size, 0)) {
        value_drop(vm, value_from_object(file));
        return VALUE_ERROR;
    }
    file->at = 0;
    return value_from_object(file);
}

static Value bytes_io_m_write(Vm *vm, const Value *args)
{
    MemoryFile *file = memory_open(vm, args[0]);
    BytesView view;
    if (file == NULL || !bytes_view(vm, args[1], &view))
        return VALUE_ERROR;
    if (view.size > 0 && !memory_put(vm, file, view.bytes, view.size, size_min(view.size, memory_left(file))))
        return VALUE_ERROR;
    return int_from_i64(vm, (int64_t)view.size);
}

static Value bytes_io_m_seek(Vm *vm, const Value *args)
{
    MemoryFile *file = memory_open(vm, args[0]);
    int64_t offset, whence;
    if (file == NULL || !value_to_i64(vm, args[1], &offset) || !value_to_i64(vm, args[2], &whence))
        return VALUE_ERROR;
    if (whence < 0 || whence > 2)
        return raise_value_error(vm, "invalid whence (%lld, should be 0, 1 or 2)", (long long)whence);
    if (whence == 0 && offset < 0)
        return raise_value_error(vm, "negative seek value %lld", (long long)offset);
    int64_t base = whence == 0 ? 0 : whence == 1 ? (int64_t)file->at : (int64_t)file->size;
    file->at = base + offset < 0 ? 0 : (size_t)(base + offset);
    return int_from_i64(vm, (int64_t)file->at);
}

static Value bytes_io_m_readinto(Vm *vm, const Value *args)
{
    MemoryFile *file = memory_open(vm, args[0]);
    if (file == NULL)
        return VALUE_ERROR;
    if (!value_has_shape(args[1], TYPE_BYTEARRAY))
        return raise_type_error(vm, "readinto() argument must be read-write bytes-like object, not %T", args[1]);
    ByteArray *target = value_object(args[1]);
    size_t size = size_min(memory_left(file), target->size);
    if (size > 0)
        memcpy(target->bytes, file->bytes + file->at, size);
    file->at += size;
    return int_from_i64(vm, (int64_t)size);
}

#define MEMORY_METHODS                                                                                                  \
    FN(memory_m_read, "read(self, size=-1, /)", "Read and return up to size bytes or characters."),                       \
    FN(memory_m_readline, "readline(self, size=-1, /)", "Read and return a line."),                                       \
    FN(memory_m_getvalue, "getvalue(self, /)", "Return everything in the file."),                                         \
    FN(memory_m_tell, "tell(self, /)", "Return the position."),                                                           \
    FN(memory_m_truncate, "truncate(self, pos=None, /)", "Cut the file off at a position."),                              \
    FN(memory_m_close, "close(self, /)", "Close the file and forget what it held."),                                      \
    FN(memory_m_flush, "flush(self, /)", "Do nothing."), FN(memory_m_isatty, "isatty(self, /)", "Return False."),          \
    FN(memory_m_true, "readable(self, /)", "Return True."), FN(memory_m_true, "writable(self, /)", "Return True."),        \
    FN(memory_m_true, "seekable(self, /)", "Return True.")

#define MEMORY_SLOTS                                                                                                   \
    {.destroy = memory_slot_destroy, .traverse = memory_slot_traverse, .clear = memory_slot_clear, .next = memory_slot_next}

static const NativeDef bytes_io_methods[] = {
    FN(bytes_io_m_new, "__new__(cls, initial_bytes=None)", "A binary file in memory."),
    FN(bytes_io_m_write, "write(self, b, /)", "Write bytes and return how many."),
    FN(bytes_io_m_seek, "seek(self, pos, whence=0, /)", "Change the position and return it."),
    FN(bytes_io_m_readinto, "readinto(self, buffer, /)", "Read bytes into a buffer and return how many."),
    FN(memory_m_read, "read1(self, size=-1, /)", "Read and return up to size bytes."), 
    FN(memory_m_getvalue, "getbuffer(self, /)", "Return a copy of everything in the file."), MEMORY_METHODS, {0}};

static const GetSetDef memory_getsets[] = {{"closed", memory_get_closed, NULL, NULL}, {0}};

const TypeDef bytes_io_type_def = {.name = "BytesIO",
                                   .module = "_io",
                                   .flags = TYPE_FLAG_BASE | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
                                   .size = sizeof(MemoryFile),
                                   .slots = MEMORY_SLOTS,
                                   .methods = bytes_io_methods,
                                   .getsets = memory_getsets};

/* StringIO ------------------------------------------------------------------------------- */

/* Newlines as the mode keeps them; shared when none changes. */
static Value string_io_text(Vm *vm, const MemoryFile *file, Value text)
{
    const Str *str = value_to_str(text);
    const char *wanted = file->newline == NEWLINE_CR ? "\r" : file->newline == NEWLINE_CRLF ? "\r\n" : "\n";
    bool reading = file->newline == NEWLINE_UNIVERSAL && memchr(str->bytes, '\r', str->size) != NULL;
    bool writing = wanted[0] == '\r' && memchr(str->bytes, '\n', str->size) != NULL;
    if (!reading && !writing)
        return value_share(text);
    StrBuilder builder = {0};
    for (size_t i = 0; i < str->size; i++) {
        char c = str->bytes[i];
        if (c == '\r' && reading) {
            builder_add(vm, &builder, "\n", 1);
            if (i + 1 < str->size && str->bytes[i + 1] == '\n')
                i++;
        } else if (c == '\n') {
            builder_add_c(vm, &builder, wanted);
        } else {
            builder_add(vm, &builder, &c, 1);
        }
    }
    return builder_finish(vm, &builder);
}

static bool string_io_put(Vm *vm, MemoryFile *file, Value given)
{
    Value text = string_io_text(vm, file, given);
    if (value_is_error(text))
        return false;
    const Str *str = value_to_str(text);
    size_t removed = memory_left(file) > 0 ? memory_characters(file, (int64_t)str->length) : 0;
    bool done = str->size == 0 || memory_put(vm, file, str->bytes, str->size, removed);
    value_drop(vm, text);
    return done;
}

static Value string_io_m_new(Vm *vm, const Value *args)
{
    NewlineMode mode;
    if (!value_is_none(args[1]) && !value_is_str(vm, args[1]))
        return raise_type_error(vm, "initial_value must be str or None, not %T", args[1]);
    if (!newline_mode(vm, args[2], &mode))
        return VALUE_ERROR;
    MemoryFile *file = object_new(vm, value_to_type(args[0]), 0);
    if (file == NULL)
        return VALUE_ERROR;
    file->newline = mode;
    if (!value_is_none(args[1]) && !string_io_put(vm, file, args[1])) {
        value_drop(vm, value_from_object(file));
        return VALUE_ERROR;
    }
    file->at = 0;
    return value_from_object(file);
}

static Value string_io_m_write(Vm *vm, const Value *args)
{
    MemoryFile *file = memory_open(vm, args[0]);
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "string argument expected, got '%T'", args[1]);
    if (file == NULL || !string_io_put(vm, file, args[1]))
        return VALUE_ERROR;
    return int_from_i64(vm, (int64_t)value_to_str(args[1])->length);
}

static Value string_io_m_seek(Vm *vm, const Value *args)
{
    MemoryFile *file = memory_open(vm, args[0]);
    int64_t offset, whence;
    if (file == NULL || !value_to_i64(vm, args[1], &offset) || !value_to_i64(vm, args[2], &whence))
        return VALUE_ERROR;
    if (whence < 0 || whence > 2)
        return raise_value_error(vm, "Invalid whence (%lld, should be 0, 1 or 2)", (long long)whence);
    if (whence == 0 && offset < 0)
        return raise_value_error(vm, "Negative seek position %lld", (long long)offset);
    if (whence != 0 && offset != 0)
        return raise_error(vm, TYPE_OS_ERROR, "Can't do nonzero cur-relative seeks");
    if (whence == 2)
        file->at = file->size;
    if (whence == 0) {
        file->at = 0;
        int64_t length = file->bytes == NULL ? 0 : (int64_t)utf8_count((const char *)file->bytes, file->size);
        file->at = offset <= length ? memory_characters(file, offset) : file->size + (size_t)(offset - length);
    }
    return memory_position(vm, args[0]);
}

static Value string_io_get_none(Vm *vm, Value self)
{
    (void)vm, (void)self;
    return VALUE_NONE;
}

static Value string_io_get_line_buffering(Vm *vm, Value self)
{
    (void)vm, (void)self;
    return VALUE_FALSE;
}

static const NativeDef string_io_methods[] = {
    FN(string_io_m_new, "__new__(cls, initial_value='', newline='\\n')", "A text file in memory."),
    FN(string_io_m_write, "write(self, s, /)", "Write text and return how many characters it has."),
    FN(string_io_m_seek, "seek(self, pos, whence=0, /)", "Change the position and return it."), MEMORY_METHODS, {0}};

static const GetSetDef string_io_getsets[] = {{"closed", memory_get_closed, NULL, NULL},
                                              {"encoding", string_io_get_none, NULL, NULL},
                                              {"errors", string_io_get_none, NULL, NULL},
                                              {"newlines", string_io_get_none, NULL, NULL},
                                              {"line_buffering", string_io_get_line_buffering, NULL, NULL},
                                              {0}};

const TypeDef string_io_type_def = {.name = "StringIO",
                                    .module = "_io",
                                    .flags = TYPE_FLAG_BASE | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
                                    .size = sizeof(MemoryFile),
                                    .slots = MEMORY_SLOTS,
                                    .methods = string_io_methods,
                                    .getsets = string_io_getsets};
