/* The words every file uses: annotations, assertions, sizes. */
#ifndef HABU_BASE_BASE_H
#define HABU_BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)

/* The result carries an error: ignoring it is a bug. */
#define MUST_CHECK __attribute__((warn_unused_result))
/* May execute bytecode: when it returns, anything may have changed. */
#define MAY_RUN
/* Kept out of the hot path's code and registers. */
#define COLD __attribute__((cold, noinline))
#define NOINLINE __attribute__((noinline))
#define ALWAYS_INLINE inline __attribute__((always_inline))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))
#define UNUSED __attribute__((unused))

#define ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* Prints the failed condition with its place and aborts. */
_Noreturn COLD void assert_failed(const char *condition, const char *file, int line);

/* What must hold, whatever the program does.  The optimised build believes it. */
#ifdef NDEBUG
#define ASSERT(condition) ((void)sizeof((condition) ? 1 : 0))
#else
#define ASSERT(condition) ((condition) ? (void)0 : assert_failed(#condition, __FILE__, __LINE__))
#endif

/* A switch that is closed has no other case. */
#define UNREACHABLE() (assert_failed("unreachable", __FILE__, __LINE__))

static inline size_t size_max(size_t a, size_t b) { return a > b ? a : b; }
static inline size_t size_min(size_t a, size_t b) { return a < b ? a : b; }

#endif
