/* Starting and ending the object world.
 *
 * Types are objects, and making one takes strs, tuples and dicts, which have
 * types: so all Type objects and their first shapes are laid down by hand, the
 * few needed at once with provisional sizes; then each type's own file fills it
 * in.  A builtin type's shape has the TypeId for its id.
 *
 * Ending undoes this: the program's objects first, by reference counts and the
 * collector, then what the types hold, then the immortal strs, the types last. */
#include <stdlib.h>
#include <sys/random.h>

#include "object/bytes.h"
#include "object/collector.h"
#include "object/container.h"
#include "object/descriptor.h"
#include "object/function.h"
#include "object/raise.h"
#include "object/setup.h"
#include "object/shape.h"
#include "object/str.h"
#include "object/type.h"
#include "object/type_inner.h"

enum { FIRST_COLLECTION = 10000 };

static bool lay_type(Vm *vm, TypeId id)
{
    Type *type = heap_alloc(&vm->objects, sizeof *type);
    if (!type)
        return false;
    memset(type, 0, sizeof *type);
    vm->live_objects++;
    vm->types[id] = type;
    type->object = (Object){.refs = OBJECT_IMMORTAL + 1, .shape = TYPE_TYPE};
    type->name = type->qualname = type->module = type->bases = type->mro = type->dict = type->slot_names = VALUE_ABSENT;
    type->new_method = type->init_method = VALUE_ABSENT;
    type->shape = shape_new_root(vm, type, (uint32_t)id, SHAPE_PLAIN, 0);
    return type->shape != NULL;
}

/* What must be right before the type's own setup says it. */
static void lay_layouts(Vm *vm)
{
    static const struct {
        TypeId id;
        uint32_t size, flags;
    } layouts[] = {
        {TYPE_TYPE, sizeof(Type), TYPE_FLAG_CONTAINER | TYPE_FLAG_TYPE},
        {TYPE_STR, sizeof(Str), TYPE_FLAG_STR},
        {TYPE_BYTES, sizeof(Bytes), TYPE_FLAG_BYTES},
        {TYPE_TUPLE, sizeof(Tuple), TYPE_FLAG_CONTAINER | TYPE_FLAG_TUPLE},
        {TYPE_DICT, sizeof(Dict), TYPE_FLAG_CONTAINER | TYPE_FLAG_DICT},
        {TYPE_NATIVE, sizeof(Native), TYPE_FLAG_CONTAINER},
        {TYPE_METHOD_DESCRIPTOR, sizeof(Native), TYPE_FLAG_CONTAINER | TYPE_FLAG_METHOD_LIKE},
        {TYPE_SLOT_WRAPPER, sizeof(SlotWrapper), TYPE_FLAG_CONTAINER | TYPE_FLAG_METHOD_LIKE},
        {TYPE_GETSET, sizeof(GetSet), TYPE_FLAG_CONTAINER},
        {TYPE_STATICMETHOD, sizeof(Wrapper), TYPE_FLAG_CONTAINER},
        {TYPE_CLASSMETHOD, sizeof(Wrapper), TYPE_FLAG_CONTAINER},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(layouts); i++) {
        Type *type = vm->types[layouts[i].id];
        type->size = type->fixed_size = layouts[i].size;
        type->flags = layouts[i].flags;
    }
}

static void make_immortal(Value value) { ((Object *)value_object(value))->refs += OBJECT_IMMORTAL; }

/* The empty tuple, bytes and str, and the strs and bytes of one character: the
 * functions that make such objects share these. */
