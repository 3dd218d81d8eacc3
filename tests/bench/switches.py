# Tasks that take turns: nothing but suspending and resuming.
import asyncio


async def take_turns(turns):
    done = 0
    for _ in range(turns):
        await asyncio.sleep(0)
        done += 1
    return done


async def main():
    print("check", sum(await asyncio.gather(*(take_turns(3_000) for _ in range(100)))))


asyncio.run(main())
