/* Floats to text and from text, decimal and hexadecimal.
 *
 * Decimal conversions go through printf and strtod, which round correctly; the
 * work here is to find the fewest digits that read back equal, and Python's
 * layout and grammar. */
#include "object/number_inner.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "object/call.h"
#include "object/raise.h"
#include "object/str.h"

/* to text --------------------------------------------------------------------------- */

enum { MAX_DIGITS = 17, SAFE_DIGITS = 15 };

/* The decimal 0.d1d2d3... * 10**point */
typedef struct {
    char digits[24];
    int count;
    int point;
} Decimal;

static void decimal_from_whole(Decimal *decimal, uint64_t whole, int scale)
{
    while (whole >= 10 && whole % 10 == 0) {
        whole /= 10;
        scale--;
    }
    decimal->count = snprintf(decimal->digits, sizeof decimal->digits, "%llu", (unsigned long long)whole);
    decimal->point = decimal->count - scale;
}

/* Most floats in programs have few decimals: whole / 10**scale is then one
 * correctly rounded division of exact numbers, and below 10**15 no other number
 * of as few digits reads back as the same float. */
static bool decimal_find_short(Decimal *decimal, double number)
{
    static const double powers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8, 1e9,
                                    1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18};
    if (number < 1e-4 || number >= 1e15)
        return false;
    for (int scale = 0; scale < (int)ARRAY_LENGTH(powers); scale++) {
        double whole = rint(number * powers[scale]);
        if (whole >= 1e15)
            return false;
        if (whole / powers[scale] == number) {
            decimal_from_whole(decimal, (uint64_t)whole, scale);
            return true;
        }
    }
    return false;
}

__extension__ typedef unsigned __int128 Wide;

/* number scaled by 10**scale to a whole number of 17 digits, exactly: all
 * members count units of 2**-shift. */
typedef struct {
    Wide value, lowest, highest; /* lowest and highest read back as number, if ends_count */
    int shift, scale;
    bool ends_count;
} ScaledFloat;

static void scale_float(ScaledFloat *scaled, uint64_t mantissa, int exponent, int scale)
{
    static const uint64_t powers_of_five[] = {
        1U, 5U, 25U, 125U, 625U, 3125U, 15625U, 78125U, 390625U, 1953125U, 9765625U, 48828125U, 244140625U,
        1220703125U, UINT64_C(6103515625), UINT64_C(30517578125), UINT64_C(152587890625), UINT64_C(762939453125),
        UINT64_C(3814697265625), UINT64_C(19073486328125), UINT64_C(95367431640625), UINT64_C(476837158203125),
        UINT64_C(2384185791015625), UINT64_C(11920928955078125), UINT64_C(59604644775390625),
        UINT64_C(298023223876953125), UINT64_C(1490116119384765625), UINT64_C(7450580596923828125)
    };
    enum { EXTRA_BITS = 6 }; /* so that halves and quarters of a unit are whole, and shift is not negative */
    ASSERT(scale >= 0 && scale < (int)ARRAY_LENGTH(powers_of_five));
    bool power_of_two = mantissa == UINT64_C(1) << 52;
    Wide five = powers_of_five[scale], middle = (Wide)mantissa << EXTRA_BITS, half = 1 << (EXTRA_BITS - 1);
    scaled->value = middle * five;
    scaled->highest = (middle + half) * five;
    scaled->lowest = (middle - (power_of_two ? half / 2 : half)) * five;
    scaled->shift = -(exponent + scale - EXTRA_BITS);
    scaled->scale = scale;
    scaled->ends_count = mantissa % 2 == 0;
    ASSERT(scaled->shift >= 0);
}

/* The whole number of units of power nearest to the value, when it reads back. */
static bool nearest_multiple(const ScaledFloat *scaled, uint64_t power, uint64_t *multiple)
{
    uint64_t below = (uint64_t)(scaled->value >> scaled->shift) / power;
    Wide low = (Wide)(below * power) << scaled->shift, high = (Wide)(below * power + power) << scaled->shift;
    bool low_fits = scaled->ends_count ? low >= scaled->lowest : low > scaled->lowest;
    bool high_fits = scaled->ends_count ? high <= scaled->highest : high < scaled->highest;
    Wide to_low = scaled->value - low, to_high = high - scaled->value;
    bool take_low = to_low < to_high || (to_low == to_high && below % 2 == 0);
    *multiple = low_fits && (take_low || !high_fits) ? below : below + 1;
    return low_fits || high_fits;
}

/* Exact arithmetic on 128 bits, for magnitudes where it suffices: 114 ns a
 * random float, against 464 ns for trying 16 and 17 digits with printf and strtod. */
