/* Module unicodedata, as far as utf8proc's tables go: categories, normal forms,
 * digits.  Names and widths of characters it does not have. */
#include "modules/module.h"
#include "object/unicode.h"

#include <stdlib.h>

#include <utf8proc.h>

/* The one character of an argument; false with TypeError pending. */
static bool character_argument(Vm *vm, Value value, const char *function, uint32_t *code_point)
{
    if (!value_is_str(vm, value) || value_to_str(value)->length != 1)
        return raise_false(vm, TYPE_TYPE_ERROR, "%s() argument must be a unicode character, not %T", function, value);
    *code_point = str_code_point_at(value_to_str(value), 0);
    return true;
}

static Value unicodedata_category(Vm *vm, const Value *args)
{
    uint32_t code_point;
    if (!character_argument(vm, args[0], "category", &code_point))
        return VALUE_ERROR;
    return str_from_c(vm, unicode_category(code_point));
}

static Value unicodedata_bidirectional(Vm *vm, const Value *args)
{
    static const char *const names[] = {"",   "L",  "LRE", "LRO", "R", "AL", "RLE", "RLO", "PDF", "EN",  "ES",  "ET",
                                        "AN", "CS", "NSM", "BN",  "B", "S",  "WS",  "ON",  "LRI", "RLI", "FSI", "PDI"};
    uint32_t code_point;
    if (!character_argument(vm, args[0], "bidirectional", &code_point))
        return VALUE_ERROR;
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)code_point);
    if (property->category == UTF8PROC_CATEGORY_CN) { /* or too new for utf8proc */
        const char *category = unicode_category(code_point);
        return str_from_c(vm, category[0] == 'L' ? "L" : category[0] == 'S' ? "ON" : "");
    }
    ASSERT((size_t)property->bidi_class < ARRAY_LENGTH(names));
    return str_from_c(vm, names[property->bidi_class]);
}

static Value unicodedata_combining(Vm *vm, const Value *args)
{
    uint32_t code_point;
    if (!character_argument(vm, args[0], "combining", &code_point))
        return VALUE_ERROR;
    return value_from_int(utf8proc_get_property((utf8proc_int32_t)code_point)->combining_class);
}

static Value unicodedata_mirrored(Vm *vm, const Value *args)
{
    uint32_t code_point;
    if (!character_argument(vm, args[0], "mirrored", &code_point))
        return VALUE_ERROR;
    return value_from_int(utf8proc_get_property((utf8proc_int32_t)code_point)->bidi_mirrored);
}

/* default, or ValueError. */
static Value missing(Vm *vm, Value fallback, const char *message)
{
    return fallback != VALUE_ABSENT ? value_share(fallback) : raise_value_error(vm, "%s", message);
}

static Value unicodedata_decimal(Vm *vm, const Value *args)
{
    uint32_t code_point;
    if (!character_argument(vm, args[0], "decimal", &code_point))
        return VALUE_ERROR;
    int digit = unicode_decimal_value(code_point);
    return digit >= 0 ? value_from_int(digit) : missing(vm, args[1], "not a decimal");
}

static Value unicodedata_digit(Vm *vm, const Value *args)
{
    uint32_t code_point;
    if (!character_argument(vm, args[0], "digit", &code_point))
        return VALUE_ERROR;
    int digit = unicode_decimal_value(code_point);
    if (digit < 0 && unicode_is_digit(code_point))
        return raise_not_supported(vm, "the digit values of characters that are no decimals");
    return digit >= 0 ? value_from_int(digit) : missing(vm, args[1], "not a digit");
}

static Value unicodedata_numeric(Vm *vm, const Value *args)
{
    uint32_t code_point;
    if (!character_argument(vm, args[0], "numeric", &code_point))
        return VALUE_ERROR;
    int digit = unicode_decimal_value(code_point);
    if (digit < 0 && unicode_is_numeric(code_point))
        return raise_not_supported(vm, "the numeric values of characters that are no decimals");
    return digit >= 0 ? float_new(vm, digit) : missing(vm, args[1], "not a numeric character");
}

/* Normal forms. ------------------------------------------------------------ */

static bool read_form(Vm *vm, Value form, utf8proc_option_t *options)
{
    static const struct {
        const char *name;
        utf8proc_option_t options;
    } forms[] = {{"NFC", UTF8PROC_COMPOSE}, {"NFD", UTF8PROC_DECOMPOSE}, {"NFKC", UTF8PROC_COMPOSE | UTF8PROC_COMPAT},
                 {"NFKD", UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT}};
    if (!value_is_str(vm, form))
        return raise_false(vm, TYPE_TYPE_ERROR, "normalize() argument 1 must be str, not %T", form);
    for (size_t i = 0; i < ARRAY_LENGTH(forms); i++)
        if (str_equals_c(form, forms[i].name)) {
            *options = forms[i].options | UTF8PROC_STABLE;
            return true;
        }
    return raise_false(vm, TYPE_VALUE_ERROR, "invalid normalization form");
}

