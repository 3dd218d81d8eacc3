/* Python 3.13's grammar, LALR(1): tokens in, syntax tree out.
 *
 * Where Python's own grammar needs more than one token of look-ahead, one of
 * three ways is taken: targets, annotated names and keyword arguments are
 * parsed as expressions and checked when their node is made (target_*,
 * build_*); the lexer turns soft keywords into tokens of their own when the
 * logical line says so (MATCH, CASE, TYPE, and WITH_PAREN for the parenthesis
 * that encloses all items of a `with`); and comprehension and `for` targets
 * stop below comparisons, so that `in` stays a keyword.
 *
 * Over 900 lines because a grammar is one table: Bison takes it from one file, and
 * what its actions do beyond making a node is in actions.c and src/syntax.
 *
 * An action that finds an error records it and aborts; a token that does not
 * fit ends the parse without a message: explain.c finds the words. */

%code requires {
#include "grammar/parse_state.h"
}

%code {
#include "grammar/strings.h"

#include <stdlib.h>

#define build (&parser->builder)

/* The error is recorded already. */
#define REQUIRE(condition)  \
    do {                    \
        if (!(condition))   \
            YYABORT;        \
    } while (0)

static void yyerror(const Span *where, Parser *parser, const char *message)
{
    (void)message; /* the stack is full: nothing else ends up here */
    diagnostic_set(parser->builder.diagnostic, SYNTAX_TOO_DEEP, *where,
                   "maximum recursion depth exceeded during compilation");
}

/* Nested right-hand sides lie on the parser's stack; AST_MAX_DEPTH of them,
 * with the symbols between, fit. */
#define YYMAXDEPTH 60000

#define YYLLOC_DEFAULT(current, rhs, n)                                          \
    do {                                                                         \
        if (n)                                                                   \
            (current) = span_join(YYRHSLOC(rhs, 1), YYRHSLOC(rhs, n));           \
        else                                                                     \
            (current) = (Span){YYRHSLOC(rhs, 0).end_line, YYRHSLOC(rhs, 0).end_column, \
                               YYRHSLOC(rhs, 0).end_line, YYRHSLOC(rhs, 0).end_column}; \
    } while (0)
}

%define api.pure full
%define api.push-pull push
%define api.token.prefix {TOK_}
%define api.location.type {Span}
%define parse.error custom
%define parse.lac full
%param {Parser *parser}
%locations
%expect 0

%union {
    Node *node;
    NodeList list;
    AstText text;
    AstTextList texts;
    const Token *token;
    int number;
}

%token START_FILE START_EVAL END 0
%token NEWLINE INDENT DEDENT ERROR
%token <text> NAME
%token <token> NUMBER STRING FSTRING_START FSTRING_MIDDLE FSTRING_END
%token <token> FIELD_OPEN FIELD_CLOSE FIELD_COLON FIELD_BANG FIELD_EQUAL
%token FALSE NONE TRUE AND AS ASSERT ASYNC AWAIT BREAK CLASS CONTINUE DEF DEL
%token ELIF ELSE EXCEPT FINALLY FOR FROM GLOBAL IF IMPORT IN IS LAMBDA NONLOCAL
%token NOT OR PASS RAISE RETURN TRY WHILE WITH YIELD
%token MATCH CASE TYPE WITH_PAREN
%token ARROW ELLIPSIS WALRUS EQ NOTEQ LTE GTE LSHIFT RSHIFT POWER FLOORDIV
%token ADD_EQ SUB_EQ MULT_EQ DIV_EQ FLOORDIV_EQ MOD_EQ MATMULT_EQ AND_EQ OR_EQ
%token XOR_EQ LSHIFT_EQ RSHIFT_EQ POWER_EQ

%left '|'
%left '^'
%left '&'
%left LSHIFT RSHIFT
%left '+' '-'
%left '*' '/' '%' '@' FLOORDIV
%precedence UNARY
%right POWER

%type <node> evaluated statement simple_statement compound_statement expression_statement
%type <node> import_statement type_statement match_statement
%type <node> function_definition class_definition plain_function plain_class decorated async_statement
%type <node> if_statement while_statement for_statement with_statement try_statement
%type <node> if_clause elif_clause except_clause case_clause with_item with_cover
%type <node> star_expression star_expressions star_named named expression yield right_side
%type <node> disjunction conjunction inversion comparison comparison_chain binary primary atom number
%type <node> lambda conditional group list_display brace_display strings subscript slice slice_or_starred optional_expression
%type <node> for_target for_targets comp_clause argument call_item parameter lambda_parameter arguments lambda_arguments
%type <node> dotted_alias import_alias type_parameter annotation_result
%type <node> format_specification
%type <node> subject patterns pattern or_pattern closed_pattern pattern_name star_or_pattern mapping_key signed_number
%type <node> class_pattern_item literal_pattern
%type <list> expression_list statements simple_statements simple_list block class_arguments
%type <list> star_list star_named_list target_list assign_chain or_chain and_chain
%type <list> comp_clauses comp_ifs call_arguments call_list parameters parameter_list lambda_parameters lambda_list
%type <list> dotted_aliases import_aliases import_targets decorators if_clauses except_clauses except_star_clauses case_clauses
%type <list> with_items with_covers else_block optional_else finally_block
%type <list> subscript_list dict_items dict_item type_parameters optional_type_parameters
%type <list> string_parts fstring_parts field or_patterns pattern_list mapping_items mapping_list class_pattern_list
%type <node> string_part
%type <text> module_name optional_module
%type <texts> names dotted_name
%type <number> augmented comparison_operator optional_comma dots conversion

%start input

%%

input: START_FILE statements { parser->result = AST(Module, @2, .body = $2); }
     | START_EVAL evaluated newlines { parser->result = AST(Expression, @2, .body = $2); }
     ;

evaluated: expression_list
           { $$ = $1.count == 1 ? $1.items[0] : AST(Tuple, @$, .elts = $1, .ctx = AST_LOAD); }
         | expression_list ',' { $$ = AST(Tuple, @$, .elts = $1, .ctx = AST_LOAD); }
         ;

