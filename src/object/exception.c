/* BaseException, and what raising and catching ask of exceptions.
 *
 * args is always a tuple; traceback, cause and context are None or an object of
 * the right kind, so that nobody who walks them need check. */
#include "object/exception.h"

#include "object/call.h"
#include "object/container.h"
#include "object/exception_types.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

Value exception_new_bare(Vm *vm, Type *type, Value args)
{
    ASSERT(type->flags & TYPE_FLAG_EXCEPTION);
    Exception *self = object_new(vm, type, 0);
    if (self == NULL)
        return VALUE_ERROR;
    self->args = value_share(args);
    self->traceback = self->cause = self->context = VALUE_NONE;
    self->notes = VALUE_ABSENT;
    for (int i = 0; i < EXTRA_COUNT; i++)
        self->extra[i] = VALUE_ABSENT;
    return value_from_object(self);
}

Value exception_new(Vm *vm, Type *type, const Value *args, size_t count)
{
    bool is_group = type_is_subtype(type, vm->types[TYPE_BASE_EXCEPTION_GROUP]);
    if ((type->flags & TYPE_FLAG_HEAP) || is_group)
        return call_value(vm, type_value(type), args, (int)count);
    Value tuple = count == 0 ? value_share(vm->empty_tuple) : tuple_new(vm, args, count);
    if (value_is_error(tuple))
        return VALUE_ERROR;
    if (type == vm->types[TYPE_OS_ERROR] && count >= 2)
        type = os_error_type(vm, args[0]);
    Value exception = exception_new_bare(vm, type, tuple);
    if (!value_is_error(exception) && !exception_init_of(type)(vm, value_object(exception), tuple, VALUE_ABSENT)) {
        value_drop(vm, exception);
        exception = VALUE_ERROR;
    }
    value_drop(vm, tuple);
    return exception;
}

/* Calls of a builtin exception type without keywords need not bind arguments to
 * `*args` twice. */
Value exception_construct(Vm *vm, Type *type, const Value *args, int count)
{
    if (type_is_subtype(type, vm->types[TYPE_BASE_EXCEPTION_GROUP]))
        return VALUE_NOT_IMPLEMENTED;
    return exception_new(vm, type, args, (size_t)count);
}

/* Raising and catching. ------------------------------------------------------ */

Value exception_from_raise(Vm *vm, Value raised)
{
    if (value_is_exception(vm, raised))
        return value_share(raised);
    if (!value_is_exception_class(vm, raised))
        return raise_type_error(vm, "exceptions must derive from BaseException");
    Value exception = call_value(vm, raised, NULL, 0);
    if (value_is_error(exception) || value_is_exception(vm, exception))
        return exception;
    raise_type_error(vm, "calling %R should have returned an instance of BaseException, not %R", raised,
                     type_value(value_type(vm, exception)));
    value_drop(vm, exception);
    return VALUE_ERROR;
}

static bool class_can_be_caught(Vm *vm, Value class)
{
    return value_is_exception_class(vm, class) ||
           raise_false(vm, TYPE_TYPE_ERROR, "catching classes that do not inherit from BaseException is not allowed");
}

int exception_matches(Vm *vm, Value exception, Value classes)
{
    if (!value_is_tuple(vm, classes)) {
        if (!class_can_be_caught(vm, classes))
            return -1;
        return value_is_instance(vm, exception, value_to_type(classes));
    }
    const Tuple *tuple = value_to_tuple(classes);
    for (size_t i = 0; i < tuple->count; i++)
        if (!class_can_be_caught(vm, tuple->items[i]))
            return -1;
    for (size_t i = 0; i < tuple->count; i++)
        if (value_is_instance(vm, exception, value_to_type(tuple->items[i])))
            return 1;
    return 0;
}

/* A chain that leads back to exception is cut where it does.  The slow pointer
 * guards against circles that a program made with __context__. */
void exception_set_context(Vm *vm, Value exception)
{
    Value handled = vm->handled;
    if (handled == VALUE_NONE || handled == VALUE_ABSENT || handled == exception)
        return;
    Exception *link = value_to_exception(handled), *slow = link;
    for (bool step = false; link->context != VALUE_NONE; step = !step) {
        if (link->context == exception) {
            value_replace_take(vm, &link->context, VALUE_NONE);
            break;
        }
        link = value_to_exception(link->context);
        if (link == slow)
            break;
        if (step)
            slow = value_to_exception(slow->context);
    }
    value_replace_take(vm, &value_to_exception(exception)->context, value_share(handled));
}

/* Slots. ----------------------------------------------------------------------- */

