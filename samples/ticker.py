# habu: --virtual-time
# An asynchronous generator as a clock, read by two tasks at once.
import asyncio


async def ticker(period, count):
    for tick in range(1, count + 1):
        await asyncio.sleep(period)
        yield tick


async def watch(name, period, count):
    async for tick in ticker(period, count):
        now = asyncio.get_running_loop().time() - start
        print(f"{now:5.1f}s  {name} tick {tick}")


async def main():
    global start
    start = asyncio.get_running_loop().time()
    await asyncio.gather(watch("fast", 1, 6), watch("slow", 2.5, 2))


asyncio.run(main())
