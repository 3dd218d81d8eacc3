/* What the parser's actions share: the lexer, the builder, the result. */
#ifndef HABU_GRAMMAR_PARSE_STATE_H
#define HABU_GRAMMAR_PARSE_STATE_H

#include "grammar/lexer.h"
#include "syntax/build.h"

/* A line that ended in ':' and wants a block. */
typedef struct {
    int opener; /* the token it begins with; 0: none */
    bool star;  /* except* */
    uint32_t line;
} Header;

typedef enum { EXCEPT_NONE, EXCEPT_PLAIN, EXCEPT_STAR } ExceptClauses;

typedef struct {
    int opener;
    ExceptClauses clauses; /* of the `try` last begun in this block */
} Block;

typedef struct Parser {
    Builder builder;
    Lexer lexer;
    Span lookahead; /* the token being pushed */
    Node *result; /* the Module or Expression, once END was accepted */

    /* For explain.c: what the lines accepted so far have opened. */
    Header header;
    Block blocks[LEXER_MAX_INDENTS];
    int block_count; /* index of the innermost */
    int closed;      /* opener of the clause that ended last */
    bool final;      /* the error told stands, whatever the lexer finds later */
    bool reached_error; /* explaining came upon what the lexer refused */
    uint32_t furthest_line; /* of the last token that explaining looked at */
} Parser;

/* Records a SyntaxError; always false. */
bool parser_fail(Parser *parser, Span span, const char *message);

/* The tokens fit but what they make does not: as if the token just read had
 * been the wrong one.  Always false. */
bool parser_unexpected(Parser *parser);

/* False, with the error recorded, when the tree is deeper than AST_MAX_DEPTH. */
bool parser_check_depth(Parser *parser, const Node *node);

/* Appends every node of more; checks their depth: count is -1 after an error. */
NodeList parser_append_all(Parser *parser, NodeList list, NodeList more);

/* Marks a function, `for` or `with` as asynchronous; the span begins at async. */
Node *parser_make_async(Node *node, Span async);

/* "a", "b" and "c" make "a.b.c". */
AstText parser_join_dotted(Parser *parser, AstTextList names);

bool parser_is_wildcard(AstText name);

/* False, with the error recorded, for `*x` where no tuple is made of it. */
bool parser_no_lone_star(Parser *parser, const Node *node);

/* False, with the error recorded, when a generator lacks its parentheses. */
bool parser_no_bare_generator(Parser *parser, NodeList arguments);

/* The same among the bases of a class, where even one alone is wrong. */
bool parser_no_class_generator(Parser *parser, NodeList arguments);

/* Makes a Call; parentheses is the span of "(...)".  NULL after an error. */
Node *parser_call(Parser *parser, Node *function, NodeList items, Span parentheses);

/* The items of `with (...)`, once it is seen whether they are items or one
 * tuple; empty, with the error recorded, when they are neither. */
NodeList parser_with_items(Parser *parser, NodeList covers, bool comma, Span parentheses);

/* Nodes from lists that hold keys and values in turn. */
Node *parser_dict(Parser *parser, NodeList items, Span span);
Node *parser_mapping(Parser *parser, NodeList items, AstText rest, Span span);

/* NULL, with the error recorded, when a positional pattern follows a keyword one. */
Node *parser_class_pattern(Parser *parser, Node *name, NodeList items, Span span);

/* The two numbers of `1 + 2j` in a pattern. */
bool parser_check_complex(Parser *parser, const Node *real, const Node *imaginary);

#endif
