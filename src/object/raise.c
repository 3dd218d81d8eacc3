/* Raising builtin exceptions, and looking at the pending one.
 *
 * vm->pending holds the exception on its way; whoever raises replaces what was
 * pending before.  Raising links the exception being handled as the context of
 * the new one, so re-raising must store into vm->pending itself. */
#include "object/raise.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "object/call.h"
#include "object/container.h"
#include "object/exception_types.h"
#include "object/function.h"
#include "object/str.h"
#include "object/traceback.h"
#include "object/type.h"

COLD Value raise_exception_take(Vm *vm, Value exception)
{
    ASSERT(value_is_exception(vm, exception));
    value_clear(vm, &vm->pending);
    exception_set_context(vm, exception);
    vm->pending = exception;
    return VALUE_ERROR;
}

/* Makes type(argument), consuming argument; VALUE_ERROR as an argument means that
 * making the argument failed, and that failure stays pending. */
static Value exception_from_text_take(Vm *vm, TypeId type, Value argument)
{
    if (value_is_error(argument))
        return VALUE_ERROR;
    Value exception = exception_new(vm, vm->types[type], &argument, 1);
    value_drop(vm, argument);
    return exception;
}

static Value raise_with_take(Vm *vm, TypeId type, Value argument)
{
    Value exception = exception_from_text_take(vm, type, argument);
    return value_is_error(exception) ? VALUE_ERROR : raise_exception_take(vm, exception);
}

COLD Value raise_with(Vm *vm, TypeId type, Value argument)
{
    return raise_with_take(vm, type, value_share(argument));
}

COLD Value raise_error(Vm *vm, TypeId type, const char *format, ...)
{
    if (format == NULL)
        return raise_bare(vm, type);
    va_list arguments;
    va_start(arguments, format);
    Value text = format_text_list(vm, format, arguments);
    va_end(arguments);
    return raise_with_take(vm, type, text);
}

COLD bool raise_false(Vm *vm, TypeId type, const char *format, ...)
{
    if (format == NULL) {
        raise_bare(vm, type);
        return false;
    }
    va_list arguments;
    va_start(arguments, format);
    Value text = format_text_list(vm, format, arguments);
    va_end(arguments);
    raise_with_take(vm, type, text);
    return false;
}

COLD Value raise_type_error(Vm *vm, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    Value text = format_text_list(vm, format, arguments);
    va_end(arguments);
    return raise_with_take(vm, TYPE_TYPE_ERROR, text);
}

COLD Value raise_value_error(Vm *vm, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    Value text = format_text_list(vm, format, arguments);
    va_end(arguments);
    return raise_with_take(vm, TYPE_VALUE_ERROR, text);
}

COLD Value raise_key_error(Vm *vm, Value key)
{
    return raise_with(vm, TYPE_KEY_ERROR, key);
}

/* The limit is lifted for the exception itself: it is what tells the program
 * that the limit was reached.  Without any memory left there is nobody to tell. */
COLD Value raise_memory_error(Vm *vm)
{
    size_t limit = vm->budget.limit;
    if (limit == SIZE_MAX) {
        fputs("habu: out of memory\n", stderr);
        abort();
    }
    vm->budget.limit = SIZE_MAX;
    Value exception = exception_new(vm, vm->types[TYPE_MEMORY_ERROR], NULL, 0);
    vm->budget.limit = limit;
    return value_is_error(exception) ? VALUE_ERROR : raise_exception_take(vm, exception);
}

COLD Value raise_stop_iteration(Vm *vm, Value value)
{
    Value exception = exception_new(vm, vm->types[TYPE_STOP_ITERATION], &value, value_is_none(value) ? 0 : 1);
    return value_is_error(exception) ? VALUE_ERROR : raise_exception_take(vm, exception);
}

COLD Value raise_os_error(Vm *vm, int code, Value path)
{
    char text[256];
    Value args[3] = {value_from_int(code), VALUE_ABSENT, path};
    if (strerror_r(code, text, sizeof text) != 0)
        snprintf(text, sizeof text, "Unknown error %d", code);
    args[1] = str_from_c(vm, text);
    if (value_is_error(args[1]))
        return VALUE_ERROR;
    Value exception = exception_new(vm, vm->types[TYPE_OS_ERROR], args, path == VALUE_ABSENT ? 2 : 3);
    value_drop(vm, args[1]);
    return value_is_error(exception) ? VALUE_ERROR : raise_exception_take(vm, exception);
}

/* Tracebacks suggest names with a leading underscore only to a method of the
 * object itself; the frame is gone when they are printed. */
