/* str: UTF-8 with its length in code points.  Lone surrogates are stored as
 * three bytes each, like other code points. */
#ifndef HABU_OBJECT_STR_H
#define HABU_OBJECT_STR_H

#include "object/state.h"

enum { STR_ASCII = 1, STR_INTERNED = 2, STR_HASHED = 4, STR_SURROGATES = 8 };

typedef struct {
    Object object;
    uint32_t hash;   /* valid with STR_HASHED */
    uint32_t flags;
    size_t size;     /* bytes, without the NUL behind */
    size_t length;   /* code points */
    char bytes[];
} Str;

/* Where in a long non-ASCII str the last look-up by index was: the next one
 * usually lies near.  It lies behind the NUL, on an 8-byte boundary. */
typedef struct {
    size_t index, offset;
} StrCursor;

enum { STR_CURSOR_MIN = 128 }; /* bytes from which a str has a cursor */

/* What a str of size bytes needs behind its fixed part: the `extra` of
 * object_new() and object_free().  Large ones get an eighth of slack, which is
 * what makes growing in place amortised. */
static inline size_t str_extra(size_t size)
{
    size_t extra = size + 1;
    if (LIKELY(size < STR_CURSOR_MIN))
        return extra;
    extra = ((extra + 7) & ~(size_t)7) + sizeof(StrCursor);
    if (extra <= 1024 - sizeof(Str))
        return extra;
    size_t step = (size_t)1 << (60 - __builtin_clzll(extra));
    return (extra + step - 1) & ~(step - 1);
}

static inline Str *value_to_str(Value value) { return (Str *)value_object(value); }
/* NULL when the str is too short to have one. */
static inline StrCursor *str_cursor(const Str *str)
{
    if (str->size < STR_CURSOR_MIN)
        return NULL;
    return (StrCursor *)(((uintptr_t)(str->bytes + str->size + 1) + 7) & ~(uintptr_t)7);
}
static inline bool str_is_ascii(const Str *str) { return str->flags & STR_ASCII; }

/* All return an owned str or VALUE_ERROR.  Input must be well-formed (see above). */
MUST_CHECK Value str_new(Vm *vm, const char *bytes, size_t size);
MUST_CHECK Value str_from_c(Vm *vm, const char *text);
MUST_CHECK Value str_from_code_point(Vm *vm, uint32_t code_point);
/* A str of size bytes to be filled in by the caller, who then calls str_finish
 * (counts code points, sets flags); NULL on error. */
MUST_CHECK Str *str_new_raw(Vm *vm, size_t size);
Value str_finish(Str *str);
/* Decodes possibly broken UTF-8: raises UnicodeDecodeError. */
MUST_CHECK Value str_decode_utf8(Vm *vm, const char *bytes, size_t size);

/* The one str with this text: identity is equality among interned strs. */
MUST_CHECK Value str_intern(Vm *vm, const char *bytes, size_t size);
MUST_CHECK Value str_intern_c(Vm *vm, const char *text);
MUST_CHECK Value str_intern_take(Vm *vm, Value str); /* consumes str */
void str_forget_interned(Vm *vm, Str *str);          /* called when an interned str dies */

uint32_t str_hash(Vm *vm, Str *str);
bool str_equal(const Str *a, const Str *b);
int str_order(const Str *a, const Str *b); /* <0, 0, >0 by code point */
bool str_equals_c(Value str, const char *text);
MUST_CHECK Value str_concat(Vm *vm, Value left, Value right);
/* left + right where left is the caller's last reference: may grow in place.  Consumes left. */
MUST_CHECK Value str_append_take(Vm *vm, Value left, Value right);
/* The exact str with the text of an instance of a derived class; owned. */
MUST_CHECK Value str_exact(Vm *vm, Value str);
/* Joins count strs end to end. */
MUST_CHECK Value str_join_array(Vm *vm, const Value *parts, size_t count);
MUST_CHECK MAY_RUN Value str_join(Vm *vm, Value separator, Value iterable);
/* Code points [start, end), both within 0..length. */
MUST_CHECK Value str_slice(Vm *vm, Value str, size_t start, size_t end);
MUST_CHECK Value str_char_at(Vm *vm, Value str, size_t index); /* index < length */
uint32_t str_code_point_at(const Str *str, size_t index);
/* Byte offset of the index-th code point (index <= length). */
size_t str_offset(const Str *str, size_t index);
/* Code points before a byte offset. */
size_t str_index_of_offset(const Str *str, size_t offset);
bool str_find_char(const Str *haystack, const Str *needle); /* `needle in haystack` */
MUST_CHECK Value str_repr_of(Vm *vm, Value str);
/* str with everything past ASCII as \x, \u and \U escapes: what ascii() makes of a repr. */
MUST_CHECK Value str_escape_non_ascii(Vm *vm, Value str);

/* UTF-8 bytes of a str that has no lone surrogates and no NUL inside, for the
 * system; NULL with an exception pending ("embedded null character"). */
MUST_CHECK const char *str_c_string(Vm *vm, Value str);

/* Formatting (str_format.c, str_percent.c, format_spec.c). */
MUST_CHECK MAY_RUN Value str_percent(Vm *vm, Value format, Value arguments);
MUST_CHECK MAY_RUN Value str_format_spec(Vm *vm, Value str, Value spec);
MUST_CHECK MAY_RUN Value int_format_spec(Vm *vm, Value number, Value spec);
MUST_CHECK MAY_RUN Value float_format_spec(Vm *vm, double number, Value spec);
MUST_CHECK MAY_RUN Value complex_format_spec(Vm *vm, Value number, Value spec);

/* Building text piece by piece.  After a failure further calls do nothing and
 * str_builder_finish returns VALUE_ERROR. */
typedef struct {
    char *bytes;
    size_t size, capacity;
    bool failed;
} StrBuilder;

void builder_add(Vm *vm, StrBuilder *builder, const char *bytes, size_t size);
void builder_add_c(Vm *vm, StrBuilder *builder, const char *text);
void builder_add_char(Vm *vm, StrBuilder *builder, uint32_t code_point);
void builder_add_str(Vm *vm, StrBuilder *builder, Value str);
void builder_add_format(Vm *vm, StrBuilder *builder, const char *format, ...); /* as raise_error() */
/* Adds repr(value) or str(value); fails as they do. */
MAY_RUN void builder_add_repr(Vm *vm, StrBuilder *builder, Value value);
MAY_RUN void builder_add_display(Vm *vm, StrBuilder *builder, Value value);
MUST_CHECK Value builder_finish(Vm *vm, StrBuilder *builder); /* frees the builder in any case */
void builder_discard(Vm *vm, StrBuilder *builder);

#endif
