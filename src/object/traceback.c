/* Traceback objects: the places an exception passed, outermost first.
 *
 * An entry names code and position, not a frame: an exception keeps nothing alive
 * but code. */
#include "object/traceback.h"

#include "object/call.h"
#include "object/container.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/type.h"

/* Runs while an exception is on its way: running out of memory here costs the
 * entry, not the exception. */
void exception_add_traceback(Vm *vm, Value exception, Value code, uint32_t position, uint32_t line)
{
    Value pending = error_take(vm);
    /* A MemoryError has its place too: these few bytes are not counted against the limit. */
    size_t limit = vm->budget.limit;
    vm->budget.limit = 0;
    Traceback *entry = object_new(vm, vm->types[TYPE_TRACEBACK], 0);
    vm->budget.limit = limit;
    if (entry == NULL)
        error_clear(vm);
    vm->pending = pending;
    if (entry == NULL)
        return;
    Exception *self = value_to_exception(exception);
    entry->next = self->traceback;
    entry->code = value_share(code);
    entry->position = position;
    entry->line = line;
    self->traceback = value_from_object(entry);
}

static void traceback_slot_clear(Vm *vm, Object *object)
{
    Traceback *self = (Traceback *)object;
    value_replace_take(vm, &self->next, VALUE_NONE);
    value_replace_take(vm, &self->code, VALUE_NONE);
}

static void traceback_slot_destroy(Vm *vm, Object *object)
{
    traceback_slot_clear(vm, object);
    object_free(vm, object, 0);
}

static void traceback_slot_traverse(Vm *vm, Object *object, void (*visit)(Vm *, Value, void *), void *context)
{
    Traceback *self = (Traceback *)object;
    visit(vm, self->next, context);
    visit(vm, self->code, context);
}

/* A number, or None for a column that is not known. */
static Value entry_number(uint32_t number, bool known)
{
    return known ? value_from_int(number) : VALUE_NONE;
}

static Value traceback_entry(Vm *vm, const Traceback *entry)
{
    CodePlace place;
    if (!code_place(entry->code, entry->position, &place))
        return VALUE_NONE;
    const char *text;
    size_t size;
    Value line = VALUE_NONE;
    if (traceback_source_line(vm, place.filename, place.line, &text, &size))
        line = str_new(vm, text, size);
    StrBuilder shown = {0};
    traceback_add_place(vm, &shown, &place);
    Value whole = builder_finish(vm, &shown);
    if (value_is_error(line) || value_is_error(whole)) {
        value_drop(vm, line);
        value_drop(vm, whole);
        return VALUE_ERROR;
    }
    Value items[8] = {value_share(place.filename),
                      entry_number(place.line, true),
                      entry_number(place.end_line, place.has_columns),
                      entry_number(place.column, place.has_columns),
                      entry_number(place.end_column, place.has_columns),
                      value_share(place.name),
                      line,
                      whole};
    return tuple_new_take(vm, items, ARRAY_LENGTH(items));
}

Value traceback_entries(Vm *vm, Value traceback)
{
    Value list = list_new(vm, NULL, 0);
    while (!value_is_error(list) && traceback != VALUE_NONE) {
        const Traceback *entry = value_object(traceback);
        Value item = traceback_entry(vm, entry);
        bool added = value_is_none(item) || (!value_is_error(item) && list_append_take(vm, list, item));
        if (!added) {
            value_drop(vm, list);
            return VALUE_ERROR;
        }
        traceback = entry->next;
    }
    return list;
}

static Value traceback_get_next(Vm *vm, Value self)
{
    (void)vm;
    return value_share(VALUE_OBJECT(Traceback, self)->next);
}

static bool traceback_set_next(Vm *vm, Value self, Value value)
{
    if (value == VALUE_ABSENT)
        return raise_false(vm, TYPE_TYPE_ERROR, "can't delete tb_next attribute");
    if (!value_is_none(value) && !value_has_shape(value, TYPE_TRACEBACK))
        return raise_false(vm, TYPE_TYPE_ERROR, "expected traceback object, got '%T'", value);
    for (Value link = value; link != VALUE_NONE; link = VALUE_OBJECT(Traceback, link)->next)
        if (link == self)
            return raise_false(vm, TYPE_VALUE_ERROR, "traceback loop detected");
    value_replace_take(vm, &VALUE_OBJECT(Traceback, self)->next, value_share(value));
    return true;
}

static Value traceback_get_line(Vm *vm, Value self)
{
    (void)vm;
    return value_from_int(VALUE_OBJECT(Traceback, self)->line);
}

static Value traceback_get_position(Vm *vm, Value self)
{
    (void)vm;
    return value_from_int(VALUE_OBJECT(Traceback, self)->position);
}

static Value traceback_get_frame(Vm *vm, Value self)
{
    const Traceback *entry = value_object(self);
    return machine_traceback_frame(vm, entry->code, entry->line);
}

static const GetSetDef traceback_getsets[] = {
    {"tb_next", traceback_get_next, traceback_set_next, NULL},
    {"tb_lineno", traceback_get_line, NULL, NULL},
    {"tb_lasti", traceback_get_position, NULL, NULL},
    {"tb_frame", traceback_get_frame, NULL, NULL},
    {0}};

static const TypeDef traceback_type_def = {
    .name = "traceback",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(Traceback),
    .slots = {.destroy = traceback_slot_destroy, .traverse = traceback_slot_traverse, .clear = traceback_slot_clear},
    .getsets = traceback_getsets};

bool traceback_type_setup(Vm *vm, Type *type)
{
    return type_define(vm, type, &traceback_type_def);
}
