/* Special methods, text forms and conversions of any value. */
#include "object/call.h"

#include "object/number.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

Value special_lookup(Vm *vm, Value self, Value name)
{
    Type *type = value_type(vm, self);
    Value found = type_lookup_borrow(vm, type, name);
    if (found == VALUE_ABSENT || value_is_error(found))
        return found;
    Value (*get)(Vm *, Value, Value, Type *) = value_type(vm, found)->slots.get;
    if (get == NULL)
        return value_share(found);
    value_share(found); /* the getter may change the class */
    Value bound = get(vm, found, self, type);
    value_drop(vm, found);
    return bound;
}

/* Text forms. ---------------------------------------------------------------- */

/* Passes on a str; anything else is the fault of the method named. */
static Value text_checked_take(Vm *vm, const char *method, Value text)
{
    if (value_is_error(text) || value_is_str(vm, text))
        return text;
    raise_type_error(vm, "%s returned non-string (type %.200T)", method, text);
    value_drop(vm, text);
    return VALUE_ERROR;
}

Value value_repr(Vm *vm, Value value)
{
    if (!stack_guard(vm))
        return VALUE_ERROR;
    const Slots *slots = &value_type(vm, value)->slots;
    if (slots->repr == NULL)
        return format_text(vm, "<%T object at %p>", value, value_object(value));
    return text_checked_take(vm, "__repr__", slots->repr(vm, value));
}

Value value_str(Vm *vm, Value value)
{
    if (value_has_shape(value, TYPE_STR))
        return value_share(value);
    if (!stack_guard(vm))
        return VALUE_ERROR;
    const Slots *slots = &value_type(vm, value)->slots;
    if (slots->str == NULL)
        return value_repr(vm, value);
    return text_checked_take(vm, "__str__", slots->str(vm, value));
}

static void ascii_add_escape(Vm *vm, StrBuilder *builder, uint32_t code_point)
{
    if (code_point < 0x100)
        builder_add_format(vm, builder, "\\x%02x", (unsigned)code_point);
    else if (code_point < 0x10000)
        builder_add_format(vm, builder, "\\u%04x", (unsigned)code_point);
    else
        builder_add_format(vm, builder, "\\U%08x", (unsigned)code_point);
}

Value value_ascii(Vm *vm, Value value)
{
    Value text = value_repr(vm, value);
    if (value_is_error(text) || str_is_ascii(value_to_str(text)))
        return text;
    StrBuilder builder = {0};
    const Str *str = value_to_str(text);
    for (size_t i = 0; i < str->length; i++) {
        uint32_t code_point = str_code_point_at(str, i);
        if (code_point < 0x80)
            builder_add_char(vm, &builder, code_point);
        else
            ascii_add_escape(vm, &builder, code_point);
    }
    value_drop(vm, text);
    return builder_finish(vm, &builder);
}

/* What needs no look-up of __format__; VALUE_NOT_IMPLEMENTED for other types. */
static Value format_builtin(Vm *vm, Value value, Value spec)
{
    bool plain = spec == VALUE_ABSENT || value_to_str(spec)->size == 0;
    if (plain && (value_is_int(value) || value_is_float(value) || value_has_shape(value, TYPE_STR)))
        return value_str(vm, value);
    if (plain)
        return VALUE_NOT_IMPLEMENTED;
    if (value_has_shape(value, TYPE_STR))
        return str_format_spec(vm, value, spec);
    if (value_is_int(value))
        return int_format_spec(vm, value, spec);
    if (value_is_float(value))
        return float_format_spec(vm, value_to_float(value), spec);
    return VALUE_NOT_IMPLEMENTED;
}

Value value_format(Vm *vm, Value value, Value spec)
{
    if (spec != VALUE_ABSENT && !value_is_str(vm, spec))
        return raise_type_error(vm, "Format specifier must be a string, not %.200T", spec);
    if (!stack_guard(vm))
        return VALUE_ERROR;
    Value text = format_builtin(vm, value, spec);
    if (text != VALUE_NOT_IMPLEMENTED)
        return text;
    Value argument = spec == VALUE_ABSENT ? vm->empty_str : spec;
    text = special_call(vm, value, NAME_OF(vm, __format__), &argument, 1);
    if (text == VALUE_ABSENT)
        return raise_type_error(vm, "Type %.100T doesn't define __format__", value);
    if (value_is_error(text) || value_is_str(vm, text))
        return text;
    raise_type_error(vm, "__format__ must return a str, not %.200T", text);
    value_drop(vm, text);
    return VALUE_ERROR;
}

/* Numbers. -------------------------------------------------------------------- */

Value value_index(Vm *vm, Value value)
{
    if (value_is_int(value))
        return value;
    if (value_is_any_int(vm, value))
        return int_exact(vm, value);
    Value (*slot)(Vm *, Value) = value_type(vm, value)->slots.unary[UNARY_INDEX];
    if (slot == NULL)
        return raise_type_error(vm, "'%.200T' object cannot be interpreted as an integer", value);
    Value number = slot(vm, value);
    if (value_is_error(number) || value_is_int(number))
        return number;
    Value exact = value_is_any_int(vm, number)
                      ? int_exact(vm, number)
                      : raise_type_error(vm, "__index__ returned non-int (type %.200T)", number);
    value_drop(vm, number);
    return exact;
}

bool value_to_i64(Vm *vm, Value value, int64_t *number)
{
    if (value_is_int(value)) {
        *number = value_to_int(value);
        return true;
    }
    Value index = value_index(vm, value);
    if (value_is_error(index))
        return false;
    bool fits = int_fits_i64(vm, index, number);
    value_drop(vm, index);
    return fits || raise_false(vm, TYPE_OVERFLOW_ERROR, "cannot fit '%.200T' into an index-sized integer", value);
}

bool value_to_index_clipped(Vm *vm, Value value, int64_t *number)
{
    if (value_is_int(value)) {
        *number = value_to_int(value);
        return true;
    }
    Value index = value_index(vm, value);
    if (value_is_error(index))
        return false;
    if (!int_fits_i64(vm, index, number))
        *number = int_sign(vm, index) < 0 ? INT64_MIN : INT64_MAX;
    value_drop(vm, index);
    return true;
}

static bool double_from_slot(Vm *vm, Value value, Value (*slot)(Vm *, Value), double *number)
{
    Value converted = slot(vm, value);
    if (value_is_error(converted))
        return false;
    bool is_float = value_is_any_float(vm, converted);
    if (is_float)
        *number = float_value(converted);
    else
        raise_type_error(vm, "%.50T.__float__ returned non-float (type %.50T)", value, converted);
    value_drop(vm, converted);
    return is_float;
}

bool value_to_double(Vm *vm, Value value, double *number)
{
    if (value_is_any_float(vm, value)) {
        *number = float_value(value);
        return true;
    }
    if (value_is_int(value)) {
        *number = (double)value_to_int(value);
        return true;
    }
    const Slots *slots = &value_type(vm, value)->slots;
    if (!value_is_any_int(vm, value) && slots->unary[UNARY_FLOAT] != NULL)
        return double_from_slot(vm, value, slots->unary[UNARY_FLOAT], number);
    if (slots->unary[UNARY_INDEX] == NULL)
        return raise_false(vm, TYPE_TYPE_ERROR, "must be real number, not %.50T", value);
    Value index = value_index(vm, value);
    if (value_is_error(index))
        return false;
    bool fits = int_to_double(vm, index, number);
    value_drop(vm, index);
    return fits;
}
