/* What programs see of generators and coroutines: methods, attributes, life. */
#include "vm/generator.h"

#include "object/call.h"
#include "object/exception.h"
#include "object/native.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"
#include "object/unraisable.h"
#include "vm/slow.h"
#include "vm/unwind.h"

/* Life. ------------------------------------------------------------------------ */

/* Is the frame still, alone or inside a suspended chain?  Then it can be looked into. */
static bool at_rest(const Generator *generator)
{
    if (generator->state == GENERATOR_CREATED || generator->state == GENERATOR_SUSPENDED)
        return true;
    const Value *at = generator->registers;
    while (FRAME(at)->flags & (FRAME_DELEGATED | FRAME_ANEXT))
        at = FRAME(at)->previous;
    return at != generator->registers && FRAME(at)->flags & FRAME_HEAP && generator_of(at)->state == GENERATOR_SUSPENDED;
}

static void generator_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    Generator *generator = (Generator *)self;
    visit(vm, generator->handled, context);
    visit(vm, generator->callee, context);
    if (generator->state == GENERATOR_FINISHED || !at_rest(generator))
        return;
    const Code *code = generator->header.code;
    for (uint32_t i = 0; i < code->local_count; i++)
        visit(vm, generator->registers[i], context);
    if (generator->state == GENERATOR_CREATED)
        return;
    uint32_t word = (uint32_t)(generator->header.ip - code->words);
    for (uint32_t i = 0; i < code->range_count && code->ranges[i].start <= word; i++)
        if (word < code->ranges[i].end)
            visit(vm, generator->registers[code->ranges[i].reg], context);
}

/* The suspended frames that this one drives stand alone from now on: each closes
 * itself when its last reference goes. */
static void cut_chain_below(Generator *generator)
{
    Generator *root = generator;
    while (root->header.flags & (FRAME_DELEGATED | FRAME_ANEXT))
        root = generator_of(root->header.previous);
    for (Value *at = root->innermost; at && at != generator->registers;) {
        Generator *inner = generator_of(at);
        at = inner->header.previous;
        inner->header.flags &= (uint16_t)~FRAME_LINKED;
        inner->state = GENERATOR_SUSPENDED;
    }
    root->innermost = root == generator || generator->header.previous == root->registers ? NULL : generator->header.previous;
}

static void generator_slot_clear(Vm *vm, Object *self)
{
    Generator *generator = (Generator *)self;
    if (generator->state == GENERATOR_FINISHED || !at_rest(generator))
        return;
    if (generator->state != GENERATOR_CREATED)
        cut_chain_below(generator);
    uint32_t word = generator->state == GENERATOR_CREATED ? UINT32_MAX : (uint32_t)(generator->header.ip - generator->header.code->words);
    Value pending = error_take(vm);
    generator->header.flags &= (uint16_t)~FRAME_LINKED;
    generator_release_frame(vm, generator, word);
    vm->pending = pending;
}

static void generator_slot_destroy(Vm *vm, Object *self)
{
    Generator *generator = (Generator *)self;
    size_t extra = generator->header.code->register_count * sizeof(Value);
    generator_slot_clear(vm, self);
    value_clear(vm, &generator->handled);
    value_drop(vm, generator->name);
    value_drop(vm, generator->qualname);
    value_drop(vm, generator->callee);
    object_free(vm, self, extra);
}

/* A dying generator runs its finally blocks; a coroutine that nobody awaited is reported. */
static void generator_slot_finalize(Vm *vm, Value self)
{
    Generator *generator = value_to_generator(self);
    if (generator->state == GENERATOR_FINISHED)
        return;
    if (generator->object.shape == TYPE_COROUTINE && !generator->awaited && vm->hooks.coroutine_never_awaited)
        vm->hooks.coroutine_never_awaited(vm, self);
    if (generator->state != GENERATOR_SUSPENDED)
        return;
    if (generator->object.shape == TYPE_ASYNC_GENERATOR && vm->hooks.async_generator_last &&
        vm->hooks.async_generator_last(vm, self))
        return;
    Value pending = error_take(vm);
    if (!generator_close(vm, generator))
        error_unraisable(vm, self);
    vm->pending = pending;
}

