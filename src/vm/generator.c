/* Resuming, closing and freeing generators and coroutines. */
#include "vm/generator.h"

#include "object/call.h"
#include "object/exception.h"
#include "object/raise.h"
#include "object/type.h"
#include "vm/slow.h"
#include "vm/unwind.h"

static TypeId generator_type(const Code *code)
{
    if (code->flags & CODE_COROUTINE)
        return TYPE_COROUTINE;
    return code->flags & CODE_ASYNC_GENERATOR ? TYPE_ASYNC_GENERATOR : TYPE_GENERATOR;
}

Value generator_new_take(Vm *vm, Function *fn, Value *base)
{
    Code *code = fn->code;
    Generator *generator = object_new(vm, vm->types[generator_type(code)], code->register_count * sizeof(Value));
    if (!generator) {
        call_drop_window(vm, base, code->parameter_count);
        return VALUE_ERROR;
    }
    generator->handled = generator->name = generator->qualname = generator->running_step = VALUE_ABSENT;
    generator->entry_handled = VALUE_NONE;
    generator->callee = FRAME_CALLEE(base);
    generator->header.code = code;
    generator->header.ip = code->words;
    generator->header.flags = FRAME_HEAP;
    memcpy(generator->registers, base, code->parameter_count * sizeof(Value));
    for (uint32_t i = code->parameter_count; i < code->local_count; i++)
        generator->registers[i] = VALUE_ABSENT;
    if (code->flags & CODE_COROUTINE && vm->machine->base)
        generator->created_line = frame_line(vm->machine->base);
    return value_from_object(generator);
}

void generator_release_frame(Vm *vm, Generator *generator, uint32_t word)
{
    generator->state = GENERATOR_RUNNING;
    unwind_drop_registers(vm, generator->registers, word);
    generator->state = GENERATOR_FINISHED;
    generator->innermost = NULL;
    Value callee = generator->callee;
    if (generator->name == VALUE_ABSENT && callee != VALUE_ABSENT) {
        generator->name = value_share(value_to_function(callee)->name);
        generator->qualname = value_share(value_to_function(callee)->qualname);
    }
    /* The code stays valid for position queries as long as somebody shows this object. */
}

void generator_finish_handled(Vm *vm, Generator *generator)
{
    if (generator->handled_swapped) {
        Value own = vm->handled;
        vm->handled = generator->handled;
        generator->handled = VALUE_ABSENT;
        generator->handled_swapped = false;
        value_drop(vm, own);
    }
}

Value *generator_innermost(const Generator *generator)
{
    if (generator->innermost)
        return generator->innermost;
    return (Value *)generator->registers;
}

/* Resuming. ------------------------------------------------------------------ */

static SendResult raise_running(Vm *vm, const Generator *generator)
{
    uint32_t shape = generator->object.shape;
    if (shape == TYPE_COROUTINE)
        raise_error(vm, TYPE_VALUE_ERROR, "coroutine already executing");
    else
        raise_error(vm, TYPE_VALUE_ERROR, shape == TYPE_GENERATOR ? "generator already executing" : "async generator already executing");
    return SEND_ERROR;
}

/* Resuming one that has ended, or that is closed before it began. */
static SendResult resume_finished(Vm *vm, Generator *generator, bool throwing, Value *result)
{
    if (generator->object.shape == TYPE_COROUTINE && !generator->closing) {
        if (throwing)
            error_clear(vm);
        raise_error(vm, TYPE_RUNTIME_ERROR, "cannot reuse already awaited coroutine");
        return SEND_ERROR;
    }
    if (throwing)
        return SEND_ERROR;
    *result = VALUE_NONE;
    return SEND_RETURN;
}

/* A delegated generator resumed on its own: the suspended chain it belongs to is
 * cut above it, and goes on from there when its root is resumed. */
