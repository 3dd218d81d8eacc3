/* type.__new__: what a class statement ends in.
 *
 * The order of steps is CPython's, because programs see it: metaclass, base,
 * slots, the class itself, the class cell, __set_name__, __init_subclass__. */
#include "object/call.h"
#include "object/container.h"
#include "object/descriptor.h"
#include "object/exception.h"
#include "object/function.h"
#include "object/raise.h"
#include "object/slots.h"
#include "object/str.h"
#include "object/type_inner.h"
#include "object/weakref.h"

/* A class in the making.  Values are owned unless they say otherwise. */
typedef struct {
    Type *metatype, *base; /* borrowed */
    Type *type;            /* NULL until it exists; then it holds all the rest */
    Value name;            /* borrowed, as are the next two */
    Value bases;
    Value namespace;
    Value dict;            /* the class's own */
    Value slot_names;      /* list of mangled, sorted names; VALUE_ABSENT without __slots__ */
    bool wants_dict, wants_weak;
} ClassMaker;

/* __slots__. ------------------------------------------------------------------ */

static bool is_identifier(Value name)
{
    const Str *str = value_to_str(name);
    if (!str->size || (str->bytes[0] >= '0' && str->bytes[0] <= '9'))
        return false;
    for (size_t i = 0; i < str->size; i++) {
        unsigned char c = (unsigned char)str->bytes[i];
        bool good = c >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!good)
            return false;
    }
    return true;
}

/* `__x` in class `_C` becomes `_C__x`; owned. */
static Value mangle(Vm *vm, Value class_name, Value name)
{
    const Str *str = value_to_str(name), *owner = value_to_str(class_name);
    bool private = str->size > 2 && memcmp(str->bytes, "__", 2) == 0 && memcmp(str->bytes + str->size - 2, "__", 2) != 0;
    const char *bare = owner->bytes;
    while (*bare == '_')
        bare++;
    if (!private || !*bare)
        return str_intern(vm, str->bytes, str->size);
    return str_intern_take(vm, format_text(vm, "_%s%s", bare, str->bytes));
}

static bool add_slot_name(Vm *vm, Value item, void *context)
{
    ClassMaker *maker = context;
    if (!value_is_str(vm, item))
        return raise_false(vm, TYPE_TYPE_ERROR, "__slots__ items must be strings, not '%T'", item);
    if (!is_identifier(item))
        return raise_false(vm, TYPE_TYPE_ERROR, "__slots__ must be identifiers");
    if (str_equals_c(item, "__dict__")) {
        if (maker->wants_dict || (maker->base->flags & TYPE_FLAG_ATTRIBUTES))
            return raise_false(vm, TYPE_TYPE_ERROR, "__dict__ slot disallowed: we already got one");
        maker->wants_dict = true;
        return true;
    }
    if (str_equals_c(item, "__weakref__")) {
        if (maker->wants_weak || (maker->base->flags & TYPE_FLAG_WEAK))
            return raise_false(vm, TYPE_TYPE_ERROR, "__weakref__ slot disallowed: we already got one");
        maker->wants_weak = true;
        return true;
    }
    Value name = mangle(vm, maker->name, item);
    if (value_is_error(name))
        return false;
    Value clash = dict_get_borrow(vm, maker->dict, name);
    bool special = name == NAME_OF(vm, __qualname__) || name == NAME_OF(vm, __classcell__);
    bool good = !value_is_error(clash);
    if (good && clash != VALUE_ABSENT && !special)
        good = raise_false(vm, TYPE_VALUE_ERROR, "%R in __slots__ conflicts with class variable", name);
    good = good && list_append(vm, maker->slot_names, name);
    value_drop(vm, name);
    return good;
}

