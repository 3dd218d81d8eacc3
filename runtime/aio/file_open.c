/* aiofiles.open(): what it returns can be awaited, or entered with `async with`. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>

#include "aio/file.h"
#include "object/call.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

typedef struct {
    Object object;
    Value file; /* a File that is not open yet, then open */
    int flags;  /* for open(2) */
} FileOpener;

static FileOpener *value_to_opener(Value value) { return value_object(value); }

/* Modes. -------------------------------------------------------------------------------- */

static bool mode_flags(Vm *vm, Value mode, File *file, int *flags)
{
    int bases = 0, pluses = 0;
    bool binary = false, text = false;
    char base = 'r';
    for (const char *at = value_to_str(mode)->bytes; *at; at++) {
        switch (*at) {
        case 'r': case 'w': case 'a': case 'x': bases++; base = *at; break;
        case '+': pluses++; break;
        case 'b': binary = true; break;
        case 't': text = true; break;
        default: return raise_false(vm, TYPE_VALUE_ERROR, "invalid mode: %R", mode);
        }
    }
    if (binary && text)
        return raise_false(vm, TYPE_VALUE_ERROR, "can't have text and binary mode at once");
    if (bases != 1 || pluses > 1)
        return raise_false(vm, TYPE_VALUE_ERROR, bases ? "must have exactly one of create/read/write/append mode"
                                                       : "Must have exactly one of create/read/write/append mode and at most one plus");
    file->text = !binary;
    file->readable = base == 'r' || pluses;
    file->writable = base != 'r' || pluses;
    file->appending = base == 'a';
    *flags = (pluses ? O_RDWR : base == 'r' ? O_RDONLY : O_WRONLY) | O_CLOEXEC;
    *flags |= base == 'w' ? O_CREAT | O_TRUNC : base == 'a' ? O_CREAT | O_APPEND : base == 'x' ? O_CREAT | O_EXCL : 0;
    return true;
}

/* The encodings whose line ends are single bytes. */
static bool check_encoding(Vm *vm, Value encoding)
{
    static const char *const known[] = {"utf-8", "utf8", "UTF-8", "ascii", "latin-1", "latin1", "iso-8859-1", "cp1252"};
    for (size_t i = 0; i < ARRAY_LENGTH(known); i++) {
        if (str_equals_c(encoding, known[i]))
            return true;
    }
    raise_not_supported(vm, "this encoding for aiofiles");
    return false;
}

static bool settle_text(Vm *vm, File *file, Value encoding, Value errors, Value newline)
{
    if (!file->text) {
        if (encoding != VALUE_NONE)
            return raise_false(vm, TYPE_VALUE_ERROR, "binary mode doesn't take an encoding argument");
        return true;
    }
    if (encoding != VALUE_NONE && (!value_is_str(vm, encoding) || !check_encoding(vm, encoding)))
        return false;
    bool utf8 = encoding == VALUE_NONE || str_equals_c(encoding, "utf8") || str_equals_c(encoding, "UTF-8");
    value_replace_take(vm, &file->encoding, value_share(utf8 ? NAME_OF(vm, utf8) : encoding));
    if (errors != VALUE_NONE && !value_is_str(vm, errors))
        return raise_false(vm, TYPE_TYPE_ERROR, "open() argument 'errors' must be str or None, not %T", errors);
    value_replace_take(vm, &file->errors, value_share(errors));
    file->universal = newline == VALUE_NONE;
    if (newline != VALUE_NONE && !(value_is_str(vm, newline) && (str_equals_c(newline, "") || str_equals_c(newline, "\n")))) {
        raise_not_supported(vm, "this newline argument for aiofiles");
        return false;
    }
    return true;
}

/* Making. ------------------------------------------------------------------------------------ */

static Value file_new(Vm *vm, const Value *args, int *flags)
{
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "open() argument 'mode' must be str, not %T", args[1]);
    File parsed = {0};
    if (!mode_flags(vm, args[1], &parsed, flags))
        return VALUE_ERROR;
    File *file = object_new(vm, runtime_type(vm, parsed.text ? RUNTIME_TEXT_FILE : RUNTIME_BINARY_FILE), 0);
    if (!file)
        return VALUE_ERROR;
    file->descriptor = -1;
    file->text = parsed.text;
    file->readable = parsed.readable;
    file->writable = parsed.writable;
    file->appending = parsed.appending;
    file->name = value_share(args[0]);
    file->mode = value_share(args[1]);
    file->encoding = file->errors = VALUE_NONE;
    Value self = value_from_object(file);
    if (settle_text(vm, file, args[3], args[4], args[5]))
        return self;
    value_drop(vm, self);
    return VALUE_ERROR;
}

Value file_open(Vm *vm, const Value *args)
{
    int flags = 0;
    Value file = file_new(vm, args, &flags);
    if (file == VALUE_ERROR)
        return VALUE_ERROR;
    FileOpener *opener = object_new(vm, runtime_type(vm, RUNTIME_FILE_OPENER), 0);
    if (!opener) {
        value_drop(vm, file);
        return VALUE_ERROR;
    }
    opener->file = file;
    opener->flags = flags;
    return value_from_object(opener);
}

static SendResult open_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    FileOpener *opener = value_to_opener(operation->self);
    File *file = value_to_file(opener->file);
    if (operation->waiter == VALUE_ABSENT) {
        const char *path = str_c_string(vm, file->name);
        return path && file_start_open(vm, operation, file, path, opener->flags) ? operation_wait(vm, operation, result) : SEND_ERROR;
    }
    SendResult outcome = operation_resume(vm, operation, sent, result);
    if (outcome != SEND_RETURN)
        return outcome;
    if (value_to_int(*result) < 0) {
        raise_os_error(vm, (int)-value_to_int(*result), file->name);
        return SEND_ERROR;
    }
    *result = value_share(opener->file);
    return SEND_RETURN;
}

static const OperationDef open_def = {"_open", open_step};

static Value opener_slot_await(Vm *vm, Value self) { return operation_new(vm, &open_def, self, VALUE_ABSENT, VALUE_ABSENT); }
static Value opener_m_enter(Vm *vm, const Value *args) { return opener_slot_await(vm, args[0]); }

static Value opener_m_exit(Vm *vm, const Value *args)
{
    Value name = str_intern_c(vm, "close");
    Value closing = name == VALUE_ERROR ? VALUE_ERROR : call_method(vm, value_to_opener(args[0])->file, name, NULL, 0);
    value_drop(vm, name == VALUE_ERROR ? VALUE_NONE : name);
    return closing;
}

static void opener_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((FileOpener *)self)->file);
    object_free(vm, self, 0);
}

static const NativeDef opener_methods[] = {
    FN(opener_m_enter, "__aenter__(self, /)", NULL),
    FN(opener_m_exit, "__aexit__(self, exc_type, exc_val, exc_tb, /)", NULL),
    {0},
};

const TypeDef async_file_opener_type_def = {
    .name = "AiofilesContextManager",
    .module = "aiofiles.base",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(FileOpener),
    .slots = {.destroy = opener_slot_destroy, .await = opener_slot_await},
    .methods = opener_methods,
};
