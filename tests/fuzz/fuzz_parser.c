/* Fuzzes the lexer and parser: any bytes give a tree or an error with a
 * position inside the text, in every mode; every tree can be written out. */
#include "base/arena.h"
#include "syntax/parse.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) abort();
}

static void parse_once(const char *text, size_t size, ParseMode mode)
{
    Arena arena = {0};
    Diagnostic diagnostic = {0};
    Node *tree = parse_source(&arena, text, size, mode, &diagnostic);
    require((tree != NULL) == (diagnostic.message[0] == 0));
    if (tree) {
        free(ast_dump_positions(tree));
    } else {
        size_t lines = 1;
        for (size_t i = 0; i < size; i++) lines += text[i] == '\n' || text[i] == '\r';
        require(diagnostic.span.line <= lines + 1);
        require(!diagnostic.has_end || diagnostic.span.end_line >= diagnostic.span.line);
    }
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (ParseMode mode = PARSE_FILE; mode <= PARSE_EVAL; mode++) parse_once((const char *)data, size, mode);
    return 0;
}
