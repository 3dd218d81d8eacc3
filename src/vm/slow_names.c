/* Globals, names in namespaces, closure cells: look-ups and their errors. */
#include "vm/slow.h"

#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

static Value globals_of(const Value *base) { return value_to_function(FRAME_CALLEE(base))->globals; }
static Value constant(const Value *base, uint32_t index) { return FRAME(base)->code->constants[index]; }

static Value global_lookup(Vm *vm, Value globals, Value name)
{
    Value found = dict_get_name_borrow(vm, globals, name);
    if (found == VALUE_ABSENT)
        found = dict_get_name_borrow(vm, vm->builtins, name);
    if (found == VALUE_ABSENT)
        return raise_name_error(vm, name);
    return value_share(found);
}

/* Caches where the name was found; the dicts' versions say how long that holds. */
Value slow_load_global(Vm *vm, Word *ip, Value *base)
{
    Value globals = globals_of(base), name = constant(base, ip->b);
    int64_t index = dict_find_name(vm, globals, name);
    if (index >= 0) {
        ip[1].low = dict_version(vm, value_to_dict(globals));
        ip[2].low = (uint32_t)index;
        ip->op = OP_LOAD_GLOBAL_MODULE;
        return value_share(value_to_dict(globals)->entries[index].value);
    }
    index = dict_find_name(vm, vm->builtins, name);
    if (index < 0)
        return raise_name_error(vm, name);
    ip[1].low = dict_version(vm, value_to_dict(globals));
    ip[1].high = dict_version(vm, value_to_dict(vm->builtins));
    ip[2].low = (uint32_t)index;
    ip->op = OP_LOAD_GLOBAL_BUILTIN;
    return value_share(value_to_dict(vm->builtins)->entries[index].value);
}

bool slow_store_global(Vm *vm, Word *ip, Value *base)
{
    if (!dict_set_name(vm, globals_of(base), constant(base, ip->b), base[ip->a]))
        return false;
    if (ip->flags & FLAG_RA)
        value_drop(vm, base[ip->a]);
    return true;
}

bool slow_delete_global(Vm *vm, const Word *ip, Value *base)
{
    Value name = constant(base, ip->b);
    int deleted = dict_delete(vm, globals_of(base), name);
    if (deleted == 0)
        raise_name_error(vm, name);
    return deleted > 0;
}

/* The namespace of a class body or exec(): a dict, or any mapping a metaclass prepared. */
static Value namespace_lookup(Vm *vm, Value namespace, Value name)
{
    if (value_has_shape(namespace, TYPE_DICT)) {
        Value found = dict_get_borrow(vm, namespace, name);
        return found == VALUE_ABSENT || found == VALUE_ERROR ? found : value_share(found);
    }
    Value found = value_getitem(vm, namespace, name);
    if (found == VALUE_ERROR && error_matches(vm, TYPE_KEY_ERROR)) {
        error_clear(vm);
        return VALUE_ABSENT;
    }
    return found;
}

Value slow_load_name(Vm *vm, const Word *ip, Value *base)
{
    Value name = constant(base, ip->b);
    Value found = namespace_lookup(vm, base[0], name);
    return found == VALUE_ABSENT ? global_lookup(vm, globals_of(base), name) : found;
}

bool slow_store_name(Vm *vm, const Word *ip, Value *base)
{
    if (!value_setitem(vm, base[0], constant(base, ip->b), base[ip->a]))
        return false;
    if (ip->flags & FLAG_RA)
        value_drop(vm, base[ip->a]);
    return true;
}

bool slow_delete_name(Vm *vm, const Word *ip, Value *base)
{
    Value name = constant(base, ip->b);
    if (value_delitem(vm, base[0], name))
        return true;
    if (error_matches(vm, TYPE_KEY_ERROR)) {
        error_clear(vm);
        raise_name_error(vm, name);
    }
    return false;
}

Value slow_load_class_free(Vm *vm, const Word *ip, Value *base)
{
    Value found = namespace_lookup(vm, base[0], constant(base, ip->b));
    if (found != VALUE_ABSENT)
        return found;
    found = VALUE_OBJECT(Cell, value_to_function(FRAME_CALLEE(base))->closure[ip->c])->value;
    return found == VALUE_ABSENT ? raise_unbound_free(vm, FRAME(base)->code, ip->c) : value_share(found);
}

Value raise_unbound_local(Vm *vm, const Code *code, uint32_t local)
{
    /* A comprehension's variables are hidden locals, marked by a dot. */
    const char *name = value_to_str(code->local_names[local])->bytes;
    name += name[0] == '.';
    return raise_error(vm, TYPE_UNBOUND_LOCAL_ERROR,
                       "cannot access local variable '%s' where it is not associated with a value", name);
}

Value raise_unbound_free(Vm *vm, const Code *code, uint32_t index)
{
    return raise_error(vm, TYPE_NAME_ERROR,
                       "cannot access free variable '%V' where it is not associated with a value in enclosing scope",
                       code->free_names[index]);
}

bool slow_setup_annotations(Vm *vm, const Word *ip, Value *base)
{
    (void)ip;
    Value name = NAME_OF(vm, __annotations__);
    bool in_register = FRAME(base)->code->flags & CODE_NAMESPACE;
    Value namespace = in_register ? base[0] : globals_of(base);
    Value found = namespace_lookup(vm, namespace, name);
    if (found != VALUE_ABSENT) {
        value_drop(vm, found);
        return found != VALUE_ERROR;
    }
    Value dict = dict_new(vm);
    if (dict == VALUE_ERROR)
        return false;
    bool stored = value_setitem(vm, namespace, name, dict);
    value_drop(vm, dict);
    return stored;
}

