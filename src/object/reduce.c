/* __reduce_ex__: how an instance is taken apart for copying.
 *
 * The answer is (make, (class, *arguments), state, list items, dict items), as
 * protocol 2 has it: make calls class.__new__, state is what __getstate__ says. */
#include "object/reduce.h"

#include "object/call.h"
#include "object/container.h"
#include "object/native.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

/* Adds the attributes that __slots__ of one class keeps. */
static bool add_slot_values(Vm *vm, Value self, Value names, Value state)
{
    for (size_t i = 0; names != VALUE_ABSENT && i < value_to_tuple(names)->count; i++) {
        Value name = value_to_tuple(names)->items[i];
        Value value = attribute_get_optional(vm, self, name);
        if (value == VALUE_ABSENT)
            continue;
        bool good = !value_is_error(value) && dict_set_name(vm, state, name, value);
        value_drop(vm, value);
        if (!good)
            return false;
    }
    return true;
}

/* A dict (owned) of what lies in __slots__. */
static Value slots_state(Vm *vm, Value self)
{
    const Tuple *mro = value_to_tuple(value_type(vm, self)->mro);
    Value state = dict_new(vm);
    for (size_t i = 0; i < mro->count && !value_is_error(state); i++) {
        if (add_slot_values(vm, self, value_to_type(mro->items[i])->slot_names, state))
            continue;
        value_drop(vm, state);
        return VALUE_ERROR;
    }
    return state;
}

static Value default_state(Vm *vm, Value self)
{
    Value state = attribute_own_copy(vm, self);
    if (value_is_error(state))
        return VALUE_ERROR;
    if (state == VALUE_ABSENT || !value_to_dict(state)->count) {
        value_drop(vm, state);
        state = VALUE_NONE;
    }
    Value slots = slots_state(vm, self);
    if (value_is_error(slots)) {
        value_drop(vm, state);
        return VALUE_ERROR;
    }
    if (value_to_dict(slots)->count)
        return tuple_pair_take(vm, state, slots);
    value_drop(vm, slots);
    return state;
}

Value object_m_getstate(Vm *vm, const Value *args) { return default_state(vm, args[0]); }

Value object_m_reduce(Vm *vm, const Value *args)
{
    return raise_type_error(vm, "cannot pickle '%T' object", args[0]);
}

/* copyreg.__newobj__ */
static Value make_new_object(Vm *vm, const Value *args)
{
    Value new_method = attribute_get(vm, args[0], NAME_OF(vm, __new__));
    if (value_is_error(new_method))
        return VALUE_ERROR;
    const Tuple *rest = value_to_tuple(args[1]);
    Tuple *all = tuple_new_raw(vm, rest->count + 1);
    Value result = VALUE_ERROR;
    if (all) {
        all->items[0] = value_share(args[0]);
        for (size_t i = 0; i < rest->count; i++)
            all->items[i + 1] = value_share(rest->items[i]);
        result = call_tuple_dict(vm, new_method, value_from_object(all), VALUE_ABSENT);
        value_drop(vm, value_from_object(all));
    }
    value_drop(vm, new_method);
    return result;
}

static const NativeDef new_object_def =
    FN(make_new_object, "__newobj__(cls, /, *args)", "Calls cls.__new__(cls, *args).");

/* (class, *what __getnewargs__ says) */
static Value new_arguments(Vm *vm, Value self)
{
    Value given = special_call(vm, self, NAME_OF(vm, __getnewargs__), NULL, 0);
    if (value_is_error(given))
        return VALUE_ERROR;
    if (given != VALUE_ABSENT && !value_is_tuple(vm, given)) {
        (void)raise_type_error(vm, "__getnewargs__ should return a tuple, not '%T'", given);
        value_drop(vm, given);
        return VALUE_ERROR;
    }
    size_t count = given == VALUE_ABSENT ? 0 : value_to_tuple(given)->count;
    Tuple *all = tuple_new_raw(vm, count + 1);
    if (all) {
        all->items[0] = value_share(type_value(value_type(vm, self)));
        for (size_t i = 0; i < count; i++)
            all->items[i + 1] = value_share(value_to_tuple(given)->items[i]);
    }
    value_drop(vm, given);
    return all ? value_from_object(all) : VALUE_ERROR;
}

/* iter(self.items()) for a dict of some class, VALUE_NONE for others. */
static Value dict_items(Vm *vm, Value self)
{
    if (!value_is_dict(vm, self))
        return VALUE_NONE;
    Value items = call_method(vm, self, NAME_OF(vm, items), NULL, 0);
    if (value_is_error(items))
        return VALUE_ERROR;
    Value iterator = value_iter(vm, items);
    value_drop(vm, items);
    return iterator;
}

/* Builtin objects without a way of their own cannot be made again. */
static bool is_reducible(const Type *type)
{
    return (type->flags & TYPE_FLAG_HEAP) || !type->base || type->new_method != VALUE_ABSENT;
}

static Value reduce_parts(Vm *vm, Value self)
{
    Value parts[5] = {native_new(vm, &new_object_def, NAME_OF(vm, builtins)), VALUE_ABSENT, VALUE_ABSENT, VALUE_NONE,
                      VALUE_NONE};
    bool good = !value_is_error(parts[0]);
    if (good)
        good = !value_is_error(parts[1] = new_arguments(vm, self));
    if (good)
        good = !value_is_error(parts[2] = special_call(vm, self, NAME_OF(vm, __getstate__), NULL, 0));
    if (good && value_is_list(vm, self))
        good = !value_is_error(parts[3] = value_iter(vm, self));
    if (good)
        good = !value_is_error(parts[4] = dict_items(vm, self));
    if (good)
        return tuple_new_take(vm, parts, 5);
    for (size_t i = 0; i < 5; i++)
        value_drop(vm, parts[i]);
    return VALUE_ERROR;
}

Value object_m_reduce_ex(Vm *vm, const Value *args)
{
    Type *type = value_type(vm, args[0]);
    Value own = type_lookup_borrow(vm, type, NAME_OF(vm, __reduce__));
    if (own != type_lookup_borrow(vm, vm->types[TYPE_OBJECT], NAME_OF(vm, __reduce__)))
        return special_call(vm, args[0], NAME_OF(vm, __reduce__), NULL, 0);
    if (!is_reducible(type))
        return raise_type_error(vm, "cannot pickle '%T' object", args[0]);
    return reduce_parts(vm, args[0]);
}
