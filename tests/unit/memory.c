/* Arenas, the size-class heap, and diagnostics. */
#include "base/arena.h"
#include "base/heap.h"
#include "base/source.h"
#include "check.h"

#include <stdlib.h>

static void arena_blocks_are_zeroed_and_aligned(Checks *checks)
{
    Arena arena = {0};
    for (size_t size = 1; size < 100000; size = size * 3 + 1) {
        unsigned char *block = arena_alloc(&arena, size);
        CHECK(checks, block && (uintptr_t)block % 8 == 0 && block[0] == 0 && block[size - 1] == 0);
        if (block) memset(block, 0xff, size);
    }
    CHECK(checks, arena.used > 0 && !arena.failed);
    arena_free(&arena);
}

static void arena_copy_ends_with_a_nul(Checks *checks)
{
    Arena arena = {0};
    CHECK_TEXT(checks, arena_copy(&arena, "hello", 4), "hell");
    CHECK_TEXT(checks, arena_copy(&arena, "", 0), "");
    arena_free(&arena);
    CHECK_TEXT(checks, arena_copy(&arena, "again", 5), "again");
    arena_free(&arena);
}

static void heap_counts_what_is_in_use(Checks *checks)
{
    HeapBudget budget = {0};
    Heap heap;
    heap_init(&heap, &budget, false);
    void *blocks[300];
    size_t sizes[300];
    for (size_t i = 0; i < ARRAY_LENGTH(blocks); i++) {
        sizes[i] = i * 7 % 1500 + 1;
        blocks[i] = heap_alloc(&heap, sizes[i]);
        CHECK(checks, blocks[i] != NULL);
        if (blocks[i]) memset(blocks[i], (int)i, sizes[i]);
    }
    for (size_t i = 0; i < ARRAY_LENGTH(blocks); i++) {
        const unsigned char *bytes = blocks[i];
        CHECK(checks, bytes[0] == (i & 255) && bytes[sizes[i] - 1] == (i & 255));
        heap_free(&heap, blocks[i], sizes[i]);
    }
    CHECK(checks, budget.used == 0);
    heap_destroy(&heap);
}

static void heap_reuses_the_block_freed_last(Checks *checks)
{
    HeapBudget budget = {0};
    Heap heap;
    heap_init(&heap, &budget, true);
    void *first = heap_alloc(&heap, 40), *second = heap_alloc(&heap, 40);
    heap_free(&heap, first, 40);
    heap_free(&heap, second, 40);
    void *third = heap_alloc(&heap, 40);
    CHECK(checks, third == second);
    heap_free(&heap, third, 40);
    heap_destroy(&heap);
}

static void free_blocks_are_poisoned_under_asan(Checks *checks)
{
    HeapBudget budget = {0};
    Heap heap;
    heap_init(&heap, &budget, true);
    char *block = heap_alloc(&heap, 72);
#if HEAP_CHECKED
    CHECK(checks, !__asan_address_is_poisoned(block + 71) && __asan_address_is_poisoned(block + 72));
    heap_free(&heap, block, 72);
    CHECK(checks, !__asan_address_is_poisoned(block) && __asan_address_is_poisoned(block + 16));
#else
    CHECK(checks, block != NULL);
    heap_free(&heap, block, 72);
#endif
    heap_destroy(&heap);
}

static void heap_resize_keeps_the_contents(Checks *checks)
{
    HeapBudget budget = {0};
    Heap heap;
    heap_init(&heap, &budget, false);
    size_t size = 8;
    char *block = heap_resize(&heap, NULL, 0, size);
    if (block) memcpy(block, "abcdefg", 8);
    for (; size < 100000; size *= 2) {
        block = heap_resize(&heap, block, size, size * 2);
        CHECK_TEXT(checks, block, "abcdefg");
    }
    block = heap_resize(&heap, block, size, 8);
    CHECK_TEXT(checks, block, "abcdefg");
    heap_free(&heap, block, 8);
    CHECK(checks, budget.used == 0);
    heap_destroy(&heap);
}

static void heap_stops_at_its_budget(Checks *checks)
{
    HeapBudget budget = {.limit = 1 << 20};
    Heap heap;
    heap_init(&heap, &budget, false);
    CHECK(checks, heap_alloc(&heap, 2 << 20) == NULL);
    CHECK(checks, budget.used == 0);
    heap_destroy(&heap);
}

static void pages_are_found_from_walkable_blocks(Checks *checks)
{
    HeapBudget budget = {0};
    Heap heap;
    heap_init(&heap, &budget, true);
    for (size_t size = 16; size < 300000; size = size * 5) {
        char *block = heap_alloc(&heap, size);
        HeapPage *page = heap_page_of(block);
        CHECK(checks, page->heap == &heap && page->block_size >= size);
        CHECK(checks, page->blocks + (size_t)heap_block_index(page, block) * page->block_size == block);
        heap_free(&heap, block, size);
    }
    CHECK(checks, budget.used == 0);
    heap_destroy(&heap);
}

static void the_first_diagnostic_stays(Checks *checks)
{
    Diagnostic diagnostic = {0};
    Span here = {3, 4, 3, 5}, there = {9, 0, 9, 1};
    CHECK(checks, !diagnostic_set(&diagnostic, TAB_ERROR, here, "%s %d", "number", 1));
    CHECK(checks, !diagnostic_set(&diagnostic, SYNTAX_ERROR, there, "second"));
    CHECK_TEXT(checks, diagnostic.message, "number 1");
    CHECK(checks, diagnostic.kind == TAB_ERROR && diagnostic.span.line == 3 && diagnostic.has_end);
}

int main(void)
{
    Checks checks = {0};
    arena_blocks_are_zeroed_and_aligned(&checks);
    arena_copy_ends_with_a_nul(&checks);
    heap_counts_what_is_in_use(&checks);
    heap_reuses_the_block_freed_last(&checks);
    free_blocks_are_poisoned_under_asan(&checks);
    heap_resize_keeps_the_contents(&checks);
    heap_stops_at_its_budget(&checks);
    pages_are_found_from_walkable_blocks(&checks);
    the_first_diagnostic_stays(&checks);
    return checks_finish(&checks);
}
