/* Functions of the language and their cells.
 *
 * What a function does is the machine's business; here are its life and its
 * attributes. */
#include "object/function.h"

#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"

/* Functions. ------------------------------------------------------------------ */

Function *function_new(Vm *vm, Code *code, Value globals)
{
    CodeFacts facts;
    code_facts(code, &facts);
    Function *function = object_new(vm, vm->types[TYPE_FUNCTION], facts.free_count * sizeof(Value));
    if (!function)
        return NULL;
    ((Object *)code)->refs++;
    function->code = code;
    function->globals = value_share(globals);
    function->defaults = function->kwdefaults = function->dict = function->annotations = VALUE_ABSENT;
    function->type_params = VALUE_ABSENT;
    function->name = value_share(facts.name);
    function->qualname = value_share(facts.qualname);
    function->doc = value_share(facts.doc);
    Value module = dict_get_name_borrow(vm, globals, NAME_OF(vm, __name__));
    function->module = module == VALUE_ABSENT ? VALUE_NONE : value_share(module);
    function->closure_count = facts.free_count;
    for (uint32_t i = 0; i < facts.free_count; i++)
        function->closure[i] = VALUE_ABSENT;
    return function;
}

static void function_slot_destroy(Vm *vm, Object *self)
{
    Function *function = (Function *)self;
    uint32_t count = function->closure_count;
    value_drop(vm, value_from_object(function->code));
    value_drop(vm, function->globals);
    value_drop(vm, function->defaults);
    value_drop(vm, function->kwdefaults);
    value_drop(vm, function->name);
    value_drop(vm, function->qualname);
    value_drop(vm, function->module);
    value_drop(vm, function->doc);
    value_drop(vm, function->dict);
    value_drop(vm, function->annotations);
    value_drop(vm, function->type_params);
    for (uint32_t i = 0; i < count; i++)
        value_drop(vm, function->closure[i]);
    object_free(vm, self, count * sizeof(Value));
}

static void function_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    Function *function = (Function *)self;
    visit(vm, value_from_object(function->code), context);
    visit(vm, function->globals, context);
    visit(vm, function->defaults, context);
    visit(vm, function->kwdefaults, context);
    visit(vm, function->module, context);
    visit(vm, function->doc, context);
    visit(vm, function->dict, context);
    visit(vm, function->annotations, context);
    visit(vm, function->type_params, context);
    for (uint32_t i = 0; i < function->closure_count; i++)
        visit(vm, function->closure[i], context);
}

/* The cells stay: a finalizer may still call the function. They are cleared themselves. */
static void function_slot_clear(Vm *vm, Object *self)
{
    Function *function = (Function *)self;
    value_clear(vm, &function->defaults);
    value_clear(vm, &function->kwdefaults);
    value_clear(vm, &function->dict);
    value_clear(vm, &function->annotations);
    value_clear(vm, &function->type_params);
}

static Value function_slot_repr(Vm *vm, Value self)
{
    return format_text(vm, "<function %V at %p>", value_to_function(self)->qualname, value_object(self));
}

static Value function_slot_get(Vm *vm, Value self, Value instance, Type *owner)
{
    (void)owner;
    return instance == VALUE_ABSENT ? value_share(self) : method_new(vm, self, instance);
}

static Value function_slot_call(Vm *vm, Value self, const Value *args, int count, Value names)
{
    return call_values(vm, self, args, count, names);
}

/* Attributes. ------------------------------------------------------------------ */

static Value share_or_none(Value value) { return value == VALUE_ABSENT ? VALUE_NONE : value_share(value); }

static Value function_get_name(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_function(self)->name);
}

static bool set_str(Vm *vm, Value *place, Value value, const char *name)
{
    if (value == VALUE_ABSENT || !value_is_str(vm, value))
        return raise_false(vm, TYPE_TYPE_ERROR, "%s must be set to a string object", name);
    value_replace_take(vm, place, value_share(value));
    return true;
}

static bool function_set_name(Vm *vm, Value self, Value value)
{
    return set_str(vm, &value_to_function(self)->name, value, "__name__");
}

static Value function_get_qualname(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_function(self)->qualname);
}

static bool function_set_qualname(Vm *vm, Value self, Value value)
{
    return set_str(vm, &value_to_function(self)->qualname, value, "__qualname__");
}

static Value function_get_doc(Vm *vm, Value self)
{
    (void)vm;
    return share_or_none(value_to_function(self)->doc);
}

static bool function_set_doc(Vm *vm, Value self, Value value)
{
    value_replace_take(vm, &value_to_function(self)->doc, value == VALUE_ABSENT ? VALUE_NONE : value_share(value));
    return true;
}

