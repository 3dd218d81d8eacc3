/* The % operator of str and bytes.
 *
 * Both kinds share the reading of directives and the numbers; they differ in
 * what %s, %b, %a and %c take, and in the message for arguments left over. */
#include <limits.h>
#include <math.h>

#include "object/container.h"
#include "object/format_spec.h"
#include "object/number.h"
#include "object/str_percent.h"
#include "object/unicode.h"

typedef struct {
    bool left, plus, blank, alternate, zero;
    int64_t width;     /* -1: none */
    int64_t precision; /* -1: none */
    uint32_t type;
} Directive;

typedef struct {
    TextKind kind;
    const char *start, *at, *end;
    Value mapping;  /* borrowed; VALUE_ABSENT when the argument is none */
    Value args;     /* a tuple, or the single argument */
    bool is_tuple;
    size_t next;    /* index of the next argument */
    Value picked;   /* owned: what the last (key) named; VALUE_ABSENT */
    bool pick_used; /* picked was taken by a directive already */
    StrBuilder out;
} Percent;

/* Arguments. --------------------------------------------------------------- */

/* Borrowed; VALUE_ERROR when there are no more. */
static Value next_argument(Vm *vm, Percent *percent)
{
    if (percent->picked != VALUE_ABSENT && !percent->pick_used) {
        percent->pick_used = true;
        return percent->picked;
    }
    if (percent->picked == VALUE_ABSENT) {
        if (percent->is_tuple && percent->next < value_to_tuple(percent->args)->count)
            return value_to_tuple(percent->args)->items[percent->next++];
        if (!percent->is_tuple && percent->next == 0) {
            percent->next = 1;
            return percent->args;
        }
    }
    return raise_type_error(vm, "not enough arguments for format string");
}

static Value make_key(Vm *vm, const Percent *percent, const char *start, const char *end)
{
    if (percent->kind == TEXT_STR)
        return str_new(vm, start, (size_t)(end - start));
    return bytes_new(vm, start, (size_t)(end - start));
}

/* Reads "(key)" and looks it up. */
static bool read_key(Vm *vm, Percent *percent)
{
    ASSERT(*percent->at == '(');
    if (percent->mapping == VALUE_ABSENT)
        return raise_false(vm, TYPE_TYPE_ERROR, "format requires a mapping");
    const char *start = ++percent->at;
    int depth = 1;
    for (; percent->at < percent->end; percent->at++) {
        depth += (*percent->at == '(') - (*percent->at == ')');
        if (depth == 0)
            break;
    }
    if (percent->at == percent->end)
        return raise_false(vm, TYPE_VALUE_ERROR, "incomplete format key");
    Value key = make_key(vm, percent, start, percent->at++);
    if (value_is_error(key))
        return false;
    Value value = value_getitem(vm, percent->mapping, key);
    value_drop(vm, key);
    if (value_is_error(value))
        return false;
    value_replace_take(vm, &percent->picked, value);
    percent->pick_used = false;
    return true;
}

/* Directives. -------------------------------------------------------------- */

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

/* Digits or '*'; *number stays -1 when there are none. */
static bool read_size(Vm *vm, Percent *percent, int64_t limit, const char *too_big, int64_t *number)
{
    if (percent->at < percent->end && *percent->at == '*') {
        percent->at++;
        Value argument = next_argument(vm, percent);
        if (value_is_error(argument))
            return false;
        if (!value_is_any_int(vm, argument))
            return raise_false(vm, TYPE_TYPE_ERROR, "* wants int");
        if (!int_fits_i64(vm, argument, number) || *number > limit || *number < -limit)
            return raise_false(vm, TYPE_OVERFLOW_ERROR, "Python int too large to convert to C %s",
                               limit == INT_MAX ? "int" : "ssize_t");
        return true;
    }
    for (; percent->at < percent->end && is_digit(*percent->at); percent->at++) {
        int digit = *percent->at - '0';
        *number = *number < 0 ? 0 : *number;
        if (*number > (limit - digit) / 10)
            return raise_false(vm, TYPE_VALUE_ERROR, "%s", too_big);
        *number = *number * 10 + digit;
    }
    return true;
}

static void read_flags(Percent *percent, Directive *directive)
{
    for (; percent->at < percent->end; percent->at++) {
        switch (*percent->at) {
        case '-': directive->left = true; break;
        case '+': directive->plus = true; break;
        case ' ': directive->blank = true; break;
        case '#': directive->alternate = true; break;
        case '0': directive->zero = true; break;
        default: return;
        }
    }
}

