# habu: --virtual-time
# Deadlines: a fast answer, a late one, and a patient fallback.
import asyncio


async def answer(question, seconds):
    try:
        await asyncio.sleep(seconds)
        return f"the answer to {question!r}"
    except asyncio.CancelledError:
        print(f"  (stopped thinking about {question!r})")
        raise


async def ask(question, seconds, patience):
    try:
        return await asyncio.wait_for(answer(question, seconds), patience)
    except TimeoutError:
        return f"no answer to {question!r} within {patience} s"


async def main():
    print(await ask("2 + 2", 0.1, 1))
    print(await ask("life", 7.5e6, 3))
    try:
        async with asyncio.timeout(2):
            await answer("why", 60)
    except TimeoutError:
        print("gave up after 2 s")


asyncio.run(main())
