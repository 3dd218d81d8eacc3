/* Arithmetic on any values: the protocol between the slots of two types.
 *
 * A slot sees its operands in the order of the text and answers
 * VALUE_NOT_IMPLEMENTED when the operation is not its own.  A subclass on the
 * right is asked first, so that it can override what its base does. */
#include "object/call.h"
#include "object/complex.h"

#include <gmp.h>

#include "object/number.h"
#include "object/raise.h"
#include "object/type.h"

static const char *const binary_symbols[BINARY_COUNT] = {
    [BINARY_ADD] = "+",       [BINARY_SUB] = "-",     [BINARY_MUL] = "*",        [BINARY_MATMUL] = "@",
    [BINARY_DIV] = "/",       [BINARY_MOD] = "%",     [BINARY_POW] = "** or pow()", [BINARY_LSHIFT] = "<<",
    [BINARY_RSHIFT] = ">>",   [BINARY_OR] = "|",      [BINARY_XOR] = "^",        [BINARY_AND] = "&",
    [BINARY_FLOORDIV] = "//", [BINARY_DIVMOD] = "divmod()"};

static const char *const inplace_symbols[BINARY_COUNT] = {
    [BINARY_ADD] = "+=",       [BINARY_SUB] = "-=",     [BINARY_MUL] = "*=",    [BINARY_MATMUL] = "@=",
    [BINARY_DIV] = "/=",       [BINARY_MOD] = "%=",     [BINARY_POW] = "**=",   [BINARY_LSHIFT] = "<<=",
    [BINARY_RSHIFT] = ">>=",   [BINARY_OR] = "|=",      [BINARY_XOR] = "^=",    [BINARY_AND] = "&=",
    [BINARY_FLOORDIV] = "//=", [BINARY_DIVMOD] = "divmod()"};

/* Sequences concatenate and repeat only after the other operand, as a number,
 * declined: `[1] + x` asks x.__radd__ before the list complains. */
static bool binary_yields_to_right(const Vm *vm, BinaryOp op, Value left)
{
    const uint32_t sequences = TYPE_FLAG_STR | TYPE_FLAG_BYTES | TYPE_FLAG_LIST | TYPE_FLAG_TUPLE;
    if (op != BINARY_ADD && op != BINARY_MUL)
        return false;
    return value_has_flag(vm, left, sequences) || value_is_instance(vm, left, vm->types[TYPE_BYTEARRAY]);
}

static Value binary_try(Vm *vm, BinaryOp op, Value left, Value right)
{
    Type *left_type = value_type(vm, left), *right_type = value_type(vm, right);
    Value (*left_slot)(Vm *, Value, Value) = left_type->slots.binary[op];
    Value (*right_slot)(Vm *, Value, Value) = right_type->slots.binary[op];
    if (right_slot == left_slot)
        right_slot = NULL;
    if (right_slot != NULL && (left_slot == NULL || type_is_subtype(right_type, left_type) || binary_yields_to_right(vm, op, left))) {
        Value result = right_slot(vm, left, right);
        if (result != VALUE_NOT_IMPLEMENTED)
            return result;
        right_slot = NULL;
    }
    if (left_slot != NULL) {
        Value result = left_slot(vm, left, right);
        if (result != VALUE_NOT_IMPLEMENTED)
            return result;
    }
    return right_slot != NULL ? right_slot(vm, left, right) : VALUE_NOT_IMPLEMENTED;
}

static COLD Value binary_fail(Vm *vm, const char *symbol, Value left, Value right)
{
    const uint32_t sequences = TYPE_FLAG_STR | TYPE_FLAG_BYTES | TYPE_FLAG_LIST | TYPE_FLAG_TUPLE;
    if (symbol[0] == '+' && value_has_flag(vm, left, sequences))
        return raise_type_error(vm, "can only concatenate %T (not \"%T\") to %T", left, right, left);
    return raise_type_error(vm, "unsupported operand type(s) for %s: '%.100T' and '%.100T'", symbol, left, right);
}

Value value_binary(Vm *vm, BinaryOp op, Value left, Value right)
{
    ASSERT(op < BINARY_COUNT);
    if (!stack_guard(vm))
        return VALUE_ERROR;
    Value result = binary_try(vm, op, left, right);
    return result != VALUE_NOT_IMPLEMENTED ? result : binary_fail(vm, binary_symbols[op], left, right);
}

Value value_inplace(Vm *vm, BinaryOp op, Value left, Value right)
{
    ASSERT(op < BINARY_COUNT);
    if (!stack_guard(vm))
        return VALUE_ERROR;
    Value (*slot)(Vm *, Value, Value) = value_type(vm, left)->slots.inplace[op];
    if (slot != NULL) {
        Value result = slot(vm, left, right);
        if (result != VALUE_NOT_IMPLEMENTED)
            return result;
    }
    Value result = binary_try(vm, op, left, right);
    return result != VALUE_NOT_IMPLEMENTED ? result : binary_fail(vm, inplace_symbols[op], left, right);
}

Value value_unary(Vm *vm, UnaryOp op, Value operand)
{
    ASSERT(op < UNARY_COUNT);
    static const char *const sentences[UNARY_COUNT] = {
        [UNARY_INVERT] = "bad operand type for unary ~: '%.200T'",
        [UNARY_POS] = "bad operand type for unary +: '%.200T'",
        [UNARY_NEG] = "bad operand type for unary -: '%.200T'",
        [UNARY_ABS] = "bad operand type for abs(): '%.200T'",
        [UNARY_INDEX] = "'%.200T' object cannot be interpreted as an integer",
        [UNARY_INT] = "int() argument must be a string, a bytes-like object or a real number, not '%.200T'",
        [UNARY_FLOAT] = "must be real number, not %.50T"};
    if (!stack_guard(vm))
        return VALUE_ERROR;
    Value (*slot)(Vm *, Value) = value_type(vm, operand)->slots.unary[op];
    return slot != NULL ? slot(vm, operand) : raise_type_error(vm, sentences[op], operand);
}

Value value_power_modulo(Vm *vm, Value base, Value exponent, Value modulus)
{
    if (value_is_none(modulus))
        return value_binary(vm, BINARY_POW, base, exponent);
    if (value_is_any_int(vm, base) && value_is_any_int(vm, exponent) && value_is_any_int(vm, modulus))
        return int_power_modulo(vm, base, exponent, modulus);
    if (value_is_any_float(vm, base) || value_is_any_float(vm, exponent) || value_is_any_float(vm, modulus))
        return raise_type_error(vm, "pow() 3rd argument not allowed unless all arguments are integers");
    if (value_is_complex(vm, base) || value_is_complex(vm, exponent) || value_is_complex(vm, modulus))
        return raise_value_error(vm, "complex modulo");
    if (value_type(vm, base)->flags & TYPE_FLAG_HEAP) {
        Value args[2] = {exponent, modulus};
        Value result = special_call(vm, base, NAME_OF(vm, __pow__), args, 2);
        if (result != VALUE_ABSENT && result != VALUE_NOT_IMPLEMENTED)
            return result;
    }
    return raise_type_error(vm, "unsupported operand type(s) for ** or pow(): '%.100T', '%.100T', '%.100T'", base, exponent,
                            modulus);
}
