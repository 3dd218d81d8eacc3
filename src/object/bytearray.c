/* bytearray: its memory, slots and the type.
 *
 * bytes[size] is a NUL whenever bytes is not NULL, as in bytes.  The size does
 * not change while exports is not 0. */
#include "object/bytes_method.h"
#include "object/container.h"
#include "object/str_percent.h"

enum { BYTEARRAY_MIN_CAPACITY = 16 };

/* Making. ------------------------------------------------------------------ */

static bool set_capacity(Vm *vm, ByteArray *array, size_t capacity)
{
    uint8_t *bytes = array->bytes ? vm_resize(vm, array->bytes, array->capacity, capacity) : vm_alloc(vm, capacity);
    if (!bytes)
        return false;
    array->bytes = bytes;
    array->capacity = capacity;
    return true;
}

bool bytearray_resize(Vm *vm, ByteArray *array, size_t size)
{
    if (size == array->size)
        return true;
    if (array->exports)
        return raise_false(vm, TYPE_BUFFER_ERROR, "Existing exports of data: object cannot be re-sized");
    if (size > PTRDIFF_MAX - 1) {
        raise_memory_error(vm);
        return false;
    }
    if (size + 1 > array->capacity || size < array->capacity / 4) {
        size_t capacity = size > array->size && array->bytes ? size + size / 8 + 8 : size + 1;
        if (!set_capacity(vm, array, size_max(capacity, BYTEARRAY_MIN_CAPACITY)))
            return false;
    }
    ASSERT(size < array->capacity);
    array->size = size;
    array->bytes[size] = 0;
    return true;
}

ByteArray *bytearray_new_raw(Vm *vm, size_t size)
{
    ByteArray *array = object_new(vm, vm->types[TYPE_BYTEARRAY], 0);
    if (!array)
        return NULL;
    if (!bytearray_resize(vm, array, size)) {
        value_drop(vm, value_from_object(array));
        return NULL;
    }
    return array;
}

Value bytearray_new(Vm *vm, const void *content, size_t size)
{
    ByteArray *array = bytearray_new_raw(vm, size);
    if (!array)
        return VALUE_ERROR;
    if (size)
        memcpy(array->bytes, content, size);
    return value_from_object(array);
}

/* Slots. ------------------------------------------------------------------- */

static void bytearray_slot_destroy(Vm *vm, Object *self)
{
    ByteArray *array = (ByteArray *)self;
    ASSERT(array->exports == 0); /* a view holds a reference */
    if (array->bytes)
        vm_free(vm, array->bytes, array->capacity);
    object_free(vm, self, 0);
}

static bool bytearray_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    (void)hash;
    return raise_false(vm, TYPE_TYPE_ERROR, "unhashable type: '%T'", self);
}

static int bytearray_slot_truth(Vm *vm, Value self)
{
    (void)vm;
    return ((ByteArray *)value_object(self))->size != 0;
}

/* Appends size bytes, which may be the array's own. */
static bool append_bytes(Vm *vm, ByteArray *array, const uint8_t *bytes, size_t size)
{
    ASSERT(size == 0 || bytes != NULL);
    size_t old_size = array->size, inside = (size_t)(bytes - array->bytes);
    bool own = array->bytes && bytes >= array->bytes && bytes <= array->bytes + old_size;
    if (size == 0)
        return true;
    if (!bytearray_resize(vm, array, old_size + size))
        return false;
    memcpy(array->bytes + old_size, own ? array->bytes + inside : bytes, size);
    return true;
}

static Value concat_error(Vm *vm, Value left, Value right)
{
    return raise_type_error(vm, "can't concat %.100T to %.100T", right, left);
}

static Value bytearray_slot_add(Vm *vm, Value left, Value right)
{
    if (!value_is_bytearray(vm, left))
        return VALUE_NOT_IMPLEMENTED;
    if (!value_is_bytes_like(vm, right))
        return concat_error(vm, left, right);
    BytesView first, second;
    if (!bytes_view(vm, left, &first) || !bytes_view(vm, right, &second))
        return VALUE_ERROR;
    Value result = bytearray_new(vm, first.bytes, first.size);
    if (value_is_error(result))
        return VALUE_ERROR;
    if (append_bytes(vm, value_object(result), second.bytes, second.size))
        return result;
    value_drop(vm, result);
    return VALUE_ERROR;
}

static Value bytearray_slot_iadd(Vm *vm, Value left, Value right)
{
    if (!value_is_bytes_like(vm, right))
        return concat_error(vm, left, right);
    BytesView view;
    if (!bytes_view(vm, right, &view) || !append_bytes(vm, value_object(left), view.bytes, view.size))
        return VALUE_ERROR;
    return value_share(left);
}

