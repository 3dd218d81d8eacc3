/* types.SimpleNamespace: an object that is nothing but its attributes. */
#include "object/call.h"
#include "object/container.h"
#include "object/descriptor.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"

static bool set_all(Vm *vm, Value self, Value from)
{
    uint32_t position = 0;
    Value key, value;
    while (dict_walk(from, &position, &key, &value)) {
        if (!value_is_str(vm, key))
            return raise_false(vm, TYPE_TYPE_ERROR, "keywords must be strings");
        if (!attribute_set(vm, self, key, value))
            return false;
    }
    return true;
}

static Value namespace_m_init(Vm *vm, const Value *args)
{
    if (args[1] != VALUE_ABSENT) {
        Value dict = dict_new(vm);
        bool good = !value_is_error(dict) && dict_update(vm, dict, args[1]) && set_all(vm, args[0], dict);
        value_drop(vm, dict);
        if (!good)
            return VALUE_ERROR;
    }
    return set_all(vm, args[0], args[2]) ? VALUE_NONE : VALUE_ERROR;
}

static Value namespace_m_new(Vm *vm, const Value *args)
{
    Object *self = object_new(vm, value_to_type(args[0]), 0);
    return self ? value_from_object(self) : VALUE_ERROR;
}

static Value namespace_m_replace(Vm *vm, const Value *args)
{
    Value copy = call_value(vm, type_value(value_type(vm, args[0])), NULL, 0);
    if (value_is_error(copy))
        return VALUE_ERROR;
    Value own = attribute_own_copy(vm, args[0]);
    bool good = !value_is_error(own) && set_all(vm, copy, own) && set_all(vm, copy, args[1]);
    value_drop(vm, own);
    if (good)
        return copy;
    value_drop(vm, copy);
    return VALUE_ERROR;
}

static void add_attributes(Vm *vm, StrBuilder *builder, Value dict)
{
    uint32_t position = 0;
    Value key, value;
    const char *comma = "";
    while (dict_walk(dict, &position, &key, &value)) {
        if (!value_is_str(vm, key) || !value_to_str(key)->size)
            continue;
        builder_add_format(vm, builder, "%s%V=", comma, key);
        builder_add_repr(vm, builder, value);
        comma = ", ";
    }
}

static Value namespace_slot_repr(Vm *vm, Value self)
{
    const Type *type = value_type(vm, self);
    const char *name = type == vm->types[TYPE_NAMESPACE] ? "namespace" : type_name(vm, type);
    ReprGuard guard;
    int entered = repr_enter(vm, &guard, self);
    if (entered)
        return entered < 0 ? VALUE_ERROR : format_text(vm, "%s(...)", name);
    Value dict = attribute_own_copy(vm, self), text = VALUE_ERROR;
    if (!value_is_error(dict)) {
        StrBuilder builder = {0};
        builder_add_format(vm, &builder, "%s(", name);
        add_attributes(vm, &builder, dict);
        builder_add_c(vm, &builder, ")");
        text = builder_finish(vm, &builder);
    }
    value_drop(vm, dict);
    repr_leave(vm, &guard);
    return text;
}

static Value namespace_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    const Type *type = vm->types[TYPE_NAMESPACE];
    if (!value_is_instance(vm, self, type) || !value_is_instance(vm, other, type))
        return VALUE_NOT_IMPLEMENTED;
    Value left = attribute_own_copy(vm, self);
    Value right = value_is_error(left) ? VALUE_ERROR : attribute_own_copy(vm, other);
    Value result = value_is_error(right) ? VALUE_ERROR : value_compare(vm, left, right, op);
    value_drop(vm, left);
    value_drop(vm, right);
    return result;
}

static Value namespace_get_dict(Vm *vm, Value self) { return instance_dict_getset.get(vm, self); }

static const NativeDef namespace_methods[] = {
    FN(namespace_m_new, "__new__(cls, /, *args, **kwargs)", "Create and return a new object.  See help(type) for accurate signature."),
    FN(namespace_m_init, "__init__(self, mapping_or_iterable=?, /, **kwargs)", "Initialize self.  See help(type(self)) for accurate signature."),
    FN(namespace_m_replace, "__replace__(self, /, **changes)", "Return a copy of the namespace object with new values for the specified attributes."),
    {0}
};

static const GetSetDef namespace_getsets[] = {
    {"__dict__", namespace_get_dict, NULL, NULL},
    {0}
};

static const TypeDef namespace_type_def = {
    .name = "SimpleNamespace",
    .module = "types",
    .doc = "A simple attribute-based namespace.",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_BASE | TYPE_FLAG_ATTRIBUTES,
    .size = sizeof(Object),
    .slots = {.repr = namespace_slot_repr, .compare = namespace_slot_compare},
    .methods = namespace_methods,
    .getsets = namespace_getsets,
};

bool namespace_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &namespace_type_def); }
