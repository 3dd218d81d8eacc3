/* `type`: its attributes and slots.
 *
 * Only a class made by a program can change; whatever changes one goes through
 * type_slot_setattr or type_update, which move vm->class_epoch so that every
 * cache asks again.  Replacing one plain value by another needs no such move:
 * caches remember places in the dict. */
#include "object/type.h"

#include "object/call.h"
#include "object/container.h"
#include "object/function.h"
#include "object/mapping_proxy.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/slots.h"
#include "object/str.h"
#include "object/type_inner.h"
#include "object/typing.h"

/* Subclasses. ---------------------------------------------------------------- */

bool type_add_subclass(Vm *vm, Type *base, Type *subclass)
{
    if (base->subclass_count == base->subclass_capacity) {
        uint32_t capacity = base->subclass_capacity ? base->subclass_capacity * 2 : 4;
        Type **larger = vm_resize(vm, base->subclasses, base->subclass_capacity * sizeof *larger,
                                  capacity * sizeof *larger);
        if (!larger)
            return false;
        base->subclasses = larger;
        base->subclass_capacity = capacity;
    }
    base->subclasses[base->subclass_count++] = subclass;
    return true;
}

void type_remove_subclass(Type *base, const Type *subclass)
{
    for (uint32_t i = base->subclass_count; i-- > 0;) {
        if (base->subclasses[i] != subclass)
            continue;
        base->subclass_count--;
        memmove(&base->subclasses[i], &base->subclasses[i + 1], (base->subclass_count - i) * sizeof *base->subclasses);
        return;
    }
}

/* Updating. -------------------------------------------------------------------- */

/* What a class's `__new__` attribute calls: a staticmethod's function. */
static Value unwrap_new(Value found)
{
    return value_has_shape(found, TYPE_STATICMETHOD) ? ((Wrapper *)value_object(found))->function : found;
}

void type_cache_methods(Vm *vm, Type *type)
{
    const Type *root = vm->types[TYPE_OBJECT];
    type->new_method = unwrap_new(type_lookup_borrow(vm, type, NAME_OF(vm, __new__)));
    type->init_method = type_lookup_borrow(vm, type, NAME_OF(vm, __init__));
    /* A builtin type that says nothing about making instances cannot make any. */
    bool silent = type->new_method == root->new_method && type->init_method == root->init_method;
    if (silent && type->def && type != root && !(type->flags & TYPE_FLAG_ATTRIBUTES))
        type->new_method = VALUE_ABSENT;
}

bool type_update(Vm *vm, Type *type)
{
    if (!stack_guard(vm))
        return false;
    vm->class_epoch++;
    if (type->flags & TYPE_FLAG_HEAP)
        class_slots_update(vm, type);
    type_cache_methods(vm, type);
    for (uint32_t i = 0; i < type->subclass_count; i++) {
        if (!type_update(vm, type->subclasses[i]))
            return false;
    }
    return true;
}

/* Names. ----------------------------------------------------------------------- */

static Value class_module_borrow(Vm *vm, const Type *type)
{
    if (!(type->flags & TYPE_FLAG_HEAP))
        return type->module;
    return type->dict == VALUE_ABSENT ? VALUE_ABSENT : dict_get_name_borrow(vm, type->dict, NAME_OF(vm, __module__));
}

Value type_full_name(Vm *vm, const Type *type)
{
    Value module = class_module_borrow(vm, type);
    if (module == VALUE_ABSENT || !value_is_str(vm, module) || str_equals_c(module, "builtins"))
        return value_share(type->qualname);
    return format_text(vm, "%V.%V", module, type->qualname);
}

static Value type_slot_repr(Vm *vm, Value self)
{
    Value name = type_full_name(vm, value_to_type(self));
    if (value_is_error(name))
        return VALUE_ERROR;
    Value text = format_text(vm, "<class '%V'>", name);
    value_drop(vm, name);
    return text;
}

/* Attributes. ------------------------------------------------------------------- */

static Value bind(Vm *vm, Value found, Value instance, Type *owner)
{
    Value (*get)(Vm *, Value, Value, Type *) = value_type(vm, found)->slots.get;
    if (!get)
        return value_share(found);
    value_share(found);
    Value result = get(vm, found, instance, owner);
    value_drop(vm, found);
    return result;
}

