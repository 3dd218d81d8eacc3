/* Programs from files, -c, -m and standard input. */
#define _GNU_SOURCE
#include "cli/run.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "habu.h"
#include "modules/import.h"
#include "modules/sys.h"
#include "object/collector.h"

typedef struct {
    char *text; /* malloc'ed */
    size_t size;
    Value file;    /* str, owned */
    Value package; /* str for -m, owned; else None */
} Program;

/* sys.argv and sys.path. ---------------------------------------------------------- */

static bool set_arguments(Vm *vm, Value sys, const char *first, const Options *options)
{
    Value list = list_new(vm, NULL, 0);
    for (int i = -1; i < options->argument_count && list != VALUE_ERROR; i++) {
        const char *text = i < 0 ? first : options->arguments[i];
        Value item = str_decode_utf8(vm, text, strlen(text));
        if (item == VALUE_ERROR || !list_append_take(vm, list, item)) {
            value_drop(vm, list);
            return false;
        }
    }
    return list != VALUE_ERROR && dict_set_c_take(vm, module_dict(sys), "argv", list);
}

/* The folder of the program comes first on sys.path. */
static bool set_search_path(Vm *vm, Value sys, const char *folder)
{
    Value path = dict_get_name_borrow(vm, module_dict(sys), NAME_OF(vm, path));
    Value first = str_decode_utf8(vm, folder, strlen(folder));
    bool done = first != VALUE_ERROR && value_is_list(vm, path) && list_insert(vm, path, 0, first);
    value_drop(vm, first);
    return done;
}

static bool prepare_sys(Vm *vm, const char *first, const char *folder, const Options *options)
{
    Value sys = dict_get_name_borrow(vm, vm->modules, NAME_OF(vm, sys));
    return set_arguments(vm, sys, first, options) && set_search_path(vm, sys, folder);
}

/* Getting the text. ------------------------------------------------------------------ */

static char *absolute_path(const char *path)
{
    while (path[0] == '.' && path[1] == '/')
        path += 2;
    char *cwd = path[0] == '/' ? NULL : getcwd(NULL, 0);
    char *absolute = NULL;
    if (!cwd || asprintf(&absolute, "%s/%s", cwd, path) < 0)
        absolute = strdup(path);
    free(cwd);
    return absolute;
}

static char *folder_of(const char *path)
{
    char *real = realpath(path, NULL);
    char *folder = real ? real : strdup(path);
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = 0;
    return folder;
}

static int load_file(Vm *vm, const Options *options, Program *program)
{
    int failure = import_read_file(options->target, &program->text, &program->size);
    if (failure) {
        fprintf(stderr, "habu: can't open file '%s': [Errno %d] %s\n", options->target, failure, strerror(failure));
        return 2;
    }
    char *absolute = absolute_path(options->target);
    char *folder = folder_of(absolute);
    program->file = str_decode_utf8(vm, absolute, strlen(absolute));
    bool ready = program->file != VALUE_ERROR && prepare_sys(vm, options->target, folder, options);
    free(absolute);
    free(folder);
    return ready ? 0 : run_report_exception(vm);
}

static int load_stdin(Vm *vm, const Options *options, Program *program)
{
    int failure = import_read_file("/dev/stdin", &program->text, &program->size);
    if (failure) {
        fprintf(stderr, "habu: can't read standard input: %s\n", strerror(failure));
        return 2;
    }
    program->file = str_from_c(vm, "<stdin>");
    return program->file != VALUE_ERROR && prepare_sys(vm, options->kind == RUN_STDIN && options->argument_count ? "-" : "", "", options)
               ? 0 : run_report_exception(vm);
}

static int load_command(Vm *vm, const Options *options, Program *program)
{
    program->size = strlen(options->target);
    program->text = malloc(program->size + 2);
    if (!program->text)
        return 1;
    memcpy(program->text, options->target, program->size);
    program->text[program->size++] = '\n';
    program->file = str_from_c(vm, "<string>");
    return program->file != VALUE_ERROR && prepare_sys(vm, "-c", "", options) ? 0 : run_report_exception(vm);
}

static int load_module(Vm *vm, const Options *options, Program *program)
{
    Value source = VALUE_ABSENT;
    char *cwd = getcwd(NULL, 0);
    bool ready = prepare_sys(vm, "-m", cwd ? cwd : "", options);
    free(cwd);
    if (!ready || !import_find_program(vm, options->target, &source, &program->file, &program->package)) {
        value_drop(vm, source);
        if (ready && error_matches(vm, TYPE_MODULE_NOT_FOUND_ERROR)) {
            error_clear(vm);
            fprintf(stderr, "habu: No module named %s\n", options->target);
            return 1;
        }
        return run_report_exception(vm);
    }
    program->size = value_to_str(source)->size;
    program->text = malloc(program->size + 1);
    if (program->text)
        memcpy(program->text, value_to_str(source)->bytes, program->size);
    value_drop(vm, source);
    Value sys = dict_get_name_borrow(vm, vm->modules, NAME_OF(vm, sys));
    return program->text && set_arguments(vm, sys, value_to_str(program->file)->bytes, options) ? 0 : 1;
}

/* Running. ------------------------------------------------------------------------------ */

static bool print_take(Vm *vm, Value text)
{
    if (text == VALUE_ERROR)
        return false;
    fwrite(value_to_str(text)->bytes, 1, value_to_str(text)->size, stdout);
    value_drop(vm, text);
    return true;
}

