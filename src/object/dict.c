/* dict: the table.
 *
 * Entries lie in insertion order; removed ones keep their place with the key
 * VALUE_DELETED until the table is rebuilt.  Up to 8 entries are scanned; above
 * that an open-addressing table behind them gives their indices.
 *
 * Comparing keys may run code that changes the dict.  A look-up notices that
 * its entry or the table is another one and starts again. */
#include "object/dict.h"

enum {
    DICT_SCAN_MAX = 8,
    DICT_CAPACITY_MIN = 4,
    DICT_CAPACITY_MAX = 1 << 30,
    INDEX_EMPTY = -1,
    INDEX_DELETED = -2,
    PERTURB_SHIFT = 5
};

/* The index table. -------------------------------------------------------------- */

static inline size_t index_width(uint32_t mask) { return mask < 256 ? 1 : mask < 65536 ? 2 : 4; }

static ALWAYS_INLINE int32_t index_get(const Dict *dict, size_t place)
{
    if (LIKELY(dict->index_mask < 256))
        return ((const int8_t *)dict->index)[place];
    if (dict->index_mask < 65536)
        return ((const int16_t *)dict->index)[place];
    return ((const int32_t *)dict->index)[place];
}

static ALWAYS_INLINE void index_set(Dict *dict, size_t place, int32_t entry)
{
    if (LIKELY(dict->index_mask < 256))
        ((int8_t *)dict->index)[place] = (int8_t)entry;
    else if (dict->index_mask < 65536)
        ((int16_t *)dict->index)[place] = (int16_t)entry;
    else
        ((int32_t *)dict->index)[place] = entry;
}

/* The places a hash is looked for at: all of them, sooner or later. */
typedef struct {
    size_t place, mask;
    uint64_t perturb;
} Probe;

static ALWAYS_INLINE Probe probe_start(const Dict *dict, int64_t hash)
{
    return (Probe){(size_t)hash & dict->index_mask, dict->index_mask, (uint64_t)hash};
}

static ALWAYS_INLINE void probe_advance(Probe *probe)
{
    probe->perturb >>= PERTURB_SHIFT;
    probe->place = (probe->place * 5 + probe->perturb + 1) & probe->mask;
}

static inline void index_add(Dict *dict, int64_t hash, uint32_t entry)
{
    Probe probe = probe_start(dict, hash);
    while (index_get(dict, probe.place) >= 0)
        probe_advance(&probe);
    index_set(dict, probe.place, (int32_t)entry);
}

static void index_remove(Dict *dict, int64_t hash, uint32_t entry)
{
    Probe probe = probe_start(dict, hash);
    while (index_get(dict, probe.place) != (int32_t)entry)
        probe_advance(&probe);
    index_set(dict, probe.place, INDEX_DELETED);
}

/* Capacity. ----------------------------------------------------------------------- */

static inline size_t entries_size(size_t capacity) { return capacity * sizeof(DictEntry); }

static inline uint32_t mask_for(uint32_t capacity) { return capacity <= DICT_SCAN_MAX ? 0 : capacity * 2 - 1; }

static inline size_t block_size(uint32_t capacity)
{
    uint32_t mask = mask_for(capacity);
    return entries_size(capacity) + (mask == 0 ? 0 : ((size_t)mask + 1) * index_width(mask));
}

static uint32_t capacity_for(size_t count)
{
    uint32_t capacity = DICT_CAPACITY_MIN;
    while (capacity < count)
        capacity *= 2;
    return capacity;
}

static void dict_attach(Dict *dict, DictEntry *entries, uint32_t capacity)
{
    dict->entries = entries;
    dict->index = (char *)entries + entries_size(capacity);
    dict->capacity = capacity;
    dict->index_mask = mask_for(capacity);
}

static void dict_detach(Dict *dict)
{
    dict->entries = NULL;
    dict->index = NULL;
    dict->count = dict->used = dict->first = dict->filled = dict->capacity = dict->index_mask = 0;
    dict->keys_version = 0;
    dict->only_str_keys = true;
}

static void index_fill(Dict *dict)
{
    if (dict->index_mask == 0)
        return;
    memset(dict->index, 0xff, ((size_t)dict->index_mask + 1) * index_width(dict->index_mask));
    for (uint32_t i = dict->first; i < dict->used; i++)
        index_add(dict, dict->entries[i].hash, i);
}

