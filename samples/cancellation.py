# habu: --virtual-time
# A task that cleans up after itself, whatever ends it.
import asyncio


class Door:
    async def __aenter__(self):
        print("door opens")
        return self

    async def __aexit__(self, kind, value, traceback):
        await asyncio.sleep(0.1)
        print("door closes", f"after {kind.__name__}" if kind else "quietly")


async def guest(stay):
    async with Door():
        await asyncio.sleep(stay)
        print("guest leaves")


async def main():
    await guest(1)
    task = asyncio.create_task(guest(3600), name="long guest")
    await asyncio.sleep(1)
    task.cancel("closing time")
    try:
        await task
    except asyncio.CancelledError as error:
        print(f"{task.get_name()}: {error}")


asyncio.run(main())
