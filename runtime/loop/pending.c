/* The list of libuv operations under way. */
#include "loop/pending.h"

void pending_begin(Vm *vm, Pending *pending, const char *what)
{
    Runtime *rt = vm->runtime;
    *pending = (Pending){.next = rt->first_pending, .what = what, .vm = vm};
    if (rt->first_pending)
        rt->first_pending->previous = pending;
    rt->first_pending = pending;
    rt->pending_count++;
}

void pending_end(Pending *pending)
{
    Runtime *rt = pending->vm->runtime;
    if (pending->previous)
        pending->previous->next = pending->next;
    else
        rt->first_pending = pending->next;
    if (pending->next)
        pending->next->previous = pending->previous;
    ASSERT(rt->pending_count > 0);
    rt->pending_count--;
}
