/* Callbacks of programs: call_soon(), call_later(), add_done_callback(). */
#include "loop/handle.h"

#include "loop/context.h"
#include "loop/report.h"
#include "loop/runtime.h"
#include "object/call.h"
#include "object/container.h"
#include "object/function.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"
#include "vm/machine.h"

static Handle *value_to_handle(Value value) { return value_object(value); }

Value handle_new(Vm *vm, RuntimeTypeId type, Value loop, Value callback, Value arguments, Value context)
{
    Handle *handle = object_new(vm, runtime_type(vm, type), 0);
    if (!handle) {
        value_drop(vm, context);
        return VALUE_ERROR;
    }
    handle->callback = value_share(callback);
    handle->arguments = value_share(arguments);
    handle->context = context;
    handle->loop = value_share(loop);
    return value_from_object(handle);
}

/* How callbacks are shown. ---------------------------------------------------------- */

static void add_arguments(Vm *vm, Value arguments, StrBuilder *builder)
{
    builder_add_c(vm, builder, "(");
    size_t count = arguments == VALUE_ABSENT ? 0 : value_to_tuple(arguments)->count;
    for (size_t i = 0; i < count; i++) {
        Value text = short_repr(vm, value_to_tuple(arguments)->items[i]);
        if (text == VALUE_ERROR) {
            builder->failed = true;
            return;
        }
        builder_add_format(vm, builder, i ? ", %V" : "%V", text);
        value_drop(vm, text);
    }
    builder_add_c(vm, builder, ")");
}

/* The function behind methods: where its source is. */
static const Function *function_behind(Value callback)
{
    if (value_has_shape(callback, TYPE_METHOD))
        callback = VALUE_OBJECT(Method, callback)->function;
    return value_has_shape(callback, TYPE_FUNCTION) ? value_to_function(callback) : NULL;
}

Value callback_describe(Vm *vm, Value callback, Value arguments)
{
    StrBuilder builder = {0};
    Value name = attribute_get_optional(vm, callback, NAME_OF(vm, __qualname__));
    if (name == VALUE_ERROR)
        return VALUE_ERROR;
    if (name == VALUE_ABSENT)
        builder_add_repr(vm, &builder, callback);
    else
        builder_add_display(vm, &builder, name);
    value_drop(vm, name);
    add_arguments(vm, arguments, &builder);
    const Function *function = function_behind(callback);
    if (function)
        builder_add_format(vm, &builder, " at %V:%u", function->code->filename, function->code->first_line);
    return builder_finish(vm, &builder);
}

/* Arguments are shown in debug mode only. */
static Value shown_arguments(const Handle *handle)
{
    bool debug = value_to_loop(handle->loop)->debug;
    return debug && handle->arguments != VALUE_NONE ? handle->arguments : VALUE_ABSENT;
}

static Value handle_slot_repr(Vm *vm, Value self)
{
    const Handle *handle = value_to_handle(self);
    StrBuilder builder = {0};
    builder_add_format(vm, &builder, "<%T", self);
    if (handle->cancelled)
        builder_add_c(vm, &builder, " cancelled");
    bool timed = value_is_instance(vm, self, runtime_type(vm, RUNTIME_TIMER_HANDLE));
    if (timed) {
        Value when = float_new(vm, handle->when);
        builder_add_format(vm, &builder, " when=%V", when);
        value_drop(vm, when);
    }
    if (handle->callback != VALUE_NONE) {
        Value text = callback_describe(vm, handle->callback, shown_arguments(handle));
        if (text == VALUE_ERROR) {
            builder_discard(vm, &builder);
            return VALUE_ERROR;
        }
        builder_add_format(vm, &builder, " %V", text);
        value_drop(vm, text);
    }
    builder_add_c(vm, &builder, ">");
    return builder_finish(vm, &builder);
}

/* Running. ----------------------------------------------------------------------------- */

/* Tells of the pending exception; false when it must leave the loop instead. */
static bool report_failure(Vm *vm, Value self)
{
    if (error_matches(vm, TYPE_SYSTEM_EXIT) || error_matches(vm, TYPE_KEYBOARD_INTERRUPT))
        return false;
    Value exception = error_take(vm);
    const Handle *handle = value_to_handle(self);
    Value callback = callback_describe(vm, handle->callback, shown_arguments(handle));
    Value message = callback == VALUE_ERROR ? VALUE_ERROR : format_text(vm, "Exception in callback %V", callback);
    value_drop(vm, callback);
    if (message == VALUE_ERROR) {
        error_clear(vm);
    } else {
        /* A handler that fails does so while this exception is being handled. */
        Value handled = vm->handled;
        vm->handled = exception;
        report_problem(vm, handle->loop, value_to_str(message)->bytes, exception, "handle", self);
        vm->handled = handled;
        value_drop(vm, message);
    }
    value_drop(vm, exception);
    return true;
}