static bool read_slot_names(Vm *vm, ClassMaker *maker)
{
    Value slots = dict_get_name_borrow(vm, maker->dict, NAME_OF(vm, __slots__));
    const Type *base = maker->base;
    if (slots == VALUE_ABSENT) {
        maker->wants_dict = !(base->flags & (TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_TYPE)) && !base->dict_offset;
        maker->wants_weak = !(base->flags & TYPE_FLAG_WEAK);
        return true;
    }
    maker->slot_names = list_new(vm, NULL, 0);
    if (value_is_error(maker->slot_names)) {
        maker->slot_names = VALUE_ABSENT;
        return false;
    }
    bool good = value_is_str(vm, slots) ? add_slot_name(vm, slots, maker) : value_each(vm, slots, add_slot_name, maker);
    if (!good)
        return false;
    bool variable = base->flags & (TYPE_FLAG_TUPLE | TYPE_FLAG_BYTES | TYPE_FLAG_INT | TYPE_FLAG_STR | TYPE_FLAG_TYPE);
    if (variable && value_to_list(maker->slot_names)->count)
        return raise_false(vm, TYPE_TYPE_ERROR, "nonempty __slots__ not supported for subtype of '%N'", base);
    return list_sort(vm, maker->slot_names, VALUE_NONE, false);
}

/* The type object. --------------------------------------------------------------- */

/* Bases besides the one that gives the layout may add a dict or weak references. */
static uint32_t flags_of_bases(const ClassMaker *maker)
{
    const uint32_t layout = 0xfff0 & ~(uint32_t)(TYPE_FLAG_METHOD_LIKE | TYPE_FLAG_SEQUENCE);
    uint32_t flags = maker->base->flags & TYPE_FLAGS_INHERITED;
    const Tuple *bases = value_to_tuple(maker->bases);
    for (size_t i = 0; i < bases->count; i++)
        flags |= value_to_type(bases->items[i])->flags & TYPE_FLAGS_INHERITED & ~layout;
    return flags;
}

/* How many attributes the methods of the class assign: the compiler lists them. */
static uint32_t expected_attributes(Vm *vm, const ClassMaker *maker)
{
    Value names = dict_get_name_borrow(vm, maker->dict, NAME_OF(vm, __static_attributes__));
    uint32_t count = maker->base->flags & TYPE_FLAG_ATTRIBUTES ? maker->base->inline_slots : 0;
    if (names != VALUE_ABSENT && value_has_shape(names, TYPE_TUPLE))
        count += (uint32_t)value_to_tuple(names)->count;
    return (uint32_t)size_min(size_max(count, 2), 32);
}

static bool make_type(Vm *vm, ClassMaker *maker)
{
    Type *type = type_alloc(vm, maker->metatype), *base = maker->base;
    if (!type)
        return false;
    maker->type = type;
    type->flags = TYPE_FLAG_HEAP | TYPE_FLAG_BASE | TYPE_FLAG_COUNTED | TYPE_FLAG_CONTAINER | flags_of_bases(maker);
    if (maker->wants_dict)
        type->flags |= TYPE_FLAG_ATTRIBUTES;
    if (maker->wants_weak)
        type->flags |= TYPE_FLAG_WEAK;
    size_t slots = maker->slot_names == VALUE_ABSENT ? 0 : value_to_list(maker->slot_names)->count;
    type->base = base;
    type->fixed_size = base->fixed_size;
    type->size = base->size + (uint32_t)(slots * sizeof(Value));
    type->dict_offset = base->dict_offset;
    type->name = value_share(maker->name);
    type->qualname = value_share(maker->name);
    type->module = VALUE_NONE;
    type->bases = value_share(maker->bases);
    type->dict = value_share(maker->dict);
    bool attributes = type->flags & TYPE_FLAG_ATTRIBUTES;
    type->inline_slots = attributes ? expected_attributes(vm, maker) : 0;
    type->shape = shape_new_root(vm, type, 0, attributes ? SHAPE_SLOTS : SHAPE_PLAIN, type->inline_slots);
    if (!type->shape)
        return false;
    type->slots.destroy = base->slots.destroy;
    type->slots.traverse = base->slots.traverse;
    type->slots.clear = base->slots.clear;
    type->slots.finalize = base->slots.finalize;
    type->slots.send = base->slots.send;
    return true;
}

