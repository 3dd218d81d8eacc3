/* getset_descriptor and member_descriptor: data descriptors of types. */
#include "object/descriptor.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"

Value getset_new(Vm *vm, const GetSetDef *def, Type *owner)
{
    Value name = str_intern_c(vm, def->name);
    if (value_is_error(name))
        return VALUE_ERROR;
    GetSet *getset = object_new(vm, vm->types[TYPE_GETSET], 0);
    if (!getset) {
        value_drop(vm, name);
        return VALUE_ERROR;
    }
    getset->def = def;
    getset->owner = value_share(type_value(owner));
    getset->name = name;
    return value_from_object(getset);
}

Value member_new(Vm *vm, Type *owner, Value name, uint32_t offset)
{
    Member *member = object_new(vm, vm->types[TYPE_MEMBER], 0);
    if (!member)
        return VALUE_ERROR;
    member->owner = value_share(type_value(owner));
    member->name = value_share(name);
    member->offset = offset;
    return value_from_object(member);
}

/* Both begin with the same questions. ------------------------------------------ */

static bool check_instance(Vm *vm, Value owner, Value name, Value instance)
{
    if (value_is_instance(vm, instance, value_to_type(owner)))
        return true;
    return raise_false(vm, TYPE_TYPE_ERROR, "descriptor '%V' for '%N' objects doesn't apply to a '%T' object", name,
                       value_to_type(owner), instance);
}

static Value getset_slot_get(Vm *vm, Value self, Value instance, Type *owner)
{
    (void)owner;
    GetSet *getset = VALUE_OBJECT(GetSet, self);
    if (instance == VALUE_ABSENT)
        return value_share(self);
    if (!check_instance(vm, getset->owner, getset->name, instance))
        return VALUE_ERROR;
    return getset->def->get(vm, instance);
}

static bool getset_slot_set(Vm *vm, Value self, Value instance, Value value)
{
    GetSet *getset = VALUE_OBJECT(GetSet, self);
    if (!check_instance(vm, getset->owner, getset->name, instance))
        return false;
    if (!getset->def->set)
        return raise_false(vm, TYPE_ATTRIBUTE_ERROR, "attribute '%V' of '%N' objects is not writable", getset->name,
                           value_to_type(getset->owner));
    return getset->def->set(vm, instance, value);
}

static Value *member_place(const Member *member, Value instance)
{
    return (Value *)((char *)value_object(instance) + member->offset);
}

static Value member_slot_get(Vm *vm, Value self, Value instance, Type *owner)
{
    (void)owner;
    Member *member = VALUE_OBJECT(Member, self);
    if (instance == VALUE_ABSENT)
        return value_share(self);
    if (!check_instance(vm, member->owner, member->name, instance))
        return VALUE_ERROR;
    Value value = *member_place(member, instance);
    return value == VALUE_ABSENT ? raise_attribute_error(vm, instance, member->name) : value_share(value);
}

static bool member_slot_set(Vm *vm, Value self, Value instance, Value value)
{
    Member *member = VALUE_OBJECT(Member, self);
    if (!check_instance(vm, member->owner, member->name, instance))
        return false;
    Value *place = member_place(member, instance);
    if (value == VALUE_ABSENT && *place == VALUE_ABSENT)
        return raise_false(vm, TYPE_ATTRIBUTE_ERROR, "%V", member->name);
    value_replace_take(vm, place, value == VALUE_ABSENT ? VALUE_ABSENT : value_share(value));
    return true;
}

/* Attributes. ----------------------------------------------------------------------- */

static Value owner_of(Value self)
{
    return value_has_shape(self, TYPE_GETSET) ? VALUE_OBJECT(GetSet, self)->owner : VALUE_OBJECT(Member, self)->owner;
}

static Value name_of(Value self)
{
    return value_has_shape(self, TYPE_GETSET) ? VALUE_OBJECT(GetSet, self)->name : VALUE_OBJECT(Member, self)->name;
}

static Value get_name(Vm *vm, Value self)
{
    (void)vm;
    return value_share(name_of(self));
}

static Value get_qualname(Vm *vm, Value self)
{
    return format_text(vm, "%V.%V", value_to_type(owner_of(self))->qualname, name_of(self));
}

static Value get_owner(Vm *vm, Value self)
{
    (void)vm;
    return value_share(owner_of(self));
}

static Value getset_get_doc(Vm *vm, Value self)
{
    const char *doc = VALUE_OBJECT(GetSet, self)->def->doc;
    return doc ? str_from_c(vm, doc) : VALUE_NONE;
}

static Value member_get_doc(Vm *vm, Value self)
{
    (void)vm;
    (void)self;
    return VALUE_NONE;
}

static Value getset_slot_repr(Vm *vm, Value self)
{
    return format_text(vm, "<attribute '%V' of '%N' objects>", name_of(self), value_to_type(owner_of(self)));
}

static Value member_slot_repr(Vm *vm, Value self)
{
    return format_text(vm, "<member '%V' of '%N' objects>", name_of(self), value_to_type(owner_of(self)));
}

/* Life. -------------------------------------------------------------------------------- */

static void getset_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((GetSet *)self)->owner);
    value_drop(vm, ((GetSet *)self)->name);
    object_free(vm, self, 0);
}

static void getset_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((GetSet *)self)->owner, context);
}

static void member_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((Member *)self)->owner);
    value_drop(vm, ((Member *)self)->name);
    object_free(vm, self, 0);
}

static void member_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((Member *)self)->owner, context);
}

static const GetSetDef getset_getsets[] = {
    {"__name__", get_name, NULL, NULL},       {"__qualname__", get_qualname, NULL, NULL},
    {"__objclass__", get_owner, NULL, NULL},  {"__doc__", getset_get_doc, NULL, NULL},
    {0}
};

static const GetSetDef member_getsets[] = {
    {"__name__", get_name, NULL, NULL},       {"__qualname__", get_qualname, NULL, NULL},
    {"__objclass__", get_owner, NULL, NULL},  {"__doc__", member_get_doc, NULL, NULL},
    {0}
};

static const TypeDef getset_type_def = {
    .name = "getset_descriptor",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(GetSet),
    .slots = {.destroy = getset_slot_destroy, .traverse = getset_slot_traverse, .repr = getset_slot_repr,
              .get = getset_slot_get, .set = getset_slot_set},
    .getsets = getset_getsets,
};

static const TypeDef member_type_def = {
    .name = "member_descriptor",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(Member),
    .slots = {.destroy = member_slot_destroy, .traverse = member_slot_traverse, .repr = member_slot_repr,
              .get = member_slot_get, .set = member_slot_set},
    .getsets = member_getsets,
};

bool getset_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &getset_type_def); }
bool member_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &member_type_def); }