/* Adds the normal form of text without surrogates. */
static bool add_normal(Vm *vm, StrBuilder *builder, const char *bytes, size_t size, utf8proc_option_t options)
{
    utf8proc_uint8_t *normal = NULL;
    utf8proc_ssize_t length = size ? utf8proc_map((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)size, &normal, options) : 0;
    if (length < 0) {
        raise_memory_error(vm);
        return false;
    }
    builder_add(vm, builder, (const char *)normal, (size_t)length);
    free(normal);
    return true;
}

/* Surrogates neither combine nor decompose: the text between them is taken piece by piece. */
static Value normalize(Vm *vm, Value text, utf8proc_option_t options)
{
    const Str *str = value_to_str(text);
    if (str_is_ascii(str))
        return str_exact(vm, text);
    StrBuilder builder = {0};
    const char *start = str->bytes, *at = start, *end = start + str->size;
    bool good = true;
    while (good && at < end) {
        const char *here = at;
        uint32_t code_point = utf8_read(&at);
        if (!unicode_is_surrogate(code_point))
            continue;
        good = add_normal(vm, &builder, start, (size_t)(here - start), options);
        builder_add_char(vm, &builder, code_point);
        start = at;
    }
    if (good && add_normal(vm, &builder, start, (size_t)(end - start), options))
        return builder_finish(vm, &builder);
    builder_discard(vm, &builder);
    return VALUE_ERROR;
}

static Value unicodedata_normalize(Vm *vm, const Value *args)
{
    utf8proc_option_t options;
    if (value_is_str(vm, args[0]) && !value_is_str(vm, args[1]))
        return raise_type_error(vm, "normalize() argument 2 must be str, not %T", args[1]);
    return read_form(vm, args[0], &options) ? normalize(vm, args[1], options) : VALUE_ERROR;
}

static Value unicodedata_is_normalized(Vm *vm, const Value *args)
{
    utf8proc_option_t options;
    if (value_is_str(vm, args[0]) && !value_is_str(vm, args[1]))
        return raise_type_error(vm, "is_normalized() argument 2 must be str, not %T", args[1]);
    if (!read_form(vm, args[0], &options))
        return VALUE_ERROR;
    Value normal = normalize(vm, args[1], options);
    if (value_is_error(normal))
        return VALUE_ERROR;
    bool same = str_equal(value_to_str(normal), value_to_str(args[1]));
    value_drop(vm, normal);
    return value_from_bool(same);
}

static Value unicodedata_name(Vm *vm, const Value *args)
{
    (void)args;
    return raise_not_supported(vm, "the names of characters");
}

static const NativeDef unicodedata_functions[] = {
    FN(unicodedata_bidirectional, "bidirectional(chr, /)", "Returns the bidirectional class assigned to the character as string."),
    FN(unicodedata_category, "category(chr, /)", "Returns the general category assigned to the character as string."),
    FN(unicodedata_combining, "combining(chr, /)", "Returns the canonical combining class assigned to the character as integer."),
    FN(unicodedata_decimal, "decimal(chr, default=?, /)", "Converts a character into its equivalent decimal value."),
    FN(unicodedata_digit, "digit(chr, default=?, /)", "Converts a character into its equivalent digit value."),
    FN(unicodedata_is_normalized, "is_normalized(form, unistr, /)", "Return whether the string is in the normal form."),
    FN(unicodedata_name, "lookup(name, /)", "Look up character by name (not supported)."),
    FN(unicodedata_mirrored, "mirrored(chr, /)", "Returns the mirrored property assigned to the character as integer."),
    FN(unicodedata_name, "name(chr, default=?, /)", "Returns the name assigned to the character (not supported)."),
    FN(unicodedata_normalize, "normalize(form, unistr, /)", "Return the normal form of the string: 'NFC', 'NFKC', 'NFD' or 'NFKD'."),
    FN(unicodedata_numeric, "numeric(chr, default=?, /)", "Converts a character into its equivalent numeric value."),
    {0},
};

bool unicodedata_module_fill(Vm *vm, Value module)
{
    return module_add_functions(vm, module, unicodedata_functions) &&
           dict_set_c_take(vm, module_dict(module), "unidata_version", str_from_c(vm, "15.1.0"));
}
