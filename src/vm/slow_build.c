/* Building, growing and unpacking containers; functions; f-string parts. */
#include "vm/slow.h"

#include "object/call.h"
#include "object/container.h"
#include "object/function.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

static void drop_range(Vm *vm, Value *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        value_replace_take(vm, &values[i], VALUE_ABSENT);
}

static Value build_set(Vm *vm, Value *items, size_t count)
{
    Value set = set_new(vm);
    for (size_t i = 0; i < count && set != VALUE_ERROR; i++)
        if (!set_add(vm, set, items[i])) {
            value_drop(vm, set);
            set = VALUE_ERROR;
        }
    drop_range(vm, items, count);
    return set;
}

static Value build_map(Vm *vm, Value *items, size_t pairs)
{
    Value dict = dict_new(vm);
    for (size_t i = 0; i < pairs && dict != VALUE_ERROR; i++)
        if (!dict_set(vm, dict, items[2 * i], items[2 * i + 1])) {
            value_drop(vm, dict);
            dict = VALUE_ERROR;
        }
    drop_range(vm, items, 2 * pairs);
    return dict;
}

Value slow_build(Vm *vm, const Word *ip, Value *base)
{
    Value *items = &base[ip->b];
    size_t count = ip->c;
    switch (ip->op) {
    case OP_BUILD_TUPLE:
        return count ? tuple_new_take(vm, items, count) : value_share(vm->empty_tuple);
    case OP_BUILD_LIST:
        return list_new_take(vm, items, count);
    case OP_BUILD_SET:
        return build_set(vm, items, count);
    case OP_BUILD_MAP:
        return build_map(vm, items, count);
    default: {
        ASSERT(ip->op == OP_BUILD_STRING);
        Value joined = str_join_array(vm, items, count);
        drop_range(vm, items, count);
        return joined;
    }
    }
}

/* [*x]: the error names the value, not list.extend. */
static bool extend_starred(Vm *vm, Value list, Value iterable)
{
    if (list_extend(vm, list, iterable))
        return true;
    const Type *type = value_type(vm, iterable);
    if (error_matches(vm, TYPE_TYPE_ERROR) && !type->slots.iter && !type->slots.getitem) {
        error_clear(vm);
        raise_type_error(vm, "Value after * must be an iterable, not %.200s", type_name(vm, type));
    }
    return false;
}

static bool update_mapping(Vm *vm, Value dict, Value other)
{
    if (!value_is_dict(vm, other)) {
        Value keys = attribute_get_optional(vm, other, NAME_OF(vm, keys));
        if (keys == VALUE_ERROR)
            return false;
        if (keys == VALUE_ABSENT)
            return raise_false(vm, TYPE_TYPE_ERROR, "'%.200s' object is not a mapping", value_type_name(vm, other));
        value_drop(vm, keys);
    }
    return dict_update(vm, dict, other);
}

bool slow_grow(Vm *vm, const Word *ip, Value *base)
{
    Value container = base[ip->a], item = base[ip->b];
    bool grown;
    switch (ip->op) {
    case OP_LIST_EXTEND: grown = extend_starred(vm, container, item); break;
    case OP_SET_ADD: grown = set_add(vm, container, item); break;
    case OP_SET_UPDATE: grown = set_update(vm, container, item); break;
    case OP_MAP_SET: grown = dict_set(vm, container, item, base[ip->c]); break;
    case OP_MAP_UPDATE: grown = update_mapping(vm, container, item); break;
    case OP_MAP_MERGE: grown = dict_merge_keywords(vm, container, item, base[ip->c]); break;
    default: {
        ASSERT(ip->op == OP_LIST_TO_TUPLE);
        Value tuple = list_to_tuple(vm, container);
        if (tuple == VALUE_ERROR)
            return false;
        base[ip->a] = tuple;
        value_drop(vm, container);
        return true;
    }
    }
    if (!grown)
        return false;
    if (ip->flags & FLAG_RB)
        value_drop(vm, item);
    if (ip->op == OP_MAP_SET && ip->flags & FLAG_RC)
        value_drop(vm, base[ip->c]);
    return true;
}

static Value convert(Vm *vm, Value value, int conversion)
{
    switch (conversion) {
    case 1: return value_str(vm, value);
    case 2: return value_repr(vm, value);
    case 3: return value_ascii(vm, value);
    default: return value_share(value);
    }
}

Value slow_format(Vm *vm, const Word *ip, Value *base)
{
    Value value = convert(vm, base[ip->b], ip->flags >> FORMAT_CONVERSION_SHIFT & 3);
    if (value == VALUE_ERROR)
        return VALUE_ERROR;
    bool has_spec = ip->c != NO_REGISTER;
    Value result;
    if (!has_spec && value_has_shape(value, TYPE_STR))
        result = value_share(value);
    else if (!has_spec && (value_is_int(value) || value_is_float(value)))
        result = value_str(vm, value);
    else
        result = value_format(vm, value, has_spec ? base[ip->c] : vm->empty_str);
    value_drop(vm, value);
    if (result == VALUE_ERROR)
        return VALUE_ERROR;
    if (ip->flags & FLAG_RB)
        value_drop(vm, base[ip->b]);
    if (has_spec && ip->flags & FLAG_RC)
        value_drop(vm, base[ip->c]);
    return result;
}

/* Unpacking. ------------------------------------------------------------------------ */

