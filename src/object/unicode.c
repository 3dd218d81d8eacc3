/* UTF-8 scanning, and Unicode's character classes and case mappings.
 *
 * Categories and simple mappings are utf8proc's.  The tables here hold what it
 * does not carry: derived properties, as exceptions to the category they nearly
 * equal, and SpecialCasing.txt, all as of Unicode 15.1. */
#include "object/unicode.h"

#include <string.h>

#include <utf8proc.h>

typedef struct {
    uint32_t first, last;
} Range;

/* A character with a mapping to more than one code point; 0 ends a mapping. */
typedef struct {
    uint32_t code_point;
    uint32_t upper[CASE_MAX], title[CASE_MAX];
} SpecialCase;

enum { CAPITAL_I_WITH_DOT = 0x130, COMBINING_DOT_ABOVE = 0x307 };

/* Lowercase though not of category Ll: Other_Lowercase. */
static const Range other_lower[] = {
    {0xaa, 0xaa}, {0xba, 0xba}, {0x2b0, 0x2b8}, {0x2c0, 0x2c1}, {0x2e0, 0x2e4}, {0x345, 0x345}, {0x37a, 0x37a},
    {0x10fc, 0x10fc}, {0x1d2c, 0x1d6a}, {0x1d78, 0x1d78}, {0x1d9b, 0x1dbf}, {0x2071, 0x2071}, {0x207f, 0x207f},
    {0x2090, 0x209c}, {0x2170, 0x217f}, {0x24d0, 0x24e9}, {0x2c7c, 0x2c7d}, {0xa69c, 0xa69d}, {0xa770, 0xa770},
    {0xa7f2, 0xa7f4}, {0xa7f8, 0xa7f9}, {0xab5c, 0xab5f}, {0xab69, 0xab69}, {0x10780, 0x10780}, {0x10783, 0x10785},
    {0x10787, 0x107b0}, {0x107b2, 0x107ba}, {0x1e030, 0x1e06d},
};

/* Uppercase though not of category Lu: Other_Uppercase. */
static const Range other_upper[] = {
    {0x2160, 0x216f}, {0x24b6, 0x24cf}, {0x1f130, 0x1f149}, {0x1f150, 0x1f169}, {0x1f170, 0x1f189},
};

/* Digits (Numeric_Type=Digit) that are no decimals. */
static const Range other_digits[] = {
    {0xb2, 0xb3}, {0xb9, 0xb9}, {0x1369, 0x1371}, {0x19da, 0x19da}, {0x2070, 0x2070}, {0x2074, 0x2079},
    {0x2080, 0x2089}, {0x2460, 0x2468}, {0x2474, 0x247c}, {0x2488, 0x2490}, {0x24ea, 0x24ea}, {0x24f5, 0x24fd},
    {0x24ff, 0x24ff}, {0x2776, 0x277e}, {0x2780, 0x2788}, {0x278a, 0x2792}, {0x10a40, 0x10a43}, {0x10e60, 0x10e68},
    {0x11052, 0x1105a}, {0x1f100, 0x1f10a},
};

