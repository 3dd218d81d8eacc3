/* The golden test runner: runs programs and compares what they print.
 *
 * usage: runner [options] [file or directory ...]     (see usage() below)
 *
 * A test is either a program `x.py` with its expectation beside it
 *     x.out   standard output          x.err   standard error
 *     x.exit  exit status (default 0)  x.in    standard input
 *     x.args  arguments                x.flags interpreter options
 * or one block of a `.cases` file, which holds many tiny ones:
 *     === name --interpreter-options
 *     program
 *     --- out
 *     expected output              (also --- err, and --- exit N)
 * A first line `# habu: --virtual-time` gives options too; `# habu: only` says
 * that CPython cannot run the program.  Files and directories whose name begins
 * with '_', and packages, are helpers of tests and not tests.
 *
 * Each program runs in its own directory under its bare name, and that
 * directory is cut out of what it prints, so expectations name no machine's
 * paths.  When there is no x.err, standard error must be empty unless the exit
 * status is expected to be non-zero.
 *
 * Children are alone in their process group, so nothing outlives a test. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    MAX_JOBS = 64,
    MAX_WORDS = 64,
    MAX_OUTPUT = 256 << 20,     /* bytes a program may write to one file */
    STATUS_SANITIZER = 98,      /* asked of the sanitizers through their options */
    STATUS_LEAK = 99,           /* habu's, when HABU_CHECK_LEAKS finds an object left */
};

typedef struct Text {
    char *bytes;                /* NUL-terminated; NULL when there is no such text */
    size_t length;
} Text;

/* What a program printed, or should. */
typedef struct Outcome {
    Text out, err;
    int status;                 /* exit status, or minus the signal */
    bool timed_out;
} Outcome;

typedef struct Test {
    char *name;                 /* as shown: path without extension, "file.cases:name" */
    char *stem;                 /* path without .py; NULL for a case */
    char *cases;                /* path of the .cases file; NULL for a program */
    char *heading;              /* a case's first line, after "=== " */
    Text source;                /* a case's program */
    char *options;              /* interpreter options, blank-separated */
    Outcome expected;
    bool only_habu;
    bool recorded;              /* some expectation exists */
    bool accepted;              /* expected was replaced by what was printed */
} Test;

typedef struct Job {
    Test *test;
    pid_t pid;                  /* 0: the slot is free */
    double started;
    char *directory;            /* real path the program runs in */
    bool timed_out;
} Job;

typedef struct Runner {
    char *interpreter[MAX_WORDS];
    const char *extra_options;
    const char *filter;
    int jobs;
    double timeout;             /* seconds a program may take */
    bool accept, oracle, verbose;
    char scratch[PATH_MAX];     /* a directory of ours, removed at the end */
    Test *tests;
    int count, capacity;
    int passed, failed, skipped;
    Job running[MAX_JOBS];
    Text failures;              /* names, one a line */
} Runner;

/* ---- small tools -------------------------------------------------------- */

static void die(const char *what, const char *about)
{
    fprintf(stderr, "runner: %s: %s%s%s\n", what, about, errno ? ": " : "", errno ? strerror(errno) : "");
    exit(2);
}

static char *format(const char *pattern, ...)
{
    char *result;
    va_list arguments;
    va_start(arguments, pattern);
    if (vasprintf(&result, pattern, arguments) < 0) die("cannot format", pattern);
    va_end(arguments);
    return result;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static Text text_copy(const char *bytes, size_t length)
{
    Text text = {malloc(length + 1), length};
    if (!text.bytes) die("out of memory", "text");
    memcpy(text.bytes, bytes, length);
    text.bytes[length] = 0;
    return text;
}

static void text_append(Text *text, const char *bytes, size_t length)
{
    text->bytes = realloc(text->bytes, text->length + length + 1);
    if (!text->bytes) die("out of memory", "text");
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = 0;
}

static bool text_equals(Text a, Text b)
{
    return a.length == b.length && (a.length == 0 || !memcmp(a.bytes, b.bytes, a.length));
}

/* Reads a whole file; bytes is NULL when it cannot be opened. */
static Text file_read(const char *path)
{
    Text text = {NULL, 0};
    FILE *file = fopen(path, "rb");
    if (!file) return text;
    text = text_copy("", 0);
    char buffer[65536];
    size_t length;
    while ((length = fread(buffer, 1, sizeof buffer, file)) > 0) text_append(&text, buffer, length);
    fclose(file);
    return text;
}

static void file_write(const char *path, Text text)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(text.bytes, 1, text.length, file) != text.length || fclose(file)) die("cannot write", path);
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), end_length = strlen(end);
    return length >= end_length && !strcmp(text + length - end_length, end);
}

