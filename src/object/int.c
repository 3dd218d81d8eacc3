/* int: making them, reading them, and everything that is not arithmetic
 * between two of them.
 *
 * A value in [VALUE_INT_MIN, VALUE_INT_MAX] of exact type int is always inline;
 * a BigInt is outside that range or an instance of a subclass.  BigInts never
 * change once made, so their limbs are charged to the VM's budget when made
 * and released when destroyed. */
#include "object/number_inner.h"

#include <math.h>

#include "object/raise.h"
#include "object/setup.h"
#include "object/type.h"

enum { LIMB_BITS = 64 };
/* Without --max-memory, an int of more bits than this (1 GiB) is refused. */
static const uint64_t INT_MAX_BITS = UINT64_C(1) << 33;

static size_t limb_bytes(const mpz_t number) { return (size_t)number->_mp_alloc * sizeof(mp_limb_t); }

bool int_size_allowed(Vm *vm, uint64_t bits)
{
    uint64_t limit = INT_MAX_BITS;
    if (vm->budget.limit)
        limit = vm->budget.used < vm->budget.limit ? (uint64_t)(vm->budget.limit - vm->budget.used) * 8 : 0;
    if (LIKELY(bits < 1024 || bits <= limit))
        return true;
    raise_memory_error(vm);
    return false;
}

Value int_box_take(Vm *vm, Type *type, mpz_t number)
{
    BigInt *box = object_new(vm, type, 0);
    if (!box) {
        mpz_clear(number);
        return VALUE_ERROR;
    }
    size_t count = mpz_size(number);
    if (count <= BIG_INT_ROOM) {
        if (count)
            memcpy(box->room, mpz_limbs_read(number), count * sizeof(mp_limb_t));
        mpz_roinit_n(box->number, box->room, mpz_sgn(number) < 0 ? -(mp_size_t)count : (mp_size_t)count);
        mpz_clear(number);
    } else {
        box->number[0] = number[0];
        vm->budget.used += limb_bytes(number);
    }
    return value_from_object(box);
}

Value int_from_wide(Vm *vm, WideInt wide)
{
    if (wide >= VALUE_INT_MIN && wide <= VALUE_INT_MAX)
        return value_from_int((int64_t)wide);
    BigInt *box = object_new(vm, vm->types[TYPE_INT], 0);
    if (!box)
        return VALUE_ERROR;
    WideInt magnitude = wide < 0 ? -wide : wide;
    box->room[0] = (mp_limb_t)magnitude;
    box->room[1] = (mp_limb_t)(magnitude >> LIMB_BITS);
    mp_size_t count = box->room[1] ? 2 : 1;
    mpz_roinit_n(box->number, box->room, wide < 0 ? -count : count);
    return value_from_object(box);
}

static void int_slot_destroy(Vm *vm, Object *self)
{
    BigInt *box = (BigInt *)self;
    if (limb_bytes(box->number)) {
        vm->budget.used -= limb_bytes(box->number);
        mpz_clear(box->number);
    }
    object_free(vm, self, 0);
}

Value int_from_i64_slow(Vm *vm, int64_t number)
{
    return int_from_wide(vm, number);
}

Value int_from_u64(Vm *vm, uint64_t number)
{
    if (number <= (uint64_t)VALUE_INT_MAX)
        return value_from_int((int64_t)number);
    return int_from_wide(vm, (WideInt)number);
}

Value int_from_double(Vm *vm, double number)
{
    if (isnan(number))
        return raise_value_error(vm, "cannot convert float NaN to integer");
    if (isinf(number))
        return raise_error(vm, TYPE_OVERFLOW_ERROR, "cannot convert float infinity to integer");
    if (fabs(number) < 0x1p61)
        return value_from_int((int64_t)number);
    mpz_t big;
    mpz_init_set_d(big, number);
    return int_from_mpz_take(vm, big);
}

Value int_from_mpz_take(Vm *vm, mpz_t number)
{
    if (mpz_fits_slong_p(number)) {
        int64_t small = mpz_get_si(number);
        if (int_is_inline(small)) {
            mpz_clear(number);
            return value_from_int(small);
        }
    }
    return int_box_take(vm, vm->types[TYPE_INT], number);
}

Value int_of_type(Vm *vm, Type *type, Value value)
{
    mpz_t number;
    mpz_init(number);
    int_to_mpz(vm, value, number);
    return int_box_take(vm, type, number);
}

void int_to_mpz(const Vm *vm, Value value, mpz_t number)
{
    ASSERT(value_is_any_int(vm, value));
    (void)vm;
    IntView view;
    mpz_set(number, int_view(value, &view));
}

bool int_fits_i64(const Vm *vm, Value value, int64_t *number)
{
    ASSERT(value_is_any_int(vm, value));
    (void)vm;
    if (int_is_immediate(value, number))
        return true;
    mpz_srcptr big = ((BigInt *)value_object(value))->number;
    if (!mpz_fits_slong_p(big))
        return false;
    *number = mpz_get_si(big);
    return true;
}

