/* ast_dump: the tree in the words of Python's ast.dump(indent=1).
 *
 * Empty lists and absent fields are left out, as there; names of fields and
 * nodes that the table merges (is_async, is_star) are written as the ast module
 * has them.  The recursion is as deep as the tree: AST_MAX_DEPTH. */
#include "syntax/identifier.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *bytes;
    size_t size, capacity;
    bool failed;
    bool positions;
    int level;  /* of indentation */
    int fields; /* written in the node at hand */
    bool open;  /* the node at hand is written over several lines */
} Dump;

/* ---- the buffer ---- */

static void put_bytes(Dump *dump, const char *bytes, size_t size)
{
    if (dump->size + size + 1 > dump->capacity) {
        size_t capacity = (dump->size + size + 64) * 2;
        char *bigger = dump->failed ? NULL : realloc(dump->bytes, capacity);
        if (!bigger) {
            dump->failed = true;
            return;
        }
        dump->bytes = bigger;
        dump->capacity = capacity;
    }
    memcpy(dump->bytes + dump->size, bytes, size);
    dump->size += size;
    dump->bytes[dump->size] = 0;
}

static void put(Dump *dump, const char *text)
{
    put_bytes(dump, text, strlen(text));
}

static void putf(Dump *dump, const char *format, ...) PRINTF_LIKE(2, 3);
static void putf(Dump *dump, const char *format, ...)
{
    char text[128];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    put(dump, text);
}

static void put_line(Dump *dump)
{
    put(dump, "\n");
    for (int i = 0; i < dump->level; i++)
        put(dump, " ");
}

/* ---- constants ---- */

static void put_byte(Dump *dump, unsigned char c, char quote)
{
    if (c == (unsigned char)quote || c == '\\')
        putf(dump, "\\%c", c);
    else if (c == '\n' || c == '\r' || c == '\t')
        putf(dump, "\\%c", c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
    else if (c < 0x20 || c >= 0x7f)
        putf(dump, "\\x%02x", c);
    else
        put_bytes(dump, (char *)&c, 1);
}

/* Decodes one character; lone surrogates stand as three bytes. */
static uint32_t next_code(const char **at)
{
    const unsigned char *bytes = (const unsigned char *)*at;
    if (bytes[0] == 0xED && bytes[1] >= 0xA0) {
        *at += 3;
        return 0xD000u | (uint32_t)(bytes[1] & 0x3F) << 6 | (bytes[2] & 0x3F);
    }
    return identifier_decode(at);
}

static void put_text(Dump *dump, AstText text, bool bytes)
{
    bool apostrophe = memchr(text.bytes, '\'', text.size), quotes = memchr(text.bytes, '"', text.size);
    char quote = apostrophe && !quotes ? '"' : '\'';
    put(dump, bytes ? "b" : "");
    put_bytes(dump, &quote, 1);
    for (const char *at = text.bytes, *end = at + text.size; at < end;) {
        if (bytes || (unsigned char)*at < 0x80) {
            put_byte(dump, (unsigned char)*at++, quote);
            continue;
        }
        const char *start = at;
        uint32_t code = next_code(&at);
        bool surrogate = code >= 0xD800 && code < 0xE000;
        if (!surrogate && identifier_is_printable(code))
            put_bytes(dump, start, (size_t)(at - start));
        else if (code < 0x100)
            putf(dump, "\\x%02x", code);
        else
            putf(dump, code < 0x10000 ? "\\u%04x" : "\\U%08x", code);
    }
    put_bytes(dump, &quote, 1);
}

/* The shortest digits that read back equal, laid out as repr() does. */
static void put_real(Dump *dump, double real, bool imaginary)
{
    char digits[40];
    if (isinf(real)) {
        put(dump, "inf");
        return;
    }
    int precision = 0;
    do
        snprintf(digits, sizeof digits, "%.*e", precision, real);
    while (strtod(digits, NULL) != real && ++precision < 18);
    int exponent = atoi(strchr(digits, 'e') + 1);
    if (exponent < -4 || exponent >= 16) {
        char *e = strchr(digits, 'e');
        *e = 0;
        putf(dump, "%se%+03d", digits, exponent);
    } else {
        int decimals = precision - exponent > 0 ? precision - exponent : 0;
        snprintf(digits, sizeof digits, "%.*f", decimals, real);
        put(dump, digits);
        if (!decimals && !imaginary)
            put(dump, ".0");
    }
}

/* Adds value * base^n digit by digit in base 10^9: slow, and only for tests. */
static void put_integer(Dump *dump, AstText text)
{
    unsigned base = 10;
    const char *digit = text.bytes;
    if (text.size > 1 && digit[0] == '0') {
        char marker = (char)(digit[1] | 0x20);
        base = marker == 'x' ? 16 : marker == 'o' ? 8 : marker == 'b' ? 2 : 10;
        digit += base == 10 ? 0 : 2;
    }
    size_t count = 1;
    uint32_t *parts = calloc(text.size / 7 + 2, sizeof *parts);
    if (!parts) {
        dump->failed = true;
        return;
    }
    for (; *digit; digit++) {
        uint64_t carry = (uint64_t)(*digit <= '9' ? *digit - '0' : (*digit | 0x20) - 'a' + 10);
        for (size_t i = 0; i < count; i++) {
            carry += (uint64_t)parts[i] * base;
            parts[i] = (uint32_t)(carry % 1000000000);
            carry /= 1000000000;
        }
        if (carry)
            parts[count++] = (uint32_t)carry;
    }
    putf(dump, "%u", parts[count - 1]);
    for (size_t i = count - 1; i-- > 0;)
        putf(dump, "%09u", parts[i]);
    free(parts);
}

static void put_constant(Dump *dump, const ConstantNode *node)
{
    switch ((AstConstant)node->type) {
    case AST_CONST_NONE: put(dump, "None"); return;
    case AST_CONST_TRUE: put(dump, "True"); return;
    case AST_CONST_FALSE: put(dump, "False"); return;
    case AST_CONST_ELLIPSIS: put(dump, "Ellipsis"); return;
    case AST_CONST_INT: put_integer(dump, node->text); return;
    case AST_CONST_FLOAT: put_real(dump, node->real, false); return;
    case AST_CONST_IMAGINARY: put_real(dump, node->real, true); put(dump, "j"); return;
    case AST_CONST_STR: put_text(dump, node->text, false); return;
    case AST_CONST_BYTES: put_text(dump, node->text, true); return;
    }
}

/* ---- nodes ---- */

static bool is_hidden(const Node *node, const char *name)
{
    return strcmp(name, "is_star") == 0 || (strcmp(name, "is_async") == 0 && node->kind != AST_comprehension);
}

/* What ast.dump decides the layout by. */
typedef struct {
    int shown;   /* fields that are written */
    bool nested; /* one of them is a list or a node that has fields itself */
} Shape;

static Shape shape_of(const Node *node, bool deep);

static void shape_add(Shape *shape, bool shown, bool nested)
{
    shape->shown += shown;
    shape->nested |= shown && nested;
}

#define NODE(name) shape_add(&shape, this->name != NULL, this->name && deep && shape_of(this->name, false).shown > 0);
#define OPT(name) NODE(name)
#define LIST(name) shape_add(&shape, this->name.count > 0, true);
#define IDENT(name) shape_add(&shape, this->name.bytes != NULL, false);
#define OPTID(name) IDENT(name)
#define IDS(name) shape_add(&shape, this->name.count > 0, true);
#define OPS(name) shape_add(&shape, true, true);
#define NUM(name) shape_add(&shape, !is_hidden(node, #name), false);
#define REAL(name)

static Shape shape_of(const Node *node, bool deep)
{
    Shape shape = {0};
    if (node->kind == AST_Constant)
        return (Shape){2, false};
    switch (node->kind) {
#define AST_NODE(Kind, class, fields)                          \
    case AST_##Kind: {                                         \
        const Kind##Node *this = (const Kind##Node *)node;     \
        (void)this;                                            \
        fields                                                 \
        break;                                                 \
    }
#include "syntax/ast.def"
#undef AST_NODE
    default:
        UNREACHABLE();
    }
    return shape;
}

