/* Module io: open() and the types of its streams.
 *
 * The types live in the module's dict; C code finds them there by name. */
#include "modules/io.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "modules/hooks.h"
#include "modules/io_types.h"
#include "modules/path.h"

bool io_is(const Vm *vm, Value value, const TypeDef *def)
{
    if (!value_is_heap(value))
        return false;
    for (const Type *type = value_type(vm, value); type != NULL; type = type->base)
        if (type->def == def)
            return true;
    return false;
}

/* An attribute of module io (owned), imported when nobody has done so yet. */
static Value io_attribute(Vm *vm, const char *name)
{
    Value key = str_intern_c(vm, "io");
    if (value_is_error(key))
        return VALUE_ERROR;
    Value module = machine_import(vm, key, VALUE_NONE, VALUE_NONE, 0);
    value_drop(vm, key);
    if (value_is_error(module))
        return VALUE_ERROR;
    key = str_intern_c(vm, name);
    Value value = value_is_error(key) ? VALUE_ERROR : attribute_get(vm, module, key);
    value_drop(vm, key);
    value_drop(vm, module);
    return value;
}

Type *io_type(Vm *vm, const char *name)
{
    Value type = io_attribute(vm, name);
    if (value_is_error(type))
        return NULL;
    bool is_type = value_is_type(vm, type);
    value_drop(vm, type); /* the module keeps it */
    if (is_type)
        return value_to_type(type);
    raise_error(vm, TYPE_RUNTIME_ERROR, "io.%s is no longer a type", name);
    return NULL;
}

COLD Value io_raise_unsupported(Vm *vm, const char *what)
{
    Type *type = io_type(vm, "UnsupportedOperation");
    Value text = type == NULL ? VALUE_ERROR : str_from_c(vm, what);
    if (value_is_error(text))
        return VALUE_ERROR;
    Value exception = exception_new(vm, type, &text, 1);
    value_drop(vm, text);
    return value_is_error(exception) ? VALUE_ERROR : raise_exception_take(vm, exception);
}

COLD Value io_raise_closed(Vm *vm)
{
    return raise_value_error(vm, "I/O operation on closed file.");
}

bool io_size_argument(Vm *vm, Value value, int64_t *size)
{
    *size = -1;
    if (value_is_none(value))
        return true;
    if (!value_is_any_int(vm, value) && value_type(vm, value)->slots.unary[UNARY_INDEX] == NULL)
        return raise_false(vm, TYPE_TYPE_ERROR, "argument should be integer or None, not '%T'", value);
    if (!value_to_i64(vm, value, size))
        return false;
    if (*size < 0)
        *size = -1;
    return true;
}

/* For print() and input(). --------------------------------------------------------- */

/* A text stream whose methods no subclass can have replaced. */
static TextFile *io_plain_text(const Vm *vm, Value file)
{
    return value_is_heap(file) && value_type(vm, file)->def == &text_file_type_def ? value_object(file) : NULL;
}

bool io_write(Vm *vm, Value file, Value text)
{
    TextFile *plain = io_plain_text(vm, file);
    if (plain != NULL)
        return text_file_write(vm, plain, text);
    Value result = call_method(vm, file, NAME_OF(vm, write), &text, 1);
    value_drop(vm, result);
    return !value_is_error(result);
}

bool io_flush(Vm *vm, Value file)
{
    TextFile *plain = io_plain_text(vm, file);
    if (plain != NULL)
        return text_file_flush(vm, plain);
    Value result = call_method(vm, file, NAME_OF(vm, flush), NULL, 0);
    value_drop(vm, result);
    return !value_is_error(result);
}

Value io_readline(Vm *vm, Value file)
{
    Value line = call_method(vm, file, NAME_OF(vm, readline), NULL, 0);
    if (value_is_error(line) || value_is_str(vm, line))
        return line;
    raise_type_error(vm, "object.readline() returned non-string");
    value_drop(vm, line);
    return VALUE_ERROR;
}

/* open ------------------------------------------------------------------------------- */

typedef struct {
    char base; /* r, w, a or x */
    bool plus, binary, text;
} OpenMode;

