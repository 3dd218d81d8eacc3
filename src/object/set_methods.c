/* set and frozenset: slots, and what programs call. */
#include "object/set.h"

#include "object/number.h"

/* Life. ---------------------------------------------------------------------------- */

static void set_destroy(Vm *vm, Object *self)
{
    set_clear(vm, (Set *)self);
    object_free(vm, self, 0);
}

static void set_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context)
{
    Set *set = (Set *)self;
    for (size_t i = 0; set->table != NULL && i <= set->mask; i++)
        visit(vm, set->table[i].key, context);
}

static void set_slot_clear(Vm *vm, Object *self) { set_clear(vm, (Set *)self); }

static Value set_m_new(Vm *vm, const Value *args)
{
    return set_new_of(vm, value_to_type(args[0]), VALUE_ABSENT);
}

static Value set_construct(Vm *vm, Type *type, const Value *args, int count)
{
    return count > 1 ? VALUE_NOT_IMPLEMENTED : set_new_of(vm, type, count == 0 ? VALUE_ABSENT : args[0]);
}

static Value set_m_init(Vm *vm, const Value *args)
{
    set_clear(vm, value_to_set(args[0]));
    return args[1] == VALUE_ABSENT || set_update(vm, args[0], args[1]) ? VALUE_NONE : VALUE_ERROR;
}

static Value frozenset_m_new(Vm *vm, const Value *args)
{
    Type *type = value_to_type(args[0]);
    if (type != vm->types[TYPE_FROZENSET])
        return set_new_of(vm, type, args[1]);
    return frozenset_from(vm, args[1] == VALUE_ABSENT ? vm->empty_tuple : args[1]);
}

/* Slots. ----------------------------------------------------------------------------- */

static Value set_repr_empty(Vm *vm, Value self) { return format_text(vm, "%T()", self); }

static Value set_slot_repr(Vm *vm, Value self)
{
    if (value_to_set(self)->count == 0)
        return set_repr_empty(vm, self);
    ReprGuard guard;
    int state = repr_enter(vm, &guard, self);
    if (state != 0)
        return state < 0 ? VALUE_ERROR : format_text(vm, "%T(...)", self);
    bool plain = value_has_shape(self, TYPE_SET);
    StrBuilder builder = {0};
    if (!plain)
        builder_add_format(vm, &builder, "%T(", self);
    Value items = list_from(vm, self);
    if (value_is_error(items)) {
        builder.failed = true;
    } else {
        builder_add_c(vm, &builder, "{");
        for (size_t i = 0; i < value_to_list(items)->count; i++) {
            if (i != 0)
                builder_add_c(vm, &builder, ", ");
            builder_add_repr(vm, &builder, value_to_list(items)->items[i]);
        }
        builder_add_c(vm, &builder, plain ? "}" : "})");
    }
    value_drop(vm, items);
    repr_leave(vm, &guard);
    return builder_finish(vm, &builder);
}

static bool frozenset_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    (void)vm;
    Set *set = value_to_set(self);
    if (set->hash == -1)
        set->hash = set_items_hash(set);
    *hash = set->hash;
    return true;
}

static int64_t set_slot_length(Vm *vm, Value self)
{
    (void)vm;
    return (int64_t)value_to_set(self)->count;
}

/* left <= right, or left < right. */
static int compare_subset(Vm *vm, Value left, Value right, bool strictly)
{
    if (strictly && value_to_set(left)->count >= value_to_set(right)->count)
        return 0;
    return set_is_subset(vm, left, right);
}

static int compare_equal(Vm *vm, Value left, Value right)
{
    Set *a = value_to_set(left), *b = value_to_set(right);
    if (a->count != b->count || (a->hash != -1 && b->hash != -1 && a->hash != b->hash))
        return 0;
    return set_is_subset(vm, left, right);
}

static Value set_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if (!value_is_set(vm, other))
        return VALUE_NOT_IMPLEMENTED;
    if (!stack_guard(vm))
        return VALUE_ERROR;
    int holds = -1;
    switch (op) {
    case COMPARE_EQ:
    case COMPARE_NE: holds = compare_equal(vm, self, other); break;
    case COMPARE_LT:
    case COMPARE_LE: holds = compare_subset(vm, self, other, op == COMPARE_LT); break;
    case COMPARE_GT:
    case COMPARE_GE: holds = compare_subset(vm, other, self, op == COMPARE_GT); break;
    }
    return holds < 0 ? VALUE_ERROR : value_from_bool(holds != (op == COMPARE_NE));
}

