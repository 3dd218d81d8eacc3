/* IOBase and the three classes below it: what every file object can do, by its
 * other methods.  Programs derive their own file objects from these. */
#include "modules/io_types.h"

/* self.name(*args) for a method known by C text. */
static Value base_call(Vm *vm, Value self, const char *method, const Value *args, int count)
{
    Value name = str_intern_c(vm, method);
    if (value_is_error(name))
        return VALUE_ERROR;
    Value result = call_method(vm, self, name, args, count);
    value_drop(vm, name);
    return result;
}

/* ValueError when self.closed is true. */
static bool base_check_open(Vm *vm, Value self)
{
    Value name = str_intern_c(vm, "closed");
    if (value_is_error(name))
        return false;
    Value closed = attribute_get(vm, self, name);
    value_drop(vm, name);
    if (value_is_error(closed))
        return false;
    int truth = value_truth(vm, closed);
    value_drop(vm, closed);
    if (truth > 0)
        io_raise_closed(vm);
    return truth == 0;
}

static Value base_m_enter(Vm *vm, const Value *args)
{
    return base_check_open(vm, args[0]) ? value_share(args[0]) : VALUE_ERROR;
}

static Value base_m_exit(Vm *vm, const Value *args)
{
    Value result = base_call(vm, args[0], "close", NULL, 0);
    if (value_is_error(result))
        return VALUE_ERROR;
    value_drop(vm, result);
    return VALUE_NONE;
}

static Value base_slot_iter(Vm *vm, Value self)
{
    return base_check_open(vm, self) ? value_share(self) : VALUE_ERROR;
}

static Value base_slot_next(Vm *vm, Value self)
{
    Value line = base_call(vm, self, "readline", NULL, 0);
    if (value_is_error(line))
        return VALUE_ERROR;
    int64_t length = value_length(vm, line);
    if (length > 0)
        return line;
    value_drop(vm, line);
    return length < 0 ? VALUE_ERROR : VALUE_DONE;
}

/* Lines until their length reaches the hint. */
static Value base_m_readlines(Vm *vm, const Value *args)
{
    int64_t hint, total = 0;
    if (!io_size_argument(vm, args[1], &hint))
        return VALUE_ERROR;
    Value lines = list_new(vm, NULL, 0), iterator = VALUE_ERROR;
    if (!value_is_error(lines))
        iterator = value_iter(vm, args[0]);
    bool going_on = !value_is_error(iterator);
    while (going_on) {
        Value line = value_next(vm, iterator);
        if (line == VALUE_DONE)
            break;
        int64_t length = value_is_error(line) ? -1 : value_length(vm, line);
        going_on = length >= 0 && list_append(vm, lines, line);
        value_drop(vm, line);
        total += length;
        if (hint > 0 && total >= hint)
            break;
    }
    value_drop(vm, iterator);
    if (!error_pending(vm))
        return lines;
    value_drop(vm, lines);
    return VALUE_ERROR;
}

static bool writelines_visit(Vm *vm, Value line, void *context)
{
    Value result = base_call(vm, *(const Value *)context, "write", &line, 1);
    value_drop(vm, result);
    return !value_is_error(result);
}

static Value base_m_writelines(Vm *vm, const Value *args)
{
    Value self = args[0];
    if (!base_check_open(vm, self) || !value_each(vm, args[1], writelines_visit, &self))
        return VALUE_ERROR;
    return VALUE_NONE;
}

/* By read(1), for classes that define no more than that. */
static Value base_m_readline(Vm *vm, const Value *args)
{
    int64_t limit;
    if (!io_size_argument(vm, args[1], &limit))
        return VALUE_ERROR;
    StrBuilder builder = {0};
    bool failed = false;
    while (limit < 0 || (int64_t)builder.size < limit) {
        Value one = value_from_int(1), piece = base_call(vm, args[0], "read", &one, 1);
        BytesView view;
        failed = value_is_error(piece) || !bytes_view(vm, piece, &view);
        size_t size = failed ? 0 : view.size;
        bool ended = size == 0 || view.bytes[size - 1] == '\n';
        if (size > 0)
            builder_add(vm, &builder, (const char *)view.bytes, size);
        value_drop(vm, piece);
        if (ended || builder.failed)
            break;
    }
    Value line = failed || builder.failed ? VALUE_ERROR : bytes_new(vm, builder.bytes, builder.size);
    builder_discard(vm, &builder);
    return line;
}

