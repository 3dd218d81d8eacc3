/* The builtin exception types: what each keeps besides args and how it prints.
 *
 * Values lie in Exception.extra at the indices of exception_types.h; a program
 * sees VALUE_ABSENT there as None. */
#include "object/exception_types.h"

#include <errno.h>

#include "object/bytes.h"
#include "object/call.h"
#include "object/container.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"
#include "object/type_inner.h"

static Value extra_shown(const Exception *self, int index)
{
    Value value = self->extra[index];
    return value == VALUE_ABSENT ? VALUE_NONE : value;
}

static void extra_set(Vm *vm, Exception *self, int index, Value value)
{
    value_replace_take(vm, &self->extra[index], value_share(value));
}

/* One getter and setter for each index: several attributes share them. */
#define EXTRA_ATTRIBUTE(index)                                                                                         \
    static Value extra_get_##index(Vm *vm, Value self)                                                                 \
    {                                                                                                                  \
        (void)vm;                                                                                                      \
        return value_share(extra_shown(value_object(self), index));                                                    \
    }                                                                                                                  \
    static bool extra_set_##index(Vm *vm, Value self, Value value)                                                     \
    {                                                                                                                  \
        extra_set(vm, value_object(self), index, value);                                                               \
        return true;                                                                                                   \
    }
EXTRA_ATTRIBUTE(0)
EXTRA_ATTRIBUTE(1)
EXTRA_ATTRIBUTE(2)
EXTRA_ATTRIBUTE(3)
EXTRA_ATTRIBUTE(4)
EXTRA_ATTRIBUTE(5)
EXTRA_ATTRIBUTE(6)
#undef EXTRA_ATTRIBUTE
#define EXTRA(name, index) {name, extra_get_##index, extra_set_##index, NULL}

/* Takes the keywords of `names` (ended by NULL) out of kwargs into extra[first..]. */
static bool keywords_take(Vm *vm, Exception *self, Value kwargs, const char *type, const char *const *names)
{
    if (kwargs == VALUE_ABSENT)
        return true;
    uint32_t position = 0;
    Value key, value;
    while (dict_walk(kwargs, &position, &key, &value)) {
        int index = 0;
        while (names[index] != NULL && !str_equals_c(key, names[index]))
            index++;
        if (names[index] == NULL)
            return raise_false(vm, TYPE_TYPE_ERROR, "%s() got an unexpected keyword argument '%V'", type, key);
        extra_set(vm, self, index, value);
    }
    return true;
}

static bool base_init(Vm *vm, Exception *self, Value args, Value kwargs)
{
    (void)args;
    return exception_no_keywords(vm, self, kwargs);
}

/* StopIteration, SystemExit --------------------------------------------------- */

static bool stop_iteration_init(Vm *vm, Exception *self, Value args, Value kwargs)
{
    if (!exception_no_keywords(vm, self, kwargs))
        return false;
    const Tuple *given = value_to_tuple(args);
    extra_set(vm, self, STOP_VALUE, given->count > 0 ? given->items[0] : VALUE_NONE);
    return true;
}

static bool system_exit_init(Vm *vm, Exception *self, Value args, Value kwargs)
{
    if (!exception_no_keywords(vm, self, kwargs))
        return false;
    const Tuple *given = value_to_tuple(args);
    if (given->count > 0)
        extra_set(vm, self, EXIT_CODE, given->count == 1 ? given->items[0] : args);
    return true;
}

static const GetSetDef stop_iteration_getsets[] = {EXTRA("value", 0), {0}};
static const GetSetDef system_exit_getsets[] = {EXTRA("code", 0), {0}};

/* ImportError, NameError, AttributeError ---------------------------------------- */

static bool import_error_init(Vm *vm, Exception *self, Value args, Value kwargs)
{
    static const char *const names[] = {"name", "path", "\1", "name_from", NULL}; /* msg is no keyword */
    if (!keywords_take(vm, self, kwargs, "ImportError", names))
        return false;
    const Tuple *given = value_to_tuple(args);
    extra_set(vm, self, IMPORT_MSG, given->count == 1 ? given->items[0] : VALUE_NONE);
    return true;
}

