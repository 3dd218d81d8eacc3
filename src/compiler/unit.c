/* Beginning and finishing one code. */
#include "compiler/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "object/raise.h"
#include "object/str.h"

/* Codes nest no deeper than their qualified names stay reasonable. */
enum { MAX_CODE_DEPTH = 500 };

static bool starts_global(const Unit *parent, AstText name)
{
    Symbol *symbol = scope_find(parent->compiler, parent->scope, name);
    return symbol && (symbol->flags & SYMBOL_GLOBAL);
}

/* f.<locals>.g, C.m: type scopes in between do not show. */
static Value qualified_name(Compiler *compiler, const Unit *unit, AstText name)
{
    Vm *vm = compiler->vm;
    const Unit *parent = unit->parent;
    while (parent && parent->scope->type_scope)
        parent = parent->parent;
    bool named = unit->scope->kind == SCOPE_FUNCTION || unit->scope->kind == SCOPE_CLASS;
    if (!parent || parent->scope->kind == SCOPE_MODULE || (named && starts_global(parent, name)))
        return str_intern(vm, name.bytes, name.size);
    const char *middle = parent->scope->kind == SCOPE_CLASS ? "." : ".<locals>.";
    Value text = format_text(vm, "%V%s%.*s", parent->qualname, middle, (int)name.size, name.bytes);
    return value_is_error(text) ? VALUE_ERROR : str_intern_take(vm, text);
}

bool unit_begin(Unit *unit, Compiler *compiler, Unit *parent, Scope *scope, AstText name)
{
    ASSERT(scope->host == scope);
    *unit = (Unit){.compiler = compiler, .parent = parent, .scope = scope, .names = scope};
    unit->name = unit->qualname = unit->doc = VALUE_NONE;
    if (++compiler->code_depth > MAX_CODE_DEPTH) {
        compile_error(compiler, scope->node->span, "too many nested functions");
        return false;
    }
    unit->local_count = unit->top = unit->high = scope->local_count;
    unit->bound = arena_alloc(compiler->arena, (unit->local_count / 64 + 1) * sizeof(uint64_t));
    if (!unit->bound)
        compiler->failed = true;
    if (compiler->failed)
        return false;
    for (uint32_t i = 0; i < scope->local_count; i++)
        if (scope->locals[i]->flags & SYMBOL_PARAMETER && scope->locals[i]->scope == scope)
            local_set_bound(unit, (uint16_t)i, true);
    unit->reachable = true;
    unit->first_line = scope->node->span.line;
    unit->name = str_intern(compiler->vm, name.bytes, name.size);
    unit->qualname = value_is_error(unit->name) ? VALUE_NONE : qualified_name(compiler, unit, name);
    if (value_is_error(unit->name) || value_is_error(unit->qualname)) {
        unit->name = value_is_error(unit->name) ? VALUE_NONE : unit->name;
        unit->qualname = VALUE_NONE;
        compiler->failed = true;
    }
    return !compiler->failed;
}

/* ---- finishing ---- */

static int compare_ranges(const void *left, const void *right)
{
    const TempRange *a = left, *b = right;
    return a->start != b->start ? (a->start < b->start ? -1 : 1) : (int)a->reg - (int)b->reg;
}

static void *copy_array(Compiler *compiler, const void *items, size_t size)
{
    if (size == 0 || compiler->failed)
        return NULL;
    void *copy = vm_alloc(compiler->vm, size);
    if (copy)
        memcpy(copy, items, size);
    else
        compiler->failed = true;
    return copy;
}

static Value *name_array(Compiler *compiler, uint32_t count)
{
    if (count == 0 || compiler->failed)
        return NULL;
    Value *names = vm_alloc(compiler->vm, count * sizeof *names);
    if (!names)
        compiler->failed = true;
    for (uint32_t i = 0; names && i < count; i++)
        names[i] = VALUE_NONE;
    return names;
}

