def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class Base:
    subs = []
    def __init_subclass__(cls, /, tag=None, **k):
        super().__init_subclass__(**k)
        cls.subs.append((cls.__name__, tag))
class X1(Base, tag="a"): pass
class X2(X1): pass
print(Base.subs)
show(lambda: type("X3", (Base,), {}, tag=4, other=5))
class D:
    def __set_name__(self, owner, name): print("set_name", owner.__name__, name)
class E:
    d = D(); e = D()
class Bad:
    def __set_name__(self, owner, name): raise ValueError("no")
def bad():
    class X: b = Bad()
try:
    bad()
except ValueError as e:
    print(e, e.__notes__)