static bool detach(Vm *vm, Generator *generator)
{
    Value *at = generator->registers;
    while (FRAME(at)->flags & (FRAME_DELEGATED | FRAME_ANEXT))
        at = FRAME(at)->previous;
    Generator *root = generator_of(at);
    if (!(FRAME(at)->flags & FRAME_HEAP) || root->state != GENERATOR_SUSPENDED)
        return false;
    (void)vm;
    generator->innermost = root->innermost == generator->registers ? NULL : root->innermost;
    root->innermost = generator->header.previous == at ? NULL : generator->header.previous;
    generator->header.flags &= (uint16_t)~FRAME_LINKED;
    generator->state = GENERATOR_SUSPENDED;
    return true;
}

/* Stores a value where the instruction at ip wants its result. */
static void write_result(Vm *vm, Value *base, const Word *ip, Value value)
{
    if (ip->flags & FLAG_DROP)
        value_replace_take(vm, &base[ip->a], value);
    else
        base[ip->a] = value;
}

/* Throws into what the innermost frame drives, if it stands at an AWAIT of
 * something that takes exceptions.  SEND_ERROR: raise in the frame itself. */
static SendResult throw_into_awaited(Vm *vm, Value *inner, const Word **ip, Value *result)
{
    const Word *at = *ip;
    if (at->op != OP_AWAIT && at->op != OP_ASYNC_FOR_NEXT)
        return SEND_ERROR;
    Value awaited = at->op == OP_AWAIT ? inner[at->b] : inner[at->b + 1];
    if (awaited == VALUE_ABSENT)
        return SEND_ERROR;
    SendResult outcome = slow_await_throw(vm, awaited, result);
    if (outcome != SEND_RETURN)
        return outcome;
    if (at->op == OP_AWAIT) {
        value_replace_take(vm, &inner[at->b], VALUE_ABSENT);
        write_result(vm, inner, at, *result);
        *ip = at + 1;
    } else {
        value_replace_take(vm, &inner[at->b + 1], VALUE_ABSENT);
        write_result(vm, inner, at, *result);
        *ip = at + (int32_t)at[1].low;
    }
    *result = VALUE_ABSENT;
    return SEND_RETURN;
}

/* Runs the chain from inner on; the generator is its root. */
static SendResult run_root(Vm *vm, Generator *generator, Value *inner, const Word *ip, Value *result)
{
    Machine *machine = vm->machine;
    generator->header.previous = machine->base;
    generator->header.flags |= FRAME_ENTRY;
    generator->header.depth = machine->base ? FRAME(machine->base)->depth + 1 : 0;
    Value outcome = machine_run(vm, inner, ip, generator->registers);
    if (outcome == VALUE_SUSPEND) {
        *result = vm->yielded;
        vm->yielded = VALUE_NONE;
        return SEND_YIELD;
    }
    if (outcome == VALUE_ERROR)
        return SEND_ERROR;
    *result = outcome;
    return SEND_RETURN;
}

static SendResult resume_suspended(Vm *vm, Generator *generator, Value sent, Value *result)
{
    Value *inner = generator_innermost(generator);
    const Word *ip = FRAME(inner)->ip;
    generator_enter_handled(vm, generator);
    generator->state = GENERATOR_RUNNING;
    generator->innermost = NULL;
    if (sent == VALUE_ERROR) {
        /* For the awaited to see who runs: it is this generator, from here. */
        generator->header.flags |= FRAME_ENTRY;
        SendResult thrown = throw_into_awaited(vm, inner, &ip, result);
        generator->header.flags &= (uint16_t)~FRAME_ENTRY;
        if (thrown == SEND_YIELD) {
            generator->innermost = inner == generator->registers ? NULL : inner;
            generator->state = GENERATOR_SUSPENDED;
            generator_leave_handled(vm, generator);
            return SEND_YIELD;
        }
        if (thrown == SEND_RETURN && vm->machine->sent != VALUE_NONE)
            value_replace_take(vm, &vm->machine->sent, VALUE_NONE);
    } else if (ip->op == OP_YIELD) {
        write_result(vm, inner, ip, value_share(sent));
        ip++;
    } else {
        value_replace_take(vm, &vm->machine->sent, value_share(sent));
    }
    return run_root(vm, generator, inner, ip, result);
}

