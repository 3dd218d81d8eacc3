/* _collections: the parts of collections that want speed.
 *
 * deque, defaultdict, OrderedDict and Counter's counting; the rest is written in
 * the language (runtime/lib/collections). */
#include "modules/collections.h"

#include "modules/deque.h"
#include "object/dict.h"

/* defaultdict. ---------------------------------------------------------------------- */

typedef struct {
    Dict dict;
    Value factory; /* VALUE_NONE: none */
} DefaultDict;

static const TypeDef default_dict_type_def;

static inline DefaultDict *value_to_default_dict(Value value) { return (DefaultDict *)value_object(value); }

static bool value_is_default_dict(const Vm *vm, Value value)
{
    if (!value_is_heap(value))
        return false;
    const Type *type = value_type(vm, value);
    while (type != NULL && type->def != &default_dict_type_def)
        type = type->base;
    return type != NULL;
}

static Value default_dict_m_new(Vm *vm, const Value *args)
{
    DefaultDict *self = object_new(vm, value_to_type(args[0]), 0);
    if (self == NULL)
        return VALUE_ERROR;
    self->dict.only_str_keys = true;
    self->factory = VALUE_NONE;
    return value_from_object(self);
}

static Value default_dict_m_init(Vm *vm, const Value *args)
{
    if (!value_is_none(args[1]) && value_type(vm, args[1])->slots.call == NULL)
        return raise_type_error(vm, "first argument must be callable or None");
    value_replace_take(vm, &value_to_default_dict(args[0])->factory, value_share(args[1]));
    if (args[2] != VALUE_ABSENT && !dict_update(vm, args[0], args[2]))
        return VALUE_ERROR;
    return value_to_dict(args[3])->count == 0 || dict_update(vm, args[0], args[3]) ? VALUE_NONE : VALUE_ERROR;
}

static void default_dict_destroy(Vm *vm, Object *self)
{
    value_clear(vm, &((DefaultDict *)self)->factory);
    vm->types[TYPE_DICT]->slots.destroy(vm, self);
}

static void default_dict_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context)
{
    visit(vm, ((DefaultDict *)self)->factory, context);
    vm->types[TYPE_DICT]->slots.traverse(vm, self, visit, context);
}

static void default_dict_clear(Vm *vm, Object *self)
{
    value_replace_take(vm, &((DefaultDict *)self)->factory, VALUE_NONE);
    dict_clear(vm, value_from_object(self));
}

static Value default_dict_m_missing(Vm *vm, const Value *args)
{
    Value factory = value_to_default_dict(args[0])->factory;
    if (value_is_none(factory))
        return raise_key_error(vm, args[1]);
    value_share(factory);
    Value value = call_value(vm, factory, NULL, 0);
    value_drop(vm, factory);
    if (value_is_error(value) || value_setitem(vm, args[0], args[1], value))
        return value;
    value_drop(vm, value);
    return VALUE_ERROR;
}

static Value default_dict_slot_getitem(Vm *vm, Value self, Value key)
{
    if (value_type(vm, self)->def != &default_dict_type_def)
        return vm->types[TYPE_DICT]->slots.getitem(vm, self, key);
    Value value = dict_get_borrow(vm, self, key);
    if (LIKELY(value != VALUE_ABSENT))
        return value_is_error(value) ? VALUE_ERROR : value_share(value);
    Value args[2] = {self, key};
    return default_dict_m_missing(vm, args);
}

static Value default_dict_slot_repr(Vm *vm, Value self)
{
    Value items = vm->types[TYPE_DICT]->slots.repr(vm, self);
    if (value_is_error(items))
        return VALUE_ERROR;
    Value factory = value_share(value_to_default_dict(self)->factory), text = VALUE_ERROR;
    ReprGuard guard;
    int state = repr_enter(vm, &guard, self);
    if (state == 0) {
        text = format_text(vm, "%T(%R, %V)", self, factory, items);
        repr_leave(vm, &guard);
    } else if (state > 0) {
        text = format_text(vm, "%T(..., %V)", self, items);
    }
    value_drop(vm, factory);
    value_drop(vm, items);
    return text;
}

static Value default_dict_copy_as(Vm *vm, Value self, Value items)
{
    Value args[2] = {value_to_default_dict(self)->factory, items};
    return call_value(vm, type_value(value_type(vm, self)), args, 2);
}

static Value default_dict_m_copy(Vm *vm, const Value *args) { return default_dict_copy_as(vm, args[0], args[0]); }

static Value default_dict_slot_or(Vm *vm, Value left, Value right)
{
    if (!value_is_dict(vm, left) || !value_is_dict(vm, right))
        return VALUE_NOT_IMPLEMENTED;
    Value result = default_dict_copy_as(vm, value_is_default_dict(vm, left) ? left : right, left);
    if (value_is_error(result) || dict_update(vm, result, right))
        return result;
    value_drop(vm, result);
    return VALUE_ERROR;
}

