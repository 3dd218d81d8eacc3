/* repr() clipped as CPython's reprlib does it, for results and arguments shown in
 * the repr of futures and handles. */
#include "loop/handle.h"
#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/str.h"

/* reprlib.Repr's limits. */
enum { LEVEL_MAX = 6, STRING_MAX = 30, OTHER_MAX = 30, INT_MAX_DIGITS = 40, ITEMS_MAX = 6, DICT_MAX = 4 };

static void add_short(Vm *vm, StrBuilder *builder, Value value, int level);

/* text with its middle cut out, for a limit of code points. */
static void add_cut(Vm *vm, StrBuilder *builder, Value text, size_t limit)
{
    const Str *str = value_to_str(text);
    size_t head = (limit - 3) / 2, tail = limit - 3 - head;
    size_t head_end = str_offset(str, head), tail_start = str_offset(str, str->length - tail);
    builder_add(vm, builder, str->bytes, head_end);
    builder_add_c(vm, builder, "...");
    builder_add(vm, builder, str->bytes + tail_start, str->size - tail_start);
}

/* repr of the first and last characters of a long str, joined. */
static Value repr_of_ends(Vm *vm, Value value)
{
    const Str *str = value_to_str(value);
    size_t head = (STRING_MAX - 3) / 2, tail = STRING_MAX - 3 - head;
    Value start = str_slice(vm, value, 0, size_min(head, str->length));
    Value end = str_slice(vm, value, str->length > tail ? str->length - tail : 0, str->length);
    Value joined = start == VALUE_ERROR || end == VALUE_ERROR ? VALUE_ERROR : str_concat(vm, start, end);
    value_drop(vm, start);
    value_drop(vm, end);
    Value text = joined == VALUE_ERROR ? VALUE_ERROR : value_repr(vm, joined);
    value_drop(vm, joined);
    return text;
}

static Value repr_of_start(Vm *vm, Value value)
{
    Value start = str_slice(vm, value, 0, size_min(STRING_MAX, value_to_str(value)->length));
    Value text = start == VALUE_ERROR ? VALUE_ERROR : value_repr(vm, start);
    value_drop(vm, start);
    return text;
}

static void add_items(Vm *vm, StrBuilder *builder, const Value *items, size_t count, int level)
{
    for (size_t i = 0; i < count && i < ITEMS_MAX; i++) {
        if (i)
            builder_add_c(vm, builder, ", ");
        add_short(vm, builder, items[i], level - 1);
    }
    if (count > ITEMS_MAX)
        builder_add_c(vm, builder, ", ...");
}

static void add_sequence(Vm *vm, StrBuilder *builder, Value value, int level)
{
    bool tuple = value_has_shape(value, TYPE_TUPLE);
    size_t count = tuple ? value_to_tuple(value)->count : value_to_list(value)->count;
    const Value *items = tuple ? value_to_tuple(value)->items : value_to_list(value)->items;
    builder_add_c(vm, builder, tuple ? "(" : "[");
    if (level <= 0 && count)
        builder_add_c(vm, builder, "...");
    else
        add_items(vm, builder, items, count, level);
    builder_add_c(vm, builder, tuple ? (count == 1 ? ",)" : ")") : "]");
}

/* As reprlib does, in the order of the keys. */
static void add_dict(Vm *vm, StrBuilder *builder, Value value, int level)
{
    if (value_to_dict(value)->count == 0) {
        builder_add_c(vm, builder, "{}");
        return;
    }
    if (level <= 0) {
        builder_add_c(vm, builder, "{...}");
        return;
    }
    Value keys = list_from(vm, value);
    if (keys == VALUE_ERROR || (!list_sort(vm, keys, VALUE_NONE, false) && (error_clear(vm), false))) {
        builder->failed = true;
        return;
    }
    size_t count = value_to_list(keys)->count;
    builder_add_c(vm, builder, "{");
    for (size_t i = 0; i < count && i < DICT_MAX; i++) {
        Value key = value_to_list(keys)->items[i], found = dict_get_borrow(vm, value, key);
        if (found == VALUE_ERROR || found == VALUE_ABSENT)
            continue;
        if (i)
            builder_add_c(vm, builder, ", ");
        add_short(vm, builder, key, level - 1);
        builder_add_c(vm, builder, ": ");
        add_short(vm, builder, found, level - 1);
    }
    builder_add_c(vm, builder, count > DICT_MAX ? ", ...}" : "}");
    value_drop(vm, keys);
}

static void add_text_of(Vm *vm, StrBuilder *builder, Value value)
{
    bool string = value_has_shape(value, TYPE_STR);
    bool is_int = value_is_int(value) || value_has_shape(value, TYPE_INT);
    size_t limit = string ? STRING_MAX : is_int ? INT_MAX_DIGITS : OTHER_MAX;
    Value text = string ? repr_of_start(vm, value) : value_repr(vm, value);
    bool cut = text != VALUE_ERROR && value_to_str(text)->length > limit;
    if (cut && string) {
        value_drop(vm, text);
        text = repr_of_ends(vm, value);
    }
    if (text == VALUE_ERROR) {
        builder->failed = true;
        return;
    }
    if (cut)
        add_cut(vm, builder, text, limit);
    else
        builder_add_str(vm, builder, text);
    value_drop(vm, text);
}

static void add_short(Vm *vm, StrBuilder *builder, Value value, int level)
{
    if (value_has_shape(value, TYPE_TUPLE) || value_has_shape(value, TYPE_LIST))
        add_sequence(vm, builder, value, level);
    else if (value_has_shape(value, TYPE_DICT))
        add_dict(vm, builder, value, level);
    else
        add_text_of(vm, builder, value);
}

Value short_repr(Vm *vm, Value value)
{
    if (!stack_guard(vm))
        return VALUE_ERROR;
    StrBuilder builder = {0};
    add_short(vm, &builder, value, LEVEL_MAX);
    return builder_finish(vm, &builder);
}
