/* The facade: the only file that knows all of src/. */
#include "habu.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "bytecode/code.h"
#include "compiler/compile.h"
#include "object/bytes.h"
#include "object/call.h"
#include "object/collector.h"
#include "object/container.h"
#include "object/exception.h"
#include "object/function.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"
#include "syntax/parse.h"
#include "vm/machine.h"
#include "vm/site.h"

enum {
    STACK_BYTES = 512 << 20,       /* address space, not memory */
    C_STACK_RESERVE = 512 << 10,   /* left for what runs after a RecursionError */
    C_STACK_MOST = 256 << 20,
    RECURSION_LIMIT = 1000
};

/* The lowest address this thread's C stack should reach. */
static char *c_stack_limit(void)
{
    struct rlimit limit;
    size_t size = 8 << 20;
    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        size = limit.rlim_cur;
    size = size_min(size, C_STACK_MOST);
    return (char *)__builtin_frame_address(0) - size + size_min(C_STACK_RESERVE, size / 4);
}

Vm *habu_new(const HabuOptions *options)
{
    Vm *vm = calloc(1, sizeof *vm);
    if (!vm)
        return NULL;
    vm->c_stack_limit = c_stack_limit();
    vm->recursion_limit = RECURSION_LIMIT;
    vm->deterministic = options->deterministic; /* before the first str is hashed */
    vm->machine = machine_new(STACK_BYTES);
    if (!vm->machine || !objects_start(vm)) {
        habu_free(vm, NULL);
        return NULL;
    }
    vm->budget.limit = options->max_memory; /* from here on: without its own objects nothing could tell of it */
    return vm;
}

int64_t habu_free(Vm *vm, void *leaks)
{
    objects_end(vm);
    int64_t left = vm->live_objects;
    if (left && leaks)
        objects_report_leaks(vm, leaks);
    site_cache_free(vm);
    heap_destroy(&vm->objects);
    heap_destroy(&vm->memory);
    if (vm->machine)
        machine_free(vm->machine);
    free(vm);
    return left;
}

/* Syntax errors. --------------------------------------------------------------- */

/* The 1-based line of the text with its newline, as a str; None when there is none. */
static Value source_line(Vm *vm, const char *text, size_t size, uint32_t line)
{
    const char *start = text, *end = text + size;
    for (uint32_t i = 1; i < line && start; i++) {
        start = memchr(start, '\n', (size_t)(end - start));
        start = start ? start + 1 : NULL;
    }
    if (!start || start >= end || line == 0)
        return VALUE_NONE;
    const char *stop = memchr(start, '\n', (size_t)(end - start));
    size_t length = stop ? (size_t)(stop - start) + 1 : (size_t)(end - start);
    Value decoded = str_decode_utf8(vm, start, length);
    if (decoded == VALUE_ERROR) {
        error_clear(vm);
        return VALUE_NONE;
    }
    return decoded;
}

/* A byte column as a 1-based column of code points. */
static int64_t column_in_characters(Value line, uint32_t column)
{
    if (line == VALUE_NONE)
        return (int64_t)column + 1;
    const Str *str = value_to_str(line);
    return (int64_t)str_index_of_offset(str, size_min(column, str->size)) + 1;
}

static void raise_diagnostic(Vm *vm, const Diagnostic *diagnostic, const char *text, size_t size, Value filename)
{
    static const TypeId types[] = {TYPE_SYNTAX_ERROR, TYPE_INDENTATION_ERROR, TYPE_TAB_ERROR, TYPE_MEMORY_ERROR};
    if (diagnostic->kind == SYNTAX_OUT_OF_MEMORY) {
        raise_memory_error(vm);
        return;
    }
    if (diagnostic->kind == SYNTAX_TOO_DEEP) {
        raise_error(vm, TYPE_RECURSION_ERROR, "maximum recursion depth exceeded during compilation");
        return;
    }
    Value line = source_line(vm, text, size, diagnostic->span.line);
    Value end_line = diagnostic->has_end && diagnostic->span.end_line != diagnostic->span.line
                         ? source_line(vm, text, size, diagnostic->span.end_line) : value_share(line);
    Value details[] = {
        value_share(filename),
        value_from_int(diagnostic->span.line),
        value_from_int(diagnostic->no_caret ? 0 : column_in_characters(line, diagnostic->span.column)),
        line,
        value_from_int(diagnostic->has_end ? diagnostic->span.end_line : diagnostic->span.line),
        value_from_int(diagnostic->has_end ? column_in_characters(end_line, diagnostic->span.end_column) : 0),
    };
    value_drop(vm, end_line);
    /* Always with an end: None would draw carets to the end of the line, 0 draws one. */
    Value place = tuple_new_take(vm, details, 6);
    Value message = str_from_c(vm, diagnostic->message);
    if (place != VALUE_ERROR && message != VALUE_ERROR) {
        Value args[] = {message, place};
        Value exception = call_value(vm, type_value(vm->types[types[diagnostic->kind]]), args, 2);
        if (exception != VALUE_ERROR)
            raise_exception_take(vm, exception);
    }
    value_drop(vm, place);
    value_drop(vm, message);
}

