/* dict: its slots and what programs call. */
#include "object/dict.h"

#include "object/number.h"

/* Merging. ----------------------------------------------------------------------- */

bool dict_is_plain(const Vm *vm, Value value)
{
    if (value_has_shape(value, TYPE_DICT))
        return true;
    return value_is_dict(vm, value) && value_type(vm, value)->slots.iter == dict_slot_iter;
}

/* Adds one pair unless it is there and override is false. */
static bool merge_pair(Vm *vm, Dict *dict, Value key, int64_t hash, Value value, bool override)
{
    if (override)
        return dict_set_hashed(vm, dict, key, hash, value);
    int64_t found = dict_find(vm, dict, key, hash);
    if (found == DICT_FAILED)
        return false;
    return found >= 0 || dict_insert(vm, dict, key, hash, value);
}

/* Comparing keys may run code that changes the source: it is looked at anew at
 * every step, and a change of its length is an error. */
bool dict_merge(Vm *vm, Dict *dict, Value other, bool override)
{
    Dict *source = value_to_dict(other);
    uint32_t count = source->count;
    if (source == dict || count == 0)
        return true;
    for (int64_t i = dict_next_entry(source, 0); i >= 0; i = dict_next_entry(source, (uint32_t)i + 1)) {
        DictEntry entry = source->entries[i];
        value_share(entry.key);
        value_share(entry.value);
        bool ok = merge_pair(vm, dict, entry.key, entry.hash, entry.value, override);
        value_drop(vm, entry.key);
        value_drop(vm, entry.value);
        if (!ok)
            return false;
        if (source->count != count)
            return raise_false(vm, TYPE_RUNTIME_ERROR, "dict mutated during update");
    }
    return true;
}

/* A mapping that is no plain dict: keys() and []. */
static bool merge_mapping(Vm *vm, Value dict, Value other)
{
    Value keys = call_method(vm, other, NAME_OF(vm, keys), NULL, 0);
    if (value_is_error(keys))
        return false;
    Value iterator = value_iter(vm, keys);
    value_drop(vm, keys);
    if (value_is_error(iterator))
        return false;
    bool ok = true;
    while (ok) {
        Value key = value_next(vm, iterator);
        if (key == VALUE_DONE)
            break;
        ok = !value_is_error(key);
        if (!ok)
            break;
        Value value = value_getitem(vm, other, key);
        ok = !value_is_error(value) && dict_set(vm, dict, key, value);
        value_drop(vm, key);
        value_drop(vm, value);
    }
    value_drop(vm, iterator);
    return ok;
}

typedef struct {
    Value dict;
    int64_t index;
} PairsContext;

/* One item of an iterable of pairs. */
static bool merge_item(Vm *vm, Value item, void *context)
{
    PairsContext *pairs = context;
    Value pair = value_has_shape(item, TYPE_TUPLE) ? value_share(item) : list_from(vm, item);
    if (value_is_error(pair)) {
        if (!error_matches(vm, TYPE_TYPE_ERROR))
            return false;
        error_clear(vm);
        return raise_false(vm, TYPE_TYPE_ERROR, "cannot convert dictionary update sequence element #%lld to a sequence",
                           (long long)pairs->index);
    }
    size_t count;
    const Value *items = sequence_items(vm, pair, &count);
    bool ok = count == 2;
    if (ok)
        ok = dict_set(vm, pairs->dict, items[0], items[1]);
    else
        raise_value_error(vm, "dictionary update sequence element #%lld has length %zu; 2 is required",
                          (long long)pairs->index, count);
    value_drop(vm, pair);
    pairs->index++;
    return ok;
}

bool dict_update(Vm *vm, Value dict, Value other)
{
    if (dict_is_plain(vm, other))
        return dict_merge(vm, value_to_dict(dict), other, true);
    Value keys = value_has_shape(other, TYPE_LIST) ? VALUE_ABSENT : attribute_get_optional(vm, other, NAME_OF(vm, keys));
    if (value_is_error(keys))
        return false;
    if (keys != VALUE_ABSENT) {
        value_drop(vm, keys);
        return merge_mapping(vm, dict, other);
    }
    PairsContext pairs = {dict, 0};
    return value_each(vm, other, merge_item, &pairs);
}

/* Keyword arguments. --------------------------------------------------------------- */

