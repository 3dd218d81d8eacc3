/* operator: the operations of the language as functions. */
#include "modules/operator.h"

#define UNARY_FUNCTION(name, op)                                                                                   \
    static Value operator_##name(Vm *vm, const Value *args) { return value_unary(vm, op, args[0]); }
#define BINARY_FUNCTION(name, op)                                                                                  \
    static Value operator_##name(Vm *vm, const Value *args) { return value_binary(vm, op, args[0], args[1]); }         \
    static Value operator_i##name(Vm *vm, const Value *args) { return value_inplace(vm, op, args[0], args[1]); }
#define COMPARE_FUNCTION(name, op)                                                                                 \
    static Value operator_##name(Vm *vm, const Value *args) { return value_compare(vm, args[0], args[1], op); }

UNARY_FUNCTION(neg, UNARY_NEG)
UNARY_FUNCTION(pos, UNARY_POS)
UNARY_FUNCTION(abs, UNARY_ABS)
UNARY_FUNCTION(invert, UNARY_INVERT)
BINARY_FUNCTION(add, BINARY_ADD)
BINARY_FUNCTION(sub, BINARY_SUB)
BINARY_FUNCTION(mul, BINARY_MUL)
BINARY_FUNCTION(matmul, BINARY_MATMUL)
BINARY_FUNCTION(truediv, BINARY_DIV)
BINARY_FUNCTION(floordiv, BINARY_FLOORDIV)
BINARY_FUNCTION(mod, BINARY_MOD)
BINARY_FUNCTION(pow, BINARY_POW)
BINARY_FUNCTION(lshift, BINARY_LSHIFT)
BINARY_FUNCTION(rshift, BINARY_RSHIFT)
BINARY_FUNCTION(and, BINARY_AND)
BINARY_FUNCTION(or, BINARY_OR)
BINARY_FUNCTION(xor, BINARY_XOR)
COMPARE_FUNCTION(lt, COMPARE_LT)
COMPARE_FUNCTION(le, COMPARE_LE)
COMPARE_FUNCTION(eq, COMPARE_EQ)
COMPARE_FUNCTION(ne, COMPARE_NE)
COMPARE_FUNCTION(gt, COMPARE_GT)
COMPARE_FUNCTION(ge, COMPARE_GE)

static Value answer(int holds) { return holds < 0 ? VALUE_ERROR : value_from_bool(holds); }

static Value operator_truth(Vm *vm, const Value *args) { return answer(value_truth(vm, args[0])); }

static Value operator_not(Vm *vm, const Value *args)
{
    int truth = value_truth(vm, args[0]);
    return truth < 0 ? VALUE_ERROR : value_from_bool(!truth);
}

static Value operator_is(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_bool(args[0] == args[1]);
}

static Value operator_is_not(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_bool(args[0] != args[1]);
}

static Value operator_index(Vm *vm, const Value *args) { return value_index(vm, args[0]); }

static bool is_sequence(Vm *vm, Value value)
{
    return value_type(vm, value)->slots.getitem != NULL && !value_is_dict(vm, value);
}

static Value operator_concat(Vm *vm, const Value *args)
{
    if (!is_sequence(vm, args[0]))
        return raise_type_error(vm, "'%.200T' object can't be concatenated", args[0]);
    return value_binary(vm, BINARY_ADD, args[0], args[1]);
}

static Value operator_iconcat(Vm *vm, const Value *args)
{
    if (!is_sequence(vm, args[0]))
        return raise_type_error(vm, "'%.200T' object can't be concatenated", args[0]);
    return value_inplace(vm, BINARY_ADD, args[0], args[1]);
}

static Value operator_contains(Vm *vm, const Value *args) { return answer(value_contains(vm, args[0], args[1])); }
static Value operator_getitem(Vm *vm, const Value *args) { return value_getitem(vm, args[0], args[1]); }

static Value operator_setitem(Vm *vm, const Value *args)
{
    return value_setitem(vm, args[0], args[1], args[2]) ? VALUE_NONE : VALUE_ERROR;
}

