/* One code being made: emitting instructions, labels, temporaries, constants.
 *
 * Temporaries are a stack above the locals: temp_push() reserves the next one,
 * temp_pop() gives back all from a mark on.  Apart from that, the unit knows at
 * every instruction which temporaries own a value; emit() keeps that up to date
 * from the instruction alone (bytecode/effect.h), and labels check that all
 * ways to them agree.  What cannot be reached is not emitted. */
#ifndef HABU_COMPILER_UNIT_H
#define HABU_COMPILER_UNIT_H

#include "bytecode/effect.h"
#include "compiler/scopes.h"

typedef struct {
    uint64_t *bound; /* locals that certainly hold a value */
    uint64_t *owned; /* temporaries that own one */
    uint32_t owned_words;
} State;

typedef struct Patch {
    struct Patch *next;
    uint32_t word;
} Patch;

/* Zero-initialise. */
typedef struct {
    bool placed, reached;
    uint32_t position;
    State state;
    Patch *patches;
} Label;

typedef struct Block Block; /* compiler/block.h */

typedef struct Unit {
    Compiler *compiler;
    struct Unit *parent;
    Scope *scope; /* the host: whose code this is */
    Scope *names; /* the scope names are looked up in: the host's or a comprehension's */
    Block *block; /* innermost */
    uint32_t block_depth;

    Word *words;
    uint32_t word_count, word_capacity;
    CodePosition *positions;
    uint32_t position_count, position_capacity;
    Handler *handlers; /* targets are filled in at the end, from: */
    Label **handler_labels;
    uint32_t handler_count, handler_capacity, handler_label_capacity;
    TempRange *ranges;
    uint32_t range_count, range_capacity;
    Value *constants; /* owned until they go to the code */
    uint32_t constant_count, constant_capacity;
    uint32_t *constant_slots; /* open addressing: index + 1 */
    uint32_t constant_slot_count;

    bool reachable;
    uint32_t local_count;
    uint32_t top;  /* first free temporary */
    uint32_t high; /* registers used so far */
    uint64_t *bound;
    uint64_t *owned;
    uint32_t *owned_since; /* the word from which a temporary owns; as long as owned */
    uint32_t owned_words;  /* capacity of owned, in words of 64 */

    Value name, qualname, doc; /* owned */
    uint32_t first_line;
    uint32_t flags; /* CodeFlags beyond those the scope says */
    uint32_t attribute_capacity;
    AstTextList attributes; /* of classes: attributes assigned through self, for __static_attributes__ */
} Unit;

/* A value that was computed: in a temporary that owns it, or borrowed. */
typedef struct {
    uint16_t reg;
    bool owned;
} Operand;

bool unit_begin(Unit *unit, Compiler *compiler, Unit *parent, Scope *scope, AstText name);
/* The finished code (owned) or VALUE_ERROR with compiler->failed; ends the unit. */
Value unit_finish(Unit *unit);

/* Adds an instruction.  DROP is added by itself where a local is written. */
void emit(Unit *unit, const Node *node, Opcode op, unsigned flags, unsigned a, unsigned b, unsigned c);
/* The same, with the first extra word's halves. */
void emit_extra(Unit *unit, const Node *node, Opcode op, unsigned flags, unsigned a, unsigned b, unsigned c, uint32_t low,
                uint32_t high);
void emit_jump(Unit *unit, const Node *node, Opcode op, unsigned flags, unsigned a, unsigned b, unsigned c, Label *label);
void label_place(Unit *unit, Label *label);
/* A label that outlives the caller, for handler tables; NULL when the arena is exhausted. */
Label *label_new(Unit *unit);
/* Starts a loop body that only jumps backwards reach: the state is the one now,
 * with item (a temporary or local) filled. */
void label_place_loop(Unit *unit, Label *label, const State *entry, uint16_t item);
/* Places the target of an exception handler: state is that at the try. */
void label_place_handler(Unit *unit, Label *label, const State *entry, uint16_t exception_register);
State state_save(Unit *unit);
/* Marks a temporary as not owned in a saved state. */
void state_disown(Unit *unit, State *state, uint16_t reg);
/* Forgets about locals that something in the code unbinds: for what is reached again or by exceptions. */
void state_forget_cleared(Unit *unit, State *state);

uint16_t temp_push(Unit *unit);
uint16_t temp_push_many(Unit *unit, unsigned count);
static inline void temp_pop(Unit *unit, uint32_t mark) { unit->top = mark; }
bool temp_is_owned(const Unit *unit, uint16_t reg);

bool local_is_bound(const Unit *unit, uint16_t reg);
void local_set_bound(Unit *unit, uint16_t reg, bool bound);
static inline bool register_is_local(const Unit *unit, uint16_t reg) { return reg < unit->local_count; }

/* Index of a constant (value is taken; VALUE_ERROR means an exception is pending). */
uint16_t constant_take(Unit *unit, Value value);
uint16_t constant_name(Unit *unit, AstText name); /* an interned str */
uint16_t constant_c(Unit *unit, const char *text);
uint16_t constant_names(Unit *unit, AstTextList names); /* a tuple of interned strs */
/* The value of a constant expression: false when it is none.  Owned. */
bool constant_fold(Unit *unit, const Node *node, Value *value);
/* The value of a Constant node (owned), VALUE_ERROR when one is pending. */
Value constant_value(Unit *unit, const ConstantNode *node);
/* A number that fits an immediate operand. */
bool constant_small_int(Unit *unit, const Node *node, int16_t *number);
/* 1 or 0 for an expression whose truth is known, else -1. */
int constant_truth(Unit *unit, const Node *node);

#endif
