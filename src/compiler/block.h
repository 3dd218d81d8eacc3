/* What encloses a statement and must be left properly by break, continue,
 * return and exceptions. */
#ifndef HABU_COMPILER_BLOCK_H
#define HABU_COMPILER_BLOCK_H

#include "compiler/unit.h"

typedef enum {
    BLOCK_LOOP,           /* while, or for with its state in reg */
    BLOCK_TRY,            /* the body of try ... except: nothing to do but the region */
    BLOCK_FINALLY,        /* the body of try ... finally: runs the final body */
    BLOCK_HANDLER,        /* handling the exception in reg; reg + 1: the one handled before */
    BLOCK_HANDLER_NAME,   /* except ... as name: unbinds it */
    BLOCK_WITH,           /* exit window in reg */
    BLOCK_STAR,           /* except*: cannot be left */
    BLOCK_VALUE           /* the owned temporary reg */
} BlockKind;

struct Block {
    BlockKind kind;
    Block *outer;
    const Node *node;
    uint16_t reg;
    uint8_t state_count;   /* BLOCK_LOOP: temporaries of the loop state that are owned */
    bool is_async;         /* BLOCK_WITH */
    Label *break_label, *continue_label; /* BLOCK_LOOP */
    NodeList final_body;   /* BLOCK_FINALLY */
    AstText name;          /* BLOCK_HANDLER_NAME */
    /* The region of code whose exceptions go to handler; NULL: none. */
    Label *handler;
    uint16_t exception_register;
    uint32_t region_start;
    bool region_open, has_region;
};

void block_push(Unit *unit, Block *block);
/* As block_push, for a block with a handler: the region begins. */
void block_push_region(Unit *unit, Block *block, Label *handler, uint16_t exception_register);
/* Ends the region and the block. */
void block_pop(Unit *unit, Block *block);

/* Emits what leaving all blocks up to (not including) target takes.  kept is a
 * BLOCK_VALUE for a temporary that must survive it, or NULL. */
void block_unwind(Unit *unit, const Node *node, Block *target, Block *kept);
/* Opens the regions again that block_unwind closed. */
void block_resume(Unit *unit, Block *innermost);

/* Releases a loop's state. */
void block_leave_loop(Unit *unit, const Node *node, const Block *block);

/* True when leaving to the outermost runs code of the program that could see or rebind locals. */
bool block_runs_code(const Unit *unit);

#endif
