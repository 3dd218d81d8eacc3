/* Floats as text, and the format mini-language for float and complex.
 *
 * snprintf rounds correctly, and no locale is ever set, so e, f and g are C's. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "object/format_number.h"
#include "object/number.h"

#define VALUE_ANY_FLOAT 0 /* the word of 0.0: stands for a float in messages */

enum { FLOAT_TEXT_MAX = 400 }; /* holds any double in %f with a usual precision */

/* Adds what printf makes of number. */
static void add_printed(Vm *vm, StrBuilder *builder, const char *format, int precision, double number)
{
    char text[FLOAT_TEXT_MAX];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    int size = snprintf(text, sizeof text, format, precision, number);
    if (size < 0) {
        raise_memory_error(vm);
        builder_discard(vm, builder);
        builder->failed = true;
        return;
    }
    if ((size_t)size < sizeof text) {
        builder_add(vm, builder, text, (size_t)size);
        return;
    }
    char *place = builder_space(vm, builder, (size_t)size + 1);
    if (place) {
        snprintf(place, (size_t)size + 1, format, precision, number);
        builder->size += (size_t)size;
    }
#pragma GCC diagnostic pop
}

enum { FIXED_PRECISION_MAX = 17 };

/* %.*f by exact integer arithmetic, rounding half to even as printf does, for
 * numbers whose digits fit a word: 60 ns instead of 110 for f"{x:.2f}".  False
 * when printf must do it. */
static bool add_fixed(Vm *vm, StrBuilder *builder, double number, int precision)
{
    static const uint64_t powers[FIXED_PRECISION_MAX + 1] = {
        1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000,
        1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000};
    if (precision > FIXED_PRECISION_MAX || !(number < 1e18 / (double)powers[precision]))
        return false;
    int exponent;
    ASSERT(number >= 0);
    uint64_t mantissa = (uint64_t)ldexp(frexp(number, &exponent), 53);
    int shift = 53 - exponent; /* number = mantissa / 2**shift; negative for whole numbers past 2**53 */
    if (shift > 120)
        return false;
    __uint128_t scaled = (__uint128_t)mantissa * powers[precision], rounded;
    if (shift <= 0) {
        rounded = scaled << -shift;
    } else {
        rounded = scaled >> shift;
        __uint128_t rest = scaled & (((__uint128_t)1 << shift) - 1), half = (__uint128_t)1 << (shift - 1);
        rounded += rest > half || (rest == half && (rounded & 1));
    }
    ASSERT(rounded <= UINT64_MAX);
    char text[40], *place = text + sizeof text;
    uint64_t digits = (uint64_t)rounded;
    for (int i = 0; i < precision; i++, digits /= 10)
        *--place = (char)('0' + digits % 10);
    if (precision)
        *--place = '.';
    do
        *--place = (char)('0' + digits % 10);
    while ((digits /= 10) != 0);
    builder_add(vm, builder, place, (size_t)(text + sizeof text - place));
    return true;
}

/* Puts the point of the alternate form where there is none. */
static void insert_point(Vm *vm, StrBuilder *builder, size_t start)
{
    size_t at = start;
    while (at < builder->size && builder->bytes[at] >= '0' && builder->bytes[at] <= '9')
        at++;
    if (builder->failed || (at < builder->size && builder->bytes[at] == '.'))
        return;
    builder_add(vm, builder, ".", 1);
    if (builder->failed)
        return;
    memmove(builder->bytes + at + 1, builder->bytes + at, builder->size - 1 - at);
    builder->bytes[at] = '.';
}

/* The decimal exponent of number rounded to that many digits.  Doubles have too
 * few bits for more than 40 digits to matter. */
static int rounded_exponent(double number, int digits)
{
    char text[64];
    int size = snprintf(text, sizeof text, "%.*e", digits < 40 ? digits - 1 : 39, number);
    return atoi((char *)memchr(text, 'e', (size_t)size) + 1);
}

/* Takes the zeros off the digits behind the point, and the point with them;
 * what follows the digits (an exponent) moves up. */
