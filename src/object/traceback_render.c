/* The text of an uncaught exception: chains, groups, notes, syntax errors.
 *
 * First a tree of nodes is made, one for each exception that will be shown, so
 * that one met again (a chain may run in circles) is left out; then it is
 * written.  Only groups nest, and no deeper than GROUP_DEPTH_MAX. */
#include "object/call.h"
#include "object/container.h"
#include "object/exception_types.h"
#include "object/raise.h"
#include "object/traceback.h"
#include "object/type.h"
#include "object/unicode.h"

enum { GROUP_WIDTH_MAX = 15, GROUP_DEPTH_MAX = 10, REPEATED_SHOWN = 3 };

typedef struct {
    Value exception;   /* owned: showing one runs code, which may let go of others */
    int cause, context; /* nodes, or -1 */
    int members;       /* the first member's node; the others follow */
    int member_count;  /* -1: no group */
    bool visited;      /* its links are in the tree */
} Node;

typedef struct {
    Vm *vm;
    const RenderOptions *options;
    StrBuilder out;
    Node *nodes; /* owned */
    int count, capacity;
    int depth;       /* of groups */
    bool need_close; /* the last member of a group has not closed the box */
    bool failed;
} Render;

/* The tree. ------------------------------------------------------------------------ */

static int node_add(Render *render, Value exception)
{
    if (render->count == render->capacity) {
        size_t old = (size_t)render->capacity * sizeof(Node), new = old == 0 ? 16 * sizeof(Node) : old * 2;
        Node *nodes = vm_resize(render->vm, render->nodes, old, new);
        if (nodes == NULL) {
            render->failed = true;
            return -1;
        }
        render->nodes = nodes;
        render->capacity = (int)(new / sizeof(Node));
    }
    render->nodes[render->count] = (Node){value_share(exception), -1, -1, 0, -1, false};
    return render->count++;
}

static bool node_seen(const Render *render, Value exception)
{
    for (int i = 0; i < render->count; i++)
        if (render->nodes[i].exception == exception)
            return true;
    return false;
}

static int node_add_unseen(Render *render, Value exception)
{
    return exception == VALUE_NONE || node_seen(render, exception) ? -1 : node_add(render, exception);
}

static void node_link(Render *render, int index)
{
    const Exception *exception = value_to_exception(render->nodes[index].exception);
    int cause = node_add_unseen(render, exception->cause), context = -1;
    if (cause < 0 && !exception->suppress_context)
        context = node_add_unseen(render, exception->context);
    Value members = exception->extra[GROUP_EXCEPTIONS];
    int first = render->count, count = -1;
    if (value_is_instance(render->vm, value_from_object(exception), render->vm->types[TYPE_BASE_EXCEPTION_GROUP])) {
        count = (int)value_to_tuple(members)->count;
        for (int i = 0; i < count && !render->failed; i++)
            node_add(render, value_to_tuple(members)->items[i]);
    }
    Node *node = &render->nodes[index];
    node->cause = cause;
    node->context = context;
    node->members = first;
    node->member_count = count;
    node->visited = true;
}

/* The newest unlinked node comes next: whoever is met first decides where an
 * exception is shown.  A group may be met twice as a member; a group that holds
 * itself cannot be made. */
static void tree_build(Render *render, Value root)
{
    node_add(render, root);
    for (int next = 0; next >= 0 && !render->failed;) {
        if (render->count > 100000) /* shared members multiply; nobody reads that far */
            return;
        node_link(render, next);
        next = render->count - 1;
        while (next >= 0 && render->nodes[next].visited)
            next--;
    }
}

/* Writing. --------------------------------------------------------------------------- */

/* Adds lines of text, each behind the margin of the box it stands in. */
static void emit_margin(Render *render, const char *text, size_t size, char margin)
{
    Vm *vm = render->vm;
    const char *end = text + size;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        stop = stop == NULL ? end : stop + 1;
        if (render->depth > 0) {
            for (int i = 0; i < render->depth; i++)
                builder_add(vm, &render->out, "  ", 2);
            char box[2] = {margin, ' '};
            builder_add(vm, &render->out, box, 2);
        }
        builder_add(vm, &render->out, text, (size_t)(stop - text));
        text = stop;
    }
}

static void emit(Render *render, const char *text)
{
    emit_margin(render, text, strlen(text), '|');
}

/* Emits what was gathered, and discards it. */
static void emit_block(Render *render, StrBuilder *block)
{
    if (block->failed)
        render->failed = true;
    else
        emit_margin(render, block->bytes, block->size, '|');
    builder_discard(render->vm, block);
}

