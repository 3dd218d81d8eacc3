/* asyncio.TaskGroup. */
#ifndef HABU_AIO_TASK_GROUP_H
#define HABU_AIO_TASK_GROUP_H

#include "object/native.h"

extern const TypeDef task_group_type_def;

#endif
