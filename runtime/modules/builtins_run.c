/* Builtin functions that talk to the outside or run code. */
#include <string.h>

#include "modules/builtins.h"
#include "modules/hooks.h"
#include "modules/io.h"
#include "modules/path.h"
#include "modules/sys.h"
#include "object/bytes.h"

enum { TOP_LEVEL_AWAIT = 0x2000 }; /* ast.PyCF_ALLOW_TOP_LEVEL_AWAIT */

/* print, input, open ------------------------------------------------------------ */

/* A str, or VALUE_ABSENT for None: the default. */
static bool print_option(Vm *vm, Value option, const char *name)
{
    return value_is_none(option) || value_is_str(vm, option) ||
           raise_false(vm, TYPE_TYPE_ERROR, "%s must be None or a string, not %T", name, option);
}

static bool print_text_take(Vm *vm, Value file, Value text)
{
    if (value_is_error(text))
        return false;
    bool done = io_write(vm, file, text);
    value_drop(vm, text);
    return done;
}

static bool print_items(Vm *vm, Value file, const Tuple *items, Value separator)
{
    for (size_t i = 0; i < items->count; i++) {
        if (i > 0) {
            Value between = value_is_none(separator) ? value_share(vm->latin1[' ']) : value_share(separator);
            if (!print_text_take(vm, file, between))
                return false;
        }
        if (!print_text_take(vm, file, value_str(vm, items->items[i])))
            return false;
    }
    return true;
}

/* args: *args, sep, end, file, flush */
static Value builtins_m_print(Vm *vm, const Value *args)
{
    Value file = args[3];
    if (value_is_none(file)) {
        file = sys_get_borrow(vm, NAME_OF(vm, stdout));
        if (file == VALUE_ABSENT)
            return raise_error(vm, TYPE_RUNTIME_ERROR, "lost sys.stdout");
        if (value_is_none(file))
            return VALUE_NONE;
    }
    if (!print_option(vm, args[1], "sep") || !print_option(vm, args[2], "end"))
        return VALUE_ERROR;
    value_share(file); /* printing may run code that replaces sys.stdout */
    Value end = value_share(value_is_none(args[2]) ? vm->latin1['\n'] : args[2]);
    bool done = print_items(vm, file, value_to_tuple(args[0]), args[1]) && io_write(vm, file, end);
    value_drop(vm, end);
    if (done) {
        int flush = value_truth(vm, args[4]);
        done = flush >= 0 && (!flush || io_flush(vm, file));
    }
    value_drop(vm, file);
    return done ? VALUE_NONE : VALUE_ERROR;
}

/* sys.<name>, owned, or RuntimeError. */
static Value input_stream(Vm *vm, Value name, const char *text)
{
    Value stream = sys_get_borrow(vm, name);
    if (stream == VALUE_ABSENT || value_is_none(stream))
        return raise_error(vm, TYPE_RUNTIME_ERROR, "input(): lost sys.%s", text);
    return value_share(stream);
}

static bool input_prompt(Vm *vm, Value prompt)
{
    Value output = input_stream(vm, NAME_OF(vm, stdout), "stdout");
    if (value_is_error(output))
        return false;
    bool done = prompt == VALUE_ABSENT || print_text_take(vm, output, value_str(vm, prompt));
    done = done && io_flush(vm, output);
    value_drop(vm, output);
    return done;
}

static Value builtins_m_input(Vm *vm, const Value *args)
{
    if (!input_prompt(vm, args[0]))
        return VALUE_ERROR;
    Value stream = input_stream(vm, NAME_OF(vm, stdin), "stdin");
    if (value_is_error(stream))
        return VALUE_ERROR;
    Value line = io_readline(vm, stream);
    value_drop(vm, stream);
    if (value_is_error(line))
        return VALUE_ERROR;
    const Str *str = value_to_str(line);
    if (str->size > 0 && str->bytes[str->size - 1] != '\n')
        return line;
    Value result = str->size == 0 ? raise_error(vm, TYPE_EOF_ERROR, "EOF when reading a line")
                                  : str_slice(vm, line, 0, str->length - 1);
    value_drop(vm, line);
    return result;
}

/* eval, exec, compile -------------------------------------------------------------- */

typedef struct {
    const char *function;
    Value globals, locals; /* owned */
} Scope;

static void scope_drop(Vm *vm, Scope *scope)
{
    value_drop(vm, scope->globals);
    value_drop(vm, scope->locals);
}

static bool scope_check(Vm *vm, const Scope *scope, Value globals, Value locals)
{
    bool is_exec = strcmp(scope->function, "exec") == 0;
    if (!value_is_none(locals) && value_type(vm, locals)->slots.getitem == NULL)
        return is_exec ? raise_false(vm, TYPE_TYPE_ERROR, "locals must be a mapping or None, not %.100T", locals)
                       : raise_false(vm, TYPE_TYPE_ERROR, "locals must be a mapping");
    if (!value_is_none(globals) && !value_is_dict(vm, globals))
        return is_exec ? raise_false(vm, TYPE_TYPE_ERROR, "exec() globals must be a dict, not %.100T", globals)
                       : raise_false(vm, TYPE_TYPE_ERROR, "globals must be a dict");
    return true;
}

