/* What programs do with aiofiles' files.
 *
 * The step functions are written to be entered again: each looks at the file, starts the
 * next request it needs and suspends, or has all it needs and ends. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "aio/file.h"
#include "object/bytes.h"
#include "object/call.h"
#include "object/container.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

enum { WRITE_SIZE = 64 * 1024 }; /* output is written when there is this much */

static File *file_of(const Operation *operation) { return value_to_file(operation->self); }

/* Steps. ---------------------------------------------------------------------------------- */

/* io.UnsupportedOperation, owned. */
static Value unsupported_type(Vm *vm)
{
    Value io = str_intern_c(vm, "io"), name = str_intern_c(vm, "UnsupportedOperation");
    Value module = vm->hooks.import_name(vm, io, VALUE_NONE, VALUE_NONE, 0);
    Value type = module == VALUE_ERROR ? VALUE_ERROR : attribute_get(vm, module, name);
    value_drop(vm, io);
    value_drop(vm, name);
    value_drop(vm, module);
    return type;
}

static COLD bool raise_unsupported(Vm *vm, const char *what)
{
    Value type = unsupported_type(vm);
    Value text = type == VALUE_ERROR ? VALUE_ERROR : str_from_c(vm, what);
    Value exception = text == VALUE_ERROR ? VALUE_ERROR : call_value(vm, type, &text, 1);
    value_drop(vm, text);
    value_drop(vm, type);
    if (exception != VALUE_ERROR)
        raise_exception_take(vm, exception);
    return false;
}

static bool check_open(Vm *vm, const File *file)
{
    return file->descriptor >= 0 || raise_false(vm, TYPE_VALUE_ERROR, "I/O operation on closed file.");
}

/* Ends the wait for a request, if one is under way; and waits for the file's turn, with output
 * written first if flush is wanted.  SEND_RETURN: the step may go on; *number is the request's result. */
static SendResult ready(Vm *vm, Operation *operation, bool flush, Value sent, int64_t *number, Value *result)
{
    File *file = file_of(operation);
    if (operation->waiter != VALUE_ABSENT) {
        SendResult outcome = operation_resume(vm, operation, sent, result);
        if (outcome != SEND_RETURN)
            return outcome;
        *number = value_is_int(*result) ? value_to_int(*result) : 0;
        if (*number < 0) {
            raise_os_error(vm, (int)-*number, VALUE_ABSENT);
            return SEND_ERROR;
        }
    } else if (sent == VALUE_ERROR) {
        return SEND_ERROR;
    } else if (!check_open(vm, file)) {
        return SEND_ERROR;
    }
    if (file->busy) {
        *result = VALUE_NONE;
        return SEND_YIELD;
    }
    if (flush && buffer_size(&file->output))
        return file_start_write(vm, operation, file) ? operation_wait(vm, operation, result) : SEND_ERROR;
    return SEND_RETURN;
}

/* Reading. ---------------------------------------------------------------------------------- */

static bool is_utf8(const File *file) { return str_equals_c(file->encoding, "utf-8"); }

/* Bytes of the first count characters (or bytes) of the input; what there is when there are fewer. */
static size_t size_of_characters(const File *file, int64_t count, bool *enough)
{
    size_t size = buffer_size(&file->input);
    const char *bytes = buffer_bytes(&file->input);
    if (!file->text || !is_utf8(file)) {
        *enough = (int64_t)size >= count;
        return *enough ? (size_t)count : size;
    }
    size_t at = 0;
    for (; count > 0 && at < size; count--) {
        uint8_t lead = (uint8_t)bytes[at];
        at += lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    }
    *enough = count <= 0 && at <= size;
    return size_min(at, size);
}

/* Bytes of the first line with its end. */
static size_t size_of_line(const File *file, bool *enough)
{
    size_t size = buffer_size(&file->input);
    const char *bytes = buffer_bytes(&file->input);
    *enough = true;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '\n')
            return i + 1;
        if (file->text && file->universal && bytes[i] == '\r') {
            if (i + 1 < size)
                return bytes[i + 1] == '\n' ? i + 2 : i + 1;
            *enough = file->at_end; /* a '\n' may follow */
            return size;
        }
    }
    *enough = false;
    return size;
}

