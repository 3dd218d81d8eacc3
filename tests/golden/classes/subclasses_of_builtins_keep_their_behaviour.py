class L(list):
    def append(self, x): super().append(x * 2)
    def __getitem__(self, i): return ("L", super().__getitem__(i))
l = L([1]); l.append(4); l.extra = 5
print(l, l[0], len(l), l.extra, type(l), isinstance(l, list), l + [1], l == [1, 8])
class D(dict):
    def __missing__(self, k): return k * 2
d = D(a=1); print(d["a"], d["zz"], d, d.get("q")); d.attr = 1; print(d.__dict__)
class T(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    @property
    def first(self): return self[0]
t = T(1, 2); t.name = "n"; print(t, t.first, t.name, len(t), t == (1, 2), hash(t) == hash((1, 2)), t.__dict__)
class S(str):
    def shout(self): return self.upper() + "!"
s = S("abc"); s.tag = 1; print(s, s.shout(), s.tag, s == "abc", type(s + "d"), len(s), {s: 1}["abc"])
s = S("x" * 500); s.tag = 2; print(len(s), s.tag)
class I(int):
    def __add__(self, o): return I(int(self) + int(o) + 100)
    def __repr__(self): return f"I({int(self)})"
n = I(5); n.q = 1; print(n, n + 1, 1 + n, n * 2, n == 5, n.q, hash(n), [1, 2, 3, 4, 5, 6][n])
class F(float): pass
x = F(1.5); x.u = 3; print(x, x.u, x + 1, type(x + 1))
class By(bytes): pass
y = By(b"abc"); y.v = 1; print(y, y.v, len(y))
class Ex(Exception):
    def __init__(self, a, b): super().__init__(a); self.b = b
try: raise Ex(1, 2)
except Ex as e: print(e, e.b, e.args, repr(e), e.__dict__)
class St(set): pass
z = St([1]); z.w = 1; print(z, z.w)