/* Each as the runtime's hook shows it: `file:line: SyntaxWarning: ...`. */
static void show_warnings(Vm *vm, const Diagnostic *diagnostic, const char *text, size_t size, Value filename)
{
    for (const SourceWarning *warning = diagnostic->warnings; warning && vm->hooks.syntax_warning; warning = warning->next) {
        Value line = source_line(vm, text, size, warning->span.line);
        vm->hooks.syntax_warning(vm, warning->message, filename, warning->span.line, line);
        value_drop(vm, line);
    }
}

/* Compiling. --------------------------------------------------------------------- */

static ParseMode parse_mode(const char *mode)
{
    return strcmp(mode, "eval") == 0 ? PARSE_EVAL : strcmp(mode, "single") == 0 ? PARSE_INTERACTIVE : PARSE_FILE;
}

Value habu_compile_text(Vm *vm, const char *text, size_t size, Value filename, const char *mode, int flags, bool *incomplete)
{
    Arena arena = {0};
    Diagnostic diagnostic = {0};
    Value code = VALUE_ERROR;
    Node *tree = parse_source(&arena, text, size, parse_mode(mode), &diagnostic);
    if (incomplete)
        *incomplete = diagnostic.incomplete;
    if (tree) {
        CompileOptions options = {
            .filename = filename,
            .arena = &arena,
            .top_level_await = flags & HABU_TOP_LEVEL_AWAIT,
            .print_expressions = flags & HABU_PRINT_EXPRESSIONS || strcmp(mode, "single") == 0,
            .namespace_in_register = flags & HABU_NAMESPACE,
        };
        code = compile_tree(vm, tree, &options, &diagnostic);
    }
    if (code == VALUE_ERROR && vm->pending == VALUE_ABSENT)
        raise_diagnostic(vm, &diagnostic, text, size, filename);
    if (code != VALUE_ERROR)
        show_warnings(vm, &diagnostic, text, size, filename);
    arena_free(&arena);
    return code;
}

Value habu_compile(Vm *vm, Value source, Value filename, const char *mode, int flags)
{
    const char *text;
    size_t size;
    BytesView view;
    if (value_is_str(vm, source)) {
        text = value_to_str(source)->bytes;
        size = value_to_str(source)->size;
    } else {
        if (!bytes_view(vm, source, &view))
            return VALUE_ERROR;
        text = (const char *)view.bytes;
        size = view.size;
    }
    if (memchr(text, 0, size))
        return raise_error(vm, TYPE_SYNTAX_ERROR, "source code string cannot contain null bytes");
    return habu_compile_text(vm, text, size, filename, mode, flags | HABU_NAMESPACE, NULL);
}

/* Running. -------------------------------------------------------------------------- */

Value habu_exec(Vm *vm, Value code_value, Value globals, Value locals)
{
    Code *code = value_to_code(code_value);
    Function *fn = function_new(vm, code, globals);
    if (!fn)
        return VALUE_ERROR;
    Value function = value_from_object(fn);
    if (code->free_count) {
        value_drop(vm, function);
        return raise_type_error(vm, "code object passed to exec() may not contain free variables");
    }
    if (locals == VALUE_ABSENT)
        locals = globals;
    Value result = call_value(vm, function, &locals, code->flags & CODE_NAMESPACE ? 1 : 0);
    value_drop(vm, function);
    return result;
}

/* Looking inside. ---------------------------------------------------------------------- */

Value habu_disassemble(Vm *vm, Value code) { return code_disassemble(vm, value_to_code(code)); }

Value habu_dump_tree(Vm *vm, const char *text, size_t size, Value filename)
{
    Arena arena = {0};
    Diagnostic diagnostic = {0};
    Value result = VALUE_ERROR;
    Node *tree = parse_source(&arena, text, size, PARSE_FILE, &diagnostic);
    char *dump = tree ? ast_dump(tree) : NULL;
    if (dump)
        result = str_from_c(vm, dump);
    else if (tree)
        raise_memory_error(vm);
    else
        raise_diagnostic(vm, &diagnostic, text, size, filename);
    free(dump);
    arena_free(&arena);
    return result;
}