/* '\r\n' and '\r' become '\n', in place; the new size. */
static size_t translate_lines(char *bytes, size_t size)
{
    size_t to = 0;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '\r') {
            bytes[to++] = '\n';
            i += i + 1 < size && bytes[i + 1] == '\n';
        } else {
            bytes[to++] = bytes[i];
        }
    }
    return to;
}

/* Takes size bytes of the input as a str or bytes. */
static Value take(Vm *vm, File *file, size_t size)
{
    char *bytes = buffer_bytes(&file->input);
    Value taken;
    if (!file->text) {
        taken = bytes_new(vm, size ? bytes : "", size);
    } else {
        size_t kept = file->universal && size ? translate_lines(bytes, size) : size;
        const char *errors = file->errors == VALUE_NONE ? NULL : value_to_str(file->errors)->bytes;
        taken = codec_decode(vm, (const uint8_t *)(size ? bytes : ""), kept, value_to_str(file->encoding)->bytes, errors);
    }
    file->input.start += size;
    return taken;
}

/* read(): number of characters in `number` (flag: all); readline(): argument is None. */
static SendResult read_until(Vm *vm, Operation *operation, bool line, Value sent, Value *result)
{
    File *file = file_of(operation);
    if (!operation->stage) {
        operation->stage = 1;
        file->at_end = false;
    }
    int64_t number = 0;
    SendResult outcome = ready(vm, operation, true, sent, &number, result);
    if (outcome != SEND_RETURN)
        return outcome;
    if (!file->readable)
        return raise_unsupported(vm, "not readable") ? SEND_RETURN : SEND_ERROR;
    bool enough = false;
    size_t size = line               ? size_of_line(file, &enough)
                  : operation->flag  ? buffer_size(&file->input)
                                     : size_of_characters(file, operation->number, &enough);
    if (!enough && !file->at_end)
        return file_start_read(vm, operation, file) ? operation_wait(vm, operation, result) : SEND_ERROR;
    *result = take(vm, file, size);
    return *result == VALUE_ERROR ? SEND_ERROR : SEND_RETURN;
}

static SendResult read_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    return read_until(vm, operation, false, sent, result);
}

static SendResult readline_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    return read_until(vm, operation, true, sent, result);
}

static bool is_empty(Value line)
{
    return value_has_shape(line, TYPE_STR) ? value_to_str(line)->size == 0 : VALUE_OBJECT(Bytes, line)->size == 0;
}

static SendResult next_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    SendResult outcome = read_until(vm, operation, true, sent, result);
    if (outcome != SEND_RETURN || !is_empty(*result))
        return outcome;
    value_drop(vm, *result);
    raise_error(vm, TYPE_STOP_ASYNC_ITERATION, NULL);
    return SEND_ERROR;
}

/* readlines(): extra is the list. */
static SendResult readlines_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    for (;;) {
        SendResult outcome = read_until(vm, operation, true, sent, result);
        if (outcome != SEND_RETURN)
            return outcome;
        sent = VALUE_NONE;
        if (is_empty(*result)) {
            value_drop(vm, *result);
            *result = value_share(operation->extra);
            return SEND_RETURN;
        }
        if (!list_append_take(vm, operation->extra, *result))
            return SEND_ERROR;
    }
}

/* Writing. ------------------------------------------------------------------------------------ */

/* Where the program is in the file: before what was read ahead. */
static void drop_input(File *file)
{
    file->position -= (int64_t)buffer_size(&file->input);
    file->input.start = file->input.end = 0;
}

/* Adds text or bytes to the output; *length is what write() returns. */
static bool add_output(Vm *vm, File *file, Value data, int64_t *length)
{
    if (!file->writable)
        return raise_unsupported(vm, "not writable");
    if (file->seekable && buffer_size(&file->input))
        drop_input(file);
    if (!file->text) {
        BytesView view;
        if (!bytes_view(vm, data, &view))
            return false;
        *length = (int64_t)view.size;
        return buffer_add(vm, &file->output, (const char *)view.bytes, view.size);
    }
    if (!value_is_str(vm, data))
        return raise_false(vm, TYPE_TYPE_ERROR, "write() argument must be str, not %T", data);
    const char *errors = file->errors == VALUE_NONE ? NULL : value_to_str(file->errors)->bytes;
    Value encoded = codec_encode(vm, data, value_to_str(file->encoding)->bytes, errors);
    if (encoded == VALUE_ERROR)
        return false;
    *length = (int64_t)value_to_str(data)->length;
    const Bytes *bytes = value_object(encoded);
    bool added = buffer_add(vm, &file->output, (const char *)bytes->bytes, bytes->size);
    value_drop(vm, encoded);
    return added;
}