void exception_slot_clear(Vm *vm, Object *object)
{
    Exception *self = (Exception *)object;
    value_replace_take(vm, &self->args, value_share(vm->empty_tuple));
    value_replace_take(vm, &self->traceback, VALUE_NONE);
    value_replace_take(vm, &self->cause, VALUE_NONE);
    value_replace_take(vm, &self->context, VALUE_NONE);
    value_clear(vm, &self->notes);
    for (int i = 0; i < EXTRA_COUNT; i++)
        value_clear(vm, &self->extra[i]);
}

void exception_slot_destroy(Vm *vm, Object *object)
{
    exception_slot_clear(vm, object);
    value_drop(vm, ((Exception *)object)->args);
    object_free(vm, object, 0);
}

void exception_slot_traverse(Vm *vm, Object *object, void (*visit)(Vm *, Value, void *), void *context)
{
    Exception *self = (Exception *)object;
    visit(vm, self->args, context);
    visit(vm, self->traceback, context);
    visit(vm, self->cause, context);
    visit(vm, self->context, context);
    visit(vm, self->notes, context);
    for (int i = 0; i < EXTRA_COUNT; i++)
        visit(vm, self->extra[i], context);
}

Value exception_slot_repr(Vm *vm, Value self)
{
    const Exception *exception = value_object(self);
    const Tuple *args = value_to_tuple(exception->args);
    if (args->count == 1)
        return format_text(vm, "%T(%R)", self, args->items[0]);
    return format_text(vm, "%T%R", self, exception->args);
}

Value exception_plain_str(Vm *vm, Value self)
{
    const Exception *exception = value_object(self);
    const Tuple *args = value_to_tuple(exception->args);
    if (args->count == 0)
        return value_share(vm->empty_str);
    return value_str(vm, args->count == 1 ? args->items[0] : exception->args);
}

/* Methods. ---------------------------------------------------------------------- */

bool exception_no_keywords(Vm *vm, const Exception *self, Value kwargs)
{
    if (kwargs == VALUE_ABSENT || value_to_dict(kwargs)->count == 0)
        return true;
    return raise_false(vm, TYPE_TYPE_ERROR, "%T() takes no keyword arguments", value_from_object(self));
}

/* OSError picks a subclass by errno, unless a class with an __init__ of its own
 * is being made: then that decides what the arguments mean. */
static Value exception_m_new(Vm *vm, const Value *args)
{
    if (!value_is_type(vm, args[0]))
        return raise_type_error(vm, "BaseException.__new__(X): X is not a type object (%T)", args[0]);
    Type *type = value_to_type(args[0]);
    if (!(type->flags & TYPE_FLAG_EXCEPTION))
        return raise_type_error(vm, "BaseException.__new__(%N): %N is not a subtype of BaseException", type, type);
    const Tuple *given = value_to_tuple(args[1]);
    if (type == vm->types[TYPE_OS_ERROR] && given->count >= 2 && given->count <= 5)
        type = os_error_type(vm, given->items[0]);
    return exception_new_bare(vm, type, args[1]);
}

static Value exception_m_init(Vm *vm, const Value *args)
{
    Exception *self = value_object(args[0]);
    value_replace_take(vm, &self->args, value_share(args[1]));
    return exception_init_of(value_type(vm, args[0]))(vm, self, args[1], args[2]) ? VALUE_NONE : VALUE_ERROR;
}

static bool exception_set_traceback(Vm *vm, Value self, Value value)
{
    if (value == VALUE_ABSENT)
        return raise_false(vm, TYPE_TYPE_ERROR, "__traceback__ may not be deleted");
    if (!value_is_none(value) && !value_has_shape(value, TYPE_TRACEBACK))
        return raise_false(vm, TYPE_TYPE_ERROR, "__traceback__ must be a traceback or None");
    value_replace_take(vm, &value_to_exception(self)->traceback, value_share(value));
    return true;
}

static Value exception_m_with_traceback(Vm *vm, const Value *args)
{
    return exception_set_traceback(vm, args[0], args[1]) ? value_share(args[0]) : VALUE_ERROR;
}

static Value exception_m_add_note(Vm *vm, const Value *args)
{
    Exception *self = value_object(args[0]);
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "note must be a str, not '%T'", args[1]);
    if (self->notes == VALUE_ABSENT) {
        Value notes = list_new(vm, NULL, 0);
        if (value_is_error(notes))
            return VALUE_ERROR;
        self->notes = notes;
    }
    if (!value_is_list(vm, self->notes))
        return raise_type_error(vm, "Cannot add note: __notes__ is not a list");
    return list_append(vm, self->notes, args[1]) ? VALUE_NONE : VALUE_ERROR;
}

