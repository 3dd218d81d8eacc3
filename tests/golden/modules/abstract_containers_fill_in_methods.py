from collections import deque
from collections.abc import Collection, MutableMapping, MutableSet, Sequence


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


class S(Sequence):
    def __init__(self, *items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]


class M(MutableMapping):
    def __init__(self):
        self.d = {}

    def __getitem__(self, key):
        return self.d[key]

    def __setitem__(self, key, value):
        self.d[key] = value

    def __delitem__(self, key):
        del self.d[key]

    def __iter__(self):
        return iter(self.d)

    def __len__(self):
        return len(self.d)

    def __repr__(self):
        return f"M({self.d})"


class MS(MutableSet):
    def __init__(self, items=()):
        self.s = set(items)

    def __contains__(self, item):
        return item in self.s

    def __iter__(self):
        return iter(self.s)

    def __len__(self):
        return len(self.s)

    def add(self, item):
        self.s.add(item)

    def discard(self, item):
        self.s.discard(item)


s = S(1, 2, 3, 2)
print(list(s), 2 in s, list(reversed(s)), s.index(2), s.count(2), isinstance(s, Collection))
attempt(s.index, 9)
m = M()
m.update(a=1, b=2)
m.setdefault("c", 3)
print(m, m.pop("a"), m.pop("zz", 0), m.get("q"), "b" in m, list(m.items()), m.keys(), m.keys() & {"b"}, m == dict(m), m.popitem(), dict(**m))
attempt(m.pop, "zz")
m.clear()
attempt(m.popitem)
a = MS([1, 2])
a |= {3}
a -= {1}
print(sorted(a & {2}), sorted(a | {9}), a <= {2, 3, 4}, a == {2, 3}, sorted(a ^ {2, 7}), sorted({1, 2} - a))
match s:
    case [1, *rest]:
        print("sequence", rest)
match m:
    case {}:
        print("mapping")
match deque([1, 2]):
    case [a, b]:
        print("deque", a, b)
