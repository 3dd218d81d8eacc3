/* Expressions, read again for their mistakes. */
#include "grammar/explain_parts.h"

#include "parser.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- tokens ---- */

int explain_peek(Explainer *ex, int ahead)
{
    int index = ex->at + ahead;
    if (index >= ex->count)
        return TOK_NEWLINE;
    if (index > ex->furthest)
        ex->furthest = index;
    return ex->tokens[index].kind;
}

bool explain_accept(Explainer *ex, int kind)
{
    if (explain_peek(ex, 0) != kind || ex->at >= ex->count)
        return false;
    ex->at++;
    return true;
}

bool explain_is_word(const Explainer *ex, int index, const char *word)
{
    const Token *token = &ex->tokens[index];
    size_t size = token->end - token->start;
    return index < ex->count && token->kind != TOK_STRING && size == strlen(word) &&
           memcmp(ex->parser->lexer.text + token->start, word, size) == 0;
}

/* ---- telling ---- */

static bool tell(Explainer *ex, Span span, const char *format, va_list arguments)
{
    char message[256];
    if (ex->quiet)
        return false;
    vsnprintf(message, sizeof message, format, arguments);
    Diagnostic *diagnostic = ex->parser->builder.diagnostic;
    diagnostic->message[0] = 0; /* this sentence is better than an action's */
    diagnostic_set(diagnostic, SYNTAX_ERROR, span, "%s", message);
    ex->told = true;
    return false;
}

bool explain_range(Explainer *ex, int first, int last, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    tell(ex, span_join(ex->tokens[first].span, ex->tokens[last].span), format, arguments);
    va_end(arguments);
    return false;
}

bool explain_furthest(Explainer *ex, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    tell(ex, ex->tokens[ex->furthest].span, format, arguments);
    va_end(arguments);
    return false;
}

bool explain_from(Explainer *ex, int first, const char *format, ...)
{
    Span span = span_join(ex->tokens[first].span, ex->tokens[ex->furthest].span);
    if (span.end_column > 0)
        span.end_column--;
    va_list arguments;
    va_start(arguments, format);
    tell(ex, span, format, arguments);
    va_end(arguments);
    return false;
}

bool explain_target(Explainer *ex, const Part *part)
{
    if (!part->bad.what)
        return true;
    return explain_range(ex, part->bad.first, part->bad.last, "cannot assign to %s", part->bad.what);
}

/* ---- parts ---- */

const char *explain_describe(const Part *part)
{
    ConstantNode node = {.node = {.kind = part->kind}, .type = part->constant};
    return target_describe(&node.node);
}

Part explain_part(AstKind kind, int first, int last)
{
    Part part = {.kind = kind, .first = first, .last = last, .outer = first, .operand = true};
    if (kind != AST_Name && kind != AST_Attribute && kind != AST_Subscript && kind != AST_List && kind != AST_Tuple)
        part.bad = part.undeletable = (BadTarget){explain_describe(&part), first, last};
    return part;
}

static void set_constant(Part *part, AstConstant constant)
{
    part->constant = constant;
    part->bad.what = part->undeletable.what = explain_describe(part);
}

/* The part becomes the result of an operator; it starts at token first. */
static void make_compound(const Explainer *ex, Part *part, AstKind kind, int first)
{
    *part = explain_part(kind, first, ex->at - 1);
    part->operand = kind == AST_BinOp || kind == AST_Await || kind == AST_UnaryOp;
}

/* What came after the operator is no operand: the construct ends before it. */
static bool give_back(Explainer *ex, int at)
{
    ex->at = at;
    return !ex->told;
}

static bool enter(Explainer *ex)
{
    return ex->depth++ < EXPLAIN_MAX_DEPTH;
}

