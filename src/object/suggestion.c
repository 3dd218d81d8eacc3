/* "Did you mean": the nearest known name to a wrong one.
 *
 * Distance is counted in moves: a character put in, left out or exchanged costs
 * MOVE_COST, a change of case CASE_COST.  Only names within a third of the
 * characters are worth a suggestion. */
#include "object/call.h"
#include "object/container.h"
#include "object/exception_types.h"
#include "object/raise.h"
#include "object/traceback.h"
#include "object/type.h"

enum { MOVE_COST = 2, CASE_COST = 1, NAME_SIZE_MAX = 40, NAMES_MAX = 750 };

static const char standard_modules[] =
    " abc antigravity argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 cProfile calendar cmath cmd "
    "code codecs codeop collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg csv "
    "ctypes curses dataclasses datetime dbm decimal difflib dis doctest email encodings ensurepip enum errno faulthandler "
    "fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip "
    "hashlib heapq hmac html http idlelib imaplib importlib inspect io ipaddress itertools json keyword linecache locale "
    "logging lzma mailbox marshal math mimetypes mmap modulefinder msvcrt multiprocessing netrc nt ntpath nturl2path numbers "
    "opcode operator optparse os pathlib pdb pickle pickletools pkgutil platform plistlib poplib posix posixpath pprint "
    "profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource "
    "rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 "
    "sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct subprocess symtable sys sysconfig "
    "syslog tabnanny tarfile tempfile termios textwrap this threading time timeit tkinter token tokenize tomllib trace "
    "traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uuid venv warnings wave weakref "
    "webbrowser winreg winsound wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo ";

const char *suggestion_modules(void)
{
    return standard_modules;
}

