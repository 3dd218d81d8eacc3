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

Value complex_m_format(Vm *vm, const Value *args)
{
    if (!value_is_str(vm, args[1]))
        return raise_format_argument(vm, args[1]);
    return complex_format_spec(vm, args[0], args[1]);
}
