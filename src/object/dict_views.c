/* The views and iterators of dict.
 *
 * An iterator keeps a position among the entries and how many it still owes;
 * a change of the dict's length, or an entry too many, is an error. */
#include "object/dict.h"
#include "object/set.h"

#include "object/number.h"

typedef enum { SHOW_KEYS, SHOW_VALUES, SHOW_ITEMS } Show;

typedef struct {
    Object object;
    Value dict;       /* VALUE_ABSENT when exhausted */
    Value pair;       /* the last tuple given out, reused when nobody else holds it; else VALUE_ABSENT */
    const DictEntry *entries; /* of the dict when iteration began: elsewhere once they were moved */
    uint32_t count;   /* of the dict when iteration began */
    uint32_t left;
    int64_t position; /* of the next entry looked at */
    Show show;
} DictIterator;

typedef struct {
    Object object;
    Value dict;
} DictView;

/* Iterators. ------------------------------------------------------------------------ */

static Value iterator_new(Vm *vm, TypeId type, Value dict, Show show)
{
    DictIterator *iterator = object_new(vm, vm->types[type], 0);
    if (iterator == NULL)
        return VALUE_ERROR;
    Dict *source = value_to_dict(dict);
    iterator->dict = value_share(dict);
    iterator->pair = VALUE_ABSENT;
    iterator->count = iterator->left = source->count;
    iterator->entries = source->entries;
    iterator->position = type == TYPE_DICT_REVERSE_ITERATOR ? (int64_t)source->used - 1 : 0;
    iterator->show = show;
    return value_from_object(iterator);
}

Value dict_slot_iter(Vm *vm, Value self) { return iterator_new(vm, TYPE_DICT_KEY_ITERATOR, self, SHOW_KEYS); }

Value dict_m_reversed(Vm *vm, const Value *args)
{
    return iterator_new(vm, TYPE_DICT_REVERSE_ITERATOR, args[0], SHOW_KEYS);
}

/* A tuple that nobody else holds is filled anew, as the usual loop unpacks it at once. */
static Value iterator_pair(Vm *vm, DictIterator *iterator, const DictEntry *entry)
{
    Value key = value_share(entry->key), value = value_share(entry->value);
    if (iterator->pair != VALUE_ABSENT && ((Object *)value_object(iterator->pair))->refs == 1) {
        Value pair = value_share(iterator->pair);
        value_replace_take(vm, &value_to_tuple(pair)->items[0], key);
        value_replace_take(vm, &value_to_tuple(pair)->items[1], value);
        return pair;
    }
    Value pair = tuple_pair_take(vm, key, value);
    if (!value_is_error(pair))
        value_replace_take(vm, &iterator->pair, value_share(pair));
    return pair;
}

static Value iterator_show(Vm *vm, DictIterator *iterator, const DictEntry *entry)
{
    switch (iterator->show) {
    case SHOW_KEYS: return value_share(entry->key);
    case SHOW_VALUES: return value_share(entry->value);
    case SHOW_ITEMS: return iterator_pair(vm, iterator, entry);
    }
    UNREACHABLE();
    return VALUE_ERROR;
}

/* The index of the entry that is next, or -1: at the end, or with an exception pending. */
static int64_t iterator_advance(Vm *vm, DictIterator *iterator, bool reversed)
{
    Dict *dict = value_to_dict(iterator->dict);
    if (UNLIKELY(iterator->count != dict->count)) {
        iterator->count = UINT32_MAX;
        raise_error(vm, TYPE_RUNTIME_ERROR, "dictionary changed size during iteration");
        return -1;
    }
    int64_t i = reversed ? dict_previous_entry(dict, iterator->position)
                         : dict_next_entry(dict, (uint32_t)iterator->position);
    if (i < 0 || iterator->left == 0) {
        if (i >= 0 || iterator->entries != dict->entries)
            raise_error(vm, TYPE_RUNTIME_ERROR, "dictionary keys changed during iteration");
        value_clear(vm, &iterator->dict);
        return -1;
    }
    iterator->left--;
    iterator->position = reversed ? i - 1 : i + 1;
    return i;
}

static Value iterator_step(Vm *vm, Value self, bool reversed)
{
    DictIterator *iterator = VALUE_OBJECT(DictIterator, self);
    if (iterator->dict == VALUE_ABSENT)
        return VALUE_DONE;
    int64_t i = iterator_advance(vm, iterator, reversed);
    if (i < 0)
        return error_pending(vm) ? VALUE_ERROR : VALUE_DONE;
    return iterator_show(vm, iterator, &value_to_dict(iterator->dict)->entries[i]);
}