expression_list: expression { $$ = build_one(build, $1); }
               | expression_list ',' expression { $$ = build_append(build, $1, $3); }
               ;

newlines: %empty | newlines NEWLINE;

/* ---- statements ---- */

statements: %empty { $$ = (NodeList){0}; }
          | statements statement
            { $$ = build_append(build, $1, $2); REQUIRE(parser_check_depth(parser, $2)); }
          | statements simple_statements
            { $$ = parser_append_all(parser, $1, $2); REQUIRE($$.count >= 0); }
          ;

statement: compound_statement;

simple_statements: simple_list NEWLINE
                 | simple_list ';' NEWLINE
                   {
                       build->semicolon = (Span){@1.end_line, @1.end_column, @2.end_line, @2.end_column};
                       $$ = $1;
                   }
                 ;

simple_list: simple_statement { $$ = build_one(build, $1); }
           | simple_list ';' simple_statement { $$ = build_append(build, $1, $3); }
           ;

block: NEWLINE INDENT statements DEDENT { $$ = $3; }
     | simple_statements
     ;

simple_statement: expression_statement
                | type_statement
                | import_statement
                | RETURN { $$ = AST(Return, @$, .value = NULL); }
                | RETURN star_expressions { $$ = AST(Return, @$, .value = $2); }
                | RAISE { $$ = AST(Raise, @$, .exc = NULL); }
                | RAISE expression { $$ = AST(Raise, @$, .exc = $2); }
                | RAISE expression FROM expression { $$ = AST(Raise, @$, .exc = $2, .cause = $4); }
                | PASS { $$ = AST(Pass, @$, {0}); }
                | BREAK { $$ = AST(Break, @$, {0}); }
                | CONTINUE { $$ = AST(Continue, @$, {0}); }
                | DEL target_list optional_comma
                  {
                      for (int i = 0; i < $2.count; i++)
                          REQUIRE(target_delete(build, $2.items[i]));
                      $$ = AST(Delete, @$, .targets = $2);
                  }
                | ASSERT expression { $$ = AST(Assert, @$, .test = $2); }
                | ASSERT expression ',' expression { $$ = AST(Assert, @$, .test = $2, .msg = $4); }
                | GLOBAL names { $$ = AST(Global, @$, .names = $2); }
                | NONLOCAL names { $$ = AST(Nonlocal, @$, .names = $2); }
                ;

target_list: star_expression { $$ = build_one(build, $1); }
           | target_list ',' star_expression { $$ = build_append(build, $1, $3); }
           ;

names: NAME { $$ = build_append_text(build, (AstTextList){0}, $1); }
     | names ',' NAME { $$ = build_append_text(build, $1, $3); }
     ;

optional_comma: %empty { $$ = 0; }
              | ',' { $$ = 1; }
              ;

expression_statement:
    star_expressions { $$ = AST(Expr, @$, .value = $1); }
  | yield { $$ = AST(Expr, @$, .value = $1); }
  | assign_chain
    {
        int last = $1.count - 1;
        Node *value = $1.items[last];
        NodeList targets = {$1.items, last};
        for (int i = 0; i < last; i++)
            REQUIRE(target_store(build, targets.items[i]));
        $$ = AST(Assign, @$, .targets = targets, .value = value);
    }
  | star_expressions augmented right_side
    {
        REQUIRE(target_augment(build, $1));
        $$ = AST(AugAssign, @$, .target = $1, .op = $2, .value = $3);
    }
  | star_expressions ':' expression
    {
        REQUIRE(target_annotate(build, $1));
        $$ = AST(AnnAssign, @$, .target = $1, .annotation = $3,
                 .simple = $1->kind == AST_Name && !$1->parenthesised);
    }
  | star_expressions ':' expression '=' right_side
    {
        REQUIRE(target_annotate(build, $1));
        $$ = AST(AnnAssign, @$, .target = $1, .annotation = $3, .value = $5,
                 .simple = $1->kind == AST_Name && !$1->parenthesised);
    }
  ;

/* The targets, then the value. */
assign_chain: star_expressions '=' right_side { $$ = build_append(build, build_one(build, $1), $3); }
            | assign_chain '=' right_side { $$ = build_append(build, $1, $3); }
            ;

right_side: star_expressions | yield;

augmented: ADD_EQ { $$ = AST_ADD; }
         | SUB_EQ { $$ = AST_SUB; }
         | MULT_EQ { $$ = AST_MULT; }
         | DIV_EQ { $$ = AST_DIV; }
         | FLOORDIV_EQ { $$ = AST_FLOORDIV; }
         | MOD_EQ { $$ = AST_MOD; }
         | MATMULT_EQ { $$ = AST_MATMULT; }
         | AND_EQ { $$ = AST_BITAND; }
         | OR_EQ { $$ = AST_BITOR; }
         | XOR_EQ { $$ = AST_BITXOR; }
         | LSHIFT_EQ { $$ = AST_LSHIFT; }
         | RSHIFT_EQ { $$ = AST_RSHIFT; }
         | POWER_EQ { $$ = AST_POW; }
         ;

type_statement: TYPE NAME optional_type_parameters '=' expression
    {
        Node *name = AST(Name, @2, .id = $2, .ctx = AST_STORE);
        $$ = AST(TypeAlias, @$, .name = name, .type_params = $3, .value = $5);
    }
  ;

/* ---- import ---- */

import_statement:
    IMPORT dotted_aliases { $$ = AST(Import, @$, .names = $2); }
  | FROM dots optional_module IMPORT import_targets
    { $$ = AST(ImportFrom, @$, .module = $3, .names = $5, .level = $2); }
  | FROM module_name IMPORT import_targets
    { $$ = AST(ImportFrom, @$, .module = $2, .names = $4, .level = 0); }
  ;

dots: '.' { $$ = 1; }
    | ELLIPSIS { $$ = 3; }
    | dots '.' { $$ = $1 + 1; }
    | dots ELLIPSIS { $$ = $1 + 3; }
    ;

