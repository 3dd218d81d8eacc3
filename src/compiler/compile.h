/* Syntax tree to code. */
#ifndef HABU_COMPILER_COMPILE_H
#define HABU_COMPILER_COMPILE_H

#include "bytecode/code.h"
#include "syntax/ast.h"

typedef struct {
    Value filename;          /* str, borrowed */
    Arena *arena;            /* where SyntaxWarnings for the diagnostic are made; NULL: none are given */
    bool top_level_await;    /* await at module level makes the code a coroutine (CODE_COROUTINE) */
    bool print_expressions;  /* at the prompt: PRINT_EXPRESSION for expression statements */
    bool namespace_in_register; /* exec, eval, compile(): CODE_NAMESPACE, names through register 0 */
} CompileOptions;

/* Compiles a Module (result None) or an Expression (result its value) to the
 * code of a function without parameters (with one, the namespace, when
 * namespace_in_register).  Returns the code (owned), or VALUE_ERROR: either
 * diagnostic is filled in (a SyntaxError) or an exception is pending. */
MUST_CHECK Value compile_tree(Vm *vm, Node *tree, const CompileOptions *options, Diagnostic *diagnostic);

#endif
