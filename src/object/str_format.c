/* str.format() and str.format_map().
 *
 * A format string is read piece by piece: literal text, then a field, whose
 * spec may hold fields of its own, one level deep. */
#include "object/str_format.h"

#include "object/container.h"
#include "object/str_method.h"
#include "object/unicode.h"

enum { FORMAT_DEPTH = 2 };

/* A stretch of the format string. */
typedef struct {
    const char *start, *end;
} Stretch;

typedef struct {
    Stretch literal;
    bool has_field;
    Stretch name, spec;
    uint32_t conversion; /* 0: none */
    bool nested;         /* the spec holds fields */
} Piece;

typedef enum { NUMBERING_OPEN, NUMBERING_AUTOMATIC, NUMBERING_MANUAL } Numbering;

typedef struct {
    Value args;    /* tuple, or VALUE_ABSENT in format_map */
    Value mapping; /* of keywords */
    Numbering numbering;
    size_t next_index;
} Format;

static bool format_error(Vm *vm, const char *message) { return raise_false(vm, TYPE_VALUE_ERROR, "%s", message); }

static Value span_to_str(Vm *vm, Stretch span) { return str_new(vm, span.start, (size_t)(span.end - span.start)); }

/* Reading pieces. ---------------------------------------------------------- */

/* The end of the field name: a '}', ':' or '!' outside of brackets; the end of
 * the text when there is none. */
static bool find_name_end(Vm *vm, const char **at, const char *end)
{
    for (; *at < end; ++*at) {
        switch (**at) {
        case '{': return format_error(vm, "unexpected '{' in field name");
        case '[':
            while (*at < end && **at != ']')
                ++*at;
            if (*at == end)
                return true;
            break;
        case '}':
        case ':':
        case '!': return true;
        default: break;
        }
    }
    return true;
}

/* From behind the ':' to behind the matching '}'. */
static bool read_spec(Vm *vm, const char **at, const char *end, Piece *piece)
{
    piece->spec.start = *at;
    int depth = 1;
    for (; *at < end; ++*at) {
        if (**at == '{') {
            piece->nested = true;
            depth++;
        } else if (**at == '}' && --depth == 0) {
            piece->spec.end = (*at)++;
            return true;
        }
    }
    return format_error(vm, "unmatched '{' in format spec");
}

/* From behind the '{' to behind the '}'. */
static bool read_field(Vm *vm, const char **at, const char *end, Piece *piece)
{
    piece->name.start = *at;
    if (!find_name_end(vm, at, end))
        return false;
    piece->name.end = *at;
    if (*at == end)
        return format_error(vm, "expected '}' before end of string");
    char stop = *(*at)++;
    piece->spec = (Stretch){*at, *at};
    if (stop == '}')
        return true;
    if (stop == '!') {
        if (*at == end)
            return format_error(vm, "end of string while looking for conversion specifier");
        piece->conversion = utf8_read(at);
        if (*at < end) {
            char behind = *(*at)++;
            if (behind == '}')
                return true;
            if (behind != ':')
                return format_error(vm, "expected ':' after conversion specifier");
        }
    }
    return read_spec(vm, at, end, piece);
}

/* Reads literal text (doubled braces end it, after one of them) and the field
 * behind it, if any.  *at < end. */
static bool read_piece(Vm *vm, const char **at, const char *end, Piece *piece)
{
    ASSERT(*at < end);
    *piece = (Piece){.literal = {*at, *at}};
    while (*at < end && **at != '{' && **at != '}')
        ++*at;
    piece->literal.end = *at;
    if (*at == end)
        return true;
    char brace = *(*at)++;
    if (*at < end && **at == brace) {
        piece->literal.end = (*at)++;
        return true;
    }
    if (brace == '}')
        return format_error(vm, "Single '}' encountered in format string");
    if (*at == end)
        return format_error(vm, "Single '{' encountered in format string");
    piece->has_field = true;
    return read_field(vm, at, end, piece);
}

/* Field names. ------------------------------------------------------------- */

/* A span of nothing but digits as a number; -1: it is something else, -2: ValueError. */
static int64_t span_to_index(Vm *vm, Stretch span)
{
    if (span.start == span.end)
        return -1;
    int64_t number = 0;
    for (const char *at = span.start; at < span.end;) {
        int digit = unicode_decimal_value(utf8_read(&at));
        if (digit < 0)
            return -1;
        if (number > (INT64_MAX - digit) / 10) {
            format_error(vm, "Too many decimal digits in format string");
            return -2;
        }
        number = number * 10 + digit;
    }
    return number;
}

/* Cuts the part before the first '.' or '[' off the name. */
static Stretch take_first(Stretch *name)
{
    Stretch first = {name->start, name->start};
    while (first.end < name->end && *first.end != '.' && *first.end != '[')
        first.end++;
    name->start = first.end;
    return first;
}

