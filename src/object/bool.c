/* bool: an int of two values, with its own repr and logic.  True and False are
 * immediates; there is never a heap object of this type. */
#include "object/number_inner.h"

#include "object/call.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"

static Value bool_slot_repr(Vm *vm, Value self) { return str_intern_c(vm, self == VALUE_TRUE ? "True" : "False"); }

static int bool_slot_truth(Vm *vm, Value self)
{
    (void)vm;
    return self == VALUE_TRUE;
}

static bool bool_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    (void)vm;
    *hash = self == VALUE_TRUE;
    return true;
}

/* Two bools give a bool, anything else is up to int. */
static Value bool_logic(Vm *vm, BinaryOp op, Value left, Value right)
{
    if (value_is_bool(left) && value_is_bool(right)) {
        bool a = left == VALUE_TRUE, b = right == VALUE_TRUE;
        return value_from_bool(op == BINARY_AND ? a && b : op == BINARY_OR ? a || b : a != b);
    }
    if (!value_is_any_int(vm, left) || !value_is_any_int(vm, right))
        return VALUE_NOT_IMPLEMENTED;
    return int_binary(vm, op, left, right);
}

static Value bool_slot_and(Vm *vm, Value left, Value right) { return bool_logic(vm, BINARY_AND, left, right); }
static Value bool_slot_or(Vm *vm, Value left, Value right) { return bool_logic(vm, BINARY_OR, left, right); }
static Value bool_slot_xor(Vm *vm, Value left, Value right) { return bool_logic(vm, BINARY_XOR, left, right); }

static Value bool_new(Vm *vm, const Value *args)
{
    if (args[0] != type_value(vm->types[TYPE_BOOL]) && !number_class(vm, args[0], TYPE_BOOL))
        return VALUE_ERROR;
    int truth = value_truth(vm, args[1]);
    return truth < 0 ? VALUE_ERROR : value_from_bool(truth);
}

static const NativeDef bool_methods[] = {
    FN(bool_new, "__new__(cls, object=False, /)", "Create and return a new object.  See help(type) for accurate signature."),
    {0},
};

static const TypeDef bool_type_def = {
    .name = "bool",
    .doc = "Returns True when the argument is true, False otherwise.\n"
           "The builtins True and False are the only two instances of the class bool.\n"
           "The class bool is a subclass of the class int, and cannot be subclassed.",
    .base = TYPE_INT,
    .flags = TYPE_FLAG_INT | TYPE_FLAG_MATCH_SELF,
    .size = sizeof(BigInt),
    .slots = {
        .repr = bool_slot_repr,
        .truth = bool_slot_truth,
        .hash = bool_slot_hash,
        .binary = {[BINARY_AND] = bool_slot_and, [BINARY_OR] = bool_slot_or, [BINARY_XOR] = bool_slot_xor},
    },
    .methods = bool_methods,
};

bool bool_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &bool_type_def); }
