# habu: only
# Two tasks wait for each other for ever.  Habu ends and says why.
import asyncio


async def worker(name, mine, other):
    async with mine:
        await asyncio.sleep(0)
        print(f"{name} wants the other lock")
        async with other:
            print("never printed")


async def main():
    hammer, nail = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(worker("left", hammer, nail), worker("right", nail, hammer))


asyncio.run(main())
