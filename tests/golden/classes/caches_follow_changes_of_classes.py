# misc regression checks
class Base:
    def __init__(self): self.v = 1
class Many(Base):
    def __init__(self):
        super().__init__()
        for i in range(70): setattr(self, "k%d" % i, i)
ms = [Many() for i in range(50)]
print(sum(m.k69 + m.v for m in ms), len(vars(ms[3])))
class C:
    pass
objs = []
for i in range(3000):
    c = C(); setattr(c, "u%d" % i, i); objs.append(c)
print(objs[2999].u2999, vars(objs[2500]))
def mk(i):
    class K:
        def __init__(self): self.i = i
        def get(self): return self.i
    return K
print(sum(mk(i)().get() for i in range(3000)))
import gc; gc.collect(); print(len(object.__subclasses__()) < 400)
class Tw:
    def __init__(self, x): self.x = x
t = Tw(1)
Tw.x = property(lambda s: "prop")
print(t.x)
del Tw.x
print(t.x)
def use(o): return o.x
print([use(o) for o in (Tw(1), Tw(2))]);
Tw.__getattribute__ = lambda s, n: "hooked " + n
print(use(t)); del Tw.__getattribute__; print(use(t))
class A:
    def m(self): return "A"
class B(A): pass
def call(o): return o.m()
b = B(); print([call(b) for _ in range(5)]); B.m = lambda s: "B"; print(call(b)); A.m = lambda s: "A2"; print(call(b)); del B.m; print(call(b))
b.m = lambda: "inst"; print(call(b)); del b.m; print(call(b)); b.__class__ = type("Z", (A,), {"m": lambda s: "Z"}); print(call(b))
