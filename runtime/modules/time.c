/* Module time.  Now and sleeping come from the loop's clock, which may be a
 * virtual one. */
#define _GNU_SOURCE
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "loop/clock.h"
#include "modules/module.h"
#include "modules/struct_sequence.h"

enum { TIME_FIELDS = 9, NANOSECONDS = 1000000000 };

/* Clocks. ------------------------------------------------------------------------------ */

static Value time_m_time(Vm *vm, const Value *args)
{
    (void)args;
    return float_new(vm, now_wall(vm));
}

static Value time_m_time_ns(Vm *vm, const Value *args)
{
    (void)args;
    return int_from_i64(vm, now_wall_ns(vm));
}

static Value time_m_monotonic(Vm *vm, const Value *args)
{
    (void)args;
    return float_new(vm, now_monotonic(vm));
}

static Value time_m_monotonic_ns(Vm *vm, const Value *args)
{
    (void)args;
    return int_from_i64(vm, now_monotonic_ns(vm));
}

static int64_t process_ns(clockid_t which)
{
    struct timespec used;
    clock_gettime(which, &used);
    return (int64_t)used.tv_sec * NANOSECONDS + used.tv_nsec;
}

static Value time_m_process_time(Vm *vm, const Value *args)
{
    (void)args;
    return float_new(vm, (double)process_ns(CLOCK_PROCESS_CPUTIME_ID) * 1e-9);
}

static Value time_m_process_time_ns(Vm *vm, const Value *args)
{
    (void)args;
    return int_from_i64(vm, process_ns(CLOCK_PROCESS_CPUTIME_ID));
}

static Value time_m_thread_time(Vm *vm, const Value *args)
{
    (void)args;
    return float_new(vm, (double)process_ns(CLOCK_THREAD_CPUTIME_ID) * 1e-9);
}

/* An int is taken as it is, anything else must be a real number. */
static bool seconds_argument(Vm *vm, Value value, double *seconds)
{
    if (!value_is_any_float(vm, value) && !value_is_any_int(vm, value) &&
        value_type(vm, value)->slots.unary[UNARY_INDEX] == NULL)
        return raise_false(vm, TYPE_TYPE_ERROR, "'%T' object cannot be interpreted as an integer", value);
    if (!value_to_double(vm, value, seconds))
        return false;
    return !isnan(*seconds) || raise_false(vm, TYPE_VALUE_ERROR, "Invalid value NaN (not a number)");
}

static Value time_m_sleep(Vm *vm, const Value *args)
{
    double seconds;
    if (!seconds_argument(vm, args[0], &seconds))
        return VALUE_ERROR;
    if (seconds < 0)
        return raise_value_error(vm, "sleep length must be non-negative");
    if (seconds > 9e9)
        return raise_error(vm, TYPE_OVERFLOW_ERROR, "timestamp out of range for platform time_t");
    return sleep_blocking(vm, seconds) ? VALUE_NONE : VALUE_ERROR;
}

/* Broken-down time. ---------------------------------------------------------------------- */

/* Two attributes that are no items: found from the time itself. */
static bool time_to_tm(Vm *vm, Value value, const char *function, struct tm *tm);

static Value struct_time_get_gmtoff(Vm *vm, Value self)
{
    struct tm tm;
    if (!time_to_tm(vm, self, "tm_gmtoff", &tm))
        return VALUE_ERROR;
    mktime(&tm);
    return value_from_int(tm.tm_gmtoff);
}

static Value struct_time_get_zone(Vm *vm, Value self)
{
    struct tm tm;
    if (!time_to_tm(vm, self, "tm_zone", &tm))
        return VALUE_ERROR;
    mktime(&tm);
    return str_from_c(vm, tm.tm_zone == NULL ? "" : tm.tm_zone);
}

static const GetSetDef struct_time_getsets[] = {
    STRUCT_FIELD("tm_year", 0), STRUCT_FIELD("tm_mon", 1),  STRUCT_FIELD("tm_mday", 2),
    STRUCT_FIELD("tm_hour", 3), STRUCT_FIELD("tm_min", 4),  STRUCT_FIELD("tm_sec", 5),
    STRUCT_FIELD("tm_wday", 6), STRUCT_FIELD("tm_yday", 7), STRUCT_FIELD("tm_isdst", 8),
    {"tm_gmtoff", struct_time_get_gmtoff, NULL, NULL},
    {"tm_zone", struct_time_get_zone, NULL, NULL},
    {0}};

static const TypeDef struct_time_type_def = STRUCT_TYPE("struct_time", "time", struct_time_getsets);

