/* wrapper_descriptor and method-wrapper: the C slots of builtin types as dunder
 * methods, so that `int.__add__` and `[].__len__` exist. */
#include "object/call.h"
#include "object/container.h"
#include "object/descriptor.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/slots.h"
#include "object/str.h"
#include "object/type.h"

Value slot_wrapper_new(Vm *vm, const SlotDef *def, Type *owner)
{
    SlotWrapper *wrapper = object_new(vm, vm->types[TYPE_SLOT_WRAPPER], 0);
    if (!wrapper)
        return VALUE_ERROR;
    wrapper->def = def;
    wrapper->owner = value_share(type_value(owner));
    return value_from_object(wrapper);
}

/* Calling a slot. ---------------------------------------------------------------- */

static bool check_count(Vm *vm, int count, int least, int most)
{
    if (count >= least && count <= most)
        return true;
    if (least == most)
        return raise_false(vm, TYPE_TYPE_ERROR, "expected %d argument%s, got %d", least, least == 1 ? "" : "s", count);
    int limit = count < least ? least : most;
    return raise_false(vm, TYPE_TYPE_ERROR, " expected at %s %d argument%s, got %d", count < least ? "least" : "most", limit,
                       limit == 1 ? "" : "s", count);
}

static Value none_if(bool good) { return good ? VALUE_NONE : VALUE_ERROR; }
static Value truth_value(int truth) { return truth < 0 ? VALUE_ERROR : value_from_bool(truth); }

static Value wrap_next(Vm *vm, const Slots *slots, Value self)
{
    Value result = slots->next(vm, self);
    if (result != VALUE_DONE)
        return result;
    Value value = vm->stop_value == VALUE_ABSENT ? VALUE_NONE : vm->stop_value;
    vm->stop_value = VALUE_ABSENT;
    (void)raise_stop_iteration(vm, value);
    value_drop(vm, value);
    return VALUE_ERROR;
}

static Value wrap_get(Vm *vm, const Slots *slots, Value self, const Value *args, int count)
{
    Value instance = value_is_none(args[0]) ? VALUE_ABSENT : args[0];
    Value owner = count > 1 ? args[1] : VALUE_NONE;
    if (instance == VALUE_ABSENT && value_is_none(owner))
        return raise_type_error(vm, "__get__(None, None) is invalid");
    return slots->get(vm, self, instance, value_is_type(vm, owner) ? value_to_type(owner) : NULL);
}

/* The name as the attribute functions below attribute_get want it. */
static Value wrap_attribute(Vm *vm, const Slots *slots, const SlotDef *def, Value self, const Value *args)
{
    if (!value_is_str(vm, args[0]))
        return raise_type_error(vm, "attribute name must be string, not '%T'", args[0]);
    Value name = str_intern(vm, value_to_str(args[0])->bytes, value_to_str(args[0])->size);
    if (value_is_error(name))
        return VALUE_ERROR;
    Value result;
    if (def->kind == SLOT_GETATTR)
        result = slots->getattr(vm, self, name);
    else
        result = none_if(slots->setattr(vm, self, name, def->kind == SLOT_DELATTR ? VALUE_ABSENT : args[1]));
    value_drop(vm, name);
    return result;
}

static Value wrap_hash(Vm *vm, const Slots *slots, Value self)
{
    int64_t hash;
    return slots->hash(vm, self, &hash) ? int_from_i64(vm, hash) : VALUE_ERROR;
}

static Value wrap_length(Vm *vm, const Slots *slots, Value self)
{
    int64_t length = slots->length(vm, self);
    return length < 0 ? VALUE_ERROR : int_from_i64(vm, length);
}

static Value wrap_binary(Vm *vm, const SlotDef *def, SlotFunction function, Value self, Value other)
{
    Value (*binary)(Vm *, Value, Value) = (Value(*)(Vm *, Value, Value))function;
    return def->kind == SLOT_REFLECTED ? binary(vm, other, self) : binary(vm, self, other);
}

/* How many arguments besides self each kind takes. */
static const struct {
    uint8_t least, most;
} argument_counts[] = {
    [SLOT_GETATTR] = {1, 1}, [SLOT_SETATTR] = {2, 2}, [SLOT_DELATTR] = {1, 1}, [SLOT_GET] = {1, 2},
    [SLOT_SET] = {2, 2}, [SLOT_DELETE] = {1, 1}, [SLOT_GETITEM] = {1, 1}, [SLOT_SETITEM] = {2, 2},
    [SLOT_DELITEM] = {1, 1}, [SLOT_CONTAINS] = {1, 1}, [SLOT_COMPARE] = {1, 1}, [SLOT_BINARY] = {1, 1},
    [SLOT_REFLECTED] = {1, 2}, [SLOT_POWER] = {1, 2},
};