COLD Value raise_attribute_error(Vm *vm, Value object, Value name)
{
    Value text;
    if (value_is_type(vm, object))
        text = format_text(vm, "type object '%N' has no attribute '%V'", value_to_type(object), name);
    else if (value_has_shape(object, TYPE_MODULE))
        text = format_text(vm, "module '%V' has no attribute '%V'", ((Module *)value_object(object))->name, name);
    else
        text = format_text(vm, "'%T' object has no attribute '%V'", object, name);
    Value exception = exception_from_text_take(vm, TYPE_ATTRIBUTE_ERROR, text);
    if (value_is_error(exception))
        return VALUE_ERROR;
    Exception *fields = value_to_exception(exception);
    fields->extra[ATTRIBUTE_NAME] = value_share(name);
    fields->extra[ATTRIBUTE_OBJ] = value_share(object);
    if (machine_local_borrow(vm, NAME_OF(vm, self)) == object)
        fields->extra[ATTRIBUTE_FROM_SELF] = VALUE_TRUE;
    return raise_exception_take(vm, exception);
}

/* The suggestion is made now: the frame, whose names it comes from, will be gone. */
COLD Value raise_name_error(Vm *vm, Value name)
{
    Value exception = exception_from_text_take(vm, TYPE_NAME_ERROR, format_text(vm, "name '%V' is not defined", name));
    if (value_is_error(exception))
        return VALUE_ERROR;
    Exception *fields = value_to_exception(exception);
    fields->extra[NAME_NAME] = value_share(name);
    fields->extra[NAME_SUGGESTION] = suggestion_for_name(vm, name);
    return raise_exception_take(vm, exception);
}

COLD void raise_add_import_names(Vm *vm, Value name, Value path, Value name_from)
{
    if (!error_matches(vm, TYPE_IMPORT_ERROR))
        return;
    Exception *fields = value_to_exception(vm->pending);
    value_replace_take(vm, &fields->extra[IMPORT_NAME], value_share(name));
    value_replace_take(vm, &fields->extra[IMPORT_PATH], value_share(path));
    value_replace_take(vm, &fields->extra[IMPORT_NAME_FROM], value_share(name_from));
}

COLD Value raise_not_supported(Vm *vm, const char *what)
{
    return raise_error(vm, TYPE_NOT_IMPLEMENTED_ERROR, "Habu does not support %s yet", what);
}

/* "module.qualname()" as errors about a call name the callee; owned. */
static Value callee_text(Vm *vm, Value fn)
{
    Value qualname = attribute_get_optional(vm, fn, NAME_OF(vm, __qualname__));
    if (value_is_error(qualname))
        return VALUE_ERROR;
    if (qualname == VALUE_ABSENT)
        return value_str(vm, fn);
    Value module = attribute_get_optional(vm, fn, NAME_OF(vm, __module__));
    Value text = VALUE_ERROR;
    if (module == VALUE_ABSENT || value_is_none(module) || (value_is_str(vm, module) && str_equals_c(module, "builtins")))
        text = format_text(vm, "%V()", qualname);
    else if (!value_is_error(module))
        text = format_text(vm, "%V.%V()", module, qualname);
    value_drop(vm, module);
    value_drop(vm, qualname);
    return text;
}

COLD bool raise_about_call(Vm *vm, Value fn, const char *format, Value detail)
{
    Value callee = callee_text(vm, fn);
    if (value_is_error(callee))
        return false;
    raise_type_error(vm, format, callee, detail);
    value_drop(vm, callee);
    return false;
}

/* The pending exception. --------------------------------------------------- */

bool error_matches(Vm *vm, TypeId type)
{
    return error_pending(vm) && value_is_instance(vm, vm->pending, vm->types[type]);
}

Value error_take(Vm *vm)
{
    Value exception = vm->pending;
    vm->pending = VALUE_ABSENT;
    return exception;
}

void error_clear(Vm *vm)
{
    value_clear(vm, &vm->pending);
}

bool error_clear_stop_iteration(Vm *vm, Value *value)
{
    if (!error_matches(vm, TYPE_STOP_ITERATION))
        return false;
    Value exception = error_take(vm);
    if (value != NULL) {
        Value kept = value_to_exception(exception)->extra[0];
        *value = kept == VALUE_ABSENT ? VALUE_NONE : value_share(kept);
    }
    value_drop(vm, exception);
    return true;
}

Value raise_bare(Vm *vm, TypeId type)
{
    Value exception = exception_new(vm, vm->types[type], NULL, 0);
    return exception == VALUE_ERROR ? VALUE_ERROR : raise_exception_take(vm, exception);
}