optional_module: %empty { $$ = (AstText){0}; }
               | module_name
               ;

module_name: dotted_name { $$ = parser_join_dotted(parser, $1); };

dotted_name: NAME { $$ = build_append_text(build, (AstTextList){0}, $1); }
           | dotted_name '.' NAME { $$ = build_append_text(build, $1, $3); }
           ;

dotted_aliases: dotted_alias { $$ = build_one(build, $1); }
              | dotted_aliases ',' dotted_alias { $$ = build_append(build, $1, $3); }
              ;

dotted_alias: module_name { $$ = AST(alias, @$, .name = $1); }
            | module_name AS NAME { $$ = AST(alias, @$, .name = $1, .asname = $3); }
            ;

import_targets: '*' { $$ = build_one(build, AST(alias, @1, .name = ((AstText){"*", 1}))); }
              | import_aliases
              | '(' import_aliases optional_comma ')' { $$ = $2; }
              ;

import_aliases: import_alias { $$ = build_one(build, $1); }
              | import_aliases ',' import_alias { $$ = build_append(build, $1, $3); }
              ;

import_alias: NAME { $$ = AST(alias, @$, .name = $1); }
            | NAME AS NAME { $$ = AST(alias, @$, .name = $1, .asname = $3); }
            ;

/* ---- compound statements ---- */

compound_statement: decorated
                  | function_definition
                  | class_definition
                  | if_statement
                  | while_statement
                  | for_statement
                  | with_statement
                  | try_statement
                  | match_statement
                  | async_statement
                  ;

function_definition: plain_function;
class_definition: plain_class;

decorated: decorators plain_function
           { AST_CAST(FunctionDef, $2)->decorators = $1; build_measure($2); $$ = $2; }
         | decorators ASYNC plain_function
           {
               FunctionDefNode *function = AST_CAST(FunctionDef, $3);
               function->decorators = $1;
               build_measure($3);
               $$ = parser_make_async($3, @2);
           }
         | decorators plain_class
           { AST_CAST(ClassDef, $2)->decorators = $1; build_measure($2); $$ = $2; }
         ;

decorators: '@' named NEWLINE { $$ = build_one(build, $2); }
          | decorators '@' named NEWLINE { $$ = build_append(build, $1, $3); }
          ;

async_statement: ASYNC plain_function { $$ = parser_make_async($2, @1); }
               | ASYNC for_statement { $$ = parser_make_async($2, @1); }
               | ASYNC with_statement { $$ = parser_make_async($2, @1); }
               ;

plain_function: DEF NAME optional_type_parameters '(' arguments ')' annotation_result ':' block
    {
        $$ = AST(FunctionDef, span_through(build, @1, $9), .name = $2, .args = $5, .body = $9, .returns = $7,
                 .type_params = $3);
    }
  ;

annotation_result: %empty { $$ = NULL; }
                 | ARROW expression { $$ = $2; }
                 ;

plain_class: CLASS NAME optional_type_parameters class_arguments ':' block
    {
        NodeList bases = {0}, keywords = {0};
        REQUIRE(build_call_split(build, $4, &bases, &keywords));
        $$ = AST(ClassDef, span_through(build, @1, $6), .name = $2, .bases = bases, .keywords = keywords, .body = $6,
                 .type_params = $3);
    }
  ;

class_arguments: %empty { $$ = (NodeList){0}; }
               | '(' call_arguments ')' { $$ = $2; REQUIRE(parser_no_class_generator(parser, $2)); }
               ;

optional_type_parameters: %empty { $$ = (NodeList){0}; }
                        | '[' type_parameters optional_comma ']' { $$ = $2; }
                        ;

type_parameters: type_parameter { $$ = build_one(build, $1); }
               | type_parameters ',' type_parameter { $$ = build_append(build, $1, $3); }
               ;

type_parameter:
    NAME { $$ = AST(TypeVar, @$, .name = $1); }
  | NAME ':' expression { $$ = AST(TypeVar, @$, .name = $1, .bound = $3); }
  | NAME '=' expression { $$ = AST(TypeVar, @$, .name = $1, .default_value = $3); }
  | NAME ':' expression '=' expression { $$ = AST(TypeVar, @$, .name = $1, .bound = $3, .default_value = $5); }
  | '*' NAME { $$ = AST(TypeVarTuple, @$, .name = $2); }
  | '*' NAME '=' star_expression { $$ = AST(TypeVarTuple, @$, .name = $2, .default_value = $4); }
  | POWER NAME { $$ = AST(ParamSpec, @$, .name = $2); }
  | POWER NAME '=' expression { $$ = AST(ParamSpec, @$, .name = $2, .default_value = $4); }
  ;

arguments: parameters { $$ = build_arguments(build, $1, @$); REQUIRE($$); };

parameters: %empty { $$ = (NodeList){0}; }
          | parameter_list optional_comma { $$ = $1; }
          ;

parameter_list: parameter { $$ = build_one(build, $1); }
              | parameter_list ',' parameter { $$ = build_append(build, $1, $3); }
              ;

parameter:
    NAME { $$ = build_param(build, PARAM_PLAIN, @$, AST(arg, @$, .arg = $1), NULL); }
  | NAME ':' expression { $$ = build_param(build, PARAM_PLAIN, @$, AST(arg, @$, .arg = $1, .annotation = $3), NULL); }
  | NAME '=' expression { $$ = build_param(build, PARAM_PLAIN, @$, AST(arg, @1, .arg = $1), $3); }
  | NAME ':' expression '=' expression
    { $$ = build_param(build, PARAM_PLAIN, @$, AST(arg, span_join(@1, @3), .arg = $1, .annotation = $3), $5); }
  | '/' { $$ = build_param(build, PARAM_SLASH, @$, NULL, NULL); }
  | '*' { $$ = build_param(build, PARAM_STAR, @$, NULL, NULL); }
  | '*' NAME { $$ = build_param(build, PARAM_STAR, @$, AST(arg, @2, .arg = $2), NULL); }
  | '*' NAME ':' star_expression
    { $$ = build_param(build, PARAM_STAR, @$, AST(arg, span_join(@2, @4), .arg = $2, .annotation = $4), NULL); }
  | POWER NAME { $$ = build_param(build, PARAM_DOUBLE_STAR, @$, AST(arg, @2, .arg = $2), NULL); }
  | POWER NAME ':' expression
    { $$ = build_param(build, PARAM_DOUBLE_STAR, @$, AST(arg, span_join(@2, @4), .arg = $2, .annotation = $4), NULL); }
  ;

