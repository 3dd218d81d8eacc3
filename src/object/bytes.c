/* bytes: making them, looking at bytes-like objects, the type.
 *
 * b"" and the 256 bytes of size one exist once each.  Slots whose names begin
 * with bytes_ serve bytearray as well: they ask text_of_bytes(). */
#include "object/bytes.h"

#include "object/bytes_method.h"
#include "object/container.h"
#include "object/number.h"
#include "object/str_percent.h"

/* Making. ------------------------------------------------------------------ */

Bytes *bytes_new_raw(Vm *vm, size_t size)
{
    if (UNLIKELY(size > PTRDIFF_MAX - sizeof(Bytes) - 1)) {
        raise_memory_error(vm);
        return NULL;
    }
    ASSERT(vm->types[TYPE_BYTES]->size >= sizeof(Bytes));
    Bytes *bytes = object_new(vm, vm->types[TYPE_BYTES], size + 1);
    if (UNLIKELY(!bytes))
        return NULL;
    bytes->size = size;
    bytes->bytes[size] = 0;
    return bytes;
}

Value bytes_new(Vm *vm, const void *content, size_t size)
{
    if (size == 0 && value_is_heap(vm->empty_bytes))
        return value_share(vm->empty_bytes);
    if (size == 1) {
        Value single = vm->bytes1[*(const uint8_t *)content];
        if (value_is_heap(single))
            return value_share(single);
    }
    Bytes *bytes = bytes_new_raw(vm, size);
    if (UNLIKELY(!bytes))
        return VALUE_ERROR;
    if (size)
        memcpy(bytes->bytes, content, size);
    return value_from_object(bytes);
}

/* Looking. ----------------------------------------------------------------- */

bool value_is_bytearray(const Vm *vm, Value value)
{
    if (value_has_shape(value, TYPE_BYTEARRAY))
        return true;
    return value_has_flag(vm, value, TYPE_FLAG_HEAP) && type_is_subtype(value_type(vm, value), vm->types[TYPE_BYTEARRAY]);
}

bool value_is_bytes_like(const Vm *vm, Value value)
{
    return value_is_bytes(vm, value) || value_is_memoryview(value) || value_is_bytearray(vm, value);
}

bool bytes_view(Vm *vm, Value object, BytesView *view)
{
    if (UNLIKELY(!value_is_bytes_like(vm, object)))
        return raise_false(vm, TYPE_TYPE_ERROR, "a bytes-like object is required, not '%.100T'", object);
    if (value_is_memoryview(object) && !memoryview_check(vm, object))
        return false;
    Text text = text_of_bytes(vm, object);
    *view = (BytesView){(const uint8_t *)text.bytes, text.size};
    return true;
}

bool byte_argument(Vm *vm, Value value, const char *what, uint8_t *byte)
{
    Value index = value_index(vm, value);
    if (value_is_error(index))
        return false;
    int64_t number;
    bool fits = int_fits_i64(vm, index, &number) && number >= 0 && number < 256;
    value_drop(vm, index);
    if (!fits)
        return raise_false(vm, TYPE_VALUE_ERROR, "%s must be in range(0, 256)", what);
    *byte = (uint8_t)number;
    return true;
}

/* Construction. ------------------------------------------------------------ */

static bool string_argument(Vm *vm, Value value, const char *what, const char **text)
{
    *text = NULL;
    if (value == VALUE_ABSENT)
        return true;
    if (!text_str_argument(vm, value, what))
        return false;
    *text = str_c_string(vm, value);
    return *text != NULL;
}

static Value from_str(Vm *vm, Value source, Value encoding, Value errors, bool for_array)
{
    const char *encoding_name, *errors_name;
    if (!string_argument(vm, encoding, for_array ? "bytearray() argument 'encoding'" : "bytes() argument 'encoding'",
                         &encoding_name) ||
        !string_argument(vm, errors, for_array ? "bytearray() argument 'errors'" : "bytes() argument 'errors'", &errors_name))
        return VALUE_ERROR;
    if (source == VALUE_ABSENT || !value_is_str(vm, source))
        return raise_type_error(vm, encoding != VALUE_ABSENT ? "encoding without a string argument"
                                                             : "errors without a string argument");
    if (encoding == VALUE_ABSENT)
        return raise_type_error(vm, "string argument without an encoding");
    return codec_encode(vm, source, encoding_name, errors_name);
}

