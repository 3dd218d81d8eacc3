/* Text files: TextIOWrapper.
 *
 * Reading decodes a chunk at a time into `text`; newlines are translated when text
 * is taken from there, so that tell() can count bytes.  UTF-8 is decoded as it
 * comes; files of other encodings are read whole.  Writing encodes at once into the
 * binary file's buffer. */
#include <string.h>

#include "modules/io_types.h"
#include "object/unicode.h"

/* Newlines. ------------------------------------------------------------------------ */

bool newline_mode(Vm *vm, Value newline, NewlineMode *mode)
{
    static const char *const forms[] = {[NEWLINE_KEEP] = "", [NEWLINE_LF] = "\n", [NEWLINE_CR] = "\r", [NEWLINE_CRLF] = "\r\n"};
    *mode = NEWLINE_UNIVERSAL;
    if (value_is_none(newline))
        return true;
    if (!value_is_str(vm, newline))
        return raise_false(vm, TYPE_TYPE_ERROR, "newline must be str or None, not %T", newline);
    for (NewlineMode i = NEWLINE_KEEP; i <= NEWLINE_CRLF; i++)
        if (str_equals_c(newline, forms[i])) {
            *mode = i;
            return true;
        }
    return raise_false(vm, TYPE_VALUE_ERROR, "illegal newline value: %V", newline);
}

size_t newline_find(NewlineMode mode, const char *text, size_t size)
{
    const char *lf = memchr(text, '\n', size);
    if (mode == NEWLINE_LF)
        return lf == NULL ? 0 : (size_t)(lf - text) + 1;
    bool any = mode == NEWLINE_KEEP || mode == NEWLINE_UNIVERSAL;
    size_t limit = any && lf != NULL ? (size_t)(lf - text) : size; /* looking farther would cost the square */
    for (const char *cr = text; (cr = memchr(cr, '\r', limit - (size_t)(cr - text))) != NULL; cr++) {
        bool pair = (size_t)(cr - text) + 1 < size && cr[1] == '\n';
        if (mode == NEWLINE_CRLF && !pair)
            continue;
        return (size_t)(cr - text) + (pair && mode != NEWLINE_CR ? 2 : 1);
    }
    return any && lf != NULL ? (size_t)(lf - text) + 1 : 0;
}

/* Text with \n for \r and \r\n. */
static Value newline_translate(Vm *vm, const char *text, size_t size)
{
    StrBuilder builder = {0};
    for (size_t i = 0; i < size; i++) {
        bool pair = text[i] == '\r' && i + 1 < size && text[i + 1] == '\n';
        builder_add(vm, &builder, text[i] == '\r' ? "\n" : text + i, 1);
        i += pair;
    }
    return builder_finish(vm, &builder);
}

/* Making. ---------------------------------------------------------------------------- */

static bool encoding_is_utf8(Value encoding)
{
    char plain[16];
    const Str *str = value_to_str(encoding);
    size_t size = 0;
    for (size_t i = 0; i < str->size && size < sizeof plain - 1; i++)
        if (str->bytes[i] != '-' && str->bytes[i] != '_')
            plain[size++] = (char)(str->bytes[i] | 32);
    plain[size] = 0;
    return strcmp(plain, "utf8") == 0;
}

/* An encoding nobody knows is refused when the file is opened, not at first use. */
static bool encoding_known(Vm *vm, Value encoding)
{
    Value encoded = codec_encode(vm, vm->latin1['a'], value_to_str(encoding)->bytes, NULL);
    value_drop(vm, encoded);
    return !value_is_error(encoded);
}

