/* weakref.ReferenceType.
 *
 * A target's references are linked, the newest first, and vm->weak_targets
 * holds the first under the target's address.  A reference is linked exactly
 * while its target is not NULL. */
#include "object/weakref.h"

#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"
#include "object/typing.h"
#include "object/unraisable.h"

static WeakReference *first_of(Vm *vm, const Object *target) { return pointer_table_get(&vm->weak_targets, target); }

static bool link_reference(Vm *vm, WeakReference *reference, Object *target)
{
    WeakReference *first = first_of(vm, target);
    if (!pointer_table_set(vm, &vm->weak_targets, target, reference))
        return false;
    reference->target = target;
    reference->next = first;
    if (first)
        first->previous = reference;
    return true;
}

void weakref_disarm(Vm *vm, WeakReference *reference)
{
    Object *target = reference->target;
    if (!target)
        return;
    reference->target = NULL;
    if (reference->next)
        reference->next->previous = reference->previous;
    if (reference->previous)
        reference->previous->next = reference->next;
    else if (!reference->next)
        pointer_table_remove(&vm->weak_targets, target);
    else if (!pointer_table_set(vm, &vm->weak_targets, target, reference->next))
        UNREACHABLE(); /* replacing a value needs no memory */
    reference->next = reference->previous = NULL;
}

Value weakref_new(Vm *vm, Type *type, Value target, Value callback)
{
    if (!value_has_flag(vm, target, TYPE_FLAG_WEAK))
        return raise_type_error(vm, "cannot create weak reference to '%T' object", target);
    if (callback == VALUE_NONE)
        callback = VALUE_ABSENT;
    bool plain = type == vm->types[TYPE_WEAKREF] && callback == VALUE_ABSENT;
    for (WeakReference *other = first_of(vm, value_object(target)); plain && other; other = other->next) {
        if (other->object.shape == TYPE_WEAKREF && other->callback == VALUE_ABSENT)
            return value_share(value_from_object(other));
    }
    WeakReference *reference = object_new(vm, type, 0);
    if (!reference)
        return VALUE_ERROR;
    reference->callback = callback == VALUE_ABSENT ? VALUE_ABSENT : value_share(callback);
    reference->hash = -1;
    if (link_reference(vm, reference, value_object(target)))
        return value_from_object(reference);
    value_drop(vm, value_from_object(reference));
    return VALUE_ERROR;
}

Value weakref_get(Value reference)
{
    Object *target = VALUE_OBJECT(WeakReference, reference)->target;
    /* A target with no references is dying and must not come back this way. */
    return target && target->refs ? value_share(value_from_object(target)) : VALUE_NONE;
}

size_t weakref_count(Vm *vm, Value target)
{
    size_t count = 0;
    if (!value_is_heap(target))
        return 0;
    for (const WeakReference *reference = first_of(vm, value_object(target)); reference; reference = reference->next)
        count++;
    return count;
}

Value weakref_list(Vm *vm, Value target)
{
    Value list = list_new(vm, NULL, 0);
    if (value_is_error(list) || !value_is_heap(target))
        return list;
    for (const WeakReference *reference = first_of(vm, value_object(target)); reference; reference = reference->next) {
        if (list_append(vm, list, value_from_object(reference)))
            continue;
        value_drop(vm, list);
        return VALUE_ERROR;
    }
    return list;
}

static void call_back(Vm *vm, Value reference, Value callback)
{
    Value result = call_value(vm, callback, &reference, 1);
    if (value_is_error(result))
        error_unraisable(vm, callback);
    else
        value_drop(vm, result);
}

/* All references are empty before the first callback runs. */
void weakref_target_dies(Vm *vm, Object *target)
{
    Value pending = vm->pending;
    vm->pending = VALUE_ABSENT;
    WeakReference *first = first_of(vm, target), *waiting = NULL, **end = &waiting;
    pointer_table_remove(&vm->weak_targets, target);
    for (WeakReference *reference = first, *next; reference; reference = next) {
        next = reference->next;
        reference->target = NULL;
        reference->next = reference->previous = NULL;
        if (reference->callback == VALUE_ABSENT || !reference->object.refs)
            continue;
        reference->object.refs++; /* until its callback has run */
        *end = reference;
        end = &reference->next;
    }
    while (waiting) {
        WeakReference *reference = waiting;
        waiting = reference->next;
        reference->next = NULL;
        Value callback = reference->callback;
        reference->callback = VALUE_ABSENT;
        call_back(vm, value_from_object(reference), callback);
        value_drop(vm, callback);
        value_drop(vm, value_from_object(reference));
    }
    vm->pending = pending;
}

