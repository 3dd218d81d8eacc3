/* Types: making them, finding attributes along the MRO, shapes of instances. */
#ifndef HABU_OBJECT_TYPE_H
#define HABU_OBJECT_TYPE_H

#include "object/native.h"

/* Fills in a type from types.def (called by setup functions). */
MUST_CHECK bool type_define(Vm *vm, Type *type, const TypeDef *def);
/* Makes a further builtin type, as modules do; base NULL: object.  Owned result, NULL on error. */
MUST_CHECK Type *type_create(Vm *vm, const TypeDef *def, Type *base);
/* Adds a value to the type's dict (name interned). */
MUST_CHECK bool type_add(Vm *vm, Type *type, const char *name, Value value);

/* What a class statement does: name, bases (tuple), namespace (dict, copied),
 * already with the metaclass chosen; keywords are for __init_subclass__. */
MUST_CHECK MAY_RUN Value type_new_class(Vm *vm, Type *metatype, Value name, Value bases, Value namespace, Value kwnames,
                                        const Value *kwargs);
/* builtins.__build_class__(func, name, /, *bases, **kwds), with args as that signature binds them: type_build.c */
MAY_RUN Value type_build_class(Vm *vm, const Value *args);

/* The attribute along the MRO, unbound and borrowed; VALUE_ABSENT when none has
 * it.  Cached by (type, name) until vm->class_epoch moves.  name is interned. */
Value type_lookup_borrow(Vm *vm, const Type *type, Value name);
/* The same, and the type of the MRO that has it. */
Value type_lookup_owner_borrow(Vm *vm, const Type *type, Value name, Type **owner);

bool type_is_subtype(const Type *type, const Type *base); /* by MRO */
static inline bool value_is_instance(const Vm *vm, Value value, const Type *type)
{
    const Type *own = value_type(vm, value);
    return own == type || type_is_subtype(own, type);
}
/* isinstance() and issubclass() with tuples, unions and __instancecheck__; -1: error. */
MUST_CHECK MAY_RUN int value_isinstance(Vm *vm, Value value, Value classinfo);
MUST_CHECK MAY_RUN int value_issubclass(Vm *vm, Value type, Value classinfo);

void type_cache_clear(Vm *vm);

const char *type_name(const Vm *vm, const Type *type);     /* UTF-8, as in error messages */
static inline const char *value_type_name(const Vm *vm, Value value) { return type_name(vm, value_type(vm, value)); }
Value type_full_name(Vm *vm, const Type *type); /* "module.qualname", without "builtins." */

/* Recomputes slots and cached methods after the dict changed, for the type and
 * all that derive from it, and moves vm->class_epoch. */
bool type_update(Vm *vm, Type *type);

/* Shapes (object/shape.c). -------------------------------------------------- */

/* Index of name among the attributes of the shape, or -1.  The first walks the
 * chain; the second remembers in vm->attribute_cache. */
int32_t shape_find(const Shape *shape, Value name);
int32_t shape_find_cached(Vm *vm, const Shape *shape, Value name);
/* The shape with name added; NULL with MemoryError pending. */
Shape *shape_add(Vm *vm, Shape *shape, Value name);
MUST_CHECK Shape *shape_new_root(Vm *vm, Type *type, uint32_t id, ShapeMode mode, uint32_t inline_slots);
Shape *shape_dict_mode(Vm *vm, Shape *shape);
/* Frees the roots of a dying type with all that grew from them. */
void shape_free_tree(Vm *vm, Shape *root);
void shape_cache_clear(Vm *vm);
static inline Value *attributes_place(Attributes *attributes, const Shape *shape, uint32_t index)
{
    ASSERT(index < shape->count);
    return index < shape->inline_slots ? &attributes->inline_values[index] : &attributes->overflow[index - shape->inline_slots];
}
/* Makes room in overflow for the attribute that shape added last. */
MUST_CHECK bool attributes_reserve(Vm *vm, Attributes *attributes, const Shape *shape);

