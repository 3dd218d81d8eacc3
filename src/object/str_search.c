/* Methods of str that look for something in it: find and its like, replace,
 * startswith, partition, split, strip. */
#include "object/container.h"
#include "object/str_method.h"
#include "object/unicode.h"

bool str_find_char(const Str *haystack, const Str *needle)
{
    return bytes_find(haystack->bytes, haystack->size, needle->bytes, needle->size) != NULL;
}

/* The stretch of a str that start and end arguments name. */
typedef struct {
    size_t from, to;             /* code points; nothing matches when from > to */
    const char *bytes, *end; /* valid when from <= to */
} Stretch;

static bool read_stretch(Vm *vm, const Value *args, Stretch *stretch)
{
    const Str *str = value_to_str(args[0]);
    if (!text_bounds(vm, args[2], args[3], str->length, &stretch->from, &stretch->to))
        return false;
    if (stretch->from <= stretch->to) {
        stretch->bytes = str->bytes + str_offset(str, stretch->from);
        stretch->end = stretch->to == str->length ? str->bytes + str->size : str->bytes + str_offset(str, stretch->to);
    }
    return true;
}

typedef enum { FOUND, NOT_FOUND, FIND_ERROR } FindResult;

static FindResult find_in(Vm *vm, const Value *args, const char *what, bool last, size_t *index)
{
    if (!text_str_argument(vm, args[1], what))
        return FIND_ERROR;
    Stretch stretch;
    if (!read_stretch(vm, args, &stretch))
        return FIND_ERROR;
    if (stretch.from > stretch.to)
        return NOT_FOUND;
    const Str *str = value_to_str(args[0]), *needle = value_to_str(args[1]);
    size_t size = (size_t)(stretch.end - stretch.bytes);
    const char *found = (last ? bytes_find_last : bytes_find)(stretch.bytes, size, needle->bytes, needle->size);
    if (!found)
        return NOT_FOUND;
    *index = str_index_of_offset(str, (size_t)(found - str->bytes));
    return FOUND;
}

static Value find_result(FindResult result, size_t index)
{
    if (result == FIND_ERROR)
        return VALUE_ERROR;
    return value_from_int(result == FOUND ? (int64_t)index : -1);
}

static Value index_result(Vm *vm, FindResult result, size_t index)
{
    if (result == NOT_FOUND)
        return raise_value_error(vm, "substring not found");
    return find_result(result, index);
}

Value str_m_find(Vm *vm, const Value *args)
{
    size_t index = 0;
    FindResult result = find_in(vm, args, "find() argument 1", false, &index);
    return find_result(result, index);
}

Value str_m_rfind(Vm *vm, const Value *args)
{
    size_t index = 0;
    FindResult result = find_in(vm, args, "rfind() argument 1", true, &index);
    return find_result(result, index);
}

Value str_m_index(Vm *vm, const Value *args)
{
    size_t index = 0;
    FindResult result = find_in(vm, args, "index() argument 1", false, &index);
    return index_result(vm, result, index);
}

Value str_m_rindex(Vm *vm, const Value *args)
{
    size_t index = 0;
    FindResult result = find_in(vm, args, "rindex() argument 1", true, &index);
    return index_result(vm, result, index);
}

Value str_m_count(Vm *vm, const Value *args)
{
    Stretch stretch;
    if (!text_str_argument(vm, args[1], "count() argument 1") || !read_stretch(vm, args, &stretch))
        return VALUE_ERROR;
    if (stretch.from > stretch.to)
        return value_from_int(0);
    const Str *needle = value_to_str(args[1]);
    if (needle->size == 0)
        return value_from_int((int64_t)(stretch.to - stretch.from + 1));
    size_t size = (size_t)(stretch.end - stretch.bytes);
    return value_from_int((int64_t)bytes_count(stretch.bytes, size, needle->bytes, needle->size, SIZE_MAX));
}

Value str_m_replace(Vm *vm, const Value *args)
{
    int64_t count;
    if (!text_str_argument(vm, args[1], "replace() argument 1") || !text_str_argument(vm, args[2], "replace() argument 2") ||
        !value_to_i64(vm, args[3], &count))
        return VALUE_ERROR;
    Text text = text_of_str(args[0]), old = text_of_str(args[1]), new = text_of_str(args[2]);
    return text_replace(vm, &text, &old, &new, count);
}

static bool matches_end(const Stretch *stretch, Value affix, bool at_start)
{
    if (stretch->from > stretch->to)
        return false;
    const Str *part = value_to_str(affix);
    if (part->size > (size_t)(stretch->end - stretch->bytes))
        return false;
    return memcmp(at_start ? stretch->bytes : stretch->end - part->size, part->bytes, part->size) == 0;
}

