/* The verifier accepts what the compiler makes and finds each way to break it. */
#include "bytecode/effect.h"
#include "check.h"
#include "habu.h"
#include "object/str.h"

#include <stdio.h>

static const char source[] = "def f(a, b):\n"
                             "    for i in a:\n"
                             "        try:\n"
                             "            if i: return [i, b(i + 1)]\n"
                             "        except KeyError:\n"
                             "            continue\n";

/* The code of the function in the module's constants. */
static Code *function_code(Value module)
{
    const Code *code = value_to_code(module);
    for (uint32_t i = 0; i < code->constant_count; i++)
        if (value_has_shape(code->constants[i], TYPE_CODE))
            return value_to_code(code->constants[i]);
    return NULL;
}

static uint32_t find(const Code *code, Opcode op)
{
    for (uint32_t word = 0; word < code->word_count; word += 1 + (uint32_t)opcode_extra_words(code->words[word].op))
        if (code->words[word].op == op)
            return word;
    return UINT32_MAX;
}

/* Verifies the code with one word replaced, and puts the word back. */
static bool survives(Code *code, uint32_t at, Word word, char *message, size_t size)
{
    Word before = code->words[at];
    code->words[at] = word;
    bool sound = code_verify(code, message, size);
    code->words[at] = before;
    return sound;
}

static void sound_code_passes(Checks *checks, Code *code)
{
    char message[256] = "";
    CHECK(checks, code_verify(code, message, sizeof message));
    CHECK_TEXT(checks, message, "");
}

static void register_out_of_range_is_found(Checks *checks, Code *code)
{
    char message[256];
    uint32_t at = find(code, OP_ADD_INT);
    Word word = code->words[at];
    word.a = code->register_count;
    CHECK(checks, !survives(code, at, word, message, sizeof message));
}

static void constant_out_of_range_is_found(Checks *checks, Code *code)
{
    char message[256];
    uint32_t at = find(code, OP_LOAD_GLOBAL);
    Word word = code->words[at];
    word.b = (uint16_t)code->constant_count;
    CHECK(checks, !survives(code, at, word, message, sizeof message));
}

static void jump_into_an_instruction_is_found(Checks *checks, Code *code)
{
    char message[256];
    uint32_t at = find(code, OP_FOR_NEXT) + 1;
    Word word = code->words[at];
    word.low = 1;
    CHECK(checks, !survives(code, at, word, message, sizeof message));
}

static void lost_value_is_found(Checks *checks, Code *code)
{
    char message[256];
    uint32_t at = find(code, OP_RELEASE);
    Word word = code->words[at];
    word.op = OP_NOP;
    CHECK(checks, !survives(code, at, word, message, sizeof message));
}

static void value_consumed_twice_is_found(Checks *checks, Code *code)
{
    char message[256];
    uint32_t at = find(code, OP_BUILD_LIST);
    Word word = code->words[at];
    word.c++;
    CHECK(checks, !survives(code, at, word, message, sizeof message));
}

static void end_without_return_is_found(Checks *checks, Code *code)
{
    char message[256];
    uint32_t at = find(code, OP_RERAISE);
    CHECK(checks, !survives(code, at, (Word){.op = OP_NOP}, message, sizeof message));
}

static void missing_range_is_found(Checks *checks, Code *code)
{
    char message[256];
    code->range_count--;
    CHECK(checks, !code_verify(code, message, sizeof message));
    code->range_count++;
}

static void handler_in_the_locals_is_found(Checks *checks, Code *code)
{
    char message[256];
    uint16_t reg = code->handlers[0].exception_register;
    code->handlers[0].exception_register = 0;
    CHECK(checks, !code_verify(code, message, sizeof message));
    code->handlers[0].exception_register = reg;
}

int main(void)
{
    Checks checks = {0};
    HabuOptions options = {0};
    Vm *vm = habu_new(&options);
    Value filename = str_from_c(vm, "text");
    Value module = habu_compile_text(vm, source, sizeof source - 1, filename, "exec", 0, NULL);
    Code *code = function_code(module);
    sound_code_passes(&checks, code);
    register_out_of_range_is_found(&checks, code);
    constant_out_of_range_is_found(&checks, code);
    jump_into_an_instruction_is_found(&checks, code);
    lost_value_is_found(&checks, code);
    value_consumed_twice_is_found(&checks, code);
    end_without_return_is_found(&checks, code);
    missing_range_is_found(&checks, code);
    handler_in_the_locals_is_found(&checks, code);
    sound_code_passes(&checks, code);
    value_drop(vm, module);
    value_drop(vm, filename);
    CHECK(&checks, habu_free(vm, stderr) == 0);
    return checks_finish(&checks);
}