static Value function_get_module(Vm *vm, Value self)
{
    (void)vm;
    return share_or_none(value_to_function(self)->module);
}

static bool function_set_module(Vm *vm, Value self, Value value)
{
    value_replace_take(vm, &value_to_function(self)->module, value == VALUE_ABSENT ? VALUE_NONE : value_share(value));
    return true;
}

static Value function_get_defaults(Vm *vm, Value self)
{
    (void)vm;
    return share_or_none(value_to_function(self)->defaults);
}

/* Sets an optional part to value, where None and deleting mean that there is none. */
static bool set_optional(Vm *vm, Value *place, Value value, uint32_t flag, const char *sentence)
{
    if (value == VALUE_ABSENT || value_is_none(value)) {
        value_clear(vm, place);
        return true;
    }
    if (!value_has_flag(vm, value, flag))
        return raise_false(vm, TYPE_TYPE_ERROR, "%s", sentence);
    value_replace_take(vm, place, value_share(value));
    return true;
}

/* Calls look the number of defaults up, so inline caches must ask again. */
static bool function_set_defaults(Vm *vm, Value self, Value value)
{
    vm->class_epoch++;
    return set_optional(vm, &value_to_function(self)->defaults, value, TYPE_FLAG_TUPLE,
                        "__defaults__ must be set to a tuple object");
}

static Value function_get_kwdefaults(Vm *vm, Value self)
{
    (void)vm;
    return share_or_none(value_to_function(self)->kwdefaults);
}

static bool function_set_kwdefaults(Vm *vm, Value self, Value value)
{
    return set_optional(vm, &value_to_function(self)->kwdefaults, value, TYPE_FLAG_DICT,
                        "__kwdefaults__ must be set to a dict object");
}

static Value function_get_annotations(Vm *vm, Value self)
{
    Function *function = value_to_function(self);
    if (function->annotations == VALUE_ABSENT) {
        Value dict = dict_new(vm);
        if (value_is_error(dict))
            return VALUE_ERROR;
        function->annotations = dict;
    }
    return value_share(function->annotations);
}

static bool function_set_annotations(Vm *vm, Value self, Value value)
{
    return set_optional(vm, &value_to_function(self)->annotations, value, TYPE_FLAG_DICT,
                        "__annotations__ must be set to a dict object");
}

static Value function_get_type_params(Vm *vm, Value self)
{
    Value params = value_to_function(self)->type_params;
    return value_share(params == VALUE_ABSENT ? vm->empty_tuple : params);
}

static bool function_set_type_params(Vm *vm, Value self, Value value)
{
    if (!value_is_tuple(vm, value))
        return raise_false(vm, TYPE_TYPE_ERROR, "__type_params__ must be set to a tuple");
    value_replace_take(vm, &value_to_function(self)->type_params, value_share(value));
    return true;
}

static Value function_get_code(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_from_object(value_to_function(self)->code));
}

static bool function_set_code(Vm *vm, Value self, Value value)
{
    Function *function = value_to_function(self);
    if (!value_has_shape(value, TYPE_CODE))
        return raise_false(vm, TYPE_TYPE_ERROR, "__code__ must be set to a code object");
    CodeFacts facts;
    code_facts(value_object(value), &facts);
    if (facts.free_count != function->closure_count)
        return raise_false(vm, TYPE_VALUE_ERROR, "%V() requires a code object with %u free vars, not %u", function->name,
                           function->closure_count, facts.free_count);
    (void)raise_not_supported(vm, "assignment to __code__");
    return false;
}

static Value function_get_globals(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_function(self)->globals);
}

static Value function_get_builtins(Vm *vm, Value self)
{
    (void)self;
    return share_or_none(vm->builtins);
}

static Value function_get_closure(Vm *vm, Value self)
{
    Function *function = value_to_function(self);
    return function->closure_count ? tuple_new(vm, function->closure, function->closure_count) : VALUE_NONE;
}

static Value function_get_dict(Vm *vm, Value self)
{
    Value dict = attribute_dict_borrow(vm, value_object(self));
    return value_is_error(dict) ? dict : value_share(dict);
}

static bool function_set_dict(Vm *vm, Value self, Value value)
{
    if (value == VALUE_ABSENT)
        return raise_false(vm, TYPE_TYPE_ERROR, "cannot delete __dict__");
    if (!value_is_dict(vm, value))
        return raise_false(vm, TYPE_TYPE_ERROR, "__dict__ must be set to a dictionary, not a '%T'", value);
    return attribute_dict_replace(vm, value_object(self), value);
}