bool explain_starts_expression(int kind)
{
    switch (kind) {
    case TOK_NAME: case TOK_NUMBER: case TOK_STRING: case TOK_FSTRING_START: case TOK_ELLIPSIS: case TOK_NOT:
    case TOK_LAMBDA: case TOK_AWAIT: case TOK_NONE: case TOK_TRUE: case TOK_FALSE:
    case '-': case '+': case '~': case '(': case '[': case '{':
        return true;
    default:
        return false;
    }
}

/* ---- operands ---- */

static bool read_strings(Explainer *ex, Part *part)
{
    bool formatted = false;
    int first = ex->at;
    for (;;) {
        if (explain_accept(ex, TOK_STRING))
            continue;
        if (explain_peek(ex, 0) != TOK_FSTRING_START)
            break;
        formatted = true;
        ex->at++;
        if (!explain_fstring(ex))
            return false;
    }
    *part = explain_part(formatted ? AST_JoinedStr : AST_Constant, first, ex->at - 1);
    if (!formatted)
        set_constant(part, AST_CONST_STR);
    return true;
}

static bool read_constant(Explainer *ex, Part *part, AstConstant constant)
{
    *part = explain_part(AST_Constant, ex->at, ex->at);
    set_constant(part, constant);
    ex->at++;
    return true;
}

static bool read_atom(Explainer *ex, Part *part)
{
    switch (explain_peek(ex, 0)) {
    case TOK_NAME:
        *part = explain_part(AST_Name, ex->at, ex->at);
        part->single_name = true;
        ex->at++;
        return true;
    case TOK_NUMBER: return read_constant(ex, part, AST_CONST_INT);
    case TOK_NONE: return read_constant(ex, part, AST_CONST_NONE);
    case TOK_TRUE: return read_constant(ex, part, AST_CONST_TRUE);
    case TOK_FALSE: return read_constant(ex, part, AST_CONST_FALSE);
    case TOK_ELLIPSIS: return read_constant(ex, part, AST_CONST_ELLIPSIS);
    case TOK_STRING:
    case TOK_FSTRING_START: return read_strings(ex, part);
    case '(':
    case '[':
    case '{': return explain_bracketed(ex, part);
    default: return false;
    }
}

static bool read_trailer(Explainer *ex, AstKind *kind)
{
    if (explain_peek(ex, 0) == '.' && explain_peek(ex, 1) == TOK_NAME) {
        ex->at += 2;
        *kind = AST_Attribute;
        return true;
    }
    if (explain_accept(ex, '(')) {
        *kind = AST_Call;
        return explain_arguments(ex) && explain_accept(ex, ')');
    }
    *kind = AST_Subscript;
    return explain_accept(ex, '[') && explain_subscript(ex) && explain_accept(ex, ']');
}

static bool read_primary(Explainer *ex, Part *part)
{
    if (!read_atom(ex, part))
        return false;
    for (;;) {
        AstKind kind;
        int saved = ex->at;
        if (!read_trailer(ex, &kind))
            return give_back(ex, saved);
        *part = explain_part(kind, part->outer, ex->at - 1);
    }
}

static bool is_binary_operator(int kind)
{
    switch (kind) {
    case '|': case '^': case '&': case '+': case '-': case '*': case '/': case '%': case '@':
    case TOK_LSHIFT: case TOK_RSHIFT: case TOK_FLOORDIV: case TOK_POWER:
        return true;
    default:
        return false;
    }
}

static bool is_arithmetic(int kind)
{
    return is_binary_operator(kind) && kind != '|' && kind != '^' && kind != '&' && kind != TOK_LSHIFT &&
           kind != TOK_RSHIFT && kind != TOK_POWER;
}

static bool read_inversion(Explainer *ex, Part *part);

/* `a + not b` */
static bool tell_bare_not(Explainer *ex)
{
    Part part;
    int not = ex->at;
    return read_inversion(ex, &part) &&
           explain_range(ex, not, part.last, "'not' after an operator must be parenthesized");
}