static bool add_members(Vm *vm, ClassMaker *maker)
{
    if (maker->slot_names == VALUE_ABSENT)
        return true;
    const List *names = value_to_list(maker->slot_names);
    for (size_t i = 0; i < names->count; i++) {
        uint32_t offset = maker->base->size + (uint32_t)(i * sizeof(Value));
        Value member = member_new(vm, maker->type, names->items[i], offset);
        bool good = !value_is_error(member) && dict_set_name(vm, maker->dict, names->items[i], member);
        value_drop(vm, member);
        if (!good)
            return false;
    }
    maker->type->slot_names = list_to_tuple(vm, maker->slot_names);
    if (!value_is_error(maker->type->slot_names))
        return true;
    maker->type->slot_names = VALUE_ABSENT;
    return false;
}

/* __dict__ and __weakref__ of the instances. */
static bool add_instance_getset(Vm *vm, ClassMaker *maker, const GetSetDef *def, Value name)
{
    Value getset = getset_new(vm, def, maker->type);
    bool good = !value_is_error(getset) && dict_set_name(vm, maker->dict, name, getset);
    value_drop(vm, getset);
    return good;
}

/* Attributes that the class statement's namespace does not say. -------------------- */

static bool settle_qualname(Vm *vm, ClassMaker *maker)
{
    Value qualname = dict_pop(vm, maker->dict, NAME_OF(vm, __qualname__));
    if (qualname == VALUE_ABSENT || value_is_error(qualname))
        return qualname == VALUE_ABSENT;
    if (!value_is_str(vm, qualname)) {
        (void)raise_type_error(vm, "type __qualname__ must be a str, not %T", qualname);
        value_drop(vm, qualname);
        return false;
    }
    value_replace_take(vm, &maker->type->qualname, qualname);
    return true;
}

static bool settle_module(Vm *vm, ClassMaker *maker)
{
    if (dict_find_name(vm, maker->dict, NAME_OF(vm, __module__)) >= 0)
        return true;
    Value globals = machine_globals_borrow(vm);
    if (globals == VALUE_ABSENT)
        return true;
    Value module = dict_get_name_borrow(vm, globals, NAME_OF(vm, __name__));
    return module == VALUE_ABSENT || dict_set_name(vm, maker->dict, NAME_OF(vm, __module__), module);
}

/* A plain function under one of the names that are never bound to an instance. */
static bool wrap_function(Vm *vm, Value dict, Value name, Value (*wrap)(Vm *, Value))
{
    Value found = dict_get_name_borrow(vm, dict, name);
    if (!value_has_shape(found, TYPE_FUNCTION))
        return true;
    Value wrapped = wrap(vm, found);
    bool good = !value_is_error(wrapped) && dict_set_name(vm, dict, name, wrapped);
    value_drop(vm, wrapped);
    return good;
}

static bool settle_hash(Vm *vm, Value dict)
{
    if (dict_find_name(vm, dict, NAME_OF(vm, __eq__)) < 0 || dict_find_name(vm, dict, NAME_OF(vm, __hash__)) >= 0)
        return true;
    return dict_set_name(vm, dict, NAME_OF(vm, __hash__), VALUE_NONE);
}

