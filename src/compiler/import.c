/* import, from ... import, and the __future__. */
#include "compiler/generate.h"

static uint16_t imported_names(Unit *unit, NodeList names)
{
    AstText *items = arena_alloc(unit->compiler->arena, (size_t)names.count * sizeof *items);
    if (!items) {
        unit->compiler->failed = true;
        return 0;
    }
    for (int i = 0; i < names.count; i++)
        items[i] = AST_CAST(alias, names.items[i])->name;
    return constant_names(unit, (AstTextList){items, names.count});
}

/* import a.b.c as m binds c, found step by step from a. */
static void import_as(Unit *unit, const Node *node, aliasNode *alias, uint16_t module)
{
    const char *at = memchr(alias->name.bytes, '.', alias->name.size);
    const char *end = alias->name.bytes + alias->name.size;
    while (at) {
        const char *start = at + 1;
        at = memchr(start, '.', (size_t)(end - start));
        AstText part = {start, (uint32_t)((at ? at : end) - start)};
        uint16_t next = temp_push(unit);
        emit(unit, node, OP_IMPORT_FROM, 0, next, module, constant_name(unit, part));
        emit(unit, node, OP_RELEASE, 0, module, 0, 0);
        module = next;
    }
    name_store(unit, node, alias->asname, (Operand){module, true});
}

void import_statement(Unit *unit, ImportNode *node)
{
    for (int i = 0; i < node->names.count; i++) {
        aliasNode *alias = AST_CAST(alias, node->names.items[i]);
        uint32_t mark = unit->top;
        uint16_t module = temp_push(unit);
        emit_extra(unit, &node->node, OP_IMPORT_NAME, 0, module, constant_name(unit, alias->name),
                   constant_take(unit, VALUE_NONE), 0, 0);
        if (alias->asname.bytes) {
            import_as(unit, &node->node, alias, module);
        } else {
            AstText name = alias->name;
            const char *dot = memchr(name.bytes, '.', name.size);
            if (dot)
                name.size = (uint32_t)(dot - name.bytes);
            name_store(unit, &node->node, name, (Operand){module, true});
        }
        temp_pop(unit, mark);
    }
}

/* ---- from ... import ---- */

static bool is_future(const ImportFromNode *node)
{
    return node->level == 0 && text_is(node->module, "__future__");
}

static bool future_is_known(AstText name)
{
    static const char *const features[] = {"nested_scopes", "generators", "division", "absolute_import", "with_statement",
                                           "print_function", "unicode_literals", "barry_as_FLUFL", "generator_stop",
                                           "annotations"};
    for (size_t i = 0; i < ARRAY_LENGTH(features); i++)
        if (text_is(name, features[i]))
            return true;
    return false;
}

/* CPython knows only where the statement begins. */
static void future_error(Compiler *compiler, const ImportFromNode *node, const char *format, AstText name)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    compile_error(compiler, node->node.span, format, name.bytes);
#pragma GCC diagnostic pop
    compiler->diagnostic->has_end = false;
}

static void future_import(Compiler *compiler, const ImportFromNode *node)
{
    for (int i = 0; i < node->names.count; i++) {
        AstText name = AST_CAST(alias, node->names.items[i])->name;
        if (text_is(name, "braces"))
            future_error(compiler, node, "not a chance%.0s", name);
        else if (!future_is_known(name))
            future_error(compiler, node, "future feature %.100s is not defined", name);
        if (text_is(name, "annotations"))
            compiler->future_annotations = true;
    }
}

bool future_scan(Compiler *compiler, NodeList body)
{
    int i = docstring_find(body) ? 1 : 0;
    for (; i < body.count && body.items[i]->kind == AST_ImportFrom; i++) {
        const ImportFromNode *node = AST_CAST(ImportFrom, body.items[i]);
        if (!is_future(node))
            break;
        future_import(compiler, node);
    }
    compiler->future_end = i;
    return !compiler->failed;
}

static void check_future(Unit *unit, const ImportFromNode *node)
{
    if (!is_future(node))
        return;
    const Node *tree = unit->compiler->module->node;
    if (tree->kind == AST_Module && unit->scope->kind == SCOPE_MODULE)
        for (int i = 0; i < unit->compiler->future_end; i++)
            if (((const ModuleNode *)tree)->body.items[i] == &node->node)
                return;
    compile_error(unit->compiler, node->node.span, "from __future__ imports must occur at the beginning of the file");
}

void import_from_statement(Unit *unit, ImportFromNode *node)
{
    const Node *place = &node->node;
    check_future(unit, node);
    /* All features but annotations are the language as it is. */
    if (is_future(node))
        return;
    uint16_t module = temp_push(unit);
    AstText name = node->module.bytes ? node->module : text_from_c("");
    emit_extra(unit, place, OP_IMPORT_NAME, 0, module, constant_name(unit, name),
               imported_names(unit, node->names), (uint32_t)node->level, 0);
    if (node->names.count == 1 && text_is(AST_CAST(alias, node->names.items[0])->name, "*")) {
        emit(unit, place, OP_IMPORT_STAR, FLAG_RA, module, 0, 0);
        return;
    }
    for (int i = 0; i < node->names.count; i++) {
        aliasNode *alias = AST_CAST(alias, node->names.items[i]);
        uint32_t mark = unit->top;
        uint16_t value = temp_push(unit);
        emit(unit, place, OP_IMPORT_FROM, 0, value, module, constant_name(unit, alias->name));
        name_store(unit, place, alias->asname.bytes ? alias->asname : alias->name, (Operand){value, true});
        temp_pop(unit, mark);
    }
    emit(unit, place, OP_RELEASE, 0, module, 0, 0);
}
