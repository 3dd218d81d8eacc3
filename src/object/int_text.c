/* Ints from text and to text.
 *
 * Conversions whose cost grows faster than their length (any base that is not
 * a power of two) are refused past vm->int_max_str_digits digits, as in CPython. */
#include "object/number_inner.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "object/bytes.h"
#include "object/raise.h"
#include "object/str.h"

enum { SHORT_DIGITS = 128 };

/* text as ASCII -------------------------------------------------------------------- */

bool text_is_ascii(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    return true;
}

static bool is_decimal(utf8proc_int32_t code_point)
{
    return utf8proc_category(code_point) == UTF8PROC_CATEGORY_ND;
}

/* Unicode keeps the digits of a script in one run from 0 to 9; only the
 * mathematical ones follow each other without a gap. */
static char decimal_digit(utf8proc_int32_t code_point)
{
    const utf8proc_int32_t mathematical = 0x1D7CE, mathematical_end = 0x1D800;
    if (code_point >= mathematical && code_point < mathematical_end)
        return (char)('0' + (code_point - mathematical) % 10);
    int digit = 0;
    while (digit < 9 && is_decimal(code_point - digit - 1))
        digit++;
    return (char)('0' + digit);
}

static char ascii_stand_in(utf8proc_int32_t code_point)
{
    if (code_point < 0)
        return '?';
    if (code_point < 0x80)
        return (char)code_point;
    if (is_decimal(code_point))
        return decimal_digit(code_point);
    utf8proc_category_t category = utf8proc_category(code_point);
    bool space = category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
                 category == UTF8PROC_CATEGORY_ZP || code_point == 0x85;
    return space ? ' ' : '?';
}

char *number_text_to_ascii(Vm *vm, const char *text, size_t *size)
{
    char *copy = malloc(*size + 1);
    if (!copy) {
        raise_memory_error(vm);
        return NULL;
    }
    size_t length = 0;
    for (size_t at = 0; at < *size;) {
        utf8proc_int32_t code_point;
        utf8proc_ssize_t step =
            utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(*size - at), &code_point);
        copy[length++] = ascii_stand_in(step > 0 ? code_point : -1);
        at += step > 0 ? (size_t)step : 1;
    }
    copy[length] = '\0';
    *size = length;
    return copy;
}

bool number_text_of(Vm *vm, Value value, const char **text, size_t *size)
{
    if (value_is_str(vm, value)) {
        *text = value_to_str(value)->bytes;
        *size = value_to_str(value)->size;
        return true;
    }
    if (!value_is_bytes_like(vm, value))
        return false;
    BytesView view;
    if (!bytes_view(vm, value, &view)) {
        error_clear(vm);
        return false;
    }
    *text = (const char *)view.bytes;
    *size = view.size;
    return true;
}

/* from text -------------------------------------------------------------------------- */

typedef struct {
    const char *next, *end;
    int base;
    bool negative;
    bool only_zeros; /* base 0 without a prefix: a leading 0 allows nothing but zeros */
} IntReader;

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'Z')
        return c - 'A' + 10;
    return 37;
}

static int prefix_base(const IntReader *reader)
{
    if (reader->end - reader->next < 2 || reader->next[0] != '0')
        return 0;
    switch (reader->next[1] | 0x20) {
    case 'x': return 16;
    case 'o': return 8;
    case 'b': return 2;
    default: return 0;
    }
}

/* Spaces, sign and prefix, so that next is at the first digit. */
static void reader_open(IntReader *reader)
{
    while (reader->next < reader->end && text_is_space(*reader->next))
        reader->next++;
    while (reader->end > reader->next && text_is_space(reader->end[-1]))
        reader->end--;
    if (reader->next < reader->end && (*reader->next == '-' || *reader->next == '+'))
        reader->negative = *reader->next++ == '-';
    int prefixed = prefix_base(reader);
    if (prefixed && (reader->base == 0 || reader->base == prefixed)) {
        reader->base = prefixed;
        reader->next += 2;
        if (reader->next < reader->end && *reader->next == '_')
            reader->next++;
    } else if (reader->base == 0) {
        reader->base = 10;
        reader->only_zeros = reader->next < reader->end && *reader->next == '0';
    }
}

/* Number of digits when what is left is digits of the base with single
 * underscores between them; 0 when it is not. */
static size_t reader_check(const IntReader *reader)
{
    size_t digits = 0;
    bool after_digit = false;
    for (const char *c = reader->next; c < reader->end; c++) {
        if (*c == '_' && after_digit) {
            after_digit = false;
            continue;
        }
        if (digit_value(*c) >= reader->base || (reader->only_zeros && *c != '0'))
            return 0;
        after_digit = true;
        digits++;
    }
    return after_digit ? digits : 0;
}

