import copy
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple

l = [1, [2], {"a": [3]}]
c, d = copy.copy(l), copy.deepcopy(l)
print(c == l, c is l, c[1] is l[1], d == l, d[1] is l[1], d[2]["a"] is l[2]["a"])
r = [1]
r.append(r)
d = copy.deepcopy(r)
print(d, d[1] is d)


class Plain:
    pass


class Slots:
    __slots__ = ("a", "b")


class Own:
    def __copy__(self):
        return "copied"

    def __deepcopy__(self, memo):
        return "deep"


class State:
    def __init__(self, x):
        self.x = x

    def __getstate__(self):
        return {"x": self.x * 2}

    def __setstate__(self, state):
        self.x = state["x"] + 1


class Reduced:
    def __init__(self, x):
        self.x = x

    def __reduce__(self):
        return Reduced, (self.x + 1,)


class D(dict):
    pass


o = Plain()
o.l = [1]
o.self = o
p, q = copy.copy(o), copy.deepcopy(o)
print(p.l is o.l, q.l is o.l, q.self is q)
s = Slots()
s.a = [1]
u = copy.deepcopy(s)
print(u.a, u.a is s.a, hasattr(u, "b"))
print(copy.copy(Own()), copy.deepcopy([Own()]), copy.copy(State(1)).x, copy.deepcopy(State(2)).x, copy.copy(Reduced(1)).x)
z = D(a=[1])
z.t = 1
y = copy.deepcopy(z)
print(y, y.t, type(y).__name__, y["a"] is z["a"])
t = (1, [2])
print(copy.deepcopy(t)[1] is t[1], copy.copy(t) is t, copy.deepcopy((1, 2)), copy.deepcopy({frozenset([1])}), copy.deepcopy(len) is len)
P = namedtuple("P", "a b")
for v in (deque([[1]], 3), defaultdict(list, {1: [2]}), OrderedDict(a=[1]), Counter("aab"), P([1], 2), ValueError("x", 1), range(3), bytearray(b"x"), 2**100):
    print(repr(copy.copy(v)), repr(copy.deepcopy(v)))