static SendResult resume_created(Vm *vm, Generator *generator, Value sent, Value *result)
{
    if (sent == VALUE_ERROR) {
        /* Raised at its very beginning. */
        generator->awaited = true;
        generator->state = GENERATOR_RUNNING;
        generator->header.flags |= FRAME_ENTRY;
        unwind_add_traceback(vm, generator->registers, generator->header.code->words);
        unwind_generator(vm, generator, UINT32_MAX);
        return SEND_ERROR;
    }
    if (sent != VALUE_NONE) {
        const char *what = generator->object.shape == TYPE_COROUTINE ? "coroutine"
                           : generator->object.shape == TYPE_GENERATOR ? "generator" : "async generator";
        raise_type_error(vm, "can't send non-None value to a just-started %s", what);
        return SEND_ERROR;
    }
    generator->awaited = true;
    generator_enter_handled(vm, generator);
    generator->state = GENERATOR_RUNNING;
    return run_root(vm, generator, generator->registers, generator->header.code->words, result);
}

SendResult generator_resume(Vm *vm, Generator *generator, Value sent, Value *result)
{
    if (!stack_guard(vm))
        return SEND_ERROR;
    if (generator->state == GENERATOR_FINISHED)
        return resume_finished(vm, generator, sent == VALUE_ERROR, result);
    if (generator->state == GENERATOR_RUNNING &&
        (!(generator->header.flags & (FRAME_DELEGATED | FRAME_ANEXT)) || !detach(vm, generator))) {
        if (sent == VALUE_ERROR)
            error_clear(vm);
        return raise_running(vm, generator);
    }
    const Value *frame = vm->machine->base;
    if (frame && FRAME(frame)->depth + 1 >= vm->recursion_limit) {
        if (sent == VALUE_ERROR)
            error_clear(vm);
        raise_error(vm, TYPE_RECURSION_ERROR, "maximum recursion depth exceeded");
        return SEND_ERROR;
    }
    /* The generator must outlive its own run. */
    generator->object.refs++;
    SendResult outcome = generator->state == GENERATOR_CREATED ? resume_created(vm, generator, sent, result)
                                                               : resume_suspended(vm, generator, sent, result);
    value_drop(vm, value_from_object(generator));
    return outcome;
}

Value generator_close_value(Vm *vm, Generator *generator)
{
    if (generator->state == GENERATOR_FINISHED)
        return VALUE_NONE;
    if (generator->state == GENERATOR_CREATED) {
        generator->awaited = true;
        generator->closing = true;
        generator_release_frame(vm, generator, UINT32_MAX);
        return VALUE_NONE;
    }
    raise_bare(vm, TYPE_GENERATOR_EXIT);
    Value result = VALUE_ABSENT;
    SendResult outcome = generator_resume(vm, generator, VALUE_ERROR, &result);
    if (outcome == SEND_RETURN)
        return result;
    if (outcome == SEND_YIELD) {
        value_drop(vm, result);
        return raise_error(vm, TYPE_RUNTIME_ERROR, "%s ignored GeneratorExit",
                           generator->object.shape == TYPE_COROUTINE ? "coroutine"
                           : generator->object.shape == TYPE_GENERATOR ? "generator" : "async generator");
    }
    if (!error_matches(vm, TYPE_GENERATOR_EXIT) && !error_matches(vm, TYPE_STOP_ITERATION))
        return VALUE_ERROR;
    error_clear(vm);
    return VALUE_NONE;
}

bool generator_close(Vm *vm, Generator *generator)
{
    Value returned = generator_close_value(vm, generator);
    value_drop(vm, returned);
    return returned != VALUE_ERROR;
}