int int_sign(const Vm *vm, Value value)
{
    ASSERT(value_is_any_int(vm, value));
    (void)vm;
    int64_t number;
    if (int_is_immediate(value, &number))
        return (number > 0) - (number < 0);
    return mpz_sgn(((BigInt *)value_object(value))->number);
}

Value int_exact(Vm *vm, Value value)
{
    int64_t number;
    if (int_is_immediate(value, &number))
        return value_from_int(number);
    if (value_has_shape(value, TYPE_INT))
        return value_share(value);
    mpz_t copy;
    mpz_init_set(copy, ((BigInt *)value_object(value))->number);
    return int_from_mpz_take(vm, copy);
}

/* The value modulo the Mersenne prime 2**61 - 1, with the sign of the number. */
int64_t int_hash(const Vm *vm, Value value)
{
    ASSERT(value_is_any_int(vm, value));
    (void)vm;
    const uint64_t prime = (UINT64_C(1) << 61) - 1;
    IntView view;
    mpz_srcptr number = int_view(value, &view);
    if (mpz_sgn(number) == 0)
        return 0;
    int64_t hash = (int64_t)mpn_mod_1(mpz_limbs_read(number), (mp_size_t)mpz_size(number), prime);
    if (mpz_sgn(number) < 0)
        hash = -hash;
    return hash == -1 ? -2 : hash;
}

uint64_t mpz_leading_bits(mpz_srcptr number, int64_t *exponent)
{
    size_t count = mpz_size(number);
    ASSERT(count > 0);
    const mp_limb_t *limbs = mpz_limbs_read(number);
    int shift = __builtin_clzll(limbs[count - 1]);
    uint64_t bits = limbs[count - 1] << shift;
    uint64_t rest = 0;
    if (count > 1 && shift > 0) {
        bits |= limbs[count - 2] >> (LIMB_BITS - shift);
        rest = limbs[count - 2] << shift;
    } else if (count > 1) {
        rest = limbs[count - 2];
    }
    for (size_t i = count > 2 ? count - 2 : 0; i > 0 && rest == 0; i--)
        rest = limbs[i - 1];
    *exponent = (int64_t)(count - 1) * LIMB_BITS - shift;
    return bits | (rest != 0);
}

double double_scaled(uint64_t mantissa, int64_t exponent)
{
    const int64_t lowest = -1074, highest = 1024;
    if (mantissa == 0)
        return 0.0;
    int64_t bits = 64 - __builtin_clzll(mantissa);
    if (bits + exponent > highest)
        return INFINITY;
    int64_t discard = bits - 53 > lowest - exponent ? bits - 53 : lowest - exponent;
    if (discard <= 0)
        return ldexp((double)mantissa, (int)exponent);
    if (discard > 64)
        return 0.0;
    uint64_t half = UINT64_C(1) << (discard - 1);
    uint64_t rest = discard == 64 ? mantissa : mantissa & ((half << 1) - 1);
    mantissa = discard == 64 ? 0 : mantissa >> discard;
    if (rest > half || (rest == half && (mantissa & 1)))
        mantissa++;
    return ldexp((double)mantissa, (int)(exponent + discard));
}

double int_frexp(const Vm *vm, Value value, int64_t *exponent)
{
    ASSERT(value_is_any_int(vm, value));
    (void)vm;
    IntView view;
    mpz_srcptr number = int_view(value, &view);
    *exponent = 0;
    if (mpz_sgn(number) == 0)
        return 0.0;
    double fraction = double_scaled(mpz_leading_bits(number, exponent), -LIMB_BITS);
    *exponent += LIMB_BITS;
    if (fraction == 1.0) {
        fraction = 0.5;
        ++*exponent;
    }
    return mpz_sgn(number) < 0 ? -fraction : fraction;
}

bool int_to_double(Vm *vm, Value value, double *number)
{
    int64_t small;
    if (int_is_immediate(value, &small)) {
        *number = (double)small;
        return true;
    }
    mpz_srcptr big = ((BigInt *)value_object(value))->number;
    if (mpz_sgn(big) == 0) {
        *number = 0.0;
        return true;
    }
    int64_t exponent;
    uint64_t mantissa = mpz_leading_bits(big, &exponent);
    double magnitude = double_scaled(mantissa, exponent);
    if (isinf(magnitude))
        return raise_false(vm, TYPE_OVERFLOW_ERROR, "int too large to convert to float");
    *number = mpz_sgn(big) < 0 ? -magnitude : magnitude;
    return true;
}

/* comparison ----------------------------------------------------------------- */

int int_order(const Vm *vm, Value left, Value right)
{
    (void)vm;
    int64_t a, b;
    if (int_is_immediate(left, &a) && int_is_immediate(right, &b))
        return (a > b) - (a < b);
    IntView left_view, right_view;
    return mpz_cmp(int_view(left, &left_view), int_view(right, &right_view));
}

int int_order_double(Value integer, double number)
{
    ASSERT(!isnan(number));
    int64_t small;
    if (!int_is_immediate(integer, &small))
        return mpz_cmp_d(((BigInt *)value_object(integer))->number, number);
    if (fabs(number) >= 0x1p62)
        return number > 0 ? -1 : 1;
    int64_t whole = (int64_t)number;
    if (small != whole)
        return small < whole ? -1 : 1;
    double rest = number - (double)whole;
    return rest > 0 ? -1 : rest < 0;
}