static SendResult write_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    File *file = file_of(operation);
    int64_t number = 0, length;
    SendResult outcome = ready(vm, operation, false, sent, &number, result);
    if (outcome != SEND_RETURN)
        return outcome;
    if (!operation->stage) {
        if (!add_output(vm, file, operation->argument, &length))
            return SEND_ERROR;
        operation->stage = 1;
        value_replace_take(vm, &operation->argument, value_from_int(length));
        if (buffer_size(&file->output) >= WRITE_SIZE)
            return file_start_write(vm, operation, file) ? operation_wait(vm, operation, result) : SEND_ERROR;
    }
    *result = operation->argument;
    return SEND_RETURN;
}

static bool add_line(Vm *vm, Value item, void *context)
{
    int64_t length;
    return add_output(vm, context, item, &length);
}

static SendResult writelines_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    File *file = file_of(operation);
    int64_t number = 0;
    SendResult outcome = ready(vm, operation, operation->stage == 1, sent, &number, result);
    if (outcome != SEND_RETURN)
        return outcome;
    if (!operation->stage) {
        if (!value_each(vm, operation->argument, add_line, file))
            return SEND_ERROR;
        operation->stage = 1;
        if (buffer_size(&file->output) >= WRITE_SIZE)
            return writelines_step(vm, operation, VALUE_NONE, result);
    }
    *result = VALUE_NONE;
    return SEND_RETURN;
}

static SendResult flush_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    int64_t number = 0;
    SendResult outcome = ready(vm, operation, true, sent, &number, result);
    if (outcome == SEND_RETURN)
        *result = VALUE_NONE;
    return outcome;
}

/* Moving. ---------------------------------------------------------------------------------------- */

static SendResult seek_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    File *file = file_of(operation);
    int64_t number = 0, offset;
    SendResult outcome = ready(vm, operation, true, sent, &number, result);
    if (outcome != SEND_RETURN)
        return outcome;
    if (!file->seekable)
        return raise_unsupported(vm, "underlying stream is not seekable") ? SEND_RETURN : SEND_ERROR;
    if (!value_to_i64(vm, operation->argument, &offset))
        return SEND_ERROR;
    drop_input(file);
    if (file->text && operation->number && offset) {
        raise_unsupported(vm, operation->number == 1 ? "can't do nonzero cur-relative seeks" : "can't do nonzero end-relative seeks");
        return SEND_ERROR;
    }
    int64_t base = operation->number == 0 ? 0 : operation->number == 1 ? file->position : lseek(file->descriptor, 0, SEEK_END);
    if (base + offset < 0) {
        raise_value_error(vm, "negative seek position %lld", (long long)(base + offset));
        return SEND_ERROR;
    }
    file->position = base + offset;
    *result = int_from_i64(vm, file->position);
    return SEND_RETURN;
}

static SendResult tell_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    File *file = file_of(operation);
    int64_t number = 0;
    SendResult outcome = ready(vm, operation, false, sent, &number, result);
    if (outcome != SEND_RETURN)
        return outcome;
    int64_t ahead = (int64_t)buffer_size(&file->input), behind = (int64_t)buffer_size(&file->output);
    *result = int_from_i64(vm, file->position - ahead + behind);
    return SEND_RETURN;
}

