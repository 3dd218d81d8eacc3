/* property */
#include "object/call.h"
#include "object/function.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"

static Property *to_property(Value value) { return (Property *)value_object(value); }

/* The name for messages (owned): from __set_name__, else the getter's; VALUE_ABSENT when unknown. */
static Value property_name(Vm *vm, const Property *property)
{
    if (property->name != VALUE_ABSENT)
        return value_share(property->name);
    if (value_is_none(property->getter))
        return VALUE_ABSENT;
    return attribute_get_optional(vm, property->getter, NAME_OF(vm, __name__));
}

static COLD Value raise_no_accessor(Vm *vm, Value self, Value instance, const char *what)
{
    Value name = property_name(vm, to_property(self));
    if (value_is_error(name))
        return VALUE_ERROR;
    Value qualname = value_type(vm, instance)->qualname;
    if (name != VALUE_ABSENT)
        (void)raise_error(vm, TYPE_ATTRIBUTE_ERROR, "property %R of %R object has no %s", name, qualname, what);
    else
        (void)raise_error(vm, TYPE_ATTRIBUTE_ERROR, "property of %R object has no %s", qualname, what);
    value_drop(vm, name);
    return VALUE_ERROR;
}

static Value property_slot_get(Vm *vm, Value self, Value instance, Type *owner)
{
    (void)owner;
    if (instance == VALUE_ABSENT)
        return value_share(self);
    Value getter = to_property(self)->getter;
    return value_is_none(getter) ? raise_no_accessor(vm, self, instance, "getter") : call_value(vm, getter, &instance, 1);
}

static bool property_slot_set(Vm *vm, Value self, Value instance, Value value)
{
    bool deletes = value == VALUE_ABSENT;
    Value accessor = deletes ? to_property(self)->deleter : to_property(self)->setter;
    if (value_is_none(accessor))
        return !value_is_error(raise_no_accessor(vm, self, instance, deletes ? "deleter" : "setter"));
    Value args[2] = {instance, value};
    Value result = call_value(vm, accessor, args, deletes ? 1 : 2);
    if (value_is_error(result))
        return false;
    value_drop(vm, result);
    return true;
}

/* The docstring: given, or the getter's. */
static Value choose_doc(Vm *vm, Value getter, Value doc)
{
    if (!value_is_none(doc) || value_is_none(getter))
        return value_share(doc);
    Value found = attribute_get_optional(vm, getter, NAME_OF(vm, __doc__));
    return found == VALUE_ABSENT ? VALUE_NONE : found;
}

static Value property_m_new(Vm *vm, const Value *args)
{
    Property *property = object_new(vm, value_to_type(args[0]), 0);
    if (!property)
        return VALUE_ERROR;
    property->getter = property->setter = property->deleter = property->doc = VALUE_NONE;
    property->name = VALUE_ABSENT;
    return value_from_object(property);
}

static Value property_m_init(Vm *vm, const Value *args)
{
    Value doc = choose_doc(vm, args[1], args[4]);
    if (value_is_error(doc))
        return VALUE_ERROR;
    Property *property = to_property(args[0]);
    value_replace_take(vm, &property->getter, value_share(args[1]));
    value_replace_take(vm, &property->setter, value_share(args[2]));
    value_replace_take(vm, &property->deleter, value_share(args[3]));
    value_replace_take(vm, &property->doc, doc);
    return VALUE_NONE;
}

/* A copy with one accessor replaced; VALUE_ABSENT keeps the old one. */
static Value copy_with(Vm *vm, Value self, Value getter, Value setter, Value deleter)
{
    Property *old = to_property(self);
    Value args[4] = {getter == VALUE_ABSENT ? old->getter : getter, setter == VALUE_ABSENT ? old->setter : setter,
                     deleter == VALUE_ABSENT ? old->deleter : deleter, VALUE_NONE};
    /* A docstring that came from the getter comes from the new one again. */
    Value own = choose_doc(vm, old->getter, VALUE_NONE);
    if (value_is_error(own))
        return VALUE_ERROR;
    args[3] = own == old->doc ? VALUE_NONE : old->doc;
    value_drop(vm, own);
    Value copy = call_value(vm, type_value(value_type(vm, self)), args, 4);
    if (!value_is_error(copy) && value_is_instance(vm, copy, vm->types[TYPE_PROPERTY]) && old->name != VALUE_ABSENT)
        value_replace_take(vm, &to_property(copy)->name, value_share(old->name));
    return copy;
}

static Value property_m_getter(Vm *vm, const Value *args)
{
    return copy_with(vm, args[0], args[1], VALUE_ABSENT, VALUE_ABSENT);
}

static Value property_m_setter(Vm *vm, const Value *args)
{
    return copy_with(vm, args[0], VALUE_ABSENT, args[1], VALUE_ABSENT);
}