if_statement: if_clauses optional_else { $$ = build_if_chain(build, $1, $2); };

if_clauses: if_clause { $$ = build_one(build, $1); }
          | if_clauses elif_clause { $$ = build_append(build, $1, $2); }
          ;

if_clause: IF named ':' block { $$ = AST(If, span_through(build, @1, $4), .test = $2, .body = $4); };
elif_clause: ELIF named ':' block { $$ = AST(If, span_through(build, @1, $4), .test = $2, .body = $4); };

else_block: ELSE ':' block { $$ = $3; };

optional_else: %empty { $$ = (NodeList){0}; }
             | else_block
             ;

while_statement: WHILE named ':' block optional_else
    { $$ = AST(While, span_through(build, @1, $5.count ? $5 : $4), .test = $2, .body = $4, .orelse = $5); }
  ;

for_statement: FOR for_targets IN star_expressions ':' block optional_else
    {
        REQUIRE(target_store(build, $2));
        $$ = AST(For, span_through(build, @1, $7.count ? $7 : $6), .target = $2, .iter = $4, .body = $6, .orelse = $7);
    }
  ;

with_statement:
    WITH with_items ':' block { $$ = AST(With, span_through(build, @1, $4), .items = $2, .body = $4); }
  | WITH WITH_PAREN with_covers optional_comma ')' ':' block
    {
        NodeList items = parser_with_items(parser, $3, $4, span_join(@2, @5));
        REQUIRE(items.count);
        $$ = AST(With, span_through(build, @1, $7), .items = items, .body = $7);
    }
  | WITH WITH_PAREN named comp_clauses ')' ':' block
    {
        Node *generator = AST(GeneratorExp, span_join(@2, @5), .elt = $3, .generators = $4);
        NodeList items = build_one(build, AST(withitem, generator->span, .context_expr = generator));
        $$ = AST(With, span_through(build, @1, $7), .items = items, .body = $7);
    }
  | WITH WITH_PAREN yield ')' ':' block
    {
        NodeList items = build_one(build, AST(withitem, @3, .context_expr = $3));
        $$ = AST(With, span_through(build, @1, $6), .items = items, .body = $6);
    }
  | WITH WITH_PAREN ')' ':' block
    {
        Span span = span_join(@2, @3);
        NodeList items = build_one(build, AST(withitem, span, .context_expr = AST(Tuple, span, .ctx = AST_LOAD)));
        $$ = AST(With, span_through(build, @1, $5), .items = items, .body = $5);
    }
  ;

with_items: with_item { $$ = build_one(build, $1); }
          | with_items ',' with_item { $$ = build_append(build, $1, $3); }
          ;

with_item: expression { $$ = AST(withitem, @$, .context_expr = $1); }
         | expression AS for_target
           {
               REQUIRE(target_store(build, $3));
               $$ = AST(withitem, @$, .context_expr = $1, .optional_vars = $3);
           }
         ;

with_covers: with_cover { $$ = build_one(build, $1); }
           | with_covers ',' with_cover { $$ = build_append(build, $1, $3); }
           ;

/* Either an item of the statement or an element of a tuple: parser_with_items decides. */
with_cover: star_named
          | expression AS for_target
            {
                REQUIRE(target_store(build, $3));
                $$ = AST(withitem, @$, .context_expr = $1, .optional_vars = $3);
            }
          ;

try_statement:
    TRY ':' block finally_block
    { $$ = AST(Try, span_through(build, @1, $4), .body = $3, .finalbody = $4); }
  | TRY ':' block except_clauses optional_else
    { $$ = AST(Try, span_through(build, @1, $5.count ? $5 : $4), .body = $3, .handlers = $4, .orelse = $5); }
  | TRY ':' block except_clauses optional_else finally_block
    { $$ = AST(Try, span_through(build, @1, $6), .body = $3, .handlers = $4, .orelse = $5, .finalbody = $6); }
  | TRY ':' block except_star_clauses optional_else
    { $$ = AST(Try, span_through(build, @1, $5.count ? $5 : $4), .body = $3, .handlers = $4, .orelse = $5, .is_star = 1); }
  | TRY ':' block except_star_clauses optional_else finally_block
    {
        $$ = AST(Try, span_through(build, @1, $6), .body = $3, .handlers = $4, .orelse = $5, .finalbody = $6,
                 .is_star = 1);
    }
  ;

finally_block: FINALLY ':' block { $$ = $3; };

except_clauses: except_clause { $$ = build_one(build, $1); }
              | except_clauses except_clause { $$ = build_append(build, $1, $2); }
              ;

except_clause:
    EXCEPT ':' block { $$ = AST(ExceptHandler, span_through(build, @1, $3), .body = $3); }
  | EXCEPT expression ':' block { $$ = AST(ExceptHandler, span_through(build, @1, $4), .type = $2, .body = $4); }
  | EXCEPT expression AS NAME ':' block
    { $$ = AST(ExceptHandler, span_through(build, @1, $6), .type = $2, .name = $4, .body = $6); }
  ;

except_star_clauses:
    EXCEPT '*' expression ':' block
    { $$ = build_one(build, AST(ExceptHandler, span_through(build, @1, $5), .type = $3, .body = $5)); }
  | EXCEPT '*' expression AS NAME ':' block
    { $$ = build_one(build, AST(ExceptHandler, span_through(build, @1, $7), .type = $3, .name = $5, .body = $7)); }
  | except_star_clauses EXCEPT '*' expression ':' block
    { $$ = build_append(build, $1, AST(ExceptHandler, span_through(build, @2, $6), .type = $4, .body = $6)); }
  | except_star_clauses EXCEPT '*' expression AS NAME ':' block
    { $$ = build_append(build, $1, AST(ExceptHandler, span_through(build, @2, $8), .type = $4, .name = $6, .body = $8)); }
  ;

