/* The descriptor behind namedtuple's fields: self[index], unless a subclass says otherwise. */
#include "modules/collections.h"

#include "object/sequence.h"

typedef struct {
    Object object;
    int64_t index;
    Value doc;
} TupleGetter;

static Value tuple_getter_m_new(Vm *vm, const Value *args)
{
    int64_t index;
    if (!value_to_i64(vm, args[1], &index))
        return VALUE_ERROR;
    TupleGetter *self = object_new(vm, value_to_type(args[0]), 0);
    if (self == NULL)
        return VALUE_ERROR;
    self->index = index;
    self->doc = value_share(args[2]);
    return value_from_object(self);
}

static void tuple_getter_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((TupleGetter *)self)->doc);
    object_free(vm, self, 0);
}

static void tuple_getter_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context)
{
    visit(vm, ((TupleGetter *)self)->doc, context);
}

static Value tuple_getter_slot_get(Vm *vm, Value self, Value instance, Type *owner)
{
    (void)owner;
    if (instance == VALUE_ABSENT || value_is_none(instance))
        return value_share(self);
    int64_t index = VALUE_OBJECT(TupleGetter, self)->index;
    if (!value_is_tuple(vm, instance))
        return raise_type_error(vm, "descriptor for index '%lld' for tuple subclasses doesn't apply to '%T' object",
                                (long long)index, instance);
    Tuple *tuple = value_to_tuple(instance);
    if ((uint64_t)index >= tuple->count)
        return raise_error(vm, TYPE_INDEX_ERROR, "tuple index out of range");
    return value_share(tuple->items[index]);
}

static bool tuple_getter_slot_set(Vm *vm, Value self, Value instance, Value value)
{
    (void)self;
    (void)instance;
    return raise_false(vm, TYPE_ATTRIBUTE_ERROR, value == VALUE_ABSENT ? "can't delete attribute" : "can't set attribute");
}

static Value tuple_getter_slot_repr(Vm *vm, Value self)
{
    TupleGetter *getter = VALUE_OBJECT(TupleGetter, self);
    return format_text(vm, "_tuplegetter(%lld, %R)", (long long)getter->index, getter->doc);
}

static Value tuple_getter_get_doc(Vm *vm, Value self)
{
    (void)vm;
    return value_share(VALUE_OBJECT(TupleGetter, self)->doc);
}

static bool tuple_getter_set_doc(Vm *vm, Value self, Value doc)
{
    value_replace_take(vm, &VALUE_OBJECT(TupleGetter, self)->doc, doc == VALUE_ABSENT ? VALUE_NONE : value_share(doc));
    return true;
}

static const GetSetDef tuple_getter_getsets[] = {{"__doc__", tuple_getter_get_doc, tuple_getter_set_doc, NULL}, {0}};
static const NativeDef tuple_getter_methods[] = {
    FN(tuple_getter_m_new, "__new__(cls, index, doc, /)", "Create and return a new object."), {0}};

const TypeDef tuple_getter_type_def = {
    .name = "_tuplegetter",
    .module = "collections",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(TupleGetter),
    .slots = {.destroy = tuple_getter_destroy,
              .traverse = tuple_getter_traverse,
              .repr = tuple_getter_slot_repr,
              .get = tuple_getter_slot_get,
              .set = tuple_getter_slot_set},
    .methods = tuple_getter_methods,
    .getsets = tuple_getter_getsets,
};
