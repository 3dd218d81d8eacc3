/* Finding attributes along the MRO, through a cache by (type, name).
 *
 * An entry is right while vm->class_epoch stays what it was; the epoch moves
 * when a class gains, loses or replaces an attribute in a way that matters,
 * and when a class dies.  Where the epoch stays although a class attribute got
 * a new value (type_setattr), the entry still is right, because it names the
 * place in the dict and not the value. */
#include "object/container.h"
#include "object/shape.h"
#include "object/str.h"
#include "object/type.h"

enum { CACHE_SIZE = 4096 }; /* a power of two */

struct TypeCacheEntry {
    const Type *type;
    Value name;     /* owned: a dying str must not leave its address to another */
    Type *owner;    /* NULL: no type of the MRO has the name */
    uint32_t epoch;
    uint32_t index; /* into the entries of owner's dict */
};

bool type_cache_start(Vm *vm)
{
    size_t size = CACHE_SIZE * sizeof *vm->type_cache;
    vm->type_cache = vm_alloc(vm, size);
    if (vm->type_cache)
        memset(vm->type_cache, 0, size);
    vm->class_epoch = 1;
    return vm->type_cache != NULL;
}

void type_cache_clear(Vm *vm)
{
    if (!vm->type_cache)
        return;
    for (uint32_t i = 0; i < CACHE_SIZE; i++) {
        if (vm->type_cache[i].type)
            value_drop(vm, vm->type_cache[i].name);
    }
    memset(vm->type_cache, 0, CACHE_SIZE * sizeof *vm->type_cache);
}

void type_cache_end(Vm *vm)
{
    type_cache_clear(vm);
    vm_free(vm, vm->type_cache, CACHE_SIZE * sizeof *vm->type_cache);
    vm->type_cache = NULL;
}

/* Walks the MRO; NULL when nothing has the name. */
static Type *find_owner(Vm *vm, const Type *type, Value name, int64_t *index)
{
    if (!value_is_heap(type->mro))
        return NULL; /* a class still being made */
    const Tuple *mro = value_to_tuple(type->mro);
    for (size_t i = 0; i < mro->count; i++) {
        Type *candidate = value_to_type(mro->items[i]);
        if (candidate->dict == VALUE_ABSENT)
            continue;
        *index = dict_find_name(vm, candidate->dict, name);
        if (*index >= 0)
            return candidate;
    }
    return NULL;
}

static COLD void fill_entry(Vm *vm, TypeCacheEntry *entry, const Type *type, Value name)
{
    int64_t index = 0;
    Type *owner = find_owner(vm, type, name, &index);
    Value old = entry->type ? entry->name : VALUE_ABSENT;
    *entry = (TypeCacheEntry){.type = type, .name = value_share(name), .owner = owner,
                              .epoch = vm->class_epoch, .index = (uint32_t)index};
    value_drop(vm, old);
}

Value type_lookup_owner_borrow(Vm *vm, const Type *type, Value name, Type **owner)
{
    ASSERT(value_has_shape(name, TYPE_STR) && (value_to_str(name)->flags & STR_INTERNED));
    uint64_t hash = ((uintptr_t)type >> 4) ^ (name >> 4) * 31;
    TypeCacheEntry *entry = &vm->type_cache[(hash ^ hash >> 12) & (CACHE_SIZE - 1)];
    if (UNLIKELY(entry->type != type || entry->name != name || entry->epoch != vm->class_epoch))
        fill_entry(vm, entry, type, name);
    *owner = entry->owner;
    return entry->owner ? value_to_dict(entry->owner->dict)->entries[entry->index].value : VALUE_ABSENT;
}

Value type_lookup_borrow(Vm *vm, const Type *type, Value name)
{
    Type *owner;
    return type_lookup_owner_borrow(vm, type, name, &owner);
}

bool type_is_subtype(const Type *type, const Type *base)
{
    if (type == base)
        return true;
    if (!value_is_heap(type->mro)) {
        for (; type; type = type->base) {
            if (type == base)
                return true;
        }
        return false;
    }
    const Tuple *mro = value_to_tuple(type->mro);
    for (size_t i = 0; i < mro->count; i++) {
        if (value_to_type(mro->items[i]) == base)
            return true;
    }
    return false;
}

const char *type_name(const Vm *vm, const Type *type)
{
    (void)vm;
    return type->name == VALUE_ABSENT ? "?" : value_to_str(type->name)->bytes;
}