/* Letters with a numeric value. */
static const Range other_numeric[] = {
    {0x3405, 0x3405}, {0x3483, 0x3483}, {0x382a, 0x382a}, {0x3b4d, 0x3b4d}, {0x4e00, 0x4e00}, {0x4e03, 0x4e03},
    {0x4e07, 0x4e07}, {0x4e09, 0x4e09}, {0x4e24, 0x4e24}, {0x4e5d, 0x4e5d}, {0x4e8c, 0x4e8c}, {0x4e94, 0x4e94},
    {0x4e96, 0x4e96}, {0x4eac, 0x4eac}, {0x4ebf, 0x4ec0}, {0x4edf, 0x4edf}, {0x4ee8, 0x4ee8}, {0x4f0d, 0x4f0d},
    {0x4f70, 0x4f70}, {0x4fe9, 0x4fe9}, {0x5006, 0x5006}, {0x5104, 0x5104}, {0x5146, 0x5146}, {0x5169, 0x5169},
    {0x516b, 0x516b}, {0x516d, 0x516d}, {0x5341, 0x5341}, {0x5343, 0x5345}, {0x534c, 0x534c}, {0x53c1, 0x53c4},
    {0x56db, 0x56db}, {0x58f1, 0x58f1}, {0x58f9, 0x58f9}, {0x5e7a, 0x5e7a}, {0x5efe, 0x5eff}, {0x5f0c, 0x5f0e},
    {0x5f10, 0x5f10}, {0x62d0, 0x62d0}, {0x62fe, 0x62fe}, {0x634c, 0x634c}, {0x67d2, 0x67d2}, {0x6d1e, 0x6d1e},
    {0x6f06, 0x6f06}, {0x7396, 0x7396}, {0x767e, 0x767e}, {0x7695, 0x7695}, {0x79ed, 0x79ed}, {0x8086, 0x8086},
    {0x842c, 0x842c}, {0x8cae, 0x8cae}, {0x8cb3, 0x8cb3}, {0x8d30, 0x8d30}, {0x920e, 0x920e}, {0x94a9, 0x94a9},
    {0x9621, 0x9621}, {0x9646, 0x9646}, {0x964c, 0x964c}, {0x9678, 0x9678}, {0x96f6, 0x96f6}, {0xf96b, 0xf96b},
    {0xf973, 0xf973}, {0xf978, 0xf978}, {0xf9b2, 0xf9b2}, {0xf9d1, 0xf9d1}, {0xf9d3, 0xf9d3}, {0xf9fd, 0xf9fd},
    {0x20001, 0x20001}, {0x20064, 0x20064}, {0x200e2, 0x200e2}, {0x20121, 0x20121}, {0x2092a, 0x2092a},
    {0x20983, 0x20983}, {0x2098c, 0x2098c}, {0x2099c, 0x2099c}, {0x20aea, 0x20aea}, {0x20afd, 0x20afd},
    {0x20b19, 0x20b19}, {0x22390, 0x22390}, {0x22998, 0x22998}, {0x23b1b, 0x23b1b}, {0x2626d, 0x2626d},
    {0x2f890, 0x2f890},
};

/* CJK extension I, of Unicode 15.1: older utf8proc does not know it. */
static const Range newer_letters[] = {
    {0x2ebf0, 0x2ee5d},
};

/* Likewise new in 15.1: ideographic description characters. */
static const Range newer_symbols[] = {
    {0x2ffc, 0x2fff}, {0x31ef, 0x31ef},
};

/* Where XID_Start is not what the category says. */
static const Range start_exceptions[] = {
    {0x37a, 0x37a}, {0xe33, 0xe33}, {0xeb3, 0xeb3}, {0x1885, 0x1886}, {0x2118, 0x2118}, {0x212e, 0x212e},
    {0x2e2f, 0x2e2f}, {0xfc5e, 0xfc63}, {0xfdfa, 0xfdfb}, {0xfe70, 0xfe70}, {0xfe72, 0xfe72}, {0xfe74, 0xfe74},
    {0xfe76, 0xfe76}, {0xfe78, 0xfe78}, {0xfe7a, 0xfe7a}, {0xfe7c, 0xfe7c}, {0xfe7e, 0xfe7e}, {0xff9e, 0xff9f},
};

/* Where XID_Continue is not what the category says. */
static const Range part_exceptions[] = {
    {0xb7, 0xb7}, {0x37a, 0x37a}, {0x387, 0x387}, {0x1369, 0x1371}, {0x19da, 0x19da}, {0x200c, 0x200d},
    {0x2118, 0x2118}, {0x212e, 0x212e}, {0x2e2f, 0x2e2f}, {0x30fb, 0x30fb}, {0xfc5e, 0xfc63}, {0xfdfa, 0xfdfb},
    {0xfe70, 0xfe70}, {0xfe72, 0xfe72}, {0xfe74, 0xfe74}, {0xfe76, 0xfe76}, {0xfe78, 0xfe78}, {0xfe7a, 0xfe7a},
    {0xfe7c, 0xfe7c}, {0xfe7e, 0xfe7e}, {0xff65, 0xff65},
};

