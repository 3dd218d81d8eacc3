# habu: --virtual-time
# A rate-limited pipeline: produce, transform on three workers, collect in order.
import asyncio


class RateLimit:
    """Lets one caller through per period."""

    def __init__(self, period):
        self.period = period
        self.lock = asyncio.Lock()

    async def __aenter__(self):
        await self.lock.acquire()

    async def __aexit__(self, *exc):
        asyncio.get_running_loop().call_later(self.period, self.lock.release)


async def produce(jobs, count):
    for number in range(count):
        await jobs.put(number)
    for _ in range(3):
        await jobs.put(None)


async def work(name, jobs, results, limit):
    while (number := await jobs.get()) is not None:
        async with limit:
            await asyncio.sleep(0.05)
        await results.put((number, number ** 2, name))


async def main():
    loop = asyncio.get_running_loop()
    begin = loop.time()
    jobs, results = asyncio.Queue(4), asyncio.Queue()
    limit = RateLimit(0.1)
    await asyncio.gather(
        produce(jobs, 9),
        *(work(name, jobs, results, limit) for name in "ABC"),
    )
    rows = sorted(results.get_nowait() for _ in range(results.qsize()))
    for number, square, name in rows:
        print(f"{number} squared is {square:2d}, says worker {name}")
    print(f"{len(rows)} results in {loop.time() - begin:.2f} s")


asyncio.run(main())
