/* Checks a code: operands, jumps, tables, and that on every path each
 * temporary is filled before it is read, consumed exactly once, and listed in
 * the range table just where it owns a value.
 *
 * The walk keeps, for each instruction, the set of temporaries that own when it
 * begins; ways that meet must agree.  Temporaries that only borrow a constant
 * are tracked too, so that reading an empty one is found. */
#include "bytecode/effect.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { STARTS = 1, QUEUED = 2 }; /* an instruction begins here; it is in the work list */

typedef struct {
    const Code *code;
    char *message;
    size_t size;
    bool failed;
    uint32_t temps;       /* number of temporaries */
    uint32_t set_words;   /* 64-bit words of a set of them */
    uint8_t *starts;      /* per word: STARTS, QUEUED */
    uint64_t **owned;     /* per word: the set when the instruction begins, NULL: not reached */
    uint64_t **borrowed;
    uint32_t *work;       /* reached and not yet walked */
    uint32_t work_count;
} Verifier;

static void complain(Verifier *verifier, uint32_t word, const char *format, ...) PRINTF_LIKE(3, 4);

static void complain(Verifier *verifier, uint32_t word, const char *format, ...)
{
    if (verifier->failed)
        return;
    verifier->failed = true;
    const char *name = word < verifier->code->word_count ? opcode_name(verifier->code->words[word].op) : "end";
    int used = snprintf(verifier->message, verifier->size, "word %u (%s): ", word, name);
    va_list arguments;
    va_start(arguments, format);
    if (used >= 0 && (size_t)used < verifier->size)
        vsnprintf(verifier->message + used, verifier->size - (size_t)used, format, arguments);
    va_end(arguments);
}

/* ---- form ---- */

static void find_starts(Verifier *verifier)
{
    const Code *code = verifier->code;
    uint32_t word = 0;
    while (word < code->word_count) {
        if (code->words[word].op >= OP_COUNT) {
            complain(verifier, 0, "no such opcode at word %u", word);
            return;
        }
        verifier->starts[word] = STARTS;
        word += 1 + (uint32_t)opcode_extra_words(code->words[word].op);
    }
    if (word != code->word_count)
        complain(verifier, word, "the last instruction is cut off");
}

static bool is_start(const Verifier *verifier, uint32_t word)
{
    return word < verifier->code->word_count && verifier->starts[word];
}

static void check_operand(Verifier *verifier, uint32_t word, int operand, uint16_t number)
{
    const Code *code = verifier->code;
    const Word *instruction = &code->words[word];
    char letter = opcode_operand(opcode_generic(instruction->op), operand);
    if (effect_operand_is_register(instruction, operand)) {
        if (number >= code->register_count)
            complain(verifier, word, "register %u of %u", number, code->register_count);
    } else if ((letter == 'k' || letter == 'n') && number >= code->constant_count) {
        complain(verifier, word, "constant %u of %u", number, code->constant_count);
    } else if (letter == 'n' && !value_has_shape(code->constants[number], TYPE_STR)) {
        complain(verifier, word, "constant %u is no name", number);
    }
}

static void check_instruction(Verifier *verifier, uint32_t word)
{
    const Word *instruction = &verifier->code->words[word];
    int32_t offset;
    check_operand(verifier, word, 0, instruction->a);
    if (opcode_operands(opcode_generic(instruction->op))[1] != 'J') {
        check_operand(verifier, word, 1, instruction->b);
        check_operand(verifier, word, 2, instruction->c);
    }
    if (effect_jump_offset(instruction, &offset) && !is_start(verifier, word + (uint32_t)offset))
        complain(verifier, word, "jumps into the middle of word %u", word + (uint32_t)offset);
}

