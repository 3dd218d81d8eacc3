/* Module gc: the cycle collector as programs see it.
 *
 * There is one generation: the thresholds of CPython's three are kept only so
 * that a program can set and read them. */
#include "modules/module.h"
#include "object/collector.h"

static Value gc_m_collect(Vm *vm, const Value *args)
{
    int64_t generation;
    if (!value_to_i64(vm, args[0], &generation))
        return VALUE_ERROR;
    if (generation < 0 || generation > 2)
        return raise_value_error(vm, "invalid generation");
    return value_from_int((int64_t)collector_run(vm));
}

static Value gc_m_enable(Vm *vm, const Value *args)
{
    (void)args;
    vm->collector_disabled = false;
    return VALUE_NONE;
}

static Value gc_m_disable(Vm *vm, const Value *args)
{
    (void)args;
    vm->collector_disabled = true;
    return VALUE_NONE;
}

static Value gc_m_isenabled(Vm *vm, const Value *args)
{
    (void)args;
    return value_from_bool(!vm->collector_disabled);
}

static Value gc_m_get_count(Vm *vm, const Value *args)
{
    (void)args;
    Value counts[3] = {value_from_int(vm->container_growth), value_from_int(0), value_from_int(0)};
    return tuple_new(vm, counts, 3);
}

static Value gc_m_get_threshold(Vm *vm, const Value *args)
{
    (void)args;
    Value thresholds[3] = {value_from_int(vm->collect_least), value_from_int(10), value_from_int(0)};
    return tuple_new(vm, thresholds, 3);
}

static Value gc_m_set_threshold(Vm *vm, const Value *args)
{
    int64_t first;
    if (!value_to_i64(vm, args[0], &first))
        return VALUE_ERROR;
    /* 0 turns automatic collection off. */
    vm->collect_at = vm->collect_least = first > 0 ? first : INT64_MAX;
    return VALUE_NONE;
}

static Value gc_m_is_tracked(Vm *vm, const Value *args)
{
    return value_from_bool(value_has_flag(vm, args[0], TYPE_FLAG_CONTAINER));
}

static Value gc_m_freeze(Vm *vm, const Value *args)
{
    (void)vm;
    (void)args;
    return VALUE_NONE;
}

static const NativeDef gc_functions[] = {
    FN(gc_m_collect, "collect(generation=2)", "Run the garbage collector."),
    FN(gc_m_enable, "enable()", "Enable automatic garbage collection."),
    FN(gc_m_disable, "disable()", "Disable automatic garbage collection."),
    FN(gc_m_isenabled, "isenabled()", "Returns true if automatic garbage collection is enabled."),
    FN(gc_m_get_count, "get_count()", "Return a three-tuple of the current collection counts."),
    FN(gc_m_get_threshold, "get_threshold()", "Return the current collection thresholds."),
    FN(gc_m_set_threshold, "set_threshold(threshold0, threshold1=?, threshold2=?, /)", "Set the collection thresholds (the collection frequency)."),
    FN(gc_m_is_tracked, "is_tracked(obj, /)", "Returns true if the object is tracked by the garbage collector."),
    FN(gc_m_freeze, "freeze()", "Does nothing: there is no permanent generation."),
    FN(gc_m_freeze, "unfreeze()", "Does nothing: there is no permanent generation."),
    {0}
};

bool gc_module_fill(Vm *vm, Value module)
{
    return module_add_functions(vm, module, gc_functions) &&
           dict_set_c_take(vm, module_dict(module), "garbage", list_new(vm, NULL, 0)) &&
           dict_set_c_take(vm, module_dict(module), "callbacks", list_new(vm, NULL, 0));
}
