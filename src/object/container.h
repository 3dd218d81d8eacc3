/* list, tuple, dict, set, slice, range: their structs and what C code calls. */
#ifndef HABU_OBJECT_CONTAINER_H
#define HABU_OBJECT_CONTAINER_H

#include "object/state.h"

/* tuple -------------------------------------------------------------------- */

typedef struct {
    Object object;
    size_t count;
    Value items[];
} Tuple;

static inline Tuple *value_to_tuple(Value value) { return (Tuple *)value_object(value); }
MUST_CHECK Value tuple_new(Vm *vm, const Value *items, size_t count);      /* shares the items */
MUST_CHECK Value tuple_new_take(Vm *vm, const Value *items, size_t count); /* takes them, also on failure */
MUST_CHECK Tuple *tuple_new_raw(Vm *vm, size_t count); /* items are VALUE_NONE, to be filled in; count > 0 */
MUST_CHECK Value tuple_pair_take(Vm *vm, Value first, Value second);
MUST_CHECK MAY_RUN Value tuple_from(Vm *vm, Value iterable); /* an exact tuple is shared */
MUST_CHECK Value tuple_slice(Vm *vm, Value tuple, size_t start, size_t end);

/* list --------------------------------------------------------------------- */

typedef struct {
    Object object;
    size_t count, capacity;
    Value *items; /* owned raw memory */
} List;

static inline List *value_to_list(Value value) { return (List *)value_object(value); }
MUST_CHECK Value list_new(Vm *vm, const Value *items, size_t count); /* shares the items */
MUST_CHECK Value list_new_take(Vm *vm, const Value *items, size_t count);
MUST_CHECK MAY_RUN Value list_from(Vm *vm, Value iterable);
MUST_CHECK bool list_reserve(Vm *vm, List *list, size_t count);
MUST_CHECK bool list_append(Vm *vm, Value list, Value item);
MUST_CHECK bool list_append_take(Vm *vm, Value list, Value item);
MUST_CHECK bool list_insert(Vm *vm, Value list, size_t index, Value item);
MUST_CHECK MAY_RUN bool list_extend(Vm *vm, Value list, Value iterable);
MUST_CHECK MAY_RUN bool list_sort(Vm *vm, Value list, Value key, bool reverse); /* key VALUE_NONE: none */
MUST_CHECK Value list_slice(Vm *vm, Value list, size_t start, size_t end);
MUST_CHECK Value list_to_tuple(Vm *vm, Value list);
void list_clear(Vm *vm, List *list);
/* An array's items through a slice object's bounds: object/slice.c */

/* dict --------------------------------------------------------------------- */

typedef struct {
    Value key;   /* VALUE_DELETED: a removed entry */
    Value value;
    int64_t hash;
} DictEntry;

/* Entries in insertion order, found through an open-addressing table of
 * indices (8, 16 or 32 bits wide).  keys_version changes whenever a key is
 * added or removed or an entry moves, and is never the same for two dicts: an
 * inline cache of (keys_version, entry index) finds a value with one test. */
typedef struct {
    Object object;
    uint32_t keys_version;  /* 0: nobody has cached anything since the last change; see dict_version() */
    uint32_t count;         /* live entries */
    uint32_t used;          /* entries[0..used) include removed ones */
    uint32_t first;         /* entries[0..first) are all removed ones */
    uint32_t filled;        /* places of the index taken since it was made, tombstones too; at least used */
    uint32_t capacity;      /* of entries; the index table has twice as many places */
    uint32_t index_mask;    /* table size - 1; 0 when there is no table: up to 8 entries are scanned */
    bool only_str_keys;     /* every key is an exact str: look-ups by str never run code */
    DictEntry *entries;     /* owned; NULL while capacity is 0 */
    void *index;            /* lies behind the entries in the same block */
} Dict;

