/* Code objects: life, positions, and what programs see of them. */
#include "bytecode/code.h"

#include "bytecode/cache.h"

#include "object/container.h"
#include "object/native.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"

Code *code_new(Vm *vm)
{
    Code *code = object_new(vm, vm->types[TYPE_CODE], 0);
    if (!code)
        return NULL;
    code->id = ++vm->next_code_id;
    code->name = code->qualname = code->filename = VALUE_ABSENT;
    code->doc = VALUE_NONE;
    return code;
}

static void drop_values(Vm *vm, Value *values, uint32_t count)
{
    if (!values)
        return;
    for (uint32_t i = 0; i < count; i++)
        value_drop(vm, values[i]);
    vm_free(vm, values, count * sizeof(Value));
}

static void free_array(Vm *vm, void *array, size_t size)
{
    if (array)
        vm_free(vm, array, size);
}

static void code_slot_traverse(Vm *vm, Object *self, void (*visit)(Vm *, Value, void *), void *context)
{
    const Code *code = (const Code *)self;
    for (uint32_t i = 0; i < code->constant_count; i++)
        visit(vm, code->constants[i], context);
    cache_traverse(vm, code, visit, context);
}

static void code_slot_clear(Vm *vm, Object *self) { cache_clear(vm, (Code *)self); }

static void code_slot_destroy(Vm *vm, Object *self)
{
    Code *code = (Code *)self;
    cache_clear(vm, code);
    drop_values(vm, code->constants, code->constant_count);
    drop_values(vm, code->local_names, code->local_count);
    drop_values(vm, code->free_names, code->free_count);
    free_array(vm, code->words, code->word_count * sizeof(Word));
    free_array(vm, code->handlers, code->handler_count * sizeof(Handler));
    free_array(vm, code->ranges, code->range_count * sizeof(TempRange));
    free_array(vm, code->positions, code->position_count * sizeof(CodePosition));
    free_array(vm, code->local_flags, code->local_count);
    free_array(vm, code->free_sources, code->free_count * sizeof(FreeSource));
    value_drop(vm, code->name);
    value_drop(vm, code->qualname);
    value_drop(vm, code->filename);
    value_drop(vm, code->doc);
    object_free(vm, self, 0);
}

const CodePosition *code_find_position(const Code *code, uint32_t word)
{
    uint32_t low = 0, high = code->position_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (code->positions[middle].start <= word)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &code->positions[low - 1] : NULL;
}

static Value code_slot_repr(Vm *vm, Value self)
{
    const Code *code = value_to_code(self);
    return format_text(vm, "<code object %V at %p, file \"%V\", line %d>", code->name, (const void *)code, code->filename,
                       (int)code->first_line);
}

/* ---- attributes ---- */

static Value get_name(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_code(self)->name);
}

static Value get_qualname(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_code(self)->qualname);
}

static Value get_filename(Vm *vm, Value self)
{
    (void)vm;
    return value_share(value_to_code(self)->filename);
}

static Value get_first_line(Vm *vm, Value self)
{
    (void)vm;
    return value_from_int(value_to_code(self)->first_line);
}

static Value get_positional(Vm *vm, Value self)
{
    (void)vm;
    return value_from_int(value_to_code(self)->positional_count);
}

static Value get_positional_only(Vm *vm, Value self)
{
    (void)vm;
    return value_from_int(value_to_code(self)->positional_only_count);
}

static Value get_keyword_only(Vm *vm, Value self)
{
    (void)vm;
    return value_from_int(value_to_code(self)->keyword_only_count);
}

static bool local_is_shown(const Code *code, uint32_t index)
{
    const Str *name = value_to_str(code->local_names[index]);
    return name->size > 1 && name->bytes[0] == '.' ? index < code->parameter_count && name->bytes[1] == '0' : true;
}

/* A tuple of the names of the locals that have (or lack) the flags. */
static Value local_names_with(Vm *vm, const Code *code, bool cells)
{
    Value list = list_new(vm, NULL, 0);
    if (value_is_error(list))
        return VALUE_ERROR;
    for (uint32_t i = 0; i < code->local_count; i++) {
        bool is_cell = code->local_flags[i] & LOCAL_CELL;
        bool wanted = cells ? is_cell : !is_cell || i < code->parameter_count;
        if (!wanted || !local_is_shown(code, i))
            continue;
        if (!list_append(vm, list, code->local_names[i])) {
            value_drop(vm, list);
            return VALUE_ERROR;
        }
    }
    Value tuple = list_to_tuple(vm, list);
    value_drop(vm, list);
    return tuple;
}

static Value get_local_names(Vm *vm, Value self)
{
    return local_names_with(vm, value_to_code(self), false);
}

static Value get_cell_names(Vm *vm, Value self)
{
    return local_names_with(vm, value_to_code(self), true);
}

static Value get_local_count(Vm *vm, Value self)
{
    Value names = get_local_names(vm, self);
    if (value_is_error(names))
        return VALUE_ERROR;
    Value count = value_from_int((int64_t)value_to_tuple(names)->count);
    value_drop(vm, names);
    return count;
}

static Value get_free_names(Vm *vm, Value self)
{
    const Code *code = value_to_code(self);
    return tuple_new(vm, code->free_names, code->free_count);
}

static Value get_constants(Vm *vm, Value self)
{
    const Code *code = value_to_code(self);
    return tuple_new(vm, code->constants, code->constant_count);
}

