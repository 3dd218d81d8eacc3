/* The format mini-language: parsing a spec, and applying it to str and int.
 * (format_float.c applies it to float and complex.)
 *
 *     [[fill]align][sign][z][#][0][width][grouping][.precision][type]  */
#include "object/format_spec.h"

#include "object/format_number.h"
#include "object/number.h"
#include "object/unicode.h"

/* Parsing. ----------------------------------------------------------------- */

typedef struct {
    const char *at, *end;
} Reader;

static bool is_align(char byte) { return byte == '<' || byte == '>' || byte == '=' || byte == '^'; }

static bool accept(Reader *reader, char byte)
{
    if (reader->at == reader->end || *reader->at != byte)
        return false;
    reader->at++;
    return true;
}

/* Returns whether a fill was given. */
static bool read_align(Reader *reader, FormatSpec *spec)
{
    if (reader->at == reader->end)
        return false;
    const char *behind = reader->at;
    uint32_t first = utf8_read(&behind);
    if (behind < reader->end && is_align(*behind)) {
        *spec = (FormatSpec){.fill = first, .align = *behind, .align_given = true, .width = -1, .precision = -1};
        reader->at = behind + 1;
        return true;
    }
    if (is_align(*reader->at)) {
        spec->align = *reader->at++;
        spec->align_given = true;
    }
    return false;
}

/* Decimal digits (of any script, as CPython takes them); -1: none there, -2: too many. */
static int64_t read_number(Reader *reader)
{
    int64_t number = -1;
    while (reader->at < reader->end) {
        const char *behind = reader->at;
        int digit = unicode_decimal_value(utf8_read(&behind));
        if (digit < 0)
            break;
        number = number < 0 ? 0 : number;
        if (number > (INT64_MAX - digit) / 10)
            return -2;
        number = number * 10 + digit;
        reader->at = behind;
    }
    return number;
}

static bool read_grouping(Vm *vm, Reader *reader, FormatSpec *spec)
{
    if (accept(reader, ','))
        spec->grouping = ',';
    if (accept(reader, '_')) {
        if (spec->grouping)
            return raise_false(vm, TYPE_VALUE_ERROR, "Cannot specify both ',' and '_'.");
        spec->grouping = '_';
    }
    if (spec->grouping == '_' && reader->at < reader->end && *reader->at == ',')
        return raise_false(vm, TYPE_VALUE_ERROR, "Cannot specify both ',' and '_'.");
    return true;
}

static bool read_sizes(Vm *vm, Reader *reader, FormatSpec *spec)
{
    spec->width = read_number(reader);
    if (spec->width == -2)
        return raise_false(vm, TYPE_VALUE_ERROR, "Too many decimal digits in format string");
    if (!read_grouping(vm, reader, spec))
        return false;
    if (accept(reader, '.')) {
        spec->precision = read_number(reader);
        if (spec->precision == -1)
            return raise_false(vm, TYPE_VALUE_ERROR, "Format specifier missing precision");
        if (spec->precision == -2)
            return raise_false(vm, TYPE_VALUE_ERROR, "Too many decimal digits in format string");
    }
    return true;
}

/* type is what the spec says, or 's' for a str whose spec says nothing. */
static bool check_grouping(Vm *vm, char grouping, uint32_t type)
{
    if (!grouping || type == 0)
        return true;
    if (type < 128 && strchr(grouping == '_' ? "defgEG%FboxX" : "defgEG%F", (int)type))
        return true;
    if (type > 32 && type < 128)
        return raise_false(vm, TYPE_VALUE_ERROR, "Cannot specify '%c' with '%c'.", grouping, (int)type);
    return raise_false(vm, TYPE_VALUE_ERROR, "Cannot specify '%c' with '\\x%x'.", grouping, (unsigned)type);
}

bool format_spec_parse(Vm *vm, Value spec_text, Value value, char default_align, FormatSpec *spec)
{
    ASSERT(is_align(default_align));
    const Str *text = value_to_str(spec_text);
    Reader reader = {text->bytes, text->bytes + text->size};
    *spec = (FormatSpec){.fill = ' ', .align = default_align, .width = -1, .precision = -1};
    bool fill_given = read_align(&reader, spec);
    if (reader.at < reader.end && (*reader.at == ' ' || *reader.at == '+' || *reader.at == '-'))
        spec->sign = *reader.at++;
    spec->no_minus_zero = accept(&reader, 'z');
    spec->alternate = accept(&reader, '#');
    if (!fill_given && accept(&reader, '0')) {
        spec->fill = '0';
        if (!spec->align_given && default_align == '>')
            spec->align = '=';
    }
    if (!read_sizes(vm, &reader, spec))
        return false;
    if (reader.at < reader.end)
        spec->type = utf8_read(&reader.at);
    if (reader.at < reader.end)
        return raise_false(vm, TYPE_VALUE_ERROR, "Invalid format specifier '%V' for object of type '%.200T'", spec_text, value);
    return check_grouping(vm, spec->grouping, spec->type || default_align == '>' ? spec->type : 's');
}

