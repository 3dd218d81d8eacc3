/* Asynchronous generators: the awaitables that __anext__, asend, athrow and
 * aclose return.  `async for` over one does without them (ASYNC_FOR_NEXT).
 *
 * A step is an iterator that drives the generator's frame: what the frame awaits
 * passes through, a yielded item ends the step as its result.  The frame tells
 * the two apart by where it stopped: at a YIELD of its own, or not. */
#include "vm/generator.h"

#include "object/call.h"
#include "object/exception.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/type.h"

typedef enum { STEP_SEND, STEP_THROW, STEP_CLOSE } StepKind;
typedef enum { STEP_FRESH, STEP_ITERATING, STEP_OVER } StepState;

typedef struct {
    Object object;
    uint8_t kind, state;
    Value generator;
    Value argument; /* what to send, or the exception to throw; VALUE_ABSENT for aclose */
} Step;

static Value step_new(Vm *vm, Value generator, StepKind kind, Value argument)
{
    Step *step = object_new(vm, vm->types[TYPE_ASYNC_GENERATOR_STEP], 0);
    if (!step)
        return VALUE_ERROR;
    step->kind = kind;
    step->generator = value_share(generator);
    step->argument = value_share(argument);
    return value_from_object(step);
}

/* The runtime hears of an asynchronous generator before its first step. */
bool async_generator_announce(Vm *vm, Generator *generator)
{
    if (generator->hooked)
        return true;
    generator->hooked = true;
    return !vm->hooks.async_generator_first || vm->hooks.async_generator_first(vm, value_from_object(generator));
}

Value async_generator_slot_anext(Vm *vm, Value self)
{
    return async_generator_announce(vm, value_to_generator(self)) ? step_new(vm, self, STEP_SEND, VALUE_NONE) : VALUE_ERROR;
}

/* Did the frame stop at its own yield (not inside something it awaits)? */
static bool stopped_at_yield(const Generator *generator)
{
    return generator->innermost == NULL && generator->header.ip->op == OP_YIELD;
}

static SendResult step_over(Vm *vm, Step *step)
{
    Generator *generator = value_to_generator(step->generator);
    step->state = STEP_OVER;
    if (generator->running_step == value_from_object(step))
        generator->running_step = VALUE_ABSENT;
    (void)vm;
    return SEND_ERROR;
}

/* What the frame's outcome means for a step that sends or throws. */
static SendResult step_finish(Vm *vm, Step *step, SendResult outcome, Value *result)
{
    Generator *generator = value_to_generator(step->generator);
    if (outcome == SEND_YIELD && !stopped_at_yield(generator))
        return SEND_YIELD;
    step_over(vm, step);
    if (outcome == SEND_YIELD) {
        if (step->kind != STEP_CLOSE)
            return SEND_RETURN;
        value_drop(vm, *result);
        raise_error(vm, TYPE_RUNTIME_ERROR, "async generator ignored GeneratorExit");
        return SEND_ERROR;
    }
    generator->closing = true;
    if (outcome == SEND_RETURN) {
        if (step->kind == STEP_CLOSE)
            return SEND_RETURN;
        value_drop(vm, *result);
        raise_bare(vm, TYPE_STOP_ASYNC_ITERATION);
        return SEND_ERROR;
    }
    if (step->kind == STEP_CLOSE && (error_matches(vm, TYPE_STOP_ASYNC_ITERATION) || error_matches(vm, TYPE_GENERATOR_EXIT))) {
        error_clear(vm);
        *result = VALUE_NONE;
        return SEND_RETURN;
    }
    return SEND_ERROR;
}

static const char *step_name(const Step *step)
{
    return step->kind == STEP_SEND ? "anext()" : step->kind == STEP_THROW ? "athrow()" : "aclose()";
}

