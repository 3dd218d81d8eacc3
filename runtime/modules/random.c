/* Module _random: the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998)
 * behind random.Random, which is written in the language (runtime/lib/random.py).
 *
 * The same seed gives the same numbers as in CPython: seeding by arrays, the
 * order of words in getrandbits() and the two draws of random() are part of
 * what programs see. */
#include "modules/module.h"

#include <errno.h>
#include <unistd.h>

#include "modules/sha512.h"
#include "object/bytes.h"

enum { STATE_WORDS = 624, SHIFT_WORDS = 397, KEY_ROOM = 32 };

typedef struct {
    uint32_t words[STATE_WORDS];
    int next; /* of words; STATE_WORDS: they are used up */
} Twister;

/* The twister lies outside the object, so that instances stay small. */
typedef struct {
    Object object;
    Twister *twister; /* owned; NULL until seeded: the first draw then seeds from the system */
} RandomObject;

/* the generator ------------------------------------------------------------------------- */

static void twister_fill(Twister *twister)
{
    const uint32_t upper = 0x80000000, lower = 0x7fffffff, matrix = 0x9908b0df;
    uint32_t *words = twister->words;
    for (int i = 0; i < STATE_WORDS; i++) {
        uint32_t mixed = (words[i] & upper) | (words[(i + 1) % STATE_WORDS] & lower);
        words[i] = words[(i + SHIFT_WORDS) % STATE_WORDS] ^ (mixed >> 1) ^ (mixed & 1 ? matrix : 0);
    }
    twister->next = 0;
}

static inline uint32_t twister_next(Twister *twister)
{
    if (twister->next >= STATE_WORDS)
        twister_fill(twister);
    uint32_t word = twister->words[twister->next++];
    word ^= word >> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return word ^ (word >> 18);
}

static void twister_seed_word(Twister *twister, uint32_t seed)
{
    twister->words[0] = seed;
    for (uint32_t i = 1; i < STATE_WORDS; i++) {
        uint32_t previous = twister->words[i - 1];
        twister->words[i] = 1812433253 * (previous ^ (previous >> 30)) + i;
    }
    twister->next = STATE_WORDS;
}

static void twister_seed(Twister *twister, const uint32_t *key, size_t count)
{
    uint32_t *words = twister->words;
    twister_seed_word(twister, 19650218);
    size_t i = 1, j = 0;
    for (size_t left = size_max(STATE_WORDS, count); left; left--) {
        words[i] = (words[i] ^ ((words[i - 1] ^ (words[i - 1] >> 30)) * 1664525)) + key[j] + (uint32_t)j;
        if (++i == STATE_WORDS) {
            words[0] = words[STATE_WORDS - 1];
            i = 1;
        }
        j = j + 1 < count ? j + 1 : 0;
    }
    for (size_t left = STATE_WORDS - 1; left; left--) {
        words[i] = (words[i] ^ ((words[i - 1] ^ (words[i - 1] >> 30)) * 1566083941)) - (uint32_t)i;
        if (++i == STATE_WORDS) {
            words[0] = words[STATE_WORDS - 1];
            i = 1;
        }
    }
    words[0] = 0x80000000;
}

/* seeding --------------------------------------------------------------------------------- */

static bool system_entropy(Vm *vm, void *bytes, size_t size)
{
    enum { MOST_AT_ONCE = 256 };
    for (size_t at = 0; at < size; at += MOST_AT_ONCE)
        if (getentropy((char *)bytes + at, size_min(MOST_AT_ONCE, size - at)) != 0) {
            raise_os_error(vm, errno, VALUE_ABSENT);
            return false;
        }
    return true;
}

static bool random_allocate(Vm *vm, RandomObject *self)
{
    if (!self->twister)
        self->twister = vm_alloc(vm, sizeof *self->twister);
    return self->twister != NULL;
}

/* A reproducible run takes what the VM has done so far instead: the same at
 * the same point of every run, and different from generator to generator. */
static bool seed_from_system(Vm *vm, RandomObject *self)
{
    if (!random_allocate(vm, self))
        return false;
    uint32_t key[STATE_WORDS] = {(uint32_t)vm->live_objects, (uint32_t)vm->next_code_id, (uint32_t)vm->budget.used};
    if (!vm->deterministic && !system_entropy(vm, key, sizeof key))
        return false;
    twister_seed(self->twister, key, STATE_WORDS);
    return true;
}

