/* What changes a bytearray: item assignment, append, extend, insert and so on. */
#include "object/bytes_method.h"
#include "object/container.h"
#include "object/number.h"

static ByteArray *array_of(Value value) { return value_object(value); }

/* Puts size bytes in place of [start, end).  bytes must not be the array's own. */
static bool replace_range(Vm *vm, ByteArray *array, size_t start, size_t end, const void *bytes, size_t size)
{
    ASSERT(start <= end && end <= array->size);
    size_t tail = array->size - end, old_size = array->size;
    if (size != end - start && array->exports)
        return bytearray_resize(vm, array, old_size + 1); /* for its BufferError */
    if (size > end - start && !bytearray_resize(vm, array, old_size + size - (end - start)))
        return false;
    if (tail)
        memmove(array->bytes + start + size, array->bytes + end, tail);
    if (size)
        memcpy(array->bytes + start, bytes, size);
    return size >= end - start || bytearray_resize(vm, array, start + size + tail);
}

/* A copy of the bytes of what is assigned to a slice, as an exact bytes. */
static Value assigned_bytes(Vm *vm, Value value)
{
    if (value == VALUE_ABSENT)
        return value_share(vm->empty_bytes);
    if (value_is_bytes_like(vm, value)) {
        BytesView view;
        return bytes_view(vm, value, &view) ? bytes_new(vm, view.bytes, view.size) : VALUE_ERROR;
    }
    const Slots *slots = &value_type(vm, value)->slots;
    if (value_is_any_int(vm, value) || value_is_str(vm, value) || (!slots->iter && !slots->getitem))
        return raise_type_error(vm, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
    return bytes_from_iterable(vm, value, "byte");
}

static bool delete_stepped(Vm *vm, ByteArray *array, SliceBounds bounds)
{
    if (bounds.step < 0) {
        bounds.start += (bounds.count - 1) * bounds.step;
        bounds.step = -bounds.step;
    }
    if (array->exports)
        return bytearray_resize(vm, array, array->size - (size_t)bounds.count);
    ASSERT(bounds.step > 0 && bounds.start >= 0);
    size_t to = (size_t)bounds.start, next = to;
    int64_t left = bounds.count;
    for (size_t from = to; from < array->size; from++) {
        if (left && from == next) {
            left--;
            next += (size_t)bounds.step;
        } else {
            array->bytes[to++] = array->bytes[from];
        }
    }
    ASSERT(left == 0 && to == array->size - (size_t)bounds.count);
    return bytearray_resize(vm, array, to);
}

static bool assign_slice(Vm *vm, Value self, const SliceBounds *bounds, const Bytes *bytes)
{
    ByteArray *array = array_of(self);
    if (bounds->step == 1) {
        size_t end = (size_t)(bounds->start + bounds->count);
        return replace_range(vm, array, (size_t)bounds->start, end, bytes->bytes, bytes->size);
    }
    if (bytes->size == 0)
        return bounds->count == 0 || delete_stepped(vm, array, *bounds);
    if (bytes->size != (size_t)bounds->count)
        return raise_false(vm, TYPE_VALUE_ERROR, "attempt to assign bytes of size %zu to extended slice of size %lld",
                           bytes->size, (long long)bounds->count);
    for (int64_t i = 0, at = bounds->start; i < bounds->count; i++, at += bounds->step)
        array->bytes[at] = bytes->bytes[i];
    return true;
}

static bool set_slice(Vm *vm, Value self, Value key, Value value)
{
    SliceBounds bounds;
    if (!bytes_slice_bounds(vm, self, key, &bounds))
        return false;
    Value bytes = assigned_bytes(vm, value);
    if (value_is_error(bytes))
        return false;
    /* Once more: making the bytes may have changed the array. */
    bool good = bytes_slice_bounds(vm, self, key, &bounds) &&
                assign_slice(vm, self, &bounds, value_object(bytes));
    value_drop(vm, bytes);
    return good;
}

bool bytearray_slot_setitem(Vm *vm, Value self, Value key, Value value)
{
    if (value_has_shape(key, TYPE_SLICE))
        return set_slice(vm, self, key, value);
    if (!value_is_any_int(vm, key) && !value_type(vm, key)->slots.unary[UNARY_INDEX])
        return raise_false(vm, TYPE_TYPE_ERROR, "bytearray indices must be integers or slices, not %.200T", key);
    int64_t index;
    uint8_t byte = 0;
    if (!byte_index(vm, key, &index) || (value != VALUE_ABSENT && !byte_argument(vm, value, "byte", &byte)))
        return false;
    ByteArray *array = array_of(self);
    index += index < 0 ? (int64_t)array->size : 0;
    if (index < 0 || index >= (int64_t)array->size)
        return raise_false(vm, TYPE_INDEX_ERROR, "bytearray index out of range");
    if (value == VALUE_ABSENT)
        return replace_range(vm, array, (size_t)index, (size_t)index + 1, NULL, 0);
    array->bytes[index] = byte;
    return true;
}

Value bytearray_m_append(Vm *vm, const Value *args)
{
    uint8_t byte;
    if (!byte_argument(vm, args[1], "byte", &byte))
        return VALUE_ERROR;
    ByteArray *array = array_of(args[0]);
    if (!bytearray_resize(vm, array, array->size + 1))
        return VALUE_ERROR;
    array->bytes[array->size - 1] = byte;
    return VALUE_NONE;
}

Value bytearray_m_extend(Vm *vm, const Value *args)
{
    Value bytes;
    if (value_is_bytes_like(vm, args[1])) {
        bytes = assigned_bytes(vm, args[1]);
    } else if (value_is_str(vm, args[1])) {
        return raise_type_error(vm, "expected iterable of integers; got: 'str'");
    } else {
        const Slots *slots = &value_type(vm, args[1])->slots;
        if (!slots->iter && !slots->getitem)
            return raise_type_error(vm, "can't extend bytearray with %.100T", args[1]);
        bytes = bytes_from_iterable(vm, args[1], "byte");
    }
    if (value_is_error(bytes))
        return VALUE_ERROR;
    const Bytes *added = value_object(bytes);
    ByteArray *array = array_of(args[0]);
    bool good = replace_range(vm, array, array->size, array->size, added->bytes, added->size);
    value_drop(vm, bytes);
    return good ? VALUE_NONE : VALUE_ERROR;
}

Value bytearray_m_insert(Vm *vm, const Value *args)
{
    int64_t index;
    uint8_t byte;
    if (!value_to_i64(vm, args[1], &index) || !byte_argument(vm, args[2], "byte", &byte))
        return VALUE_ERROR;
    ByteArray *array = array_of(args[0]);
    int64_t size = (int64_t)array->size;
    index += index < 0 ? size : 0;
    size_t at = index < 0 ? 0 : index > size ? array->size : (size_t)index;
    return replace_range(vm, array, at, at, &byte, 1) ? VALUE_NONE : VALUE_ERROR;
}

Value bytearray_m_pop(Vm *vm, const Value *args)
{
    int64_t index;
    if (!value_to_i64(vm, args[1], &index))
        return VALUE_ERROR;
    ByteArray *array = array_of(args[0]);
    int64_t size = (int64_t)array->size;
    if (size == 0)
        return raise_error(vm, TYPE_INDEX_ERROR, "pop from empty bytearray");
    index += index < 0 ? size : 0;
    if (index < 0 || index >= size)
        return raise_error(vm, TYPE_INDEX_ERROR, "pop index out of range");
    uint8_t byte = array->bytes[index];
    if (!replace_range(vm, array, (size_t)index, (size_t)index + 1, NULL, 0))
        return VALUE_ERROR;
    return value_from_int(byte);
}

Value bytearray_m_remove(Vm *vm, const Value *args)
{
    uint8_t byte;
    if (!byte_argument(vm, args[1], "byte", &byte))
        return VALUE_ERROR;
    ByteArray *array = array_of(args[0]);
    uint8_t *found = array->size ? memchr(array->bytes, byte, array->size) : NULL;
    if (!found)
        return raise_value_error(vm, "value not found in bytearray");
    size_t at = (size_t)(found - array->bytes);
    return replace_range(vm, array, at, at + 1, NULL, 0) ? VALUE_NONE : VALUE_ERROR;
}

Value bytearray_m_clear(Vm *vm, const Value *args)
{
    return bytearray_resize(vm, array_of(args[0]), 0) ? VALUE_NONE : VALUE_ERROR;
}

Value bytearray_m_copy(Vm *vm, const Value *args)
{
    return bytearray_new(vm, array_of(args[0])->bytes, array_of(args[0])->size);
}

Value bytearray_m_reverse(Vm *vm, const Value *args)
{
    (void)vm;
    ByteArray *array = array_of(args[0]);
    for (size_t i = 0, j = array->size; i + 1 < j; i++) {
        j--;
        uint8_t byte = array->bytes[i];
        array->bytes[i] = array->bytes[j];
        array->bytes[j] = byte;
    }
    return VALUE_NONE;
}

Value bytearray_m_new(Vm *vm, const Value *args)
{
    Type *type = text_class_argument(vm, args[0], TYPE_BYTEARRAY);
    if (!type)
        return VALUE_ERROR;
    ByteArray *array = object_new(vm, type, 0);
    return array ? value_from_object(array) : VALUE_ERROR;
}

Value bytearray_m_init(Vm *vm, const Value *args)
{
    Value bytes = bytes_from_arguments(vm, args[1], args[2], args[3], true);
    if (value_is_error(bytes))
        return VALUE_ERROR;
    const Bytes *content = value_object(bytes);
    ByteArray *array = array_of(args[0]);
    bool good = replace_range(vm, array, 0, array->size, content->bytes, content->size);
    value_drop(vm, bytes);
    return good ? VALUE_NONE : VALUE_ERROR;
}

/* (type, (text, "latin-1"), None), as pickling and copying want it. */
Value bytearray_m_reduce(Vm *vm, const Value *args)
{
    const ByteArray *array = array_of(args[0]);
    Value pair[2] = {codec_decode(vm, array->bytes, array->size, "latin-1", NULL), str_from_c(vm, "latin-1")};
    if (value_is_error(pair[0]) || value_is_error(pair[1])) {
        value_drop(vm, pair[0]);
        value_drop(vm, pair[1]);
        return VALUE_ERROR;
    }
    Value arguments = tuple_new_take(vm, pair, 2);
    if (value_is_error(arguments))
        return VALUE_ERROR;
    Value parts[3] = {value_share(type_value(value_type(vm, args[0]))), arguments, VALUE_NONE};
    return tuple_new_take(vm, parts, 3);
}

Value bytearray_m_sizeof(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_int((int64_t)(sizeof(ByteArray) + array_of(args[0])->capacity));
}
