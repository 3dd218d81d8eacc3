/* Making trees: nodes, lists, and the checks that need no grammar.
 *
 * Memory that runs out never shows here: a builder then hands out its spare
 * node, and whoever drives the parser sees arena->failed and drops the tree. */
#ifndef HABU_SYNTAX_BUILD_H
#define HABU_SYNTAX_BUILD_H

#include "syntax/ast.h"

typedef struct {
    Arena *arena;
    Diagnostic *diagnostic;
    uint64_t spare[24]; /* larger than any node */
    Node *spare_items[2];
    Span semicolon; /* the last one that ended a line: from the end of its statement to its own end */
} Builder;

/* Makes a node from designated fields: AST(Name, span, .id = text).  The variable
 * `build` is the builder. */
#define AST(Kind, where, ...) build_node(build, AST_##Kind, where, &(Kind##Node){__VA_ARGS__})

/* Copies fields, a whole node struct of the kind, sets its kind, span and depth. */
Node *build_node(Builder *build, AstKind kind, Span span, const void *fields);

/* Recomputes node->depth after its fields were changed. */
void build_measure(Node *node);

/* Adds a node at the end.  The list given is used up: go on with the result. */
NodeList build_append(Builder *build, NodeList list, Node *node);
NodeList build_one(Builder *build, Node *node);
AstTextList build_append_text(Builder *build, AstTextList list, AstText text);
AstOps build_append_op(Builder *build, AstOps ops, AstCompare op);

/* from's start to the end of to. */
Span span_join(Span from, Span to);
/* from's start to the end of a block: of its last node, or of the semicolon that
 * follows it.  Blocks are never empty. */
Span span_through(const Builder *build, Span from, NodeList list);

/* The words CPython uses for an expression that is no target ("function call"). */
const char *target_describe(const Node *node);

/* Makes an expression a target.  Returns false, with "cannot assign to ..." or
 * "cannot delete ..." recorded, when it (or a part) cannot be one. */
bool target_store(Builder *build, Node *node);
bool target_delete(Builder *build, Node *node);
/* As target_store, for an augmented assignment or annotation: one target only. */
bool target_augment(Builder *build, Node *node);
bool target_annotate(Builder *build, Node *node);

/* One parameter as written; build_arguments sorts them into an arguments node. */
typedef enum { PARAM_PLAIN, PARAM_STAR, PARAM_DOUBLE_STAR, PARAM_SLASH } ParamForm;

Node *build_param(Builder *build, ParamForm form, Span span, Node *arg, Node *default_value);

/* Checks the order of the parameters; NULL with the error recorded. */
Node *build_arguments(Builder *build, NodeList params, Span span);

/* Sorts the arguments of a call: keyword nodes go to keywords, the rest to
 * args.  False with the error recorded when their order is wrong. */
bool build_call_split(Builder *build, NodeList items, NodeList *args, NodeList *keywords);

/* Links if and elif clauses (If nodes without orelse) into one statement. */
Node *build_if_chain(Builder *build, NodeList clauses, NodeList orelse);

#endif
