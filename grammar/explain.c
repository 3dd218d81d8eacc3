/* Saying what is wrong: blocks and statements.
 *
 * The parser stopped at a token of the line at hand.  What the lines before
 * opened is in parser->blocks; within the line, its statement is read again
 * with the functions of explain_parts.h, which know the mistakes people make.
 * When none is found, the sentence is "invalid syntax", at the token. */
#include "grammar/explain.h"

#include "grammar/explain_parts.h"
#include "parser.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- blocks ---- */

static int first_word(const Parser *parser)
{
    int i = 0, count = parser->lexer.token_count;
    const Token *tokens = parser->lexer.tokens;
    while (i < count && (tokens[i].kind == TOK_INDENT || tokens[i].kind == TOK_DEDENT))
        i++;
    return i;
}

static void note_layout(Parser *parser, int kind)
{
    if (kind == TOK_INDENT && parser->block_count < LEXER_MAX_INDENTS - 1) {
        parser->blocks[++parser->block_count] = (Block){.opener = parser->header.opener};
        parser->header = (Header){0};
    } else if (kind == TOK_DEDENT && parser->block_count > 0) {
        parser->closed = parser->blocks[parser->block_count--].opener;
    }
}

void explain_note_token(Parser *parser, int index)
{
    const Token *token = &parser->lexer.tokens[index];
    if (token->kind == TOK_INDENT || token->kind == TOK_DEDENT)
        note_layout(parser, token->kind);
}

void explain_note_line(Parser *parser)
{
    const Token *tokens = parser->lexer.tokens;
    int first = first_word(parser), last = parser->lexer.token_count - 1;
    if (first >= last)
        return;
    int opener = tokens[first].kind;
    bool star = opener == TOK_EXCEPT && tokens[first + 1].kind == '*';
    Block *block = &parser->blocks[parser->block_count];
    if (opener == TOK_EXCEPT)
        block->clauses = star ? EXCEPT_STAR : EXCEPT_PLAIN;
    else if (opener == TOK_TRY)
        block->clauses = EXCEPT_NONE;
    if (opener == TOK_ASYNC)
        opener = tokens[first + 1].kind;
    bool expects_block = tokens[last].kind == TOK_NEWLINE && tokens[last - 1].kind == ':' && tokens[last - 1].level == 0;
    parser->header = expects_block ? (Header){opener, star, tokens[first].span.line} : (Header){0};
    parser->closed = expects_block ? 0 : opener; /* a whole clause on one line */
}

/* How an indented block is named in "expected an indented block after ...". */
static const char *describe_header(const Header *header)
{
    switch (header->opener) {
    case TOK_IF: return "'if' statement";
    case TOK_ELIF: return "'elif' statement";
    case TOK_ELSE: return "'else' statement";
    case TOK_WHILE: return "'while' statement";
    case TOK_FOR: return "'for' statement";
    case TOK_WITH: return "'with' statement";
    case TOK_TRY: return "'try' statement";
    case TOK_EXCEPT: return header->star ? "'except*' statement" : "'except' statement";
    case TOK_FINALLY: return "'finally' statement";
    case TOK_MATCH: return "'match' statement";
    case TOK_CASE: return "'case' statement";
    case TOK_DEF: return "function definition";
    case TOK_CLASS: return "class definition";
    default: return NULL;
    }
}

static bool tell_indentation(Parser *parser, const Token *token, const char *message)
{
    Span span = token->span;
    bool layout = token->kind == TOK_INDENT || token->kind == TOK_DEDENT;
    bool at_end = token->start >= (size_t)(parser->lexer.end - parser->lexer.text) - 1;
    /* As CPython prints it for a file; the end of a text has no place in its line. */
    bool no_caret = at_end || (layout && span.end_column == 0);
    if (layout && !no_caret)
        span.column = span.end_column - 1; /* CPython counts from 1 here and not elsewhere */
    Diagnostic *diagnostic = parser->builder.diagnostic;
    diagnostic->message[0] = 0;
    diagnostic_set(diagnostic, INDENTATION_ERROR, span, "%s", message);
    diagnostic->has_end = !layout && token->kind != TOK_END;
    diagnostic->no_caret = no_caret;
    return true;
}

