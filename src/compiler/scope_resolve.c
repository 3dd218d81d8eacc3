/* The second walk, over scopes: what each name means, which cells every code
 * needs from the one around it, and which register each local gets.
 *
 * A name that a scope does not bind is looked for outwards.  Class bodies are
 * stepped over (only type scopes directly inside see them), and the module is
 * the end: what is left is global. */
#include "compiler/scopes.h"

#include <stdlib.h>

#include "bytecode/code.h"
#include "object/state.h"

/* The symbol of the class scope that stands for the cell `__class__`. */
static Symbol *class_cell(Compiler *compiler, Scope *scope)
{
    if (!scope->class_cell) {
        Symbol *symbol = arena_alloc(compiler->arena, sizeof *symbol);
        if (!symbol) {
            compiler->failed = true;
            return NULL;
        }
        symbol->name = text_from_c("__class__");
        symbol->scope = scope;
        symbol->flags = SYMBOL_ASSIGNED | SYMBOL_CAPTURED;
        symbol->owner = symbol;
        scope->class_cell = symbol;
    }
    return scope->class_cell;
}

typedef struct {
    Symbol *owner;        /* NULL: global, or in the namespace */
    bool explicit_global; /* an enclosing function says `global` */
    bool in_class;        /* the class around a type scope binds it */
} Found;

/* What name means in the scopes outside `from`. */
static Found find_outside(Compiler *compiler, const Scope *from, AstText name)
{
    bool class_visible = from->uses_namespace && from->type_scope;
    for (Scope *scope = from->parent; scope; scope = scope->parent) {
        Symbol *symbol = scope_find_mangled(scope, name);
        if (scope->kind == SCOPE_CLASS) {
            if (class_visible && symbol && (symbol->flags & SYMBOL_BOUND) &&
                !(symbol->flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL)))
                return (Found){.in_class = true};
            class_visible = false;
            if (text_is(name, "__class__"))
                return (Found){.owner = class_cell(compiler, scope)};
            continue;
        }
        if (!scope->type_scope)
            class_visible = false;
        if (scope->kind == SCOPE_MODULE)
            break;
        if (!symbol)
            continue;
        if (symbol->flags & SYMBOL_GLOBAL)
            return (Found){.explicit_global = true};
        if ((symbol->flags & SYMBOL_BOUND) && !(symbol->flags & SYMBOL_NONLOCAL))
            return (Found){.owner = symbol};
    }
    return (Found){0};
}

/* Every code between the use and the owner's passes the cell on. */
static void capture(Compiler *compiler, Scope *from, Symbol *owner)
{
    Scope *owner_host = owner->scope->host;
    ASSERT(owner->owner == owner || !owner->owner);
    for (Scope *host = from->host; host != owner_host; host = host->parent->host) {
        owner->flags |= SYMBOL_CAPTURED;
        bool known = false;
        for (uint32_t i = 0; i < host->free_count && !known; i++)
            known = host->frees[i] == owner;
        if (known)
            continue;
        if (!COMPILE_GROW(compiler, host->frees, host->free_count, host->free_capacity))
            return;
        host->frees[host->free_count++] = owner;
    }
}

static void resolve_symbol(Compiler *compiler, Scope *scope, Symbol *symbol)
{
    bool nonlocal = symbol->flags & SYMBOL_NONLOCAL;
    if (symbol->flags & SYMBOL_GLOBAL) {
        if (nonlocal)
            compile_error(compiler, symbol->place, "name '%s' is nonlocal and global", symbol->name.bytes);
        return;
    }
    if ((symbol->flags & SYMBOL_BOUND) && !nonlocal) {
        bool in_registers = scope_is_function(scope) || (symbol->flags & SYMBOL_PARAMETER);
        symbol->owner = in_registers ? symbol : NULL;
        return;
    }
    Found found = find_outside(compiler, scope, symbol->name);
    if (nonlocal && !found.owner) {
        compile_error(compiler, symbol->place, "no binding for nonlocal '%s' found", symbol->name.bytes);
        return;
    }
    if (nonlocal && (found.owner->flags & SYMBOL_TYPE_PARAMETER))
        compile_error(compiler, symbol->place, "nonlocal binding not allowed for type parameter '%s'", symbol->name.bytes);
    if (found.explicit_global)
        symbol->flags |= SYMBOL_GLOBAL;
    symbol->owner = found.owner;
    if (found.owner)
        capture(compiler, scope, found.owner);
}

