/* Arguments to parameters, in place.
 *
 * At entry base[0..count) holds the positional arguments, then those with names.
 * At exit base[0..parameter_count) holds the parameters.  The work is done in a
 * scratch array, because the two overlap in every possible way; a slot is owned
 * by exactly one of the two arrays at any time. */
#include "vm/machine.h"

#include <stdio.h>

#include "object/container.h"
#include "object/raise.h"
#include "object/str.h"

typedef struct {
    Vm *vm;
    Function *fn;
    Code *code;
    Value *slots;     /* parameter_count places, VALUE_ABSENT where nothing is bound yet */
    int positional;   /* arguments given by position */
} Binding;

static Value parameter_name(const Binding *binding, int index) { return binding->code->local_names[index]; }

/* "'a'", "'a' and 'b'", "'a', 'b', and 'c'". */
static void add_name_list(Vm *vm, StrBuilder *text, const Value *names, int count)
{
    for (int i = 0; i < count; i++) {
        if (i)
            builder_add_c(vm, text, i < count - 1 ? ", " : count == 2 ? " and " : ", and ");
        builder_add_format(vm, text, "'%V'", names[i]);
    }
}

static bool raise_missing(const Binding *binding, int from, int to, const char *kind)
{
    Vm *vm = binding->vm;
    Value names[64];
    int count = 0, missing = 0;
    for (int i = from; i < to; i++) {
        if (binding->slots[i] != VALUE_ABSENT)
            continue;
        missing++;
        if (count < (int)ARRAY_LENGTH(names))
            names[count++] = parameter_name(binding, i);
    }
    StrBuilder text = {0};
    add_name_list(vm, &text, names, count);
    Value list = builder_finish(vm, &text);
    if (list == VALUE_ERROR)
        return false;
    raise_type_error(vm, "%V() missing %d required %s argument%s: %V", binding->fn->qualname, missing, kind,
                     missing == 1 ? "" : "s", list);
    value_drop(vm, list);
    return false;
}

/* Keyword-only arguments that were given, for the text of the error below. */
static int given_keyword_only(const Binding *binding)
{
    int given = 0;
    for (int i = 0; i < binding->code->keyword_only_count; i++)
        given += binding->slots[binding->code->positional_count + i] != VALUE_ABSENT;
    return given;
}

static bool raise_too_many(const Binding *binding)
{
    Vm *vm = binding->vm;
    int takes = binding->code->positional_count, given = binding->positional;
    int defaults = binding->fn->defaults == VALUE_ABSENT ? 0 : (int)value_to_tuple(binding->fn->defaults)->count;
    int keyword_only = given_keyword_only(binding);
    Value name = binding->fn->qualname;
    char count[64];
    if (defaults)
        snprintf(count, sizeof count, "from %d to %d", takes - defaults, takes);
    else
        snprintf(count, sizeof count, "%d", takes);
    bool plural = defaults || takes != 1;
    if (keyword_only)
        raise_type_error(vm, "%V() takes %s positional argument%s but %d positional argument%s (and %d keyword-only argument%s) were given",
                         name, count, plural ? "s" : "", given, given == 1 ? "" : "s", keyword_only, keyword_only == 1 ? "" : "s");
    else
        raise_type_error(vm, "%V() takes %s positional argument%s but %d %s given", name, count, plural ? "s" : "", given,
                         given == 1 ? "was" : "were");
    return false;
}

/* The extra positional arguments as the *args tuple. */
static bool bind_star(Binding *binding, const Value *args, int count, int index)
{
    Value tuple = count > 0 ? tuple_new(binding->vm, args, (size_t)count) : value_share(binding->vm->empty_tuple);
    if (tuple == VALUE_ERROR)
        return false;
    binding->slots[index] = tuple;
    return true;
}

/* Index of the parameter that may be given by this name, or -1. */
static int find_parameter(const Binding *binding, Value name, int from)
{
    const Code *code = binding->code;
    int end = code->positional_count + code->keyword_only_count;
    for (int i = from; i < end; i++)
        if (code->local_names[i] == name)
            return i;
    for (int i = from; i < end; i++)
        if (str_equal(value_to_str(code->local_names[i]), value_to_str(name)))
            return i;
    return -1;
}

static bool raise_unexpected_keyword(const Binding *binding, Value names)
{
    Vm *vm = binding->vm;
    const Tuple *all = value_to_tuple(names);
    Value clashing[16];
    int count = 0;
    for (size_t i = 0; i < all->count; i++) {
        int found = find_parameter(binding, all->items[i], 0);
        if (found >= 0 && found < binding->code->positional_only_count && count < (int)ARRAY_LENGTH(clashing))
            clashing[count++] = all->items[i];
    }
    if (count) {
        StrBuilder text = {0};
        for (int i = 0; i < count; i++)
            builder_add_format(vm, &text, i ? ", %V" : "%V", clashing[i]);
        Value list = builder_finish(vm, &text);
        if (list == VALUE_ERROR)
            return false;
        raise_type_error(vm, "%V() got some positional-only arguments passed as keyword arguments: '%V'", binding->fn->qualname, list);
        value_drop(vm, list);
        return false;
    }
    for (size_t i = 0; i < all->count; i++)
        if (find_parameter(binding, all->items[i], binding->code->positional_only_count) < 0)
            return raise_type_error(vm, "%V() got an unexpected keyword argument '%V'", binding->fn->qualname, all->items[i]), false;
    return false;
}

