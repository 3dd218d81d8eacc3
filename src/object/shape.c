/* Shapes: which type an object has, and where its attributes lie.
 *
 * A type's shapes form trees: from a root, each child adds one name.  What a
 * shape says never changes, and its id is never used again, so a cache may
 * remember anything about one.  The same names added in the same order give
 * the same shape. */
#include "object/raise.h"
#include "object/shape.h"

enum {
    SHAPES_PER_TYPE_MAX = 2000, /* a class whose instances differ more keeps them in dicts */
    ATTRIBUTES_MAX = 255,       /* as does an instance with more attributes */
    INLINE_SLOTS_MAX = 64,
    CACHE_SIZE = 2048           /* a power of two */
};

/* Index of name in a shape, or -1.  name is owned: a dying str must not leave
 * its address to another. */
struct AttributeCacheEntry {
    uint32_t shape;
    int32_t index;
    Value name;
};

static bool register_shape(Vm *vm, Shape *shape, uint32_t id)
{
    if (id >= vm->shape_capacity) {
        uint32_t capacity = vm->shape_capacity ? vm->shape_capacity * 2 : 512;
        Shape **larger = vm_resize(vm, vm->shapes, vm->shape_capacity * sizeof *larger, capacity * sizeof *larger);
        if (!larger)
            return false;
        memset(larger + vm->shape_capacity, 0, (capacity - vm->shape_capacity) * sizeof *larger);
        vm->shapes = larger;
        vm->shape_capacity = capacity;
    }
    ASSERT(id && !vm->shapes[id]);
    vm->shapes[id] = shape;
    if (id >= vm->shape_count)
        vm->shape_count = id + 1;
    return true;
}

static Shape *shape_new(Vm *vm, Type *type, uint32_t id, ShapeMode mode)
{
    Shape *shape = vm_alloc(vm, sizeof *shape);
    if (!shape)
        return NULL;
    *shape = (Shape){.id = id, .mode = (uint8_t)mode, .type = type, .name = VALUE_ABSENT};
    if (!register_shape(vm, shape, id)) {
        vm_free(vm, shape, sizeof *shape);
        return NULL;
    }
    return shape;
}

Shape *shape_new_root(Vm *vm, Type *type, uint32_t id, ShapeMode mode, uint32_t inline_slots)
{
    Shape *shape = shape_new(vm, type, id ? id : vm->shape_count, mode);
    if (shape)
        shape->inline_slots = inline_slots;
    return shape;
}

int32_t shape_find(const Shape *shape, Value name)
{
    for (; shape->parent; shape = shape->parent) {
        if (shape->name == name)
            return (int32_t)shape->count - 1;
    }
    return -1;
}

int32_t shape_find_cached(Vm *vm, const Shape *shape, Value name)
{
    if (shape->count == 0)
        return -1;
    uint32_t hash = shape->id * 31 + (uint32_t)(name >> 4);
    AttributeCacheEntry *entry = &vm->attribute_cache[hash & (CACHE_SIZE - 1)];
    if (LIKELY(entry->shape == shape->id && entry->name == name))
        return entry->index;
    if (entry->shape)
        value_drop(vm, entry->name);
    *entry = (AttributeCacheEntry){.shape = shape->id, .index = shape_find(shape, name), .name = value_share(name)};
    return entry->index;
}

void shape_cache_clear(Vm *vm)
{
    if (!vm->attribute_cache)
        return;
    for (uint32_t i = 0; i < CACHE_SIZE; i++) {
        if (vm->attribute_cache[i].shape)
            value_drop(vm, vm->attribute_cache[i].name);
    }
    memset(vm->attribute_cache, 0, CACHE_SIZE * sizeof *vm->attribute_cache);
}

bool shape_cache_start(Vm *vm)
{
    size_t size = CACHE_SIZE * sizeof *vm->attribute_cache;
    vm->attribute_cache = vm_alloc(vm, size);
    if (vm->attribute_cache)
        memset(vm->attribute_cache, 0, size);
    return vm->attribute_cache != NULL;
}

void shape_cache_end(Vm *vm)
{
    shape_cache_clear(vm);
    vm_free(vm, vm->attribute_cache, CACHE_SIZE * sizeof *vm->attribute_cache);
    vm->attribute_cache = NULL;
}

