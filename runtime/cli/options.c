/* Command line options: each is listed once, with its help. */
#include "cli/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void print_help(void)
{
    fputs("usage: habu [options] [file | -c command | -m module | -] [arguments]\n"
          "\n"
          "Runs a Python program; with nothing to run, reads statements from standard input.\n"
          "\n"
          "  -c command         run the text of command\n"
          "  -m module          run a library module or package as a program\n"
          "  -                  read the program from standard input\n"
          "  -u                 write standard output at once\n"
          "  --virtual-time     let time jump to the next deadline when everybody waits\n"
          "  --top-level-await  allow await outside of functions\n"
          "  --dis              print the bytecode instead of running it\n"
          "  --dump-ast         print the syntax tree instead of running it\n"
          "  --max-memory=SIZE  MemoryError beyond this heap size (suffixes K, M, G)\n"
          "  -V, --version      print the version\n"
          "  -h, --help         print this\n",
          stdout);
}

static OptionsResult wrong(const char *problem, const char *what)
{
    fprintf(stderr, "habu: %s '%s'\nTry 'habu --help' for more information.\n", problem, what);
    return OPTIONS_WRONG;
}

static bool parse_size(const char *text, size_t *size)
{
    char *end;
    unsigned long long number = strtoull(text, &end, 10);
    if (end == text || *text == '-')
        return false;
    int shift = *end == 'K' ? 10 : *end == 'M' ? 20 : *end == 'G' ? 30 : 0;
    if (shift)
        end++;
    *size = (size_t)number << shift;
    return *end == 0 && *size >> shift == number;
}

typedef struct {
    const char *name;
    size_t offset; /* of a bool in Options */
} Switch;

static const Switch switches[] = {
    {"-u", offsetof(Options, unbuffered)},
    {"--virtual-time", offsetof(Options, virtual_time)},
    {"--top-level-await", offsetof(Options, top_level_await)},
    {"--dis", offsetof(Options, disassemble)},
    {"--dump-ast", offsetof(Options, dump_tree)},
};

static bool set_switch(Options *options, const char *argument)
{
    for (size_t i = 0; i < sizeof switches / sizeof switches[0]; i++)
        if (strcmp(switches[i].name, argument) == 0) {
            *(bool *)((char *)options + switches[i].offset) = true;
            return true;
        }
    return false;
}

static void rest(Options *options, int argc, char **argv, int next)
{
    options->arguments = argv + next;
    options->argument_count = argc - next;
}

OptionsResult options_parse(Options *options, int argc, char **argv)
{
    *options = (Options){.kind = isatty(0) ? RUN_PROMPT : RUN_STDIN};
    for (int i = 1; i < argc; i++) {
        const char *argument = argv[i];
        if (argument[0] != '-' || strcmp(argument, "-") == 0) {
            options->kind = argument[0] == '-' ? RUN_STDIN : RUN_FILE;
            options->target = argument[0] == '-' ? NULL : argument;
            rest(options, argc, argv, i + 1);
            return OPTIONS_RUN;
        }
        if (strncmp(argument, "-c", 2) == 0 || strncmp(argument, "-m", 2) == 0) {
            options->kind = argument[1] == 'c' ? RUN_COMMAND : RUN_MODULE;
            options->target = argument[2] ? argument + 2 : i + 1 < argc ? argv[++i] : NULL;
            if (!options->target)
                return wrong("argument expected for option", argument);
            rest(options, argc, argv, i + 1);
            return OPTIONS_RUN;
        }
        if (strcmp(argument, "-h") == 0 || strcmp(argument, "--help") == 0) {
            print_help();
            return OPTIONS_DONE;
        }
        if (strcmp(argument, "-V") == 0 || strcmp(argument, "--version") == 0) {
            puts("Habu " HABU_VERSION " (Python 3.13)");
            return OPTIONS_DONE;
        }
        if (strncmp(argument, "--max-memory=", 13) == 0) {
            if (!parse_size(argument + 13, &options->max_memory))
                return wrong("not a size:", argument + 13);
        } else if (!set_switch(options, argument)) {
            return wrong("unknown option", argument);
        }
    }
    return OPTIONS_RUN;
}
