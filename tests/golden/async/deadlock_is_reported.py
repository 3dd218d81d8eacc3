# habu: only
# CPython hangs here.
import asyncio


async def waiter(future):
    await future


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waiter(future), name="stuck")
    try:
        await task
    finally:
        print("finally runs")


asyncio.run(main())
