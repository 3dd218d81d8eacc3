/* Module builtins: the functions of its tables, the builtin types, the exceptions
 * and the constants. */
#include "modules/builtins.h"

static Value builtins_m_build_class(Vm *vm, const Value *args)
{
    return type_build_class(vm, args);
}

static const NativeDef builtins_class_functions[] = {
    FN(builtins_m_build_class, "__build_class__(func, name, /, *bases, **kwds)", "Internal helper function used by the class statement."),
    {0}};

/* The builtin types that programs reach by name. */
static const TypeId builtins_types[] = {
    TYPE_OBJECT,   TYPE_TYPE,      TYPE_INT,   TYPE_BOOL,        TYPE_FLOAT,  TYPE_STR,     TYPE_BYTES,        TYPE_BYTEARRAY,
    TYPE_LIST,     TYPE_TUPLE,     TYPE_DICT,  TYPE_SET,         TYPE_FROZENSET, TYPE_RANGE, TYPE_SLICE,       TYPE_COMPLEX,
    TYPE_PROPERTY, TYPE_STATICMETHOD, TYPE_CLASSMETHOD, TYPE_SUPER, TYPE_ENUMERATE, TYPE_ZIP, TYPE_MAP,        TYPE_FILTER,
    TYPE_REVERSED, TYPE_MEMORYVIEW,
#define EXCEPTION(id, name, base) TYPE_##id,
#include "object/exceptions.def"
#undef EXCEPTION
};

static bool builtins_add_types(Vm *vm, Value dict)
{
    for (size_t i = 0; i < ARRAY_LENGTH(builtins_types); i++) {
        Type *type = vm->types[builtins_types[i]];
        if (builtins_types[i] == TYPE_CANCELLED_ERROR)
            continue; /* asyncio's */
        if (!dict_set_c(vm, dict, type_name(vm, type), type_value(type)))
            return false;
    }
    Type *os_error = vm->types[TYPE_OS_ERROR];
    return dict_set_c(vm, dict, "IOError", type_value(os_error)) &&
           dict_set_c(vm, dict, "EnvironmentError", type_value(os_error));
}

bool builtins_module_fill(Vm *vm, Value module)
{
    Value dict = module_dict(module);
    return module_add_functions(vm, module, builtins_object_functions) &&
           module_add_functions(vm, module, builtins_number_functions) &&
           module_add_functions(vm, module, builtins_iterate_functions) &&
           module_add_functions(vm, module, builtins_run_functions) &&
           module_add_functions(vm, module, builtins_class_functions) && builtins_add_types(vm, dict) &&
           dict_set_c(vm, dict, "None", VALUE_NONE) && dict_set_c(vm, dict, "True", VALUE_TRUE) &&
           dict_set_c(vm, dict, "False", VALUE_FALSE) && dict_set_c(vm, dict, "Ellipsis", VALUE_ELLIPSIS) &&
           dict_set_c(vm, dict, "NotImplemented", VALUE_NOT_IMPLEMENTED) && dict_set_c(vm, dict, "__debug__", VALUE_TRUE);
}
