/* The VM as the objects see it.  Everything hangs off one Vm; two of them know
 * nothing of each other.  Upper layers keep their own state behind the pointers
 * at the end. */
#ifndef HABU_OBJECT_STATE_H
#define HABU_OBJECT_STATE_H

#include "base/heap.h"
#include "object/object.h"
#include "object/pointer_table.h"

typedef enum {
#define NAME(id, text) NAME_##id,
#include "object/names.def"
#undef NAME
    NAME_COUNT
} NameId;

typedef struct AttributeCacheEntry AttributeCacheEntry;
typedef struct TypeCacheEntry TypeCacheEntry;
typedef struct Machine Machine; /* vm/machine.h */
typedef struct Runtime Runtime; /* runtime/loop/runtime.h */

/* Where source lines for tracebacks come from: the text of the file, borrowed for
 * the call, or false.  Set by the facade. */
typedef bool (*SourceReader)(Vm *vm, Value filename, const char **text, size_t *size);

typedef struct {
    Value *slots;      /* open addressing, VALUE_ABSENT where empty; the strs are owned by nobody:
                          a dying interned str removes itself */
    uint32_t capacity; /* a power of two */
    uint32_t used;     /* live entries and tombstones */
    uint32_t live;
} InternTable;

/* What the layers above plug in; NULL: nothing happens (or, for import_name, ImportError). */
typedef struct {
    Value (*import_name)(Vm *vm, Value name, Value globals, Value fromlist, int level);
    bool (*poll)(Vm *vm);                                    /* at a back-edge while vm->interrupt is set */
    void (*coroutine_never_awaited)(Vm *vm, Value coroutine); /* it is about to die; may run code */
    void (*syntax_warning)(Vm *vm, const char *message, Value filename, uint32_t line, Value text); /* text: the line, or None */
    bool (*async_generator_first)(Vm *vm, Value generator);  /* its first iteration begins */
    bool (*async_generator_last)(Vm *vm, Value generator);   /* dies unfinished: true when somebody took it over */
    void (*end)(Vm *vm);                                     /* the program's objects are gone: drop what is kept of types */
} Hooks;

struct Vm {
    Heap objects; /* walkable: containers, which the cycle collector visits */
    Heap memory;  /* leaf objects and raw arrays */
    HeapBudget budget;

    Shape **shapes;       /* by id; [0] is NULL */
    uint32_t shape_count, shape_capacity;
    uint32_t class_epoch; /* grows when a class changes in a way that can invalidate caches */
    Type *types[TYPE_ID_COUNT]; /* owned until teardown */

    Value pending;        /* the exception being raised, owned; VALUE_ABSENT when none */
    Value handled;        /* the exception being handled (sys.exception()), owned; VALUE_NONE when none */
    Value yielded;        /* with VALUE_SUSPEND: what the suspended frame yields, owned */
    Value stop_value;     /* with VALUE_DONE from a generator's next: its return value, owned; VALUE_ABSENT: None */

    Value names[NAME_COUNT]; /* interned, immortal */
    Value empty_str, empty_tuple, empty_bytes, empty_frozenset;
    Value latin1[256];       /* one-character strs, immortal */
    Value bytes1[256];       /* one-byte bytes, immortal */
    InternTable interned;
    uint64_t hash_seed[2];
    bool deterministic; /* set before objects_start: hash seeds stay 0 */

    Value builtins; /* the dict of module builtins */
    Value modules;  /* sys.modules, a dict */

    AttributeCacheEntry *attribute_cache; /* by (shape, name); object/shape.c */
    struct SiteCacheEntry *site_cache;    /* by (shape, name), for the machine's attribute sites; vm/site.c */
    TypeCacheEntry *type_cache;           /* by (type, name); object/type_lookup.c */
    PointerTable weak_targets;            /* object → the first WeakReference to it */
    PointerTable finalized;               /* objects whose __del__ has run but which are still alive */

    char *c_stack_limit;      /* C recursion past this address is a RecursionError */
    uint32_t recursion_limit; /* frames of the language */
    uint32_t recursion_depth;
    uint32_t destroy_depth;   /* nested object_die() calls */
    Object **deferred_deaths; /* malloc'ed: objects whose death waits for the outermost object_die() */
    uint32_t deferred_count, deferred_capacity;

