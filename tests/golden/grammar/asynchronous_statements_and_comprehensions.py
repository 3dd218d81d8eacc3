import asyncio


async def numbers(n):
    for i in range(n):
        yield i


class Manager:
    async def __aenter__(self):
        print("enter")
        return self

    async def __aexit__(self, *exc):
        print("exit", exc[0])


async def double(x):
    return 2 * x


async def main():
    async for i in numbers(2):
        print(i)
    else:
        print("done")
    print([i async for i in numbers(4) if i % 2], {i async for i in numbers(2)}, {i: i async for i in numbers(2)})
    print([await double(i) for i in range(3)], [await double(i) async for i in numbers(2)])
    async with Manager() as m, Manager():
        print(type(m).__name__)
    async with (Manager() as a, Manager() as b,):
        print(a is b)
    print(await double(2) + await double(3), -await double(1), await double(2) ** 2)
    g = (i async for i in numbers(3))
    print([i async for i in g])
    return await asyncio.sleep(0, "end")


print(asyncio.run(main()))
