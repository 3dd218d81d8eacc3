/* Builtin types: made from their TypeDef.
 *
 * A type's dict gets a slot wrapper for each slot its own definition fills;
 * what it leaves NULL it takes over from its base, function by function. */
#include "object/container.h"
#include "object/descriptor.h"
#include "object/object_type.h"
#include "object/raise.h"
#include "object/slots.h"
#include "object/str.h"
#include "object/type.h"
#include "object/type_inner.h"

/* A sequence adds, but does not subtract: it has no reflected addition, and
 * `dir` must not show one.  Nor have str and bytes `__bool__`: their truth slots
 * are only faster than their lengths. */
static bool has_wrapper(const Type *type, const Slots *slots, const SlotDef *def)
{
    if (def->kind == SLOT_NOTHING || !slot_read(slots, def))
        return false;
    if (def->kind == SLOT_TRUTH && (type->flags & (TYPE_FLAG_STR | TYPE_FLAG_BYTES)))
        return false;
    return !(def->kind == SLOT_REFLECTED && def->op == BINARY_ADD && !slots->binary[BINARY_SUB]);
}

static bool add_wrappers(Vm *vm, Type *type, const Slots *slots)
{
    for (size_t i = 0; i < slot_table_count; i++) {
        const SlotDef *def = &slot_table[i];
        /* A method written out stands for the slot: it came first. */
        if (!has_wrapper(type, slots, def) || dict_find_name(vm, type->dict, vm->names[def->name]) >= 0)
            continue;
        Value wrapper = slot_wrapper_new(vm, def, type);
        if (value_is_error(wrapper))
            return false;
        bool good = dict_set_name(vm, type->dict, vm->names[def->name], wrapper);
        value_drop(vm, wrapper);
        if (!good)
            return false;
    }
    return true;
}

static bool add_methods(Vm *vm, Type *type, const NativeDef *defs)
{
    for (; defs && defs->function; defs++) {
        Value method = native_method_new(vm, defs, type);
        if (value_is_error(method))
            return false;
        size_t size;
        const char *text = signature_name(defs->signature, &size);
        Value name = str_intern(vm, text, size);
        bool good = !value_is_error(name) && dict_set_name(vm, type->dict, name, method);
        value_drop(vm, name);
        value_drop(vm, method);
        if (!good)
            return false;
    }
    return true;
}

static bool add_getsets(Vm *vm, Type *type, const GetSetDef *defs)
{
    for (; defs && defs->name; defs++) {
        Value getset = getset_new(vm, defs, type);
        if (value_is_error(getset))
            return false;
        bool good = dict_set_name(vm, type->dict, ((GetSet *)value_object(getset))->name, getset);
        value_drop(vm, getset);
        if (!good)
            return false;
    }
    return true;
}

static bool add_doc(Vm *vm, Type *type, const char *doc)
{
    if (dict_find_name(vm, type->dict, NAME_OF(vm, __doc__)) >= 0)
        return true;
    Value text = doc ? str_from_c(vm, doc) : VALUE_NONE;
    bool good = !value_is_error(text) && dict_set_name(vm, type->dict, NAME_OF(vm, __doc__), text);
    value_drop(vm, text);
    return good;
}

void type_inherit_slots(Type *type, const Slots *from)
{
    _Static_assert(sizeof(Slots) % sizeof(SlotFunction) == 0, "Slots holds nothing but functions");
    SlotFunction *own = (SlotFunction *)(void *)&type->slots;
    const SlotFunction *base = (const SlotFunction *)(const void *)from;
    for (size_t i = 0; i < sizeof(Slots) / sizeof *own; i++) {
        if (!own[i])
            own[i] = base[i];
    }
}

/* The first type of a line whose instances have attributes shows them. */
static bool add_instance_dict(Vm *vm, Type *type, const TypeDef *def)
{
    bool inherited = type->base && (type->base->flags & TYPE_FLAG_ATTRIBUTES);
    if (!(def->flags & TYPE_FLAG_ATTRIBUTES) || inherited || dict_find_name(vm, type->dict, NAME_OF(vm, __dict__)) >= 0)
        return true;
    Value getset = getset_new(vm, &instance_dict_getset, type);
    bool good = !value_is_error(getset) && dict_set_name(vm, type->dict, NAME_OF(vm, __dict__), getset);
    value_drop(vm, getset);
    return good;
}

