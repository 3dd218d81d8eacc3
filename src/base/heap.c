/* Pages, carving and large blocks.  Pages come zeroed from mmap and are carved
 * a few kilobytes at a time, so that a short program touches little memory. */
#define _GNU_SOURCE
#include "base/heap.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { CARVE_BYTES = 4096 };

void heap_init(Heap *heap, HeapBudget *budget, bool walkable)
{
    *heap = (Heap){.budget = budget, .walkable = walkable};
}

/* Maps size bytes on a HEAP_PAGE_SIZE boundary, zeroed; NULL on failure. */
static void *map_aligned(size_t size)
{
    size_t padded = size + HEAP_PAGE_SIZE;
    char *raw = mmap(NULL, padded, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (raw == MAP_FAILED)
        return NULL;
    char *aligned = (char *)(((uintptr_t)raw + HEAP_PAGE_SIZE - 1) & ~(uintptr_t)(HEAP_PAGE_SIZE - 1));
    if (aligned > raw)
        munmap(raw, (size_t)(aligned - raw));
    size_t tail = padded - (size_t)(aligned - raw) - size;
    if (tail)
        munmap(aligned + size, tail);
    return aligned;
}

static HeapPage *add_page(Heap *heap, size_t run_size, size_t block_size, size_t block_count)
{
    HeapPage *page = map_aligned(run_size);
    if (!page)
        return NULL;
    page->heap = heap;
    page->block_size = (uint32_t)size_min(block_size, UINT32_MAX);
    page->block_count = (uint32_t)block_count;
    page->run_size = run_size;
    page->next = heap->pages;
    if (heap->pages)
        heap->pages->previous = page;
    heap->pages = page;
    return page;
}

static bool over_budget(const Heap *heap, size_t size)
{
    const HeapBudget *budget = heap->budget;
    return budget->limit && (size > budget->limit || budget->used > budget->limit - size);
}

/* Links the next few kilobytes of untouched blocks into the free list. */
static bool carve(Heap *heap, size_t class)
{
    size_t block_size = class * HEAP_STEP;
    HeapPage *page = heap->carving[class];
    if (!page || page->carved == page->block_count) {
        page = add_page(heap, HEAP_PAGE_SIZE, block_size, (HEAP_PAGE_SIZE - sizeof *page) / block_size);
        if (!page)
            return false;
        heap->carving[class] = page;
    }
    size_t count = size_min(page->block_count - page->carved, size_max(CARVE_BYTES / block_size, 2));
    char *block = page->blocks + (page->carved + count) * block_size;
    page->carved += (uint32_t)count;
    for (; count; count--) {
        block -= block_size;
        HeapFree *fresh = (HeapFree *)block;
        fresh->next = heap->free[class];
        heap->free[class] = fresh;
    }
    return true;
}

static void *alloc_large(Heap *heap, size_t size)
{
    void *block;
    if (heap->walkable) {
        size_t run_size = (sizeof(HeapPage) + size + 4095) & ~(size_t)4095;
        HeapPage *page = size > SIZE_MAX / 2 ? NULL : add_page(heap, run_size, run_size - sizeof *page, 1);
        if (!page)
            return NULL;
        page->carved = 1;
        block = page->blocks;
    } else {
        block = malloc(size);
        if (!block)
            return NULL;
    }
    heap->budget->used += size;
    return block;
}

void *heap_alloc_slow(Heap *heap, size_t size)
{
    if (over_budget(heap, size))
        return NULL;
    if (!heap_is_pooled(heap, size))
        return alloc_large(heap, size);
    size_t class = size_max((size + HEAP_STEP - 1) / HEAP_STEP, 1);
    if (!heap->free[class] && !carve(heap, class))
        return NULL;
    HeapFree *block = heap->free[class];
    heap->free[class] = block->next;
    heap->budget->used += (size + HEAP_STEP - 1) / HEAP_STEP * HEAP_STEP;
    heap_mark_used(block, size);
    return block;
}

static void remove_page(Heap *heap, HeapPage *page)
{
    if (page->next)
        page->next->previous = page->previous;
    if (page->previous)
        page->previous->next = page->next;
    else
        heap->pages = page->next;
    free(page->marks);
    ASAN_UNPOISON_MEMORY_REGION(page, page->run_size);
    munmap(page, page->run_size);
}

void heap_free_large(Heap *heap, void *block, size_t size)
{
    heap->budget->used -= size;
    if (heap->walkable)
        remove_page(heap, heap_page_of(block));
    else
        free(block);
}

void *heap_resize(Heap *heap, void *block, size_t old_size, size_t new_size)
{
    ASSERT(!heap->walkable);
    if (block && !heap_is_pooled(heap, old_size) && !heap_is_pooled(heap, new_size)) {
        if (new_size > old_size && over_budget(heap, new_size - old_size))
            return NULL;
        void *moved = realloc(block, new_size);
        if (moved)
            heap->budget->used += new_size - old_size;
        return moved;
    }
    void *moved = heap_alloc(heap, new_size);
    if (!moved || !block)
        return moved;
    memcpy(moved, block, size_min(old_size, new_size));
    heap_free(heap, block, old_size);
    return moved;
}

void heap_destroy(Heap *heap)
{
    while (heap->pages)
        remove_page(heap, heap->pages);
    memset(heap->free, 0, sizeof heap->free);
    memset(heap->carving, 0, sizeof heap->carving);
}