/* Gives the methods' __class__ cell its value, and takes it out of the dict. */
static bool settle_class_cell(Vm *vm, ClassMaker *maker)
{
    Value cell = dict_pop(vm, maker->dict, NAME_OF(vm, __classcell__));
    if (value_is_error(cell))
        return false;
    if (cell != VALUE_ABSENT && !value_has_shape(cell, TYPE_CELL)) {
        (void)raise_type_error(vm, "__classcell__ must be a nonlocal cell, not %R", type_value(value_type(vm, cell)));
        value_drop(vm, cell);
        return false;
    }
    if (cell != VALUE_ABSENT)
        value_replace_take(vm, &((Cell *)value_object(cell))->value, value_share(type_value(maker->type)));
    value_drop(vm, cell);
    cell = dict_pop(vm, maker->dict, NAME_OF(vm, __classdictcell__));
    if (value_has_shape(cell, TYPE_CELL))
        value_replace_take(vm, &((Cell *)value_object(cell))->value, value_share(maker->dict));
    value_drop(vm, cell);
    return !value_is_error(cell);
}

/* collections.abc says with this which of its classes match sequence and mapping
 * patterns; the numbers are CPython's. */
static bool settle_pattern_flags(Vm *vm, ClassMaker *maker)
{
    Value name = str_intern_c(vm, "__abc_tpflags__");
    if (value_is_error(name))
        return false;
    Value flags = dict_pop(vm, maker->dict, name);
    value_drop(vm, name);
    if (value_is_int(flags) && (value_to_int(flags) & 1 << 5))
        maker->type->flags |= TYPE_FLAG_SEQUENCE;
    if (value_is_int(flags) && (value_to_int(flags) & 1 << 6))
        maker->type->flags |= TYPE_FLAG_MAPPING;
    value_drop(vm, flags);
    return !value_is_error(flags);
}

static bool settle_dict(Vm *vm, ClassMaker *maker)
{
    Value dict = maker->dict;
    if (!settle_qualname(vm, maker) || !settle_module(vm, maker) ||
        !wrap_function(vm, dict, NAME_OF(vm, __new__), staticmethod_new) ||
        !wrap_function(vm, dict, NAME_OF(vm, __init_subclass__), classmethod_new) ||
        !wrap_function(vm, dict, NAME_OF(vm, __class_getitem__), classmethod_new) || !add_members(vm, maker))
        return false;
    if (maker->wants_dict && !add_instance_getset(vm, maker, &instance_dict_getset, NAME_OF(vm, __dict__)))
        return false;
    if (maker->wants_weak && !add_instance_getset(vm, maker, &instance_weakref_getset, NAME_OF(vm, __weakref__)))
        return false;
    if (dict_find_name(vm, dict, NAME_OF(vm, __doc__)) < 0 && !dict_set_name(vm, dict, NAME_OF(vm, __doc__), VALUE_NONE))
        return false;
    return settle_hash(vm, dict) && settle_pattern_flags(vm, maker) && settle_class_cell(vm, maker);
}

/* The MRO. ------------------------------------------------------------------------- */

/* What a metaclass's own mro() says; every item must be a type of a layout the
 * class extends. */
static Value custom_mro(Vm *vm, Type *type)
{
    Value result = call_method(vm, type_value(type), NAME_OF(vm, mro), NULL, 0);
    if (value_is_error(result))
        return VALUE_ERROR;
    Value mro = tuple_from(vm, result);
    value_drop(vm, result);
    if (value_is_error(mro))
        return VALUE_ERROR;
    for (size_t i = 0; i < value_to_tuple(mro)->count; i++) {
        Value item = value_to_tuple(mro)->items[i];
        if (value_is_type(vm, item))
            continue;
        (void)raise_type_error(vm, "mro() returned a non-class ('%T')", item);
        value_drop(vm, mro);
        return VALUE_ERROR;
    }
    return mro;
}

static bool settle_mro(Vm *vm, Type *type, Type *metatype)
{
    Value own = type_lookup_borrow(vm, metatype, NAME_OF(vm, mro));
    bool custom = own != type_lookup_borrow(vm, vm->types[TYPE_TYPE], NAME_OF(vm, mro));
    Value mro = custom ? custom_mro(vm, type) : type_compute_mro(vm, type);
    if (value_is_error(mro))
        return false;
    type->mro = mro;
    vm->class_epoch++; /* look-ups before this found nothing */
    return true;
}