static Value type_slot_getattr(Vm *vm, Value self, Value name)
{
    Type *type = value_to_type(self), *metatype = value_type(vm, self);
    Value meta_found = type_lookup_borrow(vm, metatype, name);
    if (meta_found != VALUE_ABSENT) {
        const Slots *slots = &value_type(vm, meta_found)->slots;
        if (slots->get && slots->set)
            return bind(vm, meta_found, self, metatype);
    }
    Value found = type_lookup_borrow(vm, type, name);
    if (found != VALUE_ABSENT)
        return bind(vm, found, VALUE_ABSENT, type);
    if (meta_found != VALUE_ABSENT)
        return bind(vm, meta_found, self, metatype);
    return raise_attribute_error(vm, self, name);
}

static bool is_dunder(Value name)
{
    const Str *str = value_to_str(name);
    return str->size > 4 && memcmp(str->bytes, "__", 2) == 0 && memcmp(str->bytes + str->size - 2, "__", 2) == 0;
}

/* Caches treat all such values alike. */
static bool is_plain(Vm *vm, Value value)
{
    const Type *type = value_type(vm, value);
    return !type->slots.get && !type->slots.set && !(type->flags & TYPE_FLAG_METHOD_LIKE);
}

static bool raise_immutable(Vm *vm, const Type *type, Value name)
{
    return raise_false(vm, TYPE_TYPE_ERROR, "cannot set %R attribute of immutable type '%N'", name, type);
}

static bool set_in_dict(Vm *vm, Type *type, Value name, Value value)
{
    Value old = dict_get_name_borrow(vm, type->dict, name);
    if (value == VALUE_ABSENT) {
        if (old == VALUE_ABSENT) {
            (void)raise_attribute_error(vm, type_value(type), name);
            return false;
        }
        value_share(old); /* its death may run code, which must see a class that is up to date */
        bool good = dict_delete(vm, type->dict, name) >= 0;
        good = (is_dunder(name) ? type_update(vm, type) : (vm->class_epoch++, true)) && good;
        value_drop(vm, old);
        return good;
    }
    if (old != VALUE_ABSENT)
        value_share(old);
    bool stays = old != VALUE_ABSENT && is_plain(vm, old) && is_plain(vm, value) && !is_dunder(name);
    bool good = dict_set_name(vm, type->dict, name, value);
    if (good && is_dunder(name))
        good = type_update(vm, type);
    else if (!stays)
        vm->class_epoch++;
    value_drop(vm, old);
    return good;
}

static bool type_slot_setattr(Vm *vm, Value self, Value name, Value value)
{
    Type *type = value_to_type(self);
    if (!(type->flags & TYPE_FLAG_HEAP))
        return raise_immutable(vm, type, name);
    Value meta_found = type_lookup_borrow(vm, value_type(vm, self), name);
    if (meta_found != VALUE_ABSENT && value_type(vm, meta_found)->slots.set) {
        value_share(meta_found);
        bool good = value_type(vm, meta_found)->slots.set(vm, meta_found, self, value);
        value_drop(vm, meta_found);
        return good;
    }
    return set_in_dict(vm, type, name, value);
}

/* True when the attribute may be set; otherwise a TypeError is pending. */
static bool check_settable(Vm *vm, const Type *type, Value name, Value value)
{
    if (!(type->flags & TYPE_FLAG_HEAP))
        return raise_immutable(vm, type, name);
    if (value == VALUE_ABSENT)
        return raise_false(vm, TYPE_TYPE_ERROR, "cannot delete %R attribute of immutable type '%N'", name, type);
    return true;
}

static Value type_get_name(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_type(self)->name);
}

static bool type_set_name(Vm *vm, Value self, Value value)
{
    Type *type = value_to_type(self);
    if (!check_settable(vm, type, NAME_OF(vm, __name__), value))
        return false;
    if (!value_is_str(vm, value))
        return raise_false(vm, TYPE_TYPE_ERROR, "can only assign string to %N.__name__, not '%T'", type, value);
    value_replace_take(vm, &type->name, value_share(value));
    return true;
}

static Value type_get_qualname(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_type(self)->qualname);
}

static bool type_set_qualname(Vm *vm, Value self, Value value)
{
    Type *type = value_to_type(self);
    if (!check_settable(vm, type, NAME_OF(vm, __qualname__), value))
        return false;
    if (!value_is_str(vm, value))
        return raise_false(vm, TYPE_TYPE_ERROR, "can only assign string to %N.__qualname__, not '%T'", type, value);
    value_replace_take(vm, &type->qualname, value_share(value));
    return true;
}