static bool raise_read_only(Vm *vm, Value self, Value value)
{
    (void)self;
    (void)value;
    return raise_false(vm, TYPE_ATTRIBUTE_ERROR, "readonly attribute");
}

static const GetSetDef function_getsets[] = {
    {"__name__", function_get_name, function_set_name, NULL},
    {"__qualname__", function_get_qualname, function_set_qualname, NULL},
    {"__doc__", function_get_doc, function_set_doc, NULL},
    {"__module__", function_get_module, function_set_module, NULL},
    {"__defaults__", function_get_defaults, function_set_defaults, NULL},
    {"__kwdefaults__", function_get_kwdefaults, function_set_kwdefaults, NULL},
    {"__annotations__", function_get_annotations, function_set_annotations, NULL},
    {"__type_params__", function_get_type_params, function_set_type_params, NULL},
    {"__code__", function_get_code, function_set_code, NULL},
    {"__globals__", function_get_globals, raise_read_only, NULL},
    {"__builtins__", function_get_builtins, raise_read_only, NULL},
    {"__closure__", function_get_closure, raise_read_only, NULL},
    {"__dict__", function_get_dict, function_set_dict, NULL},
    {0}
};

static const TypeDef function_type_def = {
    .name = "function",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_METHOD_LIKE | TYPE_FLAG_WEAK,
    .size = sizeof(Function),
    .slots = {.destroy = function_slot_destroy, .traverse = function_slot_traverse, .clear = function_slot_clear,
              .repr = function_slot_repr, .call = function_slot_call, .get = function_slot_get},
    .getsets = function_getsets,
    .dict_offset = offsetof(Function, dict),
};

bool function_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &function_type_def); }

/* Cells. -------------------------------------------------------------------------- */

Value cell_new_take(Vm *vm, Value value)
{
    Cell *cell = object_new(vm, vm->types[TYPE_CELL], 0);
    if (!cell) {
        value_drop(vm, value);
        return VALUE_ERROR;
    }
    cell->value = value;
    return value_from_object(cell);
}

Value cell_new(Vm *vm, Value value) { return cell_new_take(vm, value_share(value)); }

static void cell_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((Cell *)self)->value);
    object_free(vm, self, 0);
}

static void cell_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((Cell *)self)->value, context);
}

static void cell_slot_clear(Vm *vm, Object *self) { value_clear(vm, &((Cell *)self)->value); }

static Value cell_slot_repr(Vm *vm, Value self)
{
    Value value = VALUE_OBJECT(Cell, self)->value;
    if (value == VALUE_ABSENT)
        return format_text(vm, "<cell at %p: empty>", value_object(self));
    return format_text(vm, "<cell at %p: %T object at %p>", value_object(self), value,
                       value_is_heap(value) ? value_object(value) : (void *)(uintptr_t)value);
}

static Value cell_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if (!value_has_shape(other, TYPE_CELL))
        return VALUE_NOT_IMPLEMENTED;
    Value left = VALUE_OBJECT(Cell, self)->value, right = VALUE_OBJECT(Cell, other)->value;
    if (left != VALUE_ABSENT && right != VALUE_ABSENT)
        return value_compare(vm, left, right, op);
    int64_t difference = (left != VALUE_ABSENT) - (right != VALUE_ABSENT);
    return value_compare(vm, value_from_int(difference), value_from_int(0), op);
}

static Value cell_m_new(Vm *vm, const Value *args) { return cell_new(vm, args[1]); }

static Value cell_get_contents(Vm *vm, Value self)
{
    Value value = VALUE_OBJECT(Cell, self)->value;
    return value == VALUE_ABSENT ? raise_value_error(vm, "Cell is empty") : value_share(value);
}

static bool cell_set_contents(Vm *vm, Value self, Value value)
{
    value_replace_take(vm, &VALUE_OBJECT(Cell, self)->value, value == VALUE_ABSENT ? value : value_share(value));
    return true;
}

static const NativeDef cell_methods[] = {
    FN(cell_m_new, "__new__(cls, contents=?, /)", "Create a new cell object."),
    {0}
};

static const GetSetDef cell_getsets[] = {
    {"cell_contents", cell_get_contents, cell_set_contents, NULL},
    {0}
};

static const TypeDef cell_type_def = {
    .name = "cell",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(Cell),
    .slots = {.destroy = cell_slot_destroy, .traverse = cell_slot_traverse, .clear = cell_slot_clear,
              .repr = cell_slot_repr, .compare = cell_slot_compare},
    .methods = cell_methods,
    .getsets = cell_getsets,
};

bool cell_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &cell_type_def); }
