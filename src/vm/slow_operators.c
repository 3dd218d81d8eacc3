/* Operators, comparisons, attributes and items off the fast path. */
#include "vm/slow.h"

#include "object/call.h"
#include "object/container.h"
#include "object/exception.h"
#include "object/function.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"
#include "vm/site.h"

/* A float and an int, or two floats whose result is not inline: the usual reasons to be here. */
static bool as_doubles(Value x, Value y, double *left, double *right)
{
    bool x_float = value_is_float(x) || value_has_shape(x, TYPE_FLOAT);
    bool y_float = value_is_float(y) || value_has_shape(y, TYPE_FLOAT);
    if (!(x_float || value_is_int(x)) || !(y_float || value_is_int(y)) || !(x_float || y_float))
        return false;
    *left = x_float ? float_value(x) : (double)value_to_int(x);
    *right = y_float ? float_value(y) : (double)value_to_int(y);
    return true;
}

static Value binary_quick(Vm *vm, Value x, Value y, BinaryOp op)
{
    double left, right;
    if (!as_doubles(x, y, &left, &right))
        return VALUE_ABSENT;
    switch (op) {
    case BINARY_ADD: return float_new(vm, left + right);
    case BINARY_SUB: return float_new(vm, left - right);
    case BINARY_MUL: return float_new(vm, left * right);
    case BINARY_DIV: return right != 0 ? float_new(vm, left / right) : VALUE_ABSENT;
    default: return VALUE_ABSENT;
    }
}

Value slow_binary(Vm *vm, const Word *ip, Value *base, BinaryOp op)
{
    Value x = base[ip->b], y = base[ip->c];
    Value result = binary_quick(vm, x, y, op);
    if (result == VALUE_ABSENT) {
        if (op == BINARY_ADD && value_has_shape(x, TYPE_STR) && value_has_shape(y, TYPE_STR)) {
            /* s += t grows in place when the register is the only owner. */
            bool only = ((Object *)value_object(x))->refs == 1;
            bool local = ip->flags & FLAG_DROP && ip->a == ip->b, temporary = ip->flags & FLAG_RB;
            if (only && (local || temporary)) {
                base[ip->b] = VALUE_ABSENT;
                result = str_append_take(vm, x, y);
                if (result == VALUE_ERROR) {
                    base[ip->b] = value_share(vm->empty_str);
                    return VALUE_ERROR;
                }
                if (ip->flags & FLAG_RC)
                    value_drop(vm, y);
                return result;
            }
            result = str_concat(vm, x, y);
        } else {
            result = ip->flags & FLAG_INPLACE ? value_inplace(vm, op, x, y) : value_binary(vm, op, x, y);
        }
    }
    if (result != VALUE_ERROR)
        consume_bc(vm, ip, base);
    return result;
}

Value slow_binary_int(Vm *vm, const Word *ip, Value *base, BinaryOp op)
{
    Value x = base[ip->b], y = value_from_int((int16_t)ip->c);
    Value result = binary_quick(vm, x, y, op);
    if (result == VALUE_ABSENT)
        result = ip->flags & FLAG_INPLACE ? value_inplace(vm, op, x, y) : value_binary(vm, op, x, y);
    if (result != VALUE_ERROR && ip->flags & FLAG_RB)
        value_drop(vm, x);
    return result;
}

Value slow_unary(Vm *vm, const Word *ip, Value *base, UnaryOp op)
{
    Value x = base[ip->b], result;
    if (op == UNARY_NEG && value_is_float(x))
        result = float_new(vm, -value_to_float(x));
    else if (op == UNARY_NEG && value_is_int(x))
        result = int_from_i64(vm, -value_to_int(x));
    else
        result = value_unary(vm, op, x);
    if (result != VALUE_ERROR && ip->flags & FLAG_RB)
        value_drop(vm, x);
    return result;
}

/* Comparison without calling anything: 1, 0, or -1 when that cannot be done. */
static int compare_quick(Value x, Value y, CompareOp op)
{
    double left, right;
    if (value_has_shape(x, TYPE_STR) && value_has_shape(y, TYPE_STR)) {
        if (op == COMPARE_EQ || op == COMPARE_NE) {
            const Str *left_str = value_to_str(x), *right_str = value_to_str(y);
            bool equal = x == y || (left_str->size == right_str->size && left_str->bytes[0] == right_str->bytes[0] &&
                                    (left_str->size == 1 || str_equal(left_str, right_str)));
            return equal == (op == COMPARE_EQ);
        }
        int order = str_order(value_to_str(x), value_to_str(y));
        return op == COMPARE_LT ? order < 0 : op == COMPARE_LE ? order <= 0 : op == COMPARE_GT ? order > 0 : order >= 0;
    }
    /* Ints past 2^53 compare exactly, which doubles would not: 2^53 + 1 has become 2^53 by now. */
    if (!as_doubles(x, y, &left, &right) || left >= 0x1p53 || left <= -0x1p53 || right >= 0x1p53 || right <= -0x1p53)
        return -1;
    switch (op) {
    case COMPARE_EQ: return left == right;
    case COMPARE_NE: return left != right;
    case COMPARE_LT: return left < right;
    case COMPARE_LE: return left <= right;
    case COMPARE_GT: return left > right;
    case COMPARE_GE: return left >= right;
    }
    UNREACHABLE();
    return -1;
}

