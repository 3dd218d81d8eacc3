# habu: --virtual-time
# A decorator that retries with growing pauses, and says what went wrong at last.
import asyncio
import functools


def retry(times, pause):
    def decorate(function):
        @functools.wraps(function)
        async def attempt(*args, **kwargs):
            for turn in range(1, times + 1):
                try:
                    return await function(*args, **kwargs)
                except ConnectionError as error:
                    print(f"{function.__name__}: try {turn} failed ({error})")
                    if turn == times:
                        raise
                    await asyncio.sleep(pause * 2 ** (turn - 1))
        return attempt
    return decorate


weather = iter(["rain", "rain", "sun"])


@retry(times=5, pause=0.5)
async def launch():
    if (sky := next(weather)) != "sun":
        raise ConnectionError(sky)
    return "lift-off"


async def main():
    loop = asyncio.get_running_loop()
    begin = loop.time()
    print(await launch(), f"after {loop.time() - begin:.1f} s")


asyncio.run(main())