/* Moves the live entries to a fresh block, leaving room for `gap` in front. */
static bool dict_rebuild(Vm *vm, Dict *dict, uint32_t capacity, uint32_t gap)
{
    ASSERT(capacity >= dict->count + gap);
    DictEntry *entries = vm_alloc(vm, block_size(capacity)), *old = dict->entries;
    if (entries == NULL)
        return false;
    uint32_t live = gap, old_capacity = dict->capacity;
    for (uint32_t i = dict->first; i < dict->used; i++)
        if (old[i].key != VALUE_DELETED)
            entries[live++] = old[i];
    ASSERT(live == dict->count + gap);
    dict_attach(dict, entries, capacity);
    dict->first = 0;
    dict->used = dict->filled = live;
    dict->keys_version = 0;
    if (gap == 0)
        index_fill(dict);
    if (old_capacity != 0)
        vm_free(vm, old, block_size(old_capacity));
    return true;
}

/* Room for one more entry.  Rebuilding in the same size is worth it when a
 * quarter of the entries are removed ones. */
static NOINLINE bool dict_grow(Vm *vm, Dict *dict)
{
    uint32_t capacity = dict->capacity;
    if (capacity == 0) {
        capacity = DICT_CAPACITY_MIN;
    } else if (dict->count > capacity - capacity / 4) {
        if (capacity >= DICT_CAPACITY_MAX) {
            raise_memory_error(vm);
            return false;
        }
        capacity *= 2;
    } else {
        capacity = capacity_for((size_t)dict->count + dict->count / 2 + 1);
    }
    return dict_rebuild(vm, dict, capacity, 0);
}

/* Looking up. ----------------------------------------------------------------------- */

