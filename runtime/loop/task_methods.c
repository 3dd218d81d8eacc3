/* What programs see of tasks. */
#include "loop/context.h"
#include "loop/errors.h"
#include "loop/future_callback.h"
#include "loop/loop.h"
#include "loop/operation.h"
#include "loop/report.h"
#include "loop/sleep.h"
#include "loop/task_inner.h"
#include "object/call.h"
#include "object/container.h"
#include "object/exception.h"
#include "object/raise.h"
#include "object/type.h"
#include "object/typing.h"
#include "vm/generator.h"

/* repr() ----------------------------------------------------------------------------- */

Value coroutine_describe(Vm *vm, Value coroutine)
{
    if (value_is_operation(vm, coroutine)) {
        const Operation *operation = value_to_operation(coroutine);
        return format_text(vm, operation->state == OPERATION_RUNNING ? "%s() running" : "%s()", operation->def->name);
    }
    if (!value_is_coroutine(coroutine) && !value_has_shape(coroutine, TYPE_GENERATOR))
        return format_text(vm, "%T()", coroutine);
    Generator *generator = value_to_generator(coroutine);
    const Code *code = generator->header.code;
    bool done = generator->state == GENERATOR_FINISHED;
    return format_text(vm, done ? "%V() done, defined at %V:%u" : "%V() running at %V:%u", generator_qualname_borrow(generator),
                       code->filename, done ? code->first_line : frame_line(generator->registers));
}

static void add_name(Vm *vm, Task *task, StrBuilder *builder)
{
    Value name = task_name(vm, task);
    if (name == VALUE_ERROR) {
        builder->failed = true;
        return;
    }
    builder_add_c(vm, builder, " name=");
    builder_add_repr(vm, builder, name);
    value_drop(vm, name);
}

static void add_coroutine(Vm *vm, Task *task, StrBuilder *builder)
{
    if (task->coroutine == VALUE_ABSENT)
        return;
    Value text = coroutine_describe(vm, task->coroutine);
    if (text == VALUE_ERROR) {
        builder->failed = true;
        return;
    }
    builder_add_format(vm, builder, " coro=<%V>", text);
    value_drop(vm, text);
}

static void add_waiter(Vm *vm, Task *task, StrBuilder *builder)
{
    if (task->waiter == VALUE_ABSENT)
        return;
    builder_add_c(vm, builder, " wait_for=");
    if (sleep_is_waiting(vm, task->waiter))
        builder_add_c(vm, builder, sleep_describe(value_to_operation(task->waiter)));
    else
        builder_add_repr(vm, builder, task->waiter);
}

static Value task_slot_repr(Vm *vm, Value self)
{
    if (!stack_guard(vm))
        return VALUE_ERROR;
    Task *task = value_to_task(self);
    StrBuilder builder = {0};
    bool cancelling = task->cancel_requests && !future_done(&task->future);
    builder_add_format(vm, &builder, "<%T %s", self, cancelling ? "cancelling" : future_state_name(&task->future));
    add_name(vm, task, &builder);
    add_coroutine(vm, task, &builder);
    add_waiter(vm, task, &builder);
    future_describe(vm, &task->future, &builder);
    builder_add_c(vm, &builder, ">");
    return builder_finish(vm, &builder);
}

/* Methods. --------------------------------------------------------------------------------- */

static Value task_m_new(Vm *vm, const Value *args)
{
    Task *task = object_new(vm, value_to_type(args[0]), 0);
    if (!task)
        return VALUE_ERROR;
    task_init_fields(task);
    return task_value(task);
}

static Value task_m_init(Vm *vm, const Value *args)
{
    Task *task = value_to_task(args[0]);
    Value loop = args[2];
    if (loop == VALUE_NONE)
        loop = loop_current_borrow(vm);
    else if (!value_is_loop(vm, loop))
        return raise_type_error(vm, "Habu's tasks need one of its own event loops, not %R", loop);
    if (loop == VALUE_ERROR)
        return VALUE_ERROR;
    int eager = value_truth(vm, args[5]);
    if (eager < 0)
        return VALUE_ERROR;
    if (eager)
        return raise_not_supported(vm, "eager tasks");
    return task_begin(vm, task, loop, args[1], args[3], args[4]) ? VALUE_NONE : VALUE_ERROR;
}

static Value task_m_cancel(Vm *vm, const Value *args)
{
    int cancelled = task_cancel(vm, value_to_task(args[0]), args[1]);
    return cancelled < 0 ? VALUE_ERROR : value_from_bool(cancelled);
}

static Value task_m_cancelling(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_int(value_to_task(args[0])->cancel_requests);
}

static Value task_m_uncancel(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_int(task_uncancel(value_to_task(args[0])));
}

static Value task_m_get_name(Vm *vm, const Value *args) { return task_name(vm, value_to_task(args[0])); }

static Value task_m_set_name(Vm *vm, const Value *args)
{
    Value text = value_str(vm, args[1]);
    if (text == VALUE_ERROR)
        return VALUE_ERROR;
    value_replace_take(vm, &value_to_task(args[0])->name, text);
    return VALUE_NONE;
}

static Value task_m_get_coro(Vm *vm, const Value *args)
{
    (void)vm;
    Value coroutine = value_to_task(args[0])->coroutine;
    return coroutine == VALUE_ABSENT ? VALUE_NONE : value_share(coroutine);
}

