/* The slot table: which dunder method is which field of Slots. */
#ifndef HABU_OBJECT_SLOTS_H
#define HABU_OBJECT_SLOTS_H

#include "object/native.h"

/* How a slot wrapper calls its slot. */
typedef enum {
    SLOT_NOTHING, /* no wrapper: only classes have it */
    SLOT_UNARY, SLOT_HASH, SLOT_CALL, SLOT_GETATTR, SLOT_SETATTR, SLOT_DELATTR, SLOT_GET, SLOT_SET, SLOT_DELETE,
    SLOT_NEXT, SLOT_LENGTH, SLOT_GETITEM, SLOT_SETITEM, SLOT_DELITEM, SLOT_CONTAINS, SLOT_TRUTH, SLOT_COMPARE,
    SLOT_BINARY, SLOT_REFLECTED, SLOT_POWER
} SlotKind;

/* Any of the function types in Slots. */
typedef void (*SlotFunction)(void);

typedef struct SlotDef {
    uint16_t name;   /* NameId */
    uint16_t offset; /* of the field in Slots */
    uint8_t kind;    /* SlotKind */
    uint8_t op;      /* CompareOp or BinaryOp */
    SlotFunction class_function;
    const char *doc;
} SlotDef;

/* In the order of slots.def. */
extern const SlotDef slot_table[];
extern const size_t slot_table_count;

static inline SlotFunction slot_read(const Slots *slots, const SlotDef *def)
{
    SlotFunction function;
    memcpy(&function, (const char *)slots + def->offset, sizeof function);
    return function;
}

static inline void slot_write(Slots *slots, const SlotDef *def, SlotFunction function)
{
    memcpy((char *)slots + def->offset, &function, sizeof function);
}

/* The hash slot of what cannot be hashed. */
bool slot_hash_unhashable(Vm *vm, Value self, int64_t *hash);

/* Fills a class's slots from the dunder methods along its MRO. */
void class_slots_update(Vm *vm, Type *type);

#endif
