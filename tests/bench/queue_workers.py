# A producer, a bounded queue and a few consumers.
import asyncio


async def produce(queue, items, consumers):
    for item in range(items):
        await queue.put(item)
    for _ in range(consumers):
        await queue.put(None)


async def consume(queue):
    total = 0
    while (item := await queue.get()) is not None:
        total += item
    return total


async def main():
    queue = asyncio.Queue(maxsize=16)
    results = await asyncio.gather(produce(queue, 200_000, 4), *(consume(queue) for _ in range(4)))
    print("check", sum(results[1:]))


asyncio.run(main())
