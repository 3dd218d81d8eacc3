/* Assignment: targets of every kind, unpacking, augmented and annotated forms, del. */
#include "compiler/generate.h"

#include "object/str.h"

/* ---- one value to one target ---- */

static void attribute_store(Unit *unit, AttributeNode *target, Operand value)
{
    Operand object = expr_operand(unit, target->value);
    AstText name = scope_mangle(unit->compiler, unit->names, target->attr);
    class_note_attribute(unit, target);
    emit(unit, &target->node, OP_STORE_ATTR, take_a(object) | take_c(value), object.reg, constant_name(unit, name), value.reg);
}

static void subscript_store(Unit *unit, SubscriptNode *target, Operand value)
{
    Operand object = operand_keep(unit, expr_operand(unit, target->value), target->value, target->slice);
    Operand key = expr_operand(unit, target->slice);
    emit(unit, &target->node, OP_STORE_ITEM, take_a(object) | take_b(key) | take_c(value), object.reg, key.reg, value.reg);
}

static int find_star(Unit *unit, const Node *target, NodeList elts)
{
    int star = -1;
    for (int i = 0; i < elts.count; i++) {
        if (elts.items[i]->kind != AST_Starred)
            continue;
        if (star >= 0)
            compile_error(unit->compiler, target->span, "multiple starred expressions in assignment");
        star = i;
    }
    /* Of what stands before and behind the star, CPython counts 8 and 24 bits. */
    if (star >= 256 || (star >= 0 && elts.count - star - 1 >= 1 << 24))
        compile_error(unit->compiler, target->span, "too many expressions in star-unpacking assignment");
    return star;
}

static void unpack_store(Unit *unit, const Node *target, NodeList elts, Operand value)
{
    int star = find_star(unit, target, elts);
    uint16_t first = temp_push_many(unit, (unsigned)elts.count);
    if (star < 0)
        emit(unit, target, OP_UNPACK, take_b(value), first, value.reg, (unsigned)elts.count);
    else
        emit_extra(unit, target, OP_UNPACK_STAR, take_b(value), first, value.reg, 0, (uint32_t)star,
                   (uint32_t)(elts.count - star - 1));
    for (int i = 0; i < elts.count; i++) {
        Node *element = elts.items[i];
        if (element->kind == AST_Starred)
            element = AST_CAST(Starred, element)->value;
        target_store_value(unit, element, (Operand){(uint16_t)(first + i), true});
    }
}

void target_store_value(Unit *unit, Node *target, Operand value)
{
    if (unit->compiler->failed)
        return;
    uint32_t mark = unit->top;
    switch (target->kind) {
    case AST_Name: name_store(unit, target, AST_CAST(Name, target)->id, value); break;
    case AST_Attribute: attribute_store(unit, AST_CAST(Attribute, target), value); break;
    case AST_Subscript: subscript_store(unit, AST_CAST(Subscript, target), value); break;
    case AST_Tuple: unpack_store(unit, target, AST_CAST(Tuple, target)->elts, value); break;
    case AST_List: unpack_store(unit, target, AST_CAST(List, target)->elts, value); break;
    case AST_Starred:
        compile_error(unit->compiler, target->span, "starred assignment target must be in a list or tuple");
        break;
    default: UNREACHABLE();
    }
    temp_pop(unit, mark);
}

/* ---- statements ---- */

static NodeList plain_elements(const Node *node)
{
    NodeList elts = {0};
    if (node->kind == AST_Tuple)
        elts = ((const TupleNode *)node)->elts;
    else if (node->kind == AST_List)
        elts = ((const ListNode *)node)->elts;
    for (int i = 0; i < elts.count; i++)
        if (elts.items[i]->kind == AST_Starred)
            return (NodeList){0};
    return elts;
}

/* Whether the last of several targets is a local that is none of the others, and
 * storing into those cannot fail: then it may be written first. */
static bool last_may_go_first(Unit *unit, NodeList targets, uint16_t *reg)
{
    for (int i = targets.count - 1; i >= 0; i--) {
        uint16_t other;
        const Node *target = targets.items[i];
        if (target->kind != AST_Name || !name_is_local(unit, ((const NameNode *)target)->id, &other))
            return false;
        if (i == targets.count - 1)
            *reg = other;
        else if (other == *reg)
            return false;
    }
    return true;
}