Value format_unknown_type(Vm *vm, const FormatSpec *spec, Value value)
{
    if (spec->type > 32 && spec->type < 128)
        return raise_value_error(vm, "Unknown format code '%c' for object of type '%.200T'", (int)spec->type, value);
    return raise_value_error(vm, "Unknown format code '\\x%x' for object of type '%.200T'", (unsigned)spec->type, value);
}

/* str. --------------------------------------------------------------------- */

static bool check_str_spec(Vm *vm, const FormatSpec *spec, Value str)
{
    if (spec->type && spec->type != 's') {
        format_unknown_type(vm, spec, str);
        return false;
    }
    const char *complaint = NULL;
    if (spec->sign)
        complaint = spec->sign == ' ' ? "Space not allowed in string format specifier"
                                      : "Sign not allowed in string format specifier";
    else if (spec->no_minus_zero)
        complaint = "Negative zero coercion (z) not allowed in string format specifier";
    else if (spec->alternate)
        complaint = "Alternate form (#) not allowed in string format specifier";
    else if (spec->align == '=')
        complaint = "'=' alignment not allowed in string format specifier";
    return !complaint || raise_false(vm, TYPE_VALUE_ERROR, "%s", complaint);
}

/* Fills up text of length characters to the width. */
static Value pad_text(Vm *vm, const FormatSpec *spec, const char *bytes, size_t size, size_t length)
{
    size_t missing = spec->width > (int64_t)length ? (size_t)spec->width - length : 0;
    size_t left = spec->align == '>' || spec->align == '=' ? missing : spec->align == '^' ? missing / 2 : 0;
    StrBuilder builder = {0};
    builder_add_repeated(vm, &builder, spec->fill, left);
    builder_add(vm, &builder, bytes, size);
    builder_add_repeated(vm, &builder, spec->fill, missing - left);
    return builder_finish(vm, &builder);
}

Value str_format_spec(Vm *vm, Value self, Value spec_text)
{
    if (value_to_str(spec_text)->size == 0)
        return value_has_shape(self, TYPE_STR) ? value_share(self) : value_str(vm, self);
    FormatSpec spec;
    if (!format_spec_parse(vm, spec_text, self, '<', &spec) || !check_str_spec(vm, &spec, self))
        return VALUE_ERROR;
    const Str *str = value_to_str(self);
    size_t length = str->length;
    if (spec.precision >= 0 && (size_t)spec.precision < length)
        length = (size_t)spec.precision;
    if (spec.width <= (int64_t)length)
        return str_slice(vm, self, 0, length);
    return pad_text(vm, &spec, str->bytes, str_offset(str, length), length);
}

/* Numbers. ----------------------------------------------------------------- */

static size_t group_size(const FormatSpec *spec)
{
    return spec->type && spec->type < 128 && strchr("boxX", (int)spec->type) ? 4 : 3;
}

/* Digit places so that digits and separators reach the width: leading zeros
 * are grouped as well, and no separator stands first. */
static size_t places_for_width(size_t digits, size_t group, bool grouped, int64_t width)
{
    if (digits == 0 || width <= (int64_t)digits)
        return digits;
    if (!grouped)
        return (size_t)width;
    size_t places = (size_t)width / (group + 1) * group + (size_t)width % (group + 1) * group / (group + 1);
    places = size_max(places, 1);
    while (places + (places - 1) / group < (size_t)width)
        places++;
    return size_max(places, digits);
}

static void add_digits(Vm *vm, StrBuilder *builder, const NumberText *number, size_t places, size_t group, char separator)
{
    if (!separator) {
        builder_add_repeated(vm, builder, '0', places - number->digit_count);
        builder_add(vm, builder, number->digits, number->digit_count);
        return;
    }
    for (size_t left = places; left && !builder->failed; left--) {
        char digit = left > number->digit_count ? '0' : number->digits[number->digit_count - left];
        builder_add(vm, builder, &digit, 1);
        if (left > 1 && (left - 1) % group == 0)
            builder_add(vm, builder, &separator, 1);
    }
}