static bool make_small_objects(Vm *vm)
{
    Str *empty = str_new_raw(vm, 0);
    Tuple *tuple = object_new(vm, vm->types[TYPE_TUPLE], 0);
    Bytes *bytes = object_new(vm, vm->types[TYPE_BYTES], 1);
    if (!empty || !tuple || !bytes)
        return false;
    bytes->bytes[0] = 0;
    vm->empty_str = str_finish(empty);
    vm->empty_tuple = value_from_object(tuple);
    vm->empty_bytes = value_from_object(bytes);
    make_immortal(vm->empty_str);
    make_immortal(vm->empty_tuple);
    make_immortal(vm->empty_bytes);
    for (uint32_t c = 0; c < 256; c++) {
        Str *str = str_new_raw(vm, c < 0x80 ? 1 : 2);
        Bytes *one = object_new(vm, vm->types[TYPE_BYTES], 2);
        if (!str || !one)
            return false;
        str->bytes[0] = (char)(c < 0x80 ? c : 0xc0 | c >> 6);
        if (c >= 0x80)
            str->bytes[1] = (char)(0x80 | (c & 0x3f));
        one->size = 1;
        one->bytes[0] = (uint8_t)c;
        one->bytes[1] = 0;
        vm->latin1[c] = str_finish(str);
        vm->bytes1[c] = value_from_object(one);
        make_immortal(vm->latin1[c]);
        make_immortal(vm->bytes1[c]);
    }
    return true;
}

static bool make_names(Vm *vm)
{
    static const char *const texts[] = {
#define NAME(id, text) text,
#include "object/names.def"
#undef NAME
    };
    for (size_t i = 0; i < NAME_COUNT; i++) {
        Value name = str_intern_c(vm, texts[i]);
        if (value_is_error(name))
            return false;
        vm->names[i] = name;
        make_immortal(name);
    }
    return true;
}

static bool set_up_types(Vm *vm)
{
    static bool (*const setups[])(Vm *, Type *) = {
#define TYPE_ID(id, name, setup) [TYPE_##id] = setup,
#include "object/types.def"
#undef TYPE_ID
    };
    for (size_t id = 1; id < ARRAY_LENGTH(setups); id++) {
        if (!setups[id](vm, vm->types[id]))
            return false;
    }
    return exceptions_setup(vm);
}

static void set_blank_values(Vm *vm)
{
    vm->pending = vm->yielded = vm->stop_value = VALUE_ABSENT;
    vm->handled = VALUE_NONE;
    vm->builtins = vm->modules = VALUE_ABSENT;
    vm->empty_str = vm->empty_tuple = vm->empty_bytes = vm->empty_frozenset = VALUE_ABSENT;
    for (size_t i = 0; i < 256; i++)
        vm->latin1[i] = vm->bytes1[i] = VALUE_ABSENT;
    for (size_t i = 0; i < NAME_COUNT; i++)
        vm->names[i] = VALUE_ABSENT;
}

bool objects_start(Vm *vm)
{
    heap_init(&vm->objects, &vm->budget, true);
    heap_init(&vm->memory, &vm->budget, false);
    set_blank_values(vm);
    vm->collect_at = INT64_MAX; /* no collection before the types are whole */
    vm->shape_count = 1;
    if (!vm->deterministic && getrandom(vm->hash_seed, sizeof vm->hash_seed, 0) != (ssize_t)sizeof vm->hash_seed)
        return false;
    for (TypeId id = 1; id < TYPE_ID_COUNT; id++) {
        if (!lay_type(vm, id))
            return false;
    }
    lay_layouts(vm);
    if (!type_cache_start(vm) || !shape_cache_start(vm) || !make_small_objects(vm) || !make_names(vm) ||
        !set_up_types(vm))
        return false;
    vm->empty_frozenset = frozenset_from(vm, vm->empty_tuple);
    if (value_is_error(vm->empty_frozenset))
        return false;
    vm->collect_at = vm->collect_least = FIRST_COLLECTION;
    vm->container_growth = 0;
    return true;
}

/* Ending. --------------------------------------------------------------------------- */

static void collect_all(Vm *vm)
{
    while (collector_run(vm))
        value_clear(vm, &vm->pending);
}

/* Takes the program's modules out of sys.modules, so that they die while sys
 * and builtins still serve their finalizers. */
static void end_modules(Vm *vm)
{
    if (!value_is_heap(vm->modules) || !value_has_shape(vm->modules, TYPE_DICT))
        return;
    Value key, module;
    uint32_t position = 0;
    /* Replacing values keeps the walk right, whatever dies by it. */
    while (dict_walk(vm->modules, &position, &key, &module)) {
        bool serves = str_equals_c(key, "sys") || str_equals_c(key, "builtins");
        if (!serves && !dict_set(vm, vm->modules, key, VALUE_NONE))
            value_clear(vm, &vm->pending);
    }
    collect_all(vm);
}