/* str(value) or repr(value); what cannot be shown is named in the text. */
static Value text_of(Vm *vm, Value value, const char *what, bool as_repr)
{
    Value text = as_repr ? value_repr(vm, value) : value_str(vm, value);
    if (!value_is_error(text))
        return text;
    error_clear(vm);
    return format_text(vm, "<%s %s() failed>", what, as_repr ? "repr" : "str");
}

/* Skips places that a negative limit cuts off; *shown becomes how many to show. */
static Value limit_stack(const RenderOptions *options, Value traceback, int64_t *shown)
{
    *shown = INT64_MAX;
    if (!options->has_limit)
        return traceback;
    *shown = options->limit < 0 ? INT64_MAX : options->limit;
    int64_t length = 0;
    for (Value at = traceback; at != VALUE_NONE; at = VALUE_OBJECT(Traceback, at)->next)
        length++;
    for (; options->limit < 0 && length > -options->limit; length--)
        traceback = VALUE_OBJECT(Traceback, traceback)->next;
    return traceback;
}

static void add_stack(Vm *vm, StrBuilder *block, const RenderOptions *options, Value traceback)
{
    int64_t rest;
    traceback = limit_stack(options, traceback, &rest);
    CodePlace last = {.filename = VALUE_ABSENT};
    unsigned count = 0;
    for (bool more = true; more;) {
        CodePlace place;
        more = traceback != VALUE_NONE && rest-- > 0;
        const Traceback *entry = more ? value_object(traceback) : NULL;
        if (more)
            traceback = entry->next;
        if (more && !code_place(entry->code, entry->position, &place))
            continue;
        if (more && options->plain)
            place.has_columns = false;
        bool same = more && last.filename != VALUE_ABSENT && place.line == last.line &&
                    str_equal(value_to_str(place.filename), value_to_str(last.filename)) &&
                    str_equal(value_to_str(place.name), value_to_str(last.name));
        if (!same) {
            if (count > REPEATED_SHOWN)
                builder_add_format(vm, block, "  [Previous line repeated %u more time%s]\n", count - REPEATED_SHOWN,
                                   count - REPEATED_SHOWN > 1 ? "s" : "");
            count = 0;
            if (more)
                last = place;
        }
        if (more && ++count <= REPEATED_SHOWN)
            traceback_add_place(vm, block, &place);
    }
}

/* "module.Class", without builtins and __main__. */
static Value class_name(Vm *vm, Type *type)
{
    Value module = attribute_get_optional(vm, type_value(type), NAME_OF(vm, __module__));
    if (value_is_error(module))
        error_clear(vm);
    Value name;
    if (module == VALUE_ABSENT || value_is_error(module) || !value_is_str(vm, module))
        name = format_text(vm, "<unknown>.%V", type->qualname);
    else if (str_equals_c(module, "builtins") || str_equals_c(module, "__main__"))
        name = value_share(type->qualname);
    else
        name = format_text(vm, "%V.%V", module, type->qualname);
    value_drop(vm, module);
    return name;
}

static void add_suggestion(Vm *vm, StrBuilder *block, Value exception)
{
    Value suggestion = suggestion_for(vm, exception);
    if (suggestion != VALUE_ABSENT)
        builder_add_format(vm, block, ". Did you mean: '%V'?", suggestion);
    if (value_is_instance(vm, exception, vm->types[TYPE_NAME_ERROR])) {
        Value name = value_to_exception(exception)->extra[NAME_NAME];
        if (name != VALUE_ABSENT && value_is_str(vm, name) && suggestion_is_module(name))
            builder_add_format(vm, block, "%s forget to import '%V'?", suggestion != VALUE_ABSENT ? " Or did you" : ". Did you",
                               name);
    }
    value_drop(vm, suggestion);
}

static void add_line_take(Vm *vm, StrBuilder *block, Value text)
{
    if (value_is_error(text)) {
        block->failed = true;
        return;
    }
    builder_add_str(vm, block, text);
    builder_add(vm, block, "\n", 1);
    value_drop(vm, text);
}

static void add_notes(Vm *vm, StrBuilder *block, Value notes)
{
    if (notes == VALUE_ABSENT || value_is_none(notes))
        return;
    if (!value_is_list(vm, notes) && !value_is_tuple(vm, notes)) {
        add_line_take(vm, block, text_of(vm, notes, "__notes__", true));
        return;
    }
    Value items = tuple_from(vm, notes);
    if (value_is_error(items)) {
        block->failed = true;
        return;
    }
    for (size_t i = 0; i < value_to_tuple(items)->count; i++)
        add_line_take(vm, block, text_of(vm, value_to_tuple(items)->items[i], "note", false));
    value_drop(vm, items);
}

/* Syntax errors. ------------------------------------------------------------------------ */

/* Adds the source line and the carets.  offset and end_offset count characters
 * from 1, and may be off: they come from the program when it made the exception. */
