/* Size-class allocation from 64 KiB pages, owned by whoever owns the Heap.
 *
 * Blocks of up to HEAP_SMALL_MAX bytes come from pages of one size class each,
 * in 16-byte steps; recently freed blocks are handed out first, because they
 * are warm.  Larger blocks get a page run of their own when the heap is
 * walkable, and come from malloc when it is not.  Every page lies on a 64 KiB
 * boundary, so heap_page_of() finds it from any walkable block.
 *
 * Under ASan, which cannot see into pages, every block of a heap that is not
 * walkable comes from malloc, and the free blocks of walkable pages are
 * poisoned behind their link. */
#ifndef HABU_BASE_HEAP_H
#define HABU_BASE_HEAP_H

#include "base/base.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HEAP_CHECKED 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HEAP_CHECKED 1
#endif
#ifdef HEAP_CHECKED
#include <sanitizer/asan_interface.h>
#else
#define HEAP_CHECKED 0
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

enum {
    HEAP_PAGE_SIZE = 64 * 1024,
    HEAP_STEP = 16,
    HEAP_SMALL_MAX = 1024,
    HEAP_CLASSES = HEAP_SMALL_MAX / HEAP_STEP + 1
};

typedef struct HeapPage HeapPage;
typedef struct HeapFree HeapFree;

struct HeapFree {
    uint64_t header; /* 0: where an object has {refs, shape}, so walkers see that nobody lives here */
    HeapFree *next;
};

typedef struct {
    size_t used;  /* bytes in live blocks, of every heap that shares this */
    size_t limit; /* allocation fails beyond it; 0: no limit */
} HeapBudget;

typedef struct {
    HeapFree *free[HEAP_CLASSES];
    HeapPage *carving[HEAP_CLASSES]; /* the page of each class that still has untouched blocks */
    HeapPage *pages;    /* all pages, newest first */
    HeapBudget *budget; /* shared, not owned */
    bool walkable;
} Heap;

/* One page: a header, then block_count blocks of block_size bytes.  A block is
 * free when its first 8 bytes are 0; blocks past carved were never used. */
struct HeapPage {
    HeapPage *next, *previous;
    Heap *heap;
    uint32_t block_size;  /* for a page run: the one block's size, rounded up; may exceed 64 KiB */
    uint32_t block_count; /* 1 in a page run */
    uint32_t carved;
    uint32_t *marks;      /* the collector's, NULL between collections */
    size_t run_size;      /* bytes of the whole mapping */
    char blocks[] __attribute__((aligned(16)));
};

void heap_init(Heap *heap, HeapBudget *budget, bool walkable);

/* Frees every page, with whatever still lives there. */
void heap_destroy(Heap *heap);

/* Whether a block of this size comes from a page of its size class. */
static ALWAYS_INLINE bool heap_is_pooled(const Heap *heap, size_t size)
{
    return LIKELY(size <= HEAP_SMALL_MAX) && (!HEAP_CHECKED || heap->walkable);
}

/* Tells ASan that exactly size bytes of a pooled block may be touched. */
static ALWAYS_INLINE void heap_mark_used(void *block, size_t size)
{
    ASAN_UNPOISON_MEMORY_REGION(block, size);
    ASAN_POISON_MEMORY_REGION((char *)block + size, -size % HEAP_STEP);
}

/* The slow half of heap_alloc: new pages and large blocks. */
COLD void *heap_alloc_slow(Heap *heap, size_t size);
COLD void heap_free_large(Heap *heap, void *block, size_t size);

/* Returns size bytes (uninitialised, aligned to 16 when small), or NULL when
 * the system or the budget has none left.  In a walkable heap the caller must
 * set the header's shape before anything else can run. */
static ALWAYS_INLINE void *heap_alloc(Heap *heap, size_t size)
{
    if (heap_is_pooled(heap, size)) {
        size_t class = (size + HEAP_STEP - 1) / HEAP_STEP;
        HeapFree *block = heap->free[class];
        if (LIKELY(block != NULL)) {
            heap->free[class] = block->next;
            heap->budget->used += class * HEAP_STEP;
            heap_mark_used(block, size);
            return block;
        }
    }
    return heap_alloc_slow(heap, size);
}

/* Gives back a block; size is what was asked for. */
static ALWAYS_INLINE void heap_free(Heap *heap, void *block, size_t size)
{
    if (!heap_is_pooled(heap, size)) {
        heap_free_large(heap, block, size);
        return;
    }
    size_t class = (size + HEAP_STEP - 1) / HEAP_STEP;
    HeapFree *freed = block;
    ASAN_UNPOISON_MEMORY_REGION(freed, sizeof *freed); /* an object may be smaller than its step */
    freed->header = 0;
    freed->next = heap->free[class];
    heap->free[class] = freed;
    heap->budget->used -= class * HEAP_STEP;
    ASAN_POISON_MEMORY_REGION(freed + 1, class > 1 ? class * HEAP_STEP - sizeof *freed : 0);
}

/* As realloc, for raw heaps (not walkable); block may be NULL with old_size 0.
 * On failure the old block stays and NULL is returned. */
void *heap_resize(Heap *heap, void *block, size_t old_size, size_t new_size);

static inline HeapPage *heap_page_of(const void *block)
{
    return (HeapPage *)((uintptr_t)block & ~(uintptr_t)(HEAP_PAGE_SIZE - 1));
}

static inline uint32_t heap_block_index(const HeapPage *page, const void *block)
{
    return (uint32_t)((size_t)((const char *)block - page->blocks) / page->block_size);
}

#endif