/* Case_Ignorable beyond the categories Mn, Me, Cf, Lm and Sk. */
static const Range other_ignorable[] = {
    {0x27, 0x27}, {0x2e, 0x2e}, {0x3a, 0x3a}, {0xb7, 0xb7}, {0x387, 0x387}, {0x55f, 0x55f}, {0x5f4, 0x5f4},
    {0x2018, 0x2019}, {0x2024, 0x2024}, {0x2027, 0x2027}, {0xfe13, 0xfe13}, {0xfe52, 0xfe52}, {0xfe55, 0xfe55},
    {0xff07, 0xff07}, {0xff0e, 0xff0e}, {0xff1a, 0xff1a},
};

static const SpecialCase special_cases[] = {
    {0xdf, {0x53, 0x53}, {0x53, 0x73}},
    {0x149, {0x2bc, 0x4e}, {0x2bc, 0x4e}},
    {0x1f0, {0x4a, 0x30c}, {0x4a, 0x30c}},
    {0x390, {0x399, 0x308, 0x301}, {0x399, 0x308, 0x301}},
    {0x3b0, {0x3a5, 0x308, 0x301}, {0x3a5, 0x308, 0x301}},
    {0x587, {0x535, 0x552}, {0x535, 0x582}},
    {0x1e96, {0x48, 0x331}, {0x48, 0x331}},
    {0x1e97, {0x54, 0x308}, {0x54, 0x308}},
    {0x1e98, {0x57, 0x30a}, {0x57, 0x30a}},
    {0x1e99, {0x59, 0x30a}, {0x59, 0x30a}},
    {0x1e9a, {0x41, 0x2be}, {0x41, 0x2be}},
    {0x1f50, {0x3a5, 0x313}, {0x3a5, 0x313}},
    {0x1f52, {0x3a5, 0x313, 0x300}, {0x3a5, 0x313, 0x300}},
    {0x1f54, {0x3a5, 0x313, 0x301}, {0x3a5, 0x313, 0x301}},
    {0x1f56, {0x3a5, 0x313, 0x342}, {0x3a5, 0x313, 0x342}},
    {0x1f80, {0x1f08, 0x399}, {0x1f88}},
    {0x1f81, {0x1f09, 0x399}, {0x1f89}},
    {0x1f82, {0x1f0a, 0x399}, {0x1f8a}},
    {0x1f83, {0x1f0b, 0x399}, {0x1f8b}},
    {0x1f84, {0x1f0c, 0x399}, {0x1f8c}},
    {0x1f85, {0x1f0d, 0x399}, {0x1f8d}},
    {0x1f86, {0x1f0e, 0x399}, {0x1f8e}},
    {0x1f87, {0x1f0f, 0x399}, {0x1f8f}},
    {0x1f88, {0x1f08, 0x399}, {0x1f88}},
    {0x1f89, {0x1f09, 0x399}, {0x1f89}},
    {0x1f8a, {0x1f0a, 0x399}, {0x1f8a}},
    {0x1f8b, {0x1f0b, 0x399}, {0x1f8b}},
    {0x1f8c, {0x1f0c, 0x399}, {0x1f8c}},
    {0x1f8d, {0x1f0d, 0x399}, {0x1f8d}},
    {0x1f8e, {0x1f0e, 0x399}, {0x1f8e}},
    {0x1f8f, {0x1f0f, 0x399}, {0x1f8f}},
    {0x1f90, {0x1f28, 0x399}, {0x1f98}},
    {0x1f91, {0x1f29, 0x399}, {0x1f99}},
    {0x1f92, {0x1f2a, 0x399}, {0x1f9a}},
    {0x1f93, {0x1f2b, 0x399}, {0x1f9b}},
    {0x1f94, {0x1f2c, 0x399}, {0x1f9c}},
    {0x1f95, {0x1f2d, 0x399}, {0x1f9d}},
    {0x1f96, {0x1f2e, 0x399}, {0x1f9e}},
    {0x1f97, {0x1f2f, 0x399}, {0x1f9f}},
    {0x1f98, {0x1f28, 0x399}, {0x1f98}},
    {0x1f99, {0x1f29, 0x399}, {0x1f99}},
    {0x1f9a, {0x1f2a, 0x399}, {0x1f9a}},
    {0x1f9b, {0x1f2b, 0x399}, {0x1f9b}},
    {0x1f9c, {0x1f2c, 0x399}, {0x1f9c}},
    {0x1f9d, {0x1f2d, 0x399}, {0x1f9d}},
    {0x1f9e, {0x1f2e, 0x399}, {0x1f9e}},
    {0x1f9f, {0x1f2f, 0x399}, {0x1f9f}},
    {0x1fa0, {0x1f68, 0x399}, {0x1fa8}},
    {0x1fa1, {0x1f69, 0x399}, {0x1fa9}},
    {0x1fa2, {0x1f6a, 0x399}, {0x1faa}},
    {0x1fa3, {0x1f6b, 0x399}, {0x1fab}},
    {0x1fa4, {0x1f6c, 0x399}, {0x1fac}},
    {0x1fa5, {0x1f6d, 0x399}, {0x1fad}},
    {0x1fa6, {0x1f6e, 0x399}, {0x1fae}},
    {0x1fa7, {0x1f6f, 0x399}, {0x1faf}},
    {0x1fa8, {0x1f68, 0x399}, {0x1fa8}},
    {0x1fa9, {0x1f69, 0x399}, {0x1fa9}},
    {0x1faa, {0x1f6a, 0x399}, {0x1faa}},
    {0x1fab, {0x1f6b, 0x399}, {0x1fab}},
    {0x1fac, {0x1f6c, 0x399}, {0x1fac}},
    {0x1fad, {0x1f6d, 0x399}, {0x1fad}},
    {0x1fae, {0x1f6e, 0x399}, {0x1fae}},
    {0x1faf, {0x1f6f, 0x399}, {0x1faf}},
    {0x1fb2, {0x1fba, 0x399}, {0x1fba, 0x345}},
    {0x1fb3, {0x391, 0x399}, {0x1fbc}},
    {0x1fb4, {0x386, 0x399}, {0x386, 0x345}},
    {0x1fb6, {0x391, 0x342}, {0x391, 0x342}},
    {0x1fb7, {0x391, 0x342, 0x399}, {0x391, 0x342, 0x345}},
    {0x1fbc, {0x391, 0x399}, {0x1fbc}},
    {0x1fc2, {0x1fca, 0x399}, {0x1fca, 0x345}},
    {0x1fc3, {0x397, 0x399}, {0x1fcc}},
    {0x1fc4, {0x389, 0x399}, {0x389, 0x345}},
    {0x1fc6, {0x397, 0x342}, {0x397, 0x342}},
    {0x1fc7, {0x397, 0x342, 0x399}, {0x397, 0x342, 0x345}},
    {0x1fcc, {0x397, 0x399}, {0x1fcc}},
    {0x1fd2, {0x399, 0x308, 0x300}, {0x399, 0x308, 0x300}},
    {0x1fd3, {0x399, 0x308, 0x301}, {0x399, 0x308, 0x301}},
    {0x1fd6, {0x399, 0x342}, {0x399, 0x342}},
    {0x1fd7, {0x399, 0x308, 0x342}, {0x399, 0x308, 0x342}},
    {0x1fe2, {0x3a5, 0x308, 0x300}, {0x3a5, 0x308, 0x300}},
    {0x1fe3, {0x3a5, 0x308, 0x301}, {0x3a5, 0x308, 0x301}},
    {0x1fe4, {0x3a1, 0x313}, {0x3a1, 0x313}},
    {0x1fe6, {0x3a5, 0x342}, {0x3a5, 0x342}},
    {0x1fe7, {0x3a5, 0x308, 0x342}, {0x3a5, 0x308, 0x342}},
    {0x1ff2, {0x1ffa, 0x399}, {0x1ffa, 0x345}},
    {0x1ff3, {0x3a9, 0x399}, {0x1ffc}},
    {0x1ff4, {0x38f, 0x399}, {0x38f, 0x345}},
    {0x1ff6, {0x3a9, 0x342}, {0x3a9, 0x342}},
    {0x1ff7, {0x3a9, 0x342, 0x399}, {0x3a9, 0x342, 0x345}},
    {0x1ffc, {0x3a9, 0x399}, {0x1ffc}},
    {0xfb00, {0x46, 0x46}, {0x46, 0x66}},
    {0xfb01, {0x46, 0x49}, {0x46, 0x69}},
    {0xfb02, {0x46, 0x4c}, {0x46, 0x6c}},
    {0xfb03, {0x46, 0x46, 0x49}, {0x46, 0x66, 0x69}},
    {0xfb04, {0x46, 0x46, 0x4c}, {0x46, 0x66, 0x6c}},
    {0xfb05, {0x53, 0x54}, {0x53, 0x74}},
    {0xfb06, {0x53, 0x54}, {0x53, 0x74}},
    {0xfb13, {0x544, 0x546}, {0x544, 0x576}},
    {0xfb14, {0x544, 0x535}, {0x544, 0x565}},
    {0xfb15, {0x544, 0x53b}, {0x544, 0x56b}},
    {0xfb16, {0x54e, 0x546}, {0x54e, 0x576}},
    {0xfb17, {0x544, 0x53d}, {0x544, 0x56d}},
};