/* Attributes of any value (object/attribute.c). ----------------------------- */

MUST_CHECK MAY_RUN Value attribute_get(Vm *vm, Value object, Value name);
/* As getattr() with a default: VALUE_ABSENT (nothing pending) when AttributeError was raised. */
MUST_CHECK MAY_RUN Value attribute_get_optional(Vm *vm, Value object, Value name);
MUST_CHECK MAY_RUN bool attribute_set(Vm *vm, Value object, Value name, Value value);
MUST_CHECK MAY_RUN bool attribute_delete(Vm *vm, Value object, Value name);
/* object.__getattribute__ and __setattr__: the default slots. */
MUST_CHECK MAY_RUN Value attribute_generic_get(Vm *vm, Value object, Value name);
MUST_CHECK MAY_RUN bool attribute_generic_set(Vm *vm, Value object, Value name, Value value);
/* The look-up of attribute_generic_get; VALUE_ABSENT, with nothing pending, where that raises. */
MUST_CHECK MAY_RUN Value attribute_generic_find(Vm *vm, Value object, Value name);
/* Makes the object's __dict__ (switching it to dict mode): borrowed; VALUE_ERROR;
 * VALUE_ABSENT when such an object has none. */
Value attribute_dict_borrow(Vm *vm, Object *object);
/* Makes dict the object's __dict__; VALUE_ABSENT: an empty one. */
MUST_CHECK bool attribute_dict_replace(Vm *vm, Object *object, Value dict);
/* A new dict of the object's own attributes, or VALUE_ABSENT when it cannot have any. */
MUST_CHECK Value attribute_own_copy(Vm *vm, Value object);

/* For a call `object.name(...)`: finds the method without binding it.  Returns
 * the function (owned) with *bound = false when it must be called with object
 * in front, or any other attribute value with *bound = true. */
MUST_CHECK MAY_RUN Value attribute_get_method(Vm *vm, Value object, Value name, bool *bound);

/* How an inline cache may answer attribute_get next time. */
typedef enum {
    ATTRIBUTE_UNCACHEABLE,
    ATTRIBUTE_INLINE,   /* at byte offset from the object, while its shape stays; VALUE_ABSENT there (an
                           empty one of __slots__): ask attribute_get */
    ATTRIBUTE_OVERFLOW, /* at overflow[index] */
    ATTRIBUTE_METHOD,   /* a function-like class attribute: value, to be called with the object in front */
    ATTRIBUTE_VALUE,    /* a class attribute that needs no binding: owner's dict entry at index */
    ATTRIBUTE_PROPERTY, /* value is a property whose getter is a plain function */
    ATTRIBUTE_MODULE    /* the module's dict entry at index, while its keys_version stays */
} AttributeKind;

typedef struct {
    AttributeKind kind;
    uint32_t shape;   /* valid for objects of this shape ... */
    uint32_t epoch;   /* ... while vm->class_epoch is this (not for INLINE of builtin data) */
    uint32_t offset;  /* bytes (INLINE), or index */
    Value value;      /* METHOD: borrowed; VALUE, MODULE: the dict that holds it, borrowed */
} AttributePlace;

/* Explains where attribute_get(object, name) would find its answer. */
AttributePlace attribute_locate(Vm *vm, Value object, Value name);
/* The same for a store into an existing (or, new_shape nonzero, a new) place. */
typedef struct {
    AttributeKind kind; /* INLINE, OVERFLOW or UNCACHEABLE */
    uint32_t shape, epoch, offset;
    uint32_t new_shape; /* the object's shape after adding the attribute; 0: it exists already */
} AttributeStorePlace;
AttributeStorePlace attribute_locate_store(Vm *vm, Value object, Value name);

/* Called by type construction when the VM starts and ends (object/bootstrap.c). */
MUST_CHECK bool objects_start(Vm *vm);
void objects_end(Vm *vm);

#endif
