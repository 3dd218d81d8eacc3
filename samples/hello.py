# The smallest asyncio program: two greetings that overlap.
import asyncio


async def greet(name, delay):
    await asyncio.sleep(delay)
    print(f"Hello, {name}!")


async def main():
    await asyncio.gather(greet("world", 0.02), greet("Habu", 0.01))


asyncio.run(main())
