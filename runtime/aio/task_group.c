/* asyncio.TaskGroup.
 *
 * The group is left when its last task has ended.  The first failure aborts it: every
 * task is cancelled, and the parent too, whose cancellation is taken back at the end. */
#include "aio/task_group.h"

#include "loop/loop.h"
#include "loop/operation.h"
#include "loop/report.h"
#include "loop/task.h"
#include "object/call.h"
#include "object/container.h"
#include "object/exception.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

typedef struct {
    Object object;
    bool entered, exiting, aborting, parent_cancel_requested;
    Value loop, parent; /* once entered */
    Value tasks;        /* dict whose keys are the tasks under way, in the order made */
    Value errors;       /* list, in the order of failing; VALUE_ABSENT before the first */
    Value base_error;   /* SystemExit or KeyboardInterrupt; VALUE_ABSENT */
    Value completed;    /* future that the last task's end resolves; VALUE_ABSENT */
} TaskGroup;

static TaskGroup *value_to_group(Value value) { return value_object(value); }
static uint32_t task_count(const TaskGroup *group) { return value_to_dict(group->tasks)->count; }

static Value group_m_new(Vm *vm, const Value *args)
{
    TaskGroup *group = object_new(vm, value_to_type(args[0]), 0);
    if (!group)
        return VALUE_ERROR;
    group->loop = group->parent = group->errors = group->base_error = group->completed = group->tasks = VALUE_ABSENT;
    Value tasks = dict_new(vm);
    if (tasks == VALUE_ERROR) {
        value_drop(vm, value_from_object(group));
        return VALUE_ERROR;
    }
    group->tasks = tasks;
    return value_from_object(group);
}

static Value group_m_init(Vm *vm, const Value *args)
{
    (void)vm;
    (void)args;
    return VALUE_NONE;
}

/* Failing. -------------------------------------------------------------------------- */

static bool is_base_error(const Vm *vm, Value exception)
{
    return value_is_instance(vm, exception, vm->types[TYPE_SYSTEM_EXIT]) ||
           value_is_instance(vm, exception, vm->types[TYPE_KEYBOARD_INTERRUPT]);
}

static bool add_error(Vm *vm, TaskGroup *group, Value exception)
{
    if (group->errors == VALUE_ABSENT) {
        Value errors = list_new(vm, NULL, 0);
        if (errors == VALUE_ERROR)
            return false;
        group->errors = errors;
    }
    return list_append(vm, group->errors, exception);
}

static bool abort_group(Vm *vm, TaskGroup *group)
{
    group->aborting = true;
    Value tasks = list_from(vm, group->tasks);
    bool good = tasks != VALUE_ERROR;
    for (size_t i = 0; good && i < value_to_list(tasks)->count; i++) {
        Value task = value_to_list(tasks)->items[i];
        good = future_done(value_to_future(task)) || future_cancel_any(vm, task, VALUE_ABSENT) >= 0;
    }
    if (tasks != VALUE_ERROR)
        value_drop(vm, tasks);
    return good;
}

static bool orphan_failed(Vm *vm, TaskGroup *group, Future *task)
{
    Value text = format_text(vm, "Task %R has errored out but its parent task %R is already completed", future_value(task),
                             group->parent);
    if (text == VALUE_ERROR)
        return false;
    report_problem(vm, group->loop, value_to_str(text)->bytes, task->result, "task", future_value(task));
    value_drop(vm, text);
    return true;
}

static bool task_done(Vm *vm, TaskGroup *group, Future *task)
{
    ASSERT(group->entered && future_done(task));
    if (dict_delete(vm, group->tasks, future_value(task)) < 0)
        return false;
    if (group->completed != VALUE_ABSENT && !task_count(group) && !future_done(value_to_future(group->completed)))
        future_set_result_take(vm, value_to_future(group->completed), VALUE_TRUE);
    if (!task->failed)
        return true;
    task->log_traceback = false;
    if (!add_error(vm, group, task->result))
        return false;
    if (group->base_error == VALUE_ABSENT && is_base_error(vm, task->result))
        group->base_error = value_share(task->result);
    if (future_done(value_to_future(group->parent)))
        return orphan_failed(vm, group, task);
    if (group->aborting || group->parent_cancel_requested)
        return true;
    if (!abort_group(vm, group))
        return false;
    group->parent_cancel_requested = true;
    return future_cancel_any(vm, group->parent, VALUE_ABSENT) >= 0;
}

/* Ready-queue function. */
static bool on_task_done(Vm *vm, Value target, Value task)
{
    bool good = task_done(vm, value_to_group(target), value_to_future(task));
    value_drop(vm, target);
    value_drop(vm, task);
    return good;
}

