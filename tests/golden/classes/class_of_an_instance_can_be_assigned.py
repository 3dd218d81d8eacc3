def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class K1:
    def who(self): return 1
class K2:
    def who(self): return 2
class S1: __slots__ = ("a",)
k = K1(); k.a = 5; k.__class__ = K2; print(k.who(), k.a, type(k)); k.b = 6; print(k.__dict__)
show(lambda: setattr(k, "__class__", int)); show(lambda: setattr(k, "__class__", 5)); show(lambda: setattr(k, "__class__", S1))
k.__dict__["zz"] = 9; print(k.zz); k.__dict__ = {"only": 1}; print(k.only, vars(k))
show(lambda: k.a); show(lambda: setattr(k, "__dict__", 5))
del k.only
show(lambda: k.only)
