/* str: making, comparing and joining strs; the type itself.
 *
 * A Str is immutable once anybody else can see it.  str_append_take() is the
 * one exception: it grows a str of which its caller holds the last reference.
 * The block of a Str always has str_extra(size) bytes behind the fixed part. */
#include "object/str.h"

#include "object/call.h"
#include "object/container.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/str_method.h"
#include "object/unicode.h"

/* Making. ------------------------------------------------------------------ */

Str *str_new_raw(Vm *vm, size_t size)
{
    if (UNLIKELY(size > SIZE_MAX / 4)) {
        raise_memory_error(vm);
        return NULL;
    }
    Str *str = heap_alloc(&vm->memory, sizeof *str + str_extra(size));
    if (UNLIKELY(!str)) {
        raise_memory_error(vm);
        return NULL;
    }
    *str = (Str){.object = {.refs = 1, .shape = TYPE_STR}};
    vm->live_objects++;
    str->size = size;
    str->bytes[size] = 0;
    if (UNLIKELY(size >= STR_CURSOR_MIN))
        *str_cursor(str) = (StrCursor){0};
    return str;
}

/* Lone surrogates are ED A0..BF xx, and nothing else is. */
static bool has_surrogates(const char *bytes, size_t size)
{
    const char *end = bytes + size;
    for (const char *at = bytes; (at = memchr(at, 0xed, (size_t)(end - at))) != NULL; at++)
        if ((unsigned char)at[1] >= 0xa0)
            return true;
    return false;
}

Value str_finish(Str *str)
{
    ASSERT(str->bytes[str->size] == 0 && !(str->flags & STR_INTERNED));
    size_t length = utf8_count(str->bytes, str->size);
    str->length = length;
    str->flags = length == str->size ? STR_ASCII : has_surrogates(str->bytes, str->size) ? STR_SURROGATES : 0;
    return value_from_object(str);
}

/* "" and the strs of one character below 256 exist once each, when the VM has
 * made them: the tables are still empty while it starts. */
Value str_new(Vm *vm, const char *bytes, size_t size)
{
    if (size <= 2) {
        if (size == 0 && value_is_heap(vm->empty_str))
            return value_share(vm->empty_str);
        const char *place = bytes;
        uint32_t code_point = size ? utf8_read(&place) : 0;
        if (size && place == bytes + size && code_point < 256 && value_is_heap(vm->latin1[code_point]))
            return value_share(vm->latin1[code_point]);
    }
    Str *str = str_new_raw(vm, size);
    if (UNLIKELY(!str))
        return VALUE_ERROR;
    memcpy(str->bytes, bytes, size);
    return str_finish(str);
}

Value str_new_ascii(Vm *vm, const char *bytes, size_t size)
{
    if (size <= 1)
        return value_share(size ? vm->latin1[(unsigned char)bytes[0]] : vm->empty_str);
    Str *str = str_new_raw(vm, size);
    if (UNLIKELY(!str))
        return VALUE_ERROR;
    memcpy(str->bytes, bytes, size);
    ASSERT(utf8_is_ascii(str->bytes, size));
    str->length = size;
    str->flags = STR_ASCII;
    return value_from_object(str);
}

Value str_from_c(Vm *vm, const char *text) { return str_new(vm, text, strlen(text)); }

Value str_from_code_point(Vm *vm, uint32_t code_point)
{
    ASSERT(code_point <= UNICODE_MAX);
    char bytes[UTF8_MAX_SIZE];
    return str_new(vm, bytes, utf8_write(bytes, code_point));
}

Value str_exact(Vm *vm, Value str)
{
    if (value_has_shape(str, TYPE_STR))
        return value_share(str);
    return str_new(vm, value_to_str(str)->bytes, value_to_str(str)->size);
}

/* Comparing. --------------------------------------------------------------- */