static void check_tables(Verifier *verifier)
{
    const Code *code = verifier->code;
    for (uint32_t i = 0; i < code->handler_count; i++) {
        const Handler *handler = &code->handlers[i];
        if (handler->start >= handler->end || handler->end > code->word_count || !is_start(verifier, handler->target))
            complain(verifier, handler->start, "handler %u is malformed", i);
        if (handler->exception_register < code->local_count || handler->exception_register >= code->register_count)
            complain(verifier, handler->start, "handler %u stores into register %u", i, handler->exception_register);
    }
    for (uint32_t i = 0; i < code->range_count; i++) {
        const TempRange *range = &code->ranges[i];
        if (range->start >= range->end || range->end > code->word_count || range->reg < code->local_count ||
            range->reg >= code->register_count || (i && range->start < range[-1].start))
            complain(verifier, range->start, "range %u is malformed", i);
    }
    for (uint32_t i = 0; i < code->position_count; i++)
        if (!is_start(verifier, code->positions[i].start) || (i && code->positions[i].start <= code->positions[i - 1].start))
            complain(verifier, code->positions[i].start, "position %u is malformed", i);
}

/* ---- ownership ---- */

static bool has(const Verifier *verifier, const uint64_t *set, uint32_t reg)
{
    uint32_t temp = reg - verifier->code->local_count;
    return set[temp / 64] >> (temp % 64) & 1;
}

static void put(const Verifier *verifier, uint64_t *set, uint32_t reg, bool present)
{
    uint32_t temp = reg - verifier->code->local_count;
    if (present)
        set[temp / 64] |= UINT64_C(1) << (temp % 64);
    else
        set[temp / 64] &= ~(UINT64_C(1) << (temp % 64));
}

static bool is_temp(const Verifier *verifier, uint32_t reg)
{
    return reg >= verifier->code->local_count && reg < verifier->code->register_count;
}

static void queue(Verifier *verifier, uint32_t word)
{
    if (verifier->starts[word] & QUEUED)
        return;
    verifier->starts[word] |= QUEUED;
    verifier->work[verifier->work_count++] = word;
}

static void reach(Verifier *verifier, uint32_t from, uint32_t word, const uint64_t *owned, const uint64_t *borrowed)
{
    if (!is_start(verifier, word)) {
        complain(verifier, from, "runs off the end");
        return;
    }
    size_t size = verifier->set_words * sizeof(uint64_t);
    if (!verifier->owned[word]) {
        verifier->owned[word] = malloc(size);
        verifier->borrowed[word] = malloc(size);
        if (!verifier->owned[word] || !verifier->borrowed[word]) {
            complain(verifier, from, "no memory to verify with");
            return;
        }
        memcpy(verifier->owned[word], owned, size);
        memcpy(verifier->borrowed[word], borrowed, size);
        queue(verifier, word);
        return;
    }
    for (uint32_t reg = verifier->code->local_count; reg < verifier->code->register_count; reg++)
        if (has(verifier, owned, reg) != has(verifier, verifier->owned[word], reg))
            complain(verifier, from, "register %u is %s here but not on another way to word %u", reg,
                     has(verifier, owned, reg) ? "owned" : "empty", word);
    /* A constant that is there on one way only is not there. */
    bool less = false;
    for (uint32_t i = 0; i < verifier->set_words; i++) {
        uint64_t both = verifier->borrowed[word][i] & borrowed[i];
        less |= both != verifier->borrowed[word][i];
        verifier->borrowed[word][i] = both;
    }
    if (less)
        queue(verifier, word);
}

static void take(Verifier *verifier, uint32_t word, RegisterRun run, uint64_t *owned)
{
    for (uint32_t reg = run.first; reg < run.first + run.count; reg++) {
        if (!is_temp(verifier, reg)) {
            if (reg >= verifier->code->register_count)
                complain(verifier, word, "register %u is out of range", reg);
            continue;
        }
        if (!has(verifier, owned, reg))
            complain(verifier, word, "consumes register %u, which owns nothing", reg);
        put(verifier, owned, reg, false);
    }
}

static void give(Verifier *verifier, uint32_t word, RegisterRun run, uint64_t *owned, uint64_t *borrowed)
{
    for (uint32_t reg = run.first; reg < run.first + run.count; reg++) {
        if (reg >= verifier->code->register_count)
            complain(verifier, word, "register %u is out of range", reg);
        if (!is_temp(verifier, reg))
            continue;
        if (has(verifier, owned, reg))
            complain(verifier, word, "overwrites register %u, which is owned", reg);
        put(verifier, owned, reg, true);
        put(verifier, borrowed, reg, false);
    }
}