static Value dict_iterator_slot_next(Vm *vm, Value self) { return iterator_step(vm, self, false); }
static Value dict_reverse_iterator_slot_next(Vm *vm, Value self) { return iterator_step(vm, self, true); }

static void dict_iterator_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((DictIterator *)self)->dict);
    value_drop(vm, ((DictIterator *)self)->pair);
    object_free(vm, self, 0);
}

static void dict_iterator_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context)
{
    visit(vm, ((DictIterator *)self)->dict, context);
    visit(vm, ((DictIterator *)self)->pair, context);
}

static void dict_iterator_clear(Vm *vm, Object *self)
{
    value_clear(vm, &((DictIterator *)self)->dict);
    value_clear(vm, &((DictIterator *)self)->pair);
}

static Value dict_iterator_m_length_hint(Vm *vm, const Value *args)
{
    (void)vm;
    DictIterator *iterator = VALUE_OBJECT(DictIterator, args[0]);
    bool valid = iterator->dict != VALUE_ABSENT && value_to_dict(iterator->dict)->count == iterator->count;
    return value_from_int(valid ? (int64_t)iterator->left : 0);
}

static const NativeDef dict_iterator_methods[] = {
    FN(dict_iterator_m_length_hint, "__length_hint__(self, /)", "Private method returning an estimate of len(list(it))."),
    {0}};

#define DICT_ITERATOR_SLOTS(next_slot)                                                                             \
    {.destroy = dict_iterator_destroy,                                                                             \
     .traverse = dict_iterator_traverse,                                                                           \
     .clear = dict_iterator_clear,                                                                                 \
     .iter = container_slot_self,                                                                                  \
     .next = next_slot}

static const TypeDef dict_key_iterator_type_def = {
    .name = "dict_keyiterator",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(DictIterator),
    .slots = DICT_ITERATOR_SLOTS(dict_iterator_slot_next),
    .methods = dict_iterator_methods,
};
static const TypeDef dict_value_iterator_type_def = {
    .name = "dict_valueiterator",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(DictIterator),
    .slots = DICT_ITERATOR_SLOTS(dict_iterator_slot_next),
    .methods = dict_iterator_methods,
};
static const TypeDef dict_item_iterator_type_def = {
    .name = "dict_itemiterator",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(DictIterator),
    .slots = DICT_ITERATOR_SLOTS(dict_iterator_slot_next),
    .methods = dict_iterator_methods,
};
static const TypeDef dict_reverse_iterator_type_def = {
    .name = "dict_reversekeyiterator",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(DictIterator),
    .slots = DICT_ITERATOR_SLOTS(dict_reverse_iterator_slot_next),
    .methods = dict_iterator_methods,
};

bool dict_key_iterator_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &dict_key_iterator_type_def); }
bool dict_value_iterator_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &dict_value_iterator_type_def); }
bool dict_item_iterator_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &dict_item_iterator_type_def); }
bool dict_reverse_iterator_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &dict_reverse_iterator_type_def); }

/* Views. ------------------------------------------------------------------------------ */

static Value view_new(Vm *vm, TypeId type, Value dict)
{
    DictView *view = object_new(vm, vm->types[type], 0);
    if (view == NULL)
        return VALUE_ERROR;
    view->dict = value_share(dict);
    return value_from_object(view);
}

Value dict_m_keys(Vm *vm, const Value *args) { return view_new(vm, TYPE_DICT_KEYS, args[0]); }
Value dict_m_values(Vm *vm, const Value *args) { return view_new(vm, TYPE_DICT_VALUES, args[0]); }
Value dict_m_items(Vm *vm, const Value *args) { return view_new(vm, TYPE_DICT_ITEMS, args[0]); }

static inline Value view_dict(Value view) { return VALUE_OBJECT(DictView, view)->dict; }

static void dict_view_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((DictView *)self)->dict);
    object_free(vm, self, 0);
}

static void dict_view_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context)
{
    visit(vm, ((DictView *)self)->dict, context);
}

static int64_t dict_view_slot_length(Vm *vm, Value self)
{
    (void)vm;
    return value_to_dict(view_dict(self))->count;
}

static Value dict_keys_slot_iter(Vm *vm, Value self)
{
    return iterator_new(vm, TYPE_DICT_KEY_ITERATOR, view_dict(self), SHOW_KEYS);
}