static Value import_error_slot_str(Vm *vm, Value self)
{
    Value message = value_to_exception(self)->extra[IMPORT_MSG];
    if (message != VALUE_ABSENT && value_has_shape(message, TYPE_STR))
        return value_share(message);
    return exception_plain_str(vm, self);
}

static bool name_error_init(Vm *vm, Exception *self, Value args, Value kwargs)
{
    static const char *const names[] = {"name", NULL};
    (void)args;
    return keywords_take(vm, self, kwargs, "NameError", names);
}

static bool attribute_error_init(Vm *vm, Exception *self, Value args, Value kwargs)
{
    static const char *const names[] = {"name", "obj", NULL};
    (void)args;
    return keywords_take(vm, self, kwargs, "AttributeError", names);
}

static const GetSetDef import_error_getsets[] = {
    EXTRA("name", 0), EXTRA("path", 1), EXTRA("msg", 2), EXTRA("name_from", 3), {0}};
static const GetSetDef name_error_getsets[] = {EXTRA("name", 0), {0}};
static const GetSetDef attribute_error_getsets[] = {EXTRA("name", 0), EXTRA("obj", 1), {0}};

/* KeyError ------------------------------------------------------------------------ */

/* A lone key is quoted: KeyError: '' says more than an empty line. */
static Value key_error_slot_str(Vm *vm, Value self)
{
    const Tuple *args = value_to_tuple(value_to_exception(self)->args);
    return args->count == 1 ? value_repr(vm, args->items[0]) : exception_plain_str(vm, self);
}

/* OSError --------------------------------------------------------------------------- */

Type *os_error_type(const Vm *vm, Value code)
{
    static const struct {
        int code;
        TypeId type;
    } subclasses[] = {
        {EAGAIN, TYPE_BLOCKING_IO_ERROR},         {EALREADY, TYPE_BLOCKING_IO_ERROR},
        {EINPROGRESS, TYPE_BLOCKING_IO_ERROR},    {EWOULDBLOCK, TYPE_BLOCKING_IO_ERROR},
        {EPIPE, TYPE_BROKEN_PIPE_ERROR},          {ESHUTDOWN, TYPE_BROKEN_PIPE_ERROR},
        {ECHILD, TYPE_CHILD_PROCESS_ERROR},       {ECONNABORTED, TYPE_CONNECTION_ABORTED_ERROR},
        {ECONNREFUSED, TYPE_CONNECTION_REFUSED_ERROR}, {ECONNRESET, TYPE_CONNECTION_RESET_ERROR},
        {EEXIST, TYPE_FILE_EXISTS_ERROR},         {ENOENT, TYPE_FILE_NOT_FOUND_ERROR},
        {EISDIR, TYPE_IS_A_DIRECTORY_ERROR},      {ENOTDIR, TYPE_NOT_A_DIRECTORY_ERROR},
        {EINTR, TYPE_INTERRUPTED_ERROR},          {EACCES, TYPE_PERMISSION_ERROR},
        {EPERM, TYPE_PERMISSION_ERROR},           {ESRCH, TYPE_PROCESS_LOOKUP_ERROR},
        {ETIMEDOUT, TYPE_TIMEOUT_ERROR}};
    for (size_t i = 0; i < ARRAY_LENGTH(subclasses); i++)
        if (code == value_from_int(subclasses[i].code))
            return vm->types[subclasses[i].type];
    return vm->types[TYPE_OS_ERROR];
}

/* OSError(errno, strerror, filename, winerror, filename2): args keeps the first
 * two once there is a file name. */
static bool os_error_init(Vm *vm, Exception *self, Value args, Value kwargs)
{
    if (!exception_no_keywords(vm, self, kwargs))
        return false;
    const Tuple *given = value_to_tuple(args);
    if (given->count < 2 || given->count > 5)
        return true;
    extra_set(vm, self, OS_ERRNO, given->items[0]);
    extra_set(vm, self, OS_STRERROR, given->items[1]);
    if (given->count < 3 || value_is_none(given->items[2]))
        return true;
    extra_set(vm, self, OS_FILENAME, given->items[2]);
    if (given->count == 5)
        extra_set(vm, self, OS_FILENAME2, given->items[4]);
    Value two = tuple_new(vm, given->items, 2);
    if (value_is_error(two))
        return false;
    value_replace_take(vm, &self->args, two);
    return true;
}