static inline Dict *value_to_dict(Value value) { return (Dict *)value_object(value); }
MUST_CHECK Value dict_new(Vm *vm);
MUST_CHECK Value dict_new_sized(Vm *vm, size_t count); /* with room for count entries */
/* Borrowed value, VALUE_ABSENT when there is no such key, VALUE_ERROR. */
MUST_CHECK MAY_RUN Value dict_get_borrow(Vm *vm, Value dict, Value key);
MUST_CHECK MAY_RUN bool dict_set(Vm *vm, Value dict, Value key, Value value);
/* 1 deleted, 0 no such key, -1 error. */
MUST_CHECK MAY_RUN int dict_delete(Vm *vm, Value dict, Value key);
/* Removes and returns (owned): VALUE_ABSENT when there is no such key. */
MUST_CHECK MAY_RUN Value dict_pop(Vm *vm, Value dict, Value key);
/* With an interned str key: never runs code. */
Value dict_get_name_borrow(Vm *vm, Value dict, Value name);
MUST_CHECK bool dict_set_name(Vm *vm, Value dict, Value name, Value value);
MUST_CHECK bool dict_set_c(Vm *vm, Value dict, const char *name, Value value);
MUST_CHECK bool dict_set_c_take(Vm *vm, Value dict, const char *name, Value value);
/* Index into entries for an interned str key, or -1. */
int64_t dict_find_name(Vm *vm, Value dict, Value name);
/* A nonzero number that stays until the keys change. */
uint32_t dict_version(Vm *vm, Dict *dict);
MUST_CHECK Value dict_copy(Vm *vm, Value dict);
/* Adds every pair of a mapping (dict, or anything with keys()) or of an iterable of pairs. */
MUST_CHECK MAY_RUN bool dict_update(Vm *vm, Value dict, Value other);
/* For f(**other): TypeError on a repeated or non-str key, naming fn. */
MUST_CHECK MAY_RUN bool dict_merge_keywords(Vm *vm, Value dict, Value other, Value fn);
void dict_clear(Vm *vm, Value dict);
/* Walks live entries: *position starts at 0; false at the end.  Borrowed. */
bool dict_walk(Value dict, uint32_t *position, Value *key, Value *value);
/* For key in dict: moves its entry to the end, or to the front.  KeyError when there is none. */
MUST_CHECK MAY_RUN bool dict_move_to_end(Vm *vm, Value dict, Value key, bool last);

/* set, frozenset -------------------------------------------------------------
 * The table is probed and resized as CPython's is, so that sets of ints and
 * tuples print in the order programs are used to. */

typedef struct {
    Value key; /* VALUE_ABSENT: never used; VALUE_DELETED: was used */
    int64_t hash;
} SetEntry;

typedef struct {
    Object object;
    size_t fill, count; /* used and deleted entries; used ones */
    size_t mask;
    size_t finger;    /* where pop() goes on searching */
    SetEntry *table;  /* owned, or small */
    int64_t hash;     /* frozenset: -1 until computed */
    uint32_t version; /* changes with every addition and removal */
    SetEntry small[8];
} Set;

static inline Set *value_to_set(Value value) { return (Set *)value_object(value); }
MUST_CHECK Value set_new(Vm *vm);
MUST_CHECK MAY_RUN Value set_from(Vm *vm, Value iterable);
MUST_CHECK MAY_RUN Value frozenset_from(Vm *vm, Value iterable);
MUST_CHECK MAY_RUN bool set_add(Vm *vm, Value set, Value item);
MUST_CHECK MAY_RUN int set_contains(Vm *vm, Value set, Value item);
MUST_CHECK MAY_RUN int set_remove(Vm *vm, Value set, Value item); /* 1, 0: was not there, -1 */
MUST_CHECK MAY_RUN bool set_update(Vm *vm, Value set, Value iterable);
bool set_walk(Value set, size_t *position, Value *item);

/* repr() of what may contain itself --------------------------------------------
 * Guards lie on the C stack, linked from vm->repr_guards; fibers may leave them
 * in any order, hence both links. */
typedef struct ReprGuard ReprGuard;
struct ReprGuard {
    Value container; /* borrowed */
    ReprGuard *outer, *inner;
};
/* 0: go on, and call repr_leave() afterwards.  1: its repr is being made already.
 * -1: RecursionError is pending. */
MUST_CHECK int repr_enter(Vm *vm, ReprGuard *guard, Value container);
void repr_leave(Vm *vm, ReprGuard *guard);

/* slice, range --------------------------------------------------------------- */

typedef struct {
    Object object;
    Value start, stop, step;
} Slice;

typedef struct {
    Object object;
    Value start, stop, step; /* ints of any size; step is not 0 */
    Value length;
} Range;

MUST_CHECK Value slice_new_take(Vm *vm, Value start, Value stop, Value step);
/* Bounds for a sequence of length items: count items start, start+step, ... */
typedef struct {
    int64_t start, stop, step;
    int64_t count;
} SliceBounds;
MUST_CHECK MAY_RUN bool slice_bounds(Vm *vm, Value slice, int64_t length, SliceBounds *bounds);
MUST_CHECK Value range_new(Vm *vm, Value start, Value stop, Value step); /* ints; ValueError for step 0 */
/* start, stop, step as int64 when all of the range's numbers are inline ints. */
bool range_is_small(Value range, int64_t *start, int64_t *stop, int64_t *step);

/* A sequence subscript: int-like key to an index within 0..length, or IndexError "%s index out of range".
 * The length is read after the key's __index__ ran, which may change it. */
MUST_CHECK MAY_RUN bool index_resolve(Vm *vm, Value key, const size_t *length, const char *what, size_t *index);

#endif
