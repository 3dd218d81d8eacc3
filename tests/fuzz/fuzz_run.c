/* Fuzzes everything behind the parser: a program is compiled and run in a VM of
 * its own, which must be empty afterwards.  Loops end after a number of
 * back-edges; modules that reach outside are not there. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "habu.h"
#include "loop/runtime.h"
#include "modules/import.h"

enum { STEP_LIMIT = 20000, MEMORY_LIMIT = 32 << 20 };

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Counts back-edges down in vm->host; polls again at the next one. */
static bool limit_steps(Vm *vm)
{
    int *left = vm->host;
    vm->interrupt = 1;
    return (*left)-- > 0 || raise_false(vm, TYPE_KEYBOARD_INTERRUPT, "too many steps");
}

/* Nothing that a mutated program could harm the machine with. */
static bool close_doors(Vm *vm)
{
    static const char *const modules[] = {"os", "posix", "io", "aiofiles", "shutil", "subprocess", "socket", "pathlib", "tempfile"};
    static const char *const functions[] = {"open", "input", "breakpoint"};
    for (size_t i = 0; i < ARRAY_LENGTH(modules); i++)
        if (!dict_set_c(vm, vm->modules, modules[i], VALUE_NONE))
            return false;
    for (size_t i = 0; i < ARRAY_LENGTH(functions); i++) {
        Value name = str_intern_c(vm, functions[i]);
        if (name == VALUE_ERROR || dict_delete(vm, vm->builtins, name) < 0)
            return false;
        value_drop(vm, name);
    }
    return true;
}

static void run_text(Vm *vm, const char *text, size_t size)
{
    Value file = str_from_c(vm, "<fuzz>");
    Value code = habu_compile_text(vm, text, size, file, "exec", 0, NULL);
    Value module = code == VALUE_ERROR ? VALUE_ERROR : import_make_main(vm, VALUE_ABSENT, VALUE_NONE);
    Value result = module == VALUE_ERROR ? VALUE_ERROR : habu_exec(vm, code, module_dict(module), VALUE_ABSENT);
    value_drop(vm, result);
    value_drop(vm, code);
    value_drop(vm, file);
    if (result == VALUE_ERROR) {
        Value exception = error_take(vm);
        Value report = exception_render(vm, exception);
        value_drop(vm, exception);
        if (report == VALUE_ERROR)
            error_clear(vm);
        value_drop(vm, report);
    }
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere >= 0)
        dup2(nowhere, 1);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    HabuOptions options = {.max_memory = MEMORY_LIMIT, .deterministic = true};
    RuntimeOptions runtime = {.virtual_time = true};
    int left = STEP_LIMIT;
    Vm *vm = habu_new(&options);
    if (!vm)
        return 0;
    if (import_start(vm) && runtime_start(vm, &runtime)) {
        if (close_doors(vm)) {
            vm->host = &left;
            vm->hooks.poll = limit_steps;
            vm->interrupt = 1;
            run_text(vm, (const char *)data, size);
        }
        runtime_end(vm);
    }
    Runtime *loop = vm->runtime;
    if (habu_free(vm, stderr) != 0)
        abort();
    runtime_free(loop);
    return 0;
}
