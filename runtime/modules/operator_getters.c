/* operator: itemgetter, attrgetter, methodcaller: what sort keys are made of. */
#include "modules/operator.h"

#include "object/sequence.h"

/* items: itemgetter's subscripts; attrgetter's paths, each a tuple of names;
 * methodcaller's positional arguments. */
typedef struct {
    Object object;
    Value items; /* tuple */
    Value name;  /* methodcaller's method; VALUE_ABSENT elsewhere */
    Value keywords; /* methodcaller's dict; VALUE_ABSENT elsewhere */
} Getter;

static inline Getter *value_to_getter(Value value) { return (Getter *)value_object(value); }

static void getter_destroy(Vm *vm, Object *self)
{
    Getter *getter = (Getter *)self;
    value_drop(vm, getter->items);
    value_drop(vm, getter->name);
    value_drop(vm, getter->keywords);
    object_free(vm, self, 0);
}

static void getter_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context)
{
    visit(vm, ((Getter *)self)->items, context);
    visit(vm, ((Getter *)self)->keywords, context);
}

static Getter *getter_new(Vm *vm, Value class, Value items_take)
{
    Getter *getter = value_is_error(items_take) ? NULL : object_new(vm, value_to_type(class), 0);
    if (getter == NULL) {
        value_drop(vm, items_take);
        return NULL;
    }
    getter->items = items_take;
    getter->name = getter->keywords = VALUE_ABSENT;
    return getter;
}

/* All arguments in one tuple: the first and those behind it. */
static Value all_arguments(Vm *vm, Value first, Value rest)
{
    Tuple *others = value_to_tuple(rest), *all = tuple_new_raw(vm, others->count + 1);
    if (all == NULL)
        return VALUE_ERROR;
    all->items[0] = value_share(first);
    for (size_t i = 0; i < others->count; i++)
        all->items[i + 1] = value_share(others->items[i]);
    return value_from_object(all);
}

/* The one argument of a getter's call. */
static bool only_argument(Vm *vm, Value self, const Value *args, int count, Value names, Value *object)
{
    if (names != VALUE_ABSENT)
        return raise_false(vm, TYPE_TYPE_ERROR, "%T() takes no keyword arguments", self);
    if (count != 1)
        return raise_false(vm, TYPE_TYPE_ERROR, "%T expected 1 argument, got %d", self, count);
    *object = args[0];
    return true;
}

/* get(object, item) for each item: one result, or a tuple of them. */
static Value get_each(Vm *vm, Value self, Value object, Value (*get)(Vm *vm, Value object, Value item))
{
    Tuple *items = value_to_tuple(value_to_getter(self)->items);
    if (items->count == 1)
        return get(vm, object, items->items[0]);
    Tuple *results = tuple_new_raw(vm, items->count);
    if (results == NULL)
        return VALUE_ERROR;
    for (size_t i = 0; i < items->count; i++) {
        Value result = get(vm, object, items->items[i]);
        if (value_is_error(result)) {
            value_drop(vm, value_from_object(results));
            return VALUE_ERROR;
        }
        results->items[i] = result;
    }
    return value_from_object(results);
}

/* "name(1, 2)" of a tuple of arguments. */
static Value repr_arguments(Vm *vm, Value self, Value items)
{
    ReprGuard guard;
    int state = repr_enter(vm, &guard, self);
    if (state != 0)
        return state < 0 ? VALUE_ERROR : format_text(vm, "operator.%T(...)", self);
    StrBuilder builder = {0};
    builder_add_format(vm, &builder, "operator.%T(", self);
    for (size_t i = 0; i < value_to_tuple(items)->count; i++) {
        if (i != 0)
            builder_add_c(vm, &builder, ", ");
        builder_add_repr(vm, &builder, value_to_tuple(items)->items[i]);
    }
    repr_leave(vm, &guard);
    builder_add_c(vm, &builder, ")");
    return builder_finish(vm, &builder);
}

/* itemgetter. ---------------------------------------------------------------------------- */

