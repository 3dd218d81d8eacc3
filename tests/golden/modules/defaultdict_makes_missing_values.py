def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


from collections import defaultdict

d = defaultdict(list)
d["a"].append(1)
d["b"]
print(d, d.get("q"), "q" in d, d.default_factory, dict(d))
attempt(defaultdict, 5)
attempt(lambda: defaultdict(None, a=1)["x"])
print(defaultdict(int, {"x": 1}, y=2), defaultdict(int) | {"a": 1}, defaultdict(int, {1: 2}).copy())


class Doubling(defaultdict):
    def __missing__(self, key):
        return key * 2


print(Doubling(int)[4], Doubling(int))
counts = defaultdict(int)
for c in "abracadabra":
    counts[c] += 1
print(counts)