static Value dict_values_slot_iter(Vm *vm, Value self)
{
    return iterator_new(vm, TYPE_DICT_VALUE_ITERATOR, view_dict(self), SHOW_VALUES);
}

static Value dict_items_slot_iter(Vm *vm, Value self)
{
    return iterator_new(vm, TYPE_DICT_ITEM_ITERATOR, view_dict(self), SHOW_ITEMS);
}

static Value dict_view_m_reversed(Vm *vm, const Value *args)
{
    Show show = value_has_shape(args[0], TYPE_DICT_KEYS)     ? SHOW_KEYS
                : value_has_shape(args[0], TYPE_DICT_VALUES) ? SHOW_VALUES
                                                             : SHOW_ITEMS;
    return iterator_new(vm, TYPE_DICT_REVERSE_ITERATOR, view_dict(args[0]), show);
}

static Value dict_view_slot_repr(Vm *vm, Value self)
{
    ReprGuard guard;
    int state = repr_enter(vm, &guard, self);
    if (state != 0)
        return state < 0 ? VALUE_ERROR : str_from_c(vm, "...");
    Value items = list_from(vm, self);
    Value text = value_is_error(items) ? VALUE_ERROR : format_text(vm, "%T(%R)", self, items);
    value_drop(vm, items);
    repr_leave(vm, &guard);
    return text;
}

static int dict_keys_slot_contains(Vm *vm, Value self, Value key)
{
    Value value = dict_get_borrow(vm, view_dict(self), key);
    return value_is_error(value) ? -1 : value != VALUE_ABSENT;
}

static int dict_items_slot_contains(Vm *vm, Value self, Value item)
{
    if (!value_is_tuple(vm, item) || value_to_tuple(item)->count != 2)
        return 0;
    Tuple *pair = value_to_tuple(item);
    Value value = dict_get_borrow(vm, view_dict(self), pair->items[0]);
    if (value == VALUE_ABSENT || value_is_error(value))
        return value == VALUE_ABSENT ? 0 : -1;
    value_share(value);
    int equal = value == pair->items[1] ? 1 : value_equal(vm, value, pair->items[1]);
    value_drop(vm, value);
    return equal;
}

/* Views as sets. ------------------------------------------------------------------------ */

static bool is_set_view(Value value)
{
    return value_has_shape(value, TYPE_DICT_KEYS) || value_has_shape(value, TYPE_DICT_ITEMS);
}

typedef struct {
    Value container, result;
    int answer;
} ViewContext;

static bool check_contained(Vm *vm, Value item, void *context)
{
    ViewContext *state = context;
    state->answer = value_contains(vm, state->container, item);
    return state->answer > 0;
}

static bool check_not_contained(Vm *vm, Value item, void *context)
{
    ViewContext *state = context;
    int found = value_contains(vm, state->container, item);
    state->answer = found < 0 ? -1 : !found;
    return state->answer > 0;
}

static int all_contained(Vm *vm, Value items, Value container)
{
    ViewContext context = {container, VALUE_ABSENT, 1};
    return value_each(vm, items, check_contained, &context) ? context.answer : -1;
}

static Value dict_view_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if (!value_is_set(vm, other) && !is_set_view(other))
        return VALUE_NOT_IMPLEMENTED;
    if (!stack_guard(vm))
        return VALUE_ERROR;
    int64_t own = dict_view_slot_length(vm, self), others = value_length(vm, other);
    int holds = 0;
    switch (op) {
    case COMPARE_EQ:
    case COMPARE_NE: holds = own == others ? all_contained(vm, self, other) : 0; break;
    case COMPARE_LT: holds = own < others ? all_contained(vm, self, other) : 0; break;
    case COMPARE_LE: holds = own <= others ? all_contained(vm, self, other) : 0; break;
    case COMPARE_GT: holds = own > others ? all_contained(vm, other, self) : 0; break;
    case COMPARE_GE: holds = own >= others ? all_contained(vm, other, self) : 0; break;
    }
    return holds < 0 ? VALUE_ERROR : value_from_bool(holds != (op == COMPARE_NE));
}

static Value updated(Vm *vm, Value left, Value right, bool (*update)(Vm *, Value, Value))
{
    Value result = set_from(vm, left);
    if (value_is_error(result) || update(vm, result, right))
        return result;
    value_drop(vm, result);
    return VALUE_ERROR;
}

static Value dict_view_slot_or(Vm *vm, Value left, Value right) { return updated(vm, left, right, set_update); }
static Value dict_view_slot_sub(Vm *vm, Value left, Value right) { return updated(vm, left, right, set_difference_update); }
static Value dict_view_slot_xor(Vm *vm, Value left, Value right)
{
    return updated(vm, left, right, set_symmetric_difference_update);
}