/* The program's world: afterwards only what the types hold is left. */
static void end_program(Vm *vm)
{
    vm->budget.limit = 0; /* finalizers are not to fail because the program used all it had */
    value_clear(vm, &vm->pending);
    value_clear(vm, &vm->yielded);
    value_clear(vm, &vm->stop_value);
    value_replace_take(vm, &vm->handled, VALUE_NONE);
    end_modules(vm);
    vm->tearing_down = true;
    value_clear(vm, &vm->modules);
    value_clear(vm, &vm->builtins);
    collect_all(vm);
    if (vm->hooks.end) {
        vm->hooks.end(vm);
        collect_all(vm);
    }
    vm->collector_disabled = true;
    value_clear(vm, &vm->stop_value);
    type_cache_end(vm);
    shape_cache_end(vm);
    pointer_table_free(vm, &vm->weak_targets);
    pointer_table_free(vm, &vm->finalized);
}

static void end_type_contents(Vm *vm)
{
    for (TypeId id = 1; id < TYPE_ID_COUNT; id++)
        type_slot_clear(vm, &vm->types[id]->object);
    for (TypeId id = 1; id < TYPE_ID_COUNT; id++) {
        Type *type = vm->types[id];
        value_clear(vm, &type->name);
        value_clear(vm, &type->qualname);
        value_clear(vm, &type->module);
        vm_free(vm, type->subclasses, type->subclass_capacity * sizeof *type->subclasses);
        type->subclasses = NULL;
        type->subclass_count = type->subclass_capacity = 0;
    }
    for (uint32_t id = 1; id < vm->shape_count; id++) {
        if (vm->shapes[id])
            value_clear(vm, &vm->shapes[id]->name);
    }
}

static void drop_immortal(Vm *vm, Value *place)
{
    Value value = *place;
    *place = VALUE_ABSENT;
    if (!value_is_heap(value))
        return;
    ((Object *)value_object(value))->refs -= OBJECT_IMMORTAL;
    value_drop(vm, value);
}

static void end_small_objects(Vm *vm)
{
    for (size_t i = 0; i < NAME_COUNT; i++)
        drop_immortal(vm, &vm->names[i]);
    value_clear(vm, &vm->empty_frozenset);
    drop_immortal(vm, &vm->empty_tuple);
    drop_immortal(vm, &vm->empty_bytes);
    drop_immortal(vm, &vm->empty_str);
    for (size_t i = 0; i < 256; i++) {
        drop_immortal(vm, &vm->latin1[i]);
        drop_immortal(vm, &vm->bytes1[i]);
    }
    vm_free(vm, vm->interned.slots, vm->interned.capacity * sizeof(Value));
    vm->interned = (InternTable){0};
}

static void end_types(Vm *vm)
{
    for (TypeId id = 1; id < TYPE_ID_COUNT; id++)
        shape_free_tree(vm, vm->types[id]->shape);
    for (TypeId id = 1; id < TYPE_ID_COUNT; id++) {
        heap_free(&vm->objects, vm->types[id], sizeof(Type));
        vm->types[id] = NULL;
    }
    vm_free(vm, vm->shapes, vm->shape_capacity * sizeof *vm->shapes);
    vm->shapes = NULL;
    vm->shape_count = vm->shape_capacity = 0;
}

void objects_end(Vm *vm)
{
    if (!vm->types[TYPE_ID_COUNT - 1] || !vm->type_cache)
        return; /* the start failed: the heaps' owner frees all at once */
    end_program(vm);
    end_type_contents(vm);
    end_small_objects(vm);
    free(vm->deferred_deaths);
    vm->deferred_deaths = NULL;
    vm->deferred_capacity = 0;
    vm->live_objects -= TYPE_ID_COUNT - 1;
    /* Survivors are told by their types: those stay for objects_report_leaks. */
    if (vm->live_objects == 0)
        end_types(vm);
}
