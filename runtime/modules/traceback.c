/* Module _traceback: what lib/traceback.py cannot do in the language. */
#include "modules/module.h"

static Value traceback_m_entries(Vm *vm, const Value *args)
{
    if (!value_is_none(args[0]) && !value_has_shape(args[0], TYPE_TRACEBACK))
        return raise_type_error(vm, "expected traceback object or None, got '%T'", args[0]);
    return traceback_entries(vm, args[0]);
}

/* args: exception, traceback, limit, chain */
static Value traceback_m_render(Vm *vm, const Value *args)
{
    RenderOptions options = {.traceback = args[1], .has_limit = !value_is_none(args[2])};
    if (!value_is_exception(vm, args[0]))
        return raise_type_error(vm, "Exception expected for value, %T found", args[0]);
    if (!value_is_none(args[1]) && !value_has_shape(args[1], TYPE_TRACEBACK))
        return raise_type_error(vm, "expected traceback object or None, got '%T'", args[1]);
    if (options.has_limit && !value_to_index_clipped(vm, args[2], &options.limit))
        return VALUE_ERROR;
    int chain = value_truth(vm, args[3]);
    if (chain < 0)
        return VALUE_ERROR;
    options.without_chain = !chain;
    return exception_render_with(vm, args[0], &options);
}

static Value traceback_m_only(Vm *vm, const Value *args)
{
    RenderOptions options = {.traceback = VALUE_ABSENT, .only_exception = true};
    if (!value_is_exception(vm, args[0]))
        return raise_type_error(vm, "Exception expected for value, %T found", args[0]);
    return exception_render_with(vm, args[0], &options);
}

static const NativeDef traceback_functions[] = {
    FN(traceback_m_entries, "entries(traceback, /)", "List the places of a traceback."),
    FN(traceback_m_render, "render(exception, traceback, limit, chain, /)", "Return the text of an exception with its stack."),
    FN(traceback_m_only, "only(exception, /)", "Return the text of an exception without its stack."),
    {0}};

bool traceback_module_fill(Vm *vm, Value module)
{
    return module_add_functions(vm, module, traceback_functions);
}
