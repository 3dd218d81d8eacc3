def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class A: pass
class B(A): pass
class C(A): pass
class D(B, C): pass
print([c.__name__ for c in D.__mro__], D.mro() == list(D.__mro__), D.__base__)
show(lambda: type("X", (A, B), {}))
class E(C, B): pass
show(lambda: type("X", (D, E), {}))
class P:
    def f(self): return ["P"]
class Q(P):
    def f(self): return ["Q"] + super().f()
class R(P):
    def f(self): return ["R"] + super().f()
class S(Q, R):
    def f(self): return ["S"] + super().f()
print(S().f())
