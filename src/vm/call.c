/* Calls: from a window in a frame, and from C.
 *
 * A window is {callee, header, arguments...}: whoever takes it owns what is in
 * it.  call_prepare loops until the callee is either a function of the language,
 * whose frame is then ready to be entered, or has been called. */
#include "object/call.h"

#include "object/container.h"
#include "object/native.h"
#include "object/raise.h"
#include "object/signature.h"
#include "object/str.h"
#include "object/type.h"
#include "vm/generator.h"
#include "vm/slow.h"

static int name_count(Value names) { return names == VALUE_ABSENT ? 0 : (int)value_to_tuple(names)->count; }

static void drop_arguments(Vm *vm, Value *base, int count)
{
    for (int i = 0; i < count; i++)
        value_replace_take(vm, &base[i], VALUE_ABSENT);
}

void call_drop_window(Vm *vm, Value *base, int count)
{
    drop_arguments(vm, base, count);
    value_replace_take(vm, &FRAME_CALLEE(base), VALUE_ABSENT);
}

/* Can the arguments be parameters just as they lie? */
static bool takes_exactly(const Code *code, int count)
{
    return code->parameter_count == count && code->positional_count == count;
}

/* Readies the frame at base for fn, whose count arguments are there. */
static Prepared prepare_function(Vm *vm, Value *base, int count, Value names)
{
    Function *fn = value_to_function(FRAME_CALLEE(base));
    Code *code = fn->code;
    Prepared failed = {NULL, VALUE_ERROR};
    const Value *caller = vm->machine->base;
    uint32_t depth = caller ? FRAME(caller)->depth + 1 : 0;
    bool fits = base + code->register_count + count < vm->machine->stack_end - 64;
    if (UNLIKELY(!fits || depth >= vm->recursion_limit)) {
        call_drop_window(vm, base, count);
        raise_error(vm, TYPE_RECURSION_ERROR, "maximum recursion depth exceeded");
        return failed;
    }
    if (UNLIKELY(names != VALUE_ABSENT || !takes_exactly(code, count)) && !bind_arguments(vm, fn, base, count, names)) {
        value_replace_take(vm, &FRAME_CALLEE(base), VALUE_ABSENT);
        return failed;
    }
    if (code->flags & CODE_SUSPENDS)
        return (Prepared){NULL, generator_new_take(vm, fn, base)};
    for (uint32_t i = code->parameter_count; i < code->local_count; i++)
        base[i] = VALUE_ABSENT;
    FRAME(base)->code = code;
    FRAME(base)->depth = depth;
    return (Prepared){base, VALUE_NONE};
}

/* Puts self in front of the arguments and the method's function below them. */
static void unwrap_method(Vm *vm, Value *base, int count)
{
    Method *method = value_object(FRAME_CALLEE(base));
    memmove(base + 1, base, (size_t)count * sizeof(Value));
    base[0] = value_share(method->self);
    Value bound = FRAME_CALLEE(base);
    FRAME_CALLEE(base) = value_share(method->function);
    value_drop(vm, bound);
}

Prepared call_prepare(Vm *vm, Value *base, int count, Value names)
{
    while (value_has_shape(FRAME_CALLEE(base), TYPE_METHOD)) {
        unwrap_method(vm, base, count);
        count++;
    }
    Value callee = FRAME_CALLEE(base);
    if (LIKELY(value_has_shape(callee, TYPE_FUNCTION)))
        return prepare_function(vm, base, count, names);
    const Type *type = value_type(vm, callee);
    Machine *machine = vm->machine;
    /* Nested calls must keep off the window, which may lie above the caller's registers. */
    Value *window_top = machine->window_top;
    if (base + count > window_top)
        machine->window_top = base + count;
    Value result;
    if (type->slots.call)
        result = type->slots.call(vm, callee, base, count - name_count(names), names);
    else
        result = raise_type_error(vm, "'%.200s' object is not callable", type_name(vm, type));
    call_drop_window(vm, base, count);
    machine->window_top = window_top;
    return (Prepared){NULL, result};
}

/* CALL_EX ------------------------------------------------------------------- */

