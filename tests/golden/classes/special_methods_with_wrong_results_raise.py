def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


for name in ("__len__", "__bool__", "__hash__", "__repr__", "__str__", "__iter__", "__index__", "__int__", "__float__"):
    K = type("K", (), {name: lambda self, *a: object})
    for fn in (len, bool, hash, repr, str, iter, lambda k: [1][k], int, float):
        try:
            fn(K())
        except Exception as e:
            print(name, type(e).__name__, e)
class Negative:
    def __len__(self): return -1
show(lambda: len(Negative()))
show(lambda: bool(Negative()))
class Nothing:
    __iter__ = None; __contains__ = None; __len__ = None
show(lambda: iter(Nothing())); show(lambda: 1 in Nothing()); show(lambda: len(Nothing()))
class EqOnly:
    def __eq__(self, o): return True
show(lambda: hash(EqOnly())); show(lambda: {EqOnly()})