/* Splits `line` at blanks into words, after the `count` that are there, and
 * ends them with NULL.  The words are new strings. */
static int split_words(const char *line, char **words, int count)
{
    char *copy = strdup(line ? line : ""), *rest = copy;
    for (char *word; (word = strtok_r(rest, " \t\n", &rest));) {
        if (count >= MAX_WORDS - 1) die("too many words", line);
        words[count++] = strdup(word);
    }
    free(copy);
    words[count] = NULL;
    return count;
}

/* Cut by ".cases" comparison: an expectation there ends in one newline, however
 * many blank lines stand before the next heading. */
static Text trim_end(Text text)
{
    while (text.length && text.bytes[text.length - 1] == '\n') text.length--;
    Text trimmed = text_copy(text.bytes, text.length);
    if (trimmed.length) text_append(&trimmed, "\n", 1);
    return trimmed;
}

/* ---- finding tests ------------------------------------------------------ */

static Test *test_add(Runner *runner, char *name)
{
    if (runner->count == runner->capacity) {
        runner->capacity = runner->capacity ? 2 * runner->capacity : 256;
        runner->tests = realloc(runner->tests, sizeof *runner->tests * (size_t)runner->capacity);
        if (!runner->tests) die("out of memory", name);
    }
    Test *test = &runner->tests[runner->count++];
    *test = (Test){.name = name, .options = strdup("")};
    return test;
}

static void test_add_options(Test *test, const char *words)
{
    char *split[MAX_WORDS];
    int n = split_words(words, split, 0);
    for (int i = 0; i < n; i++) {
        if (!strcmp(split[i], "only")) test->only_habu = true;
        else test->options = format("%s %s", test->options, split[i]);
    }
}

/* Takes the options from a first line `# habu: ...`. */
static void test_read_heading(Test *test, const char *source)
{
    static const char mark[] = "# habu:";
    if (!source || strncmp(source, mark, sizeof mark - 1)) return;
    char *line = strndup(source + sizeof mark - 1, strcspn(source, "\n") - (sizeof mark - 1));
    test_add_options(test, line);
    free(line);
}

static Text read_beside(const Test *test, const char *extension)
{
    char *path = format("%s.%s", test->stem, extension);
    Text text = file_read(path);
    free(path);
    return text;
}

static void add_program(Runner *runner, const char *path)
{
    Test *test = test_add(runner, strndup(path, strlen(path) - strlen(".py")));
    test->stem = test->name;
    Text source = file_read(path), status = read_beside(test, "exit"), options = read_beside(test, "flags");
    if (!source.bytes) die("cannot read", path);
    test_read_heading(test, source.bytes);
    test_add_options(test, options.bytes);
    test->expected.out = read_beside(test, "out");
    test->expected.err = read_beside(test, "err");
    test->expected.status = status.bytes ? atoi(status.bytes) : 0;
    test->recorded = test->expected.out.bytes || test->expected.err.bytes || status.bytes;
    free(source.bytes);
    free(status.bytes);
    free(options.bytes);
}

