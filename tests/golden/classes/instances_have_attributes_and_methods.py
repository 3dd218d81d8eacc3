def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class A:
    x = 1

    def __init__(self, a):
        self.a = a

    def f(self):
        return self.a + self.x

    def __repr__(self):
        return f"A({self.a})"


class B(A):
    def __init__(self, a, b):
        super().__init__(a)
        self.b = b

    def f(self):
        return super().f() * 10


b = B(1, 2)
print(b, b.f(), b.__dict__, B.__mro__, B.__name__, type(b), A.__subclasses__())
show(lambda: b.zz)
show(B)
show(lambda: A.zz)
show(lambda: delattr(b, "zz"))
