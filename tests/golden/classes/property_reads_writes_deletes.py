def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class P:
    @property
    def x(self):
        "xdoc"
        return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): del self._x
    @property
    def ro(self): return 1
    wo = property(None, lambda s, v: print("wo", v))
p = P(); p.x = 3; print(p.x); del p.x
show(lambda: p.x)
show(lambda: setattr(p, "ro", 1)); show(lambda: delattr(p, "ro")); show(lambda: p.wo); p.wo = 5
print(P.x.__doc__, P.x.fget.__name__, P.ro.fset, P.x.__name__)
q = property(lambda s: 1, doc="given"); print(q.__doc__, q.__name__)
show(lambda: property().__get__(1, int)); show(lambda: property().__name__)
class Sub(P):
    @P.x.getter
    def x(self): return "sub"
    @property
    def ro(self): return super().ro + 10
s = Sub(); print(s.x, s.ro); s.x = 1; print(s._x)
