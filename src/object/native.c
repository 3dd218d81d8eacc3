/* Functions written in C: builtin_function_or_method and method_descriptor.
 *
 * A signature is parsed at the first call; the natives bound from one share it
 * through `origin`.  The function of a method descriptor never sees a self of
 * another type than its owner's. */
#include "object/native.h"

#include "object/call.h"
#include "object/container.h"
#include "object/descriptor.h"
#include "object/function.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/signature.h"
#include "object/str.h"
#include "object/type.h"

static Native *native_make(Vm *vm, TypeId type, const NativeDef *def, Value module)
{
    size_t size;
    const char *text = signature_name(def->signature, &size);
    Value name = str_intern(vm, text, size);
    if (value_is_error(name))
        return NULL;
    Native *native = object_new(vm, vm->types[type], 0);
    if (!native) {
        value_drop(vm, name);
        return NULL;
    }
    native->def = def;
    native->function = def->function;
    native->exact_count = -1;
    native->name = name;
    native->module = value_share(module);
    native->self = native->dict = native->origin = VALUE_ABSENT;
    return native;
}

Value native_new(Vm *vm, const NativeDef *def, Value module)
{
    Native *native = native_make(vm, TYPE_NATIVE, def, module);
    return native ? value_from_object(native) : VALUE_ERROR;
}

Value native_method_new(Vm *vm, const NativeDef *def, Type *owner)
{
    SignatureKind kind = signature_kind(def->signature);
    Native *native = native_make(vm, kind == SIGNATURE_METHOD ? TYPE_METHOD_DESCRIPTOR : TYPE_NATIVE, def, type_value(owner));
    if (!native)
        return VALUE_ERROR;
    Value method = value_from_object(native);
    if (kind == SIGNATURE_METHOD || kind == SIGNATURE_NEW)
        return method;
    Value wrapped = kind == SIGNATURE_CLASSMETHOD ? classmethod_new(vm, method) : staticmethod_new(vm, method);
    value_drop(vm, method);
    return wrapped;
}

Value native_bind(Vm *vm, Value unbound, Value self)
{
    Native *from = value_to_native(unbound);
    Native *native = object_new(vm, vm->types[TYPE_NATIVE], 0);
    if (!native)
        return VALUE_ERROR;
    native->def = from->def;
    native->function = from->function;
    native->exact_count = from->exact_count;
    native->name = value_share(from->name);
    native->module = value_share(from->module);
    native->self = value_share(self);
    native->origin = value_share(unbound);
    native->dict = VALUE_ABSENT;
    return value_from_object(native);
}

/* Calling. ------------------------------------------------------------------ */

/* NULL with an exception pending. */
static Signature *native_signature(Vm *vm, Native *native)
{
    Native *origin = native->origin == VALUE_ABSENT ? native : value_to_native(native->origin);
    if (!origin->signature) {
        bool has_self = value_is_type(vm, origin->module) && signature_kind(origin->def->signature) != SIGNATURE_STATICMETHOD;
        Signature *signature = signature_parse(vm, origin->def->signature, has_self);
        if (!signature)
            return NULL;
        origin->signature = signature;
        bool exact = signature->var_positional < 0 && signature->positional == signature->count;
        origin->exact_count = exact ? (int32_t)signature->count : -2;
    }
    native->exact_count = origin->exact_count;
    return origin->signature;
}

/* A method called through its type must be given an instance of it. */
static bool check_self(Vm *vm, const Native *native, const Value *args, int count)
{
    Type *owner = value_to_type(native->module);
    if (count == 0)
        return raise_false(vm, TYPE_TYPE_ERROR, "unbound method %N.%V() needs an argument", owner, native->name);
    if (value_is_instance(vm, args[0], owner))
        return true;
    return raise_false(vm, TYPE_TYPE_ERROR, "descriptor '%V' for '%N' objects doesn't apply to a '%T' object",
                       native->name, owner, args[0]);
}

/* `X.__new__(cls, ...)` from a program: cls must be made by X's own way. */
static bool check_new(Vm *vm, const Native *native, const Value *args, int count)
{
    Type *owner = value_to_type(native->module);
    if (count == 0)
        return raise_false(vm, TYPE_TYPE_ERROR, "%N.__new__(): not enough arguments", owner);
    if (!value_is_type(vm, args[0]))
        return raise_false(vm, TYPE_TYPE_ERROR, "%N.__new__(X): X is not a type object (%T)", owner, args[0]);
    Type *type = value_to_type(args[0]);
    if (!type_is_subtype(type, owner))
        return raise_false(vm, TYPE_TYPE_ERROR, "%N.__new__(%N): %N is not a subtype of %N", owner, type, type, owner);
    const Type *builtin = type;
    while (builtin->flags & TYPE_FLAG_HEAP)
        builtin = builtin->base;
    Value makes = builtin->new_method;
    if (builtin != owner && makes != value_from_object(native) && makes != VALUE_ABSENT && owner->base == NULL)
        return raise_false(vm, TYPE_TYPE_ERROR, "%N.__new__(%N) is not safe, use %N.__new__()", owner, type, builtin);
    return true;
}

