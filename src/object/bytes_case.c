/* Case and character classes of bytes and bytearray: ASCII's only. */
#include "object/bytes_method.h"

static inline bool is_upper(char byte) { return (unsigned char)(byte - 'A') < 26; }
static inline bool is_lower(char byte) { return (unsigned char)(byte - 'a') < 26; }
static inline bool is_alpha(char byte) { return is_upper(byte) || is_lower(byte); }
static inline bool is_digit(char byte) { return (unsigned char)(byte - '0') < 10; }
static inline bool is_alnum(char byte) { return is_alpha(byte) || is_digit(byte); }
static inline bool is_space(char byte) { return byte == ' ' || (byte >= 9 && byte <= 13); }
static inline bool is_ascii(char byte) { return !(byte & 0x80); }

typedef enum { CASE_UPPER, CASE_LOWER, CASE_TITLE, CASE_CAPITALIZE, CASE_SWAP } CaseChange;

static Value change_case(Vm *vm, Value self, CaseChange change)
{
    Text text = text_of_bytes(vm, self);
    char *place;
    if (text.size == 0)
        return text_new(vm, text.kind, "", 0);
    Value result = text_new_raw(vm, text.kind, text.size, &place);
    if (value_is_error(result))
        return VALUE_ERROR;
    bool in_word = false;
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.bytes[i];
        bool to_upper = change == CASE_UPPER || (change == CASE_TITLE && !in_word) ||
                        (change == CASE_CAPITALIZE && i == 0) || (change == CASE_SWAP && is_lower(byte));
        in_word = is_alpha(byte);
        place[i] = (char)(!in_word ? byte : to_upper ? byte & ~0x20 : byte | 0x20);
    }
    return result;
}

Value bytes_m_upper(Vm *vm, const Value *args) { return change_case(vm, args[0], CASE_UPPER); }
Value bytes_m_lower(Vm *vm, const Value *args) { return change_case(vm, args[0], CASE_LOWER); }
Value bytes_m_title(Vm *vm, const Value *args) { return change_case(vm, args[0], CASE_TITLE); }
Value bytes_m_capitalize(Vm *vm, const Value *args) { return change_case(vm, args[0], CASE_CAPITALIZE); }
Value bytes_m_swapcase(Vm *vm, const Value *args) { return change_case(vm, args[0], CASE_SWAP); }

static Value all_are(const Vm *vm, Value self, bool (*is)(char byte), bool when_empty)
{
    Text text = text_of_bytes(vm, self);
    for (size_t i = 0; i < text.size; i++)
        if (!is(text.bytes[i]))
            return VALUE_FALSE;
    return value_from_bool(text.size || when_empty);
}

Value bytes_m_isalnum(Vm *vm, const Value *args) { return all_are(vm, args[0], is_alnum, false); }
Value bytes_m_isalpha(Vm *vm, const Value *args) { return all_are(vm, args[0], is_alpha, false); }
Value bytes_m_isascii(Vm *vm, const Value *args) { return all_are(vm, args[0], is_ascii, true); }
Value bytes_m_isdigit(Vm *vm, const Value *args) { return all_are(vm, args[0], is_digit, false); }
Value bytes_m_isspace(Vm *vm, const Value *args) { return all_are(vm, args[0], is_space, false); }

static Value is_all_case(const Vm *vm, Value self, bool (*wanted)(char), bool (*other)(char))
{
    Text text = text_of_bytes(vm, self);
    bool found = false;
    for (size_t i = 0; i < text.size; i++) {
        if (other(text.bytes[i]))
            return VALUE_FALSE;
        found = found || wanted(text.bytes[i]);
    }
    return value_from_bool(found);
}

Value bytes_m_islower(Vm *vm, const Value *args) { return is_all_case(vm, args[0], is_lower, is_upper); }
Value bytes_m_isupper(Vm *vm, const Value *args) { return is_all_case(vm, args[0], is_upper, is_lower); }

Value bytes_m_istitle(Vm *vm, const Value *args)
{
    Text text = text_of_bytes(vm, args[0]);
    bool found = false, in_word = false;
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.bytes[i];
        if (in_word ? is_upper(byte) : is_lower(byte))
            return VALUE_FALSE;
        in_word = is_alpha(byte);
        found = found || in_word;
    }
    return value_from_bool(found);
}
