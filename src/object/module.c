/* Modules: a dict with a name.
 *
 * The dict is never replaced, so functions may keep it as their globals. */
#include "object/module.h"

#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"

static Module *to_module(Value value) { return (Module *)value_object(value); }

static bool fill_dict(Vm *vm, Value dict, Value name, Value doc)
{
    return dict_set_name(vm, dict, NAME_OF(vm, __name__), name) && dict_set_name(vm, dict, NAME_OF(vm, __doc__), doc) &&
           dict_set_name(vm, dict, NAME_OF(vm, __package__), VALUE_NONE) &&
           dict_set_name(vm, dict, NAME_OF(vm, __loader__), VALUE_NONE) &&
           dict_set_name(vm, dict, NAME_OF(vm, __spec__), VALUE_NONE);
}

static Value make_module(Vm *vm, Type *type, Value name)
{
    Value dict = dict_new(vm);
    if (value_is_error(dict))
        return VALUE_ERROR;
    Module *module = object_new(vm, type, 0);
    if (!module) {
        value_drop(vm, dict);
        return VALUE_ERROR;
    }
    module->dict = dict;
    module->name = value_share(name);
    return value_from_object(module);
}

Value module_new(Vm *vm, Value name)
{
    Value module = make_module(vm, vm->types[TYPE_MODULE], name);
    if (value_is_error(module) || fill_dict(vm, to_module(module)->dict, name, VALUE_NONE))
        return module;
    value_drop(vm, module);
    return VALUE_ERROR;
}

static Value module_m_new(Vm *vm, const Value *args) { return make_module(vm, value_to_type(args[0]), vm->empty_str); }

static Value module_m_init(Vm *vm, const Value *args)
{
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "module.__init__() argument 'name' must be str, not %T", args[1]);
    value_replace_take(vm, &to_module(args[0])->name, value_share(args[1]));
    return fill_dict(vm, to_module(args[0])->dict, args[1], args[2]) ? VALUE_NONE : VALUE_ERROR;
}

/* A module may define __getattr__(name) for what is not there. */
static Value ask_module(Vm *vm, Value self, Value name)
{
    Value hook = dict_get_name_borrow(vm, to_module(self)->dict, NAME_OF(vm, __getattr__));
    if (hook == VALUE_ABSENT)
        return VALUE_ABSENT;
    value_share(hook);
    Value result = call_value(vm, hook, &name, 1);
    value_drop(vm, hook);
    return result;
}

Value module_slot_getattr(Vm *vm, Value self, Value name)
{
    Value found = attribute_generic_find(vm, self, name);
    if (found != VALUE_ABSENT)
        return found;
    found = ask_module(vm, self, name);
    if (found != VALUE_ABSENT)
        return found;
    if (value_has_shape(self, TYPE_MODULE))
        return raise_attribute_error(vm, self, name);
    return raise_error(vm, TYPE_ATTRIBUTE_ERROR, "module %R has no attribute '%V'", to_module(self)->name, name);
}

static Value module_slot_repr(Vm *vm, Value self)
{
    Value dict = to_module(self)->dict;
    Value name = dict_get_name_borrow(vm, dict, NAME_OF(vm, __name__));
    Value file = dict_get_name_borrow(vm, dict, NAME_OF(vm, __file__));
    Value spec = dict_get_name_borrow(vm, dict, NAME_OF(vm, __spec__));
    Value loader = dict_get_name_borrow(vm, dict, NAME_OF(vm, __loader__));
    if (name == VALUE_ABSENT)
        name = to_module(self)->name;
    if (file != VALUE_ABSENT)
        return format_text(vm, "<module %R from %R>", name, file);
    bool built_in = (spec != VALUE_ABSENT && !value_is_none(spec)) || (loader != VALUE_ABSENT && !value_is_none(loader));
    return format_text(vm, built_in ? "<module %R (built-in)>" : "<module %R>", name);
}

static Value module_m_dir(Vm *vm, const Value *args)
{
    Value hook = dict_get_name_borrow(vm, to_module(args[0])->dict, NAME_OF(vm, __dir__));
    if (hook == VALUE_ABSENT)
        return list_from(vm, to_module(args[0])->dict);
    value_share(hook);
    Value result = call_value(vm, hook, NULL, 0);
    value_drop(vm, hook);
    return result;
}

static Value module_get_dict(Vm *vm, Value self)
{
    (void)vm;
    return value_share(to_module(self)->dict);
}

static Value module_get_annotations(Vm *vm, Value self)
{
    Value dict = to_module(self)->dict;
    Value found = dict_get_name_borrow(vm, dict, NAME_OF(vm, __annotations__));
    if (found != VALUE_ABSENT)
        return value_share(found);
    Value fresh = dict_new(vm);
    if (value_is_error(fresh) || dict_set_name(vm, dict, NAME_OF(vm, __annotations__), fresh))
        return fresh;
    value_drop(vm, fresh);
    return VALUE_ERROR;
}

static bool module_set_annotations(Vm *vm, Value self, Value value)
{
    Value dict = to_module(self)->dict;
    if (value != VALUE_ABSENT)
        return dict_set_name(vm, dict, NAME_OF(vm, __annotations__), value);
    int deleted = dict_delete(vm, dict, NAME_OF(vm, __annotations__));
    if (deleted == 0)
        (void)raise_attribute_error(vm, self, NAME_OF(vm, __annotations__));
    return deleted > 0;
}

static void module_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((Module *)self)->dict);
    value_drop(vm, ((Module *)self)->name);
    object_free(vm, self, 0);
}

static void module_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((Module *)self)->dict, context);
}

static const NativeDef module_methods[] = {
    FN(module_m_new, "__new__(cls, /, *args, **kwargs)", "Create and return a new object.  See help(type) for accurate signature."),
    FN(module_m_init, "__init__(self, name, doc=None)", "Initialize self.  See help(type(self)) for accurate signature."),
    FN(module_m_dir, "__dir__(self, /)", "__dir__() -> list\nspecialized dir() implementation"),
    {0}
};

static const GetSetDef module_getsets[] = {
    {"__dict__", module_get_dict, NULL, NULL},
    {"__annotations__", module_get_annotations, module_set_annotations, NULL},
    {0}
};

static const TypeDef module_type_def = {
    .name = "module",
    .doc = "Create a module object.\n\nThe name must be a string; the optional docstring can have any type.",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_BASE | TYPE_FLAG_WEAK,
    .size = sizeof(Module),
    .slots = {.destroy = module_slot_destroy, .traverse = module_slot_traverse, .repr = module_slot_repr,
              .getattr = module_slot_getattr},
    .methods = module_methods,
    .getsets = module_getsets,
    .dict_offset = offsetof(Module, dict),
};

bool module_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &module_type_def); }
