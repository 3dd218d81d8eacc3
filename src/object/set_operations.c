/* What set operators and methods do, on any iterable on the right.
 *
 * Which of two sets is walked decides the order of the result's table: the
 * choices are CPython's. */
#include "object/set.h"

typedef struct {
    Set *set;    /* looked into */
    Set *result; /* or NULL */
    int answer;
} WalkContext;

/* Calls visit with each item and its hash; a plain dict's keys likewise. */
typedef bool (*HashedVisit)(Vm *vm, Value key, int64_t hash, WalkContext *context);

typedef struct {
    HashedVisit visit;
    WalkContext *context;
} EachContext;

static bool each_item(Vm *vm, Value item, void *context)
{
    EachContext *each = context;
    int64_t hash;
    return value_hash(vm, item, &hash) && each->visit(vm, item, hash, each->context);
}

static bool each_of_set(Vm *vm, Set *set, HashedVisit visit, WalkContext *context)
{
    for (size_t i = 0; i <= set->mask; i++) {
        SetEntry entry = set->table[i];
        if (entry.key == VALUE_ABSENT || entry.key == VALUE_DELETED)
            continue;
        value_share(entry.key);
        bool going_on = visit(vm, entry.key, entry.hash, context);
        value_drop(vm, entry.key);
        if (!going_on)
            return !error_pending(vm);
    }
    return true;
}

/* False only with an exception pending; visit stops the walk by returning false. */
static bool each_of(Vm *vm, Value iterable, HashedVisit visit, WalkContext *context)
{
    if (value_is_set(vm, iterable))
        return each_of_set(vm, value_to_set(iterable), visit, context);
    EachContext each = {visit, context};
    return value_each(vm, iterable, each_item, &each);
}

static bool add_common(Vm *vm, Value key, int64_t hash, WalkContext *context)
{
    int found = set_contains_hashed(vm, context->set, key, hash);
    return found == 0 || (found > 0 && set_add_hashed(vm, context->result, key, hash));
}

static Value result_or_drop(Vm *vm, bool ok, Value result)
{
    if (ok)
        return result;
    value_drop(vm, result);
    return VALUE_ERROR;
}

Value set_intersection(Vm *vm, Value set, Value other)
{
    if (set == other)
        return set_new_of(vm, set_base_type(vm, set), set);
    Value result = set_new_of(vm, set_base_type(vm, set), VALUE_ABSENT);
    if (value_is_error(result))
        return VALUE_ERROR;
    if (value_is_set(vm, other) && value_to_set(other)->count > value_to_set(set)->count) {
        Value larger = other;
        other = set;
        set = larger;
    }
    WalkContext context = {value_to_set(set), value_to_set(result), 0};
    return result_or_drop(vm, each_of(vm, other, add_common, &context), result);
}

static bool remove_visited(Vm *vm, Value key, int64_t hash, WalkContext *context)
{
    return set_remove_hashed(vm, context->set, key, hash) >= 0;
}

bool set_difference_update(Vm *vm, Value set, Value other)
{
    Set *self = value_to_set(set);
    if (set == other) {
        set_clear(vm, self);
        return true;
    }
    /* Of a set more than eight times as large only the common items matter. */
    Value walked = value_is_set(vm, other) && value_to_set(other)->count >> 3 > self->count
                       ? set_intersection(vm, set, other)
                       : value_share(other);
    WalkContext context = {self, NULL, 0};
    bool ok = !value_is_error(walked) && each_of(vm, walked, remove_visited, &context);
    value_drop(vm, walked);
    return ok && set_trim(vm, self);
}

static bool add_missing(Vm *vm, Value key, int64_t hash, WalkContext *context)
{
    int found = set_contains_hashed(vm, context->set, key, hash);
    return found > 0 || (found == 0 && set_add_hashed(vm, context->result, key, hash));
}

static bool add_not_in_dict(Vm *vm, Set *set, Value dict, Set *result)
{
    for (size_t i = 0; i <= set->mask; i++) {
        SetEntry entry = set->table[i];
        if (entry.key == VALUE_ABSENT || entry.key == VALUE_DELETED)
            continue;
        value_share(entry.key);
        Value found = dict_get_borrow(vm, dict, entry.key);
        bool ok = found != VALUE_ERROR && (found != VALUE_ABSENT || set_add_hashed(vm, result, entry.key, entry.hash));
        value_drop(vm, entry.key);
        if (!ok)
            return false;
    }
    return true;
}

Value set_difference(Vm *vm, Value set, Value other)
{
    bool other_set = value_is_set(vm, other), other_dict = value_has_shape(other, TYPE_DICT);
    size_t other_count = other_set ? value_to_set(other)->count : other_dict ? value_to_dict(other)->count : 0;
    Type *type = set_base_type(vm, set);
    if ((!other_set && !other_dict) || value_to_set(set)->count >> 2 > other_count) {
        Value copy = set_new_of(vm, type, set);
        return value_is_error(copy) ? VALUE_ERROR : result_or_drop(vm, set_difference_update(vm, copy, other), copy);
    }
    Value result = set_new_of(vm, type, VALUE_ABSENT);
    if (value_is_error(result))
        return VALUE_ERROR;
    if (other_dict)
        return result_or_drop(vm, add_not_in_dict(vm, value_to_set(set), other, value_to_set(result)), result);
    WalkContext context = {value_to_set(other), value_to_set(result), 0};
    return result_or_drop(vm, each_of_set(vm, value_to_set(set), add_missing, &context), result);
}

static bool toggle(Vm *vm, Value key, int64_t hash, WalkContext *context)
{
    int removed = set_remove_hashed(vm, context->set, key, hash);
    return removed > 0 || (removed == 0 && set_add_hashed(vm, context->set, key, hash));
}

bool set_symmetric_difference_update(Vm *vm, Value set, Value other)
{
    if (set == other) {
        set_clear(vm, value_to_set(set));
        return true;
    }
    Value items = value_is_set(vm, other) ? value_share(other) : set_new_of(vm, set_base_type(vm, set), other);
    WalkContext context = {value_to_set(set), NULL, 0};
    bool ok = !value_is_error(items) && each_of(vm, items, toggle, &context);
    value_drop(vm, items);
    return ok;
}

/* Goes on while the items are there. */
static bool check_present(Vm *vm, Value key, int64_t hash, WalkContext *context)
{
    context->answer = set_contains_hashed(vm, context->set, key, hash);
    return context->answer > 0;
}

int set_is_subset(Vm *vm, Value set, Value other)
{
    if (value_to_set(set)->count > value_to_set(other)->count)
        return 0;
    WalkContext context = {value_to_set(other), NULL, 1};
    return each_of_set(vm, value_to_set(set), check_present, &context) ? context.answer : -1;
}

static bool check_absent(Vm *vm, Value key, int64_t hash, WalkContext *context)
{
    int found = set_contains_hashed(vm, context->set, key, hash);
    context->answer = found < 0 ? -1 : !found;
    return context->answer > 0;
}

int set_is_disjoint(Vm *vm, Value set, Value other)
{
    if (set == other)
        return value_to_set(set)->count == 0;
    if (value_is_set(vm, other) && value_to_set(other)->count > value_to_set(set)->count) {
        Value larger = other;
        other = set;
        set = larger;
    }
    WalkContext context = {value_to_set(set), NULL, 1};
    return each_of(vm, other, check_absent, &context) ? context.answer : -1;
}
