/* The methods of bytes and bytearray that search, split, strip and pad, and
 * the two tables.  Both types share them: results are of self's kind. */
#include "object/bytes_method.h"
#include "object/container.h"
#include "object/number.h"

/* A bytes-like argument as a Text, to be shared when it is an exact bytes. */
static bool text_argument(Vm *vm, Value value, Text *text)
{
    BytesView view;
    if (!bytes_view(vm, value, &view))
        return false;
    *text = (Text){.bytes = view.bytes ? (const char *)view.bytes : "", .size = view.size,
                   .kind = value_is_bytearray(vm, value) ? TEXT_BYTEARRAY : TEXT_BYTES,
                   .whole = value_has_shape(value, TYPE_BYTES) ? value : VALUE_ABSENT};
    return true;
}

/* Searching. --------------------------------------------------------------- */

/* What find() looks for, an int or bytes-like, and where. */
typedef struct {
    Text text, needle;
    char byte; /* needle's, when it is an int */
    size_t from, to;
} Search;

static bool read_search(Vm *vm, const Value *args, Search *search)
{
    Value needle = args[1];
    if (!text_bounds(vm, args[2], args[3], text_of_bytes(vm, args[0]).size, &search->from, &search->to))
        return false;
    bool is_number = value_is_any_int(vm, needle) || value_type(vm, needle)->slots.unary[UNARY_INDEX];
    if (is_number) {
        uint8_t byte;
        if (!byte_argument(vm, needle, "byte", &byte))
            return false;
        search->byte = (char)byte;
        search->needle = (Text){.bytes = &search->byte, .size = 1};
    } else if (!value_is_bytes_like(vm, needle)) {
        return raise_false(vm, TYPE_TYPE_ERROR, "argument should be integer or bytes-like object, not '%.200T'", needle);
    }
    search->text = text_of_bytes(vm, args[0]);
    search->to = size_min(search->to, search->text.size); /* the arguments may have run code */
    return is_number || text_argument(vm, needle, &search->needle);
}

/* The index, -1: not there, -2: error. */
static int64_t find_in(Vm *vm, const Value *args, bool last)
{
    Search search;
    if (!read_search(vm, args, &search))
        return -2;
    if (search.from > search.to)
        return -1;
    const char *start = search.text.bytes + search.from;
    size_t size = search.to - search.from;
    const char *found = (last ? bytes_find_last : bytes_find)(start, size, search.needle.bytes, search.needle.size);
    return found ? found - search.text.bytes : -1;
}

static Value find_result(int64_t index) { return index == -2 ? VALUE_ERROR : value_from_int(index); }

static Value index_result(Vm *vm, int64_t index)
{
    return index == -1 ? raise_value_error(vm, "subsection not found") : find_result(index);
}

static Value bytes_m_find(Vm *vm, const Value *args) { return find_result(find_in(vm, args, false)); }
static Value bytes_m_rfind(Vm *vm, const Value *args) { return find_result(find_in(vm, args, true)); }
static Value bytes_m_index(Vm *vm, const Value *args) { return index_result(vm, find_in(vm, args, false)); }
static Value bytes_m_rindex(Vm *vm, const Value *args) { return index_result(vm, find_in(vm, args, true)); }

static Value bytes_m_count(Vm *vm, const Value *args)
{
    Search search;
    if (!read_search(vm, args, &search))
        return VALUE_ERROR;
    if (search.from > search.to)
        return value_from_int(0);
    size_t size = search.to - search.from;
    if (search.needle.size == 0)
        return value_from_int((int64_t)size + 1);
    const char *start = search.text.bytes + search.from;
    return value_from_int((int64_t)bytes_count(start, size, search.needle.bytes, search.needle.size, SIZE_MAX));
}

static bool matches_end(const Text *text, size_t from, size_t to, const Text *affix, bool at_start)
{
    if (from > to || affix->size > to - from)
        return false;
    return memcmp(text->bytes + (at_start ? from : to - affix->size), affix->bytes, affix->size) == 0;
}

