/* Arena: bump allocation in blocks that double up to 256 KiB. */
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 8 * 1024, LAST_BLOCK = 256 * 1024 };

struct ArenaBlock {
    ArenaBlock *older;
    size_t size;
    char bytes[] __attribute__((aligned(16)));
};

static bool add_block(Arena *arena, size_t size)
{
    size_t wanted = arena->blocks ? size_min(arena->blocks->size * 2, LAST_BLOCK) : FIRST_BLOCK;
    wanted = size_max(wanted, size);
    ArenaBlock *block = wanted > SIZE_MAX / 2 ? NULL : malloc(sizeof *block + wanted);
    if (!block) {
        arena->failed = true;
        return false;
    }
    block->older = arena->blocks;
    block->size = wanted;
    arena->blocks = block;
    arena->next = block->bytes;
    arena->end = block->bytes + wanted;
    return true;
}

void *arena_alloc(Arena *arena, size_t size)
{
    size = (size + 7) & ~(size_t)7;
    if (arena->failed)
        return NULL;
    if ((size_t)(arena->end - arena->next) < size && !add_block(arena, size))
        return NULL;
    void *result = arena->next;
    arena->next += size;
    arena->used += size;
    return memset(result, 0, size);
}

char *arena_copy(Arena *arena, const char *bytes, size_t n)
{
    char *copy = arena_alloc(arena, n + 1);
    if (copy && n)
        memcpy(copy, bytes, n);
    return copy;
}

void arena_free(Arena *arena)
{
    while (arena->blocks) {
        ArenaBlock *older = arena->blocks->older;
        free(arena->blocks);
        arena->blocks = older;
    }
    *arena = (Arena){0};
}
