/* Arithmetic, `and`, `or`, `not` and conditional expressions. */
#include "compiler/generate.h"

/* The instruction with the right operand inside, or OP_NOP. */
static Opcode immediate_op(AstOperator op)
{
    switch (op) {
    case AST_ADD: return OP_ADD_INT;
    case AST_SUB: return OP_SUB_INT;
    case AST_MULT: return OP_MUL_INT;
    case AST_MOD: return OP_MOD_INT;
    case AST_LSHIFT: return OP_LSHIFT_INT;
    case AST_RSHIFT: return OP_RSHIFT_INT;
    case AST_BITAND: return OP_AND_INT;
    case AST_FLOORDIV: return OP_FLOORDIV_INT;
    default: return OP_NOP;
    }
}

void binary_with_left(Unit *unit, const Node *node, AstOperator op, bool in_place, Operand left, Node *right, uint16_t reg)
{
    unsigned flags = take_b(left) | (in_place ? FLAG_INPLACE : 0);
    int16_t number;
    if (immediate_op(op) != OP_NOP && constant_small_int(unit, right, &number)) {
        emit(unit, node, immediate_op(op), flags, reg, left.reg, (uint16_t)number);
        return;
    }
    Operand operand = expr_operand(unit, right);
    emit(unit, node, (Opcode)(OP_ADD + op), flags | take_c(operand), reg, left.reg, operand.reg);
}

void binary_to(Unit *unit, BinOpNode *node, uint16_t reg)
{
    uint32_t mark = unit->top;
    Operand left = expr_operand_in(unit, node->left, reg);
    left = operand_keep(unit, left, node->left, node->right);
    binary_with_left(unit, &node->node, (AstOperator)node->op, false, left, node->right, reg);
    temp_pop(unit, mark);
}

static bool negate_comparison(Unit *unit, UnaryOpNode *node, uint16_t reg)
{
    if (node->operand->kind != AST_Compare)
        return false;
    CompareNode *compare = AST_CAST(Compare, node->operand);
    uint8_t op = compare->ops.items[0];
    if (compare->ops.count != 1 || op < AST_IS)
        return false;
    /* IS and IS_NOT, IN and NOT_IN are pairs. */
    uint8_t opposite = (uint8_t)(((op - AST_IS) ^ 1) + AST_IS);
    CompareNode negated = *compare;
    negated.ops.items = &opposite;
    compare_to(unit, &negated, reg);
    return true;
}

void unary_to(Unit *unit, UnaryOpNode *node, uint16_t reg)
{
    static const uint8_t opcodes[] = {OP_INVERT, OP_NOT, OP_POS, OP_NEG};
    if (node->op == AST_NOT && negate_comparison(unit, node, reg))
        return;
    uint32_t mark = unit->top;
    Operand operand = expr_operand_in(unit, node->operand, reg);
    emit(unit, &node->node, opcodes[node->op], take_b(operand), reg, operand.reg, 0);
    temp_pop(unit, mark);
}

void bool_to(Unit *unit, BoolOpNode *node, uint16_t reg)
{
    Opcode op = node->op == AST_AND ? OP_JUMP_UNLESS_KEEP : OP_JUMP_IF_KEEP;
    uint32_t mark = unit->top;
    uint16_t work = begin_work(unit, reg);
    Label end = {0};
    int last = node->values.count - 1;
    for (int i = 0; i < last; i++) {
        expr_to(unit, node->values.items[i], work);
        emit_jump(unit, &node->node, op, 0, work, 0, 0, &end);
    }
    expr_to(unit, node->values.items[last], work);
    label_place(unit, &end);
    finish_work(unit, &node->node, work, reg);
    temp_pop(unit, mark);
}

void conditional_to(Unit *unit, IfExpNode *node, uint16_t reg)
{
    Label otherwise = {0}, end = {0};
    compile_jump(unit, node->test, &otherwise, false);
    expr_to(unit, node->body, reg);
    emit_jump(unit, &node->node, OP_JUMP, 0, 0, 0, 0, &end);
    label_place(unit, &otherwise);
    expr_to(unit, node->orelse, reg);
    label_place(unit, &end);
}

/* ---- conditions ---- */

static void bool_jump(Unit *unit, BoolOpNode *node, Label *label, bool sense)
{
    /* What decides early: false for `and`, true for `or`. */
    bool deciding = node->op == AST_OR;
    Label skip = {0};
    int last = node->values.count - 1;
    for (int i = 0; i < last; i++)
        compile_jump(unit, node->values.items[i], deciding == sense ? label : &skip, deciding);
    compile_jump(unit, node->values.items[last], label, sense);
    label_place(unit, &skip);
}

void compile_jump(Unit *unit, Node *test, Label *label, bool sense)
{
    if (unit->compiler->failed)
        return;
    if (!stack_guard(unit->compiler->vm)) {
        unit->compiler->failed = true;
        return;
    }
    int truth = constant_truth(unit, test);
    if (truth >= 0) {
        if (truth == sense)
            emit_jump(unit, test, OP_JUMP, 0, 0, 0, 0, label);
        return;
    }
    if (test->kind == AST_UnaryOp && AST_CAST(UnaryOp, test)->op == AST_NOT) {
        compile_jump(unit, AST_CAST(UnaryOp, test)->operand, label, !sense);
    } else if (test->kind == AST_BoolOp) {
        bool_jump(unit, AST_CAST(BoolOp, test), label, sense);
    } else if (test->kind == AST_Compare) {
        compare_jump(unit, AST_CAST(Compare, test), label, sense);
    } else {
        uint32_t mark = unit->top;
        Operand operand = expr_operand(unit, test);
        emit_jump(unit, test, sense ? OP_JUMP_IF : OP_JUMP_UNLESS, take_a(operand), operand.reg, 0, 0, label);
        temp_pop(unit, mark);
    }
}