static Value os_error_slot_str(Vm *vm, Value value)
{
    const Exception *self = value_to_exception(value);
    Value code = extra_shown(self, OS_ERRNO), text = extra_shown(self, OS_STRERROR);
    Value filename = self->extra[OS_FILENAME], filename2 = extra_shown(self, OS_FILENAME2);
    if (filename != VALUE_ABSENT && !value_is_none(filename2))
        return format_text(vm, "[Errno %V] %V: %R -> %R", code, text, filename, filename2);
    if (filename != VALUE_ABSENT)
        return format_text(vm, "[Errno %V] %V: %R", code, text, filename);
    if (self->extra[OS_ERRNO] != VALUE_ABSENT && self->extra[OS_STRERROR] != VALUE_ABSENT)
        return format_text(vm, "[Errno %V] %V", code, text);
    return exception_plain_str(vm, value);
}

static Value os_error_m_reduce(Vm *vm, const Value *args)
{
    const Exception *self = value_to_exception(args[0]);
    const Tuple *own = value_to_tuple(self->args);
    Value all[5] = {VALUE_NONE, VALUE_NONE, self->extra[OS_FILENAME], VALUE_NONE, extra_shown(self, OS_FILENAME2)};
    Value given = value_share(self->args);
    if (own->count == 2 && all[2] != VALUE_ABSENT) {
        value_drop(vm, given);
        all[0] = own->items[0];
        all[1] = own->items[1];
        given = tuple_new(vm, all, value_is_none(all[4]) ? 3 : 5);
    }
    if (value_is_error(given))
        return VALUE_ERROR;
    Value dict = attribute_dict_borrow(vm, value_object(args[0]));
    Value items[3] = {type_value(value_type(vm, args[0])), given, dict};
    Value result = value_is_error(dict) ? VALUE_ERROR : tuple_new(vm, items, 3);
    value_drop(vm, given);
    return result;
}

static const NativeDef os_error_methods[] = {FN(os_error_m_reduce, "__reduce__(self, /)", "Helper for pickle."), {0}};
static const GetSetDef os_error_getsets[] = {
    EXTRA("errno", 0), EXTRA("strerror", 1), EXTRA("filename", 2), EXTRA("filename2", 3), {0}};

/* UnicodeError ------------------------------------------------------------------------ */

/* The wanted types of the arguments, one letter each: s str, b bytes-like, i int. */
static bool unicode_error_arguments(Vm *vm, const Tuple *given, const char *wanted)
{
    size_t count = strlen(wanted);
    if (given->count != count)
        return raise_false(vm, TYPE_TYPE_ERROR, "function takes exactly %zu arguments (%zu given)", count, given->count);
    for (size_t i = 0; i < count; i++) {
        Value value = given->items[i];
        if (wanted[i] == 's' && !value_is_str(vm, value))
            return raise_false(vm, TYPE_TYPE_ERROR, "argument %zu must be str, not %T", i + 1, value);
        if (wanted[i] == 'i' && !value_is_any_int(vm, value))
            return raise_false(vm, TYPE_TYPE_ERROR, "'%T' object cannot be interpreted as an integer", value);
        if (wanted[i] == 'b' && !value_is_bytes_like(vm, value))
            return raise_false(vm, TYPE_TYPE_ERROR, "a bytes-like object is required, not '%T'", value);
    }
    return true;
}

static bool unicode_decode_init(Vm *vm, Exception *self, Value args, Value kwargs)
{
    const Tuple *given = value_to_tuple(args);
    if (!exception_no_keywords(vm, self, kwargs) || !unicode_error_arguments(vm, given, "sbiis"))
        return false;
    for (int i = 0; i < 5; i++)
        extra_set(vm, self, i, given->items[i]);
    return true;
}

static bool unicode_encode_init(Vm *vm, Exception *self, Value args, Value kwargs)
{
    const Tuple *given = value_to_tuple(args);
    if (!exception_no_keywords(vm, self, kwargs) || !unicode_error_arguments(vm, given, "ssiis"))
        return false;
    for (int i = 0; i < 5; i++)
        extra_set(vm, self, i, given->items[i]);
    return true;
}

