/* Scopes: which names each function, class, comprehension and module binds,
 * and where every name it mentions lives.
 *
 * List, set and dict comprehensions are scopes of their own, but run inside the
 * code around them: their host is that code's scope and their names are hidden
 * locals of it.  A symbol that is bound elsewhere knows its owner, the symbol
 * of the scope that binds it. */
#ifndef HABU_COMPILER_SCOPES_H
#define HABU_COMPILER_SCOPES_H

#include "compiler/compile.h"

typedef enum {
    SCOPE_MODULE, SCOPE_CLASS, SCOPE_FUNCTION, SCOPE_LAMBDA,
    SCOPE_GENERATOR,       /* a generator expression */
    SCOPE_COMPREHENSION,   /* the other comprehensions */
    SCOPE_TYPE_PARAMETERS, /* of a generic function, class or alias */
    SCOPE_TYPE_VALUE       /* a bound, a default or an alias's value: computed when asked for */
} ScopeKind;

/* One node may open several scopes. */
typedef enum { ROLE_BODY, ROLE_TYPE_PARAMETERS, ROLE_BOUND, ROLE_DEFAULT } ScopeRole;

enum {
    SYMBOL_PARAMETER = 1, SYMBOL_ASSIGNED = 2, SYMBOL_USED = 4, SYMBOL_GLOBAL = 8, SYMBOL_NONLOCAL = 16,
    SYMBOL_ANNOTATED = 32, SYMBOL_ITERATION = 64, SYMBOL_TYPE_PARAMETER = 128,
    SYMBOL_CLEARED = 256,  /* something in the scope unbinds it: del, except ... as */
    SYMBOL_CAPTURED = 512, /* an inner function uses it: it lives in a cell */
    SYMBOL_IMPORTED = 1024,
    SYMBOL_WALRUS = 2048,  /* in comprehensions: assigned to with := */
    SYMBOL_BOUND = SYMBOL_PARAMETER | SYMBOL_ASSIGNED | SYMBOL_TYPE_PARAMETER | SYMBOL_IMPORTED
};

/* Where the code of a scope finds a name. */
typedef enum {
    PLACE_LOCAL,         /* register index */
    PLACE_CELL,          /* the cell in register index */
    PLACE_FREE,          /* closure cell index */
    PLACE_GLOBAL,
    PLACE_NAMESPACE,     /* the dict in register 0, then globals */
    PLACE_NAMESPACE_FREE /* the dict in register 0, then closure cell index */
} PlaceKind;

typedef struct {
    PlaceKind kind;
    uint16_t index;
} Place;

typedef struct Scope Scope;
typedef struct Symbol Symbol;

struct Symbol {
    AstText name; /* mangled */
    Scope *scope;
    Symbol *next;  /* in the order of first mention */
    Symbol *chain; /* of the hash bucket */
    uint32_t flags;
    uint16_t index; /* of a bound symbol in a scope with registers: its register */
    bool hidden_busy;
    Symbol *owner;  /* what a mention means: the bound symbol it resolves to; NULL: a global */
    Span place;     /* of its global or nonlocal statement */
};

struct Scope {
    ScopeKind kind;
    ScopeRole role;
    Node *node;
    Scope *parent;
    Scope *host;  /* whose code it is part of: itself, except for comprehensions */
    Scope *first_child, *last_child, *sibling;
    Scope *map_next;
    AstText class_name; /* of the class around it, for private names; bytes NULL: none */
    Symbol *first, *last;
    Symbol **buckets;
    uint32_t bucket_count, symbol_count; /* a power of two, or 0 */
    bool is_async;        /* async def */
    bool has_yield;
    bool has_await;       /* a comprehension that suspends */
    uint32_t iterable_depth; /* while collecting: inside the iterable of a comprehension */
    bool in_iteration_target;
    const char *type_scope; /* of type scopes: what to call it in messages */
    bool has_walrus;      /* hosts: the code has a := */
    bool nested;          /* within a function */
    bool uses_namespace;  /* names go through the dict in register 0 */
    bool clears;          /* hosts: some symbol has SYMBOL_CLEARED */
    Symbol *class_cell;   /* classes: the __class__ that methods see; NULL when none does */
    /* Hosts only. */
    Symbol **frees; /* owners, in the order of the closure */
    uint32_t free_count, free_capacity;
    Symbol **locals; /* by register; hidden ones included */
    uint32_t local_count, local_capacity;
};

/* What all files of the compiler share for one compile_tree. */
typedef struct {
    Vm *vm;
    Arena *arena;
    Diagnostic *diagnostic;
    const CompileOptions *options;
    Scope **scope_map; /* by node */
    uint32_t scope_count, scope_map_size;
    Scope *module;
    bool future_annotations;
    int future_end; /* statements of the module before it that may be __future__ imports */
    bool failed; /* a diagnostic is set, an exception is pending, or the arena is exhausted */
    uint32_t code_depth;
} Compiler;

/* Records a SyntaxError at the span; everything after it is done in vain. */
void compile_error(Compiler *compiler, Span span, const char *format, ...) PRINTF_LIKE(3, 4);

/* Grows an arena array to hold one more item; false when the arena is exhausted. */
bool compile_grow(Compiler *compiler, void **items, uint32_t count, uint32_t *capacity, size_t item_size);
#define COMPILE_GROW(compiler, array, count, capacity) \
    compile_grow(compiler, (void **)&(array), count, &(capacity), sizeof *(array))

/* Makes the scopes of a whole tree, resolves every name and numbers the
 * registers.  False when the compiler failed. */
bool scopes_analyse(Compiler *compiler, Node *tree);

/* The scope that a node opens. */
Scope *scope_of(Compiler *compiler, const Node *node, ScopeRole role);

/* The symbol for a name as written (mangled here) in the scope, or NULL. */
Symbol *scope_find(Compiler *compiler, Scope *scope, AstText name);
/* The same for a name already mangled. */
Symbol *scope_find_mangled(Scope *scope, AstText name);
/* Finds or adds. */
Symbol *scope_add(Compiler *compiler, Scope *scope, AstText name);

/* Where code in the scope finds the symbol, one of its own. */
Place symbol_place(const Symbol *symbol);

/* __name becomes _Class__name inside classes. */
AstText scope_mangle(Compiler *compiler, const Scope *scope, AstText name);

/* Whether the scope is a function in whose registers names live. */
bool scope_is_function(const Scope *scope);

bool text_is(AstText text, const char *literal);
bool text_equal(AstText a, AstText b);
AstText text_from_c(const char *literal);

/* ---- between the scope files ---- */

Scope *scope_new(Compiler *compiler, ScopeKind kind, ScopeRole role, Node *node, Scope *parent);
bool scopes_resolve(Compiler *compiler);
void scope_collect_module(Compiler *compiler, Node *tree);

#endif
