def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class A: pass
show(lambda: A(1)); show(lambda: object(1))
class I:
    def __init__(self): return 5
show(I)
class NW:
    def __new__(cls, a): return super().__new__(cls)
show(NW); print(type(NW(1)))
class NX:
    def __new__(cls, a): return super().__new__(cls, a)
show(lambda: NX(1))
class NI:
    def __init__(self, a): super().__init__(a)
show(lambda: NI(1))
class Other:
    def __new__(cls): return 5
    def __init__(self): print("not called")
print(Other())
show(lambda: object.__new__(int)); show(lambda: int.__new__(str)); show(lambda: int.__new__(5)); show(lambda: int.__new__())
class Single:
    inst = None
    def __new__(cls):
        if cls.inst is None: cls.inst = super().__new__(cls)
        return cls.inst
print(Single() is Single())