static bool unicode_translate_init(Vm *vm, Exception *self, Value args, Value kwargs)
{
    const Tuple *given = value_to_tuple(args);
    if (!exception_no_keywords(vm, self, kwargs) || !unicode_error_arguments(vm, given, "siis"))
        return false;
    for (int i = 0; i < 4; i++)
        extra_set(vm, self, UNICODE_OBJECT + i, given->items[i]);
    return true;
}

/* start, and end at least start, both within length. */
static void unicode_error_range(const Exception *self, size_t length, size_t *start, size_t *end)
{
    int64_t from = value_is_int(self->extra[UNICODE_START]) ? value_to_int(self->extra[UNICODE_START]) : 0;
    int64_t to = value_is_int(self->extra[UNICODE_END]) ? value_to_int(self->extra[UNICODE_END]) : 0;
    *start = from < 0 ? 0 : size_min((size_t)from, length == 0 ? 0 : length - 1);
    *end = to < 1 ? 1 : size_min((size_t)to, length);
}

static Value unicode_decode_slot_str(Vm *vm, Value value)
{
    const Exception *self = value_to_exception(value);
    if (self->extra[UNICODE_OBJECT] == VALUE_ABSENT)
        return value_share(vm->empty_str);
    BytesView view;
    if (!bytes_view(vm, self->extra[UNICODE_OBJECT], &view))
        return VALUE_ERROR;
    size_t start, end;
    unicode_error_range(self, view.size, &start, &end);
    if (start < view.size && end == start + 1)
        return format_text(vm, "'%V' codec can't decode byte 0x%02x in position %zu: %V", self->extra[UNICODE_ENCODING],
                           (unsigned)view.bytes[start], start, self->extra[UNICODE_REASON]);
    return format_text(vm, "'%V' codec can't decode bytes in position %zu-%zu: %V", self->extra[UNICODE_ENCODING], start,
                       end - 1, self->extra[UNICODE_REASON]);
}

/* "can't encode character '\xe9' in position 3: reason", for one or several. */
static Value unicode_character_str(Vm *vm, const Exception *self, const char *verb)
{
    const Str *text = value_to_str(self->extra[UNICODE_OBJECT]);
    size_t start, end;
    unicode_error_range(self, text->length, &start, &end);
    if (start >= text->length || end != start + 1)
        return format_text(vm, "can't %s characters in position %zu-%zu: %V", verb, start, end - 1,
                           self->extra[UNICODE_REASON]);
    uint32_t bad = str_code_point_at(text, start);
    const char *format = bad <= 0xff     ? "can't %s character '\\x%02x' in position %zu: %V"
                         : bad <= 0xffff ? "can't %s character '\\u%04x' in position %zu: %V"
                                         : "can't %s character '\\U%08x' in position %zu: %V";
    return format_text(vm, format, verb, (unsigned)bad, start, self->extra[UNICODE_REASON]);
}

static Value unicode_encode_slot_str(Vm *vm, Value value)
{
    const Exception *self = value_to_exception(value);
    if (self->extra[UNICODE_OBJECT] == VALUE_ABSENT || !value_is_str(vm, self->extra[UNICODE_OBJECT]))
        return value_share(vm->empty_str);
    Value sentence = unicode_character_str(vm, self, "encode");
    if (value_is_error(sentence))
        return VALUE_ERROR;
    Value text = format_text(vm, "'%V' codec %V", self->extra[UNICODE_ENCODING], sentence);
    value_drop(vm, sentence);
    return text;
}

static Value unicode_translate_slot_str(Vm *vm, Value value)
{
    const Exception *self = value_to_exception(value);
    if (self->extra[UNICODE_OBJECT] == VALUE_ABSENT || !value_is_str(vm, self->extra[UNICODE_OBJECT]))
        return value_share(vm->empty_str);
    return unicode_character_str(vm, self, "translate");
}

static const GetSetDef unicode_error_getsets[] = {EXTRA("encoding", 0), EXTRA("object", 1), EXTRA("start", 2),
                                                  EXTRA("end", 3),      EXTRA("reason", 4), {0}};

/* SyntaxError ----------------------------------------------------------------------------- */

