/* Lists, spans, and the parts of statements that are sorted when they are complete. */
#include "syntax/build.h"

#include <string.h>

/* A list's room is its count rounded up to a power of two, so it need not be stored. */
static void *list_grow(Builder *build, void *items, int count, size_t item_size)
{
    if (count & (count - 1))
        return items;
    void *bigger = arena_alloc(build->arena, (size_t)(count ? count * 2 : 1) * item_size);
    if (bigger && count)
        memcpy(bigger, items, (size_t)count * item_size);
    return bigger;
}

NodeList build_append(Builder *build, NodeList list, Node *node)
{
    Node **items = list_grow(build, list.items, list.count, sizeof(Node *));
    if (UNLIKELY(!items)) {
        build->spare_items[0] = build->spare_items[1] = node;
        return (NodeList){build->spare_items, 1};
    }
    items[list.count] = node;
    return (NodeList){items, list.count + 1};
}

NodeList build_one(Builder *build, Node *node)
{
    return build_append(build, (NodeList){0}, node);
}

AstTextList build_append_text(Builder *build, AstTextList list, AstText text)
{
    AstText *items = list_grow(build, list.items, list.count, sizeof(AstText));
    if (UNLIKELY(!items))
        return list;
    items[list.count] = text;
    return (AstTextList){items, list.count + 1};
}

AstOps build_append_op(Builder *build, AstOps ops, AstCompare op)
{
    uint8_t *items = list_grow(build, ops.items, ops.count, 1);
    if (UNLIKELY(!items))
        return ops;
    items[ops.count] = op;
    return (AstOps){items, ops.count + 1};
}

Span span_join(Span from, Span to)
{
    return (Span){from.line, from.column, to.end_line, to.end_column};
}

Span span_through(const Builder *build, Span from, NodeList list)
{
    if (list.count == 0)
        return from;
    Span last = list.items[list.count - 1]->span;
    if (last.end_line == build->semicolon.line && last.end_column == build->semicolon.column)
        last = build->semicolon;
    return span_join(from, last);
}

/* ---- parameters ---- */

/* Lives between a parameter's reduction and its function's; no kind of ast.def. */
typedef struct {
    Node node;
    ParamForm form;
    Node *arg;           /* NULL: a bare '*' or '/' */
    Node *default_value; /* or NULL */
} ParamNode;

Node *build_param(Builder *build, ParamForm form, Span span, Node *arg, Node *default_value)
{
    ParamNode *param = arena_alloc(build->arena, sizeof *param);
    if (UNLIKELY(!param))
        param = (ParamNode *)build->spare;
    *param = (ParamNode){{AST_arg, false, 1, span}, form, arg, default_value};
    return &param->node;
}

typedef struct {
    Builder *build;
    argumentsNode out;
    const ParamNode *star, *slash;
    bool after_star, has_default, bare;
} ParamSort;

static bool param_fail(ParamSort *sort, const ParamNode *param, const char *message)
{
    return diagnostic_set(sort->build->diagnostic, SYNTAX_ERROR, param->node.span, "%s", message);
}

static bool param_add_plain(ParamSort *sort, const ParamNode *param)
{
    Builder *build = sort->build;
    if (sort->after_star) {
        sort->out.kwonlyargs = build_append(build, sort->out.kwonlyargs, param->arg);
        sort->out.kw_defaults = build_append(build, sort->out.kw_defaults, param->default_value);
        sort->bare = false;
        return true;
    }
    if (param->default_value) {
        sort->has_default = true;
        sort->out.defaults = build_append(build, sort->out.defaults, param->default_value);
    } else if (sort->has_default) {
        return diagnostic_set(build->diagnostic, SYNTAX_ERROR, param->arg->span,
                              "parameter without a default follows parameter with a default");
    }
    sort->out.args = build_append(build, sort->out.args, param->arg);
    return true;
}