/* Mistakes between lines; true when one was told. */
static bool explain_layout(Parser *parser, int index, int first)
{
    const Token *token = &parser->lexer.tokens[index];
    const char *header = describe_header(&parser->header);
    char message[96];
    if (index > first)
        return false;
    if (token->kind == TOK_INDENT)
        return parser->final = tell_indentation(parser, token, "unexpected indent");
    if (header) {
        snprintf(message, sizeof message, "expected an indented block after %s on line %u", header, parser->header.line);
        return tell_indentation(parser, token, message);
    }
    if (parser->closed == TOK_TRY && token->kind != TOK_EXCEPT && token->kind != TOK_FINALLY) {
        tell_indentation(parser, token, "expected 'except' or 'finally' block");
        parser->builder.diagnostic->kind = SYNTAX_ERROR;
        return true;
    }
    if (token->kind == TOK_DEDENT)
        return parser->final = tell_indentation(parser, token, "unexpected unindent");
    return false;
}

/* ---- simple statements ---- */

static bool is_augmented(int kind)
{
    return kind >= TOK_ADD_EQ && kind <= TOK_POWER_EQ;
}

static bool read_annotation(Explainer *ex, const Part *target)
{
    Part part;
    int colon = ex->at++;
    bool single = target->kind == AST_Name || target->kind == AST_Attribute || target->kind == AST_Subscript;
    if (!explain_expression(ex, &part)) /* then the ':' itself is one too many */
        return !single && !ex->told && explain_range(ex, colon, colon, "invalid syntax");
    if (target->kind == AST_List || target->kind == AST_Tuple) {
        bool bare = target->kind == AST_Tuple && ex->tokens[target->first].kind != '(';
        return explain_range(ex, target->first, bare ? ex->first_element : target->last,
                             "only single target (not %s) can be annotated", explain_describe(target));
    }
    if (!single)
        return explain_range(ex, target->first, target->last, "illegal target for annotation");
    return !explain_accept(ex, '=') || explain_right_side(ex, &part);
}

/* `left =`: whether it may be assigned to. */
static bool check_assigned(Explainer *ex, const Part *part, bool first, const Part *last_element)
{
    if (part->kind == AST_Yield && part->outer == part->first)
        return explain_range(ex, part->first, part->last, "assignment to yield expression not possible");
    if (!part->bad.what)
        return true;
    if (first && !explain_assignment_mistake(ex, last_element))
        return false;
    return explain_target(ex, part);
}

/* `a, b c = d`: CPython looks on for a place where `:` makes it an annotation. */
static bool read_more_elements(Explainer *ex)
{
    Part part;
    int saved = ex->at;
    while (explain_peek(ex, 0) == '*' || explain_starts_expression(explain_peek(ex, 0)))
        do {
            if (!explain_star_named(ex, &part))
                return ex->at = saved, !ex->told;
        } while (explain_accept(ex, ','));
    ex->at = saved;
    return true;
}

static bool read_expression_statement(Explainer *ex)
{
    Part part, value;
    for (bool first = true;; first = false) {
        if (!explain_right_side(ex, &part))
            return false;
        Part last = part;
        if (part.kind == AST_Tuple && part.first == part.outer && ex->tokens[part.first].kind != '(')
            last = ex->last_element;
        if (explain_peek(ex, 0) == TOK_WALRUS)
            return first && explain_assignment_mistake(ex, &last);
        if (explain_peek(ex, 0) == '=') {
            if (!check_assigned(ex, &part, first, &last))
                return false;
            ex->at++;
            continue;
        }
        if (!first)
            return true;
        break;
    }
    if (explain_peek(ex, 0) == ':')
        return read_annotation(ex, &part);
    if (ex->is_bare_tuple && !read_more_elements(ex))
        return false;
    if (!is_augmented(explain_peek(ex, 0)))
        return true;
    ex->at++;
    if (!explain_right_side(ex, &value))
        return false;
    if (part.kind == AST_Name || part.kind == AST_Attribute || part.kind == AST_Subscript)
        return true;
    return explain_range(ex, part.first, part.last, "'%s' is an illegal expression for augmented assignment",
                         explain_describe(&part));
}

static bool tell_no_names(Explainer *ex)
{
    const Token *newline = &ex->tokens[ex->at];
    if (newline->kind != TOK_NEWLINE)
        return false;
    explain_range(ex, ex->at, ex->at, "Expected one or more names after 'import'");
    Diagnostic *diagnostic = ex->parser->builder.diagnostic;
    diagnostic->has_end = newline->end - newline->start > 1; /* a comment, here without its newline */
    diagnostic->span.end_column -= 1;
    return false;
}

static bool read_dotted_name(Explainer *ex)
{
    if (!explain_accept(ex, TOK_NAME))
        return false;
    while (explain_peek(ex, 0) == '.' && explain_peek(ex, 1) == TOK_NAME)
        ex->at += 2;
    return true;
}

