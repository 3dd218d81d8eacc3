/* Numbers, strings and f-strings: decoding and joining. */
#include "grammar/strings.h"

#include "syntax/escape.h"

#include <stdlib.h>
#include <string.h>

/* ---- numbers ---- */

/* CPython's sys.int_info.default_max_str_digits: longer decimals are refused. */
enum { MAX_DECIMAL_DIGITS = 4300 };

static AstText copy_without_underscores(Builder *build, const char *start, size_t size)
{
    char *copy = arena_copy(build->arena, start, size);
    if (!copy)
        return (AstText){"0", 1};
    size_t kept = 0;
    for (size_t i = 0; i < size; i++)
        if (start[i] != '_')
            copy[kept++] = start[i];
    copy[kept] = 0;
    return (AstText){copy, (uint32_t)kept};
}

static bool is_based(AstText digits)
{
    return digits.size > 1 && digits.bytes[0] == '0' && strchr("xXoObB", digits.bytes[1]);
}

Node *number_node(Builder *build, const char *text, const Token *token)
{
    AstText digits = copy_without_underscores(build, text + token->start, token->end - token->start);
    char last = digits.bytes[digits.size - 1];
    if (is_based(digits))
        return AST(Constant, token->span, .type = AST_CONST_INT, .text = digits);
    if (last == 'j' || last == 'J')
        return AST(Constant, token->span, .type = AST_CONST_IMAGINARY, .text = digits, .real = strtod(digits.bytes, NULL));
    if (strpbrk(digits.bytes, ".eE"))
        return AST(Constant, token->span, .type = AST_CONST_FLOAT, .text = digits, .real = strtod(digits.bytes, NULL));
    if (digits.size > MAX_DECIMAL_DIGITS && digits.bytes[0] != '0') {
        diagnostic_set(build->diagnostic, SYNTAX_ERROR, token->span,
                       "Exceeds the limit (%d digits) for integer string conversion: value has %u digits; "
                       "use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge "
                       "integer literals to avoid decimal conversion limits.", MAX_DECIMAL_DIGITS, digits.size);
        return NULL;
    }
    return AST(Constant, token->span, .type = AST_CONST_INT, .text = digits);
}

/* ---- strings ---- */

typedef struct {
    bool bytes, raw, unicode;
    const char *body;
    size_t size;
} Literal;

static Literal read_prefix(const char *start, const char *end)
{
    Literal literal = {0};
    for (; *start != '"' && *start != '\''; start++) {
        literal.bytes |= (*start | 0x20) == 'b';
        literal.raw |= (*start | 0x20) == 'r';
        literal.unicode |= *start == 'u';
    }
    size_t quotes = end - start >= 6 && start[1] == *start && start[2] == *start ? 3 : 1;
    literal.body = start + quotes;
    literal.size = (size_t)(end - start) - 2 * quotes;
    return literal;
}

Node *string_node(Builder *build, const char *text, const Token *token)
{
    Literal literal = read_prefix(text + token->start, text + token->end);
    EscapeJob job = {.build = build, .span = token->span, .start = literal.body, .size = literal.size};
    AstText value;
    if (literal.bytes ? !escape_decode_bytes(&job, literal.raw, &value)
                      : !escape_decode_text(&job, literal.raw, &value))
        return NULL;
    return AST(Constant, token->span, .type = literal.bytes ? AST_CONST_BYTES : AST_CONST_STR, .text = value,
               .is_unicode = literal.unicode);
}

Node *fstring_middle_node(Builder *build, const char *text, const Token *token)
{
    EscapeJob job = {
        .build = build, .span = token->span, .start = text + token->start, .size = token->end - token->start,
        .braces = true,
    };
    AstText value;
    if (!escape_decode_text(&job, token->raw, &value))
        return NULL;
    return AST(Constant, token->span, .type = AST_CONST_STR, .text = value);
}

/* ---- joining ---- */

static bool is_text(const Node *node)
{
    return node->kind == AST_Constant;
}

/* The text of values[from, to), all of them constants. */
static AstText concatenate(Builder *build, NodeList values, int from, int to)
{
    size_t size = 0;
    for (int i = from; i < to; i++)
        size += AST_CAST(Constant, values.items[i])->text.size;
    char *bytes = arena_alloc(build->arena, size + 1), *at = bytes;
    if (!bytes)
        return (AstText){"", 0};
    for (int i = from; i < to; i++) {
        AstText part = AST_CAST(Constant, values.items[i])->text;
        memcpy(at, part.bytes, part.size);
        at += part.size;
    }
    return (AstText){bytes, (uint32_t)size};
}

