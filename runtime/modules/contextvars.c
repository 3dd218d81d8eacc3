/* Module contextvars. */
#include "aio/functions.h"
#include "loop/context.h"
#include "modules/module.h"

static Value contextvars_m_copy_context(Vm *vm, const Value *args)
{
    (void)args;
    return context_copy_object(vm);
}

static const NativeDef contextvars_functions[] = {
    FN(contextvars_m_copy_context, "copy_context()", "A copy of the current context."),
    {0},
};

/* Token.MISSING: an object that is nothing but itself. */
static bool add_missing(Vm *vm, Type *token)
{
    Value marker = call_value(vm, type_value(vm->types[TYPE_OBJECT]), NULL, 0);
    bool good = marker != VALUE_ERROR && type_add(vm, token, "MISSING", marker);
    value_drop(vm, marker == VALUE_ERROR ? VALUE_NONE : marker);
    return good;
}

bool contextvars_module_fill(Vm *vm, Value module)
{
    if (!runtime_make_types(vm))
        return false;
    Value dict = module_dict(module);
    return module_add_functions(vm, module, contextvars_functions) &&
           add_missing(vm, runtime_type(vm, RUNTIME_CONTEXT_TOKEN)) &&
           dict_set_c(vm, dict, "Context", type_value(runtime_type(vm, RUNTIME_CONTEXT))) &&
           dict_set_c(vm, dict, "ContextVar", type_value(runtime_type(vm, RUNTIME_CONTEXT_VAR))) &&
           dict_set_c(vm, dict, "Token", type_value(runtime_type(vm, RUNTIME_CONTEXT_TOKEN)));
}
