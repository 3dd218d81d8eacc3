/* Case and character classes of str. */
#include "object/str_method.h"
#include "object/unicode.h"

enum { CAPITAL_SIGMA = 0x3a3, SMALL_SIGMA = 0x3c3, FINAL_SIGMA = 0x3c2 };

static inline bool ascii_is_lower(char byte) { return (unsigned char)(byte - 'a') < 26; }
static inline bool ascii_is_letter(char byte) { return (unsigned char)((byte | 0x20) - 'a') < 26; }

/* Changing case. ----------------------------------------------------------- */

/* A capital sigma ends a word when a cased letter precedes and none follows,
 * whatever case-ignorable characters lie between. */
static bool sigma_is_final(const Str *str, const char *sigma, const char *behind)
{
    const char *at = sigma;
    bool cased_before = false;
    while (at > str->bytes) {
        uint32_t code_point = utf8_read_back(&at);
        if (!unicode_is_case_ignorable(code_point)) {
            cased_before = unicode_is_cased(code_point);
            break;
        }
    }
    if (!cased_before)
        return false;
    for (at = behind; at < str->bytes + str->size;) {
        uint32_t code_point = utf8_read(&at);
        if (!unicode_is_case_ignorable(code_point))
            return !unicode_is_cased(code_point);
    }
    return true;
}

typedef enum { CASE_UPPER, CASE_LOWER, CASE_TITLE, CASE_CAPITALIZE, CASE_SWAP, CASE_FOLD } CaseChange;

/* How the character between at and behind is to change; in_word: the one before was cased. */
static CaseChange change_here(CaseChange change, uint32_t code_point, bool first, bool in_word)
{
    switch (change) {
    case CASE_TITLE: return in_word ? CASE_LOWER : CASE_TITLE;
    case CASE_CAPITALIZE: return first ? CASE_TITLE : CASE_LOWER;
    case CASE_SWAP:
        return unicode_is_upper(code_point) ? CASE_LOWER : unicode_is_lower(code_point) ? CASE_UPPER : CASE_SWAP;
    default: return change;
    }
}

static Value change_unicode(Vm *vm, const Str *str, CaseChange change)
{
    StrBuilder builder = {0};
    const char *at = str->bytes, *end = str->bytes + str->size;
    bool in_word = false;
    while (at < end) {
        const char *start = at;
        uint32_t code_point = utf8_read(&at), mapped[CASE_MAX] = {code_point};
        size_t count = 1;
        switch (change_here(change, code_point, start == str->bytes, in_word)) {
        case CASE_UPPER: count = unicode_to_upper(code_point, mapped); break;
        case CASE_TITLE: count = unicode_to_title(code_point, mapped); break;
        case CASE_FOLD: count = unicode_to_folded(code_point, mapped); break;
        case CASE_LOWER:
            count = unicode_to_lower(code_point, mapped);
            if (UNLIKELY(code_point == CAPITAL_SIGMA))
                mapped[0] = sigma_is_final(str, start, at) ? FINAL_SIGMA : SMALL_SIGMA;
            break;
        default: break;
        }
        for (size_t i = 0; i < count; i++)
            builder_add_char(vm, &builder, mapped[i]);
        if (change == CASE_TITLE)
            in_word = unicode_is_cased(code_point);
    }
    ASSERT(at == end);
    return builder_finish(vm, &builder);
}

static void change_ascii(char *place, const char *bytes, size_t size, CaseChange change)
{
    bool in_word = false;
    for (size_t i = 0; i < size; i++) {
        char byte = bytes[i];
        bool to_upper = change == CASE_UPPER || (change == CASE_TITLE && !in_word) ||
                        (change == CASE_CAPITALIZE && i == 0) || (change == CASE_SWAP && ascii_is_lower(byte));
        in_word = ascii_is_letter(byte);
        place[i] = (char)(!in_word ? byte : to_upper ? byte & ~0x20 : byte | 0x20);
    }
}

typedef uint8_t Vector __attribute__((vector_size(16)));

/* Flips the case of the 26 letters from first on: the two common changes,
 * sixteen bytes at once (compilers do not vectorise the plain loop at -O2). */
static void flip_ascii(char *place, const char *bytes, size_t size, uint8_t first)
{
    size_t i = 0;
    for (; i + sizeof(Vector) <= size; i += sizeof(Vector)) {
        Vector vector;
        memcpy(&vector, bytes + i, sizeof vector);
        vector ^= (Vector)(vector - first < 26) & 0x20;
        memcpy(place + i, &vector, sizeof vector);
    }
    for (; i < size; i++)
        place[i] = (char)(bytes[i] ^ ((uint8_t)(bytes[i] - first) < 26 ? 0x20 : 0));
}