static bool read_import(Explainer *ex)
{
    int import = ex->at++;
    if (explain_peek(ex, 0) == TOK_NEWLINE)
        return tell_no_names(ex);
    do {
        if (!read_dotted_name(ex))
            return false;
    } while (explain_accept(ex, ','));
    return explain_accept(ex, TOK_FROM) && read_dotted_name(ex) &&
           explain_range(ex, import, ex->at - 1, "Did you mean to use 'from ... import ...' instead?");
}

static bool read_from(Explainer *ex)
{
    ex->at++;
    while (explain_accept(ex, '.') || explain_accept(ex, TOK_ELLIPSIS))
        ;
    if (explain_peek(ex, 0) == TOK_NAME && !read_dotted_name(ex))
        return false;
    if (!explain_accept(ex, TOK_IMPORT))
        return false;
    if (explain_peek(ex, 0) == TOK_NEWLINE)
        return tell_no_names(ex);
    while (explain_accept(ex, TOK_NAME)) {
        if (explain_accept(ex, TOK_AS) && !explain_accept(ex, TOK_NAME))
            return false;
        if (!explain_accept(ex, ','))
            return false;
        if (explain_peek(ex, 0) == TOK_NEWLINE)
            return explain_range(ex, ex->at, ex->at, "trailing comma not allowed without surrounding parentheses");
    }
    return false;
}

static bool read_type_parameters(Explainer *ex)
{
    Part part;
    if (!explain_accept(ex, '['))
        return true;
    /* In a type statement CPython has by then read what follows, as a subscript. */
    if (explain_peek(ex, 0) == ']' && ex->at >= 3 && ex->tokens[ex->at - 3].kind == TOK_TYPE)
        explain_peek(ex, 1);
    if (explain_peek(ex, 0) == ']')
        return explain_from(ex, ex->at, "Type parameter list cannot be empty");
    do {
        int form = explain_peek(ex, 0);
        if (form == ']')
            break;
        if (form == '*' || form == TOK_POWER)
            ex->at++;
        if (!explain_accept(ex, TOK_NAME))
            return false;
        int colon = ex->at;
        if (explain_accept(ex, ':')) {
            if (!explain_expression(ex, &part))
                return false;
            explain_peek(ex, 0);
            if (form != TOK_NAME)
                return explain_from(ex, colon, "cannot use %s with %s", part.kind == AST_Tuple ? "constraints" : "bound",
                                    form == '*' ? "TypeVarTuple" : "ParamSpec");
        }
        if (explain_accept(ex, '=')) {
            explain_accept(ex, '*');
            if (!explain_expression(ex, &part))
                return false;
        }
    } while (explain_accept(ex, ','));
    return explain_accept(ex, ']');
}

static bool read_delete(Explainer *ex)
{
    Part part;
    ex->at++;
    if (!explain_star_expressions(ex, &part))
        return false;
    if (part.undeletable.what)
        return explain_range(ex, part.undeletable.first, part.undeletable.last, "cannot delete %s", part.undeletable.what);
    return true;
}

static bool read_list(Explainer *ex, int separator)
{
    Part part;
    ex->at++;
    if (!explain_starts_expression(explain_peek(ex, 0)))
        return false;
    return explain_expression(ex, &part) && (!explain_accept(ex, separator) || explain_expression(ex, &part));
}

static bool read_simple(Explainer *ex)
{
    Part part;
    switch (explain_peek(ex, 0)) {
    case TOK_IMPORT: return read_import(ex);
    case TOK_FROM: return read_from(ex);
    case TOK_DEL: return read_delete(ex);
    case TOK_RAISE: return read_list(ex, TOK_FROM);
    case TOK_ASSERT: return read_list(ex, ',');
    case TOK_RETURN:
        ex->at++;
        return explain_starts_expression(explain_peek(ex, 0)) || explain_peek(ex, 0) == '*'
                   ? explain_star_expressions(ex, &part) : true;
    case TOK_TYPE:
        ex->at += 2;
        return read_type_parameters(ex) && explain_accept(ex, '=') && explain_expression(ex, &part);
    case TOK_PASS: case TOK_BREAK: case TOK_CONTINUE:
        ex->at++;
        return true;
    case TOK_GLOBAL: case TOK_NONLOCAL:
        return false;
    default:
        return read_expression_statement(ex);
    }
}

static bool read_simples(Explainer *ex)
{
    while (read_simple(ex))
        if (!explain_accept(ex, ';'))
            return true;
    return false;
}