Value text_file_new(Vm *vm, Type *type, const TextOptions *options)
{
    NewlineMode mode;
    if (!newline_mode(vm, options->newline, &mode))
        return VALUE_ERROR;
    Value encoding = value_is_none(options->encoding) || str_equals_c(options->encoding, "locale")
                         ? str_from_c(vm, "UTF-8")
                         : value_share(options->encoding);
    Value errors = value_is_none(options->errors) ? value_share(NAME_OF(vm, strict)) : value_share(options->errors);
    TextFile *file = NULL;
    if (!value_is_error(encoding) && encoding_known(vm, encoding))
        file = object_new(vm, type, 0);
    if (file == NULL) {
        value_drop(vm, encoding);
        value_drop(vm, errors);
        return VALUE_ERROR;
    }
    file->buffer = value_share(options->buffer);
    file->binary = io_is_binary(vm, file->buffer) ? value_object(file->buffer) : NULL;
    file->encoding = encoding;
    file->errors = errors;
    file->mode = value_share(options->mode);
    file->newline = mode;
    file->line_buffering = options->line_buffering;
    file->write_through = options->write_through;
    file->utf8 = encoding_is_utf8(encoding);
    return value_from_object(file);
}

/* Calls a method of the object below. */
static Value text_call(Vm *vm, TextFile *file, const char *method, const Value *args, int count)
{
    Value name = str_intern_c(vm, method);
    if (value_is_error(name))
        return VALUE_ERROR;
    Value result = call_method(vm, file->buffer, name, args, count);
    value_drop(vm, name);
    return result;
}

static bool text_call_only(Vm *vm, TextFile *file, const char *method, const Value *args, int count)
{
    Value result = text_call(vm, file, method, args, count);
    value_drop(vm, result);
    return !value_is_error(result);
}

static bool text_is_closed(const TextFile *file)
{
    const BinaryFile *binary = file->binary;
    return file->closed || (binary != NULL && binary->descriptor < 0);
}

static TextFile *text_open(Vm *vm, Value self)
{
    TextFile *file = value_object(self);
    if (value_is_none(file->buffer)) {
        raise_value_error(vm, "underlying buffer has been detached");
        return NULL;
    }
    if (!text_is_closed(file))
        return file;
    io_raise_closed(vm);
    return NULL;
}

static TextFile *text_readable(Vm *vm, Value self)
{
    TextFile *file = text_open(vm, self);
    const BinaryFile *binary = file == NULL ? NULL : file->binary;
    if (binary == NULL || binary->readable)
        return file;
    io_raise_unsupported(vm, "not readable");
    return NULL;
}

/* Reading. ------------------------------------------------------------------------------ */

static bool text_reserve(Vm *vm, TextFile *file, size_t more)
{
    if (file->text_at > 0) {
        memmove(file->text, file->text + file->text_at, file->text_size - file->text_at);
        file->text_size -= file->text_at;
        file->text_at = 0;
    }
    if (file->text_size + more <= file->text_capacity)
        return true;
    size_t capacity = size_max(file->text_size + more, file->text_capacity * 2);
    char *text = vm_resize(vm, file->text, file->text_capacity, capacity);
    if (text == NULL)
        return false;
    file->text = text;
    file->text_capacity = capacity;
    return true;
}

static bool text_append(Vm *vm, TextFile *file, const char *text, size_t size)
{
    if (size == 0)
        return true;
    if (!text_reserve(vm, file, size))
        return false;
    memcpy(file->text + file->text_size, text, size);
    file->text_size += size;
    return true;
}

static bool text_append_decoded(Vm *vm, TextFile *file, const uint8_t *bytes, size_t size)
{
    Value text = codec_decode(vm, bytes, size, value_to_str(file->encoding)->bytes, value_to_str(file->errors)->bytes);
    if (value_is_error(text))
        return false;
    bool done = text_append(vm, file, value_to_str(text)->bytes, value_to_str(text)->size);
    value_drop(vm, text);
    return done;
}

/* Bytes at the end of a chunk that may belong to what follows: the start of a
 * character, or a \r that may be half of \r\n. */
