/* Displays: lists, tuples, sets, dicts, slices and f-strings.
 *
 * Short ones are built from a range of temporaries; long ones item by item, so
 * that a frame need not have a register for each. */
#include "compiler/generate.h"

#include "object/container.h"

enum { MAX_RANGE = 64, MIN_CONSTANT_LIST = 3, MIN_CONSTANT_DICT = 16 };

static bool has_starred(NodeList elts)
{
    for (int i = 0; i < elts.count; i++)
        if (elts.items[i]->kind == AST_Starred)
            return true;
    return false;
}

static void build_range(Unit *unit, const Node *node, Opcode op, NodeList elts, uint16_t reg)
{
    uint32_t mark = unit->top;
    for (int i = 0; i < elts.count; i++)
        expr_push(unit, elts.items[i]);
    emit(unit, node, op, 0, reg, mark, (unsigned)elts.count);
    temp_pop(unit, mark);
}

void display_extend(Unit *unit, const Node *node, uint16_t work, NodeList elts, int from, bool is_set)
{
    for (int i = from; i < elts.count; i++) {
        uint32_t mark = unit->top;
        Node *element = elts.items[i];
        bool starred = element->kind == AST_Starred;
        Operand operand = expr_operand(unit, starred ? AST_CAST(Starred, element)->value : element);
        Opcode op = starred ? (is_set ? OP_SET_UPDATE : OP_LIST_EXTEND) : (is_set ? OP_SET_ADD : OP_LIST_APPEND);
        emit(unit, node, op, take_b(operand), work, operand.reg, 0);
        temp_pop(unit, mark);
    }
}

/* A list or set in a temporary, from elements that may be starred. */
static void collect(Unit *unit, const Node *node, NodeList elts, uint16_t work, bool is_set)
{
    NodeList head = {elts.items, 0};
    while (head.count < elts.count && head.count < MAX_RANGE && elts.items[head.count]->kind != AST_Starred)
        head.count++;
    build_range(unit, node, is_set ? OP_BUILD_SET : OP_BUILD_LIST, head, work);
    display_extend(unit, node, work, elts, head.count, is_set);
}

static bool fold_elements(Unit *unit, const Node *node, NodeList elts, Value *value)
{
    TupleNode tuple = {.node = *node, .elts = elts, .ctx = AST_LOAD};
    tuple.node.kind = AST_Tuple;
    return elts.count >= MIN_CONSTANT_LIST && constant_fold(unit, &tuple.node, value);
}

static bool is_constant_list(Unit *unit, const Node *node, NodeList elts)
{
    Value value;
    if (!fold_elements(unit, node, elts, &value))
        return false;
    value_drop(unit->compiler->vm, value);
    return true;
}

/* A list of constants is made from one tuple. */
static bool constant_elements(Unit *unit, const Node *node, NodeList elts, uint16_t work)
{
    Value value;
    if (!fold_elements(unit, node, elts, &value))
        return false;
    emit(unit, node, OP_BUILD_LIST, 0, work, unit->top, 0);
    uint16_t items = temp_push(unit);
    emit(unit, node, OP_BORROW_CONST, 0, items, constant_take(unit, value), 0);
    emit(unit, node, OP_LIST_EXTEND, 0, work, items, 0);
    return true;
}

void list_to(Unit *unit, const Node *node, NodeList elts, uint16_t reg)
{
    uint32_t mark = unit->top;
    bool short_list = elts.count <= MAX_RANGE && !has_starred(elts);
    if (short_list && !is_constant_list(unit, node, elts)) {
        build_range(unit, node, OP_BUILD_LIST, elts, reg);
        return;
    }
    uint16_t work = begin_work(unit, reg);
    if (!constant_elements(unit, node, elts, work))
        collect(unit, node, elts, work, false);
    finish_work(unit, node, work, reg);
    temp_pop(unit, mark);
}

void tuple_to(Unit *unit, const Node *node, NodeList elts, uint16_t reg)
{
    uint32_t mark = unit->top;
    if (elts.count <= MAX_RANGE && !has_starred(elts)) {
        build_range(unit, node, OP_BUILD_TUPLE, elts, reg);
        return;
    }
    uint16_t work = begin_work(unit, reg);
    collect(unit, node, elts, work, false);
    emit(unit, node, OP_LIST_TO_TUPLE, 0, work, 0, 0);
    finish_work(unit, node, work, reg);
    temp_pop(unit, mark);
}

void set_to(Unit *unit, SetNode *node, uint16_t reg)
{
    uint32_t mark = unit->top;
    if (node->elts.count <= MAX_RANGE && !has_starred(node->elts)) {
        build_range(unit, &node->node, OP_BUILD_SET, node->elts, reg);
        return;
    }
    uint16_t work = begin_work(unit, reg);
    collect(unit, &node->node, node->elts, work, true);
    finish_work(unit, &node->node, work, reg);
    temp_pop(unit, mark);
}

static int plain_pairs(const DictNode *node)
{
    int count = 0;
    while (count < node->keys.count && count < MAX_RANGE / 2 && node->keys.items[count])
        count++;
    return count;
}

