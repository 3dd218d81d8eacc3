/* asyncio.Semaphore, BoundedSemaphore and Event. */
#ifndef HABU_AIO_SEMAPHORE_H
#define HABU_AIO_SEMAPHORE_H

#include "object/native.h"

extern const TypeDef semaphore_type_def, bounded_semaphore_type_def, event_type_def;

#endif
