/* Module _string: format strings taken apart, for string.Formatter. */
#include "modules/module.h"
#include "object/str_format.h"

/* The items of a list (taken) one at a time. */
static Value iterate_take(Vm *vm, Value list)
{
    if (value_is_error(list))
        return VALUE_ERROR;
    Value iterator = value_iter(vm, list);
    value_drop(vm, list);
    return iterator;
}

static Value string_parser_parse(Vm *vm, const Value *args)
{
    if (!value_is_str(vm, args[0]))
        return raise_type_error(vm, "expected str, got %T", args[0]);
    return iterate_take(vm, str_format_parse(vm, args[0]));
}

static Value string_parser_split(Vm *vm, const Value *args)
{
    if (!value_is_str(vm, args[0]))
        return raise_type_error(vm, "expected str, got %T", args[0]);
    Value parts = str_format_split_name(vm, args[0]);
    if (value_is_error(parts))
        return VALUE_ERROR;
    const Tuple *pair = value_to_tuple(parts);
    Value steps = iterate_take(vm, value_share(pair->items[1]));
    Value result = value_is_error(steps) ? VALUE_ERROR : tuple_pair_take(vm, value_share(pair->items[0]), steps);
    value_drop(vm, parts);
    return result;
}

static const NativeDef string_parser_functions[] = {
    FN(string_parser_parse, "formatter_parser(format_string, /)", "Parse the argument as a format string."),
    FN(string_parser_split, "formatter_field_name_split(field_name, /)", "Split the argument as a field name."),
    {0},
};

bool string_parser_module_fill(Vm *vm, Value module)
{
    return module_add_functions(vm, module, string_parser_functions);
}