void builder_add_number(Vm *vm, StrBuilder *builder, const FormatSpec *spec, const NumberText *number)
{
    char sign = number->negative ? '-' : spec->sign == '+' || spec->sign == ' ' ? spec->sign : 0;
    size_t prefix = strlen(number->prefix), group = group_size(spec);
    size_t around = (sign != 0) + prefix + number->rest_size;
    int64_t zero_width = spec->fill == '0' && spec->align == '=' ? spec->width - (int64_t)around : 0;
    size_t places = places_for_width(number->digit_count, group, spec->grouping != 0, zero_width);
    size_t separators = spec->grouping && places ? (places - 1) / group : 0;
    ASSERT(places >= number->digit_count);
    size_t length = around + places + separators;
    size_t missing = spec->width > (int64_t)length ? (size_t)spec->width - length : 0;
    size_t left = spec->align == '>' ? missing : spec->align == '^' ? missing / 2 : 0;
    builder_add_repeated(vm, builder, spec->fill, left);
    builder_add(vm, builder, &sign, sign != 0);
    builder_add(vm, builder, number->prefix, prefix);
    if (spec->align == '=')
        builder_add_repeated(vm, builder, spec->fill, missing);
    add_digits(vm, builder, number, places, group, spec->grouping);
    builder_add(vm, builder, number->rest, number->rest_size);
    if (spec->align == '<' || spec->align == '^')
        builder_add_repeated(vm, builder, spec->fill, missing - left);
}

static Value format_char(Vm *vm, const FormatSpec *spec, Value number)
{
    ASSERT(spec->type == 'c');
    if (spec->sign)
        return raise_value_error(vm, "Sign not allowed with integer format specifier 'c'");
    if (spec->alternate)
        return raise_value_error(vm, "Alternate form (#) not allowed with integer format specifier 'c'");
    int64_t code_point;
    if (!int_fits_i64(vm, number, &code_point))
        return raise_error(vm, TYPE_OVERFLOW_ERROR, "Python int too large to convert to C long");
    if (code_point < 0 || code_point > UNICODE_MAX)
        return raise_error(vm, TYPE_OVERFLOW_ERROR, "%%c arg not in range(0x110000)");
    char bytes[UTF8_MAX_SIZE];
    return pad_text(vm, spec, bytes, utf8_write(bytes, (uint32_t)code_point), 1);
}

static Value format_integer(Vm *vm, const FormatSpec *spec, Value number)
{
    if (spec->precision >= 0)
        return raise_value_error(vm, "Precision not allowed in integer format specifier");
    if (spec->no_minus_zero)
        return raise_value_error(vm, "Negative zero coercion (z) not allowed in integer format specifier");
    if (spec->type == 'c')
        return format_char(vm, spec, number);
    int base = spec->type == 'b' ? 2 : spec->type == 'o' ? 8 : (spec->type | 0x20) == 'x' ? 16 : 10;
    Value text = int_to_text(vm, number, base);
    if (value_is_error(text))
        return VALUE_ERROR;
    Str *digits = value_to_str(text);
    bool negative = digits->bytes[0] == '-';
    NumberText parts = {.negative = negative, .prefix = "", .digits = digits->bytes + negative,
                        .digit_count = digits->size - negative, .rest = ""};
    if (spec->alternate && base != 10)
        parts.prefix = base == 2 ? "0b" : base == 8 ? "0o" : spec->type == 'x' ? "0x" : "0X";
    StrBuilder builder = {0};
    builder_add_number(vm, &builder, spec, &parts);
    value_drop(vm, text);
    if (spec->type == 'X')
        for (size_t i = 0; i < builder.size; i++)
            if (builder.bytes[i] >= 'a' && builder.bytes[i] <= 'f')
                builder.bytes[i] = (char)(builder.bytes[i] - 0x20);
    return builder_finish(vm, &builder);
}

Value int_format_spec(Vm *vm, Value number, Value spec_text)
{
    if (value_to_str(spec_text)->size == 0)
        return value_is_int(number) ? int_to_text(vm, number, 10) : value_str(vm, number);
    FormatSpec spec;
    if (!format_spec_parse(vm, spec_text, number, '>', &spec))
        return VALUE_ERROR;
    switch (spec.type) {
    case 0:
    case 'b':
    case 'c':
    case 'd':
    case 'n':
    case 'o':
    case 'x':
    case 'X':
        return format_integer(vm, &spec, number);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%': {
        double converted;
        if (!int_to_double(vm, number, &converted))
            return VALUE_ERROR;
        return format_double(vm, &spec, converted);
    }
    default:
        return format_unknown_type(vm, &spec, number);
    }
}
