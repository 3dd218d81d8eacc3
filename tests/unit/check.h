/* What the C unit tests are written with.
 *
 *     static void buffer_grows(Checks *checks) { CHECK(checks, 1 + 1 == 2); ... }
 *     int main(void) { Checks checks = {0}; buffer_grows(&checks); return checks_finish(&checks); }
 *
 * Each CHECK counts once; the last line printed is `N passed, N failed`. */
#ifndef HABU_TESTS_UNIT_CHECK_H
#define HABU_TESTS_UNIT_CHECK_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

typedef struct Checks {
    int passed, failed;
} Checks;

static inline bool check_that(Checks *checks, bool good, const char *what, const char *file, int line)
{
    if (good) checks->passed++;
    else checks->failed++;
    if (!good) printf("%s:%d: not so: %s\n", file, line, what);
    return good;
}

static inline bool check_texts(Checks *checks, const char *actual, const char *expected, const char *file, int line)
{
    bool good = actual && !strcmp(actual, expected);
    if (!good) printf("%s:%d: got \"%s\", expected \"%s\"\n", file, line, actual ? actual : "(null)", expected);
    if (good) checks->passed++;
    else checks->failed++;
    return good;
}

/* Counts, and says where, unless `condition` holds; gives whether it did. */
#define CHECK(checks, condition) check_that(checks, (condition), #condition, __FILE__, __LINE__)
/* The same for two NUL-terminated strings that must be equal. */
#define CHECK_TEXT(checks, actual, expected) check_texts(checks, actual, expected, __FILE__, __LINE__)

/* Prints the count; gives the exit status. */
static inline int checks_finish(const Checks *checks)
{
    printf("%d passed, %d failed\n", checks->passed, checks->failed);
    return checks->failed != 0;
}

#endif