static bool bind_keyword(Binding *binding, Value name, Value value, Value names, Value kwargs)
{
    Vm *vm = binding->vm;
    if (!value_is_str(vm, name))
        return raise_false(vm, TYPE_TYPE_ERROR, "keywords must be strings");
    int index = find_parameter(binding, name, binding->code->positional_only_count);
    if (index < 0) {
        if (kwargs == VALUE_ABSENT)
            return raise_unexpected_keyword(binding, names);
        return dict_set(vm, kwargs, name, value);
    }
    if (binding->slots[index] != VALUE_ABSENT)
        return raise_false(vm, TYPE_TYPE_ERROR, "%V() got multiple values for argument '%V'", binding->fn->qualname, name);
    binding->slots[index] = value_share(value);
    return true;
}

static bool bind_keywords(Binding *binding, const Value *values, Value names)
{
    Code *code = binding->code;
    Value kwargs = VALUE_ABSENT;
    if (code->flags & CODE_VARKEYWORDS) {
        kwargs = dict_new(binding->vm);
        if (kwargs == VALUE_ERROR)
            return false;
        binding->slots[code->parameter_count - 1] = kwargs;
    }
    size_t count = names == VALUE_ABSENT ? 0 : value_to_tuple(names)->count;
    for (size_t i = 0; i < count; i++)
        if (!bind_keyword(binding, value_to_tuple(names)->items[i], values[i], names, kwargs))
            return false;
    return true;
}

static bool fill_defaults(Binding *binding)
{
    Function *fn = binding->fn;
    Code *code = binding->code;
    size_t count = fn->defaults == VALUE_ABSENT ? 0 : value_to_tuple(fn->defaults)->count;
    int first = code->positional_count - (int)count;
    bool missing = false;
    for (int i = 0; i < code->positional_count; i++) {
        if (binding->slots[i] != VALUE_ABSENT)
            continue;
        if (i >= first && first >= 0)
            binding->slots[i] = value_share(value_to_tuple(fn->defaults)->items[i - first]);
        else
            missing = true;
    }
    if (missing)
        return raise_missing(binding, 0, code->positional_count, "positional");
    for (int i = code->positional_count; i < code->positional_count + code->keyword_only_count; i++) {
        if (binding->slots[i] != VALUE_ABSENT)
            continue;
        Value value = fn->kwdefaults == VALUE_ABSENT ? VALUE_ABSENT : dict_get_borrow(binding->vm, fn->kwdefaults, parameter_name(binding, i));
        if (value == VALUE_ERROR)
            return false;
        if (value != VALUE_ABSENT)
            binding->slots[i] = value_share(value);
        else
            missing = true;
    }
    return !missing || raise_missing(binding, code->positional_count, code->positional_count + code->keyword_only_count, "keyword-only");
}

static bool bind_into(Binding *binding, Value *base, Value names)
{
    Code *code = binding->code;
    int positional = binding->positional, taken = positional < code->positional_count ? positional : code->positional_count;
    for (int i = 0; i < taken; i++)
        binding->slots[i] = value_share(base[i]);
    if (code->flags & CODE_VARARGS &&
        !bind_star(binding, base + taken, positional - taken, code->positional_count + code->keyword_only_count))
        return false;
    if (!bind_keywords(binding, base + positional, names))
        return false;
    if (positional > code->positional_count && !(code->flags & CODE_VARARGS))
        return raise_too_many(binding);
    return fill_defaults(binding);
}

/* The usual case: positional arguments, the rest from defaults, nothing to rearrange. */
static bool bind_by_position(Vm *vm, const Function *fn, Value *base, int count)
{
    const Code *code = fn->code;
    if (fn->defaults == VALUE_ABSENT || code->parameter_count != code->positional_count || count > code->positional_count)
        return false;
    const Tuple *defaults = value_to_tuple(fn->defaults);
    int first = code->positional_count - (int)defaults->count;
    if (count < first || first < 0)
        return false;
    for (int i = count; i < code->positional_count; i++)
        base[i] = value_share(defaults->items[i - first]);
    (void)vm;
    return true;
}

bool bind_arguments(Vm *vm, Function *fn, Value *base, int count, Value names)
{
    if (names == VALUE_ABSENT && bind_by_position(vm, fn, base, count))
        return true;
    Code *code = fn->code;
    int named = names == VALUE_ABSENT ? 0 : (int)value_to_tuple(names)->count;
    Value few[16];
    Value *slots = few;
    if (code->parameter_count > ARRAY_LENGTH(few) && !(slots = vm_alloc(vm, code->parameter_count * sizeof(Value)))) {
        slots = few;
        goto failed;
    }
    for (int i = 0; i < code->parameter_count; i++)
        slots[i] = VALUE_ABSENT;
    Binding binding = {vm, fn, code, slots, count - named};
    bool bound = bind_into(&binding, base, names);
    for (int i = 0; i < count; i++)
        value_drop(vm, base[i]);
    for (int i = 0; i < code->parameter_count; i++) {
        if (bound)
            base[i] = slots[i];
        else
            value_drop(vm, slots[i]);
    }
    if (slots != few)
        vm_free(vm, slots, code->parameter_count * sizeof(Value));
    return bound;
failed:
    for (int i = 0; i < count; i++)
        value_drop(vm, base[i]);
    return false;
}
