/* Finding, counting, replacing and parting at byte level, for str and bytes:
 * UTF-8 can be searched as bytes, since no sequence occurs inside another. */
#define _GNU_SOURCE
#include <string.h>

#include "object/container.h"
#include "object/str_method.h"
#include "object/unicode.h"

/* memchr for the first byte is several times faster than memmem where that byte
 * is rare; too many false starts hand over to memmem, whose time is linear. */
const char *bytes_find(const char *bytes, size_t size, const char *needle, size_t needle_size)
{
    if (needle_size == 0)
        return bytes;
    if (needle_size > size)
        return NULL;
    size_t candidates = size - needle_size + 1, misses = 0;
    for (const char *at = bytes;; at++) {
        at = memchr(at, (unsigned char)needle[0], candidates - (size_t)(at - bytes));
        if (!at || memcmp(at + 1, needle + 1, needle_size - 1) == 0)
            return at;
        size_t passed = (size_t)(at - bytes) + 1;
        if (++misses > 8 + passed / 32)
            return memmem(at + 1, size - passed, needle, needle_size);
    }
}

const char *bytes_find_last(const char *bytes, size_t size, const char *needle, size_t needle_size)
{
    if (needle_size == 0)
        return bytes + size;
    if (needle_size > size)
        return NULL;
    size_t candidates = size - needle_size + 1;
    while (candidates) {
        const char *found = memrchr(bytes, (unsigned char)needle[0], candidates);
        if (!found || memcmp(found, needle, needle_size) == 0)
            return found;
        candidates = (size_t)(found - bytes);
    }
    return NULL;
}

size_t bytes_count(const char *bytes, size_t size, const char *needle, size_t needle_size, size_t limit)
{
    ASSERT(needle_size > 0);
    const char *end = bytes + size;
    size_t count = 0;
    while (count < limit && (bytes = bytes_find(bytes, (size_t)(end - bytes), needle, needle_size)) != NULL) {
        count++;
        bytes += needle_size;
    }
    return count;
}

/* Characters of the text: what replacing "" goes between. */
static size_t count_characters(const Text *text)
{
    return text->kind == TEXT_STR ? utf8_count(text->bytes, text->size) : text->size;
}

static Value too_long(Vm *vm, TextKind kind)
{
    if (kind == TEXT_STR)
        return raise_error(vm, TYPE_OVERFLOW_ERROR, "replace string is too long");
    return raise_error(vm, TYPE_OVERFLOW_ERROR, "replace bytes is too long");
}

/* Puts new before each of the first count characters, and behind the last if
 * count is one more than there are. */
static Value replace_empty(Vm *vm, const Text *text, const Text *new, size_t limit)
{
    size_t count = size_min(limit, count_characters(text) + 1), added, size;
    if (__builtin_mul_overflow(count, new->size, &added) || __builtin_add_overflow(added, text->size, &size))
        return too_long(vm, text->kind);
    if (size == 0)
        return text_part(vm, text, 0, 0);
    char *place;
    Value result = text_new_raw(vm, text->kind, size, &place);
    if (value_is_error(result))
        return VALUE_ERROR;
    const char *from = text->bytes, *end = text->bytes + text->size;
    for (; count; count--) {
        memcpy(place, new->bytes, new->size);
        place += new->size;
        if (from == end)
            break;
        size_t step = text->kind == TEXT_STR ? utf8_size_of_lead(*from) : 1;
        memcpy(place, from, step);
        place += step;
        from += step;
    }
    ASSERT(from <= end);
    memcpy(place, from, (size_t)(end - from));
    return text_finish(text->kind, result);
}

/* Replaces in a copy, when old and new have one size. */
static Value replace_same_size(Vm *vm, const Text *text, const Text *old, const Text *new, size_t limit)
{
    const char *found = bytes_find(text->bytes, text->size, old->bytes, old->size);
    if (!found)
        return text_part(vm, text, 0, text->size);
    char *place;
    Value result = text_new_raw(vm, text->kind, text->size, &place);
    if (value_is_error(result))
        return VALUE_ERROR;
    memcpy(place, text->bytes, text->size);
    const char *end = text->bytes + text->size;
    for (; found && limit; limit--) {
        memcpy(place + (found - text->bytes), new->bytes, new->size);
        const char *behind = found + old->size;
        found = bytes_find(behind, (size_t)(end - behind), old->bytes, old->size);
    }
    return text_finish(text->kind, result);
}

static void fill_replaced(char *place, const Text *text, const Text *old, const Text *new, size_t count)
{
    const char *from = text->bytes, *end = text->bytes + text->size;
    for (; count; count--) {
        const char *found = bytes_find(from, (size_t)(end - from), old->bytes, old->size);
        ASSERT(found != NULL); /* they were counted */
        memcpy(place, from, (size_t)(found - from));
        place += found - from;
        memcpy(place, new->bytes, new->size);
        place += new->size;
        from = found + old->size;
    }
    memcpy(place, from, (size_t)(end - from));
}

Value text_replace(Vm *vm, const Text *text, const Text *old, const Text *new, int64_t limit)
{
    ASSERT(text->kind != TEXT_STR || (old->kind == TEXT_STR && new->kind == TEXT_STR));
    size_t most = limit < 0 ? SIZE_MAX : (size_t)limit;
    if (most == 0 || (old->size == new->size && memcmp(old->bytes, new->bytes, old->size) == 0))
        return text_part(vm, text, 0, text->size);
    if (old->size == 0)
        return replace_empty(vm, text, new, most);
    if (old->size == new->size)
        return replace_same_size(vm, text, old, new, most);
    size_t count = bytes_count(text->bytes, text->size, old->bytes, old->size, most);
    if (count == 0)
        return text_part(vm, text, 0, text->size);
    size_t added, size;
    if (__builtin_mul_overflow(count, new->size, &added) ||
        __builtin_add_overflow(added, text->size - count * old->size, &size))
        return too_long(vm, text->kind);
    if (size == 0)
        return text_part(vm, text, 0, 0);
    char *place;
    Value result = text_new_raw(vm, text->kind, size, &place);
    if (value_is_error(result))
        return VALUE_ERROR;
    fill_replaced(place, text, old, new, count);
    return text_finish(text->kind, result);
}

Value text_partition(Vm *vm, const Text *text, const Text *separator, Value separator_value, bool from_right)
{
    ASSERT(separator->size > 0);
    const char *found = from_right ? bytes_find_last(text->bytes, text->size, separator->bytes, separator->size)
                                   : bytes_find(text->bytes, text->size, separator->bytes, separator->size);
    Value parts[3];
    if (found) {
        size_t at = (size_t)(found - text->bytes);
        parts[0] = text_part(vm, text, 0, at);
        parts[1] = text->kind == TEXT_BYTEARRAY ? text_new(vm, text->kind, separator->bytes, separator->size)
                                                : value_share(separator_value);
        parts[2] = text_part(vm, text, at + separator->size, text->size);
    } else {
        parts[0] = from_right ? text_new(vm, text->kind, "", 0) : text_part(vm, text, 0, text->size);
        parts[1] = text_new(vm, text->kind, "", 0);
        parts[2] = from_right ? text_part(vm, text, 0, text->size) : text_new(vm, text->kind, "", 0);
    }
    for (int i = 0; i < 3; i++)
        if (value_is_error(parts[i])) {
            for (int j = 0; j < 3; j++)
                value_drop(vm, parts[j]);
            return VALUE_ERROR;
        }
    return tuple_new_take(vm, parts, 3);
}
