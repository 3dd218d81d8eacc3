/* functools.lru_cache's wrapper.
 *
 * The cache is a dict in order of last use: a hit moves its entry to the end, a
 * full cache drops the first.  An exact int or str alone is its own key; other
 * arguments make a tuple. */
#include "modules/functools.h"

#include "object/dict.h"

typedef struct {
    Object object;
    Value function;
    Value cache;     /* dict */
    Value info_type; /* called with hits, misses, maxsize, currsize */
    Value mark;      /* separates positional from keyword arguments in keys */
    int64_t maxsize; /* -1: unbounded */
    int64_t hits, misses;
    bool typed;
} LruCache;

static inline LruCache *value_to_cache(Value value) { return (LruCache *)value_object(value); }

static Value lru_cache_m_new(Vm *vm, const Value *args)
{
    int64_t maxsize = -1;
    if (value_type(vm, args[1])->slots.call == NULL)
        return raise_type_error(vm, "the first argument must be callable");
    if (!value_is_none(args[2])) {
        if (!value_is_any_int(vm, args[2]))
            return raise_type_error(vm, "maxsize should be integer or None");
        if (!value_to_i64(vm, args[2], &maxsize))
            return VALUE_ERROR;
        maxsize = maxsize < 0 ? 0 : maxsize;
    }
    int typed = value_truth(vm, args[3]);
    LruCache *self = typed < 0 ? NULL : object_new(vm, value_to_type(args[0]), 0);
    if (self == NULL)
        return VALUE_ERROR;
    self->function = value_share(args[1]);
    self->info_type = value_share(args[4]);
    self->mark = self->cache = VALUE_ABSENT;
    self->maxsize = maxsize;
    self->typed = typed;
    Value cache = dict_new(vm), mark = call_value(vm, type_value(vm->types[TYPE_OBJECT]), NULL, 0);
    if (!value_is_error(cache) && !value_is_error(mark)) {
        self->cache = cache;
        self->mark = mark;
        return value_from_object(self);
    }
    value_drop(vm, cache);
    value_drop(vm, mark);
    value_drop(vm, value_from_object(self));
    return VALUE_ERROR;
}

static void lru_cache_destroy(Vm *vm, Object *self)
{
    LruCache *cache = (LruCache *)self;
    value_clear(vm, &cache->cache);
    value_clear(vm, &cache->function);
    value_clear(vm, &cache->info_type);
    value_clear(vm, &cache->mark);
    object_free(vm, self, 0);
}

static void lru_cache_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context)
{
    LruCache *cache = (LruCache *)self;
    visit(vm, cache->cache, context);
    visit(vm, cache->function, context);
    visit(vm, cache->info_type, context);
}

static void lru_cache_clear(Vm *vm, Object *self) { dict_clear(vm, ((LruCache *)self)->cache); }

/* (args..., mark, name, value, ..., types...) */
static Value make_key(Vm *vm, const LruCache *self, const Value *args, int count, Value names)
{
    if (names == VALUE_ABSENT && !self->typed && count == 1 && (value_is_int(args[0]) || value_has_shape(args[0], TYPE_STR)))
        return value_share(args[0]);
    size_t named = names == VALUE_ABSENT ? 0 : value_to_tuple(names)->count, given = (size_t)count;
    size_t total = given + (named ? 1 + 2 * named : 0) + (self->typed ? given + named : 0);
    if (total == 0)
        return value_share(vm->empty_tuple);
    Tuple *key = tuple_new_raw(vm, total);
    if (key == NULL)
        return VALUE_ERROR;
    size_t at = 0;
    for (size_t i = 0; i < given; i++)
        key->items[at++] = value_share(args[i]);
    if (named)
        key->items[at++] = value_share(self->mark);
    for (size_t i = 0; i < named; i++) {
        key->items[at++] = value_share(value_to_tuple(names)->items[i]);
        key->items[at++] = value_share(args[given + i]);
    }
    for (size_t i = 0; self->typed && i < given + named; i++)
        key->items[at++] = value_share(type_value(value_type(vm, args[i])));
    ASSERT(at == total);
    return value_from_object(key);
}

/* Moves the entry to the end, where the last used ones are. */
static bool touch_entry(Vm *vm, Dict *cache, uint32_t index)
{
    if (index + 1 == cache->used)
        return true;
    int64_t hash = cache->entries[index].hash;
    Value key, value;
    dict_take_entry(cache, index, &key, &value);
    bool ok = dict_insert(vm, cache, key, hash, value);
    value_drop(vm, key);
    value_drop(vm, value);
    return ok;
}

