/* Making and freeing objects, and raw memory.
 *
 * Containers live in vm->objects, which the collector walks; leaf objects and
 * raw arrays in vm->memory.  A block holds, in this order: the builtin base's
 * struct, the Values of __slots__ (type->fixed_size to type->size), the extra
 * bytes of a variable-size object, and the Attributes part.
 *
 * An object with no references is dying: nothing may look inside it. */
#include "object/object.h"

#include "object/bytes.h"
#include "object/collector.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"
#include "object/weakref.h"

#include <stdlib.h>

/* Deaths nested deeper than this wait for the outermost one: each level may
 * cost a few hundred bytes of C stack. */
enum { DEATH_DEPTH_MAX = 40 };

static size_t attributes_size(const Shape *shape)
{
    return sizeof(Attributes) + shape->inline_slots * sizeof(Value);
}

static size_t align_word(size_t size) { return (size + 7) & ~(size_t)7; }

/* The extra bytes of a variable-size object. */
static size_t object_extra(const Type *type, const Object *object)
{
    if (type->flags & TYPE_FLAG_TUPLE)
        return ((const Tuple *)object)->count * sizeof(Value);
    if (type->flags & TYPE_FLAG_STR)
        return str_extra(((const Str *)object)->size);
    if (type->flags & TYPE_FLAG_BYTES)
        return ((const Bytes *)object)->size + 1;
    return 0;
}

static Value *slot_values(const Type *type, Object *object, size_t *count)
{
    *count = (type->size - type->fixed_size) / sizeof(Value);
    return (Value *)((char *)object + type->fixed_size);
}

/* Fills in what a zeroed body does not say. */
static void prepare_parts(Type *type, Object *object, size_t attributes_at)
{
    size_t count;
    Value *slots = slot_values(type, object, &count);
    for (size_t i = 0; i < count; i++)
        slots[i] = VALUE_ABSENT;
    if (type->flags & TYPE_FLAG_ATTRIBUTES)
        ((Attributes *)((char *)object + attributes_at))->dict = VALUE_ABSENT;
}

void *object_new(Vm *vm, Type *type, size_t extra)
{
    const Shape *shape = type->shape;
    uint32_t flags = type->flags;
    size_t size = type->size + extra, attributes_at = 0;
    if (flags & TYPE_FLAG_ATTRIBUTES) {
        attributes_at = align_word(size);
        size = attributes_at + attributes_size(shape);
    }
    Heap *heap = &vm->memory;
    if (flags & TYPE_FLAG_CONTAINER) {
        heap = &vm->objects;
        if (UNLIKELY(++vm->container_growth >= vm->collect_at))
            collector_request(vm);
    }
    Object *object = heap_alloc(heap, size);
    if (UNLIKELY(!object)) {
        (void)raise_memory_error(vm);
        return NULL;
    }
    object->refs = 1;
    object->shape = shape->id;
    size_t zeroed = flags & (TYPE_FLAG_CONTAINER | TYPE_FLAG_ATTRIBUTES) ? size : type->size;
    memset(object + 1, 0, zeroed - sizeof *object);
    if (type->fixed_size != type->size || (flags & TYPE_FLAG_ATTRIBUTES))
        prepare_parts(type, object, attributes_at);
    if (flags & TYPE_FLAG_COUNTED)
        type->object.refs++;
    vm->live_objects++;
    return object;
}

Attributes *object_attributes(Vm *vm, Object *object)
{
    const Type *type = object_type(vm, object);
    ASSERT(type->flags & TYPE_FLAG_ATTRIBUTES);
    size_t at = type->size;
    if (UNLIKELY(type->flags & (TYPE_FLAG_TUPLE | TYPE_FLAG_STR | TYPE_FLAG_BYTES)))
        at = align_word(at + object_extra(type, object));
    return (Attributes *)((char *)object + at);
}

static void free_overflow(Vm *vm, Attributes *attributes)
{
    if (!attributes->overflow)
        return;
    Value *block = attributes->overflow - 1;
    attributes->overflow = NULL;
    vm_free(vm, block, ((size_t)value_to_int(block[0]) + 1) * sizeof(Value));
}

