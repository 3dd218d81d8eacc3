class P1: __slots__ = ("a",)
class P2: pass
class P3(P1, P2): pass
p = P3(); p.a = 1; p.b = 2; print(p.__dict__, p.a)
class P4(P2, P1): __slots__ = ("c",)
p = P4(); p.a = 1; p.c = 3; p.d = 4; print(p.__dict__, p.c)
class E1(KeyError, AttributeError): pass
print(E1.__mro__[1:3], repr(E1("x")), str(E1("x")))
class E2(Exception): __slots__ = ("k",)
e = E2(1); e.k = 5; e.z = 6; print(e.k, e.z, e)