static void check_reads(Verifier *verifier, uint32_t word, const uint64_t *owned, const uint64_t *borrowed)
{
    const Word *instruction = &verifier->code->words[word];
    Opcode op = opcode_generic(instruction->op);
    uint16_t operands[3] = {instruction->a, instruction->b, instruction->c};
    bool range = op == OP_INTRINSIC || op == OP_MAKE_FUNCTION || (op >= OP_BUILD_TUPLE && op <= OP_BUILD_STRING) ||
                 op == OP_BUILD_SLICE;
    for (int i = 0; i < 3; i++) {
        char letter = opcode_operand(op, i);
        if ((letter != 'r' && letter != 'o') || !effect_operand_is_register(instruction, i) || range)
            continue;
        uint16_t reg = operands[i];
        if (is_temp(verifier, reg) && !has(verifier, owned, reg) && !has(verifier, borrowed, reg))
            complain(verifier, word, "reads register %u, which is empty", reg);
        bool borrowable = op != OP_MOVE && op != OP_RETURN && op != OP_RELEASE && op != OP_AWAIT;
        if (!borrowable && is_temp(verifier, reg) && !has(verifier, owned, reg))
            complain(verifier, word, "register %u is only borrowed", reg);
    }
}

/* ---- ranges and handlers ---- */

static void check_ranges(Verifier *verifier, uint32_t word, const uint64_t *raising)
{
    const Code *code = verifier->code;
    uint64_t listed[1024] = {0};
    if (verifier->set_words > ARRAY_LENGTH(listed))
        return;
    for (uint32_t i = 0; i < code->range_count && code->ranges[i].start <= word; i++)
        if (word < code->ranges[i].end) {
            if (has(verifier, listed, code->ranges[i].reg))
                complain(verifier, word, "register %u is in two ranges", code->ranges[i].reg);
            put(verifier, listed, code->ranges[i].reg, true);
        }
    for (uint32_t reg = code->local_count; reg < code->register_count; reg++)
        if (has(verifier, listed, reg) != has(verifier, raising, reg))
            complain(verifier, word, "register %u is %s the range table", reg,
                     has(verifier, listed, reg) ? "wrongly in" : "missing in");
}

/* Jumps poll for interrupts only when they go backwards. */
static bool can_raise(const Word *instruction)
{
    int32_t offset;
    switch (opcode_generic(instruction->op)) {
    case OP_JUMP: return effect_jump_offset(instruction, &offset) && offset < 0;
    case OP_NOP:
    case OP_MOVE:
    case OP_COPY:
    case OP_LOAD_CONST:
    case OP_BORROW_CONST:
    case OP_RELEASE:
    case OP_CLEAR_LOCAL:
    case OP_RETURN:
    case OP_RETURN_CONST:
    case OP_ENTER_HANDLER:
    case OP_LEAVE_HANDLER:
    case OP_IS:
    case OP_IS_NOT: return false;
    default: return true;
    }
}

/* What the handler keeps must be owned whenever something it covers raises. */
static void reach_handler(Verifier *verifier, uint32_t word, const uint64_t *raising)
{
    const Code *code = verifier->code;
    if (!can_raise(&code->words[word]))
        return;
    for (uint32_t i = 0; i < code->handler_count; i++) {
        const Handler *handler = &code->handlers[i];
        if (word < handler->start || word >= handler->end)
            continue;
        uint64_t kept[1024] = {0}, nothing[1024] = {0};
        if (verifier->set_words > ARRAY_LENGTH(kept))
            return;
        for (uint32_t j = 0; j < code->range_count && code->ranges[j].start <= handler->target; j++) {
            uint16_t reg = code->ranges[j].reg;
            if (handler->target >= code->ranges[j].end || reg >= handler->exception_register)
                continue;
            put(verifier, kept, reg, true);
            if (!has(verifier, raising, reg))
                complain(verifier, word, "register %u is owned in its handler, but not here", reg);
        }
        put(verifier, kept, handler->exception_register, true);
        reach(verifier, word, handler->target, kept, nothing);
        return;
    }
}

/* The callee's frame lies over everything above its window. */
static void check_window(Verifier *verifier, uint32_t word, const uint64_t *owned, uint64_t *borrowed)
{
    const Code *code = verifier->code;
    for (uint32_t reg = code->words[word].a; reg < code->register_count; reg++) {
        if (has(verifier, owned, reg))
            complain(verifier, word, "register %u is owned above the window of a call", reg);
        put(verifier, borrowed, reg, false);
    }
}

