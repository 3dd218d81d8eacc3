/* Module posix: the system calls behind os.  Everything else of os is written in
 * the language, in lib/os.py. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "modules/os_stat.h"
#include "modules/path.h"
#include "modules/struct_sequence.h"
#include "object/bytes.h"

extern char **environ;

static Value fail(Vm *vm)
{
    return raise_os_error(vm, errno, VALUE_ABSENT);
}

/* Two paths: FileNotFoundError: [Errno 2] No such file or directory: 'a' -> 'b' */
static Value fail_with_two(Vm *vm, int code, Value first, Value second)
{
    Value args[5] = {value_from_int(code), str_from_c(vm, strerror(code)), first, VALUE_NONE, second};
    if (value_is_error(args[1]))
        return VALUE_ERROR;
    Value exception = exception_new(vm, vm->types[TYPE_OS_ERROR], args, 5);
    value_drop(vm, args[1]);
    return value_is_error(exception) ? VALUE_ERROR : raise_exception_take(vm, exception);
}

static bool int_argument(Vm *vm, Value value, int *number)
{
    int64_t wide;
    if (!value_to_i64(vm, value, &wide))
        return false;
    *number = (int)wide;
    return (wide >= INT32_MIN && wide <= INT32_MAX) ||
           raise_false(vm, TYPE_OVERFLOW_ERROR, "signed integer is greater than maximum");
}

/* Functions of one path that answer None. ------------------------------------------------ */

/* Calls the system function on a path, with a number where it takes one. */
static Value call_on_path(Vm *vm, Value path, int (*call)(const char *path, int number), int number)
{
    const char *text;
    Value str = path_to_c(vm, path, &text);
    if (value_is_error(str))
        return VALUE_ERROR;
    int code = call(text, number) == 0 ? 0 : errno;
    value_drop(vm, str);
    return code == 0 ? VALUE_NONE : raise_os_error(vm, code, path);
}

static int do_mkdir(const char *path, int mode) { return mkdir(path, (mode_t)mode); }
static int do_rmdir(const char *path, int unused) { (void)unused; return rmdir(path); }
static int do_unlink(const char *path, int unused) { (void)unused; return unlink(path); }
static int do_chdir(const char *path, int unused) { (void)unused; return chdir(path); }
static int do_chmod(const char *path, int mode) { return chmod(path, (mode_t)mode); }

static Value os_m_mkdir(Vm *vm, const Value *args)
{
    int mode;
    return int_argument(vm, args[1], &mode) ? call_on_path(vm, args[0], do_mkdir, mode) : VALUE_ERROR;
}

static Value os_m_rmdir(Vm *vm, const Value *args)
{
    return call_on_path(vm, args[0], do_rmdir, 0);
}

static Value os_m_unlink(Vm *vm, const Value *args)
{
    return call_on_path(vm, args[0], do_unlink, 0);
}

static Value os_m_chdir(Vm *vm, const Value *args)
{
    return call_on_path(vm, args[0], do_chdir, 0);
}

static Value os_m_chmod(Vm *vm, const Value *args)
{
    int mode;
    return int_argument(vm, args[1], &mode) ? call_on_path(vm, args[0], do_chmod, mode) : VALUE_ERROR;
}

static Value os_m_truncate(Vm *vm, const Value *args)
{
    int64_t size;
    const char *text;
    Value str = value_to_i64(vm, args[1], &size) ? path_to_c(vm, args[0], &text) : VALUE_ERROR;
    if (value_is_error(str))
        return VALUE_ERROR;
    int code = truncate(text, size) == 0 ? 0 : errno;
    value_drop(vm, str);
    return code == 0 ? VALUE_NONE : raise_os_error(vm, code, args[0]);
}

static Value os_m_access(Vm *vm, const Value *args)
{
    int mode;
    const char *text;
    Value str = int_argument(vm, args[1], &mode) ? path_to_c(vm, args[0], &text) : VALUE_ERROR;
    if (value_is_error(str))
        return VALUE_ERROR;
    bool allowed = access(text, mode) == 0;
    value_drop(vm, str);
    return value_from_bool(allowed);
}

