/* SyntaxWarnings for what cannot work or mean what it seems to, because of a
 * literal: `1[0]`, `x is 5`, `assert (test, "text")`.  The sentences and the rules
 * are CPython's; they are given once a node, when scopes are collected. */
#include "compiler/literal_warnings.h"

#include <string.h>

/* The type that an expression surely has, as messages name it; NULL: unknown. */
static const char *constant_type(const ConstantNode *constant)
{
    switch ((AstConstant)constant->type) {
    case AST_CONST_NONE: return "NoneType";
    case AST_CONST_TRUE:
    case AST_CONST_FALSE: return "bool";
    case AST_CONST_ELLIPSIS: return "ellipsis";
    case AST_CONST_INT: return "int";
    case AST_CONST_FLOAT: return "float";
    case AST_CONST_IMAGINARY: return "complex";
    case AST_CONST_STR: return "str";
    case AST_CONST_BYTES: return "bytes";
    }
    return NULL;
}

static const char *literal_type(const Node *node)
{
    switch (node->kind) {
    case AST_Tuple: return "tuple";
    case AST_List:
    case AST_ListComp: return "list";
    case AST_Dict:
    case AST_DictComp: return "dict";
    case AST_Set:
    case AST_SetComp: return "set";
    case AST_GeneratorExp: return "generator";
    case AST_Lambda: return "function";
    case AST_JoinedStr:
    case AST_FormattedValue: return "str";
    case AST_Constant: return constant_type((const ConstantNode *)node);
    default: return NULL;
    }
}

/* A constant of one of the kinds in a set of 1 << AstConstant. */
static bool is_constant(const Node *node, unsigned kinds)
{
    return node->kind == AST_Constant && kinds >> ((const ConstantNode *)node)->type & 1;
}

enum {
    SINGLETONS = 1 << AST_CONST_NONE | 1 << AST_CONST_TRUE | 1 << AST_CONST_FALSE | 1 << AST_CONST_ELLIPSIS,
    NUMBERS = 1 << AST_CONST_TRUE | 1 << AST_CONST_FALSE | 1 << AST_CONST_INT | 1 << AST_CONST_FLOAT | 1 << AST_CONST_IMAGINARY,
    UNSUBSCRIPTABLE = 1 << AST_CONST_NONE | 1 << AST_CONST_ELLIPSIS | NUMBERS,
    TEXTS = 1 << AST_CONST_STR | 1 << AST_CONST_BYTES,
    INDICES = 1 << AST_CONST_TRUE | 1 << AST_CONST_FALSE | 1 << AST_CONST_INT
};

static bool compares_by_value(const Node *node) { return node->kind == AST_Constant && !is_constant(node, SINGLETONS); }

static void warn_identity(Compiler *compiler, const CompareNode *node)
{
    const Node *left = node->left;
    for (int i = 0; i < node->ops.count; i++) {
        const Node *right = node->comparators.items[i];
        bool is = node->ops.items[i] == AST_IS, is_not = node->ops.items[i] == AST_ISNOT;
        const Node *literal = compares_by_value(left) ? left : compares_by_value(right) ? right : NULL;
        if ((is || is_not) && literal) {
            diagnostic_warn(compiler->diagnostic, compiler->options->arena, node->node.span,
                            "\"%s\" with '%s' literal. Did you mean \"%s\"?", is ? "is" : "is not", literal_type(literal),
                            is ? "==" : "!=");
            return;
        }
        left = right;
    }
}

static bool is_never_callable(const Node *node)
{
    return node->kind != AST_Lambda && literal_type(node) != NULL;
}

static void warn_call(Compiler *compiler, const CallNode *node)
{
    if (is_never_callable(node->func))
        diagnostic_warn(compiler->diagnostic, compiler->options->arena, node->func->span,
                        "'%s' object is not callable; perhaps you missed a comma?", literal_type(node->func));
}

static bool is_never_subscriptable(const Node *node)
{
    return node->kind == AST_Set || node->kind == AST_SetComp || node->kind == AST_GeneratorExp || node->kind == AST_Lambda ||
           is_constant(node, UNSUBSCRIPTABLE);
}

static bool is_sequence_literal(const Node *node)
{
    return node->kind == AST_Tuple || node->kind == AST_List || node->kind == AST_ListComp || node->kind == AST_JoinedStr ||
           node->kind == AST_FormattedValue || is_constant(node, TEXTS);
}

static void warn_subscript(Compiler *compiler, const SubscriptNode *node)
{
    const char *index = literal_type(node->slice);
    if (node->ctx != AST_LOAD)
        return;
    if (is_never_subscriptable(node->value))
        diagnostic_warn(compiler->diagnostic, compiler->options->arena, node->value->span,
                        "'%s' object is not subscriptable; perhaps you missed a comma?", literal_type(node->value));
    else if (index && !is_constant(node->slice, INDICES) && is_sequence_literal(node->value))
        diagnostic_warn(compiler->diagnostic, compiler->options->arena, node->value->span,
                        "%s indices must be integers or slices, not %s; perhaps you missed a comma?",
                        literal_type(node->value), index);
}

static void warn_assert(Compiler *compiler, const AssertNode *node)
{
    if (node->test->kind == AST_Tuple && ((const TupleNode *)node->test)->elts.count > 0)
        diagnostic_warn(compiler->diagnostic, compiler->options->arena, node->node.span,
                        "assertion is always true, perhaps remove parentheses?");
}

void literal_warnings(Compiler *compiler, const Node *node)
{
    if (!compiler->options->arena)
        return;
    switch (node->kind) {
    case AST_Compare: warn_identity(compiler, (const CompareNode *)node); break;
    case AST_Call: warn_call(compiler, (const CallNode *)node); break;
    case AST_Subscript: warn_subscript(compiler, (const SubscriptNode *)node); break;
    case AST_Assert: warn_assert(compiler, (const AssertNode *)node); break;
    default: break;
    }
}