/* ---- match ---- */

match_statement: MATCH subject ':' NEWLINE INDENT case_clauses DEDENT
    { $$ = AST(Match, span_through(build, @1, $6), .subject = $2, .cases = $6); }
  ;

subject: star_named_list
         {
             $$ = $1.items[0];
             REQUIRE($1.count > 1 || parser_no_lone_star(parser, $$));
             if ($1.count > 1)
                 $$ = AST(Tuple, @$, .elts = $1, .ctx = AST_LOAD);
         }
       | star_named_list ',' { $$ = AST(Tuple, @$, .elts = $1, .ctx = AST_LOAD); }
       ;

case_clauses: case_clause { $$ = build_one(build, $1); }
            | case_clauses case_clause { $$ = build_append(build, $1, $2); }
            ;

case_clause: CASE patterns ':' block { $$ = AST(match_case, span_through(build, @1, $4), .pattern = $2, .body = $4); }
           | CASE patterns IF named ':' block
             { $$ = AST(match_case, span_through(build, @1, $6), .pattern = $2, .guard = $4, .body = $6); }
           ;

patterns: pattern_list
          {
              $$ = $1.items[0];
              REQUIRE($1.count > 1 || parser_no_lone_star(parser, $$));
              if ($1.count > 1)
                  $$ = AST(MatchSequence, @$, .patterns = $1);
          }
        | pattern_list ',' { $$ = AST(MatchSequence, @$, .patterns = $1); }
        ;

pattern_list: star_or_pattern { $$ = build_one(build, $1); }
            | pattern_list ',' star_or_pattern { $$ = build_append(build, $1, $3); }
            ;

star_or_pattern: pattern
               | '*' NAME
                 { $$ = AST(MatchStar, @$, .name = parser_is_wildcard($2) ? (AstText){0} : $2); }
               ;

pattern: or_pattern
       | or_pattern AS NAME
         {
             REQUIRE(!parser_is_wildcard($3) || parser_fail(parser, @3, "cannot use '_' as a target"));
             $$ = AST(MatchAs, @$, .pattern = $1, .name = $3);
         }
       ;

or_pattern: closed_pattern
          | or_patterns { $$ = AST(MatchOr, @$, .patterns = $1); }
          ;

or_patterns: closed_pattern '|' closed_pattern { $$ = build_append(build, build_one(build, $1), $3); }
           | or_patterns '|' closed_pattern { $$ = build_append(build, $1, $3); }
           ;

closed_pattern:
    literal_pattern
  | pattern_name
    {
        if ($1->kind == AST_Attribute)
            $$ = AST(MatchValue, @$, .value = $1);
        else if (parser_is_wildcard(AST_CAST(Name, $1)->id))
            $$ = AST(MatchAs, @$, .pattern = NULL);
        else
            $$ = AST(MatchAs, @$, .name = AST_CAST(Name, $1)->id);
    }
  | '(' ')' { $$ = AST(MatchSequence, @$, .patterns = {0}); }
  | '(' pattern_list ')'
    {
        $$ = $2.items[0];
        if ($2.count > 1 || $$->kind == AST_MatchStar)
            $$ = AST(MatchSequence, @$, .patterns = $2);
        REQUIRE($2.count > 1 || $2.items[0]->kind != AST_MatchStar || parser_unexpected(parser));
    }
  | '(' pattern_list ',' ')' { $$ = AST(MatchSequence, @$, .patterns = $2); }
  | '[' ']' { $$ = AST(MatchSequence, @$, .patterns = {0}); }
  | '[' pattern_list optional_comma ']' { $$ = AST(MatchSequence, @$, .patterns = $2); }
  | '{' '}' { $$ = AST(MatchMapping, @$, .keys = {0}); }
  | '{' mapping_list optional_comma '}' { $$ = parser_mapping(parser, $2, (AstText){0}, @$); }
  | '{' mapping_list ',' POWER NAME optional_comma '}'
    {
        REQUIRE(!parser_is_wildcard($5) || parser_unexpected(parser));
        $$ = parser_mapping(parser, $2, $5, @$);
    }
  | '{' POWER NAME optional_comma '}'
    {
        REQUIRE(!parser_is_wildcard($3) || parser_unexpected(parser));
        $$ = parser_mapping(parser, (NodeList){0}, $3, @$);
    }
  | pattern_name '(' ')' { $$ = AST(MatchClass, @$, .cls = $1); }
  | pattern_name '(' class_pattern_list optional_comma ')'
    { $$ = parser_class_pattern(parser, $1, $3, @$); REQUIRE($$); }
  ;

literal_pattern:
    NONE { $$ = AST(MatchSingleton, @$, .type = AST_CONST_NONE); }
  | TRUE { $$ = AST(MatchSingleton, @$, .type = AST_CONST_TRUE); }
  | FALSE { $$ = AST(MatchSingleton, @$, .type = AST_CONST_FALSE); }
  | strings { $$ = AST(MatchValue, @$, .value = $1); }
  | signed_number { $$ = AST(MatchValue, @$, .value = $1); }
  ;

signed_number:
    number
  | '-' number { $$ = AST(UnaryOp, @$, .op = AST_USUB, .operand = $2); }
  | number '+' number { REQUIRE(parser_check_complex(parser, $1, $3)); $$ = AST(BinOp, @$, .left = $1, .op = AST_ADD, .right = $3); }
  | number '-' number { REQUIRE(parser_check_complex(parser, $1, $3)); $$ = AST(BinOp, @$, .left = $1, .op = AST_SUB, .right = $3); }
  | '-' number '+' number
    {
        Node *left = AST(UnaryOp, span_join(@1, @2), .op = AST_USUB, .operand = $2);
        REQUIRE(parser_check_complex(parser, $2, $4));
        $$ = AST(BinOp, @$, .left = left, .op = AST_ADD, .right = $4);
    }
  | '-' number '-' number
    {
        Node *left = AST(UnaryOp, span_join(@1, @2), .op = AST_USUB, .operand = $2);
        REQUIRE(parser_check_complex(parser, $2, $4));
        $$ = AST(BinOp, @$, .left = left, .op = AST_SUB, .right = $4);
    }
  ;