static Value starts_or_ends(Vm *vm, const Value *args, const char *name, bool at_start)
{
    size_t from, to;
    if (!text_bounds(vm, args[2], args[3], text_of_bytes(vm, args[0]).size, &from, &to))
        return VALUE_ERROR;
    Text text = text_of_bytes(vm, args[0]), affix;
    to = size_min(to, text.size);
    if (!value_is_tuple(vm, args[1])) {
        if (!value_is_bytes_like(vm, args[1]))
            return raise_type_error(vm, "%s first arg must be bytes or a tuple of bytes, not %.100T", name, args[1]);
        return text_argument(vm, args[1], &affix) ? value_from_bool(matches_end(&text, from, to, &affix, at_start))
                                                  : VALUE_ERROR;
    }
    const Tuple *tuple = value_to_tuple(args[1]);
    for (size_t i = 0; i < tuple->count; i++) {
        if (!text_argument(vm, tuple->items[i], &affix))
            return VALUE_ERROR;
        if (matches_end(&text, from, to, &affix, at_start))
            return VALUE_TRUE;
    }
    return VALUE_FALSE;
}

static Value bytes_m_startswith(Vm *vm, const Value *args) { return starts_or_ends(vm, args, "startswith", true); }
static Value bytes_m_endswith(Vm *vm, const Value *args) { return starts_or_ends(vm, args, "endswith", false); }

static Value bytes_m_removeprefix(Vm *vm, const Value *args)
{
    Text prefix, text = text_of_bytes(vm, args[0]);
    if (!text_argument(vm, args[1], &prefix))
        return VALUE_ERROR;
    bool found = matches_end(&text, 0, text.size, &prefix, true);
    return text_part(vm, &text, found ? prefix.size : 0, text.size);
}

static Value bytes_m_removesuffix(Vm *vm, const Value *args)
{
    Text suffix, text = text_of_bytes(vm, args[0]);
    if (!text_argument(vm, args[1], &suffix))
        return VALUE_ERROR;
    bool found = matches_end(&text, 0, text.size, &suffix, false);
    return text_part(vm, &text, 0, found ? text.size - suffix.size : text.size);
}

static Value bytes_m_replace(Vm *vm, const Value *args)
{
    Text old, new;
    int64_t count;
    if (!text_argument(vm, args[1], &old) || !text_argument(vm, args[2], &new) || !value_to_i64(vm, args[3], &count))
        return VALUE_ERROR;
    Text text = text_of_bytes(vm, args[0]);
    if (!text_argument(vm, args[1], &old) || !text_argument(vm, args[2], &new)) /* the count may have run code */
        return VALUE_ERROR;
    return text_replace(vm, &text, &old, &new, count);
}

static Value partition(Vm *vm, const Value *args, bool from_right)
{
    Text separator, text = text_of_bytes(vm, args[0]);
    if (!text_argument(vm, args[1], &separator))
        return VALUE_ERROR;
    if (separator.size == 0)
        return raise_value_error(vm, "empty separator");
    return text_partition(vm, &text, &separator, args[1], from_right);
}

static Value bytes_m_partition(Vm *vm, const Value *args) { return partition(vm, args, false); }
static Value bytes_m_rpartition(Vm *vm, const Value *args) { return partition(vm, args, true); }

/* Splitting, stripping, joining. ------------------------------------------- */

static Value split(Vm *vm, const Value *args, bool from_right)
{
    int64_t limit;
    if (!value_to_i64(vm, args[2], &limit))
        return VALUE_ERROR;
    size_t most = limit < 0 ? SIZE_MAX : (size_t)limit;
    Text separator, text = text_of_bytes(vm, args[0]);
    if (value_is_none(args[1]))
        return (from_right ? text_split_space_right : text_split_space)(vm, &text, most);
    if (!text_argument(vm, args[1], &separator))
        return VALUE_ERROR;
    if (separator.size == 0)
        return raise_value_error(vm, "empty separator");
    return (from_right ? text_split_right : text_split)(vm, &text, separator.bytes, separator.size, most);
}

static Value bytes_m_split(Vm *vm, const Value *args) { return split(vm, args, false); }
static Value bytes_m_rsplit(Vm *vm, const Value *args) { return split(vm, args, true); }

static Value bytes_m_splitlines(Vm *vm, const Value *args)
{
    int keep = value_truth(vm, args[1]);
    if (keep < 0)
        return VALUE_ERROR;
    Text text = text_of_bytes(vm, args[0]);
    return text_split_lines(vm, &text, keep);
}

static Value strip(Vm *vm, const Value *args, StripSide side)
{
    Text set, text = text_of_bytes(vm, args[0]);
    if (value_is_none(args[1]))
        return text_strip(vm, &text, NULL, side);
    return text_argument(vm, args[1], &set) ? text_strip(vm, &text, &set, side) : VALUE_ERROR;
}

