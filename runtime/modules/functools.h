/* What the files of functools share. */
#ifndef HABU_MODULES_FUNCTOOLS_H
#define HABU_MODULES_FUNCTOOLS_H

#include "modules/module.h"
#include "object/sequence.h"

extern const TypeDef partial_type_def;
extern const TypeDef lru_cache_type_def;

#endif