static void drop_bound(Vm *vm, const Signature *signature, const Value *bound)
{
    if (signature->var_positional >= 0)
        value_drop(vm, bound[signature->var_positional]);
    if (signature->var_keyword >= 0)
        value_drop(vm, bound[signature->var_keyword]);
}

static Value call_bound(Vm *vm, Native *native, const Value *args, int count, Value names)
{
    if (UNLIKELY(native->object.shape == TYPE_METHOD_DESCRIPTOR) && !check_self(vm, native, args, count))
        return VALUE_ERROR;
    if (UNLIKELY(native->name == NAME_OF(vm, __new__)) && value_is_type(vm, native->module) &&
        !check_new(vm, native, args, count))
        return VALUE_ERROR;
    if (LIKELY(native->exact_count == count && names == VALUE_ABSENT))
        return native->function(vm, args);
    const Signature *signature = native_signature(vm, native);
    if (!signature)
        return VALUE_ERROR;
    Value bound[SIGNATURE_PARAMETERS_MAX];
    if (!signature_bind(vm, native, signature, args, count, names, bound))
        return VALUE_ERROR;
    Value result = native->function(vm, bound);
    drop_bound(vm, signature, bound);
    return result;
}

Value native_call(Vm *vm, Value callee, const Value *args, int count, Value names)
{
    Native *native = value_to_native(callee);
    if (!stack_guard(vm))
        return VALUE_ERROR;
    if (native->self == VALUE_ABSENT)
        return call_bound(vm, native, args, count, names);
    Value few[12], *all = few;
    size_t given = (size_t)count + (names == VALUE_ABSENT ? 0 : value_to_tuple(names)->count);
    if (given + 1 > ARRAY_LENGTH(few)) {
        all = vm_alloc(vm, (given + 1) * sizeof *all);
        if (!all)
            return VALUE_ERROR;
    }
    all[0] = native->self;
    if (given)
        memcpy(all + 1, args, given * sizeof *all);
    Value result = call_bound(vm, native, all, count + 1, names);
    if (all != few)
        vm_free(vm, all, (given + 1) * sizeof *all);
    return result;
}

/* Attributes. ---------------------------------------------------------------- */

Value native_signature_text(Vm *vm, const Native *native)
{
    const char *text = native->def->signature, *start = strchr(text, '('), *end = strrchr(text, ')');
    StrBuilder builder = {0};
    for (const char *at = start; at <= end; at++) {
        if (*at == '?')
            builder_add_c(vm, &builder, "<unrepresentable>");
        else
            builder_add(vm, &builder, at, 1);
    }
    return builder_finish(vm, &builder);
}

static Value native_get_name(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_native(self)->name);
}

static Value native_get_qualname(Vm *vm, Value self)
{
    Native *native = value_to_native(self);
    Value owner = native->module;
    if (!value_is_type(vm, owner))
        return value_share(native->name);
    if (native->self != VALUE_ABSENT && value_is_type(vm, native->self))
        owner = native->self;
    return format_text(vm, "%V.%V", value_to_type(owner)->qualname, native->name);
}

static Value native_get_doc(Vm *vm, Value self)
{
    const char *doc = value_to_native(self)->def->doc;
    return doc ? str_from_c(vm, doc) : VALUE_NONE;
}

static Value native_get_module(Vm *vm, Value self)
{
    Native *native = value_to_native(self);
    return native->module == VALUE_ABSENT || value_is_type(vm, native->module) ? VALUE_NONE : value_share(native->module);
}

static Value native_get_self(Vm *vm, Value self)
{
    Native *native = value_to_native(self);
    if (native->self != VALUE_ABSENT)
        return value_share(native->self);
    if (native->module == VALUE_ABSENT || value_is_type(vm, native->module) || !value_is_heap(vm->modules))
        return native->module == VALUE_ABSENT ? VALUE_NONE : value_share(native->module);
    /* Functions of modules know theirs by name. */
    Value module = dict_get_borrow(vm, vm->modules, native->module);
    return module == VALUE_ABSENT ? VALUE_NONE : value_is_error(module) ? VALUE_ERROR : value_share(module);
}

static Value native_get_text_signature(Vm *vm, Value self)
{
    return native_signature_text(vm, value_to_native(self));
}

static Value native_get_owner(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_native(self)->module);
}

/* Slots. ---------------------------------------------------------------------- */

static void native_slot_destroy(Vm *vm, Object *self)
{
    Native *native = (Native *)self;
    signature_free(vm, native->signature);
    value_drop(vm, native->name);
    value_drop(vm, native->self);
    value_drop(vm, native->module);
    value_drop(vm, native->dict);
    value_drop(vm, native->origin);
    object_free(vm, self, 0);
}