/* The keys of other as a dict; owned. */
static Value keywords_of_mapping(Vm *vm, Value other, Value fn)
{
    Value keys = attribute_get_optional(vm, other, NAME_OF(vm, keys));
    if (value_is_error(keys))
        return VALUE_ERROR;
    if (keys == VALUE_ABSENT) {
        raise_about_call(vm, fn, "%V argument after ** must be a mapping, not %.200T", other);
        return VALUE_ERROR;
    }
    value_drop(vm, keys);
    Value dict = dict_new(vm);
    if (value_is_error(dict) || merge_mapping(vm, dict, other))
        return dict;
    value_drop(vm, dict);
    return VALUE_ERROR;
}

bool dict_merge_keywords(Vm *vm, Value dict, Value other, Value fn)
{
    Value source = dict_is_plain(vm, other) ? value_share(other) : keywords_of_mapping(vm, other, fn);
    if (value_is_error(source))
        return false;
    Dict *keywords = value_to_dict(source);
    bool ok = true;
    for (int64_t i = dict_next_entry(keywords, 0); ok && i >= 0; i = dict_next_entry(keywords, (uint32_t)i + 1)) {
        DictEntry entry = keywords->entries[i];
        if (!value_is_str(vm, entry.key)) {
            ok = raise_false(vm, TYPE_TYPE_ERROR, "keywords must be strings");
            break;
        }
        value_share(entry.key);
        int64_t found = dict_find(vm, value_to_dict(dict), entry.key, entry.hash);
        if (found >= 0)
            ok = raise_about_call(vm, fn, "%V got multiple values for keyword argument '%V'", entry.key);
        else
            ok = found == DICT_MISSING && dict_insert(vm, value_to_dict(dict), entry.key, entry.hash, entry.value);
        value_drop(vm, entry.key);
    }
    value_drop(vm, source);
    return ok;
}

/* Life. ------------------------------------------------------------------------------ */

static void dict_destroy(Vm *vm, Object *self)
{
    dict_clear(vm, value_from_object(self));
    object_free(vm, self, 0);
}

static void dict_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context)
{
    Dict *dict = (Dict *)self;
    for (uint32_t i = dict->first; i < dict->used; i++) {
        visit(vm, dict->entries[i].key, context);
        visit(vm, dict->entries[i].value, context);
    }
}

static void dict_slot_clear(Vm *vm, Object *self) { dict_clear(vm, value_from_object(self)); }

static Value dict_new_method(Vm *vm, const Value *args)
{
    Dict *dict = object_new(vm, value_to_type(args[0]), 0);
    if (dict == NULL)
        return VALUE_ERROR;
    dict->only_str_keys = true;
    return value_from_object(dict);
}

static Value dict_construct(Vm *vm, Type *type, const Value *args, int count)
{
    (void)type;
    if (count > 1)
        return VALUE_NOT_IMPLEMENTED;
    if (count == 1 && value_has_shape(args[0], TYPE_DICT))
        return dict_copy(vm, args[0]);
    Value dict = dict_new(vm);
    if (count == 0 || value_is_error(dict) || dict_update(vm, dict, args[0]))
        return dict;
    value_drop(vm, dict);
    return VALUE_ERROR;
}

/* dict(other, **kwargs) and update(). */
static bool update_from_arguments(Vm *vm, const Value *args)
{
    if (args[1] != VALUE_ABSENT && !dict_update(vm, args[0], args[1]))
        return false;
    return value_to_dict(args[2])->count == 0 || dict_merge(vm, value_to_dict(args[0]), args[2], true);
}

static Value dict_m_init(Vm *vm, const Value *args) { return update_from_arguments(vm, args) ? VALUE_NONE : VALUE_ERROR; }

/* Slots. ----------------------------------------------------------------------------- */

static void repr_entry(Vm *vm, StrBuilder *builder, const DictEntry *entry)
{
    Value key = value_share(entry->key), value = value_share(entry->value);
    builder_add_repr(vm, builder, key);
    builder_add_c(vm, builder, ": ");
    builder_add_repr(vm, builder, value);
    value_drop(vm, key);
    value_drop(vm, value);
}

static Value dict_slot_repr(Vm *vm, Value self)
{
    Dict *dict = value_to_dict(self);
    ReprGuard guard;
    int state = repr_enter(vm, &guard, self);
    if (state != 0)
        return state < 0 ? VALUE_ERROR : str_from_c(vm, "{...}");
    StrBuilder builder = {0};
    builder_add_c(vm, &builder, "{");
    bool first = true;
    for (int64_t i = dict_next_entry(dict, 0); i >= 0 && !builder.failed; i = dict_next_entry(dict, (uint32_t)i + 1)) {
        if (!first)
            builder_add_c(vm, &builder, ", ");
        first = false;
        repr_entry(vm, &builder, &dict->entries[i]);
    }
    builder_add_c(vm, &builder, "}");
    repr_leave(vm, &guard);
    return builder_finish(vm, &builder);
}