/* a, b = b, a: without a tuple.  All values are there before the first is stored. */
static bool assign_pairwise(Unit *unit, Node *target, Node *value)
{
    enum { MAX_PAIRS = 16 };
    NodeList targets = plain_elements(target), values = plain_elements(value);
    if (targets.count == 0 || targets.count != values.count || targets.count > MAX_PAIRS)
        return false;
    uint32_t mark = unit->top;
    uint16_t last_reg = NO_REGISTER;
    int last = targets.count - 1;
    for (int i = 0; i < last; i++)
        expr_push(unit, values.items[i]);
    if (last_may_go_first(unit, targets, &last_reg)) {
        expr_to(unit, values.items[last], last_reg);
        targets.count--;
    } else {
        expr_push(unit, values.items[last]);
    }
    for (int i = 0; i < targets.count; i++)
        target_store_value(unit, targets.items[i], (Operand){(uint16_t)(mark + (uint32_t)i), true});
    temp_pop(unit, mark);
    return true;
}

void assign_statement(Unit *unit, AssignNode *node)
{
    uint32_t mark = unit->top;
    uint16_t reg;
    Node *first = node->targets.items[0];
    if (node->targets.count == 1) {
        if (first->kind == AST_Name && name_is_local(unit, AST_CAST(Name, first)->id, &reg)) {
            expr_to(unit, node->value, reg);
            return;
        }
        if (assign_pairwise(unit, first, node->value))
            return;
    }
    Operand value = operand_keep(unit, expr_operand(unit, node->value), node->value, first);
    /* The first of several targets may be the very local the value was read from. */
    if (node->targets.count > 1 && !value.owned && register_is_local(unit, value.reg)) {
        uint16_t copy = temp_push(unit);
        emit(unit, node->value, OP_COPY, 0, copy, value.reg, 0);
        value = (Operand){copy, true};
    }
    for (int i = 0; i < node->targets.count; i++) {
        bool last = i == node->targets.count - 1;
        target_store_value(unit, node->targets.items[i], last ? value : (Operand){value.reg, false});
    }
    temp_pop(unit, mark);
}

static void augmented_name(Unit *unit, AugAssignNode *node, NameNode *target)
{
    Operand left;
    if (name_operand(unit, &target->node, target->id, &left)) {
        uint16_t reg = left.reg;
        left = operand_keep(unit, left, &target->node, node->value);
        binary_with_left(unit, &node->node, (AstOperator)node->op, true, left, node->value, reg);
        return;
    }
    uint16_t work = temp_push(unit);
    name_load(unit, &target->node, target->id, work);
    binary_with_left(unit, &node->node, (AstOperator)node->op, true, (Operand){work, true}, node->value, work);
    name_store(unit, &target->node, target->id, (Operand){work, true});
}

static void augmented_attribute(Unit *unit, AugAssignNode *node, AttributeNode *target)
{
    Operand object = operand_keep(unit, expr_operand(unit, target->value), target->value, node->value);
    uint16_t name = constant_name(unit, scope_mangle(unit->compiler, unit->names, target->attr));
    uint16_t work = temp_push(unit);
    emit(unit, &target->node, OP_LOAD_ATTR, 0, work, object.reg, name);
    binary_with_left(unit, &node->node, (AstOperator)node->op, true, (Operand){work, true}, node->value, work);
    emit(unit, &target->node, OP_STORE_ATTR, take_a(object) | FLAG_RC, object.reg, name, work);
}

static void augmented_subscript(Unit *unit, AugAssignNode *node, SubscriptNode *target)
{
    Operand object = operand_keep(unit, expr_operand(unit, target->value), target->value, &node->node);
    Operand key = operand_keep(unit, expr_operand(unit, target->slice), target->slice, node->value);
    uint16_t work = temp_push(unit);
    emit(unit, &target->node, OP_LOAD_ITEM, 0, work, object.reg, key.reg);
    binary_with_left(unit, &node->node, (AstOperator)node->op, true, (Operand){work, true}, node->value, work);
    emit(unit, &target->node, OP_STORE_ITEM, take_a(object) | take_b(key) | FLAG_RC, object.reg, key.reg, work);
}