pattern_name: NAME { $$ = AST(Name, @$, .id = $1, .ctx = AST_LOAD); }
            | pattern_name '.' NAME { $$ = AST(Attribute, @$, .value = $1, .attr = $3, .ctx = AST_LOAD); }
            ;

/* Keys and patterns in turn. */
mapping_list: mapping_items
            | mapping_list ',' mapping_items
              { $$ = build_append(build, build_append(build, $1, $3.items[0]), $3.items[1]); }
            ;

mapping_items: mapping_key ':' pattern { $$ = build_append(build, build_one(build, $1), $3); };

mapping_key: NONE { $$ = AST(Constant, @$, .type = AST_CONST_NONE); }
           | TRUE { $$ = AST(Constant, @$, .type = AST_CONST_TRUE); }
           | FALSE { $$ = AST(Constant, @$, .type = AST_CONST_FALSE); }
           | strings
           | signed_number
           | pattern_name { $$ = $1; REQUIRE($1->kind == AST_Attribute || parser_unexpected(parser)); }
           ;

class_pattern_list: class_pattern_item { $$ = build_one(build, $1); }
                  | class_pattern_list ',' class_pattern_item { $$ = build_append(build, $1, $3); }
                  ;

class_pattern_item: pattern
                  | NAME '=' pattern { $$ = AST(keyword, @$, .arg = $1, .value = $3); }
                  ;

/* ---- expressions ---- */

star_expressions: star_list
                  { $$ = $1.count == 1 ? $1.items[0] : AST(Tuple, @$, .elts = $1, .ctx = AST_LOAD); }
                | star_list ',' { $$ = AST(Tuple, @$, .elts = $1, .ctx = AST_LOAD); }
                ;

star_list: star_expression { $$ = build_one(build, $1); }
         | star_list ',' star_expression { $$ = build_append(build, $1, $3); }
         ;

star_expression: expression
               | '*' binary { $$ = AST(Starred, @$, .value = $2, .ctx = AST_LOAD); }
               ;

star_named_list: star_named { $$ = build_one(build, $1); }
               | star_named_list ',' star_named { $$ = build_append(build, $1, $3); }
               ;

star_named: named
          | '*' binary { $$ = AST(Starred, @$, .value = $2, .ctx = AST_LOAD); }
          ;

named: expression
     | NAME WALRUS expression
       {
           Node *target = AST(Name, @1, .id = $1, .ctx = AST_STORE);
           $$ = AST(NamedExpr, @$, .target = target, .value = $3);
       }
     ;

yield: YIELD { $$ = AST(Yield, @$, .value = NULL); }
     | YIELD star_expressions { $$ = AST(Yield, @$, .value = $2); }
     | YIELD FROM expression { $$ = AST(YieldFrom, @$, .value = $3); }
     ;

expression: disjunction
          | conditional
          | lambda
          ;

conditional: disjunction IF disjunction ELSE expression
             { $$ = AST(IfExp, @$, .test = $3, .body = $1, .orelse = $5); }
           ;

lambda: LAMBDA lambda_arguments ':' expression { $$ = AST(Lambda, @$, .args = $2, .body = $4); };

lambda_arguments: lambda_parameters { $$ = build_arguments(build, $1, @$); REQUIRE($$); };

lambda_parameters: %empty { $$ = (NodeList){0}; }
                 | lambda_list optional_comma { $$ = $1; }
                 ;

lambda_list: lambda_parameter { $$ = build_one(build, $1); }
           | lambda_list ',' lambda_parameter { $$ = build_append(build, $1, $3); }
           ;

lambda_parameter:
    NAME { $$ = build_param(build, PARAM_PLAIN, @$, AST(arg, @$, .arg = $1), NULL); }
  | NAME '=' expression { $$ = build_param(build, PARAM_PLAIN, @$, AST(arg, @1, .arg = $1), $3); }
  | '/' { $$ = build_param(build, PARAM_SLASH, @$, NULL, NULL); }
  | '*' { $$ = build_param(build, PARAM_STAR, @$, NULL, NULL); }
  | '*' NAME { $$ = build_param(build, PARAM_STAR, @$, AST(arg, @2, .arg = $2), NULL); }
  | POWER NAME { $$ = build_param(build, PARAM_DOUBLE_STAR, @$, AST(arg, @2, .arg = $2), NULL); }
  ;

disjunction: conjunction
           | or_chain { $$ = AST(BoolOp, @$, .op = AST_OR, .values = $1); }
           ;

or_chain: conjunction OR conjunction { $$ = build_append(build, build_one(build, $1), $3); }
        | or_chain OR conjunction { $$ = build_append(build, $1, $3); }
        ;

conjunction: inversion
           | and_chain { $$ = AST(BoolOp, @$, .op = AST_AND, .values = $1); }
           ;

and_chain: inversion AND inversion { $$ = build_append(build, build_one(build, $1), $3); }
         | and_chain AND inversion { $$ = build_append(build, $1, $3); }
         ;

inversion: comparison
         | NOT inversion { $$ = AST(UnaryOp, @$, .op = AST_NOT, .operand = $2); }
         ;

comparison: binary
          | comparison_chain { build_measure($1); $$ = $1; }
          ;

comparison_chain:
    binary comparison_operator binary
    {
        AstOps ops = build_append_op(build, (AstOps){0}, (AstCompare)$2);
        $$ = AST(Compare, @$, .left = $1, .ops = ops, .comparators = build_one(build, $3));
    }
  | comparison_chain comparison_operator binary
    {
        CompareNode *chain = AST_CAST(Compare, $1);
        chain->ops = build_append_op(build, chain->ops, (AstCompare)$2);
        chain->comparators = build_append(build, chain->comparators, $3);
        chain->node.span = @$;
        $$ = $1;
    }
  ;

