/* What inline caches may remember about an attribute.
 *
 * An answer holds for every object of the shape while vm->class_epoch stays:
 * the shape says which attributes the instance has itself, the epoch that the
 * classes still say the same. */
#include "object/container.h"
#include "object/descriptor.h"
#include "object/function.h"
#include "object/module.h"
#include "object/type.h"

static const AttributePlace uncacheable = {.kind = ATTRIBUTE_UNCACHEABLE};

static bool is_variable_size(const Type *type)
{
    return type->flags & (TYPE_FLAG_TUPLE | TYPE_FLAG_STR | TYPE_FLAG_BYTES);
}

/* Byte offset of an inline attribute. */
static uint32_t inline_offset(const Type *type, uint32_t index)
{
    return type->size + (uint32_t)(offsetof(Attributes, inline_values) + index * sizeof(Value));
}

static AttributePlace locate_data_descriptor(Value found, AttributePlace place)
{
    if (value_has_shape(found, TYPE_MEMBER)) {
        place.kind = ATTRIBUTE_INLINE;
        place.offset = ((Member *)value_object(found))->offset;
        return place;
    }
    if (value_has_shape(found, TYPE_PROPERTY) && value_has_shape(((Property *)value_object(found))->getter, TYPE_FUNCTION)) {
        place.kind = ATTRIBUTE_PROPERTY;
        place.value = found;
        return place;
    }
    return uncacheable;
}

static AttributePlace locate_class_attribute(Vm *vm, Value found, Type *owner, Value name, AttributePlace place)
{
    if (found == VALUE_ABSENT)
        return uncacheable;
    if (value_has_flag(vm, found, TYPE_FLAG_METHOD_LIKE)) {
        place.kind = ATTRIBUTE_METHOD;
        place.value = found;
        return place;
    }
    if (value_type(vm, found)->slots.get)
        return uncacheable;
    place.kind = ATTRIBUTE_VALUE;
    place.value = owner->dict;
    place.offset = (uint32_t)dict_find_name(vm, owner->dict, name);
    return place;
}

static AttributePlace locate_in_module(Vm *vm, Value object, Value name)
{
    Value dict = ((Module *)value_object(object))->dict;
    int64_t index = dict_find_name(vm, dict, name);
    if (index < 0)
        return uncacheable;
    (void)dict_version(vm, value_to_dict(dict));
    return (AttributePlace){.kind = ATTRIBUTE_MODULE, .shape = TYPE_MODULE, .epoch = vm->class_epoch,
                            .offset = (uint32_t)index, .value = dict};
}

AttributePlace attribute_locate(Vm *vm, Value object, Value name)
{
    if (!value_is_heap(object))
        return uncacheable;
    Type *type = value_type(vm, object), *owner;
    bool is_module = value_has_shape(object, TYPE_MODULE);
    if (!is_module && type->slots.getattr != attribute_generic_get)
        return uncacheable;
    AttributePlace place = {.shape = value_shape(object), .epoch = vm->class_epoch};
    Value found = type_lookup_owner_borrow(vm, type, name, &owner);
    if (found != VALUE_ABSENT && value_type(vm, found)->slots.get && value_type(vm, found)->slots.set)
        return locate_data_descriptor(found, place);
    if (is_module)
        return locate_in_module(vm, object, name);
    if (type->dict_offset)
        return uncacheable;
    if (!(type->flags & TYPE_FLAG_ATTRIBUTES))
        return locate_class_attribute(vm, found, owner, name, place);
    const Shape *shape = vm->shapes[value_shape(object)];
    if (shape->mode != SHAPE_SLOTS)
        return uncacheable;
    int32_t index = shape_find_cached(vm, shape, name);
    if (index < 0)
        return locate_class_attribute(vm, found, owner, name, place);
    if (is_variable_size(type))
        return uncacheable;
    bool in_object = (uint32_t)index < shape->inline_slots;
    place.kind = in_object ? ATTRIBUTE_INLINE : ATTRIBUTE_OVERFLOW;
    place.offset = in_object ? inline_offset(type, (uint32_t)index) : (uint32_t)index - shape->inline_slots;
    return place;
}

AttributeStorePlace attribute_locate_store(Vm *vm, Value object, Value name)
{
    const AttributeStorePlace none = {.kind = ATTRIBUTE_UNCACHEABLE};
    if (!value_is_heap(object))
        return none;
    Type *type = value_type(vm, object);
    if (type->slots.setattr != attribute_generic_set)
        return none;
    AttributeStorePlace place = {.shape = value_shape(object), .epoch = vm->class_epoch};
    Value found = type_lookup_borrow(vm, type, name);
    if (value_has_shape(found, TYPE_MEMBER)) {
        place.kind = ATTRIBUTE_INLINE;
        place.offset = ((Member *)value_object(found))->offset;
        return place;
    }
    Shape *shape = vm->shapes[place.shape];
    bool is_data = found != VALUE_ABSENT && value_type(vm, found)->slots.set;
    if (is_data || !(type->flags & TYPE_FLAG_ATTRIBUTES) || shape->mode != SHAPE_SLOTS || is_variable_size(type))
        return none;
    int32_t index = shape_find_cached(vm, shape, name);
    if (index < 0) {
        Shape *larger = shape_add(vm, shape, name);
        if (!larger) {
            value_clear(vm, &vm->pending); /* the store itself will say so */
            return none;
        }
        index = (int32_t)larger->count - 1;
        if (larger->mode != SHAPE_SLOTS || (uint32_t)index >= larger->inline_slots)
            return none;
        place.new_shape = larger->id;
    }
    bool in_object = (uint32_t)index < shape->inline_slots;
    place.kind = in_object ? ATTRIBUTE_INLINE : ATTRIBUTE_OVERFLOW;
    place.offset = in_object ? inline_offset(type, (uint32_t)index) : (uint32_t)index - shape->inline_slots;
    return place;
}