/* The coroutine of a program with await at top level. */
static Value run_coroutine_take(Vm *vm, Value coroutine)
{
    Value asyncio = import_module(vm, "asyncio");
    Value name = asyncio == VALUE_ERROR ? VALUE_ERROR : str_intern_c(vm, "run");
    Value result = name == VALUE_ERROR ? VALUE_ERROR : call_method(vm, asyncio, name, &coroutine, 1);
    value_drop(vm, name);
    value_drop(vm, asyncio);
    value_drop(vm, coroutine);
    return result;
}

static bool execute(Vm *vm, const Options *options, const Program *program, Value globals)
{
    if (options->dump_tree)
        return print_take(vm, habu_dump_tree(vm, program->text, program->size, program->file));
    Value code = habu_compile_text(vm, program->text, program->size, program->file, "exec",
                                   options->top_level_await ? HABU_TOP_LEVEL_AWAIT : 0, NULL);
    if (code == VALUE_ERROR)
        return false;
    if (options->disassemble) {
        bool printed = print_take(vm, habu_disassemble(vm, code));
        value_drop(vm, code);
        return printed;
    }
    Value result = habu_exec(vm, code, globals, VALUE_ABSENT);
    value_drop(vm, code);
    if (value_has_shape(result, TYPE_COROUTINE))
        result = run_coroutine_take(vm, result);
    value_drop(vm, result);
    return result != VALUE_ERROR;
}

int run_program(Vm *vm, const Options *options)
{
    Program program = {NULL, 0, VALUE_ABSENT, VALUE_NONE};
    int status = 0;
    switch (options->kind) {
    case RUN_FILE: status = load_file(vm, options, &program); break;
    case RUN_COMMAND: status = load_command(vm, options, &program); break;
    case RUN_MODULE: status = load_module(vm, options, &program); break;
    case RUN_STDIN: status = load_stdin(vm, options, &program); break;
    case RUN_PROMPT: status = prepare_sys(vm, "", "", options) ? 0 : run_report_exception(vm); break;
    }
    if (status == 0) {
        bool file = options->kind == RUN_FILE || options->kind == RUN_MODULE;
        Value module = import_make_main(vm, file ? program.file : VALUE_ABSENT, program.package);
        Value globals = module == VALUE_ERROR ? VALUE_ERROR : value_share(module_dict(module));
        if (globals != VALUE_ERROR && options->kind == RUN_PROMPT)
            status = run_prompt(vm, options, globals);
        else if (globals == VALUE_ERROR || !execute(vm, options, &program, globals))
            status = run_report_exception(vm);
        value_drop(vm, globals);
    }
    value_drop(vm, program.file);
    value_drop(vm, program.package);
    free(program.text);
    return status;
}

/* How a program ends. ----------------------------------------------------------------------- */

static int exit_status(Vm *vm, Value code)
{
    int64_t number;
    if (code == VALUE_NONE || code == VALUE_ABSENT)
        return 0;
    if (value_is_any_int(vm, code))
        return int_fits_i64(vm, code, &number) ? (int)(number & 0xff) : 255;
    sys_flush_streams(vm);
    Value text = value_str(vm, code);
    if (text != VALUE_ERROR)
        fprintf(stderr, "%s\n", value_to_str(text)->bytes);
    else
        error_clear(vm);
    value_drop(vm, text);
    return 1;
}

static void print_exception(Vm *vm, Value exception)
{
    Value text = exception_render(vm, exception);
    sys_flush_streams(vm);
    if (text == VALUE_ERROR) {
        error_clear(vm);
        fprintf(stderr, "habu: an exception could not be shown\n");
        return;
    }
    fwrite(value_to_str(text)->bytes, 1, value_to_str(text)->size, stderr);
    value_drop(vm, text);
}

/* A hook that the program set; false: there is none, or it failed. */
static bool call_excepthook(Vm *vm, Value exception)
{
    Value hook = sys_get_borrow(vm, NAME_OF(vm, excepthook));
    if (hook == VALUE_ABSENT || !value_has_shape(hook, TYPE_FUNCTION))
        return false;
    value_share(hook);
    Value args[] = {type_value(value_type(vm, exception)), exception, value_to_exception(exception)->traceback};
    Value result = call_value(vm, hook, args, 3);
    value_drop(vm, hook);
    value_drop(vm, result);
    if (result != VALUE_ERROR)
        return true;
    fprintf(stderr, "Error in sys.excepthook:\n");
    Value failure = error_take(vm);
    print_exception(vm, failure);
    value_drop(vm, failure);
    fprintf(stderr, "\nOriginal exception was:\n");
    return false;
}

int run_report_exception(Vm *vm)
{
    Value exception = error_take(vm);
    ASSERT(exception != VALUE_ABSENT);
    vm->budget.limit = 0; /* the report of a MemoryError needs some */
    int status = 1;
    if (value_is_instance(vm, exception, vm->types[TYPE_SYSTEM_EXIT])) {
        Value name = str_intern_c(vm, "code");
        Value code = attribute_get_optional(vm, exception, name);
        if (code == VALUE_ERROR)
            error_clear(vm);
        status = exit_status(vm, code == VALUE_ERROR ? VALUE_NONE : code);
        value_drop(vm, code);
        value_drop(vm, name);
    } else {
        if (value_is_instance(vm, exception, vm->types[TYPE_KEYBOARD_INTERRUPT]))
            status = 130;
        if (!call_excepthook(vm, exception))
            print_exception(vm, exception);
    }
    value_drop(vm, exception);
    return status;
}
