def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class R1:
    def __add__(self, o): return NotImplemented
    def __radd__(self, o): return "R1.radd"
class R2:
    def __radd__(self, o): return "R2.radd"
    def __rsub__(self, o): return "rsub"
class R3(R1):
    def __radd__(self, o): return "R3.radd"
class R4(R1):
    pass
show(lambda: R1() + R1()); show(lambda: R1() + R2()); show(lambda: R1() + R3()); show(lambda: R1() + R4())
show(lambda: 1 + R2()); show(lambda: [] + R2()); show(lambda: "a" + R2()); show(lambda: R2() + 1)
show(lambda: 1 - R2()); show(lambda: R2() - 1)
class Cmp:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v if isinstance(o, Cmp) else NotImplemented
show(lambda: Cmp(1) < Cmp(2)); show(lambda: Cmp(1) > Cmp(2)); show(lambda: Cmp(1) < 5)
show(lambda: Cmp(1) <= Cmp(2)); show(lambda: Cmp(1) == Cmp(1)); show(lambda: Cmp(1) != Cmp(1))
