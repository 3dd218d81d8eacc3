def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class M(type):
    __slots__ = ()
    def mro(cls): return [cls, object]
class MC(metaclass=M): pass
print(MC.__mro__)
class M2(type):
    def mro(cls): return [5]
show(lambda: M2("X", (), {}))
class AM(type):
    attr = 1
    def meth(cls): return cls.__name__
class AC(metaclass=AM): pass
print(AC.attr, AC.meth()); show(lambda: AC().attr); AC.attr = 5; print(AC.attr, AM.attr)