static Value exception_m_setstate(Vm *vm, const Value *args)
{
    if (value_is_none(args[1]))
        return VALUE_NONE;
    if (!value_is_dict(vm, args[1]))
        return raise_type_error(vm, "state is not a dictionary");
    uint32_t position = 0;
    Value key, value;
    while (dict_walk(args[1], &position, &key, &value)) {
        value_share(key);
        value_share(value);
        bool done = attribute_set(vm, args[0], key, value);
        value_drop(vm, key);
        value_drop(vm, value);
        if (!done)
            return VALUE_ERROR;
    }
    return VALUE_NONE;
}

static Value exception_m_reduce(Vm *vm, const Value *args)
{
    Value items[3] = {type_value(value_type(vm, args[0])), value_to_exception(args[0])->args, VALUE_NONE};
    items[2] = attribute_dict_borrow(vm, value_object(args[0]));
    return value_is_error(items[2]) ? VALUE_ERROR : tuple_new(vm, items, 3);
}

/* Attributes. --------------------------------------------------------------------- */

static Value exception_get_args(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_exception(self)->args);
}

static bool exception_set_args(Vm *vm, Value self, Value value)
{
    if (value == VALUE_ABSENT)
        return raise_false(vm, TYPE_TYPE_ERROR, "args may not be deleted");
    Value args = tuple_from(vm, value);
    if (value_is_error(args))
        return false;
    value_replace_take(vm, &value_to_exception(self)->args, args);
    return true;
}

static Value exception_get_traceback(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_exception(self)->traceback);
}

static Value exception_get_cause(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_exception(self)->cause);
}

static bool exception_set_cause(Vm *vm, Value self, Value value)
{
    if (value == VALUE_ABSENT)
        return raise_false(vm, TYPE_TYPE_ERROR, "__cause__ may not be deleted");
    if (!value_is_none(value) && !value_is_exception(vm, value))
        return raise_false(vm, TYPE_TYPE_ERROR, "exception cause must be None or derive from BaseException");
    Exception *exception = value_object(self);
    exception->suppress_context = true;
    value_replace_take(vm, &exception->cause, value_share(value));
    return true;
}

static Value exception_get_context(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_exception(self)->context);
}

static bool exception_store_context(Vm *vm, Value self, Value value)
{
    if (value == VALUE_ABSENT)
        return raise_false(vm, TYPE_TYPE_ERROR, "__context__ may not be deleted");
    if (!value_is_none(value) && !value_is_exception(vm, value))
        return raise_false(vm, TYPE_TYPE_ERROR, "exception context must be None or derive from BaseException");
    value_replace_take(vm, &value_to_exception(self)->context, value_share(value));
    return true;
}

static Value exception_get_suppress_context(Vm *vm, Value self)
{
    (void)vm;
    return value_from_bool(value_to_exception(self)->suppress_context);
}

static bool exception_set_suppress_context(Vm *vm, Value self, Value value)
{
    if (value == VALUE_ABSENT)
        return raise_false(vm, TYPE_TYPE_ERROR, "can't delete numeric/char attribute");
    if (!value_is_bool(value))
        return raise_false(vm, TYPE_TYPE_ERROR, "attribute value type must be bool");
    value_to_exception(self)->suppress_context = value == VALUE_TRUE;
    return true;
}

static Value exception_get_notes(Vm *vm, Value self)
{
    Value notes = value_to_exception(self)->notes;
    return notes == VALUE_ABSENT ? raise_attribute_error(vm, self, NAME_OF(vm, __notes__)) : value_share(notes);
}

static bool exception_set_notes(Vm *vm, Value self, Value value)
{
    Exception *exception = value_object(self);
    if (value == VALUE_ABSENT && exception->notes == VALUE_ABSENT) {
        raise_attribute_error(vm, self, NAME_OF(vm, __notes__));
        return false;
    }
    value_replace_take(vm, &exception->notes, value_share(value));
    return true;
}

const NativeDef base_exception_methods[] = {
    FN(exception_m_new, "__new__(cls, /, *args, **kwargs)", "Create and return a new object."),
    FN(exception_m_init, "__init__(self, /, *args, **kwargs)", "Initialize self."),
    FN(exception_m_with_traceback, "with_traceback(self, tb, /)", "Set self.__traceback__ to tb and return self."),
    FN(exception_m_add_note, "add_note(self, note, /)", "Add a note to the exception."),
    FN(exception_m_setstate, "__setstate__(self, state, /)", NULL),
    FN(exception_m_reduce, "__reduce__(self, /)", "Helper for pickle."),
    {0}};

const GetSetDef base_exception_getsets[] = {
    {"args", exception_get_args, exception_set_args, NULL},
    {"__traceback__", exception_get_traceback, exception_set_traceback, NULL},
    {"__context__", exception_get_context, exception_store_context, NULL},
    {"__cause__", exception_get_cause, exception_set_cause, NULL},
    {"__suppress_context__", exception_get_suppress_context, exception_set_suppress_context, NULL},
    {"__notes__", exception_get_notes, exception_set_notes, NULL},
    {0}};
