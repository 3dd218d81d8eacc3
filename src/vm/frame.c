/* Frames as programs see them: globals(), locals(), super(), sys._getframe().
 *
 * A frame object is a snapshot of where a frame stood when it was asked for; it
 * keeps code and globals, never registers. */
#include "vm/frame.h"

#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"
#include "vm/generator.h"

/* Locals and globals. ------------------------------------------------------------ */

static bool is_hidden(Value name) { return value_to_str(name)->bytes[0] == '.'; }

static Value local_value_borrow(const Value *base, uint32_t index)
{
    const Code *code = FRAME(base)->code;
    Value value = base[index];
    if (code->local_flags[index] & LOCAL_CELL && value_has_shape(value, TYPE_CELL))
        return VALUE_OBJECT(Cell, value)->value;
    return value;
}

static bool add_local(Vm *vm, Value dict, Value name, Value value)
{
    return value == VALUE_ABSENT || is_hidden(name) || dict_set(vm, dict, name, value);
}

Value frame_locals(Vm *vm, const Value *base)
{
    const Code *code = FRAME(base)->code;
    const Function *fn = value_to_function(FRAME_CALLEE(base));
    Value dict = dict_new(vm);
    bool added = dict != VALUE_ERROR;
    for (uint32_t i = 0; i < code->local_count && added; i++)
        added = add_local(vm, dict, code->local_names[i], local_value_borrow(base, i));
    for (uint32_t i = 0; i < code->free_count && added; i++)
        added = add_local(vm, dict, code->free_names[i], VALUE_OBJECT(Cell, fn->closure[i])->value);
    if (added)
        return dict;
    value_drop(vm, dict);
    return VALUE_ERROR;
}

Value machine_globals_borrow(Vm *vm)
{
    const Value *base = machine_frame(vm);
    return base ? value_to_function(FRAME_CALLEE(base))->globals : VALUE_ABSENT;
}

Value machine_locals(Vm *vm)
{
    const Value *base = machine_frame(vm);
    if (!base)
        return raise_error(vm, TYPE_SYSTEM_ERROR, "no frame is running");
    const Code *code = FRAME(base)->code;
    if (code->flags & CODE_NAMESPACE)
        return value_share(base[0]);
    if (code->flags & CODE_MODULE)
        return value_share(machine_globals_borrow(vm));
    return frame_locals(vm, base);
}

Value machine_local_borrow(Vm *vm, Value name)
{
    const Value *base = machine_frame(vm);
    if (!base)
        return VALUE_ABSENT;
    const Code *code = FRAME(base)->code;
    for (uint32_t i = 0; i < code->local_count; i++)
        if (str_equal(value_to_str(code->local_names[i]), value_to_str(name)))
            return local_value_borrow(base, i);
    return VALUE_ABSENT;
}

Value machine_class_body(Vm *vm, Value function, Value namespace) { return call_value(vm, function, &namespace, 1); }

/* super() ------------------------------------------------------------------------- */

static bool raise_super(Vm *vm, const char *why) { return raise_false(vm, TYPE_RUNTIME_ERROR, "super(): %s", why); }

bool machine_super_arguments(Vm *vm, Type **type, Value *self)
{
    const Value *base = machine_frame(vm);
    if (!base)
        return raise_super(vm, "no current frame");
    const Code *code = FRAME(base)->code;
    if (code->positional_count == 0)
        return raise_super(vm, "no arguments");
    Value first = local_value_borrow(base, 0);
    if (first == VALUE_ABSENT)
        return raise_super(vm, "arg[0] deleted");
    if (!(code->flags & CODE_HAS_CLASS_CELL))
        return raise_super(vm, "__class__ cell not found");
    Value class = VALUE_OBJECT(Cell, value_to_function(FRAME_CALLEE(base))->closure[code->class_cell])->value;
    if (class == VALUE_ABSENT)
        return raise_super(vm, "empty __class__ cell");
    *type = value_to_type(class);
    *self = first;
    return true;
}

Value *frame_at_depth(const Vm *vm, int depth)
{
    Value *base = machine_frame(vm);
    while (base && depth-- > 0)
        base = FRAME(base)->previous;
    return base;
}

/* Frame objects. --------------------------------------------------------------------- */

typedef struct {
    Object object;
    Value code, globals, locals;
    Value back; /* the caller's frame object, made when asked for; VALUE_NONE at the bottom */
    uint32_t line;
} Frame;

