/* Signature texts and the binding of arguments.
 *
 * A text is ours, so a mistake in it is a SystemError.  What a wrong call says
 * depends on how CPython declares such a function: without keywords there are
 * three short sentences, with keywords the long ones. */
#include "object/signature.h"

#include <stdlib.h>

#include "object/container.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/traceback.h"
#include "object/type.h"

/* Parsing. ------------------------------------------------------------------ */

typedef struct {
    Vm *vm;
    const char *text; /* what is left */
    Parameter parameters[SIGNATURE_PARAMETERS_MAX];
    uint32_t count;
    bool after_star; /* `*` or `*args` was there: what follows is keyword-only */
} Parser;

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static const char *skip_spaces(const char *text)
{
    while (*text == ' ')
        text++;
    return text;
}

static const char *skip_decorator(const char *text)
{
    if (*text != '@')
        return text;
    while (*text != ' ')
        text++;
    return skip_spaces(text);
}

const char *signature_name(const char *text, size_t *size)
{
    text = skip_decorator(text);
    const char *end = text;
    while (is_name_char(*end))
        end++;
    *size = (size_t)(end - text);
    return text;
}

SignatureKind signature_kind(const char *text)
{
    if (text[0] == '@')
        return text[1] == 'c' ? SIGNATURE_CLASSMETHOD : SIGNATURE_STATICMETHOD;
    return strncmp(text, "__new__(", 8) == 0 ? SIGNATURE_NEW : SIGNATURE_METHOD;
}

static bool take(Parser *parser, const char *word)
{
    size_t size = strlen(word);
    if (strncmp(parser->text, word, size) != 0)
        return false;
    parser->text += size;
    return true;
}

static Value parse_number(Parser *parser)
{
    char *integer_end, *float_end;
    long long integer = strtoll(parser->text, &integer_end, 10);
    double number = strtod(parser->text, &float_end);
    bool is_float = float_end > integer_end;
    if (integer_end == parser->text && !is_float)
        return raise_error(parser->vm, TYPE_SYSTEM_ERROR, "bad default in a signature: %s", parser->text);
    parser->text = is_float ? float_end : integer_end;
    return is_float ? float_new(parser->vm, number) : int_from_i64(parser->vm, integer);
}

static Value parse_default(Parser *parser)
{
    if (take(parser, "None"))
        return VALUE_NONE;
    if (take(parser, "True"))
        return VALUE_TRUE;
    if (take(parser, "False"))
        return VALUE_FALSE;
    if (take(parser, "..."))
        return VALUE_ELLIPSIS;
    if (take(parser, "()"))
        return value_share(parser->vm->empty_tuple);
    if (take(parser, "b''") || take(parser, "b\"\""))
        return value_share(parser->vm->empty_bytes);
    if (take(parser, "?"))
        return VALUE_ABSENT;
    char quote = *parser->text;
    if (quote != '\'' && quote != '"')
        return parse_number(parser);
    const char *start = parser->text + 1, *end = strchr(start, quote);
    if (!end)
        return raise_error(parser->vm, TYPE_SYSTEM_ERROR, "unfinished string in a signature");
    parser->text = end + 1;
    if (end - start == 2 && start[0] == '\\' && start[1] == 'n')
        return str_new(parser->vm, "\n", 1);
    return str_intern(parser->vm, start, (size_t)(end - start));
}

/* `name` or `name=default` of the kind; adds it. */
static bool parse_named(Parser *parser, ParameterKind kind)
{
    const char *start = parser->text;
    while (is_name_char(*parser->text))
        parser->text++;
    if (parser->text == start || parser->count == SIGNATURE_PARAMETERS_MAX)
        return raise_false(parser->vm, TYPE_SYSTEM_ERROR, "bad signature: %s", start);
    Parameter *parameter = &parser->parameters[parser->count];
    *parameter = (Parameter){.default_value = VALUE_ABSENT, .required = true, .kind = kind};
    parameter->name = str_intern(parser->vm, start, (size_t)(parser->text - start));
    if (value_is_error(parameter->name))
        return false;
    parser->count++;
    if (*parser->text != '=')
        return true;
    parser->text++;
    parameter->required = false;
    parameter->default_value = parse_default(parser);
    if (!value_is_error(parameter->default_value))
        return true;
    parameter->default_value = VALUE_ABSENT;
    return false;
}

static bool parse_parameter(Parser *parser)
{
    if (*parser->text == '/') {
        parser->text++;
        for (uint32_t i = 0; i < parser->count; i++)
            parser->parameters[i].kind = PARAMETER_POSITIONAL_ONLY;
        return true;
    }
    if (take(parser, "**"))
        return parse_named(parser, PARAMETER_VAR_KEYWORD);
    if (take(parser, "*")) {
        parser->after_star = true;
        return *parser->text == ',' || parse_named(parser, PARAMETER_VAR_POSITIONAL);
    }
    return parse_named(parser, parser->after_star ? PARAMETER_KEYWORD_ONLY : PARAMETER_NORMAL);
}