static Value type_get_module(Vm *vm, Value self)
{
    Value module = class_module_borrow(vm, value_to_type(self));
    return module == VALUE_ABSENT ? raise_attribute_error(vm, self, NAME_OF(vm, __module__)) : value_share(module);
}

static bool type_set_module(Vm *vm, Value self, Value value)
{
    Type *type = value_to_type(self);
    return check_settable(vm, type, NAME_OF(vm, __module__), value) &&
           set_in_dict(vm, type, NAME_OF(vm, __module__), value);
}

static Value type_get_doc(Vm *vm, Value self)
{
    Type *type = value_to_type(self);
    const TypeDef *def = type->def;
    if (def)
        return def->doc ? str_from_c(vm, def->doc) : VALUE_NONE;
    Value doc = dict_get_name_borrow(vm, type->dict, NAME_OF(vm, __doc__));
    return doc == VALUE_ABSENT ? VALUE_NONE : bind(vm, doc, VALUE_ABSENT, type);
}

static bool type_set_doc(Vm *vm, Value self, Value value)
{
    Type *type = value_to_type(self);
    return check_settable(vm, type, NAME_OF(vm, __doc__), value) && set_in_dict(vm, type, NAME_OF(vm, __doc__), value);
}

static Value type_get_bases(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_type(self)->bases);
}

static bool type_set_bases(Vm *vm, Value self, Value value)
{
    if (!check_settable(vm, value_to_type(self), NAME_OF(vm, __bases__), value))
        return false;
    (void)raise_not_supported(vm, "assignment to __bases__");
    return false;
}

static Value type_get_mro(Vm *vm, Value self)
{
    (void)vm;
    Type *type = value_to_type(self);
    return type->mro == VALUE_ABSENT ? VALUE_NONE : value_share(type->mro);
}

static Value type_get_base(Vm *vm, Value self)
{
    (void)vm;
    Type *type = value_to_type(self);
    return type->base ? value_share(type_value(type->base)) : VALUE_NONE;
}

static Value type_get_dict(Vm *vm, Value self) { return mapping_proxy_new(vm, value_to_type(self)->dict); }

static Value type_get_abstract(Vm *vm, Value self)
{
    Value found = VALUE_ABSENT;
    if (self != type_value(vm->types[TYPE_TYPE])) /* there it is this very descriptor */
        found = dict_get_name_borrow(vm, value_to_type(self)->dict, NAME_OF(vm, __abstractmethods__));
    return found == VALUE_ABSENT ? raise_error(vm, TYPE_ATTRIBUTE_ERROR, "__abstractmethods__") : value_share(found);
}

static bool type_set_abstract(Vm *vm, Value self, Value value)
{
    Type *type = value_to_type(self);
    if (!(type->flags & TYPE_FLAG_HEAP))
        return raise_immutable(vm, type, NAME_OF(vm, __abstractmethods__));
    int truth = value == VALUE_ABSENT ? 0 : value_truth(vm, value);
    if (truth < 0 || !set_in_dict(vm, type, NAME_OF(vm, __abstractmethods__), value))
        return false;
    type->flags = truth ? type->flags | TYPE_FLAG_ABSTRACT : type->flags & ~(uint32_t)TYPE_FLAG_ABSTRACT;
    vm->class_epoch++;
    return true;
}

static Value type_get_annotations(Vm *vm, Value self)
{
    Type *type = value_to_type(self);
    Value name = NAME_OF(vm, __annotations__);
    Value found = dict_get_name_borrow(vm, type->dict, name);
    if (found != VALUE_ABSENT)
        return value_share(found);
    if (!(type->flags & TYPE_FLAG_HEAP))
        return raise_attribute_error(vm, self, name);
    Value dict = dict_new(vm);
    if (value_is_error(dict) || !set_in_dict(vm, type, name, dict)) {
        value_drop(vm, dict);
        return VALUE_ERROR;
    }
    return dict;
}

static bool type_set_annotations(Vm *vm, Value self, Value value)
{
    Type *type = value_to_type(self);
    if (!(type->flags & TYPE_FLAG_HEAP))
        return raise_immutable(vm, type, NAME_OF(vm, __annotations__));
    return set_in_dict(vm, type, NAME_OF(vm, __annotations__), value);
}

static Value type_get_type_params(Vm *vm, Value self)
{
    Value found = dict_get_name_borrow(vm, value_to_type(self)->dict, NAME_OF(vm, __type_params__));
    return value_share(found == VALUE_ABSENT ? vm->empty_tuple : found);
}

