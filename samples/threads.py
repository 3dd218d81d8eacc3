# habu: --virtual-time
# Blocking functions go on in the background while the loop keeps ticking.
import asyncio
import time


def slow_square(number):
    time.sleep(number)
    return number * number


async def heartbeat():
    beats = 0
    try:
        while True:
            await asyncio.sleep(0.5)
            beats += 1
    finally:
        print(f"{beats} heartbeats meanwhile")


async def main():
    heart = asyncio.create_task(heartbeat())
    begin = time.perf_counter()
    squares = await asyncio.gather(*(asyncio.to_thread(slow_square, n) for n in (3, 1, 2)))
    print(squares, f"in {time.perf_counter() - begin:.1f} s")
    await asyncio.sleep(0.25)
    heart.cancel()
    await asyncio.wait([heart])


asyncio.run(main())