Value slow_compare(Vm *vm, const Word *ip, Value *base, CompareOp op)
{
    int quick = compare_quick(base[ip->b], base[ip->c], op);
    Value result = quick >= 0 ? value_from_bool(quick) : value_compare(vm, base[ip->b], base[ip->c], op);
    if (result != VALUE_ERROR)
        consume_bc(vm, ip, base);
    return result;
}

/* rich comparison's truth: the result may be any object. */
static int compare_truth(Vm *vm, Value x, Value y, CompareOp op)
{
    int quick = compare_quick(x, y, op);
    if (quick >= 0)
        return quick;
    Value result = value_compare(vm, x, y, op);
    if (result == VALUE_ERROR)
        return -1;
    int truth = value_truth(vm, result);
    value_drop(vm, result);
    return truth;
}

int slow_compare_jump(Vm *vm, const Word *ip, Value *base, CompareOp op)
{
    int truth = compare_truth(vm, base[ip->a], base[ip->b], op);
    if (truth >= 0) {
        if (ip->flags & FLAG_RA)
            value_drop(vm, base[ip->a]);
        if (ip->flags & FLAG_RB)
            value_drop(vm, base[ip->b]);
    }
    return truth;
}

int slow_compare_jump_int(Vm *vm, const Word *ip, Value *base, CompareOp op)
{
    int truth = compare_truth(vm, base[ip->a], value_from_int((int16_t)ip->c), op);
    if (truth >= 0 && ip->flags & FLAG_RA)
        value_drop(vm, base[ip->a]);
    return truth;
}

int slow_contains(Vm *vm, Value item, Value container)
{
    if (value_has_shape(container, TYPE_DICT)) {
        Value found = dict_get_borrow(vm, container, item);
        return found == VALUE_ERROR ? -1 : found != VALUE_ABSENT;
    }
    if (value_has_shape(container, TYPE_STR) && value_has_shape(item, TYPE_STR) && value_to_str(item)->size == 1)
        return memchr(value_to_str(container)->bytes, value_to_str(item)->bytes[0], value_to_str(container)->size) != NULL;
    return value_contains(vm, container, item);
}

int slow_truth(Vm *vm, const Word *ip, Value *base)
{
    Value x = base[ip->a];
    int truth;
    if (value_is_int(x))
        truth = x != value_from_int(0);
    else if (value_has_shape(x, TYPE_LIST))
        truth = value_to_list(x)->count != 0;
    else if (value_has_shape(x, TYPE_STR))
        truth = value_to_str(x)->size != 0;
    else
        truth = value_truth(vm, x);
    if (truth >= 0 && ip->flags & FLAG_RA)
        value_drop(vm, x);
    return truth;
}

/* Attributes. ---------------------------------------------------------------------- */

/* Specialisation: an attribute site tries a few times, then stays generic and
 * relies on the VM's attribute cache.  The count is in the last extra word. */
enum { ATTRIBUTE_TRIES = 16 };

static Opcode attribute_opcode(AttributeKind kind)
{
    switch (kind) {
    case ATTRIBUTE_INLINE: return OP_LOAD_ATTR_INLINE;
    case ATTRIBUTE_VALUE: return OP_LOAD_ATTR_VALUE;
    case ATTRIBUTE_PROPERTY: return OP_LOAD_ATTR_PROPERTY;
    case ATTRIBUTE_MODULE: return OP_LOAD_ATTR_MODULE;
    default: return OP_LOAD_ATTR;
    }
}

static void specialise_load(Vm *vm, Word *ip, Value object, Value name)
{
    ip->op = OP_LOAD_ATTR;
    if (!value_is_heap(object) || ip[3].low >= ATTRIBUTE_TRIES)
        return;
    if (++ip[3].low < 2)
        return;
    AttributePlace place = attribute_locate(vm, object, name);
    ip->op = (uint8_t)attribute_opcode(place.kind);
    if (ip->op == OP_LOAD_ATTR)
        return;
    ip[1].low = place.shape;
    ip[1].high = place.epoch;
    if (place.kind == ATTRIBUTE_INLINE) {
        ip[2].low = place.offset;
    } else if (place.kind == ATTRIBUTE_MODULE) {
        ip[1].low = dict_version(vm, value_to_dict(place.value));
        ip[2].low = place.offset;
    } else {
        ip[2].value = place.value;
        ip[3].high = place.offset;
    }
}

