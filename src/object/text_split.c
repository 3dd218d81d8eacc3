/* Splitting and stripping, for str and bytes.
 *
 * White space is ASCII's for bytes and Unicode's for str; the two differ inside
 * ASCII as well (0x1c to 0x1f), hence the kind is asked. */
#include "object/container.h"
#include "object/str_method.h"
#include "object/unicode.h"

/* Size of the white space at place, 0 when there is none. */
static inline size_t space_at(const Text *text, const char *place)
{
    unsigned char byte = (unsigned char)*place;
    if (LIKELY(byte < 0x80)) {
        if (byte > ' ')
            return 0;
        return byte == ' ' || (byte >= 9 && byte <= 13) || (byte >= 0x1c && byte <= 0x1f && text->kind == TEXT_STR);
    }
    if (text->kind != TEXT_STR)
        return 0;
    const char *end = place;
    return unicode_is_space(utf8_read(&end)) ? (size_t)(end - place) : 0;
}

/* Size of the white space that ends at place. */
static size_t space_before(const Text *text, const char *place)
{
    const char *start = place - 1;
    while (text->kind == TEXT_STR && utf8_is_continuation(*start))
        start--;
    return space_at(text, start);
}

static bool append_part(Vm *vm, Value list, const Text *text, const char *start, const char *end)
{
    ASSERT(text->bytes <= start && start <= end && end <= text->bytes + text->size);
    Value part = text_part(vm, text, (size_t)(start - text->bytes), (size_t)(end - text->bytes));
    return !value_is_error(part) && list_append_take(vm, list, part);
}

static Value finish_list(Vm *vm, Value list, bool good)
{
    if (LIKELY(good))
        return list;
    value_drop(vm, list);
    return VALUE_ERROR;
}

/* Parts found from the right come last first. */
static Value finish_reversed(Vm *vm, Value list, bool good)
{
    List *parts = value_to_list(list);
    for (size_t i = 0, j = parts->count; good && i + 1 < j; i++) {
        j--;
        Value other = parts->items[i];
        parts->items[i] = parts->items[j];
        parts->items[j] = other;
    }
    return finish_list(vm, list, good);
}

Value text_split(Vm *vm, const Text *text, const char *separator, size_t separator_size, size_t limit)
{
    ASSERT(separator_size > 0);
    Value list = list_new(vm, NULL, 0);
    if (value_is_error(list))
        return VALUE_ERROR;
    const char *start = text->bytes, *end = text->bytes + text->size;
    bool good = true;
    for (; good && limit; limit--) {
        const char *found = bytes_find(start, (size_t)(end - start), separator, separator_size);
        if (!found)
            break;
        good = append_part(vm, list, text, start, found);
        start = found + separator_size;
    }
    return finish_list(vm, list, good && append_part(vm, list, text, start, end));
}

Value text_split_right(Vm *vm, const Text *text, const char *separator, size_t separator_size, size_t limit)
{
    ASSERT(separator_size > 0);
    Value list = list_new(vm, NULL, 0);
    if (value_is_error(list))
        return VALUE_ERROR;
    const char *start = text->bytes, *end = text->bytes + text->size;
    bool good = true;
    for (; good && limit; limit--) {
        const char *found = bytes_find_last(start, (size_t)(end - start), separator, separator_size);
        if (!found)
            break;
        good = append_part(vm, list, text, found + separator_size, end);
        end = found;
    }
    return finish_reversed(vm, list, good && append_part(vm, list, text, start, end));
}

static const char *skip_space(const Text *text, const char *at, const char *end)
{
    for (size_t step; at < end && (step = space_at(text, at)) != 0;)
        at += step;
    return at;
}

static const char *skip_word(const Text *text, const char *at, const char *end)
{
    while (at < end && !space_at(text, at))
        at += text->kind == TEXT_STR ? utf8_size_of_lead(*at) : 1;
    return at;
}

