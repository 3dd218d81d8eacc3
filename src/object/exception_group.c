/* Exception groups: nesting, splitting, and the bookkeeping of except*.
 *
 * extra[GROUP_EXCEPTIONS] is a tuple of one or more exceptions, whatever the
 * program passed in; it is set before anybody can see the group. */
#include "object/call.h"
#include "object/container.h"
#include "object/exception.h"
#include "object/exception_types.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

static bool value_is_group(const Vm *vm, Value value)
{
    return value_is_instance(vm, value, vm->types[TYPE_BASE_EXCEPTION_GROUP]);
}

static Tuple *group_exceptions(Value group)
{
    return value_to_tuple(value_to_exception(group)->extra[GROUP_EXCEPTIONS]);
}

/* Making. ------------------------------------------------------------------------ */

/* The members as a tuple, each checked to be an exception; *plain says whether
 * all of them are Exceptions. */
static Value group_members(Vm *vm, Value given, bool *plain)
{
    const Slots *slots = &value_type(vm, given)->slots;
    if (slots->getitem == NULL || slots->length == NULL || value_is_dict(vm, given))
        return raise_type_error(vm, "second argument (exceptions) must be a sequence");
    Value members = tuple_from(vm, given);
    if (value_is_error(members))
        return VALUE_ERROR;
    const Tuple *tuple = value_to_tuple(members);
    bool valid = tuple->count > 0;
    if (!valid)
        raise_value_error(vm, "second argument (exceptions) must be a non-empty sequence");
    *plain = true;
    for (size_t i = 0; valid && i < tuple->count; i++) {
        valid = value_is_exception(vm, tuple->items[i]);
        if (!valid)
            raise_value_error(vm, "Item %zu of second argument (exceptions) is not an exception", i);
        else if (!value_is_instance(vm, tuple->items[i], vm->types[TYPE_EXCEPTION]))
            *plain = false;
    }
    if (valid)
        return members;
    value_drop(vm, members);
    return VALUE_ERROR;
}

/* The class to make: an Exception cannot hold what is not one; NULL with TypeError. */
static Type *group_class(Vm *vm, Type *class, bool plain)
{
    if (class == vm->types[TYPE_BASE_EXCEPTION_GROUP] && plain)
        return vm->types[TYPE_EXCEPTION_GROUP];
    if (plain || !type_is_subtype(class, vm->types[TYPE_EXCEPTION]))
        return class;
    if (class == vm->types[TYPE_EXCEPTION_GROUP])
        raise_type_error(vm, "Cannot nest BaseExceptions in an ExceptionGroup");
    else
        raise_type_error(vm, "Cannot nest BaseExceptions in '%N'", class);
    return NULL;
}

static Value group_m_new(Vm *vm, const Value *args)
{
    const Tuple *given = value_to_tuple(args[1]);
    if (given->count != 2)
        return raise_type_error(vm, "BaseExceptionGroup.__new__() takes exactly 2 arguments (%zu given)", given->count);
    if (!value_is_str(vm, given->items[0]))
        return raise_type_error(vm, "BaseExceptionGroup.__new__() argument 1 must be str, not %T", given->items[0]);
    if (!value_is_exception_class(vm, args[0]))
        return raise_type_error(vm, "BaseExceptionGroup.__new__(X): X is not a subtype of BaseExceptionGroup");
    bool plain = true;
    Value members = group_members(vm, given->items[1], &plain);
    if (value_is_error(members))
        return VALUE_ERROR;
    Type *class = group_class(vm, value_to_type(args[0]), plain);
    Value group = class == NULL ? VALUE_ERROR : exception_new_bare(vm, class, args[1]);
    if (value_is_error(group)) {
        value_drop(vm, members);
        return VALUE_ERROR;
    }
    Exception *self = value_object(group);
    self->extra[GROUP_MESSAGE] = value_share(given->items[0]);
    self->extra[GROUP_EXCEPTIONS] = members;
    return group;
}

static Value group_new(Vm *vm, Value message, Value members)
{
    Value args[2] = {message, members};
    return call_value(vm, type_value(vm->types[TYPE_BASE_EXCEPTION_GROUP]), args, 2);
}

Value exception_group_str(Vm *vm, Value self)
{
    size_t count = group_exceptions(self)->count;
    return format_text(vm, "%V (%zu sub-exception%s)", value_to_exception(self)->extra[GROUP_MESSAGE], count,
                       count == 1 ? "" : "s");
}

