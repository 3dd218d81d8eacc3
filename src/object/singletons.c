/* The types of None, Ellipsis and NotImplemented: one immediate value each. */
#include "object/container.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"

/* hash(None), the same in every run so that sets print alike */
static const int64_t NONE_HASH = 4238894112;

static Value none_slot_repr(Vm *vm, Value self)
{
    (void)self;
    return str_intern_c(vm, "None");
}

static int none_slot_truth(Vm *vm, Value self)
{
    (void)vm, (void)self;
    return 0;
}

static bool none_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    (void)vm, (void)self;
    *hash = NONE_HASH;
    return true;
}

/* The only instance, when the call (arguments, keywords) has no arguments. */
static Value only_instance(Vm *vm, const Value *args, const char *name, Value instance)
{
    Value arguments = args[1], keywords = args[2];
    if (value_to_tuple(arguments)->count || value_to_dict(keywords)->count)
        return raise_type_error(vm, "%s takes no arguments", name);
    return instance;
}

static Value none_new(Vm *vm, const Value *args)
{
    return only_instance(vm, args, "NoneType", VALUE_NONE);
}

static const NativeDef none_methods[] = {
    FN(none_new, "__new__(cls, /, *args, **kwargs)", "Create and return a new object.  See help(type) for accurate signature."),
    {0},
};

static const TypeDef none_type_def = {
    .name = "NoneType",
    .doc = "The type of the None singleton.",
    .size = sizeof(Object),
    .slots = {.repr = none_slot_repr, .truth = none_slot_truth, .hash = none_slot_hash},
    .methods = none_methods,
};

bool none_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &none_type_def); }

/* Ellipsis ----------------------------------------------------------------------- */

static Value ellipsis_slot_repr(Vm *vm, Value self)
{
    (void)self;
    return str_intern_c(vm, "Ellipsis");
}

static Value ellipsis_new(Vm *vm, const Value *args)
{
    return only_instance(vm, args, "EllipsisType", VALUE_ELLIPSIS);
}

static Value ellipsis_m_reduce(Vm *vm, const Value *args) { return ellipsis_slot_repr(vm, args[0]); }

static const NativeDef ellipsis_methods[] = {
    FN(ellipsis_new, "__new__(cls, /, *args, **kwargs)", "Create and return a new object.  See help(type) for accurate signature."),
    FN(ellipsis_m_reduce, "__reduce__(self, /)", NULL),
    {0},
};

static const TypeDef ellipsis_type_def = {
    .name = "ellipsis",
    .doc = "The type of the Ellipsis singleton.",
    .size = sizeof(Object),
    .slots = {.repr = ellipsis_slot_repr},
    .methods = ellipsis_methods,
};

bool ellipsis_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &ellipsis_type_def); }

/* NotImplemented ------------------------------------------------------------------- */

static Value not_implemented_slot_repr(Vm *vm, Value self)
{
    (void)self;
    return str_intern_c(vm, "NotImplemented");
}

static Value not_implemented_new(Vm *vm, const Value *args)
{
    return only_instance(vm, args, "NotImplementedType", VALUE_NOT_IMPLEMENTED);
}

static Value not_implemented_m_reduce(Vm *vm, const Value *args) { return not_implemented_slot_repr(vm, args[0]); }

static const NativeDef not_implemented_methods[] = {
    FN(not_implemented_new, "__new__(cls, /, *args, **kwargs)", "Create and return a new object.  See help(type) for accurate signature."),
    FN(not_implemented_m_reduce, "__reduce__(self, /)", NULL),
    {0},
};

static const TypeDef not_implemented_type_def = {
    .name = "NotImplementedType",
    .doc = "The type of the NotImplemented singleton.",
    .size = sizeof(Object),
    .slots = {.repr = not_implemented_slot_repr},
    .methods = not_implemented_methods,
};

bool not_implemented_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &not_implemented_type_def); }