static Value zero_bytes(Vm *vm, Value source)
{
    int64_t size;
    if (!value_to_i64(vm, source, &size))
        return VALUE_ERROR;
    if (size < 0)
        return raise_value_error(vm, "negative count");
    if (size == 0)
        return value_share(vm->empty_bytes);
    Bytes *bytes = bytes_new_raw(vm, (size_t)size);
    if (!bytes)
        return VALUE_ERROR;
    memset(bytes->bytes, 0, (size_t)size);
    return value_from_object(bytes);
}

typedef struct {
    StrBuilder builder;
    const char *what;
} Collector;

static bool collect_byte(Vm *vm, Value item, void *context)
{
    Collector *collector = context;
    uint8_t byte;
    if (LIKELY(value_is_int(item)) && value_to_int(item) >= 0 && value_to_int(item) < 256)
        byte = (uint8_t)value_to_int(item);
    else if (!byte_argument(vm, item, collector->what, &byte))
        return false;
    builder_add(vm, &collector->builder, (const char *)&byte, 1);
    return !collector->builder.failed;
}

Value bytes_from_iterable(Vm *vm, Value iterable, const char *what)
{
    Collector collector = {.what = what};
    Value result = VALUE_ERROR;
    if (value_each(vm, iterable, collect_byte, &collector) && !collector.builder.failed)
        result = bytes_new(vm, collector.builder.bytes, collector.builder.size);
    builder_discard(vm, &collector.builder);
    return result;
}

/* What a __bytes__ method gives, VALUE_ABSENT without one. */
static Value from_dunder(Vm *vm, Value source)
{
    Value made = special_call(vm, source, NAME_OF(vm, __bytes__), NULL, 0);
    if (made == VALUE_ABSENT || value_is_error(made) || value_is_bytes(vm, made))
        return made;
    raise_type_error(vm, "__bytes__ returned non-bytes (type %.200T)", made);
    value_drop(vm, made);
    return VALUE_ERROR;
}

Value bytes_from_arguments(Vm *vm, Value source, Value encoding, Value errors, bool for_array)
{
    if (encoding != VALUE_ABSENT || errors != VALUE_ABSENT)
        return from_str(vm, source, encoding, errors, for_array);
    if (source == VALUE_ABSENT)
        return value_share(vm->empty_bytes);
    if (value_has_shape(source, TYPE_BYTES))
        return value_share(source);
    if (!for_array && !value_is_bytearray(vm, source)) {
        ASSERT(!value_has_shape(source, TYPE_BYTES));
        Value made = from_dunder(vm, source);
        if (made != VALUE_ABSENT)
            return made;
    }
    if (value_is_str(vm, source))
        return raise_type_error(vm, "string argument without an encoding");
    if (value_is_any_int(vm, source) || value_type(vm, source)->slots.unary[UNARY_INDEX])
        return zero_bytes(vm, source);
    if (value_is_bytes_like(vm, source)) {
        BytesView view;
        return bytes_view(vm, source, &view) ? bytes_new(vm, view.bytes, view.size) : VALUE_ERROR;
    }
    const Slots *slots = &value_type(vm, source)->slots;
    if (!slots->iter && !slots->getitem)
        return raise_type_error(vm, "cannot convert '%.200T' object to %s", source, for_array ? "bytearray" : "bytes");
    return bytes_from_iterable(vm, source, for_array ? "byte" : "bytes");
}

/* Slots shared with bytearray. --------------------------------------------- */

int64_t bytes_slot_length(Vm *vm, Value self) { return (int64_t)text_of_bytes(vm, self).size; }

/* A slice bound as an int, owned; what is none is left for slice_bounds() to complain of. */
static Value settle_bound(Vm *vm, Value bound)
{
    bool computed = value_is_heap(bound) && value_type(vm, bound)->slots.unary[UNARY_INDEX];
    return computed ? value_index(vm, bound) : value_share(bound);
}