/* One operand of a binary operator, with what stands before it. */
static bool read_unary(Explainer *ex, Part *part)
{
    int first = ex->at;
    while (explain_accept(ex, '-') || explain_accept(ex, '+') || explain_accept(ex, '~'))
        ;
    bool minus = ex->at > first, await = explain_accept(ex, TOK_AWAIT);
    if (minus && explain_peek(ex, 0) == TOK_NOT)
        return tell_bare_not(ex);
    if (!read_primary(ex, part))
        return false;
    if (minus || await)
        make_compound(ex, part, minus ? AST_UnaryOp : AST_Await, first);
    return true;
}

bool explain_operand(Explainer *ex, Part *part)
{
    if (!enter(ex) || !read_unary(ex, part))
        return false;
    ex->depth--;
    while (is_binary_operator(explain_peek(ex, 0))) {
        Part right;
        int saved = ex->at++;
        if (explain_peek(ex, 0) == TOK_NOT && is_arithmetic(ex->tokens[saved].kind))
            return tell_bare_not(ex);
        if (!read_unary(ex, &right))
            return give_back(ex, saved);
        make_compound(ex, part, AST_BinOp, part->outer);
    }
    return true;
}

/* ---- comparisons, and, or ---- */

static bool accept_comparison(Explainer *ex)
{
    switch (explain_peek(ex, 0)) {
    case TOK_EQ: case TOK_NOTEQ: case '<': case TOK_LTE: case '>': case TOK_GTE: case TOK_IN:
        ex->at++;
        return true;
    case TOK_IS:
        ex->at++;
        explain_accept(ex, TOK_NOT);
        return true;
    case TOK_NOT:
        if (explain_peek(ex, 1) != TOK_IN)
            return false;
        ex->at += 2;
        return true;
    default:
        return false;
    }
}

static bool read_inversion(Explainer *ex, Part *part)
{
    int first = ex->at;
    while (explain_accept(ex, TOK_NOT))
        ;
    bool negated = ex->at > first;
    if (!explain_operand(ex, part))
        return false;
    for (int saved = ex->at; accept_comparison(ex); saved = ex->at) {
        Part right;
        if (!explain_operand(ex, &right)) {
            if (!give_back(ex, saved))
                return false;
            break;
        }
        make_compound(ex, part, AST_Compare, part->outer);
    }
    if (negated) {
        make_compound(ex, part, AST_UnaryOp, first);
        part->operand = false;
    }
    return true;
}

bool explain_disjunction(Explainer *ex, Part *part)
{
    if (!read_inversion(ex, part))
        return false;
    while (explain_peek(ex, 0) == TOK_AND || explain_peek(ex, 0) == TOK_OR) {
        Part right;
        int saved = ex->at++;
        if (!read_inversion(ex, &right))
            return give_back(ex, saved);
        make_compound(ex, part, AST_BoolOp, part->outer);
    }
    return true;
}

/* ---- expressions ---- */

static bool is_old_statement(const Explainer *ex, const Part *part)
{
    return part->single_name && (explain_is_word(ex, part->first, "print") || explain_is_word(ex, part->first, "exec"));
}

/* CPython compares as many letters as the name has. */
static bool begins_soft_keyword(const Explainer *ex, int index)
{
    static const char *const words[] = {"_", "case", "match", "type"};
    const Token *token = &ex->tokens[index];
    size_t size = token->end - token->start;
    for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
        if (size <= strlen(words[i]) && memcmp(ex->parser->lexer.text + token->start, words[i], size) == 0)
            return true;
    return false;
}

