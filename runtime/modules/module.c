/* Filling modules written in C. */
#include "modules/module.h"

bool module_add_functions(Vm *vm, Value module, const NativeDef *defs)
{
    Value name = VALUE_OBJECT(Module, module)->name;
    for (const NativeDef *def = defs; def->function; def++) {
        Value function = native_new(vm, def, name);
        if (function == VALUE_ERROR)
            return false;
        Value key = value_share(VALUE_OBJECT(Native, function)->name);
        bool added = dict_set(vm, module_dict(module), key, function);
        value_drop(vm, key);
        value_drop(vm, function);
        if (!added)
            return false;
    }
    return true;
}

Type *module_add_type(Vm *vm, Value module, const TypeDef *def, Type *base)
{
    Type *type = type_create(vm, def, base);
    if (!type)
        return NULL;
    return dict_set_c_take(vm, module_dict(module), def->name, type_value(type)) ? type : NULL;
}
