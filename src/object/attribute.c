/* Getting and setting attributes.
 *
 * The name of an attribute is an interned str everywhere below attribute_get,
 * attribute_set and attribute_delete, so that identity is equality.  An
 * instance keeps its attributes in the places its shape says, until something
 * wants them as a dict: then they all move there and stay. */
#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

/* Entry points. -------------------------------------------------------------- */

static ALWAYS_INLINE bool is_interned(Value name)
{
    return value_has_shape(name, TYPE_STR) && (value_to_str(name)->flags & STR_INTERNED);
}

/* The interned form of any name (owned), or TypeError. */
static Value intern_name(Vm *vm, Value name)
{
    if (!value_is_str(vm, name))
        return raise_type_error(vm, "attribute name must be string, not '%T'", name);
    return str_intern(vm, value_to_str(name)->bytes, value_to_str(name)->size);
}

Value attribute_get(Vm *vm, Value object, Value name)
{
    if (LIKELY(is_interned(name)))
        return value_type(vm, object)->slots.getattr(vm, object, name);
    Value interned = intern_name(vm, name);
    if (value_is_error(interned))
        return VALUE_ERROR;
    Value result = value_type(vm, object)->slots.getattr(vm, object, interned);
    value_drop(vm, interned);
    return result;
}

Value attribute_get_optional(Vm *vm, Value object, Value name)
{
    const Type *type = value_type(vm, object);
    if (type->slots.getattr == attribute_generic_get && is_interned(name))
        return attribute_generic_find(vm, object, name);
    Value result = attribute_get(vm, object, name);
    if (!value_is_error(result) || !error_matches(vm, TYPE_ATTRIBUTE_ERROR))
        return result;
    error_clear(vm);
    return VALUE_ABSENT;
}

static bool set_any(Vm *vm, Value object, Value name, Value value)
{
    bool (*setattr)(Vm *, Value, Value, Value) = value_type(vm, object)->slots.setattr;
    if (LIKELY(is_interned(name)))
        return setattr(vm, object, name, value);
    Value interned = intern_name(vm, name);
    if (value_is_error(interned))
        return false;
    bool good = setattr(vm, object, interned, value);
    value_drop(vm, interned);
    return good;
}

bool attribute_set(Vm *vm, Value object, Value name, Value value) { return set_any(vm, object, name, value); }
bool attribute_delete(Vm *vm, Value object, Value name) { return set_any(vm, object, name, VALUE_ABSENT); }

/* Own attributes. -------------------------------------------------------------- */

static Value *dict_field(const Type *type, Object *object)
{
    return (Value *)((char *)object + type->dict_offset);
}

/* Borrowed; VALUE_ABSENT when the instance itself has no such attribute. */
static Value own_find_borrow(Vm *vm, const Type *type, Object *object, Value name)
{
    if (type->flags & TYPE_FLAG_ATTRIBUTES) {
        const Shape *shape = vm->shapes[object->shape];
        Attributes *attributes = object_attributes(vm, object);
        if (shape->mode == SHAPE_SLOTS) {
            int32_t index = shape_find_cached(vm, shape, name);
            return index < 0 ? VALUE_ABSENT : *attributes_place(attributes, shape, (uint32_t)index);
        }
        return attributes->dict == VALUE_ABSENT ? VALUE_ABSENT : dict_get_name_borrow(vm, attributes->dict, name);
    }
    if (type->dict_offset && *dict_field(type, object) != VALUE_ABSENT)
        return dict_get_name_borrow(vm, *dict_field(type, object), name);
    return VALUE_ABSENT;
}

/* A dict of what lies in the places, in the order it was added. */
static Value places_to_dict(Vm *vm, Attributes *attributes, const Shape *shape)
{
    Value dict = dict_new(vm);
    if (value_is_error(dict) || shape->count == 0)
        return dict;
    const Shape *chain[256];
    ASSERT(shape->count < ARRAY_LENGTH(chain));
    for (const Shape *link = shape; link->parent; link = link->parent)
        chain[link->count - 1] = link;
    for (uint32_t i = 0; i < shape->count; i++) {
        if (!dict_set_name(vm, dict, chain[i]->name, *attributes_place(attributes, shape, i))) {
            value_drop(vm, dict);
            return VALUE_ERROR;
        }
    }
    return dict;
}

/* Gives the object's own attributes up for dict (taken). */
static bool adopt_dict_take(Vm *vm, Object *object, Value dict)
{
    Shape *shape = vm->shapes[object->shape];
    Shape *dict_shape = shape_dict_mode(vm, shape);
    if (!dict_shape) {
        value_drop(vm, dict);
        return false;
    }
    Attributes *attributes = object_attributes(vm, object);
    Value old_dict = attributes->dict, *overflow = attributes->overflow, old[256];
    uint32_t count = shape->mode == SHAPE_SLOTS ? shape->count : 0;
    for (uint32_t i = 0; i < count; i++)
        old[i] = *attributes_place(attributes, shape, i);
    object->shape = dict_shape->id;
    attributes->dict = dict;
    attributes->overflow = NULL;
    /* Only now that the object is whole again: dropping may run code. */
    for (uint32_t i = 0; i < count; i++)
        value_drop(vm, old[i]);
    if (overflow)
        vm_free(vm, overflow - 1, ((size_t)value_to_int(overflow[-1]) + 1) * sizeof(Value));
    value_drop(vm, old_dict);
    return true;
}