/* ---- compound statements ---- */

/* The ':' of a header: missing at the end of the line, or anywhere when forced. */
static bool read_colon(Explainer *ex, bool forced)
{
    if (explain_accept(ex, ':'))
        return explain_peek(ex, 0) == TOK_NEWLINE || read_simples(ex);
    if (forced || explain_peek(ex, 0) == TOK_NEWLINE)
        return explain_range(ex, ex->at, ex->at, "expected ':'");
    return false;
}

static bool read_for(Explainer *ex)
{
    Part part;
    BadTarget bad = {0};
    ex->at++;
    do {
        if (explain_peek(ex, 0) == TOK_IN)
            break;
        explain_accept(ex, '*');
        if (!explain_operand(ex, &part))
            return false;
        if (!bad.what)
            bad = part.bad;
    } while (explain_accept(ex, ','));
    if (bad.what)
        return explain_range(ex, bad.first, bad.last, "cannot assign to %s", bad.what);
    return explain_accept(ex, TOK_IN) && explain_star_expressions(ex, &part) && read_colon(ex, false);
}

static bool read_with_items(Explainer *ex)
{
    Part part;
    do {
        if (explain_peek(ex, 0) == ')')
            break;
        if (!explain_expression(ex, &part))
            return false;
        if (!explain_accept(ex, TOK_AS))
            continue;
        if (explain_peek(ex, 0) == '*')
            ex->at++;
        if (!explain_expression(ex, &part))
            return false;
        int next = explain_peek(ex, 0);
        if ((next == ',' || next == ')' || next == ':') && !explain_target(ex, &part))
            return false;
    } while (explain_accept(ex, ','));
    return true;
}

static bool read_with(Explainer *ex)
{
    int start = ++ex->at;
    if (explain_peek(ex, 0) == '(' || explain_peek(ex, 0) == TOK_WITH_PAREN) {
        ex->at++;
        if (read_with_items(ex) && explain_accept(ex, ')') &&
            (explain_peek(ex, 0) == ':' || explain_peek(ex, 0) == TOK_NEWLINE))
            return read_colon(ex, false);
        if (ex->told || ex->tokens[start].kind == TOK_WITH_PAREN)
            return false;
        ex->at = start;
    }
    return read_with_items(ex) && read_colon(ex, false);
}

static bool read_def(Explainer *ex)
{
    Part part;
    ex->at++;
    if (!explain_accept(ex, TOK_NAME))
        return false;
    int bracket = ex->at;
    if (!read_type_parameters(ex) && ex->told)
        return false;
    if (ex->tokens[ex->at - 1].kind != ']' && ex->at != bracket)
        ex->at = bracket;
    if (!explain_accept(ex, '('))
        return explain_range(ex, ex->at, ex->at, "expected '('");
    if (!explain_parameters(ex, false) || !explain_accept(ex, ')'))
        return false;
    int arrow = ex->at;
    if (explain_accept(ex, TOK_ARROW) && !explain_expression(ex, &part)) {
        if (ex->told)
            return false;
        ex->at = arrow;
    }
    return read_colon(ex, true);
}

static bool read_class(Explainer *ex)
{
    ex->at++;
    if (!explain_accept(ex, TOK_NAME) || !read_type_parameters(ex))
        return false;
    if (explain_accept(ex, '(') && !(explain_arguments(ex) && explain_accept(ex, ')')))
        return false;
    return read_colon(ex, false);
}

static bool read_types(Explainer *ex)
{
    Part part, more;
    if (!explain_expression(ex, &part))
        return false;
    if (!explain_accept(ex, ','))
        return true;
    if (!explain_star_expressions(ex, &more))
        return false;
    if (explain_accept(ex, TOK_AS))
        explain_accept(ex, TOK_NAME);
    if (explain_peek(ex, 0) != ':')
        return false;
    return explain_from(ex, part.first, "multiple exception types must be parenthesized");
}

static bool read_except(Explainer *ex)
{
    int except = ex->at++;
    bool star = explain_accept(ex, '*');
    ExceptClauses before = ex->parser->blocks[ex->parser->block_count].clauses;
    if (before != EXCEPT_NONE && (before == EXCEPT_STAR) != star)
        return explain_range(ex, except, star ? ex->at - 1 : except,
                             "cannot have both 'except' and 'except*' on the same 'try'");
    int next = explain_peek(ex, 0);
    if (star && (next == ':' || next == TOK_NEWLINE))
        return explain_range(ex, ex->at, ex->at, "expected one or more exception types");
    if (next != ':' && next != TOK_NEWLINE && !read_types(ex))
        return false;
    if (explain_accept(ex, TOK_AS) && !explain_accept(ex, TOK_NAME))
        return false;
    return read_colon(ex, false);
}