static SendResult truncate_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    File *file = file_of(operation);
    int64_t number = 0;
    SendResult outcome = ready(vm, operation, true, sent, &number, result);
    if (outcome != SEND_RETURN)
        return outcome;
    if (operation->stage) {
        *result = value_share(operation->argument);
        return SEND_RETURN;
    }
    if (!file->writable)
        return raise_unsupported(vm, "File not open for writing") ? SEND_RETURN : SEND_ERROR;
    int64_t size = file->position - (int64_t)buffer_size(&file->input);
    if (operation->argument != VALUE_NONE && !value_to_i64(vm, operation->argument, &size))
        return SEND_ERROR;
    operation->stage = 1;
    value_replace_take(vm, &operation->argument, value_from_int(size));
    return file_start_truncate(vm, operation, file, size) ? operation_wait(vm, operation, result) : SEND_ERROR;
}

static SendResult close_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    File *file = file_of(operation);
    int64_t number = 0;
    *result = VALUE_NONE;
    if (!operation->stage && operation->waiter == VALUE_ABSENT && file->descriptor < 0)
        return SEND_RETURN;
    if (operation->stage && operation->waiter != VALUE_ABSENT) {
        SendResult closed = operation_resume(vm, operation, sent, result);
        if (closed == SEND_RETURN)
            *result = VALUE_NONE;
        return closed;
    }
    SendResult outcome = ready(vm, operation, true, sent, &number, result);
    if (outcome != SEND_RETURN)
        return outcome;
    operation->stage = 1;
    return file_start_close(vm, operation, file) ? operation_wait(vm, operation, result) : SEND_ERROR;
}

/* Methods. ------------------------------------------------------------------------------------------ */

static const OperationDef read_def = {"AsyncBase.read", read_step};
static const OperationDef readline_def = {"AsyncBase.readline", readline_step};
static const OperationDef readlines_def = {"AsyncBase.readlines", readlines_step};
static const OperationDef next_def = {"AsyncBase.__anext__", next_step};
static const OperationDef write_def = {"AsyncBase.write", write_step};
static const OperationDef writelines_def = {"AsyncBase.writelines", writelines_step};
static const OperationDef flush_def = {"AsyncBase.flush", flush_step};
static const OperationDef seek_def = {"AsyncBase.seek", seek_step};
static const OperationDef tell_def = {"AsyncBase.tell", tell_step};
static const OperationDef truncate_def = {"AsyncBase.truncate", truncate_step};
static const OperationDef close_def = {"AsyncBase.close", close_step};

static Value plain(Vm *vm, const OperationDef *def, Value self) { return operation_new(vm, def, self, VALUE_ABSENT, VALUE_ABSENT); }

static Value file_m_read(Vm *vm, const Value *args)
{
    int64_t count = -1;
    if (args[1] != VALUE_NONE && !value_to_i64(vm, args[1], &count))
        return VALUE_ERROR;
    Value operation = plain(vm, &read_def, args[0]);
    if (operation != VALUE_ERROR) {
        value_to_operation(operation)->flag = count < 0 || count > INT32_MAX;
        value_to_operation(operation)->number = (int32_t)(count < 0 || count > INT32_MAX ? 0 : count);
    }
    return operation;
}

static Value file_m_readline(Vm *vm, const Value *args) { return plain(vm, &readline_def, args[0]); }
Value file_next_line(Vm *vm, Value self) { return plain(vm, &next_def, self); }

static Value file_m_readlines(Vm *vm, const Value *args)
{
    Value list = list_new(vm, NULL, 0);
    if (list == VALUE_ERROR)
        return VALUE_ERROR;
    Value operation = operation_new(vm, &readlines_def, args[0], VALUE_ABSENT, list);
    value_drop(vm, list);
    return operation;
}

static Value file_m_write(Vm *vm, const Value *args) { return operation_new(vm, &write_def, args[0], args[1], VALUE_ABSENT); }
static Value file_m_writelines(Vm *vm, const Value *args) { return operation_new(vm, &writelines_def, args[0], args[1], VALUE_ABSENT); }
static Value file_m_flush(Vm *vm, const Value *args) { return plain(vm, &flush_def, args[0]); }
static Value file_m_tell(Vm *vm, const Value *args) { return plain(vm, &tell_def, args[0]); }
static Value file_m_truncate(Vm *vm, const Value *args) { return operation_new(vm, &truncate_def, args[0], args[1], VALUE_ABSENT); }
static Value file_m_close(Vm *vm, const Value *args) { return plain(vm, &close_def, args[0]); }