/* The type. ------------------------------------------------------------------------- */

static Value weakref_m_new(Vm *vm, const Value *args)
{
    return weakref_new(vm, value_to_type(args[0]), args[1], args[2]);
}

static Value weakref_m_init(Vm *vm, const Value *args)
{
    (void)vm;
    (void)args;
    return VALUE_NONE;
}

static Value weakref_slot_call(Vm *vm, Value self, const Value *args, int count, Value names)
{
    (void)args;
    if (names != VALUE_ABSENT && value_to_tuple(names)->count)
        return raise_type_error(vm, "%T() takes no keyword arguments", self);
    if (count)
        return raise_type_error(vm, "%T expected 0 arguments, got %d", self, count);
    return weakref_get(self);
}

static Value weakref_slot_repr(Vm *vm, Value self)
{
    Value target = weakref_get(self);
    if (value_is_none(target))
        return format_text(vm, "<weakref at %p; dead>", value_object(self));
    Value name = attribute_get_optional(vm, target, NAME_OF(vm, __name__)), text;
    if (value_is_error(name))
        text = VALUE_ERROR;
    else if (value_is_str(vm, name))
        text = format_text(vm, "<weakref at %p; to '%T' at %p (%V)>", value_object(self), target, value_object(target), name);
    else
        text = format_text(vm, "<weakref at %p; to '%T' at %p>", value_object(self), target, value_object(target));
    value_drop(vm, name);
    value_drop(vm, target);
    return text;
}

static bool weakref_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    WeakReference *reference = value_object(self);
    if (reference->hash == -1) {
        Value target = weakref_get(self);
        if (value_is_none(target))
            return raise_false(vm, TYPE_TYPE_ERROR, "weak object has gone away");
        bool good = value_hash(vm, target, &reference->hash);
        value_drop(vm, target);
        if (!good)
            return false;
    }
    *hash = reference->hash;
    return true;
}

static Value weakref_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if (op > COMPARE_NE || !value_is_instance(vm, other, vm->types[TYPE_WEAKREF]))
        return VALUE_NOT_IMPLEMENTED;
    Value left = weakref_get(self), right = weakref_get(other);
    Value result;
    if (value_is_none(left) || value_is_none(right))
        result = value_from_bool((self == other) == (op == COMPARE_EQ));
    else
        result = value_compare(vm, left, right, op);
    value_drop(vm, left);
    value_drop(vm, right);
    return result;
}

static Value weakref_get_callback(Vm *vm, Value self)
{
    (void)vm;
    Value callback = VALUE_OBJECT(WeakReference, self)->callback;
    return callback == VALUE_ABSENT ? VALUE_NONE : value_share(callback);
}

static void weakref_slot_destroy(Vm *vm, Object *self)
{
    WeakReference *reference = (WeakReference *)self;
    weakref_disarm(vm, reference);
    value_clear(vm, &reference->callback);
    object_free(vm, self, 0);
}

static void weakref_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((WeakReference *)self)->callback, context);
}

static void weakref_slot_clear(Vm *vm, Object *self)
{
    weakref_disarm(vm, (WeakReference *)self);
    value_clear(vm, &((WeakReference *)self)->callback);
}

static const NativeDef weakref_methods[] = {
    FN(weakref_m_new, "__new__(cls, object, callback=None, /)", NULL),
    FN(weakref_m_init, "__init__(self, object, callback=None, /)", NULL),
    FN(generic_alias_class_getitem, "@classmethod __class_getitem__(cls, object, /)", "See PEP 585"),
    {0}
};

static const GetSetDef weakref_getsets[] = {
    {"__callback__", weakref_get_callback, NULL, NULL},
    {0}
};

static const TypeDef weakref_type_def = {
    .name = "ReferenceType",
    .module = "weakref",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_BASE,
    .size = sizeof(WeakReference),
    .slots = {.destroy = weakref_slot_destroy, .traverse = weakref_slot_traverse, .clear = weakref_slot_clear,
              .repr = weakref_slot_repr, .hash = weakref_slot_hash, .compare = weakref_slot_compare,
              .call = weakref_slot_call},
    .methods = weakref_methods,
    .getsets = weakref_getsets,
};

bool weakref_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &weakref_type_def); }