/* Names of globals and attributes, in the order of their first use. */
static Value get_names(Vm *vm, Value self)
{
    const Code *code = value_to_code(self);
    Value list = list_new(vm, NULL, 0);
    for (uint32_t word = 0; !value_is_error(list) && word < code->word_count;) {
        Opcode op = opcode_generic(code->words[word].op);
        const char *letters = opcode_operands(op);
        for (int i = 1; i < 3 && letters[1] != 'J'; i++) {
            uint16_t index = i == 1 ? code->words[word].b : code->words[word].c;
            if (letters[i] != 'n')
                continue;
            bool seen = false;
            for (size_t j = 0; j < value_to_list(list)->count && !seen; j++)
                seen = value_to_list(list)->items[j] == code->constants[index];
            if (!seen && !list_append(vm, list, code->constants[index])) {
                value_drop(vm, list);
                return VALUE_ERROR;
            }
        }
        word += 1 + (uint32_t)opcode_extra_words(op);
    }
    if (value_is_error(list))
        return VALUE_ERROR;
    Value tuple = list_to_tuple(vm, list);
    value_drop(vm, list);
    return tuple;
}

/* co_flags with CPython's bits: OPTIMIZED 1, NEWLOCALS 2, VARARGS 4, VARKEYWORDS
 * 8, NESTED 16, GENERATOR 32, COROUTINE 128, ASYNC_GENERATOR 512. */
static Value get_flags(Vm *vm, Value self)
{
    (void)vm;
    static const struct {
        uint32_t ours;
        int64_t theirs;
    } bits[] = {{CODE_VARARGS, 4},   {CODE_VARKEYWORDS, 8}, {CODE_NESTED, 16},         {CODE_GENERATOR, 32},
                {CODE_COROUTINE, 128}, {CODE_ASYNC_GENERATOR, 512}};
    const Code *code = value_to_code(self);
    bool function = !(code->flags & (CODE_NAMESPACE | CODE_MODULE));
    int64_t flags = function ? 3 : 0;
    for (size_t i = 0; i < ARRAY_LENGTH(bits); i++)
        if (code->flags & bits[i].ours)
            flags |= bits[i].theirs;
    return value_from_int(flags);
}

static bool append_item_take(Vm *vm, Value list, const Value *items, size_t count)
{
    Value tuple = tuple_new(vm, items, count);
    return !value_is_error(tuple) && list_append_take(vm, list, tuple);
}

/* One tuple a position record, as an iterator: (start, end, line), or the four
 * numbers of its span; offsets are in bytes, eight a word. */
static Value positions_iterator(Vm *vm, const Code *code, bool whole)
{
    Value list = list_new(vm, NULL, 0);
    if (value_is_error(list))
        return VALUE_ERROR;
    for (uint32_t i = 0; i < code->position_count; i++) {
        const CodePosition *at = &code->positions[i];
        uint32_t end = i + 1 < code->position_count ? at[1].start : code->word_count;
        Value lines[3] = {value_from_int(at->start * 8), value_from_int(end * 8), value_from_int(at->span.line)};
        Value spans[4] = {value_from_int(at->span.line), value_from_int(at->span.end_line), value_from_int(at->span.column),
                          value_from_int(at->span.end_column)};
        if (!append_item_take(vm, list, whole ? spans : lines, whole ? 4 : 3)) {
            value_drop(vm, list);
            return VALUE_ERROR;
        }
    }
    Value iterator = vm->types[TYPE_LIST]->slots.iter(vm, list);
    value_drop(vm, list);
    return iterator;
}

static Value code_m_lines(Vm *vm, const Value *args)
{
    return positions_iterator(vm, value_to_code(args[0]), false);
}

static Value code_m_positions(Vm *vm, const Value *args)
{
    return positions_iterator(vm, value_to_code(args[0]), true);
}

static const NativeDef code_methods[] = {
    FN(code_m_lines, "co_lines(self, /)", NULL),
    FN(code_m_positions, "co_positions(self, /)", NULL),
    {0},
};

static const GetSetDef code_getsets[] = {
    {"co_name", get_name, NULL, NULL},
    {"co_qualname", get_qualname, NULL, NULL},
    {"co_filename", get_filename, NULL, NULL},
    {"co_firstlineno", get_first_line, NULL, NULL},
    {"co_argcount", get_positional, NULL, NULL},
    {"co_posonlyargcount", get_positional_only, NULL, NULL},
    {"co_kwonlyargcount", get_keyword_only, NULL, NULL},
    {"co_nlocals", get_local_count, NULL, NULL},
    {"co_varnames", get_local_names, NULL, NULL},
    {"co_cellvars", get_cell_names, NULL, NULL},
    {"co_freevars", get_free_names, NULL, NULL},
    {"co_consts", get_constants, NULL, NULL},
    {"co_names", get_names, NULL, NULL},
    {"co_flags", get_flags, NULL, NULL},
    {0},
};

static const TypeDef code_type_def = {
    .name = "code",
    .doc = "Create a code object.  Not for mere mortals.",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(Code),
    .slots = {.destroy = code_slot_destroy, .traverse = code_slot_traverse, .clear = code_slot_clear, .repr = code_slot_repr},
    .methods = code_methods,
    .getsets = code_getsets,
};

bool code_type_setup(Vm *vm, Type *type)
{
    return type_define(vm, type, &code_type_def);
}