/* Adds the pairs from `from` on to the dict in work. */
static void extend_dict(Unit *unit, const DictNode *node, int from, uint16_t work)
{
    uint32_t mark = unit->top;
    for (int i = from; i < node->keys.count; i++) {
        temp_pop(unit, mark);
        if (!node->keys.items[i]) {
            Operand mapping = expr_operand(unit, node->values.items[i]);
            emit(unit, &node->node, OP_MAP_UPDATE, take_b(mapping), work, mapping.reg, 0);
            continue;
        }
        Operand key = expr_operand(unit, node->keys.items[i]);
        key = operand_keep(unit, key, node->keys.items[i], node->values.items[i]);
        Operand value = expr_operand(unit, node->values.items[i]);
        emit(unit, &node->node, OP_MAP_SET, take_b(key) | take_c(value), work, key.reg, value.reg);
    }
    temp_pop(unit, mark);
}

static bool add_constant_pair(Unit *unit, Value dict, const Node *key_node, const Node *value_node)
{
    Vm *vm = unit->compiler->vm;
    Value key, value;
    if (!key_node || !constant_fold(unit, key_node, &key))
        return false;
    bool folded = constant_fold(unit, value_node, &value);
    if (folded && !dict_set(vm, dict, key, value))
        unit->compiler->failed = true;
    if (folded)
        value_drop(vm, value);
    value_drop(vm, key);
    return folded;
}

/* The leading pairs of constants as a dict that the table keeps and the display
 * copies: nobody else sees it.  Returns how many, 0 when they are too few. */
static int constant_pairs(Unit *unit, const DictNode *node, uint16_t *constant)
{
    if (node->keys.count < MIN_CONSTANT_DICT)
        return 0;
    int count = 0;
    Value dict = dict_new(unit->compiler->vm);
    if (value_is_error(dict)) {
        unit->compiler->failed = true;
        return 0;
    }
    while (count < node->keys.count && add_constant_pair(unit, dict, node->keys.items[count], node->values.items[count]))
        count++;
    if (count >= MIN_CONSTANT_DICT && !unit->compiler->failed) {
        *constant = constant_take(unit, dict);
        return count;
    }
    value_drop(unit->compiler->vm, dict);
    return 0;
}

void dict_to(Unit *unit, DictNode *node, uint16_t reg)
{
    uint32_t mark = unit->top;
    uint16_t constant;
    int constants = constant_pairs(unit, node, &constant);
    if (constants) {
        uint16_t work = begin_work(unit, reg);
        emit(unit, &node->node, OP_BUILD_MAP, 0, work, unit->top, 0);
        uint16_t pairs = temp_push(unit);
        emit(unit, &node->node, OP_BORROW_CONST, 0, pairs, constant, 0);
        emit(unit, &node->node, OP_MAP_UPDATE, 0, work, pairs, 0);
        temp_pop(unit, pairs);
        extend_dict(unit, node, constants, work);
        finish_work(unit, &node->node, work, reg);
        temp_pop(unit, mark);
        return;
    }
    int head = plain_pairs(node);
    uint16_t work = head == node->keys.count ? reg : begin_work(unit, reg);
    uint32_t pairs = unit->top;
    for (int i = 0; i < head; i++) {
        expr_push(unit, node->keys.items[i]);
        expr_push(unit, node->values.items[i]);
    }
    emit(unit, &node->node, OP_BUILD_MAP, 0, work, pairs, (unsigned)head);
    temp_pop(unit, pairs);
    extend_dict(unit, node, head, work);
    finish_work(unit, &node->node, work, reg);
    temp_pop(unit, mark);
}

static void slice_part(Unit *unit, const SliceNode *node, Node *part)
{
    if (part)
        expr_push(unit, part);
    else
        load_constant(unit, &node->node, VALUE_NONE, temp_push(unit));
}

void slice_to(Unit *unit, SliceNode *node, uint16_t reg)
{
    uint32_t mark = unit->top;
    slice_part(unit, node, node->lower);
    slice_part(unit, node, node->upper);
    slice_part(unit, node, node->step);
    emit(unit, &node->node, OP_BUILD_SLICE, 0, reg, mark, 0);
    temp_pop(unit, mark);
}

/* ---- f-strings ---- */

void formatted_to(Unit *unit, FormattedValueNode *node, uint16_t reg)
{
    uint32_t mark = unit->top;
    unsigned conversion = node->conversion == 's' ? 1 : node->conversion == 'r' ? 2 : node->conversion == 'a' ? 3 : 0;
    Operand value = expr_operand_in(unit, node->value, reg);
    Operand spec = {NO_REGISTER, false};
    if (node->format_spec) {
        value = operand_keep(unit, value, node->value, node->format_spec);
        spec = expr_operand(unit, node->format_spec);
    }
    emit(unit, &node->node, OP_FORMAT, take_b(value) | take_c(spec) | conversion << FORMAT_CONVERSION_SHIFT, reg, value.reg,
         spec.reg);
    temp_pop(unit, mark);
}

/* Joins the parts from `from` on; many parts are joined in groups. */
void joined_to(Unit *unit, JoinedStrNode *node, uint16_t reg)
{
    uint32_t mark = unit->top;
    NodeList parts = node->values;
    if (parts.count == 0) {
        load_constant(unit, &node->node, value_share(unit->compiler->vm->empty_str), reg);
        return;
    }
    if (parts.count == 1 && parts.items[0]->kind == AST_FormattedValue) {
        expr_to(unit, parts.items[0], reg);
        return;
    }
    for (int i = 0; i < parts.count; i++) {
        if (unit->top - mark == MAX_RANGE) {
            emit(unit, &node->node, OP_BUILD_STRING, 0, mark, mark, MAX_RANGE);
            temp_pop(unit, mark + 1);
        }
        expr_push(unit, parts.items[i]);
    }
    emit(unit, &node->node, OP_BUILD_STRING, 0, reg, mark, unit->top - mark);
    temp_pop(unit, mark);
}