static bool mode_parse(Vm *vm, Value text, OpenMode *mode)
{
    *mode = (OpenMode){0};
    bool valid = true;
    int bases = 0;
    const char *letters = value_to_str(text)->bytes;
    for (const char *at = letters; *at != 0; at++) {
        valid = valid && strchr("rwaxbt+", *at) != NULL && strchr(at + 1, *at) == NULL;
        if (strchr("rwax", *at) != NULL) {
            bases++;
            mode->base = *at;
        }
        mode->plus = mode->plus || *at == '+';
        mode->binary = mode->binary || *at == 'b';
        mode->text = mode->text || *at == 't';
    }
    if (!valid)
        return raise_false(vm, TYPE_VALUE_ERROR, "invalid mode: %R", text);
    if (mode->binary && mode->text)
        return raise_false(vm, TYPE_VALUE_ERROR, "can't have text and binary mode at once");
    if (bases == 0)
        return raise_false(vm, TYPE_VALUE_ERROR,
                           "Must have exactly one of create/read/write/append mode and at most one plus");
    return bases == 1 || raise_false(vm, TYPE_VALUE_ERROR, "must have exactly one of create/read/write/append mode");
}

/* args as for open(): those that only text has. */
static bool mode_check_text_arguments(Vm *vm, const OpenMode *mode, const Value *args)
{
    static const char *const names[] = {[3] = "encoding", [4] = "errors", [5] = "newline"};
    for (int i = 3; i <= 5; i++) {
        if (value_is_none(args[i]))
            continue;
        if (!value_is_str(vm, args[i]))
            return raise_false(vm, TYPE_TYPE_ERROR, "open() argument '%s' must be str or None, not %T", names[i], args[i]);
        if (mode->binary)
            return raise_false(vm, TYPE_VALUE_ERROR, "binary mode doesn't take %s %s argument", i == 5 ? "a" : "an", names[i]);
    }
    return true;
}

static int mode_flags(const OpenMode *mode)
{
    int flags = mode->plus ? O_RDWR : mode->base == 'r' ? O_RDONLY : O_WRONLY;
    if (mode->base == 'w')
        flags |= O_CREAT | O_TRUNC;
    if (mode->base == 'a')
        flags |= O_CREAT | O_APPEND;
    if (mode->base == 'x')
        flags |= O_CREAT | O_EXCL;
    return flags | O_CLOEXEC;
}

/* A descriptor from the opener, or -1. */
static int descriptor_from_opener(Vm *vm, Value opener, Value path, int flags)
{
    Value args[2] = {path, value_from_int(flags)};
    Value answer = call_value(vm, opener, args, 2);
    int64_t number = -1;
    if (value_is_error(answer))
        return -1;
    if (!value_is_any_int(vm, answer))
        raise_type_error(vm, "expected integer from opener");
    else if (value_to_i64(vm, answer, &number) && number < 0)
        raise_value_error(vm, "opener returned %lld", (long long)number);
    value_drop(vm, answer);
    return (int)number;
}

static int descriptor_from_path(Vm *vm, Value file, Value opener, int flags)
{
    const char *path;
    Value str = path_to_c(vm, file, &path);
    if (value_is_error(str))
        return -1;
    int descriptor;
    if (!value_is_none(opener)) {
        descriptor = descriptor_from_opener(vm, opener, file, flags);
    } else {
        do
            descriptor = open(path, flags, 0666);
        while (descriptor < 0 && errno == EINTR);
        if (descriptor < 0)
            raise_os_error(vm, errno, file);
    }
    value_drop(vm, str);
    return descriptor;
}

/* Opens what `file` names; *owned says that the descriptor is a new one. */
static int descriptor_open(Vm *vm, const Value *args, const OpenMode *mode, bool *owned)
{
    struct stat status;
    int descriptor;
    *owned = !value_is_any_int(vm, args[0]);
    if (*owned) {
        descriptor = descriptor_from_path(vm, args[0], args[7], mode_flags(mode));
    } else {
        int64_t number;
        if (!value_to_i64(vm, args[0], &number))
            return -1;
        if (number < 0)
            raise_value_error(vm, "negative file descriptor");
        descriptor = number < 0 ? -1 : (int)number;
    }
    if (descriptor < 0)
        return -1;
    int code = fstat(descriptor, &status) != 0 ? errno : S_ISDIR(status.st_mode) ? EISDIR : 0;
    if (code == 0)
        return descriptor;
    if (*owned)
        close(descriptor);
    raise_os_error(vm, code, *owned || code == EISDIR ? args[0] : VALUE_ABSENT);
    return -1;
}

