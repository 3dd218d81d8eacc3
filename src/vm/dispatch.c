/* The dispatch loop: one body an opcode, computed goto.
 *
 * `base` names the running frame, `ip` its instruction.  Whatever may run code
 * or raise stores ip in the frame first (SAVE), because positions of callers
 * are read from there.  An instruction that fails jumps to `error` with ip at
 * itself; frames are left only through `leave` and `unwind`.
 *
 * Over 900 lines because one body an opcode belongs in one function: gcc's
 * register allocation and the shared labels depend on it. */
#include "vm/machine.h"

#include "object/call.h"
#include "object/container.h"
#include "object/exception.h"
#include "object/native.h"
#include "object/number.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"
#include "vm/generator.h"
#include "vm/slow.h"
#include "vm/unwind.h"

#define A base[ip->a]
#define B base[ip->b]
#define C base[ip->c]
#define K(index) FRAME(base)->code->constants[index]
#define FREE(index) value_to_function(FRAME_CALLEE(base))->closure[index]
#define SAVE() (FRAME(base)->ip = ip)

#define CASE(name) op_##name:
#define DISPATCH() goto *labels[ip->op]
#define NEXT(extra)        \
    do {                   \
        ip += 1 + (extra); \
        DISPATCH();        \
    } while (0)
#define CHECK(condition)               \
    do {                               \
        if (UNLIKELY(!(condition)))    \
            goto error;                \
    } while (0)

/* Stores an owned value in register a, dropping what a local held there. */
#define WRITE(expression)                  \
    do {                                   \
        Value written = (expression);      \
        Value *place = &A;                 \
        if (ip->flags & FLAG_DROP) {       \
            Value old = *place;            \
            *place = written;              \
            value_drop(vm, old);           \
        } else {                           \
            *place = written;              \
        }                                  \
    } while (0)
#define WRITE_CHECKED(expression, extra)        \
    do {                                        \
        SAVE();                                 \
        Value result = (expression);            \
        if (UNLIKELY(result == VALUE_ERROR))    \
            goto error;                         \
        WRITE(result);                          \
        NEXT(extra);                            \
    } while (0)

#define BOTH_INT(x, y) (((((x) ^ 2) | ((y) ^ 2)) & 3) == 0)
#define JUMP_OFFSET() ((int32_t)(ip->b | (uint32_t)ip->c << 16))
/* Takes a jump; backwards it polls.  What the poll raises is raised at the target:
 * the jump has consumed its operands, and filled the item of a loop. */
#define JUMP_BY(offset)                                           \
    do {                                                          \
        int32_t jump = (offset);                                  \
        ip += jump;                                               \
        if (UNLIKELY(vm->interrupt) && jump <= 0) {               \
            SAVE();                                               \
            if (!machine_poll(vm))                                \
                goto error;                                       \
        }                                                         \
        DISPATCH();                                               \
    } while (0)

