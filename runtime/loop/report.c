/* What goes to stderr: problems of callbacks and tasks, coroutines never awaited,
 * deadlocks. */
#include "loop/report.h"

#include "loop/operation.h"
#include "loop/task.h"
#include "object/call.h"
#include "object/container.h"
#include "object/exception.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/traceback.h"
#include "object/type.h"
#include "vm/generator.h"

/* Problems. -------------------------------------------------------------------------- */

/* {message, exception, name: object}; VALUE_ABSENT ones are left out. */
static Value make_context(Vm *vm, const char *message, Value exception, const char *name, Value object)
{
    Value context = dict_new(vm);
    if (context == VALUE_ERROR)
        return VALUE_ERROR;
    Value text = str_from_c(vm, message);
    if (text != VALUE_ERROR && dict_set_c_take(vm, context, "message", text) &&
        (exception == VALUE_ABSENT || dict_set_c(vm, context, "exception", exception)) &&
        (object == VALUE_ABSENT || dict_set_c(vm, context, name, object)))
        return context;
    value_drop(vm, context);
    return VALUE_ERROR;
}

void report_problem(Vm *vm, Value loop, const char *message, Value exception, const char *name, Value object)
{
    Value pending = error_take(vm);
    Value context = make_context(vm, message, exception, name, object);
    if (context == VALUE_ERROR || !report_context(vm, loop, context))
        error_clear(vm);
    if (context != VALUE_ERROR)
        value_drop(vm, context);
    vm->pending = pending;
}

static Value context_item(Vm *vm, Value context, const char *name)
{
    Value key = str_intern_c(vm, name);
    if (key == VALUE_ERROR)
        return VALUE_ERROR;
    Value item = dict_get_name_borrow(vm, context, key);
    value_drop(vm, key);
    return item;
}

/* The handler itself failed. */
static bool report_handler_failure(Vm *vm, Value context)
{
    if (error_matches(vm, TYPE_SYSTEM_EXIT) || error_matches(vm, TYPE_KEYBOARD_INTERRUPT))
        return false;
    Value exception = error_take(vm);
    Value outer = make_context(vm, "Unhandled error in exception handler", exception, "context", context);
    value_drop(vm, exception);
    if (outer == VALUE_ERROR) {
        error_clear(vm);
        return true;
    }
    report_default(vm, outer);
    value_drop(vm, outer);
    return true;
}

bool report_context(Vm *vm, Value loop, Value context)
{
    Value handler = value_to_loop(loop)->exception_handler;
    if (handler == VALUE_NONE) {
        report_default(vm, context);
        return true;
    }
    Value args[] = {loop, context};
    value_share(handler);
    Value result = call_value(vm, handler, args, 2);
    value_drop(vm, handler);
    if (result == VALUE_ERROR)
        return report_handler_failure(vm, context);
    value_drop(vm, result);
    return true;
}

static void add_details(Vm *vm, Value context, StrBuilder *builder)
{
    Value keys = list_from(vm, context);
    if (keys == VALUE_ERROR || !list_sort(vm, keys, VALUE_NONE, false)) {
        builder->failed = true;
        value_drop(vm, keys);
        return;
    }
    for (size_t i = 0; i < value_to_list(keys)->count; i++) {
        Value key = value_to_list(keys)->items[i];
        if (!value_is_str(vm, key) || str_equals_c(key, "message") || str_equals_c(key, "exception"))
            continue;
        builder_add_format(vm, builder, "%V: ", key);
        builder_add_repr(vm, builder, dict_get_borrow(vm, context, key));
        builder_add_c(vm, builder, "\n");
    }
    value_drop(vm, keys);
}

void report_default(Vm *vm, Value context)
{
    StrBuilder builder = {0};
    Value message = context_item(vm, context, "message"), exception = context_item(vm, context, "exception");
    if (message == VALUE_ABSENT || message == VALUE_NONE)
        builder_add_c(vm, &builder, "Unhandled exception in event loop\n");
    else
        builder_add_format(vm, &builder, "%V\n", message);
    add_details(vm, context, &builder);
    if (exception != VALUE_ABSENT && value_is_exception(vm, exception)) {
        Value text = exception_render(vm, exception);
        if (text != VALUE_ERROR)
            builder_add_str(vm, &builder, text);
        else
            builder.failed = true;
        value_drop(vm, text == VALUE_ERROR ? VALUE_NONE : text);
    }
    Value text = builder_finish(vm, &builder);
    if (text == VALUE_ERROR) {
        error_clear(vm);
        return;
    }
    runtime_write_error(vm, text);
    value_drop(vm, text);
}

/* Never awaited. ------------------------------------------------------------------------ */

/* The same warning from the same line is shown once. */
static bool is_news(Vm *vm, Value key)
{
    Runtime *rt = vm->runtime;
    if (rt->warned == VALUE_ABSENT) {
        Value fresh = dict_new(vm);
        if (fresh == VALUE_ERROR)
            return false;
        rt->warned = fresh;
    }
    Value before = dict_get_borrow(vm, rt->warned, key);
    return before == VALUE_ABSENT && dict_set(vm, rt->warned, key, VALUE_TRUE);
}