/* Patterns are not read again: only what follows a whole one, or `as`. */
static bool read_case(Explainer *ex, int index)
{
    Part part;
    int before = ex->tokens[index - 1].kind;
    if (before == TOK_AS && ex->tokens[index].kind != TOK_NAME) {
        ex->at = index;
        return explain_expression(ex, &part) && explain_range(ex, part.first, part.last, "invalid pattern target");
    }
    for (int i = ex->at; i < index; i++) {
        if (ex->tokens[i].kind == TOK_IF && ex->tokens[i].level == 0) {
            ex->at = i + 1;
            return explain_named(ex, &part) && read_colon(ex, false);
        }
        if (ex->tokens[i].kind == ':' && ex->tokens[i].level == 0) {
            ex->at = i + 1;
            return read_simples(ex);
        }
    }
    switch (before) {
    case TOK_NAME: case TOK_NUMBER: case TOK_STRING: case TOK_FSTRING_END: case TOK_NONE: case TOK_TRUE: case TOK_FALSE:
    case ')': case ']': case '}': case ',':
        if (ex->tokens[index].kind == TOK_NEWLINE)
            return explain_range(ex, index, index, "expected ':'");
        return false;
    default:
        return false;
    }
}

static bool read_match(Explainer *ex)
{
    Part part;
    ex->at++;
    do {
        if (explain_peek(ex, 0) == ':')
            break;
        if (!explain_star_named(ex, &part))
            return false;
    } while (explain_accept(ex, ','));
    return read_colon(ex, false);
}

static bool read_statement(Explainer *ex, int index)
{
    Part part;
    int kind = explain_peek(ex, 0);
    if (kind == TOK_ASYNC) {
        ex->at++;
        kind = explain_peek(ex, 0);
        if (kind != TOK_FOR && kind != TOK_WITH && kind != TOK_DEF)
            return false;
    }
    switch (kind) {
    case TOK_IF: case TOK_ELIF: case TOK_WHILE:
        ex->at++;
        return explain_named(ex, &part) && read_colon(ex, false);
    case TOK_ELSE: case TOK_TRY: case TOK_FINALLY:
        ex->at++;
        return read_colon(ex, true);
    case TOK_FOR: return read_for(ex);
    case TOK_WITH: return read_with(ex);
    case TOK_DEF: return read_def(ex);
    case TOK_CLASS: return read_class(ex);
    case TOK_EXCEPT: return read_except(ex);
    case TOK_MATCH: return read_match(ex);
    case TOK_CASE: return read_case(ex, index);
    case '@':
        ex->at++;
        return explain_named(ex, &part);
    default: break;
    }
    /* Without its ':' the line of a match statement has a name in front. */
    if (explain_is_word(ex, ex->at, "match") && explain_starts_expression(explain_peek(ex, 1))) {
        int start = ex->at;
        if (read_match(ex) || ex->told)
            return false;
        ex->at = start;
    }
    return read_simples(ex);
}

void explain_error(Parser *parser, int index)
{
    const Token *token = &parser->lexer.tokens[index];
    int first = first_word(parser);
    Diagnostic *diagnostic = parser->builder.diagnostic;
    if (diagnostic->message[0] && diagnostic->kind != SYNTAX_ERROR)
        return;
    parser->furthest_line = token->span.line;
    if (explain_layout(parser, index, first))
        return;
    /* One byte a token; NULL only makes the sentence plainer. */
    uint8_t *seen = calloc((size_t)parser->lexer.token_count + 1, 1);
    if (!seen)
        return;
    Explainer ex = {
        .seen = seen, .parser = parser, .tokens = parser->lexer.tokens, .count = parser->lexer.token_count,
        .at = first, .furthest = diagnostic->message[0] ? first : index,
    };
    bool misplaced = index == first && !explain_starts_expression(token->kind) && token->kind != TOK_YIELD;
    if (!misplaced && first < ex.count)
        read_statement(&ex, index);
    free(seen);
    parser->furthest_line = parser->lexer.tokens[ex.furthest].span.line;
    parser->reached_error = parser->lexer.tokens[ex.furthest].kind == TOK_ERROR;
    if (diagnostic->message[0])
        return;
    diagnostic_set(diagnostic, SYNTAX_ERROR, token->span, "invalid syntax");
    diagnostic->no_caret = token->kind == TOK_END;
}