static void strip_zeros(StrBuilder *builder, size_t start)
{
    char *end = builder->bytes + builder->size;
    char *mark = memchr(builder->bytes + start, 'e', builder->size - start);
    mark = mark ? mark : end;
    char *last = mark;
    ASSERT(memchr(builder->bytes + start, '.', (size_t)(mark - builder->bytes) - start) != NULL);
    while (last[-1] == '0')
        last--;
    last -= last[-1] == '.';
    memmove(last, mark, (size_t)(end - mark));
    builder->size -= (size_t)(mark - last);
}

/* g by way of e and f: C's own cannot add ".0", and glibc's loses zeros of the
 * alternate form when rounding carries into a new digit. */
static void add_general(Vm *vm, StrBuilder *builder, double number, const FloatStyle *style)
{
    int precision = style->precision > 0 ? style->precision : style->precision < 0 ? 6 : 1;
    int exponent = rounded_exponent(number, precision);
    size_t start = builder->size;
    bool scientific = exponent < -4 || exponent >= precision - (style->add_dot_0 ? 1 : 0);
    if (scientific)
        add_printed(vm, builder, style->type == 'G' ? "%#.*E" : "%#.*e", precision - 1, number);
    else
        add_printed(vm, builder, "%#.*f", precision - 1 - exponent, number);
    if (builder->failed || style->alternate)
        return;
    strip_zeros(builder, start);
    if (!scientific && style->add_dot_0 && !memchr(builder->bytes + start, '.', builder->size - start))
        builder_add(vm, builder, ".0", 2);
}

static void add_repr_style(Vm *vm, StrBuilder *builder, double number, const FloatStyle *style)
{
    if (style->precision >= 0) {
        add_general(vm, builder, number, style);
        return;
    }
    char text[32];
    size_t size = (size_t)float_repr(number, text), start = builder->size;
    if (!style->add_dot_0 && size > 2 && memcmp(text + size - 2, ".0", 2) == 0)
        size -= 2;
    builder_add(vm, builder, text, size);
    if (style->alternate && !builder->failed)
        insert_point(vm, builder, start);
}

void builder_add_float(Vm *vm, StrBuilder *builder, double number, const FloatStyle *style)
{
    number = fabs(number);
    bool upper = style->type == 'E' || style->type == 'F' || style->type == 'G';
    if (!isfinite(number)) {
        builder_add_c(vm, builder, isnan(number) ? (upper ? "NAN" : "nan") : upper ? "INF" : "inf");
        return;
    }
    if (style->type == 'r') {
        add_repr_style(vm, builder, number, style);
        return;
    }
    if (style->alternate && (style->type | 0x20) == 'g') {
        add_general(vm, builder, number, style);
        return;
    }
    int precision = style->precision < 0 ? 6 : style->precision;
    if ((style->type | 0x20) == 'f' && !style->alternate && add_fixed(vm, builder, number, precision))
        return;
    char format[] = "%#.*e";
    format[4] = style->type;
    if (!style->alternate)
        memmove(format + 1, format + 2, sizeof format - 2);
    add_printed(vm, builder, format, precision, number);
}

/* Is every digit a zero? */
static bool text_is_zero(const char *text, size_t size)
{
    for (size_t i = 0; i < size && text[i] != 'e' && text[i] != 'E'; i++)
        if (text[i] != '0' && text[i] != '.')
            return false;
    return true;
}

/* The style for a spec's type; false when floats have no such type. */
static bool choose_style(const FormatSpec *spec, FloatStyle *style)
{
    *style = (FloatStyle){.precision = (int)spec->precision, .alternate = spec->alternate};
    switch (spec->type) {
    case 0:
        style->type = 'r';
        style->add_dot_0 = true;
        return true;
    case 'n': style->type = 'g'; return true;
    case '%': style->type = 'f'; return true;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': style->type = (char)spec->type; return true;
    default: return false;
    }
}

