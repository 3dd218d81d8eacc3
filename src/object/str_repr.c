/* repr() and ascii() of str. */
#include <stdio.h>

#include "object/str_method.h"
#include "object/unicode.h"

/* Printable ASCII but for the quote and the backslash stands for itself. */
static inline bool is_plain(char byte, char quote)
{
    return byte >= ' ' && byte < 127 && byte != quote && byte != '\\';
}

static char choose_quote(const Str *str)
{
    bool single = memchr(str->bytes, '\'', str->size) != NULL;
    return single && !memchr(str->bytes, '"', str->size) ? '"' : '\'';
}

static void add_escape(Vm *vm, StrBuilder *builder, uint32_t code_point)
{
    char escape[12];
    int size = code_point < 0x100     ? snprintf(escape, sizeof escape, "\\x%02x", code_point)
               : code_point < 0x10000 ? snprintf(escape, sizeof escape, "\\u%04x", code_point)
                                      : snprintf(escape, sizeof escape, "\\U%08x", code_point);
    builder_add(vm, builder, escape, (size_t)size);
}

static void add_repr_of_char(Vm *vm, StrBuilder *builder, uint32_t code_point, char quote)
{
    char short_escape[2] = {'\\', (char)code_point};
    switch (code_point) {
    case '\n': short_escape[1] = 'n'; break;
    case '\r': short_escape[1] = 'r'; break;
    case '\t': short_escape[1] = 't'; break;
    case '\\': break;
    default:
        if (code_point == (unsigned char)quote)
            break;
        if (unicode_is_printable(code_point))
            builder_add_char(vm, builder, code_point);
        else
            add_escape(vm, builder, code_point);
        return;
    }
    builder_add(vm, builder, short_escape, 2);
}

Value str_repr_of(Vm *vm, Value self)
{
    const Str *str = value_to_str(self);
    char quote = choose_quote(str);
    const char *at = str->bytes, *end = str->bytes + str->size;
    StrBuilder builder = {0};
    builder_add(vm, &builder, &quote, 1);
    while (at < end) {
        const char *plain = at;
        while (at < end && is_plain(*at, quote))
            at++;
        builder_add(vm, &builder, plain, (size_t)(at - plain));
        if (at < end)
            add_repr_of_char(vm, &builder, utf8_read(&at), quote);
    }
    builder_add(vm, &builder, &quote, 1);
    return builder_finish(vm, &builder);
}

Value str_escape_non_ascii(Vm *vm, Value self)
{
    const Str *str = value_to_str(self);
    if (str_is_ascii(str))
        return str_exact(vm, self);
    StrBuilder builder = {0};
    for (const char *at = str->bytes, *end = str->bytes + str->size; at < end;) {
        uint32_t code_point = utf8_read(&at);
        if (code_point < 128)
            builder_add_char(vm, &builder, code_point);
        else
            add_escape(vm, &builder, code_point);
    }
    return builder_finish(vm, &builder);
}
