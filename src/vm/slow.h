/* What the dispatch loop leaves to others: the slow paths of instructions.
 * All take the instruction and the registers, follow the consumption rules of
 * opcodes.def, and return an owned result, VALUE_ERROR, or false. */
#ifndef HABU_VM_SLOW_H
#define HABU_VM_SLOW_H

#include "vm/machine.h"

/* Drops the operands b and c that the instruction's flags say it consumes. */
static ALWAYS_INLINE void consume_bc(Vm *vm, const Word *ip, Value *base)
{
    if (ip->flags & FLAG_RB)
        value_drop(vm, base[ip->b]);
    if (ip->flags & FLAG_RC)
        value_drop(vm, base[ip->c]);
}

/* Operators. */
Value slow_binary(Vm *vm, const Word *ip, Value *base, BinaryOp op);
Value slow_binary_int(Vm *vm, const Word *ip, Value *base, BinaryOp op);
Value slow_unary(Vm *vm, const Word *ip, Value *base, UnaryOp op);
Value slow_compare(Vm *vm, const Word *ip, Value *base, CompareOp op);
int slow_compare_jump(Vm *vm, const Word *ip, Value *base, CompareOp op);
int slow_compare_jump_int(Vm *vm, const Word *ip, Value *base, CompareOp op);
int slow_contains(Vm *vm, Value item, Value container);
int slow_truth(Vm *vm, const Word *ip, Value *base);

/* Names. */
Value slow_load_global(Vm *vm, Word *ip, Value *base);
bool slow_store_global(Vm *vm, Word *ip, Value *base);
bool slow_delete_global(Vm *vm, const Word *ip, Value *base);
Value slow_load_name(Vm *vm, const Word *ip, Value *base);
bool slow_store_name(Vm *vm, const Word *ip, Value *base);
bool slow_delete_name(Vm *vm, const Word *ip, Value *base);
Value slow_load_class_free(Vm *vm, const Word *ip, Value *base);
Value raise_unbound_local(Vm *vm, const Code *code, uint32_t local);
Value raise_unbound_free(Vm *vm, const Code *code, uint32_t index);

/* Attributes and items. */
Value slow_load_attr(Vm *vm, Word *ip, Value *base);
bool slow_store_attr(Vm *vm, Word *ip, Value *base);
bool slow_delete_attr(Vm *vm, const Word *ip, Value *base);
bool slow_load_method(Vm *vm, Word *ip, Value *base);
bool slow_load_special(Vm *vm, const Word *ip, Value *base);
Value slow_load_item(Vm *vm, const Word *ip, Value *base);
bool slow_store_item(Vm *vm, const Word *ip, Value *base);
bool slow_delete_item(Vm *vm, const Word *ip, Value *base);
Value slow_build_slice(Vm *vm, const Word *ip, Value *base);

/* Building and unpacking. */
Value slow_build(Vm *vm, const Word *ip, Value *base);
bool slow_grow(Vm *vm, const Word *ip, Value *base); /* LIST_APPEND and its like */
Value slow_format(Vm *vm, const Word *ip, Value *base);
bool slow_unpack(Vm *vm, const Word *ip, Value *base);
bool slow_unpack_star(Vm *vm, const Word *ip, Value *base);
Value slow_make_function(Vm *vm, const Word *ip, Value *base);

/* Loops. */
bool slow_for_prep(Vm *vm, const Word *ip, Value *base);
/* The next item for a state that is neither range, list, tuple nor generator; VALUE_DONE. */
Value slow_for_next(Vm *vm, const Word *ip, Value *base);
bool slow_async_for_prep(Vm *vm, const Word *ip, Value *base);
Value slow_get_awaitable(Vm *vm, const Word *ip, Value *base);
Value slow_get_yield_from(Vm *vm, const Word *ip, Value *base);
/* Throws vm->pending into what AWAIT at ip drives. */
SendResult slow_await_throw(Vm *vm, Value awaitable, Value *result);

/* Exceptions. */
bool slow_raise(Vm *vm, const Word *ip, Value *base); /* RAISE, RAISE_FROM: always false */
bool slow_reraise_current(Vm *vm, const Word *ip, Value *base);
int slow_match_exception(Vm *vm, const Word *ip, Value *base);
bool slow_star_match(Vm *vm, const Word *ip, Value *base);
Value slow_star_result(Vm *vm, const Word *ip, Value *base);

/* match statements (pattern.c). */
Value pattern_keys(Vm *vm, Value subject, Value keys);
Value pattern_rest(Vm *vm, Value subject, Value keys);
Value pattern_class(Vm *vm, Value subject, Value cls, int positional, Value names);
bool pattern_is_sequence(Vm *vm, Value subject);
bool pattern_is_mapping(Vm *vm, Value subject);

/* Imports and the like (import_hook: the facade). */
Value slow_import_name(Vm *vm, const Word *ip, Value *base);
Value slow_import_from(Vm *vm, const Word *ip, Value *base);
bool slow_import_star(Vm *vm, const Word *ip, Value *base);
bool slow_setup_annotations(Vm *vm, const Word *ip, Value *base);
bool slow_print_expression(Vm *vm, const Word *ip, Value *base);
Value slow_intrinsic(Vm *vm, const Word *ip, Value *base);

/* Calls (call.c). ------------------------------------------------------------ */

/* The outcome of preparing a call whose window's arguments begin at base. */
typedef struct {
    Value *base;  /* a frame to enter, its header's code and locals ready; NULL: result says it all */
    Value result; /* owned, or VALUE_ERROR */
} Prepared;

/* Calls what lies below base with count arguments there (of which the last are
 * named by names).  Consumes the window.  A function of the language is not run
 * but prepared as a frame. */
Prepared call_prepare(Vm *vm, Value *base, int count, Value names);

/* CALL_EX: spreads a tuple and dict over a window at the stack's top. */
Prepared call_prepare_spread(Vm *vm, const Word *ip, Value *base);

/* A site that has not been specialised by then never is: its callees are of other kinds. */
enum { CALL_TRIES = 16 };

/* Turns the CALL or CALL_METHOD at ip into its specialised form for the window
 * whose arguments begin at arguments, if there is one. */
void call_specialise(Vm *vm, Word *ip, Value *arguments, int count);

/* Calls the native (or the builtin type's __new__) in a window whose missing
 * arguments all have defaults: call_specialise has checked that.  Consumes it. */
MUST_CHECK MAY_RUN Value call_native_filled(Vm *vm, Value *window, int count, bool method);

/* Drops callee and arguments of a window. */
void call_drop_window(Vm *vm, Value *base, int count);

#endif