static Value bytes_m_strip(Vm *vm, const Value *args) { return strip(vm, args, STRIP_BOTH); }
static Value bytes_m_lstrip(Vm *vm, const Value *args) { return strip(vm, args, STRIP_LEFT); }
static Value bytes_m_rstrip(Vm *vm, const Value *args) { return strip(vm, args, STRIP_RIGHT); }

static Value join_items(Vm *vm, const Text *gap, const List *items)
{
    size_t size = 0;
    for (size_t i = 0; i < items->count; i++) {
        BytesView part;
        if (!bytes_view(vm, items->items[i], &part)) {
            error_clear(vm); /* a released memoryview is no more bytes-like than anything else */
            return raise_type_error(vm, "sequence item %zu: expected a bytes-like object, %.80T found", i, items->items[i]);
        }
        size += part.size + (i ? gap->size : 0);
    }
    if (size == 0)
        return text_new(vm, gap->kind, "", 0);
    char *place;
    Value joined = text_new_raw(vm, gap->kind, size, &place);
    if (value_is_error(joined))
        return VALUE_ERROR;
    for (size_t i = 0; i < items->count; i++) {
        Text part = text_of_bytes(vm, items->items[i]);
        if (i) {
            memcpy(place, gap->bytes, gap->size);
            place += gap->size;
        }
        memcpy(place, part.bytes, part.size);
        place += part.size;
    }
    return joined;
}

static Value bytes_m_join(Vm *vm, const Value *args)
{
    const Slots *slots = &value_type(vm, args[1])->slots;
    if (!slots->iter && !slots->getitem)
        return raise_type_error(vm, "can only join an iterable");
    Value items = list_from(vm, args[1]);
    if (value_is_error(items))
        return VALUE_ERROR;
    const List *list = value_to_list(items);
    Text gap = text_of_bytes(vm, args[0]);
    bool shared = gap.kind == TEXT_BYTES && list->count == 1 && value_has_shape(list->items[0], TYPE_BYTES);
    Value joined = shared ? value_share(list->items[0]) : join_items(vm, &gap, list);
    value_drop(vm, items);
    return joined;
}

/* Padding. ----------------------------------------------------------------- */

static Value pad(Vm *vm, const Value *args, const char *name, PadSide side)
{
    int64_t width;
    char fill = ' ';
    if (!value_to_i64(vm, args[1], &width))
        return VALUE_ERROR;
    if (args[2] != VALUE_ABSENT) {
        Text text = {0};
        if (value_is_bytes_like(vm, args[2]))
            text = text_of_bytes(vm, args[2]);
        if (text.size != 1)
            return raise_type_error(vm, "%s() argument 2 must be a byte string of length 1, not %.50T", name, args[2]);
        fill = text.bytes[0];
    }
    Text text = text_of_bytes(vm, args[0]);
    return text_pad(vm, &text, text.size, width, &fill, 1, side);
}

static Value bytes_m_center(Vm *vm, const Value *args) { return pad(vm, args, "center", PAD_CENTER); }
static Value bytes_m_ljust(Vm *vm, const Value *args) { return pad(vm, args, "ljust", PAD_RIGHT); }
static Value bytes_m_rjust(Vm *vm, const Value *args) { return pad(vm, args, "rjust", PAD_LEFT); }

static Value bytes_m_zfill(Vm *vm, const Value *args)
{
    int64_t width;
    if (!value_to_i64(vm, args[1], &width))
        return VALUE_ERROR;
    Text text = text_of_bytes(vm, args[0]);
    return text_zfill(vm, &text, text.size, width);
}

static Value bytes_m_expandtabs(Vm *vm, const Value *args)
{
    int64_t tab_size;
    if (!text_tab_size(vm, args[1], &tab_size))
        return VALUE_ERROR;
    Text text = text_of_bytes(vm, args[0]);
    return text_expand_tabs(vm, &text, tab_size);
}

/* The rest. ---------------------------------------------------------------- */

static Value bytes_m_decode(Vm *vm, const Value *args)
{
    if (!text_str_argument(vm, args[1], "decode() argument 'encoding'") ||
        !text_str_argument(vm, args[2], "decode() argument 'errors'"))
        return VALUE_ERROR;
    const char *encoding = str_c_string(vm, args[1]);
    const char *errors = encoding ? str_c_string(vm, args[2]) : NULL;
    if (!errors)
        return VALUE_ERROR;
    Text text = text_of_bytes(vm, args[0]);
    return codec_decode(vm, (const uint8_t *)text.bytes, text.size, encoding, errors);
}