static bool both_sets(const Vm *vm, Value left, Value right) { return value_is_set(vm, left) && value_is_set(vm, right); }

static Value keep_if(Vm *vm, bool ok, Value result)
{
    if (ok || value_is_error(result))
        return result;
    value_drop(vm, result);
    return VALUE_ERROR;
}

static Value copy_base(Vm *vm, Value set) { return set_new_of(vm, set_base_type(vm, set), set); }

static Value set_slot_or(Vm *vm, Value left, Value right)
{
    if (!both_sets(vm, left, right))
        return VALUE_NOT_IMPLEMENTED;
    Value result = copy_base(vm, left);
    return keep_if(vm, !value_is_error(result) && set_update(vm, result, right), result);
}

static Value set_slot_and(Vm *vm, Value left, Value right)
{
    return both_sets(vm, left, right) ? set_intersection(vm, left, right) : VALUE_NOT_IMPLEMENTED;
}

static Value set_slot_sub(Vm *vm, Value left, Value right)
{
    return both_sets(vm, left, right) ? set_difference(vm, left, right) : VALUE_NOT_IMPLEMENTED;
}

static Value set_symmetric_difference(Vm *vm, Value set, Value other)
{
    Value result = set_new_of(vm, set_base_type(vm, set), other);
    return keep_if(vm, !value_is_error(result) && set_symmetric_difference_update(vm, result, set), result);
}

static Value set_slot_xor(Vm *vm, Value left, Value right)
{
    return both_sets(vm, left, right) ? set_symmetric_difference(vm, left, right) : VALUE_NOT_IMPLEMENTED;
}

static Value set_slot_inplace_or(Vm *vm, Value left, Value right)
{
    if (!value_is_set(vm, right))
        return VALUE_NOT_IMPLEMENTED;
    return set_update(vm, left, right) ? value_share(left) : VALUE_ERROR;
}

static bool set_intersection_update(Vm *vm, Value set, Value other)
{
    Value common = set_intersection(vm, set, other);
    if (value_is_error(common))
        return false;
    set_swap(value_to_set(set), value_to_set(common));
    value_drop(vm, common);
    return true;
}

static Value set_slot_inplace_and(Vm *vm, Value left, Value right)
{
    if (!value_is_set(vm, right))
        return VALUE_NOT_IMPLEMENTED;
    return set_intersection_update(vm, left, right) ? value_share(left) : VALUE_ERROR;
}

static Value set_slot_inplace_sub(Vm *vm, Value left, Value right)
{
    if (!value_is_set(vm, right))
        return VALUE_NOT_IMPLEMENTED;
    return set_difference_update(vm, left, right) ? value_share(left) : VALUE_ERROR;
}

static Value set_slot_inplace_xor(Vm *vm, Value left, Value right)
{
    if (!value_is_set(vm, right))
        return VALUE_NOT_IMPLEMENTED;
    return set_symmetric_difference_update(vm, left, right) ? value_share(left) : VALUE_ERROR;
}

/* Methods of both. --------------------------------------------------------------------- */

static Value set_m_copy(Vm *vm, const Value *args) { return copy_base(vm, args[0]); }

static Value frozenset_m_copy(Vm *vm, const Value *args)
{
    return value_has_shape(args[0], TYPE_FROZENSET) ? value_share(args[0]) : copy_base(vm, args[0]);
}

static Value set_m_union(Vm *vm, const Value *args)
{
    Tuple *others = value_to_tuple(args[1]);
    Value result = copy_base(vm, args[0]);
    bool ok = !value_is_error(result);
    for (size_t i = 0; ok && i < others->count; i++)
        ok = others->items[i] == args[0] || set_update(vm, result, others->items[i]);
    return keep_if(vm, ok, result);
}