/* The binary stream for a descriptor, which it takes over. */
static Value open_binary(Vm *vm, int descriptor, const OpenMode *mode, Value name, bool buffered)
{
    const char *kind = !buffered ? "FileIO" : mode->plus ? "BufferedRandom" : mode->base == 'r' ? "BufferedReader" : "BufferedWriter";
    Type *type = io_type(vm, kind);
    Value result = type == NULL ? VALUE_ERROR : binary_file_new(vm, type, descriptor, name);
    if (value_is_error(result)) {
        close(descriptor);
        return VALUE_ERROR;
    }
    BinaryFile *file = value_object(result);
    file->readable = mode->plus || mode->base == 'r';
    file->writable = mode->plus || mode->base != 'r';
    file->appending = mode->base == 'a';
    file->created = mode->base == 'x';
    file->buffered = buffered;
    if (file->appending)
        lseek(descriptor, 0, SEEK_END); /* tell() is to say so at once; a pipe cannot, and need not */
    return result;
}

static Value open_text(Vm *vm, const Value *args, Value binary, bool line_buffering)
{
    TextOptions options = {binary, args[3], args[4], args[5], args[1], line_buffering, false};
    Type *type = io_type(vm, "TextIOWrapper");
    return type == NULL ? VALUE_ERROR : text_file_new(vm, type, &options);
}

/* args: file, mode, buffering, encoding, errors, newline, closefd, opener */
Value io_open(Vm *vm, const Value *args)
{
    OpenMode mode;
    int64_t buffering;
    bool owned;
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "open() argument 'mode' must be str, not %T", args[1]);
    if (!value_to_i64(vm, args[2], &buffering) || !mode_parse(vm, args[1], &mode) ||
        !mode_check_text_arguments(vm, &mode, args))
        return VALUE_ERROR;
    int close_it = value_truth(vm, args[6]);
    if (close_it < 0)
        return VALUE_ERROR;
    if (!mode.binary && buffering == 0)
        return raise_value_error(vm, "can't have unbuffered text I/O");
    if (!close_it && !value_is_any_int(vm, args[0]))
        return raise_value_error(vm, "Cannot use closefd=False with file name");
    int descriptor = descriptor_open(vm, args, &mode, &owned);
    if (descriptor < 0)
        return VALUE_ERROR;
    Value binary = open_binary(vm, descriptor, &mode, args[0], buffering != 0);
    if (value_is_error(binary))
        return VALUE_ERROR;
    VALUE_OBJECT(BinaryFile, binary)->close_descriptor = close_it;
    if (mode.binary)
        return binary;
    bool lines = buffering == 1 || (buffering < 0 && binary_file_isatty(value_object(binary)));
    Value text = open_text(vm, args, binary, lines);
    value_drop(vm, binary);
    return text;
}

Value io_standard_stream(Vm *vm, int descriptor)
{
    static const char *const names[] = {"<stdin>", "<stdout>", "<stderr>"};
    ASSERT(descriptor >= 0 && descriptor <= 2);
    if (fcntl(descriptor, F_GETFD) < 0)
        return VALUE_NONE; /* closed by whoever started us */
    OpenMode mode = {.base = descriptor == 0 ? 'r' : 'w'};
    Value name = str_from_c(vm, names[descriptor]), errors = str_from_c(vm, descriptor == 2 ? "backslashreplace" : "strict");
    Value mode_text = str_from_c(vm, descriptor == 0 ? "r" : "w"), encoding = str_from_c(vm, "utf-8");
    Value args[8] = {name, mode_text, value_from_int(-1), encoding, errors, VALUE_NONE, VALUE_FALSE, VALUE_NONE};
    Value binary = VALUE_ERROR, text = VALUE_ERROR;
    bool made = !value_is_error(name) && !value_is_error(errors) && !value_is_error(mode_text) && !value_is_error(encoding);
    if (made)
        binary = open_binary(vm, descriptor, &mode, name, true);
    if (!value_is_error(binary)) {
        VALUE_OBJECT(BinaryFile, binary)->close_descriptor = false;
        text = open_text(vm, args, binary, descriptor == 2 || isatty(descriptor) == 1);
    }
    value_drop(vm, binary);
    value_drop(vm, name);
    value_drop(vm, errors);
    value_drop(vm, mode_text);
    value_drop(vm, encoding);
    return text;
}