/* Entering and leaving. ---------------------------------------------------------------- */

static SendResult enter_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    (void)sent;
    TaskGroup *group = value_to_group(operation->self);
    if (group->entered) {
        raise_error(vm, TYPE_RUNTIME_ERROR, "TaskGroup %R has already been entered", operation->self);
        return SEND_ERROR;
    }
    Value loop = loop_running_borrow(vm);
    if (loop == VALUE_ERROR)
        return SEND_ERROR;
    Task *parent = vm->runtime->current_task;
    if (!parent) {
        raise_error(vm, TYPE_RUNTIME_ERROR, "TaskGroup %R cannot determine the parent task", operation->self);
        return SEND_ERROR;
    }
    group->loop = value_share(loop);
    group->parent = value_share(task_value(parent));
    group->entered = true;
    *result = value_share(operation->self);
    return SEND_RETURN;
}

/* Of leaving: argument is the body's exception or None, extra the CancelledError to
 * let go on. */
static bool begin_exit(Vm *vm, Operation *operation)
{
    TaskGroup *group = value_to_group(operation->self);
    Value exception = operation->argument;
    group->exiting = true;
    if (exception == VALUE_NONE)
        return true;
    if (is_base_error(vm, exception) && group->base_error == VALUE_ABSENT)
        group->base_error = value_share(exception);
    if (value_is_instance(vm, exception, vm->types[TYPE_CANCELLED_ERROR]))
        operation->extra = value_share(exception);
    return group->aborting || abort_group(vm, group);
}

/* A step of waiting for the last task: SEND_RETURN when there is none left. */
static SendResult wait_for_tasks(Vm *vm, Operation *operation, Value sent, Value *result)
{
    TaskGroup *group = value_to_group(operation->self);
    for (;;) {
        if (operation->waiter != VALUE_ABSENT) {
            SendResult outcome = operation_resume(vm, operation, sent, result);
            if (outcome == SEND_YIELD)
                return outcome;
            if (outcome == SEND_RETURN) {
                value_drop(vm, *result);
            } else if (!error_matches(vm, TYPE_CANCELLED_ERROR)) {
                return outcome;
            } else {
                Value exception = error_take(vm);
                if (group->aborting) {
                    value_drop(vm, exception);
                } else {
                    value_replace_take(vm, &operation->extra, exception);
                    if (!abort_group(vm, group))
                        return SEND_ERROR;
                }
            }
            value_clear(vm, &group->completed);
        }
        if (!task_count(group))
            return SEND_RETURN;
        if (!operation_make_waiter(vm, operation))
            return SEND_ERROR;
        value_replace_take(vm, &group->completed, value_share(operation->waiter));
        return operation_wait(vm, operation, result);
    }
}

/* A cancellation from outside keeps its count and comes again. */
static bool renew_cancellation(Vm *vm, TaskGroup *group)
{
    Task *parent = value_to_task(group->parent);
    if (!parent->cancel_requests)
        return true;
    task_uncancel(parent);
    return task_cancel(vm, parent, VALUE_ABSENT) >= 0;
}

static SendResult raise_group(Vm *vm, TaskGroup *group)
{
    Value errors = group->errors;
    group->errors = VALUE_ABSENT;
    Value message = str_from_c(vm, "unhandled errors in a TaskGroup");
    Value args[] = {message, errors};
    Value exception = message == VALUE_ERROR ? VALUE_ERROR
                                             : call_value(vm, type_value(vm->types[TYPE_BASE_EXCEPTION_GROUP]), args, 2);
    value_drop(vm, errors);
    value_drop(vm, message == VALUE_ERROR ? VALUE_NONE : message);
    if (exception == VALUE_ERROR)
        return SEND_ERROR;
    value_to_exception(exception)->suppress_context = true;
    raise_exception_take(vm, exception);
    return SEND_ERROR;
}

static SendResult end_exit(Vm *vm, Operation *operation, Value *result)
{
    TaskGroup *group = value_to_group(operation->self);
    Value exception = operation->argument;
    ASSERT(!task_count(group) && group->exiting);
    if (group->base_error != VALUE_ABSENT) {
        raise_exception_take(vm, value_share(group->base_error));
        return SEND_ERROR;
    }
    if (group->parent_cancel_requested && task_uncancel(value_to_task(group->parent)) == 0)
        value_clear(vm, &operation->extra);
    if (operation->extra != VALUE_ABSENT && group->errors == VALUE_ABSENT) {
        raise_exception_take(vm, value_share(operation->extra));
        return SEND_ERROR;
    }
    bool failed = exception != VALUE_NONE && !value_is_instance(vm, exception, vm->types[TYPE_CANCELLED_ERROR]);
    if (failed && !add_error(vm, group, exception))
        return SEND_ERROR;
    if (group->errors != VALUE_ABSENT)
        return renew_cancellation(vm, group) ? raise_group(vm, group) : SEND_ERROR;
    *result = VALUE_NONE;
    return SEND_RETURN;
}

