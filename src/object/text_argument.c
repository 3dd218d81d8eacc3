/* Arguments that the methods of str and bytes have in common. */
#include "object/bytes_method.h"
#include "object/call.h"
#include "object/raise.h"
#include "object/str_method.h"

bool text_str_argument(Vm *vm, Value value, const char *what)
{
    if (LIKELY(value_is_str(vm, value)))
        return true;
    if (value_is_none(value))
        return raise_false(vm, TYPE_TYPE_ERROR, "%s must be str, not None", what);
    return raise_false(vm, TYPE_TYPE_ERROR, "%s must be str, not %.50T", what, value);
}

Type *text_class_argument(Vm *vm, Value class, TypeId base)
{
    Type *builtin = vm->types[base];
    if (!value_is_type(vm, class)) {
        raise_type_error(vm, "%N.__new__(X): X is not a type object (%.200T)", builtin, class);
        return NULL;
    }
    Type *type = value_to_type(class);
    if (!type_is_subtype(type, builtin)) {
        raise_type_error(vm, "%N.__new__(%.200N): %.200N is not a subtype of %N", builtin, type, type, builtin);
        return NULL;
    }
    return type;
}

static bool has_index(const Vm *vm, Value value)
{
    return value_is_any_int(vm, value) || value_type(vm, value)->slots.unary[UNARY_INDEX];
}

RepeatResult text_repeat_count(Vm *vm, Value operand, bool text_first, int64_t *count)
{
    if (LIKELY(value_is_int(operand))) {
        *count = value_to_int(operand);
        return REPEAT_COUNT;
    }
    if (!has_index(vm, operand)) {
        const uint32_t sequences = TYPE_FLAG_STR | TYPE_FLAG_BYTES | TYPE_FLAG_LIST | TYPE_FLAG_TUPLE;
        if (!text_first && (value_has_flag(vm, operand, sequences) || value_is_bytearray(vm, operand)))
            return REPEAT_NOT_MINE; /* the sequence on the left complains */
        raise_type_error(vm, "can't multiply sequence by non-int of type '%.200T'", operand);
        return REPEAT_ERROR;
    }
    return value_to_i64(vm, operand, count) ? REPEAT_COUNT : REPEAT_ERROR;
}

/* None means fallback; anything else must be an index. */
static bool optional_bound(Vm *vm, Value value, int64_t fallback, int64_t *bound)
{
    *bound = fallback;
    if (value_is_none(value) || value == VALUE_ABSENT)
        return true;
    if (!has_index(vm, value))
        return raise_false(vm, TYPE_TYPE_ERROR,
                           "slice indices must be integers or None or have an __index__ method");
    return value_to_index_clipped(vm, value, bound);
}

bool text_bounds(Vm *vm, Value start, Value end, size_t length, size_t *from, size_t *to)
{
    int64_t first, last, limit = (int64_t)length;
    if (!optional_bound(vm, start, 0, &first) || !optional_bound(vm, end, limit, &last))
        return false;
    if (last > limit)
        last = limit;
    else if (last < 0)
        last = last + limit < 0 ? 0 : last + limit;
    if (first < 0)
        first = first + limit < 0 ? 0 : first + limit;
    *from = (size_t)first;
    *to = (size_t)last;
    return true;
}

/* Making results. ---------------------------------------------------------- */

Value text_new(Vm *vm, TextKind kind, const char *bytes, size_t size)
{
    switch (kind) {
    case TEXT_STR: return str_new(vm, bytes, size);
    case TEXT_BYTES: return bytes_new(vm, bytes, size);
    default: return bytearray_new(vm, bytes, size);
    }
}

Value text_new_raw(Vm *vm, TextKind kind, size_t size, char **place)
{
    if (kind == TEXT_STR) {
        Str *str = str_new_raw(vm, size);
        *place = str ? str->bytes : NULL;
        return str ? value_from_object(str) : VALUE_ERROR;
    }
    if (kind == TEXT_BYTES) {
        Bytes *bytes = bytes_new_raw(vm, size);
        *place = bytes ? (char *)bytes->bytes : NULL;
        return bytes ? value_from_object(bytes) : VALUE_ERROR;
    }
    ByteArray *array = bytearray_new_raw(vm, size);
    *place = array ? (char *)array->bytes : NULL;
    return array ? value_from_object(array) : VALUE_ERROR;
}

Value text_finish(TextKind kind, Value raw)
{
    return kind == TEXT_STR ? str_finish(value_to_str(raw)) : raw;
}

Value text_part(Vm *vm, const Text *text, size_t start, size_t end)
{
    ASSERT(start <= end && end <= text->size);
    if (start == 0 && end == text->size && text->whole != VALUE_ABSENT)
        return value_share(text->whole);
    if (text->ascii)
        return str_new_ascii(vm, text->bytes + start, end - start);
    return text_new(vm, text->kind, text->bytes + start, end - start);
}

Text text_of_str(Value str)
{
    const Str *own = value_to_str(str);
    return (Text){.bytes = own->bytes, .size = own->size, .kind = TEXT_STR, .ascii = str_is_ascii(own),
                  .whole = value_has_shape(str, TYPE_STR) ? str : VALUE_ABSENT};
}

Text text_of_bytes(const Vm *vm, Value value)
{
    if (value_has_shape(value, TYPE_MEMORYVIEW))
        return text_of_memoryview(vm, value);
    if (value_is_bytearray(vm, value)) {
        const ByteArray *array = value_object(value);
        return (Text){.bytes = array->bytes ? (const char *)array->bytes : "", .size = array->size, .kind = TEXT_BYTEARRAY,
                      .whole = VALUE_ABSENT};
    }
    const Bytes *own = value_object(value);
    return (Text){.bytes = (const char *)own->bytes, .size = own->size, .kind = TEXT_BYTES,
                  .whole = value_has_shape(value, TYPE_BYTES) ? value : VALUE_ABSENT};
}
