/* The rest of str's methods, and the table of all: construction, joining,
 * padding, encoding and translating. */
#include <limits.h>

#include "object/container.h"
#include "object/number.h"
#include "object/str_method.h"
#include "object/unicode.h"

/* Construction. ------------------------------------------------------------ */

/* An instance of a class derived from str, with the text of str (taken). */
static Value new_derived_take(Vm *vm, Type *type, Value str)
{
    if (value_is_error(str))
        return VALUE_ERROR;
    const Str *from = value_to_str(str);
    Str *derived = object_new(vm, type, str_extra(from->size));
    if (derived) {
        derived->size = from->size;
        derived->length = from->length;
        derived->flags = from->flags & (STR_ASCII | STR_SURROGATES);
        memcpy(derived->bytes, from->bytes, from->size + 1);
        if (derived->size >= STR_CURSOR_MIN)
            *str_cursor(derived) = (StrCursor){0};
    }
    value_drop(vm, str);
    return derived ? value_from_object(derived) : VALUE_ERROR;
}

/* An optional encoding or errors argument as a C string; false: an exception is pending. */
static bool name_argument(Vm *vm, Value argument, const char *what, const char **name)
{
    *name = NULL;
    if (argument == VALUE_ABSENT)
        return true;
    if (!text_str_argument(vm, argument, what))
        return false;
    *name = str_c_string(vm, argument);
    return *name != NULL;
}

static Value decode_object(Vm *vm, const Value *args)
{
    const char *encoding, *errors;
    if (!name_argument(vm, args[2], "str() argument 'encoding'", &encoding) ||
        !name_argument(vm, args[3], "str() argument 'errors'", &errors))
        return VALUE_ERROR;
    if (args[1] == VALUE_ABSENT)
        return value_share(vm->empty_str);
    if (value_is_str(vm, args[1]))
        return raise_type_error(vm, "decoding str is not supported");
    if (!value_is_bytes_like(vm, args[1]))
        return raise_type_error(vm, "decoding to str: need a bytes-like object, %.80T found", args[1]);
    BytesView view;
    if (!bytes_view(vm, args[1], &view))
        return VALUE_ERROR;
    return codec_decode(vm, view.bytes, view.size, encoding, errors);
}

static Value str_m_new(Vm *vm, const Value *args)
{
    Type *type = text_class_argument(vm, args[0], TYPE_STR);
    if (!type)
        return VALUE_ERROR;
    Value str;
    if (args[2] != VALUE_ABSENT || args[3] != VALUE_ABSENT)
        str = decode_object(vm, args);
    else if (args[1] == VALUE_ABSENT)
        str = value_share(vm->empty_str);
    else
        str = value_str(vm, args[1]);
    return type == vm->types[TYPE_STR] ? str : new_derived_take(vm, type, str);
}

static Value str_m_getnewargs(Vm *vm, const Value *args)
{
    Value copy = str_exact(vm, args[0]);
    return value_is_error(copy) ? VALUE_ERROR : tuple_new_take(vm, &copy, 1);
}

static Value str_m_sizeof(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_int((int64_t)(sizeof(Str) + str_extra(value_to_str(args[0])->size)));
}

static Value str_m_format_spec(Vm *vm, const Value *args)
{
    if (!text_str_argument(vm, args[1], "__format__() argument"))
        return VALUE_ERROR;
    return str_format_spec(vm, args[0], args[1]);
}

static Value str_m_join(Vm *vm, const Value *args) { return str_join(vm, args[0], args[1]); }

/* Padding. ----------------------------------------------------------------- */

static Value pad(Vm *vm, const Value *args, PadSide side)
{
    int64_t width;
    if (!value_to_i64(vm, args[1], &width))
        return VALUE_ERROR;
    if (!value_is_str(vm, args[2]))
        return raise_type_error(vm, "The fill character must be a unicode character, not %.100T", args[2]);
    const Str *fill = value_to_str(args[2]);
    if (fill->length != 1)
        return raise_type_error(vm, "The fill character must be exactly one character long");
    Text text = text_of_str(args[0]);
    return text_pad(vm, &text, value_to_str(args[0])->length, width, fill->bytes, fill->size, side);
}