static bool join_bases(Vm *vm, Type *type)
{
    const Tuple *bases = value_to_tuple(type->bases);
    for (size_t i = 0; i < bases->count; i++) {
        if (!type_add_subclass(vm, value_to_type(bases->items[i]), type))
            return false;
    }
    return true;
}

/* Hooks. --------------------------------------------------------------------------- */

static void note_set_name_error(Vm *vm, Type *type, Value name, Value value)
{
    Value exception = error_take(vm);
    Value note = format_text(vm, "Error calling __set_name__ on '%T' instance %R in '%N'", value, name, type);
    Exception *fields = value_to_exception(exception);
    if (!value_is_error(note) && fields->notes == VALUE_ABSENT) {
        Value notes = list_new(vm, NULL, 0);
        fields->notes = value_is_error(notes) ? VALUE_ABSENT : notes;
    }
    if (value_is_error(note) || fields->notes == VALUE_ABSENT || !value_has_shape(fields->notes, TYPE_LIST) ||
        !list_append(vm, fields->notes, note))
        value_clear(vm, &vm->pending); /* the exception itself matters more than its note */
    value_drop(vm, note);
    vm->pending = exception;
}

/* Tells each value of the namespace that wants to know under which name it is. */
static bool call_set_names(Vm *vm, Type *type)
{
    Value names = dict_copy(vm, type->dict);
    if (value_is_error(names))
        return false;
    uint32_t position = 0;
    Value key, value;
    bool good = true;
    while (good && dict_walk(names, &position, &key, &value)) {
        if (!value_is_heap(value) ||
            type_lookup_borrow(vm, value_type(vm, value), NAME_OF(vm, __set_name__)) == VALUE_ABSENT)
            continue;
        Value args[2] = {type_value(type), key};
        Value result = special_call(vm, value, NAME_OF(vm, __set_name__), args, 2);
        good = !value_is_error(result);
        if (!good)
            note_set_name_error(vm, type, key, value);
        value_drop(vm, result);
    }
    value_drop(vm, names);
    return good;
}

/* super(type, type).__init_subclass__(**keywords) */
static bool call_init_subclass(Vm *vm, Type *type, Value keywords)
{
    const Tuple *mro = value_to_tuple(type->mro);
    Value method = VALUE_ABSENT;
    for (size_t i = 1; i < mro->count && method == VALUE_ABSENT; i++)
        method = dict_get_name_borrow(vm, value_to_type(mro->items[i])->dict, NAME_OF(vm, __init_subclass__));
    bool given = keywords != VALUE_ABSENT && value_to_dict(keywords)->count;
    Value plain = dict_get_name_borrow(vm, vm->types[TYPE_OBJECT]->dict, NAME_OF(vm, __init_subclass__));
    if (method == VALUE_ABSENT || (method == plain && !given))
        return true;
    Value bound = value_type(vm, method)->slots.get ? value_type(vm, method)->slots.get(vm, method, VALUE_ABSENT, type)
                                                    : value_share(method);
    if (value_is_error(bound))
        return false;
    Value result = given ? call_tuple_dict(vm, bound, vm->empty_tuple, keywords) : call_value(vm, bound, NULL, 0);
    value_drop(vm, bound);
    if (value_is_error(result))
        return false;
    value_drop(vm, result);
    return true;
}

/* Putting it together. -------------------------------------------------------------- */

static bool finish_class(Vm *vm, ClassMaker *maker, Value keywords)
{
    Type *type = maker->type;
    if (!settle_dict(vm, maker) || !settle_mro(vm, type, maker->metatype))
        return false;
    class_slots_update(vm, type);
    type_cache_methods(vm, type);
    return join_bases(vm, type) && call_set_names(vm, type) && call_init_subclass(vm, type, keywords);
}