void augmented_statement(Unit *unit, AugAssignNode *node)
{
    uint32_t mark = unit->top;
    if (node->target->kind == AST_Name)
        augmented_name(unit, node, AST_CAST(Name, node->target));
    else if (node->target->kind == AST_Attribute)
        augmented_attribute(unit, node, AST_CAST(Attribute, node->target));
    else
        augmented_subscript(unit, node, AST_CAST(Subscript, node->target));
    temp_pop(unit, mark);
}

static void annotation_to(Unit *unit, Node *annotation, uint16_t reg)
{
    if (unit->compiler->future_annotations)
        load_constant(unit, annotation, unparse_expression(unit, annotation), reg);
    else
        expr_to(unit, annotation, reg);
}

/* __annotations__[name] = annotation, in modules and classes. */
static void store_annotation(Unit *unit, AnnAssignNode *node)
{
    AstText name = scope_mangle(unit->compiler, unit->names, AST_CAST(Name, node->target)->id);
    uint16_t value = temp_push(unit);
    annotation_to(unit, node->annotation, value);
    uint16_t annotations = temp_push(unit);
    uint16_t index = constant_c(unit, "__annotations__");
    emit(unit, &node->node, unit->scope->uses_namespace ? OP_LOAD_NAME : OP_LOAD_GLOBAL, 0, annotations, index, 0);
    uint16_t key = temp_push(unit);
    emit(unit, &node->node, OP_BORROW_CONST, 0, key, constant_name(unit, name), 0);
    emit(unit, &node->node, OP_STORE_ITEM, FLAG_RA | FLAG_RC, annotations, key, value);
}

/* The parts of a target that is only annotated are evaluated all the same. */
static void evaluate_target(Unit *unit, Node *target)
{
    if (target->kind == AST_Attribute) {
        expr_effect(unit, AST_CAST(Attribute, target)->value);
    } else if (target->kind == AST_Subscript) {
        expr_effect(unit, AST_CAST(Subscript, target)->value);
        expr_effect(unit, AST_CAST(Subscript, target)->slice);
    }
}

void annotated_statement(Unit *unit, AnnAssignNode *node)
{
    uint32_t mark = unit->top;
    bool evaluated = !scope_is_function(unit->scope);
    if (node->value) {
        uint16_t reg;
        if (node->target->kind == AST_Name && name_is_local(unit, AST_CAST(Name, node->target)->id, &reg))
            expr_to(unit, node->value, reg);
        else
            target_store_value(unit, node->target, expr_operand(unit, node->value));
    } else {
        evaluate_target(unit, node->target);
    }
    temp_pop(unit, mark);
    if (evaluated && node->simple)
        store_annotation(unit, node);
    else if (evaluated && !unit->compiler->future_annotations)
        expr_effect(unit, node->annotation);
    temp_pop(unit, mark);
}

void delete_target(Unit *unit, Node *target)
{
    uint32_t mark = unit->top;
    if (target->kind == AST_Name) {
        name_delete(unit, target, AST_CAST(Name, target)->id);
    } else if (target->kind == AST_Attribute) {
        AttributeNode *attribute = AST_CAST(Attribute, target);
        Operand object = expr_operand(unit, attribute->value);
        AstText name = scope_mangle(unit->compiler, unit->names, attribute->attr);
        emit(unit, target, OP_DELETE_ATTR, take_a(object), object.reg, constant_name(unit, name), 0);
    } else if (target->kind == AST_Subscript) {
        SubscriptNode *subscript = AST_CAST(Subscript, target);
        Operand object = operand_keep(unit, expr_operand(unit, subscript->value), subscript->value, subscript->slice);
        Operand key = expr_operand(unit, subscript->slice);
        emit(unit, target, OP_DELETE_ITEM, take_a(object) | take_b(key), object.reg, key.reg, 0);
    } else {
        NodeList elts = target->kind == AST_Tuple ? AST_CAST(Tuple, target)->elts : AST_CAST(List, target)->elts;
        for (int i = 0; i < elts.count; i++)
            delete_target(unit, elts.items[i]);
    }
    temp_pop(unit, mark);
}
