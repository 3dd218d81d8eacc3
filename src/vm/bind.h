/* Binding arguments to the parameters of a function of the language. */
#ifndef HABU_VM_BIND_H
#define HABU_VM_BIND_H

#include "vm/machine.h"

#endif