static Value bytes_m_new(Vm *vm, const Value *args)
{
    Type *type = text_class_argument(vm, args[0], TYPE_BYTES);
    Value bytes = type ? bytes_from_arguments(vm, args[1], args[2], args[3], false) : VALUE_ERROR;
    if (value_is_error(bytes) || type == vm->types[TYPE_BYTES])
        return bytes;
    const Bytes *from = value_object(bytes);
    Bytes *derived = object_new(vm, type, from->size + 1);
    if (derived) {
        derived->size = from->size;
        memcpy(derived->bytes, from->bytes, from->size + 1);
    }
    value_drop(vm, bytes);
    return derived ? value_from_object(derived) : VALUE_ERROR;
}

static Value exact_bytes(Vm *vm, Value self)
{
    Text text = text_of_bytes(vm, self);
    return text_part(vm, &text, 0, text.size);
}

static Value bytes_m_getnewargs(Vm *vm, const Value *args)
{
    Value copy = exact_bytes(vm, args[0]);
    return value_is_error(copy) ? VALUE_ERROR : tuple_new_take(vm, &copy, 1);
}

static Value bytes_m_bytes(Vm *vm, const Value *args) { return exact_bytes(vm, args[0]); }

static Value bytes_m_sizeof(Vm *vm, const Value *args)
{
    return value_from_int((int64_t)(sizeof(Bytes) + text_of_bytes(vm, args[0]).size + 1));
}

#define SHARED_METHODS \
    FN(bytes_m_capitalize, "capitalize(self, /)", "Return a copy with only its first character capitalized."), \
    FN(bytes_m_center, "center(self, width, fillchar=?, /)", "Return a centered string of length width."), \
    FN(bytes_m_count, "count(self, sub, start=None, end=None, /)", "Return the number of non-overlapping occurrences of subsection sub."), \
    FN(bytes_m_decode, "decode(self, /, encoding='utf-8', errors='strict')", "Decode the bytes using the codec registered for encoding."), \
    FN(bytes_m_endswith, "endswith(self, suffix, start=None, end=None, /)", "Return True if the bytes end with the specified suffix, False otherwise."), \
    FN(bytes_m_expandtabs, "expandtabs(self, /, tabsize=8)", "Return a copy where all tab characters are expanded using spaces."), \
    FN(bytes_m_find, "find(self, sub, start=None, end=None, /)", "Return the lowest index where subsection sub is found, or -1."), \
    FN(bytes_m_fromhex, "@classmethod fromhex(type, string, /)", "Create from a string of hexadecimal numbers."), \
    FN(bytes_m_hex, "hex(self, /, sep=?, bytes_per_sep=1)", "Create a string of hexadecimal numbers."), \
    FN(bytes_m_index, "index(self, sub, start=None, end=None, /)", "Return the lowest index where subsection sub is found."), \
    FN(bytes_m_isalnum, "isalnum(self, /)", "Return True if all characters are alphanumeric and there is one, False otherwise."), \
    FN(bytes_m_isalpha, "isalpha(self, /)", "Return True if all characters are alphabetic and there is one, False otherwise."), \
    FN(bytes_m_isascii, "isascii(self, /)", "Return True if all characters are ASCII, False otherwise."), \
    FN(bytes_m_isdigit, "isdigit(self, /)", "Return True if all characters are digits and there is one, False otherwise."), \
    FN(bytes_m_islower, "islower(self, /)", "Return True if all cased characters are lowercase and there is one, False otherwise."), \
    FN(bytes_m_isspace, "isspace(self, /)", "Return True if all characters are whitespace and there is one, False otherwise."), \
    FN(bytes_m_istitle, "istitle(self, /)", "Return True if it is titlecased and there is a cased character, False otherwise."), \
    FN(bytes_m_isupper, "isupper(self, /)", "Return True if all cased characters are uppercase and there is one, False otherwise."), \
    FN(bytes_m_join, "join(self, iterable_of_bytes, /)", "Concatenate any number of bytes objects, with this one between them."), \
    FN(bytes_m_ljust, "ljust(self, width, fillchar=?, /)", "Return a left-justified string of length width."), \
    FN(bytes_m_lower, "lower(self, /)", "Return a copy with all ASCII characters converted to lowercase."), \
    FN(bytes_m_lstrip, "lstrip(self, bytes=None, /)", "Strip leading bytes contained in the argument."), \
    FN(bytes_m_maketrans, "@staticmethod maketrans(frm, to, /)", "Return a translation table usable for translate()."), \
    FN(bytes_m_partition, "partition(self, sep, /)", "Partition into three parts using the given separator."), \
    FN(bytes_m_removeprefix, "removeprefix(self, prefix, /)", "Return a copy with the given prefix removed if present."), \
    FN(bytes_m_removesuffix, "removesuffix(self, suffix, /)", "Return a copy with the given suffix removed if present."), \
    FN(bytes_m_replace, "replace(self, old, new, count=-1, /)", "Return a copy with all occurrences of substring old replaced by new."), \
    FN(bytes_m_rfind, "rfind(self, sub, start=None, end=None, /)", "Return the highest index where subsection sub is found, or -1."), \
    FN(bytes_m_rindex, "rindex(self, sub, start=None, end=None, /)", "Return the highest index where subsection sub is found."), \
    FN(bytes_m_rjust, "rjust(self, width, fillchar=?, /)", "Return a right-justified string of length width."), \
    FN(bytes_m_rpartition, "rpartition(self, sep, /)", "Partition into three parts using the given separator, from the end."), \
    FN(bytes_m_rsplit, "rsplit(self, /, sep=None, maxsplit=-1)", "Return a list of the sections, using sep as the delimiter, from the end."), \
    FN(bytes_m_rstrip, "rstrip(self, bytes=None, /)", "Strip trailing bytes contained in the argument."), \
    FN(bytes_m_split, "split(self, /, sep=None, maxsplit=-1)", "Return a list of the sections, using sep as the delimiter."), \
    FN(bytes_m_splitlines, "splitlines(self, /, keepends=False)", "Return a list of the lines, breaking at line boundaries."), \
    FN(bytes_m_startswith, "startswith(self, prefix, start=None, end=None, /)", "Return True if the bytes start with the specified prefix, False otherwise."), \
    FN(bytes_m_strip, "strip(self, bytes=None, /)", "Strip leading and trailing bytes contained in the argument."), \
    FN(bytes_m_swapcase, "swapcase(self, /)", "Return a copy with uppercase ASCII characters converted to lowercase and vice versa."), \
    FN(bytes_m_title, "title(self, /)", "Return a titlecased version."), \
    FN(bytes_m_translate, "translate(self, table, /, delete=b'')", "Return a copy with each character mapped by the given translation table."), \
    FN(bytes_m_upper, "upper(self, /)", "Return a copy with all ASCII characters converted to uppercase."), \
    FN(bytes_m_zfill, "zfill(self, width, /)", "Pad a numeric string with zeros on the left, to fill a field of the given width.")