static Value str_m_center(Vm *vm, const Value *args) { return pad(vm, args, PAD_CENTER); }
static Value str_m_ljust(Vm *vm, const Value *args) { return pad(vm, args, PAD_RIGHT); }
static Value str_m_rjust(Vm *vm, const Value *args) { return pad(vm, args, PAD_LEFT); }

static Value str_m_zfill(Vm *vm, const Value *args)
{
    int64_t width;
    if (!value_to_i64(vm, args[1], &width))
        return VALUE_ERROR;
    Text text = text_of_str(args[0]);
    return text_zfill(vm, &text, value_to_str(args[0])->length, width);
}

bool text_tab_size(Vm *vm, Value argument, int64_t *tab_size)
{
    if (!value_to_i64(vm, argument, tab_size))
        return false;
    if (*tab_size > INT_MAX || *tab_size < INT_MIN)
        return raise_false(vm, TYPE_OVERFLOW_ERROR, "Python int too large to convert to C int");
    return true;
}

static Value str_m_expandtabs(Vm *vm, const Value *args)
{
    int64_t tab_size;
    if (!text_tab_size(vm, args[1], &tab_size))
        return VALUE_ERROR;
    Text text = text_of_str(args[0]);
    return text_expand_tabs(vm, &text, tab_size);
}

/* Encoding. ---------------------------------------------------------------- */

static Value str_m_encode(Vm *vm, const Value *args)
{
    const char *encoding, *errors;
    if (!name_argument(vm, args[1], "encode() argument 'encoding'", &encoding) ||
        !name_argument(vm, args[2], "encode() argument 'errors'", &errors))
        return VALUE_ERROR;
    return codec_encode(vm, args[0], encoding, errors);
}

/* Translating. ------------------------------------------------------------- */

/* What the table says of a code point: VALUE_ABSENT when it has no entry. */
static Value look_up(Vm *vm, Value table, uint32_t code_point)
{
    Value key = value_from_int(code_point);
    if (value_has_shape(table, TYPE_DICT)) {
        Value entry = dict_get_borrow(vm, table, key);
        return value_share(entry);
    }
    Value entry = value_getitem(vm, table, key);
    if (!value_is_error(entry) || !error_matches(vm, TYPE_LOOKUP_ERROR))
        return entry;
    error_clear(vm);
    return VALUE_ABSENT;
}

static bool add_translated(Vm *vm, StrBuilder *builder, Value entry, uint32_t code_point)
{
    if (entry == VALUE_ABSENT) {
        builder_add_char(vm, builder, code_point);
    } else if (value_is_str(vm, entry)) {
        builder_add_str(vm, builder, entry);
    } else if (value_is_any_int(vm, entry)) {
        int64_t number;
        if (!int_fits_i64(vm, entry, &number) || number < 0 || number > UNICODE_MAX)
            return raise_false(vm, TYPE_VALUE_ERROR, "character mapping must be in range(0x110000)");
        builder_add_char(vm, builder, (uint32_t)number);
    } else if (!value_is_none(entry)) {
        return raise_false(vm, TYPE_TYPE_ERROR, "character mapping must return integer, None or str");
    }
    return true;
}

static Value str_m_translate(Vm *vm, const Value *args)
{
    const Str *str = value_to_str(args[0]);
    StrBuilder builder = {0};
    for (const char *at = str->bytes, *end = str->bytes + str->size; at < end;) {
        uint32_t code_point = utf8_read(&at);
        Value entry = look_up(vm, args[1], code_point);
        bool good = !value_is_error(entry) && add_translated(vm, &builder, entry, code_point);
        value_drop(vm, entry);
        if (!good) {
            builder_discard(vm, &builder);
            return VALUE_ERROR;
        }
    }
    return builder_finish(vm, &builder);
}

/* Copies a dict, with one-character keys as their code points. */
static bool add_mapping(Vm *vm, Value table, Value mapping)
{
    uint32_t position = 0;
    Value key, value;
    while (dict_walk(mapping, &position, &key, &value)) {
        if (value_is_any_int(vm, key)) {
            if (!dict_set(vm, table, key, value))
                return false;
            continue;
        }
        if (!value_is_str(vm, key))
            return raise_false(vm, TYPE_TYPE_ERROR, "keys in translate table must be strings or integers");
        if (value_to_str(key)->length != 1)
            return raise_false(vm, TYPE_VALUE_ERROR, "string keys in translate table must be of length 1");
        if (!dict_set(vm, table, value_from_int(str_code_point_at(value_to_str(key), 0)), value))
            return false;
    }
    return true;
}

