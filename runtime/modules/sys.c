/* Module sys. */
#include "modules/sys.h"

#include <float.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "modules/builtins.h"
#include "modules/io.h"
#include "modules/struct_sequence.h"
#include "object/bytes.h"
#include "object/traceback.h"
#include "object/unraisable.h"

enum { PYTHON_MAJOR = 3, PYTHON_MINOR = 13, PYTHON_MICRO = 0, DIGITS_LIMIT = 4300, DIGITS_THRESHOLD = 640 };

Value sys_get_borrow(Vm *vm, Value name)
{
    Value module = dict_get_name_borrow(vm, vm->modules, NAME_OF(vm, sys));
    if (module == VALUE_ABSENT || !value_has_shape(module, TYPE_MODULE))
        return VALUE_ABSENT;
    return dict_get_name_borrow(vm, module_dict(module), name);
}

static void flush_stream(Vm *vm, Value name)
{
    Value stream = sys_get_borrow(vm, name);
    if (stream == VALUE_ABSENT || value_is_none(stream))
        return;
    value_share(stream);
    Value pending = error_take(vm);
    if (!io_flush(vm, stream))
        error_clear(vm);
    vm->pending = pending;
    value_drop(vm, stream);
}

void sys_flush_streams(Vm *vm)
{
    flush_stream(vm, NAME_OF(vm, stdout));
    flush_stream(vm, NAME_OF(vm, stderr));
}

bool sys_flush_at_exit(Vm *vm)
{
    Value stream = sys_get_borrow(vm, NAME_OF(vm, stdout));
    bool done = true;
    if (stream != VALUE_ABSENT && !value_is_none(stream)) {
        value_share(stream);
        done = io_flush(vm, stream) || error_matches(vm, TYPE_VALUE_ERROR); /* closed: nothing is lost */
        value_drop(vm, stream);
    }
    Value exception = error_take(vm);
    if (!done && exception != VALUE_ABSENT) {
        RenderOptions options = {.plain = true, .traceback = VALUE_NONE};
        Value text = exception_render_with(vm, exception, &options);
        if (!value_is_error(text))
            fprintf(stderr, "Exception ignored on flushing sys.stdout:\n%s", value_to_str(text)->bytes);
        value_drop(vm, text);
        error_clear(vm);
    }
    value_drop(vm, exception);
    flush_stream(vm, NAME_OF(vm, stderr));
    return done;
}

/* Exceptions and leaving. ------------------------------------------------------------ */

static Value sys_m_exit(Vm *vm, const Value *args)
{
    Value exception = exception_new(vm, vm->types[TYPE_SYSTEM_EXIT], args, value_is_none(args[0]) ? 0 : 1);
    return value_is_error(exception) ? VALUE_ERROR : raise_exception_take(vm, exception);
}

static Value sys_m_exception(Vm *vm, const Value *args)
{
    (void)args;
    return vm->handled == VALUE_ABSENT ? VALUE_NONE : value_share(vm->handled);
}

static Value sys_m_exc_info(Vm *vm, const Value *args)
{
    (void)args;
    Value items[3] = {VALUE_NONE, VALUE_NONE, VALUE_NONE};
    if (vm->handled != VALUE_ABSENT && !value_is_none(vm->handled)) {
        items[0] = type_value(value_type(vm, vm->handled));
        items[1] = vm->handled;
        items[2] = value_to_exception(vm->handled)->traceback;
    }
    return tuple_new(vm, items, 3);
}

static bool write_to(Vm *vm, Value stream_name, Value text)
{
    Value stream = sys_get_borrow(vm, stream_name);
    if (stream == VALUE_ABSENT || value_is_none(stream))
        return true;
    value_share(stream);
    bool done = io_write(vm, stream, text);
    value_drop(vm, stream);
    return done;
}

static Value sys_m_excepthook(Vm *vm, const Value *args)
{
    if (!value_is_exception(vm, args[1]))
        return raise_type_error(vm, "print_exception(): Exception expected for value, %T found", args[1]);
    Value text = exception_render(vm, args[1]);
    bool done = !value_is_error(text) && write_to(vm, NAME_OF(vm, stderr), text);
    value_drop(vm, text);
    return done ? VALUE_NONE : VALUE_ERROR;
}