static bool in_ranges(const Range *ranges, size_t count, uint32_t code_point)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code_point > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && ranges[low].first <= code_point;
}

#define IN(table, code_point) in_ranges(table, ARRAY_LENGTH(table), code_point)

/* Scanning UTF-8. ---------------------------------------------------------- */

static const uint64_t HIGH_BITS = UINT64_C(0x8080808080808080);

static inline uint64_t load_word(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* Sixteen bytes at once: half the time of words of eight. */
typedef int8_t Vector __attribute__((vector_size(16)));

enum { VECTOR_SIZE = sizeof(Vector), SUM_LIMIT = 127 }; /* vectors until a lane of sums could overflow */

static inline Vector load_vector(const char *bytes)
{
    Vector vector;
    memcpy(&vector, bytes, sizeof vector);
    return vector;
}

static inline size_t sum_lanes(Vector sums)
{
    size_t total = 0;
    for (int i = 0; i < VECTOR_SIZE; i++)
        total += (uint8_t)sums[i];
    return total;
}

size_t utf8_count(const char *bytes, size_t size)
{
    size_t continuations = 0, i = 0;
    while (i + VECTOR_SIZE <= size) {
        size_t end = i + size_min((size - i) / VECTOR_SIZE, SUM_LIMIT) * VECTOR_SIZE;
        Vector sums = {0};
        for (; i < end; i += VECTOR_SIZE)
            sums -= load_vector(bytes + i) < -64; /* true is -1; continuation bytes are -128 to -65 */
        continuations += sum_lanes(sums);
    }
    for (; i < size; i++)
        continuations += utf8_is_continuation(bytes[i]);
    return size - continuations;
}

bool utf8_is_ascii(const char *bytes, size_t size)
{
    size_t i = 0;
    for (; i + 4 * VECTOR_SIZE <= size; i += 4 * VECTOR_SIZE) {
        Vector any = load_vector(bytes + i) | load_vector(bytes + i + VECTOR_SIZE) |
                     load_vector(bytes + i + 2 * VECTOR_SIZE) | load_vector(bytes + i + 3 * VECTOR_SIZE);
        uint64_t halves[2];
        memcpy(halves, &any, sizeof halves);
        if ((halves[0] | halves[1]) & HIGH_BITS)
            return false;
    }
    for (; i + 8 <= size; i += 8)
        if (load_word(bytes + i) & HIGH_BITS)
            return false;
    for (; i < size; i++)
        if (bytes[i] & 0x80)
            return false;
    return true;
}

/* Size of the well-formed sequence at bytes, 0 when there is none. */
static size_t valid_sequence(const unsigned char *bytes, size_t size)
{
    unsigned char lead = bytes[0];
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    size_t needed = utf8_size_of_lead((char)lead);
    if (needed > size)
        return 0;
    /* The second byte's range excludes overlong forms, surrogates, and what is past U+10FFFF. */
    unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (bytes[1] < low || bytes[1] > high)
        return 0;
    for (size_t i = 2; i < needed; i++)
        if (!utf8_is_continuation((char)bytes[i]))
            return 0;
    return needed;
}

size_t utf8_valid_prefix(const char *bytes, size_t size)
{
    size_t i = 0;
    while (i < size) {
        if (i + 8 <= size && !(load_word(bytes + i) & HIGH_BITS)) {
            i += 8;
            continue;
        }
        size_t step = valid_sequence((const unsigned char *)bytes + i, size - i);
        ASSERT(step <= size - i);
        if (!step)
            break;
        i += step;
    }
    return i;
}

/* Classes. ----------------------------------------------------------------- */

static utf8proc_category_t category_of(uint32_t code_point)
{
    ASSERT(code_point <= UNICODE_MAX);
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code_point);
    if (UNLIKELY(category == UTF8PROC_CATEGORY_CN)) {
        if (IN(newer_letters, code_point))
            return UTF8PROC_CATEGORY_LO;
        if (IN(newer_symbols, code_point))
            return UTF8PROC_CATEGORY_SO;
    }
    return category;
}

