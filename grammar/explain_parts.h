/* The recogniser behind explain.c: reads the tokens of one line again, the way a
 * person would, and stops at the first mistake it knows a sentence for.
 *
 * It makes no tree.  Each function reads one construct from `at`, fills in a
 * Part and returns true; or returns false, having told the mistake (told is set)
 * or because the tokens do not fit (the caller then gives up too). */
#ifndef HABU_GRAMMAR_EXPLAIN_PARTS_H
#define HABU_GRAMMAR_EXPLAIN_PARTS_H

#include "grammar/parse_state.h"

/* What a construct is, in the words of "cannot assign to ...". */
typedef struct {
    const char *what; /* NULL: may be assigned to */
    int first, last;  /* tokens, inclusive */
} BadTarget;

typedef struct {
    AstKind kind;
    int constant;     /* AstConstant, when kind is AST_Constant */
    int first, last;  /* tokens, inclusive; parentheses of a group are left out */
    int outer;        /* the first token, parentheses of a group included */
    bool operand;     /* binds at least as tightly as '|': what CPython calls a bitwise_or */
    bool single_name; /* one NAME token, without parentheses */
    BadTarget bad;    /* the first part that cannot be assigned to */
    BadTarget undeletable;
} Part;

typedef struct {
    Parser *parser;
    const Token *tokens;
    int count;
    int at;
    int furthest; /* the last token looked at: where CPython's parser would stand */
    int depth;
    bool quiet;   /* only recognise: the second operand of "forgot a comma" */
    bool told;
    bool is_bare_tuple; /* the last star expressions had a comma */
    uint8_t *seen;      /* for each token, what was tried there: SEEN_... */
    int first_element; /* last token of the first element of the last bare tuple */
    Part last_element; /* and its last element */
} Explainer;

enum { SEEN_OLD_STATEMENT = 1, SEEN_QUIETLY = 2 };

enum { EXPLAIN_MAX_DEPTH = 1000 }; /* beyond, the plain sentence has to do */

/* ---- tokens ---- */

int explain_peek(Explainer *ex, int ahead);
bool explain_accept(Explainer *ex, int kind);
bool explain_is_word(const Explainer *ex, int index, const char *word);

/* ---- telling: always false ---- */

bool explain_range(Explainer *ex, int first, int last, const char *format, ...) PRINTF_LIKE(4, 5);
/* At the last token looked at. */
bool explain_furthest(Explainer *ex, const char *format, ...) PRINTF_LIKE(2, 3);
/* From a token to the last one looked at (less a column, as CPython counts). */
bool explain_from(Explainer *ex, int first, const char *format, ...) PRINTF_LIKE(3, 4);
/* Tells "cannot assign to ..." (or delete); true when there is nothing bad. */
bool explain_target(Explainer *ex, const Part *part);

/* ---- constructs ---- */

/* A Part of that kind, and what it is as a target. */
Part explain_part(AstKind kind, int first, int last);

const char *explain_describe(const Part *part);
bool explain_expression(Explainer *ex, Part *part);
bool explain_named(Explainer *ex, Part *part);
bool explain_disjunction(Explainer *ex, Part *part);
bool explain_operand(Explainer *ex, Part *part);
bool explain_star_expressions(Explainer *ex, Part *part);
bool explain_star_named(Explainer *ex, Part *part);
bool explain_right_side(Explainer *ex, Part *part);
bool explain_yield(Explainer *ex, Part *part);
/* After a construct: `:=` or '=' where none belongs. */
bool explain_assignment_mistake(Explainer *ex, const Part *part);
bool explain_bracketed(Explainer *ex, Part *part);
bool explain_arguments(Explainer *ex);
bool explain_subscript(Explainer *ex);
bool explain_comprehension(Explainer *ex);
bool explain_fstring(Explainer *ex);
bool explain_parameters(Explainer *ex, bool lambda);
bool explain_starts_expression(int kind);

#endif
