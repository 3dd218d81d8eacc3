/* Builtin functions on numbers and characters. */
#include <math.h>

#include "modules/builtins.h"
#include "object/bytes.h"

static Value builtins_m_abs(Vm *vm, const Value *args)
{
    return value_unary(vm, UNARY_ABS, args[0]);
}

static Value builtins_m_divmod(Vm *vm, const Value *args)
{
    return value_binary(vm, BINARY_DIVMOD, args[0], args[1]);
}

static Value builtins_m_pow(Vm *vm, const Value *args)
{
    return value_power_modulo(vm, args[0], args[1], args[2]);
}

static Value builtins_m_round(Vm *vm, const Value *args)
{
    int count = value_is_none(args[1]) ? 0 : 1;
    Value rounded = special_call(vm, args[0], NAME_OF(vm, __round__), args + 1, count);
    return rounded == VALUE_ABSENT ? raise_type_error(vm, "type %T doesn't define __round__ method", args[0]) : rounded;
}

/* "-0xff" and its like. */
static Value number_with_prefix(Vm *vm, Value value, int base, const char *prefix)
{
    Value number = value_index(vm, value);
    if (value_is_error(number))
        return VALUE_ERROR;
    Value digits = int_to_text(vm, number, base);
    value_drop(vm, number);
    if (value_is_error(digits))
        return VALUE_ERROR;
    const char *text = value_to_str(digits)->bytes;
    bool negative = text[0] == '-';
    Value result = format_text(vm, "%s%s%s", negative ? "-" : "", prefix, text + negative);
    value_drop(vm, digits);
    return result;
}

static Value builtins_m_bin(Vm *vm, const Value *args)
{
    return number_with_prefix(vm, args[0], 2, "0b");
}

static Value builtins_m_oct(Vm *vm, const Value *args)
{
    return number_with_prefix(vm, args[0], 8, "0o");
}

static Value builtins_m_hex(Vm *vm, const Value *args)
{
    return number_with_prefix(vm, args[0], 16, "0x");
}

static Value builtins_m_chr(Vm *vm, const Value *args)
{
    int64_t code_point;
    if (!value_to_index_clipped(vm, args[0], &code_point))
        return VALUE_ERROR;
    if (code_point < 0 || code_point > 0x10ffff)
        return raise_value_error(vm, "chr() arg not in range(0x110000)");
    return str_from_code_point(vm, (uint32_t)code_point);
}

static Value builtins_m_ord(Vm *vm, const Value *args)
{
    size_t length;
    if (value_is_str(vm, args[0])) {
        const Str *str = value_to_str(args[0]);
        if (str->length == 1)
            return value_from_int(str_code_point_at(str, 0));
        length = str->length;
    } else if (value_is_bytes(vm, args[0]) || value_has_shape(args[0], TYPE_BYTEARRAY)) {
        BytesView view;
        if (!bytes_view(vm, args[0], &view))
            return VALUE_ERROR;
        if (view.size == 1)
            return value_from_int(view.bytes[0]);
        length = view.size;
    } else {
        return raise_type_error(vm, "ord() expected string of length 1, but %T found", args[0]);
    }
    return raise_type_error(vm, "ord() expected a character, but string of length %zu found", length);
}

/* sum ------------------------------------------------------------------------- */

/* What has been summed up: an int while all are ints, then a double with what
 * rounding lost (Neumaier's variant of Kahan summation), then any value. */
typedef struct {
    enum { SUM_INT, SUM_FLOAT, SUM_ANY } stage;
    int64_t integer;
    double number, lost;
    Value total; /* SUM_ANY, owned */
} Sum;

static bool sum_to_any(Vm *vm, Sum *sum)
{
    if (sum->stage == SUM_INT)
        sum->total = int_from_i64(vm, sum->integer);
    else if (sum->stage == SUM_FLOAT)
        sum->total = float_new(vm, isfinite(sum->lost) ? sum->number + sum->lost : sum->number);
    sum->stage = SUM_ANY;
    return !value_is_error(sum->total);
}

static void sum_add_double(Sum *sum, double number)
{
    double next = sum->number + number;
    if (fabs(sum->number) >= fabs(number))
        sum->lost += (sum->number - next) + number;
    else
        sum->lost += (number - next) + sum->number;
    sum->number = next;
}

/* Adds an item without leaving the stage, or by moving from int to float. */
static bool sum_add_fast(Vm *vm, Sum *sum, Value item)
{
    bool is_int = value_is_int(item) || value_is_bool(item), is_float = value_is_float(item) || value_has_shape(item, TYPE_FLOAT);
    int64_t integer = value_is_int(item) ? value_to_int(item) : item == VALUE_TRUE;
    (void)vm;
    if (sum->stage == SUM_INT && is_int)
        return !__builtin_add_overflow(sum->integer, integer, &sum->integer);
    if (sum->stage == SUM_INT && is_float) {
        sum->stage = SUM_FLOAT;
        sum->number = (double)sum->integer;
        sum->lost = 0;
        sum->number += float_value(item);
        return true;
    }
    if (sum->stage == SUM_FLOAT && is_float) {
        sum_add_double(sum, float_value(item));
        return true;
    }
    if (sum->stage == SUM_FLOAT && is_int) {
        sum->number += (double)integer;
        return true;
    }
    return false;
}

