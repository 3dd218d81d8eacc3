/* Builtin functions that ask an object something: its attributes, type, text. */
#include "modules/builtins.h"

/* The name as attributes are looked up: an interned str (owned). */
static Value attribute_name(Vm *vm, Value name)
{
    if (!value_is_str(vm, name))
        return raise_type_error(vm, "attribute name must be string, not '%T'", name);
    if (value_has_shape(name, TYPE_STR))
        return str_intern_take(vm, value_share(name));
    return str_intern(vm, value_to_str(name)->bytes, value_to_str(name)->size);
}

static Value builtins_m_getattr(Vm *vm, const Value *args)
{
    Value name = attribute_name(vm, args[1]);
    if (value_is_error(name))
        return VALUE_ERROR;
    Value value = args[2] == VALUE_ABSENT ? attribute_get(vm, args[0], name) : attribute_get_optional(vm, args[0], name);
    value_drop(vm, name);
    return value == VALUE_ABSENT ? value_share(args[2]) : value;
}

static Value builtins_m_hasattr(Vm *vm, const Value *args)
{
    Value name = attribute_name(vm, args[1]);
    if (value_is_error(name))
        return VALUE_ERROR;
    Value value = attribute_get_optional(vm, args[0], name);
    value_drop(vm, name);
    if (value_is_error(value))
        return VALUE_ERROR;
    bool has = value != VALUE_ABSENT;
    value_drop(vm, value);
    return value_from_bool(has);
}

static Value builtins_m_setattr(Vm *vm, const Value *args)
{
    Value name = attribute_name(vm, args[1]);
    if (value_is_error(name))
        return VALUE_ERROR;
    bool done = attribute_set(vm, args[0], name, args[2]);
    value_drop(vm, name);
    return done ? VALUE_NONE : VALUE_ERROR;
}

static Value builtins_m_delattr(Vm *vm, const Value *args)
{
    Value name = attribute_name(vm, args[1]);
    if (value_is_error(name))
        return VALUE_ERROR;
    bool done = attribute_delete(vm, args[0], name);
    value_drop(vm, name);
    return done ? VALUE_NONE : VALUE_ERROR;
}

static Value builtins_m_isinstance(Vm *vm, const Value *args)
{
    int is = value_isinstance(vm, args[0], args[1]);
    return is < 0 ? VALUE_ERROR : value_from_bool(is);
}

static Value builtins_m_issubclass(Vm *vm, const Value *args)
{
    int is = value_issubclass(vm, args[0], args[1]);
    return is < 0 ? VALUE_ERROR : value_from_bool(is);
}

static Value builtins_m_callable(Vm *vm, const Value *args)
{
    return value_from_bool(value_type(vm, args[0])->slots.call != NULL);
}

/* What lies on the heap is known by its address; other values by their word,
 * made odd so that it is no address. */
static Value builtins_m_id(Vm *vm, const Value *args)
{
    return int_from_u64(vm, value_is_heap(args[0]) ? (uintptr_t)value_object(args[0]) : args[0] << 1 | 1);
}

static Value builtins_m_hash(Vm *vm, const Value *args)
{
    int64_t hash;
    return value_hash(vm, args[0], &hash) ? int_from_i64(vm, hash) : VALUE_ERROR;
}

static Value builtins_m_len(Vm *vm, const Value *args)
{
    int64_t length = value_length(vm, args[0]);
    return length < 0 ? VALUE_ERROR : int_from_i64(vm, length);
}

static Value builtins_m_repr(Vm *vm, const Value *args)
{
    return value_repr(vm, args[0]);
}

static Value builtins_m_ascii(Vm *vm, const Value *args)
{
    return value_ascii(vm, args[0]);
}

static Value builtins_m_format(Vm *vm, const Value *args)
{
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "format() argument 2 must be str, not %T", args[1]);
    return value_format(vm, args[0], args[1]);
}

/* Sorts a list in place and passes it on; consumes it on failure. */
static Value sorted_list_take(Vm *vm, Value list)
{
    if (value_is_error(list) || list_sort(vm, list, VALUE_NONE, false))
        return list;
    value_drop(vm, list);
    return VALUE_ERROR;
}

static Value dir_of_frame(Vm *vm)
{
    Value locals = machine_locals(vm);
    if (value_is_error(locals))
        return VALUE_ERROR;
    Value names = value_is_dict(vm, locals) ? list_from(vm, locals) : VALUE_ABSENT;
    if (names == VALUE_ABSENT) {
        Value keys = call_method(vm, locals, NAME_OF(vm, keys), NULL, 0);
        names = value_is_error(keys) ? VALUE_ERROR : list_from(vm, keys);
        value_drop(vm, keys);
    }
    value_drop(vm, locals);
    return sorted_list_take(vm, names);
}

static Value builtins_m_dir(Vm *vm, const Value *args)
{
    if (args[0] == VALUE_ABSENT)
        return dir_of_frame(vm);
    Value names = special_call(vm, args[0], NAME_OF(vm, __dir__), NULL, 0);
    if (names == VALUE_ABSENT)
        return raise_type_error(vm, "object does not provide __dir__");
    Value list = value_is_error(names) ? VALUE_ERROR : list_from(vm, names);
    value_drop(vm, names);
    return sorted_list_take(vm, list);
}

static Value builtins_m_vars(Vm *vm, const Value *args)
{
    if (args[0] == VALUE_ABSENT)
        return machine_locals(vm);
    Value dict = attribute_get_optional(vm, args[0], NAME_OF(vm, __dict__));
    return dict == VALUE_ABSENT ? raise_type_error(vm, "vars() argument must have __dict__ attribute") : dict;
}

const NativeDef builtins_object_functions[] = {
    FN(builtins_m_ascii, "ascii(obj, /)", "Return an ASCII-only representation of an object."),
    FN(builtins_m_callable, "callable(obj, /)", "Return whether the object is callable (i.e., some kind of function)."),
    FN(builtins_m_delattr, "delattr(obj, name, /)", "Deletes the named attribute from the given object."),
    FN(builtins_m_dir, "dir(object=?, /)", "Return the names of the current scope, or of an object's attributes."),
    FN(builtins_m_format, "format(value, format_spec='', /)", "Return type(value).__format__(value, format_spec)"),
    FN(builtins_m_getattr, "getattr(object, name, default=?, /)", "Get a named attribute from an object."),
    FN(builtins_m_hasattr, "hasattr(obj, name, /)", "Return whether the object has an attribute with the given name."),
    FN(builtins_m_hash, "hash(obj, /)", "Return the hash value for the given object."),
    FN(builtins_m_id, "id(obj, /)", "Return the identity of an object."),
    FN(builtins_m_isinstance, "isinstance(obj, class_or_tuple, /)",
       "Return whether an object is an instance of a class or of a subclass thereof."),
    FN(builtins_m_issubclass, "issubclass(cls, class_or_tuple, /)",
       "Return whether 'cls' is derived from another class or is the same class."),
    FN(builtins_m_len, "len(obj, /)", "Return the number of items in a container."),
    FN(builtins_m_repr, "repr(obj, /)", "Return the canonical string representation of the object."),
    FN(builtins_m_setattr, "setattr(obj, name, value, /)", "Sets the named attribute on the given object to the specified value."),
    FN(builtins_m_vars, "vars(object=?, /)", "Return the __dict__ of an object, or the local variables."),
    {0}};
