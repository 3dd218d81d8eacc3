/* deque: the ring, its slots and its iterators. */
#include "modules/deque.h"

#include "object/sequence.h"

enum { DEQUE_CAPACITY_MIN = 8 };

bool value_is_deque(const Vm *vm, Value value)
{
    if (!value_is_heap(value))
        return false;
    const Type *type = value_type(vm, value);
    while (type != NULL && type->def != &deque_type_def)
        type = type->base;
    return type != NULL;
}

/* The ring. --------------------------------------------------------------------- */

static NOINLINE bool deque_grow(Vm *vm, Deque *deque)
{
    size_t capacity = deque->capacity == 0 ? DEQUE_CAPACITY_MIN : deque->capacity * 2;
    Value *items = vm_alloc(vm, capacity * sizeof(Value));
    if (items == NULL)
        return false;
    size_t first = size_min(deque->count, deque->capacity - deque->head);
    if (deque->count != 0) {
        memcpy(items, deque->items + deque->head, first * sizeof(Value));
        memcpy(items + first, deque->items, (deque->count - first) * sizeof(Value));
    }
    if (deque->capacity != 0)
        vm_free(vm, deque->items, deque->capacity * sizeof(Value));
    deque->items = items;
    deque->capacity = capacity;
    deque->head = 0;
    return true;
}

static inline bool deque_reserve(Vm *vm, Deque *deque)
{
    return LIKELY(deque->count < deque->capacity) || deque_grow(vm, deque);
}

bool deque_push_right_take(Vm *vm, Deque *deque, Value item)
{
    if (UNLIKELY(!deque_reserve(vm, deque))) {
        value_drop(vm, item);
        return false;
    }
    *deque_place(deque, deque->count++) = item;
    deque->version++;
    if (UNLIKELY((uint64_t)deque->count > (uint64_t)deque->maxlen))
        value_drop(vm, deque_take_left(deque));
    return true;
}

bool deque_push_left_take(Vm *vm, Deque *deque, Value item)
{
    if (UNLIKELY(!deque_reserve(vm, deque))) {
        value_drop(vm, item);
        return false;
    }
    deque->head = (deque->head - 1) & (deque->capacity - 1);
    deque->count++;
    *deque_place(deque, 0) = item;
    deque->version++;
    if (UNLIKELY((uint64_t)deque->count > (uint64_t)deque->maxlen))
        value_drop(vm, deque_take_right(deque));
    return true;
}

Value deque_take_left(Deque *deque)
{
    ASSERT(deque->count > 0);
    Value item = *deque_place(deque, 0);
    deque->head = (deque->head + 1) & (deque->capacity - 1);
    deque->count--;
    deque->version++;
    return item;
}

Value deque_take_right(Deque *deque)
{
    ASSERT(deque->count > 0);
    deque->version++;
    return *deque_place(deque, --deque->count);
}

/* The shorter side moves. */
Value deque_take_at(Deque *deque, size_t index)
{
    ASSERT(index < deque->count);
    Value item = *deque_place(deque, index);
    if (index < deque->count / 2) {
        for (size_t i = index; i > 0; i--)
            *deque_place(deque, i) = *deque_place(deque, i - 1);
        deque->head = (deque->head + 1) & (deque->capacity - 1);
    } else {
        for (size_t i = index; i + 1 < deque->count; i++)
            *deque_place(deque, i) = *deque_place(deque, i + 1);
    }
    deque->count--;
    deque->version++;
    return item;
}

bool deque_insert_at(Vm *vm, Deque *deque, size_t index, Value item)
{
    ASSERT(index <= deque->count);
    if (!deque_reserve(vm, deque))
        return false;
    if (index < deque->count / 2) {
        deque->head = (deque->head - 1) & (deque->capacity - 1);
        for (size_t i = 0; i < index; i++)
            *deque_place(deque, i) = *deque_place(deque, i + 1);
    } else {
        for (size_t i = deque->count; i > index; i--)
            *deque_place(deque, i) = *deque_place(deque, i - 1);
    }
    *deque_place(deque, index) = value_share(item);
    deque->count++;
    deque->version++;
    return true;
}

void deque_clear(Vm *vm, Deque *deque)
{
    Deque old = *deque;
    deque->items = NULL;
    deque->capacity = deque->head = deque->count = 0;
    deque->version++;
    for (size_t i = 0; i < old.count; i++)
        value_drop(vm, *deque_place(&old, i));
    if (old.capacity != 0)
        vm_free(vm, old.items, old.capacity * sizeof(Value));
}

