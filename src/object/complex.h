/* complex's two files, and what modules need of it. */
#ifndef HABU_OBJECT_COMPLEX_H
#define HABU_OBJECT_COMPLEX_H

#include "object/number_inner.h"

/* complex or derived from it. */
bool value_is_complex(const Vm *vm, Value value);
Complex complex_value(Value value);

/* The text of a str as complex() takes it; ValueError "complex() arg is a malformed string". */
MUST_CHECK bool complex_parse(Vm *vm, Value text, Complex *number);
/* Slots and methods that live in complex_text.c. */
Value complex_slot_repr(Vm *vm, Value self);
Value complex_m_format(Vm *vm, const Value *args);

#endif