static bool parse_all(Parser *parser)
{
    for (;;) {
        parser->text = skip_spaces(parser->text);
        if (*parser->text == ')')
            return true;
        if (!parse_parameter(parser))
            return false;
        parser->text = skip_spaces(parser->text);
        if (*parser->text == ',')
            parser->text++;
        else if (*parser->text != ')')
            return raise_false(parser->vm, TYPE_SYSTEM_ERROR, "bad signature near: %s", parser->text);
    }
}

static void count_parameters(Signature *signature)
{
    signature->var_positional = signature->var_keyword = -1;
    for (uint32_t i = 0; i < signature->count; i++) {
        const Parameter *parameter = &signature->parameters[i];
        switch (parameter->kind) {
        case PARAMETER_POSITIONAL_ONLY:
            signature->positional_only++;
            signature->positional++;
            break;
        case PARAMETER_NORMAL:
            signature->positional++;
            /* `self` without a slash behind it is still no keyword. */
            signature->keywords |= i >= signature->skipped;
            break;
        case PARAMETER_VAR_POSITIONAL:
            signature->var_positional = (int32_t)i;
            continue;
        case PARAMETER_KEYWORD_ONLY:
            signature->keywords = true;
            continue;
        case PARAMETER_VAR_KEYWORD:
            signature->keywords = true;
            signature->var_keyword = (int32_t)i;
            continue;
        }
        if (parameter->required)
            signature->required = i + 1;
    }
}

Signature *signature_parse(Vm *vm, const char *text, bool has_self)
{
    Parser parser = {.vm = vm};
    size_t name_size;
    parser.text = signature_name(text, &name_size) + name_size;
    ASSERT(*parser.text == '(');
    parser.text++;
    Signature *signature = NULL;
    if (parse_all(&parser))
        signature = vm_alloc(vm, sizeof *signature + parser.count * sizeof(Parameter));
    if (!signature) {
        for (uint32_t i = 0; i < parser.count; i++) {
            value_drop(vm, parser.parameters[i].name);
            value_drop(vm, parser.parameters[i].default_value);
        }
        return NULL;
    }
    *signature = (Signature){.count = parser.count, .skipped = has_self};
    memcpy(signature->parameters, parser.parameters, parser.count * sizeof(Parameter));
    count_parameters(signature);
    return signature;
}

void signature_free(Vm *vm, Signature *signature)
{
    if (!signature)
        return;
    for (uint32_t i = 0; i < signature->count; i++) {
        value_drop(vm, signature->parameters[i].name);
        value_drop(vm, signature->parameters[i].default_value);
    }
    vm_free(vm, signature, sizeof *signature + signature->count * sizeof(Parameter));
}

/* What a wrong call says. ---------------------------------------------------- */

/* "int" for int.__new__ and int.__init__, else the function's own name. */
static Value plain_name(Vm *vm, const Native *native)
{
    bool makes = native->name == NAME_OF(vm, __new__) || native->name == NAME_OF(vm, __init__);
    return makes && value_is_type(vm, native->module) ? value_to_type(native->module)->name : native->name;
}

/* "list.append", "math.sqrt", "len"; owned. */
static Value full_name(Vm *vm, const Native *native)
{
    Value plain = plain_name(vm, native);
    if (plain != native->name || native->module == VALUE_ABSENT || native->module == NAME_OF(vm, builtins))
        return value_share(plain);
    if (value_is_type(vm, native->module)) {
        Value owner = native->self != VALUE_ABSENT && value_is_type(vm, native->self) ? native->self : native->module;
        return format_text(vm, "%V.%V", value_to_type(owner)->qualname, plain);
    }
    return format_text(vm, "%V.%V", native->module, plain);
}

static bool raise_short(Vm *vm, const Native *native, const char *format, int64_t given)
{
    Value name = full_name(vm, native);
    if (value_is_error(name))
        return false;
    (void)raise_type_error(vm, format, name, (long long)given);
    value_drop(vm, name);
    return false;
}

