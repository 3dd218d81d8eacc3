/* Bound methods, staticmethod and classmethod. */
#include "object/call.h"
#include "object/container.h"
#include "object/function.h"
#include "object/native.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"

/* method ------------------------------------------------------------------------- */

Value method_new(Vm *vm, Value function, Value self)
{
    Method *method = object_new(vm, vm->types[TYPE_METHOD], 0);
    if (!method)
        return VALUE_ERROR;
    method->function = value_share(function);
    method->self = value_share(self);
    return value_from_object(method);
}

static void method_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((Method *)self)->function);
    value_drop(vm, ((Method *)self)->self);
    object_free(vm, self, 0);
}

static void method_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((Method *)self)->function, context);
    visit(vm, ((Method *)self)->self, context);
}

static Value method_slot_call(Vm *vm, Value self, const Value *args, int count, Value names)
{
    Method *method = value_object(self);
    Value few[12], *all = few;
    size_t given = (size_t)count + (names == VALUE_ABSENT ? 0 : value_to_tuple(names)->count);
    if (given + 1 > ARRAY_LENGTH(few)) {
        all = vm_alloc(vm, (given + 1) * sizeof *all);
        if (!all)
            return VALUE_ERROR;
    }
    all[0] = method->self;
    if (given)
        memcpy(all + 1, args, given * sizeof *all);
    Value result = call_values(vm, method->function, all, count + 1, names);
    if (all != few)
        vm_free(vm, all, (given + 1) * sizeof *all);
    return result;
}

/* A method has its function's attributes besides its own. */
static Value method_slot_getattr(Vm *vm, Value self, Value name)
{
    Value found = attribute_generic_find(vm, self, name);
    return found != VALUE_ABSENT ? found : attribute_get(vm, VALUE_OBJECT(Method, self)->function, name);
}

static Value method_slot_repr(Vm *vm, Value self)
{
    Method *method = value_object(self);
    Value name = attribute_get_optional(vm, method->function, NAME_OF(vm, __qualname__));
    if (name == VALUE_ABSENT)
        name = attribute_get_optional(vm, method->function, NAME_OF(vm, __name__));
    if (value_is_error(name))
        return VALUE_ERROR;
    Value text = name != VALUE_ABSENT && value_is_str(vm, name)
                     ? format_text(vm, "<bound method %V of %R>", name, method->self)
                     : format_text(vm, "<bound method ? of %R>", method->self);
    value_drop(vm, name);
    return text;
}

static bool method_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    Method *method = value_object(self);
    if (!value_hash(vm, method->function, hash))
        return false;
    *hash ^= (int64_t)(method->self >> 4);
    if (*hash == -1)
        *hash = -2;
    return true;
}

static Value method_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if (op > COMPARE_NE || !value_has_shape(other, TYPE_METHOD))
        return VALUE_NOT_IMPLEMENTED;
    Method *left = value_object(self), *right = value_object(other);
    int equal = left->self == right->self ? value_equal(vm, left->function, right->function) : 0;
    return equal < 0 ? VALUE_ERROR : value_from_bool(equal == (op == COMPARE_EQ));
}

static Value method_get_function(Vm *vm, Value self)
{
    (void)vm;
    return value_share(VALUE_OBJECT(Method, self)->function);
}

static Value method_get_self(Vm *vm, Value self)
{
    (void)vm;
    return value_share(VALUE_OBJECT(Method, self)->self);
}

static Value method_get_doc(Vm *vm, Value self)
{
    return attribute_get(vm, VALUE_OBJECT(Method, self)->function, NAME_OF(vm, __doc__));
}

static Value method_m_new(Vm *vm, const Value *args)
{
    if (!value_type(vm, args[1])->slots.call)
        return raise_type_error(vm, "first argument must be callable");
    if (value_is_none(args[2]))
        return raise_type_error(vm, "instance must not be None");
    return method_new(vm, args[1], args[2]);
}

static const NativeDef method_methods[] = {
    FN(method_m_new, "__new__(cls, function, instance, /)", "Create a bound instance method object."),
    {0}
};

static const GetSetDef method_getsets[] = {
    {"__func__", method_get_function, NULL, "the function (or other callable) implementing a method"},
    {"__self__", method_get_self, NULL, "the instance to which a method is bound"},
    {"__doc__", method_get_doc, NULL, NULL},
    {0}
};

static const TypeDef method_type_def = {
    .name = "method",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(Method),
    .slots = {.destroy = method_slot_destroy, .traverse = method_slot_traverse, .repr = method_slot_repr,
              .hash = method_slot_hash, .compare = method_slot_compare, .call = method_slot_call,
              .getattr = method_slot_getattr},
    .methods = method_methods,
    .getsets = method_getsets,
};

bool method_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &method_type_def); }

/* staticmethod and classmethod ------------------------------------------------------ */

static Value wrapper_new(Vm *vm, Type *type, Value function)
{
    Wrapper *wrapper = object_new(vm, type, 0);
    if (!wrapper)
        return VALUE_ERROR;
    wrapper->function = value_share(function);
    wrapper->dict = VALUE_ABSENT;
    return value_from_object(wrapper);
}

Value staticmethod_new(Vm *vm, Value function) { return wrapper_new(vm, vm->types[TYPE_STATICMETHOD], function); }
Value classmethod_new(Vm *vm, Value function) { return wrapper_new(vm, vm->types[TYPE_CLASSMETHOD], function); }