    int64_t collect_at;       /* container_growth at which the cycle collector is asked for */
    int64_t collect_least;    /* collect_at is never less: gc.set_threshold() */
    bool collect_wanted;      /* collector_poll() has something to do */
    int64_t container_growth; /* containers made minus freed since the last collection: cyclic garbage grows it */
    uint64_t container_live;
    bool collecting, collector_disabled, tearing_down;
    int64_t live_objects;     /* made minus freed, leaf and container: must be 0 after teardown */

    uint32_t int_max_str_digits; /* sys.set_int_max_str_digits(); 0: no limit */

    volatile uint32_t interrupt; /* nonzero: the dispatch loop calls machine_poll() at the next back-edge */
    uint64_t next_code_id;
    Hooks hooks;
    uint32_t next_keys_version;      /* the last number dict_version() gave away */
    struct ReprGuard *repr_guards;   /* containers whose repr() is being made; see container.h */

    SourceReader source_reader; /* NULL: no source lines in tracebacks */
    Machine *machine;
    Runtime *runtime;
    void *host; /* the embedder's */
};

#define NAME_OF(vm, id) ((vm)->names[NAME_##id])

static ALWAYS_INLINE Type *object_type(const Vm *vm, const Object *object) { return vm->shapes[object->shape]->type; }

/* The type of a value that is not on the heap. */
Type *value_type_immediate(const Vm *vm, Value value);

static ALWAYS_INLINE Type *value_type(const Vm *vm, Value value)
{
    return value_is_heap(value) ? object_type(vm, value_object(value)) : value_type_immediate(vm, value);
}

static ALWAYS_INLINE bool value_has_flag(const Vm *vm, Value value, uint32_t flag)
{
    return value_is_heap(value) && (object_type(vm, value_object(value))->flags & flag);
}

/* str, list, ... or derived from it. */
static inline bool value_is_str(const Vm *vm, Value v) { return value_has_shape(v, TYPE_STR) || value_has_flag(vm, v, TYPE_FLAG_STR); }
static inline bool value_is_bytes(const Vm *vm, Value v) { return value_has_flag(vm, v, TYPE_FLAG_BYTES); }
static inline bool value_is_list(const Vm *vm, Value v) { return value_has_flag(vm, v, TYPE_FLAG_LIST); }
static inline bool value_is_tuple(const Vm *vm, Value v) { return value_has_flag(vm, v, TYPE_FLAG_TUPLE); }
static inline bool value_is_dict(const Vm *vm, Value v) { return value_has_flag(vm, v, TYPE_FLAG_DICT); }
static inline bool value_is_set(const Vm *vm, Value v) { return value_has_flag(vm, v, TYPE_FLAG_SET); }
static inline bool value_is_type(const Vm *vm, Value v) { return value_has_flag(vm, v, TYPE_FLAG_TYPE); }
static inline bool value_is_exception(const Vm *vm, Value v) { return value_has_flag(vm, v, TYPE_FLAG_EXCEPTION); }
/* int, bool or derived from int; a float likewise. */
static inline bool value_is_any_int(const Vm *vm, Value v)
{
    return value_is_int(v) || value_is_bool(v) || value_has_flag(vm, v, TYPE_FLAG_INT);
}
static inline bool value_is_any_float(const Vm *vm, Value v) { return value_is_float(v) || value_has_flag(vm, v, TYPE_FLAG_FLOAT); }

/* Raw memory charged to the VM.  NULL with MemoryError pending. */
MUST_CHECK void *vm_alloc(Vm *vm, size_t size);
MUST_CHECK void *vm_resize(Vm *vm, void *block, size_t old_size, size_t new_size);
void vm_free(Vm *vm, void *block, size_t size);

/* False with RecursionError pending when the C stack is nearly used up.  Every
 * C function that can be made to recurse by a program's data begins with it. */
bool stack_overflow(Vm *vm);
static inline MUST_CHECK bool stack_guard(Vm *vm)
{
    return LIKELY((char *)__builtin_frame_address(0) > vm->c_stack_limit) || stack_overflow(vm);
}

/* Stores value (taken) over *place and drops what was there. */
static ALWAYS_INLINE void value_replace_take(Vm *vm, Value *place, Value value)
{
    Value old = *place;
    *place = value;
    value_drop(vm, old);
}

/* Drops *place and leaves VALUE_ABSENT there. */
static inline void value_clear(Vm *vm, Value *place) { value_replace_take(vm, place, VALUE_ABSENT); }

#endif