static Value operator_delitem(Vm *vm, const Value *args)
{
    return value_delitem(vm, args[0], args[1]) ? VALUE_NONE : VALUE_ERROR;
}

typedef struct {
    Value sought;
    int64_t count, index;
    bool first_only, found;
} SearchContext;

static bool search_visit(Vm *vm, Value item, void *context)
{
    SearchContext *search = context;
    int equal = value_equal(vm, item, search->sought);
    if (equal < 0)
        return false;
    search->count += equal;
    search->found = search->first_only && equal;
    search->index += !search->found;
    return !search->found;
}

static bool check_iterable(Vm *vm, Value value)
{
    const Slots *slots = &value_type(vm, value)->slots;
    return slots->iter != NULL || slots->getitem != NULL ||
           raise_false(vm, TYPE_TYPE_ERROR, "argument of type '%.200T' is not iterable", value);
}

static Value operator_count_of(Vm *vm, const Value *args)
{
    if (!check_iterable(vm, args[0]))
        return VALUE_ERROR;
    SearchContext search = {.sought = args[1]};
    return value_each(vm, args[0], search_visit, &search) ? value_from_int(search.count) : VALUE_ERROR;
}

static Value operator_index_of(Vm *vm, const Value *args)
{
    SearchContext search = {.sought = args[1], .first_only = true};
    if (!check_iterable(vm, args[0]) || !value_each(vm, args[0], search_visit, &search))
        return VALUE_ERROR;
    return search.found ? value_from_int(search.index) : raise_value_error(vm, "sequence.index(x): x not in sequence");
}

static Value operator_length_hint(Vm *vm, const Value *args)
{
    int64_t fallback;
    if (!value_is_any_int(vm, args[1]))
        return raise_type_error(vm, "'%.200T' object cannot be interpreted as an integer", args[1]);
    if (!value_to_i64(vm, args[1], &fallback))
        return VALUE_ERROR;
    int64_t hint = value_length_hint(vm, args[0], fallback);
    return hint < 0 && error_pending(vm) ? VALUE_ERROR : value_from_int(hint);
}

static Value operator_call(Vm *vm, const Value *args) { return call_tuple_dict(vm, args[0], args[1], args[2]); }