static Value name_value(Compiler *compiler, AstText name, bool hidden)
{
    char text[256];
    if (hidden && name.size < sizeof text - 2 && name.bytes[0] != '.') {
        int size = snprintf(text, sizeof text, ".%.*s", (int)name.size, name.bytes);
        name = (AstText){text, (uint32_t)size};
    }
    Value value = str_intern(compiler->vm, name.bytes, name.size);
    if (value_is_error(value)) {
        compiler->failed = true;
        return VALUE_NONE;
    }
    return value;
}

static void fill_locals(Unit *unit, Code *code)
{
    Compiler *compiler = unit->compiler;
    uint32_t count = unit->scope->local_count;
    code->local_names = name_array(compiler, count);
    code->local_count = code->local_names ? (uint16_t)count : 0;
    if (!code->local_names)
        return;
    code->local_flags = vm_alloc(compiler->vm, count);
    if (!code->local_flags) {
        compiler->failed = true;
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        const Symbol *symbol = unit->scope->locals[i];
        code->local_flags[i] = symbol->flags & SYMBOL_CAPTURED ? LOCAL_CELL : 0;
        code->local_names[i] = name_value(compiler, symbol->name, symbol->scope != unit->scope);
    }
}

static void fill_frees(Unit *unit, Code *code)
{
    Compiler *compiler = unit->compiler;
    const Scope *scope = unit->scope;
    code->class_cell = NO_REGISTER;
    code->free_names = name_array(compiler, scope->free_count);
    code->free_count = code->free_names ? (uint16_t)scope->free_count : 0;
    if (!code->free_names)
        return;
    code->free_sources = vm_alloc(compiler->vm, scope->free_count * sizeof(FreeSource));
    if (!code->free_sources) {
        compiler->failed = true;
        return;
    }
    ASSERT(scope->parent);
    const Scope *maker = scope->parent->host;
    for (uint32_t i = 0; i < scope->free_count; i++) {
        Symbol *owner = scope->frees[i];
        code->free_names[i] = name_value(compiler, owner->name, false);
        code->free_sources[i] = (FreeSource){false, owner->index};
        if (owner->scope->host != maker) {
            uint32_t index = 0;
            while (maker->frees[index] != owner)
                index++;
            code->free_sources[i] = (FreeSource){true, (uint16_t)index};
        }
        if (text_is(owner->name, "__class__")) {
            code->flags |= CODE_HAS_CLASS_CELL;
            code->class_cell = (uint16_t)i;
        }
    }
}

static void fill_counts(Unit *unit, Code *code)
{
    const Scope *scope = unit->scope;
    if (scope->kind == SCOPE_FUNCTION || scope->kind == SCOPE_LAMBDA) {
        const Node *node = scope->kind == SCOPE_FUNCTION ? ((FunctionDefNode *)scope->node)->args : ((LambdaNode *)scope->node)->args;
        const argumentsNode *args = (const argumentsNode *)node;
        code->positional_only_count = (uint16_t)args->posonlyargs.count;
        code->positional_count = (uint16_t)(args->posonlyargs.count + args->args.count);
        code->keyword_only_count = (uint16_t)args->kwonlyargs.count;
        code->parameter_count = (uint16_t)(code->positional_count + code->keyword_only_count + !!args->vararg + !!args->kwarg);
        code->flags |= (args->vararg ? CODE_VARARGS : 0) | (args->kwarg ? CODE_VARKEYWORDS : 0);
        return;
    }
    for (uint32_t i = 0; i < scope->local_count; i++)
        if (scope->locals[i]->scope == scope && (scope->locals[i]->flags & SYMBOL_PARAMETER))
            code->positional_count++;
    code->parameter_count = code->positional_count;
}