static Value property_m_deleter(Vm *vm, const Value *args)
{
    return copy_with(vm, args[0], VALUE_ABSENT, VALUE_ABSENT, args[1]);
}

static Value property_m_set_name(Vm *vm, const Value *args)
{
    value_replace_take(vm, &to_property(args[0])->name, value_share(args[2]));
    return VALUE_NONE;
}

static Value property_get_getter(Vm *vm, Value self)
{
    (void)vm;
    return value_share(to_property(self)->getter);
}

static Value property_get_setter(Vm *vm, Value self)
{
    (void)vm;
    return value_share(to_property(self)->setter);
}

static Value property_get_deleter(Vm *vm, Value self)
{
    (void)vm;
    return value_share(to_property(self)->deleter);
}

static Value property_get_doc(Vm *vm, Value self)
{
    (void)vm;
    return value_share(to_property(self)->doc);
}

static bool property_set_doc(Vm *vm, Value self, Value value)
{
    value_replace_take(vm, &to_property(self)->doc, value == VALUE_ABSENT ? VALUE_NONE : value_share(value));
    return true;
}

static Value property_get_name(Vm *vm, Value self)
{
    Value name = property_name(vm, to_property(self));
    return name == VALUE_ABSENT ? raise_attribute_error(vm, self, NAME_OF(vm, __name__)) : name;
}

static bool property_set_name(Vm *vm, Value self, Value value)
{
    value_replace_take(vm, &to_property(self)->name, value == VALUE_ABSENT ? value : value_share(value));
    return true;
}

/* Abstract when one of the accessors is. */
static Value property_get_abstract(Vm *vm, Value self)
{
    const Property *property = to_property(self);
    Value accessors[] = {property->getter, property->setter, property->deleter};
    for (size_t i = 0; i < ARRAY_LENGTH(accessors); i++) {
        Value flag = attribute_get_optional(vm, accessors[i], NAME_OF(vm, __isabstractmethod__));
        if (flag == VALUE_ABSENT)
            continue;
        int truth = value_is_error(flag) ? -1 : value_truth(vm, flag);
        value_drop(vm, flag);
        if (truth)
            return truth < 0 ? VALUE_ERROR : VALUE_TRUE;
    }
    return VALUE_FALSE;
}

static void property_slot_destroy(Vm *vm, Object *self)
{
    Property *property = (Property *)self;
    value_drop(vm, property->getter);
    value_drop(vm, property->setter);
    value_drop(vm, property->deleter);
    value_drop(vm, property->doc);
    value_drop(vm, property->name);
    object_free(vm, self, 0);
}

static void property_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    Property *property = (Property *)self;
    visit(vm, property->getter, context);
    visit(vm, property->setter, context);
    visit(vm, property->deleter, context);
    visit(vm, property->doc, context);
}

static void property_slot_clear(Vm *vm, Object *self)
{
    Property *property = (Property *)self;
    value_replace_take(vm, &property->getter, VALUE_NONE);
    value_replace_take(vm, &property->setter, VALUE_NONE);
    value_replace_take(vm, &property->deleter, VALUE_NONE);
    value_replace_take(vm, &property->doc, VALUE_NONE);
}

static const NativeDef property_methods[] = {
    FN(property_m_new, "__new__(cls, /, *args, **kwargs)", "Create and return a new object.  See help(type) for accurate signature."),
    FN(property_m_init, "__init__(self, fget=None, fset=None, fdel=None, doc=None)", "Initialize self.  See help(type(self)) for accurate signature."),
    FN(property_m_getter, "getter(self, object, /)", "Descriptor to obtain a copy of the property with a different getter."),
    FN(property_m_setter, "setter(self, object, /)", "Descriptor to obtain a copy of the property with a different setter."),
    FN(property_m_deleter, "deleter(self, object, /)", "Descriptor to obtain a copy of the property with a different deleter."),
    FN(property_m_set_name, "__set_name__(self, owner, name, /)", "Method to set name of a property."),
    {0}
};

static const GetSetDef property_getsets[] = {
    {"fget", property_get_getter, NULL, NULL},
    {"fset", property_get_setter, NULL, NULL},
    {"fdel", property_get_deleter, NULL, NULL},
    {"__doc__", property_get_doc, property_set_doc, NULL},
    {"__name__", property_get_name, property_set_name, NULL},
    {"__isabstractmethod__", property_get_abstract, NULL, NULL},
    {0}
};

static const TypeDef property_type_def = {
    .name = "property",
    .doc = "Property attribute.",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_BASE,
    .size = sizeof(Property),
    .slots = {.destroy = property_slot_destroy, .traverse = property_slot_traverse, .clear = property_slot_clear,
              .get = property_slot_get, .set = property_slot_set},
    .methods = property_methods,
    .getsets = property_getsets,
};

bool property_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &property_type_def); }