/* Adds one case, whose text stands between `start` (after "=== ") and `end`. */
static void add_case(Runner *runner, const char *path, const char *start, const char *end)
{
    const char *line = start + strcspn(start, "\n");
    char *heading = strndup(start, (size_t)(line - start));
    size_t name_length = strcspn(heading, " ");
    Test *test = test_add(runner, format("%s:%.*s", path, (int)name_length, heading));
    test->cases = strdup(path);
    test->heading = heading;
    test->recorded = true;
    test_add_options(test, heading + name_length);
    test->source = text_copy("", 0);
    Text *section = &test->source;
    for (line += *line == '\n'; line < end;) {
        size_t length = strcspn(line, "\n");
        const char *next = line + length + (line[length] == '\n');
        if (!strncmp(line, "--- out\n", 8)) *(section = &test->expected.out) = text_copy("", 0);
        else if (!strncmp(line, "--- err\n", 8)) *(section = &test->expected.err) = text_copy("", 0);
        else if (!strncmp(line, "--- exit ", 9)) test->expected.status = atoi(line + 9);
        else text_append(section, line, (size_t)(next - line));
        line = next;
    }
    test->source = trim_end(test->source);
    if (test->expected.out.bytes) test->expected.out = trim_end(test->expected.out);
    if (test->expected.err.bytes) test->expected.err = trim_end(test->expected.err);
    test_read_heading(test, test->source.bytes);
}

static const char *next_heading(const char *text)
{
    if (!strncmp(text, "=== ", 4)) return text;
    const char *found = strstr(text, "\n=== ");
    return found ? found + 1 : NULL;
}

static void add_cases(Runner *runner, const char *path)
{
    Text text = file_read(path);
    if (!text.bytes) die("cannot read", path);
    for (const char *heading = next_heading(text.bytes); heading;) {
        const char *start = heading + 4, *next = next_heading(start);
        add_case(runner, path, start, next ? next : text.bytes + text.length);
        heading = next;
    }
    free(text.bytes);
}

static void add_path(Runner *runner, const char *path);

static void add_directory(Runner *runner, const char *path)
{
    struct dirent **entries;
    int n = scandir(path, &entries, NULL, alphasort);
    if (n < 0) die("cannot read", path);
    char *package = format("%s/__init__.py", path);
    bool is_package = access(package, F_OK) == 0;
    free(package);
    for (int i = 0; i < n; i++) {
        char *inner = format("%s/%s", path, entries[i]->d_name);
        if (!is_package && !strchr("._", entries[i]->d_name[0])) add_path(runner, inner);
        free(inner);
        free(entries[i]);
    }
    free(entries);
}

static void add_path(Runner *runner, const char *path)
{
    struct stat status;
    if (stat(path, &status)) die("cannot read", path);
    if (S_ISDIR(status.st_mode)) add_directory(runner, path);
    else if (ends_with(path, ".py")) add_program(runner, path);
    else if (ends_with(path, ".cases")) add_cases(runner, path);
}

/* ---- running ------------------------------------------------------------ */

static char *scratch_path(const Runner *runner, const char *kind, int slot)
{
    return format("%s/%s%d", runner->scratch, kind, slot);
}

/* The directory the program is run in and its name there; writes a case's
 * program to a file first. */
static char *prepare_program(Runner *runner, int slot, char **program)
{
    const Test *test = runner->running[slot].test;
    if (test->stem) {
        char *path = format("%s.py", test->stem), *slash = strrchr(path, '/');
        *program = strdup(slash ? slash + 1 : path);
        if (slash) *slash = 0;
        char *directory = realpath(slash ? path : ".", NULL);
        free(path);
        return directory;
    }
    char *directory = scratch_path(runner, "case", slot);
    mkdir(directory, 0700);
    *program = format("%.*s.py", (int)strcspn(test->heading, " "), test->heading);
    char *path = format("%s/%s", directory, *program);
    file_write(path, test->source);
    free(path);
    return directory;
}

static void redirect(const char *path, int flags, int descriptor)
{
    int file = open(path, flags, 0600);
    if (file < 0 || dup2(file, descriptor) < 0) _exit(127);
    close(file);
}

