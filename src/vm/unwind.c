/* Unwinding: exception tables, temporaries, and links between frames. */
#include "vm/unwind.h"

#include "object/call.h"
#include "object/exception.h"
#include "object/raise.h"
#include "object/type.h"
#include "vm/slow.h"

uint32_t frame_word(const Value *base)
{
    const FrameHeader *header = FRAME(base);
    const Word *ip = header->ip;
    if (!ip)
        return 0;
    uint32_t word = (uint32_t)(ip - header->code->words);
    /* A frame in the middle of a call has ip behind it; a suspended one at its instruction. */
    bool suspended = (header->flags & FRAME_HEAP) && word < header->code->word_count &&
                     generator_of(base)->state != GENERATOR_RUNNING;
    return word > 0 && !suspended ? word - 1 : word;
}

uint32_t frame_line(const Value *base)
{
    const CodePosition *position = code_find_position(FRAME(base)->code, frame_word(base));
    return position ? position->span.line : FRAME(base)->code->first_line;
}

void unwind_add_traceback(Vm *vm, Value *base, const Word *ip)
{
    const Code *code = FRAME(base)->code;
    uint32_t word = (uint32_t)(ip - code->words);
    const CodePosition *position = code_find_position(code, word);
    exception_add_traceback(vm, vm->pending, value_from_object(code), word, position ? position->span.line : code->first_line);
}

static bool range_covers(const TempRange *range, uint32_t word) { return range->start <= word && word < range->end; }

static const Handler *find_handler(const Code *code, uint32_t word)
{
    for (uint32_t i = 0; i < code->handler_count; i++) {
        const Handler *handler = &code->handlers[i];
        if (handler->start <= word && word < handler->end)
            return handler;
    }
    return NULL;
}

static bool lives_at(const Code *code, uint16_t reg, uint32_t word)
{
    for (uint32_t i = 0; i < code->range_count && code->ranges[i].start <= word; i++)
        if (code->ranges[i].reg == reg && range_covers(&code->ranges[i], word))
            return true;
    return false;
}

/* Drops each temporary that lives at word, the last made first, but for those that the handler (NULL:
 * there is none) goes on with: below its exception register, and alive at its start. */
static void drop_temporaries(Vm *vm, const Code *code, Value *base, uint32_t word, const Handler *handler)
{
    for (uint32_t i = code->range_count; i-- > 0;) {
        const TempRange *range = &code->ranges[i];
        if (!range_covers(range, word))
            continue;
        if (!handler || range->reg >= handler->exception_register || !lives_at(code, range->reg, handler->target))
            value_replace_take(vm, &base[range->reg], VALUE_ABSENT);
    }
}

const Word *unwind_find_handler(Vm *vm, Value *base, const Word *ip)
{
    const Code *code = FRAME(base)->code;
    uint32_t word = (uint32_t)(ip - code->words);
    const Handler *handler = find_handler(code, word);
    if (!handler)
        return NULL;
    Value exception = error_take(vm);
    FRAME(base)->ip = ip;
    drop_temporaries(vm, code, base, word, handler);
    base[handler->exception_register] = exception;
    return code->words + handler->target;
}

void unwind_drop_registers(Vm *vm, Value *base, uint32_t word)
{
    const Code *code = FRAME(base)->code;
    Value exception = error_take(vm);
    for (uint32_t i = 0; i < code->local_count; i++)
        value_replace_take(vm, &base[i], VALUE_ABSENT);
    if (word != UINT32_MAX)
        drop_temporaries(vm, code, base, word, NULL);
    if (exception != VALUE_ABSENT)
        vm->pending = exception;
}

