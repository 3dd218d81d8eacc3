/* Expressions back to text, as annotations are kept under
 * `from __future__ import annotations`. */
#include "compiler/generate.h"

#include <stdio.h>

#include "object/call.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/str.h"

/* How tightly operators bind: an operand of lower rank stands in parentheses. */
typedef enum {
    RANK_TUPLE, RANK_TEST, RANK_OR, RANK_AND, RANK_NOT, RANK_COMPARE, RANK_BIT_OR, RANK_BIT_XOR, RANK_BIT_AND,
    RANK_SHIFT, RANK_SUM, RANK_TERM, RANK_FACTOR, RANK_POWER, RANK_AWAIT, RANK_ATOM
} Rank;

typedef struct {
    Unit *unit;
    StrBuilder out;
} Writer;

static void write_node(Writer *writer, const Node *node, Rank rank);

static void add(Writer *writer, const char *text)
{
    builder_add_c(writer->unit->compiler->vm, &writer->out, text);
}

static void add_text(Writer *writer, AstText text)
{
    builder_add(writer->unit->compiler->vm, &writer->out, text.bytes, text.size);
}

static void open_if(Writer *writer, bool parenthesise)
{
    if (parenthesise)
        add(writer, "(");
}

static void close_if(Writer *writer, bool parenthesise)
{
    if (parenthesise)
        add(writer, ")");
}

static void write_list(Writer *writer, NodeList list, const char *before, const char *after)
{
    add(writer, before);
    for (int i = 0; i < list.count; i++) {
        if (i)
            add(writer, ", ");
        write_node(writer, list.items[i], RANK_TEST);
    }
    add(writer, after);
}

static void write_tuple(Writer *writer, NodeList elts, bool parenthesise)
{
    open_if(writer, parenthesise);
    write_list(writer, elts, "", elts.count == 1 ? "," : "");
    close_if(writer, parenthesise);
}

static const struct {
    const char *text;
    Rank rank;
} binary_operators[] = {{" + ", RANK_SUM},        {" - ", RANK_SUM},         {" * ", RANK_TERM},       {" @ ", RANK_TERM},
                        {" / ", RANK_TERM},       {" % ", RANK_TERM},        {" ** ", RANK_POWER},     {" << ", RANK_SHIFT},
                        {" >> ", RANK_SHIFT},     {" | ", RANK_BIT_OR},      {" ^ ", RANK_BIT_XOR},    {" & ", RANK_BIT_AND},
                        {" // ", RANK_TERM}};

static void write_binary(Writer *writer, const BinOpNode *node, Rank rank)
{
    Rank own = binary_operators[node->op].rank;
    bool power = node->op == AST_POW;
    open_if(writer, rank > own);
    write_node(writer, node->left, (Rank)(own + power));
    add(writer, binary_operators[node->op].text);
    write_node(writer, node->right, (Rank)(own + !power));
    close_if(writer, rank > own);
}

static void write_bool(Writer *writer, const BoolOpNode *node, Rank rank)
{
    Rank own = node->op == AST_AND ? RANK_AND : RANK_OR;
    open_if(writer, rank > own);
    for (int i = 0; i < node->values.count; i++) {
        if (i)
            add(writer, node->op == AST_AND ? " and " : " or ");
        write_node(writer, node->values.items[i], (Rank)(own + 1));
    }
    close_if(writer, rank > own);
}

static void write_unary(Writer *writer, const UnaryOpNode *node, Rank rank)
{
    static const char *const texts[] = {"~", "not ", "+", "-"};
    Rank own = node->op == AST_NOT ? RANK_NOT : RANK_FACTOR;
    open_if(writer, rank > own);
    add(writer, texts[node->op]);
    write_node(writer, node->operand, own);
    close_if(writer, rank > own);
}

static void write_compare(Writer *writer, const CompareNode *node, Rank rank)
{
    static const char *const texts[] = {" == ", " != ", " < ", " <= ", " > ", " >= ", " is ", " is not ", " in ", " not in "};
    open_if(writer, rank > RANK_COMPARE);
    write_node(writer, node->left, (Rank)(RANK_COMPARE + 1));
    for (int i = 0; i < node->ops.count; i++) {
        add(writer, texts[node->ops.items[i]]);
        write_node(writer, node->comparators.items[i], (Rank)(RANK_COMPARE + 1));
    }
    close_if(writer, rank > RANK_COMPARE);
}

