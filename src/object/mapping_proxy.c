/* mappingproxy: what a class shows as its __dict__.  Every operation is that of
 * the mapping inside; there are none that change it. */
#include "object/mapping_proxy.h"

#include "object/call.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"
#include "object/typing.h"

typedef struct {
    Object object;
    Value mapping;
} MappingProxy;

static Value inside(Value proxy) { return VALUE_OBJECT(MappingProxy, proxy)->mapping; }

Value mapping_proxy_new(Vm *vm, Value mapping)
{
    MappingProxy *proxy = object_new(vm, vm->types[TYPE_MAPPING_PROXY], 0);
    if (!proxy)
        return VALUE_ERROR;
    proxy->mapping = value_share(mapping);
    return value_from_object(proxy);
}

static Value proxy_m_new(Vm *vm, const Value *args)
{
    bool mapping = value_type(vm, args[1])->slots.getitem && !value_is_list(vm, args[1]) && !value_is_tuple(vm, args[1]);
    if (!mapping)
        return raise_type_error(vm, "mappingproxy() argument must be a mapping, not %T", args[1]);
    return mapping_proxy_new(vm, args[1]);
}

static void proxy_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((MappingProxy *)self)->mapping);
    object_free(vm, self, 0);
}

static void proxy_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((MappingProxy *)self)->mapping, context);
}

static Value proxy_slot_repr(Vm *vm, Value self) { return format_text(vm, "mappingproxy(%R)", inside(self)); }
static Value proxy_slot_str(Vm *vm, Value self) { return value_str(vm, inside(self)); }
static bool proxy_slot_hash(Vm *vm, Value self, int64_t *hash) { return value_hash(vm, inside(self), hash); }
static Value proxy_slot_iter(Vm *vm, Value self) { return value_iter(vm, inside(self)); }
static int64_t proxy_slot_length(Vm *vm, Value self) { return value_length(vm, inside(self)); }
static Value proxy_slot_getitem(Vm *vm, Value self, Value key) { return value_getitem(vm, inside(self), key); }
static int proxy_slot_contains(Vm *vm, Value self, Value key) { return value_contains(vm, inside(self), key); }

static Value proxy_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    return value_compare(vm, inside(self), other, op);
}

static Value proxy_slot_or(Vm *vm, Value left, Value right)
{
    if (value_has_shape(left, TYPE_MAPPING_PROXY))
        left = inside(left);
    if (value_has_shape(right, TYPE_MAPPING_PROXY))
        right = inside(right);
    return value_binary(vm, BINARY_OR, left, right);
}

static Value proxy_slot_ior(Vm *vm, Value left, Value right)
{
    (void)right;
    return raise_type_error(vm, "'|=' is not supported by %T; use '|' instead", left);
}

static Value proxy_m_get(Vm *vm, const Value *args) { return call_method(vm, inside(args[0]), NAME_OF(vm, get), args + 1, 2); }
static Value proxy_m_keys(Vm *vm, const Value *args) { return call_method(vm, inside(args[0]), NAME_OF(vm, keys), NULL, 0); }
static Value proxy_m_values(Vm *vm, const Value *args) { return call_method(vm, inside(args[0]), NAME_OF(vm, values), NULL, 0); }
static Value proxy_m_items(Vm *vm, const Value *args) { return call_method(vm, inside(args[0]), NAME_OF(vm, items), NULL, 0); }
static Value proxy_m_copy(Vm *vm, const Value *args) { return call_method(vm, inside(args[0]), NAME_OF(vm, copy), NULL, 0); }

static Value proxy_m_reversed(Vm *vm, const Value *args)
{
    return call_method(vm, inside(args[0]), NAME_OF(vm, __reversed__), NULL, 0);
}

static const NativeDef proxy_methods[] = {
    FN(proxy_m_new, "__new__(cls, mapping)", "Read-only proxy of a mapping."),
    FN(proxy_m_get, "get(self, key, default=None, /)", "Return the value for key if key is in the mapping, else default."),
    FN(proxy_m_keys, "keys(self, /)", "D.keys() -> a set-like object providing a view on D's keys"),
    FN(proxy_m_values, "values(self, /)", "D.values() -> an object providing a view on D's values"),
    FN(proxy_m_items, "items(self, /)", "D.items() -> a set-like object providing a view on D's items"),
    FN(proxy_m_copy, "copy(self, /)", "D.copy() -> a shallow copy of D"),
    FN(proxy_m_reversed, "__reversed__(self, /)", "D.__reversed__() -> reverse iterator"),
    FN(generic_alias_class_getitem, "@classmethod __class_getitem__(cls, object, /)", "See PEP 585"),
    {0}
};

static const TypeDef mapping_proxy_type_def = {
    .name = "mappingproxy",
    .doc = "Read-only proxy of a mapping.",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_MAPPING,
    .size = sizeof(MappingProxy),
    .slots = {.destroy = proxy_slot_destroy, .traverse = proxy_slot_traverse, .repr = proxy_slot_repr,
              .str = proxy_slot_str, .hash = proxy_slot_hash, .iter = proxy_slot_iter, .length = proxy_slot_length,
              .getitem = proxy_slot_getitem, .contains = proxy_slot_contains, .compare = proxy_slot_compare,
              .binary = {[BINARY_OR] = proxy_slot_or}, .inplace = {[BINARY_OR] = proxy_slot_ior}},
    .methods = proxy_methods,
};

bool mapping_proxy_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &mapping_proxy_type_def); }