static bool type_set_type_params(Vm *vm, Value self, Value value)
{
    Type *type = value_to_type(self);
    return check_settable(vm, type, NAME_OF(vm, __type_params__), value) &&
           set_in_dict(vm, type, NAME_OF(vm, __type_params__), value);
}

static Value type_get_basic_size(Vm *vm, Value self)
{
    (void)vm;
    return value_from_int(value_to_type(self)->size);
}

static Value type_get_flags(Vm *vm, Value self)
{
    /* CPython's numbers of the flags that programs test. */
    (void)vm;
    const Type *type = value_to_type(self);
    int64_t flags = (type->flags & TYPE_FLAG_HEAP ? 1 << 9 : 1 << 8) | (type->flags & TYPE_FLAG_BASE ? 1 << 10 : 0) |
                    (type->flags & TYPE_FLAG_ABSTRACT ? 1 << 20 : 0) | (type->flags & TYPE_FLAG_SEQUENCE ? 1 << 5 : 0) |
                    (type->flags & TYPE_FLAG_MAPPING ? 1 << 6 : 0);
    return value_from_int(flags);
}

/* Methods. ---------------------------------------------------------------------- */

static Value type_m_mro(Vm *vm, const Value *args)
{
    Value mro = type_compute_mro(vm, value_to_type(args[0]));
    if (value_is_error(mro))
        return VALUE_ERROR;
    Value list = list_new(vm, value_to_tuple(mro)->items, value_to_tuple(mro)->count);
    value_drop(vm, mro);
    return list;
}

static Value type_m_subclasses(Vm *vm, const Value *args)
{
    const Type *type = value_to_type(args[0]);
    Value list = list_new(vm, NULL, 0);
    for (uint32_t i = 0; i < type->subclass_count && !value_is_error(list); i++) {
        if (list_append(vm, list, type_value(type->subclasses[i])))
            continue;
        value_drop(vm, list);
        return VALUE_ERROR;
    }
    return list;
}

static Value type_m_instancecheck(Vm *vm, const Value *args)
{
    int found = type_check_instance(vm, args[1], args[0]);
    return found < 0 ? VALUE_ERROR : value_from_bool(found);
}

static Value type_m_subclasscheck(Vm *vm, const Value *args)
{
    int found = type_check_subclass(vm, args[1], args[0]);
    return found < 0 ? VALUE_ERROR : value_from_bool(found);
}

static Value type_m_prepare(Vm *vm, const Value *args)
{
    (void)args;
    return dict_new(vm);
}

static Value type_m_dir(Vm *vm, const Value *args)
{
    const Tuple *mro = value_to_tuple(value_to_type(args[0])->mro);
    Value names = dict_new(vm);
    if (value_is_error(names))
        return VALUE_ERROR;
    for (size_t i = 0; i < mro->count; i++) {
        uint32_t position = 0;
        Value key, value;
        while (dict_walk(value_to_type(mro->items[i])->dict, &position, &key, &value)) {
            if (!dict_set(vm, names, key, VALUE_NONE)) {
                value_drop(vm, names);
                return VALUE_ERROR;
            }
        }
    }
    Value list = list_from(vm, names);
    value_drop(vm, names);
    return list;
}

static Value type_m_sizeof(Vm *vm, const Value *args)
{
    (void)vm;
    (void)args;
    return value_from_int(sizeof(Type));
}

/* type.__new__(metatype, name, bases, dict, **keywords) */
static Value type_m_new(Vm *vm, const Value *args)
{
    const Tuple *given = value_to_tuple(args[1]);
    if (given->count != 3)
        return raise_type_error(vm, "type.__new__() takes exactly 3 arguments (%zu given)", given->count);
    if (!value_is_str(vm, given->items[0]))
        return raise_type_error(vm, "type.__new__() argument 1 must be str, not %T", given->items[0]);
    if (!value_is_tuple(vm, given->items[1]))
        return raise_type_error(vm, "type.__new__() argument 2 must be tuple, not %T", given->items[1]);
    if (!value_is_dict(vm, given->items[2]))
        return raise_type_error(vm, "type.__new__() argument 3 must be dict, not %T", given->items[2]);
    return type_new_class_with(vm, value_to_type(args[0]), given->items, args[2]);
}

static Value type_m_init(Vm *vm, const Value *args)
{
    size_t count = value_to_tuple(args[1])->count;
    if (count != 1 && count != 3)
        return raise_type_error(vm, "type.__init__() takes 1 or 3 arguments");
    return VALUE_NONE;
}

