/* What function objects need to know of their code. */
#include "bytecode/code.h"

void code_facts(const Code *code, CodeFacts *facts)
{
    *facts = (CodeFacts){.name = code->name, .qualname = code->qualname, .doc = code->doc, .free_count = code->free_count};
}
