/* Sources nobody means to write: each parses, or gives an error with a position;
 * none crashes or takes long. */
#include "base/arena.h"
#include "check.h"
#include "syntax/parse.h"

#include <glob.h>
#include <stdlib.h>

typedef struct Source {
    char *bytes;
    size_t size;
} Source;

static Source repeat(const char *unit, size_t count, const char *end)
{
    size_t unit_size = strlen(unit), end_size = strlen(end);
    Source source = {malloc(unit_size * count + end_size), unit_size * count + end_size};
    for (size_t i = 0; i < count; i++) memcpy(source.bytes + i * unit_size, unit, unit_size);
    memcpy(source.bytes + unit_size * count, end, end_size);
    return source;
}

/* 1: it parsed; 0: a proper error; -1: neither. */
static int outcome(const char *bytes, size_t size)
{
    Arena arena = {0};
    Diagnostic diagnostic = {0};
    /* An exact copy, so that ASan sees a byte read past the end. */
    char *copy = malloc(size ? size : 1);
    memcpy(copy, bytes, size);
    Node *tree = parse_source(&arena, copy, size, PARSE_FILE, &diagnostic);
    bool positioned = diagnostic.message[0] && (diagnostic.span.line >= 1 || diagnostic.kind == SYNTAX_TOO_DEEP);
    free(copy);
    arena_free(&arena);
    return tree && !diagnostic.message[0] ? 1 : !tree && positioned ? 0 : -1;
}

static int outcome_of(Source source)
{
    int result = outcome(source.bytes, source.size);
    free(source.bytes);
    return result;
}

static void deep_nesting_is_an_error(Checks *checks)
{
    CHECK(checks, outcome_of(repeat("(", 100000, "")) == 0);
    CHECK(checks, outcome_of(repeat("[", 100000, "\n")) == 0);
    CHECK(checks, outcome_of(repeat("{", 100000, "")) == 0);
    CHECK(checks, outcome_of(repeat("f'{", 100000, "")) == 0);
    CHECK(checks, outcome_of(repeat("f(", 100000, "")) == 0);
    CHECK(checks, outcome_of(repeat("lambda:", 100000, "1\n")) != -1);
    CHECK(checks, outcome_of(repeat("not ", 100000, "1\n")) != -1);
    CHECK(checks, outcome_of(repeat("-", 100000, "1\n")) != -1);
    CHECK(checks, outcome_of(repeat("1 if 1 else ", 100000, "1\n")) != -1);
    CHECK(checks, outcome_of(repeat("2**", 100000, "1\n")) != -1);
    CHECK(checks, outcome_of(repeat("x.a", 100000, "\n")) != -1);
    CHECK(checks, outcome_of(repeat("1+", 100000, "1\n")) != -1);
    CHECK(checks, outcome_of(repeat("a = ", 100000, "1\n")) != -1);
    CHECK(checks, outcome_of(repeat("if 1: pass\nel", 20000, "if 1: pass\n")) != -1);
}

static void a_thousand_levels_of_indentation_are_an_error(Checks *checks)
{
    size_t size = 0, levels = 1000;
    char *text = malloc(levels * (levels + 8));
    for (size_t level = 0; level < levels; level++) {
        memset(text + size, ' ', level);
        memcpy(text + size + level, "if 1:\n", 6);
        size += level + 6;
    }
    CHECK(checks, outcome_of((Source){text, size}) == 0);
}

static void very_long_lines_parse(Checks *checks)
{
    CHECK(checks, outcome_of(repeat("x, ", 3500000, "y\n")) == 1);
    CHECK(checks, outcome_of(repeat("#", 10000000, "\n")) == 1);
    CHECK(checks, outcome_of(repeat(" ", 10000000, "\n")) == 1);
    Source name = repeat("n", 10000000, "\n");
    CHECK(checks, outcome_of(name) == 1);
    Source string = repeat("s", 10000000, "'\n");
    string.bytes[0] = '\'';
    CHECK(checks, outcome_of(string) == 1);
}

static void bytes_that_are_no_text_are_errors(Checks *checks)
{
    static const char nul[] = "x = 1\0\ny = 2\n";
    CHECK(checks, outcome(nul, sizeof nul - 1) == 0);
    static const char nul_in_string[] = "x = 'a\0b'\n";
    CHECK(checks, outcome(nul_in_string, sizeof nul_in_string - 1) == 0);
    const char *invalid[] = {"x = '\xff'\n", "\x80\n", "# \xc3\n", "x = '\xe2\x82'\n", "\xed\xa0\x80 = 1\n",
                             "x = '\xf5\x80\x80\x80'\n", "\xc0\x80\n", "x = 1 \xc3"};
    for (size_t i = 0; i < ARRAY_LENGTH(invalid); i++) CHECK(checks, outcome(invalid[i], strlen(invalid[i])) == 0);
    for (int byte = 0; byte < 256; byte++) {
        char text[2] = {(char)byte, '\n'};
        CHECK(checks, outcome(text, 1) != -1 && outcome(text, 2) != -1);
    }
}

static void edges_of_files_parse(Checks *checks)
{
    const char *good[] = {"", "\n", "\n\n", " ", "\t", "#", "x", "\xef\xbb\xbf", "\xef\xbb\xbfx = 1\n", "x\r\n", "x\r", "\f",
                          "if 1:\n  x", "if 1:\n  x\n  ", "if 1: x", "x = 1;"};
    for (size_t i = 0; i < ARRAY_LENGTH(good); i++)
        if (!CHECK(checks, outcome(good[i], strlen(good[i])) == 1)) printf("    in good[%zu]\n", i);
}

/* Every prefix of the file gives a tree or an error with a position. */
static void truncated_file_is_handled(Checks *checks, const char *path)
{
    FILE *file = fopen(path, "rb");
    static const size_t limit = 1 << 13;
    char *bytes = malloc(limit);
    size_t size = file ? fread(bytes, 1, limit, file) : 0;
    size_t wrong = 0;
    for (size_t i = 0; i <= size; i++) wrong += outcome(bytes, i) == -1;
    if (!CHECK(checks, file && wrong == 0)) printf("    in %s\n", path);
    if (file) fclose(file);
    free(bytes);
}

static void files_truncated_at_every_byte_are_handled(Checks *checks)
{
    glob_t found;
    if (glob("samples/*.py", 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) truncated_file_is_handled(checks, found.gl_pathv[i]);
        globfree(&found);
    }
}

int main(void)
{
    Checks checks = {0};
    deep_nesting_is_an_error(&checks);
    a_thousand_levels_of_indentation_are_an_error(&checks);
    very_long_lines_parse(&checks);
    bytes_that_are_no_text_are_errors(&checks);
    edges_of_files_parse(&checks);
    files_truncated_at_every_byte_are_handled(&checks);
    return checks_finish(&checks);
}