static size_t text_unfinished(const TextFile *file, const uint8_t *bytes, size_t size)
{
    if (size > 0 && bytes[size - 1] == '\r')
        return file->newline == NEWLINE_UNIVERSAL || file->newline == NEWLINE_KEEP ? 1 : 0;
    for (size_t back = 1; back <= 3 && back <= size; back++) {
        char byte = (char)bytes[size - back];
        if (utf8_is_continuation(byte))
            continue;
        return (byte & 0x80) && utf8_size_of_lead(byte) > back ? back : 0;
    }
    return 0;
}

/* Takes a chunk of UTF-8 in; size 0 means the end of the file. */
static bool text_feed(Vm *vm, TextFile *file, const uint8_t *bytes, size_t size)
{
    if (file->tail_size == 0 && size > 0) {
        size_t kept = text_unfinished(file, bytes, size);
        memcpy(file->tail, bytes + size - kept, kept);
        file->tail_size = kept;
        return text_append_decoded(vm, file, bytes, size - kept);
    }
    size_t whole = file->tail_size + size;
    uint8_t *joined = vm_alloc(vm, whole + 1);
    if (joined == NULL)
        return false;
    memcpy(joined, file->tail, file->tail_size);
    if (size > 0)
        memcpy(joined + file->tail_size, bytes, size);
    size_t kept = size == 0 ? 0 : text_unfinished(file, joined, whole);
    memcpy(file->tail, joined + whole - kept, kept);
    file->tail_size = kept;
    bool done = text_append_decoded(vm, file, joined, whole - kept);
    vm_free(vm, joined, whole + 1);
    return done;
}

/* The next chunk from an object that is no file of ours; owned bytes. */
static Value text_foreign_chunk(Vm *vm, TextFile *file, bool all)
{
    Value size = value_from_int(all ? -1 : IO_BUFFER_SIZE);
    Value chunk = text_call(vm, file, "read", &size, 1);
    if (value_is_error(chunk) || value_is_bytes_like(vm, chunk))
        return chunk;
    raise_type_error(vm, "underlying read() should have returned a bytes-like object, not '%T'", chunk);
    value_drop(vm, chunk);
    return VALUE_ERROR;
}

static bool text_fill_foreign(Vm *vm, TextFile *file)
{
    Value chunk = text_foreign_chunk(vm, file, !file->utf8);
    BytesView view;
    if (value_is_error(chunk))
        return false;
    bool done = bytes_view(vm, chunk, &view) && text_feed(vm, file, view.bytes, view.size);
    file->ended = done && (view.size == 0 || !file->utf8);
    value_drop(vm, chunk);
    return done;
}

/* Files in other encodings are decoded in one piece. */
static bool text_fill_whole(Vm *vm, TextFile *file, BinaryFile *binary)
{
    StrBuilder builder = {0};
    const uint8_t *bytes;
    int64_t count;
    while ((count = binary_file_read_some(vm, binary, &bytes)) > 0)
        builder_add(vm, &builder, (const char *)bytes, (size_t)count);
    bool done = count == 0 && !builder.failed &&
                text_append_decoded(vm, file, (const uint8_t *)(builder.size > 0 ? builder.bytes : ""), builder.size);
    builder_discard(vm, &builder);
    file->ended = true;
    return done;
}

/* Reads more; at the end nothing is added and `ended` is set. */
static bool text_fill(Vm *vm, TextFile *file)
{
    BinaryFile *binary = file->binary;
    if (binary == NULL)
        return text_fill_foreign(vm, file);
    if (!file->utf8)
        return text_fill_whole(vm, file, binary);
    const uint8_t *bytes;
    int64_t count = binary_file_read_some(vm, binary, &bytes);
    if (count < 0 || !text_feed(vm, file, bytes, (size_t)count))
        return false;
    file->ended = count == 0;
    return true;
}

