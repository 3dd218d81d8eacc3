def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


import copy
class A:
    def __init__(self): self.x = [1]; self.y = 2
a = A(); b = copy.copy(a); c = copy.deepcopy(a); print(b.x is a.x, c.x is a.x, c.x, c.y, vars(b))
class S:
    __slots__ = ("p", "q")
s = S(); s.p = [1]; t = copy.copy(s); u = copy.deepcopy(s); print(t.p is s.p, u.p is s.p, u.p, hasattr(t, "q"))
class L(list): pass
l = L([1, [2]]); l.z = 3; m = copy.copy(l); n = copy.deepcopy(l); print(m, m.z, type(m), n, n[1] is l[1], n.z)
class D(dict): pass
d = D(a=[1]); d.w = 1; e = copy.deepcopy(d); print(e, type(e), e.w, e["a"] is d["a"])
class GS:
    def __getstate__(self): return {"st": 1}
    def __setstate__(self, st): self.got = st
print(vars(copy.copy(GS())))
print(A().__reduce_ex__(4)[1:3] if False else S.__reduce_ex__(s, 2)[2])
class NA:
    def __new__(cls, v): self = super().__new__(cls); self.v = v; return self
    def __getnewargs__(self): return (self.v,)
print(copy.copy(NA(5)).v)
show(lambda: copy.copy((i for i in [])))
print(a.__getstate__(), s.__getstate__(), object().__getstate__())