static bool to_dict_mode(Vm *vm, Object *object)
{
    const Shape *shape = vm->shapes[object->shape];
    Attributes *attributes = object_attributes(vm, object);
    if (shape->mode == SHAPE_DICT && attributes->dict != VALUE_ABSENT)
        return true;
    Value dict = shape->mode == SHAPE_DICT ? dict_new(vm) : places_to_dict(vm, attributes, shape);
    return !value_is_error(dict) && adopt_dict_take(vm, object, dict);
}

Value attribute_dict_borrow(Vm *vm, Object *object)
{
    const Type *type = object_type(vm, object);
    if (type->flags & TYPE_FLAG_ATTRIBUTES)
        return to_dict_mode(vm, object) ? object_attributes(vm, object)->dict : VALUE_ERROR;
    if (!type->dict_offset)
        return VALUE_ABSENT;
    Value *place = dict_field(type, object);
    if (*place == VALUE_ABSENT) {
        Value dict = dict_new(vm);
        if (value_is_error(dict))
            return VALUE_ERROR;
        *place = dict;
    }
    return *place;
}

bool attribute_dict_replace(Vm *vm, Object *object, Value dict)
{
    dict = dict == VALUE_ABSENT ? dict_new(vm) : value_share(dict);
    if (value_is_error(dict))
        return false;
    const Type *type = object_type(vm, object);
    if (type->flags & TYPE_FLAG_ATTRIBUTES)
        return adopt_dict_take(vm, object, dict);
    ASSERT(type->dict_offset);
    value_replace_take(vm, dict_field(type, object), dict);
    return true;
}

Value attribute_own_copy(Vm *vm, Value object)
{
    const Type *type = value_type(vm, object);
    if (!value_is_heap(object) || !(type->dict_offset || (type->flags & TYPE_FLAG_ATTRIBUTES)))
        return VALUE_ABSENT;
    Object *self = value_object(object);
    if (type->flags & TYPE_FLAG_ATTRIBUTES) {
        const Shape *shape = vm->shapes[self->shape];
        Attributes *attributes = object_attributes(vm, self);
        if (shape->mode == SHAPE_SLOTS)
            return places_to_dict(vm, attributes, shape);
        return attributes->dict == VALUE_ABSENT ? dict_new(vm) : dict_copy(vm, attributes->dict);
    }
    Value dict = *dict_field(type, self);
    return dict == VALUE_ABSENT ? dict_new(vm) : dict_copy(vm, dict);
}

/* Getting. --------------------------------------------------------------------- */

/* Binds what was found on the class. */
static Value bind(Vm *vm, Value found, Value object, Type *type)
{
    Value (*get)(Vm *, Value, Value, Type *) = value_type(vm, found)->slots.get;
    if (!get)
        return value_share(found);
    value_share(found); /* the getter may take it off the class */
    Value result = get(vm, found, object, type);
    value_drop(vm, found);
    return result;
}

static bool is_data_descriptor(Vm *vm, Value found)
{
    const Slots *slots = &value_type(vm, found)->slots;
    return slots->get && slots->set;
}

Value attribute_generic_find(Vm *vm, Value object, Value name)
{
    Type *type = value_type(vm, object);
    Value found = type_lookup_borrow(vm, type, name);
    if (value_is_heap(object) && (found == VALUE_ABSENT || !is_data_descriptor(vm, found))) {
        Value own = own_find_borrow(vm, type, value_object(object), name);
        if (own != VALUE_ABSENT)
            return value_share(own);
    }
    if (found == VALUE_ABSENT)
        return VALUE_ABSENT;
    Value result = bind(vm, found, object, type);
    if (!value_is_error(result) || !error_matches(vm, TYPE_ATTRIBUTE_ERROR))
        return result;
    error_clear(vm);
    return VALUE_ABSENT;
}

Value attribute_generic_get(Vm *vm, Value object, Value name)
{
    Type *type = value_type(vm, object);
    Value found = type_lookup_borrow(vm, type, name);
    /* A getter's own AttributeError is the answer. */
    if (found != VALUE_ABSENT && value_is_heap(found) && is_data_descriptor(vm, found))
        return bind(vm, found, object, type);
    if (value_is_heap(object)) {
        Value own = own_find_borrow(vm, type, value_object(object), name);
        if (own != VALUE_ABSENT)
            return value_share(own);
    }
    return found == VALUE_ABSENT ? raise_attribute_error(vm, object, name) : bind(vm, found, object, type);
}