static bool syntax_error_details(Vm *vm, Exception *self, Value details)
{
    Value tuple = tuple_from(vm, details);
    if (value_is_error(tuple))
        return false;
    const Tuple *given = value_to_tuple(tuple);
    bool right = given->count >= 4 && given->count <= 6;
    if (!right)
        raise_type_error(vm, "function takes at %s %d arguments (%zu given)", given->count < 4 ? "least" : "most",
                         given->count < 4 ? 4 : 6, given->count);
    else if (given->count == 5) {
        raise_type_error(vm, "end_offset must be provided when end_lineno is provided");
        right = false;
    }
    for (size_t i = 0; right && i < given->count; i++)
        extra_set(vm, self, SYNTAX_FILENAME + (int)i, given->items[i]);
    value_drop(vm, tuple);
    return right;
}

static bool syntax_error_init(Vm *vm, Exception *self, Value args, Value kwargs)
{
    if (!exception_no_keywords(vm, self, kwargs))
        return false;
    const Tuple *given = value_to_tuple(args);
    if (given->count >= 1)
        extra_set(vm, self, SYNTAX_MSG, given->items[0]);
    return given->count != 2 || syntax_error_details(vm, self, given->items[1]);
}

/* "msg (file.py, line 3)" with what is known, the file without its folders. */
static Value syntax_error_slot_str(Vm *vm, Value value)
{
    const Exception *self = value_to_exception(value);
    Value filename = extra_shown(self, SYNTAX_FILENAME), line = extra_shown(self, SYNTAX_LINENO);
    Value message = extra_shown(self, SYNTAX_MSG);
    bool has_line = value_is_any_int(vm, line), has_file = value_is_str(vm, filename);
    const char *base = "";
    if (has_file) {
        const char *slash = strrchr(value_to_str(filename)->bytes, '/');
        base = slash == NULL ? value_to_str(filename)->bytes : slash + 1;
    }
    if (has_file && has_line)
        return format_text(vm, "%V (%s, line %V)", message, base, line);
    if (has_file)
        return format_text(vm, "%V (%s)", message, base);
    return has_line ? format_text(vm, "%V (line %V)", message, line) : value_str(vm, message);
}

static const GetSetDef syntax_error_getsets[] = {
    EXTRA("msg", 0),  EXTRA("filename", 1),   EXTRA("lineno", 2),     EXTRA("offset", 3),
    EXTRA("text", 4), EXTRA("end_lineno", 5), EXTRA("end_offset", 6), {0}};

/* The types. ------------------------------------------------------------------------------- */

static const ExceptionInit exception_inits[TYPE_ID_COUNT] = {
    [TYPE_BASE_EXCEPTION] = base_init,
    [TYPE_STOP_ITERATION] = stop_iteration_init,
    [TYPE_SYSTEM_EXIT] = system_exit_init,
    [TYPE_IMPORT_ERROR] = import_error_init,
    [TYPE_NAME_ERROR] = name_error_init,
    [TYPE_ATTRIBUTE_ERROR] = attribute_error_init,
    [TYPE_OS_ERROR] = os_error_init,
    [TYPE_SYNTAX_ERROR] = syntax_error_init,
    [TYPE_UNICODE_DECODE_ERROR] = unicode_decode_init,
    [TYPE_UNICODE_ENCODE_ERROR] = unicode_encode_init,
    [TYPE_UNICODE_TRANSLATE_ERROR] = unicode_translate_init};

static const TypeId exception_bases[TYPE_ID_COUNT] = {
#define EXCEPTION(id, name, base) [TYPE_##id] = TYPE_##base,
#include "object/exceptions.def"
#undef EXCEPTION
};

ExceptionInit exception_init_of(const Type *type)
{
    while (type->flags & TYPE_FLAG_COUNTED)
        type = type->base;
    uint32_t id = type->shape->id;
    while (exception_inits[id] == NULL)
        id = exception_bases[id];
    return exception_inits[id];
}

enum {
    EXCEPTION_FLAGS = TYPE_FLAG_BASE | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_EXCEPTION
};