static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
    __uint128_t product = (__uint128_t)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t hash_word(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

static inline uint64_t hash_half(const char *bytes)
{
    uint32_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* Folded 64x64-bit multiplication of seeded input words, after the published
 * description of wyhash; our own code, not meant to give its values. */
uint64_t bytes_mix_hash(const uint64_t seed[2], const char *bytes, size_t size)
{
    uint64_t state = seed[0] ^ hash_mix(seed[1] ^ UINT64_C(0x9e3779b97f4a7c15), size + UINT64_C(0xd1b54a32d192ed03));
    size_t left = size;
    for (; left > 16; left -= 16, bytes += 16)
        state = hash_mix(hash_word(bytes) ^ seed[1], hash_word(bytes + 8) ^ state);
    uint64_t first = 0, second = 0; /* the last bytes; reads may overlap, the size tells cases apart */
    if (left >= 8) {
        first = hash_word(bytes);
        second = hash_word(bytes + left - 8);
    } else if (left >= 4) {
        first = hash_half(bytes);
        second = hash_half(bytes + left - 4);
    } else if (left > 0) {
        first = (uint64_t)(unsigned char)bytes[0] << 16 | (uint64_t)(unsigned char)bytes[left / 2] << 8 |
                (unsigned char)bytes[left - 1];
    }
    state = hash_mix(first ^ seed[1] ^ UINT64_C(0xaef17502108ef2d9), second ^ state);
    return hash_mix(state ^ UINT64_C(0x8bb84b93962eacc9), size ^ seed[0] ^ UINT64_C(0x2d358dccaa6c78a5));
}

uint32_t str_hash(Vm *vm, Str *str)
{
    if (LIKELY(str->flags & STR_HASHED))
        return str->hash;
    str->hash = (uint32_t)bytes_mix_hash(vm->hash_seed, str->bytes, str->size);
    str->flags |= STR_HASHED;
    return str->hash;
}

bool str_equal(const Str *a, const Str *b)
{
    if (a == b)
        return true;
    if (a->size != b->size || (a->flags & b->flags & STR_INTERNED))
        return false;
    if ((a->flags & b->flags & STR_HASHED) && a->hash != b->hash)
        return false;
    return memcmp(a->bytes, b->bytes, a->size) == 0;
}

/* UTF-8 orders as code points do. */
int str_order(const Str *a, const Str *b)
{
    int order = memcmp(a->bytes, b->bytes, size_min(a->size, b->size));
    if (order)
        return order;
    return (a->size > b->size) - (a->size < b->size);
}

bool str_equals_c(Value str, const char *text)
{
    const Str *own = value_to_str(str);
    size_t size = strlen(text);
    return own->size == size && memcmp(own->bytes, text, size) == 0;
}

/* Joining. ----------------------------------------------------------------- */

/* Sets length and flags of the concatenation of two finished strs. */
static void set_joined(Str *joined, const Str *left, const Str *right)
{
    joined->length = left->length + right->length;
    joined->flags = (left->flags & right->flags & STR_ASCII) | ((left->flags | right->flags) & STR_SURROGATES);
}

Value str_concat(Vm *vm, Value left, Value right)
{
    ASSERT(value_is_str(vm, left) && value_is_str(vm, right));
    const Str *first = value_to_str(left), *second = value_to_str(right);
    if (second->size == 0 && value_has_shape(left, TYPE_STR))
        return value_share(left);
    if (first->size == 0 && value_has_shape(right, TYPE_STR))
        return value_share(right);
    Str *joined = str_new_raw(vm, first->size + second->size);
    if (UNLIKELY(!joined))
        return VALUE_ERROR;
    memcpy(joined->bytes, first->bytes, first->size);
    memcpy(joined->bytes + first->size, second->bytes, second->size);
    set_joined(joined, first, second);
    return value_from_object(joined);
}

Value str_append_take(Vm *vm, Value left, Value right)
{
    Str *first = value_to_str(left);
    const Str *second = value_to_str(right);
    bool ours = first->object.refs == 1 && first->object.shape == TYPE_STR && !(first->flags & STR_INTERNED);
    if (!ours || left == right || first->size == 0 || second->size > SIZE_MAX / 4) {
        Value joined = str_concat(vm, left, right);
        value_drop(vm, left);
        return joined;
    }
    size_t size = first->size + second->size;
    size_t old_extra = str_extra(first->size), new_extra = str_extra(size);
    if (old_extra != new_extra) {
        Str *moved = heap_resize(&vm->memory, first, sizeof(Str) + old_extra, sizeof(Str) + new_extra);
        if (UNLIKELY(!moved)) {
            value_drop(vm, left);
            return raise_memory_error(vm);
        }
        first = moved;
    }
    ASSERT(sizeof(Str) + new_extra >= sizeof(Str) + size + 1);
    memcpy(first->bytes + first->size, second->bytes, second->size + 1);
    first->size = size;
    set_joined(first, first, second);
    if (size >= STR_CURSOR_MIN)
        *str_cursor(first) = (StrCursor){0};
    return value_from_object(first);
}

Value str_join_array(Vm *vm, const Value *parts, size_t count)
{
    if (count == 1)
        return str_exact(vm, parts[0]);
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += value_to_str(parts[i])->size; /* cannot wrap: the parts exist, though one may repeat */
    if (size == 0)
        return value_share(vm->empty_str);
    Str *joined = str_new_raw(vm, size);
    if (UNLIKELY(!joined))
        return VALUE_ERROR;
    char *place = joined->bytes;
    uint32_t all = STR_ASCII, any = 0;
    for (size_t i = 0; i < count; i++) {
        const Str *part = value_to_str(parts[i]);
        memcpy(place, part->bytes, part->size);
        place += part->size;
        joined->length += part->length;
        all &= part->flags;
        any |= part->flags;
    }
    ASSERT(place == joined->bytes + size && *place == 0);
    joined->flags = (all & STR_ASCII) | (any & STR_SURROGATES);
    return value_from_object(joined);
}

static Value join_item_error(Vm *vm, size_t index, Value item)
{
    return raise_type_error(vm, "sequence item %zu: expected str instance, %.80T found", index, item);
}

/* Joins items, which nobody else can change meanwhile. */
static Value join_items(Vm *vm, Value separator, const Value *items, size_t count)
{
    const Str *gap = value_to_str(separator);
    size_t size = 0;
    uint32_t all = STR_ASCII, any = 0;
    for (size_t i = 0; i < count; i++) {
        if (UNLIKELY(!value_is_str(vm, items[i])))
            return join_item_error(vm, i, items[i]);
        const Str *part = value_to_str(items[i]);
        all &= part->flags;
        any |= part->flags;
        if (UNLIKELY(__builtin_add_overflow(size, part->size + (i ? gap->size : 0), &size)))
            return raise_error(vm, TYPE_OVERFLOW_ERROR, "join() result is too long for a Python string");
    }
    if (count == 0)
        return value_share(vm->empty_str);
    if (count == 1 && value_has_shape(items[0], TYPE_STR))
        return value_share(items[0]);
    if (size == 0)
        return value_share(vm->empty_str);
    Str *joined = str_new_raw(vm, size);
    if (UNLIKELY(!joined))
        return VALUE_ERROR;
    char *place = joined->bytes;
    for (size_t i = 0; i < count; i++) {
        const Str *part = value_to_str(items[i]);
        if (i && gap->size) {
            memcpy(place, gap->bytes, gap->size);
            place += gap->size;
        }
        memcpy(place, part->bytes, part->size);
        place += part->size;
        joined->length += part->length;
    }
    ASSERT(place == joined->bytes + size && *place == 0);
    if (count > 1) {
        joined->length += (count - 1) * gap->length;
        all &= gap->flags;
        any |= gap->flags;
    }
    joined->flags = (all & STR_ASCII) | (any & STR_SURROGATES);
    return value_from_object(joined);
}

Value str_join(Vm *vm, Value separator, Value iterable)
{
    if (value_has_shape(iterable, TYPE_LIST)) {
        const List *list = value_to_list(iterable);
        return join_items(vm, separator, list->items, list->count);
    }
    if (value_has_shape(iterable, TYPE_TUPLE)) {
        const Tuple *tuple = value_to_tuple(iterable);
        return join_items(vm, separator, tuple->items, tuple->count);
    }
    Value items = list_from(vm, iterable);
    if (value_is_error(items)) {
        if (error_matches(vm, TYPE_TYPE_ERROR) && !value_type(vm, iterable)->slots.iter &&
            !value_type(vm, iterable)->slots.getitem) {
            error_clear(vm);
            return raise_type_error(vm, "can only join an iterable");
        }
        return VALUE_ERROR;
    }
    Value joined = join_items(vm, separator, value_to_list(items)->items, value_to_list(items)->count);
    value_drop(vm, items);
    return joined;
}

Value str_repeat(Vm *vm, Value str, int64_t count)
{
    const Str *unit = value_to_str(str);
    if (count <= 0 || unit->size == 0)
        return value_share(vm->empty_str);
    if (count == 1)
        return str_exact(vm, str);
    size_t size;
    if (__builtin_mul_overflow(unit->size, (size_t)count, &size) || size > PTRDIFF_MAX)
        return raise_error(vm, TYPE_OVERFLOW_ERROR, "repeated string is too long");
    Str *repeated = str_new_raw(vm, size);
    if (UNLIKELY(!repeated))
        return VALUE_ERROR;
    bytes_fill_repeated(repeated->bytes, unit->bytes, unit->size, size);
    repeated->length = unit->length * (size_t)count;
    repeated->flags = unit->flags & (STR_ASCII | STR_SURROGATES);
    return value_from_object(repeated);
}

void bytes_fill_repeated(char *target, const char *unit, size_t unit_size, size_t size)
{
    ASSERT(unit_size > 0 && size % unit_size == 0);
    if (unit_size == 1) {
        memset(target, unit[0], size);
        return;
    }
    memcpy(target, unit, unit_size);
    for (size_t done = unit_size; done < size;) {
        size_t step = size_min(done, size - done);
        memcpy(target + done, target, step);
        done += step;
    }
}

const char *str_c_string(Vm *vm, Value str)
{
    const Str *own = value_to_str(str);
    if (UNLIKELY(own->flags & STR_SURROGATES)) {
        Value encoded = codec_encode(vm, str, "utf-8", NULL); /* for its UnicodeEncodeError */
        if (!value_is_error(encoded))
            value_drop(vm, encoded);
        return NULL;
    }
    if (UNLIKELY(memchr(own->bytes, 0, own->size) != NULL)) {
        raise_value_error(vm, "embedded null character");
        return NULL;
    }
    return own->bytes;
}

Value str_decode_utf8(Vm *vm, const char *bytes, size_t size)
{
    if (utf8_is_ascii(bytes, size))
        return str_new_ascii(vm, bytes, size);
    if (LIKELY(utf8_valid_prefix(bytes, size) == size))
        return str_new(vm, bytes, size);
    return codec_decode(vm, (const uint8_t *)bytes, size, "utf-8", NULL);
}

/* Type slots. -------------------------------------------------------------- */

static void str_slot_destroy(Vm *vm, Object *self)
{
    Str *str = (Str *)self;
    if (UNLIKELY(str->flags & STR_INTERNED))
        str_forget_interned(vm, str);
    object_free(vm, self, str_extra(str->size));
}

static Value str_slot_str(Vm *vm, Value self) { return str_exact(vm, self); }

static bool str_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    *hash = str_hash(vm, value_to_str(self));
    return true;
}

static int64_t str_slot_length(Vm *vm, Value self)
{
    (void)vm;
    return (int64_t)value_to_str(self)->length;
}

static int str_slot_truth(Vm *vm, Value self)
{
    (void)vm;
    return value_to_str(self)->size != 0;
}

static Value str_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if (!value_is_str(vm, other))
        return VALUE_NOT_IMPLEMENTED;
    const Str *a = value_to_str(self), *b = value_to_str(other);
    if (op <= COMPARE_NE)
        return value_from_bool(str_equal(a, b) == (op == COMPARE_EQ));
    int order = str_order(a, b);
    switch (op) {
    case COMPARE_LT: return value_from_bool(order < 0);
    case COMPARE_LE: return value_from_bool(order <= 0);
    case COMPARE_GT: return value_from_bool(order > 0);
    default: return value_from_bool(order >= 0);
    }
}

