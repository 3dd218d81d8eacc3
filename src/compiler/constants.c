/* Constants: the values of literals, folding, and the table of each code.
 *
 * The table has each value once, told apart by its word: ints, floats and
 * interned strs that are equal and of one type have the same. */
#include "compiler/unit.h"

#include <stdlib.h>

#include "object/bytes.h"
#include "object/call.h"
#include "object/container.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/str.h"

/* Longer texts are not worth looking up. */
enum { MAX_INTERNED = 4096 };

static uint32_t slot_of(const Unit *unit, Value value)
{
    return (uint32_t)((value * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (unit->constant_slot_count - 1);
}

static bool slots_grow(Unit *unit)
{
    uint32_t size = unit->constant_slot_count ? unit->constant_slot_count * 4 : 32;
    uint32_t *slots = arena_alloc(unit->compiler->arena, size * sizeof *slots);
    if (!slots) {
        unit->compiler->failed = true;
        return false;
    }
    unit->constant_slots = slots;
    unit->constant_slot_count = size;
    for (uint32_t i = 0; i < unit->constant_count; i++) {
        uint32_t slot = slot_of(unit, unit->constants[i]);
        while (slots[slot])
            slot = (slot + 1) & (size - 1);
        slots[slot] = i + 1;
    }
    return true;
}

uint16_t constant_take(Unit *unit, Value value)
{
    Compiler *compiler = unit->compiler;
    if (value_is_error(value))
        compiler->failed = true;
    if (compiler->failed || (unit->constant_count * 2 >= unit->constant_slot_count && !slots_grow(unit)))
        goto drop;
    uint32_t slot = slot_of(unit, value);
    for (; unit->constant_slots[slot]; slot = (slot + 1) & (unit->constant_slot_count - 1))
        if (unit->constants[unit->constant_slots[slot] - 1] == value) {
            value_drop(compiler->vm, value);
            return (uint16_t)(unit->constant_slots[slot] - 1);
        }
    ASSERT(unit->constant_count < unit->constant_slot_count);
    if (unit->constant_count >= 0xffff) {
        compile_error(compiler, unit->scope->node->span, "too many constants");
        goto drop;
    }
    if (!COMPILE_GROW(compiler, unit->constants, unit->constant_count, unit->constant_capacity))
        goto drop;
    unit->constants[unit->constant_count++] = value;
    unit->constant_slots[slot] = unit->constant_count;
    return (uint16_t)(unit->constant_count - 1);
drop:
    if (!value_is_error(value))
        value_drop(compiler->vm, value);
    return 0;
}

uint16_t constant_name(Unit *unit, AstText name)
{
    return constant_take(unit, str_intern(unit->compiler->vm, name.bytes, name.size));
}

uint16_t constant_c(Unit *unit, const char *text)
{
    return constant_name(unit, text_from_c(text));
}

uint16_t constant_names(Unit *unit, AstTextList names)
{
    Vm *vm = unit->compiler->vm;
    if (names.count == 0)
        return constant_take(unit, value_share(vm->empty_tuple));
    Tuple *tuple = tuple_new_raw(vm, (size_t)names.count);
    if (!tuple)
        return constant_take(unit, VALUE_ERROR);
    for (int i = 0; i < names.count; i++) {
        Value name = str_intern(vm, names.items[i].bytes, names.items[i].size);
        if (value_is_error(name)) {
            value_drop(vm, value_from_object(tuple));
            return constant_take(unit, VALUE_ERROR);
        }
        tuple->items[i] = name;
    }
    return constant_take(unit, value_from_object(tuple));
}

static Value complex_new(Vm *vm, double imaginary)
{
    Complex *complex = object_new(vm, vm->types[TYPE_COMPLEX], 0);
    if (!complex)
        return VALUE_ERROR;
    complex->real = 0;
    complex->imaginary = imaginary;
    return value_from_object(complex);
}

Value constant_value(Unit *unit, const ConstantNode *node)
{
    Vm *vm = unit->compiler->vm;
    switch ((AstConstant)node->type) {
    case AST_CONST_NONE: return VALUE_NONE;
    case AST_CONST_TRUE: return VALUE_TRUE;
    case AST_CONST_FALSE: return VALUE_FALSE;
    case AST_CONST_ELLIPSIS: return VALUE_ELLIPSIS;
    case AST_CONST_INT: return int_parse(vm, node->text.bytes, node->text.size, 0, VALUE_NONE);
    case AST_CONST_FLOAT: return float_new(vm, node->real);
    case AST_CONST_IMAGINARY: return complex_new(vm, node->real);
    case AST_CONST_STR:
        if (node->text.size <= MAX_INTERNED)
            return str_intern(vm, node->text.bytes, node->text.size);
        return str_new(vm, node->text.bytes, node->text.size);
    case AST_CONST_BYTES: return bytes_new(vm, node->text.bytes, node->text.size);
    }
    UNREACHABLE();
    return VALUE_NONE;
}

/* ---- folding ---- */

/* Results larger than these are left to run time, as CPython leaves them. */
enum { MAX_FOLDED_BITS = 128, MAX_FOLDED_TEXT = 4096, MAX_FOLDED_TUPLE = 256 };

static bool is_number(const Vm *vm, Value value)
{
    return value_is_any_int(vm, value) || value_is_any_float(vm, value) || value_has_shape(value, TYPE_COMPLEX);
}

/* The number's size in bits; floats count as small. */
static size_t bits_of(const Vm *vm, Value value)
{
    if (value_is_int(value))
        return 64 - (size_t)__builtin_clzll((uint64_t)llabs(value_to_int(value)) | 1);
    if (!value_is_any_int(vm, value) || value_is_bool(value))
        return 1;
    return mpz_sizeinbase(((BigInt *)value_object(value))->number, 2);
}

static bool numbers_are_foldable(const Vm *vm, AstOperator op, Value left, Value right)
{
    bool ints = value_is_any_int(vm, left) && value_is_any_int(vm, right);
    int64_t count;
    switch (op) {
    case AST_MULT: return !ints || bits_of(vm, left) + bits_of(vm, right) <= MAX_FOLDED_BITS;
    case AST_POW:
        if (!ints)
            return true;
        return int_fits_i64(vm, right, &count) && count >= 0 && count <= MAX_FOLDED_BITS &&
               bits_of(vm, left) * (size_t)count <= MAX_FOLDED_BITS;
    case AST_LSHIFT:
        return ints && int_fits_i64(vm, right, &count) && count >= 0 && count <= MAX_FOLDED_BITS &&
               bits_of(vm, left) + (size_t)count <= MAX_FOLDED_BITS;
    default: return true;
    }
}

static size_t length_of(const Vm *vm, Value value)
{
    if (value_is_str(vm, value))
        return value_to_str(value)->size;
    if (value_is_bytes(vm, value))
        return ((Bytes *)value_object(value))->size;
    return value_is_tuple(vm, value) ? value_to_tuple(value)->count * (MAX_FOLDED_TEXT / MAX_FOLDED_TUPLE) : 0;
}

static bool is_sequence(const Vm *vm, Value value)
{
    return value_is_str(vm, value) || value_is_bytes(vm, value) || value_is_tuple(vm, value);
}

static bool operands_are_foldable(const Vm *vm, AstOperator op, Value left, Value right)
{
    if (is_number(vm, left) && is_number(vm, right))
        return numbers_are_foldable(vm, op, left, right);
    if (op == AST_ADD)
        return is_sequence(vm, left) && is_sequence(vm, right) && length_of(vm, left) + length_of(vm, right) <= MAX_FOLDED_TEXT;
    if (op != AST_MULT)
        return false;
    Value sequence = is_sequence(vm, left) ? left : right, count = sequence == left ? right : left;
    if (!is_sequence(vm, sequence) || !value_is_int(count))
        return false;
    int64_t times = value_to_int(count);
    return times <= MAX_FOLDED_TEXT && (times <= 0 || length_of(vm, sequence) * (size_t)times <= MAX_FOLDED_TEXT);
}

/* An operation that fails is left to fail at run time. */
static bool folded(Unit *unit, Value result, Value *value)
{
    Vm *vm = unit->compiler->vm;
    if (value_is_error(result)) {
        error_clear(vm);
        return false;
    }
    if (value_has_shape(result, TYPE_STR) && value_to_str(result)->size <= MAX_INTERNED)
        result = str_intern_take(vm, result);
    *value = result;
    return !value_is_error(result);
}

static bool fold_binary(Unit *unit, const BinOpNode *node, Value *value)
{
    Vm *vm = unit->compiler->vm;
    Value left, right;
    if (!constant_fold(unit, node->left, &left))
        return false;
    bool done = false;
    if (constant_fold(unit, node->right, &right)) {
        if (operands_are_foldable(vm, (AstOperator)node->op, left, right))
            done = folded(unit, value_binary(vm, (BinaryOp)node->op, left, right), value);
        value_drop(vm, right);
    }
    value_drop(vm, left);
    return done;
}

static bool fold_unary(Unit *unit, const UnaryOpNode *node, Value *value)
{
    static const UnaryOp ops[] = {UNARY_INVERT, UNARY_COUNT, UNARY_POS, UNARY_NEG};
    Vm *vm = unit->compiler->vm;
    Value operand;
    if (!constant_fold(unit, node->operand, &operand))
        return false;
    bool done = false;
    if (node->op == AST_NOT) {
        int truth = value_truth(vm, operand);
        done = folded(unit, truth < 0 ? VALUE_ERROR : value_from_bool(!truth), value);
    } else if (is_number(vm, operand) && !(node->op == AST_INVERT && value_is_bool(operand))) {
        done = folded(unit, value_unary(vm, ops[node->op], operand), value);
    }
    value_drop(vm, operand);
    return done;
}

static bool fold_tuple(Unit *unit, const TupleNode *node, Value *value)
{
    Vm *vm = unit->compiler->vm;
    int count = node->elts.count;
    for (int i = 0; i < count; i++)
        if (node->elts.items[i]->kind == AST_Name || node->elts.items[i]->kind == AST_Call)
            return false;
    Value *items = arena_alloc(unit->compiler->arena, (size_t)(count + 1) * sizeof *items);
    if (!items)
        return false;
    int filled = 0;
    while (filled < count && constant_fold(unit, node->elts.items[filled], &items[filled]))
        filled++;
    if (filled == count)
        return folded(unit, tuple_new_take(vm, items, (size_t)count), value);
    for (int i = 0; i < filled; i++)
        value_drop(vm, items[i]);
    return false;
}

bool constant_fold(Unit *unit, const Node *node, Value *value)
{
    if (unit->compiler->failed || !stack_guard(unit->compiler->vm)) {
        unit->compiler->failed = true;
        return false;
    }
    switch (node->kind) {
    case AST_Constant:
        *value = constant_value(unit, (const ConstantNode *)node);
        if (value_is_error(*value))
            unit->compiler->failed = true;
        return !value_is_error(*value);
    case AST_Name:
        if (!text_is(((const NameNode *)node)->id, "__debug__"))
            return false;
        *value = VALUE_TRUE;
        return true;
    case AST_BinOp: return fold_binary(unit, (const BinOpNode *)node, value);
    case AST_UnaryOp: return fold_unary(unit, (const UnaryOpNode *)node, value);
    case AST_Tuple: return ((const TupleNode *)node)->ctx == AST_LOAD && fold_tuple(unit, (const TupleNode *)node, value);
    default: return false;
    }
}

bool constant_small_int(Unit *unit, const Node *node, int16_t *number)
{
    Value value;
    if (node->kind != AST_Constant && node->kind != AST_UnaryOp && node->kind != AST_BinOp)
        return false;
    if (node->kind == AST_Constant && ((const ConstantNode *)node)->type != AST_CONST_INT)
        return false;
    if (!constant_fold(unit, node, &value))
        return false;
    bool fits = value_is_int(value) && value_to_int(value) >= INT16_MIN && value_to_int(value) <= INT16_MAX;
    if (fits)
        *number = (int16_t)value_to_int(value);
    value_drop(unit->compiler->vm, value);
    return fits;
}

int constant_truth(Unit *unit, const Node *node)
{
    Value value;
    if (!constant_fold(unit, node, &value))
        return -1;
    int truth = value_truth(unit->compiler->vm, value);
    if (truth < 0)
        error_clear(unit->compiler->vm);
    value_drop(unit->compiler->vm, value);
    return truth;
}