/* ---- registers ---- */

static void add_local(Compiler *compiler, Scope *host, Symbol *symbol)
{
    if (host->local_count >= NO_REGISTER / 2) {
        compile_error(compiler, host->node->span, "too many local variables");
        return;
    }
    if (!COMPILE_GROW(compiler, host->locals, host->local_count, host->local_capacity))
        return;
    symbol->index = (uint16_t)host->local_count;
    host->locals[host->local_count++] = symbol;
}

/* Comprehensions that do not contain one another share registers for variables
 * of the same name, so long as both are cells or neither is. */
static void add_hidden_local(Compiler *compiler, Scope *host, Symbol *symbol)
{
    for (uint32_t i = 0; i < host->local_count; i++) {
        Symbol *other = host->locals[i];
        if (other->scope->kind == SCOPE_COMPREHENSION && !other->hidden_busy && text_equal(other->name, symbol->name) &&
            !((other->flags ^ symbol->flags) & SYMBOL_CAPTURED)) {
            symbol->index = (uint16_t)i;
            host->locals[i] = symbol;
            symbol->hidden_busy = true;
            return;
        }
    }
    add_local(compiler, host, symbol);
    symbol->hidden_busy = true;
}

static void number_scope(Compiler *compiler, Scope *scope)
{
    if (scope->class_cell)
        add_local(compiler, scope, scope->class_cell);
    for (Symbol *symbol = scope->first; symbol; symbol = symbol->next) {
        if (symbol->owner != symbol)
            continue;
        if (scope->kind == SCOPE_COMPREHENSION)
            add_hidden_local(compiler, scope->host, symbol);
        else
            add_local(compiler, scope, symbol);
    }
}

static void unmark_hidden(Scope *scope)
{
    for (Symbol *symbol = scope->first; symbol; symbol = symbol->next)
        symbol->hidden_busy = false;
}

/* Walks the scopes below root, parents first. */
static void resolve_tree(Compiler *compiler, Scope *scope)
{
    if (compiler->failed || !stack_guard(compiler->vm)) {
        compiler->failed = true;
        return;
    }
    for (Symbol *symbol = scope->first; symbol; symbol = symbol->next)
        resolve_symbol(compiler, scope, symbol);
    for (Scope *child = scope->first_child; child; child = child->sibling)
        resolve_tree(compiler, child);
}

static int compare_names(const void *left, const void *right)
{
    const Symbol *a = *(Symbol *const *)left, *b = *(Symbol *const *)right;
    return strcmp(a->name.bytes, b->name.bytes);
}

static void number_tree(Compiler *compiler, Scope *scope)
{
    if (scope->kind == SCOPE_CLASS) {
        /* Register 0 is the namespace. */
        Symbol *symbol = scope_add(compiler, scope, text_from_c(".namespace"));
        if (!symbol)
            return;
        symbol->flags |= SYMBOL_PARAMETER;
        symbol->owner = symbol;
        add_local(compiler, scope, symbol);
        symbol->owner = NULL;
    }
    number_scope(compiler, scope);
    /* Programs see the order: co_freevars, __closure__. */
    if (scope->free_count > 1)
        qsort(scope->frees, scope->free_count, sizeof(Symbol *), compare_names);
    for (Scope *child = scope->first_child; child; child = child->sibling)
        number_tree(compiler, child);
    if (scope->kind == SCOPE_COMPREHENSION)
        unmark_hidden(scope);
}

bool scopes_resolve(Compiler *compiler)
{
    resolve_tree(compiler, compiler->module);
    if (!compiler->failed)
        number_tree(compiler, compiler->module);
    return !compiler->failed;
}