static Value os_m_utime(Vm *vm, const Value *args)
{
    struct timespec times[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
    const char *text;
    if (!value_is_none(args[1])) {
        if (!value_is_tuple(vm, args[1]) || value_to_tuple(args[1])->count != 2)
            return raise_type_error(vm, "utime: 'times' must be either a tuple of two ints or None");
        for (int i = 0; i < 2; i++) {
            double seconds;
            if (!value_to_double(vm, value_to_tuple(args[1])->items[i], &seconds))
                return VALUE_ERROR;
            times[i].tv_sec = (time_t)seconds;
            times[i].tv_nsec = (long)((seconds - (double)times[i].tv_sec) * 1e9);
        }
    }
    Value str = path_to_c(vm, args[0], &text);
    if (value_is_error(str))
        return VALUE_ERROR;
    int code = utimensat(AT_FDCWD, text, times, 0) == 0 ? 0 : errno;
    value_drop(vm, str);
    return code == 0 ? VALUE_NONE : raise_os_error(vm, code, args[0]);
}

/* Two paths. --------------------------------------------------------------------------------- */

static Value call_on_two(Vm *vm, const Value *args, int (*call)(const char *, const char *))
{
    const char *first, *second;
    Value a = path_to_c(vm, args[0], &first);
    Value b = value_is_error(a) ? VALUE_ERROR : path_to_c(vm, args[1], &second);
    int code = value_is_error(b) ? 0 : call(first, second) == 0 ? 0 : errno;
    bool failed = value_is_error(b);
    value_drop(vm, a);
    value_drop(vm, b);
    if (failed)
        return VALUE_ERROR;
    return code == 0 ? VALUE_NONE : fail_with_two(vm, code, args[0], args[1]);
}

static Value os_m_rename(Vm *vm, const Value *args)
{
    return call_on_two(vm, args, rename);
}

static Value os_m_link(Vm *vm, const Value *args)
{
    return call_on_two(vm, args, link);
}

static Value os_m_symlink(Vm *vm, const Value *args)
{
    return call_on_two(vm, args, symlink);
}

/* Answers. -------------------------------------------------------------------------------------- */

static Value os_m_readlink(Vm *vm, const Value *args)
{
    char target[4096];
    const char *text;
    Value str = path_to_c(vm, args[0], &text);
    if (value_is_error(str))
        return VALUE_ERROR;
    ssize_t size = readlink(text, target, sizeof target);
    int code = errno;
    value_drop(vm, str);
    return size < 0 ? raise_os_error(vm, code, args[0]) : str_decode_utf8(vm, target, (size_t)size);
}

static Value os_m_getcwd(Vm *vm, const Value *args)
{
    char path[4096];
    (void)args;
    return getcwd(path, sizeof path) == NULL ? fail(vm) : str_decode_utf8(vm, path, strlen(path));
}

/* A name as programs see it: what is no UTF-8 has surrogates. */
static Value name_to_str(Vm *vm, const char *name)
{
    return codec_decode(vm, (const uint8_t *)name, strlen(name), "utf-8", "surrogateescape");
}

static Value os_m_listdir(Vm *vm, const Value *args)
{
    const char *text = ".";
    Value str = value_is_none(args[0]) ? VALUE_NONE : path_to_c(vm, args[0], &text);
    if (value_is_error(str))
        return VALUE_ERROR;
    DIR *folder = opendir(text);
    int code = errno;
    value_drop(vm, str);
    if (folder == NULL)
        return raise_os_error(vm, code, value_is_none(args[0]) ? VALUE_ABSENT : args[0]);
    Value list = list_new(vm, NULL, 0);
    struct dirent *entry;
    while (!value_is_error(list) && (entry = readdir(folder)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        Value name = name_to_str(vm, entry->d_name);
        if (value_is_error(name) || !list_append_take(vm, list, name)) {
            value_drop(vm, list);
            list = VALUE_ERROR;
        }
    }
    closedir(folder);
    return list;
}

static Value os_m_getpid(Vm *vm, const Value *args)
{
    (void)vm, (void)args;
    return value_from_int(getpid());
}

static Value os_m_getppid(Vm *vm, const Value *args)
{
    (void)vm, (void)args;
    return value_from_int(getppid());
}

static Value os_m_getuid(Vm *vm, const Value *args)
{
    (void)vm, (void)args;
    return value_from_int(getuid());
}

static Value os_m_geteuid(Vm *vm, const Value *args)
{
    (void)vm, (void)args;
    return value_from_int(geteuid());
}

static Value os_m_getgid(Vm *vm, const Value *args)
{
    (void)vm, (void)args;
    return value_from_int(getgid());
}

static Value os_m_umask(Vm *vm, const Value *args)
{
    int mask;
    return int_argument(vm, args[0], &mask) ? value_from_int(umask((mode_t)mask)) : VALUE_ERROR;
}

static Value os_m_cpu_count(Vm *vm, const Value *args)
{
    (void)vm, (void)args;
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? VALUE_NONE : value_from_int(count);
}

static Value os_m_process_cpu_count(Vm *vm, const Value *args)
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? value_from_int(CPU_COUNT(&set)) : os_m_cpu_count(vm, args);
}

static Value os_m_urandom(Vm *vm, const Value *args)
{
    int64_t size;
    if (!value_to_i64(vm, args[0], &size))
        return VALUE_ERROR;
    if (size < 0)
        return raise_value_error(vm, "negative argument not allowed");
    Bytes *bytes = size == 0 ? NULL : bytes_new_raw(vm, (size_t)size);
    if (bytes == NULL)
        return size == 0 ? value_share(vm->empty_bytes) : VALUE_ERROR;
    for (size_t done = 0; done < (size_t)size;) {
        ssize_t got = getrandom(bytes->bytes + done, (size_t)size - done, 0);
        if (got < 0 && errno != EINTR) {
            value_drop(vm, value_from_object(bytes));
            return fail(vm);
        }
        done += got < 0 ? 0 : (size_t)got;
    }
    return value_from_object(bytes);
}

static Value os_m_strerror(Vm *vm, const Value *args)
{
    int code;
    return int_argument(vm, args[0], &code) ? str_from_c(vm, strerror(code)) : VALUE_ERROR;
}

static Value os_m_kill(Vm *vm, const Value *args)
{
    int process, signal_number;
    if (!int_argument(vm, args[0], &process) || !int_argument(vm, args[1], &signal_number))
        return VALUE_ERROR;
    return kill(process, signal_number) == 0 ? VALUE_NONE : fail(vm);
}

static Value os_m_exit(Vm *vm, const Value *args)
{
    int status;
    if (!int_argument(vm, args[0], &status))
        return VALUE_ERROR;
    _exit(status);
}

static Value os_m_system(Vm *vm, const Value *args)
{
    const char *command;
    Value str = path_to_c(vm, args[0], &command);
    if (value_is_error(str))
        return VALUE_ERROR;
    int status = system(command);
    value_drop(vm, str);
    return value_from_int(status);
}

static Value os_m_getloadavg(Vm *vm, const Value *args)
{
    double loads[3];
    (void)args;
    if (getloadavg(loads, 3) != 3)
        return raise_error(vm, TYPE_OS_ERROR, "Load averages are unobtainable");
    Value items[3] = {float_new(vm, loads[0]), float_new(vm, loads[1]), float_new(vm, loads[2])};
    return tuple_new_take(vm, items, 3);
}

/* The path as it is when it is a str or bytes, else what __fspath__ says. */
static Value os_m_fspath(Vm *vm, const Value *args)
{
    if (value_is_str(vm, args[0]) || value_is_bytes(vm, args[0]))
        return value_share(args[0]);
    return path_to_str(vm, args[0]);
}

/* Descriptors. -------------------------------------------------------------------------------- */

static Value os_m_open(Vm *vm, const Value *args)
{
    int flags, mode;
    const char *text;
    if (!int_argument(vm, args[1], &flags) || !int_argument(vm, args[2], &mode))
        return VALUE_ERROR;
    Value str = path_to_c(vm, args[0], &text);
    if (value_is_error(str))
        return VALUE_ERROR;
    int descriptor = open(text, flags | O_CLOEXEC, mode), code = errno;
    value_drop(vm, str);
    return descriptor < 0 ? raise_os_error(vm, code, args[0]) : value_from_int(descriptor);
}

static Value os_m_close(Vm *vm, const Value *args)
{
    int descriptor;
    if (!int_argument(vm, args[0], &descriptor))
        return VALUE_ERROR;
    return close(descriptor) == 0 ? VALUE_NONE : fail(vm);
}

static Value os_m_read(Vm *vm, const Value *args)
{
    int descriptor;
    int64_t size;
    if (!int_argument(vm, args[0], &descriptor) || !value_to_i64(vm, args[1], &size))
        return VALUE_ERROR;
    if (size < 0)
        return raise_os_error(vm, EINVAL, VALUE_ABSENT);
    uint8_t *buffer = vm_alloc(vm, (size_t)size + 1);
    if (buffer == NULL)
        return VALUE_ERROR;
    ssize_t count;
    do
        count = read(descriptor, buffer, (size_t)size);
    while (count < 0 && errno == EINTR);
    Value result = count < 0 ? fail(vm) : bytes_new(vm, buffer, (size_t)count);
    vm_free(vm, buffer, (size_t)size + 1);
    return result;
}

static Value os_m_write(Vm *vm, const Value *args)
{
    int descriptor;
    BytesView view;
    if (!int_argument(vm, args[0], &descriptor) || !bytes_view(vm, args[1], &view))
        return VALUE_ERROR;
    ssize_t count;
    do
        count = write(descriptor, view.bytes, view.size);
    while (count < 0 && errno == EINTR);
    return count < 0 ? fail(vm) : value_from_int(count);
}

static Value os_m_pipe(Vm *vm, const Value *args)
{
    int ends[2];
    (void)args;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return fail(vm);
    return tuple_pair_take(vm, value_from_int(ends[0]), value_from_int(ends[1]));
}

static Value os_m_dup(Vm *vm, const Value *args)
{
    int descriptor;
    if (!int_argument(vm, args[0], &descriptor))
        return VALUE_ERROR;
    int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    return copy < 0 ? fail(vm) : value_from_int(copy);
}

static Value os_m_dup2(Vm *vm, const Value *args)
{
    int from, to;
    if (!int_argument(vm, args[0], &from) || !int_argument(vm, args[1], &to))
        return VALUE_ERROR;
    return dup2(from, to) < 0 ? fail(vm) : value_from_int(to);
}

static Value os_m_isatty(Vm *vm, const Value *args)
{
    int descriptor;
    return int_argument(vm, args[0], &descriptor) ? value_from_bool(isatty(descriptor) == 1) : VALUE_ERROR;
}

static Value os_m_lseek(Vm *vm, const Value *args)
{
    int descriptor, whence;
    int64_t offset;
    if (!int_argument(vm, args[0], &descriptor) || !value_to_i64(vm, args[1], &offset) || !int_argument(vm, args[2], &whence))
        return VALUE_ERROR;
    off_t place = lseek(descriptor, offset, whence);
    return place < 0 ? fail(vm) : int_from_i64(vm, place);
}

static Value os_m_fsync(Vm *vm, const Value *args)
{
    int descriptor;
    if (!int_argument(vm, args[0], &descriptor))
        return VALUE_ERROR;
    return fsync(descriptor) == 0 ? VALUE_NONE : fail(vm);
}

static Value os_m_set_blocking(Vm *vm, const Value *args)
{
    int descriptor;
    int blocking = value_truth(vm, args[1]);
    if (blocking < 0 || !int_argument(vm, args[0], &descriptor))
        return VALUE_ERROR;
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0 || fcntl(descriptor, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK) < 0)
        return fail(vm);
    return VALUE_NONE;
}

