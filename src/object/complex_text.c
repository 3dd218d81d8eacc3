/* complex from text and to text: "(1+2j)", "2j". */
#include "object/complex.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "object/raise.h"
#include "object/str.h"

/* from text ------------------------------------------------------------------------- */

typedef struct {
    const char *next, *end;
} Reader;

static void skip_spaces(Reader *reader)
{
    while (reader->next < reader->end && text_is_space(*reader->next))
        reader->next++;
}

static bool at_char(const Reader *reader, const char *accepted)
{
    return reader->next < reader->end && *reader->next && strchr(accepted, *reader->next);
}

static bool read_number(Reader *reader, double *number)
{
    const char *stop = float_read_prefix(reader->next, reader->end, number);
    if (stop)
        reader->next = stop;
    return stop != NULL;
}

/* A float, or a sign alone, which stands for 1 before the j. */
static void read_imaginary(Reader *reader, double *number)
{
    if (read_number(reader, number))
        return;
    *number = at_char(reader, "-") ? -1.0 : 1.0;
    if (at_char(reader, "+-"))
        reader->next++;
}

static bool take_j(Reader *reader)
{
    if (!at_char(reader, "jJ"))
        return false;
    reader->next++;
    return true;
}

/* What stands between the spaces and parentheses. */
static bool read_parts(Reader *reader, Complex *result)
{
    double first;
    *result = (Complex){0};
    if (!read_number(reader, &first)) {
        read_imaginary(reader, &result->imaginary);
        return take_j(reader);
    }
    if (at_char(reader, "+-")) {
        result->real = first;
        read_imaginary(reader, &result->imaginary);
        return take_j(reader);
    }
    if (take_j(reader))
        result->imaginary = first;
    else
        result->real = first;
    return true;
}

static bool read_complex(const char *text, size_t size, Complex *result)
{
    Reader reader = {text, text + size};
    skip_spaces(&reader);
    bool parenthesis = at_char(&reader, "(");
    if (parenthesis) {
        reader.next++;
        skip_spaces(&reader);
    }
    if (!read_parts(&reader, result))
        return false;
    skip_spaces(&reader);
    if (parenthesis) {
        if (!at_char(&reader, ")"))
            return false;
        reader.next++;
        skip_spaces(&reader);
    }
    return reader.next == reader.end;
}

/* Is every underscore between two digits? */
static bool underscores_valid(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (text[i] == '_' && !(i > 0 && isdigit((unsigned char)text[i - 1]) && i + 1 < size && isdigit((unsigned char)text[i + 1])))
            return false;
    return true;
}

bool complex_parse(Vm *vm, Value text, Complex *number)
{
    const char *bytes = value_to_str(text)->bytes;
    size_t size = value_to_str(text)->size;
    bool valid;
    if (!underscores_valid(bytes, size))
        return raise_false(vm, TYPE_VALUE_ERROR, "could not convert string to complex: %R", text);
    if (text_is_ascii(bytes, size)) {
        valid = read_complex(bytes, size, number);
    } else {
        char *copy = number_text_to_ascii(vm, bytes, &size);
        if (!copy)
            return false;
        valid = read_complex(copy, size, number);
        free(copy);
    }
    return valid || raise_false(vm, TYPE_VALUE_ERROR, "complex() arg is a malformed string");
}

/* to text ------------------------------------------------------------------------------ */

static bool real_part_hidden(Complex number) { return number.real == 0 && !signbit(number.real); }

Value complex_slot_repr(Vm *vm, Value self)
{
    Complex number = complex_value(self);
    char text[80], *c = text;
    bool hidden = real_part_hidden(number);
    if (!hidden) {
        *c++ = '(';
        c += float_text(number.real, c, false);
        if (!signbit(number.imaginary) || isnan(number.imaginary))
            *c++ = '+';
    }
    c += float_text(number.imaginary, c, false);
    *c++ = 'j';
    if (!hidden)
        *c++ = ')';
    return str_new(vm, text, (size_t)(c - text));
}

/* A format specification taken apart: each part is formatted without fill and
 * width, the whole is then padded as a str. */
typedef struct {
    size_t fill_size;       /* of the fill character; 0: none given */
    char align;             /* 0: none given */
    char sign;              /* 0: none given */
    char flags[3];          /* 'z' and '#' as given */
    size_t width_at, width_end;
    size_t rest_at;         /* grouping and precision */
    char type;              /* 0: none given */
    bool has_precision, has_grouping;
} ComplexSpec;

