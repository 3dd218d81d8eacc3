/* One 64-bit word for every value.
 *
 * Floats tag themselves (Melançon, Serrano, Feeley, "Float Self-Tagging",
 * arXiv 2411.16544): a double's bits, rotated left by four, have the top three
 * exponent bits lowest.
 *
 *     000, 011, 100   a float with magnitude in [2^-255, 2^257), or tiny, or 0
 *     x10             a 62-bit integer
 *     001             a heap object (the pointer plus one)
 *     101, 111        None, True, False and the machine's own markers
 *
 * An all-zero word is 0.0: "nothing here" is VALUE_ABSENT, never 0.
 * Only this file knows the encoding. */
#ifndef HABU_OBJECT_VALUE_H
#define HABU_OBJECT_VALUE_H

#include <string.h>

#include "base/base.h"

typedef uint64_t Value;
typedef struct Vm Vm;

/* Every heap object begins with this.  refs counts the owned Values that name
 * the object; immortal objects start at OBJECT_IMMORTAL and are counted like
 * the rest.  shape indexes vm->shapes and is never 0. */
typedef struct {
    uint32_t refs;
    uint32_t shape;
} Object;

#define OBJECT_IMMORTAL (UINT32_C(1) << 30)

#define VALUE_IMMEDIATE(n) (((Value)(n) << 3) | 5)
#define VALUE_NONE VALUE_IMMEDIATE(0)
#define VALUE_FALSE VALUE_IMMEDIATE(1)
#define VALUE_TRUE VALUE_IMMEDIATE(2)
#define VALUE_NOT_IMPLEMENTED VALUE_IMMEDIATE(3)
#define VALUE_ELLIPSIS VALUE_IMMEDIATE(4)

/* Markers: no program ever sees them. */
#define VALUE_MARKER(n) (((Value)(n) << 3) | 7)
#define VALUE_ERROR VALUE_MARKER(0)    /* an exception is pending in the VM */
#define VALUE_ABSENT VALUE_MARKER(1)   /* unbound local, argument not given, empty slot */
#define VALUE_SUSPEND VALUE_MARKER(2)  /* the frame suspends: see vm->yielded */
#define VALUE_DONE VALUE_MARKER(3)     /* an iterator is exhausted; no exception is pending */
#define VALUE_DELETED VALUE_MARKER(4)  /* a tombstone in a table */

#define VALUE_INT_MAX ((INT64_C(1) << 61) - 1)
#define VALUE_INT_MIN (-(INT64_C(1) << 61))

static ALWAYS_INLINE bool value_is_heap(Value value) { return (value & 7) == 1; }
static ALWAYS_INLINE bool value_is_int(Value value) { return (value & 3) == 2; } /* an inline one */
static ALWAYS_INLINE bool value_is_none(Value value) { return value == VALUE_NONE; }
static ALWAYS_INLINE bool value_is_bool(Value value) { return value == VALUE_TRUE || value == VALUE_FALSE; }
static ALWAYS_INLINE bool value_is_error(Value value) { return value == VALUE_ERROR; }

/* True for an inline float; the rare others are heap objects of TYPE_FLOAT. */
static ALWAYS_INLINE bool value_is_float(Value value)
{
    return (UINT64_C(0x1919191919191919) >> (value & 63)) & 1;
}

static ALWAYS_INLINE Value value_from_bool(bool truth) { return truth ? VALUE_TRUE : VALUE_FALSE; }

static ALWAYS_INLINE void *value_object(Value value) { return (void *)(value - 1); }
static ALWAYS_INLINE Value value_from_object(const void *object) { return (Value)(uintptr_t)object + 1; }

static ALWAYS_INLINE int64_t value_to_int(Value value) { return (int64_t)value >> 2; }
static ALWAYS_INLINE bool int_is_inline(int64_t number)
{
    return number >= VALUE_INT_MIN && number <= VALUE_INT_MAX;
}
/* number must be inline: see int_from_i64() for the general case. */
static ALWAYS_INLINE Value value_from_int(int64_t number) { return ((Value)number << 2) | 2; }

static ALWAYS_INLINE double value_to_float(Value value)
{
    uint64_t bits = (value >> 4) | (value << 60);
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

/* The word an inline float would have; it is one only if value_is_float() says
 * so, else float_new() must box it. */
static ALWAYS_INLINE Value value_rotate_float(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return (bits << 4) | (bits >> 60);
}

/* The shape of a heap value: for builtin types' own instances it equals the
 * TypeId (object/types.def), so one comparison tests the exact type. */
static ALWAYS_INLINE uint32_t value_shape(Value value) { return ((Object *)value_object(value))->shape; }
static ALWAYS_INLINE bool value_has_shape(Value value, uint32_t shape)
{
    return value_is_heap(value) && value_shape(value) == shape;
}

static ALWAYS_INLINE Value value_share(Value value)
{
    if (value_is_heap(value))
        ((Object *)value_object(value))->refs++;
    return value;
}

/* Frees an object whose last reference is gone; object/object.c. */
NOINLINE void object_die(Vm *vm, Object *object);

static ALWAYS_INLINE void value_drop(Vm *vm, Value value)
{
    if (value_is_heap(value)) {
        Object *object = value_object(value);
        if (UNLIKELY(--object->refs == 0))
            object_die(vm, object);
    }
}

#endif