#undef NODE
#undef OPT
#undef LIST
#undef IDENT
#undef OPTID
#undef IDS
#undef OPS
#undef NUM
#undef REAL

static bool has_position(AstKind kind)
{
    return kind != AST_Module && kind != AST_Expression && kind != AST_arguments && kind != AST_withitem &&
           kind != AST_match_case && kind != AST_comprehension;
}

static bool is_one_line(const Dump *dump, const Node *node)
{
    Shape shape = shape_of(node, true);
    return !shape.nested && shape.shown <= 3 && !(dump->positions && has_position(node->kind));
}

static void put_node(Dump *dump, const Node *node);

static void begin_field(Dump *dump, const char *name)
{
    if (dump->fields++)
        put(dump, dump->open ? "," : ", ");
    if (dump->open)
        put_line(dump);
    putf(dump, "%s=", name);
}

static void field_node(Dump *dump, const char *name, const Node *node)
{
    if (!node)
        return;
    begin_field(dump, name);
    put_node(dump, node);
}

static void field_list(Dump *dump, const char *name, NodeList list)
{
    if (!list.count)
        return;
    begin_field(dump, strcmp(name, "decorators") == 0 ? "decorator_list" : name);
    put(dump, "[");
    dump->level++;
    for (int i = 0; i < list.count; i++) {
        put(dump, i ? "," : "");
        put_line(dump);
        if (list.items[i])
            put_node(dump, list.items[i]);
        else
            put(dump, "None");
    }
    dump->level--;
    put(dump, "]");
}

static void field_text(Dump *dump, const char *name, AstText text)
{
    if (!text.bytes)
        return;
    begin_field(dump, name);
    put_text(dump, text, false);
}

