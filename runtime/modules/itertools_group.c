/* itertools: groupby and tee.
 *
 * tee's iterators share a chain of links, each of which asks the source for its
 * item when it is first looked at; a link dies when all have passed it. */
#include "modules/itertools.h"

/* groupby: first is the key function or None, second the present item (absent once
 * given out), third its key, fourth the key of the group begun last, index counts
 * the groups. ----------------------------------------------------------------------- */

static Value groupby_new(Vm *vm, const Value *args)
{
    IterState *state = iter_state_new(vm, args[0]);
    if (state == NULL)
        return VALUE_ERROR;
    state->first = value_share(args[2]);
    return iter_state_finish(vm, state, iter_open(vm, args[1], &state->source));
}

/* Reads the next item and its key: 1; 0 at the end; -1 with an exception pending. */
static int groupby_step(Vm *vm, IterState *state)
{
    if (state->source == VALUE_ABSENT)
        return 0;
    Value item = iter_next(vm, state->source);
    if (item == VALUE_DONE || value_is_error(item))
        return item == VALUE_DONE ? 0 : -1;
    Value key = value_is_none(state->first) ? value_share(item) : call_value(vm, state->first, &item, 1);
    if (value_is_error(key)) {
        value_drop(vm, item);
        return -1;
    }
    value_replace_take(vm, &state->second, item);
    value_replace_take(vm, &state->third, key);
    return 1;
}

/* Is the present item's key equal to key?  1, 0, -1. */
static int groupby_same(Vm *vm, IterState *state, Value key)
{
    Value own = value_share(state->third);
    value_share(key);
    int same = value_equal(vm, key, own);
    value_drop(vm, key);
    value_drop(vm, own);
    return same;
}

static Type *grouper_type(Vm *vm, Value self);

/* A group: source is the groupby, first its key, index which group it is. */
static Value grouper_new(Vm *vm, Value groupby)
{
    IterState *state = iter_state(groupby);
    Type *type = grouper_type(vm, groupby);
    IterState *group = type == NULL ? NULL : iter_state_new(vm, type_value(type));
    if (group == NULL)
        return VALUE_ERROR;
    group->source = value_share(groupby);
    group->first = value_share(state->third);
    group->index = state->index;
    return value_from_object(group);
}

/* Skips what is left of the group begun last: 1; 0 at the end; -1 with an exception pending. */
static int groupby_skip(Vm *vm, IterState *state)
{
    for (;;) {
        if (state->third != VALUE_ABSENT) {
            int same = state->fourth == VALUE_ABSENT ? 0 : groupby_same(vm, state, state->fourth);
            if (same <= 0)
                return same < 0 ? -1 : 1;
        }
        int got = groupby_step(vm, state);
        if (got <= 0)
            return got;
    }
}

static Value groupby_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    state->index++; /* the group given out before ends here */
    int got = groupby_skip(vm, state);
    if (got <= 0)
        return got < 0 ? VALUE_ERROR : VALUE_DONE;
    value_replace_take(vm, &state->fourth, value_share(state->third));
    Value group = grouper_new(vm, self);
    return value_is_error(group) ? VALUE_ERROR : tuple_pair_take(vm, value_share(state->third), group);
}

static Value grouper_slot_next(Vm *vm, Value self)
{
    IterState *group = iter_state(self);
    if (group->source == VALUE_ABSENT)
        return VALUE_DONE;
    IterState *parent = iter_state(group->source);
    if (parent->index != group->index)
        return VALUE_DONE;
    if (parent->second == VALUE_ABSENT) {
        int got = groupby_step(vm, parent);
        if (got <= 0)
            return got < 0 ? VALUE_ERROR : VALUE_DONE;
    }
    int same = groupby_same(vm, parent, group->first);
    if (same <= 0)
        return same < 0 ? VALUE_ERROR : VALUE_DONE;
    Value item = parent->second;
    parent->second = VALUE_ABSENT;
    return item == VALUE_ABSENT ? VALUE_DONE : item;
}

static const NativeDef groupby_methods[] = {
    FN(groupby_new, "__new__(cls, iterable, key=None)", "Create and return a new object."), {0}};
static const TypeDef groupby_type_def =
    ITERTOOLS_TYPE("groupby", groupby_slot_next, groupby_methods,
                   "make an iterator that returns consecutive keys and groups from the iterable");
static const TypeDef grouper_type_def = ITERTOOLS_TYPE("_grouper", grouper_slot_next, NULL, NULL);

/* A type of this module by name: borrowed, NULL when a program removed it. */
static Type *module_type(Vm *vm, const char *name, const TypeDef *def)
{
    Value module_name = str_from_c(vm, "itertools"), type_name_text = VALUE_ERROR;
    Value module = value_is_error(module_name) ? VALUE_ERROR : dict_get_borrow(vm, vm->modules, module_name);
    value_drop(vm, module_name);
    Value type = VALUE_ABSENT;
    if (value_has_shape(module, TYPE_MODULE)) {
        type_name_text = str_intern_c(vm, name);
        if (!value_is_error(type_name_text))
            type = dict_get_name_borrow(vm, module_dict(module), type_name_text);
        value_drop(vm, type_name_text);
    }
    if (value_is_type(vm, type) && value_to_type(type)->def == def)
        return value_to_type(type);
    if (!error_pending(vm))
        raise_error(vm, TYPE_RUNTIME_ERROR, "itertools.%s is missing", name);
    return NULL;
}