/* Stepping. ----------------------------------------------------------------------- */

static Value generator_slot_next(Vm *vm, Value self)
{
    Value result = VALUE_ABSENT;
    SendResult outcome = generator_resume(vm, value_to_generator(self), VALUE_NONE, &result);
    if (outcome == SEND_YIELD)
        return result;
    if (outcome == SEND_ERROR)
        return VALUE_ERROR;
    value_replace_take(vm, &vm->stop_value, result == VALUE_NONE ? VALUE_ABSENT : result);
    return VALUE_DONE;
}

static SendResult generator_slot_send(Vm *vm, Value self, Value sent, Value *result)
{
    return generator_resume(vm, value_to_generator(self), sent, result);
}

/* The outcome of a step as a method's result: returning raises StopIteration. */
static Value step_result(Vm *vm, SendResult outcome, Value result)
{
    if (outcome == SEND_YIELD)
        return result;
    if (outcome == SEND_RETURN) {
        raise_stop_iteration(vm, result);
        value_drop(vm, result);
    }
    return VALUE_ERROR;
}

static Value generator_m_send(Vm *vm, const Value *args)
{
    Value result = VALUE_ABSENT;
    SendResult outcome = generator_resume(vm, value_to_generator(args[0]), args[1], &result);
    return step_result(vm, outcome, result);
}

/* throw(type), throw(instance), throw(type, value, traceback): makes it pending. */
bool generator_raise_thrown(Vm *vm, const Value *args)
{
    Value exception;
    if (args[1] != VALUE_ABSENT && args[1] != VALUE_NONE && value_is_type(vm, args[0])) {
        exception = value_is_exception(vm, args[1]) ? value_share(args[1]) : call_value(vm, args[0], &args[1], 1);
    } else if (value_is_exception(vm, args[0]) || (value_is_type(vm, args[0]) &&
                                                   type_is_subtype(value_to_type(args[0]), vm->types[TYPE_BASE_EXCEPTION]))) {
        exception = exception_from_raise(vm, args[0]);
    } else {
        return raise_false(vm, TYPE_TYPE_ERROR, "exceptions must be classes or instances deriving from BaseException, not %T", args[0]);
    }
    if (exception == VALUE_ERROR)
        return false;
    if (args[2] != VALUE_ABSENT && args[2] != VALUE_NONE && value_has_shape(args[2], TYPE_TRACEBACK))
        value_replace_take(vm, &value_to_exception(exception)->traceback, value_share(args[2]));
    raise_exception_take(vm, exception);
    return true;
}

static Value generator_m_throw(Vm *vm, const Value *args)
{
    if (!generator_raise_thrown(vm, args + 1))
        return VALUE_ERROR;
    Value result = VALUE_ABSENT;
    SendResult outcome = generator_resume(vm, value_to_generator(args[0]), VALUE_ERROR, &result);
    return step_result(vm, outcome, result);
}

static Value generator_m_close(Vm *vm, const Value *args)
{
    return generator_close_value(vm, value_to_generator(args[0]));
}

static Value generator_slot_iter(Vm *vm, Value self)
{
    (void)vm;
    return value_share(self);
}

/* coroutine.__await__(): an iterator over its steps. */
typedef struct {
    Object object;
    Value coroutine;
} CoroutineWrapper;

static Value coroutine_slot_await(Vm *vm, Value self)
{
    CoroutineWrapper *wrapper = object_new(vm, vm->types[TYPE_COROUTINE_WRAPPER], 0);
    if (!wrapper)
        return VALUE_ERROR;
    wrapper->coroutine = value_share(self);
    return value_from_object(wrapper);
}