/* The first size bytes of the text read ahead, as a str. */
static Value text_take(Vm *vm, TextFile *file, size_t size)
{
    const char *start = size > 0 ? file->text + file->text_at : "";
    bool translated = file->newline == NEWLINE_UNIVERSAL && memchr(start, '\r', size) != NULL;
    Value text = translated ? newline_translate(vm, start, size) : str_new(vm, start, size);
    if (value_is_error(text))
        return VALUE_ERROR;
    file->text_at += size;
    if (file->text_at == file->text_size)
        file->text_at = file->text_size = 0;
    return text;
}

/* Bytes of the first `count` characters, or of all when there are fewer: *missing
 * then says by how many.  \r\n counts as one where it becomes \n. */
static size_t text_prefix(const TextFile *file, int64_t count, int64_t *missing)
{
    *missing = count;
    if (file->text == NULL)
        return 0;
    const char *at = file->text + file->text_at, *end = file->text + file->text_size;
    for (; count > 0 && at < end; count--) {
        bool pair = *at == '\r' && at + 1 < end && at[1] == '\n' && file->newline == NEWLINE_UNIVERSAL;
        at += pair ? 2 : utf8_size_of_lead(*at);
    }
    *missing = count;
    return (size_t)(at - (file->text + file->text_at));
}

Value text_file_readline(Vm *vm, TextFile *file, int64_t limit)
{
    size_t searched = 0, size = 0;
    int64_t missing = 1;
    for (;;) {
        size_t have = file->text_size - file->text_at;
        if (have > searched)
            size = newline_find(file->newline, file->text + file->text_at + searched, have - searched);
        if (limit >= 0)
            text_prefix(file, limit, &missing);
        if (size > 0 || file->ended || missing == 0)
            break;
        searched = have > 1 ? have - 1 : 0; /* a \r at the end may begin \r\n */
        if (!text_fill(vm, file))
            return VALUE_ERROR;
    }
    size = size > 0 ? searched + size : file->text_size - file->text_at;
    if (limit >= 0)
        size = size_min(size, text_prefix(file, limit, &missing));
    file->ended = file->ended && size > 0; /* a terminal may give more after its end */
    return text_take(vm, file, size);
}

static Value text_m_readline(Vm *vm, const Value *args)
{
    TextFile *file = text_readable(vm, args[0]);
    int64_t limit;
    if (file == NULL || !io_size_argument(vm, args[1], &limit))
        return VALUE_ERROR;
    return text_file_readline(vm, file, limit);
}

static Value text_m_read(Vm *vm, const Value *args)
{
    TextFile *file = text_readable(vm, args[0]);
    int64_t count;
    if (file == NULL || !io_size_argument(vm, args[1], &count))
        return VALUE_ERROR;
    int64_t missing = 1;
    size_t size = 0;
    for (;;) {
        size = count < 0 ? file->text_size - file->text_at : text_prefix(file, count, &missing);
        if (file->ended || missing == 0)
            break;
        if (!text_fill(vm, file))
            return VALUE_ERROR;
    }
    file->ended = false;
    return text_take(vm, file, size);
}

static Value text_slot_next(Vm *vm, Value self)
{
    TextFile *file = text_readable(vm, self);
    if (file == NULL)
        return VALUE_ERROR;
    file->iterating = true;
    Value line = text_file_readline(vm, file, -1);
    if (value_is_error(line) || value_to_str(line)->size > 0)
        return line;
    file->iterating = false;
    value_drop(vm, line);
    return VALUE_DONE;
}

/* Writing. ------------------------------------------------------------------------------- */

/* Text with the newlines that the file's mode wants; shared when none changes. */
static Value text_for_file(Vm *vm, const TextFile *file, Value text)
{
    const Str *str = value_to_str(text);
    if ((file->newline != NEWLINE_CR && file->newline != NEWLINE_CRLF) || memchr(str->bytes, '\n', str->size) == NULL)
        return value_share(text);
    StrBuilder builder = {0};
    for (const char *at = str->bytes, *end = at + str->size; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        builder_add(vm, &builder, at, (size_t)((stop == NULL ? end : stop) - at));
        if (stop != NULL)
            builder_add_c(vm, &builder, file->newline == NEWLINE_CR ? "\r" : "\r\n");
        at = stop == NULL ? end : stop + 1;
    }
    return builder_finish(vm, &builder);
}