/* Types that compare but do not hash are unhashable, as in a class statement. */
static bool settle_hash(Vm *vm, Type *type, const Slots *slots)
{
    if (!slots->compare || slots->hash)
        return true;
    type->slots.hash = slot_hash_unhashable;
    return dict_set_name(vm, type->dict, NAME_OF(vm, __hash__), VALUE_NONE);
}

static bool set_names(Vm *vm, Type *type, const TypeDef *def)
{
    type->name = str_intern_c(vm, def->name);
    if (value_is_error(type->name))
        return false;
    type->qualname = value_share(type->name);
    type->module = str_intern_c(vm, def->module ? def->module : "builtins");
    return !value_is_error(type->module);
}

static bool set_bases(Vm *vm, Type *type)
{
    Value base = type->base ? type_value(type->base) : VALUE_ABSENT;
    type->bases = type->base ? tuple_new(vm, &base, 1) : value_share(vm->empty_tuple);
    if (value_is_error(type->bases))
        return false;
    const Tuple *rest = type->base ? value_to_tuple(type->base->mro) : value_to_tuple(vm->empty_tuple);
    Tuple *mro = tuple_new_raw(vm, rest->count + 1);
    if (!mro)
        return false;
    mro->items[0] = value_share(type_value(type));
    for (size_t i = 0; i < rest->count; i++)
        mro->items[i + 1] = value_share(rest->items[i]);
    type->mro = value_from_object(mro);
    return !type->base || type_add_subclass(vm, type->base, type);
}

static void set_layout(Type *type, const TypeDef *def)
{
    const Type *base = type->base;
    type->def = def;
    type->flags |= def->flags | (base ? base->flags & TYPE_FLAGS_INHERITED : 0);
    if (type->flags & TYPE_FLAG_ATTRIBUTES)
        type->flags |= TYPE_FLAG_CONTAINER; /* attributes can make a cycle */
    type->size = type->fixed_size = def->size ? def->size : base ? base->size : (uint32_t)sizeof(Object);
    type->dict_offset = def->dict_offset ? def->dict_offset : base ? base->dict_offset : 0;
    type->shape->mode = type->flags & TYPE_FLAG_ATTRIBUTES ? SHAPE_SLOTS : SHAPE_PLAIN;
    type->slots = def->slots;
    if (base)
        type_inherit_slots(type, &base->slots);
}

bool type_define(Vm *vm, Type *type, const TypeDef *def)
{
    ASSERT(type->shape && !value_is_heap(type->dict));
    if (!type->base && type != vm->types[TYPE_OBJECT])
        type->base = vm->types[def->base ? def->base : TYPE_OBJECT];
    set_layout(type, def);
    type->dict = dict_new(vm);
    if (value_is_error(type->dict)) {
        type->dict = VALUE_ABSENT;
        return false;
    }
    if (!set_names(vm, type, def) || !set_bases(vm, type) || !add_methods(vm, type, def->methods) ||
        !add_wrappers(vm, type, &def->slots) || !settle_hash(vm, type, &def->slots) ||
        !add_getsets(vm, type, def->getsets) || !add_instance_dict(vm, type, def) || !add_doc(vm, type, def->doc))
        return false;
    type_cache_methods(vm, type);
    return true;
}

Type *type_alloc(Vm *vm, Type *metatype)
{
    Type *type = object_new(vm, metatype, 0);
    if (!type)
        return NULL;
    type->name = type->qualname = type->module = type->bases = type->mro = type->dict = type->slot_names = VALUE_ABSENT;
    type->new_method = type->init_method = VALUE_ABSENT;
    return type;
}

Type *type_create(Vm *vm, const TypeDef *def, Type *base)
{
    Type *type = type_alloc(vm, vm->types[TYPE_TYPE]);
    if (!type)
        return NULL;
    type->flags = TYPE_FLAG_COUNTED;
    type->base = base ? base : vm->types[def->base ? def->base : TYPE_OBJECT];
    type->shape = shape_new_root(vm, type, 0, SHAPE_PLAIN, 0);
    if (type->shape && type_define(vm, type, def))
        return type;
    value_drop(vm, type_value(type));
    return NULL;
}

bool type_add(Vm *vm, Type *type, const char *name, Value value)
{
    Value interned = str_intern_c(vm, name);
    if (value_is_error(interned))
        return false;
    bool good = dict_set_name(vm, type->dict, interned, value);
    value_drop(vm, interned);
    return good && type_update(vm, type);
}