static Value wrapper_slot_next(Vm *vm, Value self) { return generator_slot_next(vm, VALUE_OBJECT(CoroutineWrapper, self)->coroutine); }

static SendResult wrapper_slot_send(Vm *vm, Value self, Value sent, Value *result)
{
    return generator_slot_send(vm, VALUE_OBJECT(CoroutineWrapper, self)->coroutine, sent, result);
}

static Value wrapper_m_send(Vm *vm, const Value *args)
{
    Value inner[] = {VALUE_OBJECT(CoroutineWrapper, args[0])->coroutine, args[1]};
    return generator_m_send(vm, inner);
}

static Value wrapper_m_throw(Vm *vm, const Value *args)
{
    Value inner[] = {VALUE_OBJECT(CoroutineWrapper, args[0])->coroutine, args[1], args[2], args[3]};
    return generator_m_throw(vm, inner);
}

static Value wrapper_m_close(Vm *vm, const Value *args)
{
    return generator_m_close(vm, &VALUE_OBJECT(CoroutineWrapper, args[0])->coroutine);
}

static void wrapper_slot_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((CoroutineWrapper *)self)->coroutine);
    object_free(vm, self, 0);
}

static void wrapper_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((CoroutineWrapper *)self)->coroutine, context);
}

/* Attributes. ------------------------------------------------------------------------ */

static Value own_name(const Generator *generator)
{
    return generator->name != VALUE_ABSENT ? generator->name : value_to_function(generator->callee)->name;
}

Value generator_qualname_borrow(const Generator *generator)
{
    return generator->qualname != VALUE_ABSENT ? generator->qualname : value_to_function(generator->callee)->qualname;
}

static Value generator_slot_repr(Vm *vm, Value self)
{
    return format_text(vm, "<%T object %V at %p>", self, generator_qualname_borrow(value_to_generator(self)), value_object(self));
}

static Value generator_get_name(Vm *vm, Value self)
{
    (void)vm;
    return value_share(own_name(value_to_generator(self)));
}

static Value generator_get_qualname(Vm *vm, Value self)
{
    (void)vm;
    return value_share(generator_qualname_borrow(value_to_generator(self)));
}

static bool set_text(Vm *vm, Value *place, Value value, const char *what)
{
    if (value == VALUE_ABSENT || !value_is_str(vm, value))
        return raise_false(vm, TYPE_TYPE_ERROR, "%s must be set to a string object", what);
    value_replace_take(vm, place, value_share(value));
    return true;
}

static bool generator_set_name(Vm *vm, Value self, Value value) { return set_text(vm, &value_to_generator(self)->name, value, "__name__"); }
static bool generator_set_qualname(Vm *vm, Value self, Value value)
{
    return set_text(vm, &value_to_generator(self)->qualname, value, "__qualname__");
}

static Value generator_get_code(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_from_object(value_to_generator(self)->header.code));
}

static Value generator_get_running(Vm *vm, Value self)
{
    (void)vm;
    const Generator *generator = value_to_generator(self);
    return value_from_bool(generator->state == GENERATOR_RUNNING && !at_rest(generator));
}

static Value generator_get_suspended(Vm *vm, Value self)
{
    (void)vm;
    const Generator *generator = value_to_generator(self);
    return value_from_bool(generator->state == GENERATOR_SUSPENDED || (generator->state == GENERATOR_RUNNING && at_rest(generator)));
}

/* What it awaits or yields from, or None. */
Value generator_awaited_borrow(const Generator *generator)
{
    if (generator->state == GENERATOR_CREATED || generator->state == GENERATOR_FINISHED || !at_rest(generator))
        return VALUE_NONE;
    const Word *ip = generator->header.ip;
    if (ip->op == OP_AWAIT)
        return generator->registers[ip->b];
    if (ip->op == OP_ASYNC_FOR_NEXT)
        return generator->registers[ip->b + 1] == VALUE_ABSENT ? generator->registers[ip->b] : generator->registers[ip->b + 1];
    return VALUE_NONE;
}