bool suggestion_is_module(Value name)
{
    const Str *str = value_to_str(name);
    if (str->size == 0 || memchr(str->bytes, ' ', str->size) != NULL)
        return false;
    for (const char *at = standard_modules; (at = strstr(at, str->bytes)) != NULL; at++)
        if (at[-1] == ' ' && at[str->size] == ' ')
            return true;
    return false;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

static size_t exchange_cost(char a, char b)
{
    if (a == b)
        return 0;
    return lower(a) == lower(b) ? CASE_COST : MOVE_COST;
}

/* The cheapest way from a to b, or anything over limit when it costs more.  One
 * row of the table is kept: row[i] is the cost from a's first i + 1 characters. */
static size_t edit_distance(const char *a, size_t a_size, const char *b, size_t b_size, size_t limit)
{
    while (a_size > 0 && b_size > 0 && a[0] == b[0])
        a++, b++, a_size--, b_size--;
    while (a_size > 0 && b_size > 0 && a[a_size - 1] == b[b_size - 1])
        a_size--, b_size--;
    if (a_size == 0 || b_size == 0)
        return (a_size + b_size) * MOVE_COST;
    if (a_size > NAME_SIZE_MAX || b_size > NAME_SIZE_MAX)
        return limit + 1;
    size_t row[NAME_SIZE_MAX];
    for (size_t i = 0; i < a_size; i++)
        row[i] = (i + 1) * MOVE_COST;
    size_t cost = 0;
    for (size_t j = 0; j < b_size; j++) {
        size_t diagonal = j * MOVE_COST, lowest = SIZE_MAX;
        cost = (j + 1) * MOVE_COST;
        for (size_t i = 0; i < a_size; i++) {
            size_t exchanged = diagonal + exchange_cost(a[i], b[j]);
            diagonal = row[i];
            cost = size_min(size_min(cost, row[i]) + MOVE_COST, exchanged);
            row[i] = cost;
            lowest = size_min(lowest, cost);
        }
        if (lowest > limit)
            return limit + 1;
    }
    return cost;
}

Value suggestion_nearest(Vm *vm, Value names, Value wrong)
{
    const List *list = value_to_list(names);
    const Str *name = value_to_str(wrong);
    if (list->count > NAMES_MAX || name->size > NAME_SIZE_MAX)
        return VALUE_ABSENT;
    Value nearest = VALUE_ABSENT;
    size_t nearest_distance = SIZE_MAX;
    for (size_t i = 0; i < list->count; i++) {
        if (!value_is_str(vm, list->items[i]))
            continue;
        const Str *candidate = value_to_str(list->items[i]);
        if (str_equal(candidate, name))
            continue;
        size_t limit = size_min((name->size + candidate->size + 3) * MOVE_COST / 6, nearest_distance - 1);
        size_t distance = edit_distance(name->bytes, name->size, candidate->bytes, candidate->size, limit);
        if (distance <= limit) {
            nearest_distance = distance;
            nearest = list->items[i];
        }
    }
    return nearest == VALUE_ABSENT ? VALUE_ABSENT : value_share(nearest);
}

/* dir(object) as a list, without names that begin with an underscore when hidden is
 * set; VALUE_ERROR when asking failed. */
static Value names_of(Vm *vm, Value object, bool hidden)
{
    Value answer = special_call(vm, object, NAME_OF(vm, __dir__), NULL, 0);
    if (answer == VALUE_ABSENT || value_is_error(answer))
        return VALUE_ERROR;
    Value all = list_from(vm, answer);
    value_drop(vm, answer);
    if (value_is_error(all) || !list_sort(vm, all, VALUE_NONE, false)) {
        value_drop(vm, all);
        return VALUE_ERROR;
    }
    Value names = list_new(vm, NULL, 0);
    for (size_t i = 0; !value_is_error(names) && i < value_to_list(all)->count; i++) {
        Value name = value_to_list(all)->items[i];
        bool skipped = !value_is_str(vm, name) || (hidden && value_to_str(name)->bytes[0] == '_');
        if (!skipped && !list_append(vm, names, name)) {
            value_drop(vm, names);
            names = VALUE_ERROR;
        }
    }
    value_drop(vm, all);
    return names;
}

static Value suggestion_among_attributes(Vm *vm, Value object, Value wrong, bool from_self)
{
    Value names = names_of(vm, object, value_to_str(wrong)->bytes[0] != '_' && !from_self);
    Value found = value_is_error(names) ? VALUE_ABSENT : suggestion_nearest(vm, names, wrong);
    value_drop(vm, names);
    return found;
}

/* The module a failed import was from: the package at the front of its name. */
static Value imported_module_borrow(Vm *vm, Value name)
{
    if (name == VALUE_ABSENT || !value_is_str(vm, name))
        return VALUE_ABSENT;
    const Str *str = value_to_str(name);
    Value package = str_new(vm, str->bytes, strcspn(str->bytes, "."));
    if (value_is_error(package))
        return VALUE_ERROR;
    Value module = dict_get_borrow(vm, vm->modules, package);
    value_drop(vm, package);
    return module;
}

static bool is_a(Vm *vm, Value exception, TypeId type)
{
    return value_is_instance(vm, exception, vm->types[type]);
}

static Value suggestion_find(Vm *vm, Value value)
{
    const Exception *exception = value_to_exception(value);
    if (is_a(vm, value, TYPE_NAME_ERROR)) {
        Value made = exception->extra[NAME_SUGGESTION];
        return made == VALUE_ABSENT ? VALUE_ABSENT : value_share(made);
    }
    if (is_a(vm, value, TYPE_ATTRIBUTE_ERROR)) {
        Value name = exception->extra[ATTRIBUTE_NAME], object = exception->extra[ATTRIBUTE_OBJ];
        if (name == VALUE_ABSENT || !value_is_str(vm, name) || object == VALUE_ABSENT)
            return VALUE_ABSENT;
        return suggestion_among_attributes(vm, object, name, exception->extra[ATTRIBUTE_FROM_SELF] == VALUE_TRUE);
    }
    if (is_a(vm, value, TYPE_IMPORT_ERROR)) {
        Value wrong = exception->extra[IMPORT_NAME_FROM], module = imported_module_borrow(vm, exception->extra[IMPORT_NAME]);
        if (wrong != VALUE_ABSENT && value_is_str(vm, wrong) && module != VALUE_ABSENT && !value_is_error(module))
            return suggestion_among_attributes(vm, module, wrong, false);
    }
    return VALUE_ABSENT;
}

Value suggestion_for(Vm *vm, Value exception)
{
    Value pending = error_take(vm);
    Value found = suggestion_find(vm, exception);
    error_clear(vm);
    vm->pending = pending;
    return found;
}

/* A method that forgot `self.`: "self.name". */
static Value suggestion_from_self(Vm *vm, Value name)
{
    Value self = machine_local_borrow(vm, NAME_OF(vm, self));
    if (self == VALUE_ABSENT || attribute_locate(vm, self, name).kind == ATTRIBUTE_UNCACHEABLE)
        return VALUE_ABSENT;
    return format_text(vm, "self.%V", name);
}

static Value suggestion_in_frame(Vm *vm, Value name)
{
    Value globals = machine_globals_borrow(vm);
    if (globals == VALUE_ABSENT)
        return VALUE_ABSENT;
    Value found = suggestion_from_self(vm, name);
    if (found != VALUE_ABSENT)
        return found;
    Value locals = machine_locals(vm);
    Value names = value_is_error(locals) || !value_is_dict(vm, locals) ? VALUE_ERROR : list_from(vm, locals);
    if (!value_is_error(names) && list_extend(vm, names, globals) && list_extend(vm, names, vm->builtins))
        found = suggestion_nearest(vm, names, name);
    value_drop(vm, names);
    value_drop(vm, locals);
    return found;
}

Value suggestion_for_name(Vm *vm, Value name)
{
    Value pending = error_take(vm);
    Value found = suggestion_in_frame(vm, name);
    error_clear(vm);
    vm->pending = pending;
    return value_is_error(found) ? VALUE_ABSENT : found;
}
