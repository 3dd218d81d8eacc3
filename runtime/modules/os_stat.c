/* os.stat() and its result: ten items, as in the days of tuples, and more under
 * names. */
#define _GNU_SOURCE
#include "modules/os_stat.h"

#include <errno.h>
#include <sys/stat.h>

#include "modules/path.h"

enum { STAT_ITEMS = 10, NANOSECONDS = 1000000000 };

typedef struct {
    Object object;
    struct stat status;
} StatResult;

static const struct stat *stat_of(Value self)
{
    return &((StatResult *)value_object(self))->status;
}

static Value stat_new(Vm *vm, const struct stat *status)
{
    Type *type = os_type(vm, "stat_result");
    StatResult *result = type == NULL ? NULL : object_new(vm, type, 0);
    if (result == NULL)
        return VALUE_ERROR;
    result->status = *status;
    return value_from_object(result);
}

static Value stat_path(Vm *vm, Value path, bool follow)
{
    struct stat status;
    const char *text;
    if (value_is_any_int(vm, path))
        return os_m_fstat(vm, &path);
    Value str = path_to_c(vm, path, &text);
    if (value_is_error(str))
        return VALUE_ERROR;
    int code = (follow ? stat(text, &status) : lstat(text, &status)) == 0 ? 0 : errno;
    value_drop(vm, str);
    return code == 0 ? stat_new(vm, &status) : raise_os_error(vm, code, path);
}

Value os_m_stat(Vm *vm, const Value *args)
{
    int follow = value_truth(vm, args[1]);
    return follow < 0 ? VALUE_ERROR : stat_path(vm, args[0], follow);
}

Value os_m_lstat(Vm *vm, const Value *args)
{
    return stat_path(vm, args[0], false);
}

Value os_m_fstat(Vm *vm, const Value *args)
{
    int64_t descriptor;
    struct stat status;
    if (!value_to_i64(vm, args[0], &descriptor))
        return VALUE_ERROR;
    return fstat((int)descriptor, &status) == 0 ? stat_new(vm, &status) : raise_os_error(vm, errno, VALUE_ABSENT);
}

/* Attributes. ---------------------------------------------------------------------------- */

static Value stat_seconds(Vm *vm, struct timespec time)
{
    return float_new(vm, (double)time.tv_sec + (double)time.tv_nsec * 1e-9);
}

static Value stat_nanoseconds(Vm *vm, struct timespec time)
{
    return int_from_i64(vm, (int64_t)time.tv_sec * NANOSECONDS + time.tv_nsec);
}

#define STAT_NUMBER(name)                                                                                              \
    static Value stat_get_##name(Vm *vm, Value self)                                                                   \
    {                                                                                                                  \
        return int_from_i64(vm, (int64_t)stat_of(self)->st_##name);                                                    \
    }
STAT_NUMBER(mode)
STAT_NUMBER(ino)
STAT_NUMBER(dev)
STAT_NUMBER(nlink)
STAT_NUMBER(uid)
STAT_NUMBER(gid)
STAT_NUMBER(size)
STAT_NUMBER(blksize)
STAT_NUMBER(blocks)
STAT_NUMBER(rdev)
#undef STAT_NUMBER

#define STAT_TIME(name)                                                                                                \
    static Value stat_get_##name##time(Vm *vm, Value self)                                                             \
    {                                                                                                                  \
        return stat_seconds(vm, stat_of(self)->st_##name##tim);                                                        \
    }                                                                                                                  \
    static Value stat_get_##name##time_ns(Vm *vm, Value self)                                                          \
    {                                                                                                                  \
        return stat_nanoseconds(vm, stat_of(self)->st_##name##tim);                                                    \
    }
STAT_TIME(a)
STAT_TIME(m)
STAT_TIME(c)
#undef STAT_TIME

/* The items in the order of the tuple. */
static int64_t stat_item(const struct stat *status, size_t index)
{
    const int64_t items[STAT_ITEMS] = {(int64_t)status->st_mode, (int64_t)status->st_ino,  (int64_t)status->st_dev,
                                       (int64_t)status->st_nlink, (int64_t)status->st_uid, (int64_t)status->st_gid,
                                       (int64_t)status->st_size,  (int64_t)status->st_atime, (int64_t)status->st_mtime,
                                       (int64_t)status->st_ctime};
    return items[index];
}

static Value stat_to_tuple(Vm *vm, Value self)
{
    Value items[STAT_ITEMS];
    for (size_t i = 0; i < STAT_ITEMS; i++)
        items[i] = int_from_i64(vm, stat_item(stat_of(self), i));
    return tuple_new_take(vm, items, STAT_ITEMS);
}

static Value stat_slot_getitem(Vm *vm, Value self, Value key)
{
    Value tuple = stat_to_tuple(vm, self);
    if (value_is_error(tuple))
        return VALUE_ERROR;
    Value item = value_getitem(vm, tuple, key);
    value_drop(vm, tuple);
    return item;
}

static int64_t stat_slot_length(Vm *vm, Value self)
{
    (void)vm, (void)self;
    return STAT_ITEMS;
}

static Value stat_slot_iter(Vm *vm, Value self)
{
    Value tuple = stat_to_tuple(vm, self);
    Value iterator = value_is_error(tuple) ? VALUE_ERROR : value_iter(vm, tuple);
    value_drop(vm, tuple);
    return iterator;
}

static Value stat_slot_repr(Vm *vm, Value self)
{
    static const char *const names[STAT_ITEMS] = {"mode", "ino", "dev",  "nlink", "uid",
                                                  "gid",  "size", "atime", "mtime", "ctime"};
    StrBuilder builder = {0};
    builder_add_c(vm, &builder, "os.stat_result(");
    for (size_t i = 0; i < STAT_ITEMS; i++)
        builder_add_format(vm, &builder, "%sst_%s=%lld", i == 0 ? "" : ", ", names[i], (long long)stat_item(stat_of(self), i));
    builder_add_c(vm, &builder, ")");
    return builder_finish(vm, &builder);
}

static const GetSetDef stat_getsets[] = {
    {"st_mode", stat_get_mode, NULL, NULL},         {"st_ino", stat_get_ino, NULL, NULL},
    {"st_dev", stat_get_dev, NULL, NULL},           {"st_nlink", stat_get_nlink, NULL, NULL},
    {"st_uid", stat_get_uid, NULL, NULL},           {"st_gid", stat_get_gid, NULL, NULL},
    {"st_size", stat_get_size, NULL, NULL},         {"st_atime", stat_get_atime, NULL, NULL},
    {"st_mtime", stat_get_mtime, NULL, NULL},       {"st_ctime", stat_get_ctime, NULL, NULL},
    {"st_atime_ns", stat_get_atime_ns, NULL, NULL}, {"st_mtime_ns", stat_get_mtime_ns, NULL, NULL},
    {"st_ctime_ns", stat_get_ctime_ns, NULL, NULL}, {"st_blksize", stat_get_blksize, NULL, NULL},
    {"st_blocks", stat_get_blocks, NULL, NULL},     {"st_rdev", stat_get_rdev, NULL, NULL},
    {0}};


const TypeDef stat_result_type_def = {.name = "stat_result",
                                      .module = "os",
                                      .size = sizeof(StatResult),
                                      .slots = {.destroy = object_destroy_plain, .repr = stat_slot_repr,
                                                .iter = stat_slot_iter, .length = stat_slot_length,
                                                .getitem = stat_slot_getitem},
                                      .getsets = stat_getsets};