static void walk_instruction(Verifier *verifier, uint32_t word, uint64_t *owned, uint64_t *borrowed)
{
    const Code *code = verifier->code;
    const Word *instruction = &code->words[word];
    Opcode op = opcode_generic(instruction->op);
    uint32_t next = word + 1 + (uint32_t)opcode_extra_words(op);
    Effect effect;
    int32_t offset;
    effect_of(instruction, &effect);
    check_reads(verifier, word, owned, borrowed);
    for (int i = 0; i < 3; i++)
        take(verifier, word, effect.taken[i], owned);
    if (op == OP_CALL || op == OP_CALL_METHOD || op == OP_CALL_KW || op == OP_CALL_EX)
        check_window(verifier, word, owned, borrowed);
    check_ranges(verifier, word, owned);
    reach_handler(verifier, word, owned);
    for (int i = 0; i < 3; i++)
        take(verifier, word, effect.used[i], owned);
    for (int i = 0; i < 3; i++)
        give(verifier, word, effect.written[i], owned, borrowed);
    if (op == OP_BORROW_CONST)
        put(verifier, borrowed, instruction->a, true);
    if (effect_jump_offset(instruction, &offset)) {
        give(verifier, word, effect.jump_written, owned, borrowed);
        reach(verifier, word, word + (uint32_t)offset, owned, borrowed);
        for (uint32_t i = 0; i < effect.jump_written.count; i++)
            if (is_temp(verifier, effect.jump_written.first + i))
                put(verifier, owned, effect.jump_written.first + i, false);
        take(verifier, word, effect.fall_used, owned);
    }
    if (op == OP_RETURN || op == OP_RETURN_CONST)
        for (uint32_t reg = code->local_count; reg < code->register_count; reg++)
            if (has(verifier, owned, reg))
                complain(verifier, word, "returns with register %u owned", reg);
    if (!effect.ends)
        reach(verifier, word, next, owned, borrowed);
}

static void walk(Verifier *verifier)
{
    size_t size = verifier->set_words * sizeof(uint64_t);
    uint64_t *owned = calloc(2, size), *borrowed = owned ? owned + verifier->set_words : NULL;
    if (!owned) {
        complain(verifier, 0, "no memory to verify with");
        return;
    }
    reach(verifier, 0, 0, owned, borrowed);
    while (verifier->work_count && !verifier->failed) {
        uint32_t word = verifier->work[--verifier->work_count];
        verifier->starts[word] &= (uint8_t)~QUEUED;
        memcpy(owned, verifier->owned[word], size);
        memcpy(borrowed, verifier->borrowed[word], size);
        walk_instruction(verifier, word, owned, borrowed);
    }
    free(owned);
}

bool code_verify(const Code *code, char *message, size_t size)
{
    Verifier verifier = {.code = code, .message = message, .size = size};
    size_t words = code->word_count + 1;
    verifier.temps = code->register_count - code->local_count;
    verifier.set_words = verifier.temps / 64 + 1;
    verifier.starts = calloc(words, 1);
    verifier.owned = calloc(words, sizeof *verifier.owned);
    verifier.borrowed = calloc(words, sizeof *verifier.borrowed);
    verifier.work = calloc(words, sizeof *verifier.work);
    if (!verifier.starts || !verifier.owned || !verifier.borrowed || !verifier.work) {
        complain(&verifier, 0, "no memory to verify with");
    } else {
        find_starts(&verifier);
        for (uint32_t word = 0; word < code->word_count && !verifier.failed; word++)
            if (verifier.starts[word])
                check_instruction(&verifier, word);
        if (!verifier.failed)
            check_tables(&verifier);
        if (!verifier.failed)
            walk(&verifier);
    }
    for (size_t i = 0; i < words && verifier.owned && verifier.borrowed; i++) {
        free(verifier.owned[i]);
        free(verifier.borrowed[i]);
    }
    free(verifier.starts);
    free(verifier.owned);
    free(verifier.borrowed);
    free(verifier.work);
    return !verifier.failed;
}