const char *unicode_category(uint32_t code_point)
{
    if (IN(newer_letters, code_point))
        return "Lo";
    return IN(newer_symbols, code_point) ? "So" : utf8proc_category_string((utf8proc_int32_t)code_point);
}

static inline bool is_ascii_letter(uint32_t code_point) { return (code_point | 0x20) - 'a' < 26; }
static inline bool is_ascii_digit(uint32_t code_point) { return code_point - '0' < 10; }

bool unicode_is_alpha(uint32_t code_point)
{
    if (code_point < 128)
        return is_ascii_letter(code_point);
    utf8proc_category_t category = category_of(code_point);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool unicode_is_decimal(uint32_t code_point)
{
    return code_point < 128 ? is_ascii_digit(code_point) : category_of(code_point) == UTF8PROC_CATEGORY_ND;
}

bool unicode_is_digit(uint32_t code_point)
{
    return unicode_is_decimal(code_point) || (code_point >= 128 && IN(other_digits, code_point));
}

bool unicode_is_numeric(uint32_t code_point)
{
    if (code_point < 128)
        return is_ascii_digit(code_point);
    utf8proc_category_t category = category_of(code_point);
    return category == UTF8PROC_CATEGORY_ND || category == UTF8PROC_CATEGORY_NL || category == UTF8PROC_CATEGORY_NO ||
           (category == UTF8PROC_CATEGORY_LO && IN(other_numeric, code_point));
}

/* Digits and decimals are numeric, too. */
bool unicode_is_alnum(uint32_t code_point) { return unicode_is_alpha(code_point) || unicode_is_numeric(code_point); }

bool unicode_is_space(uint32_t code_point)
{
    if (code_point < 128)
        return code_point == ' ' || (code_point >= 9 && code_point <= 13) || (code_point >= 0x1c && code_point <= 0x1f);
    return code_point == 0x85 || category_of(code_point) == UTF8PROC_CATEGORY_ZS || code_point == 0x2028 ||
           code_point == 0x2029;
}

bool unicode_is_line_break(uint32_t code_point)
{
    return (code_point >= 10 && code_point <= 13) || (code_point >= 0x1c && code_point <= 0x1e) || code_point == 0x85 ||
           code_point == 0x2028 || code_point == 0x2029;
}

bool unicode_is_lower(uint32_t code_point)
{
    if (code_point < 128)
        return code_point - 'a' < 26;
    return category_of(code_point) == UTF8PROC_CATEGORY_LL || IN(other_lower, code_point);
}

bool unicode_is_upper(uint32_t code_point)
{
    if (code_point < 128)
        return code_point - 'A' < 26;
    return category_of(code_point) == UTF8PROC_CATEGORY_LU || IN(other_upper, code_point);
}

bool unicode_is_title(uint32_t code_point)
{
    return code_point >= 128 && category_of(code_point) == UTF8PROC_CATEGORY_LT;
}

bool unicode_is_cased(uint32_t code_point)
{
    return unicode_is_lower(code_point) || unicode_is_upper(code_point) || unicode_is_title(code_point);
}

bool unicode_is_case_ignorable(uint32_t code_point)
{
    switch (category_of(code_point)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_SK:
        return true;
    default:
        return IN(other_ignorable, code_point);
    }
}

bool unicode_is_printable(uint32_t code_point)
{
    if (code_point < 128)
        return code_point >= ' ' && code_point < 127;
    switch (category_of(code_point)) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return false;
    default:
        return true;
    }
}