static SendResult exit_step(Vm *vm, Operation *operation, Value sent, Value *result)
{
    if (!operation->flag) {
        operation->flag = true;
        if (!begin_exit(vm, operation))
            return SEND_ERROR;
    }
    SendResult outcome = wait_for_tasks(vm, operation, sent, result);
    return outcome == SEND_RETURN ? end_exit(vm, operation, result) : outcome;
}

static const OperationDef enter_def = {"TaskGroup.__aenter__", enter_step};
static const OperationDef exit_def = {"TaskGroup.__aexit__", exit_step};

static Value group_m_enter(Vm *vm, const Value *args) { return operation_new(vm, &enter_def, args[0], VALUE_ABSENT, VALUE_ABSENT); }
static Value group_m_exit(Vm *vm, const Value *args) { return operation_new(vm, &exit_def, args[0], args[2], VALUE_ABSENT); }

/* create_task() --------------------------------------------------------------------------- */

static Value refuse_task(Vm *vm, Value self, Value coroutine, const char *why)
{
    awaitable_close(vm, coroutine);
    return raise_error(vm, TYPE_RUNTIME_ERROR, "TaskGroup %R %s", self, why);
}

static Value group_m_create_task(Vm *vm, const Value *args)
{
    TaskGroup *group = value_to_group(args[0]);
    if (!group->entered)
        return refuse_task(vm, args[0], args[1], "has not been entered");
    if (group->exiting && !task_count(group))
        return refuse_task(vm, args[0], args[1], "is finished");
    if (group->aborting)
        return refuse_task(vm, args[0], args[1], "is shutting down");
    Value task = loop_create_task(vm, group->loop, args[1], args[2], args[3]);
    if (task == VALUE_ERROR)
        return VALUE_ERROR;
    bool good;
    if (future_done(value_to_future(task)))
        good = task_done(vm, group, value_to_future(task));
    else
        good = dict_set(vm, group->tasks, task, VALUE_NONE) && future_add_callback(vm, value_to_future(task), on_task_done, args[0]);
    if (good)
        return task;
    value_drop(vm, task);
    return VALUE_ERROR;
}

/* Life. -------------------------------------------------------------------------------------- */

static Value group_slot_repr(Vm *vm, Value self)
{
    const TaskGroup *group = value_to_group(self);
    StrBuilder builder = {0};
    builder_add_c(vm, &builder, "<TaskGroup");
    if (task_count(group))
        builder_add_format(vm, &builder, " tasks=%u", task_count(group));
    if (group->errors != VALUE_ABSENT)
        builder_add_format(vm, &builder, " errors=%zu", value_to_list(group->errors)->count);
    if (group->aborting)
        builder_add_c(vm, &builder, " cancelling");
    else if (group->entered)
        builder_add_c(vm, &builder, " entered");
    builder_add_c(vm, &builder, ">");
    return builder_finish(vm, &builder);
}

static void group_slot_destroy(Vm *vm, Object *self)
{
    TaskGroup *group = (TaskGroup *)self;
    value_drop(vm, group->loop);
    value_drop(vm, group->parent);
    value_drop(vm, group->tasks);
    value_drop(vm, group->errors);
    value_drop(vm, group->base_error);
    value_drop(vm, group->completed);
    object_free(vm, self, 0);
}

static void group_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    TaskGroup *group = (TaskGroup *)self;
    visit(vm, group->loop, context);
    visit(vm, group->parent, context);
    visit(vm, group->tasks, context);
    visit(vm, group->errors, context);
    visit(vm, group->base_error, context);
    visit(vm, group->completed, context);
}

static const NativeDef group_methods[] = {
    FN(group_m_new, "__new__(cls, /, *args, **kwargs)", NULL),
    FN(group_m_init, "__init__(self)", NULL),
    FN(group_m_enter, "__aenter__(self, /)", NULL),
    FN(group_m_exit, "__aexit__(self, et, exc, tb, /)", NULL),
    FN(group_m_create_task, "create_task(self, coro, *, name=None, context=None)", "Create a new task in this group and return it."),
    {0},
};

const TypeDef task_group_type_def = {
    .name = "TaskGroup",
    .module = "asyncio.taskgroups",
    .doc = "Asynchronous context manager for managing groups of tasks.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(TaskGroup),
    .slots = {.destroy = group_slot_destroy, .traverse = group_slot_traverse, .repr = group_slot_repr},
    .methods = group_methods,
};