static Value file_m_seek(Vm *vm, const Value *args)
{
    int64_t whence;
    if (!value_to_i64(vm, args[2], &whence))
        return VALUE_ERROR;
    if (whence < 0 || whence > 2)
        return raise_value_error(vm, "invalid whence (%lld, should be 0, 1 or 2)", (long long)whence);
    Value operation = operation_new(vm, &seek_def, args[0], args[1], VALUE_ABSENT);
    if (operation != VALUE_ERROR)
        value_to_operation(operation)->number = (int32_t)whence;
    return operation;
}

/* What aiofiles asks in a thread is known at once: a coroutine that returns it. */
static const OperationDef readable_def = {"AsyncBase.readable", operation_return_step};
static const OperationDef writable_def = {"AsyncBase.writable", operation_return_step};
static const OperationDef seekable_def = {"AsyncBase.seekable", operation_return_step};
static const OperationDef isatty_def = {"AsyncBase.isatty", operation_return_step};

static Value answer(Vm *vm, const OperationDef *def, bool truth) { return operation_returning(vm, def, value_from_bool(truth)); }
static Value file_m_readable(Vm *vm, const Value *args) { return answer(vm, &readable_def, value_to_file(args[0])->readable); }
static Value file_m_writable(Vm *vm, const Value *args) { return answer(vm, &writable_def, value_to_file(args[0])->writable); }
static Value file_m_seekable(Vm *vm, const Value *args) { return answer(vm, &seekable_def, value_to_file(args[0])->seekable); }
static Value file_m_isatty(Vm *vm, const Value *args) { return answer(vm, &isatty_def, isatty(value_to_file(args[0])->descriptor)); }

static Value file_m_fileno(Vm *vm, const Value *args)
{
    const File *file = value_to_file(args[0]);
    return check_open(vm, file) ? value_from_int(file->descriptor) : VALUE_ERROR;
}

static const OperationDef enter_def = {"AsyncBase.__aenter__", operation_return_step};
static Value file_m_enter(Vm *vm, const Value *args) { return operation_returning(vm, &enter_def, args[0]); }
static Value file_m_exit(Vm *vm, const Value *args) { return plain(vm, &close_def, args[0]); }

static Value file_get_closed(Vm *vm, Value self)
{
    (void)vm;
    return value_from_bool(value_to_file(self)->descriptor < 0);
}

static Value file_get_name(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_file(self)->name);
}

static Value file_get_mode(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_file(self)->mode);
}

static Value file_get_encoding(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_file(self)->encoding);
}

const GetSetDef file_getsets[] = {
    {"closed", file_get_closed, NULL, NULL},
    {"name", file_get_name, NULL, NULL},
    {"mode", file_get_mode, NULL, NULL},
    {"encoding", file_get_encoding, NULL, NULL},
    {0},
};

const NativeDef file_methods[] = {
    FN(file_m_read, "read(self, size=-1, /)", NULL),
    FN(file_m_read, "read1(self, size=-1, /)", NULL),
    FN(file_m_readline, "readline(self, /)", NULL),
    FN(file_m_readlines, "readlines(self, /)", NULL),
    FN(file_m_write, "write(self, data, /)", NULL),
    FN(file_m_writelines, "writelines(self, lines, /)", NULL),
    FN(file_m_flush, "flush(self, /)", NULL),
    FN(file_m_seek, "seek(self, offset, whence=0, /)", NULL),
    FN(file_m_tell, "tell(self, /)", NULL),
    FN(file_m_truncate, "truncate(self, size=None, /)", NULL),
    FN(file_m_close, "close(self, /)", NULL),
    FN(file_m_readable, "readable(self, /)", NULL),
    FN(file_m_writable, "writable(self, /)", NULL),
    FN(file_m_seekable, "seekable(self, /)", NULL),
    FN(file_m_isatty, "isatty(self, /)", NULL),
    FN(file_m_fileno, "fileno(self, /)", NULL),
    FN(file_m_enter, "__aenter__(self, /)", NULL),
    FN(file_m_exit, "__aexit__(self, exc_type, exc_val, exc_tb, /)", NULL),
    {0},
};