static bool text_write_bytes(Vm *vm, TextFile *file, const void *bytes, size_t size)
{
    BinaryFile *binary = file->binary;
    if (binary != NULL)
        return binary_file_write(vm, binary, bytes, size);
    Value chunk = bytes_new(vm, bytes, size);
    if (value_is_error(chunk))
        return false;
    bool done = text_call_only(vm, file, "write", &chunk, 1);
    value_drop(vm, chunk);
    return done;
}

static bool text_encode_and_write(Vm *vm, TextFile *file, Value text)
{
    const Str *str = value_to_str(text);
    if (file->utf8 && !(str->flags & STR_SURROGATES))
        return text_write_bytes(vm, file, str->bytes, str->size);
    Value bytes = codec_encode(vm, text, value_to_str(file->encoding)->bytes, value_to_str(file->errors)->bytes);
    if (value_is_error(bytes))
        return false;
    const Bytes *encoded = value_object(bytes);
    bool done = text_write_bytes(vm, file, encoded->bytes, encoded->size);
    value_drop(vm, bytes);
    return done;
}

bool text_file_write(Vm *vm, TextFile *file, Value text)
{
    const BinaryFile *binary = file->binary;
    if (text_open(vm, value_from_object(file)) == NULL)
        return false;
    if (binary != NULL && !binary->writable) {
        io_raise_unsupported(vm, "not writable");
        return false;
    }
    Value changed = text_for_file(vm, file, text);
    if (value_is_error(changed))
        return false;
    const Str *str = value_to_str(changed);
    file->text_at = file->text_size = file->tail_size = 0; /* what was read ahead is forgotten */
    bool done = text_encode_and_write(vm, file, changed);
    bool flushes = file->write_through || (file->line_buffering && (memchr(str->bytes, '\n', str->size) != NULL ||
                                                                    memchr(str->bytes, '\r', str->size) != NULL));
    value_drop(vm, changed);
    return done && (!flushes || text_file_flush(vm, file));
}

bool text_file_flush(Vm *vm, TextFile *file)
{
    if (text_open(vm, value_from_object(file)) == NULL)
        return false;
    BinaryFile *binary = file->binary;
    return binary != NULL ? binary_file_flush(vm, binary) : text_call_only(vm, file, "flush", NULL, 0);
}

static Value text_m_write(Vm *vm, const Value *args)
{
    if (text_open(vm, args[0]) == NULL)
        return VALUE_ERROR;
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "write() argument must be str, not %T", args[1]);
    if (!text_file_write(vm, value_object(args[0]), args[1]))
        return VALUE_ERROR;
    return int_from_i64(vm, (int64_t)value_to_str(args[1])->length);
}

static Value text_m_flush(Vm *vm, const Value *args)
{
    return text_file_flush(vm, value_object(args[0])) ? VALUE_NONE : VALUE_ERROR;
}

static Value text_m_close(Vm *vm, const Value *args)
{
    TextFile *file = value_object(args[0]);
    if (value_is_none(file->buffer) || text_is_closed(file))
        return VALUE_NONE;
    file->closed = true;
    BinaryFile *binary = file->binary;
    bool done = binary != NULL ? binary_file_close(vm, binary) : text_call_only(vm, file, "close", NULL, 0);
    return done ? VALUE_NONE : VALUE_ERROR;
}

/* Position. --------------------------------------------------------------------------------- */