Value compare_result(int order, CompareOp op)
{
    switch (op) {
    case COMPARE_EQ: return value_from_bool(order == 0);
    case COMPARE_NE: return value_from_bool(order != 0);
    case COMPARE_LT: return value_from_bool(order < 0);
    case COMPARE_LE: return value_from_bool(order <= 0);
    case COMPARE_GT: return value_from_bool(order > 0);
    case COMPARE_GE: return value_from_bool(order >= 0);
    }
    UNREACHABLE();
}

static Value int_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if (!value_is_any_int(vm, other))
        return VALUE_NOT_IMPLEMENTED;
    return compare_result(int_order(vm, self, other), op);
}

/* other slots ---------------------------------------------------------------- */

static Value int_slot_repr(Vm *vm, Value self) { return int_to_text(vm, self, 10); }

static bool int_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    *hash = int_hash(vm, self);
    return true;
}

static int int_slot_truth(Vm *vm, Value self) { return int_sign(vm, self) != 0; }

static Value int_slot_negative(Vm *vm, Value self)
{
    int64_t number;
    if (int_is_immediate(self, &number))
        return int_from_i64(vm, -number);
    mpz_t result;
    mpz_init(result);
    mpz_neg(result, ((BigInt *)value_object(self))->number);
    return int_from_mpz_take(vm, result);
}

static Value int_slot_absolute(Vm *vm, Value self)
{
    return int_sign(vm, self) < 0 ? int_slot_negative(vm, self) : int_exact(vm, self);
}

static Value int_slot_invert(Vm *vm, Value self)
{
    int64_t number;
    if (int_is_immediate(self, &number))
        return value_from_int(~number);
    mpz_t result;
    mpz_init(result);
    mpz_com(result, ((BigInt *)value_object(self))->number);
    return int_from_mpz_take(vm, result);
}

static Value int_slot_float(Vm *vm, Value self)
{
    double number;
    return int_to_double(vm, self, &number) ? float_new(vm, number) : VALUE_ERROR;
}

#define INT_BINARY(name, op)                                                \
    static Value int_slot_##name(Vm *vm, Value left, Value right)           \
    {                                                                       \
        if (!value_is_any_int(vm, left) || !value_is_any_int(vm, right))    \
            return VALUE_NOT_IMPLEMENTED;                                   \
        return int_binary(vm, op, left, right);                             \
    }
INT_BINARY(add, BINARY_ADD)
INT_BINARY(subtract, BINARY_SUB)
INT_BINARY(multiply, BINARY_MUL)
INT_BINARY(divide, BINARY_DIV)
INT_BINARY(modulo, BINARY_MOD)
INT_BINARY(power, BINARY_POW)
INT_BINARY(left_shift, BINARY_LSHIFT)
INT_BINARY(right_shift, BINARY_RSHIFT)
INT_BINARY(or, BINARY_OR)
INT_BINARY(xor, BINARY_XOR)
INT_BINARY(and, BINARY_AND)
INT_BINARY(floor_divide, BINARY_FLOORDIV)
INT_BINARY(divmod, BINARY_DIVMOD)
#undef INT_BINARY

static const TypeDef int_type_def = {
    .name = "int",
    .doc = "int([x]) -> integer\nint(x, base=10) -> integer\n\n"
           "Convert a number or text to an integer; base 0 reads the prefixes of literals.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_INT | TYPE_FLAG_MATCH_SELF,
    .size = sizeof(BigInt),
    .slots = {
        .destroy = int_slot_destroy,
        .repr = int_slot_repr,
        .hash = int_slot_hash,
        .truth = int_slot_truth,
        .compare = int_slot_compare,
        .binary = {
            [BINARY_ADD] = int_slot_add,
            [BINARY_SUB] = int_slot_subtract,
            [BINARY_MUL] = int_slot_multiply,
            [BINARY_DIV] = int_slot_divide,
            [BINARY_MOD] = int_slot_modulo,
            [BINARY_POW] = int_slot_power,
            [BINARY_LSHIFT] = int_slot_left_shift,
            [BINARY_RSHIFT] = int_slot_right_shift,
            [BINARY_OR] = int_slot_or,
            [BINARY_XOR] = int_slot_xor,
            [BINARY_AND] = int_slot_and,
            [BINARY_FLOORDIV] = int_slot_floor_divide,
            [BINARY_DIVMOD] = int_slot_divmod,
        },
        .unary = {
            [UNARY_INVERT] = int_slot_invert,
            [UNARY_POS] = int_exact,
            [UNARY_NEG] = int_slot_negative,
            [UNARY_ABS] = int_slot_absolute,
            [UNARY_INDEX] = int_exact,
            [UNARY_INT] = int_exact,
            [UNARY_FLOAT] = int_slot_float,
        },
    },
    .methods = int_methods,
    .getsets = int_getsets,
};

bool int_type_setup(Vm *vm, Type *type)
{
    vm->int_max_str_digits = 4300;
    return type_define(vm, type, &int_type_def);
}