static Value sys_m_displayhook(Vm *vm, const Value *args)
{
    if (value_is_none(args[0]))
        return VALUE_NONE;
    Value line = format_text(vm, "%R\n", args[0]);
    bool done = !value_is_error(line) && write_to(vm, NAME_OF(vm, stdout), line) &&
                dict_set_name(vm, vm->builtins, NAME_OF(vm, underscore), args[0]);
    value_drop(vm, line);
    return done ? VALUE_NONE : VALUE_ERROR;
}

/* Reports what a finalizer raised. */
static Value sys_m_unraisablehook(Vm *vm, const Value *args)
{
    Value name = str_intern_c(vm, "exc_value");
    Value exception = value_is_error(name) ? VALUE_ERROR : attribute_get(vm, args[0], name);
    value_drop(vm, name);
    if (value_is_error(exception))
        return VALUE_ERROR;
    Value where = attribute_get(vm, args[0], NAME_OF(vm, object));
    bool known = !value_is_error(where) && value_is_exception(vm, exception);
    if (known)
        error_print_ignored(vm, exception, where);
    value_drop(vm, where);
    value_drop(vm, exception);
    return known || !error_pending(vm) ? VALUE_NONE : VALUE_ERROR;
}

/* Limits. ------------------------------------------------------------------------------ */

static Value sys_m_getrecursionlimit(Vm *vm, const Value *args)
{
    (void)args;
    return value_from_int(vm->recursion_limit);
}

static Value sys_m_setrecursionlimit(Vm *vm, const Value *args)
{
    int64_t limit;
    if (!value_to_i64(vm, args[0], &limit))
        return VALUE_ERROR;
    if (limit < 1)
        return raise_value_error(vm, "recursion limit must be greater or equal than 1");
    vm->recursion_limit = limit > INT32_MAX ? INT32_MAX : (uint32_t)limit;
    return VALUE_NONE;
}

static Value sys_m_get_int_max_str_digits(Vm *vm, const Value *args)
{
    (void)args;
    return value_from_int(vm->int_max_str_digits);
}

static Value sys_m_set_int_max_str_digits(Vm *vm, const Value *args)
{
    int64_t limit;
    if (!value_to_i64(vm, args[0], &limit))
        return VALUE_ERROR;
    if (limit != 0 && (limit < DIGITS_THRESHOLD || limit > INT32_MAX))
        return raise_value_error(vm, "maxdigits must be 0 or larger than %d", DIGITS_THRESHOLD);
    vm->int_max_str_digits = (uint32_t)limit;
    return VALUE_NONE;
}

/* Objects. ------------------------------------------------------------------------------ */

static Value sys_m_intern(Vm *vm, const Value *args)
{
    if (!value_is_str(vm, args[0]))
        return raise_type_error(vm, "intern() argument must be str, not %T", args[0]);
    if (!value_has_shape(args[0], TYPE_STR))
        return raise_type_error(vm, "can't intern %T", args[0]);
    return str_intern_take(vm, value_share(args[0]));
}

/* Bytes of the value's own block, and of the array it owns. */
static size_t object_size(const Vm *vm, Value value)
{
    if (!value_is_heap(value))
        return sizeof(Value);
    size_t size = value_type(vm, value)->size;
    if (value_is_str(vm, value))
        return size + value_to_str(value)->size + 1;
    if (value_is_bytes(vm, value))
        return size + VALUE_OBJECT(Bytes, value)->size + 1;
    if (value_is_tuple(vm, value))
        return size + value_to_tuple(value)->count * sizeof(Value);
    if (value_is_list(vm, value))
        return size + value_to_list(value)->capacity * sizeof(Value);
    if (value_is_dict(vm, value))
        return size + value_to_dict(value)->capacity * sizeof(DictEntry);
    if (value_is_set(vm, value))
        return size + (value_to_set(value)->mask >= 8 ? (value_to_set(value)->mask + 1) * sizeof(SetEntry) : 0);
    return size;
}

static Value sys_m_getsizeof(Vm *vm, const Value *args)
{
    return value_from_int((int64_t)object_size(vm, args[0]));
}

/* One more for the argument itself, as programs expect. */
static Value sys_m_getrefcount(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_int(value_is_heap(args[0]) ? (int64_t)((Object *)value_object(args[0]))->refs : INT32_MAX);
}