static Type *grouper_type(Vm *vm, Value self)
{
    (void)self;
    return module_type(vm, "_grouper", &grouper_type_def);
}

/* tee: source is the link looked at next. ------------------------------------------------------
 * A link: source is the iterator (absent once asked), first its item or VALUE_DONE,
 * second the next link. */

static const TypeDef tee_type_def;
static Value tee_slot_next(Vm *vm, Value self);

static Value link_new(Vm *vm, Value iterator, Type *type)
{
    IterState *link = iter_state_new(vm, type_value(type));
    if (link == NULL)
        return VALUE_ERROR;
    link->source = value_share(iterator);
    return value_from_object(link);
}

/* Long chains are unlinked one by one: each link would otherwise free the next within its own death. */
static void link_destroy(Vm *vm, Object *self)
{
    Value next = ((IterState *)self)->second;
    ((IterState *)self)->second = VALUE_ABSENT;
    while (value_is_heap(next) && ((Object *)value_object(next))->refs == 1) {
        Value after = iter_state(next)->second;
        iter_state(next)->second = VALUE_ABSENT;
        value_drop(vm, next);
        next = after;
    }
    value_drop(vm, next);
    iter_state_destroy(vm, self);
}

static const TypeDef link_type_def = {
    .name = "_tee_dataobject",
    .module = "itertools",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(IterState),
    .slots = {.destroy = link_destroy, .traverse = iter_state_traverse, .clear = iter_state_clear},
};

static bool link_ask(Vm *vm, IterState *link)
{
    if (link->flag)
        return raise_false(vm, TYPE_RUNTIME_ERROR, "cannot re-enter the tee iterator");
    link->flag = true;
    Value item = iter_next(vm, link->source);
    link->flag = false;
    if (value_is_error(item))
        return false;
    if (item != VALUE_DONE) {
        link->second = link_new(vm, link->source, object_type(vm, &link->object));
        if (value_is_error(link->second)) {
            link->second = VALUE_ABSENT;
            value_drop(vm, item);
            return false;
        }
    }
    link->first = item;
    value_clear(vm, &link->source);
    return true;
}

static Value tee_slot_next(Vm *vm, Value self)
{
    IterState *state = iter_state(self);
    if (state->source == VALUE_ABSENT)
        return VALUE_DONE;
    Value held = value_share(state->source);
    IterState *link = iter_state(held);
    Value item = VALUE_ERROR;
    if (link->first != VALUE_ABSENT || link->source == VALUE_ABSENT || link_ask(vm, link)) {
        item = link->first == VALUE_ABSENT ? VALUE_DONE : value_share(link->first);
        if (item != VALUE_DONE)
            value_replace_take(vm, &state->source, value_share(link->second));
    }
    value_drop(vm, held);
    return item;
}

static Value tee_at(Vm *vm, Type *type, Value link)
{
    IterState *state = iter_state_new(vm, type_value(type));
    if (state == NULL)
        return VALUE_ERROR;
    state->source = value_share(link);
    return value_from_object(state);
}

static Value tee_m_copy(Vm *vm, const Value *args)
{
    return tee_at(vm, value_type(vm, args[0]), iter_state(args[0])->source);
}

static const NativeDef tee_methods[] = {FN(tee_m_copy, "__copy__(self, /)", "Returns an independent iterator."), {0}};
static const TypeDef tee_type_def = ITERTOOLS_TYPE("_tee", tee_slot_next, tee_methods,
                                                   "Iterator wrapped to make it copyable.");

/* The first link for an iterable; a tee is continued where it stands. */
static Value tee_link(Vm *vm, Value iterable)
{
    if (value_is_heap(iterable) && value_type(vm, iterable)->def == &tee_type_def)
        return value_share(iter_state(iterable)->source);
    Type *type = module_type(vm, "_tee_dataobject", &link_type_def);
    Value iterator = type == NULL ? VALUE_ERROR : value_iter(vm, iterable);
    if (value_is_error(iterator))
        return VALUE_ERROR;
    Value link = link_new(vm, iterator, type);
    value_drop(vm, iterator);
    return link;
}

Value itertools_tee(Vm *vm, const Value *args)
{
    int64_t count;
    if (!value_to_i64(vm, args[1], &count))
        return VALUE_ERROR;
    if (count < 0)
        return raise_value_error(vm, "n must be >= 0");
    if (count == 0)
        return value_share(vm->empty_tuple);
    Type *type = module_type(vm, "_tee", &tee_type_def);
    Value link = type == NULL ? VALUE_ERROR : tee_link(vm, args[0]);
    Tuple *result = value_is_error(link) ? NULL : tuple_new_raw(vm, (size_t)count);
    bool ok = result != NULL;
    for (int64_t i = 0; ok && i < count; i++) {
        Value copy = tee_at(vm, type, link);
        ok = !value_is_error(copy);
        if (ok)
            result->items[i] = copy;
    }
    value_drop(vm, link);
    if (!ok && result != NULL)
        value_drop(vm, value_from_object(result));
    return ok ? value_from_object(result) : VALUE_ERROR;
}

const TypeDef *const itertools_group_types[] = {&groupby_type_def, &grouper_type_def, &tee_type_def, &link_type_def, NULL};