/* Imports. ------------------------------------------------------------------------ */

Value slow_import_name(Vm *vm, const Word *ip, Value *base)
{
    Value name = constant(base, ip->b), fromlist = constant(base, ip->c);
    if (!vm->hooks.import_name)
        return raise_error(vm, TYPE_IMPORT_ERROR, "__import__ not found");
    return vm->hooks.import_name(vm, name, globals_of(base), fromlist, (int)ip[1].low);
}

/* The submodule of a package that is being imported: not an attribute yet. */
static Value import_submodule(Vm *vm, Value module, Value name)
{
    Value module_name = attribute_get_optional(vm, module, NAME_OF(vm, __name__));
    if (module_name == VALUE_ERROR || module_name == VALUE_ABSENT)
        return VALUE_ABSENT;
    Value full = format_text(vm, "%V.%V", module_name, name);
    value_drop(vm, module_name);
    if (full == VALUE_ERROR)
        return VALUE_ERROR;
    Value found = dict_get_borrow(vm, vm->modules, full);
    value_drop(vm, full);
    return found == VALUE_ABSENT || found == VALUE_ERROR ? found : value_share(found);
}

static Value raise_cannot_import(Vm *vm, Value module, Value name)
{
    Value module_name = attribute_get_optional(vm, module, NAME_OF(vm, __name__));
    Value file = attribute_get_optional(vm, module, NAME_OF(vm, __file__));
    bool named = module_name != VALUE_ERROR && module_name != VALUE_ABSENT;
    bool located = file != VALUE_ERROR && file != VALUE_ABSENT && value_is_str(vm, file);
    if (vm->pending != VALUE_ABSENT)
        error_clear(vm);
    Value unknown = value_share(vm->empty_str);
    if (located)
        raise_error(vm, TYPE_IMPORT_ERROR, "cannot import name '%V' from '%V' (%V)", name, named ? module_name : unknown, file);
    else
        raise_error(vm, TYPE_IMPORT_ERROR, "cannot import name '%V' from '%V' (unknown location)", name,
                    named ? module_name : unknown);
    raise_add_import_names(vm, named ? module_name : unknown, located ? file : VALUE_ABSENT, name);
    value_drop(vm, unknown);
    value_drop(vm, module_name);
    value_drop(vm, file);
    return VALUE_ERROR;
}

Value slow_import_from(Vm *vm, const Word *ip, Value *base)
{
    Value module = base[ip->b], name = constant(base, ip->c);
    Value found = attribute_get_optional(vm, module, name);
    if (found == VALUE_ABSENT)
        found = import_submodule(vm, module, name);
    return found == VALUE_ABSENT ? raise_cannot_import(vm, module, name) : found;
}

static bool import_public(Vm *vm, Value to, Value module_dict)
{
    uint32_t position = 0;
    Value key, value;
    while (dict_walk(module_dict, &position, &key, &value)) {
        if (!value_is_str(vm, key) || value_to_str(key)->bytes[0] == '_')
            continue;
        if (!value_setitem(vm, to, key, value))
            return false;
    }
    return true;
}

typedef struct {
    Value to, module;
} ImportAll;

static bool import_listed(Vm *vm, Value item, void *context)
{
    const ImportAll *all = context;
    if (!value_is_str(vm, item))
        return raise_false(vm, TYPE_TYPE_ERROR, "Item in __all__ must be str, not %T", item);
    Value name = str_intern_take(vm, value_share(item));
    if (name == VALUE_ERROR)
        return false;
    Value value = attribute_get(vm, all->module, name);
    bool stored = value != VALUE_ERROR && value_setitem(vm, all->to, name, value);
    value_drop(vm, name);
    value_drop(vm, value);
    return stored;
}

bool slow_import_star(Vm *vm, const Word *ip, Value *base)
{
    Value module = base[ip->a];
    Value to = FRAME(base)->code->flags & CODE_NAMESPACE ? base[0] : globals_of(base);
    Value listed = attribute_get_optional(vm, module, NAME_OF(vm, __all__));
    if (listed == VALUE_ERROR)
        return false;
    bool imported;
    if (listed != VALUE_ABSENT) {
        ImportAll all = {to, module};
        imported = value_each(vm, listed, import_listed, &all);
        value_drop(vm, listed);
    } else {
        Value dict = attribute_get(vm, module, NAME_OF(vm, __dict__));
        imported = dict != VALUE_ERROR && value_is_dict(vm, dict) && import_public(vm, to, dict);
        value_drop(vm, dict);
    }
    if (imported && ip->flags & FLAG_RA)
        value_drop(vm, module);
    return imported;
}

bool slow_print_expression(Vm *vm, const Word *ip, Value *base)
{
    Value sys = dict_get_name_borrow(vm, vm->modules, NAME_OF(vm, sys));
    if (sys == VALUE_ABSENT)
        return raise_false(vm, TYPE_RUNTIME_ERROR, "lost sys.displayhook");
    Value result = call_method(vm, sys, NAME_OF(vm, displayhook), &base[ip->a], 1);
    if (result == VALUE_ERROR)
        return false;
    value_drop(vm, result);
    if (ip->flags & FLAG_RA)
        value_drop(vm, base[ip->a]);
    return true;
}
