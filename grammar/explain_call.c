/* Brackets, arguments and parameters, read again for their mistakes. */
#include "grammar/explain_parts.h"

#include "parser.h"

/* ---- comprehensions ---- */

static bool at_comprehension(Explainer *ex)
{
    return explain_peek(ex, 0) == TOK_FOR || (explain_peek(ex, 0) == TOK_ASYNC && explain_peek(ex, 1) == TOK_FOR);
}

static bool read_loop_targets(Explainer *ex, BadTarget *bad)
{
    bool first = true;
    do {
        Part part;
        if (explain_peek(ex, 0) == TOK_IN)
            break;
        explain_accept(ex, '*');
        if (!explain_operand(ex, &part))
            return first ? false : !ex->told;
        first = false;
        if (!bad->what)
            *bad = part.bad;
    } while (explain_accept(ex, ','));
    return true;
}

static bool read_loop(Explainer *ex)
{
    BadTarget bad = {0};
    Part part;
    explain_accept(ex, TOK_ASYNC);
    if (!explain_accept(ex, TOK_FOR) || !read_loop_targets(ex, &bad))
        return false;
    if (explain_peek(ex, 0) != TOK_IN)
        return explain_furthest(ex, "'in' expected after for-loop variables");
    if (bad.what)
        return explain_range(ex, bad.first, bad.last, "cannot assign to %s", bad.what);
    ex->at++;
    if (!explain_disjunction(ex, &part))
        return false;
    while (explain_accept(ex, TOK_IF))
        if (!explain_disjunction(ex, &part))
            return false;
    return true;
}

bool explain_comprehension(Explainer *ex)
{
    do {
        if (!read_loop(ex))
            return false;
    } while (at_comprehension(ex));
    return true;
}

/* ---- displays ---- */

static void note_element(Part *display, const Part *element)
{
    if (!display->bad.what)
        display->bad = element->bad;
    if (!display->undeletable.what)
        display->undeletable = element->undeletable;
}

static bool close_display(Explainer *ex, Part *part, AstKind kind, int first)
{
    static const char closing[] = {['('] = ')', ['['] = ']', ['{'] = '}'};
    if (!explain_accept(ex, closing[ex->tokens[first].kind]))
        return false;
    BadTarget bad = part->bad, undeletable = part->undeletable;
    *part = explain_part(kind, first, ex->at - 1);
    if (kind == AST_Tuple || kind == AST_List) {
        part->bad = bad;
        part->undeletable = undeletable;
    }
    return true;
}

/* `[x, y for ...]`; last is the last token of the elements. */
static bool tell_bare_target(Explainer *ex, int open, int first, int last)
{
    if (ex->tokens[open].kind == '(')
        return false;
    return explain_comprehension(ex) &&
           explain_range(ex, first, last, "did you forget parentheses around the comprehension target?");
}

static bool read_value(Explainer *ex)
{
    Part value;
    int colon = ex->at++;
    if (explain_peek(ex, 0) == '*') {
        int star = ex->at++;
        if (!explain_operand(ex, &value))
            return false;
        explain_peek(ex, 0);
        return explain_from(ex, star, "cannot use a starred expression in a dictionary value");
    }
    if (explain_peek(ex, 0) == '}' || explain_peek(ex, 0) == ',')
        return explain_range(ex, colon, colon, "expression expected after dictionary key and ':'");
    return explain_expression(ex, &value);
}

static bool tell_missing_value(Explainer *ex, const Part *key)
{
    Span end = ex->tokens[key->last].span;
    explain_range(ex, key->last, key->last, "':' expected after dictionary key");
    if (ex->told) {
        Diagnostic *diagnostic = ex->parser->builder.diagnostic;
        diagnostic->span.column = end.end_column - 1;
        diagnostic->has_end = false;
    }
    return false;
}