/* The keys of kwargs as a tuple, and their values into to.  False: error. */
static bool spread_keywords(Vm *vm, Value kwargs, Value *to, Value *names)
{
    uint32_t position = 0, count = 0;
    Value key, value;
    Tuple *tuple = tuple_new_raw(vm, value_to_dict(kwargs)->count);
    if (!tuple)
        return false;
    while (dict_walk(kwargs, &position, &key, &value)) {
        tuple->items[count] = value_share(key);
        to[count++] = value_share(value);
    }
    *names = value_from_object(tuple);
    return true;
}

/* What stands behind * in a call, as a tuple. */
static Value spread_tuple(Vm *vm, Value args, Value callee)
{
    if (value_has_shape(args, TYPE_TUPLE))
        return value_share(args);
    const Type *type = value_type(vm, args);
    if (type->slots.iter || type->slots.getitem)
        return tuple_from(vm, args);
    raise_about_call(vm, callee, "%V argument after * must be an iterable, not %.200T", args);
    return VALUE_ERROR;
}

Prepared call_prepare_spread(Vm *vm, const Word *ip, Value *base)
{
    Machine *machine = vm->machine;
    Value *window = &base[ip->a];
    Value args = spread_tuple(vm, window[CALL_WINDOW_ARGUMENTS], window[0]);
    Value kwargs = ip->flags & FLAG_X ? window[CALL_WINDOW_ARGUMENTS + 1] : VALUE_ABSENT;
    Value callee = window[0];
    size_t positional = args == VALUE_ERROR ? 0 : value_to_tuple(args)->count;
    size_t named = kwargs == VALUE_ABSENT ? 0 : value_to_dict(kwargs)->count;
    /* The spread window lies above everything of this frame. */
    Value *to = machine_top(machine) + CALL_WINDOW_ARGUMENTS;
    Value names = VALUE_ABSENT;
    Prepared prepared = {NULL, VALUE_ERROR};
    value_drop(vm, window[CALL_WINDOW_ARGUMENTS]);
    if (args == VALUE_ERROR)
        ; /* raised already */
    else if (to + positional + named + 64 >= machine->stack_end)
        raise_error(vm, TYPE_RECURSION_ERROR, "maximum recursion depth exceeded");
    else if (!named || spread_keywords(vm, kwargs, to + positional, &names)) {
        for (size_t i = 0; i < positional; i++)
            to[i] = value_share(value_to_tuple(args)->items[i]);
        FRAME_CALLEE(to) = callee;
        callee = VALUE_ABSENT;
        prepared = call_prepare(vm, to, (int)(positional + named), names);
        value_drop(vm, names);
    }
    value_drop(vm, callee);
    value_drop(vm, args);
    value_drop(vm, kwargs);
    return prepared;
}

/* From C. --------------------------------------------------------------------- */

/* Enters the frame that call_prepare made ready and runs it to its end. */
static Value run_prepared(Vm *vm, Value *base)
{
    FrameHeader *header = FRAME(base);
    header->previous = vm->machine->base;
    header->flags = FRAME_ENTRY;
    header->destination = 0;
    return machine_run(vm, base, header->code->words, base);
}

Value call_values(Vm *vm, Value fn, const Value *args, int count, Value names)
{
    if (!stack_guard(vm))
        return VALUE_ERROR;
    if (!value_has_shape(fn, TYPE_FUNCTION) && !value_has_shape(fn, TYPE_METHOD)) {
        const Type *type = value_type(vm, fn);
        if (!type->slots.call)
            return raise_type_error(vm, "'%.200s' object is not callable", type_name(vm, type));
        return type->slots.call(vm, fn, args, count, names);
    }
    Machine *machine = vm->machine;
    int total = count + name_count(names);
    Value *base = machine_top(machine) + CALL_WINDOW_ARGUMENTS;
    if (base + total + 64 >= machine->stack_end)
        return raise_error(vm, TYPE_RECURSION_ERROR, "maximum recursion depth exceeded");
    FRAME_CALLEE(base) = value_share(fn);
    for (int i = 0; i < total; i++)
        base[i] = value_share(args[i]);
    Prepared prepared = call_prepare(vm, base, total, names);
    return prepared.base ? run_prepared(vm, prepared.base) : prepared.result;
}