static Value set_m_intersection(Vm *vm, const Value *args)
{
    Tuple *others = value_to_tuple(args[1]);
    Value result = others->count == 0 ? copy_base(vm, args[0]) : value_share(args[0]);
    for (size_t i = 0; i < others->count && !value_is_error(result); i++) {
        Value next = set_intersection(vm, result, others->items[i]);
        value_drop(vm, result);
        result = next;
    }
    return result;
}

static Value set_m_difference(Vm *vm, const Value *args)
{
    Tuple *others = value_to_tuple(args[1]);
    if (others->count == 0)
        return copy_base(vm, args[0]);
    Value result = set_difference(vm, args[0], others->items[0]);
    bool ok = !value_is_error(result);
    for (size_t i = 1; ok && i < others->count; i++)
        ok = set_difference_update(vm, result, others->items[i]);
    return keep_if(vm, ok, result);
}

static Value set_m_symmetric_difference(Vm *vm, const Value *args)
{
    return set_symmetric_difference(vm, args[0], args[1]);
}

static Value answer(int holds) { return holds < 0 ? VALUE_ERROR : value_from_bool(holds); }

static Value set_m_isdisjoint(Vm *vm, const Value *args) { return answer(set_is_disjoint(vm, args[0], args[1])); }

static Value set_m_issubset(Vm *vm, const Value *args)
{
    if (value_is_set(vm, args[1]))
        return answer(set_is_subset(vm, args[0], args[1]));
    Value common = set_intersection(vm, args[0], args[1]);
    if (value_is_error(common))
        return VALUE_ERROR;
    bool subset = value_to_set(common)->count == value_to_set(args[0])->count;
    value_drop(vm, common);
    return value_from_bool(subset);
}

typedef struct {
    Value set;
    int contained;
} ContainedContext;

static bool check_contained(Vm *vm, Value item, void *context)
{
    ContainedContext *state = context;
    state->contained = set_contains(vm, state->set, item);
    return state->contained > 0;
}

static Value set_m_issuperset(Vm *vm, const Value *args)
{
    if (value_is_set(vm, args[1]))
        return answer(set_is_subset(vm, args[1], args[0]));
    ContainedContext context = {args[0], 1};
    return value_each(vm, args[1], check_contained, &context) ? answer(context.contained) : VALUE_ERROR;
}

/* Methods of set. ------------------------------------------------------------------------ */

static Value set_m_add(Vm *vm, const Value *args) { return set_add(vm, args[0], args[1]) ? VALUE_NONE : VALUE_ERROR; }

static Value set_m_discard(Vm *vm, const Value *args)
{
    return set_remove(vm, args[0], args[1]) < 0 ? VALUE_ERROR : VALUE_NONE;
}

static Value set_m_remove(Vm *vm, const Value *args)
{
    int removed = set_remove(vm, args[0], args[1]);
    if (removed == 0)
        return raise_key_error(vm, args[1]);
    return removed < 0 ? VALUE_ERROR : VALUE_NONE;
}

static Value set_m_pop(Vm *vm, const Value *args)
{
    Value item = set_pop(value_to_set(args[0]));
    return item != VALUE_ABSENT ? item : raise_error(vm, TYPE_KEY_ERROR, "pop from an empty set");
}

static Value set_m_clear(Vm *vm, const Value *args)
{
    set_clear(vm, value_to_set(args[0]));
    return VALUE_NONE;
}

static Value update_with_each(Vm *vm, const Value *args, bool (*update)(Vm *, Value, Value))
{
    Tuple *others = value_to_tuple(args[1]);
    for (size_t i = 0; i < others->count; i++)
        if (!update(vm, args[0], others->items[i]))
            return VALUE_ERROR;
    return VALUE_NONE;
}

static Value set_m_update(Vm *vm, const Value *args) { return update_with_each(vm, args, set_update); }
static Value set_m_difference_update(Vm *vm, const Value *args) { return update_with_each(vm, args, set_difference_update); }

static Value set_m_intersection_update(Vm *vm, const Value *args)
{
    Value common = set_m_intersection(vm, args);
    if (value_is_error(common))
        return VALUE_ERROR;
    set_swap(value_to_set(args[0]), value_to_set(common));
    value_drop(vm, common);
    return VALUE_NONE;
}