typedef enum { STEP_ATTRIBUTE, STEP_ITEM, STEP_END, STEP_ERROR } Step;

/* Cuts the next ".name" or "[key]" off. */
static Step take_step(Vm *vm, Stretch *rest, Stretch *part)
{
    if (rest->start == rest->end)
        return STEP_END;
    char kind = *rest->start++;
    *part = (Stretch){rest->start, rest->start};
    if (kind == '.') {
        while (part->end < rest->end && *part->end != '.' && *part->end != '[')
            part->end++;
        rest->start = part->end;
    } else if (kind == '[') {
        while (part->end < rest->end && *part->end != ']')
            part->end++;
        if (part->end == rest->end) {
            format_error(vm, "Missing ']' in format string");
            return STEP_ERROR;
        }
        rest->start = part->end + 1;
    } else {
        format_error(vm, "Only '.' or '[' may follow ']' in format field specifier");
        return STEP_ERROR;
    }
    if (part->start == part->end) {
        format_error(vm, "Empty attribute in format string");
        return STEP_ERROR;
    }
    return kind == '.' ? STEP_ATTRIBUTE : STEP_ITEM;
}

/* The number of a field named by a number or not at all; -1 when it has a name, -2: error. */
static int64_t resolve_index(Vm *vm, Format *format, Stretch first)
{
    int64_t index = span_to_index(vm, first);
    if (index == -2 || (index == -1 && first.start != first.end))
        return index;
    Numbering wanted = index == -1 ? NUMBERING_AUTOMATIC : NUMBERING_MANUAL;
    if (format->numbering == NUMBERING_OPEN)
        format->numbering = wanted;
    if (format->numbering != wanted) {
        format_error(vm, wanted == NUMBERING_AUTOMATIC
                             ? "cannot switch from manual field specification to automatic field numbering"
                             : "cannot switch from automatic field numbering to manual field specification");
        return -2;
    }
    return wanted == NUMBERING_AUTOMATIC ? (int64_t)format->next_index++ : index;
}

static Value get_positional(Vm *vm, const Format *format, int64_t index)
{
    ASSERT(index >= 0);
    if (format->args == VALUE_ABSENT)
        return raise_value_error(vm, "Format string contains positional fields");
    const Tuple *args = value_to_tuple(format->args);
    if ((size_t)index >= args->count)
        return raise_error(vm, TYPE_INDEX_ERROR, "Replacement index %lld out of range for positional args tuple",
                           (long long)index);
    return value_share(args->items[index]);
}

static Value get_named(Vm *vm, const Format *format, Stretch name)
{
    Value key = span_to_str(vm, name);
    if (value_is_error(key))
        return VALUE_ERROR;
    Value value = value_getitem(vm, format->mapping, key);
    value_drop(vm, key);
    return value;
}

static Value apply_step(Vm *vm, Value object, Step step, Stretch part)
{
    int64_t index = step == STEP_ITEM ? span_to_index(vm, part) : -1;
    if (index == -2)
        return VALUE_ERROR;
    Value key = index >= 0 ? value_from_int(index) : span_to_str(vm, part);
    if (value_is_error(key))
        return VALUE_ERROR;
    if (step == STEP_ATTRIBUTE)
        key = str_intern_take(vm, key);
    Value result = value_is_error(key)      ? VALUE_ERROR
                   : step == STEP_ATTRIBUTE ? attribute_get(vm, object, key)
                                            : value_getitem(vm, object, key);
    value_drop(vm, key);
    return result;
}

/* The object a field names, owned. */
static Value get_object(Vm *vm, Format *format, Stretch name)
{
    Stretch first = take_first(&name), part;
    int64_t index = resolve_index(vm, format, first);
    if (index == -2)
        return VALUE_ERROR;
    Value object = index >= 0 ? get_positional(vm, format, index) : get_named(vm, format, first);
    while (!value_is_error(object)) {
        Step step = take_step(vm, &name, &part);
        if (step == STEP_END)
            return object;
        Value next = step == STEP_ERROR ? VALUE_ERROR : apply_step(vm, object, step, part);
        value_drop(vm, object);
        object = next;
    }
    return VALUE_ERROR;
}

/* Putting together. -------------------------------------------------------- */

static Value convert(Vm *vm, Value object, uint32_t conversion)
{
    switch (conversion) {
    case 'r': return value_repr(vm, object);
    case 's': return value_str(vm, object);
    case 'a': return value_ascii(vm, object);
    default:
        if (conversion > 32 && conversion < 127)
            return raise_value_error(vm, "Unknown conversion specifier %c", (int)conversion);
        return raise_value_error(vm, "Unknown conversion specifier \\x%x", (unsigned)conversion);
    }
}

static Value format_text_span(Vm *vm, Format *format, Stretch text, int depth);

