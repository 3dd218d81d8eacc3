/* Module asyncio. */
#include "aio/functions.h"
#include "modules/import.h"
#include "modules/module.h"

/* The types that programs reach by name. */
static const struct {
    RuntimeTypeId type;
    const char *name;
} asyncio_types[] = {
    {RUNTIME_FUTURE, "Future"},
    {RUNTIME_TASK, "Task"},
    {RUNTIME_HANDLE, "Handle"},
    {RUNTIME_TIMER_HANDLE, "TimerHandle"},
    {RUNTIME_LOOP, "SelectorEventLoop"},
    {RUNTIME_LOOP, "EventLoop"},
    {RUNTIME_LOOP, "AbstractEventLoop"},
    {RUNTIME_LOOP, "BaseEventLoop"},
    {RUNTIME_TIMEOUT, "Timeout"},
    {RUNTIME_LOCK, "Lock"},
    {RUNTIME_SEMAPHORE, "Semaphore"},
    {RUNTIME_BOUNDED_SEMAPHORE, "BoundedSemaphore"},
    {RUNTIME_EVENT, "Event"},
    {RUNTIME_CONDITION, "Condition"},
    {RUNTIME_QUEUE, "Queue"},
    {RUNTIME_PRIORITY_QUEUE, "PriorityQueue"},
    {RUNTIME_LIFO_QUEUE, "LifoQueue"},
    {RUNTIME_TASK_GROUP, "TaskGroup"},
    {RUNTIME_RUNNER, "Runner"},
    {RUNTIME_INVALID_STATE_ERROR, "InvalidStateError"},
    {RUNTIME_QUEUE_EMPTY, "QueueEmpty"},
    {RUNTIME_QUEUE_FULL, "QueueFull"},
    {RUNTIME_QUEUE_SHUT_DOWN, "QueueShutDown"},
    {RUNTIME_BROKEN_BARRIER_ERROR, "BrokenBarrierError"},
};

/* Names of asyncio that a later version will have. */
static const char *const asyncio_missing[] = {
    "StreamReader", "StreamWriter", "StreamReaderProtocol", "open_connection", "start_server",
    "open_unix_connection", "start_unix_server", "create_subprocess_exec", "create_subprocess_shell",
    "run_coroutine_threadsafe", "wrap_future", "eager_task_factory", "create_eager_task_factory", "Protocol",
    "BaseProtocol", "DatagramProtocol", "SubprocessProtocol", "BufferedProtocol", "Transport", "BaseTransport",
    "ReadTransport", "WriteTransport", "DatagramTransport", "SubprocessTransport", "Server", "AbstractServer",
    "IncompleteReadError", "LimitOverrunError", "SendfileNotAvailableError", "get_event_loop_policy",
    "set_event_loop_policy", "DefaultEventLoopPolicy", "AbstractEventLoopPolicy",
};

/* The part in the language, loaded when one of its names is first used. */
static Value asyncio_load_part(Vm *vm, Value name)
{
    Value part = import_module(vm, "_asyncio_parts");
    Value found = part == VALUE_ERROR ? VALUE_ERROR : attribute_get(vm, part, name);
    value_drop(vm, part);
    return found;
}

/* Module attributes that are not there: `__getattr__` of the module. */
static Value asyncio_m_getattr(Vm *vm, const Value *args)
{
    if (value_is_str(vm, args[0]) && str_equals_c(args[0], "Barrier"))
        return asyncio_load_part(vm, args[0]);
    for (size_t i = 0; value_is_str(vm, args[0]) && i < ARRAY_LENGTH(asyncio_missing); i++) {
        if (str_equals_c(args[0], asyncio_missing[i]))
            return raise_error(vm, TYPE_ATTRIBUTE_ERROR, "Habu does not support asyncio.%V yet", args[0]);
    }
    return raise_error(vm, TYPE_ATTRIBUTE_ERROR, "module 'asyncio' has no attribute %R", args[0]);
}

static const NativeDef asyncio_hooks[] = {FN(asyncio_m_getattr, "__getattr__(name, /)", NULL), {0}};

static bool add_types(Vm *vm, Value dict)
{
    for (size_t i = 0; i < ARRAY_LENGTH(asyncio_types); i++) {
        if (!dict_set_c(vm, dict, asyncio_types[i].name, type_value(runtime_type(vm, asyncio_types[i].type))))
            return false;
    }
    return dict_set_c(vm, dict, "CancelledError", type_value(vm->types[TYPE_CANCELLED_ERROR])) &&
           dict_set_c(vm, dict, "TimeoutError", type_value(vm->types[TYPE_TIMEOUT_ERROR]));
}

static bool add_constants(Vm *vm, Value dict)
{
    static const char *const names[] = {"ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION"};
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
        Value text = str_intern_c(vm, names[i]);
        if (text == VALUE_ERROR || !dict_set_c_take(vm, dict, names[i], text))
            return false;
    }
    return true;
}

/* asyncio.exceptions and its like, by which programs reach what asyncio itself has. */
static bool add_submodules(Vm *vm, Value dict)
{
    static const char *const names[] = {"exceptions", "events", "futures", "tasks", "locks", "queues", "timeouts",
                                        "taskgroups", "runners", "coroutines", "threads"};
    Value modules[ARRAY_LENGTH(names)];
    bool good = true;
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
        modules[i] = VALUE_NONE;
        Value name = good ? format_text(vm, "asyncio.%s", names[i]) : VALUE_ERROR;
        Value module = name == VALUE_ERROR ? VALUE_ERROR : module_new(vm, name);
        good = module != VALUE_ERROR && dict_update(vm, module_dict(module), dict) &&
               dict_set_c(vm, module_dict(module), "__name__", name) && dict_set(vm, vm->modules, name, module);
        value_drop(vm, name == VALUE_ERROR ? VALUE_NONE : name);
        if (module != VALUE_ERROR)
            modules[i] = module;
    }
    /* Only now: none of them is an attribute of another. */
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
        good = good && dict_set_c(vm, dict, names[i], modules[i]);
        value_drop(vm, modules[i]);
    }
    return good;
}

bool asyncio_module_fill(Vm *vm, Value module)
{
    return runtime_make_types(vm) && module_add_functions(vm, module, asyncio_functions) && add_types(vm, module_dict(module)) &&
           add_constants(vm, module_dict(module)) && module_add_functions(vm, module, asyncio_hooks) &&
           add_submodules(vm, module_dict(module));
}