/* The module. -------------------------------------------------------------------------- */

static Value io_m_text_encoding(Vm *vm, const Value *args)
{
    return value_is_none(args[0]) ? str_from_c(vm, "locale") : value_share(args[0]);
}

/* class UnsupportedOperation(OSError, ValueError) */
static bool io_add_unsupported(Vm *vm, Value module)
{
    Value bases = tuple_pair_take(vm, value_share(type_value(vm->types[TYPE_OS_ERROR])),
                                  value_share(type_value(vm->types[TYPE_VALUE_ERROR])));
    Value name = str_intern_c(vm, "UnsupportedOperation"), namespace = dict_new(vm), class = VALUE_ERROR;
    if (!value_is_error(bases) && !value_is_error(name) && !value_is_error(namespace) &&
        dict_set_c_take(vm, namespace, "__module__", str_intern_c(vm, "io")))
        class = type_new_class(vm, vm->types[TYPE_TYPE], name, bases, namespace, VALUE_ABSENT, NULL);
    value_drop(vm, bases);
    value_drop(vm, name);
    value_drop(vm, namespace);
    return !value_is_error(class) && dict_set_c_take(vm, module_dict(module), "UnsupportedOperation", class);
}

static bool io_add_types(Vm *vm, Value module)
{
    Type *base = module_add_type(vm, module, &io_base_type_def, NULL);
    Type *raw = base == NULL ? NULL : module_add_type(vm, module, &io_raw_base_type_def, base);
    Type *buffered = raw == NULL ? NULL : module_add_type(vm, module, &io_buffered_base_type_def, base);
    Type *text = buffered == NULL ? NULL : module_add_type(vm, module, &io_text_base_type_def, base);
    return text != NULL && module_add_type(vm, module, &file_io_type_def, raw) != NULL &&
           module_add_type(vm, module, &buffered_reader_type_def, buffered) != NULL &&
           module_add_type(vm, module, &buffered_writer_type_def, buffered) != NULL &&
           module_add_type(vm, module, &buffered_random_type_def, buffered) != NULL &&
           module_add_type(vm, module, &bytes_io_type_def, buffered) != NULL &&
           module_add_type(vm, module, &text_file_type_def, text) != NULL &&
           module_add_type(vm, module, &string_io_type_def, text) != NULL;
}

static const NativeDef io_functions[] = {
    FN(io_m_text_encoding, "text_encoding(encoding, stacklevel=2, /)", "Return the encoding, or \"locale\" for None."),
    {0}};

/* io.open is the builtin itself. */
static bool io_add_open(Vm *vm, Value dict)
{
    Value name = str_intern_c(vm, "open");
    if (value_is_error(name))
        return false;
    Value builtin = dict_get_name_borrow(vm, vm->builtins, name);
    bool done = builtin == VALUE_ABSENT || dict_set_name(vm, dict, name, builtin);
    value_drop(vm, name);
    return done;
}

bool io_module_fill(Vm *vm, Value module)
{
    Value dict = module_dict(module);
    return io_add_open(vm, dict) && io_add_types(vm, module) && io_add_unsupported(vm, module) && module_add_functions(vm, module, io_functions) &&
           dict_set_c(vm, dict, "BlockingIOError", type_value(vm->types[TYPE_BLOCKING_IO_ERROR])) &&
           dict_set_c(vm, dict, "DEFAULT_BUFFER_SIZE", value_from_int(IO_BUFFER_SIZE)) &&
           dict_set_c(vm, dict, "SEEK_SET", value_from_int(0)) && dict_set_c(vm, dict, "SEEK_CUR", value_from_int(1)) &&
           dict_set_c(vm, dict, "SEEK_END", value_from_int(2));
}