static void set_environment(const Runner *runner)
{
    setenv("HABU_CHECK_LEAKS", "1", 1);
    setenv("TZ", "UTC", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("PYTHONDONTWRITEBYTECODE", "1", 1);
    unsetenv("PYTHONPATH");
    if (runner->oracle) unsetenv("TMPDIR");
    char *exit_code = format("exitcode=%d", STATUS_SANITIZER), *asan = format("detect_leaks=1:%s", exit_code);
    setenv("ASAN_OPTIONS", asan, 0);
    setenv("LSAN_OPTIONS", exit_code, 0);
    setenv("UBSAN_OPTIONS", format("print_stacktrace=1:%s", exit_code), 0);
}

/* In the child: becomes the program.  Never returns. */
static void become(Runner *runner, int slot, const char *program)
{
    Job *job = &runner->running[slot];
    const Test *test = job->test;
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){MAX_OUTPUT, MAX_OUTPUT});
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});

    char *arguments[MAX_WORDS], *input = test->stem ? format("%s.in", test->stem) : NULL;
    int n = 0;
    for (char **word = runner->interpreter; *word; word++) arguments[n++] = *word;
    n = split_words(runner->extra_options, arguments, n);
    if (!runner->oracle) n = split_words(test->options, arguments, n);
    n = split_words(program, arguments, n);
    if (test->stem) split_words(read_beside(test, "args").bytes, arguments, n);

    redirect(input && access(input, R_OK) == 0 ? input : "/dev/null", O_RDONLY, 0);
    redirect(scratch_path(runner, "out", slot), O_WRONLY | O_CREAT | O_TRUNC, 1);
    redirect(scratch_path(runner, "err", slot), O_WRONLY | O_CREAT | O_TRUNC, 2);
    if (chdir(job->directory)) _exit(127);
    set_environment(runner);
    execvp(arguments[0], arguments);
    dprintf(2, "runner: cannot run %s: %s\n", arguments[0], strerror(errno));
    _exit(127);
}

static void job_start(Runner *runner, int slot, Test *test)
{
    Job *job = &runner->running[slot];
    *job = (Job){.test = test, .started = now()};
    char *program;
    job->directory = prepare_program(runner, slot, &program);
    job->pid = fork();
    if (job->pid < 0) die("cannot start a process", test->name);
    if (job->pid == 0) become(runner, slot, program);
    free(program);
}

/* Cuts every "directory/" out of what was printed. */
static Text without_directory(Text text, const char *directory)
{
    char *prefix = format("%s/", directory), *from = text.bytes, *found;
    size_t length = strlen(prefix);
    Text result = text_copy("", 0);
    const char *end = text.bytes + text.length;
    while ((found = memmem(from, (size_t)(end - from), prefix, length))) {
        text_append(&result, from, (size_t)(found - from));
        from = found + length;
    }
    text_append(&result, from, (size_t)(end - from));
    free(prefix);
    free(text.bytes);
    return result;
}

/* Whether a traceback line names a file of CPython's own library; `*indent`
 * gets the width of what stands before the word "File". */
static bool is_library_frame(const char *line, size_t length, size_t *indent)
{
    *indent = strspn(line, " |");
    const char *path = line + *indent + strlen("File \"");
    if (*indent < 2 || *indent + 6 >= length || strncmp(line + *indent, "File \"", 6)) return false;
    size_t path_length = strcspn(path, "\"\n");
    return !strncmp(path, "<frozen ", 8) || memmem(path, path_length, "/lib/python3.", 13);
}

/* Drops the frames of CPython's library (asyncio's, say) from tracebacks: Habu
 * has none there. */
static Text without_library_frames(Text text)
{
    Text result = text_copy("", 0);
    bool dropping = false;
    size_t frame_indent = 0;
    for (const char *line = text.bytes; *line;) {
        size_t length = strcspn(line, "\n"), indent;
        length += line[length] == '\n';
        if (is_library_frame(line, length, &indent)) {
            dropping = true;
            frame_indent = indent;
        } else if (dropping && strspn(line, " |") <= frame_indent) {
            dropping = false;
        }
        if (!dropping) text_append(&result, line, length);
        line += length;
    }
    free(text.bytes);
    return result;
}