static Value generator_get_awaited(Vm *vm, Value self)
{
    (void)vm;
    return value_share(generator_awaited_borrow(value_to_generator(self)));
}

static Value generator_get_frame(Vm *vm, Value self)
{
    Generator *generator = value_to_generator(self);
    return generator->state == GENERATOR_FINISHED ? VALUE_NONE : frame_object_new(vm, generator->registers, self);
}

static Value coroutine_get_origin(Vm *vm, Value self)
{
    (void)vm;
    (void)self;
    return VALUE_NONE;
}

#define NAME_GETSETS                                                                       \
    {"__name__", generator_get_name, generator_set_name, "name of the generator"},         \
    {"__qualname__", generator_get_qualname, generator_set_qualname, "qualified name of the generator"}

static const GetSetDef generator_getsets[] = {
    NAME_GETSETS,
    {"gi_code", generator_get_code, NULL, NULL},
    {"gi_running", generator_get_running, NULL, NULL},
    {"gi_suspended", generator_get_suspended, NULL, NULL},
    {"gi_yieldfrom", generator_get_awaited, NULL, "object being iterated by yield from, or None"},
    {"gi_frame", generator_get_frame, NULL, NULL},
    {0},
};

static const GetSetDef coroutine_getsets[] = {
    NAME_GETSETS,
    {"cr_code", generator_get_code, NULL, NULL},
    {"cr_running", generator_get_running, NULL, NULL},
    {"cr_suspended", generator_get_suspended, NULL, NULL},
    {"cr_await", generator_get_awaited, NULL, "object being awaited on, or None"},
    {"cr_frame", generator_get_frame, NULL, NULL},
    {"cr_origin", coroutine_get_origin, NULL, NULL},
    {0},
};

static const GetSetDef async_generator_getsets[] = {
    NAME_GETSETS,
    {"ag_code", generator_get_code, NULL, NULL},
    {"ag_running", generator_get_running, NULL, NULL},
    {"ag_suspended", generator_get_suspended, NULL, NULL},
    {"ag_await", generator_get_awaited, NULL, "object being awaited on, or None"},
    {"ag_frame", generator_get_frame, NULL, NULL},
    {0},
};

static const NativeDef generator_methods[] = {
    FN(generator_m_send, "send(self, value, /)", "Resume the generator with value as the result of its yield."),
    FN(generator_m_throw, "throw(self, type, value=?, traceback=?, /)", "Raise an exception where the generator is paused."),
    FN(generator_m_close, "close(self, /)", "Raise GeneratorExit inside the generator."),
    {0},
};

static const NativeDef wrapper_methods[] = {
    FN(wrapper_m_send, "send(self, value, /)", "Resume the coroutine."),
    FN(wrapper_m_throw, "throw(self, type, value=?, traceback=?, /)", "Raise an exception inside the coroutine."),
    FN(wrapper_m_close, "close(self, /)", "Raise GeneratorExit inside the coroutine."),
    {0},
};

bool generator_type_setup(Vm *vm, Type *type)
{
    static const TypeDef def = {
        .name = "generator",
        .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
        .size = sizeof(Generator),
        .slots = {.destroy = generator_slot_destroy, .traverse = generator_slot_traverse, .clear = generator_slot_clear,
                  .finalize = generator_slot_finalize, .repr = generator_slot_repr, .iter = generator_slot_iter,
                  .next = generator_slot_next, .send = generator_slot_send},
        .methods = generator_methods,
        .getsets = generator_getsets,
    };
    return type_define(vm, type, &def);
}

bool coroutine_type_setup(Vm *vm, Type *type)
{
    static const TypeDef def = {
        .name = "coroutine",
        .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
        .size = sizeof(Generator),
        .slots = {.destroy = generator_slot_destroy, .traverse = generator_slot_traverse, .clear = generator_slot_clear,
                  .finalize = generator_slot_finalize, .repr = generator_slot_repr, .send = generator_slot_send,
                  .await = coroutine_slot_await},
        .methods = generator_methods,
        .getsets = coroutine_getsets,
    };
    return type_define(vm, type, &def);
}