static Value type_slot_or(Vm *vm, Value left, Value right) { return union_or(vm, left, right); }

/* Slots. ------------------------------------------------------------------------- */

static bool type_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    (void)vm;
    *hash = (int64_t)(self >> 4);
    return true;
}

static void type_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    Type *type = (Type *)self;
    visit(vm, type->bases, context);
    visit(vm, type->mro, context);
    visit(vm, type->dict, context);
    visit(vm, type->slot_names, context);
}

void type_slot_clear(Vm *vm, Object *self)
{
    Type *type = (Type *)self;
    vm->class_epoch++;
    if (value_is_heap(type->bases)) {
        const Tuple *bases = value_to_tuple(type->bases);
        for (size_t i = 0; i < bases->count; i++)
            type_remove_subclass(value_to_type(bases->items[i]), type);
    }
    /* The slots are complete without the bases, so instances can still die. */
    type->base = NULL;
    type->new_method = type->init_method = VALUE_ABSENT;
    value_clear(vm, &type->mro);
    value_clear(vm, &type->bases);
    value_clear(vm, &type->dict);
    value_clear(vm, &type->slot_names);
}

static void type_slot_destroy(Vm *vm, Object *self)
{
    Type *type = (Type *)self;
    type_slot_clear(vm, self);
    value_drop(vm, type->name);
    value_drop(vm, type->qualname);
    value_drop(vm, type->module);
    /* A subclass keeps its bases alive; only clearing can have left some here. */
    for (uint32_t i = 0; i < type->subclass_count; i++)
        type->subclasses[i]->base = NULL;
    vm_free(vm, type->subclasses, type->subclass_capacity * sizeof *type->subclasses);
    shape_free_tree(vm, type->shape);
    object_free(vm, self, 0);
}

static const NativeDef type_methods[] = {
    FN(type_m_new, "__new__(metatype, /, *args, **keywords)", "Create and return a new object.  See help(type) for accurate signature."),
    FN(type_m_init, "__init__(self, /, *args, **keywords)", "Initialize self.  See help(type(self)) for accurate signature."),
    FN(type_m_mro, "mro(self, /)", "Return a type's method resolution order."),
    FN(type_m_subclasses, "__subclasses__(self, /)", "Return a list of immediate subclasses."),
    FN(type_m_instancecheck, "__instancecheck__(self, instance, /)", "Check if an object is an instance."),
    FN(type_m_subclasscheck, "__subclasscheck__(self, subclass, /)", "Check if a class is a subclass."),
    FN(type_m_prepare, "@classmethod __prepare__(metatype, /, *args, **keywords)", "Create the namespace for the class statement"),
    FN(type_m_dir, "__dir__(self, /)", "Specialized __dir__ implementation for types."),
    FN(type_m_sizeof, "__sizeof__(self, /)", "Return memory consumption of the type object."),
    {0}
};

static const GetSetDef type_getsets[] = {
    {"__name__", type_get_name, type_set_name, NULL},
    {"__qualname__", type_get_qualname, type_set_qualname, NULL},
    {"__module__", type_get_module, type_set_module, NULL},
    {"__doc__", type_get_doc, type_set_doc, NULL},
    {"__bases__", type_get_bases, type_set_bases, NULL},
    {"__base__", type_get_base, NULL, NULL},
    {"__mro__", type_get_mro, NULL, NULL},
    {"__dict__", type_get_dict, NULL, NULL},
    {"__abstractmethods__", type_get_abstract, type_set_abstract, NULL},
    {"__annotations__", type_get_annotations, type_set_annotations, NULL},
    {"__type_params__", type_get_type_params, type_set_type_params, NULL},
    {"__basicsize__", type_get_basic_size, NULL, NULL},
    {"__flags__", type_get_flags, NULL, NULL},
    {0}
};

static const TypeDef type_type_def = {
    .name = "type",
    .doc = "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_BASE | TYPE_FLAG_TYPE | TYPE_FLAG_WEAK,
    .size = sizeof(Type),
    .slots = {.destroy = type_slot_destroy, .traverse = type_slot_traverse, .clear = type_slot_clear,
              .repr = type_slot_repr, .hash = type_slot_hash, .call = type_slot_call, .getattr = type_slot_getattr,
              .setattr = type_slot_setattr, .binary = {[BINARY_OR] = type_slot_or}},
    .methods = type_methods,
    .getsets = type_getsets,
};

bool type_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &type_type_def); }
