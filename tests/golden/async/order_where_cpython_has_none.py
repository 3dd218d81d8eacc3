# habu: only
# CPython cancels tasks in the order of a set: here it is the order of creation.
import asyncio


async def job(n):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("cancelled", n)
        raise


async def bad():
    raise ValueError


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            for n in range(3):
                group.create_task(job(n))
            group.create_task(bad())
    except ExceptionGroup as e:
        print(repr(e))
    loop = asyncio.get_running_loop()
    when = loop.time() + 0.01
    for n in range(3):
        loop.call_at(when, print, "timer", n)
    await asyncio.sleep(0.02)
    for n in range(3, 6):
        asyncio.create_task(job(n))
    await asyncio.sleep(0)


asyncio.run(main())