static const NativeDef operator_functions[] = {
    FN(operator_lt, "lt(a, b, /)", "Same as a < b."),
    FN(operator_le, "le(a, b, /)", "Same as a <= b."),
    FN(operator_eq, "eq(a, b, /)", "Same as a == b."),
    FN(operator_ne, "ne(a, b, /)", "Same as a != b."),
    FN(operator_ge, "ge(a, b, /)", "Same as a >= b."),
    FN(operator_gt, "gt(a, b, /)", "Same as a > b."),
    FN(operator_not, "not_(a, /)", "Same as not a."),
    FN(operator_truth, "truth(a, /)", "Return True if a is true, False otherwise."),
    FN(operator_is, "is_(a, b, /)", "Same as a is b."),
    FN(operator_is_not, "is_not(a, b, /)", "Same as a is not b."),
    FN(operator_abs, "abs(a, /)", "Same as abs(a)."),
    FN(operator_add, "add(a, b, /)", "Same as a + b."),
    FN(operator_and, "and_(a, b, /)", "Same as a & b."),
    FN(operator_floordiv, "floordiv(a, b, /)", "Same as a // b."),
    FN(operator_index, "index(a, /)", "Same as a.__index__()"),
    FN(operator_invert, "inv(a, /)", "Same as ~a."),
    FN(operator_invert, "invert(a, /)", "Same as ~a."),
    FN(operator_lshift, "lshift(a, b, /)", "Same as a << b."),
    FN(operator_mod, "mod(a, b, /)", "Same as a % b."),
    FN(operator_mul, "mul(a, b, /)", "Same as a * b."),
    FN(operator_matmul, "matmul(a, b, /)", "Same as a @ b."),
    FN(operator_neg, "neg(a, /)", "Same as -a."),
    FN(operator_or, "or_(a, b, /)", "Same as a | b."),
    FN(operator_pos, "pos(a, /)", "Same as +a."),
    FN(operator_pow, "pow(a, b, /)", "Same as a ** b."),
    FN(operator_rshift, "rshift(a, b, /)", "Same as a >> b."),
    FN(operator_sub, "sub(a, b, /)", "Same as a - b."),
    FN(operator_truediv, "truediv(a, b, /)", "Same as a / b."),
    FN(operator_xor, "xor(a, b, /)", "Same as a ^ b."),
    FN(operator_concat, "concat(a, b, /)", "Same as a + b, for a and b sequences."),
    FN(operator_contains, "contains(a, b, /)", "Same as b in a (note reversed operands)."),
    FN(operator_count_of, "countOf(a, b, /)", "Return the number of items in a which are, or which equal, b."),
    FN(operator_delitem, "delitem(a, b, /)", "Same as del a[b]."),
    FN(operator_getitem, "getitem(a, b, /)", "Same as a[b]."),
    FN(operator_index_of, "indexOf(a, b, /)", "Return the first index of b in a."),
    FN(operator_setitem, "setitem(a, b, c, /)", "Same as a[b] = c."),
    FN(operator_length_hint, "length_hint(obj, default=0, /)", "Return an estimate of the number of items in obj."),
    FN(operator_call, "call(obj, /, *args, **kwargs)", "Same as obj(*args, **kwargs)."),
    FN(operator_iadd, "iadd(a, b, /)", "Same as a += b."),
    FN(operator_iand, "iand(a, b, /)", "Same as a &= b."),
    FN(operator_iconcat, "iconcat(a, b, /)", "Same as a += b, for a and b sequences."),
    FN(operator_ifloordiv, "ifloordiv(a, b, /)", "Same as a //= b."),
    FN(operator_ilshift, "ilshift(a, b, /)", "Same as a <<= b."),
    FN(operator_imod, "imod(a, b, /)", "Same as a %= b."),
    FN(operator_imul, "imul(a, b, /)", "Same as a *= b."),
    FN(operator_imatmul, "imatmul(a, b, /)", "Same as a @= b."),
    FN(operator_ior, "ior(a, b, /)", "Same as a |= b."),
    FN(operator_ipow, "ipow(a, b, /)", "Same as a **= b."),
    FN(operator_irshift, "irshift(a, b, /)", "Same as a >>= b."),
    FN(operator_isub, "isub(a, b, /)", "Same as a -= b."),
    FN(operator_itruediv, "itruediv(a, b, /)", "Same as a /= b."),
    FN(operator_ixor, "ixor(a, b, /)", "Same as a ^= b."),
    {0}};

/* `operator.__add__` is operator.add, and so on for all but these. */
static bool has_dunder(const char *name)
{
    static const char *const without[] = {"truth", "is_", "is_not", "countOf", "indexOf", "length_hint"};
    for (size_t i = 0; i < ARRAY_LENGTH(without); i++)
        if (strcmp(name, without[i]) == 0)
            return false;
    return true;
}

static bool add_dunder(Vm *vm, Value dict, const NativeDef *def)
{
    size_t size = strcspn(def->signature, "(");
    char name[32], dunder[40];
    ASSERT(size < sizeof name);
    memcpy(name, def->signature, size);
    name[size] = 0;
    if (!has_dunder(name))
        return true;
    Value key = str_intern_c(vm, name);
    if (value_is_error(key))
        return false;
    Value function = dict_get_name_borrow(vm, dict, key);
    value_drop(vm, key);
    if (name[size - 1] == '_')
        name[--size] = 0;
    memcpy(dunder, "__", 2);
    memcpy(dunder + 2, name, size);
    memcpy(dunder + 2 + size, "__", 3);
    return dict_set_c(vm, dict, dunder, function);
}

bool operator_module_fill(Vm *vm, Value module)
{
    if (!module_add_functions(vm, module, operator_functions))
        return false;
    for (const NativeDef *def = operator_functions; def->function != NULL; def++)
        if (!add_dunder(vm, module_dict(module), def))
            return false;
    return operator_getters_fill(vm, module);
}