/* Instances made from now on have room for the attribute that did not fit. */
static void learn_inline_slots(Vm *vm, const Shape *shape)
{
    Type *type = shape->type;
    uint32_t slots = type->inline_slots;
    if (shape->count <= slots || slots >= INLINE_SLOTS_MAX || !(type->flags & TYPE_FLAG_HEAP))
        return;
    slots = slots ? slots * 2 : 4;
    Shape *root = shape_new_root(vm, type, 0, SHAPE_SLOTS, slots);
    if (!root) {
        value_clear(vm, &vm->pending); /* later instances will do as they did */
        return;
    }
    root->older_root = type->shape;
    type->shape = root;
    type->inline_slots = slots;
}

static bool add_transition(Vm *vm, Shape *shape, Shape *child)
{
    if (shape->transition_count == shape->transition_capacity) {
        uint32_t capacity = shape->transition_capacity ? shape->transition_capacity * 2 : 1;
        Shape **larger = vm_resize(vm, shape->transitions, shape->transition_capacity * sizeof *larger,
                                   capacity * sizeof *larger);
        if (!larger)
            return false;
        shape->transitions = larger;
        shape->transition_capacity = capacity;
    }
    shape->transitions[shape->transition_count++] = child;
    return true;
}

Shape *shape_add(Vm *vm, Shape *shape, Value name)
{
    for (uint32_t i = 0; i < shape->transition_count; i++) {
        if (shape->transitions[i]->name == name)
            return shape->transitions[i];
    }
    Type *type = shape->type;
    if (shape->count >= ATTRIBUTES_MAX || type->shape_count >= SHAPES_PER_TYPE_MAX)
        return shape_dict_mode(vm, shape);
    Shape *child = shape_new(vm, type, vm->shape_count, SHAPE_SLOTS);
    if (!child)
        return NULL;
    child->count = shape->count + 1;
    child->inline_slots = shape->inline_slots;
    child->parent = shape;
    child->name = value_share(name);
    if (!add_transition(vm, shape, child)) {
        shape_free_tree(vm, child);
        return NULL;
    }
    type->shape_count++;
    if (child->count > child->inline_slots)
        learn_inline_slots(vm, child);
    return child;
}

/* Instances that differ in size must keep their own root's inline_slots, which
 * says how large their block is. */
Shape *shape_dict_mode(Vm *vm, Shape *shape)
{
    if (shape->mode == SHAPE_DICT)
        return shape;
    while (shape->parent)
        shape = shape->parent;
    if (!shape->dict_shape)
        shape->dict_shape = shape_new_root(vm, shape->type, 0, SHAPE_DICT, shape->inline_slots);
    return shape->dict_shape;
}

bool attributes_reserve(Vm *vm, Attributes *attributes, const Shape *shape)
{
    if (shape->count <= shape->inline_slots)
        return true;
    size_t needed = shape->count - shape->inline_slots;
    size_t capacity = attributes->overflow ? (size_t)value_to_int(attributes->overflow[-1]) : 0;
    if (needed <= capacity)
        return true;
    size_t grown = capacity ? capacity * 2 + 1 : 3;
    Value *block = attributes->overflow ? attributes->overflow - 1 : NULL;
    block = vm_resize(vm, block, block ? (capacity + 1) * sizeof *block : 0, (grown + 1) * sizeof *block);
    if (!block)
        return false;
    block[0] = value_from_int((int64_t)grown);
    attributes->overflow = block + 1;
    return true;
}

static void free_shape(Vm *vm, Shape *shape)
{
    value_drop(vm, shape->name);
    vm_free(vm, shape->transitions, shape->transition_capacity * sizeof *shape->transitions);
    vm->shapes[shape->id] = NULL;
    vm_free(vm, shape, sizeof *shape);
}

/* Leaves first, without recursion: a chain is as long as an instance has attributes. */
static void free_branch(Vm *vm, Shape *root)
{
    Shape *shape = root;
    for (;;) {
        if (shape->transition_count) {
            shape = shape->transitions[--shape->transition_count];
            continue;
        }
        Shape *parent = shape->parent;
        bool last = shape == root;
        free_shape(vm, shape);
        if (last)
            return;
        shape = parent;
    }
}

void shape_free_tree(Vm *vm, Shape *root)
{
    while (root) {
        Shape *older = root->older_root;
        if (root->dict_shape)
            free_branch(vm, root->dict_shape);
        free_branch(vm, root);
        root = older;
    }
}