/* Splitting. ------------------------------------------------------------------------ */

typedef enum { MATCH_CLASSES, MATCH_PREDICATE, MATCH_INSTANCES } MatchKind;

typedef struct {
    MatchKind kind;
    Value matcher; /* classes, a callable, or a list of exceptions; borrowed */
    bool want_rest;
} Splitter;

static int splitter_matches(Vm *vm, const Splitter *splitter, Value exception)
{
    switch (splitter->kind) {
    case MATCH_CLASSES:
        return exception_matches(vm, exception, splitter->matcher);
    case MATCH_PREDICATE: {
        Value answer = call_value(vm, splitter->matcher, &exception, 1);
        if (value_is_error(answer))
            return -1;
        int truth = value_truth(vm, answer);
        value_drop(vm, answer);
        return truth;
    }
    case MATCH_INSTANCES: {
        if (value_is_group(vm, exception))
            return 0;
        const List *list = value_to_list(splitter->matcher);
        for (size_t i = 0; i < list->count; i++)
            if (list->items[i] == exception)
                return 1;
        return 0;
    }
    }
    UNREACHABLE();
    return -1;
}

/* A group like original with other members, or None for no members. */
static Value group_subset(Vm *vm, Value original, Value members)
{
    if (value_to_list(members)->count == 0)
        return VALUE_NONE;
    Value name = str_intern_c(vm, "derive");
    if (value_is_error(name))
        return VALUE_ERROR;
    Value derived = call_method(vm, original, name, &members, 1);
    value_drop(vm, name);
    if (value_is_error(derived))
        return VALUE_ERROR;
    if (!value_is_group(vm, derived)) {
        value_drop(vm, derived);
        return raise_type_error(vm, "derive must return an instance of BaseExceptionGroup");
    }
    Exception *to = value_object(derived), *from = value_object(original);
    value_replace_take(vm, &to->traceback, value_share(from->traceback));
    value_replace_take(vm, &to->context, value_share(from->context));
    value_replace_take(vm, &to->cause, value_share(from->cause));
    to->suppress_context = from->cause != VALUE_NONE;
    if (from->notes != VALUE_ABSENT && value_is_list(vm, from->notes)) {
        Value notes = list_from(vm, from->notes);
        if (value_is_error(notes)) {
            value_drop(vm, derived);
            return VALUE_ERROR;
        }
        value_replace_take(vm, &to->notes, notes);
    }
    return derived;
}

static bool split_recursive(Vm *vm, Value exception, const Splitter *splitter, Value *matched, Value *rest);

/* Splits each member; the halves gather in the two lists. */
static bool split_members(Vm *vm, Value group, const Splitter *splitter, Value matched_list, Value rest_list)
{
    const Tuple *members = group_exceptions(group);
    for (size_t i = 0; i < members->count; i++) {
        Value matched, rest;
        if (!split_recursive(vm, members->items[i], splitter, &matched, &rest))
            return false;
        bool kept = matched == VALUE_NONE || list_append(vm, matched_list, matched);
        kept = kept && (rest == VALUE_NONE || list_append(vm, rest_list, rest));
        value_drop(vm, matched);
        value_drop(vm, rest);
        if (!kept)
            return false;
    }
    return true;
}

static bool split_group(Vm *vm, Value group, const Splitter *splitter, Value *matched, Value *rest)
{
    bool done = false;
    Value matched_list = list_new(vm, NULL, 0), rest_list = list_new(vm, NULL, 0);
    if (!value_is_error(matched_list) && !value_is_error(rest_list) &&
        split_members(vm, group, splitter, matched_list, rest_list)) {
        *matched = group_subset(vm, group, matched_list);
        *rest = VALUE_NONE;
        if (!value_is_error(*matched) && splitter->want_rest)
            *rest = group_subset(vm, group, rest_list);
        done = !value_is_error(*matched) && !value_is_error(*rest);
        if (!done)
            value_drop(vm, *matched);
    }
    value_drop(vm, matched_list);
    value_drop(vm, rest_list);
    return done;
}

