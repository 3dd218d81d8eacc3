/* Comparisons, chained ones included, as values and as conditions. */
#include "compiler/generate.h"

#include "object/container.h"

/* `x in [1, 2]`: a constant tuple will do; for a set of constants a frozenset. */
static Operand right_operand(Unit *unit, AstCompare op, Node *node)
{
    Vm *vm = unit->compiler->vm;
    if ((op != AST_IN && op != AST_NOTIN) || (node->kind != AST_List && node->kind != AST_Set))
        return expr_operand(unit, node);
    TupleNode tuple = {.node = *node, .ctx = AST_LOAD};
    tuple.node.kind = AST_Tuple;
    tuple.elts = node->kind == AST_List ? AST_CAST(List, node)->elts : AST_CAST(Set, node)->elts;
    Value value;
    if (!constant_fold(unit, &tuple.node, &value))
        return expr_operand(unit, node);
    if (node->kind == AST_Set) {
        Value set = frozenset_from(vm, value);
        value_drop(vm, value);
        value = set;
    }
    uint16_t reg = temp_push(unit);
    emit(unit, node, OP_BORROW_CONST, 0, reg, constant_take(unit, value), 0);
    return (Operand){reg, false};
}

/* A middle operand is read twice; what follows may rebind it. */
static Operand middle_operand(Unit *unit, Node *node, const Node *next)
{
    return operand_keep(unit, expr_operand(unit, node), node, next);
}

static void emit_compare(Unit *unit, const Node *node, AstCompare op, Operand left, Operand right, uint16_t reg)
{
    emit(unit, node, (Opcode)(OP_EQ + op), take_b(left) | take_c(right), reg, left.reg, right.reg);
}

static void chain_to(Unit *unit, CompareNode *node, uint16_t reg)
{
    uint16_t work = begin_work(unit, reg);
    Label end = {0};
    Operand left = operand_keep(unit, expr_operand(unit, node->left), node->left, node->comparators.items[0]);
    int last = node->ops.count - 1;
    for (int i = 0; i < last; i++) {
        AstCompare op = (AstCompare)node->ops.items[i];
        Operand middle = middle_operand(unit, node->comparators.items[i], node->comparators.items[i + 1]);
        emit_compare(unit, &node->node, op, left, (Operand){middle.reg, false}, work);
        if (middle.owned) {
            Label go_on = {0};
            emit_jump(unit, &node->node, OP_JUMP_IF, 0, work, 0, 0, &go_on);
            operand_release(unit, &node->node, middle);
            emit_jump(unit, &node->node, OP_JUMP, 0, 0, 0, 0, &end);
            label_place(unit, &go_on);
            emit(unit, &node->node, OP_RELEASE, 0, work, 0, 0);
        } else {
            emit_jump(unit, &node->node, OP_JUMP_UNLESS_KEEP, 0, work, 0, 0, &end);
        }
        left = middle;
    }
    Operand right = right_operand(unit, (AstCompare)node->ops.items[last], node->comparators.items[last]);
    emit_compare(unit, &node->node, (AstCompare)node->ops.items[last], left, right, work);
    label_place(unit, &end);
    finish_work(unit, &node->node, work, reg);
}

void compare_to(Unit *unit, CompareNode *node, uint16_t reg)
{
    uint32_t mark = unit->top;
    if (node->ops.count > 1) {
        chain_to(unit, node, reg);
    } else {
        AstCompare op = (AstCompare)node->ops.items[0];
        Operand left = expr_operand_in(unit, node->left, reg);
        left = operand_keep(unit, left, node->left, node->comparators.items[0]);
        Operand right = right_operand(unit, op, node->comparators.items[0]);
        emit_compare(unit, &node->node, op, left, right, reg);
    }
    temp_pop(unit, mark);
}

/* ---- conditions ---- */

static bool is_none(const Node *node)
{
    return node->kind == AST_Constant && ((const ConstantNode *)node)->type == AST_CONST_NONE;
}

/* Jumps when `left op right` is sense; right_node is evaluated here unless right is given. */
static void jump_on(Unit *unit, const Node *node, AstCompare op, Operand left, Node *right_node, const Operand *right,
                    Label *label, bool sense)
{
    int16_t number;
    if (op == AST_ISNOT || op == AST_NOTIN) {
        sense = !sense;
        op = op == AST_ISNOT ? AST_IS : AST_IN;
    }
    if (op == AST_IS && is_none(right_node)) {
        emit_jump(unit, node, sense ? OP_JUMP_IF_NONE : OP_JUMP_UNLESS_NONE, take_a(left), left.reg, 0, 0, label);
        return;
    }
    if (!right && op <= AST_GTE && constant_small_int(unit, right_node, &number)) {
        Opcode jump = (Opcode)((sense ? OP_JUMP_IF_EQ_INT : OP_JUMP_UNLESS_EQ_INT) + op);
        emit_jump(unit, node, jump, take_a(left), left.reg, 0, (uint16_t)number, label);
        return;
    }
    Operand operand = right ? *right : right_operand(unit, op, right_node);
    Opcode jump = op == AST_IS   ? (sense ? OP_JUMP_IF_IS : OP_JUMP_UNLESS_IS)
                  : op == AST_IN ? (sense ? OP_JUMP_IF_IN : OP_JUMP_UNLESS_IN)
                                 : (Opcode)((sense ? OP_JUMP_IF_EQ : OP_JUMP_UNLESS_EQ) + op);
    emit_jump(unit, node, jump, take_a(left) | take_b(operand), left.reg, operand.reg, 0, label);
}

/* Links before the last: a false one ends the chain, with its middle operand released. */
static Operand chain_link(Unit *unit, CompareNode *node, int index, Operand left, Label *fail)
{
    AstCompare op = (AstCompare)node->ops.items[index];
    Node *comparator = node->comparators.items[index];
    Operand middle = middle_operand(unit, comparator, node->comparators.items[index + 1]);
    Operand borrowed = {middle.reg, false};
    if (!middle.owned) {
        jump_on(unit, &node->node, op, left, comparator, &borrowed, fail, false);
        return middle;
    }
    Label go_on = {0};
    jump_on(unit, &node->node, op, left, comparator, &borrowed, &go_on, true);
    operand_release(unit, &node->node, middle);
    emit_jump(unit, &node->node, OP_JUMP, 0, 0, 0, 0, fail);
    label_place(unit, &go_on);
    return middle;
}

void compare_jump(Unit *unit, CompareNode *node, Label *label, bool sense)
{
    uint32_t mark = unit->top;
    Label skip = {0};
    int last = node->ops.count - 1;
    Operand left = operand_keep(unit, expr_operand(unit, node->left), node->left, node->comparators.items[0]);
    for (int i = 0; i < last; i++)
        left = chain_link(unit, node, i, left, sense ? &skip : label);
    jump_on(unit, &node->node, (AstCompare)node->ops.items[last], left, node->comparators.items[last], NULL, label, sense);
    label_place(unit, &skip);
    temp_pop(unit, mark);
}
