/* Contexts, context variables and tokens. */
#include "loop/context.h"

#include "loop/runtime.h"
#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

typedef struct {
    Object object;
    Value name;
    Value fallback; /* VALUE_ABSENT when none */
} ContextVar;

typedef struct {
    Object object;
    Value variable;
    Value old;     /* VALUE_ABSENT: it was not set */
    Value context; /* where it was set; VALUE_ABSENT once used */
    bool used;
} Token;

static Context *value_to_context(Value value) { return value_object(value); }
static ContextVar *value_to_variable(Value value) { return value_object(value); }

/* Contexts. -------------------------------------------------------------------- */

static Value context_new(Vm *vm, Value variables)
{
    Context *context = object_new(vm, runtime_type(vm, RUNTIME_CONTEXT), 0);
    if (!context)
        return VALUE_ERROR;
    context->variables = value_share(variables);
    return value_from_object(context);
}

static Value current_variables(const Vm *vm)
{
    Value current = vm->runtime->context;
    return current == VALUE_ABSENT ? VALUE_ABSENT : value_to_context(current)->variables;
}

Value context_copy_current(Vm *vm)
{
    Value variables = current_variables(vm);
    return variables == VALUE_ABSENT ? VALUE_ABSENT : context_new(vm, variables);
}

Value context_copy_object(Vm *vm) { return context_new(vm, current_variables(vm)); }

Value context_swap_take(Vm *vm, Value context)
{
    Value before = vm->runtime->context;
    vm->runtime->context = context;
    return before;
}

/* The current context with a dict of its own, or NULL. */
static Context *writable_current(Vm *vm)
{
    Runtime *rt = vm->runtime;
    if (rt->context == VALUE_ABSENT) {
        Value context = context_new(vm, VALUE_ABSENT);
        if (context == VALUE_ERROR)
            return NULL;
        rt->context = context;
    }
    Context *context = value_to_context(rt->context);
    if (context->variables != VALUE_ABSENT && ((Object *)value_object(context->variables))->refs == 1)
        return context;
    Value own = context->variables == VALUE_ABSENT ? dict_new(vm) : dict_copy(vm, context->variables);
    if (own == VALUE_ERROR)
        return NULL;
    value_replace_take(vm, &context->variables, own);
    return context;
}

static Value context_m_new(Vm *vm, const Value *args)
{
    (void)args;
    return context_new(vm, VALUE_ABSENT);
}

static Value context_m_copy(Vm *vm, const Value *args) { return context_new(vm, value_to_context(args[0])->variables); }

static Value context_m_run(Vm *vm, const Value *args)
{
    Context *context = value_to_context(args[0]);
    if (context->entered)
        return raise_error(vm, TYPE_RUNTIME_ERROR, "cannot enter context: %R is already entered", args[0]);
    context->entered = true;
    Value before = context_swap_take(vm, value_share(args[0]));
    Value result = call_tuple_dict(vm, args[1], args[2], args[3]);
    value_drop(vm, context_swap_take(vm, before));
    context->entered = false;
    return result;
}

static Value raise_not_variable(Vm *vm, Value key)
{
    return raise_type_error(vm, "a ContextVar key was expected, got %R", key);
}

/* Borrowed; VALUE_ABSENT when not set. */
static Value look_up(Vm *vm, Value variables, Value key)
{
    if (variables == VALUE_ABSENT)
        return VALUE_ABSENT;
    return dict_get_borrow(vm, variables, key);
}

static bool is_variable(const Vm *vm, Value key) { return value_type(vm, key) == runtime_type(vm, RUNTIME_CONTEXT_VAR); }

static Value context_slot_getitem(Vm *vm, Value self, Value key)
{
    if (!is_variable(vm, key))
        return raise_not_variable(vm, key);
    Value found = look_up(vm, value_to_context(self)->variables, key);
    return found == VALUE_ABSENT ? raise_key_error(vm, key) : value_share(found);
}

static int context_slot_contains(Vm *vm, Value self, Value key)
{
    if (!is_variable(vm, key)) {
        raise_not_variable(vm, key);
        return -1;
    }
    Value found = look_up(vm, value_to_context(self)->variables, key);
    return found == VALUE_ERROR ? -1 : found != VALUE_ABSENT;
}

static Value context_m_get(Vm *vm, const Value *args)
{
    if (!is_variable(vm, args[1]))
        return raise_not_variable(vm, args[1]);
    Value found = look_up(vm, value_to_context(args[0])->variables, args[1]);
    return value_share(found == VALUE_ABSENT ? args[2] : found);
}