/* From behind the '%' to behind the type. */
static bool read_directive(Vm *vm, Percent *percent, Directive *directive)
{
    ASSERT(percent->at[-1] == '%');
    *directive = (Directive){.width = -1, .precision = -1};
    if (percent->at < percent->end && *percent->at == '(' && !read_key(vm, percent))
        return false;
    read_flags(percent, directive);
    if (!read_size(vm, percent, PTRDIFF_MAX, "width too big", &directive->width))
        return false;
    if (directive->width < -1 || (directive->width == -1 && percent->at[-1] == '*')) {
        directive->left = true;
        directive->width = -directive->width;
    }
    if (percent->at < percent->end && *percent->at == '.') {
        percent->at++;
        if (!read_size(vm, percent, INT_MAX, percent->kind == TEXT_STR ? "precision too big" : "prec too big", &directive->precision))
            return false;
        directive->precision = directive->precision < 0 ? 0 : directive->precision;
    }
    if (percent->at < percent->end && strchr("hlL", *percent->at))
        percent->at++;
    if (percent->at == percent->end)
        return raise_false(vm, TYPE_VALUE_ERROR, "incomplete format");
    directive->type = percent->kind == TEXT_STR ? utf8_read(&percent->at) : (unsigned char)*percent->at++;
    return true;
}

/* Output. ------------------------------------------------------------------ */

/* Adds text of length characters, filled up with spaces. */
static void add_padded(Vm *vm, Percent *percent, const Directive *directive, const char *bytes, size_t size, size_t length)
{
    size_t missing = directive->width > (int64_t)length ? (size_t)directive->width - length : 0;
    if (!directive->left)
        builder_add_repeated(vm, &percent->out, ' ', missing);
    builder_add(vm, &percent->out, bytes, size);
    if (directive->left)
        builder_add_repeated(vm, &percent->out, ' ', missing);
}

/* Adds a number: digits come without sign, prefix is "0x" and its like. */
static void add_number(Vm *vm, Percent *percent, const Directive *directive, bool negative, const char *prefix,
                       const char *digits, size_t size)
{
    char sign = negative ? '-' : directive->plus ? '+' : directive->blank ? ' ' : 0;
    size_t length = (sign != 0) + strlen(prefix) + size;
    size_t missing = directive->width > (int64_t)length ? (size_t)directive->width - length : 0;
    bool zeros = directive->zero && !directive->left;
    if (!zeros && !directive->left)
        builder_add_repeated(vm, &percent->out, ' ', missing);
    builder_add(vm, &percent->out, &sign, sign != 0);
    builder_add_c(vm, &percent->out, prefix);
    if (zeros)
        builder_add_repeated(vm, &percent->out, '0', missing);
    builder_add(vm, &percent->out, digits, size);
    if (directive->left)
        builder_add_repeated(vm, &percent->out, ' ', missing);
}

/* Numbers. ----------------------------------------------------------------- */

/* The int to print for %d and its like, owned. */
static Value to_integer(Vm *vm, Value value, char type)
{
    if (value_is_any_int(vm, value))
        return value_share(value);
    bool exact = type == 'o' || type == 'x' || type == 'X';
    const Slots *slots = &value_type(vm, value)->slots;
    UnaryOp op = exact || !slots->unary[UNARY_INT] ? UNARY_INDEX : UNARY_INT;
    if (slots->unary[op]) {
        Value number = value_unary(vm, op, value);
        if (!value_is_error(number) || !error_matches(vm, TYPE_TYPE_ERROR))
            return number;
        error_clear(vm);
    }
    return raise_type_error(vm, "%%%c format: %s is required, not %.200T", type, exact ? "an integer" : "a real number", value);
}

static bool add_integer(Vm *vm, Percent *percent, const Directive *directive, Value argument)
{
    char type = (char)directive->type;
    Value number = to_integer(vm, argument, type);
    if (value_is_error(number))
        return false;
    int base = type == 'o' ? 8 : (type | 0x20) == 'x' ? 16 : 10;
    Value text = int_to_text(vm, number, base);
    value_drop(vm, number);
    if (value_is_error(text))
        return false;
    const Str *str = value_to_str(text);
    bool negative = str->bytes[0] == '-';
    StrBuilder digits = {0};
    size_t count = str->size - negative;
    if (directive->precision > (int64_t)count)
        builder_add_repeated(vm, &digits, '0', (size_t)directive->precision - count);
    builder_add(vm, &digits, str->bytes + negative, count);
    value_drop(vm, text);
    if (digits.failed)
        return false;
    ASSERT(digits.size > 0);
    for (size_t i = 0; type == 'X' && i < digits.size; i++)
        if (digits.bytes[i] >= 'a')
            digits.bytes[i] = (char)(digits.bytes[i] - 0x20);
    const char *prefix = !directive->alternate || base == 10 ? "" : base == 8 ? "0o" : type == 'x' ? "0x" : "0X";
    add_number(vm, percent, directive, negative, prefix, digits.bytes, digits.size);
    builder_discard(vm, &digits);
    return true;
}

