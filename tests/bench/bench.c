/* Compares interpreters by the CPU time (user + system) programs take.
 *
 * usage: bench --interp HABU [--against COMMAND]... [--rounds N] DIRECTORY
 *
 * Runs every .py program of a directory under each interpreter in turn, round
 * by round, so that a change in the machine's pace meets all alike, and keeps
 * the best time of each.  A program prints a line that begins with `check`: a
 * time counts only when that line equals Habu's.  A program x.lua or x.js beside
 * x.py is the same kernel for another language. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_INTERPRETERS = 8, LINE = 256 };

typedef struct Interpreter {
    const char *command;
    const char *extension;      /* of the programs it runs */
    double log_ratios;          /* sum of log(its time / Habu's) */
    int compared;               /* programs in that sum */
} Interpreter;

typedef struct Bench {
    Interpreter interpreters[MAX_INTERPRETERS];  /* the first is Habu */
    int count;
    int rounds;
    int wrong;                  /* programs of Habu's that failed */
    const char *directory;
} Bench;

/* What one interpreter did with one program. */
typedef struct Result {
    double seconds;             /* best of the rounds; negative: not run or failed */
    char check[LINE];
} Result;

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* Runs `command program`; gives its CPU seconds, or -1 when it failed.  Puts the
 * line that begins with "check" into `check`. */
static double run_once(const char *command, const char *program, char check[LINE])
{
    int pipe_ends[2];
    if (pipe(pipe_ends)) return -1;
    pid_t pid = fork();
    if (pid == 0) {
        dup2(open("/dev/null", O_RDWR), 0);
        dup2(pipe_ends[1], 1);
        close(pipe_ends[0]);
        close(pipe_ends[1]);
        execlp(command, command, program, (char *)NULL);
        _exit(127);
    }
    close(pipe_ends[1]);
    FILE *output = fdopen(pipe_ends[0], "r");
    char line[LINE];
    while (fgets(line, sizeof line, output))
        if (!strncmp(line, "check", 5)) memcpy(check, line, LINE);
    fclose(output);
    int status;
    struct rusage usage;
    if (pid < 0 || wait4(pid, &status, 0, &usage) != pid || status != 0) return -1;
    return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

static void show_row(Bench *bench, const char *name, const Result *results)
{
    printf("%-22s", name);
    for (int i = 0; i < bench->count; i++) {
        Interpreter *interpreter = &bench->interpreters[i];
        double seconds = results[i].seconds, own = results[0].seconds;
        bool same = !strcmp(results[i].check, results[0].check) && results[i].check[0];
        if (seconds < 0) printf(i ? "              -" : "   failed");
        else if (i == 0) printf(" %7.3fs", seconds);
        else if (own < 0) printf("       %7.3fs", seconds);
        else if (!same) printf("          WRONG");
        else printf(" %7.3fs %5.2fx", seconds, seconds / own);
        if (i == 0 || seconds < 0 || own <= 0 || !same) continue;
        interpreter->log_ratios += log(seconds / own);
        interpreter->compared++;
    }
    putchar('\n');
    fflush(stdout);
    bench->wrong += results[0].seconds < 0 || !results[0].check[0];
}

/* `name` is the program's without its extension. */
static void compare(Bench *bench, const char *name)
{
    Result results[MAX_INTERPRETERS];
    for (int i = 0; i < bench->count; i++) results[i] = (Result){.seconds = -1};
    for (int round = 0; round < bench->rounds; round++) {
        for (int i = 0; i < bench->count; i++) {
            char program[PATH_MAX];
            snprintf(program, sizeof program, "%s/%s%s", bench->directory, name, bench->interpreters[i].extension);
            if (access(program, R_OK)) continue;
            double seconds = run_once(bench->interpreters[i].command, program, results[i].check);
            if (seconds >= 0 && (results[i].seconds < 0 || seconds < results[i].seconds)) results[i].seconds = seconds;
        }
    }
    show_row(bench, name, results);
}

static bool is_installed(const char *command)
{
    char line[PATH_MAX];
    snprintf(line, sizeof line, "command -v '%s' >/dev/null 2>&1", command);
    return system(line) == 0;
}

static void add_interpreter(Bench *bench, const char *command, const char *extension)
{
    if (bench->count == MAX_INTERPRETERS || !is_installed(command)) return;
    bench->interpreters[bench->count++] = (Interpreter){.command = command, .extension = extension};
}

static void show_means(const Bench *bench)
{
    printf("%-22s %8s", "geometric mean", "");
    for (int i = 1; i < bench->count; i++) {
        const Interpreter *interpreter = &bench->interpreters[i];
        if (interpreter->compared) printf(" %8s %5.2fx", "", exp(interpreter->log_ratios / interpreter->compared));
        else printf(" %14s", "-");
    }
    putchar('\n');
}

static int is_program(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 3 && !strcmp(entry->d_name + length - 3, ".py");
}

static int run_directory(Bench *bench)
{
    struct dirent **programs;
    int n = scandir(bench->directory, &programs, is_program, alphasort);
    if (n < 0) return perror(bench->directory), 2;
    printf("CPU seconds, best of %d rounds; x: times Habu's\n%-22s", bench->rounds, "");
    for (int i = 0; i < bench->count; i++) printf(i ? " %14s" : " %8s", i ? bench->interpreters[i].command : "habu");
    putchar('\n');
    for (int i = 0; i < n; i++) {
        programs[i]->d_name[strlen(programs[i]->d_name) - 3] = 0;
        compare(bench, programs[i]->d_name);
        free(programs[i]);
    }
    free(programs);
    show_means(bench);
    return bench->wrong != 0;
}

int main(int argc, char **argv)
{
    Bench bench = {.rounds = 3, .directory = "tests/bench"};
    add_interpreter(&bench, "./habu", ".py");
    for (int i = 1; i < argc; i++) {
        const char *value = argv[i + 1];
        if (argv[i][0] != '-') bench.directory = argv[i];
        else if (value && !strcmp(argv[i], "--interp"))
            bench.interpreters[0] = (Interpreter){.command = argv[++i], .extension = ".py"}, bench.count = 1;
        else if (value && !strcmp(argv[i], "--against")) add_interpreter(&bench, argv[++i], ".py");
        else if (value && !strcmp(argv[i], "--rounds")) bench.rounds = atoi(argv[++i]);
        else return fputs("usage: bench [--interp HABU] [--against COMMAND]... [--rounds N] [DIRECTORY]\n", stderr), 2;
    }
    /* The distribution's python3, not one that a version manager puts before it. */
    add_interpreter(&bench, access("/usr/bin/python3", X_OK) ? "python3" : "/usr/bin/python3", ".py");
    add_interpreter(&bench, "lua", ".lua");
    add_interpreter(&bench, "node", ".js");
    return run_directory(&bench);
}
