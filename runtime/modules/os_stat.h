/* os.stat() and its result. */
#ifndef HABU_RUNTIME_MODULES_OS_STAT_H
#define HABU_RUNTIME_MODULES_OS_STAT_H

#include "modules/module.h"

extern const TypeDef stat_result_type_def;
MAY_RUN Value os_m_stat(Vm *vm, const Value *args);  /* path, follow_symlinks */
MAY_RUN Value os_m_lstat(Vm *vm, const Value *args); /* path */
MAY_RUN Value os_m_fstat(Vm *vm, const Value *args); /* descriptor */

/* A type of module posix, borrowed; NULL with an exception pending. */
Type *os_type(Vm *vm, const char *name);

#endif