/* Where the code runs: what the program gave, or the caller's frame; code always
 * finds the builtins. */
static bool scope_find(Vm *vm, Scope *scope, Value globals, Value locals)
{
    scope->globals = scope->locals = VALUE_ABSENT;
    if (!scope_check(vm, scope, globals, locals))
        return false;
    Value found = value_is_none(globals) ? machine_globals_borrow(vm) : globals;
    if (found == VALUE_ABSENT)
        return raise_false(vm, TYPE_SYSTEM_ERROR, "globals and locals cannot be NULL");
    scope->globals = value_share(found);
    if (!value_is_none(locals))
        scope->locals = value_share(locals);
    else
        scope->locals = value_is_none(globals) ? machine_locals(vm) : value_share(found);
    Value name = NAME_OF(vm, __builtins__);
    bool found_all = !value_is_error(scope->locals) &&
                     (dict_get_name_borrow(vm, scope->globals, name) != VALUE_ABSENT ||
                      dict_set_name(vm, scope->globals, name, vm->builtins));
    if (!found_all)
        scope_drop(vm, scope);
    return found_all;
}

/* eval() does not mind blanks in front. */
static Value source_trim(Vm *vm, Value source)
{
    if (!value_is_str(vm, source))
        return value_share(source);
    const Str *str = value_to_str(source);
    size_t blanks = strspn(str->bytes, " \t");
    return blanks == 0 ? value_share(source) : str_slice(vm, source, blanks, str->length);
}

static bool source_is_text(const Vm *vm, Value source)
{
    return value_is_str(vm, source) || value_is_bytes(vm, source) || value_has_shape(source, TYPE_BYTEARRAY);
}

static Value source_run(Vm *vm, const Value *args, const char *mode, const char *function)
{
    Scope scope = {.function = function};
    if (!value_has_shape(args[0], TYPE_CODE) && !source_is_text(vm, args[0]))
        return raise_type_error(vm, "%s() arg 1 must be a string, bytes or code object", function);
    if (!scope_find(vm, &scope, args[1], args[2]))
        return VALUE_ERROR;
    Value code = VALUE_ERROR, result = VALUE_ERROR;
    if (value_has_shape(args[0], TYPE_CODE)) {
        code = value_share(args[0]);
    } else {
        Value filename = str_from_c(vm, "<string>");
        Value source = strcmp(mode, "eval") == 0 ? source_trim(vm, args[0]) : value_share(args[0]);
        if (!value_is_error(filename) && !value_is_error(source))
            code = habu_compile(vm, source, filename, mode, HABU_NAMESPACE);
        value_drop(vm, source);
        value_drop(vm, filename);
    }
    if (!value_is_error(code))
        result = habu_exec(vm, code, scope.globals, scope.locals);
    value_drop(vm, code);
    scope_drop(vm, &scope);
    return result;
}

static Value builtins_m_eval(Vm *vm, const Value *args)
{
    return source_run(vm, args, "eval", "eval");
}

static Value builtins_m_exec(Vm *vm, const Value *args)
{
    if (!value_is_none(args[3]))
        return raise_not_supported(vm, "the closure argument of exec()");
    Value result = source_run(vm, args, "exec", "exec");
    if (value_is_error(result))
        return VALUE_ERROR;
    value_drop(vm, result);
    return VALUE_NONE;
}

/* args: source, filename, mode, flags, dont_inherit, optimize, _feature_version */
static Value builtins_m_compile(Vm *vm, const Value *args)
{
    static const char *const modes[] = {"exec", "eval", "single"};
    if (!value_is_str(vm, args[2]))
        return raise_type_error(vm, "compile() argument 'mode' must be str, not %T", args[2]);
    int64_t flags;
    if (!value_to_i64(vm, args[3], &flags))
        return VALUE_ERROR;
    size_t mode = 0;
    while (mode < ARRAY_LENGTH(modes) && !str_equals_c(args[2], modes[mode]))
        mode++;
    Value filename = path_to_str(vm, args[1]);
    if (value_is_error(filename))
        return VALUE_ERROR;
    Value code = VALUE_ERROR;
    if (mode == ARRAY_LENGTH(modes))
        raise_value_error(vm, "compile() mode must be 'exec', 'eval' or 'single'");
    else if (value_has_shape(args[0], TYPE_CODE))
        code = value_share(args[0]);
    else if (!source_is_text(vm, args[0]))
        raise_type_error(vm, "compile() arg 1 must be a string, bytes or AST object");
    else
        code = habu_compile(vm, args[0], filename, modes[mode],
                            HABU_NAMESPACE | (flags & TOP_LEVEL_AWAIT ? HABU_TOP_LEVEL_AWAIT : 0) |
                                (mode == 2 ? HABU_PRINT_EXPRESSIONS : 0));
    value_drop(vm, filename);
    return code;
}

