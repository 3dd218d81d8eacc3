/* Module aiofiles. */
#include "aio/file.h"
#include "aio/functions.h"
#include "modules/module.h"
#include "modules/path.h"

/* file, mode, buffering, encoding, errors, newline, closefd, opener, loop, executor */
static Value aiofiles_m_open(Vm *vm, const Value *args)
{
    if (value_is_any_int(vm, args[0]))
        return raise_not_supported(vm, "file descriptors for aiofiles.open()");
    if (args[7] != VALUE_NONE)
        return raise_not_supported(vm, "the argument 'opener' of aiofiles.open()");
    Value given[6];
    memcpy(given, args, sizeof given);
    given[0] = path_to_str(vm, args[0]);
    if (given[0] == VALUE_ERROR)
        return VALUE_ERROR;
    Value opener = file_open(vm, given);
    value_drop(vm, given[0]);
    return opener;
}

static const NativeDef aiofiles_functions[] = {
    FN(aiofiles_m_open,
       "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None, *, "
       "loop=None, executor=None)",
       "Open a file for asynchronous reading and writing."),
    {0},
};

bool aiofiles_module_fill(Vm *vm, Value module)
{
    return runtime_make_types(vm) && module_add_functions(vm, module, aiofiles_functions);
}