static bool sum_visit(Vm *vm, Value item, void *context)
{
    Sum *sum = context;
    int64_t before = sum->integer;
    if (sum->stage != SUM_ANY && sum_add_fast(vm, sum, item))
        return true;
    sum->integer = before; /* an overflow has wrapped it */
    if (sum->stage != SUM_ANY && !sum_to_any(vm, sum))
        return false;
    Value next = value_binary(vm, BINARY_ADD, sum->total, item);
    if (value_is_error(next))
        return false;
    value_replace_take(vm, &sum->total, next);
    return true;
}

static bool sum_start(Vm *vm, Sum *sum, Value start)
{
    if (value_is_str(vm, start))
        return raise_false(vm, TYPE_TYPE_ERROR, "sum() can't sum strings [use ''.join(seq) instead]");
    if (value_is_bytes(vm, start))
        return raise_false(vm, TYPE_TYPE_ERROR, "sum() can't sum bytes [use b''.join(seq) instead]");
    if (value_has_shape(start, TYPE_BYTEARRAY))
        return raise_false(vm, TYPE_TYPE_ERROR, "sum() can't sum bytearray [use b''.join(seq) instead]");
    if (value_is_int(start)) {
        sum->integer = value_to_int(start);
    } else if (value_is_float(start)) {
        sum->stage = SUM_FLOAT;
        sum->number = value_to_float(start);
    } else {
        sum->stage = SUM_ANY;
        sum->total = value_share(start);
    }
    return true;
}

static Value builtins_m_sum(Vm *vm, const Value *args)
{
    Sum sum = {.total = VALUE_ABSENT};
    if (!sum_start(vm, &sum, args[1]))
        return VALUE_ERROR;
    if (!value_each(vm, args[0], sum_visit, &sum)) {
        value_drop(vm, sum.total);
        return VALUE_ERROR;
    }
    return sum_to_any(vm, &sum) ? sum.total : VALUE_ERROR;
}

/* min, max ---------------------------------------------------------------------- */

typedef struct {
    CompareOp better;
    Value key;       /* None or a function */
    Value best;      /* owned; VALUE_ABSENT before the first item */
    Value best_key;  /* owned */
} Extreme;

static bool extreme_visit(Vm *vm, Value item, void *context)
{
    Extreme *extreme = context;
    Value key = value_is_none(extreme->key) ? value_share(item) : call_value(vm, extreme->key, &item, 1);
    if (value_is_error(key))
        return false;
    int better = 1;
    if (extreme->best != VALUE_ABSENT)
        better = value_compare_bool(vm, key, extreme->best_key, extreme->better);
    if (better > 0) {
        value_replace_take(vm, &extreme->best, value_share(item));
        value_replace_take(vm, &extreme->best_key, key);
    } else {
        value_drop(vm, key);
    }
    return better >= 0;
}

/* args: *args, key, default. */
static Value extreme_find(Vm *vm, const Value *args, CompareOp better, const char *name)
{
    const Tuple *given = value_to_tuple(args[0]);
    if (given->count == 0)
        return raise_type_error(vm, "%s expected at least 1 argument, got 0", name);
    if (given->count > 1 && args[2] != VALUE_ABSENT)
        return raise_type_error(vm, "Cannot specify a default for %s() with multiple positional arguments", name);
    Extreme extreme = {better, args[1], VALUE_ABSENT, VALUE_ABSENT};
    bool done = value_each(vm, given->count == 1 ? given->items[0] : args[0], extreme_visit, &extreme);
    value_drop(vm, extreme.best_key);
    if (!done) {
        value_drop(vm, extreme.best);
        return VALUE_ERROR;
    }
    if (extreme.best != VALUE_ABSENT)
        return extreme.best;
    return args[2] != VALUE_ABSENT ? value_share(args[2]) : raise_value_error(vm, "%s() iterable argument is empty", name);
}

static Value builtins_m_min(Vm *vm, const Value *args)
{
    return extreme_find(vm, args, COMPARE_LT, "min");
}

static Value builtins_m_max(Vm *vm, const Value *args)
{
    return extreme_find(vm, args, COMPARE_GT, "max");
}

const NativeDef builtins_number_functions[] = {
    FN(builtins_m_abs, "abs(x, /)", "Return the absolute value of the argument."),
    FN(builtins_m_bin, "bin(number, /)", "Return the binary representation of an integer."),
    FN(builtins_m_chr, "chr(i, /)", "Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff."),
    FN(builtins_m_divmod, "divmod(x, y, /)", "Return the tuple (x//y, x%y)."),
    FN(builtins_m_hex, "hex(number, /)", "Return the hexadecimal representation of an integer."),
    FN(builtins_m_max, "max(*args, key=None, default=?)", "Return the biggest item of an iterable or of the arguments."),
    FN(builtins_m_min, "min(*args, key=None, default=?)", "Return the smallest item of an iterable or of the arguments."),
    FN(builtins_m_oct, "oct(number, /)", "Return the octal representation of an integer."),
    FN(builtins_m_ord, "ord(c, /)", "Return the Unicode code point for a one-character string."),
    FN(builtins_m_pow, "pow(base, exp, mod=None)", "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments."),
    FN(builtins_m_round, "round(number, ndigits=None)", "Round a number to a given precision in decimal digits."),
    FN(builtins_m_sum, "sum(iterable, /, start=0)", "Return the sum of a 'start' value (default: 0) plus an iterable of numbers"),
    {0}};