static ALWAYS_INLINE bool str_keys_equal(Value left, Value right)
{
    if (left == right)
        return true;
    Str *a = value_to_str(left), *b = value_to_str(right);
    return !(a->flags & b->flags & STR_INTERNED) && a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

/* For an exact str in a dict of exact strs: runs no code. */
static ALWAYS_INLINE int64_t find_str(const Dict *dict, Value key, int64_t hash)
{
    const DictEntry *entries = dict->entries;
    if (dict->index_mask == 0) {
        for (uint32_t i = dict->first, used = dict->used; i < used; i++) {
            if (entries[i].key == key)
                return i;
            if (entries[i].hash == hash && entries[i].key != VALUE_DELETED && str_keys_equal(entries[i].key, key))
                return i;
        }
        return DICT_MISSING;
    }
    for (Probe probe = probe_start(dict, hash);; probe_advance(&probe)) {
        int32_t i = index_get(dict, probe.place);
        if (i == INDEX_EMPTY)
            return DICT_MISSING;
        if (i >= 0 && (entries[i].key == key || (entries[i].hash == hash && str_keys_equal(entries[i].key, key))))
            return i;
    }
}

typedef enum { KEY_DIFFERS, KEY_EQUAL, KEY_FAILED, KEY_CHANGED } KeyMatch;

/* Compares the key of entry i, whose hash is the same. */
static KeyMatch match_key(Vm *vm, const Dict *dict, uint32_t i, Value key)
{
    const DictEntry *entries = dict->entries;
    Value own = entries[i].key;
    uint32_t mask = dict->index_mask;
    if (own == VALUE_DELETED || (value_is_int(own) && value_is_int(key)))
        return KEY_DIFFERS;
    if (value_has_shape(own, TYPE_STR) && value_has_shape(key, TYPE_STR))
        return str_keys_equal(own, key) ? KEY_EQUAL : KEY_DIFFERS;
    value_share(own);
    int equal = value_equal(vm, own, key);
    bool changed = dict->entries != entries || dict->index_mask != mask || i >= dict->used || entries[i].key != own;
    value_drop(vm, own);
    if (equal < 0)
        return KEY_FAILED;
    return changed ? KEY_CHANGED : equal ? KEY_EQUAL : KEY_DIFFERS;
}

/* One pass over the table; DICT_FAILED with *again set when it must be repeated. */
static int64_t find_any_once(Vm *vm, const Dict *dict, Value key, int64_t hash, bool *again)
{
    bool scanning = dict->index_mask == 0;
    Probe probe = scanning ? (Probe){dict->first, 0, 0} : probe_start(dict, hash);
    for (;;) {
        int32_t i = scanning ? (int32_t)probe.place : index_get(dict, probe.place);
        if (scanning ? (uint32_t)i >= dict->used : i == INDEX_EMPTY)
            return DICT_MISSING;
        if (i >= 0) {
            if (dict->entries[i].key == key)
                return i;
            KeyMatch match = dict->entries[i].hash == hash ? match_key(vm, dict, (uint32_t)i, key) : KEY_DIFFERS;
            if (match == KEY_EQUAL)
                return i;
            if (match != KEY_DIFFERS) {
                *again = match == KEY_CHANGED;
                return DICT_FAILED;
            }
        }
        if (scanning)
            probe.place++;
        else
            probe_advance(&probe);
    }
}

static NOINLINE int64_t find_any(Vm *vm, const Dict *dict, Value key, int64_t hash)
{
    bool again;
    int64_t found;
    do {
        again = false;
        found = find_any_once(vm, dict, key, hash, &again);
    } while (again);
    return found;
}

int64_t dict_find(Vm *vm, Dict *dict, Value key, int64_t hash)
{
    if (LIKELY(dict->only_str_keys) && value_has_shape(key, TYPE_STR))
        return find_str(dict, key, hash);
    return find_any(vm, dict, key, hash);
}

static inline int64_t name_hash(Vm *vm, Value name)
{
    Str *str = value_to_str(name);
    return LIKELY(str->flags & STR_HASHED) ? str->hash : str_hash(vm, str);
}

/* Keys that are no exact strs never equal a name here: asking them could run code. */
static NOINLINE int64_t find_name_among_others(const Vm *vm, const Dict *dict, Value name, int64_t hash)
{
    for (uint32_t i = dict->first; i < dict->used; i++) {
        const DictEntry *entry = &dict->entries[i];
        if (entry->key == name)
            return i;
        if (entry->hash == hash && entry->key != VALUE_DELETED && value_is_str(vm, entry->key) &&
            str_keys_equal(entry->key, name))
            return i;
    }
    return DICT_MISSING;
}

int64_t dict_find_name(Vm *vm, Value dict, Value name)
{
    Dict *self = value_to_dict(dict);
    int64_t hash = name_hash(vm, name);
    if (LIKELY(self->only_str_keys))
        return find_str(self, name, hash);
    return find_name_among_others(vm, self, name, hash);
}

Value dict_get_name_borrow(Vm *vm, Value dict, Value name)
{
    int64_t found = dict_find_name(vm, dict, name);
    return found < 0 ? VALUE_ABSENT : value_to_dict(dict)->entries[found].value;
}

Value dict_get_borrow(Vm *vm, Value dict, Value key)
{
    int64_t hash;
    if (!dict_hash(vm, key, &hash))
        return VALUE_ERROR;
    Dict *self = value_to_dict(dict);
    int64_t found = dict_find(vm, self, key, hash);
    if (LIKELY(found >= 0))
        return self->entries[found].value;
    return found == DICT_MISSING ? VALUE_ABSENT : VALUE_ERROR;
}

/* Changing. --------------------------------------------------------------------------- */

bool dict_insert(Vm *vm, Dict *dict, Value key, int64_t hash, Value value)
{
    if (UNLIKELY(dict->index_mask == 0 ? dict->used == dict->capacity : dict->filled == dict->capacity) &&
        !dict_grow(vm, dict))
        return false;
    uint32_t i = dict->used++;
    dict->entries[i] = (DictEntry){value_share(key), value_share(value), hash};
    if (dict->index_mask != 0) {
        index_add(dict, hash, i);
        dict->filled++;
    }
    dict->count++;
    dict->keys_version = 0;
    if (UNLIKELY(dict->only_str_keys) && !value_has_shape(key, TYPE_STR))
        dict->only_str_keys = false;
    return true;
}

bool dict_set_hashed(Vm *vm, Dict *dict, Value key, int64_t hash, Value value)
{
    int64_t found = dict_find(vm, dict, key, hash);
    if (found == DICT_MISSING)
        return dict_insert(vm, dict, key, hash, value);
    if (found == DICT_FAILED)
        return false;
    value_replace_take(vm, &dict->entries[found].value, value_share(value));
    return true;
}

bool dict_set(Vm *vm, Value dict, Value key, Value value)
{
    int64_t hash;
    return dict_hash(vm, key, &hash) && dict_set_hashed(vm, value_to_dict(dict), key, hash, value);
}

bool dict_set_name(Vm *vm, Value dict, Value name, Value value)
{
    Dict *self = value_to_dict(dict);
    int64_t found = dict_find_name(vm, dict, name);
    if (found < 0)
        return dict_insert(vm, self, name, name_hash(vm, name), value);
    value_replace_take(vm, &self->entries[found].value, value_share(value));
    return true;
}

bool dict_set_c(Vm *vm, Value dict, const char *name, Value value)
{
    Value key = str_intern_c(vm, name);
    if (value_is_error(key))
        return false;
    bool ok = dict_set_name(vm, dict, key, value);
    value_drop(vm, key);
    return ok;
}

bool dict_set_c_take(Vm *vm, Value dict, const char *name, Value value)
{
    if (value_is_error(value))
        return false;
    bool ok = dict_set_c(vm, dict, name, value);
    value_drop(vm, value);
    return ok;
}

void dict_take_entry(Dict *dict, uint32_t index, Value *key, Value *value)
{
    DictEntry *entries = dict->entries;
    ASSERT(index < dict->used && entries[index].key != VALUE_DELETED);
    *key = entries[index].key;
    *value = entries[index].value;
    if (dict->index_mask != 0)
        index_remove(dict, entries[index].hash, index);
    entries[index].key = VALUE_DELETED;
    entries[index].value = VALUE_ABSENT;
    dict->count--;
    dict->keys_version = 0;
    while (dict->first < dict->used && entries[dict->first].key == VALUE_DELETED)
        dict->first++;
}

void dict_trim_end(Dict *dict)
{
    while (dict->used > dict->first && dict->entries[dict->used - 1].key == VALUE_DELETED)
        dict->used--;
}

Value dict_pop(Vm *vm, Value dict, Value key)
{
    int64_t hash;
    if (!dict_hash(vm, key, &hash))
        return VALUE_ERROR;
    int64_t found = dict_find(vm, value_to_dict(dict), key, hash);
    if (found < 0)
        return found == DICT_MISSING ? VALUE_ABSENT : VALUE_ERROR;
    Value own, value;
    dict_take_entry(value_to_dict(dict), (uint32_t)found, &own, &value);
    value_drop(vm, own);
    return value;
}

int dict_delete(Vm *vm, Value dict, Value key)
{
    Value value = dict_pop(vm, dict, key);
    if (value == VALUE_ABSENT)
        return 0;
    if (value_is_error(value))
        return -1;
    value_drop(vm, value);
    return 1;
}

void dict_clear(Vm *vm, Value dict)
{
    Dict *self = value_to_dict(dict);
    DictEntry *entries = self->entries;
    uint32_t used = self->used, first = self->first, capacity = self->capacity;
    dict_detach(self);
    for (uint32_t i = first; i < used; i++) {
        value_drop(vm, entries[i].key);
        value_drop(vm, entries[i].value);
    }
    if (capacity != 0)
        vm_free(vm, entries, block_size(capacity));
}

/* Makes room before the first entry, with more to come. */
static bool dict_make_gap(Vm *vm, Dict *dict)
{
    uint32_t gap = dict->count / 2 + 1;
    if (!dict_rebuild(vm, dict, capacity_for((size_t)dict->count + 2 * (size_t)gap), gap))
        return false;
    for (uint32_t i = 0; i < gap; i++)
        dict->entries[i] = (DictEntry){VALUE_DELETED, VALUE_ABSENT, 0};
    dict->first = gap;
    index_fill(dict);
    return true;
}

/* Puts an entry that was taken out before all others. */
static bool dict_put_first(Vm *vm, Dict *dict, DictEntry entry)
{
    if ((dict->first == 0 || dict->filled == dict->capacity) && !dict_make_gap(vm, dict))
        return false;
    dict->entries[--dict->first] = entry;
    if (dict->index_mask != 0)
        index_add(dict, entry.hash, dict->first);
    dict->filled++;
    dict->count++;
    dict->keys_version = 0;
    return true;
}

bool dict_move_to_end(Vm *vm, Value dict, Value key, bool last)
{
    int64_t hash;
    if (!dict_hash(vm, key, &hash))
        return false;
    Dict *self = value_to_dict(dict);
    int64_t found = dict_find(vm, self, key, hash);
    if (found < 0) {
        if (found == DICT_MISSING)
            raise_key_error(vm, key);
        return false;
    }
    dict_trim_end(self);
    if (found == (last ? (int64_t)self->used - 1 : (int64_t)self->first))
        return true;
    DictEntry entry = {.hash = hash};
    dict_take_entry(self, (uint32_t)found, &entry.key, &entry.value);
    bool ok = last ? dict_insert(vm, self, entry.key, hash, entry.value) : dict_put_first(vm, self, entry);
    if (ok != last)
        return ok;
    value_drop(vm, entry.key);
    value_drop(vm, entry.value);
    return ok;
}

/* Life. ------------------------------------------------------------------------------- */

uint32_t dict_version(Vm *vm, Dict *dict)
{
    if (dict->keys_version == 0) {
        if (++vm->next_keys_version == 0)
            ++vm->next_keys_version;
        dict->keys_version = vm->next_keys_version;
    }
    return dict->keys_version;
}

Value dict_new(Vm *vm)
{
    Dict *dict = object_new(vm, vm->types[TYPE_DICT], 0);
    if (UNLIKELY(dict == NULL))
        return VALUE_ERROR;
    dict->only_str_keys = true;
    return value_from_object(dict);
}

Value dict_new_sized(Vm *vm, size_t count)
{
    Value result = dict_new(vm);
    if (value_is_error(result) || count == 0)
        return result;
    if (count <= DICT_CAPACITY_MAX && dict_rebuild(vm, value_to_dict(result), capacity_for(count), 0))
        return result;
    value_drop(vm, result);
    return error_pending(vm) ? VALUE_ERROR : raise_memory_error(vm);
}

/* The block is copied as it is, when it is not mostly removed entries. */
Value dict_copy(Vm *vm, Value dict)
{
    Value result = dict_new(vm);
    if (value_is_error(result))
        return VALUE_ERROR;
    Dict *source = value_to_dict(dict), *copy = value_to_dict(result);
    if (source->count == 0)
        return result;
    if (source->count < source->used / 2) {
        if (dict_merge(vm, copy, dict, true))
            return result;
        value_drop(vm, result);
        return VALUE_ERROR;
    }
    DictEntry *entries = vm_alloc(vm, block_size(source->capacity));
    if (entries == NULL) {
        value_drop(vm, result);
        return VALUE_ERROR;
    }
    memcpy(entries, source->entries, entries_size(source->used));
    dict_attach(copy, entries, source->capacity);
    if (copy->index_mask != 0)
        memcpy(copy->index, source->index, block_size(source->capacity) - entries_size(source->capacity));
    copy->count = source->count;
    copy->used = source->used;
    copy->first = source->first;
    copy->filled = source->filled;
    copy->only_str_keys = source->only_str_keys;
    for (uint32_t i = copy->first; i < copy->used; i++) {
        value_share(entries[i].key);
        value_share(entries[i].value);
    }
    return result;
}

/* Walking. ----------------------------------------------------------------------------- */

int64_t dict_next_entry(const Dict *dict, uint32_t position)
{
    if (position < dict->first)
        position = dict->first;
    for (; position < dict->used; position++)
        if (dict->entries[position].key != VALUE_DELETED)
            return position;
    return -1;
}

int64_t dict_previous_entry(const Dict *dict, int64_t position)
{
    if (position >= (int64_t)dict->used)
        position = (int64_t)dict->used - 1;
    for (; position >= (int64_t)dict->first; position--)
        if (dict->entries[position].key != VALUE_DELETED)
            return position;
    return -1;
}

bool dict_walk(Value dict, uint32_t *position, Value *key, Value *value)
{
    Dict *self = value_to_dict(dict);
    int64_t i = dict_next_entry(self, *position);
    if (i < 0)
        return false;
    *position = (uint32_t)i + 1;
    *key = self->entries[i].key;
    *value = self->entries[i].value;
    return true;
}