static Value default_dict_m_reduce(Vm *vm, const Value *args)
{
    Value factory = value_to_default_dict(args[0])->factory;
    Value arguments = value_is_none(factory) ? value_share(vm->empty_tuple) : tuple_new(vm, &factory, 1);
    Value items = value_is_error(arguments) ? VALUE_ERROR : call_method(vm, args[0], NAME_OF(vm, items), NULL, 0);
    Value iterator = value_is_error(items) ? VALUE_ERROR : value_iter(vm, items);
    value_drop(vm, items);
    if (value_is_error(iterator)) {
        value_drop(vm, arguments);
        return VALUE_ERROR;
    }
    Value parts[5] = {value_share(type_value(value_type(vm, args[0]))), arguments, VALUE_NONE, VALUE_NONE, iterator};
    return tuple_new_take(vm, parts, 5);
}

static Value default_dict_get_factory(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_default_dict(self)->factory);
}

static bool default_dict_set_factory(Vm *vm, Value self, Value value)
{
    value_replace_take(vm, &value_to_default_dict(self)->factory, value == VALUE_ABSENT ? VALUE_NONE : value_share(value));
    return true;
}

static const GetSetDef default_dict_getsets[] = {
    {"default_factory", default_dict_get_factory, default_dict_set_factory, "Factory for default value called by __missing__()."},
    {0}};

static const NativeDef default_dict_methods[] = {
    FN(default_dict_m_new, "__new__(cls, /, *args, **kwargs)", "Create and return a new object."),
    FN(default_dict_m_init, "__init__(self, default_factory=None, object=?, /, **kwargs)", "Initialize self."),
    FN(default_dict_m_missing, "__missing__(self, key, /)",
       "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n"
       "if self.default_factory is None: raise KeyError((key,))\nself[key] = value = self.default_factory()\nreturn value"),
    FN(default_dict_m_copy, "copy(self, /)", "D.copy() -> a shallow copy of D."),
    FN(default_dict_m_copy, "__copy__(self, /)", "D.copy() -> a shallow copy of D."),
    FN(default_dict_m_reduce, "__reduce__(self, /)", "Return state information for pickling."),
    {0}};

static const TypeDef default_dict_type_def = {
    .name = "defaultdict",
    .module = "collections",
    .doc = "defaultdict(default_factory=None, /, [...]) --> dict with default factory",
    .base = TYPE_DICT,
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(DefaultDict),
    .slots = {.destroy = default_dict_destroy,
              .traverse = default_dict_traverse,
              .clear = default_dict_clear,
              .repr = default_dict_slot_repr,
              .getitem = default_dict_slot_getitem,
              .binary = {[BINARY_OR] = default_dict_slot_or}},
    .methods = default_dict_methods,
    .getsets = default_dict_getsets,
};

/* Counting. ---------------------------------------------------------------------------- */

static bool count_quickly(Vm *vm, Value item, void *context)
{
    Dict *dict = context;
    int64_t hash;
    if (!dict_hash(vm, item, &hash))
        return false;
    int64_t found = dict_find(vm, dict, item, hash);
    if (found == DICT_FAILED)
        return false;
    if (found == DICT_MISSING)
        return dict_insert(vm, dict, item, hash, value_from_int(1));
    Value count = dict->entries[found].value;
    if (LIKELY(value_is_int(count) && value_to_int(count) < VALUE_INT_MAX)) {
        dict->entries[found].value = value_from_int(value_to_int(count) + 1);
        return true;
    }
    Value sum = value_binary(vm, BINARY_ADD, count, value_from_int(1));
    bool ok = !value_is_error(sum) && dict_set_hashed(vm, dict, item, hash, sum);
    value_drop(vm, sum);
    return ok;
}

static bool count_slowly(Vm *vm, Value item, void *context)
{
    Value mapping = *(Value *)context, args[2] = {item, value_from_int(0)};
    Value old = call_method(vm, mapping, NAME_OF(vm, get), args, 2);
    if (value_is_error(old))
        return false;
    Value sum = value_binary(vm, BINARY_ADD, old, value_from_int(1));
    value_drop(vm, old);
    bool ok = !value_is_error(sum) && value_setitem(vm, mapping, item, sum);
    value_drop(vm, sum);
    return ok;
}

/* Subclasses that look up or store in their own way must see every step. */
static bool counts_as_dict(Vm *vm, Value mapping)
{
    const Type *dict = vm->types[TYPE_DICT], *type = value_type(vm, mapping);
    Value set = NAME_OF(vm, __setitem__), get = NAME_OF(vm, get);
    return value_is_dict(vm, mapping) && type_lookup_borrow(vm, type, set) == type_lookup_borrow(vm, dict, set) &&
           type_lookup_borrow(vm, type, get) == type_lookup_borrow(vm, dict, get);
}

static Value collections_count_elements(Vm *vm, const Value *args)
{
    Value mapping = args[0];
    bool ok = counts_as_dict(vm, mapping) ? value_each(vm, args[1], count_quickly, value_to_dict(mapping))
                                          : value_each(vm, args[1], count_slowly, &mapping);
    return ok ? VALUE_NONE : VALUE_ERROR;
}

static const NativeDef collections_functions[] = {
    FN(collections_count_elements, "_count_elements(mapping, iterable, /)",
       "Count elements in the iterable, updating the mapping"),
    {0}};

bool collections_module_fill(Vm *vm, Value module)
{
    return deque_fill(vm, module) && module_add_type(vm, module, &default_dict_type_def, NULL) != NULL &&
           module_add_type(vm, module, &ordered_dict_type_def, NULL) != NULL &&
           module_add_type(vm, module, &tuple_getter_type_def, NULL) != NULL &&
           module_add_functions(vm, module, collections_functions);
}
