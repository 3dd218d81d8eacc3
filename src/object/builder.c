/* StrBuilder: text grown by doubling, made a str at the end.
 *
 * A failed builder owns nothing: the first failure frees the bytes. */
#include "object/call.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/str_method.h"
#include "object/unicode.h"

enum { BUILDER_MIN_CAPACITY = 64 };

static void builder_fail(Vm *vm, StrBuilder *builder)
{
    builder_discard(vm, builder);
    builder->failed = true;
    ASSERT(!builder->bytes && builder->size == 0);
}

/* Room for size more bytes; false when the builder has failed. */
static bool builder_reserve(Vm *vm, StrBuilder *builder, size_t size)
{
    if (UNLIKELY(builder->failed))
        return false;
    ASSERT(builder->size <= builder->capacity);
    if (LIKELY(size <= builder->capacity - builder->size))
        return true;
    size_t capacity = size_max(builder->capacity * 2, BUILDER_MIN_CAPACITY);
    if (size > SIZE_MAX / 4) {
        raise_memory_error(vm);
        builder_fail(vm, builder);
        return false;
    }
    while (capacity - builder->size < size)
        capacity *= 2;
    char *bytes = builder->bytes ? vm_resize(vm, builder->bytes, builder->capacity, capacity) : vm_alloc(vm, capacity);
    if (UNLIKELY(!bytes)) {
        builder_fail(vm, builder);
        return false;
    }
    builder->bytes = bytes;
    builder->capacity = capacity;
    return true;
}

void builder_add(Vm *vm, StrBuilder *builder, const char *bytes, size_t size)
{
    if (size == 0 || !builder_reserve(vm, builder, size))
        return;
    memcpy(builder->bytes + builder->size, bytes, size);
    builder->size += size;
}

void builder_add_c(Vm *vm, StrBuilder *builder, const char *text) { builder_add(vm, builder, text, strlen(text)); }

void builder_add_char(Vm *vm, StrBuilder *builder, uint32_t code_point)
{
    if (builder_reserve(vm, builder, UTF8_MAX_SIZE))
        builder->size += utf8_write(builder->bytes + builder->size, code_point);
}

char *builder_space(Vm *vm, StrBuilder *builder, size_t size)
{
    return builder_reserve(vm, builder, size) ? builder->bytes + builder->size : NULL;
}

void builder_add_repeated(Vm *vm, StrBuilder *builder, uint32_t code_point, size_t count)
{
    ASSERT(code_point <= UNICODE_MAX);
    char unit[UTF8_MAX_SIZE];
    size_t unit_size = utf8_write(unit, code_point);
    size_t size;
    if (count == 0)
        return;
    if (__builtin_mul_overflow(unit_size, count, &size))
        size = SIZE_MAX;
    if (!builder_reserve(vm, builder, size))
        return;
    bytes_fill_repeated(builder->bytes + builder->size, unit, unit_size, size);
    builder->size += size;
}

void builder_add_str(Vm *vm, StrBuilder *builder, Value str)
{
    builder_add(vm, builder, value_to_str(str)->bytes, value_to_str(str)->size);
}

/* Takes the text a value became; VALUE_ERROR fails the builder. */
static void builder_add_take(Vm *vm, StrBuilder *builder, Value text)
{
    if (UNLIKELY(value_is_error(text))) {
        builder_fail(vm, builder);
        return;
    }
    builder_add_str(vm, builder, text);
    value_drop(vm, text);
}

void builder_add_repr(Vm *vm, StrBuilder *builder, Value value)
{
    if (!builder->failed)
        builder_add_take(vm, builder, value_repr(vm, value));
}

void builder_add_display(Vm *vm, StrBuilder *builder, Value value)
{
    if (!builder->failed)
        builder_add_take(vm, builder, value_str(vm, value));
}

Value builder_finish(Vm *vm, StrBuilder *builder)
{
    if (UNLIKELY(builder->failed)) {
        builder_discard(vm, builder); /* others may have set failed */
        return VALUE_ERROR;
    }
    Value str = builder->size ? str_new(vm, builder->bytes, builder->size) : value_share(vm->empty_str);
    builder_discard(vm, builder);
    return str;
}

void builder_discard(Vm *vm, StrBuilder *builder)
{
    if (builder->bytes)
        vm_free(vm, builder->bytes, builder->capacity);
    *builder = (StrBuilder){.failed = builder->failed};
}
