/* The callees that specialised calls own: they make cycles through functions
 * that call themselves, so the collector must see them. */
#include "bytecode/cache.h"

Value *cache_held_callee(Word *instruction)
{
    switch (instruction->op) {
    case OP_CALL_FUNCTION:
    case OP_CALL_METHOD_FUNCTION:
    case OP_CALL_NATIVE:
    case OP_CALL_METHOD_NATIVE:
    case OP_CALL_NATIVE_FILL:
    case OP_CALL_METHOD_FILL:
    case OP_CALL_CLASS:
        return &instruction[1].value;
    default:
        return NULL;
    }
}

void cache_traverse(Vm *vm, const Code *code, void (*visit)(Vm *vm, Value value, void *context), void *context)
{
    for (uint32_t i = 0; i < code->word_count; i += 1 + (uint32_t)opcode_extra_words(code->words[i].op)) {
        const Value *held = cache_held_callee(&code->words[i]);
        if (held)
            visit(vm, *held, context);
    }
}

void cache_clear(Vm *vm, Code *code)
{
    for (uint32_t i = 0; i < code->word_count; i += 1 + (uint32_t)opcode_extra_words(code->words[i].op)) {
        Word *instruction = &code->words[i];
        Value *held = cache_held_callee(instruction);
        if (!held)
            continue;
        Value callee = *held;
        instruction->op = (uint8_t)opcode_generic(instruction->op);
        instruction[1].bits = instruction[2].bits = 0;
        value_drop(vm, callee);
    }
}
