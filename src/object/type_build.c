/* builtins.__build_class__: resolving bases and metaclass, preparing the
 * namespace, running the body, calling the metaclass. */
#include "object/call.h"
#include "object/container.h"
#include "object/function.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type_inner.h"

/* Replaces each base that is not a class by what its __mro_entries__ says.
 * Returns a tuple (owned). */
static Value resolve_bases(Vm *vm, Value bases)
{
    const Tuple *tuple = value_to_tuple(bases);
    Value list = VALUE_ABSENT;
    for (size_t i = 0; i < tuple->count; i++) {
        Value base = tuple->items[i], entries = VALUE_ABSENT;
        if (!value_is_type(vm, base))
            entries = attribute_get_optional(vm, base, NAME_OF(vm, __mro_entries__));
        if (value_is_error(entries))
            goto failed;
        if (entries == VALUE_ABSENT) {
            if (list != VALUE_ABSENT && !list_append(vm, list, base))
                goto failed;
            continue;
        }
        Value result = call_value(vm, entries, &bases, 1);
        value_drop(vm, entries);
        if (value_is_error(result))
            goto failed;
        if (list == VALUE_ABSENT)
            list = list_new(vm, tuple->items, i);
        bool is_tuple = value_is_tuple(vm, result);
        if (!is_tuple)
            (void)raise_type_error(vm, "__mro_entries__ must return a tuple");
        bool good = is_tuple && !value_is_error(list) && list_extend(vm, list, result);
        value_drop(vm, result);
        if (!good)
            goto failed;
    }
    if (list == VALUE_ABSENT)
        return value_share(bases);
    Value resolved = list_to_tuple(vm, list);
    value_drop(vm, list);
    return resolved;
failed:
    value_drop(vm, list);
    return VALUE_ERROR;
}

/* The metaclass to call (owned): an explicit one may be any callable. */
static Value choose_metaclass(Vm *vm, Value explicit, Value bases)
{
    Value metaclass = explicit;
    if (metaclass == VALUE_ABSENT) {
        const Tuple *tuple = value_to_tuple(bases);
        metaclass = type_value(tuple->count ? value_type(vm, tuple->items[0]) : vm->types[TYPE_TYPE]);
    }
    if (!value_is_type(vm, metaclass))
        return value_share(metaclass);
    Type *winner = type_best_metatype(vm, value_to_type(metaclass), bases);
    return winner ? value_share(type_value(winner)) : VALUE_ERROR;
}

/* The namespace (owned) that the metaclass prepares. */
static Value prepare_namespace(Vm *vm, Value metaclass, Value name, Value bases, Value keywords)
{
    if (metaclass == type_value(vm->types[TYPE_TYPE]))
        return dict_new(vm);
    Value prepare = attribute_get_optional(vm, metaclass, NAME_OF(vm, __prepare__));
    if (prepare == VALUE_ABSENT)
        return dict_new(vm);
    if (value_is_error(prepare))
        return VALUE_ERROR;
    Value args = tuple_pair_take(vm, value_share(name), value_share(bases));
    Value namespace = value_is_error(args) ? VALUE_ERROR : call_tuple_dict(vm, prepare, args, keywords);
    value_drop(vm, args);
    value_drop(vm, prepare);
    if (value_is_error(namespace) || value_type(vm, namespace)->slots.getitem)
        return namespace;
    if (value_is_type(vm, metaclass))
        (void)raise_type_error(vm, "%.200N.__prepare__() must return a mapping, not %.200T", value_to_type(metaclass), namespace);
    else
        (void)raise_type_error(vm, "<metaclass>.__prepare__() must return a mapping, not %.200T", namespace);
    value_drop(vm, namespace);
    return VALUE_ERROR;
}

static Value call_metaclass(Vm *vm, Value metaclass, Value name, Value bases, Value namespace, Value keywords)
{
    Value items[3] = {name, bases, namespace};
    if (metaclass == type_value(vm->types[TYPE_TYPE]) && value_is_dict(vm, namespace))
        return type_new_class_with(vm, value_to_type(metaclass), items, keywords);
    Value args = tuple_new(vm, items, 3);
    if (value_is_error(args))
        return VALUE_ERROR;
    Value class = call_tuple_dict(vm, metaclass, args, keywords);
    value_drop(vm, args);
    return class;
}

/* type.__new__ fills the cell; a metaclass that loses it on the way is told. */
static Value check_cell_take(Vm *vm, Value class, Value cell, Value name)
{
    if (value_is_error(class) || !value_is_type(vm, class) || !value_has_shape(cell, TYPE_CELL))
        return class;
    Value inside = ((Cell *)value_object(cell))->value;
    if (inside == class)
        return class;
    if (inside == VALUE_ABSENT)
        (void)raise_error(vm, TYPE_RUNTIME_ERROR,
                          "__class__ not set defining %R as %R. Was __classcell__ propagated to type.__new__?", name, class);
    else
        (void)raise_type_error(vm, "__class__ set to %.200R defining %.200R as %.200R", inside, name, class);
    value_drop(vm, class);
    return VALUE_ERROR;
}

static Value build(Vm *vm, const Value *args, Value bases)
{
    Value function = args[0], name = args[1], keywords = args[3];
    Value explicit = dict_pop(vm, keywords, NAME_OF(vm, metaclass));
    if (value_is_error(explicit))
        return VALUE_ERROR;
    Value metaclass = choose_metaclass(vm, explicit, bases);
    value_drop(vm, explicit);
    if (value_is_error(metaclass))
        return VALUE_ERROR;
    Value class = VALUE_ERROR;
    Value namespace = prepare_namespace(vm, metaclass, name, bases, keywords);
    if (!value_is_error(namespace)) {
        Value result = machine_class_body(vm, function, namespace), cell = VALUE_ABSENT;
        bool good = !value_is_error(result);
        value_drop(vm, result);
        if (good && value_is_dict(vm, namespace))
            cell = value_share(dict_get_name_borrow(vm, namespace, NAME_OF(vm, __classcell__)));
        if (good && bases != args[2]) {
            Value key = str_intern_c(vm, "__orig_bases__");
            good = !value_is_error(key) && value_setitem(vm, namespace, key, args[2]);
            value_drop(vm, key);
        }
        if (good)
            class = check_cell_take(vm, call_metaclass(vm, metaclass, name, bases, namespace, keywords), cell, name);
        value_drop(vm, cell);
    }
    value_drop(vm, namespace);
    value_drop(vm, metaclass);
    return class;
}

/* args: function, name, tuple of bases, dict of keywords (which `metaclass` is taken out of) */
Value type_build_class(Vm *vm, const Value *args)
{
    if (!value_has_shape(args[0], TYPE_FUNCTION))
        return raise_type_error(vm, "__build_class__: func must be a function");
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "__build_class__: name is not a string");
    Value bases = resolve_bases(vm, args[2]);
    if (value_is_error(bases))
        return VALUE_ERROR;
    Value class = build(vm, args, bases);
    value_drop(vm, bases);
    return class;
}