static void write_arguments(Writer *writer, const CallNode *node)
{
    bool first = true;
    add(writer, "(");
    /* A lone generator expression brings its own parentheses. */
    for (int i = 0; i < node->args.count; i++, first = false) {
        if (!first)
            add(writer, ", ");
        write_node(writer, node->args.items[i], RANK_TEST);
    }
    for (int i = 0; i < node->keywords.count; i++, first = false) {
        const keywordNode *keyword = AST_CAST(keyword, node->keywords.items[i]);
        if (!first)
            add(writer, ", ");
        if (keyword->arg.bytes)
            add_text(writer, keyword->arg);
        add(writer, keyword->arg.bytes ? "=" : "**");
        write_node(writer, keyword->value, RANK_TEST);
    }
    add(writer, ")");
}

static void write_constant(Writer *writer, const ConstantNode *node)
{
    Vm *vm = writer->unit->compiler->vm;
    if (node->type == AST_CONST_ELLIPSIS) {
        add(writer, "...");
        return;
    }
    if (node->type == AST_CONST_STR && node->is_unicode)
        add(writer, "u");
    Value value = constant_value(writer->unit, node);
    if (value_is_error(value)) {
        writer->out.failed = true;
        return;
    }
    builder_add_repr(vm, &writer->out, value);
    value_drop(vm, value);
}

static void write_slice(Writer *writer, const SliceNode *node)
{
    if (node->lower)
        write_node(writer, node->lower, RANK_TEST);
    add(writer, ":");
    if (node->upper)
        write_node(writer, node->upper, RANK_TEST);
    if (node->step) {
        add(writer, ":");
        write_node(writer, node->step, RANK_TEST);
    }
}

static void write_subscript(Writer *writer, const SubscriptNode *node)
{
    write_node(writer, node->value, RANK_ATOM);
    add(writer, "[");
    if (node->slice->kind == AST_Tuple && ((const TupleNode *)node->slice)->elts.count > 0)
        write_tuple(writer, ((const TupleNode *)node->slice)->elts, false);
    else
        write_node(writer, node->slice, RANK_TUPLE);
    add(writer, "]");
}

static void write_attribute(Writer *writer, const AttributeNode *node)
{
    const Node *value = node->value;
    bool number = value->kind == AST_Constant && ((const ConstantNode *)value)->type == AST_CONST_INT;
    write_node(writer, value, RANK_ATOM);
    add(writer, number ? " ." : ".");
    add_text(writer, node->attr);
}

static void write_dict(Writer *writer, const DictNode *node)
{
    add(writer, "{");
    for (int i = 0; i < node->keys.count; i++) {
        if (i)
            add(writer, ", ");
        if (node->keys.items[i]) {
            write_node(writer, node->keys.items[i], RANK_TEST);
            add(writer, ": ");
            write_node(writer, node->values.items[i], RANK_TEST);
        } else {
            add(writer, "**");
            write_node(writer, node->values.items[i], RANK_BIT_OR);
        }
    }
    add(writer, "}");
}

/* ---- comprehensions ---- */

static void write_generators(Writer *writer, NodeList generators)
{
    for (int i = 0; i < generators.count; i++) {
        const comprehensionNode *part = AST_CAST(comprehension, generators.items[i]);
        add(writer, part->is_async ? " async for " : " for ");
        write_node(writer, part->target, RANK_TUPLE);
        add(writer, " in ");
        write_node(writer, part->iter, RANK_OR);
        for (int j = 0; j < part->ifs.count; j++) {
            add(writer, " if ");
            write_node(writer, part->ifs.items[j], RANK_OR);
        }
    }
}

static void write_comprehension(Writer *writer, const Node *node)
{
    const ListCompNode *comp = (const ListCompNode *)node; /* set comprehensions and generators are laid out alike */
    _Static_assert(sizeof(ListCompNode) == sizeof(SetCompNode) && sizeof(ListCompNode) == sizeof(GeneratorExpNode),
                   "one layout");
    add(writer, node->kind == AST_ListComp ? "[" : node->kind == AST_SetComp ? "{" : "(");
    write_node(writer, comp->elt, RANK_TEST);
    write_generators(writer, comp->generators);
    add(writer, node->kind == AST_ListComp ? "]" : node->kind == AST_SetComp ? "}" : ")");
}