static Value call_slot(Vm *vm, const SlotWrapper *wrapper, Value self, const Value *args, int count)
{
    const SlotDef *def = wrapper->def;
    const Slots *slots = &value_to_type(wrapper->owner)->slots;
    if (!check_count(vm, count, argument_counts[def->kind].least, argument_counts[def->kind].most))
        return VALUE_ERROR;
    SlotFunction function = slot_read(slots, def);
    switch ((SlotKind)def->kind) {
    case SLOT_UNARY:
        return ((Value(*)(Vm *, Value))function)(vm, self);
    case SLOT_HASH:
        return wrap_hash(vm, slots, self);
    case SLOT_GETATTR:
    case SLOT_SETATTR:
    case SLOT_DELATTR:
        return wrap_attribute(vm, slots, def, self, args);
    case SLOT_GET:
        return wrap_get(vm, slots, self, args, count);
    case SLOT_SET:
        return none_if(slots->set(vm, self, args[0], args[1]));
    case SLOT_DELETE:
        return none_if(slots->set(vm, self, args[0], VALUE_ABSENT));
    case SLOT_NEXT:
        return wrap_next(vm, slots, self);
    case SLOT_LENGTH:
        return wrap_length(vm, slots, self);
    case SLOT_GETITEM:
        return slots->getitem(vm, self, args[0]);
    case SLOT_SETITEM:
        return none_if(slots->setitem(vm, self, args[0], args[1]));
    case SLOT_DELITEM:
        return none_if(slots->setitem(vm, self, args[0], VALUE_ABSENT));
    case SLOT_CONTAINS:
        return truth_value(slots->contains(vm, self, args[0]));
    case SLOT_TRUTH:
        return truth_value(slots->truth(vm, self));
    case SLOT_COMPARE:
        return slots->compare(vm, self, args[0], (CompareOp)def->op);
    case SLOT_POWER:
        if (count == 2 && !value_is_none(args[1]))
            return value_power_modulo(vm, self, args[0], args[1]);
        return wrap_binary(vm, def, function, self, args[0]);
    case SLOT_BINARY:
    case SLOT_REFLECTED:
        return wrap_binary(vm, def, function, self, args[0]);
    case SLOT_CALL:
    case SLOT_NOTHING:
        break;
    }
    UNREACHABLE();
}

static bool check_self(Vm *vm, const SlotWrapper *wrapper, Value self)
{
    Type *owner = value_to_type(wrapper->owner);
    if (value_is_instance(vm, self, owner))
        return true;
    return raise_false(vm, TYPE_TYPE_ERROR, "descriptor '%V' requires a '%N' object but received a '%T'",
                       vm->names[wrapper->def->name], owner, self);
}

static Value call_wrapper(Vm *vm, const SlotWrapper *wrapper, Value self, const Value *args, int count, Value names)
{
    if (!stack_guard(vm))
        return VALUE_ERROR;
    if (wrapper->def->kind == SLOT_CALL)
        return value_to_type(wrapper->owner)->slots.call(vm, self, args, count, names);
    if (names != VALUE_ABSENT && value_to_tuple(names)->count)
        return raise_type_error(vm, "wrapper %V() takes no keyword arguments", vm->names[wrapper->def->name]);
    return call_slot(vm, wrapper, self, args, count);
}

static Value slot_wrapper_slot_call(Vm *vm, Value self, const Value *args, int count, Value names)
{
    SlotWrapper *wrapper = VALUE_OBJECT(SlotWrapper, self);
    if (count < 1)
        return raise_type_error(vm, "descriptor '%V' of '%N' object needs an argument", vm->names[wrapper->def->name],
                                value_to_type(wrapper->owner));
    if (!check_self(vm, wrapper, args[0]))
        return VALUE_ERROR;
    return call_wrapper(vm, wrapper, args[0], args + 1, count - 1, names);
}

static Value method_wrapper_slot_call(Vm *vm, Value self, const Value *args, int count, Value names)
{
    MethodWrapper *bound = VALUE_OBJECT(MethodWrapper, self);
    return call_wrapper(vm, value_object(bound->wrapper), bound->self, args, count, names);
}

static Value slot_wrapper_slot_get(Vm *vm, Value self, Value instance, Type *owner)
{
    (void)owner;
    if (instance == VALUE_ABSENT)
        return value_share(self);
    SlotWrapper *wrapper = VALUE_OBJECT(SlotWrapper, self);
    if (!value_is_instance(vm, instance, value_to_type(wrapper->owner)))
        return raise_type_error(vm, "descriptor '%V' for '%N' objects doesn't apply to a '%T' object",
                                vm->names[wrapper->def->name], value_to_type(wrapper->owner), instance);
    MethodWrapper *bound = object_new(vm, vm->types[TYPE_METHOD_WRAPPER], 0);
    if (!bound)
        return VALUE_ERROR;
    bound->wrapper = value_share(self);
    bound->self = value_share(instance);
    return value_from_object(bound);
}

