/* Which temporaries an instruction consumes and fills: the compiler keeps the
 * ownership table with it, the verifier checks the table with it. */
#ifndef HABU_BYTECODE_EFFECT_H
#define HABU_BYTECODE_EFFECT_H

#include "bytecode/code.h"

/* Registers [first, first + count); count 0: none. */
typedef struct {
    uint32_t first, count;
} RegisterRun;

typedef struct {
    RegisterRun taken[3];     /* consumed in any case: no longer owned when the instruction raises */
    RegisterRun used[3];      /* consumed when it succeeds */
    RegisterRun written[3];   /* owned afterwards, on both ways out of a jump */
    RegisterRun fall_used;    /* jumps: consumed on the way straight on */
    RegisterRun jump_written; /* jumps: owned at the target only */
    bool ends;                /* nothing runs after it in a straight line */
} Effect;

/* instruction is followed by its extra words. */
void effect_of(const Word *instruction, Effect *effect);

/* The letter in the operand table for operand 0, 1 or 2 (a, b, c); 'J' covers b and c. */
char opcode_operand(Opcode op, int operand);

/* True when the operand of the instruction names a register. */
bool effect_operand_is_register(const Word *instruction, int operand);

/* Where the instruction jumps to, as a word offset from its start: false when it does not jump. */
bool effect_jump_offset(const Word *instruction, int32_t *offset);

#endif
