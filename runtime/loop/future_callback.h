/* What the files that implement Future share. */
#ifndef HABU_LOOP_FUTURE_CALLBACK_H
#define HABU_LOOP_FUTURE_CALLBACK_H

#include "loop/future.h"
#include "object/str.h"

/* Marks a Callback whose target is a callable of the program. */
bool future_run_callable(Vm *vm, Value target, Value future);
/* Adds a program's callable; context is taken. */
MUST_CHECK bool future_add_callable(Vm *vm, Future *future, Value callable, Value context);

uint32_t future_callback_count(const Future *future);
Callback *future_callback_at(Future *future, uint32_t index);
void future_take_callback_out(Vm *vm, Future *future, uint32_t index);

/* For repr(): adds " result=1 cb=[...]", whatever applies. */
MAY_RUN void future_describe(Vm *vm, Future *future, StrBuilder *builder);
/* "pending", "cancelled" or "finished". */
const char *future_state_name(const Future *future);

#endif