static Value read_short(Vm *vm, const IntReader *reader)
{
    int64_t number = 0;
    for (const char *c = reader->next; c < reader->end; c++)
        if (*c != '_')
            number = number * reader->base + digit_value(*c);
    return int_from_i64(vm, reader->negative ? -number : number);
}

static Value read_long(Vm *vm, const IntReader *reader, size_t digits)
{
    char room[SHORT_DIGITS];
    char *plain = digits < sizeof room ? room : malloc(digits + 1);
    if (!plain)
        return raise_memory_error(vm);
    size_t length = 0;
    for (const char *c = reader->next; c < reader->end; c++)
        if (*c != '_')
            plain[length++] = *c;
    plain[length] = '\0';
    mpz_t number;
    mpz_init(number);
    int failed = mpz_set_str(number, plain, reader->base);
    ASSERT(!failed);
    (void)failed;
    if (reader->negative)
        mpz_neg(number, number);
    if (plain != room)
        free(plain);
    return int_from_mpz_take(vm, number);
}

static bool base_is_power_of_two(int base) { return (base & (base - 1)) == 0; }

static Value parse_ascii(Vm *vm, const char *text, size_t size, int base, Value original)
{
    IntReader reader = {.next = text, .end = text + size, .base = base};
    reader_open(&reader);
    size_t digits = reader_check(&reader);
    if (digits == 0)
        return raise_value_error(vm, "invalid literal for int() with base %d: %.200R", base, original);
    /* 36**11 and 10**18 fit an inline int. */
    if (digits <= 11 || (digits <= 18 && reader.base <= 10))
        return read_short(vm, &reader);
    uint32_t limit = vm->int_max_str_digits;
    if (limit && digits > limit && !base_is_power_of_two(reader.base))
        return raise_value_error(vm,
                                 "Exceeds the limit (%u digits) for integer string conversion: value has %zu digits; "
                                 "use sys.set_int_max_str_digits() to increase the limit",
                                 limit, digits);
    return read_long(vm, &reader, digits);
}

Value int_parse(Vm *vm, const char *text, size_t size, int base, Value original)
{
    ASSERT(base == 0 || (base >= 2 && base <= 36));
    if (LIKELY(text_is_ascii(text, size)) || !value_is_str(vm, original)) /* bytes stand for themselves */
        return parse_ascii(vm, text, size, base, original);
    char *copy = number_text_to_ascii(vm, text, &size);
    if (!copy)
        return VALUE_ERROR;
    Value result = parse_ascii(vm, copy, size, base, original);
    free(copy);
    return result;
}

/* to text ------------------------------------------------------------------------------ */

/* Base ten by itself, for division by a constant: str(int) takes 29 ns instead of 37. */
static char *write_decimal(char *end, uint64_t rest)
{
    do {
        *--end = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    return end;
}

static Value small_to_text(Vm *vm, int64_t number, int base)
{
    char room[72];
    char *end = room + sizeof room, *start = end;
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
    if (base == 10)
        start = write_decimal(end, rest);
    for (bool more = base != 10; more; more = rest != 0) {
        *--start = "0123456789abcdefghijklmnopqrstuvwxyz"[rest % (unsigned)base];
        rest /= (unsigned)base;
    }
    if (number < 0)
        *--start = '-';
    return str_new(vm, start, (size_t)(end - start));
}

static Value raise_too_many_digits(Vm *vm)
{
    return raise_value_error(vm,
                             "Exceeds the limit (%u digits) for integer string conversion; "
                             "use sys.set_int_max_str_digits() to increase the limit",
                             vm->int_max_str_digits);
}

static Value big_to_text(Vm *vm, mpz_srcptr number, int base)
{
    size_t digits = mpz_sizeinbase(number, base); /* exact, or one too many */
    size_t limit = base_is_power_of_two(base) ? 0 : vm->int_max_str_digits;
    if (limit && digits > limit + 1)
        return raise_too_many_digits(vm);
    if (!int_size_allowed(vm, (uint64_t)digits * 8))
        return VALUE_ERROR;
    char room[SHORT_DIGITS];
    char *text = digits + 2 <= sizeof room ? room : malloc(digits + 2);
    if (!text)
        return raise_memory_error(vm);
    mpz_get_str(text, base, number);
    size_t size = strlen(text);
    bool refused = limit && size - (text[0] == '-') > limit;
    Value result = refused ? raise_too_many_digits(vm) : str_new(vm, text, size);
    if (text != room)
        free(text);
    return result;
}

Value int_to_text(Vm *vm, Value value, int base)
{
    int64_t number;
    if (int_is_immediate(value, &number))
        return small_to_text(vm, number, base);
    return big_to_text(vm, ((BigInt *)value_object(value))->number, base);
}
