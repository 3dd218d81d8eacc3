/* Descriptors that types keep for their C-level attributes. */
#ifndef HABU_OBJECT_DESCRIPTOR_H
#define HABU_OBJECT_DESCRIPTOR_H

#include "object/native.h"

/* getset_descriptor: an attribute computed by C functions. */
typedef struct {
    Object object;
    const GetSetDef *def;
    Value owner; /* Type */
    Value name;
} GetSet;

/* member_descriptor: one of __slots__. */
typedef struct {
    Object object;
    Value owner; /* Type */
    Value name;
    uint32_t offset; /* bytes from the instance */
} Member;

typedef struct SlotDef SlotDef; /* object/slots.h */

/* wrapper_descriptor: a C slot as a dunder method. */
typedef struct {
    Object object;
    const SlotDef *def;
    Value owner; /* Type */
} SlotWrapper;

/* method-wrapper: a slot wrapper bound to an instance. */
typedef struct {
    Object object;
    Value wrapper; /* SlotWrapper */
    Value self;
} MethodWrapper;

/* `__dict__` and `__weakref__` of a class's instances. */
extern const GetSetDef instance_dict_getset, instance_weakref_getset;

MUST_CHECK Value getset_new(Vm *vm, const GetSetDef *def, Type *owner);
MUST_CHECK Value member_new(Vm *vm, Type *owner, Value name, uint32_t offset);
MUST_CHECK Value slot_wrapper_new(Vm *vm, const SlotDef *def, Type *owner);

#endif
