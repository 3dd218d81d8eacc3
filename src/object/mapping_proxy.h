/* mappingproxy: a read-only view of a mapping. */
#ifndef HABU_OBJECT_MAPPING_PROXY_H
#define HABU_OBJECT_MAPPING_PROXY_H

#include "object/state.h"

MUST_CHECK Value mapping_proxy_new(Vm *vm, Value mapping);

#endif