static SendResult step_begin(Vm *vm, Step *step, Value sent, Value *result)
{
    Generator *generator = value_to_generator(step->generator);
    bool busy = generator->running_step != VALUE_ABSENT ||
                (generator->state == GENERATOR_RUNNING && generator->header.flags & FRAME_LINKED);
    if (busy) {
        step->state = STEP_OVER;
        raise_error(vm, TYPE_RUNTIME_ERROR, "%s: asynchronous generator is already running", step_name(step));
        return SEND_ERROR;
    }
    if (generator->state == GENERATOR_FINISHED || (generator->closing && step->kind != STEP_SEND)) {
        step->state = STEP_OVER;
        if (step->kind == STEP_CLOSE) {
            *result = VALUE_NONE;
            return SEND_RETURN;
        }
        raise_bare(vm, TYPE_STOP_ASYNC_ITERATION);
        return SEND_ERROR;
    }
    step->state = STEP_ITERATING;
    generator->running_step = value_from_object(step);
    if (step->kind == STEP_SEND)
        return step_finish(vm, step, generator_resume(vm, generator, sent == VALUE_NONE ? step->argument : sent, result), result);
    if (step->kind == STEP_CLOSE) {
        generator->closing = true;
        if (generator->state == GENERATOR_CREATED) {
            step_over(vm, step);
            *result = VALUE_NONE;
            return generator_close(vm, generator) ? SEND_RETURN : SEND_ERROR;
        }
        raise_bare(vm, TYPE_GENERATOR_EXIT);
    } else {
        raise_exception_take(vm, value_share(step->argument));
    }
    return step_finish(vm, step, generator_resume(vm, generator, VALUE_ERROR, result), result);
}

static SendResult step_slot_send(Vm *vm, Value self, Value sent, Value *result)
{
    Step *step = value_object(self);
    if (step->state == STEP_OVER) {
        raise_error(vm, TYPE_RUNTIME_ERROR, "cannot reuse already awaited %s",
                    step->kind == STEP_SEND ? "__anext__()/asend()" : "aclose()/athrow()");
        return SEND_ERROR;
    }
    if (step->state == STEP_FRESH)
        return step_begin(vm, step, sent, result);
    return step_finish(vm, step, generator_resume(vm, value_to_generator(step->generator), sent, result), result);
}

static Value step_slot_next(Vm *vm, Value self)
{
    Value result = VALUE_ABSENT;
    SendResult outcome = step_slot_send(vm, self, VALUE_NONE, &result);
    if (outcome == SEND_YIELD)
        return result;
    if (outcome == SEND_ERROR)
        return VALUE_ERROR;
    value_replace_take(vm, &vm->stop_value, result == VALUE_NONE ? VALUE_ABSENT : result);
    return VALUE_DONE;
}

static Value step_outcome(Vm *vm, SendResult outcome, Value result)
{
    if (outcome == SEND_RETURN) {
        raise_stop_iteration(vm, result);
        value_drop(vm, result);
        return VALUE_ERROR;
    }
    return outcome == SEND_YIELD ? result : VALUE_ERROR;
}

static Value step_m_send(Vm *vm, const Value *args)
{
    Value result = VALUE_ABSENT;
    SendResult outcome = step_slot_send(vm, args[0], args[1], &result);
    return step_outcome(vm, outcome, result);
}

static Value step_m_throw(Vm *vm, const Value *args)
{
    Step *step = value_object(args[0]);
    if (step->state == STEP_OVER)
        return raise_error(vm, TYPE_RUNTIME_ERROR, "cannot reuse already awaited %s",
                           step->kind == STEP_SEND ? "__anext__()/asend()" : "aclose()/athrow()");
    if (!generator_raise_thrown(vm, args + 1))
        return VALUE_ERROR;
    Generator *generator = value_to_generator(step->generator);
    if (step->state == STEP_FRESH) {
        step->state = STEP_ITERATING;
        generator->running_step = args[0];
    }
    Value result = VALUE_ABSENT;
    SendResult outcome = generator_resume(vm, generator, VALUE_ERROR, &result);
    outcome = step_finish(vm, step, outcome, &result);
    return step_outcome(vm, outcome, result);
}