bool unicode_is_identifier_start(uint32_t code_point)
{
    if (code_point < 128)
        return is_ascii_letter(code_point) || code_point == '_';
    bool by_category = unicode_is_alpha(code_point) || category_of(code_point) == UTF8PROC_CATEGORY_NL;
    return by_category != IN(start_exceptions, code_point);
}

bool unicode_is_identifier_part(uint32_t code_point)
{
    if (code_point < 128)
        return is_ascii_letter(code_point) || code_point == '_' || is_ascii_digit(code_point);
    bool by_category;
    switch (category_of(code_point)) {
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
        by_category = true;
        break;
    default:
        by_category = unicode_is_alpha(code_point);
    }
    return by_category != IN(part_exceptions, code_point);
}

/* Decimal digits come in runs of ten in order, all but the mathematical ones
 * starting where no digit precedes; those start at U+1D7CE and adjoin, and so
 * counting back in tens works for them as well. */
int unicode_decimal_value(uint32_t code_point)
{
    if (code_point < 128)
        return is_ascii_digit(code_point) ? (int)(code_point - '0') : -1;
    if (!unicode_is_decimal(code_point))
        return -1;
    uint32_t first = code_point;
    while (unicode_is_decimal(first - 1))
        first--;
    return (int)((code_point - first) % 10);
}

