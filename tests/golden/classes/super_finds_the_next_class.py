def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class A:
    def m(self): return "A.m"
    @classmethod
    def c(cls): return cls.__name__
    def __repr__(self): return "<A>"
class B(A):
    def m(self): return ("B", super().m())
    @classmethod
    def c(cls): return ("B", super().c())
b = B()
print(b.m(), B.c(), super(B, b).m(), super(B, B).c(), super(B, B).m(b))
print(super(B, b), super(B), super(B, b).__thisclass__, super(B, b).__self__, super(B, b).__self_class__)
show(lambda: super(B, 1)); show(lambda: super(B, int)); show(lambda: super(1, 1)); show(lambda: super(B, b).zz)
def none(): super()
show(none)
def one(x): super()
show(one, 1)