static Value builtins_m_globals(Vm *vm, const Value *args)
{
    (void)args;
    Value globals = machine_globals_borrow(vm);
    return globals == VALUE_ABSENT ? VALUE_NONE : value_share(globals);
}

static Value builtins_m_locals(Vm *vm, const Value *args)
{
    (void)args;
    return machine_locals(vm);
}

static Value builtins_m_import(Vm *vm, const Value *args)
{
    int64_t level;
    if (!value_is_str(vm, args[0]))
        return raise_type_error(vm, "module name must be a string");
    if (!value_to_i64(vm, args[4], &level))
        return VALUE_ERROR;
    if (level < 0)
        return raise_value_error(vm, "level must be >= 0");
    return machine_import(vm, args[0], args[1], args[3], level);
}

/* Leaving and asking. ------------------------------------------------------------------ */

static Value builtins_m_exit(Vm *vm, const Value *args)
{
    return raise_with(vm, TYPE_SYSTEM_EXIT, args[0]);
}

static Value builtins_m_breakpoint(Vm *vm, const Value *args)
{
    (void)args;
    return raise_not_supported(vm, "breakpoint()");
}

/* "len(obj, /)" for a native, else the name or the repr. */
static void help_add_title(Vm *vm, StrBuilder *builder, Value object)
{
    Value name = attribute_get_optional(vm, object, NAME_OF(vm, __name__));
    if (value_is_error(name) || name == VALUE_ABSENT || !value_is_str(vm, name)) {
        if (value_is_error(name))
            error_clear(vm);
        value_drop(vm, name);
        builder_add_repr(vm, builder, object);
        return;
    }
    builder_add_str(vm, builder, name);
    value_drop(vm, name);
    if (value_has_shape(object, TYPE_NATIVE) || value_has_shape(object, TYPE_METHOD_DESCRIPTOR)) {
        Value signature = native_signature_text(vm, value_object(object));
        if (value_is_error(signature))
            error_clear(vm);
        else
            builder_add_str(vm, builder, signature);
        value_drop(vm, signature);
    }
}

static Value builtins_m_help(Vm *vm, const Value *args)
{
    StrBuilder builder = {0};
    if (args[0] == VALUE_ABSENT)
        builder_add_c(vm, &builder, "Type help(object) for what is known of the object.");
    else
        help_add_title(vm, &builder, args[0]);
    Value doc = args[0] == VALUE_ABSENT ? VALUE_NONE : attribute_get_optional(vm, args[0], NAME_OF(vm, __doc__));
    if (value_is_error(doc))
        error_clear(vm);
    else if (doc != VALUE_ABSENT && value_is_str(vm, doc))
        builder_add_format(vm, &builder, "\n    %V", doc);
    value_drop(vm, doc);
    builder_add_c(vm, &builder, "\n");
    Value text = builder_finish(vm, &builder);
    Value output = value_is_error(text) ? VALUE_ERROR : input_stream(vm, NAME_OF(vm, stdout), "stdout");
    bool done = !value_is_error(output) && io_write(vm, output, text);
    value_drop(vm, output);
    value_drop(vm, text);
    return done ? VALUE_NONE : VALUE_ERROR;
}

const NativeDef builtins_run_functions[] = {
    FN(builtins_m_import, "__import__(name, globals=None, locals=None, fromlist=(), level=0)", "Import a module."),
    FN(builtins_m_breakpoint, "breakpoint(*args, **kws)", "Call sys.breakpointhook(*args, **kws)."),
    FN(builtins_m_compile, "compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
       "Compile source into a code object that can be executed by exec() or eval()."),
    FN(builtins_m_eval, "eval(source, /, globals=None, locals=None)",
       "Evaluate the given source in the context of globals and locals."),
    FN(builtins_m_exec, "exec(source, /, globals=None, locals=None, *, closure=None)",
       "Execute the given source in the context of globals and locals."),
    FN(builtins_m_exit, "exit(code=None)", "Leave the program by raising SystemExit."),
    FN(builtins_m_exit, "quit(code=None)", "Leave the program by raising SystemExit."),
    FN(builtins_m_globals, "globals()", "Return the dictionary containing the current scope's global variables."),
    FN(builtins_m_help, "help(object=?, /)", "Print what is known of an object."),
    FN(builtins_m_input, "input(prompt=?, /)", "Read a string from standard input."),
    FN(builtins_m_locals, "locals()", "Return a dictionary containing the current scope's local variables."),
    FN(io_open, "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
       "Open file and return a stream."),
    FN(builtins_m_print, "print(*args, sep=None, end=None, file=None, flush=False)",
       "Prints the values to a stream, or to sys.stdout by default."),
    {0}};
