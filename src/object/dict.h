/* What the files of dict share: look-ups that give an entry's index. */
#ifndef HABU_OBJECT_DICT_H
#define HABU_OBJECT_DICT_H

#include "object/sequence.h"

enum { DICT_MISSING = -1, DICT_FAILED = -2 };

/* The hash of a key, without a call for exact strs. */
static ALWAYS_INLINE MUST_CHECK bool dict_hash(Vm *vm, Value key, int64_t *hash)
{
    if (value_has_shape(key, TYPE_STR)) {
        Str *str = value_to_str(key);
        *hash = str->flags & STR_HASHED ? str->hash : str_hash(vm, str);
        return true;
    }
    return value_hash(vm, key, hash);
}

/* Index of the key's entry, DICT_MISSING or DICT_FAILED. */
MUST_CHECK MAY_RUN int64_t dict_find(Vm *vm, Dict *dict, Value key, int64_t hash);
/* Adds an entry for a key that is not there; shares key and value. */
MUST_CHECK bool dict_insert(Vm *vm, Dict *dict, Value key, int64_t hash, Value value);
/* As dict_set() with the hash known. */
MUST_CHECK MAY_RUN bool dict_set_hashed(Vm *vm, Dict *dict, Value key, int64_t hash, Value value);
/* Takes the entry out; *key and *value become the caller's. */
void dict_take_entry(Dict *dict, uint32_t index, Value *key, Value *value);
/* Forgets removed entries at the end, for who takes entries from there again and
 * again.  Iterators in between may then miss that a key was removed and added. */
void dict_trim_end(Dict *dict);
/* Index of the first live entry at or after (before or at) position, or -1. */
int64_t dict_next_entry(const Dict *dict, uint32_t position);
int64_t dict_previous_entry(const Dict *dict, int64_t position);
MUST_CHECK MAY_RUN bool dict_merge(Vm *vm, Dict *dict, Value other, bool override);
/* Is it a dict whose iteration no subclass has overridden? */
bool dict_is_plain(const Vm *vm, Value value);
/* Both dicts: 1, 0, -1. */
MUST_CHECK MAY_RUN int dict_equal(Vm *vm, Value left, Value right);

/* Iterators and views (dict_views.c). */
Value dict_slot_iter(Vm *vm, Value self);
Value dict_m_keys(Vm *vm, const Value *args);
Value dict_m_values(Vm *vm, const Value *args);
Value dict_m_items(Vm *vm, const Value *args);
Value dict_m_reversed(Vm *vm, const Value *args);

#endif