static Value step_m_close(Vm *vm, const Value *args)
{
    Step *step = value_object(args[0]);
    if (step->state == STEP_ITERATING) {
        Value thrown[] = {args[0], type_value(vm->types[TYPE_GENERATOR_EXIT]), VALUE_ABSENT, VALUE_ABSENT};
        Value result = step_m_throw(vm, thrown);
        if (result != VALUE_ERROR) {
            value_drop(vm, result);
            return raise_error(vm, TYPE_RUNTIME_ERROR, "coroutine ignored GeneratorExit");
        }
        if (!error_matches(vm, TYPE_GENERATOR_EXIT) && !error_matches(vm, TYPE_STOP_ITERATION) &&
            !error_matches(vm, TYPE_STOP_ASYNC_ITERATION))
            return VALUE_ERROR;
        error_clear(vm);
    }
    step->state = STEP_OVER;
    return VALUE_NONE;
}

static Value step_slot_self(Vm *vm, Value self)
{
    (void)vm;
    return value_share(self);
}

static void step_slot_finalize(Vm *vm, Value self)
{
    Step *step = value_object(self);
    if (step->state == STEP_FRESH && step->kind != STEP_THROW && vm->hooks.coroutine_never_awaited)
        vm->hooks.coroutine_never_awaited(vm, self);
}

static void step_slot_destroy(Vm *vm, Object *self)
{
    Step *step = (Step *)self;
    step_over(vm, step);
    value_drop(vm, step->generator);
    value_drop(vm, step->argument);
    object_free(vm, self, 0);
}

static void step_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    visit(vm, ((Step *)self)->generator, context);
    visit(vm, ((Step *)self)->argument, context);
}

Value async_step_generator_borrow(Value step, const char **method)
{
    const Step *self = value_object(step);
    *method = self->kind == STEP_SEND ? "asend" : self->kind == STEP_THROW ? "athrow" : "aclose";
    return self->generator;
}

static const NativeDef step_methods[] = {
    FN(step_m_send, "send(self, value, /)", "Resume the step."),
    FN(step_m_throw, "throw(self, type, value=?, traceback=?, /)", "Raise an exception inside the generator."),
    FN(step_m_close, "close(self, /)", "Give the step up."),
    {0},
};

bool async_generator_step_type_setup(Vm *vm, Type *type)
{
    static const TypeDef def = {
        .name = "async_generator_asend",
        .flags = TYPE_FLAG_CONTAINER,
        .size = sizeof(Step),
        .slots = {.destroy = step_slot_destroy, .traverse = step_slot_traverse, .finalize = step_slot_finalize,
                  .iter = step_slot_self, .await = step_slot_self, .next = step_slot_next, .send = step_slot_send},
        .methods = step_methods,
    };
    return type_define(vm, type, &def);
}

/* The generator's own methods. ---------------------------------------------------- */

static Value async_generator_m_asend(Vm *vm, const Value *args)
{
    return async_generator_announce(vm, value_to_generator(args[0])) ? step_new(vm, args[0], STEP_SEND, args[1]) : VALUE_ERROR;
}

static Value async_generator_m_athrow(Vm *vm, const Value *args)
{
    if (!async_generator_announce(vm, value_to_generator(args[0])) || !generator_raise_thrown(vm, args + 1))
        return VALUE_ERROR;
    Value exception = error_take(vm);
    Value step = step_new(vm, args[0], STEP_THROW, exception);
    value_drop(vm, exception);
    return step;
}

static Value async_generator_m_aclose(Vm *vm, const Value *args)
{
    return async_generator_announce(vm, value_to_generator(args[0])) ? step_new(vm, args[0], STEP_CLOSE, VALUE_ABSENT) : VALUE_ERROR;
}

const NativeDef async_generator_methods[] = {
    FN(async_generator_m_asend, "asend(self, value, /)", "Send a value into the generator: an awaitable for its next item."),
    FN(async_generator_m_athrow, "athrow(self, type, value=?, traceback=?, /)", "Raise an exception inside the generator."),
    FN(async_generator_m_aclose, "aclose(self, /)", "Raise GeneratorExit inside the generator."),
    {0},
};
