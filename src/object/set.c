/* set and frozenset: the table.
 *
 * The places a hash is looked for, and when the table grows and to which size,
 * follow CPython, whose programs see the resulting order: ten places in a row
 * where they fit, then a jump by the perturbed hash; a new key takes the last
 * removed entry's place on its way.  table is `small` or an owned block.
 *
 * Comparing keys may run code that changes the set: a look-up then starts again. */
#include "object/set.h"

enum { SET_SMALL = 8, LINEAR_PROBES = 9, PERTURB_SHIFT = 5, SET_FAST_GROWTH_MAX = 50000 };

static void set_start(Set *set)
{
    for (size_t i = 0; i < SET_SMALL; i++)
        set->small[i] = (SetEntry){VALUE_ABSENT, 0};
    set->table = set->small;
    set->mask = SET_SMALL - 1;
    set->fill = set->count = set->finger = 0;
    set->hash = -1;
}

/* Probing. ------------------------------------------------------------------------ */

typedef struct {
    size_t base;    /* where the present run of places begins */
    size_t offset;  /* within the run */
    size_t length;  /* of the run, less one */
    uint64_t perturb;
} SetProbe;

static inline size_t run_length(size_t base, size_t mask) { return base + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0; }

static inline SetProbe probe_start(const Set *set, int64_t hash)
{
    size_t base = (size_t)hash & set->mask;
    return (SetProbe){base, 0, run_length(base, set->mask), (uint64_t)hash};
}

static inline void probe_advance(SetProbe *probe, size_t mask)
{
    if (probe->offset < probe->length) {
        probe->offset++;
        return;
    }
    probe->perturb >>= PERTURB_SHIFT;
    probe->base = (probe->base * 5 + 1 + probe->perturb) & mask;
    probe->offset = 0;
    probe->length = run_length(probe->base, mask);
}

typedef enum { MATCH_NO, MATCH_YES, MATCH_FAILED, MATCH_CHANGED } Match;

static Match match_key(Vm *vm, const Set *set, size_t place, Value key)
{
    const SetEntry *table = set->table;
    Value own = table[place].key;
    size_t mask = set->mask;
    if (own == VALUE_DELETED || (value_is_int(own) && value_is_int(key)))
        return MATCH_NO;
    if (value_has_shape(own, TYPE_STR) && value_has_shape(key, TYPE_STR))
        return str_equal(value_to_str(own), value_to_str(key)) ? MATCH_YES : MATCH_NO;
    value_share(own);
    int equal = value_equal(vm, own, key);
    bool changed = set->table != table || set->mask != mask || table[place].key != own;
    value_drop(vm, own);
    if (equal < 0)
        return MATCH_FAILED;
    return changed ? MATCH_CHANGED : equal ? MATCH_YES : MATCH_NO;
}

/* Finds the key's place, or the one where it would be put. */
static Match find_once(Vm *vm, const Set *set, Value key, int64_t hash, size_t *place)
{
    size_t removed = SIZE_MAX;
    for (SetProbe probe = probe_start(set, hash);; probe_advance(&probe, set->mask)) {
        size_t i = probe.base + probe.offset;
        const SetEntry *entry = &set->table[i];
        *place = i;
        if (entry->key == VALUE_ABSENT) {
            if (removed == SIZE_MAX)
                return MATCH_NO;
            *place = removed;
            /* A comparison further on may have filled it. */
            return set->table[removed].key == VALUE_DELETED ? MATCH_NO : MATCH_CHANGED;
        }
        if (entry->key == VALUE_DELETED)
            removed = i;
        if (entry->hash != hash)
            continue;
        if (entry->key == key)
            return MATCH_YES;
        Match match = match_key(vm, set, i, key);
        if (match != MATCH_NO)
            return match;
    }
}

static Match find(Vm *vm, const Set *set, Value key, int64_t hash, size_t *place)
{
    Match match;
    do
        match = find_once(vm, set, key, hash, place);
    while (match == MATCH_CHANGED);
    return match;
}

/* Sizes. -------------------------------------------------------------------------- */

static void insert_clean(Set *set, Value key, int64_t hash)
{
    SetProbe probe = probe_start(set, hash);
    while (set->table[probe.base + probe.offset].key != VALUE_ABSENT)
        probe_advance(&probe, set->mask);
    set->table[probe.base + probe.offset] = (SetEntry){key, hash};
}

static void free_table(Vm *vm, const Set *set, SetEntry *table, size_t mask)
{
    if (table != set->small)
        vm_free(vm, table, (mask + 1) * sizeof *table);
}