Value call_tuple_dict(Vm *vm, Value fn, Value args, Value kwargs)
{
    size_t positional = args == VALUE_ERROR ? 0 : value_to_tuple(args)->count;
    size_t named = kwargs == VALUE_ABSENT ? 0 : value_to_dict(kwargs)->count;
    if (!named)
        return call_values(vm, fn, value_to_tuple(args)->items, (int)positional, VALUE_ABSENT);
    Value *all = vm_alloc(vm, (positional + named) * sizeof(Value));
    if (!all)
        return VALUE_ERROR;
    Value names = VALUE_ABSENT, result = VALUE_ERROR;
    memcpy(all, value_to_tuple(args)->items, positional * sizeof(Value));
    if (spread_keywords(vm, kwargs, all + positional, &names)) {
        result = call_values(vm, fn, all, (int)positional, names);
        for (size_t i = 0; i < named; i++)
            value_drop(vm, all[positional + i]);
        value_drop(vm, names);
    }
    vm_free(vm, all, (positional + named) * sizeof(Value));
    return result;
}

/* Calls fn with self in front. */
static Value call_with_self(Vm *vm, Value fn, Value self, const Value *args, int count)
{
    Value few[8];
    Value *all = count < 8 ? few : vm_alloc(vm, (size_t)(count + 1) * sizeof(Value));
    if (!all)
        return VALUE_ERROR;
    all[0] = self;
    if (count)
        memcpy(all + 1, args, (size_t)count * sizeof(Value));
    Value result = call_values(vm, fn, all, count + 1, VALUE_ABSENT);
    if (all != few)
        vm_free(vm, all, (size_t)(count + 1) * sizeof(Value));
    return result;
}

Value call_method(Vm *vm, Value self, Value name, const Value *args, int count)
{
    bool bound;
    Value fn = attribute_get_method(vm, self, name, &bound);
    if (fn == VALUE_ERROR)
        return VALUE_ERROR;
    Value result = bound ? call_value(vm, fn, args, count) : call_with_self(vm, fn, self, args, count);
    value_drop(vm, fn);
    return result;
}

Value special_call(Vm *vm, Value self, Value name, const Value *args, int count)
{
    Type *type = value_type(vm, self);
    Value found = type_lookup_borrow(vm, type, name);
    if (found == VALUE_ABSENT)
        return VALUE_ABSENT;
    const Type *found_type = value_type(vm, found);
    value_share(found);
    Value result;
    if (found_type->flags & TYPE_FLAG_METHOD_LIKE) {
        result = call_with_self(vm, found, self, args, count);
    } else {
        Value bound = found_type->slots.get ? found_type->slots.get(vm, found, self, type) : value_share(found);
        result = bound == VALUE_ERROR ? VALUE_ERROR : call_value(vm, bound, args, count);
        if (bound != VALUE_ERROR)
            value_drop(vm, bound);
    }
    value_drop(vm, found);
    return result;
}

/* Specialising. ------------------------------------------------------------------- */

static bool is_method_call(const Word *ip) { return ip->op == OP_CALL_METHOD; }

/* A function without closure may be held by the cache: it keeps nothing alive but its module. */
static void specialise_function(Vm *vm, Word *ip, Function *fn, int count)
{
    Code *code = fn->code;
    if (!takes_exactly(code, count) || code->flags & CODE_SUSPENDS)
        return;
    if (is_method_call(ip)) {
        if (fn->closure_count)
            return;
        ip->op = OP_CALL_METHOD_FUNCTION;
    } else if (fn->closure_count || fn->defaults != VALUE_ABSENT) {
        ip[1].bits = code->id;
        ip->op = OP_CALL_CODE;
        return;
    } else {
        ip->op = OP_CALL_FUNCTION;
    }
    ip[1].value = value_share(value_from_object(fn));
    ip[2].pointer = code;
    (void)vm;
}

