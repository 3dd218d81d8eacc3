/* A direct-mapped table; an entry is valid while its epoch is the VM's. */
#include "vm/site.h"

#include <stdlib.h>

void site_cache_free(Vm *vm)
{
    free(vm->site_cache);
    vm->site_cache = NULL;
}

static size_t slot_of(uint32_t shape, Value name)
{
    return (shape * 0x9E3779B1u ^ (uint32_t)(name >> 4) * 0x85EBCA6Bu) >> 22 & (SITE_CACHE_SIZE - 1);
}

const AttributePlace *site_locate(Vm *vm, Value object, Value name)
{
    if (UNLIKELY(!vm->site_cache) && !(vm->site_cache = calloc(SITE_CACHE_SIZE, sizeof *vm->site_cache)))
        return NULL;
    uint32_t shape = value_shape(object);
    SiteCacheEntry *entry = &vm->site_cache[slot_of(shape, name)];
    if (UNLIKELY(entry->place.shape != shape || entry->name != name || entry->place.epoch != vm->class_epoch)) {
        entry->place = attribute_locate(vm, object, name);
        entry->name = name;
        entry->place.shape = shape;
        entry->place.epoch = vm->class_epoch;
    }
    return &entry->place;
}