static int64_t dict_slot_length(Vm *vm, Value self)
{
    (void)vm;
    return value_to_dict(self)->count;
}

static Value dict_slot_getitem(Vm *vm, Value self, Value key)
{
    Value value = dict_get_borrow(vm, self, key);
    if (LIKELY(value != VALUE_ABSENT))
        return value_is_error(value) ? VALUE_ERROR : value_share(value);
    if (!value_has_shape(self, TYPE_DICT)) {
        Value made = special_call(vm, self, NAME_OF(vm, __missing__), &key, 1);
        if (made != VALUE_ABSENT)
            return made;
    }
    return raise_key_error(vm, key);
}

static bool dict_slot_setitem(Vm *vm, Value self, Value key, Value value)
{
    if (value != VALUE_ABSENT)
        return dict_set(vm, self, key, value);
    int deleted = dict_delete(vm, self, key);
    if (deleted == 0)
        raise_key_error(vm, key);
    return deleted > 0;
}

static int dict_slot_contains(Vm *vm, Value self, Value key)
{
    Value value = dict_get_borrow(vm, self, key);
    return value_is_error(value) ? -1 : value != VALUE_ABSENT;
}

/* Has right the pair of this entry of left?  1, 0, -1. */
static int equal_entry(Vm *vm, DictEntry entry, Dict *right)
{
    value_share(entry.key);
    value_share(entry.value);
    int64_t found = dict_find(vm, right, entry.key, entry.hash);
    int equal = found == DICT_FAILED ? -1 : 0;
    if (found >= 0) {
        Value other = value_share(right->entries[found].value);
        equal = entry.value == other ? 1 : value_equal(vm, entry.value, other);
        value_drop(vm, other);
    }
    value_drop(vm, entry.key);
    value_drop(vm, entry.value);
    return equal;
}

int dict_equal(Vm *vm, Value left, Value right)
{
    Dict *a = value_to_dict(left), *b = value_to_dict(right);
    if (a->count != b->count)
        return 0;
    int equal = 1;
    for (int64_t i = dict_next_entry(a, 0); i >= 0 && equal > 0; i = dict_next_entry(a, (uint32_t)i + 1))
        equal = equal_entry(vm, a->entries[i], b);
    return equal;
}

static Value dict_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !value_is_dict(vm, other))
        return VALUE_NOT_IMPLEMENTED;
    if (!stack_guard(vm))
        return VALUE_ERROR;
    int equal = dict_equal(vm, self, other);
    return equal < 0 ? VALUE_ERROR : value_from_bool(equal == (op == COMPARE_EQ));
}

static Value dict_slot_or(Vm *vm, Value left, Value right)
{
    if (!value_is_dict(vm, left) || !value_is_dict(vm, right))
        return VALUE_NOT_IMPLEMENTED;
    Value result = dict_copy(vm, left);
    if (value_is_error(result) || dict_update(vm, result, right))
        return result;
    value_drop(vm, result);
    return VALUE_ERROR;
}

static Value dict_slot_inplace_or(Vm *vm, Value left, Value right)
{
    return dict_update(vm, left, right) ? value_share(left) : VALUE_ERROR;
}

/* Methods. --------------------------------------------------------------------------- */

static Value dict_m_get(Vm *vm, const Value *args)
{
    Value value = dict_get_borrow(vm, args[0], args[1]);
    return value_is_error(value) ? VALUE_ERROR : value_share(value == VALUE_ABSENT ? args[2] : value);
}

static Value dict_m_setdefault(Vm *vm, const Value *args)
{
    int64_t hash;
    if (!dict_hash(vm, args[1], &hash))
        return VALUE_ERROR;
    Dict *dict = value_to_dict(args[0]);
    int64_t found = dict_find(vm, dict, args[1], hash);
    if (found >= 0)
        return value_share(dict->entries[found].value);
    if (found == DICT_FAILED || !dict_insert(vm, dict, args[1], hash, args[2]))
        return VALUE_ERROR;
    return value_share(args[2]);
}

static Value dict_m_pop(Vm *vm, const Value *args)
{
    Value value = dict_pop(vm, args[0], args[1]);
    if (value != VALUE_ABSENT)
        return value;
    return args[2] != VALUE_ABSENT ? value_share(args[2]) : raise_key_error(vm, args[1]);
}

