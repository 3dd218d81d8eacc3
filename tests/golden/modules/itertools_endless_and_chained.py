def t(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


from itertools import accumulate, chain, count, cycle, islice, repeat, starmap
import operator

print(list(islice(count(10, -3), 4)), list(islice(count(0.5, 0.25), 3)), count(3), count(1, 2), list(islice(count(2**61 - 2), 4)))
print(list(islice(cycle("abc"), 8)), list(cycle([])), list(repeat(1, 3)), repeat(5), repeat(5, 2), list(repeat(1, -1)))
print(list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], operator.mul)), list(accumulate([1, 2], initial=10)), list(accumulate([3, 1, 4], max)))
print(list(chain("ab", [1], ())), list(chain.from_iterable(["ab", "cd"])), list(chain()), list(starmap(pow, [(2, 3), (3, 2)])))
t(count, "a")
t(cycle, 5)
t(lambda: list(chain(5)))
t(lambda: list(starmap(pow, [1])))