bool bytes_slice_bounds(Vm *vm, Value self, Value key, SliceBounds *bounds)
{
    const Slice *slice = value_object(key);
    Value start = settle_bound(vm, slice->start);
    Value stop = value_is_error(start) ? VALUE_ERROR : settle_bound(vm, slice->stop);
    Value step = value_is_error(stop) ? VALUE_ERROR : settle_bound(vm, slice->step);
    if (value_is_error(step)) {
        value_drop(vm, start);
        value_drop(vm, stop);
        return false;
    }
    Value settled = slice_new_take(vm, start, stop, step);
    if (value_is_error(settled))
        return false;
    bool good = slice_bounds(vm, settled, (int64_t)text_of_bytes(vm, self).size, bounds);
    value_drop(vm, settled);
    return good;
}

static Value slice_of(Vm *vm, Value self, Value key)
{
    SliceBounds bounds;
    if (!bytes_slice_bounds(vm, self, key, &bounds))
        return VALUE_ERROR;
    Text text = text_of_bytes(vm, self);
    if (bounds.count == 0)
        return text_new(vm, text.kind, "", 0);
    if (bounds.step == 1)
        return text_part(vm, &text, (size_t)bounds.start, (size_t)(bounds.start + bounds.count));
    char *place;
    Value result = text_new_raw(vm, text.kind, (size_t)bounds.count, &place);
    if (value_is_error(result))
        return VALUE_ERROR;
    for (int64_t i = 0, at = bounds.start; i < bounds.count; i++, at += bounds.step)
        place[i] = text.bytes[at];
    return result;
}

bool byte_index(Vm *vm, Value key, int64_t *index)
{
    Value number = value_index(vm, key);
    if (value_is_error(number))
        return false;
    bool fits = int_fits_i64(vm, number, index);
    value_drop(vm, number);
    return fits || raise_false(vm, TYPE_INDEX_ERROR, "cannot fit '%.200T' into an index-sized integer", key);
}

Value bytes_slot_getitem(Vm *vm, Value self, Value key)
{
    if (value_has_shape(key, TYPE_SLICE))
        return slice_of(vm, self, key);
    Text text = text_of_bytes(vm, self);
    bool is_array = text.kind == TEXT_BYTEARRAY;
    if (!value_is_any_int(vm, key) && !value_type(vm, key)->slots.unary[UNARY_INDEX])
        return raise_type_error(vm, "%s indices must be integers or slices, not %.200T", is_array ? "bytearray" : "byte", key);
    int64_t index;
    if (!byte_index(vm, key, &index))
        return VALUE_ERROR;
    text = text_of_bytes(vm, self);
    index += index < 0 ? (int64_t)text.size : 0;
    if (index < 0 || index >= (int64_t)text.size)
        return raise_error(vm, TYPE_INDEX_ERROR, is_array ? "bytearray index out of range" : "index out of range");
    return value_from_int((uint8_t)text.bytes[index]);
}

int bytes_slot_contains(Vm *vm, Value self, Value item)
{
    if (value_is_any_int(vm, item) || value_type(vm, item)->slots.unary[UNARY_INDEX]) {
        uint8_t byte;
        if (!byte_argument(vm, item, "byte", &byte))
            return -1;
        Text text = text_of_bytes(vm, self);
        return text.size && memchr(text.bytes, byte, text.size) != NULL;
    }
    BytesView view;
    if (!bytes_view(vm, item, &view))
        return -1;
    Text text = text_of_bytes(vm, self);
    return bytes_find(text.bytes, text.size, (const char *)view.bytes, view.size) != NULL;
}

static int bytes_order(const Text *a, const Text *b)
{
    size_t shared = size_min(a->size, b->size);
    int order = shared ? memcmp(a->bytes, b->bytes, shared) : 0;
    return order ? order : (a->size > b->size) - (a->size < b->size);
}

Value bytes_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if (!value_is_bytes_like(vm, other) || (op > COMPARE_NE && value_is_memoryview(other)))
        return VALUE_NOT_IMPLEMENTED;
    Text text = text_of_bytes(vm, self), view = text_of_bytes(vm, other);
    if (op <= COMPARE_NE && text.size != view.size)
        return value_from_bool(op == COMPARE_NE);
    int order = bytes_order(&text, &view);
    switch (op) {
    case COMPARE_EQ: return value_from_bool(order == 0);
    case COMPARE_NE: return value_from_bool(order != 0);
    case COMPARE_LT: return value_from_bool(order < 0);
    case COMPARE_LE: return value_from_bool(order <= 0);
    case COMPARE_GT: return value_from_bool(order > 0);
    default: return value_from_bool(order >= 0);
    }
}

/* Slots of bytes. ---------------------------------------------------------- */

