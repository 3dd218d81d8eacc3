/* Docstrings, with the indentation that their lines share taken away. */
#include "compiler/generate.h"

#include "object/str.h"

const ConstantNode *docstring_find(NodeList body)
{
    if (body.count == 0 || body.items[0]->kind != AST_Expr)
        return NULL;
    const Node *value = AST_CAST(Expr, body.items[0])->value;
    if (value->kind != AST_Constant || ((const ConstantNode *)value)->type != AST_CONST_STR)
        return NULL;
    return (const ConstantNode *)value;
}

static size_t count_spaces(const char *line, const char *end)
{
    size_t count = 0;
    while (line + count < end && line[count] == ' ')
        count++;
    return count;
}

/* The smallest indentation of the lines after the first that are not blank. */
static size_t common_margin(const char *line, const char *end)
{
    size_t margin = SIZE_MAX;
    while (line && line < end) {
        size_t spaces = count_spaces(line, end);
        if (line + spaces < end && line[spaces] != '\n' && spaces < margin)
            margin = spaces;
        line = memchr(line, '\n', (size_t)(end - line));
        line = line ? line + 1 : NULL;
    }
    return margin == SIZE_MAX ? 0 : margin;
}

/* Tabs count as far as the next multiple of eight. */
static void expand_tabs(Vm *vm, StrBuilder *out, AstText text)
{
    size_t column = 0, start = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        if (c == '\t') {
            builder_add(vm, out, text.bytes + start, i - start);
            size_t fill = 8 - column % 8;
            builder_add(vm, out, "        ", fill);
            column += fill;
            start = i + 1;
        } else {
            column = c == '\n' || c == '\r' ? 0 : column + ((c & 0xc0) != 0x80);
        }
    }
    builder_add(vm, out, text.bytes + start, text.size - start);
}

static void clean_lines(Vm *vm, StrBuilder *out, const char *text, size_t size)
{
    const char *end = text + size;
    const char *first_end = memchr(text, '\n', size);
    size_t margin = common_margin(first_end ? first_end + 1 : NULL, end);
    const char *line = text + count_spaces(text, end);
    bool first = true;
    while (line) {
        const char *line_end = memchr(line, '\n', (size_t)(end - line));
        const char *stop = line_end ? line_end : end;
        size_t skip = first ? 0 : count_spaces(line, stop);
        if (skip > margin)
            skip = margin;
        builder_add(vm, out, line + skip, (size_t)(stop - line) - skip);
        if (line_end)
            builder_add(vm, out, "\n", 1);
        line = line_end ? line_end + 1 : NULL;
        first = false;
    }
}

Value docstring_clean(Vm *vm, AstText text)
{
    StrBuilder expanded = {0}, cleaned = {0};
    expand_tabs(vm, &expanded, text);
    Value wide = builder_finish(vm, &expanded);
    if (value_is_error(wide))
        return VALUE_ERROR;
    clean_lines(vm, &cleaned, value_to_str(wide)->bytes, value_to_str(wide)->size);
    value_drop(vm, wide);
    return builder_finish(vm, &cleaned);
}