Value attribute_get_method(Vm *vm, Value object, Value name, bool *bound)
{
    const Type *type = value_type(vm, object);
    *bound = true;
    if (type->slots.getattr != attribute_generic_get || !is_interned(name))
        return attribute_get(vm, object, name);
    Value found = type_lookup_borrow(vm, type, name);
    if (found == VALUE_ABSENT || !value_has_flag(vm, found, TYPE_FLAG_METHOD_LIKE))
        return attribute_get(vm, object, name);
    if (value_is_heap(object)) {
        Value own = own_find_borrow(vm, type, value_object(object), name);
        if (own != VALUE_ABSENT)
            return value_share(own);
    }
    *bound = false;
    return value_share(found);
}

/* Setting. --------------------------------------------------------------------- */

static bool own_delete(Vm *vm, Object *object, Value name)
{
    Shape *shape = vm->shapes[object->shape];
    if (shape->mode == SHAPE_SLOTS) {
        int32_t index = shape_find_cached(vm, shape, name);
        if (index < 0)
            return raise_false(vm, TYPE_ATTRIBUTE_ERROR, "'%T' object has no attribute '%V'", value_from_object(object), name);
        if ((uint32_t)index == shape->count - 1) {
            Value *place = attributes_place(object_attributes(vm, object), shape, (uint32_t)index), old = *place;
            *place = VALUE_ABSENT;
            object->shape = shape->parent->id;
            value_drop(vm, old);
            return true;
        }
        if (!to_dict_mode(vm, object))
            return false;
    }
    Value dict = object_attributes(vm, object)->dict;
    int deleted = dict == VALUE_ABSENT ? 0 : dict_delete(vm, dict, name);
    if (deleted == 0)
        (void)raise_attribute_error(vm, value_from_object(object), name);
    return deleted > 0;
}

/* Adds an attribute the instance does not have. */
static bool own_add(Vm *vm, Object *object, Shape *shape, Value name, Value value)
{
    Shape *larger = shape_add(vm, shape, name);
    if (!larger)
        return false;
    if (larger->mode == SHAPE_DICT)
        return to_dict_mode(vm, object) && dict_set_name(vm, object_attributes(vm, object)->dict, name, value);
    Attributes *attributes = object_attributes(vm, object);
    if (!attributes_reserve(vm, attributes, larger))
        return false;
    *attributes_place(attributes, larger, larger->count - 1) = value_share(value);
    object->shape = larger->id;
    return true;
}

static bool own_set(Vm *vm, Object *object, Value name, Value value)
{
    Shape *shape = vm->shapes[object->shape];
    if (shape->mode == SHAPE_DICT) {
        if (!to_dict_mode(vm, object))
            return false;
        return dict_set_name(vm, object_attributes(vm, object)->dict, name, value);
    }
    int32_t index = shape_find_cached(vm, shape, name);
    if (index < 0)
        return own_add(vm, object, shape, name, value);
    value_replace_take(vm, attributes_place(object_attributes(vm, object), shape, (uint32_t)index), value_share(value));
    return true;
}

/* For objects that keep a dict in their struct. */
static bool dict_field_set(Vm *vm, Value object, Value name, Value value)
{
    Value dict = attribute_dict_borrow(vm, value_object(object));
    if (value_is_error(dict))
        return false;
    if (value != VALUE_ABSENT)
        return dict_set_name(vm, dict, name, value);
    int deleted = dict_delete(vm, dict, name);
    if (deleted == 0)
        (void)raise_error(vm, TYPE_ATTRIBUTE_ERROR, "'%T' object has no attribute '%V'", object, name);
    return deleted > 0;
}

static bool raise_no_place(Vm *vm, Value object, Value name, Value found)
{
    if (found != VALUE_ABSENT)
        return raise_false(vm, TYPE_ATTRIBUTE_ERROR, "'%T' object attribute '%V' is read-only", object, name);
    return raise_false(vm, TYPE_ATTRIBUTE_ERROR, "'%T' object has no attribute '%V' and no __dict__ for setting new attributes",
                       object, name);
}

bool attribute_generic_set(Vm *vm, Value object, Value name, Value value)
{
    Type *type = value_type(vm, object);
    Value found = type_lookup_borrow(vm, type, name);
    if (found != VALUE_ABSENT) {
        bool (*set)(Vm *, Value, Value, Value) = value_type(vm, found)->slots.set;
        if (set) {
            value_share(found);
            bool good = set(vm, found, object, value);
            value_drop(vm, found);
            return good;
        }
    }
    if (type->flags & TYPE_FLAG_ATTRIBUTES)
        return value == VALUE_ABSENT ? own_delete(vm, value_object(object), name)
                                     : own_set(vm, value_object(object), name, value);
    if (type->dict_offset)
        return dict_field_set(vm, object, name, value);
    return raise_no_place(vm, object, name, found);
}