static Type *struct_time_type(Vm *vm)
{
    Value name = str_intern_c(vm, "time");
    Value module = value_is_error(name) ? VALUE_ERROR : dict_get_borrow(vm, vm->modules, name);
    value_drop(vm, name);
    name = str_intern_c(vm, "struct_time");
    Value type = VALUE_ABSENT;
    if (!value_is_error(name) && value_has_shape(module, TYPE_MODULE))
        type = dict_get_name_borrow(vm, module_dict(module), name);
    value_drop(vm, name);
    if (value_is_type(vm, type) && value_to_type(type)->def == &struct_time_type_def)
        return value_to_type(type);
    raise_error(vm, TYPE_RUNTIME_ERROR, "time.struct_time is gone");
    return NULL;
}

static Value tm_to_struct(Vm *vm, const struct tm *tm)
{
    Type *type = struct_time_type(vm);
    if (type == NULL)
        return VALUE_ERROR;
    Value items[TIME_FIELDS] = {
        value_from_int(tm->tm_year + INT64_C(1900)), value_from_int(tm->tm_mon + 1), value_from_int(tm->tm_mday),
        value_from_int(tm->tm_hour), value_from_int(tm->tm_min), value_from_int(tm->tm_sec),
        value_from_int((tm->tm_wday + 6) % 7), value_from_int(tm->tm_yday + 1), value_from_int(tm->tm_isdst)};
    return struct_sequence_new_take(vm, type, items, TIME_FIELDS);
}

/* The nine numbers of a time tuple, as C counts them. */
static bool time_to_tm(Vm *vm, Value value, const char *function, struct tm *tm)
{
    int64_t numbers[TIME_FIELDS];
    if (!value_is_tuple(vm, value))
        return raise_false(vm, TYPE_TYPE_ERROR, "Tuple or struct_time argument required");
    const Tuple *tuple = value_to_tuple(value);
    if (tuple->count != TIME_FIELDS)
        return raise_false(vm, TYPE_TYPE_ERROR, "%s(): illegal time tuple argument", function);
    for (int i = 0; i < TIME_FIELDS; i++) {
        if (!value_to_i64(vm, tuple->items[i], &numbers[i]))
            return false;
        if (numbers[i] < INT32_MIN || numbers[i] > INT32_MAX)
            return raise_false(vm, TYPE_OVERFLOW_ERROR, "signed integer is greater than maximum");
    }
    *tm = (struct tm){.tm_year = (int)(numbers[0] - 1900), .tm_mon = (int)numbers[1] - 1, .tm_mday = (int)numbers[2],
                      .tm_hour = (int)numbers[3], .tm_min = (int)numbers[4], .tm_sec = (int)numbers[5],
                      .tm_wday = (int)((numbers[6] + 1) % 7), .tm_yday = (int)numbers[7] - 1, .tm_isdst = (int)numbers[8]};
    return true;
}

/* strftime() and asctime() look values up in tables: they must be in range.  A
 * field of 0 means "not given" where counting starts at 1. */
static bool tm_check(Vm *vm, struct tm *tm)
{
    if (tm->tm_mon == -1)
        tm->tm_mon = 0;
    if (tm->tm_mday == 0)
        tm->tm_mday = 1;
    if (tm->tm_yday == -1)
        tm->tm_yday = 0;
    const char *wrong = NULL;
    if (tm->tm_mon < 0 || tm->tm_mon > 11)
        wrong = "month";
    else if (tm->tm_mday < 0 || tm->tm_mday > 31)
        wrong = "day of month";
    else if (tm->tm_hour < 0 || tm->tm_hour > 23)
        wrong = "hour";
    else if (tm->tm_min < 0 || tm->tm_min > 59)
        wrong = "minute";
    else if (tm->tm_sec < 0 || tm->tm_sec > 61)
        wrong = "seconds";
    else if (tm->tm_wday < 0)
        wrong = "day of week";
    else if (tm->tm_yday < 0 || tm->tm_yday > 365)
        wrong = "day of year";
    return wrong == NULL || raise_false(vm, TYPE_VALUE_ERROR, "%s out of range", wrong);
}

/* Seconds since the epoch from an argument, or now for None. */
static bool timestamp(Vm *vm, Value value, time_t *seconds)
{
    double number;
    if (value_is_none(value)) {
        *seconds = (time_t)(now_wall_ns(vm) / NANOSECONDS);
        return true;
    }
    if (!seconds_argument(vm, value, &number))
        return false;
    if (number >= 9.2e18 || number <= -9.2e18)
        return raise_false(vm, TYPE_OVERFLOW_ERROR, "timestamp out of range for platform time_t");
    *seconds = (time_t)floor(number);
    return true;
}

static bool local_tm(Vm *vm, Value value, struct tm *tm)
{
    time_t seconds;
    if (!timestamp(vm, value, &seconds))
        return false;
    if (localtime_r(&seconds, tm) != NULL)
        return true;
    raise_os_error(vm, errno, VALUE_ABSENT);
    return false;
}

