/* Pointer tables: linear probing; removal moves later entries back, so that a
 * probe always ends at the first empty place. */
#include "object/pointer_table.h"

#include "object/state.h"

static uint32_t home_of(const PointerTable *table, const void *key)
{
    /* Fibonacci hashing: blocks lie 16 bytes apart, the high bits mix best. */
    uint64_t mixed = ((uint64_t)(uintptr_t)key >> 4) * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(mixed >> 32) & (table->capacity - 1);
}

static uint32_t find(const PointerTable *table, const void *key)
{
    uint32_t i = home_of(table, key);
    while (table->keys[i] && table->keys[i] != key)
        i = (i + 1) & (table->capacity - 1);
    return i;
}

void *pointer_table_get(const PointerTable *table, const void *key)
{
    if (!table->count)
        return NULL;
    uint32_t i = find(table, key);
    return table->keys[i] ? table->values[i] : NULL;
}

static bool grow(Vm *vm, PointerTable *table)
{
    PointerTable larger = {.capacity = table->capacity ? table->capacity * 2 : 16, .count = table->count};
    size_t bytes = larger.capacity * sizeof(void *);
    larger.keys = vm_alloc(vm, bytes);
    if (!larger.keys)
        return false;
    larger.values = vm_alloc(vm, bytes);
    if (!larger.values) {
        vm_free(vm, larger.keys, bytes);
        return false;
    }
    memset(larger.keys, 0, bytes);
    for (uint32_t i = 0; i < table->capacity; i++) {
        if (!table->keys[i])
            continue;
        uint32_t place = find(&larger, table->keys[i]);
        larger.keys[place] = table->keys[i];
        larger.values[place] = table->values[i];
    }
    pointer_table_free(vm, table);
    *table = larger;
    return true;
}

bool pointer_table_set(Vm *vm, PointerTable *table, const void *key, void *value)
{
    ASSERT(key && value);
    if (table->count * 3 >= table->capacity * 2 && !grow(vm, table))
        return false;
    uint32_t i = find(table, key);
    if (!table->keys[i]) {
        table->keys[i] = key;
        table->count++;
    }
    table->values[i] = value;
    return true;
}

void pointer_table_remove(PointerTable *table, const void *key)
{
    if (!table->count)
        return;
    uint32_t mask = table->capacity - 1, hole = find(table, key);
    if (!table->keys[hole])
        return;
    table->count--;
    for (uint32_t i = (hole + 1) & mask; table->keys[i]; i = (i + 1) & mask) {
        /* An entry may move into the hole unless its home lies behind it. */
        if (((i - home_of(table, table->keys[i])) & mask) < ((i - hole) & mask))
            continue;
        table->keys[hole] = table->keys[i];
        table->values[hole] = table->values[i];
        hole = i;
    }
    table->keys[hole] = NULL;
}

void pointer_table_free(Vm *vm, PointerTable *table)
{
    if (table->capacity) {
        vm_free(vm, table->keys, table->capacity * sizeof(void *));
        vm_free(vm, table->values, table->capacity * sizeof(void *));
    }
    *table = (PointerTable){0};
}