static void write_dict_comprehension(Writer *writer, const DictCompNode *node)
{
    add(writer, "{");
    write_node(writer, node->key, RANK_TEST);
    add(writer, ": ");
    write_node(writer, node->value, RANK_TEST);
    write_generators(writer, node->generators);
    add(writer, "}");
}

/* ---- lambda ---- */

static void write_parameter(Writer *writer, bool *first, const char *star, const Node *arg, const Node *default_value)
{
    if (!*first)
        add(writer, ", ");
    *first = false;
    add(writer, star);
    if (arg)
        add_text(writer, ((const argNode *)arg)->arg);
    if (default_value) {
        add(writer, "=");
        write_node(writer, default_value, RANK_TEST);
    }
}

static void write_parameters(Writer *writer, const argumentsNode *args)
{
    bool first = true;
    int positional = args->posonlyargs.count + args->args.count;
    for (int i = 0; i < positional; i++) {
        bool only = i < args->posonlyargs.count;
        const Node *arg = only ? args->posonlyargs.items[i] : args->args.items[i - args->posonlyargs.count];
        int index = i - (positional - args->defaults.count);
        write_parameter(writer, &first, "", arg, index >= 0 ? args->defaults.items[index] : NULL);
        if (i + 1 == args->posonlyargs.count)
            add(writer, ", /");
    }
    if (args->vararg || args->kwonlyargs.count)
        write_parameter(writer, &first, "*", args->vararg, NULL);
    for (int i = 0; i < args->kwonlyargs.count; i++)
        write_parameter(writer, &first, "", args->kwonlyargs.items[i], args->kw_defaults.items[i]);
    if (args->kwarg)
        write_parameter(writer, &first, "**", args->kwarg, NULL);
}

static void write_lambda(Writer *writer, const LambdaNode *node, Rank rank)
{
    const argumentsNode *args = AST_CAST(arguments, node->args);
    bool any = args->posonlyargs.count || args->args.count || args->vararg || args->kwonlyargs.count || args->kwarg;
    open_if(writer, rank > RANK_TEST);
    add(writer, any ? "lambda " : "lambda");
    write_parameters(writer, args);
    add(writer, ": ");
    write_node(writer, node->body, RANK_TEST);
    close_if(writer, rank > RANK_TEST);
}

static void write_conditional(Writer *writer, const IfExpNode *node, Rank rank)
{
    open_if(writer, rank > RANK_TEST);
    write_node(writer, node->body, (Rank)(RANK_TEST + 1));
    add(writer, " if ");
    write_node(writer, node->test, (Rank)(RANK_TEST + 1));
    add(writer, " else ");
    write_node(writer, node->orelse, RANK_TEST);
    close_if(writer, rank > RANK_TEST);
}

/* ---- f-strings ---- */

static void write_braces_doubled(Writer *writer, AstText text)
{
    for (uint32_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        AstText one = {&text.bytes[i], 1};
        if (c == '{' || c == '}')
            add_text(writer, one);
        add_text(writer, one);
    }
}

static void write_replacement(Writer *writer, const FormattedValueNode *node);

static void write_format_parts(Writer *writer, const Node *node)
{
    const JoinedStrNode *joined = (const JoinedStrNode *)node;
    for (int i = 0; i < joined->values.count; i++) {
        const Node *part = joined->values.items[i];
        if (part->kind == AST_Constant)
            write_braces_doubled(writer, ((const ConstantNode *)part)->text);
        else
            write_replacement(writer, (const FormattedValueNode *)part);
    }
}

static void write_replacement(Writer *writer, const FormattedValueNode *node)
{
    add(writer, "{");
    write_node(writer, node->value, (Rank)(RANK_TEST + 1));
    if (node->conversion > 0)
        add(writer, node->conversion == 's' ? "!s" : node->conversion == 'r' ? "!r" : "!a");
    if (node->format_spec) {
        add(writer, ":");
        if (node->format_spec->kind == AST_JoinedStr)
            write_format_parts(writer, node->format_spec);
        else if (node->format_spec->kind == AST_Constant)
            write_braces_doubled(writer, ((const ConstantNode *)node->format_spec)->text);
    }
    add(writer, "}");
}

/* The text inside is quoted as a whole. */
static void write_joined(Writer *writer, const Node *node)
{
    Vm *vm = writer->unit->compiler->vm;
    Writer inner = {.unit = writer->unit};
    if (node->kind == AST_JoinedStr)
        write_format_parts(&inner, node);
    else
        write_replacement(&inner, (const FormattedValueNode *)node);
    Value text = builder_finish(vm, &inner.out);
    if (value_is_error(text)) {
        writer->out.failed = true;
        return;
    }
    add(writer, "f");
    builder_add_repr(vm, &writer->out, text);
    value_drop(vm, text);
}

