def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class Meta(type):
    def __instancecheck__(cls, i): return i == 5
    def __subclasscheck__(cls, c): return c is str
class C(metaclass=Meta): pass
print(isinstance(5, C), isinstance(6, C), issubclass(str, C), issubclass(int, C), isinstance(C(), C))
print(isinstance(1, (str, (float, int))), issubclass(bool, (str, int)), isinstance(True, int), isinstance(None, type(None)))
class Proxy:
    @property
    def __class__(self): return list
print(isinstance(Proxy(), list), isinstance(Proxy(), Proxy), type(Proxy()))
show(lambda: isinstance(1, 5)); show(lambda: issubclass(1, int)); show(lambda: issubclass(int, 5)); show(lambda: isinstance(1, (str, 5)))