/* Drops the attribute values; the places are unused afterwards. */
static void drop_attributes(Vm *vm, const Shape *shape, Attributes *attributes)
{
    uint32_t count = shape->mode == SHAPE_SLOTS ? shape->count : 0;
    for (uint32_t i = 0; i < count; i++)
        value_clear(vm, attributes_place(attributes, shape, i));
    free_overflow(vm, attributes);
    value_clear(vm, &attributes->dict);
}

static void drop_slots(Vm *vm, const Type *type, Object *object)
{
    size_t count;
    Value *slots = slot_values(type, object, &count);
    for (size_t i = 0; i < count; i++)
        value_clear(vm, &slots[i]);
}

void object_free(Vm *vm, Object *object, size_t extra)
{
    const Shape *shape = vm->shapes[object->shape];
    Type *type = shape->type;
    size_t size = type->size + extra;
    if (type->fixed_size != type->size)
        drop_slots(vm, type, object);
    if (type->flags & TYPE_FLAG_ATTRIBUTES) {
        size = align_word(size);
        drop_attributes(vm, shape, (Attributes *)((char *)object + size));
        size += attributes_size(shape);
    }
    if (UNLIKELY(vm->finalized.count))
        pointer_table_remove(&vm->finalized, object);
    Heap *heap = &vm->memory;
    if (type->flags & TYPE_FLAG_CONTAINER) {
        heap = &vm->objects;
        vm->container_growth--;
    }
    heap_free(heap, object, size);
    vm->live_objects--;
    if (type->flags & TYPE_FLAG_COUNTED)
        value_drop(vm, type_value(type));
}

void object_destroy_plain(Vm *vm, Object *object) { object_free(vm, object, 0); }

void object_traverse(Vm *vm, Object *object, ObjectVisitor visit, void *context)
{
    const Shape *shape = vm->shapes[object->shape];
    Type *type = shape->type;
    size_t count;
    Value *slots = slot_values(type, object, &count);
    for (size_t i = 0; i < count; i++)
        visit(vm, slots[i], context);
    if (type->flags & TYPE_FLAG_ATTRIBUTES) {
        Attributes *attributes = object_attributes(vm, object);
        visit(vm, attributes->dict, context);
        for (uint32_t i = 0; shape->mode == SHAPE_SLOTS && i < shape->count; i++)
            visit(vm, *attributes_place(attributes, shape, i), context);
    }
    if (type->flags & TYPE_FLAG_COUNTED)
        visit(vm, type_value(type), context);
    if (type->slots.traverse)
        type->slots.traverse(vm, object, visit, context);
}

/* The instance falls back to its type's first shape, so that nothing names the
 * places which were emptied. */
static void clear_attributes(Vm *vm, Object *object)
{
    const Shape *shape = vm->shapes[object->shape];
    if (shape->mode == SHAPE_DICT) {
        value_clear(vm, &object_attributes(vm, object)->dict);
        return;
    }
    Attributes *attributes = object_attributes(vm, object);
    while (shape->parent) {
        Value *place = attributes_place(attributes, shape, shape->count - 1);
        Value old = *place;
        *place = VALUE_ABSENT;
        shape = shape->parent;
        object->shape = shape->id;
        value_drop(vm, old);
        if (object->shape != shape->id)
            return; /* dropping ran code that gave the object new attributes */
    }
}

void object_clear(Vm *vm, Object *object)
{
    Type *type = object_type(vm, object);
    if (type->fixed_size != type->size)
        drop_slots(vm, type, object);
    if (type->flags & TYPE_FLAG_ATTRIBUTES)
        clear_attributes(vm, object);
    if (type->slots.clear)
        type->slots.clear(vm, object);
}

void object_finalize(Vm *vm, Object *object)
{
    Type *type = object_type(vm, object);
    if (!type->slots.finalize || pointer_table_get(&vm->finalized, object))
        return;
    Value pending = vm->pending;
    vm->pending = VALUE_ABSENT;
    if ((type->flags & TYPE_FLAG_HAS_DEL) && !pointer_table_set(vm, &vm->finalized, object, object))
        value_clear(vm, &vm->pending); /* no memory to remember it by: it may run twice */
    type->slots.finalize(vm, value_from_object(object));
    ASSERT(vm->pending == VALUE_ABSENT);
    vm->pending = pending;
}

