def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class A:
    def __init__(self): self.x = [1]; self.y = 2
a = A()
print(A.__eq__(a, a), a.__eq__(5), a.__ne__(a), object.__lt__(a, a), a.__str__() == str(a), a.__format__("") == str(a), a.__sizeof__() > 0, a.__dir__()[:2], a.__hash__() == hash(a))
show(lambda: a.__format__("x")); show(lambda: f"{a:>10}"); show(lambda: a < a); show(lambda: a())
show(lambda: A[int]); show(lambda: a[0]); show(lambda: len(a)); show(lambda: iter(a)); show(lambda: 1 in a); show(lambda: -a); show(lambda: a.x.y.z); show(lambda: next(a)); show(lambda: int(a)); show(lambda: float(a)); show(lambda: range(a)); show(lambda: "a" * a); show(lambda: a @ a); 
def g():
    global a
    with a: pass
show(g)
def st(): a[0] = 1
show(st)
def dl(): del a[0]
show(dl)
