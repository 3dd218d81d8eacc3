/* `object`: what every type does unless it says otherwise. */
#include "object/object_type.h"

#include "object/call.h"
#include "object/container.h"
#include "object/descriptor.h"
#include "object/raise.h"
#include "object/reduce.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"

static Value object_slot_repr(Vm *vm, Value self)
{
    Value name = type_full_name(vm, value_type(vm, self));
    if (value_is_error(name))
        return VALUE_ERROR;
    /* Only builtins' own types leave their module out, and those have a repr of their own. */
    Value text = format_text(vm, "<%V object at %p>", name, value_object(self));
    value_drop(vm, name);
    return text;
}

/* Whoever asked for the str checks what this gives. */
static Value object_slot_str(Vm *vm, Value self) { return value_type(vm, self)->slots.repr(vm, self); }

static bool object_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    (void)vm;
    *hash = (int64_t)((self >> 4) | (self << 60));
    if (*hash == -1)
        *hash = -2;
    return true;
}

static Value object_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if (op == COMPARE_EQ)
        return self == other ? VALUE_TRUE : VALUE_NOT_IMPLEMENTED;
    if (op != COMPARE_NE)
        return VALUE_NOT_IMPLEMENTED;
    Value equal = value_type(vm, self)->slots.compare(vm, self, other, COMPARE_EQ);
    if (value_is_error(equal) || equal == VALUE_NOT_IMPLEMENTED)
        return equal;
    int truth = value_truth(vm, equal);
    value_drop(vm, equal);
    return truth < 0 ? VALUE_ERROR : value_from_bool(!truth);
}

/* __class__. -------------------------------------------------------------------- */

static Value object_get_class(Vm *vm, Value self) { return value_share(type_value(value_type(vm, self))); }

static bool same_layout(const Type *old, const Type *new)
{
    const uint32_t layout = TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_COUNTED | 0x3ff0;
    return old->size == new->size && old->fixed_size == new->fixed_size && !((old->flags ^ new->flags) & layout) &&
           old->slots.destroy == new->slots.destroy;
}

/* The block keeps its size: the attributes move to a shape that has as many inline slots. */
static Shape *find_root(Vm *vm, Type *type, uint32_t inline_slots)
{
    for (Shape *root = type->shape; root; root = root->older_root) {
        if (root->inline_slots == inline_slots)
            return root;
    }
    Shape *root = shape_new_root(vm, type, 0, (ShapeMode)type->shape->mode, inline_slots);
    if (root) {
        root->older_root = type->shape->older_root;
        type->shape->older_root = root;
    }
    return root;
}

static bool object_set_class(Vm *vm, Value self, Value value)
{
    if (value == VALUE_ABSENT)
        return raise_false(vm, TYPE_TYPE_ERROR, "can't delete __class__ attribute");
    if (!value_is_type(vm, value))
        return raise_false(vm, TYPE_TYPE_ERROR, "__class__ must be set to a class, not '%T' object", value);
    Type *new = value_to_type(value), *old = value_type(vm, self);
    bool mutable = value_is_heap(self) && (new->flags & TYPE_FLAG_HEAP) && (old->flags & TYPE_FLAG_HEAP);
    if (!mutable)
        return raise_false(vm, TYPE_TYPE_ERROR,
                           "__class__ assignment only supported for mutable types or ModuleType subclasses");
    if (!same_layout(old, new))
        return raise_false(vm, TYPE_TYPE_ERROR, "__class__ assignment: '%N' object layout differs from '%N'", new, old);
    if (old == new)
        return true;
    Object *object = value_object(self);
    if ((old->flags & TYPE_FLAG_ATTRIBUTES) && value_is_error(attribute_dict_borrow(vm, object)))
        return false; /* dict mode: nothing depends on the old class's shapes */
    Shape *root = find_root(vm, new, vm->shapes[object->shape]->inline_slots);
    Shape *shape = root && (new->flags & TYPE_FLAG_ATTRIBUTES) ? shape_dict_mode(vm, root) : root;
    if (!shape)
        return false;
    object->shape = shape->id;
    new->object.refs++;
    value_drop(vm, type_value(old));
    return true;
}

/* __dict__ and __weakref__ of instances. --------------------------------------------- */

static Value instance_get_dict(Vm *vm, Value self)
{
    Value dict = value_is_heap(self) ? attribute_dict_borrow(vm, value_object(self)) : VALUE_ABSENT;
    if (dict == VALUE_ABSENT)
        return raise_attribute_error(vm, self, NAME_OF(vm, __dict__));
    return value_is_error(dict) ? dict : value_share(dict);
}

static bool instance_set_dict(Vm *vm, Value self, Value value)
{
    if (value != VALUE_ABSENT && !value_is_dict(vm, value))
        return raise_false(vm, TYPE_TYPE_ERROR, "__dict__ must be set to a dictionary, not a '%T'", value);
    return attribute_dict_replace(vm, value_object(self), value);
}