static void bytes_slot_destroy(Vm *vm, Object *self) { object_free(vm, self, ((Bytes *)self)->size + 1); }

/* Bit 0 keeps it from being 0, "not computed"; the mask keeps it from being -1. */
int64_t bytes_hash(const Vm *vm, Text text)
{
    return (int64_t)((bytes_mix_hash(vm->hash_seed, text.bytes, text.size) & (UINT64_MAX >> 2)) | 1);
}

static bool bytes_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    Bytes *bytes = value_object(self);
    if (!bytes->hash)
        bytes->hash = bytes_hash(vm, text_of_bytes(vm, self));
    *hash = bytes->hash;
    return true;
}

static int bytes_slot_truth(Vm *vm, Value self)
{
    (void)vm;
    return ((Bytes *)value_object(self))->size != 0;
}

static Value bytes_slot_add(Vm *vm, Value left, Value right)
{
    if (!value_is_bytes(vm, left))
        return VALUE_NOT_IMPLEMENTED;
    if (!value_is_bytes_like(vm, right))
        return raise_type_error(vm, "can't concat %.100T to %.100T", right, left);
    BytesView first, second;
    if (!bytes_view(vm, left, &first) || !bytes_view(vm, right, &second))
        return VALUE_ERROR;
    if (second.size == 0 && value_has_shape(left, TYPE_BYTES))
        return value_share(left);
    if (first.size == 0 && value_has_shape(right, TYPE_BYTES))
        return value_share(right);
    if (first.size + second.size == 0)
        return value_share(vm->empty_bytes);
    Bytes *joined = bytes_new_raw(vm, first.size + second.size);
    if (!joined)
        return VALUE_ERROR;
    memcpy(joined->bytes, first.bytes, first.size);
    memcpy(joined->bytes + first.size, second.bytes, second.size);
    return value_from_object(joined);
}

static Value repeat(Vm *vm, Value self, int64_t count)
{
    const Bytes *unit = value_object(self);
    size_t size;
    if (count <= 0 || unit->size == 0)
        return value_share(vm->empty_bytes);
    if (count == 1 && value_has_shape(self, TYPE_BYTES))
        return value_share(self);
    if (__builtin_mul_overflow(unit->size, (size_t)count, &size) || size > PTRDIFF_MAX)
        return raise_error(vm, TYPE_OVERFLOW_ERROR, "repeated bytes are too long");
    Bytes *repeated = bytes_new_raw(vm, size);
    if (!repeated)
        return VALUE_ERROR;
    bytes_fill_repeated((char *)repeated->bytes, (const char *)unit->bytes, unit->size, size);
    return value_from_object(repeated);
}

static Value bytes_slot_multiply(Vm *vm, Value left, Value right)
{
    bool first = value_is_bytes(vm, left);
    int64_t count;
    switch (text_repeat_count(vm, first ? right : left, first, &count)) {
    case REPEAT_COUNT: return repeat(vm, first ? left : right, count);
    case REPEAT_NOT_MINE: return VALUE_NOT_IMPLEMENTED;
    default: return VALUE_ERROR;
    }
}

static Value bytes_slot_modulo(Vm *vm, Value left, Value right)
{
    if (!value_is_bytes(vm, left))
        return VALUE_NOT_IMPLEMENTED;
    Text text = text_of_bytes(vm, left);
    return text_percent(vm, &text, right);
}

static Value bytes_slot_repr(Vm *vm, Value self)
{
    Text text = text_of_bytes(vm, self);
    bool single = text.size && memchr(text.bytes, '\'', text.size);
    char quote = single && !memchr(text.bytes, '"', text.size) ? '"' : '\'';
    StrBuilder builder = {0};
    builder_add(vm, &builder, "b", 1);
    builder_add(vm, &builder, &quote, 1);
    bytes_add_escaped(vm, &builder, &text, quote);
    builder_add(vm, &builder, &quote, 1);
    return builder_finish(vm, &builder);
}