static Value starts_or_ends(Vm *vm, const Value *args, const char *name, bool at_start)
{
    Stretch stretch;
    if (!read_stretch(vm, args, &stretch))
        return VALUE_ERROR;
    if (value_is_str(vm, args[1]))
        return value_from_bool(matches_end(&stretch, args[1], at_start));
    if (!value_is_tuple(vm, args[1]))
        return raise_type_error(vm, "%s first arg must be str or a tuple of str, not %.100T", name, args[1]);
    const Tuple *tuple = value_to_tuple(args[1]);
    for (size_t i = 0; i < tuple->count; i++) {
        if (!value_is_str(vm, tuple->items[i]))
            return raise_type_error(vm, "tuple for %s must only contain str, not %.100T", name, tuple->items[i]);
        if (matches_end(&stretch, tuple->items[i], at_start))
            return VALUE_TRUE;
    }
    return VALUE_FALSE;
}

Value str_m_startswith(Vm *vm, const Value *args) { return starts_or_ends(vm, args, "startswith", true); }
Value str_m_endswith(Vm *vm, const Value *args) { return starts_or_ends(vm, args, "endswith", false); }

Value str_m_removeprefix(Vm *vm, const Value *args)
{
    if (!text_str_argument(vm, args[1], "removeprefix() argument"))
        return VALUE_ERROR;
    Text text = text_of_str(args[0]), prefix = text_of_str(args[1]);
    bool found = prefix.size <= text.size && memcmp(text.bytes, prefix.bytes, prefix.size) == 0;
    return text_part(vm, &text, found ? prefix.size : 0, text.size);
}

Value str_m_removesuffix(Vm *vm, const Value *args)
{
    if (!text_str_argument(vm, args[1], "removesuffix() argument"))
        return VALUE_ERROR;
    Text text = text_of_str(args[0]), suffix = text_of_str(args[1]);
    bool found = suffix.size <= text.size && memcmp(text.bytes + text.size - suffix.size, suffix.bytes, suffix.size) == 0;
    return text_part(vm, &text, 0, found ? text.size - suffix.size : text.size);
}

static Value partition(Vm *vm, const Value *args, bool from_right)
{
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "must be str, not %.100T", args[1]);
    Text text = text_of_str(args[0]), separator = text_of_str(args[1]);
    if (separator.size == 0)
        return raise_value_error(vm, "empty separator");
    return text_partition(vm, &text, &separator, args[1], from_right);
}

Value str_m_partition(Vm *vm, const Value *args) { return partition(vm, args, false); }
Value str_m_rpartition(Vm *vm, const Value *args) { return partition(vm, args, true); }

static Value split(Vm *vm, const Value *args, bool from_right)
{
    int64_t limit;
    if (!value_to_i64(vm, args[2], &limit))
        return VALUE_ERROR;
    size_t most = limit < 0 ? SIZE_MAX : (size_t)limit;
    Text text = text_of_str(args[0]);
    if (value_is_none(args[1]))
        return (from_right ? text_split_space_right : text_split_space)(vm, &text, most);
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "must be str or None, not %.100T", args[1]);
    const Str *separator = value_to_str(args[1]);
    if (separator->size == 0)
        return raise_value_error(vm, "empty separator");
    return (from_right ? text_split_right : text_split)(vm, &text, separator->bytes, separator->size, most);
}

Value str_m_split(Vm *vm, const Value *args) { return split(vm, args, false); }
Value str_m_rsplit(Vm *vm, const Value *args) { return split(vm, args, true); }

Value str_m_splitlines(Vm *vm, const Value *args)
{
    int keep = value_truth(vm, args[1]);
    if (keep < 0)
        return VALUE_ERROR;
    Text text = text_of_str(args[0]);
    return text_split_lines(vm, &text, keep);
}

static Value strip(Vm *vm, const Value *args, const char *name, StripSide side)
{
    Text text = text_of_str(args[0]);
    if (value_is_none(args[1]))
        return text_strip(vm, &text, NULL, side);
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "%s arg must be None or str", name);
    Text set = text_of_str(args[1]);
    return text_strip(vm, &text, &set, side);
}

Value str_m_strip(Vm *vm, const Value *args) { return strip(vm, args, "strip", STRIP_BOTH); }
Value str_m_lstrip(Vm *vm, const Value *args) { return strip(vm, args, "lstrip", STRIP_LEFT); }
Value str_m_rstrip(Vm *vm, const Value *args) { return strip(vm, args, "rstrip", STRIP_RIGHT); }