/* Two expressions side by side. */
static bool tell_missing_comma(Explainer *ex, const Part *left, int start)
{
    const Token *first = &ex->tokens[start];
    int after = explain_peek(ex, 0);
    Part right;
    if (ex->quiet || !explain_starts_expression(after) || is_old_statement(ex, left))
        return true;
    if (first->kind == TOK_NAME &&
        (ex->tokens[start + 1].kind == TOK_STRING || begins_soft_keyword(ex, start)))
        return true;
    int saved = ex->at, depth = ex->depth;
    ex->quiet = true;
    bool found = explain_expression(ex, &right);
    ex->quiet = false;
    ex->seen[saved] |= SEEN_QUIETLY;
    ex->depth = depth;
    int level = ex->tokens[ex->at - 1].level;
    ex->at = saved;
    if (!found || level == 0)
        return true;
    return explain_range(ex, left->first, right.last, "invalid syntax. Perhaps you forgot a comma?");
}

/* `print x`: a statement of another Python.  Whatever the name, CPython reads on
 * after it, and may find another mistake there. */
static bool tell_old_statement(Explainer *ex, int start)
{
    Part right;
    int next = ex->tokens[start + 1].kind;
    if (ex->quiet || ex->tokens[start].kind != TOK_NAME || next == '(' || (ex->seen[start] & SEEN_OLD_STATEMENT) ||
        (next != '*' && !explain_starts_expression(next)))
        return true;
    bool print = explain_is_word(ex, start, "print"), exec = explain_is_word(ex, start, "exec");
    int saved = ex->at, depth = ex->depth;
    ex->seen[start] |= SEEN_OLD_STATEMENT;
    ex->at = start + 1;
    bool found = explain_star_expressions(ex, &right);
    if (found && (print || exec)) {
        const char *name = print ? "print" : "exec";
        return explain_range(ex, start, right.last, "Missing parentheses in call to '%s'. Did you mean %s(...)?", name, name);
    }
    ex->at = saved;
    ex->depth = depth;
    return !ex->told;
}

static bool read_lambda(Explainer *ex, Part *part)
{
    int first = ex->at++;
    if (!explain_parameters(ex, true))
        return false;
    if (explain_peek(ex, 0) == TOK_FIELD_COLON)
        return explain_range(ex, first, ex->at, "f-string: lambda expressions are not allowed without parentheses");
    if (!explain_accept(ex, ':'))
        return false;
    Part body;
    if (!explain_expression(ex, &body))
        return false;
    make_compound(ex, part, AST_Lambda, first);
    return true;
}

static bool read_conditional(Explainer *ex, Part *part)
{
    Part test, orelse;
    int saved = ex->at++;
    if (!explain_disjunction(ex, &test))
        return give_back(ex, saved);
    int after = explain_peek(ex, 0);
    if (after != TOK_ELSE && after != ':' && after != TOK_FIELD_COLON && !ex->quiet)
        return explain_range(ex, part->first, test.last, "expected 'else' after 'if' expression");
    if (!explain_accept(ex, TOK_ELSE) || !explain_expression(ex, &orelse))
        return give_back(ex, saved);
    make_compound(ex, part, AST_IfExp, part->outer);
    return true;
}

/* What was read as the right half of two expressions side by side is not read
 * again for mistakes: CPython remembers it from there. */
static bool read_first_operand(Explainer *ex, Part *part)
{
    bool quiet = ex->quiet;
    ex->quiet = quiet || (ex->seen[ex->at] & SEEN_QUIETLY);
    bool found = explain_disjunction(ex, part);
    ex->quiet = quiet;
    return found;
}

bool explain_expression(Explainer *ex, Part *part)
{
    int start = ex->at;
    if (!enter(ex))
        return false;
    if (explain_peek(ex, 0) == TOK_LAMBDA) {
        if (!read_lambda(ex, part))
            return false;
    } else {
        if (!read_first_operand(ex, part) || !tell_missing_comma(ex, part, start) || !tell_old_statement(ex, start))
            return false;
        if (explain_peek(ex, 0) == TOK_IF && !read_conditional(ex, part))
            return false;
    }
    ex->depth--;
    return true;
}

