/* The plain prompt: one entry after the other, the parser says when an entry is
 * complete. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/run.h"
#include "habu.h"
#include "modules/module.h"
#include "modules/sys.h"

typedef struct {
    char *text;
    size_t size, capacity;
} Entry;

/* Appends a line of standard input; false at its end. */
static bool read_line(Entry *entry, const char *prompt)
{
    fputs(prompt, stdout);
    fflush(stdout);
    char *line = NULL;
    size_t room = 0;
    ssize_t length = getline(&line, &room, stdin);
    if (length > 0) {
        char *larger = realloc(entry->text, entry->size + (size_t)length + 1);
        if (larger) {
            entry->text = larger;
            memcpy(entry->text + entry->size, line, (size_t)length + 1);
            entry->size += (size_t)length;
        } else {
            length = 0;
        }
    }
    free(line);
    return length > 0;
}

/* Runs an entry.  *more: it is not complete yet, nothing was run.  False: SystemExit is pending. */
static bool run_entry(Vm *vm, const Entry *entry, Value file, Value globals, int flags, bool at_end, bool *more)
{
    Value code = habu_compile_text(vm, entry->text, entry->size, file, "single", flags, more);
    if (code == VALUE_ERROR && *more && !at_end) {
        error_clear(vm);
        return true;
    }
    *more = false;
    Value result = code == VALUE_ERROR ? VALUE_ERROR : habu_exec(vm, code, globals, VALUE_ABSENT);
    value_drop(vm, code);
    value_drop(vm, result);
    if (result == VALUE_ERROR) {
        if (error_matches(vm, TYPE_SYSTEM_EXIT))
            return false;
        run_report_exception(vm);
    }
    sys_flush_streams(vm);
    return true;
}

int run_prompt(Vm *vm, const Options *options, Value globals)
{
    Value file = str_from_c(vm, "<stdin>");
    if (file == VALUE_ERROR)
        return run_report_exception(vm);
    (void)options;
    printf("Habu " HABU_VERSION " (Python 3.13). Ctrl-D leaves.\n");
    Entry entry = {0};
    bool more = false, alive = true;
    while (alive) {
        bool line = read_line(&entry, more ? "... " : ">>> ");
        if (!line && !entry.size)
            break;
        alive = run_entry(vm, &entry, file, globals, 0, !line, &more);
        if (!more)
            entry.size = 0;
        if (!line)
            break;
    }
    putchar('\n');
    free(entry.text);
    value_drop(vm, file);
    return alive ? 0 : run_report_exception(vm);
}