void deque_rotate(Deque *deque, int64_t steps)
{
    if (deque->count < 2)
        return;
    steps %= (int64_t)deque->count;
    for (; steps > 0; steps--) {
        Value item = deque_take_right(deque);
        deque->head = (deque->head - 1) & (deque->capacity - 1);
        deque->count++;
        *deque_place(deque, 0) = item;
    }
    for (; steps < 0; steps++) {
        Value item = deque_take_left(deque);
        *deque_place(deque, deque->count++) = item;
    }
}

typedef struct {
    Deque *deque;
    bool left;
} ExtendContext;

static bool extend_visit(Vm *vm, Value item, void *context)
{
    ExtendContext *extend = context;
    value_share(item);
    return extend->left ? deque_push_left_take(vm, extend->deque, item) : deque_push_right_take(vm, extend->deque, item);
}

bool deque_extend(Vm *vm, Value deque, Value iterable, bool left)
{
    ExtendContext context = {value_to_deque(deque), left};
    if (iterable != deque)
        return value_each(vm, iterable, extend_visit, &context);
    Value copy = list_from(vm, iterable);
    bool ok = !value_is_error(copy) && value_each(vm, copy, extend_visit, &context);
    value_drop(vm, copy);
    return ok;
}

/* Life. --------------------------------------------------------------------------- */

Value deque_new(Vm *vm, Type *type, int64_t maxlen)
{
    Deque *deque = object_new(vm, type, 0);
    if (deque == NULL)
        return VALUE_ERROR;
    deque->maxlen = maxlen;
    return value_from_object(deque);
}

static void deque_destroy(Vm *vm, Object *self)
{
    deque_clear(vm, (Deque *)self);
    object_free(vm, self, 0);
}

static void deque_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context)
{
    Deque *deque = (Deque *)self;
    for (size_t i = 0; i < deque->count; i++)
        visit(vm, *deque_place(deque, i), context);
}

static void deque_slot_clear(Vm *vm, Object *self) { deque_clear(vm, (Deque *)self); }

/* Slots. ---------------------------------------------------------------------------- */

static Value deque_slot_repr(Vm *vm, Value self)
{
    ReprGuard guard;
    int state = repr_enter(vm, &guard, self);
    if (state != 0)
        return state < 0 ? VALUE_ERROR : str_from_c(vm, "[...]");
    int64_t maxlen = value_to_deque(self)->maxlen;
    Value items = list_from(vm, self), text = VALUE_ERROR;
    if (!value_is_error(items) && maxlen >= 0)
        text = format_text(vm, "%T(%R, maxlen=%lld)", self, items, (long long)maxlen);
    else if (!value_is_error(items))
        text = format_text(vm, "%T(%R)", self, items);
    value_drop(vm, items);
    repr_leave(vm, &guard);
    return text;
}

static int64_t deque_slot_length(Vm *vm, Value self)
{
    (void)vm;
    return (int64_t)value_to_deque(self)->count;
}

static bool deque_index(Vm *vm, Deque *deque, Value key, size_t *index)
{
    if (!value_is_int(key) && value_type(vm, key)->slots.unary[UNARY_INDEX] == NULL)
        return raise_false(vm, TYPE_TYPE_ERROR, "sequence index must be integer, not '%.200T'", key);
    return index_resolve(vm, key, &deque->count, "deque", index);
}

static Value deque_slot_getitem(Vm *vm, Value self, Value key)
{
    size_t index;
    if (!deque_index(vm, value_to_deque(self), key, &index))
        return VALUE_ERROR;
    return value_share(*deque_place(value_to_deque(self), index));
}

static bool deque_slot_setitem(Vm *vm, Value self, Value key, Value value)
{
    Deque *deque = value_to_deque(self);
    size_t index;
    if (!deque_index(vm, deque, key, &index))
        return false;
    if (value == VALUE_ABSENT)
        value_drop(vm, deque_take_at(deque, index));
    else
        value_replace_take(vm, deque_place(deque, index), value_share(value));
    return true;
}

static int deque_slot_contains(Vm *vm, Value self, Value item)
{
    Deque *deque = value_to_deque(self);
    uint32_t version = deque->version;
    for (size_t i = 0; i < deque->count; i++) {
        Value own = value_share(*deque_place(deque, i));
        int equal = value_equal(vm, own, item);
        value_drop(vm, own);
        if (equal != 0)
            return equal;
        if (deque->version != version) {
            raise_error(vm, TYPE_RUNTIME_ERROR, "deque mutated during iteration");
            return -1;
        }
    }
    return 0;
}