static bool add_pairs(Vm *vm, Value table, Value from, Value to, Value deleted)
{
    if (!text_str_argument(vm, from, "maketrans() argument 1") || !text_str_argument(vm, to, "maketrans() argument 2"))
        return false;
    if (deleted != VALUE_ABSENT && !text_str_argument(vm, deleted, "maketrans() argument 3"))
        return false;
    if (value_to_str(from)->length != value_to_str(to)->length)
        return raise_false(vm, TYPE_VALUE_ERROR, "the first two maketrans arguments must have equal length");
    const char *at = value_to_str(from)->bytes, *end = at + value_to_str(from)->size, *target = value_to_str(to)->bytes;
    while (at < end) {
        uint32_t key = utf8_read(&at);
        if (!dict_set(vm, table, value_from_int(key), value_from_int(utf8_read(&target))))
            return false;
    }
    if (deleted == VALUE_ABSENT)
        return true;
    for (at = value_to_str(deleted)->bytes, end = at + value_to_str(deleted)->size; at < end;)
        if (!dict_set(vm, table, value_from_int(utf8_read(&at)), VALUE_NONE))
            return false;
    return true;
}

static Value str_m_maketrans(Vm *vm, const Value *args)
{
    if (args[1] == VALUE_ABSENT && !value_has_shape(args[0], TYPE_DICT))
        return raise_type_error(vm, "if you give only one argument to maketrans it must be a dict");
    if (args[1] != VALUE_ABSENT && !value_is_str(vm, args[0]))
        return raise_type_error(vm, "first maketrans argument must be a string if there is a second argument");
    Value table = dict_new(vm);
    if (value_is_error(table))
        return VALUE_ERROR;
    bool good = args[1] == VALUE_ABSENT ? add_mapping(vm, table, args[0]) : add_pairs(vm, table, args[0], args[1], args[2]);
    if (good)
        return table;
    value_drop(vm, table);
    return VALUE_ERROR;
}

