class A:
    __slots__ = ()
class B(A): pass
class C(A): __slots__ = ()
x = A(); y = B(); z = C(); y.q = 1
del x, y, z
class D(A):
    def __init__(self): self.a = 1; self.b = 2; self.c = 3; self.d = 4; self.e = 5
for i in range(20): D()
print("freed")