/* The dict that keys(), values() and items() look at. */
static Value context_dict(Vm *vm, Value self)
{
    Value variables = value_to_context(self)->variables;
    return variables == VALUE_ABSENT ? dict_new(vm) : dict_copy(vm, variables);
}

static Value context_view(Vm *vm, Value self, Value name)
{
    Value dict = context_dict(vm, self);
    if (dict == VALUE_ERROR)
        return VALUE_ERROR;
    Value view = call_method(vm, dict, name, NULL, 0);
    value_drop(vm, dict);
    return view;
}

static Value context_m_keys(Vm *vm, const Value *args) { return context_view(vm, args[0], NAME_OF(vm, keys)); }
static Value context_m_values(Vm *vm, const Value *args) { return context_view(vm, args[0], NAME_OF(vm, values)); }
static Value context_m_items(Vm *vm, const Value *args) { return context_view(vm, args[0], NAME_OF(vm, items)); }

static Value context_slot_iter(Vm *vm, Value self)
{
    Value dict = context_dict(vm, self);
    if (dict == VALUE_ERROR)
        return VALUE_ERROR;
    Value iterator = value_iter(vm, dict);
    value_drop(vm, dict);
    return iterator;
}

static int64_t context_slot_length(Vm *vm, Value self)
{
    (void)vm;
    Value variables = value_to_context(self)->variables;
    return variables == VALUE_ABSENT ? 0 : value_to_dict(variables)->count;
}

static void context_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((Context *)self)->variables);
    object_free(vm, self, 0);
}

static void context_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((Context *)self)->variables, context);
}

static void context_slot_clear(Vm *vm, Object *self) { value_clear(vm, &((Context *)self)->variables); }

static const NativeDef context_methods[] = {
    FN(context_m_new, "__new__(cls)", NULL),
    FN(context_m_run, "run(self, callable, /, *args, **kwargs)", "Call callable in this context."),
    FN(context_m_copy, "copy(self, /)", "A shallow copy of the context."),
    FN(context_m_get, "get(self, key, default=None, /)", "The variable's value, or default."),
    FN(context_m_keys, "keys(self, /)", "All variables set in the context."),
    FN(context_m_values, "values(self, /)", "The values of all variables."),
    FN(context_m_items, "items(self, /)", "All variables and their values."),
    {0},
};

const TypeDef context_type_def = {
    .name = "Context",
    .module = "_contextvars",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(Context),
    .slots = {.destroy = context_slot_destroy, .traverse = context_slot_traverse, .clear = context_slot_clear,
              .getitem = context_slot_getitem, .contains = context_slot_contains, .iter = context_slot_iter,
              .length = context_slot_length},
    .methods = context_methods,
};

/* Variables. --------------------------------------------------------------------- */

static Value variable_m_new(Vm *vm, const Value *args)
{
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "context variable name must be a str");
    ContextVar *variable = object_new(vm, runtime_type(vm, RUNTIME_CONTEXT_VAR), 0);
    if (!variable)
        return VALUE_ERROR;
    variable->name = value_share(args[1]);
    variable->fallback = value_share(args[2]);
    return value_from_object(variable);
}

static Value variable_m_get(Vm *vm, const Value *args)
{
    Value found = look_up(vm, current_variables(vm), args[0]);
    if (found == VALUE_ABSENT)
        found = args[1];
    if (found == VALUE_ABSENT)
        found = value_to_variable(args[0])->fallback;
    if (found == VALUE_ABSENT)
        return raise_with(vm, TYPE_LOOKUP_ERROR, args[0]);
    return value_share(found);
}

static Value variable_m_set(Vm *vm, const Value *args)
{
    Token *token = object_new(vm, runtime_type(vm, RUNTIME_CONTEXT_TOKEN), 0);
    if (!token)
        return VALUE_ERROR;
    token->old = token->context = VALUE_ABSENT;
    token->variable = value_share(args[0]);
    Value result = value_from_object(token);
    Context *context = writable_current(vm);
    if (context) {
        token->old = value_share(look_up(vm, context->variables, args[0]));
        token->context = value_share(vm->runtime->context);
        if (dict_set(vm, context->variables, args[0], args[1]))
            return result;
    }
    value_drop(vm, result);
    return VALUE_ERROR;
}

