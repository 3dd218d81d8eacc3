/* Slots of classes: C functions that look the dunder method up and call it.
 *
 * A class has such a function in a slot only if the dunder it inherits is not
 * just a builtin base's slot wrapper; then the base's own function is there, so
 * that a list subclass without __getitem__ is as fast as a list. */
#include "object/call.h"
#include "object/container.h"
#include "object/descriptor.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/slots.h"
#include "object/str.h"
#include "object/type.h"
#include "object/unraisable.h"

/* Calls self's dunder; an absent one (deleted since) is an AttributeError. */
static Value class_call(Vm *vm, Value self, NameId name, const Value *args, int count)
{
    Value result = special_call(vm, self, vm->names[name], args, count);
    return result == VALUE_ABSENT ? raise_attribute_error(vm, self, vm->names[name]) : result;
}

#define UNARY_SLOT(name) \
    static Value class_slot_##name(Vm *vm, Value self) { return class_call(vm, self, NAME___##name##__, NULL, 0); }

UNARY_SLOT(repr)
UNARY_SLOT(str)
UNARY_SLOT(await)
UNARY_SLOT(aiter)
UNARY_SLOT(anext)
UNARY_SLOT(invert)
UNARY_SLOT(pos)
UNARY_SLOT(neg)
UNARY_SLOT(abs)
UNARY_SLOT(index)
UNARY_SLOT(int)
UNARY_SLOT(float)

static bool is_none_method(Vm *vm, Value self, NameId name)
{
    return type_lookup_borrow(vm, value_type(vm, self), vm->names[name]) == VALUE_NONE;
}

static Value class_slot_iter(Vm *vm, Value self)
{
    if (is_none_method(vm, self, NAME___iter__))
        return raise_type_error(vm, "'%T' object is not iterable", self);
    return class_call(vm, self, NAME___iter__, NULL, 0);
}

static Value class_slot_next(Vm *vm, Value self)
{
    Value result = class_call(vm, self, NAME___next__, NULL, 0);
    if (!value_is_error(result) || !error_matches(vm, TYPE_STOP_ITERATION))
        return result;
    Value value = VALUE_NONE;
    if (!error_clear_stop_iteration(vm, &value))
        return VALUE_ERROR;
    value_clear(vm, &vm->stop_value);
    if (!value_is_none(value))
        vm->stop_value = value;
    return VALUE_DONE;
}

bool slot_hash_unhashable(Vm *vm, Value self, int64_t *hash)
{
    (void)hash;
    return raise_false(vm, TYPE_TYPE_ERROR, "unhashable type: '%T'", self);
}

static bool class_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    Value result = class_call(vm, self, NAME___hash__, NULL, 0);
    if (value_is_error(result))
        return false;
    bool good = value_is_any_int(vm, result);
    if (good)
        *hash = int_hash(vm, result);
    value_drop(vm, result);
    return good || raise_false(vm, TYPE_TYPE_ERROR, "__hash__ method should return an integer");
}

/* self in front of the arguments, where that saves a bound method. */
static Value class_slot_call(Vm *vm, Value self, const Value *args, int count, Value names)
{
    if (!stack_guard(vm))
        return VALUE_ERROR;
    Value method = type_lookup_borrow(vm, value_type(vm, self), NAME_OF(vm, __call__));
    if (method == VALUE_ABSENT)
        return raise_type_error(vm, "'%T' object is not callable", self);
    size_t given = (size_t)count + (names == VALUE_ABSENT ? 0 : value_to_tuple(names)->count);
    Value all[16];
    if (!value_has_flag(vm, method, TYPE_FLAG_METHOD_LIKE) || given + 1 > ARRAY_LENGTH(all)) {
        method = special_lookup(vm, self, NAME_OF(vm, __call__));
        if (value_is_error(method))
            return VALUE_ERROR;
        Value result = call_values(vm, method, args, count, names);
        value_drop(vm, method);
        return result;
    }
    all[0] = self;
    if (given)
        memcpy(all + 1, args, given * sizeof *all);
    value_share(method); /* the call may take it off the class */
    Value result = call_values(vm, method, all, count + 1, names);
    value_drop(vm, method);
    return result;
}

