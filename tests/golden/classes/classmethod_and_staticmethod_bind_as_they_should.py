def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class A:
    @classmethod
    def c(cls): return cls.__name__
    @staticmethod
    def s(q): return q
class B(A):
    @classmethod
    def c(cls): return ("B", super().c())
    @staticmethod
    def s(q): return ("B", q)
print(A.c(), A().c(), B.c(), B().c(), A.s(4), A().s(5), B.s(6))
print(A.__dict__["s"](7), A.__dict__["c"].__name__, A.__dict__["c"].__get__(None, B)(), A.__dict__["s"].__wrapped__(8))
show(lambda: A.__dict__["c"]())
print(staticmethod(len), classmethod(len), dict.__dict__["fromkeys"])
print(A.c.__self__, A.c.__func__.__name__, B().c.__self__)