static bool add_float(Vm *vm, Percent *percent, const Directive *directive, Value argument)
{
    double number;
    if (!value_to_double(vm, argument, &number)) {
        if (percent->kind == TEXT_STR)
            return false;
        error_clear(vm);
        return raise_false(vm, TYPE_TYPE_ERROR, "float argument required, not %.200T", argument);
    }
    StrBuilder digits = {0};
    FloatStyle style = {.type = (char)directive->type, .precision = (int)directive->precision,
                        .alternate = directive->alternate};
    builder_add_float(vm, &digits, number, &style);
    if (digits.failed)
        return false;
    add_number(vm, percent, directive, signbit(number) && !isnan(number), "", digits.bytes, digits.size);
    builder_discard(vm, &digits);
    return true;
}

/* Text. -------------------------------------------------------------------- */

/* Adds a str cut to the precision, and drops it. */
static bool add_text_take(Vm *vm, Percent *percent, const Directive *directive, Value text)
{
    if (value_is_error(text))
        return false;
    const Str *str = value_to_str(text);
    size_t length = str->length;
    if (directive->precision >= 0 && (size_t)directive->precision < length)
        length = (size_t)directive->precision;
    add_padded(vm, percent, directive, str->bytes, str_offset(str, length), length);
    value_drop(vm, text);
    return true;
}

static bool add_bytes(Vm *vm, Percent *percent, const Directive *directive, Value argument)
{
    Value made = VALUE_ABSENT;
    if (!value_is_bytes_like(vm, argument)) {
        made = special_call(vm, argument, NAME_OF(vm, __bytes__), NULL, 0);
        if (made == VALUE_ABSENT)
            return raise_false(vm, TYPE_TYPE_ERROR,
                               "%%b requires a bytes-like object, or an object that implements __bytes__, not '%.100T'",
                               argument);
        if (value_is_error(made))
            return false;
        argument = made;
    }
    BytesView view;
    bool good = bytes_view(vm, argument, &view);
    if (good) {
        size_t size = directive->precision >= 0 ? size_min(view.size, (size_t)directive->precision) : view.size;
        add_padded(vm, percent, directive, (const char *)view.bytes, size, size);
    }
    value_drop(vm, made);
    return good;
}

static bool add_str_char(Vm *vm, Percent *percent, const Directive *directive, Value argument)
{
    char bytes[UTF8_MAX_SIZE];
    if (value_is_str(vm, argument)) {
        const Str *str = value_to_str(argument);
        if (str->length != 1)
            return raise_false(vm, TYPE_TYPE_ERROR, "%%c requires int or char");
        add_padded(vm, percent, directive, str->bytes, str->size, 1);
        return true;
    }
    if (!value_is_any_int(vm, argument) && !value_type(vm, argument)->slots.unary[UNARY_INDEX])
        return raise_false(vm, TYPE_TYPE_ERROR, "%%c requires int or char");
    Value index = value_index(vm, argument);
    if (value_is_error(index))
        return false;
    int64_t number;
    bool fits = int_fits_i64(vm, index, &number) && number >= 0 && number <= UNICODE_MAX;
    value_drop(vm, index);
    if (!fits)
        return raise_false(vm, TYPE_OVERFLOW_ERROR, "%%c arg not in range(0x110000)");
    add_padded(vm, percent, directive, bytes, utf8_write(bytes, (uint32_t)number), 1);
    return true;
}

static bool add_bytes_char(Vm *vm, Percent *percent, const Directive *directive, Value argument)
{
    if (value_is_bytes(vm, argument) || value_is_bytearray(vm, argument)) {
        Text text = text_of_bytes(vm, argument);
        if (text.size == 1) {
            add_padded(vm, percent, directive, text.bytes, 1, 1);
            return true;
        }
    } else if (value_is_any_int(vm, argument) || value_type(vm, argument)->slots.unary[UNARY_INDEX]) {
        Value index = value_index(vm, argument);
        if (value_is_error(index))
            return false;
        int64_t number;
        bool fits = int_fits_i64(vm, index, &number) && number >= 0 && number < 256;
        value_drop(vm, index);
        if (!fits)
            return raise_false(vm, TYPE_OVERFLOW_ERROR, "%%c arg not in range(256)");
        char byte = (char)number;
        add_padded(vm, percent, directive, &byte, 1, 1);
        return true;
    }
    return raise_false(vm, TYPE_TYPE_ERROR, "%%c requires an integer in range(256) or a single byte");
}

