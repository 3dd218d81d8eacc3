/* super: attribute look-up that starts behind a class in the MRO. */
#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"

typedef struct {
    Object object;
    Value type;          /* the class behind which the search starts; VALUE_ABSENT before __init__ */
    Value self;          /* VALUE_ABSENT: unbound */
    Type *instance_type; /* whose MRO is searched: self's class, or self; borrowed through self */
    Value instance_type_value; /* the same, owned */
} Super;

/* The type whose MRO counts (owned), checked against type; VALUE_ERROR. */
static Value find_instance_type(Vm *vm, Type *type, Value self)
{
    if (value_is_type(vm, self) && type_is_subtype(value_to_type(self), type))
        return value_share(self);
    if (value_is_instance(vm, self, type))
        return value_share(type_value(value_type(vm, self)));
    Value class = attribute_get_optional(vm, self, NAME_OF(vm, __class__));
    if (value_is_error(class))
        return VALUE_ERROR;
    if (class != VALUE_ABSENT && value_is_type(vm, class) && type_is_subtype(value_to_type(class), type))
        return class;
    value_drop(vm, class);
    bool is_type = value_is_type(vm, self);
    return raise_type_error(vm, "super(type, obj): obj (%s %.200N) is not an instance or subtype of type (%.200N).",
                            is_type ? "type" : "instance of", is_type ? value_to_type(self) : value_type(vm, self), type);
}

static bool bind_super(Vm *vm, Super *super, Value type, Value self)
{
    Value instance_type = VALUE_ABSENT;
    if (self != VALUE_ABSENT) {
        instance_type = find_instance_type(vm, value_to_type(type), self);
        if (value_is_error(instance_type))
            return false;
    }
    value_replace_take(vm, &super->type, value_share(type));
    value_replace_take(vm, &super->self, value_share(self));
    value_replace_take(vm, &super->instance_type_value, instance_type);
    super->instance_type = instance_type == VALUE_ABSENT ? NULL : value_to_type(instance_type);
    return true;
}

static Value super_m_new(Vm *vm, const Value *args)
{
    Super *super = object_new(vm, value_to_type(args[0]), 0);
    if (!super)
        return VALUE_ERROR;
    super->type = super->self = super->instance_type_value = VALUE_ABSENT;
    return value_from_object(super);
}

static Value super_m_init(Vm *vm, const Value *args)
{
    Value type = args[1], self = args[2];
    if (type == VALUE_ABSENT) {
        Type *found;
        if (!machine_super_arguments(vm, &found, &self))
            return VALUE_ERROR;
        type = type_value(found);
    } else if (!value_is_type(vm, type)) {
        return raise_type_error(vm, "super() argument 1 must be a type, not %T", type);
    }
    if (value_is_none(self))
        self = VALUE_ABSENT;
    return bind_super(vm, value_object(args[0]), type, self) ? VALUE_NONE : VALUE_ERROR;
}

/* super() is in every __init__ of a derived class: it is spared the binding of
 * its arguments for two natives. */
static Value super_construct(Vm *vm, Type *type, const Value *args, int count)
{
    if (count > 2)
        return VALUE_NOT_IMPLEMENTED;
    Value all[3] = {type_value(type), count > 0 ? args[0] : VALUE_ABSENT, count > 1 ? args[1] : VALUE_ABSENT};
    Value super = super_m_new(vm, all);
    if (value_is_error(super))
        return VALUE_ERROR;
    all[0] = super;
    if (!value_is_error(super_m_init(vm, all)))
        return super;
    value_drop(vm, super);
    return VALUE_ERROR;
}

/* The attribute among the classes behind type in the MRO; borrowed. */
static Value find_behind(Vm *vm, const Super *super, Value name)
{
    if (super->instance_type->mro == VALUE_ABSENT)
        return VALUE_ABSENT;
    const Tuple *mro = value_to_tuple(super->instance_type->mro);
    size_t i = 0;
    while (i < mro->count && mro->items[i] != super->type)
        i++;
    for (i++; i < mro->count; i++) {
        Value dict = value_to_type(mro->items[i])->dict;
        Value found = dict == VALUE_ABSENT ? VALUE_ABSENT : dict_get_name_borrow(vm, dict, name);
        if (found != VALUE_ABSENT)
            return found;
    }
    return VALUE_ABSENT;
}

