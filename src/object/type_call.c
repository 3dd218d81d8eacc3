/* Calling a class: __new__, then __init__; and object's own of both.
 *
 * type->new_method and init_method are what the MRO has, so the common case, a
 * class with nothing but __init__, costs one allocation and one call. */
#include "object/call.h"
#include "object/container.h"
#include "object/function.h"
#include "object/object_type.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type_inner.h"

static COLD Value raise_abstract(Vm *vm, Type *type)
{
    Value methods = attribute_get(vm, type_value(type), NAME_OF(vm, __abstractmethods__));
    if (value_is_error(methods))
        return VALUE_ERROR;
    Value names = list_from(vm, methods);
    value_drop(vm, methods);
    if (value_is_error(names) || !list_sort(vm, names, VALUE_NONE, false)) {
        value_drop(vm, names);
        return VALUE_ERROR;
    }
    StrBuilder builder = {0};
    const List *list = value_to_list(names);
    for (size_t i = 0; i < list->count; i++)
        builder_add_format(vm, &builder, "%s'%V'", i ? ", " : "", list->items[i]);
    size_t count = list->count;
    value_drop(vm, names);
    Value text = builder_finish(vm, &builder);
    if (value_is_error(text))
        return VALUE_ERROR;
    (void)raise_type_error(vm, "Can't instantiate abstract class %N without an implementation for abstract method%s %V",
                           type, count > 1 ? "s" : "", text);
    value_drop(vm, text);
    return VALUE_ERROR;
}

/* object.__new__(cls) once its arguments are found good. */
static Value make_plain(Vm *vm, Type *type)
{
    if (UNLIKELY(type->flags & TYPE_FLAG_ABSTRACT))
        return raise_abstract(vm, type);
    Object *object = object_new(vm, type, 0);
    return object ? value_from_object(object) : VALUE_ERROR;
}

static Value object_new_method(const Vm *vm) { return vm->types[TYPE_OBJECT]->new_method; }
static Value object_init_method(const Vm *vm) { return vm->types[TYPE_OBJECT]->init_method; }

Value object_m_new(Vm *vm, const Value *args)
{
    Type *type = value_to_type(args[0]);
    bool excess = value_to_tuple(args[1])->count || value_to_dict(args[2])->count;
    if (excess && type->new_method != object_new_method(vm))
        return raise_type_error(vm, "object.__new__() takes exactly one argument (the type to instantiate)");
    if (excess && type->init_method == object_init_method(vm))
        return raise_type_error(vm, "%N() takes no arguments", type);
    return make_plain(vm, type);
}

Value object_m_init(Vm *vm, const Value *args)
{
    const Type *type = value_type(vm, args[0]);
    bool excess = value_to_tuple(args[1])->count || value_to_dict(args[2])->count;
    if (excess && type->init_method != object_init_method(vm))
        return raise_type_error(vm, "object.__init__() takes exactly one argument (the instance to initialize)");
    if (excess && type->new_method == object_new_method(vm))
        return raise_type_error(vm, "%N.__init__() takes exactly one argument (the instance to initialize)", type);
    return VALUE_NONE;
}

/* fn(first, *args, **names) */
static Value call_with_first(Vm *vm, Value fn, Value first, const Value *args, int count, Value names)
{
    Value few[16], *all = few;
    size_t given = (size_t)count + (names == VALUE_ABSENT ? 0 : value_to_tuple(names)->count);
    if (given + 1 > ARRAY_LENGTH(few)) {
        all = vm_alloc(vm, (given + 1) * sizeof *all);
        if (!all)
            return VALUE_ERROR;
    }
    all[0] = first;
    if (given)
        memcpy(all + 1, args, given * sizeof *all);
    value_share(fn); /* the call may take it off the class */
    Value result = call_values(vm, fn, all, count + 1, names);
    value_drop(vm, fn);
    if (all != few)
        vm_free(vm, all, (given + 1) * sizeof *all);
    return result;
}

static bool initialise(Vm *vm, Value instance, const Value *args, int count, Value names)
{
    Type *type = value_type(vm, instance);
    Value init = type->init_method, result;
    if (init == object_init_method(vm) && type->new_method != object_new_method(vm))
        return true;
    if (init == VALUE_ABSENT)
        return true;
    if (value_has_flag(vm, init, TYPE_FLAG_METHOD_LIKE)) {
        result = call_with_first(vm, init, instance, args, count, names);
    } else {
        Value bound = special_lookup(vm, instance, NAME_OF(vm, __init__));
        result = value_is_error(bound) ? VALUE_ERROR : call_values(vm, bound, args, count, names);
        value_drop(vm, bound);
    }
    if (value_is_error(result) || value_is_none(result))
        return !value_is_error(result);
    (void)raise_type_error(vm, "__init__() should return None, not '%T'", result);
    value_drop(vm, result);
    return false;
}

/* What the type's __new__ makes. */
static Value make(Vm *vm, Type *type, const Value *args, int count, Value names)
{
    Value new_method = type->new_method;
    if (UNLIKELY(new_method == VALUE_ABSENT))
        return raise_type_error(vm, "cannot create '%N' instances", type);
    if (new_method != object_new_method(vm))
        return call_with_first(vm, new_method, type_value(type), args, count, names);
    bool excess = count || (names != VALUE_ABSENT && value_to_tuple(names)->count);
    if (excess && type->init_method == object_init_method(vm))
        return raise_type_error(vm, "%N() takes no arguments", type);
    return make_plain(vm, type);
}

Value type_slot_call(Vm *vm, Value self, const Value *args, int count, Value names)
{
    Type *type = value_to_type(self);
    size_t by_name = names == VALUE_ABSENT ? 0 : value_to_tuple(names)->count;
    if (type == vm->types[TYPE_TYPE]) {
        if (count == 1 && !by_name)
            return value_share(type_value(value_type(vm, args[0])));
        if (count != 3)
            return raise_type_error(vm, "type() takes 1 or 3 arguments");
    }
    if (!stack_guard(vm))
        return VALUE_ERROR;
    const TypeDef *def = type->def;
    if (def && def->construct && !by_name) {
        Value made = def->construct(vm, type, args, count);
        if (made != VALUE_NOT_IMPLEMENTED)
            return made;
    }
    Value instance = make(vm, type, args, count, names);
    if (value_is_error(instance) || !value_is_instance(vm, instance, type))
        return instance;
    if (initialise(vm, instance, args, count, names))
        return instance;
    value_drop(vm, instance);
    return VALUE_ERROR;
}
