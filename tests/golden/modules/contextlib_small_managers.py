import asyncio
import io
import os
import sys
from contextlib import (closing, aclosing, suppress, redirect_stdout, redirect_stderr,
                        nullcontext, chdir, asynccontextmanager, AbstractAsyncContextManager)


class Door:
    def close(self):
        print("closed")

    async def aclose(self):
        print("aclosed")


with closing(Door()) as door:
    print(type(door).__name__)
with suppress(KeyError, ValueError):
    raise KeyError
with suppress():
    print("nothing to suppress")
try:
    with suppress(KeyError):
        raise TypeError("not that")
except TypeError as error:
    print(error)
with suppress(ValueError):
    raise ExceptionGroup("g", [ValueError(1), ValueError(2)])
try:
    with suppress(ValueError):
        raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
except ExceptionGroup as error:
    print(repr(error))
out = io.StringIO()
with redirect_stdout(out) as target:
    print("inside")
    with redirect_stdout(io.StringIO()) as inner:
        print("deeper")
print(repr(out.getvalue()), target is out, repr(inner.getvalue()))
with redirect_stderr(out):
    print("error", file=sys.stderr)
print(repr(out.getvalue()))
with nullcontext(7) as n:
    print(n)
before = os.getcwd()
with chdir("/"):
    print(os.getcwd())
print(os.getcwd() == before)


@asynccontextmanager
async def slow(name):
    print("enter", name)
    try:
        await asyncio.sleep(0)
        yield name * 2
    except KeyError as error:
        print("caught", error)
    finally:
        await asyncio.sleep(0)
        print("exit", name)


@slow("decorated")
async def work(x):
    return x + 1


@asynccontextmanager
async def bad():
    if False:
        yield


async def main():
    async with slow("a") as value:
        print(value)
    async with slow("b"):
        raise KeyError("k")
    try:
        async with slow("c"):
            raise StopAsyncIteration("s")
    except StopAsyncIteration as error:
        print(repr(error))
    try:
        async with bad():
            pass
    except RuntimeError as error:
        print(error)
    print(await work(1), await work(2))
    async with aclosing(Door()):
        print("in")
    async with nullcontext(8) as n:
        print(n)
    print(isinstance(slow("z"), AbstractAsyncContextManager))

    async def numbers():
        try:
            yield 1
            yield 2
        finally:
            print("numbers end")
    async with aclosing(numbers()) as ns:
        async for n in ns:
            print(n)
            break


asyncio.run(main())