static bool raise_too_few(Vm *vm, size_t expected, size_t got, bool starred)
{
    return raise_false(vm, TYPE_VALUE_ERROR, "not enough values to unpack (expected %s%zu, got %zu)", starred ? "at least " : "",
                       expected, got);
}

static Value unpack_iterator(Vm *vm, Value iterable)
{
    const Type *type = value_type(vm, iterable);
    if (!type->slots.iter && !type->slots.getitem)
        return raise_type_error(vm, "cannot unpack non-iterable %.200s object", type_name(vm, type));
    return value_iter(vm, iterable);
}

/* Exactly count items of an iterator into to; none stay owned on failure. */
static bool unpack_exactly(Vm *vm, Value iterator, Value *to, size_t count)
{
    size_t got = 0;
    for (; got < count; got++) {
        Value item = value_next(vm, iterator);
        if (item == VALUE_DONE)
            raise_too_few(vm, count, got, false);
        if (item == VALUE_DONE || item == VALUE_ERROR) {
            drop_range(vm, to, got);
            return false;
        }
        to[got] = item;
    }
    Value extra = value_next(vm, iterator);
    if (extra == VALUE_DONE)
        return true;
    if (extra != VALUE_ERROR) {
        value_drop(vm, extra);
        raise_error(vm, TYPE_VALUE_ERROR, "too many values to unpack (expected %zu)", count);
    }
    drop_range(vm, to, got);
    return false;
}

/* Lists and tuples give their items without an iterator. */
static bool unpack_array(Vm *vm, const Value *items, size_t size, Value *to, size_t count)
{
    if (size < count)
        return raise_too_few(vm, count, size, false);
    if (size > count)
        return raise_false(vm, TYPE_VALUE_ERROR, "too many values to unpack (expected %zu)", count);
    for (size_t i = 0; i < count; i++)
        to[i] = value_share(items[i]);
    return true;
}

bool slow_unpack(Vm *vm, const Word *ip, Value *base)
{
    Value iterable = base[ip->b];
    Value items[64];
    size_t count = ip->c;
    Value *to = count <= ARRAY_LENGTH(items) ? items : vm_alloc(vm, count * sizeof(Value));
    if (!to)
        return false;
    bool unpacked;
    if (value_has_shape(iterable, TYPE_LIST)) {
        unpacked = unpack_array(vm, value_to_list(iterable)->items, value_to_list(iterable)->count, to, count);
    } else if (value_has_shape(iterable, TYPE_TUPLE)) {
        unpacked = unpack_array(vm, value_to_tuple(iterable)->items, value_to_tuple(iterable)->count, to, count);
    } else {
        Value iterator = unpack_iterator(vm, iterable);
        unpacked = iterator != VALUE_ERROR && unpack_exactly(vm, iterator, to, count);
        value_drop(vm, iterator);
    }
    if (unpacked) {
        if (ip->flags & FLAG_RB)
            value_drop(vm, iterable);
        memcpy(&base[ip->a], to, count * sizeof(Value));
    }
    if (to != items)
        vm_free(vm, to, count * sizeof(Value));
    return unpacked;
}

bool slow_unpack_star(Vm *vm, const Word *ip, Value *base)
{
    size_t before = ip[1].low, after = ip[1].high;
    Value iterable = base[ip->b];
    Value iterator = unpack_iterator(vm, iterable);
    if (iterator == VALUE_ERROR)
        return false;
    Value all = list_from(vm, iterator);
    value_drop(vm, iterator);
    if (all == VALUE_ERROR)
        return false;
    const List *list = value_to_list(all);
    if (list->count < before + after) {
        size_t got = list->count;
        value_drop(vm, all);
        return raise_too_few(vm, before + after, got, true);
    }
    size_t middle = list->count - before - after;
    Value rest = list_slice(vm, all, before, before + middle);
    if (rest == VALUE_ERROR) {
        value_drop(vm, all);
        return false;
    }
    if (ip->flags & FLAG_RB)
        value_drop(vm, iterable);
    Value *to = &base[ip->a];
    for (size_t i = 0; i < before; i++)
        to[i] = value_share(list->items[i]);
    to[before] = rest;
    for (size_t i = 0; i < after; i++)
        to[before + 1 + i] = value_share(list->items[before + middle + i]);
    value_drop(vm, all);
    return true;
}

/* Functions. -------------------------------------------------------------------------- */

Value slow_make_function(Vm *vm, const Word *ip, Value *base)
{
    Function *maker = value_to_function(FRAME_CALLEE(base));
    Code *code = value_to_code(FRAME(base)->code->constants[ip->b]);
    Function *fn = function_new(vm, code, maker->globals);
    if (!fn)
        return VALUE_ERROR;
    for (uint32_t i = 0; i < code->free_count; i++) {
        const FreeSource *source = &code->free_sources[i];
        fn->closure[i] = value_share(source->from_closure ? maker->closure[source->index] : base[source->index]);
    }
    Value *extra = &base[ip->c];
    if (ip->flags & FLAG_X)
        value_replace_take(vm, &fn->defaults, *extra++);
    if (ip->flags & FLAG_Y)
        value_replace_take(vm, &fn->kwdefaults, *extra++);
    if (ip->flags & FLAG_Z)
        value_replace_take(vm, &fn->annotations, *extra++);
    return value_from_object(fn);
}