static Value class_slot_getattr(Vm *vm, Value self, Value name)
{
    Type *type = value_type(vm, self);
    Value method = type_lookup_borrow(vm, type, NAME_OF(vm, __getattribute__));
    Value result;
    if (value_has_shape(method, TYPE_SLOT_WRAPPER))
        result = value_to_type(((SlotWrapper *)value_object(method))->owner)->slots.getattr(vm, self, name);
    else
        result = class_call(vm, self, NAME___getattribute__, &name, 1);
    if (!value_is_error(result) || !error_matches(vm, TYPE_ATTRIBUTE_ERROR) ||
        type_lookup_borrow(vm, type, NAME_OF(vm, __getattr__)) == VALUE_ABSENT)
        return result;
    error_clear(vm);
    return class_call(vm, self, NAME___getattr__, &name, 1);
}

static bool finish(Vm *vm, Value result)
{
    if (value_is_error(result))
        return false;
    value_drop(vm, result);
    return true;
}

static bool class_slot_setattr(Vm *vm, Value self, Value name, Value value)
{
    Value args[2] = {name, value};
    if (value == VALUE_ABSENT)
        return finish(vm, class_call(vm, self, NAME___delattr__, args, 1));
    return finish(vm, class_call(vm, self, NAME___setattr__, args, 2));
}

static Value class_slot_get(Vm *vm, Value self, Value instance, Type *owner)
{
    Value args[2] = {instance == VALUE_ABSENT ? VALUE_NONE : instance, owner ? type_value(owner) : VALUE_NONE};
    return class_call(vm, self, NAME___get__, args, 2);
}

static bool class_slot_set(Vm *vm, Value self, Value instance, Value value)
{
    Value args[2] = {instance, value};
    NameId name = value == VALUE_ABSENT ? NAME___delete__ : NAME___set__;
    Value result = special_call(vm, self, vm->names[name], args, value == VALUE_ABSENT ? 1 : 2);
    if (result == VALUE_ABSENT)
        return raise_false(vm, TYPE_ATTRIBUTE_ERROR, "%V", vm->names[name]);
    return finish(vm, result);
}

static int64_t class_slot_length(Vm *vm, Value self)
{
    Value result = class_call(vm, self, NAME___len__, NULL, 0);
    if (value_is_error(result))
        return -1;
    Value index = value_index(vm, result);
    value_drop(vm, result);
    if (value_is_error(index))
        return -1;
    int64_t length = -1;
    if (int_sign(vm, index) < 0)
        (void)raise_value_error(vm, "__len__() should return >= 0");
    else if (!int_fits_i64(vm, index, &length))
        (void)raise_error(vm, TYPE_OVERFLOW_ERROR, "cannot fit 'int' into an index-sized integer");
    value_drop(vm, index);
    return error_pending(vm) ? -1 : length;
}

static Value class_slot_getitem(Vm *vm, Value self, Value key)
{
    return class_call(vm, self, NAME___getitem__, &key, 1);
}

static bool class_slot_setitem(Vm *vm, Value self, Value key, Value value)
{
    Value args[2] = {key, value};
    if (value != VALUE_ABSENT) {
        Value result = special_call(vm, self, NAME_OF(vm, __setitem__), args, 2);
        if (result == VALUE_ABSENT)
            return raise_false(vm, TYPE_TYPE_ERROR, "'%T' object does not support item assignment", self);
        return finish(vm, result);
    }
    Value result = special_call(vm, self, NAME_OF(vm, __delitem__), args, 1);
    if (result == VALUE_ABSENT)
        return raise_false(vm, TYPE_TYPE_ERROR, "'%T' object does not support item deletion", self);
    return finish(vm, result);
}