/* The magnitude of number, 32 bits a word, is the key. */
static bool seed_from_mpz(Vm *vm, RandomObject *self, mpz_srcptr number)
{
    uint32_t room[KEY_ROOM] = {0};
    size_t count = (mpz_sizeinbase(number, 2) + 31) / 32;
    uint32_t *key = count <= KEY_ROOM ? room : vm_alloc(vm, count * sizeof *key);
    bool done = key && random_allocate(vm, self);
    if (done) {
        mpz_export(key, NULL, -1, sizeof *key, 0, 0, number);
        twister_seed(self->twister, key, count);
    }
    if (key && key != room)
        vm_free(vm, key, count * sizeof *key);
    return done;
}

static bool seed_from_value(Vm *vm, RandomObject *self, Value seed)
{
    if (value_is_none(seed))
        return seed_from_system(vm, self);
    mpz_t number;
    mpz_init(number);
    bool done = true;
    if (value_is_any_int(vm, seed)) {
        int_to_mpz(vm, seed, number);
    } else {
        int64_t hash;
        done = value_hash(vm, seed, &hash);
        if (done)
            mpz_set_ui(number, (uint64_t)hash);
    }
    done = done && seed_from_mpz(vm, self, number);
    mpz_clear(number);
    return done;
}

static Twister *random_twister(Vm *vm, Value value)
{
    RandomObject *self = value_object(value);
    if (LIKELY(self->twister != NULL) || seed_from_system(vm, self))
        return self->twister;
    return NULL;
}

/* methods ---------------------------------------------------------------------------------- */

static Value random_new(Vm *vm, const Value *args)
{
    if (!value_is_type(vm, args[0]))
        return raise_type_error(vm, "Random.__new__(X): X is not a type object (%T)", args[0]);
    RandomObject *self = object_new(vm, value_to_type(args[0]), 0);
    if (!self)
        return VALUE_ERROR;
    self->twister = NULL;
    return value_from_object(self);
}

static void random_slot_destroy(Vm *vm, Object *object)
{
    RandomObject *self = (RandomObject *)object;
    if (self->twister)
        vm_free(vm, self->twister, sizeof *self->twister);
    object_free(vm, object, 0);
}

static Value random_m_seed(Vm *vm, const Value *args)
{
    return seed_from_value(vm, value_object(args[0]), args[1]) ? VALUE_NONE : VALUE_ERROR;
}

static Value random_m_random(Vm *vm, const Value *args)
{
    Twister *twister = random_twister(vm, args[0]);
    if (!twister)
        return VALUE_ERROR;
    /* 53 bits: 27 from one word, 26 from the next. */
    uint32_t high = twister_next(twister) >> 5, low = twister_next(twister) >> 6;
    return float_new(vm, ((double)high * 0x1p26 + (double)low) * 0x1p-53);
}

/* count bits, count > 0, as an owned int */
static Value draw_bits(Vm *vm, Twister *twister, uint64_t count)
{
    if (count <= 32)
        return value_from_int(twister_next(twister) >> (32 - count));
    uint32_t room[KEY_ROOM];
    size_t size = (size_t)((count + 31) / 32);
    uint32_t *words = size <= KEY_ROOM ? room : vm_alloc(vm, size * sizeof *words);
    if (!words)
        return VALUE_ERROR;
    for (size_t i = 0; i < size; i++, count -= 32)
        words[i] = twister_next(twister) >> (count < 32 ? 32 - count : 0);
    mpz_t number;
    mpz_init(number);
    mpz_import(number, size, -1, sizeof *words, 0, 0, words);
    if (words != room)
        vm_free(vm, words, size * sizeof *words);
    return int_from_mpz_take(vm, number);
}

static Value random_m_getrandbits(Vm *vm, const Value *args)
{
    int64_t count;
    if (!value_to_i64(vm, args[1], &count))
        return VALUE_ERROR;
    if (count < 0)
        return raise_value_error(vm, "number of bits must be non-negative");
    Twister *twister = count ? random_twister(vm, args[0]) : NULL;
    if (!twister)
        return count ? VALUE_ERROR : value_from_int(0);
    return draw_bits(vm, twister, (uint64_t)count);
}

/* A number in [0, limit) for limit > 0: draws of its bit length until one is below it. */
static Value random_m_below(Vm *vm, const Value *args)
{
    Twister *twister = random_twister(vm, args[0]);
    if (!twister)
        return VALUE_ERROR;
    Value limit = args[1];
    if (!value_is_any_int(vm, limit))
        return raise_type_error(vm, "'%T' object cannot be interpreted as an integer", limit);
    if (int_sign(vm, limit) <= 0)
        return value_from_int(0);
    int64_t small;
    uint64_t bits;
    if (int_fits_i64(vm, limit, &small)) {
        bits = (uint64_t)(64 - __builtin_clzll((uint64_t)small));
    } else {
        mpz_t number;
        mpz_init(number);
        int_to_mpz(vm, limit, number);
        bits = mpz_sizeinbase(number, 2);
        mpz_clear(number);
    }
    for (;;) {
        Value drawn = draw_bits(vm, twister, bits);
        if (value_is_error(drawn) || int_order(vm, drawn, limit) < 0)
            return drawn;
        value_drop(vm, drawn);
    }
}

