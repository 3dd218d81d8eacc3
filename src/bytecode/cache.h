/* What inline caches hold on to. */
#ifndef HABU_BYTECODE_CACHE_H
#define HABU_BYTECODE_CACHE_H

#include "bytecode/code.h"

/* The callee that a specialised call holds in its first extra word, or NULL. */
Value *cache_held_callee(Word *instruction);

/* Visits every callee that the code's call caches own. */
void cache_traverse(Vm *vm, const Code *code, void (*visit)(Vm *vm, Value value, void *context), void *context);

/* Drops them, and makes the sites generic again. */
void cache_clear(Vm *vm, Code *code);

#endif