static Value set_m_symmetric_difference_update(Vm *vm, const Value *args)
{
    return set_symmetric_difference_update(vm, args[0], args[1]) ? VALUE_NONE : VALUE_ERROR;
}

/* Iterator. -------------------------------------------------------------------------------- */

typedef struct {
    Object object;
    Value set;       /* VALUE_ABSENT when exhausted */
    size_t position;
    size_t count;    /* of the set when iteration began; SIZE_MAX once it was found changed */
    size_t left;
} SetIterator;

Value set_slot_iter(Vm *vm, Value self)
{
    SetIterator *iterator = object_new(vm, vm->types[TYPE_SET_ITERATOR], 0);
    if (iterator == NULL)
        return VALUE_ERROR;
    iterator->set = value_share(self);
    iterator->count = iterator->left = value_to_set(self)->count;
    return value_from_object(iterator);
}

static Value set_iterator_slot_next(Vm *vm, Value self)
{
    SetIterator *iterator = VALUE_OBJECT(SetIterator, self);
    if (iterator->set == VALUE_ABSENT)
        return VALUE_DONE;
    if (value_to_set(iterator->set)->count != iterator->count) {
        iterator->count = SIZE_MAX;
        return raise_error(vm, TYPE_RUNTIME_ERROR, "Set changed size during iteration");
    }
    Value item;
    if (set_walk(iterator->set, &iterator->position, &item)) {
        iterator->left--;
        return value_share(item);
    }
    value_clear(vm, &iterator->set);
    return VALUE_DONE;
}

static void set_iterator_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((SetIterator *)self)->set);
    object_free(vm, self, 0);
}

static void set_iterator_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context)
{
    visit(vm, ((SetIterator *)self)->set, context);
}

static void set_iterator_clear(Vm *vm, Object *self) { value_clear(vm, &((SetIterator *)self)->set); }

static Value set_iterator_m_length_hint(Vm *vm, const Value *args)
{
    (void)vm;
    SetIterator *iterator = VALUE_OBJECT(SetIterator, args[0]);
    bool valid = iterator->set != VALUE_ABSENT && value_to_set(iterator->set)->count == iterator->count;
    return value_from_int(valid ? (int64_t)iterator->left : 0);
}

static const NativeDef set_iterator_methods[] = {
    FN(set_iterator_m_length_hint, "__length_hint__(self, /)", "Private method returning an estimate of len(list(it))."),
    {0}};

static const TypeDef set_iterator_type_def = {
    .name = "set_iterator",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(SetIterator),
    .slots = {.destroy = set_iterator_destroy,
              .traverse = set_iterator_traverse,
              .clear = set_iterator_clear,
              .iter = container_slot_self,
              .next = set_iterator_slot_next},
    .methods = set_iterator_methods,
};

bool set_iterator_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &set_iterator_type_def); }

/* Types. ------------------------------------------------------------------------------------- */

static const NativeDef set_methods[] = {
    FN(set_m_new, "__new__(cls, /, *args, **kwargs)", "Create and return a new object."),
    FN(set_m_init, "__init__(self, iterable=?, /)", "Initialize self.  See help(type(self)) for accurate signature."),
    FN(set_m_add, "add(self, object, /)", "Add an element to a set.\n\nThis has no effect if the element is already present."),
    FN(set_m_remove, "remove(self, object, /)",
       "Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError."),
    FN(set_m_discard, "discard(self, object, /)",
       "Remove an element from a set if it is a member.\n\nUnlike set.remove(), the discard() method does not raise\nan "
       "exception when an element is missing from the set."),
    FN(set_m_pop, "pop(self, /)", "Remove and return an arbitrary set element.\n\nRaises KeyError if the set is empty."),
    FN(set_m_clear, "clear(self, /)", "Remove all elements from this set."),
    FN(set_m_copy, "copy(self, /)", "Return a shallow copy of a set."),
    FN(set_m_update, "update(self, /, *others)", "Update the set, adding elements from all others."),
    FN(set_m_difference_update, "difference_update(self, /, *others)",
       "Update the set, removing elements found in others."),
    FN(set_m_intersection_update, "intersection_update(self, /, *others)",
       "Update the set, keeping only elements found in it and all others."),
    FN(set_m_symmetric_difference_update, "symmetric_difference_update(self, other, /)",
       "Update the set, keeping only elements found in either set, but not in both."),
    FN(set_m_union, "union(self, /, *others)", "Return a new set with elements from the set and all others."),
    FN(set_m_intersection, "intersection(self, /, *others)",
       "Return a new set with elements common to the set and all others."),
    FN(set_m_difference, "difference(self, /, *others)",
       "Return a new set with elements in the set that are not in the others."),
    FN(set_m_symmetric_difference, "symmetric_difference(self, other, /)",
       "Return a new set with elements in either the set or other but not both."),
    FN(set_m_isdisjoint, "isdisjoint(self, other, /)", "Return True if two sets have a null intersection."),
    FN(set_m_issubset, "issubset(self, other, /)", "Report whether another set contains this set."),
    FN(set_m_issuperset, "issuperset(self, other, /)", "Report whether this set contains another set."),
    FN(container_m_class_getitem, "@classmethod __class_getitem__(cls, item, /)", "See PEP 585"),
    {0}};