static Value text_m_tell(Vm *vm, const Value *args)
{
    TextFile *file = text_open(vm, args[0]);
    if (file == NULL)
        return VALUE_ERROR;
    if (file->iterating)
        return raise_error(vm, TYPE_OS_ERROR, "telling position disabled by next() call");
    BinaryFile *binary = file->binary;
    if (binary == NULL)
        return text_call(vm, file, "tell", NULL, 0);
    int64_t place = binary_file_tell(vm, binary);
    if (place < 0)
        return VALUE_ERROR;
    return int_from_i64(vm, place - (int64_t)(file->text_size - file->text_at) - (int64_t)file->tail_size);
}

/* -1 with an exception pending unless the position can be had. */
static bool text_seek_allowed(Vm *vm, int64_t offset, int64_t whence)
{
    if (whence == 1 && offset != 0)
        io_raise_unsupported(vm, "can't do nonzero cur-relative seeks");
    else if (whence == 2 && offset != 0)
        io_raise_unsupported(vm, "can't do nonzero end-relative seeks");
    else if (whence < 0 || whence > 2)
        raise_value_error(vm, "invalid whence (%lld, should be 0, 1 or 2)", (long long)whence);
    else if (whence == 0 && offset < 0)
        raise_value_error(vm, "negative seek position %lld", (long long)offset);
    else
        return true;
    return false;
}

static Value text_m_seek(Vm *vm, const Value *args)
{
    TextFile *file = text_open(vm, args[0]);
    int64_t offset, whence;
    if (file == NULL || !value_to_i64(vm, args[1], &offset) || !value_to_i64(vm, args[2], &whence) ||
        !text_seek_allowed(vm, offset, whence))
        return VALUE_ERROR;
    if (whence == 1)
        return text_m_tell(vm, args);
    file->text_at = file->text_size = file->tail_size = 0;
    file->ended = file->iterating = false;
    BinaryFile *binary = file->binary;
    if (binary == NULL)
        return text_call(vm, file, "seek", args + 1, 2);
    int64_t place = binary_file_seek(vm, binary, offset, (int)whence);
    return place < 0 ? VALUE_ERROR : int_from_i64(vm, place);
}

static Value text_m_truncate(Vm *vm, const Value *args)
{
    TextFile *file = text_open(vm, args[0]);
    BinaryFile *binary = file == NULL ? NULL : file->binary;
    if (file == NULL)
        return VALUE_ERROR;
    if (binary == NULL)
        return text_call(vm, file, "truncate", args + 1, 1);
    if (!binary->writable)
        return io_raise_unsupported(vm, "truncate");
    int64_t size;
    if (value_is_none(args[1]))
        size = binary_file_tell(vm, binary);
    else if (!value_to_i64(vm, args[1], &size))
        return VALUE_ERROR;
    if (size < 0 && error_pending(vm))
        return VALUE_ERROR;
    return binary_file_truncate(vm, binary, size) ? int_from_i64(vm, size) : VALUE_ERROR;
}

/* The rest. ----------------------------------------------------------------------------------- */

static Value text_m_detach(Vm *vm, const Value *args)
{
    TextFile *file = text_open(vm, args[0]);
    if (file == NULL || !text_file_flush(vm, file))
        return VALUE_ERROR;
    Value buffer = file->buffer;
    file->buffer = VALUE_NONE;
    file->binary = NULL;
    return buffer;
}

/* args: encoding, errors, newline, line_buffering, write_through */
static Value text_m_reconfigure(Vm *vm, const Value *args)
{
    TextFile *file = text_open(vm, args[0]);
    if (file == NULL || !text_file_flush(vm, file))
        return VALUE_ERROR;
    if (!value_is_none(args[1]) && !encoding_known(vm, args[1]))
        return VALUE_ERROR;
    if (args[3] != VALUE_ABSENT && !newline_mode(vm, args[3], &file->newline))
        return VALUE_ERROR;
    if (!value_is_none(args[1]))
        value_replace_take(vm, &file->encoding, value_share(args[1]));
    if (!value_is_none(args[2]))
        value_replace_take(vm, &file->errors, value_share(args[2]));
    int lines = value_is_none(args[4]) ? file->line_buffering : value_truth(vm, args[4]);
    int through = value_is_none(args[5]) ? file->write_through : value_truth(vm, args[5]);
    if (lines < 0 || through < 0)
        return VALUE_ERROR;
    file->line_buffering = lines;
    file->write_through = through;
    file->utf8 = encoding_is_utf8(file->encoding);
    return VALUE_NONE;
}

