/* Memory that is freed all at once: the syntax tree, the compiler's tables. */
#ifndef HABU_BASE_ARENA_H
#define HABU_BASE_ARENA_H

#include "base/base.h"

typedef struct ArenaBlock ArenaBlock;

/* Zero-initialise.  failed is set when the system had no memory: every later
 * allocation then fails too, so a caller may check once at the end. */
typedef struct {
    ArenaBlock *blocks; /* newest first, owned */
    char *next;         /* free bytes of the newest block */
    char *end;
    size_t used;        /* bytes handed out */
    bool failed;
} Arena;

/* Returns size bytes, zeroed, aligned to 8; NULL when memory is exhausted. */
void *arena_alloc(Arena *arena, size_t size);

/* Copies n bytes and ends them with a NUL; NULL when memory is exhausted. */
char *arena_copy(Arena *arena, const char *bytes, size_t n);

/* Frees everything; the arena can be used again. */
void arena_free(Arena *arena);

#endif
