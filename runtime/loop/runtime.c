/* Starting and ending the runtime, its hooks, and the libuv loop. */
#include "loop/runtime.h"

#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

#include "loop/interrupt.h"
#include "loop/loop.h"
#include "loop/pending.h"
#include "loop/report.h"
#include "loop/strand.h"
#include "loop/ticker.h"
#include "object/call.h"
#include "object/container.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

/* The libuv loop. ------------------------------------------------------------------ */

typedef struct {
    uv_loop_t loop;
    uv_timer_t timer; /* behind all timers of the runtime */
    uv_async_t wake;
} UvState;

static void on_wake(uv_async_t *wake) { uv_stop(wake->loop); }

struct uv_loop_s *runtime_uv(Vm *vm)
{
    Runtime *rt = vm->runtime;
    if (rt->uv)
        return rt->uv;
    UvState *state = calloc(1, sizeof *state);
    if (!state) {
        raise_memory_error(vm);
        return NULL;
    }
    int failed = uv_loop_init(&state->loop);
    if (failed) {
        free(state);
        raise_os_error(vm, -failed, VALUE_ABSENT);
        return NULL;
    }
    uv_timer_init(&state->loop, &state->timer);
    state->loop.data = &state->timer;
    if (uv_async_init(&state->loop, &state->wake, on_wake) == 0) {
        uv_unref((uv_handle_t *)&state->wake);
        rt->uv_wake = &state->wake;
    }
    rt->uv = &state->loop;
    return rt->uv;
}

static void name_left_over(uv_handle_t *handle, void *unused)
{
    (void)unused;
    if (!uv_is_closing(handle)) {
        fprintf(stderr, "habu: a %s handle was left open\n", uv_handle_type_name(handle->type));
        uv_close(handle, NULL);
    }
}

static void uv_end(Runtime *rt)
{
    if (!rt->uv)
        return;
    UvState *state = (UvState *)rt->uv;
    rt->uv_wake = NULL;
    uv_close((uv_handle_t *)&state->timer, NULL);
    uv_close((uv_handle_t *)&state->wake, NULL);
    while (rt->first_pending && uv_run(rt->uv, UV_RUN_ONCE))
        ;
    for (const Pending *left = rt->first_pending; left; left = left->next)
        fprintf(stderr, "habu: %s was left under way\n", left->what);
    uv_walk(rt->uv, name_left_over, NULL);
    uv_run(rt->uv, UV_RUN_DEFAULT);
    if (uv_loop_close(rt->uv))
        fprintf(stderr, "habu: the libuv loop could not be closed\n");
    free(state);
    rt->uv = NULL;
}

/* Hooks. ------------------------------------------------------------------------------- */

/* At a back-edge: somebody set vm->interrupt. */
static bool runtime_poll(Vm *vm)
{
    if (vm->runtime->interrupted && strand_is_main(vm) && !interrupt_act(vm))
        return false;
    if (ticker_take(vm))
        strand_yield(vm);
    return true;
}

static void drop_values(Vm *vm, Runtime *rt)
{
    value_clear(vm, &rt->event_loop);
    value_clear(vm, &rt->context);
    value_clear(vm, &rt->warned);
}

/* The program's objects are gone: the types can go, and what finalizers that ran
 * after runtime_end() left behind. */
static void runtime_drop_types(Vm *vm)
{
    Runtime *rt = vm->runtime;
    drop_values(vm, rt);
    for (int id = RUNTIME_TYPE_COUNT; id-- > 0;) {
        Type *type = rt->types[id];
        rt->types[id] = NULL;
        if (type)
            value_drop(vm, type_value(type));
    }
}

bool runtime_start(Vm *vm, const RuntimeOptions *options)
{
    Runtime *rt = calloc(1, sizeof *rt);
    if (!rt) {
        raise_memory_error(vm);
        return false;
    }
    rt->clock.is_virtual = options->virtual_time;
    rt->running_loop = rt->event_loop = rt->context = rt->warned = VALUE_ABSENT;
    vm->runtime = rt;
    if (!strand_begin(vm) || !interrupt_begin(vm))
        return false;
    vm->hooks.poll = runtime_poll;
    vm->hooks.coroutine_never_awaited = report_never_awaited;
    vm->hooks.async_generator_last = loop_asyncgen_last;
    vm->hooks.end = runtime_drop_types;
    return true;
}

void runtime_end(Vm *vm)
{
    Runtime *rt = vm->runtime;
    if (!rt)
        return;
    strand_end(vm);
    ticker_end(vm);
    value_clear(vm, &rt->event_loop);
    uv_end(rt);
    interrupt_end(vm);
    drop_values(vm, rt);
    vm->hooks.poll = NULL;
}

void runtime_free(Runtime *rt)
{
    if (rt)
        free(rt->main_strand);
    free(rt);
}

/* stderr. --------------------------------------------------------------------------------- */

static Value standard_error(Vm *vm)
{
    Value sys = dict_get_name_borrow(vm, vm->modules, NAME_OF(vm, sys));
    return sys == VALUE_ABSENT ? VALUE_ABSENT : attribute_get_optional(vm, sys, NAME_OF(vm, stderr));
}

void runtime_write_error(Vm *vm, Value text)
{
    Value pending = error_take(vm);
    Value file = standard_error(vm);
    if (file == VALUE_ERROR || file == VALUE_ABSENT || file == VALUE_NONE) {
        error_clear(vm);
        fputs(value_to_str(text)->bytes, stderr);
    } else {
        Value written = call_method(vm, file, NAME_OF(vm, write), &text, 1);
        if (written == VALUE_ERROR)
            error_clear(vm);
        else
            value_drop(vm, written);
        value_drop(vm, file);
    }
    vm->pending = pending;
}
