/* A hash table from addresses to addresses, for what is rare enough not to
 * deserve a field in every object. */
#ifndef HABU_OBJECT_POINTER_TABLE_H
#define HABU_OBJECT_POINTER_TABLE_H

#include "base/base.h"

typedef struct Vm Vm;

/* Zero-initialise.  Open addressing without tombstones. */
typedef struct {
    const void **keys; /* NULL where empty; owned raw memory, as are the values */
    void **values;
    uint32_t capacity; /* a power of two, or 0 */
    uint32_t count;
} PointerTable;

/* NULL when key is not there. */
void *pointer_table_get(const PointerTable *table, const void *key);
/* value must not be NULL.  False with MemoryError pending. */
MUST_CHECK bool pointer_table_set(Vm *vm, PointerTable *table, const void *key, void *value);
void pointer_table_remove(PointerTable *table, const void *key);
void pointer_table_free(Vm *vm, PointerTable *table);

#endif
