/* What the files that implement Task share. */
#ifndef HABU_LOOP_TASK_INNER_H
#define HABU_LOOP_TASK_INNER_H

#include "loop/task.h"

void task_init_fields(Task *task);
MUST_CHECK MAY_RUN bool task_begin(Vm *vm, Task *task, Value loop, Value coroutine, Value name, Value context);
void task_list_remove(Runtime *rt, Task *task);

#endif