/* The items of a dict after the first. */
static bool read_dict(Explainer *ex, Part *part, int first)
{
    while (explain_accept(ex, ',')) {
        Part key;
        if (explain_peek(ex, 0) == '}')
            break;
        if (explain_accept(ex, TOK_POWER)) {
            if (!explain_operand(ex, &key))
                return false;
            continue;
        }
        /* Not explain_expression: what is missing here is rather a ':' than a comma. */
        if (!explain_disjunction(ex, &key))
            return false;
        if (explain_peek(ex, 0) != ':')
            return tell_missing_value(ex, &key);
        if (!read_value(ex))
            return false;
    }
    return close_display(ex, part, AST_Dict, first);
}

static bool read_first_pair(Explainer *ex, Part *part, int first)
{
    if (!read_value(ex))
        return false;
    if (!at_comprehension(ex))
        return read_dict(ex, part, first);
    return explain_comprehension(ex) && close_display(ex, part, AST_DictComp, first);
}

static bool read_double_star(Explainer *ex, Part *part, int first)
{
    int stars = ex->at++;
    if (ex->tokens[first].kind == '(')
        return explain_expression(ex, part) && explain_peek(ex, 0) == ')' &&
               explain_range(ex, stars, stars, "cannot use double starred expression here");
    if (ex->tokens[first].kind != '{' || !explain_operand(ex, part))
        return false;
    if (at_comprehension(ex))
        return explain_comprehension(ex) &&
               explain_range(ex, stars, stars, "dict unpacking cannot be used in dict comprehension");
    return read_dict(ex, part, first);
}

/* After the first element of several. */
static bool read_elements(Explainer *ex, Part *part, int open)
{
    int first = part->first, opening = ex->tokens[open].kind;
    while (explain_accept(ex, ',')) {
        Part element;
        int next = explain_peek(ex, 0);
        if (at_comprehension(ex))
            return tell_bare_target(ex, open, first, ex->at - 1);
        if (next != '*' && !explain_starts_expression(next))
            break;
        if (!explain_star_named(ex, &element))
            return false;
        note_element(part, &element);
    }
    if (at_comprehension(ex))
        return tell_bare_target(ex, open, first, ex->at - 1);
    return close_display(ex, part, opening == '(' ? AST_Tuple : opening == '[' ? AST_List : AST_Set, open);
}

static bool read_after_first(Explainer *ex, Part *part, int open)
{
    int opening = ex->tokens[open].kind;
    bool starred = part->kind == AST_Starred;
    if (at_comprehension(ex)) {
        int first = part->first, last = part->last;
        if (!explain_comprehension(ex))
            return false;
        if (starred)
            return explain_range(ex, first, last, "iterable unpacking cannot be used in comprehension");
        return close_display(ex, part, opening == '(' ? AST_GeneratorExp : opening == '[' ? AST_ListComp : AST_SetComp, open);
    }
    if (opening == '{' && explain_peek(ex, 0) == ':' && !starred)
        return read_first_pair(ex, part, open);
    if (opening != '(' || explain_peek(ex, 0) == ',')
        return read_elements(ex, part, open);
    if (!explain_accept(ex, ')'))
        return false;
    if (starred)
        return explain_range(ex, part->first, part->last, "cannot use starred expression here");
    part->outer = open;
    part->operand = true;
    part->single_name = false;
    return true;
}

bool explain_bracketed(Explainer *ex, Part *part)
{
    int open = ex->at++, opening = ex->tokens[open].kind, next = explain_peek(ex, 0);
    *part = (Part){0};
    if (next == ')' || next == ']' || next == '}')
        return close_display(ex, part, opening == '(' ? AST_Tuple : opening == '[' ? AST_List : AST_Dict, open);
    if (next == TOK_POWER)
        return read_double_star(ex, part, open);
    if (next == TOK_YIELD && opening == '(') {
        if (!explain_yield(ex, part) || !explain_accept(ex, ')'))
            return false;
        part->outer = open;
        part->operand = true;
        return true;
    }
    return explain_star_named(ex, part) && read_after_first(ex, part, open);
}