static bool unsupported(Vm *vm, const Percent *percent, const Directive *directive)
{
    size_t bytes = (size_t)(percent->at - percent->start);
    size_t index = (percent->kind == TEXT_STR ? utf8_count(percent->start, bytes) : bytes) - 1;
    uint32_t type = directive->type;
    uint32_t shown = percent->kind != TEXT_STR || (type > 31 && type < 127) ? type : '?';
    return raise_false(vm, TYPE_VALUE_ERROR, "unsupported format character '%c' (0x%x) at index %zu", (int)shown, (unsigned)type,
                       index);
}

/* The whole. --------------------------------------------------------------- */

static bool add_argument(Vm *vm, Percent *percent, const Directive *directive, Value argument)
{
    bool is_str = percent->kind == TEXT_STR;
    switch (directive->type) {
    case 's': return is_str ? add_text_take(vm, percent, directive, value_str(vm, argument)) : add_bytes(vm, percent, directive, argument);
    case 'r':
        return add_text_take(vm, percent, directive, is_str ? value_repr(vm, argument) : value_ascii(vm, argument));
    case 'a': return add_text_take(vm, percent, directive, value_ascii(vm, argument));
    case 'c': return is_str ? add_str_char(vm, percent, directive, argument) : add_bytes_char(vm, percent, directive, argument);
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X': return add_integer(vm, percent, directive, argument);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': return add_float(vm, percent, directive, argument);
    default:
        if (directive->type == 'b' && !is_str)
            return add_bytes(vm, percent, directive, argument);
        return unsupported(vm, percent, directive);
    }
}

static bool format_all(Vm *vm, Percent *percent)
{
    while (percent->at < percent->end && !percent->out.failed) {
        const char *plain = percent->at;
        const char *mark = memchr(plain, '%', (size_t)(percent->end - plain));
        percent->at = mark ? mark : percent->end;
        builder_add(vm, &percent->out, plain, (size_t)(percent->at - plain));
        if (!mark)
            break;
        percent->at++;
        if (percent->at < percent->end && *percent->at == '%') {
            builder_add(vm, &percent->out, percent->at++, 1);
            continue;
        }
        Directive directive;
        if (!read_directive(vm, percent, &directive))
            return false;
        Value argument = next_argument(vm, percent);
        if (value_is_error(argument) || !add_argument(vm, percent, &directive, argument))
            return false;
    }
    size_t given = percent->is_tuple ? value_to_tuple(percent->args)->count : 1;
    if (percent->mapping == VALUE_ABSENT && percent->next < given)
        return raise_false(vm, TYPE_TYPE_ERROR, "not all arguments converted during %s formatting",
                           percent->kind == TEXT_STR ? "string" : "bytes");
    return true;
}

/* Is it something that "%(key)s" could look into? */
static bool is_mapping(Vm *vm, Value args, TextKind kind)
{
    if (!value_is_heap(args) || value_is_tuple(vm, args) || !value_type(vm, args)->slots.getitem)
        return false;
    return !value_is_str(vm, args) && (kind == TEXT_STR || (!value_is_bytes(vm, args) && !value_is_bytearray(vm, args)));
}

Value text_percent(Vm *vm, const Text *format, Value args)
{
    Percent percent = {.kind = format->kind, .start = format->bytes, .at = format->bytes,
                       .end = format->bytes + format->size, .args = args, .is_tuple = value_is_tuple(vm, args),
                       .mapping = is_mapping(vm, args, format->kind) ? args : VALUE_ABSENT, .picked = VALUE_ABSENT};
    bool good = format_all(vm, &percent) && !percent.out.failed;
    value_drop(vm, percent.picked);
    Value result = VALUE_ERROR;
    if (good)
        result = text_new(vm, format->kind, percent.out.bytes, percent.out.size);
    builder_discard(vm, &percent.out);
    return result;
}

Value str_percent(Vm *vm, Value format, Value args)
{
    Text text = text_of_str(format);
    return text_percent(vm, &text, args);
}
