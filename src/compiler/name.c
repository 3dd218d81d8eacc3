/* Names: loading, storing, deleting, wherever they live. */
#include "compiler/generate.h"

static Symbol *find(Unit *unit, AstText name)
{
    Symbol *symbol = scope_find(unit->compiler, unit->names, name);
    ASSERT(symbol || unit->compiler->failed);
    return symbol;
}

bool name_is_local(Unit *unit, AstText name, uint16_t *reg)
{
    Symbol *symbol = scope_find(unit->compiler, unit->names, name);
    if (!symbol || unit->compiler->failed)
        return false;
    Place place = symbol_place(symbol);
    *reg = place.index;
    return place.kind == PLACE_LOCAL;
}

bool name_operand(Unit *unit, const Node *node, AstText name, Operand *operand)
{
    uint16_t reg;
    if (!name_is_local(unit, name, &reg))
        return false;
    if (!local_is_bound(unit, reg) && unit->reachable) {
        emit(unit, node, OP_CHECK_LOCAL, 0, reg, 0, 0);
        local_set_bound(unit, reg, true);
    }
    *operand = (Operand){reg, false};
    return true;
}

void name_load(Unit *unit, const Node *node, AstText name, uint16_t reg)
{
    if (text_is(name, "__debug__")) {
        load_constant(unit, node, VALUE_TRUE, reg);
        return;
    }
    Symbol *symbol = find(unit, name);
    if (!symbol)
        return;
    Place place = symbol_place(symbol);
    switch (place.kind) {
    case PLACE_LOCAL: {
        Operand operand;
        if (name_operand(unit, node, name, &operand) && operand.reg != reg)
            emit(unit, node, OP_COPY, 0, reg, operand.reg, 0);
        return;
    }
    case PLACE_CELL: emit(unit, node, OP_LOAD_CELL, 0, reg, place.index, 0); return;
    case PLACE_FREE: emit(unit, node, OP_LOAD_FREE, 0, reg, place.index, 0); return;
    case PLACE_GLOBAL: emit(unit, node, OP_LOAD_GLOBAL, 0, reg, constant_name(unit, symbol->name), 0); return;
    case PLACE_NAMESPACE: emit(unit, node, OP_LOAD_NAME, 0, reg, constant_name(unit, symbol->name), 0); return;
    case PLACE_NAMESPACE_FREE:
        emit(unit, node, OP_LOAD_CLASS_FREE, 0, reg, constant_name(unit, symbol->name), place.index);
        return;
    }
    UNREACHABLE();
}

void name_store(Unit *unit, const Node *node, AstText name, Operand value)
{
    ASSERT(!value.owned || !register_is_local(unit, value.reg));
    Symbol *symbol = find(unit, name);
    if (!symbol)
        return;
    Place place = symbol_place(symbol);
    switch (place.kind) {
    case PLACE_LOCAL:
        if (value.reg != place.index)
            emit(unit, node, value.owned ? OP_MOVE : OP_COPY, 0, place.index, value.reg, 0);
        return;
    case PLACE_CELL: emit(unit, node, OP_STORE_CELL, take_b(value), place.index, value.reg, 0); return;
    case PLACE_FREE:
    case PLACE_NAMESPACE_FREE: emit(unit, node, OP_STORE_FREE, take_a(value), value.reg, place.index, 0); return;
    case PLACE_GLOBAL:
        emit(unit, node, OP_STORE_GLOBAL, take_a(value), value.reg, constant_name(unit, symbol->name), 0);
        return;
    case PLACE_NAMESPACE:
        emit(unit, node, OP_STORE_NAME, take_a(value), value.reg, constant_name(unit, symbol->name), 0);
        return;
    }
    UNREACHABLE();
}

void name_delete(Unit *unit, const Node *node, AstText name)
{
    Symbol *symbol = find(unit, name);
    if (!symbol)
        return;
    Place place = symbol_place(symbol);
    switch (place.kind) {
    case PLACE_LOCAL:
        emit(unit, node, OP_DELETE_LOCAL, 0, place.index, 0, 0);
        if (unit->reachable)
            local_set_bound(unit, place.index, false);
        return;
    case PLACE_CELL: emit(unit, node, OP_DELETE_CELL, 0, place.index, 0, 0); return;
    case PLACE_FREE:
    case PLACE_NAMESPACE_FREE: emit(unit, node, OP_DELETE_FREE, 0, 0, place.index, 0); return;
    case PLACE_GLOBAL: emit(unit, node, OP_DELETE_GLOBAL, 0, 0, constant_name(unit, symbol->name), 0); return;
    case PLACE_NAMESPACE: emit(unit, node, OP_DELETE_NAME, 0, 0, constant_name(unit, symbol->name), 0); return;
    }
    UNREACHABLE();
}

void name_unbind(Unit *unit, const Node *node, AstText name)
{
    uint16_t reg;
    if (name_is_local(unit, name, &reg)) {
        emit(unit, node, OP_CLEAR_LOCAL, 0, reg, 0, 0);
        if (unit->reachable)
            local_set_bound(unit, reg, false);
        return;
    }
    /* The body may have deleted it: it is bound again first. */
    uint32_t mark = unit->top;
    uint16_t none = temp_push(unit);
    load_constant(unit, node, VALUE_NONE, none);
    name_store(unit, node, name, (Operand){none, true});
    name_delete(unit, node, name);
    temp_pop(unit, mark);
}