static int truth_take(Vm *vm, Value result)
{
    if (value_is_error(result))
        return -1;
    int truth = value_truth(vm, result);
    value_drop(vm, result);
    return truth;
}

static int class_slot_contains(Vm *vm, Value self, Value item)
{
    if (is_none_method(vm, self, NAME___contains__)) {
        (void)raise_type_error(vm, "'%T' object is not a container", self);
        return -1;
    }
    return truth_take(vm, class_call(vm, self, NAME___contains__, &item, 1));
}

static int class_slot_truth(Vm *vm, Value self)
{
    Value result = class_call(vm, self, NAME___bool__, NULL, 0);
    if (value_is_error(result))
        return -1;
    if (value_is_bool(result))
        return result == VALUE_TRUE;
    (void)raise_type_error(vm, "__bool__ should return bool, returned %T", result);
    value_drop(vm, result);
    return -1;
}

static Value class_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    static const uint16_t names[] = {
        [COMPARE_EQ] = NAME___eq__, [COMPARE_NE] = NAME___ne__, [COMPARE_LT] = NAME___lt__,
        [COMPARE_LE] = NAME___le__, [COMPARE_GT] = NAME___gt__, [COMPARE_GE] = NAME___ge__,
    };
    if (!stack_guard(vm))
        return VALUE_ERROR;
    Value result = special_call(vm, self, vm->names[names[op]], &other, 1);
    return result == VALUE_ABSENT ? VALUE_NOT_IMPLEMENTED : result;
}

static void class_slot_finalize(Vm *vm, Value self)
{
    Value result = special_call(vm, self, NAME_OF(vm, __del__), NULL, 0);
    if (!value_is_error(result)) {
        value_drop(vm, result);
        return;
    }
    Value method = type_lookup_borrow(vm, value_type(vm, self), NAME_OF(vm, __del__));
    error_unraisable(vm, method == VALUE_ABSENT ? VALUE_NONE : method);
}

/* Binary operations. --------------------------------------------------------- */

typedef Value (*BinarySlot)(Vm *vm, Value left, Value right);

static Value call_or_decline(Vm *vm, Value self, NameId name, Value other)
{
    Value result = special_call(vm, self, vm->names[name], &other, 1);
    return result == VALUE_ABSENT ? VALUE_NOT_IMPLEMENTED : result;
}

/* Does a derived class have a reflected method of its own? */
static bool is_overridden(Vm *vm, const Type *base, const Type *derived, NameId name)
{
    Value own = type_lookup_borrow(vm, derived, vm->names[name]);
    return own != VALUE_ABSENT && own != type_lookup_borrow(vm, base, vm->names[name]);
}

/* The operands' methods in the language's order: a right operand of a derived
 * class with a reflected method of its own comes first. */
static Value class_binary(Vm *vm, Value left, Value right, BinaryOp op, NameId name, NameId reflected, BinarySlot slot)
{
    if (!stack_guard(vm))
        return VALUE_ERROR;
    Type *left_type = value_type(vm, left), *right_type = value_type(vm, right);
    bool try_right = left_type != right_type && right_type->slots.binary[op] == slot;
    if (left_type->slots.binary[op] == slot) {
        if (try_right && type_is_subtype(right_type, left_type) && is_overridden(vm, left_type, right_type, reflected)) {
            Value result = call_or_decline(vm, right, reflected, left);
            if (result != VALUE_NOT_IMPLEMENTED)
                return result;
            try_right = false;
        }
        Value result = call_or_decline(vm, left, name, right);
        if (result != VALUE_NOT_IMPLEMENTED || left_type == right_type)
            return result;
    }
    return try_right ? call_or_decline(vm, right, reflected, left) : VALUE_NOT_IMPLEMENTED;
}

