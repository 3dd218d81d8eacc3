/* Asynchronous generators and the loop: who closes those that nobody finished. */
#include "loop/loop.h"

#include "loop/context.h"
#include "loop/task.h"
#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/str.h"
#include "vm/generator.h"

/* Ready-queue function: a task for generator.aclose(). */
static bool begin_closing(Vm *vm, Value closing, Value loop)
{
    Value task = loop_ensure_future(vm, loop, closing);
    if (task == VALUE_ERROR)
        error_clear(vm); /* memory, or a loop closed meanwhile: it dies unclosed */
    else
        value_drop(vm, task);
    value_drop(vm, closing);
    value_drop(vm, loop);
    return true;
}

static Value call_aclose(Vm *vm, Value generator)
{
    Value name = str_intern_c(vm, "aclose");
    if (name == VALUE_ERROR)
        return VALUE_ERROR;
    Value closing = call_method(vm, generator, name, NULL, 0);
    value_drop(vm, name);
    return closing;
}

bool loop_asyncgen_last(Vm *vm, Value generator)
{
    Value loop = vm->runtime->running_loop;
    if (loop == VALUE_ABSENT || value_to_loop(loop)->closed || vm->tearing_down || value_to_generator(generator)->closing)
        return false;
    Value pending = error_take(vm);
    Value closing = call_aclose(vm, generator);
    bool taken = closing != VALUE_ERROR && loop_ready_take(vm, value_to_loop(loop), begin_closing, closing, value_share(loop));
    if (!taken)
        error_clear(vm);
    vm->pending = pending;
    return taken;
}

static bool is_suspended_asyncgen(const Object *object)
{
    if (object->shape != TYPE_ASYNC_GENERATOR || object->refs == 0)
        return false;
    const Generator *generator = (const Generator *)object;
    return generator->state == GENERATOR_SUSPENDED && generator->hooked && !generator->closing;
}

/* They are found in the heap: keeping a list would cost every generator something. */
Value loop_suspended_asyncgens(Vm *vm)
{
    Value found = list_new(vm, NULL, 0);
    for (HeapPage *page = vm->objects.pages; page && found != VALUE_ERROR; page = page->next) {
        for (uint32_t i = 0; i < page->carved; i++) {
            const Object *object = (const Object *)(page->blocks + (size_t)i * page->block_size);
            if (!is_suspended_asyncgen(object))
                continue;
            if (!list_append(vm, found, value_from_object(object))) {
                value_drop(vm, found);
                return VALUE_ERROR;
            }
        }
    }
    return found;
}