static Value dict_m_popitem(Vm *vm, const Value *args)
{
    Dict *dict = value_to_dict(args[0]);
    int64_t last = dict_previous_entry(dict, (int64_t)dict->used - 1);
    if (last < 0) {
        Value text = str_from_c(vm, "popitem(): dictionary is empty");
        if (!value_is_error(text))
            raise_key_error(vm, text);
        value_drop(vm, text);
        return VALUE_ERROR;
    }
    Value key, value;
    dict_take_entry(dict, (uint32_t)last, &key, &value);
    dict_trim_end(dict);
    return tuple_pair_take(vm, key, value);
}

static Value dict_m_update(Vm *vm, const Value *args) { return update_from_arguments(vm, args) ? VALUE_NONE : VALUE_ERROR; }

static Value dict_m_clear(Vm *vm, const Value *args)
{
    dict_clear(vm, args[0]);
    return VALUE_NONE;
}

static Value dict_m_copy(Vm *vm, const Value *args) { return dict_copy(vm, args[0]); }

typedef struct {
    Value dict, value;
} FromKeysContext;

static bool fromkeys_add(Vm *vm, Value key, void *context)
{
    FromKeysContext *from = context;
    if (value_has_shape(from->dict, TYPE_DICT))
        return dict_set(vm, from->dict, key, from->value);
    return value_setitem(vm, from->dict, key, from->value);
}

static Value dict_m_fromkeys(Vm *vm, const Value *args)
{
    bool plain = args[0] == type_value(vm->types[TYPE_DICT]);
    Value dict = plain ? dict_new(vm) : call_value(vm, args[0], NULL, 0);
    if (value_is_error(dict))
        return VALUE_ERROR;
    FromKeysContext context = {dict, args[2]};
    if (value_each(vm, args[1], fromkeys_add, &context))
        return dict;
    value_drop(vm, dict);
    return VALUE_ERROR;
}

static const NativeDef dict_methods[] = {
    FN(dict_new_method, "__new__(cls, /, *args, **kwargs)", "Create and return a new object."),
    FN(dict_m_init, "__init__(self, object=?, /, **kwargs)",
       "Initialize self.  See help(type(self)) for accurate signature."),
    FN(dict_m_get, "get(self, key, default=None, /)",
       "Return the value for key if key is in the dictionary, else default."),
    FN(dict_m_setdefault, "setdefault(self, key, default=None, /)",
       "Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the "
       "dictionary, else default."),
    FN(dict_m_pop, "pop(self, key, default=?, /)",
       "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the "
       "default if given; otherwise,\nraise a KeyError."),
    FN(dict_m_popitem, "popitem(self, /)",
       "Remove and return a (key, value) pair as a 2-tuple.\n\nPairs are returned in LIFO (last-in, first-out) order.\n"
       "Raises KeyError if the dict is empty."),
    FN(dict_m_update, "update(self, object=?, /, **kwargs)",
       "D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F."),
    FN(dict_m_clear, "clear(self, /)", "Remove all items from the dict."),
    FN(dict_m_copy, "copy(self, /)", "Return a shallow copy of the dict."),
    FN(dict_m_keys, "keys(self, /)", "D.keys() -> a set-like object providing a view on D's keys"),
    FN(dict_m_values, "values(self, /)", "D.values() -> an object providing a view on D's values"),
    FN(dict_m_items, "items(self, /)", "D.items() -> a set-like object providing a view on D's items"),
    FN(dict_m_reversed, "__reversed__(self, /)", "Return a reverse iterator over the dict keys."),
    FN(dict_m_fromkeys, "@classmethod fromkeys(type, iterable, value=None, /)",
       "Create a new dictionary with keys from iterable and values set to value."),
    FN(container_m_class_getitem, "@classmethod __class_getitem__(cls, item, /)", "See PEP 585"),
    {0}};

static const TypeDef dict_type_def = {
    .name = "dict",
    .doc = "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n"
           "    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n"
           "    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value "
           "pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_CONTAINER | TYPE_FLAG_DICT | TYPE_FLAG_MAPPING | TYPE_FLAG_MATCH_SELF,
    .size = sizeof(Dict),
    .slots = {.destroy = dict_destroy,
              .traverse = dict_traverse,
              .clear = dict_slot_clear,
              .repr = dict_slot_repr,
              .iter = dict_slot_iter,
              .length = dict_slot_length,
              .getitem = dict_slot_getitem,
              .setitem = dict_slot_setitem,
              .contains = dict_slot_contains,
              .compare = dict_slot_compare,
              .binary = {[BINARY_OR] = dict_slot_or},
              .inplace = {[BINARY_OR] = dict_slot_inplace_or}},
    .methods = dict_methods,
    .construct = dict_construct,
};

bool dict_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &dict_type_def); }