static Value os_m_get_blocking(Vm *vm, const Value *args)
{
    int descriptor;
    if (!int_argument(vm, args[0], &descriptor))
        return VALUE_ERROR;
    int flags = fcntl(descriptor, F_GETFL);
    return flags < 0 ? fail(vm) : value_from_bool(!(flags & O_NONBLOCK));
}

/* Structs. --------------------------------------------------------------------------------------- */

static const GetSetDef terminal_fields[] = {STRUCT_FIELD("columns", 0), STRUCT_FIELD("lines", 1), {0}};
static const TypeDef terminal_type_def = STRUCT_TYPE("terminal_size", "os", terminal_fields);

static const GetSetDef uname_fields[] = {STRUCT_FIELD("sysname", 0), STRUCT_FIELD("nodename", 1), STRUCT_FIELD("release", 2),
                                         STRUCT_FIELD("version", 3), STRUCT_FIELD("machine", 4), {0}};
static const TypeDef uname_type_def = STRUCT_TYPE("uname_result", "posix", uname_fields);

/* An instance of one of the module's struct types. */
static Value struct_of(Vm *vm, const char *type_name_text, const Value *items, size_t count)
{
    Type *type = os_type(vm, type_name_text);
    if (type != NULL)
        return struct_sequence_new_take(vm, type, items, count);
    for (size_t i = 0; i < count; i++)
        value_drop(vm, items[i]);
    return VALUE_ERROR;
}