static Value make_class(Vm *vm, ClassMaker *maker, Value keywords)
{
    maker->base = type_best_base(vm, maker->bases);
    if (!maker->base)
        return VALUE_ERROR;
    maker->dict = dict_copy(vm, maker->namespace);
    if (value_is_error(maker->dict)) {
        maker->dict = VALUE_ABSENT;
        return VALUE_ERROR;
    }
    if (!read_slot_names(vm, maker) || !make_type(vm, maker) || !finish_class(vm, maker, keywords)) {
        if (maker->type)
            value_drop(vm, type_value(maker->type));
        return VALUE_ERROR;
    }
    return type_value(maker->type);
}

/* Bases must be classes here: __mro_entries__ is for the class statement. */
static bool check_bases(Vm *vm, Value bases)
{
    const Tuple *tuple = value_to_tuple(bases);
    for (size_t i = 0; i < tuple->count; i++) {
        if (value_is_type(vm, tuple->items[i]))
            continue;
        Value entries = attribute_get_optional(vm, tuple->items[i], NAME_OF(vm, __mro_entries__));
        if (value_is_error(entries))
            return false;
        bool has_entries = entries != VALUE_ABSENT;
        value_drop(vm, entries);
        if (has_entries)
            return raise_false(vm, TYPE_TYPE_ERROR,
                               "type() doesn't support MRO entry resolution; use types.new_class()");
    }
    return true;
}

/* A more derived metaclass among the bases has its own way of making classes. */
static Value call_other_metatype(Vm *vm, Type *metatype, const Value *items, Value keywords)
{
    Value all[4] = {type_value(metatype), items[0], items[1], items[2]};
    Value tuple = tuple_new(vm, all, 4);
    if (value_is_error(tuple))
        return VALUE_ERROR;
    Value result = call_tuple_dict(vm, metatype->new_method, tuple, keywords);
    value_drop(vm, tuple);
    return result;
}

Value type_new_class_with(Vm *vm, Type *metatype, const Value *items, Value keywords)
{
    Value root = type_value(vm->types[TYPE_OBJECT]);
    if (!check_bases(vm, items[1]))
        return VALUE_ERROR;
    Type *winner = type_best_metatype(vm, metatype, items[1]);
    if (!winner)
        return VALUE_ERROR;
    if (winner != metatype && winner->new_method != vm->types[TYPE_TYPE]->new_method)
        return call_other_metatype(vm, winner, items, keywords);
    bool rootless = value_to_tuple(items[1])->count == 0;
    Value bases = rootless ? tuple_new(vm, &root, 1) : value_share(items[1]);
    if (value_is_error(bases))
        return VALUE_ERROR;
    ClassMaker maker = {.metatype = winner, .name = items[0], .bases = bases, .namespace = items[2],
                        .dict = VALUE_ABSENT, .slot_names = VALUE_ABSENT};
    Value class = make_class(vm, &maker, keywords);
    value_drop(vm, maker.dict);
    value_drop(vm, maker.slot_names);
    value_drop(vm, bases);
    return class;
}

Value type_new_class(Vm *vm, Type *metatype, Value name, Value bases, Value namespace, Value kwnames, const Value *kwargs)
{
    Value keywords = VALUE_ABSENT;
    if (kwnames != VALUE_ABSENT && value_to_tuple(kwnames)->count) {
        keywords = dict_new(vm);
        if (value_is_error(keywords))
            return VALUE_ERROR;
        for (size_t i = 0; i < value_to_tuple(kwnames)->count; i++) {
            if (!dict_set(vm, keywords, value_to_tuple(kwnames)->items[i], kwargs[i])) {
                value_drop(vm, keywords);
                return VALUE_ERROR;
            }
        }
    }
    Value items[3] = {name, bases, namespace};
    Value class = type_new_class_with(vm, metatype, items, keywords);
    value_drop(vm, keywords);
    return class;
}