static Value str_slot_add(Vm *vm, Value left, Value right)
{
    if (!value_is_str(vm, left))
        return VALUE_NOT_IMPLEMENTED;
    if (LIKELY(value_is_str(vm, right)))
        return str_concat(vm, left, right);
    return raise_type_error(vm, "can only concatenate str (not \"%.200T\") to str", right);
}

static Value str_slot_multiply(Vm *vm, Value left, Value right)
{
    bool left_is_str = value_is_str(vm, left);
    int64_t count;
    switch (text_repeat_count(vm, left_is_str ? right : left, left_is_str, &count)) {
    case REPEAT_COUNT: return str_repeat(vm, left_is_str ? left : right, count);
    case REPEAT_NOT_MINE: return VALUE_NOT_IMPLEMENTED;
    default: return VALUE_ERROR;
    }
}

static Value str_slot_modulo(Vm *vm, Value left, Value right)
{
    return value_is_str(vm, left) ? str_percent(vm, left, right) : VALUE_NOT_IMPLEMENTED;
}

static int str_slot_contains(Vm *vm, Value self, Value item)
{
    if (UNLIKELY(!value_is_str(vm, item))) {
        raise_type_error(vm, "'in <string>' requires string as left operand, not %.100T", item);
        return -1;
    }
    return str_find_char(value_to_str(self), value_to_str(item));
}

static const TypeDef str_type_def = {
    .name = "str",
    .doc = "str(object='') -> str\n"
           "str(bytes_or_buffer[, encoding[, errors]]) -> str\n\n"
           "Create a new string object from the given object. If encoding or\n"
           "errors is specified, then the object must expose a data buffer\n"
           "that will be decoded using the given encoding and error handler.\n"
           "Otherwise, returns the result of object.__str__() (if defined)\n"
           "or repr(object).\n"
           "encoding defaults to 'utf-8'.\n"
           "errors defaults to 'strict'.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_STR | TYPE_FLAG_MATCH_SELF,
    .size = sizeof(Str),
    .slots = {
        .destroy = str_slot_destroy,
        .repr = str_repr_of,
        .str = str_slot_str,
        .hash = str_slot_hash,
        .iter = str_slot_iter,
        .length = str_slot_length,
        .getitem = str_slot_getitem,
        .contains = str_slot_contains,
        .truth = str_slot_truth,
        .compare = str_slot_compare,
        .binary = {[BINARY_ADD] = str_slot_add, [BINARY_MUL] = str_slot_multiply, [BINARY_MOD] = str_slot_modulo},
    },
    .methods = str_methods,
};

bool str_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &str_type_def); }
