/* Reporting exceptions that nobody can catch. */
#include "object/unraisable.h"

#include <stdio.h>
#include <string.h>

#include "object/call.h"
#include "object/container.h"
#include "object/exception.h"
#include "object/function.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

/* An attribute of module sys (owned), or VALUE_ABSENT. */
static Value sys_attribute(Vm *vm, const char *name)
{
    if (!value_is_heap(vm->modules))
        return VALUE_ABSENT;
    Value sys = dict_get_name_borrow(vm, vm->modules, NAME_OF(vm, sys));
    if (!value_has_shape(sys, TYPE_MODULE))
        return VALUE_ABSENT;
    Value key = str_intern_c(vm, name);
    if (value_is_error(key))
        return VALUE_ABSENT;
    Value found = dict_get_name_borrow(vm, VALUE_OBJECT(Module, sys)->dict, key);
    value_drop(vm, key);
    return found == VALUE_ABSENT ? found : value_share(found);
}

static void write_text(Vm *vm, Value text)
{
    if (value_is_error(text))
        return;
    Value out = sys_attribute(vm, "stderr");
    if (out == VALUE_ABSENT || value_is_none(out)) {
        fwrite(value_to_str(text)->bytes, 1, value_to_str(text)->size, stderr);
    } else {
        Value result = call_method(vm, out, NAME_OF(vm, write), &text, 1);
        value_drop(vm, result);
    }
    value_drop(vm, out);
    value_drop(vm, text);
    error_clear(vm);
}

void error_print_ignored(Vm *vm, Value exception, Value where)
{
    if (value_is_none(where))
        write_text(vm, format_text(vm, "Exception ignored in:\n"));
    else
        write_text(vm, format_text(vm, "Exception ignored in: %R\n", where));
    error_clear(vm);
    RenderOptions options = {.plain = true, .traceback = VALUE_ABSENT};
    write_text(vm, exception_render_with(vm, exception, &options));
    error_clear(vm);
}

/* What sys.unraisablehook is called with. */
static Value hook_argument(Vm *vm, Value exception, Value where)
{
    Object *object = object_new(vm, vm->types[TYPE_NAMESPACE], 0);
    if (!object)
        return VALUE_ERROR;
    Value argument = value_from_object(object);
    struct {
        const char *name;
        Value value;
    } fields[] = {
        {"exc_type", type_value(value_type(vm, exception))},
        {"exc_value", exception},
        {"exc_traceback", value_to_exception(exception)->traceback},
        {"err_msg", VALUE_NONE},
        {"object", where},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(fields); i++) {
        Value name = str_intern_c(vm, fields[i].name);
        bool good = !value_is_error(name) && attribute_set(vm, argument, name, fields[i].value);
        value_drop(vm, name);
        if (good)
            continue;
        value_drop(vm, argument);
        return VALUE_ERROR;
    }
    return argument;
}

static bool call_hook(Vm *vm, Value hook, Value exception, Value where)
{
    Value argument = hook_argument(vm, exception, where);
    Value result = value_is_error(argument) ? VALUE_ERROR : call_value(vm, hook, &argument, 1);
    value_drop(vm, argument);
    value_drop(vm, result);
    return !value_is_error(result);
}

COLD void error_unraisable(Vm *vm, Value where)
{
    Value exception = error_take(vm);
    if (exception == VALUE_ABSENT)
        return;
    value_share(where);
    Value hook = sys_attribute(vm, "unraisablehook");
    bool custom = hook != VALUE_ABSENT && !value_is_none(hook) && !value_has_shape(hook, TYPE_NATIVE);
    if (!custom || !call_hook(vm, hook, exception, where)) {
        error_clear(vm);
        error_print_ignored(vm, exception, where);
    }
    error_clear(vm);
    value_drop(vm, hook);
    value_drop(vm, where);
    value_drop(vm, exception);
}
