/* The second level behind the inline caches of attribute sites: what
 * attribute_locate said of (shape, name), for sites that see many shapes. */
#ifndef HABU_VM_SITE_H
#define HABU_VM_SITE_H

#include "object/type.h"

typedef struct SiteCacheEntry {
    AttributePlace place; /* place.shape 0: empty */
    Value name;
} SiteCacheEntry;

enum { SITE_CACHE_SIZE = 1024 };

/* Made at the first use; frees itself with the machine. */
void site_cache_free(Vm *vm);

/* The place for an object that is not a module, from the cache or located now;
 * NULL when memory is exhausted. */
const AttributePlace *site_locate(Vm *vm, Value object, Value name);

#endif
