/* Module _weakref: what runtime/lib/weakref.py is made of. */
#include "modules/module.h"
#include "object/weakref.h"

static Value weakref_m_count(Vm *vm, const Value *args) { return value_from_int((int64_t)weakref_count(vm, args[0])); }
static Value weakref_m_list(Vm *vm, const Value *args) { return weakref_list(vm, args[0]); }

static const NativeDef weakref_functions[] = {
    FN(weakref_m_count, "getweakrefcount(object, /)", "Return the number of weak references to 'object'."),
    FN(weakref_m_list, "getweakrefs(object, /)", "Return a list of all weak reference objects pointing to 'object'."),
    {0}
};

bool weakref_module_fill(Vm *vm, Value module)
{
    Value type = type_value(vm->types[TYPE_WEAKREF]);
    return module_add_functions(vm, module, weakref_functions) && dict_set_c(vm, module_dict(module), "ref", type) &&
           dict_set_c(vm, module_dict(module), "ReferenceType", type);
}
