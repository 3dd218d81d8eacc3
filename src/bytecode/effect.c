/* What instructions do to temporaries.  Operand letters and flags say nearly
 * all of it; the rest is listed here, once. */
#include "bytecode/effect.h"

char opcode_operand(Opcode op, int operand)
{
    const char *letters = opcode_operands(op);
    if (operand == 2 && letters[1] == 'J')
        return '-';
    return letters[operand];
}

static unsigned operand_value(const Word *word, int operand)
{
    return operand == 0 ? word->a : operand == 1 ? word->b : word->c;
}

bool effect_operand_is_register(const Word *instruction, int operand)
{
    Opcode op = opcode_generic(instruction->op);
    char letter = opcode_operand(op, operand);
    if (op == OP_FORMAT && operand == 2)
        return instruction->c != NO_REGISTER;
    if (op == OP_MAKE_FUNCTION && operand == 2)
        return instruction->flags & (FLAG_X | FLAG_Y | FLAG_Z);
    return letter == 'w' || letter == 'r' || letter == 'o';
}

bool effect_jump_offset(const Word *instruction, int32_t *offset)
{
    const char *letters = opcode_operands(opcode_generic(instruction->op));
    if (letters[1] == 'J') {
        *offset = (int32_t)((uint32_t)instruction->b | (uint32_t)instruction->c << 16);
        return true;
    }
    if (letters[2] && letters[3] == 'j') {
        *offset = (int32_t)instruction[1].low;
        return true;
    }
    return false;
}

static RegisterRun run(uint32_t first, uint32_t count)
{
    return (RegisterRun){first, count};
}

/* The consumed operands that flags name, and the single written register. */
static void effect_from_letters(const Word *word, Effect *effect)
{
    static const unsigned take_flags[3] = {FLAG_RA, FLAG_RB, FLAG_RC};
    Opcode op = opcode_generic(word->op);
    int written = 0;
    for (int i = 0; i < 3; i++) {
        char letter = opcode_operand(op, i);
        if (letter == 'w')
            effect->written[written++] = run(operand_value(word, i), 1);
        else if ((letter == 'r' || letter == 'o') && (word->flags & take_flags[i]))
            effect->used[i] = run(operand_value(word, i), 1);
    }
}

static void effect_of_call(const Word *word, Opcode op, Effect *effect)
{
    bool method = op == OP_CALL_METHOD || (op == OP_CALL_KW && (word->flags & FLAG_X));
    effect->used[0] = effect->used[1] = effect->used[2] = run(0, 0);
    effect->taken[0] = run(word->a, method ? 2 : 1);
    if (op == OP_CALL_EX)
        effect->taken[1] = run(word->a + CALL_WINDOW_ARGUMENTS, word->flags & FLAG_X ? 2 : 1);
    else
        effect->taken[1] = run(word->a + CALL_WINDOW_ARGUMENTS, word->b + method);
}

static void effect_of_build(const Word *word, Opcode op, Effect *effect)
{
    uint32_t count = op == OP_BUILD_SLICE ? 3 : op == OP_BUILD_MAP ? 2u * word->c : word->c;
    effect->used[1] = run(0, 0);
    effect->taken[0] = run(word->b, count);
}

static const uint8_t intrinsic_counts[] = {
#define INTRINSIC(name, count, doc) count,
#include "bytecode/intrinsics.def"
#undef INTRINSIC
};

static void effect_of_making(const Word *word, Opcode op, Effect *effect)
{
    if (op == OP_INTRINSIC) {
        ASSERT(word->c < INTRINSIC_COUNT);
        effect->used[1] = run(word->b, intrinsic_counts[word->c]);
        return;
    }
    uint32_t count = !!(word->flags & FLAG_X) + !!(word->flags & FLAG_Y) + !!(word->flags & FLAG_Z);
    effect->used[2] = run(word->c, count);
}

static void effect_of_loop(const Word *word, Opcode op, Effect *effect)
{
    switch (op) {
    case OP_FOR_PREP: effect->written[0] = run(word->a, 1); break;
    case OP_ASYNC_FOR_PREP: effect->written[0] = run(word->a, 2); break;
    default:
        effect->written[0] = run(0, 0);
        effect->jump_written = run(word->a, 1);
        effect->fall_used = run(word->b, op == OP_FOR_NEXT ? 1 : 2);
        break;
    }
}

static void effect_of_rest(const Word *word, Opcode op, Effect *effect)
{
    switch (op) {
    case OP_BORROW_CONST: effect->written[0] = run(0, 0); break;
    case OP_RELEASE: effect->used[0] = run(word->a, 1); break;
    case OP_MOVE:
    case OP_AWAIT:
    case OP_LEAVE_HANDLER: effect->used[1] = run(word->b, 1); break;
    /* The value is on its way out already when an exception is thrown in. */
    case OP_YIELD:
        effect->taken[0] = effect->used[1];
        effect->used[1] = run(0, 0);
        break;
    case OP_JUMP_IF_KEEP:
    case OP_JUMP_UNLESS_KEEP: effect->fall_used = run(word->a, 1); break;
    case OP_LOAD_METHOD:
    case OP_LOAD_SPECIAL:
        effect->written[0] = run(word->a, 2);
        effect->written[1] = run(word->a + CALL_WINDOW_ARGUMENTS, 1);
        break;
    case OP_UNPACK: effect->written[0] = run(word->a, word->c); break;
    case OP_UNPACK_STAR: effect->written[0] = run(word->a, word[1].low + 1 + word[1].high); break;
    case OP_RETURN:
    case OP_RERAISE:
        effect->used[0] = run(word->a, 1);
        effect->ends = true;
        break;
    case OP_JUMP:
    case OP_RETURN_CONST:
    case OP_RAISE:
    case OP_RAISE_FROM:
    case OP_RAISE_CURRENT: effect->ends = true; break;
    default: break;
    }
}

void effect_of(const Word *instruction, Effect *effect)
{
    Opcode op = opcode_generic(instruction->op);
    *effect = (Effect){0};
    effect_from_letters(instruction, effect);
    switch (op) {
    case OP_CALL:
    case OP_CALL_METHOD:
    case OP_CALL_KW:
    case OP_CALL_EX: effect_of_call(instruction, op, effect); break;
    case OP_BUILD_TUPLE:
    case OP_BUILD_LIST:
    case OP_BUILD_SET:
    case OP_BUILD_MAP:
    case OP_BUILD_STRING:
    case OP_BUILD_SLICE: effect_of_build(instruction, op, effect); break;
    case OP_MAKE_FUNCTION:
    case OP_INTRINSIC: effect_of_making(instruction, op, effect); break;
    case OP_FOR_PREP:
    case OP_FOR_NEXT:
    case OP_ASYNC_FOR_PREP:
    case OP_ASYNC_FOR_NEXT: effect_of_loop(instruction, op, effect); break;
    default: effect_of_rest(instruction, op, effect); break;
    }
}