/* False when a finalizer gave the object new references. */
static bool finish_life(Vm *vm, Object *object, Type *type)
{
    if (type->slots.finalize) {
        object->refs = 1;
        object_finalize(vm, object);
        if (--object->refs)
            return false;
    }
    if (vm->weak_targets.count && pointer_table_get(&vm->weak_targets, object)) {
        object->refs = 1;
        weakref_target_dies(vm, object);
        if (--object->refs)
            return false;
    }
    return true;
}

static void die_now(Vm *vm, Object *object)
{
    Type *type = object_type(vm, object);
    if ((type->slots.finalize || vm->weak_targets.count) && !finish_life(vm, object, type))
        return;
    /* A finalizer may have changed __class__. */
    object_type(vm, object)->slots.destroy(vm, object);
}

/* The list is malloc'ed: where the budget is used up, death must not recurse. */
static bool defer_death(Vm *vm, Object *object)
{
    if (vm->deferred_count == vm->deferred_capacity) {
        uint32_t capacity = vm->deferred_capacity ? vm->deferred_capacity * 2 : 64;
        Object **larger = realloc(vm->deferred_deaths, capacity * sizeof *larger);
        if (!larger)
            return false;
        vm->deferred_deaths = larger;
        vm->deferred_capacity = capacity;
    }
    vm->deferred_deaths[vm->deferred_count++] = object;
    return true;
}

void object_die(Vm *vm, Object *object)
{
    ASSERT(object->refs == 0 && object->shape);
    if (LIKELY(object->shape == TYPE_STR)) { /* owns nothing: most of what dies */
        Str *str = (Str *)object;
        if (UNLIKELY(str->flags & STR_INTERNED))
            str_forget_interned(vm, str);
        heap_free(&vm->memory, str, sizeof *str + str_extra(str->size));
        vm->live_objects--;
        return;
    }
    if (UNLIKELY(vm->destroy_depth >= DEATH_DEPTH_MAX) && defer_death(vm, object))
        return;
    vm->destroy_depth++;
    die_now(vm, object);
    vm->destroy_depth--;
    while (UNLIKELY(vm->deferred_count && vm->destroy_depth == 0)) {
        vm->destroy_depth = 1;
        die_now(vm, vm->deferred_deaths[--vm->deferred_count]);
        vm->destroy_depth = 0;
    }
}

/* Raw memory. -------------------------------------------------------------- */

void *vm_alloc(Vm *vm, size_t size)
{
    void *block = heap_alloc(&vm->memory, size_max(size, 1));
    if (UNLIKELY(!block))
        (void)raise_memory_error(vm);
    return block;
}

void *vm_resize(Vm *vm, void *block, size_t old_size, size_t new_size)
{
    void *moved = heap_resize(&vm->memory, block, block ? size_max(old_size, 1) : 0, size_max(new_size, 1));
    if (UNLIKELY(!moved))
        (void)raise_memory_error(vm);
    return moved;
}

void vm_free(Vm *vm, void *block, size_t size)
{
    if (block)
        heap_free(&vm->memory, block, size_max(size, 1));
}

bool stack_overflow(Vm *vm)
{
    (void)raise_error(vm, TYPE_RECURSION_ERROR, "maximum recursion depth exceeded");
    return false;
}

Type *value_type_immediate(const Vm *vm, Value value)
{
    if (value_is_int(value))
        return vm->types[TYPE_INT];
    if (value_is_float(value))
        return vm->types[TYPE_FLOAT];
    switch (value) {
    case VALUE_NONE:
        return vm->types[TYPE_NONE];
    case VALUE_TRUE:
    case VALUE_FALSE:
        return vm->types[TYPE_BOOL];
    case VALUE_NOT_IMPLEMENTED:
        return vm->types[TYPE_NOT_IMPLEMENTED];
    case VALUE_ELLIPSIS:
        return vm->types[TYPE_ELLIPSIS];
    default:
        UNREACHABLE(); /* a marker escaped */
    }
}