/* Asks the object below. */
#define TEXT_ASK(name)                                                                                                  \
    static Value text_m_##name(Vm *vm, const Value *args)                                                               \
    {                                                                                                                   \
        TextFile *file = value_object(args[0]);                                                                         \
        return value_is_none(file->buffer) ? raise_value_error(vm, "underlying buffer has been detached")               \
                                           : text_call(vm, file, #name, NULL, 0);                                       \
    }
TEXT_ASK(fileno)
TEXT_ASK(isatty)
TEXT_ASK(readable)
TEXT_ASK(writable)
TEXT_ASK(seekable)
#undef TEXT_ASK

static Value text_m_new(Vm *vm, const Value *args)
{
    int lines = value_truth(vm, args[5]), through = value_truth(vm, args[6]);
    if (lines < 0 || through < 0)
        return VALUE_ERROR;
    for (int i = 2; i <= 3; i++)
        if (!value_is_none(args[i]) && !value_is_str(vm, args[i]))
            return raise_type_error(vm, "TextIOWrapper() argument '%s' must be str or None, not %T",
                                    i == 2 ? "encoding" : "errors", args[i]);
    TextOptions options = {args[1], args[2], args[3], args[4], VALUE_NONE, lines, through};
    return text_file_new(vm, value_to_type(args[0]), &options);
}

/* An attribute of the object below, or the file's own. */
static Value text_get_name(Vm *vm, Value self)
{
    return attribute_get(vm, VALUE_OBJECT(TextFile, self)->buffer, NAME_OF(vm, name));
}

static Value text_get_mode(Vm *vm, Value self)
{
    Value mode = VALUE_OBJECT(TextFile, self)->mode, name = str_intern_c(vm, "mode");
    if (value_is_error(name))
        return VALUE_ERROR;
    Value result = value_is_none(mode) ? raise_attribute_error(vm, self, name) : value_share(mode);
    value_drop(vm, name);
    return result;
}

static Value text_get_buffer(Vm *vm, Value self)
{
    (void)vm;
    return value_share(VALUE_OBJECT(TextFile, self)->buffer);
}

static Value text_get_encoding(Vm *vm, Value self)
{
    (void)vm;
    return value_share(VALUE_OBJECT(TextFile, self)->encoding);
}

static Value text_get_errors(Vm *vm, Value self)
{
    (void)vm;
    return value_share(VALUE_OBJECT(TextFile, self)->errors);
}

static Value text_get_line_buffering(Vm *vm, Value self)
{
    (void)vm;
    return value_from_bool(VALUE_OBJECT(TextFile, self)->line_buffering);
}

static Value text_get_newlines(Vm *vm, Value self)
{
    (void)vm;
    (void)self;
    return VALUE_NONE;
}

static Value text_get_closed(Vm *vm, Value self)
{
    TextFile *file = value_object(self);
    if (value_is_none(file->buffer) || file->binary != NULL)
        return value_from_bool(text_is_closed(file));
    Value name = str_intern_c(vm, "closed");
    if (value_is_error(name))
        return VALUE_ERROR;
    Value closed = attribute_get(vm, file->buffer, name);
    value_drop(vm, name);
    return closed;
}

static Value text_slot_repr(Vm *vm, Value self)
{
    const TextFile *file = value_object(self);
    Value name = attribute_get_optional(vm, file->buffer, NAME_OF(vm, name));
    if (value_is_error(name))
        return VALUE_ERROR;
    StrBuilder builder = {0};
    builder_add_format(vm, &builder, "<_io.%T", self);
    if (name != VALUE_ABSENT)
        builder_add_format(vm, &builder, " name=%R", name);
    if (!value_is_none(file->mode))
        builder_add_format(vm, &builder, " mode=%R", file->mode);
    builder_add_format(vm, &builder, " encoding=%R>", file->encoding);
    value_drop(vm, name);
    return builder_finish(vm, &builder);
}

/* A wrapper around a foreign object flushes nothing here: it has no buffer. */
static void text_slot_destroy(Vm *vm, Object *object)
{
    TextFile *file = (TextFile *)object;
    value_drop(vm, file->buffer);
    value_drop(vm, file->encoding);
    value_drop(vm, file->errors);
    value_drop(vm, file->mode);
    if (file->text != NULL)
        vm_free(vm, file->text, file->text_capacity);
    object_free(vm, object, 0);
}

static void text_slot_traverse(Vm *vm, Object *object, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((TextFile *)object)->buffer, context);
}

