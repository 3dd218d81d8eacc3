/* The value word: every kind comes back as it went in, and is of one kind only. */
#include "check.h"
#include "object/value.h"

#include <float.h>
#include <math.h>

static int kinds_of(Value value)
{
    return value_is_heap(value) + value_is_int(value) + value_is_float(value) + ((value & 5) == 5 && !value_is_int(value));
}

static void integers_come_back(Checks *checks)
{
    const int64_t numbers[] = {0, 1, -1, 2, 255, -256, INT32_MAX, INT32_MIN, INT64_C(1) << 53, VALUE_INT_MAX, VALUE_INT_MIN};
    for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++) {
        Value value = value_from_int(numbers[i]);
        CHECK(checks, value_is_int(value) && kinds_of(value) == 1);
        CHECK(checks, value_to_int(value) == numbers[i]);
    }
    CHECK(checks, !int_is_inline(VALUE_INT_MAX + 1));
    CHECK(checks, !int_is_inline(VALUE_INT_MIN - 1));
}

static void ordinary_floats_come_back_to_the_bit(Checks *checks)
{
    const double numbers[] = {0.0, 1.0, -1.0, 0.1, -0.1, 3.14, 1e-70, -1e-70, 1e70, -1e70, 5e-324, -5e-324,
                              0x1p256, -0x1p256, 0x1p-255, -0x1p-255, 0x1.fffffffffffffp256};
    for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++) {
        Value value = value_rotate_float(numbers[i]);
        CHECK(checks, value_is_float(value) && kinds_of(value) == 1);
        double back = value_to_float(value);
        CHECK(checks, memcmp(&back, &numbers[i], sizeof back) == 0);
    }
    CHECK(checks, value_rotate_float(0.0) == 0);
    CHECK(checks, signbit(value_to_float(value_rotate_float(-0.0))));
}

static void extreme_floats_are_not_inline(Checks *checks)
{
    const double numbers[] = {0x1p258, -0x1p258, 1e300, DBL_MAX, -DBL_MAX, INFINITY, -INFINITY, NAN};
    for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++) CHECK(checks, !value_is_float(value_rotate_float(numbers[i])));
}

static void constants_are_of_no_other_kind(Checks *checks)
{
    const Value constants[] = {VALUE_NONE, VALUE_FALSE, VALUE_TRUE, VALUE_NOT_IMPLEMENTED, VALUE_ELLIPSIS,
                               VALUE_ERROR, VALUE_ABSENT, VALUE_SUSPEND, VALUE_DONE, VALUE_DELETED};
    for (size_t i = 0; i < ARRAY_LENGTH(constants); i++) {
        CHECK(checks, !value_is_heap(constants[i]) && !value_is_int(constants[i]) && !value_is_float(constants[i]));
        CHECK(checks, value_is_bool(constants[i]) == (i == 1 || i == 2));
        for (size_t j = 0; j < i; j++) CHECK(checks, constants[i] != constants[j]);
    }
}

static void sharing_an_object_counts_and_numbers_do_not(Checks *checks)
{
    _Alignas(16) Object object = {.refs = 1, .shape = 7};
    Value value = value_from_object(&object);
    CHECK(checks, value_is_heap(value) && kinds_of(value) == 1);
    CHECK(checks, value_object(value) == &object && value_shape(value) == 7);
    CHECK(checks, value_share(value) == value && object.refs == 2);
    CHECK(checks, value_share(value_from_int(5)) == value_from_int(5));
}

int main(void)
{
    Checks checks = {0};
    integers_come_back(&checks);
    ordinary_floats_come_back_to_the_bit(&checks);
    extreme_floats_are_not_inline(&checks);
    constants_are_of_no_other_kind(&checks);
    sharing_an_object_counts_and_numbers_do_not(&checks);
    return checks_finish(&checks);
}
