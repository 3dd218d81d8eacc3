/* What the grammar's actions call: checks and nodes that take more than a line. */
#include "grammar/parse_state.h"

#include <string.h>

bool parser_fail(Parser *parser, Span span, const char *message)
{
    return diagnostic_set(parser->builder.diagnostic, SYNTAX_ERROR, span, "%s", message);
}

bool parser_unexpected(Parser *parser)
{
    (void)parser; /* no message: the driver explains, as for any token that does not fit */
    return false;
}

bool parser_check_depth(Parser *parser, const Node *node)
{
    if (node->depth <= AST_MAX_DEPTH)
        return true;
    return diagnostic_set(parser->builder.diagnostic, SYNTAX_TOO_DEEP, node->span,
                          "maximum recursion depth exceeded during compilation");
}

NodeList parser_append_all(Parser *parser, NodeList list, NodeList more)
{
    for (int i = 0; i < more.count; i++) {
        if (!parser_check_depth(parser, more.items[i]))
            return (NodeList){NULL, -1};
        list = build_append(&parser->builder, list, more.items[i]);
    }
    return list;
}

Node *parser_make_async(Node *node, Span async)
{
    if (node->kind == AST_FunctionDef)
        AST_CAST(FunctionDef, node)->is_async = 1;
    else if (node->kind == AST_For)
        AST_CAST(For, node)->is_async = 1;
    else
        AST_CAST(With, node)->is_async = 1;
    node->span.line = async.line;
    node->span.column = async.column;
    return node;
}

AstText parser_join_dotted(Parser *parser, AstTextList names)
{
    size_t size = 0;
    if (names.count == 1)
        return names.items[0];
    for (int i = 0; i < names.count; i++)
        size += (size_t)names.items[i].size + 1;
    char *bytes = arena_alloc(parser->builder.arena, size + 1), *at = bytes;
    if (!bytes)
        return (AstText){"", 0};
    for (int i = 0; i < names.count; i++) {
        if (i)
            *at++ = '.';
        memcpy(at, names.items[i].bytes, names.items[i].size);
        at += names.items[i].size;
    }
    return (AstText){bytes, (uint32_t)(at - bytes)};
}

bool parser_is_wildcard(AstText name)
{
    return name.size == 1 && name.bytes[0] == '_';
}

bool parser_no_lone_star(Parser *parser, const Node *node)
{
    if (node->kind == AST_Starred)
        return parser_fail(parser, node->span, "cannot use starred expression here");
    return node->kind != AST_MatchStar || parser_unexpected(parser);
}

bool parser_no_class_generator(Parser *parser, NodeList arguments)
{
    for (int i = 0; i < arguments.count; i++) {
        const Node *argument = arguments.items[i];
        if (argument->kind != AST_GeneratorExp || argument->parenthesised)
            continue;
        const comprehensionNode *loop = AST_CAST(comprehension, AST_CAST(GeneratorExp, argument)->generators.items[0]);
        Span keyword = loop->node.span;
        keyword.end_line = keyword.line;
        keyword.end_column = keyword.column + (loop->is_async ? 5 : 3);
        return parser_fail(parser, keyword, "invalid syntax");
    }
    return true;
}

bool parser_no_bare_generator(Parser *parser, NodeList arguments)
{
    for (int i = 0; i < arguments.count; i++) {
        const Node *argument = arguments.items[i];
        if (argument->kind == AST_GeneratorExp && !argument->parenthesised)
            return parser_fail(parser, argument->span, "Generator expression must be parenthesized");
    }
    return true;
}

Node *parser_call(Parser *parser, Node *function, NodeList items, Span parentheses)
{
    Builder *build = &parser->builder;
    NodeList args = {0}, keywords = {0};
    if (items.count == 1 && items.items[0]->kind == AST_GeneratorExp && !items.items[0]->parenthesised)
        items.items[0]->span = parentheses;
    else if (!parser_no_bare_generator(parser, items))
        return NULL;
    if (!build_call_split(build, items, &args, &keywords))
        return NULL;
    return AST(Call, (Span){0}, .func = function, .args = args, .keywords = keywords);
}

