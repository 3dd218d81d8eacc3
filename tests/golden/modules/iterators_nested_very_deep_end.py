# habu: only
from itertools import accumulate, chain, cycle, dropwhile, groupby, islice, pairwise, starmap, zip_longest

wrappers = [
    chain,
    chain.from_iterable,
    cycle,
    accumulate,
    pairwise,
    zip_longest,
    lambda it: islice(it, 5),
    lambda it: dropwhile(bool, it),
    lambda it: starmap(max, it),
    lambda it: groupby(it),
    enumerate,
    zip,
    lambda it: map(str, it),
    lambda it: filter(None, it),
]
for wrap in wrappers:
    it = iter([1, 2])
    for _ in range(100000):
        it = wrap(it)
    # How deep it gets depends on the size of C frames: it must only end.
    try:
        next(it)
    except (RecursionError, TypeError, StopIteration):
        pass
    print("ended")