#define ARITHMETIC(NAME, INT_CASE, FLOAT_CASE)                    \
    CASE(NAME)                                                    \
    {                                                             \
        Value x = B, y = C;                                       \
        if (LIKELY(BOTH_INT(x, y))) {                             \
            INT_CASE                                              \
        } else if (value_is_float(x) && value_is_float(y)) {      \
            FLOAT_CASE                                            \
        }                                                         \
        WRITE_CHECKED(slow_binary(vm, ip, base, BINARY_##NAME), 0); \
    }
#define FLOAT_RESULT(expression)                               \
    do {                                                       \
        Value word = value_rotate_float(expression);           \
        if (LIKELY(value_is_float(word))) {                    \
            WRITE(word);                                       \
            NEXT(0);                                           \
        }                                                      \
    } while (0)
#define INT_RESULT(type_of_sum, builtin, left, right)          \
    do {                                                       \
        type_of_sum sum;                                       \
        if (LIKELY(!builtin(left, right, &sum))) {             \
            WRITE((Value)sum);                                 \
            NEXT(0);                                           \
        }                                                      \
    } while (0)

#define COMPARE_VALUE(NAME, operator)                                     \
    CASE(NAME)                                                            \
    {                                                                     \
        Value x = B, y = C;                                               \
        if (LIKELY(BOTH_INT(x, y))) {                                     \
            WRITE(value_from_bool((int64_t)x operator(int64_t) y));       \
            NEXT(0);                                                      \
        }                                                                 \
        if (value_is_float(x) && value_is_float(y)) {                     \
            WRITE(value_from_bool(value_to_float(x) operator value_to_float(y))); \
            NEXT(0);                                                      \
        }                                                                 \
        WRITE_CHECKED(slow_compare(vm, ip, base, COMPARE_##NAME), 0);     \
    }

#define COMPARE_JUMP(NAME, operator, sense)                               \
    {                                                                     \
        Value x = A, y = B;                                               \
        bool truth;                                                       \
        if (LIKELY(BOTH_INT(x, y))) {                                     \
            truth = (int64_t)x operator(int64_t) y;                       \
        } else if (value_is_float(x) && value_is_float(y)) {              \
            truth = value_to_float(x) operator value_to_float(y);         \
        } else {                                                          \
            SAVE();                                                       \
            int compared = slow_compare_jump(vm, ip, base, COMPARE_##NAME); \
            CHECK(compared >= 0);                                         \
            truth = compared;                                             \
        }                                                                 \
        if (truth == (sense))                                             \
            JUMP_BY((int32_t)ip[1].low);                                  \
        NEXT(1);                                                          \
    }
#define COMPARE_JUMP_INT(NAME, operator, sense)                           \
    {                                                                     \
        Value x = A;                                                      \
        bool truth;                                                       \
        if (LIKELY(value_is_int(x))) {                                    \
            truth = (int64_t)x operator(int64_t) value_from_int((int16_t)ip->c); \
        } else {                                                          \
            SAVE();                                                       \
            int compared = slow_compare_jump_int(vm, ip, base, COMPARE_##NAME); \
            CHECK(compared >= 0);                                         \
            truth = compared;                                             \
        }                                                                 \
        if (truth == (sense))                                             \
            JUMP_BY((int32_t)ip[1].low);                                  \
        NEXT(1);                                                          \
    }
#define COMPARE_JUMPS(NAME, operator)                                     \
    CASE(JUMP_IF_##NAME) COMPARE_JUMP(NAME, operator, true)               \
    CASE(JUMP_UNLESS_##NAME) COMPARE_JUMP(NAME, operator, false)          \
    CASE(JUMP_IF_##NAME##_INT) COMPARE_JUMP_INT(NAME, operator, true)     \
    CASE(JUMP_UNLESS_##NAME##_INT) COMPARE_JUMP_INT(NAME, operator, false)

/* Floor division and modulo of tagged ints; the divisor is neither 0 nor -1. */
static ALWAYS_INLINE int64_t floor_divide(int64_t x, int64_t y)
{
    int64_t quotient = x / y;
    return quotient - ((x % y != 0) & ((x ^ y) < 0));
}

static ALWAYS_INLINE int64_t floor_modulo(int64_t x, int64_t y)
{
    int64_t rest = x % y;
    return rest + (((rest != 0) & ((rest ^ y) < 0)) ? y : 0);
}

/* A list or tuple element or an ASCII character without bounds errors;
 * VALUE_ABSENT: take the slow path. */
static ALWAYS_INLINE Value item_fast(const Vm *vm, Value container, Value key)
{
    if (!value_is_heap(container) || !value_is_int(key))
        return VALUE_ABSENT;
    uint32_t shape = value_shape(container);
    int64_t index = value_to_int(key);
    const Value *items;
    size_t count;
    if (LIKELY(shape == TYPE_LIST)) {
        items = value_to_list(container)->items;
        count = value_to_list(container)->count;
    } else if (shape == TYPE_TUPLE) {
        items = value_to_tuple(container)->items;
        count = value_to_tuple(container)->count;
    } else if (shape == TYPE_STR && str_is_ascii(value_to_str(container)) && (uint64_t)index < value_to_str(container)->size) {
        return value_share(vm->latin1[(uint8_t)value_to_str(container)->bytes[index]]);
    } else {
        return VALUE_ABSENT;
    }
    if (index < 0)
        index += (int64_t)count;
    if (UNLIKELY((uint64_t)index >= count))
        return VALUE_ABSENT;
    return value_share(items[index]);
}

/* Moves a call window from a heap frame to the stack's top, where the callee
 * has room; returns where its arguments begin. */
static ALWAYS_INLINE Value *move_window(Machine *machine, const Value *callee, int below, int words)
{
    Value *to = machine->heap_top;
    for (int i = 0; i < words; i++)
        to[i] = callee[i];
    return to + below;
}

/* Has the frame at base room on the stack, and its depth within the limit? */
static ALWAYS_INLINE bool frame_fits(const Vm *vm, const Value *base, const Code *code, uint32_t depth)
{
    return LIKELY(base + code->register_count < vm->machine->stack_end - 64) && LIKELY(depth < vm->recursion_limit);
}

/* Makes the frame at next, whose parameters lie ready, that of a call by the
 * instruction at ip in the frame at base; extra flags: FRAME_INIT or 0. */
static ALWAYS_INLINE const Word *push_frame(Machine *machine, Value *base, Value *next, Code *code, const Word *ip, uint16_t extra)
{
    FrameHeader *header = FRAME(next);
    header->previous = base;
    header->code = code;
    header->destination = ip->c;
    header->flags = (uint16_t)((ip->flags & FLAG_DROP ? FLAG_DROP << 8 : 0) | extra);
    header->depth = FRAME(base)->depth + 1;
    machine->base = next;
    for (uint32_t i = code->parameter_count, n = code->local_count; i < n; i++)
        next[i] = VALUE_ABSENT;
    return code->words;
}

Value machine_run(Vm *vm, Value *base, const Word *start, Value *root)
{
    static const void *const labels[] = {
#define OPCODE(name, extra, operands, doc) &&op_##name,
#include "bytecode/opcodes.def"
#undef OPCODE
    };
    Machine *const machine = vm->machine;
    Value *const outer_base = machine->base;
    Value *const outer_top = machine->heap_top;
    const uint32_t outer_links = machine->next_links;
    machine->heap_top = machine_top(machine);
    machine->next_links = 0;
    machine->base = base;
    const Word *ip = start;
    Value *call_base;    /* arguments of the window being called */
    int call_count;      /* of them */
    Value call_names;    /* names of the last of them, or VALUE_ABSENT */
    int call_length;     /* words of the call instruction */
    Value outcome;       /* what a frame was left with */

    if (vm->pending != VALUE_ABSENT)
        goto error;
    DISPATCH();

    /* Moving values. ------------------------------------------------------ */

    CASE(NOP) NEXT(0);
    CASE(MOVE)
    {
        WRITE(B);
        NEXT(0);
    }
    CASE(COPY)
    {
        WRITE(value_share(B));
        NEXT(0);
    }
    CASE(LOAD_CONST)
    {
        WRITE(value_share(K(ip->b)));
        NEXT(0);
    }
    CASE(BORROW_CONST)
    {
        A = K(ip->b);
        NEXT(0);
    }
    CASE(RELEASE)
    {
        SAVE();
        value_drop(vm, A);
        NEXT(0);
    }
    CASE(CLEAR_LOCAL)
    {
        SAVE();
        value_clear(vm, &A);
        NEXT(0);
    }
    CASE(CHECK_LOCAL)
    {
        if (LIKELY(A != VALUE_ABSENT))
            NEXT(0);
        raise_unbound_local(vm, FRAME(base)->code, ip->a);
        goto error;
    }
    CASE(DELETE_LOCAL)
    {
        SAVE();
        if (UNLIKELY(A == VALUE_ABSENT)) {
            raise_unbound_local(vm, FRAME(base)->code, ip->a);
            goto error;
        }
        value_clear(vm, &A);
        NEXT(0);
    }
    CASE(MAKE_CELL)
    {
        Value cell = cell_new_take(vm, A);
        if (UNLIKELY(cell == VALUE_ERROR)) {
            A = VALUE_ABSENT;
            goto error;
        }
        A = cell;
        NEXT(0);
    }
    CASE(LOAD_CELL)
    {
        Value value = VALUE_OBJECT(Cell, B)->value;
        if (UNLIKELY(value == VALUE_ABSENT)) {
            raise_unbound_local(vm, FRAME(base)->code, ip->b);
            goto error;
        }
        WRITE(value_share(value));
        NEXT(0);
    }
    CASE(STORE_CELL)
    {
        SAVE();
        Value value = ip->flags & FLAG_RB ? B : value_share(B);
        value_replace_take(vm, &VALUE_OBJECT(Cell, A)->value, value);
        NEXT(0);
    }
    CASE(DELETE_CELL)
    {
        SAVE();
        if (UNLIKELY(VALUE_OBJECT(Cell, A)->value == VALUE_ABSENT)) {
            raise_unbound_local(vm, FRAME(base)->code, ip->a);
            goto error;
        }
        value_clear(vm, &VALUE_OBJECT(Cell, A)->value);
        NEXT(0);
    }
    CASE(LOAD_FREE)
    {
        Value value = VALUE_OBJECT(Cell, FREE(ip->b))->value;
        if (UNLIKELY(value == VALUE_ABSENT)) {
            raise_unbound_free(vm, FRAME(base)->code, ip->b);
            goto error;
        }
        WRITE(value_share(value));
        NEXT(0);
    }
    CASE(STORE_FREE)
    {
        SAVE();
        Value value = ip->flags & FLAG_RA ? A : value_share(A);
        value_replace_take(vm, &VALUE_OBJECT(Cell, FREE(ip->b))->value, value);
        NEXT(0);
    }
    CASE(DELETE_FREE)
    {
        SAVE();
        Cell *cell = VALUE_OBJECT(Cell, FREE(ip->b));
        if (UNLIKELY(cell->value == VALUE_ABSENT)) {
            raise_unbound_free(vm, FRAME(base)->code, ip->b);
            goto error;
        }
        value_clear(vm, &cell->value);
        NEXT(0);
    }
    CASE(LOAD_GLOBAL)
    WRITE_CHECKED(slow_load_global(vm, (Word *)ip, base), 2);
    CASE(LOAD_GLOBAL_MODULE)
    {
        const Dict *dict = value_to_dict(value_to_function(FRAME_CALLEE(base))->globals);
        if (UNLIKELY(dict->keys_version != ip[1].low)) {
            ((Word *)ip)->op = OP_LOAD_GLOBAL;
            DISPATCH();
        }
        WRITE(value_share(dict->entries[ip[2].low].value));
        NEXT(2);
    }
    CASE(LOAD_GLOBAL_BUILTIN)
    {
        const Dict *dict = value_to_dict(value_to_function(FRAME_CALLEE(base))->globals);
        const Dict *builtins = value_to_dict(vm->builtins);
        if (UNLIKELY(dict->keys_version != ip[1].low || builtins->keys_version != ip[1].high)) {
            ((Word *)ip)->op = OP_LOAD_GLOBAL;
            DISPATCH();
        }
        WRITE(value_share(builtins->entries[ip[2].low].value));
        NEXT(2);
    }
    CASE(STORE_GLOBAL)
    {
        SAVE();
        CHECK(slow_store_global(vm, (Word *)ip, base));
        NEXT(1);
    }
    CASE(DELETE_GLOBAL)
    {
        SAVE();
        CHECK(slow_delete_global(vm, ip, base));
        NEXT(0);
    }
    CASE(LOAD_NAME)
    WRITE_CHECKED(slow_load_name(vm, ip, base), 0);
    CASE(STORE_NAME)
    {
        SAVE();
        CHECK(slow_store_name(vm, ip, base));
        NEXT(0);
    }
    CASE(DELETE_NAME)
    {
        SAVE();
        CHECK(slow_delete_name(vm, ip, base));
        NEXT(0);
    }
    CASE(LOAD_CLASS_FREE)
    WRITE_CHECKED(slow_load_class_free(vm, ip, base), 0);
    CASE(LOAD_ASSERTION_ERROR)
    {
        WRITE(value_share(type_value(vm->types[TYPE_ASSERTION_ERROR])));
        NEXT(0);
    }
    CASE(LOAD_BUILD_CLASS)
    {
        SAVE();
        Value build = dict_get_name_borrow(vm, vm->builtins, NAME_OF(vm, __build_class__));
        if (UNLIKELY(build == VALUE_ABSENT)) {
            raise_error(vm, TYPE_NAME_ERROR, "__build_class__ not found");
            goto error;
        }
        WRITE(value_share(build));
        NEXT(0);
    }

    /* Attributes and items. ------------------------------------------------ */

    CASE(LOAD_ATTR)
    WRITE_CHECKED(slow_load_attr(vm, (Word *)ip, base), 3);
    CASE(LOAD_ATTR_INLINE)
    {
        Value object = B;
        if (LIKELY(value_is_heap(object) && value_shape(object) == ip[1].low && vm->class_epoch == ip[1].high)) {
            Value value = *(Value *)((char *)value_object(object) + ip[2].low);
            if (LIKELY(value != VALUE_ABSENT)) { /* an empty slot raises AttributeError */
                value_share(value);
                if (ip->flags & FLAG_RB)
                    value_drop(vm, object);
                WRITE(value);
                NEXT(3);
            }
        }
        WRITE_CHECKED(slow_load_attr(vm, (Word *)ip, base), 3);
    }
    CASE(LOAD_ATTR_VALUE)
    {
        Value object = B;
        if (LIKELY(value_is_heap(object) && value_shape(object) == ip[1].low && vm->class_epoch == ip[1].high)) {
            Value value = value_share(value_to_dict(ip[2].value)->entries[ip[3].high].value);
            if (ip->flags & FLAG_RB)
                value_drop(vm, object);
            WRITE(value);
            NEXT(3);
        }
        WRITE_CHECKED(slow_load_attr(vm, (Word *)ip, base), 3);
    }
    CASE(LOAD_ATTR_PROPERTY)
    {
        Value object = B;
        if (LIKELY(value_is_heap(object) && value_shape(object) == ip[1].low && vm->class_epoch == ip[1].high)) {
            /* The getter's frame goes to the stack's top, as no window is laid out for it. */
            Value *window = machine_top(machine);
            window[0] = value_share(VALUE_OBJECT(Property, ip[2].value)->getter);
            window[CALL_WINDOW_ARGUMENTS] = value_share(object);
            if (ip->flags & FLAG_RB)
                value_drop(vm, object);
            call_base = window + CALL_WINDOW_ARGUMENTS;
            call_count = 1;
            call_names = VALUE_ABSENT;
            call_length = 4;
            goto call_window_attr;
        }
        WRITE_CHECKED(slow_load_attr(vm, (Word *)ip, base), 3);
    }
    CASE(LOAD_ATTR_MODULE)
    {
        Value object = B;
        if (LIKELY(value_is_heap(object) && value_shape(object) == TYPE_MODULE)) {
            const Dict *dict = value_to_dict(VALUE_OBJECT(Module, object)->dict);
            if (LIKELY(dict->keys_version == ip[1].low)) {
                Value value = value_share(dict->entries[ip[2].low].value);
                if (ip->flags & FLAG_RB)
                    value_drop(vm, object);
                WRITE(value);
                NEXT(3);
            }
        }
        WRITE_CHECKED(slow_load_attr(vm, (Word *)ip, base), 3);
    }
    CASE(STORE_ATTR)
    {
        SAVE();
        CHECK(slow_store_attr(vm, (Word *)ip, base));
        NEXT(3);
    }
    CASE(STORE_ATTR_INLINE)
    {
        Value object = A;
        SAVE();
        if (LIKELY(value_is_heap(object) && value_shape(object) == ip[1].low && vm->class_epoch == ip[1].high)) {
            Value *place = (Value *)((char *)value_object(object) + ip[2].low);
            Value old = *place;
            *place = ip->flags & FLAG_RC ? C : value_share(C);
            value_drop(vm, old);
            if (ip->flags & FLAG_RA)
                value_drop(vm, object);
            NEXT(3);
        }
        CHECK(slow_store_attr(vm, (Word *)ip, base));
        NEXT(3);
    }
    CASE(STORE_ATTR_ADD)
    {
        Value object = A;
        SAVE();
        if (LIKELY(value_is_heap(object) && value_shape(object) == ip[1].low && vm->class_epoch == ip[1].high)) {
            *(Value *)((char *)value_object(object) + ip[2].low) = ip->flags & FLAG_RC ? C : value_share(C);
            ((Object *)value_object(object))->shape = ip[2].high;
            if (ip->flags & FLAG_RA)
                value_drop(vm, object);
            NEXT(3);
        }
        CHECK(slow_store_attr(vm, (Word *)ip, base));
        NEXT(3);
    }
    CASE(DELETE_ATTR)
    {
        SAVE();
        CHECK(slow_delete_attr(vm, ip, base));
        NEXT(0);
    }
    CASE(LOAD_METHOD)
    {
        SAVE();
        CHECK(slow_load_method(vm, (Word *)ip, base));
        NEXT(3);
    }
    CASE(LOAD_METHOD_CLASS)
    {
        Value object = B;
        if (LIKELY(value_is_heap(object) && value_shape(object) == ip[1].low && vm->class_epoch == ip[1].high)) {
            Value *window = &A;
            if (!(ip->flags & FLAG_RB))
                value_share(object);
            window[0] = value_share(ip[2].value);
            window[1] = VALUE_ABSENT;
            window[CALL_WINDOW_ARGUMENTS] = object;
            NEXT(3);
        }
        SAVE();
        CHECK(slow_load_method(vm, (Word *)ip, base));
        NEXT(3);
    }
    CASE(LOAD_SPECIAL)
    {
        SAVE();
        CHECK(slow_load_special(vm, ip, base));
        NEXT(0);
    }
    CASE(LOAD_ITEM)
    {
        Value item = item_fast(vm, B, C);
        if (LIKELY(item != VALUE_ABSENT)) {
            if (ip->flags & FLAG_RB)
                value_drop(vm, B);
            WRITE(item);
            NEXT(1);
        }
        WRITE_CHECKED(slow_load_item(vm, ip, base), 1);
    }
    CASE(STORE_ITEM)
    {
        Value object = A, key = B;
        if (LIKELY(value_has_shape(object, TYPE_LIST) && value_is_int(key))) {
            List *list = value_to_list(object);
            if (LIKELY((uint64_t)value_to_int(key) < list->count)) {
                Value *place = &list->items[value_to_int(key)];
                Value old = *place;
                *place = ip->flags & FLAG_RC ? C : value_share(C);
                SAVE();
                value_drop(vm, old);
                if (ip->flags & FLAG_RA)
                    value_drop(vm, object);
                NEXT(0);
            }
        }
        SAVE();
        CHECK(slow_store_item(vm, ip, base));
        NEXT(0);
    }
    CASE(DELETE_ITEM)
    {
        SAVE();
        CHECK(slow_delete_item(vm, ip, base));
        NEXT(0);
    }
    CASE(BUILD_SLICE)
    WRITE_CHECKED(slow_build_slice(vm, ip, base), 0);

    /* Operators. ------------------------------------------------------------ */

    ARITHMETIC(ADD, INT_RESULT(int64_t, __builtin_add_overflow, (int64_t)x, (int64_t)(y - 2));
               , FLOAT_RESULT(value_to_float(x) + value_to_float(y));)
    ARITHMETIC(SUB, INT_RESULT(int64_t, __builtin_sub_overflow, (int64_t)x, (int64_t)(y - 2));
               , FLOAT_RESULT(value_to_float(x) - value_to_float(y));)
    ARITHMETIC(MUL,
               int64_t product;
               if (LIKELY(!__builtin_mul_overflow((int64_t)(x - 2), value_to_int(y), &product))) {
                   WRITE((Value)product + 2);
                   NEXT(0);
               }
               , FLOAT_RESULT(value_to_float(x) * value_to_float(y));)
    CASE(MATMUL)
    WRITE_CHECKED(slow_binary(vm, ip, base, BINARY_MATMUL), 0);
    ARITHMETIC(DIV,
               int64_t left = value_to_int(x); int64_t right = value_to_int(y);
               if (LIKELY(right != 0 && left > -(INT64_C(1) << 53) && left < (INT64_C(1) << 53) &&
                          right > -(INT64_C(1) << 53) && right < (INT64_C(1) << 53)))
                   FLOAT_RESULT((double)left / (double)right);
               , if (LIKELY(value_to_float(y) != 0)) FLOAT_RESULT(value_to_float(x) / value_to_float(y));)
    ARITHMETIC(MOD,
               int64_t right = value_to_int(y);
               if (LIKELY(right > 0)) {
                   WRITE(value_from_int(floor_modulo(value_to_int(x), right)));
                   NEXT(0);
               }
               , (void)0;)
    CASE(POW)
    WRITE_CHECKED(slow_binary(vm, ip, base, BINARY_POW), 0);
    ARITHMETIC(LSHIFT,
               int64_t left = value_to_int(x); int64_t right = value_to_int(y);
               if (LIKELY((uint64_t)right < 61)) {
                   int64_t shifted = (int64_t)((uint64_t)left << right);
                   if (LIKELY(shifted >> right == left && int_is_inline(shifted))) {
                       WRITE(value_from_int(shifted));
                       NEXT(0);
                   }
               }
               , (void)0;)
    ARITHMETIC(RSHIFT,
               int64_t right = value_to_int(y);
               if (LIKELY(right >= 0)) {
                   WRITE(value_from_int(value_to_int(x) >> (right > 63 ? 63 : right)));
                   NEXT(0);
               }
               , (void)0;)
    ARITHMETIC(OR, WRITE(x | y); NEXT(0);, (void)0;)
    ARITHMETIC(XOR, WRITE((x ^ y) | 2); NEXT(0);, (void)0;)
    ARITHMETIC(AND, WRITE(x & y); NEXT(0);, (void)0;)
    ARITHMETIC(FLOORDIV,
               int64_t right = value_to_int(y);
               if (LIKELY(right > 0)) {
                   WRITE(value_from_int(floor_divide(value_to_int(x), right)));
                   NEXT(0);
               }
               , (void)0;)
    CASE(ADD_INT)
    {
        int64_t sum;
        if (LIKELY(value_is_int(B) && !__builtin_add_overflow((int64_t)B, (int64_t)(int16_t)ip->c * 4, &sum))) {
            WRITE((Value)sum);
            NEXT(0);
        }
        WRITE_CHECKED(slow_binary_int(vm, ip, base, BINARY_ADD), 0);
    }
    CASE(SUB_INT)
    {
        int64_t difference;
        if (LIKELY(value_is_int(B) && !__builtin_sub_overflow((int64_t)B, (int64_t)(int16_t)ip->c * 4, &difference))) {
            WRITE((Value)difference);
            NEXT(0);
        }
        WRITE_CHECKED(slow_binary_int(vm, ip, base, BINARY_SUB), 0);
    }
    CASE(MUL_INT)
    {
        int64_t product;
        if (LIKELY(value_is_int(B) && !__builtin_mul_overflow((int64_t)(B - 2), (int64_t)(int16_t)ip->c, &product))) {
            WRITE((Value)product + 2);
            NEXT(0);
        }
        WRITE_CHECKED(slow_binary_int(vm, ip, base, BINARY_MUL), 0);
    }
    CASE(MOD_INT)
    {
        if (LIKELY(value_is_int(B) && (int16_t)ip->c > 0)) {
            WRITE(value_from_int(floor_modulo(value_to_int(B), (int16_t)ip->c)));
            NEXT(0);
        }
        WRITE_CHECKED(slow_binary_int(vm, ip, base, BINARY_MOD), 0);
    }
    CASE(LSHIFT_INT)
    {
        if (LIKELY(value_is_int(B) && ip->c < 61)) {
            int64_t left = value_to_int(B), shifted = (int64_t)((uint64_t)left << ip->c);
            if (LIKELY(shifted >> ip->c == left && int_is_inline(shifted))) {
                WRITE(value_from_int(shifted));
                NEXT(0);
            }
        }
        WRITE_CHECKED(slow_binary_int(vm, ip, base, BINARY_LSHIFT), 0);
    }
    CASE(RSHIFT_INT)
    {
        if (LIKELY(value_is_int(B) && ip->c < 64)) {
            WRITE(value_from_int(value_to_int(B) >> ip->c));
            NEXT(0);
        }
        WRITE_CHECKED(slow_binary_int(vm, ip, base, BINARY_RSHIFT), 0);
    }
    CASE(AND_INT)
    {
        if (LIKELY(value_is_int(B))) {
            WRITE(B & value_from_int((int16_t)ip->c));
            NEXT(0);
        }
        WRITE_CHECKED(slow_binary_int(vm, ip, base, BINARY_AND), 0);
    }
    CASE(FLOORDIV_INT)
    {
        if (LIKELY(value_is_int(B) && (int16_t)ip->c > 0)) {
            WRITE(value_from_int(floor_divide(value_to_int(B), (int16_t)ip->c)));
            NEXT(0);
        }
        WRITE_CHECKED(slow_binary_int(vm, ip, base, BINARY_FLOORDIV), 0);
    }
    CASE(INVERT)
    WRITE_CHECKED(slow_unary(vm, ip, base, UNARY_INVERT), 0);
    CASE(POS)
    WRITE_CHECKED(slow_unary(vm, ip, base, UNARY_POS), 0);
    CASE(NEG)
    WRITE_CHECKED(slow_unary(vm, ip, base, UNARY_NEG), 0);
    CASE(NOT)
    {
        Value x = B;
        if (LIKELY(value_is_bool(x))) {
            WRITE(value_from_bool(x == VALUE_FALSE));
            NEXT(0);
        }
        SAVE();
        int truth = value_truth(vm, x);
        CHECK(truth >= 0);
        if (ip->flags & FLAG_RB)
            value_drop(vm, x);
        WRITE(value_from_bool(!truth));
        NEXT(0);
    }
    COMPARE_VALUE(EQ, ==)
    COMPARE_VALUE(NE, !=)
    COMPARE_VALUE(LT, <)
    COMPARE_VALUE(LE, <=)
    COMPARE_VALUE(GT, >)
    COMPARE_VALUE(GE, >=)
    CASE(IS)
    {
        bool same = B == C;
        SAVE();
        consume_bc(vm, ip, base);
        WRITE(value_from_bool(same));
        NEXT(0);
    }
    CASE(IS_NOT)
    {
        bool same = B == C;
        SAVE();
        consume_bc(vm, ip, base);
        WRITE(value_from_bool(!same));
        NEXT(0);
    }
    CASE(IN)
    {
        SAVE();
        int found = slow_contains(vm, B, C);
        CHECK(found >= 0);
        consume_bc(vm, ip, base);
        WRITE(value_from_bool(found));
        NEXT(0);
    }
    CASE(NOT_IN)
    {
        SAVE();
        int found = slow_contains(vm, B, C);
        CHECK(found >= 0);
        consume_bc(vm, ip, base);
        WRITE(value_from_bool(!found));
        NEXT(0);
    }

    /* Jumps. ------------------------------------------------------------------ */

    CASE(JUMP)
    JUMP_BY(JUMP_OFFSET());
    CASE(JUMP_IF)
    {
        Value x = A;
        if (x == VALUE_TRUE)
            JUMP_BY(JUMP_OFFSET());
        if (x != VALUE_FALSE) {
            SAVE();
            int truth = slow_truth(vm, ip, base);
            CHECK(truth >= 0);
            if (truth)
                JUMP_BY(JUMP_OFFSET());
        }
        NEXT(0);
    }
    CASE(JUMP_UNLESS)
    {
        Value x = A;
        if (x == VALUE_FALSE)
            JUMP_BY(JUMP_OFFSET());
        if (x != VALUE_TRUE) {
            SAVE();
            int truth = slow_truth(vm, ip, base);
            CHECK(truth >= 0);
            if (!truth)
                JUMP_BY(JUMP_OFFSET());
        }
        NEXT(0);
    }
    CASE(JUMP_IF_KEEP)
    {
        SAVE();
        int truth = value_truth(vm, A);
        CHECK(truth >= 0);
        if (truth)
            JUMP_BY(JUMP_OFFSET());
        value_drop(vm, A);
        NEXT(0);
    }
    CASE(JUMP_UNLESS_KEEP)
    {
        SAVE();
        int truth = value_truth(vm, A);
        CHECK(truth >= 0);
        if (!truth)
            JUMP_BY(JUMP_OFFSET());
        value_drop(vm, A);
        NEXT(0);
    }
    CASE(JUMP_IF_NONE)
    {
        if (A == VALUE_NONE)
            JUMP_BY(JUMP_OFFSET());
        if (ip->flags & FLAG_RA)
            value_drop(vm, A);
        NEXT(0);
    }
    CASE(JUMP_UNLESS_NONE)
    {
        if (A == VALUE_NONE)
            NEXT(0);
        if (ip->flags & FLAG_RA)
            value_drop(vm, A);
        JUMP_BY(JUMP_OFFSET());
    }
    COMPARE_JUMPS(EQ, ==)
    COMPARE_JUMPS(NE, !=)
    COMPARE_JUMPS(LT, <)
    COMPARE_JUMPS(LE, <=)
    COMPARE_JUMPS(GT, >)
    COMPARE_JUMPS(GE, >=)
#define CONSUME_AB()                    \
    do {                                \
        if (ip->flags & FLAG_RA)        \
            value_drop(vm, A);          \
        if (ip->flags & FLAG_RB)        \
            value_drop(vm, B);          \
    } while (0)
    CASE(JUMP_IF_IS)
    {
        bool same = A == B;
        SAVE();
        CONSUME_AB();
        if (same)
            JUMP_BY((int32_t)ip[1].low);
        NEXT(1);
    }
    CASE(JUMP_UNLESS_IS)
    {
        bool same = A == B;
        SAVE();
        CONSUME_AB();
        if (!same)
            JUMP_BY((int32_t)ip[1].low);
        NEXT(1);
    }
    CASE(JUMP_IF_IN)
    {
        SAVE();
        int found = slow_contains(vm, A, B);
        CHECK(found >= 0);
        CONSUME_AB();
        if (found)
            JUMP_BY((int32_t)ip[1].low);
        NEXT(1);
    }
    CASE(JUMP_UNLESS_IN)
    {
        SAVE();
        int found = slow_contains(vm, A, B);
        CHECK(found >= 0);
        CONSUME_AB();
        if (!found)
            JUMP_BY((int32_t)ip[1].low);
        NEXT(1);
    }

    /* Building. ---------------------------------------------------------------- */

    CASE(BUILD_TUPLE)
    CASE(BUILD_LIST)
    CASE(BUILD_SET)
    CASE(BUILD_MAP)
    CASE(BUILD_STRING)
    WRITE_CHECKED(slow_build(vm, ip, base), 0);
    CASE(LIST_APPEND)
    {
        SAVE();
        if (ip->flags & FLAG_RB)
            CHECK(list_append_take(vm, A, value_share(B)) && (value_drop(vm, B), true));
        else
            CHECK(list_append(vm, A, B));
        NEXT(0);
    }
    CASE(LIST_EXTEND)
    CASE(SET_ADD)
    CASE(SET_UPDATE)
    CASE(MAP_SET)
    CASE(MAP_UPDATE)
    CASE(MAP_MERGE)
    CASE(LIST_TO_TUPLE)
    {
        SAVE();
        CHECK(slow_grow(vm, ip, base));
        NEXT(0);
    }
    CASE(FORMAT)
    WRITE_CHECKED(slow_format(vm, ip, base), 0);
    CASE(UNPACK)
    {
        Value sequence = B;
        SAVE();
        if (LIKELY(value_has_shape(sequence, TYPE_TUPLE) && value_to_tuple(sequence)->count == ip->c)) {
            const Tuple *tuple = value_to_tuple(sequence);
            for (uint32_t i = 0; i < ip->c; i++)
                base[ip->a + i] = value_share(tuple->items[i]);
            if (ip->flags & FLAG_RB)
                value_drop(vm, sequence);
            NEXT(0);
        }
        CHECK(slow_unpack(vm, ip, base));
        NEXT(0);
    }
    CASE(UNPACK_STAR)
    {
        SAVE();
        CHECK(slow_unpack_star(vm, ip, base));
        NEXT(1);
    }

    /* Loops. ------------------------------------------------------------------- */

    CASE(GET_ITER)
    {
        SAVE();
        Value iterator = value_iter(vm, B);
        CHECK(iterator != VALUE_ERROR);
        if (ip->flags & FLAG_RB)
            value_drop(vm, B);
        WRITE(iterator);
        NEXT(0);
    }
    CASE(FOR_PREP)
    {
        SAVE();
        CHECK(slow_for_prep(vm, ip, base));
        NEXT(0);
    }
    CASE(FOR_NEXT)
    {
        Value *state = &B;
        Value item;
        if (LIKELY(value_is_int(state[0]))) { /* a range: step, next, stop */
            item = state[1];
            int64_t step = (int64_t)(state[0] - 2);
            if (UNLIKELY(step > 0 ? (int64_t)item >= (int64_t)state[2] : (int64_t)item <= (int64_t)state[2]))
                NEXT(1);
            state[1] = item + (Value)step;
        } else if (value_shape(state[0]) == TYPE_LIST) {
            const List *list = value_to_list(state[0]);
            size_t index = (size_t)value_to_int(state[1]);
            if (UNLIKELY(index >= list->count))
                goto loop_ends;
            item = value_share(list->items[index]);
            state[1] += 4;
        } else if (value_shape(state[0]) == TYPE_GENERATOR) {
            goto loop_generator;
        } else if (value_shape(state[0]) == TYPE_TUPLE) {
            const Tuple *tuple = value_to_tuple(state[0]);
            size_t index = (size_t)value_to_int(state[1]);
            if (UNLIKELY(index >= tuple->count))
                goto loop_ends;
            item = value_share(tuple->items[index]);
            state[1] += 4;
        } else {
            SAVE();
            item = slow_for_next(vm, ip, base);
            if (UNLIKELY(item == VALUE_ERROR))
                goto error;
            if (UNLIKELY(item == VALUE_DONE))
                goto loop_ends;
        }
        WRITE(item);
        JUMP_BY((int32_t)ip[1].low);
    }
loop_ends:
    SAVE();
    value_drop(vm, B);
    NEXT(1);
loop_generator: {
    /* Its frame runs here and now, linked to this one; YIELD and `leave` come back to the FOR_NEXT. */
    Generator *generator = value_to_generator(B);
    if (UNLIKELY(generator->state > GENERATOR_SUSPENDED || generator->innermost != NULL ||
                 generator->header.flags & FRAME_LINKED || FRAME(base)->depth + 1 >= vm->recursion_limit)) {
        SAVE();
        Value item = value_next(vm, B);
        if (UNLIKELY(item == VALUE_ERROR))
            goto error;
        if (item == VALUE_DONE) {
            value_clear(vm, &vm->stop_value);
            goto loop_ends;
        }
        WRITE(item);
        JUMP_BY((int32_t)ip[1].low);
    }
    SAVE();
    if (!(FRAME(base)->flags & FRAME_HEAP))
        machine->heap_top = base + FRAME(base)->code->register_count;
    generator_enter_handled(vm, generator);
    bool started = generator->state == GENERATOR_SUSPENDED;
    generator->state = GENERATOR_RUNNING;
    generator->header.previous = base;
    generator->header.flags |= FRAME_NEXT;
    generator->header.depth = FRAME(base)->depth + 1;
    machine->next_links++;
    base = generator->registers;
    machine->base = base;
    ip = generator->header.ip;
    if (started) { /* it stands at its YIELD, which gets None */
        WRITE(VALUE_NONE);
        NEXT(0);
    }
    DISPATCH();
}
    CASE(ASYNC_FOR_PREP)
    {
        SAVE();
        CHECK(slow_async_for_prep(vm, ip, base));
        NEXT(0);
    }
    CASE(ASYNC_FOR_NEXT)
    {
        SAVE();
        Value *state = &B;
        if (state[1] == VALUE_ABSENT) {
            if (LIKELY(value_has_shape(state[0], TYPE_ASYNC_GENERATOR))) {
                Generator *generator = value_to_generator(state[0]);
                if (LIKELY(generator->state <= GENERATOR_SUSPENDED && generator->hooked &&
                           !(generator->header.flags & FRAME_LINKED) && !generator->closing &&
                           generator->running_step == VALUE_ABSENT &&
                           FRAME(base)->depth + 1 < vm->recursion_limit)) {
                    generator_enter_handled(vm, generator);
                    bool started = generator->state == GENERATOR_SUSPENDED;
                    generator->state = GENERATOR_RUNNING;
                    generator->header.previous = base;
                    generator->header.flags |= FRAME_ANEXT;
                    generator->header.depth = FRAME(base)->depth + 1;
                    base = generator->registers;
                    machine->base = base;
                    ip = generator->header.ip;
                    if (started) {
                        WRITE(VALUE_NONE);
                        NEXT(0);
                    }
                    DISPATCH();
                }
            }
            CHECK(unwind_async_next(vm, state));
        }
        goto async_next_drive;
    }
async_next_drive: {
    Value result = VALUE_ABSENT;
    SendResult sent = await_drive(vm, base, B == VALUE_ABSENT ? VALUE_ABSENT : (&B)[1], &result);
    if (sent == SEND_YIELD) {
        vm->yielded = result;
        goto suspend;
    }
    if (sent == SEND_ERROR) {
        if (!error_matches(vm, TYPE_STOP_ASYNC_ITERATION))
            goto error;
        error_clear(vm);
        value_clear(vm, &(&B)[1]);
        goto loop_ends;
    }
    value_clear(vm, &(&B)[1]);
    WRITE(result);
    JUMP_BY((int32_t)ip[1].low);
}

    /* Functions and calls. -------------------------------------------------------- */

    CASE(MAKE_FUNCTION)
    WRITE_CHECKED(slow_make_function(vm, ip, base), 0);
    CASE(CALL)
    {
        if (ip[2].high < CALL_TRIES)
            call_specialise(vm, (Word *)ip, &A + CALL_WINDOW_ARGUMENTS, ip->b);
        if (ip->op != OP_CALL)
            DISPATCH();
        goto call_generic;
    }
    CASE(CALL_FUNCTION)
    {
        Value *window = &A;
        if (UNLIKELY(window[0] != ip[1].value))
            goto call_generic;
        Code *code = ip[2].pointer;
        Value *next_base = window + CALL_WINDOW_ARGUMENTS;
        uint32_t depth = FRAME(base)->depth + 1;
        if (UNLIKELY(FRAME(base)->flags & FRAME_HEAP))
            next_base = move_window(machine, window, CALL_WINDOW_ARGUMENTS, CALL_WINDOW_ARGUMENTS + ip->b);
        if (!frame_fits(vm, next_base, code, depth))
            goto call_generic;
        FRAME(base)->ip = ip + 3;
        ip = push_frame(machine, base, next_base, code, ip, 0);
        base = next_base;
        DISPATCH();
    }
    CASE(CALL_CODE)
    {
        if (UNLIKELY(!value_has_shape(A, TYPE_FUNCTION) || value_to_function(A)->code->id != ip[1].bits))
            goto call_generic;
        call_base = &A + CALL_WINDOW_ARGUMENTS;
        call_count = ip->b;
        goto call_direct;
    }
    CASE(CALL_METHOD_FUNCTION)
    {
        if (UNLIKELY(A != ip[1].value))
            goto call_method_generic;
        call_base = &A + CALL_WINDOW_ARGUMENTS;
        call_count = ip->b + 1;
        goto call_direct;
    }
call_direct: { /* A function whose code takes call_count arguments as they lie, never one that suspends. */
    Code *code = value_to_function(A)->code;
    uint32_t depth = FRAME(base)->depth + 1;
    if (UNLIKELY(FRAME(base)->flags & FRAME_HEAP))
        call_base = move_window(machine, call_base - CALL_WINDOW_ARGUMENTS, CALL_WINDOW_ARGUMENTS,
                                CALL_WINDOW_ARGUMENTS + call_count);
    if (!frame_fits(vm, call_base, code, depth)) {
        if (ip->op == OP_CALL_CODE)
            goto call_generic;
        goto call_method_generic;
    }
    FRAME(base)->ip = ip + 3;
    ip = push_frame(machine, base, call_base, code, ip, 0);
    base = call_base;
    DISPATCH();
}
    CASE(CALL_NATIVE)
    {
        Value *window = &A;
        if (UNLIKELY(window[0] != ip[1].value))
            goto call_generic;
        FRAME(base)->ip = ip + 3;
        const Native *native = value_object(window[0]);
        Value *arguments = window + CALL_WINDOW_ARGUMENTS;
        outcome = native->function(vm, arguments);
        for (int i = 0; i < ip->b; i++)
            value_drop(vm, arguments[i]);
        value_drop(vm, window[0]);
        goto call_native_done;
    }
    CASE(CALL_NATIVE_FILL)
    {
        if (UNLIKELY(A != ip[1].value))
            goto call_generic;
        FRAME(base)->ip = ip + 3;
        outcome = call_native_filled(vm, &A, ip->b, false);
        goto call_native_done;
    }
    CASE(CALL_METHOD_FILL)
    {
        if (UNLIKELY(A != ip[1].value))
            goto call_method_generic;
        FRAME(base)->ip = ip + 3;
        outcome = call_native_filled(vm, &A, ip->b, true);
    }
call_native_done: {
    CHECK(outcome != VALUE_ERROR);
    Value *place = &C;
    Value old = *place;
    *place = outcome;
    if (ip->flags & FLAG_DROP)
        value_drop(vm, old);
    NEXT(2);
}
    CASE(CALL_METHOD_NATIVE)
    {
        Value *window = &A;
        if (UNLIKELY(window[0] != ip[1].value))
            goto call_method_generic;
        FRAME(base)->ip = ip + 3;
        const Native *native = value_object(window[0]);
        Value *arguments = window + CALL_WINDOW_ARGUMENTS;
        outcome = native->function(vm, arguments);
        for (int i = 0; i <= ip->b; i++)
            value_drop(vm, arguments[i]);
        value_drop(vm, window[0]);
        goto call_native_done;
    }
    CASE(CALL_CLASS)
    {
        /* A class made by a class statement, with object's __new__ and an __init__ that takes the
         * arguments as they lie.  They move up two places: the instance stays below the callee. */
        Value *window = &A;
        if (UNLIKELY(window[0] != ip[1].value || vm->class_epoch != ip[2].low))
            goto call_generic;
        Type *type = value_to_type(window[0]);
        Function *init = value_to_function(type->init_method);
        Code *code = init->code;
        uint32_t depth = FRAME(base)->depth + 1;
        int count = ip->b;
        Value *to = FRAME(base)->flags & FRAME_HEAP ? machine->heap_top : window;
        Value *next_base = to + CALL_WINDOW_ARGUMENTS + 1;
        if (!frame_fits(vm, next_base, code, depth))
            goto call_generic;
        FRAME(base)->ip = ip + 3;
        void *instance = object_new(vm, type, 0);
        if (UNLIKELY(!instance)) {
            call_drop_window(vm, window + CALL_WINDOW_ARGUMENTS, count);
            goto error;
        }
        for (int i = count - 1; i >= 0; i--)
            next_base[i + 1] = window[CALL_WINDOW_ARGUMENTS + i];
        value_drop(vm, window[0]);
        to[0] = value_from_object(instance);
        to[1] = value_share(type->init_method);
        next_base[0] = value_share(to[0]);
        ip = push_frame(machine, base, next_base, code, ip, FRAME_INIT);
        base = next_base;
        DISPATCH();
    }
    CASE(CALL_METHOD)
    {
        if (A != VALUE_ABSENT && ip[2].high < CALL_TRIES) {
            call_specialise(vm, (Word *)ip, &A + CALL_WINDOW_ARGUMENTS, ip->b + 1);
            if (ip->op != OP_CALL_METHOD)
                DISPATCH();
        }
        goto call_method_generic;
    }
    CASE(CALL_KW)
    {
        bool plain = !(ip->flags & FLAG_X);
        bool method = !plain && A != VALUE_ABSENT;
        call_base = &A + (plain || method ? CALL_WINDOW_ARGUMENTS : METHOD_WINDOW_ARGUMENTS);
        call_count = ip->b + method;
        call_names = K(ip[3].low);
        call_length = 4;
        goto call_window;
    }
    CASE(CALL_EX)
    {
        FRAME(base)->ip = ip + 1;
        call_length = 1;
        Prepared prepared = call_prepare_spread(vm, ip, base);
        call_base = prepared.base;
        outcome = prepared.result;
        goto call_prepared;
    }
call_generic:
    call_base = &A + CALL_WINDOW_ARGUMENTS;
    call_count = ip->b;
    call_names = VALUE_ABSENT;
    call_length = 3;
    goto call_window;
call_method_generic:
    call_base = &A + (A != VALUE_ABSENT ? CALL_WINDOW_ARGUMENTS : METHOD_WINDOW_ARGUMENTS);
    call_count = ip->b + (A != VALUE_ABSENT);
    call_names = VALUE_ABSENT;
    call_length = 3;
call_window:
    if (UNLIKELY(FRAME(base)->flags & FRAME_HEAP))
        call_base = move_window(machine, call_base - CALL_WINDOW_ARGUMENTS, CALL_WINDOW_ARGUMENTS,
                                CALL_WINDOW_ARGUMENTS + call_count);
call_window_attr:
    FRAME(base)->ip = ip + call_length;
    {
        Prepared prepared = call_prepare(vm, call_base, call_count, call_names);
        call_base = prepared.base;
        outcome = prepared.result;
    }
call_prepared: {
    uint16_t destination = call_length == 4 && ip->op == OP_LOAD_ATTR_PROPERTY ? ip->a : ip->c;
    if (call_base) {
        FrameHeader *header = FRAME(call_base);
        header->previous = base;
        header->destination = destination;
        header->flags = ip->flags & FLAG_DROP ? FLAG_DROP << 8 : 0;
        base = call_base;
        machine->base = base;
        ip = header->code->words;
        DISPATCH();
    }
    if (UNLIKELY(outcome == VALUE_ERROR))
        goto error;
    Value old = base[destination];
    base[destination] = outcome;
    if (ip->flags & FLAG_DROP)
        value_drop(vm, old);
    ip += call_length;
    DISPATCH();
}
    CASE(RETURN)
    {
        outcome = A;
        A = VALUE_ABSENT;
        goto leave;
    }
    CASE(RETURN_CONST)
    {
        outcome = value_share(K(ip->b));
        goto leave;
    }

    /* The frame ends with outcome.  Its temporaries are empty. */
leave: {
    const Code *code = FRAME(base)->code;
    uint32_t flags = FRAME(base)->flags;
    if (UNLIKELY(flags & (FRAME_HEAP | FRAME_ENTRY | FRAME_INIT)))
        goto leave_unusual;
    for (uint32_t i = 0, n = code->local_count; i < n; i++)
        value_drop(vm, base[i]);
leave_plain:;
    uint32_t destination = FRAME(base)->destination;
    Value *ended = base;
    base = FRAME(base)->previous;
    machine->base = base;
    if (UNLIKELY(FRAME(base)->flags & FRAME_HEAP))
        machine->heap_top = ended - CALL_WINDOW_ARGUMENTS - (flags & FRAME_INIT ? 1 : 0);
    value_drop(vm, FRAME_CALLEE(ended));
    ip = FRAME(base)->ip;
    Value old = base[destination];
    base[destination] = outcome;
    if (flags & FLAG_DROP << 8)
        value_drop(vm, old);
    DISPATCH();
leave_unusual:
    if (flags & FRAME_HEAP)
        goto leave_heap;
    SAVE();
    for (uint32_t i = 0, n = code->local_count; i < n; i++)
        value_replace_take(vm, &base[i], VALUE_ABSENT);
    if (flags & FRAME_INIT) {
        Value instance = FRAME_INSTANCE(base);
        if (UNLIKELY(outcome != VALUE_NONE)) {
            raise_type_error(vm, "__init__() should return None, not '%.200s'", value_type_name(vm, outcome));
            value_drop(vm, outcome);
            goto unwind_pop;
        }
        outcome = instance;
        if (!(flags & FRAME_ENTRY))
            goto leave_plain;
    }
    machine->base = outer_base;
    machine->heap_top = outer_top;
    value_drop(vm, FRAME_CALLEE(base));
    goto leave_run;
}
leave_heap: {
    /* A generator or coroutine returns.  Its registers go first, as a function's do. */
    Generator *generator = generator_of(base);
    uint32_t flags = FRAME(base)->flags;
    generator_release_frame(vm, generator, UINT32_MAX);
    if (flags & (FRAME_ENTRY | FRAME_NEXT | FRAME_ANEXT))
        generator_finish_handled(vm, generator);
    generator->header.flags &= (uint16_t)~FRAME_LINKED;
    if (flags & FRAME_ENTRY) {
        machine->base = outer_base;
        goto leave_run;
    }
    base = generator->header.previous;
    machine->base = base;
    ip = FRAME(base)->ip;
    if (flags & FRAME_NEXT) {
        machine->next_links--;
        value_drop(vm, outcome);
        goto loop_ends;
    }
    if (flags & FRAME_ANEXT) { /* asynchronous generators return nothing */
        value_drop(vm, outcome);
        goto loop_ends;
    }
    if (ip->op == OP_ASYNC_FOR_NEXT) { /* what __anext__ returned was awaited here */
        value_clear(vm, &(&B)[1]);
        WRITE(outcome);
        JUMP_BY((int32_t)ip[1].low);
    }
    value_drop(vm, B); /* AWAIT: the awaitable itself */
    WRITE(outcome);
    NEXT(0);
}
leave_run:
    machine->heap_top = outer_top;
    machine->next_links = outer_links;
    return outcome;

    /* Suspending. ------------------------------------------------------------------ */

    CASE(YIELD)
    {
        Value value = ip->flags & FLAG_RB ? B : value_share(B);
        SAVE();
        uint32_t flags = FRAME(base)->flags;
        Generator *generator = generator_of(base);
        if (LIKELY(flags & FRAME_NEXT)) {
            generator->state = GENERATOR_SUSPENDED;
            generator->header.flags &= (uint16_t)~FRAME_NEXT;
            generator_leave_handled(vm, generator);
            machine->next_links--;
            base = generator->header.previous;
            machine->base = base;
            ip = FRAME(base)->ip;
            WRITE(value);
            JUMP_BY((int32_t)ip[1].low);
        }
        if (flags & FRAME_ANEXT) { /* straight to the ASYNC_FOR_NEXT that asked for it */
            generator->state = GENERATOR_SUSPENDED;
            generator->header.flags &= (uint16_t)~FRAME_ANEXT;
            generator_leave_handled(vm, generator);
            base = generator->header.previous;
            machine->base = base;
            ip = FRAME(base)->ip;
            WRITE(value);
            JUMP_BY((int32_t)ip[1].low);
        }
        vm->yielded = value;
        goto suspend;
    }
    CASE(GET_AWAITABLE)
    WRITE_CHECKED(slow_get_awaitable(vm, ip, base), 0);
    CASE(GET_YIELD_FROM)
    WRITE_CHECKED(slow_get_yield_from(vm, ip, base), 0);
    CASE(AWAIT)
    {
        SAVE();
        Value awaitable = B;
        if (LIKELY(value_is_heap(awaitable)) &&
            (value_shape(awaitable) == TYPE_COROUTINE || value_shape(awaitable) == TYPE_GENERATOR)) {
            Generator *generator = value_to_generator(awaitable);
            if (LIKELY(generator->state == GENERATOR_CREATED && machine->sent == VALUE_NONE &&
                       !(generator->header.flags & FRAME_LINKED) && FRAME(base)->depth + 1 < vm->recursion_limit)) {
                generator->state = GENERATOR_RUNNING;
                generator->awaited = true;
                generator->header.previous = base;
                generator->header.flags |= FRAME_DELEGATED;
                generator->header.depth = FRAME(base)->depth + 1;
                base = generator->registers;
                machine->base = base;
                ip = generator->header.code->words;
                DISPATCH();
            }
            if (value_is_heap(awaitable) && unwind_link_delegate(vm, base, generator)) {
                /* It was started by someone else and waits somewhere inside. */
                base = generator_innermost(generator);
                generator->innermost = NULL;
                machine->base = base;
                ip = FRAME(base)->ip;
                goto resume;
            }
            CHECK(vm->pending == VALUE_ABSENT);
        }
        Value result = VALUE_ABSENT;
        SendResult sent = await_drive(vm, base, awaitable, &result);
        if (LIKELY(sent == SEND_YIELD)) {
            vm->yielded = result;
            goto suspend;
        }
        CHECK(sent != SEND_ERROR);
        value_drop(vm, B);
        WRITE(result);
        NEXT(0);
    }

    /* vm->yielded goes out to whoever resumed the chain; this frame is the innermost. */
suspend: {
    Value *consumer = unwind_suspend(vm, base, root);
    if (LIKELY(consumer == NULL)) {
        machine->base = outer_base;
        outcome = VALUE_SUSPEND;
        goto leave_run;
    }
    /* An inlined FOR_NEXT is the consumer of a chain of delegating generators. */
    machine->next_links--;
    base = consumer;
    machine->base = base;
    ip = FRAME(base)->ip;
    Value item = vm->yielded;
    vm->yielded = VALUE_NONE;
    WRITE(item);
    JUMP_BY((int32_t)ip[1].low);
}
    /* The frame stands at a YIELD, AWAIT or ASYNC_FOR_NEXT and machine->sent has what was sent. */
resume:
    if (ip->op == OP_YIELD) {
        Value sent = machine->sent;
        machine->sent = VALUE_NONE;
        WRITE(sent);
        NEXT(0);
    }
    DISPATCH();

    /* Exceptions. --------------------------------------------------------------------- */

    CASE(RAISE)
    CASE(RAISE_FROM)
    {
        SAVE();
        slow_raise(vm, ip, base);
        goto error;
    }
    CASE(RAISE_CURRENT)
    {
        SAVE();
        if (slow_reraise_current(vm, ip, base))
            goto unwind;
        goto error;
    }
    CASE(RERAISE)
    {
        vm->pending = A;
        A = VALUE_ABSENT;
        goto unwind;
    }
    CASE(ENTER_HANDLER)
    {
        B = vm->handled;
        vm->handled = value_share(A);
        NEXT(0);
    }
    CASE(LEAVE_HANDLER)
    {
        SAVE();
        value_replace_take(vm, &vm->handled, B);
        NEXT(0);
    }
    CASE(JUMP_UNLESS_MATCH)
    {
        SAVE();
        int matches = slow_match_exception(vm, ip, base);
        CHECK(matches >= 0);
        if (!matches)
            JUMP_BY((int32_t)ip[1].low);
        NEXT(1);
    }
    CASE(STAR_MATCH)
    {
        SAVE();
        CHECK(slow_star_match(vm, ip, base));
        NEXT(0);
    }
    CASE(STAR_RESULT)
    WRITE_CHECKED(slow_star_result(vm, ip, base), 0);

    /* match. ------------------------------------------------------------------------------ */

    CASE(MATCH_SEQUENCE)
    {
        SAVE();
        WRITE(value_from_bool(pattern_is_sequence(vm, B)));
        NEXT(0);
    }
    CASE(MATCH_MAPPING)
    {
        SAVE();
        WRITE(value_from_bool(pattern_is_mapping(vm, B)));
        NEXT(0);
    }
    CASE(MATCH_LENGTH)
    {
        SAVE();
        int64_t length = value_length(vm, B);
        CHECK(length >= 0);
        WRITE(value_from_int(length));
        NEXT(0);
    }
    CASE(MATCH_KEYS)
    WRITE_CHECKED(pattern_keys(vm, B, C), 0);
    CASE(MATCH_REST)
    WRITE_CHECKED(pattern_rest(vm, B, C), 0);
    CASE(MATCH_CLASS)
    {
        SAVE();
        Value result = pattern_class(vm, B, C, (int)ip[1].low, K(ip[1].high));
        CHECK(result != VALUE_ERROR);
        if (ip->flags & FLAG_RC)
            value_drop(vm, C);
        WRITE(result);
        NEXT(1);
    }

    /* The rest. ------------------------------------------------------------------------------ */

    CASE(IMPORT_NAME)
    WRITE_CHECKED(slow_import_name(vm, ip, base), 1);
    CASE(IMPORT_FROM)
    WRITE_CHECKED(slow_import_from(vm, ip, base), 0);
    CASE(IMPORT_STAR)
    {
        SAVE();
        CHECK(slow_import_star(vm, ip, base));
        NEXT(0);
    }
    CASE(SETUP_ANNOTATIONS)
    {
        SAVE();
        CHECK(slow_setup_annotations(vm, ip, base));
        NEXT(0);
    }
    CASE(PRINT_EXPRESSION)
    {
        SAVE();
        CHECK(slow_print_expression(vm, ip, base));
        NEXT(0);
    }
    CASE(INTRINSIC)
    WRITE_CHECKED(slow_intrinsic(vm, ip, base), 0);

    /* An exception is pending; ip lies within the instruction that failed. */
error:
    unwind_add_traceback(vm, base, ip);
unwind: {
    const Word *handler = unwind_find_handler(vm, base, ip);
    if (handler) {
        ip = handler;
        DISPATCH();
    }
}
    /* The frame is left with the exception pending. */
    if (FRAME(base)->flags & FRAME_HEAP) {
        Generator *generator = generator_of(base);
        uint32_t flags = FRAME(base)->flags;
        unwind_generator(vm, generator, (uint32_t)(ip - FRAME(base)->code->words));
        if (flags & FRAME_ENTRY) {
            machine->base = outer_base;
            outcome = VALUE_ERROR;
            goto leave_run;
        }
        if (flags & FRAME_NEXT)
            machine->next_links--;
        base = generator->header.previous;
        machine->base = base;
        ip = FRAME(base)->ip;
        if (ip->op == OP_ASYNC_FOR_NEXT && !(flags & FRAME_ANEXT) && error_matches(vm, TYPE_STOP_ASYNC_ITERATION)) {
            error_clear(vm);
            value_clear(vm, &(&B)[1]);
            goto loop_ends;
        }
        goto error;
    }
    unwind_drop_registers(vm, base, (uint32_t)(ip - FRAME(base)->code->words));
unwind_pop: {
    Value *ended = base;
    uint32_t flags = FRAME(base)->flags;
    Value *previous = FRAME(base)->previous;
    machine->base = flags & FRAME_ENTRY ? outer_base : previous;
    if (flags & FRAME_ENTRY)
        machine->heap_top = outer_top;
    else if (FRAME(previous)->flags & FRAME_HEAP)
        machine->heap_top = ended - CALL_WINDOW_ARGUMENTS - (flags & FRAME_INIT ? 1 : 0);
    if (flags & FRAME_INIT)
        value_drop(vm, FRAME_INSTANCE(ended));
    value_drop(vm, FRAME_CALLEE(ended));
    if (flags & FRAME_ENTRY) {
        outcome = VALUE_ERROR;
        goto leave_run;
    }
    base = previous;
    ip = FRAME(base)->ip - 1;
    goto error;
}
}