/* RawIOBase.readall(): read() until the end. */
static Value raw_m_readall(Vm *vm, const Value *args)
{
    StrBuilder builder = {0};
    bool failed = false;
    for (bool more = true; more && !builder.failed;) {
        Value size = value_from_int(IO_BUFFER_SIZE), piece = base_call(vm, args[0], "read", &size, 1);
        BytesView view = {NULL, 0};
        failed = value_is_error(piece) || (!value_is_none(piece) && !bytes_view(vm, piece, &view));
        more = !failed && view.size > 0;
        if (more)
            builder_add(vm, &builder, (const char *)view.bytes, view.size);
        value_drop(vm, piece);
    }
    Value all = failed || builder.failed ? VALUE_ERROR : bytes_new(vm, builder.bytes, builder.size);
    builder_discard(vm, &builder);
    return all;
}

/* RawIOBase.read() by the class's readinto(). */
static Value raw_m_read(Vm *vm, const Value *args)
{
    int64_t size;
    if (!io_size_argument(vm, args[1], &size))
        return VALUE_ERROR;
    if (size < 0)
        return base_call(vm, args[0], "readall", NULL, 0);
    uint8_t *zeros = vm_alloc(vm, (size_t)size + 1);
    if (zeros == NULL)
        return VALUE_ERROR;
    memset(zeros, 0, (size_t)size);
    Value buffer = bytearray_new(vm, zeros, (size_t)size);
    vm_free(vm, zeros, (size_t)size + 1);
    Value count = value_is_error(buffer) ? VALUE_ERROR : base_call(vm, args[0], "readinto", &buffer, 1);
    int64_t used;
    Value result = VALUE_ERROR;
    if (value_is_none(count)) {
        result = VALUE_NONE;
    } else if (!value_is_error(count) && value_to_i64(vm, count, &used)) {
        const ByteArray *array = value_object(buffer);
        if (used < 0 || (size_t)used > array->size)
            raise_value_error(vm, "readinto returned %lld outside buffer size %zu", (long long)used, array->size);
        else
            result = bytes_new(vm, array->bytes, (size_t)used);
    }
    value_drop(vm, count);
    value_drop(vm, buffer);
    return result;
}

static Value raw_m_missing(Vm *vm, const Value *args)
{
    (void)args;
    Value exception = exception_new(vm, vm->types[TYPE_NOT_IMPLEMENTED_ERROR], NULL, 0);
    return value_is_error(exception) ? VALUE_ERROR : raise_exception_take(vm, exception);
}

static Value base_m_false(Vm *vm, const Value *args)
{
    (void)vm, (void)args;
    return VALUE_FALSE;
}

static Value base_m_flush(Vm *vm, const Value *args)
{
    return base_check_open(vm, args[0]) ? VALUE_NONE : VALUE_ERROR;
}

/* Kept as an attribute of the instance, for want of a struct. */
static Value base_m_close(Vm *vm, const Value *args)
{
    Value name = str_intern_c(vm, "_closed");
    if (value_is_error(name))
        return VALUE_ERROR;
    bool done = attribute_set(vm, args[0], name, VALUE_TRUE);
    value_drop(vm, name);
    return done ? VALUE_NONE : VALUE_ERROR;
}

static Value base_get_closed(Vm *vm, Value self)
{
    Value name = str_intern_c(vm, "_closed");
    if (value_is_error(name))
        return VALUE_ERROR;
    Value closed = attribute_get_optional(vm, self, name);
    value_drop(vm, name);
    return closed == VALUE_ABSENT ? VALUE_FALSE : closed;
}