/* Rebuilds the table for more than `minimum` items. */
static bool set_resize(Vm *vm, Set *set, size_t minimum)
{
    size_t size = SET_SMALL;
    while (size <= minimum)
        size *= 2;
    SetEntry *old = set->table, copy[SET_SMALL];
    size_t old_mask = set->mask;
    if (old == set->small)
        memcpy(copy, old, sizeof copy);
    SetEntry *table = size == SET_SMALL ? set->small : vm_alloc(vm, size * sizeof *table);
    if (table == NULL)
        return false;
    for (size_t i = 0; i < size; i++)
        table[i] = (SetEntry){VALUE_ABSENT, 0};
    set->table = table;
    set->mask = size - 1;
    set->fill = set->count;
    const SetEntry *source = old == set->small ? copy : old;
    for (size_t i = 0; i <= old_mask; i++)
        if (source[i].key != VALUE_ABSENT && source[i].key != VALUE_DELETED)
            insert_clean(set, source[i].key, source[i].hash);
    free_table(vm, set, old, old_mask);
    return true;
}

static bool set_grow(Vm *vm, Set *set)
{
    return set_resize(vm, set, set->count > SET_FAST_GROWTH_MAX ? set->count * 2 : set->count * 4);
}

bool set_trim(Vm *vm, Set *set)
{
    return set->fill - set->count <= set->mask / 4 || set_grow(vm, set);
}

/* Changing. ------------------------------------------------------------------------- */

bool set_add_hashed(Vm *vm, Set *set, Value key, int64_t hash)
{
    size_t place;
    Match match = find(vm, set, key, hash, &place);
    if (match != MATCH_NO)
        return match == MATCH_YES;
    bool reused = set->table[place].key == VALUE_DELETED;
    set->table[place] = (SetEntry){value_share(key), hash};
    set->count++;
    set->version++;
    if (reused)
        return true;
    set->fill++;
    return set->fill * 5 < set->mask * 3 || set_grow(vm, set);
}

int set_contains_hashed(Vm *vm, Set *set, Value key, int64_t hash)
{
    size_t place;
    Match match = find(vm, set, key, hash, &place);
    return match == MATCH_FAILED ? -1 : match == MATCH_YES;
}

int set_remove_hashed(Vm *vm, Set *set, Value key, int64_t hash)
{
    size_t place;
    Match match = find(vm, set, key, hash, &place);
    if (match != MATCH_YES)
        return match == MATCH_FAILED ? -1 : 0;
    Value own = set->table[place].key;
    set->table[place] = (SetEntry){VALUE_DELETED, -1};
    set->count--;
    set->version++;
    value_drop(vm, own);
    return 1;
}

void set_clear(Vm *vm, Set *set)
{
    SetEntry *table = set->table, copy[SET_SMALL];
    size_t mask = set->mask;
    uint32_t version = set->version;
    if (table == NULL)
        return;
    if (table == set->small)
        memcpy(copy, table, sizeof copy);
    const SetEntry *source = table == set->small ? copy : table;
    set_start(set);
    set->version = version + 1;
    for (size_t i = 0; i <= mask; i++)
        value_drop(vm, source[i].key);
    free_table(vm, set, table, mask);
}

Value set_pop(Set *set)
{
    if (set->count == 0)
        return VALUE_ABSENT;
    size_t i = set->finger & set->mask;
    while (set->table[i].key == VALUE_ABSENT || set->table[i].key == VALUE_DELETED)
        i = i == set->mask ? 0 : i + 1;
    Value key = set->table[i].key;
    set->table[i] = (SetEntry){VALUE_DELETED, -1};
    set->count--;
    set->version++;
    set->finger = i + 1;
    return key;
}

void set_swap(Set *a, Set *b)
{
    Set saved = *a;
    a->fill = b->fill, a->count = b->count, a->mask = b->mask, a->hash = b->hash;
    a->table = b->table == b->small ? a->small : b->table;
    memcpy(a->small, b->small, sizeof a->small);
    b->fill = saved.fill, b->count = saved.count, b->mask = saved.mask, b->hash = saved.hash;
    b->table = saved.table == a->small ? b->small : saved.table;
    memcpy(b->small, saved.small, sizeof b->small);
    a->version++;
    b->version++;
}

/* Adding many. ------------------------------------------------------------------------ */

/* Into an empty set: no comparisons are needed.  Tables of one size are copied as they are. */
static void set_fill_from(Set *set, const Set *other)
{
    bool same = set->mask == other->mask && other->fill == other->count;
    for (size_t i = 0; i <= other->mask; i++) {
        const SetEntry *entry = &other->table[i];
        if (entry->key == VALUE_ABSENT || entry->key == VALUE_DELETED)
            continue;
        value_share(entry->key);
        if (same)
            set->table[i] = *entry;
        else
            insert_clean(set, entry->key, entry->hash);
    }
    set->fill = set->count = other->count;
    set->version++;
}

static bool set_merge(Vm *vm, Set *set, Set *other)
{
    if (set == other || other->count == 0)
        return true;
    if ((set->fill + other->count) * 5 >= set->mask * 3 && !set_resize(vm, set, (set->count + other->count) * 2))
        return false;
    if (set->fill == 0) {
        set_fill_from(set, other);
        return true;
    }
    for (size_t i = 0; i <= other->mask; i++) {
        SetEntry entry = other->table[i];
        if (entry.key == VALUE_ABSENT || entry.key == VALUE_DELETED)
            continue;
        value_share(entry.key);
        bool ok = set_add_hashed(vm, set, entry.key, entry.hash);
        value_drop(vm, entry.key);
        if (!ok)
            return false;
    }
    return true;
}

