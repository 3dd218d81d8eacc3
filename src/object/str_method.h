/* What the files of str, bytes and formatting share among themselves.
 *
 * Many methods do the same for str, bytes and bytearray: they work on a Text,
 * a borrowed look at the bytes with the kind of result they make. */
#ifndef HABU_OBJECT_STR_METHOD_H
#define HABU_OBJECT_STR_METHOD_H

#include "object/bytes.h"
#include "object/call.h"
#include "object/native.h"
#include "object/raise.h"
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
/* size bytes to be filled in; NULL on error. */
MUST_CHECK ByteArray *bytearray_new_raw(Vm *vm, size_t size);
bool value_is_bytearray(const Vm *vm, Value value);

/* Adds a code point count times. */
void builder_add_repeated(Vm *vm, StrBuilder *builder, uint32_t code_point, size_t count);

/* Room for size bytes behind what is there, to be filled in by the caller, who
 * adds to builder->size; NULL when the builder has failed. */
char *builder_space(Vm *vm, StrBuilder *builder, size_t size);

/* Slots of str that live in other files than str.c. */
Value str_slot_iter(Vm *vm, Value self);
MAY_RUN Value str_slot_getitem(Vm *vm, Value self, Value key);

/* The class given to `__new__`, which must derive from base; NULL with TypeError pending. */
MUST_CHECK Type *text_class_argument(Vm *vm, Value class, TypeId base);

/* False with TypeError "<what> must be str, not ..." pending unless value is a str. */
MUST_CHECK bool text_str_argument(Vm *vm, Value value, const char *what);

/* The count of `sequence * count` (reflected when not text_first). */
typedef enum { REPEAT_COUNT, REPEAT_NOT_MINE, REPEAT_ERROR } RepeatResult;
MAY_RUN RepeatResult text_repeat_count(Vm *vm, Value operand, bool text_first, int64_t *count);

/* An optional start or end argument of find() and its like, made absolute and
 * clipped to 0..length (start may exceed length: nothing matches there). */
MUST_CHECK MAY_RUN bool text_bounds(Vm *vm, Value start, Value end, size_t length, size_t *from, size_t *to);

/* A Text. ------------------------------------------------------------------ */

typedef enum { TEXT_STR, TEXT_BYTES, TEXT_BYTEARRAY } TextKind;

typedef struct {
    const char *bytes;
    size_t size;
    TextKind kind;
    bool ascii;  /* a str with nothing but ASCII */
    Value whole; /* borrowed: what may be returned for all of it; VALUE_ABSENT when a copy must be made */
} Text;

Text text_of_str(Value str);
Text text_of_bytes(const Vm *vm, Value value); /* what value_is_bytes_like() */

MUST_CHECK Value text_new(Vm *vm, TextKind kind, const char *bytes, size_t size);
/* A result of size bytes to be filled in at *place, then text_finish()ed. */
MUST_CHECK Value text_new_raw(Vm *vm, TextKind kind, size_t size, char **place);
Value text_finish(TextKind kind, Value raw);
MUST_CHECK Value text_part(Vm *vm, const Text *text, size_t start, size_t end);

/* Searching (text_search.c). ----------------------------------------------- */

/* First and last place of needle in [bytes, bytes + size); NULL when it is not there. */
const char *bytes_find(const char *bytes, size_t size, const char *needle, size_t needle_size);
const char *bytes_find_last(const char *bytes, size_t size, const char *needle, size_t needle_size);
/* Occurrences that do not overlap, at most limit; needle_size > 0. */
size_t bytes_count(const char *bytes, size_t size, const char *needle, size_t needle_size, size_t limit);
MUST_CHECK Value text_replace(Vm *vm, const Text *text, const Text *old, const Text *new, int64_t limit);
/* (head, separator, tail); separator is not empty.  separator_value is what stands in the tuple. */
MUST_CHECK Value text_partition(Vm *vm, const Text *text, const Text *separator, Value separator_value, bool from_right);

/* Splitting and stripping (text_split.c). ----------------------------------- */

/* Lists of at most limit + 1 parts. */
MUST_CHECK Value text_split(Vm *vm, const Text *text, const char *separator, size_t separator_size, size_t limit);
MUST_CHECK Value text_split_right(Vm *vm, const Text *text, const char *separator, size_t separator_size, size_t limit);
MUST_CHECK Value text_split_space(Vm *vm, const Text *text, size_t limit);
MUST_CHECK Value text_split_space_right(Vm *vm, const Text *text, size_t limit);
MUST_CHECK Value text_split_lines(Vm *vm, const Text *text, bool keep_ends);
typedef enum { STRIP_LEFT = 1, STRIP_RIGHT = 2, STRIP_BOTH = 3 } StripSide;
/* Without the characters in set at its ends; set NULL: white space. */
MUST_CHECK Value text_strip(Vm *vm, const Text *text, const Text *set, StripSide side);

/* Padding (text_pad.c). ----------------------------------------------------- */

typedef enum { PAD_LEFT = 1, PAD_RIGHT = 2, PAD_CENTER = 3 } PadSide; /* where fill goes */
/* length is the text's in characters; fill is one character. */
MUST_CHECK Value text_pad(Vm *vm, const Text *text, size_t length, int64_t width, const char *fill, size_t fill_size,
                          PadSide side);
MUST_CHECK Value text_zfill(Vm *vm, const Text *text, size_t length, int64_t width);
MUST_CHECK Value text_expand_tabs(Vm *vm, const Text *text, int64_t tab_size);
/* The argument of expandtabs(), within a C int as CPython has it. */
MUST_CHECK MAY_RUN bool text_tab_size(Vm *vm, Value argument, int64_t *tab_size);

/* Methods listed in str_methods (str_methods.c), by file. ------------------- */

#define METHOD(name) MAY_RUN Value name(Vm *vm, const Value *args)
/* str_search.c */
METHOD(str_m_find); METHOD(str_m_rfind); METHOD(str_m_index); METHOD(str_m_rindex); METHOD(str_m_count);
METHOD(str_m_replace); METHOD(str_m_startswith); METHOD(str_m_endswith); METHOD(str_m_partition); METHOD(str_m_rpartition);
METHOD(str_m_removeprefix); METHOD(str_m_removesuffix); METHOD(str_m_split); METHOD(str_m_rsplit); METHOD(str_m_splitlines);
METHOD(str_m_strip); METHOD(str_m_lstrip); METHOD(str_m_rstrip);
/* str_case.c */
METHOD(str_m_upper); METHOD(str_m_lower); METHOD(str_m_title); METHOD(str_m_capitalize); METHOD(str_m_swapcase);
METHOD(str_m_casefold); METHOD(str_m_isalnum); METHOD(str_m_isalpha); METHOD(str_m_isascii); METHOD(str_m_isdecimal);
METHOD(str_m_isdigit); METHOD(str_m_isidentifier); METHOD(str_m_islower); METHOD(str_m_isnumeric);
METHOD(str_m_isprintable); METHOD(str_m_isspace); METHOD(str_m_istitle); METHOD(str_m_isupper);
/* str_format.c */
METHOD(str_m_format); METHOD(str_m_format_map);
#undef METHOD

#endif
