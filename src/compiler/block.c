/* Leaving blocks, from the inside outwards.
 *
 * What a block's exit does runs outside the block: its handler's region is
 * closed first, and the block is no longer on the unit's list.  After the jump
 * or return all regions that were closed open again, for what follows in the
 * text. */
#include "compiler/block.h"

#include "compiler/generate.h"

/* As many as CPython allows. */
enum { MAX_BLOCKS = 21 };

void block_push(Unit *unit, Block *block)
{
    ASSERT(block->node);
    block->outer = unit->block;
    unit->block = block;
    bool counted = block->kind != BLOCK_VALUE && block->kind != BLOCK_HANDLER_NAME;
    if (counted && ++unit->block_depth > MAX_BLOCKS)
        compile_error(unit->compiler, block->node->span, "too many statically nested blocks");
}

static void region_open(Unit *unit, Block *block)
{
    block->region_start = unit->word_count;
    block->region_open = true;
}

static void region_close(Unit *unit, Block *block)
{
    if (!block->region_open)
        return;
    block->region_open = false;
    if (block->region_start == unit->word_count ||
        !COMPILE_GROW(unit->compiler, unit->handlers, unit->handler_count, unit->handler_capacity) ||
        !COMPILE_GROW(unit->compiler, unit->handler_labels, unit->handler_count, unit->handler_label_capacity))
        return;
    ASSERT(block->exception_register >= unit->local_count);
    unit->handler_labels[unit->handler_count] = block->handler;
    unit->handlers[unit->handler_count++] =
        (Handler){block->region_start, unit->word_count, 0, block->exception_register};
    block->has_region = true;
}

void block_push_region(Unit *unit, Block *block, Label *handler, uint16_t exception_register)
{
    block->handler = handler;
    block->exception_register = exception_register;
    block_push(unit, block);
    region_open(unit, block);
}

void block_pop(Unit *unit, Block *block)
{
    ASSERT(unit->block == block);
    region_close(unit, block);
    unit->block = block->outer;
    if (block->kind != BLOCK_VALUE && block->kind != BLOCK_HANDLER_NAME)
        unit->block_depth--;
}

void block_leave_loop(Unit *unit, const Node *node, const Block *block)
{
    for (unsigned i = 0; i < block->state_count; i++)
        emit(unit, node, OP_RELEASE, 0, block->reg + i, 0, 0);
}

static void leave_block(Unit *unit, const Node *node, Block *block)
{
    switch (block->kind) {
    case BLOCK_LOOP: block_leave_loop(unit, node, block); return;
    case BLOCK_TRY: return;
    case BLOCK_FINALLY: compile_statements(unit, block->final_body); return;
    case BLOCK_HANDLER: leave_handler(unit, node, block->reg); return;
    case BLOCK_HANDLER_NAME: name_unbind(unit, node, block->name); return;
    case BLOCK_WITH: with_leave(unit, block); return;
    case BLOCK_VALUE: emit(unit, node, OP_RELEASE, 0, block->reg, 0, 0); return;
    case BLOCK_STAR:
        compile_error(unit->compiler, node->span,
                      "'break', 'continue' and 'return' cannot appear in an except* block");
        return;
    }
    UNREACHABLE();
}

void block_unwind(Unit *unit, const Node *node, Block *target, Block *kept)
{
    while (unit->block != target && !unit->compiler->failed) {
        Block *block = unit->block;
        region_close(unit, block);
        unit->block = block->outer;
        if (kept) {
            kept->outer = block->outer;
            unit->block = kept;
        }
        leave_block(unit, node, block);
        unit->block = block->outer;
    }
}

void block_resume(Unit *unit, Block *innermost)
{
    for (Block *block = innermost; block != unit->block; block = block->outer)
        if (block->handler && !block->region_open)
            region_open(unit, block);
    unit->block = innermost;
}

bool block_runs_code(const Unit *unit)
{
    for (const Block *block = unit->block; block; block = block->outer)
        if (block->kind == BLOCK_FINALLY || block->kind == BLOCK_WITH || block->kind == BLOCK_HANDLER_NAME)
            return true;
    return false;
}
