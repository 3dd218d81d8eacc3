/* Loops, awaiting, raising, and the rare operations behind INTRINSIC. */
#include "vm/slow.h"

#include "object/call.h"
#include "object/container.h"
#include "object/exception.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"
#include "object/typing.h"
#include "vm/generator.h"

/* Loops.  The state is three temporaries:
 *   range of inline ints   step, next, stop (ints)
 *   list, tuple            the object, index
 *   anything else          its iterator */

/* Far enough from the 62-bit limit that next + step cannot overflow. */
enum { RANGE_BITS = 60 };

static bool prepare_range(Value range, Value *state)
{
    int64_t start, stop, step, limit = INT64_C(1) << RANGE_BITS;
    if (!range_is_small(range, &start, &stop, &step))
        return false;
    if (start <= -limit || start >= limit || stop <= -limit || stop >= limit || step <= -limit || step >= limit)
        return false;
    state[0] = value_from_int(step);
    state[1] = value_from_int(start);
    state[2] = value_from_int(stop);
    return true;
}

bool slow_for_prep(Vm *vm, const Word *ip, Value *base)
{
    Value iterable = base[ip->b];
    bool consumed = ip->flags & FLAG_RB;
    Value state[3] = {VALUE_ABSENT, value_from_int(0), value_from_int(0)};
    if (value_has_shape(iterable, TYPE_RANGE) && prepare_range(iterable, state)) {
        if (consumed)
            value_drop(vm, iterable);
    } else if (value_has_shape(iterable, TYPE_LIST) || value_has_shape(iterable, TYPE_TUPLE) || value_has_shape(iterable, TYPE_GENERATOR)) {
        state[0] = consumed ? iterable : value_share(iterable);
    } else {
        state[0] = value_iter(vm, iterable);
        if (state[0] == VALUE_ERROR)
            return false;
        if (consumed)
            value_drop(vm, iterable);
        /* What iter() gives back must not be mistaken for a container's own state. */
        ASSERT(!value_is_int(state[0]));
    }
    memcpy(&base[ip->a], state, sizeof state);
    return true;
}

Value slow_for_next(Vm *vm, const Word *ip, Value *base)
{
    Value *state = &base[ip->b];
    Value item = object_type(vm, value_object(state[0]))->slots.next(vm, state[0]);
    if (item == VALUE_DONE)
        value_clear(vm, &vm->stop_value);
    else if (item == VALUE_ERROR && error_clear_stop_iteration(vm, NULL))
        return VALUE_DONE;
    return item;
}

bool slow_async_for_prep(Vm *vm, const Word *ip, Value *base)
{
    Value iterable = base[ip->b];
    const Type *type = value_type(vm, iterable);
    if (!type->slots.aiter)
        return raise_false(vm, TYPE_TYPE_ERROR, "'async for' requires an object with __aiter__ method, got %.100s", type_name(vm, type));
    Value iterator = type->slots.aiter(vm, iterable);
    if (iterator == VALUE_ERROR)
        return false;
    const Type *iterator_type = value_type(vm, iterator);
    if (!iterator_type->slots.anext) {
        raise_type_error(vm, "'async for' received an object from __aiter__ that does not implement __anext__: %.100s",
                         type_name(vm, iterator_type));
        value_drop(vm, iterator);
        return false;
    }
    if (value_has_shape(iterator, TYPE_ASYNC_GENERATOR) && !async_generator_announce(vm, value_to_generator(iterator))) {
        value_drop(vm, iterator);
        return false;
    }
    if (ip->flags & FLAG_RB)
        value_drop(vm, iterable);
    base[ip->a] = iterator;
    base[ip->a + 1] = VALUE_ABSENT;
    return true;
}

/* Awaiting. ----------------------------------------------------------------------------- */

static Value raise_not_awaitable(Vm *vm, Value object, int where)
{
    const char *name = value_type_name(vm, object);
    if (where == 0)
        return raise_type_error(vm, "object %.100s can't be used in 'await' expression", name);
    return raise_type_error(vm, "'async with' received an object from %s that does not implement __await__: %.100s",
                            where == 1 ? "__aenter__" : "__aexit__", name);
}

static Value awaitable_iterator(Vm *vm, Value object, int where)
{
    const Type *type = value_type(vm, object);
    if (!type->slots.await)
        return raise_not_awaitable(vm, object, where);
    Value iterator = type->slots.await(vm, object);
    if (iterator == VALUE_ERROR)
        return VALUE_ERROR;
    const Type *iterator_type = value_type(vm, iterator);
    if (value_is_coroutine(iterator)) {
        value_drop(vm, iterator);
        return raise_type_error(vm, "__await__() returned a coroutine");
    }
    if (!iterator_type->slots.next && !iterator_type->slots.send) {
        raise_type_error(vm, "__await__() returned non-iterator of type '%.100s'", type_name(vm, iterator_type));
        value_drop(vm, iterator);
        return VALUE_ERROR;
    }
    return iterator;
}

