import asyncio
from contextlib import ExitStack, AsyncExitStack, contextmanager, asynccontextmanager


@contextmanager
def level(name, swallow=False, fail=None):
    print("enter", name)
    try:
        yield name
    except Exception as error:
        print(name, "sees", repr(error))
        if fail:
            raise fail
        if not swallow:
            raise
    finally:
        print("exit", name)


with ExitStack() as stack:
    print([stack.enter_context(level(n)) for n in "abc"])
    stack.callback(print, "callback", sep="-", end="!\n")

    @stack.push
    def leave(kind, value, traceback):
        print("push", kind)

    @stack.callback
    def done():
        print("done")

with ExitStack() as stack:
    stack.enter_context(level("outer"))
    stack.enter_context(level("middle", swallow=True))
    stack.enter_context(level("inner", fail=KeyError("new")))
    raise ValueError("old")
print("after")

try:
    with ExitStack() as stack:
        stack.callback(lambda: 1 / 0)
        stack.callback(lambda: {}["x"])
        raise ValueError("first")
except ZeroDivisionError as error:
    print(repr(error), repr(error.__context__), repr(error.__context__.__context__), error.__context__.__context__.__context__)

try:
    try:
        raise OSError("outside")
    except OSError:
        with ExitStack() as stack:
            stack.callback(lambda: 1 / 0)
            stack.callback(lambda: {}["x"])
except ZeroDivisionError as error:
    print(repr(error), repr(error.__context__), repr(error.__context__.__context__))

with ExitStack() as stack:
    stack.callback(print, "kept")
    kept = stack.pop_all()
print("left")
kept.close()
for wrong in (3, "s"):
    try:
        ExitStack().enter_context(wrong)
    except TypeError as error:
        print(error)


@asynccontextmanager
async def alevel(name):
    print("aenter", name)
    try:
        yield name
    finally:
        await asyncio.sleep(0)
        print("aexit", name)


async def main():
    async with AsyncExitStack() as stack:
        print(await stack.enter_async_context(alevel("x")), stack.enter_context(level("y")))

        async def goodbye(word):
            await asyncio.sleep(0)
            print(word)
        stack.push_async_callback(goodbye, "bye")

        async def leave(*details):
            print("leave", details[0])
            return True
        stack.push_async_exit(leave)
        raise ValueError("gone")
    stack = AsyncExitStack()
    await stack.enter_async_context(alevel("z"))
    await stack.aclose()
    try:
        await stack.enter_async_context(level("no"))
    except TypeError as error:
        print(error)
    try:
        async with AsyncExitStack() as stack:
            stack.callback(lambda: 1 / 0)
            stack.push_async_callback(goodbye)
            raise KeyError("first")
    except ZeroDivisionError as error:
        print(repr(error), repr(error.__context__), repr(error.__context__.__context__))


asyncio.run(main())
