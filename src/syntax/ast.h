/* The syntax tree: one struct a node kind, made from ast.def, all of it in one
 * arena.  A node begins with a Node, so `(IfNode *)node` is how to look inside
 * once node->kind says so; AST_CAST checks it. */
#ifndef HABU_SYNTAX_AST_H
#define HABU_SYNTAX_AST_H

#include "base/arena.h"
#include "base/source.h"

/* UTF-8 (lone surrogates as three bytes each), ended by a NUL that size leaves out. */
typedef struct {
    const char *bytes;
    uint32_t size;
} AstText;

typedef struct {
    AstText *items;
    int count;
} AstTextList;

typedef struct Node Node;

typedef struct {
    Node **items;
    int count;
} NodeList;

typedef struct {
    uint8_t *items; /* AstCompare */
    int count;
} AstOps;

typedef enum {
#define AST_NODE(Kind, class, fields) AST_##Kind,
#include "syntax/ast.def"
#undef AST_NODE
    AST_KIND_COUNT
} AstKind;

typedef enum { AST_LOAD, AST_STORE, AST_DEL } AstContext;
typedef enum { AST_AND, AST_OR } AstBoolOp;
typedef enum {
    AST_ADD, AST_SUB, AST_MULT, AST_MATMULT, AST_DIV, AST_MOD, AST_POW,
    AST_LSHIFT, AST_RSHIFT, AST_BITOR, AST_BITXOR, AST_BITAND, AST_FLOORDIV
} AstOperator;
typedef enum { AST_INVERT, AST_NOT, AST_UADD, AST_USUB } AstUnary;
typedef enum {
    AST_EQ, AST_NOTEQ, AST_LT, AST_LTE, AST_GT, AST_GTE, AST_IS, AST_ISNOT, AST_IN, AST_NOTIN
} AstCompare;

/* What a Constant's text holds: INT the digits as written with underscores
 * removed (0x, 0o, 0b kept); STR and BYTES the decoded bytes; FLOAT and
 * IMAGINARY have their value in real. */
typedef enum {
    AST_CONST_NONE, AST_CONST_TRUE, AST_CONST_FALSE, AST_CONST_ELLIPSIS,
    AST_CONST_INT, AST_CONST_FLOAT, AST_CONST_IMAGINARY, AST_CONST_STR, AST_CONST_BYTES
} AstConstant;

/* How deep a tree may be: what recurses over it needs this much C stack. */
enum { AST_MAX_DEPTH = 3000 };

struct Node {
    AstKind kind;
    bool parenthesised; /* the expression stood in parentheses of its own */
    uint16_t depth;     /* nodes on the longest way down, this one included: at most AST_MAX_DEPTH
                         * in a tree that parse_source returned, so recursion over it is bounded */
    Span span;          /* as the ast module's lineno, col_offset, end_lineno, end_col_offset */
};

#define NODE(name) Node *name;
#define OPT(name) Node *name;
#define LIST(name) NodeList name;
#define IDENT(name) AstText name;
#define OPTID(name) AstText name;
#define IDS(name) AstTextList name;
#define OPS(name) AstOps name;
#define NUM(name) int name;
#define REAL(name) double name;
#define AST_NODE(Kind, class, fields) \
    typedef struct {                  \
        Node node;                    \
        fields                        \
    } Kind##Node;
#include "syntax/ast.def"
#undef AST_NODE
#undef NODE
#undef OPT
#undef LIST
#undef IDENT
#undef OPTID
#undef IDS
#undef OPS
#undef NUM
#undef REAL

/* The node as the struct of its kind. */
#define AST_CAST(Kind, pointer) (ASSERT((pointer)->kind == AST_##Kind), (Kind##Node *)(pointer))

/* Returns a zeroed node of the kind, or NULL when the arena is exhausted. */
Node *ast_new(Arena *arena, AstKind kind, Span span);

/* The kind's name as the ast module spells it. */
const char *ast_kind_name(AstKind kind);

/* Writes the tree in the form of ast.dump(indent=1) to a malloc'ed string
 * (caller frees); NULL when memory is exhausted.  For tests and --dump-ast. */
char *ast_dump(const Node *node);

/* The same in the form of ast.dump(indent=1, include_attributes=True). */
char *ast_dump_positions(const Node *node);

#endif