static bool add_contained(Vm *vm, Value item, void *context)
{
    ViewContext *state = context;
    int found = value_contains(vm, state->container, item);
    return found == 0 || (found > 0 && set_add(vm, state->result, item));
}

static Value dict_view_slot_and(Vm *vm, Value left, Value right)
{
    if (!is_set_view(left) || (is_set_view(right) && dict_view_slot_length(vm, right) > dict_view_slot_length(vm, left))) {
        Value swapped = left;
        left = right;
        right = swapped;
    }
    if (value_has_shape(right, TYPE_SET) && (int64_t)value_to_set(right)->count >= dict_view_slot_length(vm, left))
        return set_intersection(vm, right, left);
    Value result = set_new(vm);
    if (value_is_error(result))
        return VALUE_ERROR;
    ViewContext context = {left, result, 0};
    if (value_each(vm, right, add_contained, &context))
        return result;
    value_drop(vm, result);
    return VALUE_ERROR;
}

static Value dict_view_m_isdisjoint(Vm *vm, const Value *args)
{
    Value walked = args[1], container = args[0];
    if ((value_is_set(vm, walked) || is_set_view(walked)) && value_length(vm, walked) > dict_view_slot_length(vm, container)) {
        walked = args[0];
        container = args[1];
    }
    ViewContext context = {container, VALUE_ABSENT, 1};
    bool ok = value_each(vm, walked, check_not_contained, &context);
    return ok && context.answer >= 0 ? value_from_bool(context.answer) : VALUE_ERROR;
}

static Value dict_view_get_mapping(Vm *vm, Value self)
{
    return call_value(vm, type_value(vm->types[TYPE_MAPPING_PROXY]), &VALUE_OBJECT(DictView, self)->dict, 1);
}

static const GetSetDef dict_view_getsets[] = {
    {"mapping", dict_view_get_mapping, NULL, "dictionary that this view refers to"},
    {0}};

static const NativeDef dict_set_view_methods[] = {
    FN(dict_view_m_isdisjoint, "isdisjoint(self, other, /)",
       "Return True if the view and the given iterable have a null intersection."),
    FN(dict_view_m_reversed, "__reversed__(self, /)", "Return a reverse iterator over the dict keys."),
    {0}};

static const NativeDef dict_values_methods[] = {
    FN(dict_view_m_reversed, "__reversed__(self, /)", "Return a reverse iterator over the dict values."), {0}};

#define DICT_SET_VIEW_SLOTS(iter_slot, contains_slot)                                                              \
    {.destroy = dict_view_destroy,                                                                                 \
     .traverse = dict_view_traverse,                                                                               \
     .repr = dict_view_slot_repr,                                                                                  \
     .iter = iter_slot,                                                                                            \
     .length = dict_view_slot_length,                                                                              \
     .contains = contains_slot,                                                                                    \
     .compare = dict_view_slot_compare,                                                                            \
     .binary = {[BINARY_OR] = dict_view_slot_or,                                                                   \
                [BINARY_AND] = dict_view_slot_and,                                                                 \
                [BINARY_SUB] = dict_view_slot_sub,                                                                 \
                [BINARY_XOR] = dict_view_slot_xor}}

static const TypeDef dict_keys_type_def = {
    .name = "dict_keys",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(DictView),
    .slots = DICT_SET_VIEW_SLOTS(dict_keys_slot_iter, dict_keys_slot_contains),
    .methods = dict_set_view_methods,
    .getsets = dict_view_getsets,
};

static const TypeDef dict_items_type_def = {
    .name = "dict_items",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(DictView),
    .slots = DICT_SET_VIEW_SLOTS(dict_items_slot_iter, dict_items_slot_contains),
    .methods = dict_set_view_methods,
    .getsets = dict_view_getsets,
};

static const TypeDef dict_values_type_def = {
    .name = "dict_values",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(DictView),
    .slots = {.destroy = dict_view_destroy,
              .traverse = dict_view_traverse,
              .repr = dict_view_slot_repr,
              .iter = dict_values_slot_iter,
              .length = dict_view_slot_length},
    .methods = dict_values_methods,
    .getsets = dict_view_getsets,
};

bool dict_keys_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &dict_keys_type_def); }

bool dict_items_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &dict_items_type_def); }

bool dict_values_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &dict_values_type_def); }
