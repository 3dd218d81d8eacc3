/* What the files of bytes and bytearray share. */
#ifndef HABU_OBJECT_BYTES_METHOD_H
#define HABU_OBJECT_BYTES_METHOD_H

#include "object/container.h"
#include "object/str_method.h"

extern const NativeDef bytes_methods[];
extern const NativeDef bytearray_methods[];

/* An int-like as a byte; ValueError "<what> must be in range(0, 256)". */
MUST_CHECK MAY_RUN bool byte_argument(Vm *vm, Value value, const char *what, uint8_t *byte);

/* A subscript as it stands; IndexError when it does not fit. */
MUST_CHECK MAY_RUN bool byte_index(Vm *vm, Value key, int64_t *index);

/* slice_bounds() for an object whose size the bounds' __index__ may change: they are asked first. */
MUST_CHECK MAY_RUN bool bytes_slice_bounds(Vm *vm, Value self, Value key, SliceBounds *bounds);

/* What bytes(source, encoding, errors) is made of, as an exact bytes; absent
 * arguments are VALUE_ABSENT.  for_array selects bytearray's messages. */
MUST_CHECK MAY_RUN Value bytes_from_arguments(Vm *vm, Value source, Value encoding, Value errors, bool for_array);
/* The bytes of an iterable of ints; VALUE_ERROR. */
MUST_CHECK MAY_RUN Value bytes_from_iterable(Vm *vm, Value iterable, const char *what);

/* Room for size bytes; content up to the old size stays.  False with BufferError or MemoryError. */
MUST_CHECK bool bytearray_resize(Vm *vm, ByteArray *array, size_t size);

/* Adds text as repr() shows it, without the quotes around. */
void bytes_add_escaped(Vm *vm, StrBuilder *builder, const Text *text, char quote);

/* A memoryview's bytes; none when it is released, which memoryview_check() complains of. */
bool value_is_memoryview(Value value);
Text text_of_memoryview(const Vm *vm, Value self);
MUST_CHECK bool memoryview_check(Vm *vm, Value self);
int64_t bytes_hash(const Vm *vm, Text text);

/* Slots both types have. */
int64_t bytes_slot_length(Vm *vm, Value self);
MAY_RUN Value bytes_slot_getitem(Vm *vm, Value self, Value key);
MAY_RUN int bytes_slot_contains(Vm *vm, Value self, Value item);
Value bytes_slot_compare(Vm *vm, Value self, Value other, CompareOp op);
Value bytes_slot_iter(Vm *vm, Value self);
/* slots of bytearray in bytearray_methods.c */
MAY_RUN bool bytearray_slot_setitem(Vm *vm, Value self, Value key, Value value);

#define METHOD(name) MAY_RUN Value name(Vm *vm, const Value *args)
/* bytearray_methods.c */
METHOD(bytearray_m_append); METHOD(bytearray_m_extend); METHOD(bytearray_m_insert); METHOD(bytearray_m_pop);
METHOD(bytearray_m_remove); METHOD(bytearray_m_clear); METHOD(bytearray_m_copy); METHOD(bytearray_m_reverse);
METHOD(bytearray_m_new); METHOD(bytearray_m_init); METHOD(bytearray_m_reduce); METHOD(bytearray_m_sizeof);
/* bytes_case.c */
METHOD(bytes_m_upper); METHOD(bytes_m_lower); METHOD(bytes_m_title); METHOD(bytes_m_capitalize); METHOD(bytes_m_swapcase);
METHOD(bytes_m_isalnum); METHOD(bytes_m_isalpha); METHOD(bytes_m_isascii); METHOD(bytes_m_isdigit); METHOD(bytes_m_islower);
METHOD(bytes_m_isspace); METHOD(bytes_m_istitle); METHOD(bytes_m_isupper);
/* bytes_hex.c */
METHOD(bytes_m_hex); METHOD(bytes_m_fromhex); METHOD(bytes_m_maketrans); METHOD(bytes_m_translate);
#undef METHOD

#endif