static void add_syntax_line(Vm *vm, StrBuilder *block, const Exception *error)
{
    Value offset_value = error->extra[SYNTAX_OFFSET], end_value = error->extra[SYNTAX_END_OFFSET];
    const Str *source = value_to_str(error->extra[SYNTAX_TEXT]);
    size_t size = source->size, start = 0;
    while (size > 0 && source->bytes[size - 1] == '\n')
        size--;
    while (start < size && strchr(" \n\f", source->bytes[start]) != NULL)
        start++;
    builder_add_c(vm, block, "    ");
    builder_add(vm, block, source->bytes + start, size - start);
    builder_add_c(vm, block, "\n");
    if (!value_is_int(offset_value))
        return;
    int64_t length = (int64_t)utf8_count(source->bytes, size), whole = (int64_t)source->length;
    int64_t offset = value_to_int(offset_value), end = length + 1;
    if (error->extra[SYNTAX_LINENO] == error->extra[SYNTAX_END_LINENO])
        end = value_is_int(end_value) && value_to_int(end_value) != 0 ? value_to_int(end_value) : offset;
    if (whole > 0 && offset > whole)
        offset = length + 1;
    if (whole > 0 && end > whole)
        end = length + 1;
    if (offset >= end || end < 0)
        end = offset + 1;
    int64_t column = offset - 1 - (int64_t)start;
    if (column < 0)
        return;
    builder_add_c(vm, block, "    ");
    const char *at = source->bytes + start, *stop = source->bytes + size;
    for (int64_t i = 0; i < column && at < stop; i++) {
        uint32_t code_point = utf8_read(&at);
        builder_add_char(vm, block, unicode_is_space(code_point) ? code_point : ' ');
    }
    for (int64_t i = offset; i < end && i < offset + 100000; i++)
        builder_add(vm, block, "^", 1);
    builder_add_c(vm, block, "\n");
}

static void add_syntax_error(Vm *vm, StrBuilder *block, const Exception *error, Value name)
{
    Value filename = error->extra[SYNTAX_FILENAME], line = error->extra[SYNTAX_LINENO];
    Value message = error->extra[SYNTAX_MSG], text = error->extra[SYNTAX_TEXT];
    bool has_file = filename != VALUE_ABSENT && !value_is_none(filename);
    bool has_line = line != VALUE_ABSENT && !value_is_none(line);
    if (has_line && has_file)
        builder_add_format(vm, block, "  File \"%V\", line %V\n", filename, line);
    else if (has_line)
        builder_add_format(vm, block, "  File \"<string>\", line %V\n", line);
    if (text != VALUE_ABSENT && value_is_str(vm, text))
        add_syntax_line(vm, block, error);
    builder_add_format(vm, block, "%V: ", name);
    if (message != VALUE_ABSENT && !value_is_none(message))
        builder_add_format(vm, block, "%V", message);
    else
        builder_add_c(vm, block, "<no detail available>");
    if (!has_line && has_file)
        builder_add_format(vm, block, " (%V)", filename);
    builder_add_c(vm, block, "\n");
}

/* The last lines: class, message, notes. */
static void emit_exception(Render *render, Value exception)
{
    Vm *vm = render->vm;
    StrBuilder block = {0};
    Value name = class_name(vm, value_type(vm, exception));
    if (value_is_error(name)) {
        render->failed = true;
        return;
    }
    if (value_is_instance(vm, exception, vm->types[TYPE_SYNTAX_ERROR])) {
        add_syntax_error(vm, &block, value_object(exception), name);
    } else {
        Value text = text_of(vm, exception, "exception", false);
        builder_add_str(vm, &block, name);
        StrBuilder message = {0};
        if (!value_is_error(text))
            builder_add_str(vm, &message, text);
        if (!render->options->plain)
            add_suggestion(vm, &message, exception);
        if (message.size > 0) {
            builder_add_c(vm, &block, ": ");
            builder_add(vm, &block, message.bytes, message.size);
        }
        builder_discard(vm, &message);
        builder_add_c(vm, &block, "\n");
        value_drop(vm, text);
    }
    value_drop(vm, name);
    if (!render->options->plain)
        add_notes(vm, &block, value_to_exception(exception)->notes);
    emit_block(render, &block);
}

/* The stack to show: the root's may have been given by the caller. */
static Value stack_of(const Render *render, Value exception)
{
    if (render->options->traceback != VALUE_ABSENT && exception == render->nodes[0].exception)
        return render->options->traceback;
    return value_to_exception(exception)->traceback;
}

static void emit_stack(Render *render, Value exception)
{
    StrBuilder block = {0};
    add_stack(render->vm, &block, render->options, stack_of(render, exception));
    emit_block(render, &block);
}

static void emit_indent(Render *render)
{
    for (int i = 0; i < render->depth; i++)
        builder_add(render->vm, &render->out, "  ", 2);
}

