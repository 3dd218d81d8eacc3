/* Nodes: their sizes, names and depths, all made from ast.def. */
#include "syntax/ast.h"

#include "syntax/build.h"

#include <string.h>

static const uint16_t node_sizes[] = {
#define AST_NODE(Kind, class, fields) sizeof(Kind##Node),
#include "syntax/ast.def"
#undef AST_NODE
};

static const char *const kind_names[] = {
#define AST_NODE(Kind, class, fields) #Kind,
#include "syntax/ast.def"
#undef AST_NODE
};

const char *ast_kind_name(AstKind kind)
{
    ASSERT(kind < AST_KIND_COUNT);
    return kind_names[kind];
}

Node *ast_new(Arena *arena, AstKind kind, Span span)
{
    ASSERT(kind < AST_KIND_COUNT);
    Node *node = arena_alloc(arena, node_sizes[kind]);
    if (!node)
        return NULL;
    node->kind = kind;
    node->span = span;
    node->depth = 1;
    return node;
}

static unsigned list_depth(NodeList list)
{
    unsigned depth = 0;
    for (int i = 0; i < list.count; i++)
        if (list.items[i] && list.items[i]->depth > depth)
            depth = list.items[i]->depth;
    return depth;
}

#define DEEPEST(candidate)             \
    do {                               \
        unsigned below = (candidate);  \
        if (below > depth)             \
            depth = below;             \
    } while (0);
#define NODE(name) DEEPEST(this->name ? this->name->depth : 0)
#define OPT(name) NODE(name)
#define LIST(name) DEEPEST(list_depth(this->name))
#define IDENT(name)
#define OPTID(name)
#define IDS(name)
#define OPS(name)
#define NUM(name)
#define REAL(name)

void build_measure(Node *node)
{
    unsigned depth = 0;
    switch (node->kind) {
#define AST_NODE(Kind, class, fields)              \
    case AST_##Kind: {                             \
        Kind##Node *this = (Kind##Node *)node;     \
        (void)this;                                \
        fields                                     \
        break;                                     \
    }
#include "syntax/ast.def"
#undef AST_NODE
    default:
        UNREACHABLE();
    }
    /* Saturates: whatever is past AST_MAX_DEPTH is refused anyway. */
    node->depth = depth < UINT16_MAX ? depth + 1 : UINT16_MAX;
}

Node *build_node(Builder *build, AstKind kind, Span span, const void *fields)
{
    ASSERT(kind < AST_KIND_COUNT);
    ASSERT(node_sizes[kind] <= sizeof build->spare);
    Node *node = arena_alloc(build->arena, node_sizes[kind]);
    if (UNLIKELY(!node))
        node = (Node *)build->spare;
    memcpy(node, fields, node_sizes[kind]);
    node->kind = kind;
    node->span = span;
    build_measure(node);
    return node;
}
