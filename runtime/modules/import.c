/* import: sys.modules, then modules in C, files on sys.path, modules in the
 * language built into the binary.
 *
 * A file on sys.path may shadow a library module, as it does in CPython; only the
 * modules that CPython itself has built in cannot be shadowed. */
#include "modules/import.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "habu.h"
#include "modules/embedded.h"
#include "modules/hooks.h"
#include "modules/sys.h"
#include "object/traceback.h"

typedef struct {
    const char *name;
    bool (*fill)(Vm *vm, Value module);
} NativeModule;

static const NativeModule native_modules[] = {
#define MODULE(id, name) {name, id##_module_fill},
#include "modules/modules.def"
#undef MODULE
};

static const char *const never_shadowed[] = {"_thread", "atexit", "builtins", "errno", "gc", "itertools", "sys", "time"};

/* Small helpers. ------------------------------------------------------------------ */

static bool is_never_shadowed(const char *name)
{
    for (size_t i = 0; i < ARRAY_LENGTH(never_shadowed); i++)
        if (strcmp(never_shadowed[i], name) == 0)
            return true;
    return false;
}

static const NativeModule *find_native(const char *name)
{
    for (size_t i = 0; i < ARRAY_LENGTH(native_modules); i++)
        if (strcmp(native_modules[i].name, name) == 0)
            return &native_modules[i];
    return NULL;
}