static Value itemgetter_new(Vm *vm, const Value *args)
{
    Getter *getter = getter_new(vm, args[0], all_arguments(vm, args[1], args[2]));
    return getter != NULL ? value_from_object(getter) : VALUE_ERROR;
}

static Value itemgetter_slot_call(Vm *vm, Value self, const Value *args, int count, Value names)
{
    Value object;
    return only_argument(vm, self, args, count, names, &object) ? get_each(vm, self, object, value_getitem) : VALUE_ERROR;
}

static Value itemgetter_slot_repr(Vm *vm, Value self) { return repr_arguments(vm, self, value_to_getter(self)->items); }

static const NativeDef itemgetter_methods[] = {
    FN(itemgetter_new, "__new__(cls, item, /, *items)", "Create and return a new object."), {0}};

static const TypeDef itemgetter_type_def = {
    .name = "itemgetter",
    .module = "operator",
    .doc = "Return a callable object that fetches the given item(s) from its operand.\nAfter f = itemgetter(2), the call "
           "f(r) returns r[2].\nAfter g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(Getter),
    .slots = {.destroy = getter_destroy,
              .traverse = getter_traverse,
              .repr = itemgetter_slot_repr,
              .call = itemgetter_slot_call},
    .methods = itemgetter_methods,
};

/* attrgetter. ------------------------------------------------------------------------------- */

/* "a.b" to a tuple of interned names. */
static Value attribute_path(Vm *vm, Value text)
{
    if (!value_is_str(vm, text))
        return raise_type_error(vm, "attribute name must be a string");
    Str *str = value_to_str(text);
    Value names = list_new(vm, NULL, 0);
    for (size_t start = 0, i = 0; !value_is_error(names) && i <= str->size; i++) {
        if (i < str->size && str->bytes[i] != '.')
            continue;
        Value name = str_intern(vm, str->bytes + start, i - start);
        if (value_is_error(name) || !list_append_take(vm, names, name)) {
            value_drop(vm, names);
            return VALUE_ERROR;
        }
        start = i + 1;
    }
    Value path = value_is_error(names) ? VALUE_ERROR : list_to_tuple(vm, names);
    value_drop(vm, names);
    return path;
}

static Value attrgetter_new(Vm *vm, const Value *args)
{
    Getter *getter = getter_new(vm, args[0], all_arguments(vm, args[1], args[2]));
    if (getter == NULL)
        return VALUE_ERROR;
    Tuple *paths = value_to_tuple(getter->items);
    for (size_t i = 0; i < paths->count; i++) {
        Value path = attribute_path(vm, paths->items[i]);
        if (value_is_error(path)) {
            value_drop(vm, value_from_object(getter));
            return VALUE_ERROR;
        }
        value_replace_take(vm, &paths->items[i], path);
    }
    return value_from_object(getter);
}

static Value get_path(Vm *vm, Value object, Value path)
{
    Tuple *names = value_to_tuple(path);
    Value result = value_share(object);
    for (size_t i = 0; i < names->count && !value_is_error(result); i++) {
        Value next = attribute_get(vm, result, names->items[i]);
        value_drop(vm, result);
        result = next;
    }
    return result;
}

static Value attrgetter_slot_call(Vm *vm, Value self, const Value *args, int count, Value names)
{
    Value object;
    return only_argument(vm, self, args, count, names, &object) ? get_each(vm, self, object, get_path) : VALUE_ERROR;
}

static Value attrgetter_slot_repr(Vm *vm, Value self)
{
    Tuple *paths = value_to_tuple(value_to_getter(self)->items);
    Value dot = str_from_c(vm, "."), texts = list_new(vm, NULL, 0), text = VALUE_ERROR;
    bool ok = !value_is_error(dot) && !value_is_error(texts);
    for (size_t i = 0; ok && i < paths->count; i++) {
        Value path = str_join(vm, dot, paths->items[i]);
        ok = !value_is_error(path) && list_append_take(vm, texts, path);
    }
    Value items = ok ? list_to_tuple(vm, texts) : VALUE_ERROR;
    if (!value_is_error(items))
        text = repr_arguments(vm, self, items);
    value_drop(vm, items);
    value_drop(vm, texts);
    value_drop(vm, dot);
    return text;
}

