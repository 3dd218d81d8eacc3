/* What the files of `type` share among themselves. */
#ifndef HABU_OBJECT_TYPE_INNER_H
#define HABU_OBJECT_TYPE_INNER_H

#include "object/signature.h"
#include "object/type.h"

/* A blank Type object of the metatype; NULL with MemoryError pending. */
MUST_CHECK Type *type_alloc(Vm *vm, Type *metatype);
/* Fills slots that are NULL from another type's. */
void type_inherit_slots(Type *type, const Slots *from);
MUST_CHECK bool type_add_subclass(Vm *vm, Type *base, Type *subclass);
void type_remove_subclass(Type *base, const Type *subclass);
/* Looks __new__ and __init__ up again. */
void type_cache_methods(Vm *vm, Type *type);

/* The MRO by C3: a tuple, or VALUE_ERROR with CPython's TypeError (type_mro.c). */
MUST_CHECK Value type_compute_mro(Vm *vm, Type *type);
/* The base whose layout an instance extends; NULL with TypeError pending. */
MUST_CHECK Type *type_best_base(Vm *vm, Value bases);
/* The most derived metatype of metatype and the bases'; NULL with TypeError pending. */
MUST_CHECK Type *type_best_metatype(Vm *vm, Type *metatype, Value bases);

/* type_new_class with items {name, bases, namespace} and keywords as a dict. */
MUST_CHECK MAY_RUN Value type_new_class_with(Vm *vm, Type *metatype, const Value *items, Value keywords);

/* isinstance() and issubclass() without __instancecheck__: 1, 0, -1. */
MUST_CHECK MAY_RUN int type_check_instance(Vm *vm, Value value, Value type);
MUST_CHECK MAY_RUN int type_check_subclass(Vm *vm, Value derived, Value type);

/* Calls cls(...) (type.__call__). */
MUST_CHECK MAY_RUN Value type_slot_call(Vm *vm, Value self, const Value *args, int count, Value names);
/* Forgets everything the type holds: its slots still work, for teardown. */
void type_slot_clear(Vm *vm, Object *self);

#endif
