/* Libuv operations under way.  The list is what keeps them alive, tells idle.c that
 * libuv has something to wait for, and is what the runtime's end walks. */
#ifndef HABU_LOOP_PENDING_H
#define HABU_LOOP_PENDING_H

#include "loop/runtime.h"

/* First member of an operation's own struct. */
struct Pending {
    Pending *next, *previous;
    const char *what; /* shown when it is left over */
    Vm *vm;
};

void pending_begin(Vm *vm, Pending *pending, const char *what);
void pending_end(Pending *pending);

#endif
