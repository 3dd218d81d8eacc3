/* What parse_source says of a text in each mode: the tree, the first error, and
 * at the prompt whether more is wanted. */
#include "base/arena.h"
#include "check.h"
#include "syntax/parse.h"

#include <stdlib.h>

typedef struct Parsed {
    char *dump;    /* NULL after an error */
    bool incomplete;
    char message[512];
    Span span;
} Parsed;

static Parsed parse(const char *text, ParseMode mode)
{
    Arena arena = {0};
    Diagnostic diagnostic;
    Node *tree = parse_source(&arena, text, strlen(text), mode, &diagnostic);
    Parsed parsed = {tree ? ast_dump(tree) : NULL, diagnostic.incomplete, "", diagnostic.span};
    memcpy(parsed.message, diagnostic.message, sizeof parsed.message);
    arena_free(&arena);
    return parsed;
}

static void tree_is_written_as_ast_dump_does(Checks *checks)
{
    Parsed parsed = parse("x = -1\n", PARSE_FILE);
    CHECK_TEXT(checks, parsed.dump,
               "Module(\n body=[\n  Assign(\n   targets=[\n    Name(id='x', ctx=Store())],\n"
               "   value=UnaryOp(\n    op=USub(),\n    operand=Constant(value=1)))])");
    free(parsed.dump);
    parsed = parse("f(*a)", PARSE_EVAL);
    CHECK_TEXT(checks, parsed.dump,
               "Expression(\n body=Call(\n  func=Name(id='f', ctx=Load()),\n  args=[\n   Starred(\n"
               "    value=Name(id='a', ctx=Load()),\n    ctx=Load())]))");
    free(parsed.dump);
}

static void eval_takes_one_expression(Checks *checks)
{
    static const char *const good[] = {"1", " 1\n", "a, b", "(yield)", "lambda: 0", "1 # c", "\n\n1"};
    static const char *const bad[] = {"", "x = 1", "1; 2", "*a", "pass", "yield", "1\n2", "x := 1"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        Parsed parsed = parse(good[i], PARSE_EVAL);
        if (!CHECK(checks, parsed.dump != NULL)) printf("  %s\n", good[i]);
        free(parsed.dump);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Parsed parsed = parse(bad[i], PARSE_EVAL);
        if (!CHECK(checks, parsed.dump == NULL)) printf("  %s\n", bad[i]);
        free(parsed.dump);
    }
}

static void prompt_asks_for_more_until_a_blank_line(Checks *checks)
{
    static const char *const unfinished[] = {
        "if x:", "if x:\n", "if x:\n  y\n", "if x: y\n", "if x:\n  y\nelse:\n", "x = (1,\n", "\"\"\"abc\n", "x \\\n", "@a\n",
        "class A: pass\n", "def f():\n  if x:\n    y\n", "f\"\"\"{a\n", "match x:\n  case 1: y\n", "try:\n  x\n",
    };
    static const char *const finished[] = {
        "x", "x\n", "", "\n", "# c\n", "if x:\n  y\n\n", "if x: y\n\n", "if x:\n  y\nelse:\n  z\n\n", "x = (1,\n2)\n",
        "@a\ndef f():\n  x\n\n", "match x:\n  case 1: y\n\n", "x; y\n",
    };
    for (size_t i = 0; i < sizeof unfinished / sizeof *unfinished; i++) {
        Parsed parsed = parse(unfinished[i], PARSE_INTERACTIVE);
        if (!CHECK(checks, !parsed.dump && parsed.incomplete)) printf("  %s\n", unfinished[i]);
        free(parsed.dump);
    }
    for (size_t i = 0; i < sizeof finished / sizeof *finished; i++) {
        Parsed parsed = parse(finished[i], PARSE_INTERACTIVE);
        if (!CHECK(checks, parsed.dump != NULL)) printf("  %s: %s\n", finished[i], parsed.message);
        free(parsed.dump);
    }
}

static void prompt_tells_errors_at_once(Checks *checks)
{
    static const char *const wrong[] = {"a b", "if x\n", "x = 1 +\n", "if x:\n\n", "try:\n  x\n\n", "x = 'a\n", "x = (]\n", "  x"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        Parsed parsed = parse(wrong[i], PARSE_INTERACTIVE);
        if (!CHECK(checks, !parsed.dump && !parsed.incomplete && parsed.message[0])) printf("  %s\n", wrong[i]);
        free(parsed.dump);
    }
}

static void spans_count_bytes_from_zero(Checks *checks)
{
    Parsed parsed = parse("x = 1\n\xC3\xA9 = (a b)\n", PARSE_FILE);
    CHECK_TEXT(checks, parsed.message, "invalid syntax. Perhaps you forgot a comma?");
    CHECK(checks, parsed.span.line == 2 && parsed.span.column == 6);
    CHECK(checks, parsed.span.end_line == 2 && parsed.span.end_column == 9);
    free(parsed.dump);
}

int main(void)
{
    Checks checks = {0};
    tree_is_written_as_ast_dump_does(&checks);
    eval_takes_one_expression(&checks);
    prompt_asks_for_more_until_a_blank_line(&checks);
    prompt_tells_errors_at_once(&checks);
    spans_count_bytes_from_zero(&checks);
    return checks_finish(&checks);
}