static bool decimal_find_exact(Decimal *decimal, double number)
{
    const uint64_t least = UINT64_C(10000000000000000), beyond = 10 * least; /* 17 digits */
    if (number < 1e-10 || number >= 1e17)
        return false;
    int exponent;
    uint64_t mantissa = (uint64_t)ldexp(frexp(number, &exponent), 53);
    int scale = 16 - (int)floor((exponent - 1) * 0.30102999566398120);
    ScaledFloat scaled;
    for (;;) {
        scale_float(&scaled, mantissa, exponent - 53, scale);
        uint64_t whole = (uint64_t)(scaled.value >> scaled.shift);
        if (whole >= beyond)
            scale--;
        else if (whole < least)
            scale++;
        else
            break;
    }
    uint64_t multiple = 0, tried, power = 1;
    int dropped = 0;
    while (nearest_multiple(&scaled, power, &tried)) {
        multiple = tried;
        dropped++;
        power *= 10;
    }
    ASSERT(dropped > 0);
    decimal_from_whole(decimal, multiple, scaled.scale - (dropped - 1));
    return true;
}

/* Reads "d.ddde±x" back into its parts, without trailing zeros. */
static void decimal_from_text(Decimal *decimal, const char *text)
{
    int count = 0;
    const char *c = text;
    for (; *c && *c != 'e'; c++)
        if (*c != '.')
            decimal->digits[count++] = *c;
    decimal->point = atoi(c + 1) + 1;
    while (count > 1 && decimal->digits[count - 1] == '0')
        count--;
    decimal->digits[count] = '\0';
    decimal->count = count;
}

/* Below a power of two floats lie half as far apart as above it: the number
 * rounded to so many digits can miss, and the next one above still hit. */
static bool decimal_round_up(char *text, size_t room, double number)
{
    int exponent;
    if (frexp(number, &exponent) != 0.5)
        return false;
    char digits[24], raised[40];
    int count = 0;
    const char *c = text;
    for (; *c != 'e'; c++)
        if (*c != '.')
            digits[count++] = *c;
    digits[count] = '\0';
    int scale = atoi(c + 1) - (count - 1);
    unsigned long long next = strtoull(digits, NULL, 10) + 1;
    snprintf(raised, sizeof raised, "%llue%d", next, scale);
    if (strtod(raised, NULL) != number)
        return false;
    int length = snprintf(digits, sizeof digits, "%llu", next);
    snprintf(text, room, "%c.%se%d", digits[0], digits + 1, scale + length - 1);
    return true;
}

static void decimal_find(Decimal *decimal, double number)
{
    if (decimal_find_short(decimal, number) || decimal_find_exact(decimal, number))
        return;
    /* A subnormal has fewer digits than other floats: any count may do. */
    char text[48];
    for (int count = number < 0x1p-1022 ? 1 : SAFE_DIGITS; count <= MAX_DIGITS; count++) {
        snprintf(text, sizeof text, "%.*e", count - 1, number);
        if (count == MAX_DIGITS || strtod(text, NULL) == number || decimal_round_up(text, sizeof text, number))
            break;
    }
    decimal_from_text(decimal, text);
}

static int decimal_write(const Decimal *decimal, char *out, bool point_zero)
{
    int point = decimal->point, count = decimal->count;
    char *c = out;
    if (point > 16 || point < -3) {
        *c++ = decimal->digits[0];
        if (count > 1)
            *c++ = '.';
        memcpy(c, decimal->digits + 1, (size_t)count - 1);
        c += count - 1;
        return (int)(c - out) + sprintf(c, "e%c%02d", point > 0 ? '+' : '-', abs(point - 1));
    }
    if (point <= 0) {
        memcpy(c, "0.000", 5);
        c += 2 - point;
    }
    for (int i = 0; i < count; i++) {
        if (i == point && point > 0)
            *c++ = '.';
        *c++ = decimal->digits[i];
    }
    for (int i = count; i < point; i++)
        *c++ = '0';
    if (count <= point && point_zero) {
        *c++ = '.';
        *c++ = '0';
    }
    *c = '\0';
    return (int)(c - out);
}

int float_text(double number, char *buffer, bool point_zero)
{
    if (isnan(number))
        return sprintf(buffer, "nan");
    char *c = buffer;
    if (signbit(number))
        *c++ = '-';
    if (isinf(number)) {
        memcpy(c, "inf", 4);
        return (int)(c - buffer) + 3;
    }
    Decimal decimal = {.digits = "0", .count = 1, .point = 1};
    if (number != 0)
        decimal_find(&decimal, fabs(number));
    return (int)(c - buffer) + decimal_write(&decimal, c, point_zero);
}