/* A StopIteration that leaves a generator would end its consumer's loop silently. */
static void convert_stop(Vm *vm, const Generator *generator)
{
    uint32_t shape = generator->object.shape;
    bool stop = error_matches(vm, TYPE_STOP_ITERATION);
    bool async_stop = shape == TYPE_ASYNC_GENERATOR && error_matches(vm, TYPE_STOP_ASYNC_ITERATION);
    if (!stop && !async_stop)
        return;
    const char *what = shape == TYPE_COROUTINE ? "coroutine" : shape == TYPE_GENERATOR ? "generator" : "async generator";
    Value cause = error_take(vm);
    raise_error(vm, TYPE_RUNTIME_ERROR, "%s raised %s", what, stop ? "StopIteration" : "StopAsyncIteration");
    if (vm->pending != VALUE_ABSENT && value_is_exception(vm, vm->pending)) {
        Exception *error = value_to_exception(vm->pending);
        value_replace_take(vm, &error->cause, value_share(cause));
        value_replace_take(vm, &error->context, value_share(cause));
        error->suppress_context = true;
    }
    value_drop(vm, cause);
}

void unwind_generator(Vm *vm, Generator *generator, uint32_t word)
{
    uint32_t flags = generator->header.flags;
    convert_stop(vm, generator);
    Value exception = error_take(vm);
    generator_release_frame(vm, generator, word);
    if (flags & (FRAME_ENTRY | FRAME_NEXT | FRAME_ANEXT))
        generator_finish_handled(vm, generator);
    generator->header.flags &= (uint16_t)~FRAME_LINKED;
    vm->pending = exception;
}

Value *unwind_suspend(Vm *vm, Value *base, Value *root)
{
    Value *waiting = root;
    if (vm->machine->next_links != 0)
        for (waiting = base; !(FRAME(waiting)->flags & (FRAME_ENTRY | FRAME_NEXT));)
            waiting = FRAME(waiting)->previous;
    Generator *generator = generator_of(waiting);
    generator->innermost = waiting == base ? NULL : base;
    generator->state = GENERATOR_SUSPENDED;
    generator_leave_handled(vm, generator);
    Value *consumer = FRAME(waiting)->flags & FRAME_NEXT ? FRAME(waiting)->previous : NULL;
    FRAME(waiting)->flags &= (uint16_t) ~(FRAME_ENTRY | FRAME_NEXT);
    return consumer;
}

bool unwind_link_delegate(Vm *vm, Value *base, Generator *generator)
{
    if (generator->object.shape == TYPE_COROUTINE && (generator->state == GENERATOR_FINISHED)) {
        raise_error(vm, TYPE_RUNTIME_ERROR, "cannot reuse already awaited coroutine");
        return false;
    }
    if (generator->state != GENERATOR_SUSPENDED || generator->header.flags & FRAME_LINKED)
        return false;
    /* The sent value, even None, goes to the innermost frame: the chain is entered there. */
    generator->state = GENERATOR_RUNNING;
    generator->header.previous = base;
    generator->header.flags |= FRAME_DELEGATED;
    generator->header.depth = FRAME(base)->depth + 1;
    if (generator->handled != VALUE_ABSENT)
        value_clear(vm, &generator->handled);
    return true;
}

SendResult await_drive(Vm *vm, Value *base, Value awaitable, Value *result)
{
    (void)base;
    Machine *machine = vm->machine;
    Value sent = machine->sent;
    machine->sent = VALUE_NONE;
    SendResult outcome = value_send(vm, awaitable, sent, result);
    value_drop(vm, sent);
    return outcome;
}

bool unwind_async_next(Vm *vm, Value *state)
{
    const Type *type = value_type(vm, state[0]);
    Value awaitable = type->slots.anext(vm, state[0]);
    if (awaitable == VALUE_ERROR)
        return false;
    if (value_is_coroutine(awaitable) || value_type(vm, awaitable)->slots.send) {
        state[1] = awaitable;
        return true;
    }
    const Type *awaitable_type = value_type(vm, awaitable);
    Value iterator = VALUE_ERROR;
    if (awaitable_type->slots.await)
        iterator = awaitable_type->slots.await(vm, awaitable);
    else
        raise_type_error(vm, "'async for' received an invalid object from __anext__: %.200s", type_name(vm, awaitable_type));
    value_drop(vm, awaitable);
    if (iterator == VALUE_ERROR)
        return false;
    state[1] = iterator;
    return true;
}
