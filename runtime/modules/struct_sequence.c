/* Tuples whose items have names. */
#include "modules/struct_sequence.h"

#define STRUCT_GETTER(i)                                                                                                \
    Value struct_field_##i(Vm *vm, Value self)                                                                          \
    {                                                                                                                   \
        (void)vm;                                                                                                       \
        const Tuple *tuple = value_to_tuple(self);                                                                      \
        return (i) < tuple->count ? value_share(tuple->items[i]) : VALUE_NONE;                                          \
    }
STRUCT_GETTER(0)
STRUCT_GETTER(1)
STRUCT_GETTER(2)
STRUCT_GETTER(3)
STRUCT_GETTER(4)
STRUCT_GETTER(5)
STRUCT_GETTER(6)
STRUCT_GETTER(7)
STRUCT_GETTER(8)
STRUCT_GETTER(9)
STRUCT_GETTER(10)
STRUCT_GETTER(11)
STRUCT_GETTER(12)
STRUCT_GETTER(13)
STRUCT_GETTER(14)
STRUCT_GETTER(15)
STRUCT_GETTER(16)
STRUCT_GETTER(17)
STRUCT_GETTER(18)
STRUCT_GETTER(19)
#undef STRUCT_GETTER

Type *struct_sequence_type(Vm *vm, const TypeDef *def)
{
    return type_create(vm, def, vm->types[TYPE_TUPLE]);
}

Value struct_sequence_new_take(Vm *vm, Type *type, const Value *items, size_t count)
{
    bool failed = false;
    for (size_t i = 0; i < count; i++)
        failed = failed || value_is_error(items[i]);
    Tuple *tuple = failed ? NULL : object_new(vm, type, count * sizeof(Value));
    if (tuple == NULL) {
        for (size_t i = 0; i < count; i++)
            value_drop(vm, items[i]);
        return VALUE_ERROR;
    }
    tuple->count = count;
    memcpy(tuple->items, items, count * sizeof(Value));
    return value_from_object(tuple);
}

/* Items of the sequence; attributes that are no items come after them. */
static size_t struct_field_count(const TypeDef *def)
{
    static Value (*const getters[])(Vm *, Value) = {
        struct_field_0,  struct_field_1,  struct_field_2,  struct_field_3,  struct_field_4,  struct_field_5,  struct_field_6,
        struct_field_7,  struct_field_8,  struct_field_9,  struct_field_10, struct_field_11, struct_field_12, struct_field_13,
        struct_field_14, struct_field_15, struct_field_16, struct_field_17, struct_field_18, struct_field_19};
    size_t count = 0;
    while (count < ARRAY_LENGTH(getters) && def->getsets[count].get == getters[count])
        count++;
    return count;
}

Value struct_sequence_slot_repr(Vm *vm, Value self)
{
    const Type *type = value_type(vm, self);
    const TypeDef *def = type->def;
    const Tuple *tuple = value_to_tuple(self);
    StrBuilder builder = {0};
    builder_add_format(vm, &builder, "%V.%N(", type->module, type);
    for (size_t i = 0; i < tuple->count && def->getsets[i].name != NULL; i++)
        builder_add_format(vm, &builder, "%s%s=%R", i == 0 ? "" : ", ", def->getsets[i].name, tuple->items[i]);
    builder_add_c(vm, &builder, ")");
    return builder_finish(vm, &builder);
}

/* From any sequence of the right length. */
static Value struct_sequence_m_new(Vm *vm, const Value *args)
{
    Type *type = value_to_type(args[0]);
    size_t wanted = struct_field_count(type->def);
    Value given = tuple_from(vm, args[1]);
    if (value_is_error(given))
        return VALUE_ERROR;
    const Tuple *tuple = value_to_tuple(given);
    Value result = VALUE_ERROR;
    if (tuple->count < wanted) {
        raise_type_error(vm, "%V.%N() takes an at least %zu-sequence (%zu-sequence given)", type->module, type, wanted,
                         tuple->count);
    } else {
        for (size_t i = 0; i < wanted; i++)
            value_share(tuple->items[i]);
        result = struct_sequence_new_take(vm, type, tuple->items, wanted);
    }
    value_drop(vm, given);
    return result;
}

const NativeDef struct_sequence_methods[] = {
    FN(struct_sequence_m_new, "__new__(cls, sequence)", "Make one from a sequence."), {0}};