static bool is_align(char c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

static size_t character_size(const char *text, size_t size)
{
    size_t count = 1;
    while (count < size && ((unsigned char)text[count] & 0xC0) == 0x80)
        count++;
    return count;
}

static bool spec_check(Vm *vm, const ComplexSpec *spec, bool zero)
{
    if (spec->type && !strchr("eEfFgGn", spec->type)) {
        char code[2] = {spec->type, 0};
        return raise_false(vm, TYPE_VALUE_ERROR, "Unknown format code '%s' for object of type 'complex'", code);
    }
    if (zero)
        return raise_false(vm, TYPE_VALUE_ERROR, "Zero padding is not allowed in complex format specifier");
    if (spec->align == '=')
        return raise_false(vm, TYPE_VALUE_ERROR, "'=' alignment flag is not allowed in complex format specifier");
    return true;
}

static bool spec_read(Vm *vm, Value format, ComplexSpec *spec)
{
    const char *text = value_to_str(format)->bytes;
    size_t size = value_to_str(format)->size;
    size_t at = 0, first = size ? character_size(text, size) : 0;
    if (first < size && is_align(text[first])) {
        spec->fill_size = first;
        spec->align = text[first];
        at = first + 1;
    } else if (size && is_align(text[0])) {
        spec->align = text[0];
        at = 1;
    }
    if (at < size && strchr("+- ", text[at]))
        spec->sign = text[at++];
    size_t flags = 0;
    if (at < size && text[at] == 'z')
        spec->flags[flags++] = text[at++];
    if (at < size && text[at] == '#')
        spec->flags[flags++] = text[at++];
    bool zero = at < size && text[at] == '0' && !spec->align;
    spec->width_at = at;
    while (at < size && text[at] >= '0' && text[at] <= '9')
        at++;
    spec->width_end = spec->rest_at = at;
    if (at < size && (text[at] == ',' || text[at] == '_')) {
        spec->has_grouping = true;
        at++;
    }
    if (at < size && text[at] == '.') {
        spec->has_precision = true;
        size_t digits = ++at;
        while (at < size && text[at] >= '0' && text[at] <= '9')
            at++;
        if (at == digits)
            return raise_false(vm, TYPE_VALUE_ERROR, "Format specifier missing precision");
    }
    if (at + 1 < size)
        return raise_false(vm, TYPE_VALUE_ERROR, "Invalid format specifier '%V' for object of type 'complex'", format);
    spec->type = at < size ? text[at] : 0;
    return spec_check(vm, spec, zero);
}

/* One part formatted as a float with the given sign option (0: none). */
static Value format_part(Vm *vm, double number, const char *text, const ComplexSpec *spec, char sign, size_t rest_size)
{
    StrBuilder builder = {0};
    if (sign)
        builder_add(vm, &builder, &sign, 1);
    builder_add_c(vm, &builder, spec->flags);
    builder_add(vm, &builder, text + spec->rest_at, rest_size);
    if (!spec->type)
        builder_add_c(vm, &builder, spec->has_precision ? "g" : "");
    else
        builder_add(vm, &builder, &spec->type, 1);
    Value part_spec = builder_finish(vm, &builder);
    if (value_is_error(part_spec))
        return VALUE_ERROR;
    Value part = float_format_spec(vm, number, part_spec);
    value_drop(vm, part_spec);
    return part;
}

static void add_part(Vm *vm, StrBuilder *builder, Value part, bool as_repr)
{
    if (value_is_error(part)) {
        builder->failed = true;
        return;
    }
    const Str *str = value_to_str(part);
    size_t size = str->size;
    if (as_repr && size > 2 && memcmp(str->bytes + size - 2, ".0", 2) == 0)
        size -= 2;
    builder_add(vm, builder, str->bytes, size);
    value_drop(vm, part);
}

static Value format_parts(Vm *vm, Complex number, const char *text, size_t size, const ComplexSpec *spec)
{
    bool plain = !spec->type;
    bool as_repr = plain && !spec->has_precision;
    bool hidden = plain && real_part_hidden(number);
    size_t rest_size = size - spec->rest_at - (spec->type != 0);
    StrBuilder builder = {0};
    if (plain && !hidden)
        builder_add_c(vm, &builder, "(");
    if (!hidden)
        add_part(vm, &builder, format_part(vm, number.real, text, spec, spec->sign, rest_size), as_repr);
    add_part(vm, &builder, format_part(vm, number.imaginary, text, spec, hidden ? spec->sign : '+', rest_size), as_repr);
    builder_add_c(vm, &builder, plain && !hidden ? "j)" : "j");
    if (builder.failed) {
        builder_discard(vm, &builder);
        return VALUE_ERROR;
    }
    return builder_finish(vm, &builder);
}

/* Pads to the width; numbers go to the right unless the spec says otherwise. */
static Value pad(Vm *vm, Value body, const char *text, const ComplexSpec *spec)
{
    StrBuilder builder = {0};
    builder_add(vm, &builder, text, spec->fill_size);
    char align = spec->align ? spec->align : '>';
    builder_add(vm, &builder, &align, 1);
    builder_add(vm, &builder, text + spec->width_at, spec->width_end - spec->width_at);
    Value pad_spec = builder_finish(vm, &builder);
    if (value_is_error(pad_spec))
        return VALUE_ERROR;
    Value padded = str_format_spec(vm, body, pad_spec);
    value_drop(vm, pad_spec);
    return padded;
}

Value complex_m_format(Vm *vm, const Value *args)
{
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "__format__() argument must be str, not %T", args[1]);
    const char *text = value_to_str(args[1])->bytes;
    size_t size = value_to_str(args[1])->size;
    if (size == 0)
        return complex_slot_repr(vm, args[0]);
    ComplexSpec spec = {0};
    if (!spec_read(vm, args[1], &spec))
        return VALUE_ERROR;
    Value body = format_parts(vm, complex_value(args[0]), text, size, &spec);
    if (value_is_error(body) || spec.width_end == spec.width_at)
        return body;
    Value padded = pad(vm, body, text, &spec);
    value_drop(vm, body);
    return padded;
}