/* Through the second-level cache, for a site that has given up on one shape.
 * VALUE_ABSENT: not by it. */
static Value load_polymorphic(Vm *vm, const Word *ip, Value object, Value name)
{
    if (ip[3].low < ATTRIBUTE_TRIES || !value_is_heap(object) || value_shape(object) == TYPE_MODULE)
        return VALUE_ABSENT;
    const AttributePlace *place = site_locate(vm, object, name);
    if (place && place->kind == ATTRIBUTE_INLINE) /* an empty slot is VALUE_ABSENT too */
        return value_share(*(Value *)((char *)value_object(object) + place->offset));
    if (place && place->kind == ATTRIBUTE_VALUE)
        return value_share(value_to_dict(place->value)->entries[place->offset].value);
    return VALUE_ABSENT;
}

Value slow_load_attr(Vm *vm, Word *ip, Value *base)
{
    Value object = base[ip->b];
    Value name = FRAME(base)->code->constants[ip->c];
    Value result = load_polymorphic(vm, ip, object, name);
    if (result == VALUE_ABSENT) {
        result = attribute_get(vm, object, name);
        if (result == VALUE_ERROR)
            return VALUE_ERROR;
        specialise_load(vm, ip, object, name);
    }
    if (ip->flags & FLAG_RB)
        value_drop(vm, object);
    return result;
}

static void specialise_store(Vm *vm, Word *ip, const AttributeStorePlace *place)
{
    (void)vm;
    ip->op = OP_STORE_ATTR;
    if (ip[3].low >= ATTRIBUTE_TRIES || ++ip[3].low < 2 || place->kind != ATTRIBUTE_INLINE)
        return;
    ip->op = place->new_shape ? OP_STORE_ATTR_ADD : OP_STORE_ATTR_INLINE;
    ip[1].low = place->shape;
    ip[1].high = place->epoch;
    ip[2].low = place->offset;
    ip[2].high = place->new_shape;
}

bool slow_store_attr(Vm *vm, Word *ip, Value *base)
{
    Value object = base[ip->a];
    Value name = FRAME(base)->code->constants[ip->b];
    /* Before the store: afterwards the attribute is no longer new. */
    AttributeStorePlace place = {0};
    if (value_is_heap(object) && ip[3].low < ATTRIBUTE_TRIES)
        place = attribute_locate_store(vm, object, name);
    if (!attribute_set(vm, object, name, base[ip->c]))
        return false;
    specialise_store(vm, ip, &place);
    if (ip->flags & FLAG_RA)
        value_drop(vm, object);
    if (ip->flags & FLAG_RC)
        value_drop(vm, base[ip->c]);
    return true;
}

bool slow_delete_attr(Vm *vm, const Word *ip, Value *base)
{
    if (!attribute_delete(vm, base[ip->a], FRAME(base)->code->constants[ip->b]))
        return false;
    if (ip->flags & FLAG_RA)
        value_drop(vm, base[ip->a]);
    return true;
}

bool slow_load_method(Vm *vm, Word *ip, Value *base)
{
    Value object = base[ip->b];
    Value name = FRAME(base)->code->constants[ip->c];
    bool bound;
    Value found = VALUE_ABSENT;
    if (ip[3].low >= ATTRIBUTE_TRIES && value_is_heap(object) && value_shape(object) != TYPE_MODULE) {
        const AttributePlace *known = site_locate(vm, object, name);
        if (known && known->kind == ATTRIBUTE_METHOD) {
            found = value_share(known->value);
            bound = false;
        }
    }
    if (found == VALUE_ABSENT)
        found = attribute_get_method(vm, object, name, &bound);
    if (found == VALUE_ERROR)
        return false;
    ip->op = OP_LOAD_METHOD;
    if (!bound && value_is_heap(object) && ip[3].low < ATTRIBUTE_TRIES && ++ip[3].low >= 2) {
        AttributePlace place = attribute_locate(vm, object, name);
        if (place.kind == ATTRIBUTE_METHOD) {
            ip->op = OP_LOAD_METHOD_CLASS;
            ip[1].low = place.shape;
            ip[1].high = place.epoch;
            ip[2].value = place.value;
        }
    }
    Value *window = &base[ip->a];
    if (bound) {
        if (ip->flags & FLAG_RB)
            value_drop(vm, object);
        window[0] = VALUE_ABSENT;
        window[1] = found;
        window[CALL_WINDOW_ARGUMENTS] = VALUE_ABSENT;
    } else {
        if (!(ip->flags & FLAG_RB))
            value_share(object);
        window[0] = found;
        window[1] = VALUE_ABSENT;
        window[CALL_WINDOW_ARGUMENTS] = object;
    }
    return true;
}