static Value task_m_get_context(Vm *vm, const Value *args)
{
    Task *task = value_to_task(args[0]);
    if (task == vm->runtime->current_task && vm->runtime->context != VALUE_ABSENT)
        return value_share(vm->runtime->context);
    if (task->context == VALUE_ABSENT) {
        Value outer = context_swap_take(vm, VALUE_ABSENT);
        Value fresh = context_copy_object(vm);
        context_swap_take(vm, outer);
        if (fresh == VALUE_ERROR)
            return VALUE_ERROR;
        if (task == vm->runtime->current_task)
            context_swap_take(vm, value_share(fresh));
        else
            task->context = value_share(fresh);
        return fresh;
    }
    return value_share(task->context);
}

static Value task_m_set_result(Vm *vm, const Value *args)
{
    (void)args;
    return raise_error(vm, TYPE_RUNTIME_ERROR, "Task does not support set_result operation");
}

static Value task_m_set_exception(Vm *vm, const Value *args)
{
    (void)args;
    return raise_error(vm, TYPE_RUNTIME_ERROR, "Task does not support set_exception operation");
}

/* Attributes. ---------------------------------------------------------------------------------- */

static Value task_get_waiter(Vm *vm, Value self)
{
    (void)vm;
    Value waiter = value_to_task(self)->waiter;
    return waiter == VALUE_ABSENT ? VALUE_NONE : value_share(waiter);
}

static Value task_get_must_cancel(Vm *vm, Value self)
{
    (void)vm;
    return value_from_bool(value_to_future(self)->must_cancel);
}

static Value task_get_log_destroy(Vm *vm, Value self)
{
    (void)vm;
    return value_from_bool(value_to_future(self)->log_destroy_pending);
}

static bool task_set_log_destroy(Vm *vm, Value self, Value value)
{
    int truth = value == VALUE_ABSENT ? 0 : value_truth(vm, value);
    if (truth >= 0)
        value_to_future(self)->log_destroy_pending = truth;
    return truth >= 0;
}

static const GetSetDef task_getsets[] = {
    {"_fut_waiter", task_get_waiter, NULL, NULL},
    {"_must_cancel", task_get_must_cancel, NULL, NULL},
    {"_log_destroy_pending", task_get_log_destroy, task_set_log_destroy, NULL},
    {0},
};

/* Life. ---------------------------------------------------------------------------------------------- */

static void task_slot_finalize(Vm *vm, Value self)
{
    Task *task = value_to_task(self);
    if (UNLIKELY(!future_done(&task->future) && task->future.log_destroy_pending && task->future.loop != VALUE_ABSENT)) {
        task->future.log_destroy_pending = false;
        if (!vm->tearing_down)
            report_problem(vm, task->future.loop, "Task was destroyed but it is pending!", VALUE_ABSENT, "task", self);
    }
    future_slot_finalize(vm, self);
}

static void clear_contents(Vm *vm, Task *task)
{
    value_clear(vm, &task->coroutine);
    value_clear(vm, &task->waiter);
    value_clear(vm, &task->context);
}

static void task_slot_destroy(Vm *vm, Object *self)
{
    Task *task = (Task *)self;
    task_list_remove(vm->runtime, task);
    clear_contents(vm, task);
    value_drop(vm, task->name);
    future_slot_destroy(vm, self);
}

static void task_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    Task *task = (Task *)self;
    visit(vm, task->coroutine, context);
    visit(vm, task->waiter, context);
    visit(vm, task->context, context);
    future_slot_traverse(vm, self, visit, context);
}

static void task_slot_clear(Vm *vm, Object *self)
{
    clear_contents(vm, (Task *)self);
    future_slot_clear(vm, self);
}

static const NativeDef task_methods[] = {
    FN(task_m_new, "__new__(cls, /, *args, **kwargs)", NULL),
    FN(task_m_init, "__init__(self, coro, /, *, loop=None, name=None, context=None, eager_start=False)", NULL),
    FN(task_m_cancel, "cancel(self, /, msg=None)", "Request that this task cancel itself."),
    FN(task_m_cancelling, "cancelling(self, /)", "Return the count of the task's cancellation requests."),
    FN(task_m_uncancel, "uncancel(self, /)", "Decrement the task's count of cancellation requests."),
    FN(task_m_get_name, "get_name(self, /)", NULL),
    FN(task_m_set_name, "set_name(self, value, /)", NULL),
    FN(task_m_get_coro, "get_coro(self, /)", NULL),
    FN(task_m_get_context, "get_context(self, /)", NULL),
    FN(task_m_set_result, "set_result(self, result, /)", NULL),
    FN(task_m_set_exception, "set_exception(self, exception, /)", NULL),
    FN(generic_alias_class_getitem, "@classmethod __class_getitem__(cls, object, /)", "See PEP 585"),
    {0},
};

const TypeDef task_type_def = {
    .name = "Task",
    .module = "_asyncio",
    .doc = "A coroutine wrapped in a Future.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(Task),
    .slots = {.destroy = task_slot_destroy, .traverse = task_slot_traverse, .clear = task_slot_clear,
              .finalize = task_slot_finalize, .repr = task_slot_repr},
    .methods = task_methods,
    .getsets = task_getsets,
};