comparison_operator: EQ { $$ = AST_EQ; }
                   | NOTEQ { $$ = AST_NOTEQ; }
                   | '<' { $$ = AST_LT; }
                   | LTE { $$ = AST_LTE; }
                   | '>' { $$ = AST_GT; }
                   | GTE { $$ = AST_GTE; }
                   | IS { $$ = AST_IS; }
                   | IS NOT { $$ = AST_ISNOT; }
                   | IN { $$ = AST_IN; }
                   | NOT IN { $$ = AST_NOTIN; }
                   ;

binary: primary
      | binary '|' binary { $$ = AST(BinOp, @$, .left = $1, .op = AST_BITOR, .right = $3); }
      | binary '^' binary { $$ = AST(BinOp, @$, .left = $1, .op = AST_BITXOR, .right = $3); }
      | binary '&' binary { $$ = AST(BinOp, @$, .left = $1, .op = AST_BITAND, .right = $3); }
      | binary LSHIFT binary { $$ = AST(BinOp, @$, .left = $1, .op = AST_LSHIFT, .right = $3); }
      | binary RSHIFT binary { $$ = AST(BinOp, @$, .left = $1, .op = AST_RSHIFT, .right = $3); }
      | binary '+' binary { $$ = AST(BinOp, @$, .left = $1, .op = AST_ADD, .right = $3); }
      | binary '-' binary { $$ = AST(BinOp, @$, .left = $1, .op = AST_SUB, .right = $3); }
      | binary '*' binary { $$ = AST(BinOp, @$, .left = $1, .op = AST_MULT, .right = $3); }
      | binary '/' binary { $$ = AST(BinOp, @$, .left = $1, .op = AST_DIV, .right = $3); }
      | binary '%' binary { $$ = AST(BinOp, @$, .left = $1, .op = AST_MOD, .right = $3); }
      | binary '@' binary { $$ = AST(BinOp, @$, .left = $1, .op = AST_MATMULT, .right = $3); }
      | binary FLOORDIV binary { $$ = AST(BinOp, @$, .left = $1, .op = AST_FLOORDIV, .right = $3); }
      | '-' binary %prec UNARY { $$ = AST(UnaryOp, @$, .op = AST_USUB, .operand = $2); }
      | '+' binary %prec UNARY { $$ = AST(UnaryOp, @$, .op = AST_UADD, .operand = $2); }
      | '~' binary %prec UNARY { $$ = AST(UnaryOp, @$, .op = AST_INVERT, .operand = $2); }
      | binary POWER binary { $$ = AST(BinOp, @$, .left = $1, .op = AST_POW, .right = $3); }
      | AWAIT primary { $$ = AST(Await, @$, .value = $2); }
      ;

primary: atom
       | primary '.' NAME { $$ = AST(Attribute, @$, .value = $1, .attr = $3, .ctx = AST_LOAD); }
       | primary '(' call_arguments ')'
         { $$ = parser_call(parser, $1, $3, span_join(@2, @4)); REQUIRE($$); $$->span = @$; }
       | primary '[' subscript ']' { $$ = AST(Subscript, @$, .value = $1, .slice = $3, .ctx = AST_LOAD); }
       ;

atom: NAME { $$ = AST(Name, @$, .id = $1, .ctx = AST_LOAD); }
    | TRUE { $$ = AST(Constant, @$, .type = AST_CONST_TRUE); }
    | FALSE { $$ = AST(Constant, @$, .type = AST_CONST_FALSE); }
    | NONE { $$ = AST(Constant, @$, .type = AST_CONST_NONE); }
    | ELLIPSIS { $$ = AST(Constant, @$, .type = AST_CONST_ELLIPSIS); }
    | number
    | strings
    | group
    | list_display
    | brace_display
    ;

number: NUMBER { $$ = number_node(build, parser->lexer.text, $1); REQUIRE($$); };

group: '(' ')' { $$ = AST(Tuple, @$, .ctx = AST_LOAD); $$->parenthesised = true; }
     | '(' yield ')' { $$ = $2; $$->parenthesised = true; }
     | '(' star_named_list ')'
       {
           $$ = $2.items[0];
           if ($2.count > 1)
               $$ = AST(Tuple, @$, .elts = $2, .ctx = AST_LOAD);
           REQUIRE(parser_no_lone_star(parser, $$));
           $$->parenthesised = true;
       }
     | '(' star_named_list ',' ')'
       { $$ = AST(Tuple, @$, .elts = $2, .ctx = AST_LOAD); $$->parenthesised = true; }
     | '(' named comp_clauses ')'
       { $$ = AST(GeneratorExp, @$, .elt = $2, .generators = $3); $$->parenthesised = true; }
     ;

list_display: '[' ']' { $$ = AST(List, @$, .ctx = AST_LOAD); }
            | '[' star_named_list optional_comma ']' { $$ = AST(List, @$, .elts = $2, .ctx = AST_LOAD); }
            | '[' named comp_clauses ']' { $$ = AST(ListComp, @$, .elt = $2, .generators = $3); }
            ;

brace_display:
    '{' '}' { $$ = AST(Dict, @$, .keys = {0}); }
  | '{' dict_items optional_comma '}' { $$ = parser_dict(parser, $2, @$); }
  | '{' expression ':' expression comp_clauses '}' { $$ = AST(DictComp, @$, .key = $2, .value = $4, .generators = $5); }
  | '{' star_named_list optional_comma '}' { $$ = AST(Set, @$, .elts = $2); }
  | '{' named comp_clauses '}' { $$ = AST(SetComp, @$, .elt = $2, .generators = $3); }
  ;

/* Keys (NULL for `**`) and values in turn. */
dict_items: dict_item
          | dict_items ',' dict_item
            { $$ = build_append(build, build_append(build, $1, $3.items[0]), $3.items[1]); }
          ;

dict_item: expression ':' expression { $$ = build_append(build, build_one(build, $1), $3); }
         | POWER binary { $$ = build_append(build, build_one(build, NULL), $2); }
         ;

