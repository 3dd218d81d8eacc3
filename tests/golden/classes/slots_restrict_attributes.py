def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class S1: __slots__ = ("a",)
class S2: __slots__ = ("b",)
show(lambda: type("X", (S1, S2), {}))
s = S1(); s.a = 1
print(s.a)
show(lambda: setattr(s, "c", 1)); show(lambda: s.__dict__)
del s.a
show(lambda: s.a); show(lambda: delattr(s, "a"))
class S3(S1): __slots__ = ("c", "__dict__")
s = S3(); s.a = 1; s.c = 2; s.d = 3
print(s.a, s.c, s.d, s.__dict__, S3.__slots__)
class S4(S1): pass
s = S4(); s.z = 1; s.a = 5
print(s.__dict__, s.a)
show(lambda: type("X", (), {"__slots__": ("a", "a b")}))
show(lambda: type("X", (), {"__slots__": (1,)}))
show(lambda: type("X", (int,), {"__slots__": ("a",)}))
show(lambda: type("X", (), {"__slots__": ("a",), "a": 1}))
show(lambda: type("X", (S3,), {"__slots__": ("__dict__",)}))
class P:
    __slots__ = ("__x", "y")
    def __init__(self): self.__x = 1
print([n for n in sorted(P.__dict__) if "x" in n or n == "y"], P()._P__x, S1.a, type(S1.a))
class One: __slots__ = "single"
o = One(); o.single = 1; print(o.single, One.__slots__)