/* The count is wrong for a function that takes no keywords. */
static bool raise_count(Vm *vm, const Native *native, const Signature *signature, int64_t given)
{
    int64_t least = (int64_t)signature->required - signature->skipped;
    int64_t most = (int64_t)signature->positional - signature->skipped;
    if (least < 0)
        least = 0;
    bool open = signature->var_positional >= 0, makes = plain_name(vm, native) != native->name;
    if (!open && most == 0)
        return raise_short(vm, native, "%V() takes no arguments (%lld given)", given);
    if (!open && least == 1 && most == 1 && !makes)
        return raise_short(vm, native, "%V() takes exactly one argument (%lld given)", given);
    int64_t limit = given < least ? least : most;
    const char *how = !open && least == most ? "" : given < least ? "at least " : "at most ";
    return raise_false(vm, TYPE_TYPE_ERROR, "%V expected %s%lld argument%s, got %lld", plain_name(vm, native), how,
                       (long long)limit, limit == 1 ? "" : "s", (long long)given);
}

/* Too many arguments for a function that takes keywords. */
static bool raise_too_many(Vm *vm, const Native *native, const Signature *signature, int64_t given, int64_t by_name)
{
    int64_t all = 0, required = 0;
    for (uint32_t i = signature->skipped; i < signature->count; i++) {
        all++;
        required += signature->parameters[i].required;
    }
    int64_t most = (int64_t)signature->positional - signature->skipped;
    Value name = plain_name(vm, native);
    if (given + by_name > all)
        return raise_false(vm, TYPE_TYPE_ERROR, "%V() takes %s %lld %sargument%s (%lld given)", name,
                           required < all ? "at most" : "exactly", (long long)all, given == 0 ? "keyword " : "",
                           all == 1 ? "" : "s", (long long)(given + by_name));
    if (most == 0)
        return raise_false(vm, TYPE_TYPE_ERROR, "%V() takes no positional arguments", name);
    bool exactly = signature->required == signature->positional;
    return raise_false(vm, TYPE_TYPE_ERROR, "%V() takes %s %lld positional argument%s (%lld given)", name,
                       exactly ? "exactly" : "at most", (long long)most, most == 1 ? "" : "s", (long long)given);
}

static bool raise_missing(Vm *vm, const Native *native, const Signature *signature, uint32_t index, int64_t given)
{
    if (!signature->keywords)
        return raise_count(vm, native, signature, given);
    const Parameter *parameter = &signature->parameters[index];
    int64_t least = 0;
    for (uint32_t i = signature->skipped; i < signature->positional_only; i++)
        least += signature->parameters[i].required;
    if (parameter->kind == PARAMETER_POSITIONAL_ONLY) {
        bool exactly = least == (int64_t)signature->positional - signature->skipped && signature->var_positional < 0;
        return raise_false(vm, TYPE_TYPE_ERROR, "%V() takes %s %lld positional argument%s (%lld given)",
                           plain_name(vm, native), exactly ? "exactly" : "at least", (long long)least,
                           least == 1 ? "" : "s", (long long)given);
    }
    return raise_false(vm, TYPE_TYPE_ERROR, "%V() missing required argument '%V' (pos %lld)", plain_name(vm, native),
                       parameter->name, (long long)(index - signature->skipped + 1));
}

/* The keyword names nothing, but may be meant for one of the parameters. */
static bool raise_unexpected(Vm *vm, const Native *native, const Signature *signature, Value name)
{
    Value names = list_new(vm, NULL, 0);
    for (uint32_t i = signature->skipped; i < signature->count && !value_is_error(names); i++) {
        if (signature->parameters[i].kind == PARAMETER_POSITIONAL_ONLY)
            continue;
        if (!list_append(vm, names, signature->parameters[i].name))
            value_replace_take(vm, &names, VALUE_ERROR);
    }
    Value near = value_is_error(names) ? VALUE_ERROR : suggestion_nearest(vm, names, name);
    value_drop(vm, names);
    if (value_is_error(near))
        return false;
    bool found = value_is_str(vm, near);
    (void)raise_type_error(vm, found ? "%V() got an unexpected keyword argument '%V'. Did you mean '%V'?"
                                     : "%V() got an unexpected keyword argument '%V'",
                           plain_name(vm, native), name, near);
    value_drop(vm, near);
    return false;
}

/* Binding. ------------------------------------------------------------------ */

/* Does a wrong count get the short sentence?  CPython's int and str check their
 * positional arguments themselves, as does what takes **kwargs. */
static bool counts_short(Vm *vm, const Native *native, const Signature *signature, int by_name)
{
    if (!signature->keywords || signature->var_keyword >= 0)
        return true;
    bool own = native->module == type_value(vm->types[TYPE_INT]) || native->module == type_value(vm->types[TYPE_STR]);
    return own && !by_name && native->name == NAME_OF(vm, __new__);
}