static Value deque_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if (!value_is_deque(vm, other))
        return VALUE_NOT_IMPLEMENTED;
    Value left = list_from(vm, self), right = list_from(vm, other), result = VALUE_ERROR;
    if (!value_is_error(left) && !value_is_error(right))
        result = sequence_compare(vm, left, right, op);
    value_drop(vm, left);
    value_drop(vm, right);
    return result;
}

/* A copy of the same type as deque itself, which subclasses share. */
static Value deque_copy_plain(Vm *vm, Value self)
{
    Deque *deque = value_to_deque(self);
    Value copy = deque_new(vm, value_type(vm, self), deque->maxlen);
    if (value_is_error(copy) || deque_extend(vm, copy, self, false))
        return copy;
    value_drop(vm, copy);
    return VALUE_ERROR;
}

static Value deque_slot_add(Vm *vm, Value left, Value right)
{
    if (!value_is_deque(vm, left))
        return VALUE_NOT_IMPLEMENTED;
    if (!value_is_deque(vm, right))
        return raise_type_error(vm, "can only concatenate deque (not \"%.200T\") to deque", right);
    Value result = deque_copy_plain(vm, left);
    if (value_is_error(result) || deque_extend(vm, result, right, false))
        return result;
    value_drop(vm, result);
    return VALUE_ERROR;
}

static Value deque_slot_inplace_add(Vm *vm, Value left, Value right)
{
    return deque_extend(vm, left, right, false) ? value_share(left) : VALUE_ERROR;
}

static Value deque_slot_inplace_multiply(Vm *vm, Value left, Value right)
{
    Deque *deque = value_to_deque(left);
    int64_t times = sequence_repeat_count(vm, right, deque->count);
    if (times < 0)
        return VALUE_ERROR;
    if (times == 0 || deque->count == 0) {
        deque_clear(vm, deque);
        return value_share(left);
    }
    Value items = list_from(vm, left);
    bool ok = !value_is_error(items);
    for (; ok && times > 1; times--)
        ok = deque_extend(vm, left, items, false);
    value_drop(vm, items);
    return ok ? value_share(left) : VALUE_ERROR;
}

static Value deque_slot_multiply(Vm *vm, Value left, Value right)
{
    bool on_left = value_is_deque(vm, left);
    Value copy = deque_copy_plain(vm, on_left ? left : right);
    if (value_is_error(copy))
        return VALUE_ERROR;
    Value result = deque_slot_inplace_multiply(vm, copy, on_left ? right : left);
    value_drop(vm, copy);
    return result;
}

/* Iterators. --------------------------------------------------------------------------- */

typedef struct {
    Object object;
    Value deque; /* VALUE_ABSENT when exhausted */
    size_t left;
    uint32_t version;
    bool reversed;
} DequeIterator;

static const TypeDef deque_iterator_type_def, deque_reverse_iterator_type_def;

/* The iterator types lie in deque's own dict, under names no program can write. */
static const char *const iterator_names[2] = {"<iterator>", "<reverse iterator>"};

static Value deque_iterate(Vm *vm, Value self, bool reversed)
{
    Type *type = value_type(vm, self);
    while (type->def != &deque_type_def)
        type = type->base;
    Value name = str_intern_c(vm, iterator_names[reversed]);
    if (value_is_error(name))
        return VALUE_ERROR;
    Value found = dict_get_name_borrow(vm, type->dict, name);
    value_drop(vm, name);
    DequeIterator *iterator = object_new(vm, value_to_type(found), 0);
    if (iterator == NULL)
        return VALUE_ERROR;
    iterator->deque = value_share(self);
    iterator->left = value_to_deque(self)->count;
    iterator->version = value_to_deque(self)->version;
    iterator->reversed = reversed;
    return value_from_object(iterator);
}

static Value deque_slot_iter(Vm *vm, Value self) { return deque_iterate(vm, self, false); }
Value deque_m_reversed(Vm *vm, const Value *args) { return deque_iterate(vm, args[0], true); }