static const EmbeddedModule *find_embedded(const char *name)
{
    int low = 0, high = embedded_module_count;
    while (low < high) {
        int middle = (low + high) / 2;
        int order = strcmp(name, embedded_modules[middle].name);
        if (order == 0)
            return &embedded_modules[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

int import_read_file(const char *path, char **text, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return errno;
    struct stat status;
    size_t capacity = fstat(fileno(file), &status) == 0 && S_ISREG(status.st_mode) ? (size_t)status.st_size + 1 : 4096;
    int failure = 0;
    if (fstat(fileno(file), &status) == 0 && S_ISDIR(status.st_mode))
        failure = EISDIR;
    char *bytes = malloc(capacity + 1);
    *size = 0;
    while (bytes && !failure) {
        *size += fread(bytes + *size, 1, capacity - *size, file);
        if (ferror(file))
            failure = errno ? errno : EIO;
        if (*size < capacity || failure)
            break;
        capacity *= 2;
        char *larger = realloc(bytes, capacity + 1);
        if (!larger)
            free(bytes);
        bytes = larger;
    }
    fclose(file);
    if (!bytes)
        return ENOMEM;
    if (failure) {
        free(bytes);
        return failure;
    }
    bytes[*size] = 0;
    *text = bytes;
    return 0;
}

static bool set_text(Vm *vm, Value dict, const char *name, const char *text)
{
    Value value = str_new(vm, text, strlen(text));
    return value != VALUE_ERROR && dict_set_c_take(vm, dict, name, value);
}

/* What every module has besides what module_new gave it. */
static bool set_origin(Vm *vm, Value module, const char *name, Value file, Value path)
{
    Value dict = module_dict(module);
    const char *dot = strrchr(name, '.');
    bool done = dict_set_c(vm, dict, "__builtins__", vm->builtins);
    if (done && path != VALUE_ABSENT)
        done = dict_set_c(vm, dict, "__path__", path) && set_text(vm, dict, "__package__", name);
    else if (done) {
        Value package = dot ? str_new(vm, name, (size_t)(dot - name)) : value_share(vm->empty_str);
        done = package != VALUE_ERROR && dict_set_c_take(vm, dict, "__package__", package);
    }
    if (done && file != VALUE_ABSENT)
        done = dict_set_c(vm, dict, "__file__", file) && dict_set_c(vm, dict, "__cached__", VALUE_NONE);
    return done;
}

/* Loading. ------------------------------------------------------------------------ */

static Value new_module(Vm *vm, const char *name)
{
    Value text = str_intern_c(vm, name);
    if (text == VALUE_ERROR)
        return VALUE_ERROR;
    Value module = module_new(vm, text);
    if (module != VALUE_ERROR && !dict_set(vm, vm->modules, text, module)) {
        value_drop(vm, module);
        module = VALUE_ERROR;
    }
    value_drop(vm, text);
    return module;
}

/* A module whose body failed is not kept; the exception stays pending. */
static void forget_module(Vm *vm, const char *name)
{
    Value pending = error_take(vm);
    Value text = str_intern_c(vm, name);
    if (text != VALUE_ERROR && dict_delete(vm, vm->modules, text) < 0)
        error_clear(vm);
    value_drop(vm, text);
    vm->pending = pending;
}

static Value load_native(Vm *vm, const NativeModule *native)
{
    Value module = new_module(vm, native->name);
    if (module == VALUE_ERROR)
        return VALUE_ERROR;
    if (native->fill(vm, module))
        return module;
    forget_module(vm, native->name);
    value_drop(vm, module);
    return VALUE_ERROR;
}

/* Makes the module and runs its text.  file: str shown in tracebacks; path: list for a package. */
static Value load_text(Vm *vm, const char *name, const char *text, size_t size, Value file, Value path)
{
    Value module = new_module(vm, name);
    if (module == VALUE_ERROR)
        return VALUE_ERROR;
    Value code = set_origin(vm, module, name, file, path) ? habu_compile_text(vm, text, size, file, "exec", 0, NULL) : VALUE_ERROR;
    Value result = code == VALUE_ERROR ? VALUE_ERROR : habu_exec(vm, code, module_dict(module), VALUE_ABSENT);
    value_drop(vm, code);
    if (result == VALUE_ERROR) {
        forget_module(vm, name);
        value_drop(vm, module);
        return VALUE_ERROR;
    }
    value_drop(vm, result);
    /* The body may have put something else into sys.modules: that is the module then. */
    Value found = dict_get_borrow(vm, vm->modules, VALUE_OBJECT(Module, module)->name);
    if (found != VALUE_ABSENT && found != VALUE_ERROR && found != module) {
        value_share(found);
        value_drop(vm, module);
        return found;
    }
    return module;
}

static Value list_of_one(Vm *vm, const char *text, size_t size)
{
    Value item = str_new(vm, text, size);
    return item == VALUE_ERROR ? VALUE_ERROR : list_new_take(vm, &item, 1);
}

/* Loads path if it is a readable file.  VALUE_ABSENT: it is not there. */
static Value load_file(Vm *vm, const char *name, const char *path, bool package)
{
    struct stat status;
    char *text;
    size_t size;
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return VALUE_ABSENT;
    int failure = import_read_file(path, &text, &size);
    if (failure) {
        Value shown = str_decode_utf8(vm, path, strlen(path));
        if (shown != VALUE_ERROR)
            raise_os_error(vm, failure, shown);
        value_drop(vm, shown);
        return VALUE_ERROR;
    }
    Value file = str_decode_utf8(vm, path, strlen(path));
    Value folder = package ? list_of_one(vm, path, (size_t)(strrchr(path, '/') - path)) : VALUE_ABSENT;
    Value module = file == VALUE_ERROR || folder == VALUE_ERROR ? VALUE_ERROR : load_text(vm, name, text, size, file, folder);
    value_drop(vm, file);
    value_drop(vm, folder);
    free(text);
    return module;
}

static Value load_embedded(Vm *vm, const EmbeddedModule *embedded)
{
    Value file = format_text(vm, "<frozen %s>", embedded->name);
    Value path = embedded->is_package ? list_new(vm, NULL, 0) : VALUE_ABSENT;
    Value module = file == VALUE_ERROR || path == VALUE_ERROR
                       ? VALUE_ERROR : load_text(vm, embedded->name, embedded->source, embedded->length, file, path);
    value_drop(vm, file);
    value_drop(vm, path);
    return module;
}

/* A folder without __init__.py: a namespace package. */
static Value load_namespace(Vm *vm, const char *name, const char *folder)
{
    Value path = list_of_one(vm, folder, strlen(folder));
    Value module = path == VALUE_ERROR ? VALUE_ERROR : new_module(vm, name);
    if (module != VALUE_ERROR && !set_origin(vm, module, name, VALUE_ABSENT, path)) {
        value_drop(vm, module);
        module = VALUE_ERROR;
    }
    value_drop(vm, path);
    return module;
}

/* A folder of the search path as files in it are named: from the root on.
 * malloc'ed, NULL when there is no current folder. */
static char *absolute_folder(const char *folder)
{
    if (folder[0] == '/')
        return strdup(folder);
    char *here = getcwd(NULL, 0);
    if (!here || folder[0] == 0 || strcmp(folder, ".") == 0)
        return here;
    size_t size = strlen(here) + strlen(folder) + 2;
    char *path = malloc(size);
    if (path)
        snprintf(path, size, "%s/%s", here, folder);
    free(here);
    return path;
}

/* Looks for `leaf` in one folder of a search path. */
static Value load_from_folder(Vm *vm, const char *name, const char *leaf, const char *folder, char **namespace)
{
    char path[4096];
    const char *slash = strcmp(folder, "/") == 0 ? "" : "/";
    if ((size_t)snprintf(path, sizeof path, "%s%s%s/__init__.py", folder, slash, leaf) >= sizeof path)
        return VALUE_ABSENT;
    Value module = load_file(vm, name, path, true);
    if (module != VALUE_ABSENT)
        return module;
    snprintf(path, sizeof path, "%s%s%s.py", folder, slash, leaf);
    module = load_file(vm, name, path, false);
    if (module != VALUE_ABSENT)
        return module;
    snprintf(path, sizeof path, "%s%s%s", folder, slash, leaf);
    struct stat status;
    if (!*namespace && stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        *namespace = strdup(path);
    return VALUE_ABSENT;
}

/* Looks in each folder of a list of strs. */
static Value load_from_path(Vm *vm, const char *name, Value path)
{
    const char *dot = strrchr(name, '.');
    const char *leaf = dot ? dot + 1 : name;
    char *namespace = NULL;
    Value module = VALUE_ABSENT;
    for (size_t i = 0; value_is_list(vm, path) && i < value_to_list(path)->count && module == VALUE_ABSENT; i++) {
        Value folder = value_to_list(path)->items[i];
        if (!value_is_str(vm, folder))
            continue;
        char *absolute = absolute_folder(value_to_str(folder)->bytes);
        if (absolute)
            module = load_from_folder(vm, name, leaf, absolute, &namespace);
        free(absolute);
    }
    if (module == VALUE_ABSENT && namespace && !find_native(name) && !find_embedded(name))
        module = load_namespace(vm, name, namespace);
    free(namespace);
    return module;
}

static bool raise_not_found(Vm *vm, const char *name, const char *parent)
{
    Value text = str_from_c(vm, name);
    if (text == VALUE_ERROR)
        return false;
    if (parent)
        raise_error(vm, TYPE_MODULE_NOT_FOUND_ERROR, "No module named '%s'; '%s' is not a package", name, parent);
    else
        raise_error(vm, TYPE_MODULE_NOT_FOUND_ERROR, "No module named '%s'", name);
    Value exception = error_take(vm);
    bool noted = attribute_set(vm, exception, NAME_OF(vm, name), text);
    if (noted && !parent && suggestion_is_module(text)) {
        Value note = format_text(vm, "Habu does not have module '%s' yet.", name);
        Value add_note = note == VALUE_ERROR ? VALUE_ERROR : str_intern_c(vm, "add_note");
        Value added = add_note == VALUE_ERROR ? VALUE_ERROR : call_method(vm, exception, add_note, &note, 1);
        value_drop(vm, note);
        value_drop(vm, add_note);
        value_drop(vm, added);
    }
    if (vm->pending == VALUE_ABSENT)
        vm->pending = exception;
    else
        value_drop(vm, exception);
    value_drop(vm, text);
    return false;
}

static Value find_and_load(Vm *vm, const char *name, Value search)
{
    const NativeModule *native = find_native(name);
    if (native && is_never_shadowed(name))
        return load_native(vm, native);
    Value module = load_from_path(vm, name, search);
    if (module != VALUE_ABSENT)
        return module;
    if (native)
        return load_native(vm, native);
    const EmbeddedModule *embedded = find_embedded(name);
    return embedded ? load_embedded(vm, embedded) : VALUE_ABSENT;
}

static Value sys_path_borrow(Vm *vm) { return sys_get_borrow(vm, NAME_OF(vm, path)); }

/* One step of a dotted name: name[0..size) with its parent loaded already. */
static Value import_step(Vm *vm, const char *name, Value parent)
{
    Value text = str_intern_c(vm, name);
    if (text == VALUE_ERROR)
        return VALUE_ERROR;
    Value module = dict_get_borrow(vm, vm->modules, text);
    value_drop(vm, text);
    if (module == VALUE_NONE) {
        raise_error(vm, TYPE_MODULE_NOT_FOUND_ERROR, "import of %s halted; None in sys.modules", name);
        return VALUE_ERROR;
    }
    if (module != VALUE_ABSENT)
        return module == VALUE_ERROR ? VALUE_ERROR : value_share(module);
    if (parent == VALUE_ABSENT) {
        Value search = sys_path_borrow(vm);
        module = find_and_load(vm, name, search == VALUE_ABSENT ? VALUE_NONE : search);
        if (module == VALUE_ABSENT)
            raise_not_found(vm, name, NULL);
        return module == VALUE_ABSENT ? VALUE_ERROR : module;
    }
    Value path = attribute_get_optional(vm, parent, NAME_OF(vm, __path__));
    if (path == VALUE_ERROR)
        return VALUE_ERROR;
    const char *dot = strrchr(name, '.');
    if (path == VALUE_ABSENT) {
        char *parent_name = strndup(name, (size_t)(dot - name));
        raise_not_found(vm, name, parent_name);
        free(parent_name);
        return VALUE_ERROR;
    }
    module = find_and_load(vm, name, path);
    value_drop(vm, path);
    if (module == VALUE_ABSENT)
        raise_not_found(vm, name, NULL);
    if (module == VALUE_ABSENT || module == VALUE_ERROR)
        return VALUE_ERROR;
    Value leaf = str_intern_c(vm, dot + 1);
    if (leaf == VALUE_ERROR || !attribute_set(vm, parent, leaf, module)) {
        value_drop(vm, module);
        module = VALUE_ERROR;
    }
    value_drop(vm, leaf);
    return module;
}

/* Every module of a dotted name; the last (owned), and the first when wanted. */
static Value import_chain(Vm *vm, const char *name, Value *first)
{
    Value parent = VALUE_ABSENT;
    char *prefix = strdup(name);
    if (!prefix)
        return raise_memory_error(vm);
    for (char *end = prefix;; *end++ = '.') {
        end = strchr(end, '.');
        if (end)
            *end = 0;
        Value module = import_step(vm, prefix, parent);
        if (parent == VALUE_ABSENT && module != VALUE_ERROR && first)
            *first = value_share(module);
        value_drop(vm, parent);
        parent = module;
        if (!end || module == VALUE_ERROR)
            break;
    }
    free(prefix);
    return parent;
}

Value import_module(Vm *vm, const char *name) { return import_chain(vm, name, NULL); }

/* The import statement. --------------------------------------------------------------- */

/* The package that a relative import starts from, as an owned str. */
static Value current_package(Vm *vm, Value globals)
{
    Value package = dict_get_name_borrow(vm, globals, NAME_OF(vm, __package__));
    if (package != VALUE_ABSENT && value_is_str(vm, package))
        return value_share(package);
    Value name = dict_get_name_borrow(vm, globals, NAME_OF(vm, __name__));
    if (name == VALUE_ABSENT || !value_is_str(vm, name))
        return value_share(vm->empty_str);
    if (dict_get_name_borrow(vm, globals, NAME_OF(vm, __path__)) != VALUE_ABSENT)
        return value_share(name);
    const char *text = value_to_str(name)->bytes, *dot = strrchr(text, '.');
    return dot ? str_new(vm, text, (size_t)(dot - text)) : value_share(vm->empty_str);
}

static Value absolute_name(Vm *vm, Value name, Value globals, int64_t level)
{
    if (level <= 0)
        return value_share(name);
    Value package = current_package(vm, globals);
    if (package == VALUE_ERROR)
        return VALUE_ERROR;
    const char *text = value_to_str(package)->bytes;
    size_t size = value_to_str(package)->size;
    if (size == 0) {
        value_drop(vm, package);
        return raise_error(vm, TYPE_IMPORT_ERROR, "attempted relative import with no known parent package");
    }
    for (; level > 1; level--) {
        while (size > 0 && text[size - 1] != '.')
            size--;
        if (size == 0) {
            value_drop(vm, package);
            return raise_error(vm, TYPE_IMPORT_ERROR, "attempted relative import beyond top-level package");
        }
        size--;
    }
    const Str *rest = value_to_str(name);
    Value absolute = rest->size ? format_text(vm, "%.*s.%V", (int)size, text, name) : str_new(vm, text, size);
    value_drop(vm, package);
    return absolute;
}

/* from package import name: name may be a submodule nobody has loaded. */
static bool import_listed(Vm *vm, Value module, const char *module_name, Value fromlist)
{
    Value path = attribute_get_optional(vm, module, NAME_OF(vm, __path__));
    if (path == VALUE_ERROR)
        return false;
    if (path == VALUE_ABSENT)
        return true;
    value_drop(vm, path);
    const Tuple *names = value_to_tuple(fromlist);
    for (size_t i = 0; i < names->count; i++) {
        Value name = names->items[i];
        if (str_equals_c(name, "*"))
            continue;
        Value found = attribute_get_optional(vm, module, name);
        if (found == VALUE_ERROR)
            return false;
        if (found != VALUE_ABSENT) {
            value_drop(vm, found);
            continue;
        }
        Value full = format_text(vm, "%s.%V", module_name, name);
        if (full == VALUE_ERROR)
            return false;
        Value loaded = import_step(vm, value_to_str(full)->bytes, module);
        bool missing = loaded == VALUE_ERROR && error_matches(vm, TYPE_MODULE_NOT_FOUND_ERROR);
        if (missing) {
            Value missed = attribute_get_optional(vm, vm->pending, NAME_OF(vm, name));
            missing = missed != VALUE_ABSENT && missed != VALUE_ERROR && value_is_str(vm, missed) &&
                      str_equal(value_to_str(missed), value_to_str(full));
            value_drop(vm, missed);
        }
        value_drop(vm, full);
        if (missing)
            error_clear(vm);
        else if (loaded == VALUE_ERROR)
            return false;
        value_drop(vm, loaded);
    }
    return true;
}

Value machine_import(Vm *vm, Value name, Value globals, Value fromlist, int64_t level)
{
    Value absolute = absolute_name(vm, name, globals, level);
    if (absolute == VALUE_ERROR)
        return VALUE_ERROR;
    const char *text = value_to_str(absolute)->bytes;
    bool listed = value_is_tuple(vm, fromlist) && value_to_tuple(fromlist)->count > 0;
    if (value_is_list(vm, fromlist) && value_to_list(fromlist)->count > 0)
        listed = true;
    Value first = VALUE_ABSENT, result = VALUE_ERROR;
    if (*text == 0)
        raise_value_error(vm, "Empty module name");
    else
        result = import_chain(vm, text, listed || level > 0 ? NULL : &first);
    if (result != VALUE_ERROR && value_is_tuple(vm, fromlist) && listed && !import_listed(vm, result, text, fromlist)) {
        value_drop(vm, result);
        result = VALUE_ERROR;
    }
    if (first != VALUE_ABSENT) {
        if (result != VALUE_ERROR) {
            value_drop(vm, result);
            result = value_share(first);
        }
        value_drop(vm, first);
    }
    value_drop(vm, absolute);
    return result;
}

static Value import_hook(Vm *vm, Value name, Value globals, Value fromlist, int level)
{
    /* A name without dots that is loaded already is nearly every import there is. */
    if (level == 0 && fromlist == VALUE_NONE && memchr(value_to_str(name)->bytes, '.', value_to_str(name)->size) == NULL) {
        Value found = dict_get_borrow(vm, vm->modules, name);
        if (found != VALUE_ABSENT && found != VALUE_ERROR && found != VALUE_NONE)
            return value_share(found);
    }
    return machine_import(vm, name, globals, fromlist, level);
}

/* Starting. --------------------------------------------------------------------------------- */

bool import_start(Vm *vm)
{
    vm->hooks.import_name = import_hook;
    if (vm->modules == VALUE_ABSENT || !value_is_heap(vm->modules)) {
        vm->modules = dict_new(vm);
        if (vm->modules == VALUE_ERROR)
            return false;
    }
    Value builtins = import_step(vm, "builtins", VALUE_ABSENT);
    if (builtins == VALUE_ERROR)
        return false;
    value_replace_take(vm, &vm->builtins, value_share(module_dict(builtins)));
    value_drop(vm, builtins);
    Value sys = import_step(vm, "sys", VALUE_ABSENT);
    value_drop(vm, sys);
    return sys != VALUE_ERROR;
}

Value import_make_main(Vm *vm, Value file, Value package)
{
    Value module = new_module(vm, "__main__");
    if (module == VALUE_ERROR)
        return VALUE_ERROR;
    bool done = dict_set_c(vm, module_dict(module), "__builtins__", vm->builtins) &&
                dict_set_c(vm, module_dict(module), "__package__", package) &&
                (file == VALUE_ABSENT || dict_set_c(vm, module_dict(module), "__file__", file));
    value_drop(vm, module);
    return done ? module : VALUE_ERROR;
}

/* -m ------------------------------------------------------------------------------------------ */

/* Is it a package's __main__.py, or a module's own file? */
static bool program_in_folder(const char *folder, const char *leaf, char *path, size_t size, bool *package)
{
    struct stat status;
    const char *slash = *folder ? "/" : "";
    snprintf(path, size, "%s%s%s/__main__.py", folder, slash, leaf);
    *package = stat(path, &status) == 0 && S_ISREG(status.st_mode);
    if (*package)
        return true;
    snprintf(path, size, "%s%s%s.py", folder, slash, leaf);
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

/* __main__.__package__, so that relative imports work; a package is imported first. */
static bool set_main_package(Vm *vm, const char *name, bool package, Value *package_name)
{
    const char *dot = strrchr(name, '.');
    *package_name = package ? str_new(vm, name, strlen(name)) : dot ? str_new(vm, name, (size_t)(dot - name)) : value_share(vm->empty_str);
    if (*package_name == VALUE_ERROR || !package)
        return *package_name != VALUE_ERROR;
    Value imported = import_module(vm, name);
    value_drop(vm, imported);
    return imported != VALUE_ERROR;
}

bool import_find_program(Vm *vm, const char *name, Value *source, Value *file, Value *package_name)
{
    const char *dot = strrchr(name, '.');
    Value search;
    Value parent = VALUE_ABSENT;
    if (dot) {
        char *parent_name = strndup(name, (size_t)(dot - name));
        parent = import_module(vm, parent_name);
        free(parent_name);
        search = parent == VALUE_ERROR ? VALUE_ERROR : attribute_get(vm, parent, NAME_OF(vm, __path__));
        value_drop(vm, parent);
        if (search == VALUE_ERROR)
            return false;
    } else {
        search = value_share(sys_path_borrow(vm));
    }
    char path[4096];
    bool found = false, package = false;
    for (size_t i = 0; value_is_list(vm, search) && i < value_to_list(search)->count && !found; i++) {
        Value folder = value_to_list(search)->items[i];
        found = value_is_str(vm, folder) && program_in_folder(value_to_str(folder)->bytes, dot ? dot + 1 : name, path, sizeof path, &package);
    }
    value_drop(vm, search);
    char *text;
    size_t size;
    const EmbeddedModule *embedded = found ? NULL : find_embedded(name);
    if (embedded) {
        *source = str_new(vm, embedded->source, embedded->length);
        *file = format_text(vm, "<frozen %s>", name);
        *package_name = value_share(vm->empty_str);
        return *source != VALUE_ERROR && *file != VALUE_ERROR;
    }
    if (!found || import_read_file(path, &text, &size) != 0)
        return raise_not_found(vm, name, NULL);
    *source = str_decode_utf8(vm, text, size);
    *file = str_decode_utf8(vm, path, strlen(path));
    free(text);
    return *source != VALUE_ERROR && *file != VALUE_ERROR && set_main_package(vm, name, package, package_name);
}