static Value sys_m_getframe(Vm *vm, const Value *args)
{
    int64_t depth;
    if (!value_to_i64(vm, args[0], &depth))
        return VALUE_ERROR;
    return machine_frame_object(vm, depth < 0 ? 0 : depth > INT32_MAX ? INT32_MAX : (int)depth);
}

/* Small answers. -------------------------------------------------------------------------- */

static Value sys_m_utf8(Vm *vm, const Value *args)
{
    (void)args;
    return value_share(NAME_OF(vm, utf8));
}

static Value sys_m_filesystem_errors(Vm *vm, const Value *args)
{
    (void)args;
    return str_from_c(vm, "surrogateescape");
}

static Value sys_m_none(Vm *vm, const Value *args)
{
    (void)vm, (void)args;
    return VALUE_NONE;
}

static Value sys_m_false(Vm *vm, const Value *args)
{
    (void)vm, (void)args;
    return VALUE_FALSE;
}

static Value sys_m_settrace(Vm *vm, const Value *args)
{
    return value_is_none(args[0]) ? VALUE_NONE : raise_not_supported(vm, "tracing and profiling functions");
}

static Value sys_m_getswitchinterval(Vm *vm, const Value *args)
{
    (void)args;
    return float_new(vm, 0.005);
}

static const NativeDef sys_functions[] = {
    FN(sys_m_none, "addaudithook(hook)", "Accept an audit hook; none is ever called."),
    FN(sys_m_none, "audit(event, /, *args)", "Do nothing."),
    FN(sys_m_displayhook, "displayhook(object, /)", "Print an object to sys.stdout and also save it in builtins._"),
    FN(sys_m_exc_info, "exc_info()", "Return current exception information: (type, value, traceback)."),
    FN(sys_m_excepthook, "excepthook(exctype, value, traceback, /)", "Handle an exception by displaying it on sys.stderr."),
    FN(sys_m_exception, "exception()", "Return the current exception."),
    FN(sys_m_exit, "exit(status=None, /)", "Exit the interpreter by raising SystemExit(status)."),
    FN(sys_m_getframe, "_getframe(depth=0, /)", "Return a frame object from the call stack."),
    FN(sys_m_utf8, "getdefaultencoding()", "Return the current default encoding used by the Unicode implementation."),
    FN(sys_m_utf8, "getfilesystemencoding()", "Return the encoding used to convert Unicode filenames to OS filenames."),
    FN(sys_m_filesystem_errors, "getfilesystemencodeerrors()", "Return the error mode used for Unicode filenames."),
    FN(sys_m_get_int_max_str_digits, "get_int_max_str_digits()", "Return the maximum string digits limit for conversions."),
    FN(sys_m_getrecursionlimit, "getrecursionlimit()", "Return the current value of the recursion limit."),
    FN(sys_m_getrefcount, "getrefcount(object, /)", "Return the reference count of object."),
    FN(sys_m_getsizeof, "getsizeof(object, default=?)", "Return the size of object in bytes."),
    FN(sys_m_getswitchinterval, "getswitchinterval()", "Return the thread switch interval."),
    FN(sys_m_none, "getprofile()", "Return None."),
    FN(sys_m_none, "gettrace()", "Return None."),
    FN(sys_m_intern, "intern(string, /)", "Enter the string in the table of interned strings."),
    FN(sys_m_false, "is_finalizing()", "Return False."),
    FN(sys_m_set_int_max_str_digits, "set_int_max_str_digits(maxdigits)", "Set the maximum string digits limit for conversions."),
    FN(sys_m_settrace, "setprofile(function, /)", "Refuse anything but None."),
    FN(sys_m_setrecursionlimit, "setrecursionlimit(limit, /)", "Set the maximum depth of the interpreter stack to n."),
    FN(sys_m_none, "setswitchinterval(interval, /)", "Accept a thread switch interval."),
    FN(sys_m_settrace, "settrace(function, /)", "Refuse anything but None."),
    FN(sys_m_unraisablehook, "unraisablehook(unraisable, /)", "Handle an unraisable exception."),
    {0}};

/* Constants. ---------------------------------------------------------------------------------- */