bool explain_subscript(Explainer *ex)
{
    if (explain_peek(ex, 0) == ']')
        return false;
    do {
        Part part;
        int next = explain_peek(ex, 0);
        if (next == ']')
            break;
        if (next == '*') {
            ex->at++;
            if (!explain_expression(ex, &part))
                return false;
        } else if (next != ':' && !explain_named(ex, &part)) {
            return false;
        }
        while (explain_accept(ex, ':'))
            if (explain_starts_expression(explain_peek(ex, 0)) && !explain_expression(ex, &part))
                return false;
    } while (explain_accept(ex, ','));
    return true;
}

/* ---- arguments ---- */

typedef struct {
    int count;
    bool keyword, double_star; /* seen */
    bool unpacked_last;        /* the last keyword was a `**` */
    const char *misplaced;     /* told when all arguments are read */
} Arguments;

static bool read_keyword(Explainer *ex, Arguments *args)
{
    int name = ex->at, kind = explain_peek(ex, 0);
    Part value;
    ex->at += 2;
    if (kind != TOK_NAME)
        return explain_range(ex, name, name + 1, "cannot assign to %s",
                             kind == TOK_TRUE ? "True" : kind == TOK_FALSE ? "False" : "None");
    int next = explain_peek(ex, 0);
    if (next == ',' || next == ')')
        return explain_range(ex, name, name + 1, "expected argument value expression");
    if (!explain_expression(ex, &value))
        return false;
    if (at_comprehension(ex))
        return explain_comprehension(ex) &&
               explain_range(ex, name, name + 1, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    args->keyword = true;
    args->unpacked_last = false;
    return true;
}

static bool read_starred_argument(Explainer *ex, Arguments *args, int comma)
{
    int star = ex->at++;
    Part value;
    if (!explain_expression(ex, &value))
        return !ex->told && explain_furthest(ex, "Invalid star expression");
    if (!args->count && at_comprehension(ex))
        return explain_comprehension(ex) &&
               explain_range(ex, star, value.last, "iterable unpacking cannot be used in comprehension");
    if (explain_peek(ex, 0) == '=') {
        ex->at++;
        return explain_expression(ex, &value) &&
               explain_range(ex, star, value.last, "cannot assign to iterable argument unpacking");
    }
    if (!args->double_star)
        return true;
    while (explain_accept(ex, ',') && explain_accept(ex, '*'))
        if (!explain_expression(ex, &value))
            return false;
    explain_peek(ex, 0);
    return explain_from(ex, comma, "iterable argument unpacking follows keyword argument unpacking");
}

static bool read_double_star_argument(Explainer *ex, Arguments *args)
{
    int stars = ex->at++;
    Part value;
    if (!explain_expression(ex, &value))
        return false;
    if (explain_peek(ex, 0) == '=') {
        ex->at++;
        return explain_expression(ex, &value) &&
               explain_range(ex, stars, value.last, "cannot assign to keyword argument unpacking");
    }
    args->keyword = args->double_star = args->unpacked_last = true;
    return true;
}

static bool read_positional(Explainer *ex, Arguments *args)
{
    Part part;
    bool walrus = explain_peek(ex, 0) == TOK_NAME && explain_peek(ex, 1) == TOK_WALRUS;
    if (!(walrus ? explain_named(ex, &part) : explain_expression(ex, &part)))
        return false;
    if (explain_peek(ex, 0) == '=' && !walrus)
        return explain_range(ex, part.first, ex->at, "expression cannot contain assignment, perhaps you meant \"==\"?");
    if (at_comprehension(ex)) {
        if (!explain_comprehension(ex))
            return false;
        if (args->count || explain_peek(ex, 0) == ',')
            return explain_range(ex, part.first, ex->at - 1, "Generator expression must be parenthesized");
        return true;
    }
    if (args->keyword && !args->misplaced)
        args->misplaced = args->unpacked_last ? "positional argument follows keyword argument unpacking"
                                            : "positional argument follows keyword argument";
    return true;
}

static bool read_argument(Explainer *ex, Arguments *args, int comma)
{
    switch (explain_peek(ex, 0)) {
    case '*': return read_starred_argument(ex, args, comma);
    case TOK_POWER: return read_double_star_argument(ex, args);
    case TOK_NAME: case TOK_TRUE: case TOK_FALSE: case TOK_NONE:
        if (explain_peek(ex, 1) == '=')
            return read_keyword(ex, args);
        break;
    default: break;
    }
    return read_positional(ex, args);
}

bool explain_arguments(Explainer *ex)
{
    Arguments args = {0};
    int comma = ex->at;
    while (explain_peek(ex, 0) != ')') {
        if (!read_argument(ex, &args, comma))
            return false;
        args.count++;
        comma = ex->at;
        if (!explain_accept(ex, ','))
            break;
    }
    explain_peek(ex, 0);
    return !args.misplaced || explain_furthest(ex, "%s", args.misplaced);
}

/* ---- parameters ---- */

typedef struct {
    bool lambda;
    int count;
    bool has_default, slash, star, bare, double_star;
    int star_at;
} Parameters;

static bool read_parenthesised_parameter(Explainer *ex, const Parameters *params)
{
    int open = ex->at++;
    if (params->has_default || params->star)
        return false;
    while (explain_accept(ex, TOK_NAME) && explain_accept(ex, ','))
        ;
    if (explain_peek(ex, 0) != ')' || ex->at == open + 1)
        return false;
    return explain_range(ex, open, ex->at, "%s parameters cannot be parenthesized",
                         params->lambda ? "Lambda expression" : "Function");
}

static bool read_default(Explainer *ex)
{
    int equal = ex->at++, next = explain_peek(ex, 0);
    Part value;
    if (next == ')' || next == ',')
        return explain_range(ex, equal, equal, "expected default value expression");
    return explain_expression(ex, &value);
}

static bool read_annotation(Explainer *ex, const Parameters *params, bool starred)
{
    Part value;
    if (params->lambda || !explain_accept(ex, ':'))
        return true;
    if (starred)
        explain_accept(ex, '*');
    return explain_expression(ex, &value);
}

static bool read_plain_parameter(Explainer *ex, Parameters *params)
{
    int name = ex->at++;
    if (!read_annotation(ex, params, false))
        return false;
    params->bare = false;
    if (explain_peek(ex, 0) == '=') {
        params->has_default = true;
        return read_default(ex);
    }
    int next = explain_peek(ex, 0);
    bool whole = next == ',' || next == (params->lambda ? ':' : ')');
    if (whole && params->has_default && !params->star)
        return explain_range(ex, name, ex->at - 1, "parameter without a default follows parameter with a default");
    return true;
}

static bool read_slash(Explainer *ex, Parameters *params)
{
    int slash = ex->at++;
    if (params->slash)
        return explain_range(ex, slash, slash, "/ may appear only once");
    if (params->star)
        return explain_range(ex, slash, slash, "/ must be ahead of *");
    if (!params->count)
        return explain_range(ex, slash, slash, "at least one argument must precede /");
    if (explain_peek(ex, 0) == '*')
        return explain_range(ex, ex->at, ex->at, "expected comma between / and *");
    params->slash = true;
    return true;
}

static bool read_star_parameter(Explainer *ex, Parameters *params)
{
    int star = ex->at++, next = explain_peek(ex, 0);
    if (params->star && (next == TOK_NAME || next == ','))
        return explain_range(ex, star, star, "* argument may appear only once");
    params->star = true;
    params->star_at = star;
    params->bare = !explain_accept(ex, TOK_NAME);
    if (params->bare) {
        int after = next == ',' ? explain_peek(ex, 1) : next;
        if (after == ')' || after == TOK_POWER || (params->lambda && after == ':'))
            return params->lambda ? explain_furthest(ex, "named arguments must follow bare *")
                                  : explain_range(ex, star, star, "named arguments must follow bare *");
        return true;
    }
    if (!read_annotation(ex, params, true))
        return false;
    if (explain_peek(ex, 0) == '=')
        return explain_range(ex, ex->at, ex->at, "var-positional argument cannot have default value");
    return true;
}

static bool read_double_star_parameter(Explainer *ex, Parameters *params)
{
    ex->at++;
    if (!explain_accept(ex, TOK_NAME) || !read_annotation(ex, params, false))
        return false;
    if (explain_peek(ex, 0) == '=')
        return explain_range(ex, ex->at, ex->at, "var-keyword argument cannot have default value");
    if (explain_peek(ex, 0) == ',') {
        int next = explain_peek(ex, 1), after = ex->at + 1;
        if (next == TOK_NAME || next == '*' || next == TOK_POWER || next == '/')
            return explain_range(ex, after, after, "arguments cannot follow var-keyword argument");
    }
    return true;
}

bool explain_parameters(Explainer *ex, bool lambda)
{
    Parameters params = {.lambda = lambda};
    for (;; params.count++) {
        bool fine;
        switch (explain_peek(ex, 0)) {
        case TOK_NAME: fine = read_plain_parameter(ex, &params); break;
        case '/': fine = read_slash(ex, &params); break;
        case '*': fine = read_star_parameter(ex, &params); break;
        case TOK_POWER: fine = read_double_star_parameter(ex, &params); break;
        case '(': fine = read_parenthesised_parameter(ex, &params); break;
        default: return true;
        }
        if (!fine)
            return false;
        if (!explain_accept(ex, ','))
            return true;
    }
}

/* ---- f-strings ---- */

static bool tell_next(Explainer *ex, const char *message)
{
    return explain_range(ex, ex->at, ex->at, "f-string: %s", message);
}

static bool read_conversion(Explainer *ex)
{
    int next = explain_peek(ex, 0);
    if (next == TOK_FIELD_COLON || next == TOK_FIELD_CLOSE)
        return tell_next(ex, "missing conversion character");
    if (!explain_accept(ex, TOK_NAME))
        return tell_next(ex, "invalid conversion character");
    return true;
}

static bool read_field_text(Explainer *ex);

static bool read_field(Explainer *ex)
{
    Part part;
    int next = explain_peek(ex, 0);
    if (next == TOK_FIELD_EQUAL || next == TOK_FIELD_BANG || next == TOK_FIELD_COLON || next == TOK_FIELD_CLOSE)
        return explain_range(ex, ex->at, ex->at, "f-string: valid expression required before '%c'",
                             ex->parser->lexer.text[ex->tokens[ex->at].start]);
    int start = ex->at;
    if (!explain_right_side(ex, &part)) {
        ex->at = start;
        return !ex->told && next != TOK_ERROR && tell_next(ex, "expecting a valid expression after '{'");
    }
    next = explain_peek(ex, 0);
    bool debug = explain_accept(ex, TOK_FIELD_EQUAL), bang = false;
    next = explain_peek(ex, 0);
    if (next != TOK_ERROR && next != TOK_FIELD_BANG && next != TOK_FIELD_COLON && next != TOK_FIELD_CLOSE)
        return tell_next(ex, debug ? "expecting '!', or ':', or '}'" : "expecting '=', or '!', or ':', or '}'");
    if (explain_accept(ex, TOK_FIELD_BANG)) {
        bang = true;
        if (!read_conversion(ex))
            return false;
    }
    next = explain_peek(ex, 0);
    if (bang && next != TOK_ERROR && next != TOK_FIELD_COLON && next != TOK_FIELD_CLOSE)
        return tell_next(ex, "expecting ':' or '}'");
    if (explain_accept(ex, TOK_FIELD_COLON)) {
        if (!read_field_text(ex))
            return false;
        if (explain_peek(ex, 0) != TOK_FIELD_CLOSE && explain_peek(ex, 0) != TOK_ERROR)
            return tell_next(ex, "expecting '}', or format specs");
    }
    return explain_accept(ex, TOK_FIELD_CLOSE);
}

/* Text and fields, up to what is neither. */
static bool read_field_text(Explainer *ex)
{
    if (ex->depth++ > EXPLAIN_MAX_DEPTH)
        return false;
    for (;;) {
        if (explain_accept(ex, TOK_FSTRING_MIDDLE))
            continue;
        if (!explain_accept(ex, TOK_FIELD_OPEN))
            break;
        if (!read_field(ex))
            return false;
    }
    ex->depth--;
    return true;
}

bool explain_fstring(Explainer *ex)
{
    return read_field_text(ex) && explain_accept(ex, TOK_FSTRING_END);
}