static Node *concatenate_nodes(Builder *build, NodeList values, int from, int to)
{
    const ConstantNode *first = AST_CAST(Constant, values.items[from]);
    if (to == from + 1)
        return values.items[from];
    return AST(Constant, span_join(first->node.span, values.items[to - 1]->span), .type = first->type,
               .text = concatenate(build, values, from, to), .is_unicode = first->is_unicode);
}

NodeList strings_fold(Builder *build, NodeList values)
{
    NodeList folded = {0};
    for (int i = 0; i < values.count;) {
        int end = i + 1;
        if (!is_text(values.items[i])) {
            folded = build_append(build, folded, values.items[i]);
            i = end;
            continue;
        }
        while (end < values.count && is_text(values.items[end]))
            end++;
        Node *joined = concatenate_nodes(build, values, i, end);
        if (AST_CAST(Constant, joined)->text.size > 0)
            folded = build_append(build, folded, joined);
        i = end;
    }
    return folded;
}

static bool is_bytes(const Node *node)
{
    return is_text(node) && AST_CAST(Constant, node)->type == AST_CONST_BYTES;
}

Node *strings_join(Builder *build, NodeList parts, Span span, Span following)
{
    if (parts.count == 0)
        return NULL;
    NodeList flat = {0};
    bool formatted = false;
    for (int i = 0; i < parts.count; i++) {
        Node *part = parts.items[i];
        if (is_bytes(part) != is_bytes(parts.items[0])) {
            diagnostic_set(build->diagnostic, SYNTAX_ERROR, following, "cannot mix bytes and nonbytes literals");
            return NULL;
        }
        if (is_text(part)) {
            flat = build_append(build, flat, part);
            continue;
        }
        formatted = true;
        NodeList values = AST_CAST(JoinedStr, part)->values;
        for (int j = 0; j < values.count; j++)
            flat = build_append(build, flat, values.items[j]);
    }
    if (formatted)
        return AST(JoinedStr, span, .values = strings_fold(build, flat));
    Node *joined = concatenate_nodes(build, flat, 0, flat.count);
    joined->span = span;
    return joined;
}

/* ---- fields ---- */

int fstring_conversion(Builder *build, const Token *bang, AstText name, Span span)
{
    if (bang->end != (bang + 1)->start)
        return diagnostic_set(build->diagnostic, SYNTAX_ERROR, span_join(bang->span, span),
                              "f-string: conversion type must come right after the exclamanation mark");
    if (name.size == 1 && strchr("sra", name.bytes[0]))
        return name.bytes[0];
    return diagnostic_set(build->diagnostic, SYNTAX_ERROR, span,
                          "f-string: invalid conversion character '%s': expected 's', 'r', or 'a'", name.bytes);
}

/* The text between open and the token after the '=', without its comments
 * (which can only stand between tokens). */
static AstText debug_text(Builder *build, const char *text, const Token *open, const Token *after)
{
    char *bytes = arena_alloc(build->arena, after->start - open->end + 1), *at = bytes;
    if (!bytes)
        return (AstText){"", 0};
    for (const Token *token = open; token < after; token++) {
        if (token != open) {
            memcpy(at, text + token->start, token->end - token->start);
            at += token->end - token->start;
        }
        bool comment = false;
        for (uint32_t i = token->end; i < token[1].start; i++) {
            comment = text[i] == '#' || (comment && text[i] != '\n');
            if (!comment)
                *at++ = text[i];
        }
    }
    return (AstText){bytes, (uint32_t)(at - bytes)};
}

NodeList fstring_field(Builder *build, const char *text, const FieldParts *parts)
{
    int conversion = parts->conversion;
    NodeList values = {0};
    if (parts->equal) {
        const Token *after = parts->equal + 1;
        Span span = {parts->open->span.end_line, parts->open->span.end_column, after->span.line, after->span.column};
        values = build_one(build, AST(Constant, span, .type = AST_CONST_STR,
                                      .text = debug_text(build, text, parts->open, after)));
        if (conversion == -1 && !parts->spec)
            conversion = 'r';
    }
    return build_append(build, values, AST(FormattedValue, parts->span, .value = parts->value,
                                           .conversion = conversion, .format_spec = parts->spec));
}
