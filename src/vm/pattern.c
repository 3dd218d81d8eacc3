/* What match statements ask of their subjects. */
#include "vm/slow.h"

#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

/* A class registered with (or derived from) collections.abc.Sequence or Mapping:
 * the machine looks only when a program has imported that module. */
static bool is_registered(Vm *vm, Value subject, const char *abstract)
{
    Value module_name = str_intern_c(vm, "collections.abc"), name = str_intern_c(vm, abstract);
    int found = 0;
    if (module_name != VALUE_ERROR && name != VALUE_ERROR) {
        Value module = dict_get_borrow(vm, vm->modules, module_name);
        Value class = module == VALUE_ABSENT || module == VALUE_ERROR ? VALUE_ABSENT : attribute_get_optional(vm, module, name);
        if (class != VALUE_ABSENT && class != VALUE_ERROR)
            found = value_isinstance(vm, subject, class);
        value_drop(vm, class);
    }
    value_drop(vm, module_name);
    value_drop(vm, name);
    if (vm->pending != VALUE_ABSENT)
        error_clear(vm);
    return found > 0;
}

static bool is_kind(Vm *vm, Value subject, uint32_t flag, const char *abstract)
{
    uint32_t flags = value_type(vm, subject)->flags;
    if (flags & flag)
        return true;
    bool text = flags & (TYPE_FLAG_STR | TYPE_FLAG_BYTES) || value_has_shape(subject, TYPE_BYTEARRAY);
    return flags & TYPE_FLAG_HEAP && !text && is_registered(vm, subject, abstract);
}

bool pattern_is_sequence(Vm *vm, Value subject) { return is_kind(vm, subject, TYPE_FLAG_SEQUENCE, "Sequence"); }
bool pattern_is_mapping(Vm *vm, Value subject) { return is_kind(vm, subject, TYPE_FLAG_MAPPING, "Mapping"); }

/* One value by get(key, marker), so that defaultdicts do not grow. VALUE_ABSENT: no such key. */
static Value mapping_get(Vm *vm, Value subject, Value key)
{
    if (value_has_shape(subject, TYPE_DICT)) {
        Value found = dict_get_borrow(vm, subject, key);
        return found == VALUE_ERROR || found == VALUE_ABSENT ? found : value_share(found);
    }
    Value marker = list_new(vm, NULL, 0);
    if (marker == VALUE_ERROR)
        return VALUE_ERROR;
    Value args[] = {key, marker};
    Value found = call_method(vm, subject, NAME_OF(vm, get), args, 2);
    if (found == marker) {
        value_drop(vm, found);
        found = VALUE_ABSENT;
    }
    value_drop(vm, marker);
    return found;
}

static bool repeated_key(Vm *vm, const Tuple *keys, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        int equal = value_equal(vm, keys->items[i], keys->items[index]);
        if (equal < 0)
            return true;
        if (equal)
            return raise_value_error(vm, "mapping pattern checks duplicate key (%R)", keys->items[index]), true;
    }
    return false;
}

Value pattern_keys(Vm *vm, Value subject, Value keys)
{
    const Tuple *all = value_to_tuple(keys);
    Value list = list_new(vm, NULL, 0);
    for (size_t i = 0; i < all->count && list != VALUE_ERROR; i++) {
        Value found = repeated_key(vm, all, i) ? VALUE_ERROR : mapping_get(vm, subject, all->items[i]);
        if (found == VALUE_ABSENT || found == VALUE_ERROR || !list_append_take(vm, list, found)) {
            value_drop(vm, list);
            return found == VALUE_ABSENT ? VALUE_NONE : VALUE_ERROR;
        }
    }
    if (list == VALUE_ERROR)
        return VALUE_ERROR;
    Value tuple = list_to_tuple(vm, list);
    value_drop(vm, list);
    return tuple;
}

Value pattern_rest(Vm *vm, Value subject, Value keys)
{
    Value rest = dict_new(vm);
    if (rest == VALUE_ERROR || !dict_update(vm, rest, subject)) {
        value_drop(vm, rest);
        return VALUE_ERROR;
    }
    const Tuple *all = value_to_tuple(keys);
    for (size_t i = 0; i < all->count; i++)
        if (dict_delete(vm, rest, all->items[i]) < 0) {
            value_drop(vm, rest);
            return VALUE_ERROR;
        }
    return rest;
}

