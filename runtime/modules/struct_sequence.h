/* Tuples whose items have names: sys.version_info, time.struct_time and so on.
 *
 * The type is described by a TypeDef whose getsets are STRUCT_FIELDs in the order
 * of the items; repr() takes the names from there. */
#ifndef HABU_RUNTIME_MODULES_STRUCT_SEQUENCE_H
#define HABU_RUNTIME_MODULES_STRUCT_SEQUENCE_H

#include "modules/module.h"

/* Getters of the items by index; no struct has more than twenty. */
#define STRUCT_GETTER(i) Value struct_field_##i(Vm *vm, Value self);
STRUCT_GETTER(0) STRUCT_GETTER(1) STRUCT_GETTER(2) STRUCT_GETTER(3) STRUCT_GETTER(4)
STRUCT_GETTER(5) STRUCT_GETTER(6) STRUCT_GETTER(7) STRUCT_GETTER(8) STRUCT_GETTER(9)
STRUCT_GETTER(10) STRUCT_GETTER(11) STRUCT_GETTER(12) STRUCT_GETTER(13) STRUCT_GETTER(14)
STRUCT_GETTER(15) STRUCT_GETTER(16) STRUCT_GETTER(17) STRUCT_GETTER(18) STRUCT_GETTER(19)
#undef STRUCT_GETTER

#define STRUCT_FIELD(name, index) {name, struct_field_##index, NULL, NULL}

/* A TypeDef for a struct sequence; the type's base must be tuple. */
#define STRUCT_TYPE(type_name, module_name, fields)                                                                      \
    {.name = type_name, .module = module_name, .flags = TYPE_FLAG_CONTAINER, .size = sizeof(Tuple),                      \
     .slots = {.repr = struct_sequence_slot_repr}, .methods = struct_sequence_methods, .getsets = fields}

MAY_RUN Value struct_sequence_slot_repr(Vm *vm, Value self);
extern const NativeDef struct_sequence_methods[];

/* Makes the type, without adding it to a module. */
MUST_CHECK Type *struct_sequence_type(Vm *vm, const TypeDef *def);
/* An instance; takes the items, also on failure.  Any of them may be VALUE_ERROR. */
MUST_CHECK Value struct_sequence_new_take(Vm *vm, Type *type, const Value *items, size_t count);

#endif
