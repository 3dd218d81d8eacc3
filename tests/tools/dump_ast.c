/* Prints the tree of a program, or its syntax error in CPython's form.
 *
 * usage: dump_ast [-p] [-q] [-i] [-e] file
 *   -p with positions   -q only the error   -i as typed at the prompt   -e one expression
 * An error is one line: Kind|line|column|end line|end column|message, columns in
 * bytes from 0 (-1 where the end is not known). */
#include "syntax/parse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_all(const char *name, size_t *size)
{
    FILE *file = strcmp(name, "-") == 0 ? stdin : fopen(name, "rb");
    size_t capacity = 1 << 16;
    char *text = file ? malloc(capacity) : NULL;
    *size = 0;
    while (text) {
        size_t got = fread(text + *size, 1, capacity - *size, file);
        if (got == 0)
            break;
        *size += got;
        if (*size == capacity)
            text = realloc(text, capacity *= 2);
    }
    if (file && file != stdin)
        fclose(file);
    return text;
}

static void print_error(const Diagnostic *diagnostic)
{
    static const char *const names[] = {"SyntaxError", "IndentationError", "TabError", "MemoryError", "RecursionError"};
    const Span *span = &diagnostic->span;
    printf("%s|%u|%u|%d|%d|%s%s\n", names[diagnostic->kind], span->line, diagnostic->no_caret ? UINT32_MAX : span->column,
           diagnostic->has_end ? (int)span->end_line : -1, diagnostic->has_end ? (int)span->end_column : -1,
           diagnostic->message, diagnostic->incomplete ? " [incomplete]" : "");
}

int main(int count, char **words)
{
    bool positions = false, quiet = false;
    ParseMode mode = PARSE_FILE;
    int i = 1;
    for (; i < count && words[i][0] == '-' && words[i][1]; i++) {
        positions |= words[i][1] == 'p';
        quiet |= words[i][1] == 'q';
        if (words[i][1] == 'i')
            mode = PARSE_INTERACTIVE;
        if (words[i][1] == 'e')
            mode = PARSE_EVAL;
    }
    size_t size = 0;
    char *text = i < count ? read_all(words[i], &size) : NULL;
    if (!text)
        return fprintf(stderr, "usage: dump_ast [-p] [-q] [-i] [-e] file\n"), 2;
    Arena arena = {0};
    Diagnostic diagnostic;
    Node *node = parse_source(&arena, text, size, mode, &diagnostic);
    for (SourceWarning *warning = diagnostic.warnings; warning; warning = warning->next)
        fprintf(stderr, "%u: SyntaxWarning: %s\n", warning->span.line, warning->message);
    if (!node) {
        print_error(&diagnostic);
    } else if (!quiet) {
        char *dump = positions ? ast_dump_positions(node) : ast_dump(node);
        if (dump)
            puts(dump);
        free(dump);
    }
    arena_free(&arena);
    free(text);
    return node ? 0 : 1;
}