static const GetSetDef version_fields[] = {STRUCT_FIELD("major", 0), STRUCT_FIELD("minor", 1), STRUCT_FIELD("micro", 2),
                                           STRUCT_FIELD("releaselevel", 3), STRUCT_FIELD("serial", 4), {0}};
static const TypeDef version_type_def = STRUCT_TYPE("version_info", "sys", version_fields);

static const GetSetDef float_fields[] = {
    STRUCT_FIELD("max", 0),     STRUCT_FIELD("max_exp", 1),    STRUCT_FIELD("max_10_exp", 2), STRUCT_FIELD("min", 3),
    STRUCT_FIELD("min_exp", 4), STRUCT_FIELD("min_10_exp", 5), STRUCT_FIELD("dig", 6),        STRUCT_FIELD("mant_dig", 7),
    STRUCT_FIELD("epsilon", 8), STRUCT_FIELD("radix", 9),      STRUCT_FIELD("rounds", 10),    {0}};
static const TypeDef float_type_def = STRUCT_TYPE("float_info", "sys", float_fields);

static const GetSetDef int_fields[] = {STRUCT_FIELD("bits_per_digit", 0), STRUCT_FIELD("sizeof_digit", 1),
                                       STRUCT_FIELD("default_max_str_digits", 2),
                                       STRUCT_FIELD("str_digits_check_threshold", 3), {0}};
static const TypeDef int_type_def = STRUCT_TYPE("int_info", "sys", int_fields);

static const GetSetDef hash_fields[] = {STRUCT_FIELD("width", 0), STRUCT_FIELD("modulus", 1), STRUCT_FIELD("inf", 2),
                                        STRUCT_FIELD("nan", 3), STRUCT_FIELD("imag", 4), STRUCT_FIELD("algorithm", 5),
                                        STRUCT_FIELD("hash_bits", 6), STRUCT_FIELD("seed_bits", 7),
                                        STRUCT_FIELD("cutoff", 8), {0}};
static const TypeDef hash_type_def = STRUCT_TYPE("hash_info", "sys", hash_fields);

static const GetSetDef flags_fields[] = {
    STRUCT_FIELD("debug", 0),          STRUCT_FIELD("inspect", 1),            STRUCT_FIELD("interactive", 2),
    STRUCT_FIELD("optimize", 3),       STRUCT_FIELD("dont_write_bytecode", 4), STRUCT_FIELD("no_user_site", 5),
    STRUCT_FIELD("no_site", 6),        STRUCT_FIELD("ignore_environment", 7), STRUCT_FIELD("verbose", 8),
    STRUCT_FIELD("bytes_warning", 9),  STRUCT_FIELD("quiet", 10),             STRUCT_FIELD("hash_randomization", 11),
    STRUCT_FIELD("isolated", 12),      STRUCT_FIELD("dev_mode", 13),          STRUCT_FIELD("utf8_mode", 14),
    STRUCT_FIELD("warn_default_encoding", 15), STRUCT_FIELD("safe_path", 16), STRUCT_FIELD("int_max_str_digits", 17),
    {0}};
static const TypeDef flags_type_def = STRUCT_TYPE("flags", "sys", flags_fields);

/* Adds an instance of a struct sequence of its own type; takes the items. */
static bool add_struct(Vm *vm, Value dict, const TypeDef *def, const Value *items, size_t count)
{
    Type *type = struct_sequence_type(vm, def);
    if (type == NULL)
        return false;
    Value value = struct_sequence_new_take(vm, type, items, count);
    value_drop(vm, type_value(type)); /* the instance keeps it */
    return !value_is_error(value) && dict_set_c_take(vm, dict, def->name, value);
}

static bool add_version(Vm *vm, Value dict)
{
    Value items[] = {value_from_int(PYTHON_MAJOR), value_from_int(PYTHON_MINOR), value_from_int(PYTHON_MICRO),
                     str_from_c(vm, "final"), value_from_int(0)};
    return add_struct(vm, dict, &version_type_def, items, ARRAY_LENGTH(items)) &&
           dict_set_c_take(vm, dict, "version", str_from_c(vm, "3.13.0 (Habu) [C]")) &&
           dict_set_c(vm, dict, "hexversion", value_from_int(PYTHON_MAJOR << 24 | PYTHON_MINOR << 16 | PYTHON_MICRO << 8 | 0xf0)) &&
           dict_set_c(vm, dict, "api_version", value_from_int(1013)) &&
           dict_set_c_take(vm, dict, "copyright", str_from_c(vm, "Habu, an interpreter for Python 3.13 programs."));
}