int float_repr(double number, char *buffer) { return float_text(number, buffer, true); }

/* rounding ---------------------------------------------------------------------------- */

/* number rounded to a multiple of 10**places (places > 0): the digits of the
 * whole part decide, with anything behind them counting as more than nothing. */
static double round_whole_digits(double number, int64_t places)
{
    char text[400];
    int count = snprintf(text, sizeof text, "%.0f", trunc(number));
    if (places > count)
        return 0.0;
    if (places < count) {
        snprintf(text, sizeof text, "%.*e", (int)(count - places - 1), number);
        return strtod(text, NULL);
    }
    bool beyond_half = text[0] > '5' || (text[0] == '5' && (number != trunc(number) || strspn(text + 1, "0") != (size_t)count - 1));
    if (!beyond_half)
        return 0.0;
    snprintf(text, sizeof text, "1e%d", (int)places);
    return strtod(text, NULL);
}

Value float_round(Vm *vm, double number, int64_t digits)
{
    const int64_t most = 323, least = -308; /* digits past which rounding changes nothing, or leaves nothing */
    if (!isfinite(number) || number == 0 || digits > most)
        return float_new(vm, number);
    if (digits < least)
        return float_new(vm, copysign(0.0, number));
    double magnitude = fabs(number), rounded;
    if (digits >= 0) {
        char text[720]; /* 309 digits before the point, 323 behind it */
        snprintf(text, sizeof text, "%.*f", (int)digits, magnitude);
        rounded = strtod(text, NULL);
    } else {
        rounded = round_whole_digits(magnitude, -digits);
    }
    if (isinf(rounded))
        return raise_error(vm, TYPE_OVERFLOW_ERROR, "rounded value too large to represent");
    return float_new(vm, copysign(rounded, number));
}

/* from text ------------------------------------------------------------------------------ */

typedef struct {
    const char *next, *end;
    char *out; /* where the text goes without underscores */
} FloatReader;

static bool reader_has_digit(const FloatReader *reader)
{
    return reader->next < reader->end && isdigit((unsigned char)*reader->next);
}

/* Copies digits with single underscores between them.  False: a misplaced one. */
static bool reader_digits(FloatReader *reader, int *count)
{
    *count = 0;
    while (reader_has_digit(reader)) {
        *reader->out++ = *reader->next++;
        ++*count;
        if (reader->next < reader->end && *reader->next == '_') {
            reader->next++;
            if (!reader_has_digit(reader))
                return false;
        }
    }
    return true;
}

static bool reader_take(FloatReader *reader, const char *accepted)
{
    if (reader->next == reader->end || !strchr(accepted, *reader->next) || !*reader->next)
        return false;
    *reader->out++ = *reader->next++;
    return true;
}

static bool text_is_word(const char *text, size_t size, const char *word)
{
    if (strlen(word) != size)
        return false;
    for (size_t i = 0; i < size; i++)
        if (tolower((unsigned char)text[i]) != word[i])
            return false;
    return true;
}

/* Length of a word for infinity or not-a-number at the start, else 0. */
static size_t special_word(const char *text, size_t size, double *number)
{
    *number = INFINITY;
    if (size >= 8 && text_is_word(text, 8, "infinity"))
        return 8;
    if (size >= 3 && text_is_word(text, 3, "inf"))
        return 3;
    *number = NAN;
    return size >= 3 && text_is_word(text, 3, "nan") ? 3 : 0;
}

/* The longest float at the start of text, with its sign; copies it to room.
 * Returns the end of it, NULL when there is none. */
static const char *read_float(const char *text, const char *end, char *room, double *number)
{
    FloatReader reader = {text, end, room};
    reader_take(&reader, "+-");
    bool negative = text < end && *text == '-';
    size_t special = special_word(reader.next, (size_t)(end - reader.next), number);
    if (special) {
        *number = negative ? -*number : *number;
        return reader.next + special;
    }
    int whole, decimals = 0, exponent;
    if (!reader_digits(&reader, &whole))
        return NULL;
    if (reader_take(&reader, ".") && !reader_digits(&reader, &decimals))
        return NULL;
    if (whole + decimals == 0)
        return NULL;
    FloatReader before_exponent = reader;
    if (reader_take(&reader, "eE")) {
        reader_take(&reader, "+-");
        if (!reader_digits(&reader, &exponent))
            return NULL;
        if (exponent == 0)
            reader = before_exponent;
    }
    *reader.out = '\0';
    *number = strtod(room, NULL);
    return reader.next;
}

const char *float_read_prefix(const char *text, const char *end, double *number)
{
    char room[256];
    size_t size = (size_t)(end - text);
    char *copy = size < sizeof room ? room : malloc(size + 1);
    if (!copy)
        return NULL;
    const char *stop = read_float(text, end, copy, number);
    if (copy != room)
        free(copy);
    return stop;
}

