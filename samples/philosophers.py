# habu: --virtual-time
# Five philosophers, five forks; everybody eats because forks are ordered.
import asyncio

NAMES = ["Aristotle", "Beauvoir", "Confucius", "Diogenes", "Epicurus"]


async def dine(index, forks, log):
    first, second = sorted((index, (index + 1) % len(forks)))
    for meal in range(1, 4):
        async with forks[first], forks[second]:
            await asyncio.sleep(0.5)
            log.append((NAMES[index], meal))
        await asyncio.sleep(0.1 * (index + 1))


async def main():
    forks = [asyncio.Lock() for _ in NAMES]
    log = []
    await asyncio.gather(*(dine(i, forks, log) for i in range(len(NAMES))))
    for name in NAMES:
        meals = [position for position, (who, _) in enumerate(log, 1) if who == name]
        print(f"{name:<10} ate as number {', '.join(map(str, meals))}")


asyncio.run(main())
