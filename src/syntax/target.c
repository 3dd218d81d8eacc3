/* Expressions that become targets of assignment, deletion and annotation. */
#include "syntax/build.h"

const char *target_describe(const Node *node)
{
    switch (node->kind) {
    case AST_Attribute: return "attribute";
    case AST_Subscript: return "subscript";
    case AST_Starred: return "starred";
    case AST_Name: return "name";
    case AST_List: return "list";
    case AST_Tuple: return "tuple";
    case AST_Lambda: return "lambda";
    case AST_Call: return "function call";
    case AST_BoolOp:
    case AST_BinOp:
    case AST_UnaryOp: return "expression";
    case AST_GeneratorExp: return "generator expression";
    case AST_Yield:
    case AST_YieldFrom: return "yield expression";
    case AST_Await: return "await expression";
    case AST_ListComp: return "list comprehension";
    case AST_SetComp: return "set comprehension";
    case AST_DictComp: return "dict comprehension";
    case AST_Dict: return "dict literal";
    case AST_Set: return "set display";
    case AST_JoinedStr:
    case AST_FormattedValue: return "f-string expression";
    case AST_Compare: return "comparison";
    case AST_IfExp: return "conditional expression";
    case AST_NamedExpr: return "named expression";
    case AST_Constant:
        switch (((const ConstantNode *)node)->type) {
        case AST_CONST_NONE: return "None";
        case AST_CONST_TRUE: return "True";
        case AST_CONST_FALSE: return "False";
        case AST_CONST_ELLIPSIS: return "ellipsis";
        default: return "literal";
        }
    default: return "expression";
    }
}

static bool target_set(Builder *build, Node *node, AstContext context);

static bool target_set_all(Builder *build, NodeList list, AstContext context)
{
    for (int i = 0; i < list.count; i++)
        if (!target_set(build, list.items[i], context))
            return false;
    return true;
}

/* The recursion is as deep as brackets nest. */
static bool target_set(Builder *build, Node *node, AstContext context)
{
    switch (node->kind) {
    case AST_Name: AST_CAST(Name, node)->ctx = context; return true;
    case AST_Attribute: AST_CAST(Attribute, node)->ctx = context; return true;
    case AST_Subscript: AST_CAST(Subscript, node)->ctx = context; return true;
    case AST_List:
        AST_CAST(List, node)->ctx = context;
        return target_set_all(build, AST_CAST(List, node)->elts, context);
    case AST_Tuple:
        AST_CAST(Tuple, node)->ctx = context;
        return target_set_all(build, AST_CAST(Tuple, node)->elts, context);
    case AST_Starred:
        if (context == AST_DEL)
            break;
        AST_CAST(Starred, node)->ctx = context;
        return target_set(build, AST_CAST(Starred, node)->value, context);
    default: break;
    }
    return diagnostic_set(build->diagnostic, SYNTAX_ERROR, node->span, "cannot %s %s",
                          context == AST_DEL ? "delete" : "assign to", target_describe(node));
}

bool target_store(Builder *build, Node *node)
{
    return target_set(build, node, AST_STORE);
}

bool target_delete(Builder *build, Node *node)
{
    return target_set(build, node, AST_DEL);
}

static bool target_is_single(const Node *node)
{
    return node->kind == AST_Name || node->kind == AST_Attribute || node->kind == AST_Subscript;
}

bool target_augment(Builder *build, Node *node)
{
    if (target_is_single(node))
        return target_set(build, node, AST_STORE);
    return diagnostic_set(build->diagnostic, SYNTAX_ERROR, node->span,
                          "'%s' is an illegal expression for augmented assignment", target_describe(node));
}

bool target_annotate(Builder *build, Node *node)
{
    if (target_is_single(node))
        return target_set(build, node, AST_STORE);
    if (node->kind == AST_List || node->kind == AST_Tuple)
        return diagnostic_set(build->diagnostic, SYNTAX_ERROR, node->span, "only single target (not %s) can be annotated",
                              target_describe(node));
    return diagnostic_set(build->diagnostic, SYNTAX_ERROR, node->span, "illegal target for annotation");
}