#define BASE_UNSUPPORTED(name)                                                                                         \
    static Value base_m_##name(Vm *vm, const Value *args)                                                              \
    {                                                                                                                  \
        (void)args;                                                                                                    \
        return io_raise_unsupported(vm, #name);                                                                        \
    }
BASE_UNSUPPORTED(fileno)
BASE_UNSUPPORTED(seek)
BASE_UNSUPPORTED(truncate)
BASE_UNSUPPORTED(read)
BASE_UNSUPPORTED(write)
BASE_UNSUPPORTED(detach)
#undef BASE_UNSUPPORTED

static Value base_m_tell(Vm *vm, const Value *args)
{
    Value where[2] = {value_from_int(0), value_from_int(1)};
    return base_call(vm, args[0], "seek", where, 2);
}

static Value base_m_new(Vm *vm, const Value *args)
{
    Object *self = object_new(vm, value_to_type(args[0]), 0);
    return self == NULL ? VALUE_ERROR : value_from_object(self);
}

static const NativeDef base_methods[] = {
    FN(base_m_new, "__new__(cls, /, *args, **kwargs)", NULL),
    FN(base_m_enter, "__enter__(self, /)", NULL),
    FN(base_m_exit, "__exit__(self, /, *args)", NULL),
    FN(base_m_close, "close(self, /)", "Flush and close the file."),
    FN(base_m_fileno, "fileno(self, /)", "Return the descriptor."),
    FN(base_m_flush, "flush(self, /)", "Write what is buffered."),
    FN(base_m_false, "isatty(self, /)", "Return whether the file is a terminal."),
    FN(base_m_false, "readable(self, /)", "Return whether the file can be read."),
    FN(base_m_readline, "readline(self, size=-1, /)", "Read and return a line."),
    FN(base_m_readlines, "readlines(self, hint=-1, /)", "Return a list of lines."),
    FN(base_m_seek, "seek(self, offset, whence=0, /)", "Change the position and return it."),
    FN(base_m_false, "seekable(self, /)", "Return whether the position can be changed."),
    FN(base_m_tell, "tell(self, /)", "Return the position."),
    FN(base_m_truncate, "truncate(self, size=None, /)", "Cut the file off at a position."),
    FN(base_m_false, "writable(self, /)", "Return whether the file can be written."),
    FN(base_m_writelines, "writelines(self, lines, /)", "Write a list of lines."),
    {0}};

static const NativeDef stream_methods[] = {FN(base_m_read, "read(self, size=-1, /)", "Read and return up to size bytes."),
                                           FN(base_m_write, "write(self, b, /)", "Write and return how much."),
                                           FN(base_m_detach, "detach(self, /)", "Separate what lies below and return it."),
                                           {0}};

static const NativeDef raw_methods[] = {FN(raw_m_read, "read(self, size=-1, /)", "Read and return up to size bytes."),
                                        FN(raw_m_readall, "readall(self, /)", "Read until the end."),
                                        FN(raw_m_missing, "readinto(self, buffer, /)", "For classes to define."),
                                        FN(raw_m_missing, "write(self, b, /)", "For classes to define."),
                                        {0}};

static const GetSetDef base_getsets[] = {{"closed", base_get_closed, NULL, NULL}, {0}};

enum { BASE_FLAGS = TYPE_FLAG_BASE | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK };

static void base_slot_destroy(Vm *vm, Object *object)
{
    object_free(vm, object, 0);
}

static void base_slot_traverse(Vm *vm, Object *object, void (*visit)(Vm *, Value, void *), void *context)
{
    (void)vm, (void)object, (void)visit, (void)context;
}

static void base_slot_clear(Vm *vm, Object *object)
{
    (void)vm, (void)object;
}

#define BASE_TYPE(type_name, methods_)                                                                                  \
    {.name = type_name, .module = "io", .flags = BASE_FLAGS, .size = sizeof(Object),                                     \
     .slots = {.destroy = base_slot_destroy, .traverse = base_slot_traverse, .clear = base_slot_clear,                   \
               .iter = base_slot_iter, .next = base_slot_next},                                                          \
     .methods = methods_}

const TypeDef io_base_type_def = {.name = "IOBase",
                                  .module = "io",
                                  .flags = BASE_FLAGS,
                                  .size = sizeof(Object),
                                  .slots = {.destroy = base_slot_destroy, .traverse = base_slot_traverse,
                                            .clear = base_slot_clear, .iter = base_slot_iter, .next = base_slot_next},
                                  .methods = base_methods,
                                  .getsets = base_getsets};
const TypeDef io_raw_base_type_def = BASE_TYPE("RawIOBase", raw_methods);
const TypeDef io_buffered_base_type_def = BASE_TYPE("BufferedIOBase", stream_methods);
const TypeDef io_text_base_type_def = BASE_TYPE("TextIOBase", stream_methods);