static Value deque_iterator_slot_next(Vm *vm, Value self)
{
    DequeIterator *iterator = VALUE_OBJECT(DequeIterator, self);
    if (iterator->deque == VALUE_ABSENT)
        return VALUE_DONE;
    Deque *deque = value_to_deque(iterator->deque);
    if (deque->version != iterator->version) {
        iterator->left = 0;
        return raise_error(vm, TYPE_RUNTIME_ERROR, "deque mutated during iteration");
    }
    if (iterator->left == 0) {
        value_clear(vm, &iterator->deque);
        return VALUE_DONE;
    }
    size_t index = iterator->reversed ? iterator->left - 1 : deque->count - iterator->left;
    iterator->left--;
    return value_share(*deque_place(deque, index));
}

static void deque_iterator_destroy(Vm *vm, Object *self)
{
    value_drop(vm, ((DequeIterator *)self)->deque);
    object_free(vm, self, 0);
}

static void deque_iterator_traverse(Vm *vm, Object *self, ObjectVisit visit, void *context)
{
    visit(vm, ((DequeIterator *)self)->deque, context);
}

static void deque_iterator_clear(Vm *vm, Object *self) { value_clear(vm, &((DequeIterator *)self)->deque); }

static Value deque_iterator_m_length_hint(Vm *vm, const Value *args)
{
    (void)vm;
    return value_from_int((int64_t)VALUE_OBJECT(DequeIterator, args[0])->left);
}

static const NativeDef deque_iterator_methods[] = {
    FN(deque_iterator_m_length_hint, "__length_hint__(self, /)", "Private method returning an estimate of len(list(it))."),
    {0}};

#define DEQUE_ITERATOR_SLOTS                                                                                       \
    {.destroy = deque_iterator_destroy,                                                                            \
     .traverse = deque_iterator_traverse,                                                                          \
     .clear = deque_iterator_clear,                                                                                \
     .iter = container_slot_self,                                                                                  \
     .next = deque_iterator_slot_next}

static const TypeDef deque_iterator_type_def = {
    .name = "_deque_iterator",
    .module = "collections",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(DequeIterator),
    .slots = DEQUE_ITERATOR_SLOTS,
    .methods = deque_iterator_methods,
};

static const TypeDef deque_reverse_iterator_type_def = {
    .name = "_deque_reverse_iterator",
    .module = "collections",
    .flags = TYPE_FLAG_CONTAINER,
    .size = sizeof(DequeIterator),
    .slots = DEQUE_ITERATOR_SLOTS,
    .methods = deque_iterator_methods,
};

static Value deque_construct(Vm *vm, Type *type, const Value *args, int count)
{
    if (count > 1)
        return VALUE_NOT_IMPLEMENTED;
    Value deque = deque_new(vm, type, -1);
    if (count == 0 || value_is_error(deque) || deque_extend(vm, deque, args[0], false))
        return deque;
    value_drop(vm, deque);
    return VALUE_ERROR;
}

/* The type. ------------------------------------------------------------------------------ */

const TypeDef deque_type_def = {
    .name = "deque",
    .module = "collections",
    .doc = "A list-like sequence optimized for data accesses near its endpoints.",
    .flags = TYPE_FLAG_BASE | TYPE_FLAG_CONTAINER | TYPE_FLAG_SEQUENCE | TYPE_FLAG_WEAK,
    .size = sizeof(Deque),
    .slots = {.destroy = deque_destroy,
              .traverse = deque_traverse,
              .clear = deque_slot_clear,
              .repr = deque_slot_repr,
              .iter = deque_slot_iter,
              .length = deque_slot_length,
              .getitem = deque_slot_getitem,
              .setitem = deque_slot_setitem,
              .contains = deque_slot_contains,
              .compare = deque_slot_compare,
              .binary = {[BINARY_ADD] = deque_slot_add, [BINARY_MUL] = deque_slot_multiply},
              .inplace = {[BINARY_ADD] = deque_slot_inplace_add, [BINARY_MUL] = deque_slot_inplace_multiply}},
    .methods = deque_methods,
    .getsets = deque_getsets,
    .construct = deque_construct,
};

bool deque_fill(Vm *vm, Value module)
{
    static const TypeDef *const iterator_defs[2] = {&deque_iterator_type_def, &deque_reverse_iterator_type_def};
    Type *type = module_add_type(vm, module, &deque_type_def, NULL);
    if (type == NULL)
        return false;
    for (int i = 0; i < 2; i++) {
        Type *iterator = type_create(vm, iterator_defs[i], NULL);
        if (iterator == NULL)
            return false;
        bool ok = type_add(vm, type, iterator_names[i], type_value(iterator));
        value_drop(vm, type_value(iterator));
        if (!ok)
            return false;
    }
    return true;
}
