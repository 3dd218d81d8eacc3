/* The source lines of a traceback entry, with carets below them.
 *
 * An excerpt holds the lines of one instruction's span, their common indentation
 * cut off.  All columns of an excerpt are bytes within those cut lines; only the
 * caret line itself is laid out in display columns. */
#include "object/traceback.h"

#include <utf8proc.h>

#include "object/unicode.h"

typedef struct {
    const char *text;
    size_t size;
} Line;

typedef struct {
    size_t line, column;
} Point;

typedef struct {
    const CodePlace *place;
    Line *lines;
    size_t count;
    size_t cut;            /* bytes of indentation removed from every line */
    size_t start, end;     /* column on the first line; on the last */
    bool carets;
    bool anchored;
    Point left, right;     /* the stretch of ^ between the ~ */
} Excerpt;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

static size_t leading_blanks(Line line)
{
    size_t blanks = 0;
    while (blanks < line.size && is_blank(line.text[blanks]))
        blanks++;
    return blanks;
}

/* Loading. ----------------------------------------------------------------------- */

/* The rest of text from line `wanted` on (lines count from 1), or NULL. */
static const char *find_line(const char *text, const char *end, uint32_t wanted)
{
    for (uint32_t line = 1; line < wanted; line++) {
        text = memchr(text, '\n', (size_t)(end - text));
        if (text == NULL)
            return NULL;
        text++;
    }
    return text;
}

/* Cuts the line that begins at *text, without blanks behind it, and moves on. */
static Line next_line(const char **text, const char *end)
{
    const char *start = *text, *stop = memchr(start, '\n', (size_t)(end - start));
    *text = stop == NULL ? NULL : stop + 1;
    if (stop == NULL)
        stop = end;
    while (stop > start && is_blank(stop[-1]))
        stop--;
    return (Line){start, (size_t)(stop - start)};
}

bool traceback_source_line(Vm *vm, Value filename, uint32_t line, const char **text, size_t *size)
{
    const char *source;
    size_t source_size;
    if (vm->source_reader == NULL || !vm->source_reader(vm, filename, &source, &source_size))
        return false;
    const char *end = source + source_size, *start = find_line(source, end, line);
    if (start == NULL)
        return false;
    Line found = next_line(&start, end);
    size_t blanks = leading_blanks(found);
    *text = found.text + blanks;
    *size = found.size - blanks;
    return *size > 0;
}

/* False when no line of the span has text. */
static bool load_lines(Vm *vm, Excerpt *excerpt)
{
    const char *text;
    size_t size;
    if (vm->source_reader == NULL || !vm->source_reader(vm, excerpt->place->filename, &text, &size))
        return false;
    const char *end = text + size;
    bool any = false;
    text = find_line(text, end, excerpt->place->line);
    for (size_t i = 0; i < excerpt->count; i++) {
        excerpt->lines[i] = text == NULL ? (Line){"", 0} : next_line(&text, end);
        any = any || excerpt->lines[i].size > 0;
    }
    return any;
}

/* Indentation that all lines with text have in common. */
static size_t common_indent(const Line *lines, size_t count)
{
    const Line *first = NULL;
    size_t indent = 0;
    for (size_t i = 0; i < count; i++) {
        size_t blanks = leading_blanks(lines[i]);
        if (blanks == lines[i].size)
            continue;
        if (first == NULL) {
            first = &lines[i];
            indent = blanks;
        }
        size_t same = 0;
        while (same < indent && same < blanks && lines[i].text[same] == first->text[same])
            same++;
        indent = same;
    }
    return indent;
}

static void dedent_lines(Excerpt *excerpt)
{
    excerpt->cut = common_indent(excerpt->lines, excerpt->count);
    for (size_t i = 0; i < excerpt->count; i++) {
        Line *line = &excerpt->lines[i];
        size_t cut = size_min(excerpt->cut, line->size);
        line->text += cut;
        line->size -= cut;
    }
}

static size_t cut_column(const Excerpt *excerpt, size_t column, size_t line)
{
    column = column > excerpt->cut ? column - excerpt->cut : 0;
    return size_min(column, excerpt->lines[line].size);
}

/* Anchors. -------------------------------------------------------------------------- */

/* Where the span ends on a line. */
static size_t line_limit(const Excerpt *excerpt, size_t line)
{
    return line + 1 == excerpt->count ? excerpt->end : excerpt->lines[line].size;
}

static char char_at(const Excerpt *excerpt, Point at)
{
    return excerpt->lines[at.line].text[at.column];
}

/* Moves to the next line while there is no character; false at the end of the span. */
static bool settle(const Excerpt *excerpt, Point *at)
{
    while (at->line < excerpt->count && at->column >= line_limit(excerpt, at->line)) {
        at->line++;
        at->column = 0;
    }
    return at->line < excerpt->count;
}

/* Skips blanks, closing parentheses, comments and continued lines up to the
 * bracket wanted, or to any other character when wanted is 0. */
