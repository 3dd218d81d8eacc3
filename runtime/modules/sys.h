/* What the runtime keeps in module sys. */
#ifndef HABU_RUNTIME_MODULES_SYS_H
#define HABU_RUNTIME_MODULES_SYS_H

#include "modules/module.h"

/* sys.<name>, borrowed; VALUE_ABSENT when the program has deleted it. */
Value sys_get_borrow(Vm *vm, Value name);

/* Flushes sys.stdout and sys.stderr; failures are ignored. */
void sys_flush_streams(Vm *vm);
/* The same at exit: false when sys.stdout failed, which is reported on stderr. */
bool sys_flush_at_exit(Vm *vm);

#endif