static void specialise_class(Vm *vm, Word *ip, Type *type, int count)
{
    Value plain_new = vm->types[TYPE_OBJECT]->new_method;
    if (!(type->flags & TYPE_FLAG_HEAP) || type->flags & TYPE_FLAG_ABSTRACT || type->new_method != plain_new ||
        value_type(vm, type_value(type)) != vm->types[TYPE_TYPE] || !value_has_shape(type->init_method, TYPE_FUNCTION))
        return;
    Code *code = value_to_function(type->init_method)->code;
    if (!takes_exactly(code, count + 1) || code->flags & CODE_SUSPENDS)
        return;
    ip[1].value = value_share(type_value(type));
    ip[2].low = vm->class_epoch;
    ip->op = OP_CALL_CLASS;
}

/* Can a call with count arguments by position do with the signature's defaults? */
static bool fills(const Signature *signature, int count)
{
    return signature && signature->var_positional < 0 && signature->var_keyword < 0 && (uint32_t)count <= signature->positional &&
           (uint32_t)count >= signature->required;
}

/* __new__ and methods called through their class check their first argument: the
 * generic way does that. */
static bool is_unchecked(const Vm *vm, const Word *ip, const Native *native)
{
    bool method = native->object.shape == TYPE_METHOD_DESCRIPTOR;
    return method == is_method_call(ip) && native->self == VALUE_ABSENT && native->name != NAME_OF(vm, __new__);
}

static void specialise_native(Vm *vm, Word *ip, const Native *native, int count)
{
    if (!is_unchecked(vm, ip, native))
        return;
    if (native->exact_count == count)
        ip->op = is_method_call(ip) ? OP_CALL_METHOD_NATIVE : OP_CALL_NATIVE;
    else if (fills(native->signature, count))
        ip->op = is_method_call(ip) ? OP_CALL_METHOD_FILL : OP_CALL_NATIVE_FILL;
    else
        return;
    ip[1].value = value_share(value_from_object(native));
}

/* int(x), range(n): a builtin type that has all it needs in __new__. */
static void specialise_builtin_type(Vm *vm, Word *ip, Type *type, int count)
{
    if (type->flags & (TYPE_FLAG_HEAP | TYPE_FLAG_TYPE) || value_type(vm, type_value(type)) != vm->types[TYPE_TYPE] ||
        !value_has_shape(type->new_method, TYPE_NATIVE) || type->init_method != vm->types[TYPE_OBJECT]->init_method)
        return;
    const Native *native = value_object(type->new_method);
    if (native->self != VALUE_ABSENT || !fills(native->signature, count + 1))
        return;
    ip->op = OP_CALL_NATIVE_FILL;
    ip[1].value = value_share(type_value(type));
}

Value call_native_filled(Vm *vm, Value *window, int count, bool method)
{
    Value callee = window[0], bound[SIGNATURE_PARAMETERS_MAX];
    Value *arguments = window + CALL_WINDOW_ARGUMENTS;
    int given = count + method, at = 0;
    const Native *native = value_object(callee);
    if (value_shape(callee) == TYPE_TYPE) {
        native = value_object(value_to_type(callee)->new_method);
        bound[at++] = callee;
    }
    const Signature *signature = native->signature;
    for (int i = 0; i < given; i++)
        bound[at++] = arguments[i];
    for (; at < (int)signature->count; at++)
        bound[at] = signature->parameters[at].default_value;
    Value result = native->function(vm, bound);
    for (int i = 0; i < given; i++)
        value_drop(vm, arguments[i]);
    value_drop(vm, callee);
    return result;
}

void call_specialise(Vm *vm, Word *ip, Value *arguments, int count)
{
    /* The first call of a site tells little: module bodies run once. */
    if (++ip[2].high <= 2)
        return;
    Value callee = FRAME_CALLEE(arguments);
    if (value_has_shape(callee, TYPE_FUNCTION))
        specialise_function(vm, ip, value_to_function(callee), count);
    else if (value_has_shape(callee, TYPE_NATIVE) || value_has_shape(callee, TYPE_METHOD_DESCRIPTOR))
        specialise_native(vm, ip, value_object(callee), count);
    else if (!is_method_call(ip) && value_has_shape(callee, TYPE_TYPE) && !(value_to_type(callee)->flags & TYPE_FLAG_HEAP))
        specialise_builtin_type(vm, ip, value_to_type(callee), count);
    else if (!is_method_call(ip) && value_is_type(vm, callee))
        specialise_class(vm, ip, value_to_type(callee), count);
}