static Value time_m_localtime(Vm *vm, const Value *args)
{
    struct tm tm;
    return local_tm(vm, args[0], &tm) ? tm_to_struct(vm, &tm) : VALUE_ERROR;
}

static Value time_m_gmtime(Vm *vm, const Value *args)
{
    struct tm tm;
    time_t seconds;
    if (!timestamp(vm, args[0], &seconds))
        return VALUE_ERROR;
    if (gmtime_r(&seconds, &tm) == NULL)
        return raise_os_error(vm, errno, VALUE_ABSENT);
    return tm_to_struct(vm, &tm);
}

static Value time_m_mktime(Vm *vm, const Value *args)
{
    struct tm tm;
    if (!time_to_tm(vm, args[0], "mktime", &tm))
        return VALUE_ERROR;
    tm.tm_wday = -1; /* stays so only when mktime fails: -1 is also a valid time */
    time_t seconds = mktime(&tm);
    if (seconds == -1 && tm.tm_wday == -1)
        return raise_error(vm, TYPE_OVERFLOW_ERROR, "mktime argument out of range");
    return float_new(vm, (double)seconds);
}

/* Text. --------------------------------------------------------------------------------------- */

static Value tm_to_text(Vm *vm, const struct tm *tm)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char text[80];
    snprintf(text, sizeof text, "%s %s%3d %.2d:%.2d:%.2d %d", days[tm->tm_wday], months[tm->tm_mon], tm->tm_mday,
             tm->tm_hour, tm->tm_min, tm->tm_sec, 1900 + tm->tm_year);
    return str_from_c(vm, text);
}

static Value time_m_ctime(Vm *vm, const Value *args)
{
    struct tm tm;
    return local_tm(vm, args[0], &tm) ? tm_to_text(vm, &tm) : VALUE_ERROR;
}

/* The tuple given, or the local time now. */
static bool tm_argument(Vm *vm, Value value, const char *function, struct tm *tm)
{
    if (value == VALUE_ABSENT)
        return local_tm(vm, VALUE_NONE, tm);
    return time_to_tm(vm, value, function, tm) && tm_check(vm, tm);
}

static Value time_m_asctime(Vm *vm, const Value *args)
{
    struct tm tm;
    return tm_argument(vm, args[0], "asctime", &tm) ? tm_to_text(vm, &tm) : VALUE_ERROR;
}

static Value time_m_strftime(Vm *vm, const Value *args)
{
    struct tm tm;
    if (!value_is_str(vm, args[0]))
        return raise_type_error(vm, "strftime() argument 1 must be str, not %T", args[0]);
    const char *format = str_c_string(vm, args[0]);
    if (format == NULL || !tm_argument(vm, args[1], "strftime", &tm))
        return VALUE_ERROR;
    if (format[0] == 0)
        return value_share(vm->empty_str);
    /* An empty result and one that does not fit look alike: try up to a size no format reaches. */
    for (size_t size = 256;; size *= 4) {
        char *text = vm_alloc(vm, size);
        if (text == NULL)
            return VALUE_ERROR;
        size_t used = strftime(text, size, format, &tm);
        Value result = used > 0 || size > 256 * strlen(format) ? str_decode_utf8(vm, text, used) : VALUE_ABSENT;
        vm_free(vm, text, size);
        if (result != VALUE_ABSENT)
            return result;
    }
}

static Value time_m_strptime(Vm *vm, const Value *args)
{
    struct tm tm = {.tm_mday = 1, .tm_isdst = -1};
    if (!value_is_str(vm, args[0]))
        return raise_type_error(vm, "strptime() argument 0 must be str, not %T", type_value(value_type(vm, args[0])));
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "strptime() argument 1 must be str, not %T", type_value(value_type(vm, args[1])));
    const char *text = str_c_string(vm, args[0]), *format = text == NULL ? NULL : str_c_string(vm, args[1]);
    if (format == NULL)
        return VALUE_ERROR;
    const char *rest = strptime(text, format, &tm);
    if (rest == NULL)
        return raise_value_error(vm, "time data %R does not match format %R", args[0], args[1]);
    if (*rest != 0)
        return raise_value_error(vm, "unconverted data remains: %s", rest);
    bool has_year = strstr(format, "%Y") != NULL || strstr(format, "%y") != NULL || strstr(format, "%c") != NULL ||
                    strstr(format, "%x") != NULL || strstr(format, "%D") != NULL || strstr(format, "%F") != NULL;
    if (!has_year)
        tm.tm_year = 0; /* 1900, as CPython has it */
    struct tm day = {.tm_year = tm.tm_year, .tm_mon = tm.tm_mon, .tm_mday = tm.tm_mday, .tm_hour = 12};
    timegm(&day); /* for the day of the week and of the year */
    tm.tm_wday = day.tm_wday;
    tm.tm_yday = day.tm_yday;
    return tm_to_struct(vm, &tm);
}