/* The wrapped function's names become the wrapper's own attributes. */
static bool copy_attributes(Vm *vm, Value wrapper, Value function)
{
    const NameId names[] = {NAME___module__, NAME___name__, NAME___qualname__, NAME___doc__};
    Value dict = attribute_dict_borrow(vm, value_object(wrapper));
    if (value_is_error(dict))
        return false;
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
        Value value = attribute_get_optional(vm, function, vm->names[names[i]]);
        if (value == VALUE_ABSENT)
            continue;
        bool good = !value_is_error(value) && dict_set_name(vm, dict, vm->names[names[i]], value);
        value_drop(vm, value);
        if (!good)
            return false;
    }
    return true;
}

static Value wrapper_m_new(Vm *vm, const Value *args)
{
    Value wrapper = wrapper_new(vm, value_to_type(args[0]), args[1]);
    if (value_is_error(wrapper) || copy_attributes(vm, wrapper, args[1]))
        return wrapper;
    value_drop(vm, wrapper);
    return VALUE_ERROR;
}

static void wrapper_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((Wrapper *)self)->function);
    value_drop(vm, ((Wrapper *)self)->dict);
    object_free(vm, self, 0);
}

static void wrapper_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((Wrapper *)self)->function, context);
    visit(vm, ((Wrapper *)self)->dict, context);
}

static void wrapper_slot_clear(Vm *vm, Object *self) { value_clear(vm, &((Wrapper *)self)->dict); }

static Value wrapper_slot_repr(Vm *vm, Value self)
{
    Value function = VALUE_OBJECT(Wrapper, self)->function;
    if (value_has_shape(self, TYPE_CLASSMETHOD) && value_has_shape(function, TYPE_NATIVE) &&
        value_is_type(vm, value_to_native(function)->module))
        return format_text(vm, "<method '%V' of '%N' objects>", value_to_native(function)->name,
                           value_to_type(value_to_native(function)->module));
    return format_text(vm, "<%T(%R)>", self, VALUE_OBJECT(Wrapper, self)->function);
}

static Value staticmethod_slot_get(Vm *vm, Value self, Value instance, Type *owner)
{
    (void)vm;
    (void)instance;
    (void)owner;
    return value_share(VALUE_OBJECT(Wrapper, self)->function);
}

static Value staticmethod_slot_call(Vm *vm, Value self, const Value *args, int count, Value names)
{
    return call_values(vm, VALUE_OBJECT(Wrapper, self)->function, args, count, names);
}

static Value classmethod_slot_get(Vm *vm, Value self, Value instance, Type *owner)
{
    Value function = VALUE_OBJECT(Wrapper, self)->function;
    Value class = type_value(owner ? owner : value_type(vm, instance));
    return value_has_shape(function, TYPE_NATIVE) && value_to_native(function)->self == VALUE_ABSENT
               ? native_bind(vm, function, class)
               : method_new(vm, function, class);
}

static Value wrapper_get_function(Vm *vm, Value self)
{
    (void)vm;
    return value_share(VALUE_OBJECT(Wrapper, self)->function);
}

static Value wrapper_get_abstract(Vm *vm, Value self)
{
    Value flag = attribute_get_optional(vm, VALUE_OBJECT(Wrapper, self)->function, NAME_OF(vm, __isabstractmethod__));
    if (value_is_error(flag) || flag == VALUE_ABSENT)
        return value_is_error(flag) ? flag : VALUE_FALSE;
    int truth = value_truth(vm, flag);
    value_drop(vm, flag);
    return truth < 0 ? VALUE_ERROR : value_from_bool(truth);
}

static Value wrapper_get_dict(Vm *vm, Value self)
{
    Value dict = attribute_dict_borrow(vm, value_object(self));
    return value_is_error(dict) ? dict : value_share(dict);
}

static const NativeDef wrapper_methods[] = {
    FN(wrapper_m_new, "__new__(cls, function, /)", "Create and return a new object.  See help(type) for accurate signature."),
    {0}
};

static const GetSetDef wrapper_getsets[] = {
    {"__func__", wrapper_get_function, NULL, NULL},
    {"__wrapped__", wrapper_get_function, NULL, NULL},
    {"__isabstractmethod__", wrapper_get_abstract, NULL, NULL},
    {"__dict__", wrapper_get_dict, NULL, NULL},
    {0}
};

static const TypeDef staticmethod_type_def = {
    .name = "staticmethod",
    .doc = "Convert a function to be a static method.",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_BASE,
    .size = sizeof(Wrapper),
    .slots = {.destroy = wrapper_slot_destroy, .traverse = wrapper_slot_traverse, .clear = wrapper_slot_clear,
              .repr = wrapper_slot_repr, .call = staticmethod_slot_call, .get = staticmethod_slot_get},
    .methods = wrapper_methods,
    .getsets = wrapper_getsets,
    .dict_offset = offsetof(Wrapper, dict),
};

static const TypeDef classmethod_type_def = {
    .name = "classmethod",
    .doc = "Convert a function to be a class method.",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_BASE,
    .size = sizeof(Wrapper),
    .slots = {.destroy = wrapper_slot_destroy, .traverse = wrapper_slot_traverse, .clear = wrapper_slot_clear,
              .repr = wrapper_slot_repr, .get = classmethod_slot_get},
    .methods = wrapper_methods,
    .getsets = wrapper_getsets,
    .dict_offset = offsetof(Wrapper, dict),
};

bool staticmethod_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &staticmethod_type_def); }
bool classmethod_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &classmethod_type_def); }
