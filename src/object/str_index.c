/* str by index: code points to byte offsets and back, slices, iteration.
 *
 * ASCII strs index directly.  Others walk, eight bytes at a time, from the
 * nearest of both ends and the cursor, which long ones keep at the place of
 * the last look-up; so passes over a text by index are O(1) a step. */
#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/str_method.h"
#include "object/unicode.h"

enum { CURSOR_WORTH = 16 }; /* code points walked from which the cursor is moved */

/* How many of eight bytes begin a code point. */
static inline size_t count_leads(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    uint64_t continuations = (word >> 7) & (~word >> 6) & UINT64_C(0x0101010101010101);
    return 8 - (continuations * UINT64_C(0x0101010101010101) >> 56);
}

/* The offset of the count-th code point after the one at offset.  As long as 8
 * or more are to be passed, 8 bytes can be read. */
static size_t walk_forward(const char *bytes, size_t offset, size_t count)
{
    size_t passed = 0;
    while (passed + 8 <= count) {
        passed += count_leads(bytes + offset);
        offset += 8;
    }
    for (;; offset++) {
        if (utf8_is_continuation(bytes[offset]))
            continue;
        if (passed == count)
            return offset;
        passed++;
    }
}

static size_t walk_back(const char *bytes, size_t offset, size_t count)
{
    size_t passed = 0;
    while (passed + 8 <= count) {
        offset -= 8;
        passed += count_leads(bytes + offset);
    }
    while (passed < count)
        passed += !utf8_is_continuation(bytes[--offset]);
    return offset;
}

size_t str_offset(const Str *str, size_t index)
{
    ASSERT(index <= str->length);
    if (LIKELY(str_is_ascii(str)))
        return index;
    StrCursor *cursor = str_cursor(str);
    StrCursor from = cursor ? *cursor : (StrCursor){0};
    size_t distance = index > from.index ? index - from.index : from.index - index;
    if (index < distance) {
        from = (StrCursor){0};
        distance = index;
    }
    if (str->length - index < distance) {
        from = (StrCursor){str->length, str->size};
        distance = str->length - index;
    }
    size_t offset = index >= from.index ? walk_forward(str->bytes, from.offset, distance)
                                        : walk_back(str->bytes, from.offset, distance);
    ASSERT(offset <= str->size && !utf8_is_continuation(str->bytes[offset]));
    if (cursor && distance >= CURSOR_WORTH)
        *cursor = (StrCursor){index, offset};
    return offset;
}

size_t str_index_of_offset(const Str *str, size_t offset)
{
    ASSERT(offset <= str->size);
    if (str_is_ascii(str))
        return offset;
    const StrCursor *cursor = str_cursor(str);
    if (cursor && cursor->offset <= offset)
        return cursor->index + utf8_count(str->bytes + cursor->offset, offset - cursor->offset);
    if (offset > str->size / 2)
        return str->length - utf8_count(str->bytes + offset, str->size - offset);
    return utf8_count(str->bytes, offset);
}

uint32_t str_code_point_at(const Str *str, size_t index)
{
    ASSERT(index < str->length);
    const char *place = str->bytes + str_offset(str, index);
    return utf8_read(&place);
}

Value str_char_at(Vm *vm, Value str, size_t index)
{
    const Str *own = value_to_str(str);
    ASSERT(index < own->length);
    if (LIKELY(str_is_ascii(own)))
        return value_share(vm->latin1[(unsigned char)own->bytes[index]]);
    return str_from_code_point(vm, str_code_point_at(own, index));
}

Value str_slice(Vm *vm, Value str, size_t start, size_t end)
{
    const Str *own = value_to_str(str);
    ASSERT(start <= own->length && end <= own->length);
    if (start >= end)
        return value_share(vm->empty_str);
    if (start == 0 && end == own->length)
        return str_exact(vm, str);
    if (str_is_ascii(own))
        return str_new_ascii(vm, own->bytes + start, end - start);
    size_t from = str_offset(own, start);
    size_t to = end - start < CURSOR_WORTH ? walk_forward(own->bytes, from, end - start) : str_offset(own, end);
    return str_new(vm, own->bytes + from, to - from);
}

/* Every step-th code point of an ASCII str. */
static Value slice_ascii(Vm *vm, const Str *str, const SliceBounds *bounds)
{
    Str *sliced = str_new_raw(vm, (size_t)bounds->count);
    if (!sliced)
        return VALUE_ERROR;
    int64_t from = bounds->start;
    for (int64_t i = 0; i < bounds->count; i++, from += bounds->step)
        sliced->bytes[i] = str->bytes[from];
    return str_finish(sliced);
}