bool handle_run(Vm *vm, Value self, Value unused)
{
    (void)unused;
    Handle *handle = value_to_handle(self);
    bool good = true;
    if (!handle->cancelled) {
        Value before = context_swap_take(vm, value_share(handle->context));
        Value arguments = value_share(handle->arguments), callback = value_share(handle->callback);
        const Tuple *given = value_to_tuple(arguments);
        Value result = call_value(vm, callback, given->items, (int)given->count);
        Value own = context_swap_take(vm, before);
        if (result == VALUE_ERROR)
            good = report_failure(vm, self);
        else
            value_drop(vm, result);
        Value pending = vm->pending;
        vm->pending = VALUE_ABSENT;
        value_drop(vm, own);
        value_drop(vm, arguments);
        value_drop(vm, callback);
        vm->pending = pending;
    }
    Value pending = vm->pending;
    vm->pending = VALUE_ABSENT;
    value_drop(vm, self);
    vm->pending = pending;
    return good;
}

/* What is due is itself what runs: no pass lies between. */
bool handle_fire(Vm *vm, Value self, Value unused) { return handle_run(vm, self, unused); }

/* Methods. ------------------------------------------------------------------------------- */

static Value handle_m_cancel(Vm *vm, const Value *args)
{
    Handle *handle = value_to_handle(args[0]);
    if (handle->cancelled)
        return VALUE_NONE;
    handle->cancelled = true;
    value_replace_take(vm, &handle->callback, VALUE_NONE);
    value_replace_take(vm, &handle->arguments, VALUE_NONE);
    timer_forget(vm, &value_to_loop(handle->loop)->timers, args[0]);
    return VALUE_NONE;
}

static Value handle_m_cancelled(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_bool(value_to_handle(args[0])->cancelled);
}

static Value handle_m_get_context(Vm *vm, const Value *args)
{
    Handle *handle = value_to_handle(args[0]);
    if (handle->context == VALUE_ABSENT) {
        Value outer = context_swap_take(vm, VALUE_ABSENT);
        Value fresh = context_copy_object(vm);
        context_swap_take(vm, outer);
        if (fresh == VALUE_ERROR)
            return VALUE_ERROR;
        handle->context = fresh;
    }
    return value_share(handle->context);
}

static Value handle_m_when(Vm *vm, const Value *args) { return float_new(vm, value_to_handle(args[0])->when); }

/* Life. ----------------------------------------------------------------------------------- */

static void handle_slot_destroy(Vm *vm, Object *self)
{
    Handle *handle = (Handle *)self;
    value_drop(vm, handle->callback);
    value_drop(vm, handle->arguments);
    value_drop(vm, handle->context);
    value_drop(vm, handle->loop);
    object_free(vm, self, 0);
}

static void handle_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    Handle *handle = (Handle *)self;
    visit(vm, handle->callback, context);
    visit(vm, handle->arguments, context);
    visit(vm, handle->context, context);
    visit(vm, handle->loop, context);
}

static void handle_slot_clear(Vm *vm, Object *self)
{
    Handle *handle = (Handle *)self;
    handle->cancelled = true;
    value_replace_take(vm, &handle->callback, VALUE_NONE);
    value_replace_take(vm, &handle->arguments, VALUE_NONE);
}

static const NativeDef handle_methods[] = {
    FN(handle_m_cancel, "cancel(self, /)", "The callback will not be called."),
    FN(handle_m_cancelled, "cancelled(self, /)", NULL),
    FN(handle_m_get_context, "get_context(self, /)", NULL),
    {0},
};

static const NativeDef timer_handle_methods[] = {
    FN(handle_m_when, "when(self, /)", "The loop's time at which the callback is due."),
    {0},
};

const TypeDef handle_type_def = {
    .name = "Handle",
    .module = "asyncio.events",
    .doc = "A callback that the loop is to run.",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(Handle),
    .slots = {.destroy = handle_slot_destroy, .traverse = handle_slot_traverse, .clear = handle_slot_clear,
              .repr = handle_slot_repr},
    .methods = handle_methods,
};

const TypeDef timer_handle_type_def = {
    .name = "TimerHandle",
    .module = "asyncio.events",
    .doc = "A callback that the loop is to run at a given time.",
    .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK,
    .size = sizeof(Handle),
    .methods = timer_handle_methods,
};