static bool bind_positional(Vm *vm, const Native *native, const Signature *signature, const Value *args, int count,
                            int by_name, Value *bound)
{
    uint32_t given = (uint32_t)count, taken = given < signature->positional ? given : signature->positional;
    for (uint32_t i = 0; i < taken; i++)
        bound[i] = args[i];
    if (signature->var_positional >= 0) {
        Value rest = given > taken ? tuple_new(vm, args + taken, given - taken) : value_share(vm->empty_tuple);
        if (value_is_error(rest))
            return false;
        bound[signature->var_positional] = rest;
        return true;
    }
    int64_t counted = (int64_t)given - signature->skipped;
    bool too_many = given > signature->positional;
    if (too_many && counts_short(vm, native, signature, by_name))
        return raise_count(vm, native, signature, counted);
    bool closed = signature->keywords && signature->var_keyword < 0;
    if (too_many || (closed && given + (uint32_t)by_name > signature->count))
        return raise_too_many(vm, native, signature, counted, by_name);
    return true;
}

/* The parameter a keyword names, or -1. */
static int32_t find_parameter(const Signature *signature, Value name)
{
    for (uint32_t i = 0; i < signature->count; i++) {
        const Parameter *parameter = &signature->parameters[i];
        bool nameable = parameter->kind == PARAMETER_KEYWORD_ONLY ||
                        (parameter->kind == PARAMETER_NORMAL && i >= signature->skipped);
        if (nameable && (parameter->name == name || str_equal(value_to_str(parameter->name), value_to_str(name))))
            return (int32_t)i;
    }
    return -1;
}

/* Keywords that nothing takes are left for later: CPython speaks of what is
 * missing first. */
static bool bind_keyword(Vm *vm, const Native *native, const Signature *signature, Value name, Value value, Value *bound)
{
    int32_t index = find_parameter(signature, name);
    if (index >= 0 && bound[index] == VALUE_ABSENT) {
        bound[index] = value;
        return true;
    }
    if (index >= 0)
        return raise_false(vm, TYPE_TYPE_ERROR, "argument for %V() given by name ('%V') and position (%d)",
                           plain_name(vm, native), name, index - (int32_t)signature->skipped + 1);
    return signature->var_keyword < 0 || dict_set(vm, bound[signature->var_keyword], name, value);
}

static bool bind_keywords(Vm *vm, const Native *native, const Signature *signature, const Value *values, Value names,
                          Value *bound)
{
    const Tuple *tuple = value_to_tuple(names);
    if (!signature->keywords && tuple->count)
        return raise_short(vm, native, "%V() takes no keyword arguments", 0);
    for (size_t i = 0; i < tuple->count; i++) {
        if (!bind_keyword(vm, native, signature, tuple->items[i], values[i], bound))
            return false;
    }
    return true;
}

static bool check_unexpected(Vm *vm, const Native *native, const Signature *signature, Value names)
{
    const Tuple *tuple = value_to_tuple(names);
    for (size_t i = 0; signature->var_keyword < 0 && i < tuple->count; i++) {
        if (find_parameter(signature, tuple->items[i]) < 0)
            return raise_unexpected(vm, native, signature, tuple->items[i]);
    }
    return true;
}

static bool fill_defaults(Vm *vm, const Native *native, const Signature *signature, int64_t given, Value *bound)
{
    for (uint32_t i = 0; i < signature->count; i++) {
        const Parameter *parameter = &signature->parameters[i];
        if (bound[i] != VALUE_ABSENT)
            continue;
        if (parameter->required)
            return raise_missing(vm, native, signature, i, given);
        bound[i] = parameter->default_value;
    }
    return true;
}

static void drop_collected(Vm *vm, const Signature *signature, Value *bound)
{
    if (signature->var_positional >= 0)
        value_clear(vm, &bound[signature->var_positional]);
    if (signature->var_keyword >= 0)
        value_clear(vm, &bound[signature->var_keyword]);
}

bool signature_bind(Vm *vm, const Native *native, const Signature *signature, const Value *args, int count, Value names,
                    Value *bound)
{
    for (uint32_t i = 0; i < signature->count; i++)
        bound[i] = VALUE_ABSENT;
    int by_name = names == VALUE_ABSENT ? 0 : (int)value_to_tuple(names)->count;
    if (signature->var_keyword >= 0) {
        Value dict = dict_new(vm);
        if (value_is_error(dict))
            return false;
        bound[signature->var_keyword] = dict;
    }
    bool good = bind_positional(vm, native, signature, args, count, by_name, bound);
    if (good && by_name)
        good = bind_keywords(vm, native, signature, args + count, names, bound);
    if (good)
        good = fill_defaults(vm, native, signature, (int64_t)count - signature->skipped, bound);
    if (good && by_name)
        good = check_unexpected(vm, native, signature, names);
    if (!good)
        drop_collected(vm, signature, bound);
    return good;
}