static void field_texts(Dump *dump, const char *name, AstTextList list)
{
    if (!list.count)
        return;
    begin_field(dump, name);
    put(dump, "[");
    dump->level++;
    for (int i = 0; i < list.count; i++) {
        put(dump, i ? "," : "");
        put_line(dump);
        put_text(dump, list.items[i], false);
    }
    dump->level--;
    put(dump, "]");
}

static void field_ops(Dump *dump, const char *name, AstOps ops)
{
    static const char *const names[] = {"Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn"};
    begin_field(dump, name);
    put(dump, "[");
    dump->level++;
    for (int i = 0; i < ops.count; i++) {
        put(dump, i ? "," : "");
        put_line(dump);
        putf(dump, "%s()", names[ops.items[i]]);
    }
    dump->level--;
    put(dump, "]");
}

static const char *operator_name(AstKind kind, int op)
{
    static const char *const binary[] = {"Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift", "RShift",
                                         "BitOr", "BitXor", "BitAnd", "FloorDiv"};
    static const char *const unary[] = {"Invert", "Not", "UAdd", "USub"};
    static const char *const logical[] = {"And", "Or"};
    return kind == AST_BoolOp ? logical[op] : kind == AST_UnaryOp ? unary[op] : binary[op];
}

static void field_number(Dump *dump, const Node *node, const char *name, int number)
{
    static const char *const contexts[] = {"Load", "Store", "Del"};
    static const char *const singletons[] = {"None", "True", "False"};
    if (is_hidden(node, name))
        return;
    begin_field(dump, node->kind == AST_MatchSingleton ? "value" : name);
    if (strcmp(name, "op") == 0)
        putf(dump, "%s()", operator_name(node->kind, number));
    else if (strcmp(name, "ctx") == 0)
        putf(dump, "%s()", contexts[number]);
    else if (node->kind == AST_MatchSingleton)
        put(dump, singletons[number]);
    else
        putf(dump, "%d", number);
}

static const char *shown_name(const Node *node)
{
    switch (node->kind) {
    case AST_FunctionDef: return ((const FunctionDefNode *)node)->is_async ? "AsyncFunctionDef" : "FunctionDef";
    case AST_For: return ((const ForNode *)node)->is_async ? "AsyncFor" : "For";
    case AST_With: return ((const WithNode *)node)->is_async ? "AsyncWith" : "With";
    case AST_Try: return ((const TryNode *)node)->is_star ? "TryStar" : "Try";
    default: return ast_kind_name(node->kind);
    }
}

#define NODE(name) field_node(dump, #name, this->name);
#define OPT(name) field_node(dump, #name, this->name);
#define LIST(name) field_list(dump, #name, this->name);
#define IDENT(name) field_text(dump, #name, this->name);
#define OPTID(name) field_text(dump, #name, this->name);
#define IDS(name) field_texts(dump, #name, this->name);
#define OPS(name) field_ops(dump, #name, this->name);
#define NUM(name) field_number(dump, node, #name, this->name);
#define REAL(name)

static void put_fields(Dump *dump, const Node *node)
{
    if (node->kind == AST_Constant) {
        begin_field(dump, "value");
        put_constant(dump, (const ConstantNode *)node);
        if (((const ConstantNode *)node)->is_unicode) {
            begin_field(dump, "kind");
            put(dump, "'u'");
        }
        return;
    }
    switch (node->kind) {
#define AST_NODE(Kind, class, fields)                          \
    case AST_##Kind: {                                         \
        const Kind##Node *this = (const Kind##Node *)node;     \
        (void)this;                                            \
        fields                                                 \
        break;                                                 \
    }
#include "syntax/ast.def"
#undef AST_NODE
    default:
        UNREACHABLE();
    }
}

static void put_node(Dump *dump, const Node *node)
{
    int outer_fields = dump->fields;
    bool outer_open = dump->open;
    dump->fields = 0;
    dump->open = !is_one_line(dump, node);
    dump->level++;
    putf(dump, "%s(", shown_name(node));
    put_fields(dump, node);
    if (dump->positions && has_position(node->kind)) {
        begin_field(dump, "lineno");
        putf(dump, "%u", node->span.line);
        begin_field(dump, "col_offset");
        putf(dump, "%u", node->span.column);
        begin_field(dump, "end_lineno");
        putf(dump, "%u", node->span.end_line);
        begin_field(dump, "end_col_offset");
        putf(dump, "%u", node->span.end_column);
    }
    put(dump, ")");
    dump->level--;
    dump->fields = outer_fields;
    dump->open = outer_open;
}

static char *dump_tree(const Node *node, bool positions)
{
    Dump dump = {.positions = positions};
    put_node(&dump, node);
    if (!dump.failed)
        return dump.bytes;
    free(dump.bytes);
    return NULL;
}

char *ast_dump(const Node *node)
{
    return dump_tree(node, false);
}

char *ast_dump_positions(const Node *node)
{
    return dump_tree(node, true);
}
