class L(list):
    def __init__(self, *items, **options):
        super().__init__(items)
        self.options = options


class T(tuple):
    def __new__(cls, *items):
        return super().__new__(cls, items)


class S(set):
    pass


class F(frozenset):
    def __new__(cls, items, extra):
        return super().__new__(cls, items)


class D(dict):
    def __missing__(self, key):
        return f"no {key}"


l = L(1, 2, q=3)
print(l, l.options, type(l + [1]).__name__, type(l[:]).__name__, l == [1, 2])
t = T(1, 2)
t.x = 5
print(t, t.x, type(t + (1,)).__name__, type(t[:]).__name__, type(t * 1).__name__, hash(t) == hash((1, 2)))
s = S([1])
s.x = 1
print(s, S(), type(s | {2}).__name__, type(s.copy()).__name__, F([1], 2), type(F([1], 2) & {1}).__name__)
d = D(a=1)
print(d["a"], d["z"], d.get("z"), "z" in d, type(d.copy()).__name__, type(D.fromkeys("a")).__name__, type(d | {}).__name__)