/* ---- with ---- */

static bool is_plain_item(const Node *node)
{
    return node->kind != AST_Starred && (node->kind != AST_NamedExpr || node->parenthesised);
}

static Node *with_tuple(Parser *parser, NodeList covers, bool comma, Span parentheses)
{
    Builder *build = &parser->builder;
    if (covers.count == 1 && !comma) {
        if (!parser_no_lone_star(parser, covers.items[0]))
            return NULL;
        covers.items[0]->parenthesised = true;
        return covers.items[0];
    }
    return AST(Tuple, parentheses, .elts = covers, .ctx = AST_LOAD);
}

NodeList parser_with_items(Parser *parser, NodeList covers, bool comma, Span parentheses)
{
    Builder *build = &parser->builder;
    bool plain = true, named = false;
    for (int i = 0; i < covers.count; i++) {
        plain = plain && is_plain_item(covers.items[i]);
        named = named || covers.items[i]->kind == AST_withitem;
    }
    if (named && !plain)
        return parser_unexpected(parser), (NodeList){0};
    NodeList items = {0};
    if (!plain) {
        Node *tuple = with_tuple(parser, covers, comma, parentheses);
        return tuple ? build_one(build, AST(withitem, tuple->span, .context_expr = tuple)) : items;
    }
    for (int i = 0; i < covers.count; i++) {
        Node *item = covers.items[i];
        if (item->kind != AST_withitem)
            item = AST(withitem, item->span, .context_expr = item);
        items = build_append(build, items, item);
    }
    return items;
}

/* ---- keys and values ---- */

static void split_pairs(Builder *build, NodeList items, NodeList *keys, NodeList *values)
{
    for (int i = 0; i + 1 < items.count; i += 2) {
        *keys = build_append(build, *keys, items.items[i]);
        *values = build_append(build, *values, items.items[i + 1]);
    }
}

Node *parser_dict(Parser *parser, NodeList items, Span span)
{
    Builder *build = &parser->builder;
    NodeList keys = {0}, values = {0};
    split_pairs(build, items, &keys, &values);
    return AST(Dict, span, .keys = keys, .values = values);
}

Node *parser_mapping(Parser *parser, NodeList items, AstText rest, Span span)
{
    Builder *build = &parser->builder;
    NodeList keys = {0}, patterns = {0};
    split_pairs(build, items, &keys, &patterns);
    return AST(MatchMapping, span, .keys = keys, .patterns = patterns, .rest = rest);
}

Node *parser_class_pattern(Parser *parser, Node *name, NodeList items, Span span)
{
    Builder *build = &parser->builder;
    NodeList patterns = {0}, keyword_patterns = {0};
    AstTextList names = {0};
    for (int i = 0; i < items.count; i++) {
        Node *item = items.items[i];
        if (item->kind == AST_keyword) {
            names = build_append_text(build, names, AST_CAST(keyword, item)->arg);
            keyword_patterns = build_append(build, keyword_patterns, AST_CAST(keyword, item)->value);
        } else if (names.count) {
            parser_fail(parser, item->span, "positional patterns follow keyword patterns");
            return NULL;
        } else {
            patterns = build_append(build, patterns, item);
        }
    }
    return AST(MatchClass, span, .cls = name, .patterns = patterns, .kwd_attrs = names, .kwd_patterns = keyword_patterns);
}

bool parser_check_complex(Parser *parser, const Node *real, const Node *imaginary)
{
    if (AST_CAST(Constant, real)->type == AST_CONST_IMAGINARY)
        return parser_fail(parser, real->span, "real number required in complex literal");
    if (AST_CAST(Constant, imaginary)->type != AST_CONST_IMAGINARY)
        return parser_fail(parser, imaginary->span, "imaginary number required in complex literal");
    return true;
}