static Value os_m_get_terminal_size(Vm *vm, const Value *args)
{
    int descriptor;
    struct winsize size;
    if (!int_argument(vm, args[0], &descriptor))
        return VALUE_ERROR;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0)
        return fail(vm);
    Value items[2] = {value_from_int(size.ws_col), value_from_int(size.ws_row)};
    return struct_of(vm, "terminal_size", items, 2);
}

static Value os_m_uname(Vm *vm, const Value *args)
{
    struct utsname name;
    (void)args;
    if (uname(&name) != 0)
        return fail(vm);
    Value items[5] = {str_from_c(vm, name.sysname), str_from_c(vm, name.nodename), str_from_c(vm, name.release),
                      str_from_c(vm, name.version), str_from_c(vm, name.machine)};
    return struct_of(vm, "uname_result", items, 5);
}

/* The environment. --------------------------------------------------------------------------------- */

static Value os_m_putenv(Vm *vm, const Value *args)
{
    const char *name = str_c_string(vm, args[0]), *value = name == NULL ? NULL : str_c_string(vm, args[1]);
    if (value == NULL)
        return VALUE_ERROR;
    return setenv(name, value, 1) == 0 ? VALUE_NONE : fail(vm);
}

static Value os_m_unsetenv(Vm *vm, const Value *args)
{
    const char *name = str_c_string(vm, args[0]);
    if (name == NULL)
        return VALUE_ERROR;
    return unsetenv(name) == 0 ? VALUE_NONE : fail(vm);
}

