/* The thread that ticks.  It touches nothing but vm->interrupt and its own state, and
 * sleeps without ticking while no fiber is alive. */
#define _GNU_SOURCE
#include "loop/ticker.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

/* CPython's switch interval. */
enum { SLICE_NS = 5 * 1000 * 1000 };

struct Ticker {
    Vm *vm;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stopping;          /* under lock */
    bool wanted;            /* under lock: fibers are alive */
    volatile bool ticked;
};

static void *ticker_main(void *argument)
{
    Ticker *ticker = argument;
    pthread_mutex_lock(&ticker->lock);
    while (!ticker->stopping) {
        if (!ticker->wanted) {
            pthread_cond_wait(&ticker->changed, &ticker->lock);
            continue;
        }
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += SLICE_NS;
        if (until.tv_nsec >= 1000000000) {
            until.tv_nsec -= 1000000000;
            until.tv_sec++;
        }
        pthread_cond_timedwait(&ticker->changed, &ticker->lock, &until);
        ticker->ticked = true;
        ticker->vm->interrupt = 1;
    }
    pthread_mutex_unlock(&ticker->lock);
    return NULL;
}

/* Signals are for the main thread. */
static bool start_thread(Ticker *ticker)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&ticker->thread, NULL, ticker_main, ticker);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return !failed;
}

void ticker_wanted(Vm *vm)
{
    Runtime *rt = vm->runtime;
    if (rt->clock.is_virtual)
        return;
    if (!rt->ticker) {
        Ticker *ticker = calloc(1, sizeof *ticker);
        if (!ticker)
            return; /* no slices then: fibers still change places where they block */
        ticker->vm = vm;
        pthread_mutex_init(&ticker->lock, NULL);
        pthread_cond_init(&ticker->changed, NULL);
        if (!start_thread(ticker)) {
            free(ticker);
            return;
        }
        rt->ticker = ticker;
    }
    pthread_mutex_lock(&rt->ticker->lock);
    rt->ticker->wanted = true;
    pthread_cond_signal(&rt->ticker->changed);
    pthread_mutex_unlock(&rt->ticker->lock);
}

bool ticker_take(Vm *vm)
{
    Runtime *rt = vm->runtime;
    Ticker *ticker = rt->ticker;
    if (!ticker || !ticker->ticked)
        return false;
    ticker->ticked = false;
    if (!rt->fiber_count) {
        pthread_mutex_lock(&ticker->lock);
        ticker->wanted = false;
        pthread_mutex_unlock(&ticker->lock);
    }
    return true;
}

void ticker_end(Vm *vm)
{
    Ticker *ticker = vm->runtime->ticker;
    if (!ticker)
        return;
    pthread_mutex_lock(&ticker->lock);
    ticker->stopping = true;
    pthread_cond_signal(&ticker->changed);
    pthread_mutex_unlock(&ticker->lock);
    pthread_join(ticker->thread, NULL);
    pthread_cond_destroy(&ticker->changed);
    pthread_mutex_destroy(&ticker->lock);
    free(ticker);
    vm->runtime->ticker = NULL;
}
