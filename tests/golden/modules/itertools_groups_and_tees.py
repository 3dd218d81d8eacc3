def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


from itertools import groupby, tee

print([(k, "".join(g)) for k, g in groupby("aaabbbca")], [(k, list(g)) for k, g in groupby(range(10), lambda x: x // 3)])
g = groupby("aab")
(k1, g1), (k2, g2) = next(g), next(g)
print(list(g1), list(g2), list(g), [list(g) for k, g in [(k, g) for k, g in groupby("aabbc")]])
g = groupby("aabb")
k, first = next(g)
print(next(first), next(g)[0], list(first))
a, b = tee([1, 2, 3])
print(next(a), next(a), list(b), list(a), tee([], 0))
a, b, c = tee("xy", 3)
print(list(a), list(b), list(c))
attempt(tee, [1], -1)
a, b = tee(iter(range(100000)))
print(sum(a), sum(b))
a, b = tee(iter(range(100000)))
print(sum(a))
del a, b


def failing():
    yield 1
    raise ValueError("boom")


attempt(lambda: [(k, list(g)) for k, g in groupby(failing())])
attempt(lambda: list(tee(failing())[0]))
