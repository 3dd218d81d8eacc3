/* The table of interned strs.
 *
 * It owns nothing: an interned str removes itself when it dies.  Linear
 * probing; there is always at least one VALUE_ABSENT slot, so probing ends. */
#include "object/raise.h"
#include "object/str.h"
#include "object/str_method.h"

enum { INTERN_MIN_CAPACITY = 1024 };

/* The slot that holds this text, or where it would go. */
static Value *find_slot(InternTable *table, uint32_t hash, const char *bytes, size_t size)
{
    ASSERT(table->used < table->capacity); /* else probing would not end */
    uint32_t mask = table->capacity - 1;
    Value *grave = NULL;
    for (uint32_t i = hash & mask;; i = (i + 1) & mask) {
        Value *slot = &table->slots[i];
        if (*slot == VALUE_ABSENT)
            return grave ? grave : slot;
        if (*slot == VALUE_DELETED) {
            grave = grave ? grave : slot;
            continue;
        }
        const Str *str = value_to_str(*slot);
        if (str->hash == hash && str->size == size && memcmp(str->bytes, bytes, size) == 0)
            return slot;
    }
}

static bool rebuild(Vm *vm, uint32_t capacity)
{
    InternTable *table = &vm->interned;
    Value *slots = vm_alloc(vm, capacity * sizeof(Value));
    if (!slots)
        return false;
    for (uint32_t i = 0; i < capacity; i++)
        slots[i] = VALUE_ABSENT;
    for (uint32_t i = 0; i < table->capacity; i++) {
        if (!value_is_heap(table->slots[i]))
            continue;
        uint32_t place = value_to_str(table->slots[i])->hash & (capacity - 1);
        while (slots[place] != VALUE_ABSENT)
            place = (place + 1) & (capacity - 1);
        slots[place] = table->slots[i];
    }
    if (table->slots)
        vm_free(vm, table->slots, table->capacity * sizeof(Value));
    *table = (InternTable){.slots = slots, .capacity = capacity, .used = table->live, .live = table->live};
    return true;
}

/* Makes room for one more: at most two thirds are in use. */
static bool reserve(Vm *vm)
{
    InternTable *table = &vm->interned;
    if (table->slots && (uint64_t)(table->used + 1) * 3 <= (uint64_t)table->capacity * 2)
        return true;
    uint32_t capacity = table->capacity ? table->capacity : INTERN_MIN_CAPACITY;
    while ((uint64_t)(table->live + 1) * 2 > capacity)
        capacity *= 2;
    return rebuild(vm, capacity);
}

static void enter(InternTable *table, Value *slot, Value str)
{
    ASSERT(!value_is_heap(*slot) && (value_to_str(str)->flags & STR_HASHED));
    if (*slot == VALUE_ABSENT)
        table->used++;
    table->live++;
    ASSERT(table->live <= table->used && table->used < table->capacity);
    *slot = str;
    value_to_str(str)->flags |= STR_INTERNED;
}

Value str_intern(Vm *vm, const char *bytes, size_t size)
{
    if (UNLIKELY(!reserve(vm)))
        return VALUE_ERROR;
    uint32_t hash = (uint32_t)bytes_mix_hash(vm->hash_seed, bytes, size);
    Value *slot = find_slot(&vm->interned, hash, bytes, size);
    if (value_is_heap(*slot))
        return value_share(*slot);
    /* One-character strs and "" exist once each, interned or not. */
    Value fresh = str_new(vm, bytes, size);
    if (UNLIKELY(value_is_error(fresh)))
        return VALUE_ERROR;
    str_hash(vm, value_to_str(fresh));
    enter(&vm->interned, slot, fresh);
    return fresh;
}

Value str_intern_c(Vm *vm, const char *text) { return str_intern(vm, text, strlen(text)); }

Value str_intern_take(Vm *vm, Value str)
{
    if (value_is_error(str) || (value_to_str(str)->flags & STR_INTERNED))
        return str;
    Str *own = value_to_str(str);
    if (own->object.shape != TYPE_STR || own->size <= 2) {
        Value interned = str_intern(vm, own->bytes, own->size);
        value_drop(vm, str);
        return interned;
    }
    if (UNLIKELY(!reserve(vm))) {
        value_drop(vm, str);
        return VALUE_ERROR;
    }
    Value *slot = find_slot(&vm->interned, str_hash(vm, own), own->bytes, own->size);
    if (value_is_heap(*slot)) {
        Value interned = value_share(*slot);
        value_drop(vm, str);
        return interned;
    }
    enter(&vm->interned, slot, str);
    return str;
}

void str_forget_interned(Vm *vm, Str *str)
{
    InternTable *table = &vm->interned;
    ASSERT(str->flags & STR_INTERNED);
    if (!table->slots)
        return; /* teardown freed the table before the last names */
    Value *slot = find_slot(table, str->hash, str->bytes, str->size);
    ASSERT(value_is_heap(*slot) && value_object(*slot) == str);
    *slot = VALUE_DELETED;
    table->live--;
    str->flags &= ~(uint32_t)STR_INTERNED;
}