static Value variable_m_reset(Vm *vm, const Value *args)
{
    if (value_type(vm, args[1]) != runtime_type(vm, RUNTIME_CONTEXT_TOKEN))
        return raise_type_error(vm, "expected an instance of Token, got %R", args[1]);
    Token *token = value_object(args[1]);
    if (token->used)
        return raise_error(vm, TYPE_RUNTIME_ERROR, "%R has already been used once", args[1]);
    if (token->variable != args[0])
        return raise_value_error(vm, "%R was created by a different ContextVar", args[1]);
    if (token->context != vm->runtime->context)
        return raise_value_error(vm, "%R was created in a different Context", args[1]);
    Context *context = writable_current(vm);
    if (!context)
        return VALUE_ERROR;
    token->used = true;
    if (token->old == VALUE_ABSENT)
        return dict_delete(vm, context->variables, args[0]) < 0 ? VALUE_ERROR : VALUE_NONE;
    return dict_set(vm, context->variables, args[0], token->old) ? VALUE_NONE : VALUE_ERROR;
}

static Value variable_get_name(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_variable(self)->name);
}

static Value variable_slot_repr(Vm *vm, Value self)
{
    const ContextVar *variable = value_to_variable(self);
    if (variable->fallback == VALUE_ABSENT)
        return format_text(vm, "<ContextVar name=%R at %p>", variable->name, value_object(self));
    return format_text(vm, "<ContextVar name=%R default=%R at %p>", variable->name, variable->fallback, value_object(self));
}

static void variable_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((ContextVar *)self)->name);
    value_drop(vm, ((ContextVar *)self)->fallback);
    object_free(vm, self, 0);
}

static void variable_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((ContextVar *)self)->fallback, context);
}

static void variable_slot_clear(Vm *vm, Object *self) { value_clear(vm, &((ContextVar *)self)->fallback); }

static const NativeDef variable_methods[] = {
    FN(variable_m_new, "__new__(cls, name, /, *, default=?)", NULL),
    FN(variable_m_get, "get(self, default=?, /)", "The variable's value in the current context."),
    FN(variable_m_set, "set(self, value, /)", "Set it in the current context; returns a token for reset()."),
    FN(variable_m_reset, "reset(self, token, /)", "Back to what it was before the set() that returned token."),
    {0},
};

static const GetSetDef variable_getsets[] = {{"name", variable_get_name, NULL, NULL}, {0}};

const TypeDef context_var_type_def = {
    .name = "ContextVar",
    .module = "_contextvars",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(ContextVar),
    .slots = {.destroy = variable_slot_destroy, .traverse = variable_slot_traverse, .clear = variable_slot_clear,
              .repr = variable_slot_repr},
    .methods = variable_methods,
    .getsets = variable_getsets,
};

/* Tokens. ------------------------------------------------------------------------- */

static Value token_get_variable(Vm *vm, Value self)
{
    (void)vm;
    return value_share(VALUE_OBJECT(Token, self)->variable);
}

/* Token.MISSING */
static Value token_missing(Vm *vm, Value self)
{
    Value name = str_intern_c(vm, "MISSING");
    if (name == VALUE_ERROR)
        return VALUE_ERROR;
    Value missing = attribute_get(vm, type_value(value_type(vm, self)), name);
    value_drop(vm, name);
    return missing;
}

static Value token_get_old(Vm *vm, Value self)
{
    Value old = VALUE_OBJECT(Token, self)->old;
    if (old == VALUE_ABSENT)
        return token_missing(vm, self);
    return value_share(old);
}

static Value token_slot_repr(Vm *vm, Value self)
{
    const Token *token = value_object(self);
    return format_text(vm, "<Token%s var=%R at %p>", token->used ? " used" : "", token->variable, value_object(self));
}

static void token_slot_destroy(Vm *vm, Object *self)
{
    Token *token = (Token *)self;
    value_drop(vm, token->variable);
    value_drop(vm, token->old);
    value_drop(vm, token->context);
    object_free(vm, self, 0);
}

static void token_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((Token *)self)->variable, context);
    visit(vm, ((Token *)self)->old, context);
    visit(vm, ((Token *)self)->context, context);
}

static void token_slot_clear(Vm *vm, Object *self)
{
    value_clear(vm, &((Token *)self)->old);
    value_clear(vm, &((Token *)self)->context);
}

static const GetSetDef token_getsets[] = {{"var", token_get_variable, NULL, NULL}, {"old_value", token_get_old, NULL, NULL}, {0}};

const TypeDef context_token_type_def = {
    .name = "Token",
    .module = "_contextvars",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(Token),
    .slots = {.destroy = token_slot_destroy, .traverse = token_slot_traverse, .clear = token_slot_clear,
              .repr = token_slot_repr},
    .getsets = token_getsets,
};