bool float_parse(const char *text, size_t size, double *number)
{
    const char *end = text + size;
    while (text < end && text_is_space(*text))
        text++;
    while (end > text && text_is_space(end[-1]))
        end--;
    return float_read_prefix(text, end, number) == end && text < end;
}

/* hexadecimal ------------------------------------------------------------------------------ */

Value float_m_hex(Vm *vm, const Value *args)
{
    double number = float_value(args[0]);
    if (!isfinite(number) || number == 0) {
        char text[32];
        if (number == 0)
            return str_from_c(vm, signbit(number) ? "-0x0.0p+0" : "0x0.0p+0");
        float_repr(number, text);
        return str_from_c(vm, text);
    }
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    int exponent = (int)(bits >> 52 & 0x7ff);
    bool normal = exponent != 0;
    char text[40];
    snprintf(text, sizeof text, "%s0x%d.%013llxp%+d", signbit(number) ? "-" : "", normal,
             (unsigned long long)(bits & ((UINT64_C(1) << 52) - 1)), normal ? exponent - 1023 : -1022);
    return str_from_c(vm, text);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

typedef struct {
    uint64_t mantissa; /* the lowest bit is sticky once 60 bits are there */
    int64_t exponent;  /* of two */
    bool any_digit;
} HexNumber;

static const char *hex_digits(HexNumber *hex, const char *c, const char *end, int64_t step)
{
    for (; c < end && hex_value(*c) >= 0; c++) {
        hex->any_digit = true;
        if (hex->mantissa >> 60) {
            hex->mantissa |= hex_value(*c) != 0;
            hex->exponent += 4 + step;
        } else {
            hex->mantissa = hex->mantissa << 4 | (uint64_t)hex_value(*c);
            hex->exponent += step;
        }
    }
    return c;
}

/* The exponent after 'p', clipped where every clipped value gives 0 or overflow.
 * NULL: no digits. */
static const char *hex_exponent(HexNumber *hex, const char *c, const char *end)
{
    bool negative = c < end && *c == '-';
    if (c < end && (*c == '+' || *c == '-'))
        c++;
    if (c == end || !isdigit((unsigned char)*c))
        return NULL;
    int64_t exponent = 0;
    for (; c < end && isdigit((unsigned char)*c); c++)
        if (exponent < INT64_C(1) << 56)
            exponent = exponent * 10 + (*c - '0');
    hex->exponent += negative ? -exponent : exponent;
    return c;
}

/* False when text (without spaces around) is no hexadecimal float. */
static bool hex_parse(const char *c, const char *end, double *number)
{
    bool negative = c < end && *c == '-';
    if (c < end && (*c == '+' || *c == '-'))
        c++;
    size_t special = special_word(c, (size_t)(end - c), number);
    if (special) {
        *number = negative ? -*number : *number;
        return c + special == end;
    }
    if (end - c >= 2 && c[0] == '0' && (c[1] | 0x20) == 'x')
        c += 2;
    HexNumber hex = {0};
    c = hex_digits(&hex, c, end, 0);
    if (c < end && *c == '.')
        c = hex_digits(&hex, c + 1, end, -4);
    if (!hex.any_digit)
        return false;
    if (c < end && (*c | 0x20) == 'p')
        c = hex_exponent(&hex, c + 1, end);
    if (c != end)
        return false;
    double magnitude = double_scaled(hex.mantissa, hex.exponent);
    *number = negative ? -magnitude : magnitude;
    return true;
}

static bool text_has_infinity(const char *c, const char *end)
{
    for (; c < end; c++)
        if ((*c | 0x20) == 'n')
            return true;
    return false;
}

Value float_m_fromhex(Vm *vm, const Value *args)
{
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "bad argument type for built-in operation");
    const char *text = value_to_str(args[1])->bytes, *end = text + value_to_str(args[1])->size;
    while (text < end && text_is_space(*text))
        text++;
    while (end > text && text_is_space(end[-1]))
        end--;
    double number;
    if (!hex_parse(text, end, &number))
        return raise_value_error(vm, "invalid hexadecimal floating-point string");
    if (isinf(number) && !text_has_infinity(text, end))
        return raise_error(vm, TYPE_OVERFLOW_ERROR, "hexadecimal value too large to represent as a float");
    Value result = float_new(vm, number);
    if (value_is_error(result) || args[0] == type_value(vm->types[TYPE_FLOAT]))
        return result;
    Value instance = call_value(vm, args[0], &result, 1);
    value_drop(vm, result);
    return instance;
}