/* Drops the line that ASan prints at a program's first switch to a fiber. */
static Text without_fiber_note(Text text)
{
    char *note = strstr(text.bytes, "WARNING: ASan doesn't fully support makecontext/swapcontext");
    if (!note) return text;
    char *start = note, *end = strchr(note, '\n');
    while (start > text.bytes && start[-1] != '\n') start--;
    end = end ? end + 1 : note + strlen(note);
    memmove(start, end, strlen(end) + 1);
    text.length -= (size_t)(end - start);
    return text;
}

static Outcome collect(Runner *runner, int slot, int wait_status)
{
    Job *job = &runner->running[slot];
    Outcome actual = {.timed_out = job->timed_out};
    actual.status = WIFSIGNALED(wait_status) ? -WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
    Text out = file_read(scratch_path(runner, "out", slot)), err = file_read(scratch_path(runner, "err", slot));
    actual.out = without_directory(out.bytes ? out : text_copy("", 0), job->directory);
    actual.err = without_directory(err.bytes ? err : text_copy("", 0), job->directory);
    actual.err = without_fiber_note(actual.err);
    if (runner->oracle) actual.err = without_library_frames(actual.err);
    if (job->test->cases) {
        actual.out = trim_end(actual.out);
        actual.err = trim_end(actual.err);
    }
    return actual;
}

/* ---- judging ------------------------------------------------------------ */

/* A status that is never right, whatever was expected. */
static bool is_breakdown(const Outcome *actual)
{
    return actual->timed_out || actual->status < 0 || actual->status == STATUS_SANITIZER ||
           actual->status == STATUS_LEAK || actual->status == 127;
}

static Text or_empty(Text text)
{
    return text.bytes ? text : (Text){(char *)"", 0};
}

static bool error_agrees(const Outcome *expected, const Outcome *actual)
{
    if (expected->err.bytes) return text_equals(expected->err, actual->err);
    return actual->err.length == 0 || expected->status != 0;
}

static bool agrees(const Test *test, const Outcome *actual)
{
    return test->recorded && !is_breakdown(actual) && test->expected.status == actual->status &&
           text_equals(or_empty(test->expected.out), actual->out) && error_agrees(&test->expected, actual);
}

static void show_diff(const Runner *runner, const char *what, Text expected, Text actual)
{
    char *left = format("%s/expected", runner->scratch), *right = format("%s/actual", runner->scratch);
    file_write(left, expected);
    file_write(right, actual);
    char *command = format("diff -u -a --label 'expected %s' --label 'actual %s' %s %s | head -n 60 | cut -c 1-400",
                           what, what, left, right);
    fflush(stdout);
    if (system(command) < 0) puts("(no diff)");
    free(left);
    free(right);
    free(command);
}

static void show_failure(Runner *runner, const Test *test, const Outcome *actual)
{
    printf("FAIL %s\n", test->name);
    if (!test->recorded) puts("  no expectation is recorded: use --accept, or tests/oracle.sh");
    if (actual->timed_out) printf("  did not end within %g s\n", runner->timeout);
    else if (actual->status < 0) printf("  killed by signal %d (%s)\n", -actual->status, strsignal(-actual->status));
    else if (actual->status != test->expected.status)
        printf("  exit status %d, expected %d%s\n", actual->status, test->expected.status,
               actual->status == STATUS_LEAK ? " (objects leaked)" : "");
    if (!text_equals(or_empty(test->expected.out), actual->out))
        show_diff(runner, "output", or_empty(test->expected.out), actual->out);
    if (is_breakdown(actual) || actual->status != test->expected.status || !error_agrees(&test->expected, actual))
        show_diff(runner, "errors", or_empty(test->expected.err), actual->err);
    text_append(&runner->failures, "  ", 2);
    text_append(&runner->failures, test->name, strlen(test->name));
    text_append(&runner->failures, "\n", 1);
}

/* ---- accepting ---------------------------------------------------------- */

static void write_or_remove(const Test *test, const char *extension, bool wanted, Text text)
{
    char *path = format("%s.%s", test->stem, extension);
    if (wanted) file_write(path, text);
    else unlink(path);
    free(path);
}