static bool add_numbers(Vm *vm, Value dict)
{
    Value floats[] = {float_new(vm, DBL_MAX), value_from_int(DBL_MAX_EXP), value_from_int(DBL_MAX_10_EXP),
                      float_new(vm, DBL_MIN), value_from_int(DBL_MIN_EXP), value_from_int(DBL_MIN_10_EXP),
                      value_from_int(DBL_DIG), value_from_int(DBL_MANT_DIG), float_new(vm, DBL_EPSILON),
                      value_from_int(FLT_RADIX), value_from_int(1)};
    Value ints[] = {value_from_int(30), value_from_int(4), value_from_int(DIGITS_LIMIT), value_from_int(DIGITS_THRESHOLD)};
    Value hashes[] = {value_from_int(64), value_from_int((INT64_C(1) << 61) - 1), value_from_int(314159), value_from_int(0),
                      value_from_int(1000003), str_from_c(vm, "siphash13"), value_from_int(64), value_from_int(128),
                      value_from_int(0)};
    Value zero = value_from_int(0), one = value_from_int(1);
    Value flags[] = {zero, zero, zero, zero, one, zero, zero, zero, zero, zero, zero, one, zero, VALUE_FALSE, one, zero,
                     VALUE_FALSE, value_from_int(DIGITS_LIMIT)};
    return add_struct(vm, dict, &float_type_def, floats, ARRAY_LENGTH(floats)) &&
           add_struct(vm, dict, &int_type_def, ints, ARRAY_LENGTH(ints)) &&
           add_struct(vm, dict, &hash_type_def, hashes, ARRAY_LENGTH(hashes)) &&
           add_struct(vm, dict, &flags_type_def, flags, ARRAY_LENGTH(flags)) &&
           dict_set_c_take(vm, dict, "maxsize", int_from_i64(vm, INT64_MAX)) &&
           dict_set_c(vm, dict, "maxunicode", value_from_int(0x10ffff)) &&
           dict_set_c_take(vm, dict, "float_repr_style", str_from_c(vm, "short"));
}

static bool namespace_add_take(Vm *vm, Value namespace, const char *name, Value value)
{
    Value key = str_intern_c(vm, name);
    bool done = !value_is_error(key) && !value_is_error(value) && attribute_set(vm, namespace, key, value);
    value_drop(vm, key);
    value_drop(vm, value);
    return done;
}

static bool add_implementation(Vm *vm, Value dict)
{
    Value name = str_intern_c(vm, "version_info");
    Value version = value_is_error(name) ? VALUE_ERROR : dict_get_borrow(vm, dict, name);
    value_drop(vm, name);
    Value namespace = value_is_error(version) || version == VALUE_ABSENT
                          ? VALUE_ERROR
                          : call_value(vm, type_value(vm->types[TYPE_NAMESPACE]), NULL, 0);
    if (value_is_error(namespace))
        return false;
    bool done = namespace_add_take(vm, namespace, "name", str_from_c(vm, "habu")) &&
                namespace_add_take(vm, namespace, "cache_tag", VALUE_NONE) &&
                namespace_add_take(vm, namespace, "version", value_share(version)) &&
                namespace_add_take(vm, namespace, "hexversion", value_from_int(0x030d00f0));
    if (done)
        return dict_set_c_take(vm, dict, "implementation", namespace);
    value_drop(vm, namespace);
    return false;
}

static bool add_stream(Vm *vm, Value dict, int descriptor, const char *name, const char *original)
{
    Value stream = io_standard_stream(vm, descriptor);
    bool done = !value_is_error(stream) && dict_set_c(vm, dict, name, stream) && dict_set_c(vm, dict, original, stream);
    value_drop(vm, stream);
    return done;
}

static Value executable_path(Vm *vm)
{
    char path[4096];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path);
    return size <= 0 ? value_share(vm->empty_str) : str_decode_utf8(vm, path, (size_t)size);
}