const NativeDef bytes_methods[] = {
    FN(bytes_m_new, "__new__(cls, source=?, encoding=?, errors=?)", NULL),
    FN(bytes_m_getnewargs, "__getnewargs__(self, /)", NULL),
    FN(bytes_m_bytes, "__bytes__(self, /)", "Convert this value to exact type bytes."),
    FN(bytes_m_sizeof, "__sizeof__(self, /)", "Return the size of the object in memory, in bytes."),
    SHARED_METHODS,
    {0},
};

const NativeDef bytearray_methods[] = {
    FN(bytearray_m_new, "__new__(cls, /, *args, **kwargs)", NULL),
    FN(bytearray_m_init, "__init__(self, source=?, encoding=?, errors=?)", NULL),
    FN(bytearray_m_reduce, "__reduce__(self, /)", "Return state information for pickling."),
    FN(bytearray_m_sizeof, "__sizeof__(self, /)", "Returns the size of the bytearray object in memory, in bytes."),
    FN(bytearray_m_append, "append(self, item, /)", "Append a single item to the end of the bytearray."),
    FN(bytearray_m_clear, "clear(self, /)", "Remove all items from the bytearray."),
    FN(bytearray_m_copy, "copy(self, /)", "Return a copy of B."),
    FN(bytearray_m_extend, "extend(self, iterable_of_ints, /)", "Append all the items from the iterator or sequence to the end of the bytearray."),
    FN(bytearray_m_insert, "insert(self, index, item, /)", "Insert a single item into the bytearray before the given index."),
    FN(bytearray_m_pop, "pop(self, index=-1, /)", "Remove and return a single item from B."),
    FN(bytearray_m_remove, "remove(self, value, /)", "Remove the first occurrence of a value in the bytearray."),
    FN(bytearray_m_reverse, "reverse(self, /)", "Reverse the order of the values in B in place."),
    SHARED_METHODS,
    {0},
};