/* ---- all of them ---- */

static void write_prefixed(Writer *writer, const char *prefix, const Node *value, Rank own, Rank operand, Rank rank)
{
    open_if(writer, rank > own);
    add(writer, prefix);
    if (value)
        write_node(writer, value, operand);
    close_if(writer, rank > own);
}

static void write_rare(Writer *writer, const Node *node, Rank rank)
{
    switch (node->kind) {
    case AST_JoinedStr:
    case AST_FormattedValue: write_joined(writer, node); return;
    case AST_ListComp:
    case AST_SetComp:
    case AST_GeneratorExp: write_comprehension(writer, node); return;
    case AST_DictComp: write_dict_comprehension(writer, (const DictCompNode *)node); return;
    case AST_Lambda: write_lambda(writer, (const LambdaNode *)node, rank); return;
    case AST_IfExp: write_conditional(writer, (const IfExpNode *)node, rank); return;
    case AST_Await: write_prefixed(writer, "await ", ((const AwaitNode *)node)->value, RANK_AWAIT, RANK_ATOM, rank); return;
    case AST_Yield: {
        const Node *value = ((const YieldNode *)node)->value;
        write_prefixed(writer, value ? "yield " : "yield", value, RANK_TUPLE, RANK_TUPLE, RANK_ATOM);
        return;
    }
    case AST_YieldFrom:
        write_prefixed(writer, "yield from ", ((const YieldFromNode *)node)->value, RANK_TUPLE, RANK_TEST, RANK_ATOM);
        return;
    case AST_Starred: write_prefixed(writer, "*", ((const StarredNode *)node)->value, RANK_ATOM, RANK_BIT_OR, rank); return;
    case AST_NamedExpr: {
        const NamedExprNode *named = (const NamedExprNode *)node;
        open_if(writer, rank > RANK_TUPLE);
        write_node(writer, named->target, RANK_ATOM);
        add(writer, " := ");
        write_node(writer, named->value, RANK_ATOM);
        close_if(writer, rank > RANK_TUPLE);
        return;
    }
    default: UNREACHABLE();
    }
}

static void write_node(Writer *writer, const Node *node, Rank rank)
{
    if (!stack_guard(writer->unit->compiler->vm)) {
        writer->out.failed = true;
        return;
    }
    switch (node->kind) {
    case AST_Name: add_text(writer, ((const NameNode *)node)->id); return;
    case AST_Constant: write_constant(writer, (const ConstantNode *)node); return;
    case AST_Attribute: write_attribute(writer, (const AttributeNode *)node); return;
    case AST_Subscript: write_subscript(writer, (const SubscriptNode *)node); return;
    case AST_Slice: write_slice(writer, (const SliceNode *)node); return;
    case AST_Call:
        write_node(writer, ((const CallNode *)node)->func, RANK_ATOM);
        write_arguments(writer, (const CallNode *)node);
        return;
    case AST_BinOp: write_binary(writer, (const BinOpNode *)node, rank); return;
    case AST_UnaryOp: write_unary(writer, (const UnaryOpNode *)node, rank); return;
    case AST_BoolOp: write_bool(writer, (const BoolOpNode *)node, rank); return;
    case AST_Compare: write_compare(writer, (const CompareNode *)node, rank); return;
    case AST_List: write_list(writer, ((const ListNode *)node)->elts, "[", "]"); return;
    case AST_Set: write_list(writer, ((const SetNode *)node)->elts, "{", "}"); return;
    case AST_Dict: write_dict(writer, (const DictNode *)node); return;
    case AST_Tuple: {
        const TupleNode *tuple = (const TupleNode *)node;
        write_tuple(writer, tuple->elts, rank > RANK_TUPLE || tuple->elts.count == 0);
        return;
    }
    default: write_rare(writer, node, rank); return;
    }
}

Value unparse_expression(Unit *unit, const Node *node)
{
    Writer writer = {.unit = unit};
    write_node(&writer, node, RANK_TEST);
    Value text = builder_finish(unit->compiler->vm, &writer.out);
    return value_is_error(text) ? VALUE_ERROR : str_intern_take(unit->compiler->vm, text);
}
