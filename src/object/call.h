/* Calling, and the other basic operations, on any value.  Declared here for the
 * layers below; call_values is defined by vm/call.c. */
#ifndef HABU_OBJECT_CALL_H
#define HABU_OBJECT_CALL_H

#include "object/state.h"

/* Calls fn with count positional arguments args[0..count) followed by one
 * value for each name in names (a tuple of str, or VALUE_ABSENT for none).
 * args stay the caller's.  Returns the result (owned) or VALUE_ERROR. */
MUST_CHECK MAY_RUN Value call_values(Vm *vm, Value fn, const Value *args, int count, Value names);

static inline MUST_CHECK Value call_value(Vm *vm, Value fn, const Value *args, int count)
{
    return call_values(vm, fn, args, count, VALUE_ABSENT);
}

/* fn(*args, **kwargs): args a tuple, kwargs a dict or VALUE_ABSENT. */
MUST_CHECK MAY_RUN Value call_tuple_dict(Vm *vm, Value fn, Value args, Value kwargs);

/* self.name(*args), with a look-up as for any method call. */
MUST_CHECK MAY_RUN Value call_method(Vm *vm, Value self, Value name, const Value *args, int count);

/* Looks a special method up on the type of self, bypassing the instance.
 * Returns it bound (owned), VALUE_ABSENT when there is none, or VALUE_ERROR. */
MUST_CHECK MAY_RUN Value special_lookup(Vm *vm, Value self, Value name);

/* Looks a special method up and calls it: VALUE_ABSENT when there is none. */
MUST_CHECK MAY_RUN Value special_call(Vm *vm, Value self, Value name, const Value *args, int count);

/* Drives an awaitable or generator one step (vm/generator.c for frames, the
 * type's send slot, or next()/send() for other iterators). */
MAY_RUN SendResult value_send(Vm *vm, Value self, Value sent, Value *result);

/* The running frame as globals() and locals() see it; defined by vm/.  The
 * globals are borrowed, VALUE_ABSENT when no frame runs. */
Value machine_globals_borrow(Vm *vm);
MUST_CHECK MAY_RUN Value machine_locals(Vm *vm);
/* A local variable of the running frame, borrowed; VALUE_ABSENT when it is unbound
 * or there is none of that name.  Runs nothing. */
Value machine_local_borrow(Vm *vm, Value name);

/* What the object layer asks of the machine; src/vm defines these. ---------- */

/* The frame object `depth` callers above the running frame; ValueError when there is none. */
MUST_CHECK Value machine_frame_object(Vm *vm, int depth);
/* A frame object for a place in a traceback: code and line, and no variables,
 * since tracebacks keep no frames. */
MUST_CHECK Value machine_traceback_frame(Vm *vm, Value code, uint32_t line);
/* The awaitable of anext(iterator, fallback); fallback VALUE_ABSENT when not given. */
MUST_CHECK MAY_RUN Value machine_anext(Vm *vm, Value iterator, Value fallback);
/* Runs a class body (a function without parameters) with namespace as its
 * locals; returns what it returns. */
MUST_CHECK MAY_RUN Value machine_class_body(Vm *vm, Value function, Value namespace);
/* For super() without arguments: the class in the calling frame's __class__ cell
 * and its first argument, both borrowed.  False with RuntimeError pending. */
MUST_CHECK bool machine_super_arguments(Vm *vm, Type **type, Value *self);

/* Operations of the language; object/operation.c. ------------------------- */

MUST_CHECK MAY_RUN Value value_binary(Vm *vm, BinaryOp op, Value left, Value right);
MUST_CHECK MAY_RUN Value value_inplace(Vm *vm, BinaryOp op, Value left, Value right);
MUST_CHECK MAY_RUN Value value_unary(Vm *vm, UnaryOp op, Value operand);
MUST_CHECK MAY_RUN Value value_power_modulo(Vm *vm, Value base, Value exponent, Value modulus);
MUST_CHECK MAY_RUN Value value_compare(Vm *vm, Value left, Value right, CompareOp op);
/* 1, 0, or -1 with an exception pending.  value_equal takes identity first, as containers do. */
MUST_CHECK MAY_RUN int value_compare_bool(Vm *vm, Value left, Value right, CompareOp op);
MUST_CHECK MAY_RUN int value_equal(Vm *vm, Value left, Value right);
MUST_CHECK MAY_RUN int value_truth(Vm *vm, Value value);
MUST_CHECK MAY_RUN int value_contains(Vm *vm, Value container, Value item);
MUST_CHECK MAY_RUN bool value_hash(Vm *vm, Value value, int64_t *hash);
MUST_CHECK MAY_RUN int64_t value_length(Vm *vm, Value value); /* -1: error */
/* len() or __length_hint__ for sizing, fallback when neither; -1: error */
MUST_CHECK MAY_RUN int64_t value_length_hint(Vm *vm, Value value, int64_t fallback);
MUST_CHECK MAY_RUN Value value_getitem(Vm *vm, Value object, Value key);
MUST_CHECK MAY_RUN bool value_setitem(Vm *vm, Value object, Value key, Value value);
MUST_CHECK MAY_RUN bool value_delitem(Vm *vm, Value object, Value key);
MUST_CHECK MAY_RUN Value value_iter(Vm *vm, Value iterable);
/* VALUE_DONE at the end, with no exception pending. */
MUST_CHECK MAY_RUN Value value_next(Vm *vm, Value iterator);
MUST_CHECK MAY_RUN Value value_repr(Vm *vm, Value value); /* a str */
MUST_CHECK MAY_RUN Value value_str(Vm *vm, Value value);
MUST_CHECK MAY_RUN Value value_ascii(Vm *vm, Value value);
MUST_CHECK MAY_RUN Value value_format(Vm *vm, Value value, Value spec);
/* An int object through __index__; TypeError text "'%s' object cannot be interpreted as an integer". */
MUST_CHECK MAY_RUN Value value_index(Vm *vm, Value value);
/* The same as int64; OverflowError naming what ("index", "count") does not fit. */
MUST_CHECK MAY_RUN bool value_to_i64(Vm *vm, Value value, int64_t *number);
/* As a slice bound or sequence index: clips instead of overflowing. */
MUST_CHECK MAY_RUN bool value_to_index_clipped(Vm *vm, Value value, int64_t *number);
MUST_CHECK MAY_RUN bool value_to_double(Vm *vm, Value value, double *number);

/* Calls visit(item) for each item until it returns false; visit borrows item.
 * False with an exception pending when iteration or visit failed.  Exact lists
 * and tuples are walked without an iterator. */
MUST_CHECK MAY_RUN bool value_each(Vm *vm, Value iterable, bool (*visit)(Vm *vm, Value item, void *context), void *context);

#endif