static bool raise_no_special(Vm *vm, Value object, SpecialMethod which)
{
    bool async = which == SPECIAL_AENTER || which == SPECIAL_AEXIT;
    bool exits = which == SPECIAL_EXIT || which == SPECIAL_AEXIT;
    return raise_false(vm, TYPE_TYPE_ERROR, "'%.200s' object does not support the %scontext manager protocol%s%s%s",
                       value_type_name(vm, object), async ? "asynchronous " : "", exits ? " (missed " : "",
                       exits ? (async ? "__aexit__" : "__exit__") : "", exits ? " method)" : "");
}

bool slow_load_special(Vm *vm, const Word *ip, Value *base)
{
    static const uint16_t names[] = {
        [SPECIAL_ENTER] = NAME___enter__,
        [SPECIAL_EXIT] = NAME___exit__,
        [SPECIAL_AENTER] = NAME___aenter__,
        [SPECIAL_AEXIT] = NAME___aexit__,
    };
    Value object = base[ip->b], name = vm->names[names[ip->c]];
    Type *type = value_type(vm, object);
    Value found = type_lookup_borrow(vm, type, name);
    if (found == VALUE_ABSENT)
        return raise_no_special(vm, object, ip->c);
    Value *window = &base[ip->a];
    const Type *found_type = value_type(vm, found);
    if (found_type->flags & TYPE_FLAG_METHOD_LIKE) {
        window[0] = value_share(found);
        window[1] = VALUE_ABSENT;
        window[CALL_WINDOW_ARGUMENTS] = value_share(object);
        return true;
    }
    Value bound = found_type->slots.get ? found_type->slots.get(vm, found, object, type) : value_share(found);
    if (bound == VALUE_ERROR)
        return false;
    window[0] = VALUE_ABSENT;
    window[1] = bound;
    window[CALL_WINDOW_ARGUMENTS] = VALUE_ABSENT;
    return true;
}

/* Items. ----------------------------------------------------------------------------- */

/* A subscript of an exact dict or str, without going through slots. */
static Value item_quick(Vm *vm, Value object, Value key)
{
    if (value_has_shape(object, TYPE_DICT)) {
        Value found = dict_get_borrow(vm, object, key);
        if (found == VALUE_ABSENT)
            return raise_key_error(vm, key);
        return found == VALUE_ERROR ? VALUE_ERROR : value_share(found);
    }
    if (value_has_shape(object, TYPE_STR) && value_is_int(key)) {
        const Str *str = value_to_str(object);
        int64_t index = value_to_int(key);
        if (index < 0)
            index += (int64_t)str->length;
        if ((uint64_t)index >= str->length)
            return raise_error(vm, TYPE_INDEX_ERROR, "string index out of range");
        if (str_is_ascii(str))
            return value_share(vm->latin1[(uint8_t)str->bytes[index]]);
        return str_char_at(vm, object, (size_t)index);
    }
    return VALUE_ABSENT;
}

Value slow_load_item(Vm *vm, const Word *ip, Value *base)
{
    Value object = base[ip->b], key = base[ip->c];
    Value result = item_quick(vm, object, key);
    if (result == VALUE_ABSENT)
        result = value_getitem(vm, object, key);
    if (result != VALUE_ERROR)
        consume_bc(vm, ip, base);
    return result;
}

bool slow_store_item(Vm *vm, const Word *ip, Value *base)
{
    Value object = base[ip->a], key = base[ip->b], value = base[ip->c];
    bool stored = value_has_shape(object, TYPE_DICT) ? dict_set(vm, object, key, value) : value_setitem(vm, object, key, value);
    if (!stored)
        return false;
    if (ip->flags & FLAG_RA)
        value_drop(vm, object);
    consume_bc(vm, ip, base);
    return true;
}

bool slow_delete_item(Vm *vm, const Word *ip, Value *base)
{
    if (!value_delitem(vm, base[ip->a], base[ip->b]))
        return false;
    if (ip->flags & FLAG_RA)
        value_drop(vm, base[ip->a]);
    if (ip->flags & FLAG_RB)
        value_drop(vm, base[ip->b]);
    return true;
}

Value slow_build_slice(Vm *vm, const Word *ip, Value *base)
{
    const Value *bounds = &base[ip->b];
    return slice_new_take(vm, bounds[0], bounds[1], bounds[2]);
}
