/* Habu as a library: making a VM, compiling and running source in it.
 *
 * One Vm is used from one thread at a time; any number of them can live in a
 * process.  Functions that can fail leave an exception pending in the VM. */
#ifndef HABU_HABU_H
#define HABU_HABU_H

#include "object/state.h"

typedef struct {
    size_t max_memory;     /* bytes of heap; 0: no limit */
    bool deterministic;    /* hash seeds are fixed */
} HabuOptions;

/* A VM with the builtin types and empty sys.modules; NULL when memory is exhausted. */
Vm *habu_new(const HabuOptions *options);
/* Frees everything.  Returns how many objects were left over, which is a bug
 * unless 0; they are listed on leaks (a FILE) when that is not NULL. */
int64_t habu_free(Vm *vm, void *leaks);

enum {
    HABU_TOP_LEVEL_AWAIT = 1,  /* await at module level; the code is then a coroutine's */
    HABU_PRINT_EXPRESSIONS = 2, /* expression statements go to sys.displayhook */
    HABU_NAMESPACE = 4          /* names live in a namespace given to habu_exec, as for exec() */
};

/* Parses and compiles text ("exec", "eval" or "single") to a code object, or
 * raises SyntaxError.  filename is a str.  `incomplete`, when not NULL, is set
 * when the text ended where more could follow. */
MUST_CHECK Value habu_compile_text(Vm *vm, const char *text, size_t size, Value filename, const char *mode, int flags,
                                   bool *incomplete);

/* Runs code with globals (a dict) and, for code made with HABU_NAMESPACE, locals
 * (a mapping; VALUE_ABSENT: globals).  Returns the value of an expression, None,
 * or the coroutine of code that awaits at top level. */
MUST_CHECK MAY_RUN Value habu_exec(Vm *vm, Value code, Value globals, Value locals);

/* compile(): source a str or bytes. */
MUST_CHECK Value habu_compile(Vm *vm, Value source, Value filename, const char *mode, int flags);

/* `habu --dis` and `habu --dump-ast`: a str. */
MUST_CHECK Value habu_disassemble(Vm *vm, Value code);
MUST_CHECK Value habu_dump_tree(Vm *vm, const char *text, size_t size, Value filename);

#endif