/* Life-cycle slots stand in every row; what a row adds follows below. */
static const TypeDef exception_type_defs[TYPE_ID_COUNT] = {
#define EXCEPTION(id, exception_name, base_id)                                                                         \
    [TYPE_##id] = {.name = exception_name,                                                                             \
                   .base = TYPE_##base_id,                                                                             \
                   .flags = EXCEPTION_FLAGS,                                                                           \
                   .size = sizeof(Exception),                                                                          \
                   .construct = exception_construct,                                                                   \
                   .slots = {.destroy = exception_slot_destroy,                                                        \
                             .traverse = exception_slot_traverse,                                                      \
                             .clear = exception_slot_clear}},
#include "object/exceptions.def"
#undef EXCEPTION
    [TYPE_BASE_EXCEPTION].slots.repr = exception_slot_repr,
    [TYPE_BASE_EXCEPTION].slots.str = exception_plain_str,
    [TYPE_BASE_EXCEPTION].methods = base_exception_methods,
    [TYPE_BASE_EXCEPTION].getsets = base_exception_getsets,
    [TYPE_CANCELLED_ERROR].module = "asyncio.exceptions",
    [TYPE_BASE_EXCEPTION_GROUP].slots.str = exception_group_str,
    [TYPE_BASE_EXCEPTION_GROUP].methods = exception_group_methods,
    [TYPE_BASE_EXCEPTION_GROUP].getsets = exception_group_getsets,
    [TYPE_STOP_ITERATION].getsets = stop_iteration_getsets,
    [TYPE_SYSTEM_EXIT].getsets = system_exit_getsets,
    [TYPE_IMPORT_ERROR].slots.str = import_error_slot_str,
    [TYPE_IMPORT_ERROR].getsets = import_error_getsets,
    [TYPE_NAME_ERROR].getsets = name_error_getsets,
    [TYPE_ATTRIBUTE_ERROR].getsets = attribute_error_getsets,
    [TYPE_KEY_ERROR].slots.str = key_error_slot_str,
    [TYPE_OS_ERROR].slots.str = os_error_slot_str,
    [TYPE_OS_ERROR].methods = os_error_methods,
    [TYPE_OS_ERROR].getsets = os_error_getsets,
    [TYPE_SYNTAX_ERROR].slots.str = syntax_error_slot_str,
    [TYPE_SYNTAX_ERROR].getsets = syntax_error_getsets,
    [TYPE_UNICODE_DECODE_ERROR].slots.str = unicode_decode_slot_str,
    [TYPE_UNICODE_DECODE_ERROR].getsets = unicode_error_getsets,
    [TYPE_UNICODE_ENCODE_ERROR].slots.str = unicode_encode_slot_str,
    [TYPE_UNICODE_ENCODE_ERROR].getsets = unicode_error_getsets,
    [TYPE_UNICODE_TRANSLATE_ERROR].slots.str = unicode_translate_slot_str,
    [TYPE_UNICODE_TRANSLATE_ERROR].getsets = unicode_error_getsets};

/* ExceptionGroup is the one builtin with two bases: it is an Exception too. */
static bool exception_group_add_base(Vm *vm)
{
    Type *group = vm->types[TYPE_EXCEPTION_GROUP];
    static const TypeId order[] = {TYPE_EXCEPTION_GROUP, TYPE_BASE_EXCEPTION_GROUP, TYPE_EXCEPTION, TYPE_BASE_EXCEPTION,
                                   TYPE_OBJECT};
    Value types[ARRAY_LENGTH(order)];
    for (size_t i = 0; i < ARRAY_LENGTH(order); i++)
        types[i] = type_value(vm->types[order[i]]);
    Value bases = tuple_new(vm, types + 1, 2);
    Value mro = tuple_new(vm, types, ARRAY_LENGTH(types));
    if (value_is_error(bases) || value_is_error(mro)) {
        value_drop(vm, bases);
        value_drop(vm, mro);
        return false;
    }
    value_replace_take(vm, &group->bases, bases);
    value_replace_take(vm, &group->mro, mro);
    return type_add_subclass(vm, vm->types[TYPE_EXCEPTION], group) && type_update(vm, group);
}

bool exceptions_setup(Vm *vm)
{
#define EXCEPTION(id, name, base)                                                                                      \
    if (!type_define(vm, vm->types[TYPE_##id], &exception_type_defs[TYPE_##id]))                                       \
        return false;
#include "object/exceptions.def"
#undef EXCEPTION
    return exception_group_add_base(vm);
}