static bool skip_to_operator(const Excerpt *excerpt, Point *at, char wanted)
{
    while (settle(excerpt, at)) {
        char c = char_at(excerpt, *at);
        if (c == '\\' || c == '#')
            *at = (Point){at->line + 1, 0};
        else if (wanted == 0 ? is_blank(c) || c == ')' : c != wanted)
            at->column++;
        else
            return true;
    }
    return false;
}

/* Does the parenthesis at `at` enclose the whole right operand and nothing that
 * counts it as its own, as a tuple or a generator does? */
static bool encloses_operand(const Excerpt *excerpt, Point at)
{
    int depth = 0;
    bool plain = false;
    char quote = 0;
    while (settle(excerpt, &at)) {
        char c = char_at(excerpt, at);
        Point next = {at.line, at.column + 1};
        if (quote != 0) {
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if (c == ')' || c == ']' || c == '}') {
            if (--depth == 0)
                return plain && !settle(excerpt, &next);
        } else if (depth == 1) {
            const Line *line = &excerpt->lines[at.line];
            if (c == ',' || (c == ' ' && line->size - at.column > 5 && memcmp(line->text + at.column, " for ", 5) == 0))
                return false;
        }
        plain = plain || (depth >= 1 && c != '(' && !is_blank(c));
        at = next;
    }
    return false;
}

static size_t operator_width(const Excerpt *excerpt, Point at)
{
    Point next = {at.line, at.column + 1};
    if (next.column >= line_limit(excerpt, at.line))
        return 1;
    char first = char_at(excerpt, at), second = char_at(excerpt, next);
    if (first == second && strchr("*/<>", first) != NULL)
        return 2;
    return second == '(' && encloses_operand(excerpt, next) ? 2 : 1;
}

static void find_anchors(Excerpt *excerpt)
{
    const CodePlace *place = excerpt->place;
    if (place->anchor == PLACE_ANCHOR_NONE || place->anchor_line < place->line || place->anchor_line > place->end_line)
        return;
    Point at = {place->anchor_line - place->line, 0};
    at.column = cut_column(excerpt, place->anchor_column, at.line);
    char wanted = place->anchor == PLACE_ANCHOR_SUBSCRIPT ? '[' : place->anchor == PLACE_ANCHOR_CALL ? '(' : 0;
    if (!skip_to_operator(excerpt, &at, wanted))
        return;
    excerpt->anchored = true;
    excerpt->left = at;
    if (wanted == 0)
        excerpt->right = (Point){at.line, at.column + operator_width(excerpt, at)};
    else
        excerpt->right = (Point){excerpt->count - 1, excerpt->end};
}

/* Carets. ------------------------------------------------------------------------------ */

static size_t name_size(const char *text, size_t size)
{
    size_t used = 0;
    while (used < size && ((text[used] & 0x80) || text[used] == '_' || (text[used] >= '0' && text[used] <= '9') ||
                           ((text[used] | 32) >= 'a' && (text[used] | 32) <= 'z')))
        used++;
    return used;
}

/* Moves over blanks and opening parentheses, up to limit. */
static size_t skip_opening(Line line, size_t at, size_t limit)
{
    while (at < limit && (is_blank(line.text[at]) || line.text[at] == '('))
        at++;
    return at;
}

/* Nothing of the statement follows the span but closing parentheses. */
static bool ends_statement(const Excerpt *excerpt)
{
    Line last = excerpt->lines[excerpt->count - 1];
    size_t at = excerpt->end;
    while (at < last.size && (is_blank(last.text[at]) || last.text[at] == ')'))
        at++;
    return at == last.size || last.text[at] == '#' || last.text[at] == ';';
}

/* `return f(...)` or `x = f(...)` that is the whole statement: carets below all of
 * it would say nothing. */
static bool is_whole_call(const Excerpt *excerpt)
{
    const CodePlace *place = excerpt->place;
    Line first = excerpt->lines[0];
    if (place->anchor != PLACE_ANCHOR_CALL || place->anchor_line != place->line)
        return false;
    size_t function = skip_opening(first, excerpt->start, first.size);
    size_t size = name_size(first.text + function, first.size - function);
    if (size == 0 || function + size != cut_column(excerpt, place->anchor_column, 0) || !ends_statement(excerpt))
        return false;
    size_t word = name_size(first.text, excerpt->start), at = word;
    if (word == 6 && memcmp(first.text, "return", 6) == 0 && skip_opening(first, word, excerpt->start) == excerpt->start)
        return true;
    while (at < excerpt->start && is_blank(first.text[at]))
        at++;
    return word > 0 && at < excerpt->start && first.text[at] == '=' &&
           skip_opening(first, at + 1, excerpt->start) == excerpt->start;
}

static bool shows_carets(const Excerpt *excerpt)
{
    Line first = excerpt->lines[0], last = excerpt->lines[excerpt->count - 1];
    if (is_whole_call(excerpt))
        return false;
    if (excerpt->anchored || leading_blanks((Line){first.text, excerpt->start}) < excerpt->start)
        return true;
    Line rest = {last.text + excerpt->end, last.size - excerpt->end};
    return leading_blanks(rest) < rest.size;
}

/* Display columns of the first `size` bytes: wide characters take two. */
static size_t display_width(Line line, size_t size)
{
    size_t width = 0;
    const char *at = line.text, *end = line.text + size;
    while (at < end)
        width += utf8proc_charwidth((utf8proc_int32_t)utf8_read(&at)) == 2 ? 2 : 1;
    return width;
}

/* Is a display column of a line within the stretch between the anchors? */
static bool within_anchors(const Excerpt *excerpt, size_t line, size_t column)
{
    if (!excerpt->anchored || line < excerpt->left.line || line > excerpt->right.line)
        return false;
    const Line *lines = excerpt->lines;
    if (line == excerpt->left.line && column < display_width(lines[line], excerpt->left.column))
        return false;
    return line != excerpt->right.line || column < display_width(lines[line], excerpt->right.column);
}

static void add_line(Vm *vm, StrBuilder *builder, const Excerpt *excerpt, size_t index)
{
    Line line = excerpt->lines[index];
    builder_add(vm, builder, line.text, line.size);
    builder_add(vm, builder, "\n", 1);
    if (!excerpt->carets)
        return;
    bool last = index + 1 == excerpt->count;
    size_t blanks = leading_blanks(line), width = display_width(line, last ? excerpt->end : line.size);
    size_t start = index == 0 ? display_width(line, excerpt->start) : 0;
    for (size_t column = 0; column < width; column++) {
        if (column < blanks || column < start)
            builder_add(vm, builder, " ", 1);
        else
            builder_add(vm, builder, excerpt->anchored && !within_anchors(excerpt, index, column) ? "~" : "^", 1);
    }
    builder_add(vm, builder, "\n", 1);
}

/* The first and last line, and those next to an anchor. */
static bool is_significant(const Excerpt *excerpt, size_t line)
{
    if (line == 0 || line + 1 == excerpt->count)
        return true;
    return excerpt->anchored && ((line + 1 >= excerpt->left.line && line <= excerpt->left.line + 1) ||
                                 (line + 1 >= excerpt->right.line && line <= excerpt->right.line + 1));
}

static void add_lines(Vm *vm, StrBuilder *builder, const Excerpt *excerpt)
{
    size_t previous = 0;
    for (size_t i = 0; i < excerpt->count; i++) {
        if (!is_significant(excerpt, i))
            continue;
        if (i - previous == 2)
            add_line(vm, builder, excerpt, i - 1);
        else if (i - previous > 2)
            builder_add_format(vm, builder, "...<%zu lines>...\n", i - previous - 1);
        add_line(vm, builder, excerpt, i);
        previous = i;
    }
}

/* Adds a finished block, its common indentation replaced by four blanks. */
static void add_block(Vm *vm, StrBuilder *builder, const StrBuilder *block)
{
    const char *end = block->bytes + block->size;
    size_t indent = SIZE_MAX;
    for (const char *at = block->bytes; at != NULL && at < end;) {
        Line line = next_line(&at, end);
        if (line.size > 0)
            indent = size_min(indent, leading_blanks(line));
    }
    for (const char *at = block->bytes; at != NULL && at < end;) {
        Line line = next_line(&at, end);
        size_t cut = size_min(indent, line.size);
        builder_add(vm, builder, "    ", 4);
        builder_add(vm, builder, line.text + cut, line.size - cut);
        builder_add(vm, builder, "\n", 1);
    }
}

static void add_excerpt(Vm *vm, StrBuilder *builder, Excerpt *excerpt)
{
    const CodePlace *place = excerpt->place;
    if (!load_lines(vm, excerpt))
        return;
    StrBuilder block = {0};
    dedent_lines(excerpt);
    if (place->has_columns) {
        excerpt->start = cut_column(excerpt, place->column, 0);
        excerpt->end = cut_column(excerpt, place->end_column, excerpt->count - 1);
        find_anchors(excerpt);
        excerpt->carets = shows_carets(excerpt);
        add_lines(vm, &block, excerpt);
    } else {
        add_line(vm, &block, excerpt, 0);
    }
    if (block.failed)
        builder->failed = true;
    else
        add_block(vm, builder, &block);
    builder_discard(vm, &block);
}

void traceback_add_place(Vm *vm, StrBuilder *builder, const CodePlace *place)
{
    builder_add_format(vm, builder, "  File \"%V\", line %u, in %V\n", place->filename, (unsigned)place->line, place->name);
    size_t count = place->has_columns && place->end_line > place->line ? place->end_line - place->line + 1 : 1;
    Line *lines = vm_alloc(vm, count * sizeof *lines);
    if (lines == NULL) {
        builder->failed = true;
        return;
    }
    Excerpt excerpt = {.place = place, .lines = lines, .count = count};
    add_excerpt(vm, builder, &excerpt);
    vm_free(vm, lines, count * sizeof *lines);
}