static Value change_case(Vm *vm, Value self, CaseChange change)
{
    const Str *str = value_to_str(self);
    if (!str_is_ascii(str))
        return change_unicode(vm, str, change);
    if (str->size <= 1) {
        char byte = 0;
        change_ascii(&byte, str->bytes, str->size, change == CASE_FOLD ? CASE_LOWER : change);
        return str_new_ascii(vm, &byte, str->size);
    }
    Str *result = str_new_raw(vm, str->size);
    if (UNLIKELY(!result))
        return VALUE_ERROR;
    if (change == CASE_UPPER)
        flip_ascii(result->bytes, str->bytes, str->size, 'a');
    else if (change == CASE_LOWER || change == CASE_FOLD)
        flip_ascii(result->bytes, str->bytes, str->size, 'A');
    else
        change_ascii(result->bytes, str->bytes, str->size, change);
    result->length = str->size;
    result->flags = STR_ASCII;
    return value_from_object(result);
}

Value str_m_upper(Vm *vm, const Value *args) { return change_case(vm, args[0], CASE_UPPER); }
Value str_m_lower(Vm *vm, const Value *args) { return change_case(vm, args[0], CASE_LOWER); }
Value str_m_title(Vm *vm, const Value *args) { return change_case(vm, args[0], CASE_TITLE); }
Value str_m_capitalize(Vm *vm, const Value *args) { return change_case(vm, args[0], CASE_CAPITALIZE); }
Value str_m_swapcase(Vm *vm, const Value *args) { return change_case(vm, args[0], CASE_SWAP); }
Value str_m_casefold(Vm *vm, const Value *args) { return change_case(vm, args[0], CASE_FOLD); }

/* Classes. ----------------------------------------------------------------- */

/* Has the str characters, and all of the class? */
static Value all_are(Value self, bool (*is)(uint32_t code_point), bool when_empty)
{
    const Str *str = value_to_str(self);
    const char *at = str->bytes, *end = str->bytes + str->size;
    if (at == end)
        return value_from_bool(when_empty);
    while (at < end)
        if (!is(utf8_read(&at)))
            return VALUE_FALSE;
    return VALUE_TRUE;
}

#define CLASS_METHOD(name, is, when_empty)              \
    Value name(Vm *vm, const Value *args)               \
    {                                                   \
        (void)vm;                                       \
        return all_are(args[0], is, when_empty);        \
    }
CLASS_METHOD(str_m_isalnum, unicode_is_alnum, false)
CLASS_METHOD(str_m_isalpha, unicode_is_alpha, false)
CLASS_METHOD(str_m_isdecimal, unicode_is_decimal, false)
CLASS_METHOD(str_m_isdigit, unicode_is_digit, false)
CLASS_METHOD(str_m_isnumeric, unicode_is_numeric, false)
CLASS_METHOD(str_m_isprintable, unicode_is_printable, true)
CLASS_METHOD(str_m_isspace, unicode_is_space, false)

Value str_m_isascii(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_bool(str_is_ascii(value_to_str(args[0])));
}

Value str_m_isidentifier(Vm *vm, const Value *args)
{
    (void)vm;
    const Str *str = value_to_str(args[0]);
    const char *at = str->bytes, *end = str->bytes + str->size;
    if (at == end || !unicode_is_identifier_start(utf8_read(&at)))
        return VALUE_FALSE;
    while (at < end)
        if (!unicode_is_identifier_part(utf8_read(&at)))
            return VALUE_FALSE;
    return VALUE_TRUE;
}

/* Something cased is there, and none of the other cases. */
static Value is_all_case(Value self, bool (*wanted)(uint32_t), bool (*other)(uint32_t))
{
    const Str *str = value_to_str(self);
    const char *at = str->bytes, *end = str->bytes + str->size;
    bool found = false;
    while (at < end) {
        uint32_t code_point = utf8_read(&at);
        if (other(code_point) || unicode_is_title(code_point))
            return VALUE_FALSE;
        found = found || wanted(code_point);
    }
    return value_from_bool(found);
}

Value str_m_islower(Vm *vm, const Value *args)
{
    (void)vm;
    return is_all_case(args[0], unicode_is_lower, unicode_is_upper);
}

Value str_m_isupper(Vm *vm, const Value *args)
{
    (void)vm;
    return is_all_case(args[0], unicode_is_upper, unicode_is_lower);
}

Value str_m_istitle(Vm *vm, const Value *args)
{
    (void)vm;
    const Str *str = value_to_str(args[0]);
    const char *at = str->bytes, *end = str->bytes + str->size;
    bool found = false, in_word = false;
    while (at < end) {
        uint32_t code_point = utf8_read(&at);
        bool upper = unicode_is_upper(code_point) || unicode_is_title(code_point);
        bool lower = !upper && unicode_is_lower(code_point);
        if ((upper && in_word) || (lower && !in_word))
            return VALUE_FALSE;
        in_word = upper || lower;
        found = found || in_word;
    }
    return value_from_bool(found);
}