void bytes_add_escaped(Vm *vm, StrBuilder *builder, const Text *text, char quote)
{
    for (size_t i = 0; i < text->size; i++) {
        char byte = text->bytes[i];
        if (byte == quote || byte == '\\') {
            char escape[2] = {'\\', byte};
            builder_add(vm, builder, escape, 2);
        } else if (byte == '\n' || byte == '\r' || byte == '\t') {
            builder_add(vm, builder, byte == '\n' ? "\\n" : byte == '\r' ? "\\r" : "\\t", 2);
        } else if (byte >= ' ' && byte < 127) {
            builder_add(vm, builder, &byte, 1);
        } else {
            static const char digits[] = "0123456789abcdef";
            char escape[4] = {'\\', 'x', digits[(uint8_t)byte >> 4], digits[byte & 15]};
            builder_add(vm, builder, escape, 4);
        }
    }
}

/* Iteration. --------------------------------------------------------------- */

typedef struct {
    Object object;
    Value bytes; /* VALUE_ABSENT once exhausted */
    size_t index;
} BytesIterator;

Value bytes_slot_iter(Vm *vm, Value self)
{
    TypeId type = value_is_bytearray(vm, self) ? TYPE_BYTEARRAY_ITERATOR : TYPE_BYTES_ITERATOR;
    BytesIterator *iterator = object_new(vm, vm->types[type], 0);
    if (!iterator)
        return VALUE_ERROR;
    iterator->bytes = value_share(self);
    return value_from_object(iterator);
}

static void bytes_iterator_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((BytesIterator *)self)->bytes);
    object_free(vm, self, 0);
}

static Value bytes_iterator_slot_next(Vm *vm, Value self)
{
    BytesIterator *iterator = value_object(self);
    if (iterator->bytes == VALUE_ABSENT)
        return VALUE_DONE;
    Text text = text_of_bytes(vm, iterator->bytes);
    if (iterator->index < text.size)
        return value_from_int((uint8_t)text.bytes[iterator->index++]);
    value_clear(vm, &iterator->bytes);
    return VALUE_DONE;
}

static Value bytes_iterator_slot_iter(Vm *vm, Value self)
{
    (void)vm;
    return value_share(self);
}

static Value bytes_iterator_m_length_hint(Vm *vm, const Value *args)
{
    const BytesIterator *iterator = value_object(args[0]);
    if (iterator->bytes == VALUE_ABSENT)
        return value_from_int(0);
    size_t size = text_of_bytes(vm, iterator->bytes).size;
    return value_from_int(size > iterator->index ? (int64_t)(size - iterator->index) : 0);
}

static const NativeDef bytes_iterator_methods[] = {
    FN(bytes_iterator_m_length_hint, "__length_hint__(self, /)", "Private method returning an estimate of len(list(it))."),
    {0},
};

#define ITERATOR_TYPE(type_name)                                                                                  \
    {                                                                                                             \
        .name = type_name, .size = sizeof(BytesIterator),                                                         \
        .slots = {.destroy = bytes_iterator_slot_destroy, .iter = bytes_iterator_slot_iter,                       \
                  .next = bytes_iterator_slot_next},                                                              \
        .methods = bytes_iterator_methods,                                                                        \
    }

static const TypeDef bytes_iterator_type_def = ITERATOR_TYPE("bytes_iterator");
static const TypeDef bytearray_iterator_type_def = ITERATOR_TYPE("bytearray_iterator");

bool bytes_iterator_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &bytes_iterator_type_def); }
bool bytearray_iterator_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &bytearray_iterator_type_def); }

static const TypeDef bytes_type_def = {
    .name = "bytes",
    .doc = "bytes(iterable_of_ints) -> bytes\n"
           "bytes(string, encoding[, errors]) -> bytes\n"
           "bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\n"
           "bytes(int) -> bytes object of size given by the parameter initialized with null bytes\n"
           "bytes() -> empty bytes object",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_BYTES | TYPE_FLAG_MATCH_SELF,
    .size = sizeof(Bytes),
    .slots = {
        .destroy = bytes_slot_destroy,
        .repr = bytes_slot_repr,
        .str = bytes_slot_repr,
        .hash = bytes_slot_hash,
        .iter = bytes_slot_iter,
        .length = bytes_slot_length,
        .getitem = bytes_slot_getitem,
        .contains = bytes_slot_contains,
        .truth = bytes_slot_truth,
        .compare = bytes_slot_compare,
        .binary = {[BINARY_ADD] = bytes_slot_add, [BINARY_MUL] = bytes_slot_multiply, [BINARY_MOD] = bytes_slot_modulo},
    },
    .methods = bytes_methods,
};

bool bytes_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &bytes_type_def); }