/* Adds sign, digits and padding. */
static void add_double(Vm *vm, StrBuilder *builder, const FormatSpec *spec, const FloatStyle *style, double number)
{
    StrBuilder text = {0};
    builder_add_float(vm, &text, number, style);
    if (spec->type == '%')
        builder_add(vm, &text, "%", 1);
    if (text.failed) {
        builder_discard(vm, builder);
        builder->failed = true;
        return;
    }
    size_t digits = 0;
    while (digits < text.size && text.bytes[digits] >= '0' && text.bytes[digits] <= '9')
        digits++;
    bool negative = signbit(number) && !isnan(number);
    if (negative && spec->no_minus_zero && digits && text_is_zero(text.bytes, text.size - (spec->type == '%')))
        negative = false;
    NumberText parts = {.negative = negative, .prefix = "", .digits = text.bytes, .digit_count = digits,
                        .rest = text.bytes + digits, .rest_size = text.size - digits};
    builder_add_number(vm, builder, spec, &parts);
    builder_discard(vm, &text);
}

Value format_double(Vm *vm, const FormatSpec *spec, double number)
{
    if (spec->precision > INT_MAX)
        return raise_value_error(vm, "precision too big");
    FloatStyle style;
    bool known = choose_style(spec, &style);
    ASSERT(known);
    (void)known;
    StrBuilder builder = {0};
    add_double(vm, &builder, spec, &style, spec->type == '%' ? number * 100 : number);
    return builder_finish(vm, &builder);
}

Value float_format_spec(Vm *vm, double number, Value spec_text)
{
    if (value_to_str(spec_text)->size == 0) {
        char text[32];
        return str_new(vm, text, (size_t)float_repr(number, text));
    }
    FormatSpec spec;
    FloatStyle style;
    if (!format_spec_parse(vm, spec_text, VALUE_ANY_FLOAT, '>', &spec))
        return VALUE_ERROR;
    if (!choose_style(&spec, &style))
        return format_unknown_type(vm, &spec, VALUE_ANY_FLOAT);
    return format_double(vm, &spec, number);
}

/* complex. ----------------------------------------------------------------- */

static bool check_complex_spec(Vm *vm, const FormatSpec *spec, Value value)
{
    FloatStyle style;
    if (spec->type == '%' || !choose_style(spec, &style)) {
        format_unknown_type(vm, spec, value);
        return false;
    }
    if (spec->precision > INT_MAX)
        return raise_false(vm, TYPE_VALUE_ERROR, "precision too big");
    if (spec->fill == '0')
        return raise_false(vm, TYPE_VALUE_ERROR, "Zero padding is not allowed in complex format specifier");
    if (spec->align == '=')
        return raise_false(vm, TYPE_VALUE_ERROR, "'=' alignment flag is not allowed in complex format specifier");
    return true;
}

/* Fills up what the builder has, which is ASCII, to the width. */
static Value finish_padded(Vm *vm, StrBuilder *inner, const FormatSpec *spec)
{
    size_t missing = spec->width > (int64_t)inner->size ? (size_t)spec->width - inner->size : 0;
    size_t left = spec->align == '>' ? missing : spec->align == '^' ? missing / 2 : 0;
    StrBuilder builder = {.failed = inner->failed};
    builder_add_repeated(vm, &builder, spec->fill, left);
    builder_add(vm, &builder, inner->bytes, inner->size);
    builder_add_repeated(vm, &builder, spec->fill, missing - left);
    builder_discard(vm, inner);
    return builder_finish(vm, &builder);
}

Value complex_format_spec(Vm *vm, Value number, Value spec_text)
{
    if (value_to_str(spec_text)->size == 0)
        return value_str(vm, number);
    const Complex *complex = value_object(number);
    FormatSpec spec;
    if (!format_spec_parse(vm, spec_text, number, '>', &spec) || !check_complex_spec(vm, &spec, number))
        return VALUE_ERROR;
    FloatStyle style;
    bool known = choose_style(&spec, &style);
    ASSERT(known);
    (void)known;
    style.add_dot_0 = false;
    bool skip_real = spec.type == 0 && complex->real == 0 && !signbit(complex->real);
    FormatSpec part = spec;
    part.width = -1;
    part.align = '<';
    part.fill = ' ';
    StrBuilder inner = {0};
    builder_add(vm, &inner, "(", spec.type == 0 && !skip_real);
    if (!skip_real) {
        add_double(vm, &inner, &part, &style, complex->real);
        part.sign = '+';
    }
    add_double(vm, &inner, &part, &style, complex->imaginary);
    builder_add(vm, &inner, "j)", 1 + (spec.type == 0 && !skip_real));
    return finish_padded(vm, &inner, &spec);
}
