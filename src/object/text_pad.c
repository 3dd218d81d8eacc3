/* Padding to a width, for str and bytes: center, ljust, rjust, zfill, expandtabs. */
#include "object/str_method.h"
#include "object/unicode.h"

static Value too_long(Vm *vm, TextKind kind)
{
    return raise_error(vm, TYPE_OVERFLOW_ERROR, kind == TEXT_STR ? "padded string is too long" : "result too long");
}

Value text_pad(Vm *vm, const Text *text, size_t length, int64_t width, const char *fill, size_t fill_size, PadSide side)
{
    if (width <= (int64_t)length)
        return text_part(vm, text, 0, text->size);
    ASSERT(fill_size > 0);
    size_t missing = (size_t)width - length, left = 0, padding, size;
    if (side == PAD_LEFT)
        left = missing;
    else if (side == PAD_CENTER) /* an odd one goes to the left when the width is odd */
        left = missing / 2 + (missing & (size_t)width & 1);
    if (__builtin_mul_overflow(missing, fill_size, &padding) || __builtin_add_overflow(padding, text->size, &size) ||
        size > PTRDIFF_MAX)
        return too_long(vm, text->kind);
    char *place;
    Value result = text_new_raw(vm, text->kind, size, &place);
    if (value_is_error(result))
        return VALUE_ERROR;
    if (left)
        bytes_fill_repeated(place, fill, fill_size, left * fill_size);
    place += left * fill_size;
    memcpy(place, text->bytes, text->size);
    if (missing > left)
        bytes_fill_repeated(place + text->size, fill, fill_size, (missing - left) * fill_size);
    return text_finish(text->kind, result);
}

Value text_zfill(Vm *vm, const Text *text, size_t length, int64_t width)
{
    if (width <= (int64_t)length)
        return text_part(vm, text, 0, text->size);
    size_t missing = (size_t)width - length;
    if (missing > PTRDIFF_MAX - text->size)
        return too_long(vm, text->kind);
    char *place;
    Value result = text_new_raw(vm, text->kind, text->size + missing, &place);
    if (value_is_error(result))
        return VALUE_ERROR;
    size_t sign = text->size && (text->bytes[0] == '+' || text->bytes[0] == '-');
    memcpy(place, text->bytes, sign);
    memset(place + sign, '0', missing);
    memcpy(place + sign + missing, text->bytes + sign, text->size - sign);
    return text_finish(text->kind, result);
}

/* The column after a character, and how many spaces a tab becomes. */
static size_t tab_spaces(int64_t tab_size, size_t column)
{
    return tab_size > 0 ? (size_t)tab_size - column % (size_t)tab_size : 0;
}

static bool expanded_size(const Text *text, int64_t tab_size, size_t *size)
{
    ASSERT(memchr(text->bytes, '\t', text->size) != NULL);
    size_t column = 0;
    *size = text->size;
    for (size_t i = 0; i < text->size; i++) {
        char byte = text->bytes[i];
        if (byte == '\t') {
            size_t spaces = tab_spaces(tab_size, column);
            column += spaces;
            if (__builtin_add_overflow(*size - 1, spaces, size) || *size > PTRDIFF_MAX)
                return false;
        } else if (byte == '\n' || byte == '\r') {
            column = 0;
        } else if (text->kind != TEXT_STR || !utf8_is_continuation(byte)) {
            column++;
        }
    }
    return true;
}

Value text_expand_tabs(Vm *vm, const Text *text, int64_t tab_size)
{
    if (text->size == 0 || !memchr(text->bytes, '\t', text->size))
        return text_part(vm, text, 0, text->size);
    size_t size, column = 0;
    if (!expanded_size(text, tab_size, &size))
        return raise_error(vm, TYPE_OVERFLOW_ERROR, text->kind == TEXT_STR ? "new string is too long" : "result too long");
    if (size == 0)
        return text_part(vm, text, 0, 0);
    char *place;
    Value result = text_new_raw(vm, text->kind, size, &place);
    if (value_is_error(result))
        return VALUE_ERROR;
    for (size_t i = 0; i < text->size; i++) {
        char byte = text->bytes[i];
        if (byte == '\t') {
            size_t spaces = tab_spaces(tab_size, column);
            memset(place, ' ', spaces);
            place += spaces;
            column += spaces;
            continue;
        }
        *place++ = byte;
        if (byte == '\n' || byte == '\r')
            column = 0;
        else if (text->kind != TEXT_STR || !utf8_is_continuation(byte))
            column++;
    }
    return text_finish(text->kind, result);
}