static Value instance_get_weakref(Vm *vm, Value self)
{
    void *reference = pointer_table_get(&vm->weak_targets, value_object(self));
    return reference ? value_share(value_from_object(reference)) : VALUE_NONE;
}

const GetSetDef instance_dict_getset = {"__dict__", instance_get_dict, instance_set_dict,
                                        "dictionary for instance variables"};
const GetSetDef instance_weakref_getset = {"__weakref__", instance_get_weakref, NULL,
                                           "list of weak references to the object"};

/* Methods. -------------------------------------------------------------------------- */

static bool add_names(Vm *vm, Value names, Value dict)
{
    uint32_t position = 0;
    Value key, value;
    while (dict_walk(dict, &position, &key, &value)) {
        if (!dict_set(vm, names, key, VALUE_NONE))
            return false;
    }
    return true;
}

static bool add_class_names(Vm *vm, Value names, Value class)
{
    if (!value_is_type(vm, class))
        return true;
    const Tuple *mro = value_to_tuple(value_to_type(class)->mro);
    for (size_t i = 0; i < mro->count; i++) {
        if (!add_names(vm, names, value_to_type(mro->items[i])->dict))
            return false;
    }
    return true;
}

/* The instance's __dict__, which a class may define itself; VALUE_ABSENT for none. */
static Value instance_names(Vm *vm, Value self)
{
    Value dict = attribute_own_copy(vm, self);
    if (dict != VALUE_ABSENT)
        return dict;
    dict = attribute_get_optional(vm, self, NAME_OF(vm, __dict__));
    if (!value_is_heap(dict) || value_is_dict(vm, dict))
        return dict;
    value_drop(vm, dict);
    return VALUE_ABSENT;
}

static Value object_m_dir(Vm *vm, const Value *args)
{
    Value names = dict_new(vm), list = VALUE_ERROR;
    Value own = value_is_error(names) ? VALUE_ERROR : instance_names(vm, args[0]);
    Value class = value_is_error(own) ? VALUE_ERROR : attribute_get(vm, args[0], NAME_OF(vm, __class__));
    bool good = !value_is_error(class) && (own == VALUE_ABSENT || add_names(vm, names, own));
    if (good && add_class_names(vm, names, class))
        list = list_from(vm, names);
    value_drop(vm, class);
    value_drop(vm, own);
    value_drop(vm, names);
    return list;
}

static Value object_m_format(Vm *vm, const Value *args)
{
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "__format__() argument must be str, not %T", args[1]);
    if (value_to_str(args[1])->size)
        return raise_type_error(vm, "unsupported format string passed to %T.__format__", args[0]);
    return value_str(vm, args[0]);
}

static Value object_m_sizeof(Vm *vm, const Value *args)
{
    return value_from_int(value_type(vm, args[0])->size);
}

static Value object_m_init_subclass(Vm *vm, const Value *args)
{
    (void)vm;
    (void)args;
    return VALUE_NONE;
}

static Value object_m_subclasshook(Vm *vm, const Value *args)
{
    (void)vm;
    (void)args;
    return VALUE_NOT_IMPLEMENTED;
}

static const NativeDef object_methods[] = {
    FN(object_m_new, "__new__(cls, /, *args, **kwargs)", "Create and return a new object.  See help(type) for accurate signature."),
    FN(object_m_init, "__init__(self, /, *args, **kwargs)", "Initialize self.  See help(type(self)) for accurate signature."),
    FN(object_m_dir, "__dir__(self, /)", "Default dir() implementation."),
    FN(object_m_format, "__format__(self, format_spec, /)", "Default object formatter."),
    FN(object_m_sizeof, "__sizeof__(self, /)", "Size of object in memory, in bytes."),
    FN(object_m_init_subclass, "@classmethod __init_subclass__(cls, /)", "This method is called when a class is subclassed."),
    FN(object_m_subclasshook, "@classmethod __subclasshook__(cls, object, /)", "Abstract classes can override this to customize issubclass()."),
    FN(object_m_getstate, "__getstate__(self, /)", "Helper for pickle."),
    FN(object_m_reduce, "__reduce__(self, /)", "Helper for pickle."),
    FN(object_m_reduce_ex, "__reduce_ex__(self, protocol, /)", "Helper for pickle."),
    {0}
};

static const GetSetDef object_getsets[] = {
    {"__class__", object_get_class, object_set_class, "the object's class"},
    {0}
};

static const TypeDef object_type_def = {
    .name = "object",
    .doc = "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\n"
           "instance that has no instance attributes and cannot be given any.\n",
    .flags = TYPE_FLAG_BASE,
    .size = sizeof(Object),
    .slots = {.destroy = object_destroy_plain, .repr = object_slot_repr, .str = object_slot_str, .hash = object_slot_hash,
              .compare = object_slot_compare, .getattr = attribute_generic_get, .setattr = attribute_generic_set},
    .methods = object_methods,
    .getsets = object_getsets,
};

bool object_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &object_type_def); }
