/* The listing of a code, for `habu --dis` and for looking at the compiler's work. */
#include "bytecode/effect.h"
#include "object/call.h"
#include "object/raise.h"
#include "object/str.h"

typedef struct {
    Vm *vm;
    StrBuilder out;
    const Code *code;
} Listing;

static void add_register(Listing *listing, uint16_t reg)
{
    const Code *code = listing->code;
    if (reg == NO_REGISTER)
        builder_add_c(listing->vm, &listing->out, " -");
    else if (reg < code->local_count)
        builder_add_format(listing->vm, &listing->out, " %V", code->local_names[reg]);
    else
        builder_add_format(listing->vm, &listing->out, " t%d", reg - code->local_count);
}

static void add_constant(Listing *listing, uint16_t index, bool name)
{
    Value value = listing->code->constants[index];
    builder_add_c(listing->vm, &listing->out, " ");
    if (name)
        builder_add_display(listing->vm, &listing->out, value);
    else if (value_has_shape(value, TYPE_CODE))
        builder_add_format(listing->vm, &listing->out, "<code %V>", value_to_code(value)->qualname);
    else
        builder_add_repr(listing->vm, &listing->out, value);
}

static void add_operand(Listing *listing, const Word *word, int operand)
{
    uint16_t number = operand == 0 ? word->a : operand == 1 ? word->b : word->c;
    char letter = opcode_operand(opcode_generic(word->op), operand);
    if (effect_operand_is_register(word, operand) || letter == 'w' || letter == 'r')
        add_register(listing, number);
    else if (letter == 'k' || letter == 'n')
        add_constant(listing, number, letter == 'n');
    else if (letter == 'i')
        builder_add_format(listing->vm, &listing->out, " %d", (int)(int16_t)number);
    else if (letter == 'u')
        builder_add_format(listing->vm, &listing->out, " %d", (int)number);
}

static void add_flags(Listing *listing, const Word *word)
{
    static const char names[][4] = {"D", "ra", "rb", "rc", "X", "Y", "Z", "W"};
    bool first = true;
    for (int i = 0; i < 8; i++) {
        if (!(word->flags & 1 << i))
            continue;
        builder_add_c(listing->vm, &listing->out, first ? " [" : " ");
        builder_add_c(listing->vm, &listing->out, names[i]);
        first = false;
    }
    if (!first)
        builder_add_c(listing->vm, &listing->out, "]");
}

static void add_instruction(Listing *listing, uint32_t at)
{
    const Word *word = &listing->code->words[at];
    const CodePosition *position = code_find_position(listing->code, at);
    int32_t offset;
    bool starts_line = position && position->start == at;
    if (starts_line)
        builder_add_format(listing->vm, &listing->out, "%4u:%-3u", position->span.line, position->span.column);
    else
        builder_add_c(listing->vm, &listing->out, "        ");
    builder_add_format(listing->vm, &listing->out, " %5u  %-20s", at, opcode_name(word->op));
    add_operand(listing, word, 0);
    if (opcode_operands(opcode_generic(word->op))[1] != 'J') {
        add_operand(listing, word, 1);
        add_operand(listing, word, 2);
    }
    if (effect_jump_offset(word, &offset))
        builder_add_format(listing->vm, &listing->out, " -> %u", at + (uint32_t)offset);
    if (opcode_generic(word->op) == OP_UNPACK_STAR)
        builder_add_format(listing->vm, &listing->out, " %u+*+%u", word[1].low, word[1].high);
    add_flags(listing, word);
    builder_add_c(listing->vm, &listing->out, "\n");
}

static void add_tables(Listing *listing)
{
    const Code *code = listing->code;
    for (uint32_t i = 0; i < code->handler_count; i++)
        builder_add_format(listing->vm, &listing->out, "  handler %u..%u -> %u, exception in t%d\n", code->handlers[i].start,
                           code->handlers[i].end, code->handlers[i].target,
                           code->handlers[i].exception_register - code->local_count);
    for (uint32_t i = 0; i < code->range_count; i++)
        builder_add_format(listing->vm, &listing->out, "  owned t%d %u..%u\n", code->ranges[i].reg - code->local_count,
                           code->ranges[i].start, code->ranges[i].end);
}

static void add_code(Listing *listing, const Code *code)
{
    if (!stack_guard(listing->vm)) {
        listing->out.failed = true;
        return;
    }
    const Code *outer = listing->code;
    listing->code = code;
    builder_add_format(listing->vm, &listing->out, "code %V, line %u: %d parameters, %d locals, %d registers\n", code->qualname,
                       code->first_line, code->parameter_count, code->local_count, code->register_count);
    for (uint32_t at = 0; at < code->word_count; at += 1 + (uint32_t)opcode_extra_words(code->words[at].op))
        add_instruction(listing, at);
    add_tables(listing);
    for (uint32_t i = 0; i < code->constant_count; i++)
        if (value_has_shape(code->constants[i], TYPE_CODE)) {
            builder_add_c(listing->vm, &listing->out, "\n");
            add_code(listing, value_to_code(code->constants[i]));
        }
    listing->code = outer;
}

Value code_disassemble(Vm *vm, const Code *code)
{
    Listing listing = {.vm = vm, .code = code};
    add_code(&listing, code);
    return builder_finish(vm, &listing.out);
}
