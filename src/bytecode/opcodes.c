/* The opcode table as data: names, operands, documents. */
#include "bytecode/code.h"

static const char *const names[] = {
#define OPCODE(name, extra, operands, doc) #name,
#include "bytecode/opcodes.def"
#undef OPCODE
};

static const char *const operands_of[] = {
#define OPCODE(name, extra, operands, doc) operands,
#include "bytecode/opcodes.def"
#undef OPCODE
};

static const char *const docs[] = {
#define OPCODE(name, extra, operands, doc) doc,
#include "bytecode/opcodes.def"
#undef OPCODE
};

static const uint8_t extras[] = {
#define OPCODE(name, extra, operands, doc) extra,
#include "bytecode/opcodes.def"
#undef OPCODE
};

const char *opcode_name(Opcode op)
{
    ASSERT(op < OP_COUNT);
    return names[op];
}

const char *opcode_operands(Opcode op)
{
    ASSERT(op < OP_COUNT);
    return operands_of[op];
}

const char *opcode_doc(Opcode op)
{
    ASSERT(op < OP_COUNT);
    return docs[op];
}

int opcode_extra_words(Opcode op)
{
    ASSERT(op < OP_COUNT);
    return extras[op];
}

Opcode opcode_generic(Opcode op)
{
    switch (op) {
    case OP_LOAD_GLOBAL_MODULE:
    case OP_LOAD_GLOBAL_BUILTIN: return OP_LOAD_GLOBAL;
    case OP_LOAD_ATTR_INLINE:
    case OP_LOAD_ATTR_VALUE:
    case OP_LOAD_ATTR_PROPERTY:
    case OP_LOAD_ATTR_MODULE: return OP_LOAD_ATTR;
    case OP_STORE_ATTR_INLINE:
    case OP_STORE_ATTR_ADD: return OP_STORE_ATTR;
    case OP_LOAD_METHOD_CLASS: return OP_LOAD_METHOD;
    case OP_CALL_FUNCTION:
    case OP_CALL_CODE:
    case OP_CALL_NATIVE:
    case OP_CALL_NATIVE_FILL:
    case OP_CALL_CLASS: return OP_CALL;
    case OP_CALL_METHOD_FUNCTION:
    case OP_CALL_METHOD_NATIVE:
    case OP_CALL_METHOD_FILL: return OP_CALL_METHOD;
    default: return op;
    }
}
