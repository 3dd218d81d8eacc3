/* What the files of str, bytes and formatting share among themselves. */
#ifndef HABU_OBJECT_STR_METHOD_H
#define HABU_OBJECT_STR_METHOD_H

#include "object/bytes.h"
#include "object/native.h"
#include "object/setup.h"
#include "object/str.h"
#include "object/type.h"

extern const NativeDef str_methods[];

/* As str_new for text known to be ASCII. */
MUST_CHECK Value str_new_ascii(Vm *vm, const char *bytes, size_t size);
MUST_CHECK Value str_repeat(Vm *vm, Value str, int64_t count);
/* Fills size bytes, a multiple of unit_size, with copies of unit. */
void bytes_fill_repeated(char *target, const char *unit, size_t unit_size, size_t size);
uint64_t bytes_mix_hash(const uint64_t seed[2], const char *bytes, size_t size);

/* Adds a code point count times. */
void builder_add_repeated(Vm *vm, StrBuilder *builder, uint32_t code_point, size_t count);

/* Slots of str that live in other files than str.c. */
Value str_slot_iter(Vm *vm, Value self);
MAY_RUN Value str_slot_getitem(Vm *vm, Value self, Value key);

/* Does a class statement give value's type the reflected method name?  If not,
 * `text op value` is wrong for good and the text's own message may be raised. */
bool text_defines_reflected(Vm *vm, Value value, Value name);

/* The count of `sequence * count` (reflected when not text_first). */
typedef enum { REPEAT_COUNT, REPEAT_NOT_MINE, REPEAT_ERROR } RepeatResult;
MAY_RUN RepeatResult text_repeat_count(Vm *vm, Value operand, bool text_first, int64_t *count);

/* An optional start or end argument of find() and its like, made absolute and
 * clipped to 0..length (start may exceed length: nothing matches there). */
MUST_CHECK MAY_RUN bool text_bounds(Vm *vm, Value start, Value end, size_t length, size_t *from, size_t *to);

/* First and last place of needle in [bytes, bytes + size); NULL when it is not there. */
const char *bytes_find(const char *bytes, size_t size, const char *needle, size_t needle_size);
const char *bytes_find_last(const char *bytes, size_t size, const char *needle, size_t needle_size);
/* Occurrences that do not overlap, at most limit; an empty needle is not counted here. */
size_t bytes_count(const char *bytes, size_t size, const char *needle, size_t needle_size, size_t limit);

#endif