static uint32_t flags_of(const Unit *unit)
{
    const Scope *scope = unit->scope;
    uint32_t flags = unit->flags;
    if (scope->nested)
        flags |= CODE_NESTED;
    if (scope->uses_namespace)
        flags |= CODE_NAMESPACE;
    if (scope->kind == SCOPE_MODULE && !scope->uses_namespace)
        flags |= CODE_MODULE;
    bool suspends = scope->kind == SCOPE_FUNCTION && scope->is_async;
    if (scope->kind == SCOPE_GENERATOR)
        flags |= scope->has_await ? CODE_ASYNC_GENERATOR : CODE_GENERATOR;
    else if (suspends)
        flags |= scope->has_yield ? CODE_ASYNC_GENERATOR : CODE_COROUTINE;
    else if (scope->has_yield && scope_is_function(scope))
        flags |= CODE_GENERATOR;
    else if (scope->kind == SCOPE_MODULE && unit->compiler->options->top_level_await && scope->has_await)
        flags |= CODE_COROUTINE;
    return flags;
}

static void fill_tables(Unit *unit, Code *code)
{
    Compiler *compiler = unit->compiler;
    for (uint32_t i = 0; i < unit->handler_count; i++)
        unit->handlers[i].target = unit->handler_labels[i]->position;
    if (unit->range_count)
        qsort(unit->ranges, unit->range_count, sizeof *unit->ranges, compare_ranges);
#define COPY_TABLE(field, count_field, source, count)                                         \
    code->field = copy_array(compiler, source, (size_t)(count) * sizeof *code->field);        \
    code->count_field = code->field ? (count) : 0
    COPY_TABLE(words, word_count, unit->words, unit->word_count);
    COPY_TABLE(handlers, handler_count, unit->handlers, unit->handler_count);
    COPY_TABLE(ranges, range_count, unit->ranges, unit->range_count);
    COPY_TABLE(positions, position_count, unit->positions, unit->position_count);
    COPY_TABLE(constants, constant_count, unit->constants, unit->constant_count);
#undef COPY_TABLE
    if (code->constants)
        unit->constant_count = 0;
}

static Value unit_to_code(Unit *unit)
{
    Compiler *compiler = unit->compiler;
    Code *code = code_new(compiler->vm);
    if (!code) {
        compiler->failed = true;
        return VALUE_ERROR;
    }
    code->name = value_share(unit->name);
    code->qualname = value_share(unit->qualname);
    code->filename = value_share(compiler->options->filename);
    code->doc = value_share(unit->doc);
    code->first_line = unit->first_line;
    code->flags = flags_of(unit);
    code->register_count = (uint16_t)unit->high;
    fill_counts(unit, code);
    fill_locals(unit, code);
    fill_frees(unit, code);
    fill_tables(unit, code);
    Value value = value_from_object(code);
    if (!compiler->failed)
        return value;
    value_drop(compiler->vm, value);
    return VALUE_ERROR;
}

#ifndef NDEBUG
/* A code that breaks the rules is our mistake: better here than in the machine. */
static void check_code(const Code *code)
{
    char message[256];
    if (code_verify(code, message, sizeof message))
        return;
    fprintf(stderr, "code of '%s', line %u: %s\n", value_to_str(code->qualname)->bytes, code->first_line, message);
    ASSERT(!"the code is sound");
}
#endif

Value unit_finish(Unit *unit)
{
    Compiler *compiler = unit->compiler;
    Vm *vm = compiler->vm;
    ASSERT(compiler->failed || (!unit->block && unit->names == unit->scope));
    compiler->code_depth--;
    Value code = compiler->failed ? VALUE_ERROR : unit_to_code(unit);
    for (uint32_t i = 0; i < unit->constant_count; i++)
        value_drop(vm, unit->constants[i]);
    value_drop(vm, unit->name);
    value_drop(vm, unit->qualname);
    value_drop(vm, unit->doc);
#ifndef NDEBUG
    if (!value_is_error(code))
        check_code(value_to_code(code));
#endif
    return code;
}