/* The environment at the start, as a dict of strs. */
static Value os_m_environment(Vm *vm, const Value *args)
{
    (void)args;
    Value dict = dict_new(vm);
    for (char **entry = environ; !value_is_error(dict) && *entry != NULL; entry++) {
        const char *equals = strchr(*entry, '=');
        if (equals == NULL)
            continue;
        Value name = codec_decode(vm, (const uint8_t *)*entry, (size_t)(equals - *entry), "utf-8", "surrogateescape");
        Value value = name_to_str(vm, equals + 1);
        bool added = !value_is_error(name) && !value_is_error(value) && dict_set(vm, dict, name, value);
        value_drop(vm, name);
        value_drop(vm, value);
        if (!added) {
            value_drop(vm, dict);
            dict = VALUE_ERROR;
        }
    }
    return dict;
}

/* The module. ---------------------------------------------------------------------------------------- */

Type *os_type(Vm *vm, const char *name)
{
    Value key = str_intern_c(vm, "posix");
    Value module = value_is_error(key) ? VALUE_ERROR : dict_get_borrow(vm, vm->modules, key);
    value_drop(vm, key);
    key = str_intern_c(vm, name);
    Value type = VALUE_ABSENT;
    if (!value_is_error(key) && value_has_shape(module, TYPE_MODULE))
        type = dict_get_name_borrow(vm, module_dict(module), key);
    value_drop(vm, key);
    if (value_is_type(vm, type))
        return value_to_type(type);
    raise_error(vm, TYPE_RUNTIME_ERROR, "posix.%s is gone", name);
    return NULL;
}