static bool add_environment(Vm *vm, Value dict)
{
    return dict_set_c(vm, dict, "modules", vm->modules) && dict_set_c_take(vm, dict, "argv", list_new(vm, NULL, 0)) &&
           dict_set_c_take(vm, dict, "orig_argv", list_new(vm, NULL, 0)) &&
           dict_set_c_take(vm, dict, "path", list_new(vm, NULL, 0)) &&
           dict_set_c_take(vm, dict, "meta_path", list_new(vm, NULL, 0)) &&
           dict_set_c_take(vm, dict, "path_hooks", list_new(vm, NULL, 0)) &&
           dict_set_c_take(vm, dict, "warnoptions", list_new(vm, NULL, 0)) &&
           dict_set_c_take(vm, dict, "_xoptions", dict_new(vm)) &&
           dict_set_c_take(vm, dict, "executable", executable_path(vm)) &&
           dict_set_c_take(vm, dict, "platform", str_from_c(vm, "linux")) &&
           dict_set_c_take(vm, dict, "platlibdir", str_from_c(vm, "lib")) &&
           dict_set_c_take(vm, dict, "byteorder", str_from_c(vm, "little")) &&
           dict_set_c_take(vm, dict, "prefix", str_from_c(vm, "/usr/local")) &&
           dict_set_c_take(vm, dict, "base_prefix", str_from_c(vm, "/usr/local")) &&
           dict_set_c_take(vm, dict, "exec_prefix", str_from_c(vm, "/usr/local")) &&
           dict_set_c_take(vm, dict, "base_exec_prefix", str_from_c(vm, "/usr/local")) &&
           dict_set_c(vm, dict, "dont_write_bytecode", VALUE_TRUE);
}

/* What a program replaces can be had back under another name. */
static bool add_hooks(Vm *vm, Value dict)
{
    static const char *const names[][2] = {{"displayhook", "__displayhook__"},
                                           {"excepthook", "__excepthook__"},
                                           {"unraisablehook", "__unraisablehook__"}};
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
        Value name = str_intern_c(vm, names[i][0]);
        if (value_is_error(name))
            return false;
        Value hook = dict_get_name_borrow(vm, dict, name);
        value_drop(vm, name);
        if (hook == VALUE_ABSENT || !dict_set_c(vm, dict, names[i][1], hook))
            return false;
    }
    return true;
}

/* sys.stdlib_module_names and sys.builtin_module_names. */
static bool add_module_names(Vm *vm, Value dict)
{
    static const char *const native[] = {
#define MODULE(id, name) name,
#include "modules/modules.def"
#undef MODULE
    };
    Value list = list_new(vm, NULL, 0), natives = list_new(vm, NULL, 0);
    bool done = !value_is_error(list) && !value_is_error(natives);
    for (const char *at = suggestion_modules() + 1; done && *at != 0; at = strchr(at, ' ') + 1) {
        Value name = str_new(vm, at, strcspn(at, " "));
        done = !value_is_error(name) && list_append_take(vm, list, name);
    }
    for (size_t i = 0; done && i < ARRAY_LENGTH(native); i++) {
        Value name = str_from_c(vm, native[i]);
        done = !value_is_error(name) && list_append_take(vm, natives, name);
    }
    done = done && dict_set_c_take(vm, dict, "stdlib_module_names", frozenset_from(vm, list)) &&
           dict_set_c_take(vm, dict, "builtin_module_names", list_to_tuple(vm, natives));
    value_drop(vm, list);
    value_drop(vm, natives);
    return done;
}

bool sys_module_fill(Vm *vm, Value module)
{
    Value dict = module_dict(module);
    if (vm->int_max_str_digits == 0)
        vm->int_max_str_digits = DIGITS_LIMIT;
    return module_add_functions(vm, module, sys_functions) && add_version(vm, dict) && add_numbers(vm, dict) &&
           add_implementation(vm, dict) && add_environment(vm, dict) && add_hooks(vm, dict) &&
           add_module_names(vm, dict) &&
           add_stream(vm, dict, STDIN_FILENO, "stdin", "__stdin__") &&
           add_stream(vm, dict, STDOUT_FILENO, "stdout", "__stdout__") &&
           add_stream(vm, dict, STDERR_FILENO, "stderr", "__stderr__");
}