static const NativeDef attrgetter_methods[] = {
    FN(attrgetter_new, "__new__(cls, attr, /, *attrs)", "Create and return a new object."), {0}};

static const TypeDef attrgetter_type_def = {
    .name = "attrgetter",
    .module = "operator",
    .doc = "Return a callable object that fetches the given attribute(s) from its operand.\nAfter f = attrgetter('name'), "
           "the call f(r) returns r.name.",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(Getter),
    .slots = {.destroy = getter_destroy,
              .traverse = getter_traverse,
              .repr = attrgetter_slot_repr,
              .call = attrgetter_slot_call},
    .methods = attrgetter_methods,
};

/* methodcaller. ------------------------------------------------------------------------------ */

static Value methodcaller_new(Vm *vm, const Value *args)
{
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "method name must be a string");
    Getter *getter = getter_new(vm, args[0], value_share(args[2]));
    if (getter == NULL)
        return VALUE_ERROR;
    getter->keywords = value_share(args[3]);
    Value name = str_intern(vm, value_to_str(args[1])->bytes, value_to_str(args[1])->size);
    if (!value_is_error(name)) {
        getter->name = name;
        return value_from_object(getter);
    }
    value_drop(vm, value_from_object(getter));
    return VALUE_ERROR;
}

static Value methodcaller_slot_call(Vm *vm, Value self, const Value *args, int count, Value names)
{
    Value object;
    if (!only_argument(vm, self, args, count, names, &object))
        return VALUE_ERROR;
    Getter *getter = value_to_getter(self);
    if (value_to_dict(getter->keywords)->count == 0) {
        Tuple *items = value_to_tuple(getter->items);
        return call_method(vm, object, getter->name, items->items, (int)items->count);
    }
    Value method = attribute_get(vm, object, getter->name);
    if (value_is_error(method))
        return VALUE_ERROR;
    Value result = call_tuple_dict(vm, method, getter->items, getter->keywords);
    value_drop(vm, method);
    return result;
}

static Value methodcaller_slot_repr(Vm *vm, Value self)
{
    Getter *getter = value_to_getter(self);
    StrBuilder builder = {0};
    builder_add_format(vm, &builder, "operator.%T(%R", self, getter->name);
    Tuple *items = value_to_tuple(getter->items);
    for (size_t i = 0; i < items->count; i++)
        builder_add_format(vm, &builder, ", %R", items->items[i]);
    uint32_t position = 0;
    Value key, value;
    while (dict_walk(getter->keywords, &position, &key, &value))
        builder_add_format(vm, &builder, ", %V=%R", key, value);
    builder_add_c(vm, &builder, ")");
    return builder_finish(vm, &builder);
}

static const NativeDef methodcaller_methods[] = {
    FN(methodcaller_new, "__new__(cls, name, /, *args, **kwargs)", "Create and return a new object."), {0}};

static const TypeDef methodcaller_type_def = {
    .name = "methodcaller",
    .module = "operator",
    .doc = "Return a callable object that calls the given method on its operand.\nAfter f = methodcaller('name'), the call "
           "f(r) returns r.name().",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(Getter),
    .slots = {.destroy = getter_destroy,
              .traverse = getter_traverse,
              .repr = methodcaller_slot_repr,
              .call = methodcaller_slot_call},
    .methods = methodcaller_methods,
};

bool operator_getters_fill(Vm *vm, Value module)
{
    return module_add_type(vm, module, &itemgetter_type_def, NULL) != NULL &&
           module_add_type(vm, module, &attrgetter_type_def, NULL) != NULL &&
           module_add_type(vm, module, &methodcaller_type_def, NULL) != NULL;
}