static const NativeDef os_functions[] = {
    FN(os_m_exit, "_exit(status)", "Exit to the system with specified status, without normal exit processing."),
    FN(os_m_access, "access(path, mode)", "Test whether the user can access a path."),
    FN(os_m_chdir, "chdir(path)", "Change the current working directory to the specified path."),
    FN(os_m_chmod, "chmod(path, mode)", "Change the access permissions of a file."),
    FN(os_m_close, "close(fd)", "Close a file descriptor."),
    FN(os_m_cpu_count, "cpu_count()", "Return the number of logical CPUs in the system."),
    FN(os_m_dup, "dup(fd, /)", "Return a duplicate of a file descriptor."),
    FN(os_m_dup2, "dup2(fd, fd2, inheritable=True)", "Duplicate file descriptor."),
    FN(os_m_environment, "environment()", "Return the environment at the start as a dict."),
    FN(os_m_fspath, "fspath(path)", "Return the file system path representation of the object."),
    FN(os_m_fstat, "fstat(fd)", "Perform a stat system call on the given file descriptor."),
    FN(os_m_fsync, "fsync(fd)", "Force write of fd to disk."),
    FN(os_m_get_blocking, "get_blocking(fd, /)", "Get the blocking mode of the file descriptor."),
    FN(os_m_get_terminal_size, "get_terminal_size(fd=1, /)", "Return the size of the terminal window as (columns, lines)."),
    FN(os_m_getcwd, "getcwd()", "Return a unicode string representing the current working directory."),
    FN(os_m_geteuid, "geteuid()", "Return the current process's effective user id."),
    FN(os_m_getgid, "getgid()", "Return the current process's group id."),
    FN(os_m_getloadavg, "getloadavg()", "Return average recent system load information."),
    FN(os_m_getpid, "getpid()", "Return the current process id."),
    FN(os_m_getppid, "getppid()", "Return the parent's process id."),
    FN(os_m_getuid, "getuid()", "Return the current process's user id."),
    FN(os_m_isatty, "isatty(fd, /)", "Return True if the fd is connected to a terminal."),
    FN(os_m_kill, "kill(pid, signal, /)", "Kill a process with a signal."),
    FN(os_m_link, "link(src, dst)", "Create a hard link to a file."),
    FN(os_m_listdir, "listdir(path=None)", "Return a list containing the names of the files in the directory."),
    FN(os_m_lseek, "lseek(fd, position, whence, /)", "Set the position of a file descriptor.  Return the new position."),
    FN(os_m_lstat, "lstat(path)", "Perform a stat system call on the given path, without following symbolic links."),
    FN(os_m_mkdir, "mkdir(path, mode=511)", "Create a directory."),
    FN(os_m_open, "open(path, flags, mode=511)", "Open a file for low level IO.  Returns a file descriptor (integer)."),
    FN(os_m_pipe, "pipe()", "Create a pipe."),
    FN(os_m_process_cpu_count, "process_cpu_count()", "Return the number of logical CPUs this process can use."),
    FN(os_m_putenv, "putenv(name, value, /)", "Change or add an environment variable."),
    FN(os_m_read, "read(fd, length, /)", "Read from a file descriptor.  Returns a bytes object."),
    FN(os_m_readlink, "readlink(path)", "Return the path to which the symbolic link points."),
    FN(os_m_unlink, "remove(path)", "Remove a file (same as unlink())."),
    FN(os_m_rename, "rename(src, dst)", "Rename a file or directory."),
    FN(os_m_rename, "replace(src, dst)", "Rename a file or directory, overwriting the destination."),
    FN(os_m_rmdir, "rmdir(path)", "Remove a directory."),
    FN(os_m_set_blocking, "set_blocking(fd, blocking, /)", "Set the blocking mode of the specified file descriptor."),
    FN(os_m_stat, "stat(path, *, follow_symlinks=True)", "Perform a stat system call on the given path."),
    FN(os_m_strerror, "strerror(code, /)", "Translate an error code to a message string."),
    FN(os_m_symlink, "symlink(src, dst, target_is_directory=False)", "Create a symbolic link pointing to src named dst."),
    FN(os_m_system, "system(command)", "Execute the command in a subshell."),
    FN(os_m_truncate, "truncate(path, length)", "Truncate a file, specified by path, to a specific length."),
    FN(os_m_umask, "umask(mask, /)", "Set the current numeric umask and return the previous umask."),
    FN(os_m_uname, "uname()", "Return an object identifying the current operating system."),
    FN(os_m_unlink, "unlink(path)", "Remove a file (same as remove())."),
    FN(os_m_unsetenv, "unsetenv(name, /)", "Delete an environment variable."),
    FN(os_m_urandom, "urandom(size, /)", "Return a bytes object containing random bytes suitable for cryptographic use."),
    FN(os_m_utime, "utime(path, times=None)", "Set the access and modified time of path."),
    FN(os_m_write, "write(fd, data, /)", "Write a bytes object to a file descriptor."),
    {0}};