const NativeDef str_methods[] = {
    FN(str_m_new, "__new__(cls, object=?, encoding=?, errors=?)", NULL),
    FN(str_m_getnewargs, "__getnewargs__(self, /)", NULL),
    FN(str_m_sizeof, "__sizeof__(self, /)", "Return the size of the string in memory, in bytes."),
    FN(str_m_format_spec, "__format__(self, format_spec, /)", "Return a formatted version of the string as described by format_spec."),
    FN(str_m_capitalize, "capitalize(self, /)", "Return a capitalized version of the string."),
    FN(str_m_casefold, "casefold(self, /)", "Return a version of the string suitable for caseless comparisons."),
    FN(str_m_center, "center(self, width, fillchar=' ', /)", "Return a centered string of length width."),
    FN(str_m_count, "count(self, sub, start=None, end=None, /)", "Return the number of non-overlapping occurrences of substring sub."),
    FN(str_m_encode, "encode(self, /, encoding='utf-8', errors='strict')", "Encode the string using the codec registered for encoding."),
    FN(str_m_endswith, "endswith(self, suffix, start=None, end=None, /)", "Return True if the string ends with the specified suffix, False otherwise."),
    FN(str_m_expandtabs, "expandtabs(self, /, tabsize=8)", "Return a copy where all tab characters are expanded using spaces."),
    FN(str_m_find, "find(self, sub, start=None, end=None, /)", "Return the lowest index where substring sub is found, or -1."),
    FN(str_m_format, "format(self, /, *args, **kwargs)", "Return a formatted version of the string, using substitutions from args and kwargs."),
    FN(str_m_format_map, "format_map(self, mapping, /)", "Return a formatted version of the string, using substitutions from mapping."),
    FN(str_m_index, "index(self, sub, start=None, end=None, /)", "Return the lowest index where substring sub is found."),
    FN(str_m_isalnum, "isalnum(self, /)", "Return True if the string is an alpha-numeric string, False otherwise."),
    FN(str_m_isalpha, "isalpha(self, /)", "Return True if the string is an alphabetic string, False otherwise."),
    FN(str_m_isascii, "isascii(self, /)", "Return True if all characters in the string are ASCII, False otherwise."),
    FN(str_m_isdecimal, "isdecimal(self, /)", "Return True if the string is a decimal string, False otherwise."),
    FN(str_m_isdigit, "isdigit(self, /)", "Return True if the string is a digit string, False otherwise."),
    FN(str_m_isidentifier, "isidentifier(self, /)", "Return True if the string is a valid Python identifier, False otherwise."),
    FN(str_m_islower, "islower(self, /)", "Return True if the string is a lowercase string, False otherwise."),
    FN(str_m_isnumeric, "isnumeric(self, /)", "Return True if the string is a numeric string, False otherwise."),
    FN(str_m_isprintable, "isprintable(self, /)", "Return True if the string is printable, False otherwise."),
    FN(str_m_isspace, "isspace(self, /)", "Return True if the string is a whitespace string, False otherwise."),
    FN(str_m_istitle, "istitle(self, /)", "Return True if the string is a title-cased string, False otherwise."),
    FN(str_m_isupper, "isupper(self, /)", "Return True if the string is an uppercase string, False otherwise."),
    FN(str_m_join, "join(self, iterable, /)", "Concatenate any number of strings, with this one between them."),
    FN(str_m_ljust, "ljust(self, width, fillchar=' ', /)", "Return a left-justified string of length width."),
    FN(str_m_lower, "lower(self, /)", "Return a copy of the string converted to lowercase."),
    FN(str_m_lstrip, "lstrip(self, chars=None, /)", "Return a copy of the string with leading whitespace removed."),
    FN(str_m_maketrans, "@staticmethod maketrans(x, y=?, z=?, /)", "Return a translation table usable for str.translate()."),
    FN(str_m_partition, "partition(self, sep, /)", "Partition the string into three parts using the given separator."),
    FN(str_m_removeprefix, "removeprefix(self, prefix, /)", "Return a str with the given prefix string removed if present."),
    FN(str_m_removesuffix, "removesuffix(self, suffix, /)", "Return a str with the given suffix string removed if present."),
    FN(str_m_replace, "replace(self, old, new, /, count=-1)", "Return a copy with all occurrences of substring old replaced by new."),
    FN(str_m_rfind, "rfind(self, sub, start=None, end=None, /)", "Return the highest index where substring sub is found, or -1."),
    FN(str_m_rindex, "rindex(self, sub, start=None, end=None, /)", "Return the highest index where substring sub is found."),
    FN(str_m_rjust, "rjust(self, width, fillchar=' ', /)", "Return a right-justified string of length width."),
    FN(str_m_rpartition, "rpartition(self, sep, /)", "Partition the string into three parts using the given separator, from the end."),
    FN(str_m_rsplit, "rsplit(self, /, sep=None, maxsplit=-1)", "Return a list of the substrings, using sep as the separator string, from the end."),
    FN(str_m_rstrip, "rstrip(self, chars=None, /)", "Return a copy of the string with trailing whitespace removed."),
    FN(str_m_split, "split(self, /, sep=None, maxsplit=-1)", "Return a list of the substrings, using sep as the separator string."),
    FN(str_m_splitlines, "splitlines(self, /, keepends=False)", "Return a list of the lines in the string, breaking at line boundaries."),
    FN(str_m_startswith, "startswith(self, prefix, start=None, end=None, /)", "Return True if the string starts with the specified prefix, False otherwise."),
    FN(str_m_strip, "strip(self, chars=None, /)", "Return a copy of the string with leading and trailing whitespace removed."),
    FN(str_m_swapcase, "swapcase(self, /)", "Convert uppercase characters to lowercase and lowercase characters to uppercase."),
    FN(str_m_title, "title(self, /)", "Return a version of the string where each word is titlecased."),
    FN(str_m_translate, "translate(self, table, /)", "Replace each character in the string using the given translation table."),
    FN(str_m_upper, "upper(self, /)", "Return a copy of the string converted to uppercase."),
    FN(str_m_zfill, "zfill(self, width, /)", "Pad a numeric string with zeros on the left, to fill a field of the given width."),
    {0},
};