static Value super_slot_getattr(Vm *vm, Value self, Value name)
{
    const Super *super = value_object(self);
    bool skips = super->self == VALUE_ABSENT || name == NAME_OF(vm, __class__);
    Value found = skips ? VALUE_ABSENT : find_behind(vm, super, name);
    if (found == VALUE_ABSENT)
        return attribute_generic_get(vm, self, name);
    Value (*get)(Vm *, Value, Value, Type *) = value_type(vm, found)->slots.get;
    if (!get)
        return value_share(found);
    /* super(C, C).method is not bound to the class. */
    bool on_class = super->self == super->instance_type_value;
    value_share(found);
    Value result = get(vm, found, on_class ? VALUE_ABSENT : super->self, super->instance_type);
    value_drop(vm, found);
    return result;
}

static Value super_slot_get(Vm *vm, Value self, Value instance, Type *owner)
{
    (void)owner;
    const Super *super = value_object(self);
    if (instance == VALUE_ABSENT || value_is_none(instance) || super->self != VALUE_ABSENT)
        return value_share(self);
    Value args[2] = {super->type, instance};
    return call_value(vm, type_value(value_type(vm, self)), args, 2);
}

static Value super_slot_repr(Vm *vm, Value self)
{
    const Super *super = value_object(self);
    if (super->type == VALUE_ABSENT)
        return str_from_c(vm, "<super: NULL>");
    Type *type = value_to_type(super->type);
    if (super->instance_type)
        return format_text(vm, "<super: <class '%N'>, <%N object>>", type, super->instance_type);
    return format_text(vm, "<super: <class '%N'>, NULL>", type);
}

static Value share_or_none(Value value) { return value == VALUE_ABSENT ? VALUE_NONE : value_share(value); }

static Value super_get_type(Vm *vm, Value self)
{
    (void)vm;
    return share_or_none(VALUE_OBJECT(Super, self)->type);
}

static Value super_get_self(Vm *vm, Value self)
{
    (void)vm;
    return share_or_none(VALUE_OBJECT(Super, self)->self);
}

static Value super_get_instance_type(Vm *vm, Value self)
{
    (void)vm;
    return share_or_none(VALUE_OBJECT(Super, self)->instance_type_value);
}

static void super_slot_destroy(Vm *vm, Object *self)
{
    Super *super = (Super *)self;
    value_drop(vm, super->type);
    value_drop(vm, super->self);
    value_drop(vm, super->instance_type_value);
    object_free(vm, self, 0);
}

static void super_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    Super *super = (Super *)self;
    visit(vm, super->type, context);
    visit(vm, super->self, context);
    visit(vm, super->instance_type_value, context);
}

static const NativeDef super_methods[] = {
    FN(super_m_new, "__new__(cls, /, *args, **kwargs)", "Create and return a new object.  See help(type) for accurate signature."),
    FN(super_m_init, "__init__(self, type=?, object=?, /)", "Initialize self.  See help(type(self)) for accurate signature."),
    {0}
};

static const GetSetDef super_getsets[] = {
    {"__thisclass__", super_get_type, NULL, "the class invoking super()"},
    {"__self__", super_get_self, NULL, "the instance invoking super(); may be None"},
    {"__self_class__", super_get_instance_type, NULL, "the type of the instance invoking super(); may be None"},
    {0}
};

static const TypeDef super_type_def = {
    .name = "super",
    .doc = "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\n"
           "super(type, obj) -> bound super object; requires isinstance(obj, type)\n"
           "super(type, type2) -> bound super object; requires issubclass(type2, type)\n"
           "Typical use to call a cooperative superclass method:\n"
           "class C(B):\n    def meth(self, arg):\n        super().meth(arg)\n"
           "This works for class methods too:\n"
           "class C(B):\n    @classmethod\n    def cmeth(cls, arg):\n        super().cmeth(arg)\n",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_BASE,
    .size = sizeof(Super),
    .slots = {.destroy = super_slot_destroy, .traverse = super_slot_traverse, .repr = super_slot_repr,
              .getattr = super_slot_getattr, .get = super_slot_get},
    .construct = super_construct,
    .methods = super_methods,
    .getsets = super_getsets,
};

bool super_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &super_type_def); }
