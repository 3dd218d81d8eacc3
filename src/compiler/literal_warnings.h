/* SyntaxWarnings about literals. */
#ifndef HABU_COMPILER_LITERAL_WARNINGS_H
#define HABU_COMPILER_LITERAL_WARNINGS_H

#include "compiler/scopes.h"

/* Adds to the diagnostic what is suspicious about the node itself, not its parts. */
void literal_warnings(Compiler *compiler, const Node *node);

#endif