bool coroutine_wrapper_type_setup(Vm *vm, Type *type)
{
    static const TypeDef def = {
        .name = "coroutine_wrapper",
        .flags = TYPE_FLAG_CONTAINER,
        .size = sizeof(CoroutineWrapper),
        .slots = {.destroy = wrapper_slot_destroy, .traverse = wrapper_slot_traverse, .iter = generator_slot_iter,
                  .next = wrapper_slot_next, .send = wrapper_slot_send},
        .methods = wrapper_methods,
    };
    return type_define(vm, type, &def);
}

bool async_generator_type_setup(Vm *vm, Type *type)
{
    static const TypeDef def = {
        .name = "async_generator",
        .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
        .size = sizeof(Generator),
        .slots = {.destroy = generator_slot_destroy, .traverse = generator_slot_traverse, .clear = generator_slot_clear,
                  .finalize = generator_slot_finalize, .repr = generator_slot_repr, .aiter = generator_slot_iter,
                  .anext = async_generator_slot_anext},
        .methods = async_generator_methods,
        .getsets = async_generator_getsets,
    };
    return type_define(vm, type, &def);
}

/* Sending to anything. ------------------------------------------------------------------- */

SendResult value_send(Vm *vm, Value self, Value sent, Value *result)
{
    const Type *type = value_type(vm, self);
    if (type->slots.send)
        return type->slots.send(vm, self, sent, result);
    Value yielded;
    if (sent == VALUE_NONE && type->slots.next) {
        yielded = type->slots.next(vm, self);
    } else {
        yielded = call_method(vm, self, NAME_OF(vm, send), &sent, 1);
    }
    if (yielded == VALUE_DONE) {
        *result = vm->stop_value == VALUE_ABSENT ? VALUE_NONE : vm->stop_value;
        vm->stop_value = VALUE_ABSENT;
        return SEND_RETURN;
    }
    if (yielded == VALUE_ERROR)
        return error_clear_stop_iteration(vm, result) ? SEND_RETURN : SEND_ERROR;
    *result = yielded;
    return SEND_YIELD;
}

/* Does an iterator's throw() or close() method take the pending exception? */
SendResult slow_await_throw(Vm *vm, Value awaitable, Value *result)
{
    if (value_is_generator(awaitable)) {
        if (!error_matches(vm, TYPE_GENERATOR_EXIT))
            return generator_resume(vm, value_to_generator(awaitable), VALUE_ERROR, result);
        Value exiting = error_take(vm);
        if (!generator_close(vm, value_to_generator(awaitable))) {
            value_drop(vm, exiting);
            return SEND_ERROR;
        }
        vm->pending = exiting;
        return SEND_ERROR;
    }
    bool exits = error_matches(vm, TYPE_GENERATOR_EXIT);
    Value exception = error_take(vm);
    Value method = attribute_get_optional(vm, awaitable, exits ? NAME_OF(vm, close) : NAME_OF(vm, throw));
    if (method == VALUE_ABSENT) {
        vm->pending = exception;
        return SEND_ERROR;
    }
    if (method == VALUE_ERROR) {
        value_drop(vm, exception);
        return SEND_ERROR;
    }
    Value outcome = exits ? call_value(vm, method, NULL, 0) : call_value(vm, method, &exception, 1);
    value_drop(vm, method);
    if (exits && outcome != VALUE_ERROR) {
        value_drop(vm, outcome);
        vm->pending = exception;
        return SEND_ERROR;
    }
    value_drop(vm, exception);
    if (outcome == VALUE_ERROR)
        return error_clear_stop_iteration(vm, result) ? SEND_RETURN : SEND_ERROR;
    *result = outcome;
    return SEND_YIELD;
}