static const char *skip_space_back(const Text *text, const char *start, const char *at)
{
    for (size_t step; at > start && (step = space_before(text, at)) != 0;)
        at -= step;
    return at;
}

static const char *skip_word_back(const Text *text, const char *start, const char *at)
{
    while (at > start && !space_before(text, at)) {
        at--;
        while (text->kind == TEXT_STR && utf8_is_continuation(*at))
            at--;
    }
    return at;
}

Value text_split_space(Vm *vm, const Text *text, size_t limit)
{
    Value list = list_new(vm, NULL, 0);
    if (value_is_error(list))
        return VALUE_ERROR;
    const char *end = text->bytes + text->size;
    const char *at = skip_space(text, text->bytes, end);
    bool good = true;
    for (; good && limit && at < end; limit--) {
        const char *stop = skip_word(text, at, end);
        good = append_part(vm, list, text, at, stop);
        at = skip_space(text, stop, end);
    }
    if (good && at < end)
        good = append_part(vm, list, text, at, end);
    return finish_list(vm, list, good);
}

Value text_split_space_right(Vm *vm, const Text *text, size_t limit)
{
    Value list = list_new(vm, NULL, 0);
    if (value_is_error(list))
        return VALUE_ERROR;
    const char *start = text->bytes;
    const char *at = skip_space_back(text, start, text->bytes + text->size);
    bool good = true;
    for (; good && limit && at > start; limit--) {
        const char *first = skip_word_back(text, start, at);
        good = append_part(vm, list, text, first, at);
        at = skip_space_back(text, start, first);
    }
    if (good && at > start)
        good = append_part(vm, list, text, start, at);
    return finish_reversed(vm, list, good);
}

/* Size of the line end at place: \r\n is one. */
static size_t line_end_at(const Text *text, const char *place, const char *end)
{
    if (*place == '\n')
        return 1;
    if (*place == '\r')
        return place + 1 < end && place[1] == '\n' ? 2 : 1;
    if (text->kind != TEXT_STR)
        return 0;
    const char *behind = place;
    return unicode_is_line_break(utf8_read(&behind)) ? (size_t)(behind - place) : 0;
}

Value text_split_lines(Vm *vm, const Text *text, bool keep_ends)
{
    Value list = list_new(vm, NULL, 0);
    if (value_is_error(list))
        return VALUE_ERROR;
    const char *at = text->bytes, *end = text->bytes + text->size;
    bool good = true;
    while (good && at < end) {
        const char *start = at;
        size_t line_end = 0;
        while (at < end && (line_end = line_end_at(text, at, end)) == 0)
            at += text->kind == TEXT_STR ? utf8_size_of_lead(*at) : 1;
        const char *stop = at;
        at += line_end;
        good = append_part(vm, list, text, start, keep_ends ? at : stop);
    }
    return finish_list(vm, list, good);
}

/* Size of the character at place when set has it, else 0. */
static size_t member_at(const Text *text, const Text *set, const char *place)
{
    size_t size = text->kind == TEXT_STR ? utf8_size_of_lead(*place) : 1;
    return bytes_find(set->bytes, set->size, place, size) ? size : 0;
}

static size_t member_before(const Text *text, const Text *set, const char *place)
{
    const char *start = place - 1;
    while (text->kind == TEXT_STR && utf8_is_continuation(*start))
        start--;
    return member_at(text, set, start);
}

Value text_strip(Vm *vm, const Text *text, const Text *set, StripSide side)
{
    const char *start = text->bytes, *end = text->bytes + text->size;
    size_t step;
    if (side & STRIP_LEFT)
        while (start < end && (step = set ? member_at(text, set, start) : space_at(text, start)) != 0)
            start += step;
    if (side & STRIP_RIGHT)
        while (end > start && (step = set ? member_before(text, set, end) : space_before(text, end)) != 0)
            end -= step;
    return text_part(vm, text, (size_t)(start - text->bytes), (size_t)(end - text->bytes));
}