/* Makes array count times its content. */
static bool repeat_in_place(Vm *vm, ByteArray *array, int64_t count)
{
    size_t unit = array->size, size;
    if (count <= 0 || unit == 0)
        return bytearray_resize(vm, array, 0);
    if (__builtin_mul_overflow(unit, (size_t)count, &size)) {
        raise_memory_error(vm);
        return false;
    }
    if (!bytearray_resize(vm, array, size))
        return false;
    for (size_t done = unit; done < size;) {
        size_t step = size_min(done, size - done);
        memcpy(array->bytes + done, array->bytes, step);
        done += step;
    }
    return true;
}

static Value bytearray_slot_multiply(Vm *vm, Value left, Value right)
{
    bool first = value_is_bytearray(vm, left);
    int64_t count;
    RepeatResult kind = text_repeat_count(vm, first ? right : left, first, &count);
    if (kind != REPEAT_COUNT)
        return kind == REPEAT_NOT_MINE ? VALUE_NOT_IMPLEMENTED : VALUE_ERROR;
    Text text = text_of_bytes(vm, first ? left : right);
    Value result = bytearray_new(vm, text.bytes, text.size);
    if (value_is_error(result) || repeat_in_place(vm, value_object(result), count))
        return result;
    value_drop(vm, result);
    return VALUE_ERROR;
}

static Value bytearray_slot_imul(Vm *vm, Value left, Value right)
{
    int64_t count;
    if (!value_is_any_int(vm, right) && !value_type(vm, right)->slots.unary[UNARY_INDEX])
        return raise_type_error(vm, "can't multiply sequence by non-int of type '%.200T'", right);
    if (!value_to_i64(vm, right, &count) || !repeat_in_place(vm, value_object(left), count))
        return VALUE_ERROR;
    return value_share(left);
}

static Value bytearray_slot_modulo(Vm *vm, Value left, Value right)
{
    if (!value_is_bytearray(vm, left))
        return VALUE_NOT_IMPLEMENTED;
    Text own = text_of_bytes(vm, left);
    Value format = bytes_new(vm, own.bytes, own.size); /* arguments may run code that changes left */
    if (value_is_error(format))
        return VALUE_ERROR;
    Text text = text_of_bytes(vm, format);
    text.kind = TEXT_BYTEARRAY;
    Value result = text_percent(vm, &text, right);
    value_drop(vm, format);
    return result;
}

/* Unlike bytes', it escapes "'" between double quotes too. */
static Value bytearray_slot_repr(Vm *vm, Value self)
{
    Text text = text_of_bytes(vm, self);
    bool single = text.size && memchr(text.bytes, '\'', text.size);
    const char *quote = single && !memchr(text.bytes, '"', text.size) ? "\"" : "'";
    StrBuilder builder = {0};
    builder_add_c(vm, &builder, value_type_name(vm, self));
    builder_add_c(vm, &builder, "(b");
    builder_add_c(vm, &builder, quote);
    bytes_add_escaped(vm, &builder, &text, '\'');
    builder_add_c(vm, &builder, quote);
    builder_add_c(vm, &builder, ")");
    return builder_finish(vm, &builder);
}

static const TypeDef bytearray_type_def = {
    .name = "bytearray",
    .doc = "bytearray(iterable_of_ints) -> bytearray\n"
           "bytearray(string, encoding[, errors]) -> bytearray\n"
           "bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\n"
           "bytearray(int) -> bytes array of size given by the parameter initialized with null bytes\n"
           "bytearray() -> empty bytes array",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_MATCH_SELF,
    .size = sizeof(ByteArray),
    .slots = {
        .destroy = bytearray_slot_destroy,
        .repr = bytearray_slot_repr,
        .str = bytearray_slot_repr,
        .hash = bytearray_slot_hash,
        .iter = bytes_slot_iter,
        .length = bytes_slot_length,
        .getitem = bytes_slot_getitem,
        .setitem = bytearray_slot_setitem,
        .contains = bytes_slot_contains,
        .truth = bytearray_slot_truth,
        .compare = bytes_slot_compare,
        .binary = {[BINARY_ADD] = bytearray_slot_add, [BINARY_MUL] = bytearray_slot_multiply,
                   [BINARY_MOD] = bytearray_slot_modulo},
        .inplace = {[BINARY_ADD] = bytearray_slot_iadd, [BINARY_MUL] = bytearray_slot_imul},
    },
    .methods = bytearray_methods,
};

bool bytearray_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &bytearray_type_def); }
