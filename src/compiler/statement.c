/* Statements: which file makes which, and the simple ones. */
#include "compiler/generate.h"

#include "object/state.h"

/* `if x: continue` and the like jump straight when nothing is to be left on the way. */
static Label *direct_exit(Unit *unit, const IfNode *node)
{
    const Block *block = unit->block;
    if (node->body.count != 1 || node->orelse.count || !block || block->kind != BLOCK_LOOP)
        return NULL;
    switch (node->body.items[0]->kind) {
    case AST_Continue: return block->continue_label;
    case AST_Break: return block->state_count ? NULL : block->break_label;
    default: return NULL;
    }
}

static void if_statement(Unit *unit, IfNode *node)
{
    Label *direct = direct_exit(unit, node);
    if (direct) {
        compile_jump(unit, node->test, direct, true);
        return;
    }
    int truth = constant_truth(unit, node->test);
    if (truth >= 0) {
        if (truth)
            compile_statements(unit, node->body);
        else
            compile_unreachable(unit, node->body);
        if (truth)
            compile_unreachable(unit, node->orelse);
        else
            compile_statements(unit, node->orelse);
        return;
    }
    Label otherwise = {0}, end = {0};
    compile_jump(unit, node->test, &otherwise, false);
    compile_statements(unit, node->body);
    if (node->orelse.count)
        emit_jump(unit, &node->node, OP_JUMP, 0, 0, 0, 0, &end);
    label_place(unit, &otherwise);
    compile_statements(unit, node->orelse);
    label_place(unit, &end);
}

static void raise_statement(Unit *unit, RaiseNode *node)
{
    uint32_t mark = unit->top;
    if (!node->exc) {
        emit(unit, &node->node, OP_RAISE_CURRENT, 0, 0, 0, 0);
        return;
    }
    Operand exception = expr_operand(unit, node->exc);
    if (node->cause) {
        exception = operand_keep(unit, exception, node->exc, node->cause);
        Operand cause = expr_operand(unit, node->cause);
        emit(unit, &node->node, OP_RAISE_FROM, take_a(exception) | take_b(cause), exception.reg, cause.reg, 0);
    } else {
        emit(unit, &node->node, OP_RAISE, take_a(exception), exception.reg, 0, 0);
    }
    temp_pop(unit, mark);
}

static void assert_statement(Unit *unit, AssertNode *node)
{
    Label fine = {0};
    compile_jump(unit, node->test, &fine, true);
    uint32_t mark = unit->top;
    uint16_t window = temp_push(unit);
    emit(unit, node->test, OP_LOAD_ASSERTION_ERROR, 0, window, 0, 0);
    if (node->msg) {
        temp_push_many(unit, CALL_WINDOW_ARGUMENTS - 1);
        expr_push(unit, node->msg);
        emit(unit, node->test, OP_CALL, 0, window, 1, window);
    }
    emit(unit, node->test, OP_RAISE, FLAG_RA, window, 0, 0);
    temp_pop(unit, mark);
    label_place(unit, &fine);
}

static void expression_statement(Unit *unit, ExprNode *node)
{
    uint32_t mark = unit->top;
    if (!unit->compiler->options->print_expressions || unit->scope->kind != SCOPE_MODULE) {
        expr_effect(unit, node->value);
        return;
    }
    Operand value = expr_operand(unit, node->value);
    emit(unit, &node->node, OP_PRINT_EXPRESSION, take_a(value), value.reg, 0, 0);
    temp_pop(unit, mark);
}

static void delete_statement(Unit *unit, DeleteNode *node)
{
    for (int i = 0; i < node->targets.count; i++)
        delete_target(unit, node->targets.items[i]);
}

static void compile_simple(Unit *unit, Node *node)
{
    switch (node->kind) {
    case AST_Expr: expression_statement(unit, AST_CAST(Expr, node)); return;
    case AST_Assign: assign_statement(unit, AST_CAST(Assign, node)); return;
    case AST_AugAssign: augmented_statement(unit, AST_CAST(AugAssign, node)); return;
    case AST_AnnAssign: annotated_statement(unit, AST_CAST(AnnAssign, node)); return;
    case AST_Return: return_statement(unit, AST_CAST(Return, node)); return;
    case AST_Raise: raise_statement(unit, AST_CAST(Raise, node)); return;
    case AST_Assert: assert_statement(unit, AST_CAST(Assert, node)); return;
    case AST_Delete: delete_statement(unit, AST_CAST(Delete, node)); return;
    case AST_Break: loop_exit(unit, node, true); return;
    case AST_Continue: loop_exit(unit, node, false); return;
    case AST_Import: import_statement(unit, AST_CAST(Import, node)); return;
    case AST_ImportFrom: import_from_statement(unit, AST_CAST(ImportFrom, node)); return;
    case AST_Global:
    case AST_Nonlocal:
    case AST_Pass: return;
    default: UNREACHABLE();
    }
}

static void compile_compound(Unit *unit, Node *node)
{
    switch (node->kind) {
    case AST_If: if_statement(unit, AST_CAST(If, node)); return;
    case AST_For: for_statement(unit, AST_CAST(For, node)); return;
    case AST_While: while_statement(unit, AST_CAST(While, node)); return;
    case AST_Try: try_statement(unit, AST_CAST(Try, node)); return;
    case AST_With: with_statement(unit, AST_CAST(With, node)); return;
    case AST_Match: match_statement(unit, AST_CAST(Match, node)); return;
    case AST_FunctionDef: function_statement(unit, AST_CAST(FunctionDef, node)); return;
    case AST_ClassDef: class_statement(unit, AST_CAST(ClassDef, node)); return;
    case AST_TypeAlias: type_alias_statement(unit, AST_CAST(TypeAlias, node)); return;
    default: compile_simple(unit, node); return;
    }
}

void compile_statement(Unit *unit, Node *node)
{
    if (unit->compiler->failed)
        return;
    if (!stack_guard(unit->compiler->vm)) {
        unit->compiler->failed = true;
        return;
    }
    uint32_t mark = unit->top;
    compile_compound(unit, node);
    temp_pop(unit, mark);
}

void compile_statements(Unit *unit, NodeList body)
{
    for (int i = 0; i < body.count; i++)
        compile_statement(unit, body.items[i]);
}