/* A namespace like time.get_clock_info() returns. */
static Value time_m_get_clock_info(Vm *vm, const Value *args)
{
    static const struct {
        const char *name, *implementation;
        bool monotonic;
    } clocks[] = {{"monotonic", "clock_gettime(CLOCK_MONOTONIC)", true},
                  {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", true},
                  {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true},
                  {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true},
                  {"time", "clock_gettime(CLOCK_REALTIME)", false}};
    if (!value_is_str(vm, args[0]))
        return raise_type_error(vm, "get_clock_info() argument 1 must be str, not %T", args[0]);
    size_t i = 0;
    while (i < ARRAY_LENGTH(clocks) && !str_equals_c(args[0], clocks[i].name))
        i++;
    if (i == ARRAY_LENGTH(clocks))
        return raise_value_error(vm, "unknown clock");
    Value namespace = call_value(vm, type_value(vm->types[TYPE_NAMESPACE]), NULL, 0);
    if (value_is_error(namespace))
        return VALUE_ERROR;
    const char *const names[] = {"implementation", "monotonic", "adjustable", "resolution"};
    Value values[] = {str_from_c(vm, clocks[i].implementation), value_from_bool(clocks[i].monotonic),
                      value_from_bool(!clocks[i].monotonic), float_new(vm, 1e-9)};
    bool done = true;
    for (size_t j = 0; j < ARRAY_LENGTH(names); j++) {
        Value name = str_intern_c(vm, names[j]);
        done = done && !value_is_error(name) && !value_is_error(values[j]) && attribute_set(vm, namespace, name, values[j]);
        value_drop(vm, name);
        value_drop(vm, values[j]);
    }
    if (done)
        return namespace;
    value_drop(vm, namespace);
    return VALUE_ERROR;
}

/* The module. ------------------------------------------------------------------------------------ */

static bool time_add_zone(Vm *vm, Value dict)
{
    tzset();
    Value names = tuple_pair_take(vm, str_from_c(vm, tzname[0]), str_from_c(vm, tzname[1]));
    return !value_is_error(names) && dict_set_c_take(vm, dict, "tzname", names) &&
           dict_set_c(vm, dict, "timezone", value_from_int(timezone)) &&
           dict_set_c(vm, dict, "altzone", value_from_int(timezone - (daylight ? 3600 : 0))) &&
           dict_set_c(vm, dict, "daylight", value_from_int(daylight));
}

static const NativeDef time_functions[] = {
    FN(time_m_asctime, "asctime(tuple=?, /)", "Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'."),
    FN(time_m_ctime, "ctime(seconds=None, /)", "Convert a time in seconds since the Epoch to a string in local time."),
    FN(time_m_get_clock_info, "get_clock_info(name, /)", "Get information of the specified clock."),
    FN(time_m_gmtime, "gmtime(seconds=None, /)", "Convert seconds since the Epoch to a time tuple expressing UTC."),
    FN(time_m_localtime, "localtime(seconds=None, /)", "Convert seconds since the Epoch to a time tuple expressing local time."),
    FN(time_m_mktime, "mktime(tuple, /)", "Convert a time tuple in local time to seconds since the Epoch."),
    FN(time_m_monotonic, "monotonic()", "Monotonic clock, cannot go backward."),
    FN(time_m_monotonic_ns, "monotonic_ns()", "Monotonic clock, cannot go backward, as nanoseconds."),
    FN(time_m_monotonic, "perf_counter()", "Performance counter for benchmarking."),
    FN(time_m_monotonic_ns, "perf_counter_ns()", "Performance counter for benchmarking as nanoseconds."),
    FN(time_m_process_time, "process_time()", "Process time for profiling: sum of the kernel and user-space CPU time."),
    FN(time_m_process_time_ns, "process_time_ns()", "Process time for profiling as nanoseconds."),
    FN(time_m_sleep, "sleep(seconds, /)", "Delay execution for a given number of seconds."),
    FN(time_m_strftime, "strftime(format, tuple=?, /)", "Convert a time tuple to a string according to a format specification."),
    FN(time_m_strptime, "strptime(string, format='%a %b %d %H:%M:%S %Y', /)",
       "Parse a string to a time tuple according to a format specification."),
    FN(time_m_thread_time, "thread_time()", "Thread time for profiling."),
    FN(time_m_time, "time()", "Return the current time in seconds since the Epoch."),
    FN(time_m_time_ns, "time_ns()", "Return the current time in nanoseconds since the Epoch."),
    {0}};

bool time_module_fill(Vm *vm, Value module)
{
    Type *type = struct_sequence_type(vm, &struct_time_type_def);
    return type != NULL && dict_set_c_take(vm, module_dict(module), "struct_time", type_value(type)) &&
           module_add_functions(vm, module, time_functions) && time_add_zone(vm, module_dict(module));
}