/* Class patterns. -------------------------------------------------------------------- */

/* Appends subject.name; false: no match (nothing pending) or an error. */
static bool match_attribute(Vm *vm, Value subject, Value name, Value list)
{
    Value found = attribute_get_optional(vm, subject, name);
    return found != VALUE_ABSENT && found != VALUE_ERROR && list_append_take(vm, list, found);
}

static bool raise_too_many_positional(Vm *vm, Value cls, int allowed, int given)
{
    return raise_false(vm, TYPE_TYPE_ERROR, "%N() accepts %d positional sub-pattern%s (%d given)", value_to_type(cls), allowed,
                       allowed == 1 ? "" : "s", given);
}

static bool match_positional(Vm *vm, Value subject, Value cls, int positional, Value list, Value seen)
{
    if (positional == 0)
        return true;
    Value names = attribute_get_optional(vm, cls, NAME_OF(vm, __match_args__));
    if (names == VALUE_ERROR)
        return false;
    bool absent = names == VALUE_ABSENT;
    if (absent && value_to_type(cls)->flags & TYPE_FLAG_MATCH_SELF)
        return positional > 1 ? raise_too_many_positional(vm, cls, 1, positional) : list_append(vm, list, subject);
    if (absent)
        return raise_too_many_positional(vm, cls, 0, positional);
    bool matched = true;
    if (!value_is_tuple(vm, names)) {
        matched = raise_false(vm, TYPE_TYPE_ERROR, "%N.__match_args__ must be a tuple (got %T)", value_to_type(cls), names);
    } else if ((size_t)positional > value_to_tuple(names)->count) {
        matched = raise_too_many_positional(vm, cls, (int)value_to_tuple(names)->count, positional);
    }
    for (int i = 0; i < positional && matched; i++) {
        Value name = value_to_tuple(names)->items[i];
        if (!value_is_str(vm, name)) {
            matched = raise_false(vm, TYPE_TYPE_ERROR, "__match_args__ elements must be strings (got %T)", name);
            break;
        }
        int repeated = set_contains(vm, seen, name);
        if (repeated > 0)
            raise_type_error(vm, "%N() got multiple sub-patterns for attribute %R", value_to_type(cls), name);
        Value interned = repeated ? VALUE_ERROR : str_intern_take(vm, value_share(name));
        matched = interned != VALUE_ERROR && set_add(vm, seen, name) && match_attribute(vm, subject, interned, list);
        value_drop(vm, interned);
    }
    value_drop(vm, names);
    return matched;
}

static bool match_keywords(Vm *vm, Value subject, Value cls, Value names, Value list, Value seen)
{
    const Tuple *all = value_to_tuple(names);
    for (size_t i = 0; i < all->count; i++) {
        int repeated = set_contains(vm, seen, all->items[i]);
        if (repeated > 0)
            raise_type_error(vm, "%N() got multiple sub-patterns for attribute %R", value_to_type(cls), all->items[i]);
        if (repeated || !match_attribute(vm, subject, all->items[i], list))
            return false;
    }
    return true;
}

Value pattern_class(Vm *vm, Value subject, Value cls, int positional, Value names)
{
    if (!value_is_type(vm, cls))
        return raise_type_error(vm, "called match pattern must be a class");
    int instance = value_isinstance(vm, subject, cls);
    if (instance <= 0)
        return instance < 0 ? VALUE_ERROR : VALUE_NONE;
    Value list = list_new(vm, NULL, 0), seen = set_new(vm), result = VALUE_ERROR;
    if (list != VALUE_ERROR && seen != VALUE_ERROR) {
        bool matched = match_positional(vm, subject, cls, positional, list, seen) &&
                       match_keywords(vm, subject, cls, names, list, seen);
        if (matched)
            result = list_to_tuple(vm, list);
        else
            result = vm->pending == VALUE_ABSENT ? VALUE_NONE : VALUE_ERROR;
    }
    value_drop(vm, list);
    value_drop(vm, seen);
    return result;
}