static bool os_add_constants(Vm *vm, Value dict)
{
    static const struct {
        const char *name;
        int value;
    } constants[] = {{"O_RDONLY", O_RDONLY}, {"O_WRONLY", O_WRONLY}, {"O_RDWR", O_RDWR},         {"O_CREAT", O_CREAT},
                     {"O_EXCL", O_EXCL},     {"O_TRUNC", O_TRUNC},   {"O_APPEND", O_APPEND},     {"O_NONBLOCK", O_NONBLOCK},
                     {"O_CLOEXEC", O_CLOEXEC}, {"O_SYNC", O_SYNC},   {"O_DIRECTORY", O_DIRECTORY}, {"O_NOFOLLOW", O_NOFOLLOW},
                     {"F_OK", F_OK},         {"R_OK", R_OK},         {"W_OK", W_OK},             {"X_OK", X_OK},
                     {"SEEK_SET", SEEK_SET}, {"SEEK_CUR", SEEK_CUR}, {"SEEK_END", SEEK_END},     {"EX_OK", 0},
                     {"WNOHANG", 1}};
    for (size_t i = 0; i < ARRAY_LENGTH(constants); i++)
        if (!dict_set_c(vm, dict, constants[i].name, value_from_int(constants[i].value)))
            return false;
    return true;
}

bool os_module_fill(Vm *vm, Value module)
{
    Value dict = module_dict(module);
    Type *terminal = struct_sequence_type(vm, &terminal_type_def);
    if (terminal == NULL || !dict_set_c_take(vm, dict, "terminal_size", type_value(terminal)))
        return false;
    Type *name = struct_sequence_type(vm, &uname_type_def);
    return name != NULL && dict_set_c_take(vm, dict, "uname_result", type_value(name)) &&
           module_add_type(vm, module, &stat_result_type_def, NULL) != NULL && module_add_functions(vm, module, os_functions) &&
           os_add_constants(vm, dict);
}