static bool split_recursive(Vm *vm, Value exception, const Splitter *splitter, Value *matched, Value *rest)
{
    if (!stack_guard(vm))
        return false;
    int matches = splitter_matches(vm, splitter, exception);
    if (matches < 0)
        return false;
    if (matches || !value_is_group(vm, exception)) {
        *matched = matches ? value_share(exception) : VALUE_NONE;
        *rest = matches || !splitter->want_rest ? VALUE_NONE : value_share(exception);
        return true;
    }
    return split_group(vm, exception, splitter, matched, rest);
}

/* Sorts out what a program passed to split() or subgroup(). */
static bool splitter_init(Vm *vm, Splitter *splitter, Value matcher)
{
    splitter->matcher = matcher;
    splitter->kind = MATCH_CLASSES;
    bool classes = value_is_exception_class(vm, matcher);
    if (value_is_tuple(vm, matcher)) {
        const Tuple *tuple = value_to_tuple(matcher);
        classes = true;
        for (size_t i = 0; i < tuple->count; i++)
            classes = classes && value_is_exception_class(vm, tuple->items[i]);
    }
    if (classes)
        return true;
    splitter->kind = MATCH_PREDICATE;
    if (!value_is_type(vm, matcher) && value_type(vm, matcher)->slots.call != NULL)
        return true;
    return raise_false(vm, TYPE_TYPE_ERROR,
                       "expected an exception type, a tuple of exception types, or a callable (other than a class)");
}

static Value group_m_split(Vm *vm, const Value *args)
{
    Splitter splitter = {.want_rest = true};
    Value matched, rest;
    if (!splitter_init(vm, &splitter, args[1]) || !split_recursive(vm, args[0], &splitter, &matched, &rest))
        return VALUE_ERROR;
    return tuple_pair_take(vm, matched, rest);
}

static Value group_m_subgroup(Vm *vm, const Value *args)
{
    Splitter splitter = {.want_rest = false};
    Value matched, rest;
    if (!splitter_init(vm, &splitter, args[1]) || !split_recursive(vm, args[0], &splitter, &matched, &rest))
        return VALUE_ERROR;
    value_drop(vm, rest);
    return matched;
}

static Value group_m_derive(Vm *vm, const Value *args)
{
    return group_new(vm, value_to_exception(args[0])->extra[GROUP_MESSAGE], args[1]);
}

/* except*. ------------------------------------------------------------------------------ */

static bool star_class_valid(Vm *vm, Value class)
{
    if (!value_is_exception_class(vm, class))
        return raise_false(vm, TYPE_TYPE_ERROR, "catching classes that do not inherit from BaseException is not allowed");
    if (!type_is_subtype(value_to_type(class), vm->types[TYPE_BASE_EXCEPTION_GROUP]))
        return true;
    return raise_false(vm, TYPE_TYPE_ERROR,
                       "catching ExceptionGroup with except* is not allowed. Use except instead.");
}

static bool star_classes_valid(Vm *vm, Value classes)
{
    if (!value_is_tuple(vm, classes))
        return star_class_valid(vm, classes);
    const Tuple *tuple = value_to_tuple(classes);
    for (size_t i = 0; i < tuple->count; i++)
        if (!star_class_valid(vm, tuple->items[i]))
            return false;
    return true;
}

/* A naked exception reaches its except* clause as a group of one. */
static bool star_wrap(Vm *vm, Value exception, Value *matched)
{
    Value members = tuple_new(vm, &exception, 1);
    if (value_is_error(members))
        return false;
    *matched = group_new(vm, vm->empty_str, members);
    value_drop(vm, members);
    return !value_is_error(*matched);
}

/* Through the method, which a class may have overridden. */
static bool star_split(Vm *vm, Value group, Value classes, Value *matched, Value *rest)
{
    Value name = str_intern_c(vm, "split");
    if (value_is_error(name))
        return false;
    Value pair = call_method(vm, group, name, &classes, 1);
    value_drop(vm, name);
    if (value_is_error(pair))
        return false;
    bool valid = false;
    if (!value_is_tuple(vm, pair))
        raise_type_error(vm, "%.200T.split must return a tuple, not %.200T", group, pair);
    else if (value_to_tuple(pair)->count < 2)
        raise_type_error(vm, "%.200T.split must return a 2-tuple, got tuple of size %zu", group,
                         value_to_tuple(pair)->count);
    else
        valid = true;
    if (valid) {
        *matched = value_share(value_to_tuple(pair)->items[0]);
        *rest = value_share(value_to_tuple(pair)->items[1]);
    }
    value_drop(vm, pair);
    return valid;
}

