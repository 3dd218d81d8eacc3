/* Message formatting: printf's directives and %V %R %T %N (object/raise.h).
 *
 * printf's own directives are handed to snprintf one at a time, so the two
 * never disagree about what the next argument is. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdio.h>

#include "object/call.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/str_method.h"
#include "object/type.h"
#include "object/unicode.h"

/* A va_list that can be handed on by pointer. */
typedef struct {
    va_list list;
} Arguments;

/* One directive: from '%' to its letter. */
typedef struct {
    const char *start; /* the '%' */
    size_t size;       /* including the letter */
    int precision;     /* -1: none */
    bool counts_bytes; /* `.*`: the precision is a size in bytes, as for a piece of a longer text */
    enum { SIZE_INT, SIZE_LONG, SIZE_LONG_LONG, SIZE_SIZE } argument_size;
    char letter;
} Directive;

/* Reads the directive at format, which points behind the '%'. */
static Directive read_directive(const char *percent, Arguments *arguments)
{
    Directive directive = {.start = percent, .precision = -1};
    const char *at = percent + 1;
    at += strspn(at, "-+ #0123456789");
    if (*at == '.') {
        directive.precision = 0;
        if (at[1] == '*') {
            directive.precision = va_arg(arguments->list, int);
            directive.counts_bytes = true;
            at++;
        }
        for (at++; *at >= '0' && *at <= '9'; at++)
            directive.precision = directive.precision * 10 + (*at - '0');
    }
    for (; *at == 'l' || *at == 'z' || *at == 't' || *at == 'j'; at++)
        directive.argument_size = *at != 'l'                             ? SIZE_SIZE
                                  : directive.argument_size == SIZE_LONG ? SIZE_LONG_LONG
                                                                         : SIZE_LONG;
    directive.letter = *at;
    directive.size = (size_t)(at - percent) + (*at != 0);
    return directive;
}

static void add_number(Vm *vm, StrBuilder *builder, const Directive *directive, Arguments *arguments)
{
    char format[32], text[128];
    ASSERT(directive->size < sizeof format);
    memcpy(format, directive->start, directive->size);
    format[directive->size] = 0;
    int size = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    if (directive->letter == 'p')
        size = snprintf(text, sizeof text, format, va_arg(arguments->list, void *));
    else if (strchr("eEfFgGaA", directive->letter))
        size = snprintf(text, sizeof text, format, va_arg(arguments->list, double));
    else if (directive->argument_size == SIZE_INT)
        size = snprintf(text, sizeof text, format, va_arg(arguments->list, int));
    else if (directive->argument_size == SIZE_LONG_LONG)
        size = snprintf(text, sizeof text, format, va_arg(arguments->list, long long));
    else /* long and size_t are both 64 bits wide */
        size = snprintf(text, sizeof text, format, va_arg(arguments->list, long));
#pragma GCC diagnostic pop
    builder_add(vm, builder, text, size_min((size_t)size, sizeof text - 1));
}

/* Adds text cut to precision code points. */
static void add_clipped(Vm *vm, StrBuilder *builder, const char *bytes, size_t size, int precision)
{
    const char *end = bytes;
    for (int left = precision; left > 0 && end < bytes + size; left--)
        end += utf8_size_of_lead(*end);
    builder_add(vm, builder, bytes, precision < 0 ? size : (size_t)(end - bytes));
}

static void add_value(Vm *vm, StrBuilder *builder, Value text, int precision)
{
    if (value_is_error(text)) {
        builder_discard(vm, builder);
        builder->failed = true;
        return;
    }
    add_clipped(vm, builder, value_to_str(text)->bytes, value_to_str(text)->size, precision);
    value_drop(vm, text);
}

static void add_directive(Vm *vm, StrBuilder *builder, const Directive *directive, Arguments *arguments)
{
    const char *text;
    switch (directive->letter) {
    case '%':
        builder_add(vm, builder, "%", 1);
        break;
    case 'c':
        builder_add_char(vm, builder, (uint32_t)va_arg(arguments->list, int));
        break;
    case 's':
        text = va_arg(arguments->list, const char *);
        if (directive->counts_bytes) {
            builder_add(vm, builder, text, (size_t)directive->precision);
            break;
        }
        add_clipped(vm, builder, text, directive->precision < 0 ? strlen(text) : strnlen(text, (size_t)directive->precision * 4),
                    directive->precision);
        break;
    case 'V':
        add_value(vm, builder, value_str(vm, va_arg(arguments->list, Value)), directive->precision);
        break;
    case 'R':
        add_value(vm, builder, value_repr(vm, va_arg(arguments->list, Value)), directive->precision);
        break;
    case 'T':
    case 'N':
        text = directive->letter == 'T' ? value_type_name(vm, va_arg(arguments->list, Value))
                                        : type_name(vm, va_arg(arguments->list, Type *));
        add_clipped(vm, builder, text, strlen(text), directive->precision);
        break;
    default:
        ASSERT(strchr("diuxXpeEfFgG", directive->letter));
        add_number(vm, builder, directive, arguments);
    }
}

static void add_formatted(Vm *vm, StrBuilder *builder, const char *format, Arguments *arguments)
{
    while (!builder->failed) {
        const char *percent = strchrnul(format, '%');
        builder_add(vm, builder, format, (size_t)(percent - format));
        if (!*percent)
            return;
        Directive directive = read_directive(percent, arguments);
        add_directive(vm, builder, &directive, arguments);
        format = percent + directive.size;
    }
}

void builder_add_format(Vm *vm, StrBuilder *builder, const char *format, ...)
{
    Arguments arguments;
    va_start(arguments.list, format);
    add_formatted(vm, builder, format, &arguments);
    va_end(arguments.list);
}

Value format_text_list(Vm *vm, const char *format, va_list list)
{
    Arguments arguments;
    va_copy(arguments.list, list);
    StrBuilder builder = {0};
    add_formatted(vm, &builder, format, &arguments);
    va_end(arguments.list);
    return builder_finish(vm, &builder);
}

Value format_text(Vm *vm, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    Value text = format_text_list(vm, format, list);
    va_end(list);
    return text;
}
