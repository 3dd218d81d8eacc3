/* The command line of habu. */
#ifndef HABU_RUNTIME_CLI_OPTIONS_H
#define HABU_RUNTIME_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum { RUN_FILE, RUN_COMMAND, RUN_MODULE, RUN_STDIN, RUN_PROMPT } RunKind;

typedef struct {
    RunKind kind;
    const char *target;     /* file, command text or module name; NULL for RUN_STDIN, RUN_PROMPT */
    char **arguments;       /* sys.argv[1:], not owned */
    int argument_count;
    bool disassemble, dump_tree;
    bool virtual_time;
    bool top_level_await;
    bool unbuffered;
    size_t max_memory;
} Options;

typedef enum { OPTIONS_RUN, OPTIONS_DONE, OPTIONS_WRONG } OptionsResult;

/* Reads the command line.  DONE: help or version was printed; WRONG: what is
 * wrong was said on stderr. */
OptionsResult options_parse(Options *options, int argc, char **argv);

#define HABU_VERSION "0.1.0"

#endif
