/* habu: options, a VM, a program, and a clean end. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"
#include "cli/run.h"
#include "habu.h"
#include "loop/runtime.h"
#include "modules/import.h"
#include "modules/sys.h"

enum { EXIT_USAGE = 2, EXIT_LEAKED = 99, EXIT_LOST_OUTPUT = 120 /* as CPython */ };

/* The text of the source file that tracebacks showed last; vm->host points to it. */
typedef struct {
    char *name, *text;
    size_t size;
} SourceCache;

static void source_cache_clear(SourceCache *cache)
{
    free(cache->name);
    free(cache->text);
    *cache = (SourceCache){0};
}

static bool read_source(Vm *vm, Value filename, const char **text, size_t *size)
{
    SourceCache *cache = vm->host;
    const char *name = value_to_str(filename)->bytes;
    if (!cache->name || strcmp(cache->name, name) != 0) {
        source_cache_clear(cache);
        if (name[0] == '<' || import_read_file(name, &cache->text, &cache->size) != 0)
            return false;
        cache->name = strdup(name);
    }
    *text = cache->text;
    *size = cache->size;
    return cache->name != NULL;
}

static void show_syntax_warning(Vm *vm, const char *message, Value filename, uint32_t line, Value text)
{
    sys_flush_streams(vm);
    fprintf(stderr, "%s:%u: SyntaxWarning: %s\n", value_to_str(filename)->bytes, line, message);
    if (text == VALUE_NONE)
        return;
    const Str *str = value_to_str(text);
    const char *start = str->bytes + strspn(str->bytes, " \t\f");
    fprintf(stderr, "  %.*s\n", (int)strcspn(start, "\r\n"), start);
}

/* Calls what the program registered with atexit, if it imported that. */
static void run_exit_functions(Vm *vm)
{
    Value name = str_intern_c(vm, "atexit"), module = VALUE_ABSENT;
    if (!value_is_error(name))
        module = dict_get_name_borrow(vm, vm->modules, name);
    value_drop(vm, name);
    if (module == VALUE_ABSENT || !value_has_shape(module, TYPE_MODULE))
        return;
    Value runner = str_intern_c(vm, "_run_exitfuncs");
    Value result = value_is_error(runner) ? VALUE_ERROR : call_method(vm, module, runner, NULL, 0);
    value_drop(vm, runner);
    if (value_is_error(result))
        error_clear(vm);
    value_drop(vm, result);
}

static int run(Vm *vm, const Options *options)
{
    RuntimeOptions runtime = {.virtual_time = options->virtual_time};
    if (!import_start(vm) || !runtime_start(vm, &runtime))
        return run_report_exception(vm);
    int status = run_program(vm, options);
    run_exit_functions(vm);
    runtime_end(vm);
    return sys_flush_at_exit(vm) ? status : EXIT_LOST_OUTPUT;
}

int main(int argc, char **argv)
{
    Options options;
    switch (options_parse(&options, argc, argv)) {
    case OPTIONS_DONE: return 0;
    case OPTIONS_WRONG: return EXIT_USAGE;
    case OPTIONS_RUN: break;
    }
    signal(SIGPIPE, SIG_IGN);
    /* Under virtual time a run is reproducible to the byte, random seeds included. */
    HabuOptions habu = {.max_memory = options.max_memory, .deterministic = options.virtual_time};
    Vm *vm = habu_new(&habu);
    if (!vm) {
        fprintf(stderr, "habu: out of memory\n");
        return 1;
    }
    SourceCache sources = {0};
    vm->host = &sources;
    vm->source_reader = read_source;
    vm->hooks.syntax_warning = show_syntax_warning;
    int status = run(vm, &options);
    const char *check = getenv("HABU_CHECK_LEAKS");
    Runtime *runtime = vm->runtime;
    int64_t leaked = habu_free(vm, stderr);
    runtime_free(runtime);
    source_cache_clear(&sources);
    if (leaked && check && strcmp(check, "0") != 0)
        return EXIT_LEAKED;
    return status;
}