static const NativeDef frozenset_methods[] = {
    FN(frozenset_m_new, "__new__(cls, iterable=?, /)", "Create and return a new object."),
    FN(frozenset_m_copy, "copy(self, /)", "Return a shallow copy of a set."),
    FN(set_m_union, "union(self, /, *others)", "Return a new set with elements from the set and all others."),
    FN(set_m_intersection, "intersection(self, /, *others)",
       "Return a new set with elements common to the set and all others."),
    FN(set_m_difference, "difference(self, /, *others)",
       "Return a new set with elements in the set that are not in the others."),
    FN(set_m_symmetric_difference, "symmetric_difference(self, other, /)",
       "Return a new set with elements in either the set or other but not both."),
    FN(set_m_isdisjoint, "isdisjoint(self, other, /)", "Return True if two sets have a null intersection."),
    FN(set_m_issubset, "issubset(self, other, /)", "Report whether another set contains this set."),
    FN(set_m_issuperset, "issuperset(self, other, /)", "Report whether this set contains another set."),
    FN(container_m_class_getitem, "@classmethod __class_getitem__(cls, item, /)", "See PEP 585"),
    {0}};

static const TypeDef set_type_def = {
    .name = "set",
    .doc = "Build an unordered collection of unique elements.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_CONTAINER | TYPE_FLAG_SET | TYPE_FLAG_MATCH_SELF,
    .size = sizeof(Set),
    .slots = {.destroy = set_destroy,
              .traverse = set_traverse,
              .clear = set_slot_clear,
              .repr = set_slot_repr,
              .iter = set_slot_iter,
              .length = set_slot_length,
              .contains = set_contains,
              .compare = set_slot_compare,
              .binary = {[BINARY_OR] = set_slot_or,
                         [BINARY_AND] = set_slot_and,
                         [BINARY_SUB] = set_slot_sub,
                         [BINARY_XOR] = set_slot_xor},
              .inplace = {[BINARY_OR] = set_slot_inplace_or,
                          [BINARY_AND] = set_slot_inplace_and,
                          [BINARY_SUB] = set_slot_inplace_sub,
                          [BINARY_XOR] = set_slot_inplace_xor}},
    .methods = set_methods,
    .construct = set_construct,
};

static const TypeDef frozenset_type_def = {
    .name = "frozenset",
    .doc = "Build an immutable unordered collection of unique elements.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_CONTAINER | TYPE_FLAG_SET | TYPE_FLAG_MATCH_SELF,
    .size = sizeof(Set),
    .slots = {.destroy = set_destroy,
              .traverse = set_traverse,
              .clear = set_slot_clear,
              .repr = set_slot_repr,
              .hash = frozenset_slot_hash,
              .iter = set_slot_iter,
              .length = set_slot_length,
              .contains = set_contains,
              .compare = set_slot_compare,
              .binary = {[BINARY_OR] = set_slot_or,
                         [BINARY_AND] = set_slot_and,
                         [BINARY_SUB] = set_slot_sub,
                         [BINARY_XOR] = set_slot_xor}},
    .methods = frozenset_methods,
};

bool set_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &set_type_def); }

bool frozenset_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &frozenset_type_def); }
