/* asyncio's own exception types, and raising them. */
#include "loop/errors.h"

#include <stdarg.h>

#include "object/call.h"
#include "object/exception.h"
#include "object/type.h"

Value raise_runtime(Vm *vm, RuntimeTypeId type, const char *format, ...)
{
    Value text = VALUE_ABSENT;
    if (format) {
        va_list arguments;
        va_start(arguments, format);
        text = format_text_list(vm, format, arguments);
        va_end(arguments);
        if (text == VALUE_ERROR)
            return VALUE_ERROR;
    }
    Value exception = call_value(vm, type_value(runtime_type(vm, type)), &text, format ? 1 : 0);
    value_drop(vm, text);
    return exception == VALUE_ERROR ? VALUE_ERROR : raise_exception_take(vm, exception);
}

#define ERROR_DEF(text, where, about) {.name = text, .module = where, .doc = about, .flags = TYPE_FLAG_BASE}

const TypeDef invalid_state_error_def =
    ERROR_DEF("InvalidStateError", "asyncio.exceptions", "The operation is not allowed in this state.");
const TypeDef queue_empty_def = ERROR_DEF("QueueEmpty", "asyncio.queues", "Raised when Queue.get_nowait() is called on an empty Queue.");
const TypeDef queue_full_def = ERROR_DEF("QueueFull", "asyncio.queues", "Raised when Queue.put_nowait() is called on a full Queue.");
const TypeDef queue_shut_down_def =
    ERROR_DEF("QueueShutDown", "asyncio.queues", "Raised when putting on to or getting from a shut-down Queue.");
const TypeDef broken_barrier_error_def =
    ERROR_DEF("BrokenBarrierError", "asyncio.exceptions", "Barrier is broken by barrier.abort() call.");
