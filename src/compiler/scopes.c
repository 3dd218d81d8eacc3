/* The scope table itself: scopes by node, symbols by name, private names, and
 * where a resolved symbol lives. */
#include "compiler/scopes.h"

#include <stdarg.h>
#include <stdio.h>

#include "object/raise.h"

void compile_error(Compiler *compiler, Span span, const char *format, ...)
{
    if (compiler->failed)
        return;
    char message[sizeof compiler->diagnostic->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    diagnostic_set(compiler->diagnostic, SYNTAX_ERROR, span, "%s", message);
    compiler->failed = true;
}

bool compile_grow(Compiler *compiler, void **items, uint32_t count, uint32_t *capacity, size_t item_size)
{
    if (count < *capacity)
        return true;
    uint32_t wanted = *capacity ? *capacity * 2 : 8;
    void *bigger = arena_alloc(compiler->arena, wanted * item_size);
    if (!bigger) {
        compiler->failed = true;
        return false;
    }
    if (count)
        memcpy(bigger, *items, count * item_size);
    *items = bigger;
    *capacity = wanted;
    return true;
}

bool text_equal(AstText a, AstText b)
{
    return a.size == b.size && memcmp(a.bytes, b.bytes, a.size) == 0;
}

bool text_is(AstText text, const char *literal)
{
    return text.bytes && text_equal(text, text_from_c(literal));
}

AstText text_from_c(const char *literal)
{
    return (AstText){literal, (uint32_t)strlen(literal)};
}

/* ---- scopes by node ---- */

static uint32_t map_slot(const Compiler *compiler, const Node *node)
{
    uint64_t bits = (uint64_t)(uintptr_t)node >> 3;
    return (uint32_t)((bits * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (compiler->scope_map_size - 1);
}

static bool map_grow(Compiler *compiler)
{
    uint32_t old_size = compiler->scope_map_size;
    Scope **old = compiler->scope_map;
    uint32_t size = old_size ? old_size * 4 : 64;
    Scope **map = arena_alloc(compiler->arena, size * sizeof *map);
    if (!map)
        return false;
    compiler->scope_map = map;
    compiler->scope_map_size = size;
    for (uint32_t i = 0; i < old_size; i++)
        for (Scope *scope = old[i], *next; scope; scope = next) {
            next = scope->map_next;
            Scope **slot = &map[map_slot(compiler, scope->node)];
            scope->map_next = *slot;
            *slot = scope;
        }
    return true;
}

static void scope_link(Scope *scope, Scope *parent)
{
    scope->parent = parent;
    if (!parent)
        return;
    if (parent->last_child)
        parent->last_child->sibling = scope;
    else
        parent->first_child = scope;
    parent->last_child = scope;
    scope->class_name = parent->class_name;
    scope->iterable_depth = parent->iterable_depth;
    scope->nested = parent->nested || scope_is_function(parent);
}

Scope *scope_new(Compiler *compiler, ScopeKind kind, ScopeRole role, Node *node, Scope *parent)
{
    Scope *scope = arena_alloc(compiler->arena, sizeof *scope);
    if (!scope || (compiler->scope_count >= compiler->scope_map_size && !map_grow(compiler))) {
        compiler->failed = true;
        return NULL;
    }
    compiler->scope_count++;
    scope->kind = kind;
    scope->role = role;
    scope->node = node;
    scope_link(scope, parent);
    scope->host = kind == SCOPE_COMPREHENSION ? parent->host : scope;
    Scope **slot = &compiler->scope_map[map_slot(compiler, node)];
    scope->map_next = *slot;
    *slot = scope;
    return scope;
}

Scope *scope_of(Compiler *compiler, const Node *node, ScopeRole role)
{
    for (Scope *scope = compiler->scope_map[map_slot(compiler, node)]; scope; scope = scope->map_next)
        if (scope->node == node && scope->role == role)
            return scope;
    UNREACHABLE();
    return NULL;
}

bool scope_is_function(const Scope *scope)
{
    return scope->kind != SCOPE_MODULE && scope->kind != SCOPE_CLASS;
}

/* ---- symbols ---- */

AstText scope_mangle(Compiler *compiler, const Scope *scope, AstText name)
{
    if (name.size < 2 || name.bytes[0] != '_' || name.bytes[1] != '_' || !scope->class_name.bytes)
        return name;
    if (name.bytes[name.size - 1] == '_' && name.bytes[name.size - 2] == '_')
        return name;
    if (memchr(name.bytes, '.', name.size))
        return name;
    AstText class_name = scope->class_name;
    while (class_name.size && class_name.bytes[0] == '_')
        class_name.bytes++, class_name.size--;
    if (class_name.size == 0)
        return name;
    char *bytes = arena_alloc(compiler->arena, class_name.size + name.size + 2);
    if (!bytes) {
        compiler->failed = true;
        return name;
    }
    bytes[0] = '_';
    memcpy(bytes + 1, class_name.bytes, class_name.size);
    memcpy(bytes + 1 + class_name.size, name.bytes, name.size);
    return (AstText){bytes, class_name.size + name.size + 1};
}

static Symbol **bucket_of(const Scope *scope, AstText text)
{
    uint32_t hash = text.size;
    for (uint32_t i = 0; i < text.size; i++)
        hash = hash * 31 + (uint8_t)text.bytes[i];
    return &scope->buckets[(hash ^ hash >> 15) & (scope->bucket_count - 1)];
}

static bool buckets_grow(Compiler *compiler, Scope *scope)
{
    uint32_t count = scope->bucket_count ? scope->bucket_count * 4 : 8;
    Symbol **buckets = arena_alloc(compiler->arena, count * sizeof(Symbol *));
    if (!buckets) {
        compiler->failed = true;
        return false;
    }
    scope->buckets = buckets;
    scope->bucket_count = count;
    for (Symbol *symbol = scope->first; symbol; symbol = symbol->next) {
        Symbol **bucket = bucket_of(scope, symbol->name);
        symbol->chain = *bucket;
        *bucket = symbol;
    }
    return true;
}

Symbol *scope_find_mangled(Scope *scope, AstText name)
{
    if (!scope->bucket_count)
        return NULL;
    for (Symbol *symbol = *bucket_of(scope, name); symbol; symbol = symbol->chain)
        if (text_equal(symbol->name, name))
            return symbol;
    return NULL;
}

Symbol *scope_find(Compiler *compiler, Scope *scope, AstText name)
{
    return scope_find_mangled(scope, scope_mangle(compiler, scope, name));
}

Symbol *scope_add(Compiler *compiler, Scope *scope, AstText name)
{
    name = scope_mangle(compiler, scope, name);
    Symbol *symbol = scope_find_mangled(scope, name);
    if (symbol)
        return symbol;
    if (scope->symbol_count >= scope->bucket_count && !buckets_grow(compiler, scope))
        return NULL;
    symbol = arena_alloc(compiler->arena, sizeof *symbol);
    if (!symbol) {
        compiler->failed = true;
        return NULL;
    }
    symbol->name = name;
    symbol->scope = scope;
    Symbol **bucket = bucket_of(scope, name);
    symbol->chain = *bucket;
    *bucket = symbol;
    if (scope->last)
        scope->last->next = symbol;
    else
        scope->first = symbol;
    scope->last = symbol;
    scope->symbol_count++;
    return symbol;
}

/* A comprehension at module level sees names as the module does. */
static bool place_uses_namespace(const Scope *scope)
{
    while (scope->kind == SCOPE_COMPREHENSION)
        scope = scope->parent;
    return scope->uses_namespace && scope->kind == SCOPE_MODULE;
}

Place symbol_place(const Symbol *symbol)
{
    const Scope *scope = symbol->scope;
    const Symbol *owner = symbol->owner;
    bool by_name = scope->uses_namespace || place_uses_namespace(scope);
    if (!owner) {
        bool own = by_name && !(symbol->flags & SYMBOL_GLOBAL);
        return (Place){own ? PLACE_NAMESPACE : PLACE_GLOBAL, 0};
    }
    if (owner->scope->host == scope->host)
        return (Place){owner->flags & SYMBOL_CAPTURED ? PLACE_CELL : PLACE_LOCAL, owner->index};
    const Scope *host = scope->host;
    uint32_t index = 0;
    while (host->frees[index] != owner)
        index++;
    ASSERT(index < host->free_count);
    return (Place){scope->uses_namespace ? PLACE_NAMESPACE_FREE : PLACE_FREE, (uint16_t)index};
}

bool scopes_analyse(Compiler *compiler, Node *tree)
{
    scope_collect_module(compiler, tree);
    if (compiler->failed)
        return false;
    return scopes_resolve(compiler);
}