#define BINARY_SLOT(name, op) \
    static Value class_slot_##name(Vm *vm, Value left, Value right) \
    { \
        return class_binary(vm, left, right, BINARY_##op, NAME___##name##__, NAME___r##name##__, class_slot_##name); \
    }

BINARY_SLOT(add, ADD)
BINARY_SLOT(sub, SUB)
BINARY_SLOT(mul, MUL)
BINARY_SLOT(matmul, MATMUL)
BINARY_SLOT(truediv, DIV)
BINARY_SLOT(mod, MOD)
BINARY_SLOT(pow, POW)
BINARY_SLOT(lshift, LSHIFT)
BINARY_SLOT(rshift, RSHIFT)
BINARY_SLOT(or, OR)
BINARY_SLOT(xor, XOR)
BINARY_SLOT(and, AND)
BINARY_SLOT(floordiv, FLOORDIV)
BINARY_SLOT(divmod, DIVMOD)

#define INPLACE_SLOT(name) \
    static Value class_slot_i##name(Vm *vm, Value left, Value right) \
    { \
        return call_or_decline(vm, left, NAME___i##name##__, right); \
    }

INPLACE_SLOT(add)
INPLACE_SLOT(sub)
INPLACE_SLOT(mul)
INPLACE_SLOT(matmul)
INPLACE_SLOT(truediv)
INPLACE_SLOT(mod)
INPLACE_SLOT(pow)
INPLACE_SLOT(lshift)
INPLACE_SLOT(rshift)
INPLACE_SLOT(or)
INPLACE_SLOT(xor)
INPLACE_SLOT(and)
INPLACE_SLOT(floordiv)

/* The table. ------------------------------------------------------------------ */

#define SLOT(name, field, kind, op, function, doc) \
    {NAME_##name, offsetof(Slots, field), SLOT_##kind, op, (SlotFunction)function, doc},
const SlotDef slot_table[] = {
#include "object/slots.def"
};
#undef SLOT
const size_t slot_table_count = ARRAY_LENGTH(slot_table);

/* One dunder's say in what its slot holds. */
typedef struct {
    SlotFunction specific, generic;
    bool use_generic;
} SlotChoice;

static void choose(Vm *vm, const Type *type, const SlotDef *def, SlotChoice *choice)
{
    Value found = type_lookup_borrow(vm, type, vm->names[def->name]);
    if (found == VALUE_ABSENT)
        return;
    choice->generic = def->class_function;
    if (value_has_shape(found, TYPE_SLOT_WRAPPER)) {
        const SlotWrapper *wrapper = value_object(found);
        if (wrapper->def == def && type_is_subtype(type, value_to_type(wrapper->owner))) {
            SlotFunction function = slot_read(&value_to_type(wrapper->owner)->slots, def);
            choice->use_generic |= choice->specific && choice->specific != function;
            choice->specific = function;
            return;
        }
    }
    if (def->kind == SLOT_HASH && value_is_none(found))
        choice->specific = (SlotFunction)slot_hash_unhashable;
    else
        choice->use_generic = true;
}

/* Only then must isinstance() ask an instance for its __class__. */
static bool is_proxy(Vm *vm, const Type *type)
{
    Value plain = type_lookup_borrow(vm, vm->types[TYPE_OBJECT], NAME_OF(vm, __class__));
    return type->slots.getattr != attribute_generic_get || type_lookup_borrow(vm, type, NAME_OF(vm, __class__)) != plain;
}

void class_slots_update(Vm *vm, Type *type)
{
    for (size_t i = 0; i < slot_table_count;) {
        const SlotDef *first = &slot_table[i];
        SlotChoice choice = {0};
        for (; i < slot_table_count && slot_table[i].offset == first->offset; i++)
            choose(vm, type, &slot_table[i], &choice);
        if (first->name == NAME___del__) {
            if (!choice.use_generic)
                continue; /* a builtin base's own finalizer stays */
            type->flags |= TYPE_FLAG_HAS_DEL;
        }
        slot_write(&type->slots, first, choice.use_generic ? choice.generic : choice.specific);
    }
    type->flags = is_proxy(vm, type) ? type->flags | TYPE_FLAG_PROXY : type->flags & ~(uint32_t)TYPE_FLAG_PROXY;
}
