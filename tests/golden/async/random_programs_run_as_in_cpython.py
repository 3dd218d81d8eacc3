# Random programs, each told by its seed: tasks, cancellations, locks, queues, timeouts.
import asyncio, random, sys
def run(seed):
    rnd = random.Random(seed)
    out = []
    def log(*a): out.append(" ".join(map(str, a)))
    async def main():
        loop = asyncio.get_running_loop()
        locks = [asyncio.Lock() for _ in range(2)]
        sems = [asyncio.Semaphore(rnd.randint(0, 2)) for _ in range(2)]
        events = [asyncio.Event() for _ in range(2)]
        conds = [asyncio.Condition() for _ in range(1)]
        queues = [asyncio.Queue(rnd.choice([0, 1, 2])) for _ in range(2)] + [asyncio.PriorityQueue()]
        futs = [loop.create_future() for _ in range(3)]
        tasks = []
        count = [0]
        async def leaf(n):
            for _ in range(n): await asyncio.sleep(0)
            if rnd.random() < 0.2: raise ValueError(f"leaf{n}")
            return n
        async def agen(n):
            try:
                for i in range(n):
                    if rnd.random() < .5: await asyncio.sleep(0)
                    yield i
            finally:
                await asyncio.sleep(0)
        async def op(name, depth):
            k = rnd.randrange(26)
            log(name, "op", k)
            if k <= 3: await asyncio.sleep(0)
            elif k == 4:
                async with rnd.choice(locks): await asyncio.sleep(0)
            elif k == 5:
                async with rnd.choice(sems): await leaf(1)
            elif k == 6: await asyncio.wait_for(rnd.choice(events).wait(), 0)
            elif k == 7:
                e = rnd.choice(events); e.set()
                if rnd.random() < .5: e.clear()
            elif k == 8: log(name, "got", rnd.choice(queues).get_nowait())
            elif k == 9: rnd.choice(queues).put_nowait(rnd.randrange(10))
            elif k == 10: log(name, "g", await asyncio.gather(leaf(rnd.randrange(3)), leaf(1), return_exceptions=rnd.random() < .5))
            elif k == 11 and tasks: log(name, "cancel", rnd.choice(tasks).cancel(rnd.choice([None, "m"])))
            elif k == 12 and len(tasks) < 12: spawn()
            elif k == 13:
                async with asyncio.timeout(0): await asyncio.sleep(0)
            elif k == 14: log(name, "wf", await asyncio.wait_for(leaf(rnd.randrange(4)), 10))
            elif k == 15 and depth < 2:
                async with asyncio.TaskGroup() as tg:
                    for _ in range(2): tg.create_task(leaf(rnd.randrange(3)))
                    if rnd.random() < .5: await op(name + "t", depth + 1)
            elif k == 16:
                f = rnd.choice(futs)
                if not f.done(): rnd.choice([lambda: f.set_result(1), lambda: f.cancel("fc"), lambda: f.set_exception(KeyError("f"))])()
            elif k == 17: await asyncio.shield(rnd.choice(futs))
            elif k == 18 and tasks:
                t = rnd.choice(tasks)
                if t is not asyncio.current_task():
                    d, p = await asyncio.wait([t, *futs[:1]], timeout=0, return_when=rnd.choice(["FIRST_COMPLETED", "ALL_COMPLETED"]))
                    log(name, "wait", len(d), len(p))
            elif k == 19:
                loop.call_soon(log, name, "soon")
            elif k == 20:
                async for x in agen(3):
                    if rnd.random() < .2: break
            elif k == 21:
                async with conds[0]:
                    if rnd.random() < .5: conds[0].notify_all()
                    else: await asyncio.wait_for(conds[0].wait(), 0)
            elif k == 22: log(name, "qg", await asyncio.wait_for(rnd.choice(queues).get(), 0.0))
            elif k == 23:
                q = rnd.choice(queues[:2])
                t = asyncio.ensure_future(q.put(7)); await asyncio.sleep(0); 
                if not t.done(): t.cancel()
                await t
            elif k == 24 and depth < 3: await op(name, depth + 1); await op(name, depth + 1)
            elif k == 25:
                async for f in asyncio.as_completed([leaf(1)]):
                    try: log(name, "asc", f.result())
                    except ValueError as e: log(name, "asc", e)
        async def job(name):
            try:
                for _ in range(rnd.randrange(2, 8)):
                    try: await op(name, 0)
                    except Exception as e: log(name, type(e).__name__, e, type(e.__context__).__name__, type(e.__cause__).__name__)
                    except asyncio.CancelledError as e:
                        log(name, repr(e), asyncio.current_task().cancelling())
                        if rnd.random() < .5: raise
                        if rnd.random() < .5: asyncio.current_task().uncancel()
                return name
            finally:
                log(name, "ends")
        def spawn():
            count[0] += 1
            t = asyncio.create_task(job(f"j{count[0]}"), name=f"j{count[0]}")
            t.add_done_callback(lambda t: log("done", t.get_name(), t.cancelled()))
            tasks.append(t)
        for _ in range(4): spawn()
        for step in range(300):
            await asyncio.sleep(0)
            if all(t.done() for t in tasks): break
            if step > 60:
                for e in events: e.set()
                for f in futs:
                    if not f.done(): f.set_result(0)
            if step > 100:
                for s in sems: s.release()
                for q in queues:
                    if q.empty(): q.put_nowait(1)
            if step > 200:
                for t in tasks: t.cancel()
        log("left", sum(not t.done() for t in tasks))
        for f in futs:
            if f.done() and not f.cancelled(): f.exception()
        for t in tasks:
            log(t.get_name(), t.done() and (t.cancelled() or repr(t.exception()) or t.result()))
    asyncio.run(main())
    return out
a, b = 0, 30
for seed in range(a, b):
    print("SEED", seed)
    try:
        for l in run(seed): print(l)
    except BaseException as e:
        print("EXC", type(e).__name__, e)