static Value random_m_getstate(Vm *vm, const Value *args)
{
    Twister *twister = random_twister(vm, args[0]);
    Tuple *state = twister ? tuple_new_raw(vm, STATE_WORDS + 1) : NULL;
    if (!state)
        return VALUE_ERROR;
    for (int i = 0; i < STATE_WORDS; i++)
        state->items[i] = value_from_int(twister->words[i]);
    state->items[STATE_WORDS] = value_from_int(twister->next);
    return value_from_object(state);
}

static Value random_m_setstate(Vm *vm, const Value *args)
{
    if (!value_is_tuple(vm, args[1]))
        return raise_type_error(vm, "state vector must be a tuple");
    const Tuple *state = value_to_tuple(args[1]);
    if (state->count != STATE_WORDS + 1)
        return raise_value_error(vm, "state vector is the wrong size");
    Twister read;
    for (int i = 0; i <= STATE_WORDS; i++) {
        int64_t word;
        if (!value_is_any_int(vm, state->items[i]))
            return raise_type_error(vm, "'%T' object cannot be interpreted as an integer", state->items[i]);
        if (!int_fits_i64(vm, state->items[i], &word) || word < 0 || (i == STATE_WORDS && word > STATE_WORDS))
            return raise_value_error(vm, "invalid state");
        if (i < STATE_WORDS)
            read.words[i] = (uint32_t)word;
        else
            read.next = (int)word;
    }
    RandomObject *self = value_object(args[0]);
    if (!random_allocate(vm, self))
        return VALUE_ERROR;
    *self->twister = read;
    return VALUE_NONE;
}

/* functions for random.py -------------------------------------------------------------------- */

static Value random_sha512(Vm *vm, const Value *args)
{
    BytesView view;
    if (!bytes_view(vm, args[0], &view))
        return VALUE_ERROR;
    uint8_t digest[SHA512_DIGEST_SIZE];
    sha512_digest(view.bytes, view.size, digest);
    return bytes_new(vm, digest, sizeof digest);
}

static Value random_entropy(Vm *vm, const Value *args)
{
    int64_t count;
    if (!value_to_i64(vm, args[0], &count))
        return VALUE_ERROR;
    if (count < 0)
        return raise_value_error(vm, "negative argument not allowed");
    Bytes *bytes = bytes_new_raw(vm, (size_t)count);
    if (!bytes)
        return VALUE_ERROR;
    if (system_entropy(vm, bytes->bytes, (size_t)count))
        return value_from_object(bytes);
    value_drop(vm, value_from_object(bytes));
    return VALUE_ERROR;
}

static Value random_index(Vm *vm, const Value *args) { return value_index(vm, args[0]); }

static const NativeDef random_methods[] = {
    FN(random_new, "__new__(cls, /, *args, **kwargs)", "Create and return a new object.  See help(type) for accurate signature."),
    FN(random_m_random, "random(self, /)", "random() -> x in the interval [0, 1)."),
    FN(random_m_seed, "seed(self, n=None, /)", "seed([n]) -> None.\n\nDefaults to the system's random source."),
    FN(random_m_getstate, "getstate(self, /)", "getstate() -> tuple containing the current state."),
    FN(random_m_setstate, "setstate(self, state, /)", "setstate(state) -> None.  Restores generator state."),
    FN(random_m_getrandbits, "getrandbits(self, k, /)", "getrandbits(k) -> x.  Generates an int with k random bits."),
    FN(random_m_below, "_below(self, n, /)", "A random int in the range [0, n); 0 when n is not positive."),
    {0},
};

static const TypeDef random_type_def = {
    .name = "Random",
    .module = "_random",
    .doc = "Random() -> create a random number generator with its own internal state.",
    .flags = TYPE_FLAG_BASE,
    .size = sizeof(RandomObject),
    .slots = {.destroy = random_slot_destroy},
    .methods = random_methods,
};

static const NativeDef random_functions[] = {
    FN(random_sha512, "sha512(data, /)", "The SHA-512 digest of bytes."),
    FN(random_index, "index(number, /)", "The int behind a number; TypeError for floats and their like."),
    FN(random_entropy, "entropy(size, /)", "Bytes from the system's random source."),
    {0},
};

bool random_module_fill(Vm *vm, Value module)
{
    return module_add_type(vm, module, &random_type_def, NULL) && module_add_functions(vm, module, random_functions);
}