static bool set_merge_dict(Vm *vm, Set *set, Value dict)
{
    size_t count = value_to_dict(dict)->count;
    if ((set->fill + count) * 5 >= set->mask * 3 && !set_resize(vm, set, (set->count + count) * 2))
        return false;
    uint32_t position = 0;
    Value key, value;
    while (dict_walk(dict, &position, &key, &value)) {
        int64_t hash = value_to_dict(dict)->entries[position - 1].hash;
        value_share(key);
        bool ok = set_add_hashed(vm, set, key, hash);
        value_drop(vm, key);
        if (!ok)
            return false;
    }
    return true;
}

static bool add_visited(Vm *vm, Value item, void *context)
{
    int64_t hash;
    return value_hash(vm, item, &hash) && set_add_hashed(vm, context, item, hash);
}

bool set_update(Vm *vm, Value set, Value iterable)
{
    Set *self = value_to_set(set);
    if (value_is_set(vm, iterable))
        return set_merge(vm, self, value_to_set(iterable));
    if (value_has_shape(iterable, TYPE_DICT))
        return set_merge_dict(vm, self, iterable);
    return value_each(vm, iterable, add_visited, self);
}

/* Making. ------------------------------------------------------------------------------ */

Type *set_base_type(const Vm *vm, Value set)
{
    Type *type = value_type(vm, set);
    while (type != vm->types[TYPE_SET] && type != vm->types[TYPE_FROZENSET])
        type = type->base;
    return type;
}

Value set_new_of(Vm *vm, Type *type, Value iterable)
{
    Set *set = object_new(vm, type, 0);
    if (set == NULL)
        return VALUE_ERROR;
    set_start(set);
    Value result = value_from_object(set);
    if (iterable == VALUE_ABSENT || set_update(vm, result, iterable))
        return result;
    value_drop(vm, result);
    return VALUE_ERROR;
}

Value set_new(Vm *vm) { return set_new_of(vm, vm->types[TYPE_SET], VALUE_ABSENT); }
Value set_from(Vm *vm, Value iterable) { return set_new_of(vm, vm->types[TYPE_SET], iterable); }

Value frozenset_from(Vm *vm, Value iterable)
{
    if (value_has_shape(iterable, TYPE_FROZENSET))
        return value_share(iterable);
    Value result = set_new_of(vm, vm->types[TYPE_FROZENSET], iterable);
    if (value_is_error(result) || value_to_set(result)->count != 0 || !value_is_heap(vm->empty_frozenset))
        return result;
    value_drop(vm, result);
    return value_share(vm->empty_frozenset);
}

/* What C code calls. --------------------------------------------------------------------- */

int64_t set_items_hash(const Set *set)
{
    uint64_t hash = 0;
    for (size_t i = 0; i <= set->mask; i++) {
        if (set->table[i].key == VALUE_ABSENT || set->table[i].key == VALUE_DELETED)
            continue;
        /* Spreads neighbouring hashes, so that nested sets do not cancel out. */
        uint64_t own = (uint64_t)set->table[i].hash;
        hash ^= ((own ^ 89869747) ^ (own << 16)) * UINT64_C(3644798167);
    }
    hash ^= ((uint64_t)set->count + 1) * 1927868237;
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash * 69069 + 907133923;
    return hash == UINT64_MAX ? 590923713 : (int64_t)hash;
}

bool set_add(Vm *vm, Value set, Value item)
{
    int64_t hash;
    return value_hash(vm, item, &hash) && set_add_hashed(vm, value_to_set(set), item, hash);
}

/* The hash of an item looked for: a set is looked for as the frozenset of its items. */
static bool sought_hash(Vm *vm, Value item, int64_t *hash)
{
    if (value_hash(vm, item, hash))
        return true;
    if (!value_is_set(vm, item) || !error_matches(vm, TYPE_TYPE_ERROR))
        return false;
    error_clear(vm);
    *hash = set_items_hash(value_to_set(item));
    return true;
}

int set_contains(Vm *vm, Value set, Value item)
{
    int64_t hash;
    return sought_hash(vm, item, &hash) ? set_contains_hashed(vm, value_to_set(set), item, hash) : -1;
}

int set_remove(Vm *vm, Value set, Value item)
{
    int64_t hash;
    return sought_hash(vm, item, &hash) ? set_remove_hashed(vm, value_to_set(set), item, hash) : -1;
}

bool set_walk(Value set, size_t *position, Value *item)
{
    Set *self = value_to_set(set);
    for (; *position <= self->mask; ++*position) {
        Value key = self->table[*position].key;
        if (key != VALUE_ABSENT && key != VALUE_DELETED) {
            *item = key;
            ++*position;
            return true;
        }
    }
    return false;
}