comp_clauses: comp_clause { $$ = build_one(build, $1); }
            | comp_clauses comp_clause { $$ = build_append(build, $1, $2); }
            ;

comp_clause:
    FOR for_targets IN disjunction comp_ifs
    {
        REQUIRE(target_store(build, $2));
        $$ = AST(comprehension, @$, .target = $2, .iter = $4, .ifs = $5);
    }
  | ASYNC FOR for_targets IN disjunction comp_ifs
    {
        REQUIRE(target_store(build, $3));
        $$ = AST(comprehension, @$, .target = $3, .iter = $5, .ifs = $6, .is_async = 1);
    }
  ;

comp_ifs: %empty { $$ = (NodeList){0}; }
        | comp_ifs IF disjunction { $$ = build_append(build, $1, $3); }
        ;

for_targets: for_target
           | for_target ',' { $$ = AST(Tuple, @$, .elts = build_one(build, $1), .ctx = AST_LOAD); }
           | for_target ',' for_target_rest optional_comma
             {
                 NodeList elements = build_one(build, $1);
                 for (int i = 0; i < $<list>3.count; i++)
                     elements = build_append(build, elements, $<list>3.items[i]);
                 $$ = AST(Tuple, @$, .elts = elements, .ctx = AST_LOAD);
             }
           ;

for_target_rest: for_target { $<list>$ = build_one(build, $1); }
               | for_target_rest ',' for_target { $<list>$ = build_append(build, $<list>1, $3); }
               ;

for_target: binary
          | '*' binary { $$ = AST(Starred, @$, .value = $2, .ctx = AST_LOAD); }
          ;

/* ---- calls and subscripts ---- */

call_arguments: %empty { $$ = (NodeList){0}; }
              | call_list
              | call_list ',' { $$ = $1; REQUIRE(parser_no_bare_generator(parser, $1)); }
              ;

call_list: call_item { $$ = build_one(build, $1); }
         | call_list ',' call_item { $$ = build_append(build, $1, $3); }
         ;

call_item: argument
         | NAME '=' expression { $$ = AST(keyword, @$, .arg = $1, .value = $3); }
         | '*' expression { $$ = AST(Starred, @$, .value = $2, .ctx = AST_LOAD); }
         | POWER expression { $$ = AST(keyword, @$, .value = $2); }
         ;

/* A generator without its own parentheses: fine only when it is alone. */
argument: named
        | named comp_clauses { $$ = AST(GeneratorExp, @$, .elt = $1, .generators = $2); }
        ;

subscript: slice
         | slice_or_starred ',' { $$ = AST(Tuple, @$, .elts = build_one(build, $1), .ctx = AST_LOAD); }
         | slice_or_starred ',' subscript_list optional_comma
           {
               NodeList elements = build_one(build, $1);
               for (int i = 0; i < $3.count; i++)
                   elements = build_append(build, elements, $3.items[i]);
               $$ = AST(Tuple, @$, .elts = elements, .ctx = AST_LOAD);
           }
         | '*' expression
           {
               Node *starred = AST(Starred, @$, .value = $2, .ctx = AST_LOAD);
               $$ = AST(Tuple, @$, .elts = build_one(build, starred), .ctx = AST_LOAD);
           }
         ;

subscript_list: slice_or_starred { $$ = build_one(build, $1); }
              | subscript_list ',' slice_or_starred { $$ = build_append(build, $1, $3); }
              ;

slice_or_starred: slice
                | '*' expression { $$ = AST(Starred, @$, .value = $2, .ctx = AST_LOAD); }
                ;

slice: named
     | optional_expression ':' optional_expression
       { $$ = AST(Slice, $1 ? @$ : span_join(@2, @$), .lower = $1, .upper = $3); }
     | optional_expression ':' optional_expression ':' optional_expression
       { $$ = AST(Slice, $1 ? @$ : span_join(@2, @$), .lower = $1, .upper = $3, .step = $5); }
     ;

optional_expression: %empty { $$ = NULL; }
                   | expression
                   ;

/* ---- strings ---- */

strings: string_parts { $$ = strings_join(build, $1, @$, parser->lookahead); REQUIRE($$); };

string_parts: string_part { $$ = build_one(build, $1); }
            | string_parts string_part { $$ = build_append(build, $1, $2); }
            ;

string_part: STRING { $$ = string_node(build, parser->lexer.text, $1); REQUIRE($$); }
           | FSTRING_START fstring_parts FSTRING_END { $$ = AST(JoinedStr, @$, .values = $2); }
           ;

fstring_parts: %empty { $$ = (NodeList){0}; }
             | fstring_parts FSTRING_MIDDLE
               {
                   Node *middle = fstring_middle_node(build, parser->lexer.text, $2);
                   REQUIRE(middle);
                   $$ = build_append(build, $1, middle);
               }
             | fstring_parts field { $$ = parser_append_all(parser, $1, $2); }
             ;

/* The text of the expression, when it ends in '=', then its value. */
field: FIELD_OPEN right_side conversion format_specification FIELD_CLOSE
       { $$ = fstring_field(build, parser->lexer.text, &(FieldParts){@$, $1, NULL, $2, $3, $4}); }
     | FIELD_OPEN right_side FIELD_EQUAL conversion format_specification FIELD_CLOSE
       { $$ = fstring_field(build, parser->lexer.text, &(FieldParts){@$, $1, $3, $2, $4, $5}); }
     ;

conversion: %empty { $$ = -1; }
          | FIELD_BANG NAME
            { $$ = fstring_conversion(build, $1, $2, @2); REQUIRE($$); }
          ;

format_specification: %empty { $$ = NULL; }
                    | FIELD_COLON fstring_parts { $$ = AST(JoinedStr, @$, .values = strings_fold(build, $2)); }
                    ;

%%

/* The driver knows which token it was, and explain.c what to say of it. */
static int yyreport_syntax_error(const yypcontext_t *context, Parser *parser)
{
    (void)yypcontext_expected_tokens;
    (void)context;
    (void)parser;
    return 0;
}
