# Generators chained into a sieve that never ends, and big numbers.
from itertools import count, islice, takewhile


def sieve():
    composites = {}
    for number in count(2):
        factors = composites.pop(number, None)
        if factors is None:
            yield number
            composites[number * number] = [number]
        else:
            for factor in factors:
                composites.setdefault(number + factor, []).append(factor)


print("first:", *islice(sieve(), 12))
print("below 100:", sum(1 for _ in takewhile(lambda p: p < 100, sieve())))

product = 1
for prime in islice(sieve(), 40):
    product *= prime
print("product of the first 40:", f"{product:,}")