Value slow_get_awaitable(Vm *vm, const Word *ip, Value *base)
{
    Value object = base[ip->b];
    const Type *type = value_type(vm, object);
    bool consumed = ip->flags & FLAG_RB;
    if (value_is_coroutine(object)) {
        const Generator *coroutine = value_to_generator(object);
        if (coroutine->header.flags & FRAME_LINKED && coroutine->state == GENERATOR_RUNNING)
            return raise_error(vm, TYPE_RUNTIME_ERROR, "coroutine is being awaited already");
        return consumed ? object : value_share(object);
    }
    /* What sends natively and iterates over itself is its own iterator: futures and the like. */
    if (type->slots.send && type->slots.await && !(type->flags & TYPE_FLAG_HEAP))
        return consumed ? object : value_share(object);
    Value iterator = awaitable_iterator(vm, object, ip->c);
    if (iterator != VALUE_ERROR && consumed)
        value_drop(vm, object);
    return iterator;
}

Value slow_get_yield_from(Vm *vm, const Word *ip, Value *base)
{
    Value object = base[ip->b];
    if (value_has_shape(object, TYPE_COROUTINE))
        return raise_type_error(vm, "cannot 'yield from' a coroutine object in a non-coroutine generator");
    Value iterator = value_has_shape(object, TYPE_GENERATOR) ? value_share(object) : value_iter(vm, object);
    if (iterator != VALUE_ERROR && ip->flags & FLAG_RB)
        value_drop(vm, object);
    return iterator;
}

/* Raising. --------------------------------------------------------------------------------- */

static Value cause_from(Vm *vm, Value given)
{
    if (given == VALUE_NONE)
        return VALUE_NONE;
    bool class = value_is_type(vm, given) && type_is_subtype(value_to_type(given), vm->types[TYPE_BASE_EXCEPTION]);
    if (!class && !value_is_exception(vm, given))
        return raise_type_error(vm, "exception causes must derive from BaseException");
    return exception_from_raise(vm, given);
}

bool slow_raise(Vm *vm, const Word *ip, Value *base)
{
    Value exception = exception_from_raise(vm, base[ip->a]);
    if (exception == VALUE_ERROR)
        return false;
    if (ip->op == OP_RAISE_FROM) {
        Value cause = cause_from(vm, base[ip->b]);
        if (cause == VALUE_ERROR) {
            value_drop(vm, exception);
            return false;
        }
        Exception *raised = value_to_exception(exception);
        value_replace_take(vm, &raised->cause, cause);
        raised->suppress_context = true;
    }
    raise_exception_take(vm, exception);
    return false;
}

/* True: the handled exception goes on, with its traceback as it is. */
bool slow_reraise_current(Vm *vm, const Word *ip, Value *base)
{
    (void)ip;
    (void)base;
    if (vm->handled == VALUE_NONE) {
        raise_error(vm, TYPE_RUNTIME_ERROR, "No active exception to reraise");
        return false;
    }
    vm->pending = value_share(vm->handled);
    return true;
}

int slow_match_exception(Vm *vm, const Word *ip, Value *base)
{
    int matches = exception_matches(vm, base[ip->a], base[ip->b]);
    if (matches >= 0 && ip->flags & FLAG_RB)
        value_drop(vm, base[ip->b]);
    return matches;
}

bool slow_star_match(Vm *vm, const Word *ip, Value *base)
{
    Value matched, rest;
    if (!exception_split(vm, base[ip->b], base[ip->c], &matched, &rest))
        return false;
    value_replace_take(vm, &base[ip->b], rest);
    if (ip->flags & FLAG_RC)
        value_drop(vm, base[ip->c]);
    base[ip->a] = matched;
    return true;
}

Value slow_star_result(Vm *vm, const Word *ip, Value *base)
{
    Value result = exception_star_result(vm, base[ip->b], base[ip->c]);
    if (result != VALUE_ERROR)
        consume_bc(vm, ip, base);
    return result;
}

/* Intrinsics. ------------------------------------------------------------------------------- */

static Value intrinsic_call(Vm *vm, Intrinsic which, const Value *args)
{
    switch (which) {
    case INTRINSIC_TYPE_VAR: return type_var_new(vm, args[0], VALUE_ABSENT, VALUE_ABSENT);
    case INTRINSIC_TYPE_VAR_BOUND: return type_var_new(vm, args[0], args[1], VALUE_ABSENT);
    case INTRINSIC_TYPE_VAR_CONSTRAINTS: return type_var_new(vm, args[0], VALUE_ABSENT, args[1]);
    case INTRINSIC_PARAM_SPEC: return param_spec_new(vm, args[0]);
    case INTRINSIC_TYPE_VAR_TUPLE: return type_var_tuple_new(vm, args[0]);
    case INTRINSIC_SET_DEFAULT: type_parameter_set_default(vm, args[0], args[1]); return value_share(args[0]);
    case INTRINSIC_TYPE_ALIAS: return type_alias_new(vm, args[0], args[1], args[2]);
    case INTRINSIC_GENERIC_BASE: return type_parameters_generic_base(vm, args[0]);
    case INTRINSIC_SET_TYPE_PARAMS:
        return attribute_set(vm, args[0], NAME_OF(vm, __type_params__), args[1]) ? value_share(args[0]) : VALUE_ERROR;
    default: UNREACHABLE(); return VALUE_ERROR;
    }
}

Value slow_intrinsic(Vm *vm, const Word *ip, Value *base)
{
    static const uint8_t counts[] = {
#define INTRINSIC(name, count, doc) count,
#include "bytecode/intrinsics.def"
#undef INTRINSIC
    };
    Value *args = &base[ip->b];
    Value result = intrinsic_call(vm, ip->c, args);
    if (result != VALUE_ERROR)
        for (int i = 0; i < counts[ip->c]; i++)
            value_replace_take(vm, &args[i], VALUE_ABSENT);
    return result;
}