static void native_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    Native *native = (Native *)self;
    visit(vm, native->self, context);
    visit(vm, native->module, context);
    visit(vm, native->dict, context);
    visit(vm, native->origin, context);
}

static void native_slot_clear(Vm *vm, Object *self)
{
    Native *native = (Native *)self;
    value_clear(vm, &native->self);
    value_clear(vm, &native->dict);
}

static Value native_slot_repr(Vm *vm, Value self)
{
    Native *native = value_to_native(self);
    if (native->object.shape == TYPE_METHOD_DESCRIPTOR)
        return format_text(vm, "<method '%V' of '%N' objects>", native->name, value_to_type(native->module));
    Value owner = native->self != VALUE_ABSENT ? native->self : value_is_type(vm, native->module) ? native->module : VALUE_NONE;
    if (owner == VALUE_NONE || value_has_shape(owner, TYPE_MODULE))
        return format_text(vm, "<built-in function %V>", native->name);
    return format_text(vm, "<built-in method %V of %T object at %p>", native->name, owner,
                       value_is_heap(owner) ? value_object(owner) : NULL);
}

static bool native_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    (void)vm;
    Native *native = value_to_native(self);
    *hash = (int64_t)(((uintptr_t)native->def ^ (uint64_t)native->self) >> 4);
    return true;
}

static Value native_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    (void)vm;
    if (op > COMPARE_NE || !value_has_shape(other, value_shape(self)))
        return VALUE_NOT_IMPLEMENTED;
    Native *left = value_to_native(self), *right = value_to_native(other);
    bool equal = left == right || (left->def == right->def && left->self == right->self && left->self != VALUE_ABSENT);
    return value_from_bool(equal == (op == COMPARE_EQ));
}

static Value native_slot_get(Vm *vm, Value self, Value instance, Type *owner)
{
    (void)owner;
    if (instance == VALUE_ABSENT)
        return value_share(self);
    Native *native = value_to_native(self);
    Type *type = value_to_type(native->module);
    if (!value_is_instance(vm, instance, type))
        return raise_type_error(vm, "descriptor '%V' for type '%N' doesn't apply to type '%T'", native->name, type, instance);
    return native_bind(vm, self, instance);
}

static Value native_m_get(Vm *vm, const Value *args)
{
    return native_slot_get(vm, args[0], value_is_none(args[1]) ? VALUE_ABSENT : args[1], NULL);
}

/* Pickled and copied by name. */
static Value native_m_reduce(Vm *vm, const Value *args) { return native_get_qualname(vm, args[0]); }

static const NativeDef native_methods[] = {
    FN(native_m_reduce, "__reduce__(self, /)", NULL),
    {0}
};

static const NativeDef method_descriptor_methods[] = {
    FN(native_m_get, "__get__(self, instance, owner=None, /)", "Return an attribute of instance, which is of type owner."),
    FN(native_m_reduce, "__reduce__(self, /)", NULL),
    {0}
};

static const GetSetDef native_getsets[] = {
    {"__name__", native_get_name, NULL, NULL},
    {"__qualname__", native_get_qualname, NULL, NULL},
    {"__doc__", native_get_doc, NULL, NULL},
    {"__module__", native_get_module, NULL, NULL},
    {"__self__", native_get_self, NULL, NULL},
    {"__text_signature__", native_get_text_signature, NULL, NULL},
    {0}
};

static const GetSetDef method_descriptor_getsets[] = {
    {"__name__", native_get_name, NULL, NULL},
    {"__qualname__", native_get_qualname, NULL, NULL},
    {"__doc__", native_get_doc, NULL, NULL},
    {"__objclass__", native_get_owner, NULL, NULL},
    {"__text_signature__", native_get_text_signature, NULL, NULL},
    {0}
};

static const TypeDef native_type_def = {
    .name = "builtin_function_or_method",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(Native),
    .slots = {.destroy = native_slot_destroy, .traverse = native_slot_traverse, .clear = native_slot_clear,
              .repr = native_slot_repr, .hash = native_slot_hash, .compare = native_slot_compare, .call = native_call},
    .methods = native_methods,
    .getsets = native_getsets,
};

static const TypeDef method_descriptor_type_def = {
    .name = "method_descriptor",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_METHOD_LIKE,
    .size = sizeof(Native),
    .slots = {.destroy = native_slot_destroy, .traverse = native_slot_traverse, .clear = native_slot_clear,
              .repr = native_slot_repr, .call = native_call, .get = native_slot_get},
    .methods = method_descriptor_methods,
    .getsets = method_descriptor_getsets,
};

bool native_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &native_type_def); }
bool method_descriptor_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &method_descriptor_type_def); }
