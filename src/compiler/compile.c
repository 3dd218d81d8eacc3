/* compile_tree: scopes, then the module's code and all codes within. */
#include "compiler/compile.h"

#include "compiler/generate.h"
#include "object/raise.h"
#include "object/str.h"

static void module_docstring(Unit *unit, NodeList *body)
{
    const ConstantNode *doc = docstring_find(*body);
    if (!doc || unit->compiler->options->print_expressions)
        return;
    uint32_t mark = unit->top;
    uint16_t reg = temp_push(unit);
    const Node *node = body->items[0];
    load_constant(unit, node, docstring_clean(unit->compiler->vm, doc->text), reg);
    uint16_t name = constant_c(unit, "__doc__");
    emit(unit, node, unit->scope->uses_namespace ? OP_STORE_NAME : OP_STORE_GLOBAL, FLAG_RA, reg, name, 0);
    temp_pop(unit, mark);
    body->items++;
    body->count--;
}

static Value module_code(Compiler *compiler, Node *tree)
{
    Unit unit;
    if (unit_begin(&unit, compiler, NULL, compiler->module, text_from_c("<module>"))) {
        unit.first_line = 1;
        make_cells(&unit, tree);
        if (tree->kind == AST_Expression) {
            uint16_t value = expr_push(&unit, AST_CAST(Expression, tree)->body);
            emit(&unit, AST_CAST(Expression, tree)->body, OP_RETURN, 0, value, 0, 0);
        } else {
            NodeList body = AST_CAST(Module, tree)->body;
            const Node *last = body.count ? body.items[body.count - 1] : tree;
            setup_annotations(&unit, tree, body);
            module_docstring(&unit, &body);
            compile_statements(&unit, body);
            emit(&unit, last, OP_RETURN_CONST, 0, 0, constant_take(&unit, VALUE_NONE), 0);
        }
    }
    return unit_finish(&unit);
}

Value compile_tree(Vm *vm, Node *tree, const CompileOptions *options, Diagnostic *diagnostic)
{
    Arena arena = {0};
    Compiler compiler = {.vm = vm, .arena = &arena, .diagnostic = diagnostic, .options = options};
    Value code = VALUE_ERROR;
    bool scanned = tree->kind != AST_Module || future_scan(&compiler, AST_CAST(Module, tree)->body);
    if (scanned && scopes_analyse(&compiler, tree))
        code = module_code(&compiler, tree);
    if (value_is_error(code) && !diagnostic->message[0] && !error_pending(vm))
        raise_memory_error(vm);
    arena_free(&arena);
    return code;
}