/* Case mappings. ----------------------------------------------------------- */

static const SpecialCase *find_special_case(uint32_t code_point)
{
    size_t low = 0, high = ARRAY_LENGTH(special_cases);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code_point > special_cases[middle].code_point)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < ARRAY_LENGTH(special_cases) && special_cases[low].code_point == code_point;
    return found ? &special_cases[low] : NULL;
}

static size_t copy_mapping(const uint32_t from[CASE_MAX], uint32_t mapped[CASE_MAX])
{
    size_t count = 0;
    for (; count < CASE_MAX && from[count]; count++)
        mapped[count] = from[count];
    return count;
}

size_t unicode_to_lower(uint32_t code_point, uint32_t mapped[CASE_MAX])
{
    if (code_point == CAPITAL_I_WITH_DOT) {
        mapped[0] = 'i';
        mapped[1] = COMBINING_DOT_ABOVE;
        return 2;
    }
    mapped[0] = code_point < 128 ? (code_point - 'A' < 26 ? code_point | 0x20 : code_point)
                                 : (uint32_t)utf8proc_tolower((utf8proc_int32_t)code_point);
    return 1;
}

size_t unicode_to_upper(uint32_t code_point, uint32_t mapped[CASE_MAX])
{
    if (code_point < 128) {
        mapped[0] = code_point - 'a' < 26 ? code_point ^ 0x20 : code_point;
        return 1;
    }
    const SpecialCase *special = find_special_case(code_point);
    if (special)
        return copy_mapping(special->upper, mapped);
    mapped[0] = (uint32_t)utf8proc_toupper((utf8proc_int32_t)code_point);
    return 1;
}

size_t unicode_to_title(uint32_t code_point, uint32_t mapped[CASE_MAX])
{
    if (code_point < 128)
        return unicode_to_upper(code_point, mapped);
    const SpecialCase *special = find_special_case(code_point);
    if (special)
        return copy_mapping(special->title, mapped);
    mapped[0] = (uint32_t)utf8proc_totitle((utf8proc_int32_t)code_point);
    return 1;
}

size_t unicode_to_folded(uint32_t code_point, uint32_t mapped[CASE_MAX])
{
    if (code_point < 128)
        return unicode_to_lower(code_point, mapped);
    utf8proc_int32_t folded[CASE_MAX];
    int boundary = 0;
    utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)code_point, folded, CASE_MAX, UTF8PROC_CASEFOLD, &boundary);
    if (count < 1 || count > CASE_MAX) { /* surrogates */
        mapped[0] = code_point;
        return 1;
    }
    for (utf8proc_ssize_t i = 0; i < count; i++)
        mapped[i] = (uint32_t)folded[i];
    return (size_t)count;
}
