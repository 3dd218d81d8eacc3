import random
for call in (lambda: random.randrange(0), lambda: random.randrange(5, 3), lambda: random.randrange(1, 10, 0), lambda: random.randrange(1.5),
             lambda: random.randrange(5, 1, 2), lambda: random.randrange(5, step=2), lambda: random.randint(5, 2), lambda: random.choice([]),
             lambda: random.choice(None), lambda: random.sample([1, 2], 3), lambda: random.sample({1, 2}, 1), lambda: random.sample([1, 2], -1),
             lambda: random.sample([1, 2], 2, counts=[1]), lambda: random.sample([1, 2], 2, counts=[0, 0]), lambda: random.choices([], k=2),
             lambda: random.choices([1, 2], [0, 0]), lambda: random.choices([1, 2], [1]), lambda: random.choices([1, 2], [1, 2], cum_weights=[1, 3]),
             lambda: random.choices([1, 2], 5), lambda: random.choices([1, 2], [1, float('inf')]), lambda: random.shuffle((1, 2)),
             lambda: random.getrandbits(-1), lambda: random.getrandbits(1.5), lambda: random.seed([1]), lambda: random.Random([]),
             lambda: random.binomialvariate(-1), lambda: random.binomialvariate(5, 2), lambda: random.gammavariate(0, 1), lambda: random.expovariate(0)):
    try:
        print(call())
    except (ValueError, TypeError, IndexError, ZeroDivisionError) as error:
        print(type(error).__name__, error)