static Value slice_with_step(Vm *vm, Value str, const SliceBounds *bounds)
{
    const Str *own = value_to_str(str);
    if (str_is_ascii(own))
        return slice_ascii(vm, own, bounds);
    StrBuilder builder = {0};
    const char *place = own->bytes + str_offset(own, (size_t)bounds->start);
    for (int64_t i = 0; i < bounds->count; i++) {
        const char *here = place;
        builder_add_char(vm, &builder, utf8_read(&here));
        if (i + 1 == bounds->count)
            break;
        size_t offset = (size_t)(place - own->bytes);
        place = own->bytes + (bounds->step > 0 ? walk_forward(own->bytes, offset, (size_t)bounds->step)
                                               : walk_back(own->bytes, offset, -(size_t)bounds->step));
    }
    return builder_finish(vm, &builder);
}

Value str_slot_getitem(Vm *vm, Value self, Value key)
{
    size_t length = value_to_str(self)->length;
    if (value_has_shape(key, TYPE_SLICE)) {
        SliceBounds bounds;
        if (!slice_bounds(vm, key, (int64_t)length, &bounds))
            return VALUE_ERROR;
        if (bounds.count == 0)
            return value_share(vm->empty_str);
        if (bounds.count == 1)
            return str_char_at(vm, self, (size_t)bounds.start);
        if (bounds.step == 1)
            return str_slice(vm, self, (size_t)bounds.start, (size_t)(bounds.start + bounds.count));
        return slice_with_step(vm, self, &bounds);
    }
    if (UNLIKELY(!value_is_any_int(vm, key) && !value_type(vm, key)->slots.unary[UNARY_INDEX]))
        return raise_type_error(vm, "string indices must be integers, not '%.200T'", key);
    size_t index;
    if (!index_resolve(vm, key, &length, "string", &index))
        return VALUE_ERROR;
    return str_char_at(vm, self, index);
}

/* Iteration. --------------------------------------------------------------- */

typedef struct {
    Object object;
    Value str; /* VALUE_ABSENT once exhausted */
    size_t offset;
} StrIterator;

Value str_slot_iter(Vm *vm, Value self)
{
    StrIterator *iterator = object_new(vm, vm->types[TYPE_STR_ITERATOR], 0);
    if (!iterator)
        return VALUE_ERROR;
    iterator->str = value_share(self);
    return value_from_object(iterator);
}

static void str_iterator_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((StrIterator *)self)->str);
    object_free(vm, self, 0);
}

static Value str_iterator_slot_next(Vm *vm, Value self)
{
    StrIterator *iterator = value_object(self);
    if (iterator->str == VALUE_ABSENT)
        return VALUE_DONE;
    const Str *str = value_to_str(iterator->str);
    if (iterator->offset >= str->size) {
        value_clear(vm, &iterator->str);
        return VALUE_DONE;
    }
    const char *place = str->bytes + iterator->offset;
    uint32_t code_point = utf8_read(&place);
    iterator->offset = (size_t)(place - str->bytes);
    ASSERT(iterator->offset <= str->size);
    if (LIKELY(code_point < 256))
        return value_share(vm->latin1[code_point]);
    return str_from_code_point(vm, code_point);
}

static Value str_iterator_slot_iter(Vm *vm, Value self)
{
    (void)vm;
    return value_share(self);
}

static Value str_iterator_m_length_hint(Vm *vm, const Value *args)
{
    (void)vm;
    const StrIterator *iterator = value_object(args[0]);
    if (iterator->str == VALUE_ABSENT)
        return value_from_int(0);
    const Str *str = value_to_str(iterator->str);
    return value_from_int((int64_t)utf8_count(str->bytes + iterator->offset, str->size - iterator->offset));
}

static const NativeDef str_iterator_methods[] = {
    FN(str_iterator_m_length_hint, "__length_hint__(self, /)", "Private method returning an estimate of len(list(it))."),
    {0},
};

static const TypeDef str_iterator_type_def = {
    .name = "str_ascii_iterator",
    .size = sizeof(StrIterator),
    .slots = {.destroy = str_iterator_slot_destroy, .iter = str_iterator_slot_iter, .next = str_iterator_slot_next},
    .methods = str_iterator_methods,
};

bool str_iterator_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &str_iterator_type_def); }