static bool param_add_slash(ParamSort *sort, const ParamNode *param)
{
    if (sort->slash)
        return param_fail(sort, param, "/ may appear only once");
    if (sort->after_star)
        return param_fail(sort, param, "/ must be ahead of *");
    if (sort->out.args.count == 0)
        return param_fail(sort, param, "at least one argument must precede /");
    sort->slash = param;
    sort->out.posonlyargs = sort->out.args;
    sort->out.args = (NodeList){0};
    return true;
}

static bool param_add_star(ParamSort *sort, const ParamNode *param)
{
    if (sort->after_star)
        return param_fail(sort, param, "* argument may appear only once");
    sort->after_star = true;
    sort->star = param;
    sort->bare = param->arg == NULL;
    sort->out.vararg = param->arg;
    return true;
}

static bool param_add(ParamSort *sort, const ParamNode *param)
{
    if (sort->out.kwarg)
        return diagnostic_set(sort->build->diagnostic, SYNTAX_ERROR, param->node.span,
                              "arguments cannot follow var-keyword argument");
    switch (param->form) {
    case PARAM_PLAIN:
        return param_add_plain(sort, param);
    case PARAM_SLASH:
        return param_add_slash(sort, param);
    case PARAM_STAR:
        return param_add_star(sort, param);
    case PARAM_DOUBLE_STAR:
        if (sort->bare)
            return param_fail(sort, sort->star, "named arguments must follow bare *");
        sort->out.kwarg = param->arg;
        return true;
    }
    UNREACHABLE();
    return false;
}

Node *build_arguments(Builder *build, NodeList params, Span span)
{
    ParamSort sort = {.build = build};
    for (int i = 0; i < params.count; i++)
        if (!param_add(&sort, (const ParamNode *)params.items[i]))
            return NULL;
    if (sort.bare) {
        param_fail(&sort, sort.star, "named arguments must follow bare *");
        return NULL;
    }
    return build_node(build, AST_arguments, span, &sort.out);
}

/* ---- calls ---- */

static bool call_check_order(Builder *build, const Node *item, const keywordNode *last_keyword)
{
    if (!last_keyword || item->kind == AST_keyword)
        return true;
    if (item->kind == AST_Starred) {
        if (last_keyword->arg.bytes)
            return true;
        return diagnostic_set(build->diagnostic, SYNTAX_ERROR, last_keyword->node.span,
                              "iterable argument unpacking follows keyword argument unpacking");
    }
    return diagnostic_set(build->diagnostic, SYNTAX_ERROR, item->span,
                          last_keyword->arg.bytes ? "positional argument follows keyword argument"
                                                  : "positional argument follows keyword argument unpacking");
}

bool build_call_split(Builder *build, NodeList items, NodeList *args, NodeList *keywords)
{
    const keywordNode *last_keyword = NULL;
    for (int i = 0; i < items.count; i++) {
        Node *item = items.items[i];
        if (!call_check_order(build, item, last_keyword))
            return false;
        if (item->kind == AST_keyword) {
            /* After one `**` the stricter rule stays in force. */
            if (!last_keyword || last_keyword->arg.bytes)
                last_keyword = (keywordNode *)item;
            *keywords = build_append(build, *keywords, item);
        } else {
            *args = build_append(build, *args, item);
        }
    }
    return true;
}

/* ---- if ---- */

Node *build_if_chain(Builder *build, NodeList clauses, NodeList orelse)
{
    ASSERT(clauses.count > 0 || build->arena->failed);
    if (clauses.count == 0)
        return (Node *)build->spare;
    for (int i = clauses.count - 1;; i--) {
        IfNode *clause = AST_CAST(If, clauses.items[i]);
        clause->orelse = orelse;
        clause->node.span = span_through(build, clause->node.span, orelse.count ? orelse : clause->body);
        build_measure(&clause->node);
        if (i == 0)
            return &clause->node;
        orelse = build_one(build, &clause->node);
    }
}