bool exception_split(Vm *vm, Value exception, Value classes, Value *matched, Value *rest)
{
    *matched = *rest = VALUE_NONE;
    if (!star_classes_valid(vm, classes))
        return false;
    if (value_is_none(exception))
        return true;
    int matches = exception_matches(vm, exception, classes);
    if (matches < 0)
        return false;
    bool is_group = value_is_group(vm, exception);
    if (matches && !is_group)
        return star_wrap(vm, exception, matched);
    if (matches)
        *matched = value_share(exception);
    else if (is_group)
        return star_split(vm, exception, classes, matched, rest);
    else
        *rest = value_share(exception);
    return true;
}

/* Parts of one group share its links; what a clause raised anew does not. */
static bool star_is_part(Value exception, Value original)
{
    const Exception *a = value_object(exception), *b = value_object(original);
    return a->traceback == b->traceback && a->cause == b->cause && a->context == b->context;
}

static bool star_collect_leaves(Vm *vm, Value exception, Value leaves)
{
    if (!stack_guard(vm))
        return false;
    if (!value_is_group(vm, exception))
        return list_append(vm, leaves, exception);
    const Tuple *members = group_exceptions(exception);
    for (size_t i = 0; i < members->count; i++)
        if (!star_collect_leaves(vm, members->items[i], leaves))
            return false;
    return true;
}

/* Sorts the list: leaves of parts of the original to leaves, the rest to raised. */
static bool star_sort(Vm *vm, Value original, Value list, Value leaves, Value raised)
{
    for (size_t i = 0; i < value_to_list(list)->count; i++) {
        Value exception = value_to_list(list)->items[i];
        if (value_is_none(exception))
            continue;
        bool kept = star_is_part(exception, original) ? star_collect_leaves(vm, exception, leaves)
                                                      : list_append(vm, raised, exception);
        if (!kept)
            return false;
    }
    return true;
}

/* The part of the original, in its own shape, that has these leaves. */
static Value star_project(Vm *vm, Value original, Value leaves)
{
    Splitter splitter = {MATCH_INSTANCES, leaves, false};
    Value matched, rest;
    if (!split_recursive(vm, original, &splitter, &matched, &rest))
        return VALUE_ERROR;
    value_drop(vm, rest);
    return matched;
}

static Value star_join(Vm *vm, Value original, Value leaves, Value raised)
{
    Value part = star_project(vm, original, leaves);
    if (value_is_error(part) || value_to_list(raised)->count == 0)
        return part;
    if (part != VALUE_NONE && !list_append_take(vm, raised, part))
        return VALUE_ERROR;
    if (value_to_list(raised)->count > 1)
        return group_new(vm, vm->empty_str, raised);
    return value_share(value_to_list(raised)->items[0]);
}

Value exception_star_result(Vm *vm, Value original, Value raised_list)
{
    const List *list = value_to_list(raised_list);
    if (list->count == 0)
        return VALUE_NONE;
    if (!value_is_group(vm, original))
        return value_share(list->items[0]); /* one naked exception: one clause at most has run */
    Value leaves = list_new(vm, NULL, 0), raised = list_new(vm, NULL, 0), result = VALUE_ERROR;
    if (!value_is_error(leaves) && !value_is_error(raised) && star_sort(vm, original, raised_list, leaves, raised))
        result = star_join(vm, original, leaves, raised);
    value_drop(vm, leaves);
    value_drop(vm, raised);
    return result;
}

/* The type. -------------------------------------------------------------------------------- */

static Value group_get_message(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_exception(self)->extra[GROUP_MESSAGE]);
}

static Value group_get_exceptions(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_exception(self)->extra[GROUP_EXCEPTIONS]);
}

const NativeDef exception_group_methods[] = {
    FN(group_m_new, "__new__(cls, /, *args, **kwargs)", "Create and return a new object."),
    FN(group_m_derive, "derive(self, excs, /)", "Return an exception group of the same kind around other exceptions."),
    FN(group_m_split, "split(self, matcher, /)", "Return the parts that match and that do not, as a pair."),
    FN(group_m_subgroup, "subgroup(self, matcher, /)", "Return the part that matches, or None."),
    {0}};

const GetSetDef exception_group_getsets[] = {
    {"message", group_get_message, NULL, "exception message"},
    {"exceptions", group_get_exceptions, NULL, "nested exceptions"},
    {0}};