/* The formatted field, owned. */
static Value format_field(Vm *vm, Format *format, const Piece *piece, int depth)
{
    Value object = get_object(vm, format, piece->name);
    if (value_is_error(object))
        return VALUE_ERROR;
    if (piece->conversion) {
        Value converted = convert(vm, object, piece->conversion);
        value_drop(vm, object);
        object = converted;
        if (value_is_error(object))
            return VALUE_ERROR;
    }
    Value spec = piece->nested ? format_text_span(vm, format, piece->spec, depth - 1) : span_to_str(vm, piece->spec);
    Value result = VALUE_ERROR;
    if (!value_is_error(spec)) {
        bool plain = value_has_shape(object, TYPE_STR) && value_to_str(spec)->size == 0;
        result = plain ? value_share(object) : value_format(vm, object, spec);
    }
    value_drop(vm, spec);
    value_drop(vm, object);
    return result;
}

static Value format_text_span(Vm *vm, Format *format, Stretch text, int depth)
{
    if (depth <= 0)
        return raise_value_error(vm, "Max string recursion exceeded");
    StrBuilder builder = {0};
    const char *at = text.start;
    while (at < text.end) {
        Piece piece;
        if (!read_piece(vm, &at, text.end, &piece))
            goto failed;
        builder_add(vm, &builder, piece.literal.start, (size_t)(piece.literal.end - piece.literal.start));
        if (!piece.has_field)
            continue;
        Value field = format_field(vm, format, &piece, depth);
        if (value_is_error(field))
            goto failed;
        builder_add_str(vm, &builder, field);
        value_drop(vm, field);
    }
    return builder_finish(vm, &builder);

failed:
    builder_discard(vm, &builder);
    return VALUE_ERROR;
}

static Value format_str(Vm *vm, Value self, Value args, Value mapping)
{
    const Str *str = value_to_str(self);
    Format format = {.args = args, .mapping = mapping};
    return format_text_span(vm, &format, (Stretch){str->bytes, str->bytes + str->size}, FORMAT_DEPTH);
}

Value str_m_format(Vm *vm, const Value *args) { return format_str(vm, args[0], args[1], args[2]); }
Value str_m_format_map(Vm *vm, const Value *args) { return format_str(vm, args[0], VALUE_ABSENT, args[1]); }

/* For module _string. ------------------------------------------------------ */

static Value piece_to_tuple(Vm *vm, const Piece *piece)
{
    Value parts[4] = {span_to_str(vm, piece->literal), VALUE_NONE, VALUE_NONE, VALUE_NONE};
    if (piece->has_field) {
        parts[1] = span_to_str(vm, piece->name);
        parts[2] = span_to_str(vm, piece->spec);
        if (piece->conversion)
            parts[3] = str_from_code_point(vm, piece->conversion);
    }
    for (int i = 0; i < 4; i++)
        if (value_is_error(parts[i])) {
            for (int j = 0; j < 4; j++)
                value_drop(vm, parts[j]);
            return VALUE_ERROR;
        }
    return tuple_new_take(vm, parts, 4);
}

Value str_format_parse(Vm *vm, Value format)
{
    Value list = list_new(vm, NULL, 0);
    if (value_is_error(list))
        return VALUE_ERROR;
    const char *at = value_to_str(format)->bytes, *end = at + value_to_str(format)->size;
    while (at < end) {
        Piece piece;
        Value tuple = read_piece(vm, &at, end, &piece) ? piece_to_tuple(vm, &piece) : VALUE_ERROR;
        if (value_is_error(tuple) || !list_append_take(vm, list, tuple)) {
            value_drop(vm, list);
            return VALUE_ERROR;
        }
    }
    return list;
}

static Value index_or_name(Vm *vm, Stretch part, bool may_be_index)
{
    int64_t index = may_be_index ? span_to_index(vm, part) : -1;
    return index == -2 ? VALUE_ERROR : index >= 0 ? value_from_int(index) : span_to_str(vm, part);
}

Value str_format_split_name(Vm *vm, Value name)
{
    const Str *str = value_to_str(name);
    Stretch rest = {str->bytes, str->bytes + str->size}, part;
    Value first = index_or_name(vm, take_first(&rest), true);
    Value steps = value_is_error(first) ? VALUE_ERROR : list_new(vm, NULL, 0);
    while (!value_is_error(steps)) {
        Step step = take_step(vm, &rest, &part);
        if (step == STEP_END)
            return tuple_pair_take(vm, first, steps);
        Value key = step == STEP_ERROR ? VALUE_ERROR : index_or_name(vm, part, step == STEP_ITEM);
        Value pair = value_is_error(key) ? VALUE_ERROR : tuple_pair_take(vm, value_from_bool(step == STEP_ATTRIBUTE), key);
        if (value_is_error(pair) || !list_append_take(vm, steps, pair)) {
            value_drop(vm, steps);
            break;
        }
    }
    value_drop(vm, first);
    return VALUE_ERROR;
}