static void accept_outcome(Test *test, const Outcome *actual)
{
    printf("accepted %s\n", test->name);
    test->accepted = true;
    test->expected = *actual;
    if (!test->stem) return;
    char *status = format("%d\n", actual->status);
    write_or_remove(test, "out", true, actual->out);
    write_or_remove(test, "err", actual->err.length > 0, actual->err);
    write_or_remove(test, "exit", actual->status != 0, (Text){status, strlen(status)});
    free(status);
}

static void append_section(Text *file, const char *title, Text body)
{
    if (!body.length) return;
    text_append(file, title, strlen(title));
    text_append(file, body.bytes, body.length);
}

/* Writes the .cases file anew whose first case is tests[first]; returns the
 * index after its last one.  Only files with an accepted case are touched. */
static int rewrite_cases(const Runner *runner, int first)
{
    const char *path = runner->tests[first].cases;
    Text old = file_read(path), file = text_copy("", 0);
    const char *start = next_heading(old.bytes);
    text_append(&file, old.bytes, (size_t)(start - old.bytes));
    bool changed = false;
    int i = first;
    for (; i < runner->count && runner->tests[i].cases && !strcmp(runner->tests[i].cases, path); i++) {
        const Test *test = &runner->tests[i];
        changed |= test->accepted;
        char *heading = format("%s=== %s\n", i > first ? "\n" : "", test->heading);
        text_append(&file, heading, strlen(heading));
        text_append(&file, test->source.bytes, test->source.length);
        append_section(&file, "--- out\n", test->expected.out);
        append_section(&file, "--- err\n", test->expected.err);
        char *status = format("--- exit %d\n", test->expected.status);
        if (test->expected.status) text_append(&file, status, strlen(status));
        free(heading);
        free(status);
    }
    if (changed) file_write(path, file);
    free(old.bytes);
    free(file.bytes);
    return i;
}

/* ---- the run ------------------------------------------------------------ */

static void job_finish(Runner *runner, int slot, int wait_status)
{
    Job *job = &runner->running[slot];
    kill(-job->pid, SIGKILL);
    Outcome actual = collect(runner, slot, wait_status);
    bool good = agrees(job->test, &actual);
    if (!good && runner->accept && !is_breakdown(&actual)) {
        accept_outcome(job->test, &actual);
        good = true;
    }
    if (runner->verbose) printf("%6.3f s  %s\n", now() - job->started, job->test->name);
    if (good) runner->passed++;
    else show_failure(runner, job->test, &actual);
    if (!good) runner->failed++;
    if (!job->test->accepted) {
        free(actual.out.bytes);
        free(actual.err.bytes);
    }
    free(job->directory);
    job->pid = 0;
}

/* Waits until a child ends or the next deadline, and deals with both. */
static void wait_for_children(Runner *runner, const sigset_t *child_signal)
{
    double earliest = now() + 3600;
    for (int i = 0; i < runner->jobs; i++) {
        double deadline = runner->running[i].started + runner->timeout;
        if (runner->running[i].pid && deadline < earliest) earliest = deadline;
    }
    double left = earliest - now();
    if (left < 0) left = 0;
    struct timespec limit = {(time_t)left, (long)((left - (double)(time_t)left) * 1e9)};
    sigtimedwait(child_signal, NULL, &limit);
    for (int i = 0; i < runner->jobs; i++) {
        Job *job = &runner->running[i];
        int status;
        if (!job->pid) continue;
        if (waitpid(job->pid, &status, WNOHANG) == job->pid) {
            job_finish(runner, i, status);
        } else if (now() - job->started > runner->timeout) {
            job->timed_out = true;
            kill(-job->pid, SIGKILL);
            waitpid(job->pid, &status, 0);
            job_finish(runner, i, status);
        }
    }
}

static bool wanted(Runner *runner, const Test *test)
{
    if (runner->filter && !strstr(test->name, runner->filter)) return false;
    if (!runner->oracle || !test->only_habu) return true;
    runner->skipped++;
    return false;
}

