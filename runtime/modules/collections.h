/* What the files of collections share. */
#ifndef HABU_MODULES_COLLECTIONS_H
#define HABU_MODULES_COLLECTIONS_H

#include "modules/module.h"

extern const TypeDef ordered_dict_type_def;
extern const TypeDef tuple_getter_type_def;

#endif