/* Shows a RuntimeWarning for the line that runs; consumes text. */
static void warn_take(Vm *vm, Value text)
{
    if (text == VALUE_ERROR) {
        error_clear(vm);
        return;
    }
    const Value *frame = machine_frame(vm);
    Value where = frame ? format_text(vm, "%V:%u", FRAME(frame)->code->filename, frame_line(frame)) : str_from_c(vm, "<sys>:0");
    Value line = where == VALUE_ERROR ? VALUE_ERROR : format_text(vm, "%V: RuntimeWarning: %V\n", where, text);
    value_drop(vm, text);
    if (where != VALUE_ERROR)
        value_drop(vm, where);
    if (line == VALUE_ERROR || !is_news(vm, line)) {
        error_clear(vm);
        value_drop(vm, line == VALUE_ERROR ? VALUE_NONE : line);
        return;
    }
    StrBuilder builder = {0};
    const char *source;
    size_t size;
    builder_add_str(vm, &builder, line);
    value_drop(vm, line);
    if (frame && traceback_source_line(vm, FRAME(frame)->code->filename, frame_line(frame), &source, &size)) {
        builder_add_c(vm, &builder, "  ");
        builder_add(vm, &builder, source, size);
        builder_add_c(vm, &builder, "\n");
    }
    if (frame) /* at the end of the program CPython's warnings say no more than the line */
        builder_add_c(vm, &builder, "RuntimeWarning: Enable tracemalloc to get the object allocation traceback\n");
    Value whole = builder_finish(vm, &builder);
    if (whole == VALUE_ERROR) {
        error_clear(vm);
        return;
    }
    runtime_write_error(vm, whole);
    value_drop(vm, whole);
}

void report_never_awaited(Vm *vm, Value coroutine)
{
    if (vm->tearing_down)
        return;
    Value pending = error_take(vm);
    if (value_is_coroutine(coroutine)) {
        warn_take(vm, format_text(vm, "coroutine '%V' was never awaited", generator_qualname_borrow(value_to_generator(coroutine))));
    } else {
        const char *method;
        Value generator = async_step_generator_borrow(coroutine, &method);
        warn_take(vm, format_text(vm, "coroutine method '%s' of '%V' was never awaited", method,
                                  generator_qualname_borrow(value_to_generator(generator))));
    }
    vm->pending = pending;
}

void report_operation_never_awaited(Vm *vm, const char *name)
{
    if (vm->tearing_down)
        return;
    Value pending = error_take(vm);
    warn_take(vm, format_text(vm, "coroutine '%s' was never awaited", name));
    vm->pending = pending;
}

/* Deadlock. ------------------------------------------------------------------------------------ */

/* " at x.py:12", where the innermost frame of the language waits. */
static void add_place(Vm *vm, Value coroutine, StrBuilder *builder)
{
    if (!value_is_coroutine(coroutine))
        return;
    const Value *inner = generator_innermost(value_to_generator(coroutine));
    builder_add_format(vm, builder, " at %V:%u in %V", FRAME(inner)->code->filename, frame_line(inner), FRAME(inner)->code->qualname);
}

/* repr(value) without " object at 0x...": reports are the same in every run. */
static void add_without_address(Vm *vm, Value value, StrBuilder *builder)
{
    Value text = value_repr(vm, value);
    if (text == VALUE_ERROR) {
        builder->failed = true;
        return;
    }
    const char *start = value_to_str(text)->bytes, *address = strstr(start, " object at 0x");
    if (address) {
        builder_add(vm, builder, start, (size_t)(address - start));
        start = address + strlen(" object at 0x");
        start += strspn(start, "0123456789abcdef");
    }
    builder_add_c(vm, builder, start);
    value_drop(vm, text);
}

/* What the innermost frame awaits, as a program would call it. */
static void add_awaited(Vm *vm, Task *task, StrBuilder *builder)
{
    Value awaited = VALUE_NONE;
    if (value_is_coroutine(task->coroutine)) {
        const Value *inner = generator_innermost(value_to_generator(task->coroutine));
        awaited = generator_awaited_borrow(generator_of(inner));
    }
    if (awaited == VALUE_NONE)
        awaited = task->coroutine;
    builder_add_c(vm, builder, ": awaits ");
    if (value_is_operation(vm, awaited)) {
        const Operation *operation = value_to_operation(awaited);
        const char *dot = strrchr(operation->def->name, '.');
        bool enters = dot && strcmp(dot, ".__aenter__") == 0;
        builder_add_format(vm, builder, enters ? "async with" : "%s()", operation->def->name);
        if (operation->self != VALUE_ABSENT && value_is_heap(operation->self)) {
            builder_add_c(vm, builder, enters ? " " : " of ");
            add_without_address(vm, operation->self, builder);
        }
    } else {
        add_without_address(vm, awaited, builder);
    }
}

static void add_task(Vm *vm, Task *task, StrBuilder *builder)
{
    Value name = task_name(vm, task);
    if (name == VALUE_ERROR) {
        builder->failed = true;
        return;
    }
    builder_add_format(vm, builder, "\n  task %R", name);
    value_drop(vm, name);
    add_place(vm, task->coroutine, builder);
    add_awaited(vm, task, builder);
}

void report_deadlock(Vm *vm, Value loop)
{
    Value tasks = task_list(vm, loop);
    if (tasks == VALUE_ERROR)
        return;
    StrBuilder builder = {0};
    size_t count = value_to_list(tasks)->count;
    builder_add_format(vm, &builder, "deadlock: the event loop waits for what can never happen; %zu task%s pending", count,
                       count == 1 ? " is" : "s are");
    for (size_t i = 0; i < count; i++)
        add_task(vm, value_to_task(value_to_list(tasks)->items[i]), &builder);
    value_drop(vm, tasks);
    Value text = builder_finish(vm, &builder);
    if (text == VALUE_ERROR)
        return;
    raise_with(vm, TYPE_RUNTIME_ERROR, text);
    value_drop(vm, text);
}