static void run_all(Runner *runner)
{
    sigset_t child_signal;
    sigemptyset(&child_signal);
    sigaddset(&child_signal, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child_signal, NULL);
    int next = 0, active;
    do {
        active = 0;
        for (int i = 0; i < runner->jobs; i++) {
            while (!runner->running[i].pid && next < runner->count) {
                Test *test = &runner->tests[next++];
                if (wanted(runner, test)) job_start(runner, i, test);
            }
            active += runner->running[i].pid != 0;
        }
        if (active) wait_for_children(runner, &child_signal);
    } while (active);
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status, (void)kind, (void)walk;
    return remove(path);
}

static void usage(int status)
{
    fputs("usage: runner [options] [file or directory ...]\n"
          "  --interp COMMAND     the interpreter (default ./habu; may hold options)\n"
          "  --extra-flags TEXT   further interpreter options for every program\n"
          "  --jobs N             programs at a time (default 2)\n"
          "  --timeout SECONDS    for one program (default 10)\n"
          "  --filter TEXT        only tests whose name contains TEXT\n"
          "  --accept             record what is printed as expected\n"
          "  --oracle             the interpreter is CPython: give it no options of ours,\n"
          "                       leave out its library's frames and tests marked `only`\n"
          "  --verbose            show each test and its time\n"
          "Without files: tests/golden and samples.\n",
          status ? stderr : stdout);
    exit(status);
}

static void set_interpreter(Runner *runner, const char *command)
{
    if (!split_words(command, runner->interpreter, 0)) usage(2);
    if (!strchr(runner->interpreter[0], '/')) return;
    runner->interpreter[0] = realpath(runner->interpreter[0], NULL);
    if (!runner->interpreter[0]) die("no such interpreter", command);
}

/* Reads the option at argv[i]; returns how many words it took, 0 if it is none. */
static int read_option(Runner *runner, char **argv, int i)
{
    const char *option = argv[i], *value = argv[i + 1];
    if (option[0] != '-') return 0;
    if (!strcmp(option, "--accept")) return runner->accept = true, 1;
    if (!strcmp(option, "--oracle")) return runner->oracle = true, 1;
    if (!strcmp(option, "--verbose")) return runner->verbose = true, 1;
    if (!strcmp(option, "--help")) usage(0);
    if (!value) usage(2);
    if (!strcmp(option, "--interp")) set_interpreter(runner, value);
    else if (!strcmp(option, "--extra-flags")) runner->extra_options = value;
    else if (!strcmp(option, "--filter")) runner->filter = value;
    else if (!strcmp(option, "--timeout")) runner->timeout = atof(value);
    else if (!strcmp(option, "--jobs")) runner->jobs = atoi(value);
    else usage(2);
    if (runner->jobs < 1 || runner->jobs > MAX_JOBS || runner->timeout <= 0) usage(2);
    return 2;
}

static void read_command_line(Runner *runner, int argc, char **argv)
{
    bool any = false;
    for (int i = 1, taken; i < argc; i += taken) {
        taken = read_option(runner, argv, i);
        if (taken) continue;
        add_path(runner, argv[i]);
        any = true;
        taken = 1;
    }
    if (!any) {
        add_path(runner, "tests/golden");
        if (access("samples", F_OK) == 0) add_path(runner, "samples");
    }
    if (!runner->interpreter[0]) set_interpreter(runner, "./habu");
}

int main(int argc, char **argv)
{
    Runner runner = {.jobs = 2, .timeout = 10};
    read_command_line(&runner, argc, argv);
    snprintf(runner.scratch, sizeof runner.scratch, "/tmp/habu-tests-XXXXXX");
    if (!mkdtemp(runner.scratch)) die("cannot make", runner.scratch);
    run_all(&runner);
    for (int i = 0; runner.accept && i < runner.count;)
        i = runner.tests[i].cases ? rewrite_cases(&runner, i) : i + 1;
    nftw(runner.scratch, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    if (runner.failed) printf("failed:\n%s", runner.failures.bytes);
    if (runner.skipped) printf("%d not for CPython\n", runner.skipped);
    printf("%d passed, %d failed\n", runner.passed, runner.failed);
    return runner.failed != 0;
}