bool explain_assignment_mistake(Explainer *ex, const Part *part)
{
    int after = explain_peek(ex, 0);
    if (ex->quiet)
        return true;
    Part right;
    int saved = ex->at;
    if (after == TOK_WALRUS) {
        ex->at++;
        bool whole = explain_expression(ex, &right);
        ex->at = saved;
        if (!whole || part->single_name)
            return !ex->told;
        return explain_range(ex, part->first, part->last, "cannot use assignment expressions with %s",
                             explain_describe(part));
    }
    bool constant = part->kind == AST_Constant && part->constant <= AST_CONST_FALSE;
    if (after != '=' || !part->operand || constant || part->kind == AST_List || part->kind == AST_Tuple ||
        part->kind == AST_GeneratorExp)
        return true;
    ex->at++;
    bool found = explain_operand(ex, &right);
    int next = found ? explain_peek(ex, 0) : 0;
    ex->at = saved;
    if (ex->told)
        return false;
    if (!found || next == '=' || next == TOK_WALRUS)
        return true;
    if (part->single_name)
        return explain_range(ex, part->first, right.last, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    return explain_range(ex, part->first, part->last, "cannot assign to %s here. Maybe you meant '==' instead of '='?",
                         explain_describe(part));
}

bool explain_named(Explainer *ex, Part *part)
{
    if (explain_peek(ex, 0) == TOK_NAME && explain_peek(ex, 1) == TOK_WALRUS) {
        int first = ex->at;
        Part value;
        ex->at += 2;
        if (!explain_expression(ex, &value))
            return false;
        make_compound(ex, part, AST_NamedExpr, first);
        return true;
    }
    return explain_expression(ex, part) && explain_assignment_mistake(ex, part);
}

static bool read_starred(Explainer *ex, Part *part)
{
    int first = ex->at++;
    Part value;
    if (!explain_operand(ex, &value))
        return false;
    make_compound(ex, part, AST_Starred, first);
    part->bad = value.bad;
    return true;
}

bool explain_star_named(Explainer *ex, Part *part)
{
    return explain_peek(ex, 0) == '*' ? read_starred(ex, part) : explain_named(ex, part);
}

/* Elements up to a token that begins none; one alone is itself. */
bool explain_star_expressions(Explainer *ex, Part *part)
{
    int first = ex->at;
    BadTarget bad = {0}, undeletable = {0};
    bool tuple = false;
    for (;;) {
        int saved = ex->at;
        if (!(explain_peek(ex, 0) == '*' ? read_starred(ex, part) : explain_expression(ex, part))) {
            if (!tuple || !give_back(ex, saved))
                return false;
            break;
        }
        bad = bad.what ? bad : part->bad;
        undeletable = undeletable.what ? undeletable : part->undeletable;
        if (!tuple)
            ex->first_element = part->last;
        ex->last_element = *part;
        if (!explain_accept(ex, ','))
            break;
        tuple = true;
        int next = explain_peek(ex, 0);
        if (next != '*' && !explain_starts_expression(next))
            break;
    }
    ex->is_bare_tuple = tuple;
    if (tuple) {
        *part = explain_part(AST_Tuple, first, ex->at - 1);
        part->bad = bad;
        part->undeletable = undeletable;
        part->operand = false;
    }
    return true;
}

bool explain_yield(Explainer *ex, Part *part)
{
    int first = ex->at++;
    Part value;
    if (explain_accept(ex, TOK_FROM)) {
        if (!explain_expression(ex, &value))
            return false;
    } else if (explain_peek(ex, 0) == '*' || explain_starts_expression(explain_peek(ex, 0))) {
        if (!explain_star_expressions(ex, &value))
            return false;
    }
    make_compound(ex, part, AST_Yield, first);
    return true;
}

bool explain_right_side(Explainer *ex, Part *part)
{
    return explain_peek(ex, 0) == TOK_YIELD ? explain_yield(ex, part) : explain_star_expressions(ex, part);
}
