def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class Dy: pass
class Dy2(Dy): pass
d = Dy(); d2 = Dy2()
show(lambda: len(d))
Dy.__len__ = lambda self: 42
show(lambda: len(d)); show(lambda: len(d2))
del Dy.__len__
show(lambda: len(d))
Dy.__call__ = lambda self, x: x + 1
show(lambda: d2(4))
Dy.__getattr__ = lambda self, n: n.upper()
print(d2.foo)
Dy.__eq__ = lambda a, b: True
print(d2 == 5, d2 != 5)
Dy.__hash__ = lambda s: 77
print(hash(d2))
def meth(self): return "m1"
Dy.m = meth; print(d.m()); Dy.m = lambda self: "m2"; print(d.m(), d2.m())
d.m = lambda: "own"; print(d.m()); del d.m; print(d.m())
Dy2.m = lambda s: "d2"; print(d2.m(), d.m()); del Dy2.m; print(d2.m())
for i in range(3):
    Dy.k = i
    print(d.k, d2.k)