static void text_slot_clear(Vm *vm, Object *object)
{
    ((TextFile *)object)->binary = NULL;
    value_replace_take(vm, &((TextFile *)object)->buffer, VALUE_NONE);
}

static const NativeDef text_methods[] = {
    FN(text_m_new, "__new__(cls, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
       "Character and line based layer over a binary file."),
    FN(text_m_read, "read(self, size=-1, /)", "Read and return up to size characters."),
    FN(text_m_readline, "readline(self, size=-1, /)", "Read and return a line."),
    FN(text_m_write, "write(self, text, /)", "Write text and return how many characters it has."),
    FN(text_m_flush, "flush(self, /)", "Write what is buffered."),
    FN(text_m_close, "close(self, /)", "Flush and close the file."),
    FN(text_m_tell, "tell(self, /)", "Return the position."),
    FN(text_m_seek, "seek(self, cookie, whence=0, /)", "Change the position and return it."),
    FN(text_m_truncate, "truncate(self, pos=None, /)", "Cut the file off at a position."),
    FN(text_m_detach, "detach(self, /)", "Separate the binary file from the wrapper and return it."),
    FN(text_m_reconfigure,
       "reconfigure(self, /, *, encoding=None, errors=None, newline=?, line_buffering=None, write_through=None)",
       "Change how text is encoded and flushed."),
    FN(text_m_fileno, "fileno(self, /)", "Return the descriptor."),
    FN(text_m_isatty, "isatty(self, /)", "Return whether the file is a terminal."),
    FN(text_m_readable, "readable(self, /)", "Return whether the file can be read."),
    FN(text_m_writable, "writable(self, /)", "Return whether the file can be written."),
    FN(text_m_seekable, "seekable(self, /)", "Return whether the position can be changed."),
    {0}};

static const GetSetDef text_getsets[] = {
    {"name", text_get_name, NULL, NULL},         {"mode", text_get_mode, NULL, NULL},
    {"buffer", text_get_buffer, NULL, NULL},     {"encoding", text_get_encoding, NULL, NULL},
    {"errors", text_get_errors, NULL, NULL},     {"line_buffering", text_get_line_buffering, NULL, NULL},
    {"newlines", text_get_newlines, NULL, NULL}, {"closed", text_get_closed, NULL, NULL},
    {0}};

const TypeDef text_file_type_def = {.name = "TextIOWrapper",
                                    .module = "_io",
                                    .flags = TYPE_FLAG_BASE | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
                                    .size = sizeof(TextFile),
                                    .slots = {.destroy = text_slot_destroy, .traverse = text_slot_traverse,
                                              .clear = text_slot_clear, .repr = text_slot_repr, .next = text_slot_next},
                                    .methods = text_methods,
                                    .getsets = text_getsets};
