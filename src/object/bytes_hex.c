/* hex(), fromhex(), maketrans() and translate() of bytes and bytearray. */
#include "object/bytes_method.h"
#include "object/number.h"

enum { TABLE_SIZE = 256 };

/* hex. --------------------------------------------------------------------- */

/* The separator's byte; -1: none, -2: error. */
static int read_separator(Vm *vm, Value separator)
{
    if (separator == VALUE_ABSENT)
        return -1;
    int64_t length = value_length(vm, separator);
    if (length < 0)
        return -2;
    if (length != 1) {
        raise_value_error(vm, "sep must be length 1.");
        return -2;
    }
    int byte = -1;
    if (value_is_str(vm, separator)) {
        byte = (unsigned char)value_to_str(separator)->bytes[0];
    } else if (value_is_bytes(vm, separator)) {
        byte = (unsigned char)text_of_bytes(vm, separator).bytes[0];
    } else {
        raise_type_error(vm, "sep must be str or bytes.");
        return -2;
    }
    if (byte < 128)
        return byte;
    raise_value_error(vm, "sep must be ASCII.");
    return -2;
}

/* group bytes between separators, counted from the right when positive. */
static Value make_hex(Vm *vm, const uint8_t *bytes, size_t size, int separator, int64_t group)
{
    static const char digits[] = "0123456789abcdef";
    size_t step = group < 0 ? -(size_t)group : (size_t)group;
    bool separated = separator >= 0 && step > 0 && size > step;
    if (size == 0)
        return value_share(vm->empty_str);
    Str *text = str_new_raw(vm, size * 2 + (separated ? (size - 1) / step : 0));
    if (!text)
        return VALUE_ERROR;
    char *place = text->bytes;
    for (size_t i = 0; i < size; i++) {
        if (separated && i && (group > 0 ? size - i : i) % step == 0)
            *place++ = (char)separator;
        *place++ = digits[bytes[i] >> 4];
        *place++ = digits[bytes[i] & 15];
    }
    ASSERT(place == text->bytes + text->size);
    return str_finish(text);
}

Value bytes_m_hex(Vm *vm, const Value *args)
{
    int64_t group;
    if (!value_to_i64(vm, args[2], &group))
        return VALUE_ERROR;
    int separator = read_separator(vm, args[1]);
    if (separator == -2)
        return VALUE_ERROR;
    Text text = text_of_bytes(vm, args[0]);
    return make_hex(vm, (const uint8_t *)text.bytes, text.size, separator, group);
}

/* fromhex. ----------------------------------------------------------------- */

static int hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    char lower = (char)(byte | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

static bool is_space(char byte) { return byte == ' ' || (byte >= 9 && byte <= 13); }

static Value parse_hex(Vm *vm, const Str *str)
{
    StrBuilder builder = {0};
    const char *at = str->bytes, *end = at + str->size;
    while (at < end) {
        if (is_space(*at)) {
            at++;
            continue;
        }
        int high = hex_digit(*at), low = high < 0 ? -1 : hex_digit(at[1]); /* a NUL stands at the end */
        if (low < 0) {
            builder_discard(vm, &builder);
            return raise_value_error(vm, "non-hexadecimal number found in fromhex() arg at position %zu",
                                     str_index_of_offset(str, (size_t)(at - str->bytes) + (high >= 0)));
        }
        char byte = (char)(high << 4 | low);
        builder_add(vm, &builder, &byte, 1);
        at += 2;
    }
    Value bytes = builder.failed ? VALUE_ERROR : bytes_new(vm, builder.bytes, builder.size);
    builder_discard(vm, &builder);
    return bytes;
}

Value bytes_m_fromhex(Vm *vm, const Value *args)
{
    if (!text_str_argument(vm, args[1], "fromhex() argument"))
        return VALUE_ERROR;
    Value bytes = parse_hex(vm, value_to_str(args[1]));
    if (value_is_error(bytes) || value_to_type(args[0]) == vm->types[TYPE_BYTES])
        return bytes;
    Value made = call_value(vm, args[0], &bytes, 1);
    value_drop(vm, bytes);
    return made;
}

/* Translation tables. ------------------------------------------------------ */

Value bytes_m_maketrans(Vm *vm, const Value *args)
{
    BytesView from, to;
    if (!bytes_view(vm, args[0], &from) || !bytes_view(vm, args[1], &to))
        return VALUE_ERROR;
    if (from.size != to.size)
        return raise_value_error(vm, "maketrans arguments must have same length");
    uint8_t table[TABLE_SIZE];
    for (int i = 0; i < TABLE_SIZE; i++)
        table[i] = (uint8_t)i;
    for (size_t i = 0; i < from.size; i++)
        table[from.bytes[i]] = to.bytes[i];
    return bytes_new(vm, table, sizeof table);
}

Value bytes_m_translate(Vm *vm, const Value *args)
{
    BytesView table = {0}, deleted;
    if (!value_is_none(args[1]) && !bytes_view(vm, args[1], &table))
        return VALUE_ERROR;
    if (!value_is_none(args[1]) && table.size != TABLE_SIZE)
        return raise_value_error(vm, "translation table must be 256 characters long");
    if (!bytes_view(vm, args[2], &deleted))
        return VALUE_ERROR;
    bool drop[TABLE_SIZE] = {false};
    for (size_t i = 0; i < deleted.size; i++)
        drop[deleted.bytes[i]] = true;
    Text text = text_of_bytes(vm, args[0]);
    StrBuilder builder = {0};
    for (size_t i = 0; i < text.size; i++) {
        uint8_t byte = (uint8_t)text.bytes[i];
        char mapped = (char)(table.bytes ? table.bytes[byte] : byte);
        if (!drop[byte])
            builder_add(vm, &builder, &mapped, 1);
    }
    Value result = builder.failed ? VALUE_ERROR : text_new(vm, text.kind, builder.bytes, builder.size);
    builder_discard(vm, &builder);
    return result;
}