/* Attributes. ------------------------------------------------------------------------ */

static SlotWrapper *wrapper_of(Value self)
{
    if (value_has_shape(self, TYPE_METHOD_WRAPPER))
        self = VALUE_OBJECT(MethodWrapper, self)->wrapper;
    return VALUE_OBJECT(SlotWrapper, self);
}

static Value get_name(Vm *vm, Value self) { return value_share(vm->names[wrapper_of(self)->def->name]); }

static Value get_qualname(Vm *vm, Value self)
{
    SlotWrapper *wrapper = wrapper_of(self);
    return format_text(vm, "%V.%V", value_to_type(wrapper->owner)->qualname, vm->names[wrapper->def->name]);
}

static Value get_doc(Vm *vm, Value self) { return str_from_c(vm, wrapper_of(self)->def->doc); }

static Value get_owner(Vm *vm, Value self)
{
    (void)vm;
    return value_share(wrapper_of(self)->owner);
}

static Value get_self(Vm *vm, Value self)
{
    (void)vm;
    return value_share(VALUE_OBJECT(MethodWrapper, self)->self);
}

static Value slot_wrapper_slot_repr(Vm *vm, Value self)
{
    SlotWrapper *wrapper = wrapper_of(self);
    return format_text(vm, "<slot wrapper '%V' of '%N' objects>", vm->names[wrapper->def->name],
                       value_to_type(wrapper->owner));
}

static Value method_wrapper_slot_repr(Vm *vm, Value self)
{
    Value instance = VALUE_OBJECT(MethodWrapper, self)->self;
    return format_text(vm, "<method-wrapper '%V' of %T object at %p>", vm->names[wrapper_of(self)->def->name], instance,
                       value_is_heap(instance) ? value_object(instance) : (void *)(uintptr_t)instance);
}

static Value method_wrapper_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    (void)vm;
    if (op > COMPARE_NE || !value_has_shape(other, TYPE_METHOD_WRAPPER))
        return VALUE_NOT_IMPLEMENTED;
    MethodWrapper *left = value_object(self), *right = value_object(other);
    bool equal = left->wrapper == right->wrapper && left->self == right->self;
    return value_from_bool(equal == (op == COMPARE_EQ));
}

static bool method_wrapper_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    (void)vm;
    MethodWrapper *bound = value_object(self);
    *hash = (int64_t)((bound->wrapper ^ bound->self) >> 4);
    return true;
}

/* Life. -------------------------------------------------------------------------------- */

static void slot_wrapper_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((SlotWrapper *)self)->owner);
    object_free(vm, self, 0);
}

static void slot_wrapper_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((SlotWrapper *)self)->owner, context);
}

static void method_wrapper_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((MethodWrapper *)self)->wrapper);
    value_drop(vm, ((MethodWrapper *)self)->self);
    object_free(vm, self, 0);
}

static void method_wrapper_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((MethodWrapper *)self)->wrapper, context);
    visit(vm, ((MethodWrapper *)self)->self, context);
}

static const GetSetDef slot_wrapper_getsets[] = {
    {"__name__", get_name, NULL, NULL},      {"__qualname__", get_qualname, NULL, NULL},
    {"__objclass__", get_owner, NULL, NULL}, {"__doc__", get_doc, NULL, NULL},
    {0}
};

static const GetSetDef method_wrapper_getsets[] = {
    {"__name__", get_name, NULL, NULL},      {"__qualname__", get_qualname, NULL, NULL},
    {"__objclass__", get_owner, NULL, NULL}, {"__doc__", get_doc, NULL, NULL},
    {"__self__", get_self, NULL, NULL},
    {0}
};

static const TypeDef slot_wrapper_type_def = {
    .name = "wrapper_descriptor",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_METHOD_LIKE,
    .size = sizeof(SlotWrapper),
    .slots = {.destroy = slot_wrapper_slot_destroy, .traverse = slot_wrapper_slot_traverse,
              .repr = slot_wrapper_slot_repr, .call = slot_wrapper_slot_call, .get = slot_wrapper_slot_get},
    .getsets = slot_wrapper_getsets,
};

static const TypeDef method_wrapper_type_def = {
    .name = "method-wrapper",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(MethodWrapper),
    .slots = {.destroy = method_wrapper_slot_destroy, .traverse = method_wrapper_slot_traverse,
              .repr = method_wrapper_slot_repr, .hash = method_wrapper_slot_hash,
              .compare = method_wrapper_slot_compare, .call = method_wrapper_slot_call},
    .getsets = method_wrapper_getsets,
};

bool slot_wrapper_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &slot_wrapper_type_def); }
bool method_wrapper_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &method_wrapper_type_def); }
