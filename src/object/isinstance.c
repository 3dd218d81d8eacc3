/* isinstance() and issubclass(). */
#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/type.h"
#include "object/type_inner.h"
#include "object/typing.h"

typedef int (*ClassCheck)(Vm *vm, Value value, Value classinfo);

/* Objects that only pretend to be classes have a tuple in __bases__; owned, or VALUE_ABSENT. */
static Value abstract_bases(Vm *vm, Value class)
{
    Value bases = attribute_get_optional(vm, class, NAME_OF(vm, __bases__));
    if (!value_is_error(bases) && bases != VALUE_ABSENT && !value_is_tuple(vm, bases)) {
        value_drop(vm, bases);
        return VALUE_ABSENT;
    }
    return bases;
}

/* Is something with __bases__? -1 with what is pending when not. */
static int check_class(Vm *vm, Value class, const char *sentence)
{
    Value bases = abstract_bases(vm, class);
    if (value_is_error(bases))
        return -1;
    bool good = bases != VALUE_ABSENT;
    value_drop(vm, bases);
    if (!good)
        (void)raise_type_error(vm, "%s", sentence);
    return good ? 1 : -1;
}

/* Follows __bases__ of such objects. */
static int abstract_subclass(Vm *vm, Value derived, Value class)
{
    if (derived == class)
        return 1;
    if (!stack_guard(vm))
        return -1;
    Value bases = abstract_bases(vm, derived);
    if (value_is_error(bases))
        return -1;
    int found = 0;
    for (size_t i = 0; bases != VALUE_ABSENT && found == 0 && i < value_to_tuple(bases)->count; i++)
        found = abstract_subclass(vm, value_to_tuple(bases)->items[i], class);
    value_drop(vm, bases);
    return found;
}

int type_check_instance(Vm *vm, Value value, Value class)
{
    if (value_is_type(vm, class) && value_is_instance(vm, value, value_to_type(class)))
        return 1;
    if (!value_is_type(vm, class) &&
        check_class(vm, class, "isinstance() arg 2 must be a type, a tuple of types, or a union") < 0)
        return -1;
    /* A proxy may say that it has another class. */
    if (value_is_type(vm, class) && !(value_type(vm, value)->flags & TYPE_FLAG_PROXY))
        return 0;
    Value own = attribute_get_optional(vm, value, NAME_OF(vm, __class__));
    if (value_is_error(own))
        return -1;
    int found = 0;
    if (own != VALUE_ABSENT && value_is_type(vm, class))
        found = value_is_type(vm, own) && type_is_subtype(value_to_type(own), value_to_type(class));
    else if (own != VALUE_ABSENT)
        found = abstract_subclass(vm, own, class);
    value_drop(vm, own);
    return found;
}

int type_check_subclass(Vm *vm, Value derived, Value class)
{
    if (value_is_type(vm, derived) && value_is_type(vm, class))
        return type_is_subtype(value_to_type(derived), value_to_type(class));
    if (check_class(vm, derived, "issubclass() arg 1 must be a class") < 0)
        return -1;
    if (!value_is_type(vm, class) &&
        check_class(vm, class, "issubclass() arg 2 must be a class, a tuple of classes, or a union") < 0)
        return -1;
    return abstract_subclass(vm, derived, class);
}

/* Any of a tuple's or union's items. */
static int check_any(Vm *vm, Value value, Value items, ClassCheck check)
{
    if (!stack_guard(vm))
        return -1;
    int found = 0;
    for (size_t i = 0; found == 0 && i < value_to_tuple(items)->count; i++)
        found = check(vm, value, value_to_tuple(items)->items[i]);
    return found;
}

static int check_by_hook(Vm *vm, Value value, Value classinfo, Value hook, ClassCheck otherwise)
{
    Value answer = special_call(vm, classinfo, hook, &value, 1);
    if (answer == VALUE_ABSENT)
        return otherwise(vm, value, classinfo);
    if (value_is_error(answer))
        return -1;
    int truth = value_truth(vm, answer);
    value_drop(vm, answer);
    return truth;
}

int value_isinstance(Vm *vm, Value value, Value classinfo)
{
    if (type_value(value_type(vm, value)) == classinfo)
        return 1;
    if (value_has_shape(classinfo, TYPE_TYPE))
        return type_check_instance(vm, value, classinfo);
    if (value_is_tuple(vm, classinfo))
        return check_any(vm, value, classinfo, value_isinstance);
    if (value_has_shape(classinfo, TYPE_UNION))
        return check_any(vm, value, union_args_borrow(classinfo), value_isinstance);
    return check_by_hook(vm, value, classinfo, NAME_OF(vm, __instancecheck__), type_check_instance);
}

int value_issubclass(Vm *vm, Value type, Value classinfo)
{
    if (value_has_shape(classinfo, TYPE_TYPE))
        return type == classinfo ? 1 : type_check_subclass(vm, type, classinfo);
    if (value_is_tuple(vm, classinfo))
        return check_any(vm, type, classinfo, value_issubclass);
    if (value_has_shape(classinfo, TYPE_UNION))
        return check_any(vm, type, union_args_borrow(classinfo), value_issubclass);
    return check_by_hook(vm, type, classinfo, NAME_OF(vm, __subclasscheck__), type_check_subclass);
}