static void emit_chain(Render *render, int index);

/* "+---------------- 3 ----------------", preceded by the corner for the first. */
static void emit_member_title(Render *render, int member)
{
    emit_indent(render);
    builder_add_c(render->vm, &render->out, member == 0 ? "+-" : "  ");
    if (member < GROUP_WIDTH_MAX)
        builder_add_format(render->vm, &render->out, "+---------------- %d ----------------\n", member + 1);
    else
        builder_add_c(render->vm, &render->out, "+---------------- ... ----------------\n");
}

static void emit_members(Render *render, const Node *group)
{
    int total = group->member_count, first = group->members;
    int shown = total <= GROUP_WIDTH_MAX ? total : GROUP_WIDTH_MAX + 1;
    render->need_close = false;
    for (int i = 0; i < shown && !render->failed; i++) {
        if (i + 1 == shown)
            render->need_close = true; /* a nested group may close the box in our place */
        emit_member_title(render, i);
        render->depth++;
        if (i < GROUP_WIDTH_MAX) {
            emit_chain(render, first + i);
        } else {
            StrBuilder block = {0};
            int rest = total - GROUP_WIDTH_MAX;
            builder_add_format(render->vm, &block, "and %d more exception%s\n", rest, rest > 1 ? "s" : "");
            emit_block(render, &block);
        }
        if (i + 1 == shown && render->need_close) {
            emit_indent(render);
            builder_add_c(render->vm, &render->out, "+------------------------------------\n");
            render->need_close = false;
        }
        render->depth--;
    }
}

static void emit_group(Render *render, const Node *group)
{
    static const char title[] = "Exception Group Traceback (most recent call last):\n";
    if (render->depth > GROUP_DEPTH_MAX) {
        emit(render, "... (max_group_depth is 10)\n");
        return;
    }
    bool outermost = render->depth == 0;
    Node copy = *group;
    if (outermost)
        render->depth = 1;
    if (stack_of(render, copy.exception) != VALUE_NONE) {
        emit_margin(render, title, sizeof title - 1, outermost ? '+' : '|');
        emit_stack(render, copy.exception);
    }
    emit_exception(render, copy.exception);
    emit_members(render, &copy);
    if (outermost)
        render->depth = 0;
}

static void emit_one(Render *render, int index)
{
    const Node *node = &render->nodes[index];
    if (node->member_count >= 0) {
        emit_group(render, node);
        return;
    }
    Value exception = node->exception;
    if (stack_of(render, exception) != VALUE_NONE) {
        emit(render, "Traceback (most recent call last):\n");
        emit_stack(render, exception);
    }
    emit_exception(render, exception);
}

static int node_chained(const Render *render, int index)
{
    const Node *node = &render->nodes[index];
    if (render->options->without_chain || render->options->plain)
        return -1;
    return node->cause >= 0 ? node->cause : node->context;
}

/* Oldest first.  The chain is turned around in an array, since it may be long. */
static void emit_chain(Render *render, int index)
{
    int length = 0;
    for (int at = index; at >= 0; at = node_chained(render, at))
        length++;
    int *chain = vm_alloc(render->vm, (size_t)length * sizeof *chain);
    if (chain == NULL) {
        render->failed = true;
        return;
    }
    for (int at = index, i = length - 1; at >= 0; at = node_chained(render, at))
        chain[i--] = at;
    for (int i = 0; i < length && !render->failed; i++) {
        emit_one(render, chain[i]);
        if (i + 1 == length)
            break;
        if (render->nodes[chain[i + 1]].cause == chain[i])
            emit(render, "\nThe above exception was the direct cause of the following exception:\n\n");
        else
            emit(render, "\nDuring handling of the above exception, another exception occurred:\n\n");
    }
    vm_free(render->vm, chain, (size_t)length * sizeof *chain);
}

static void emit_all(Render *render, Value exception)
{
    if (render->options->only_exception) {
        emit_exception(render, exception);
        return;
    }
    tree_build(render, exception);
    if (!render->failed)
        emit_chain(render, 0);
}

Value exception_render_with(Vm *vm, Value exception, const RenderOptions *options)
{
    Render render = {.vm = vm, .options = options};
    emit_all(&render, exception);
    for (int i = 0; i < render.count; i++)
        value_drop(vm, render.nodes[i].exception);
    if (render.nodes != NULL)
        vm_free(vm, render.nodes, (size_t)render.capacity * sizeof(Node));
    if (!render.failed)
        return builder_finish(vm, &render.out);
    builder_discard(vm, &render.out);
    return VALUE_ERROR;
}

Value exception_render(Vm *vm, Value exception)
{
    RenderOptions options = {.traceback = VALUE_ABSENT};
    return exception_render_with(vm, exception, &options);
}