/* Made from the outermost in, so that `back` is ready: frames are few when asked for. */
static Value frame_object_at(Vm *vm, Value *base, Value back_take)
{
    Frame *frame = object_new(vm, vm->types[TYPE_FRAME], 0);
    if (!frame) {
        value_drop(vm, back_take);
        return VALUE_ERROR;
    }
    frame->code = value_share(value_from_object(FRAME(base)->code));
    frame->globals = value_share(value_to_function(FRAME_CALLEE(base))->globals);
    frame->locals = VALUE_ABSENT;
    frame->back = back_take;
    frame->line = frame_line(base);
    const Code *code = FRAME(base)->code;
    frame->locals = code->flags & CODE_NAMESPACE ? value_share(base[0])
                    : code->flags & CODE_MODULE  ? value_share(frame->globals) : frame_locals(vm, base);
    if (frame->locals == VALUE_ERROR) {
        frame->locals = VALUE_ABSENT;
        value_drop(vm, value_from_object(frame));
        return VALUE_ERROR;
    }
    return value_from_object(frame);
}

Value frame_object_new(Vm *vm, Value *registers, Value owner)
{
    if (owner != VALUE_ABSENT)
        return frame_object_at(vm, registers, VALUE_NONE);
    int count = 0;
    for (Value *base = registers; base; base = FRAME(base)->previous)
        count++;
    Value back = VALUE_NONE;
    for (; count > 0 && back != VALUE_ERROR; count--) {
        Value *base = registers;
        for (int i = 1; i < count; i++)
            base = FRAME(base)->previous;
        back = frame_object_at(vm, base, back);
    }
    return back;
}

Value machine_frame_object(Vm *vm, int depth)
{
    Value *base = frame_at_depth(vm, depth);
    return base ? frame_object_new(vm, base, VALUE_ABSENT) : raise_value_error(vm, "call stack is not deep enough");
}

Value machine_traceback_frame(Vm *vm, Value code, uint32_t line)
{
    Frame *frame = object_new(vm, vm->types[TYPE_FRAME], 0);
    if (!frame)
        return VALUE_ERROR;
    frame->code = value_share(code);
    frame->globals = frame->locals = VALUE_ABSENT;
    frame->back = VALUE_NONE;
    frame->line = line;
    frame->globals = dict_new(vm);
    frame->locals = dict_new(vm);
    if (frame->globals != VALUE_ERROR && frame->locals != VALUE_ERROR)
        return value_from_object(frame);
    value_drop(vm, value_from_object(frame));
    return VALUE_ERROR;
}

static void frame_slot_destroy(Vm *vm, Object *self)
{
    Frame *frame = (Frame *)self;
    value_drop(vm, frame->code);
    value_drop(vm, frame->globals);
    value_drop(vm, frame->locals);
    value_drop(vm, frame->back);
    object_free(vm, self, 0);
}

static void frame_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    Frame *frame = (Frame *)self;
    visit(vm, frame->code, context);
    visit(vm, frame->globals, context);
    visit(vm, frame->locals, context);
    visit(vm, frame->back, context);
}

static Value frame_slot_repr(Vm *vm, Value self)
{
    const Frame *frame = value_object(self);
    const Code *code = value_to_code(frame->code);
    return format_text(vm, "<frame at %p, file %R, line %u, code %V>", (const void *)frame, code->filename, frame->line, code->name);
}

static Value frame_get_code(Vm *vm, Value self) { (void)vm; return value_share(VALUE_OBJECT(Frame, self)->code); }
static Value frame_get_globals(Vm *vm, Value self) { (void)vm; return value_share(VALUE_OBJECT(Frame, self)->globals); }
static Value frame_get_locals(Vm *vm, Value self) { (void)vm; return value_share(VALUE_OBJECT(Frame, self)->locals); }
static Value frame_get_back(Vm *vm, Value self) { (void)vm; return value_share(VALUE_OBJECT(Frame, self)->back); }
static Value frame_get_line(Vm *vm, Value self) { (void)vm; return value_from_int(VALUE_OBJECT(Frame, self)->line); }
static Value frame_get_builtins(Vm *vm, Value self) { (void)self; return value_share(vm->builtins); }

bool frame_type_setup(Vm *vm, Type *type)
{
    static const GetSetDef getsets[] = {
        {"f_code", frame_get_code, NULL, NULL},
        {"f_globals", frame_get_globals, NULL, NULL},
        {"f_locals", frame_get_locals, NULL, NULL},
        {"f_back", frame_get_back, NULL, NULL},
        {"f_lineno", frame_get_line, NULL, NULL},
        {"f_builtins", frame_get_builtins, NULL, NULL},
        {0},
    };
    static const TypeDef def = {
        .name = "frame",
        .flags = TYPE_FLAG_CONTAINER,
        .size = sizeof(Frame),
        .slots = {.destroy = frame_slot_destroy, .traverse = frame_slot_traverse, .repr = frame_slot_repr},
        .getsets = getsets,
    };
    return type_define(vm, type, &def);
}