/* Stores a result unless a recursive call did so meanwhile. */
static bool store_result(Vm *vm, LruCache *self, Value key, int64_t hash, Value result)
{
    Dict *cache = value_to_dict(self->cache);
    int64_t found = dict_find(vm, cache, key, hash);
    if (found != DICT_MISSING)
        return found >= 0;
    if (self->maxsize >= 0 && cache->count >= self->maxsize) {
        Value old_key, old_value;
        dict_take_entry(cache, (uint32_t)dict_next_entry(cache, 0), &old_key, &old_value);
        bool ok = dict_insert(vm, cache, key, hash, result);
        value_drop(vm, old_key);
        value_drop(vm, old_value);
        return ok;
    }
    return dict_insert(vm, cache, key, hash, result);
}

static Value call_cached(Vm *vm, LruCache *self, Value key, const Value *args, int count, Value names)
{
    Dict *cache = value_to_dict(self->cache);
    int64_t hash;
    if (!dict_hash(vm, key, &hash))
        return VALUE_ERROR;
    int64_t found = dict_find(vm, cache, key, hash);
    if (found == DICT_FAILED)
        return VALUE_ERROR;
    if (found >= 0) {
        Value result = value_share(cache->entries[found].value);
        self->hits++;
        if (self->maxsize < 0 || touch_entry(vm, cache, (uint32_t)found))
            return result;
        value_drop(vm, result);
        return VALUE_ERROR;
    }
    self->misses++;
    Value result = call_values(vm, self->function, args, count, names);
    if (value_is_error(result) || store_result(vm, self, key, hash, result))
        return result;
    value_drop(vm, result);
    return VALUE_ERROR;
}

static Value lru_cache_slot_call(Vm *vm, Value self, const Value *args, int count, Value names)
{
    if (!stack_guard(vm))
        return VALUE_ERROR;
    LruCache *cache = value_to_cache(self);
    value_share(self);
    Value result = VALUE_ERROR;
    if (cache->maxsize == 0) {
        cache->misses++;
        result = call_values(vm, cache->function, args, count, names);
    } else {
        Value key = make_key(vm, cache, args, count, names);
        if (!value_is_error(key))
            result = call_cached(vm, cache, key, args, count, names);
        value_drop(vm, key);
    }
    value_drop(vm, self);
    return result;
}

static Value lru_cache_slot_get(Vm *vm, Value self, Value instance, Type *owner)
{
    (void)owner;
    return instance == VALUE_ABSENT || value_is_none(instance) ? value_share(self) : method_new(vm, self, instance);
}

static Value lru_cache_m_cache_info(Vm *vm, const Value *args)
{
    LruCache *self = value_to_cache(args[0]);
    Value numbers[4] = {value_from_int(self->hits), value_from_int(self->misses),
                        self->maxsize < 0 ? VALUE_NONE : value_from_int(self->maxsize),
                        value_from_int(value_to_dict(self->cache)->count)};
    return call_value(vm, self->info_type, numbers, 4);
}

static Value lru_cache_m_cache_clear(Vm *vm, const Value *args)
{
    LruCache *self = value_to_cache(args[0]);
    self->hits = self->misses = 0;
    dict_clear(vm, self->cache);
    return VALUE_NONE;
}

static Value lru_cache_m_copy(Vm *vm, const Value *args)
{
    (void)vm;
    return value_share(args[0]);
}

static const NativeDef lru_cache_methods[] = {
    FN(lru_cache_m_new, "__new__(cls, user_function, maxsize, typed, cache_info_type, /)", "Create and return a new object."),
    FN(lru_cache_m_cache_info, "cache_info(self, /)", "Report cache statistics"),
    FN(lru_cache_m_cache_clear, "cache_clear(self, /)", "Clear the cache and cache statistics"),
    FN(lru_cache_m_copy, "__copy__(self, /)", NULL),
    FN(lru_cache_m_copy, "__deepcopy__(self, memo, /)", NULL),
    {0}};

const TypeDef lru_cache_type_def = {
    .name = "_lru_cache_wrapper",
    .module = "functools",
    .doc = "Create a cached callable that wraps another function.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_CONTAINER | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_WEAK | TYPE_FLAG_METHOD_LIKE,
    .size = sizeof(LruCache),
    .slots = {.destroy = lru_cache_destroy,
              .traverse = lru_cache_traverse,
              .clear = lru_cache_clear,
              .call = lru_cache_slot_call,
              .get = lru_cache_slot_get},
    .methods = lru_cache_methods,
};
