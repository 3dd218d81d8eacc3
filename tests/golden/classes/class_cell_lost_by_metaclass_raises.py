def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class Bad(type):
    def __new__(m, n, b, ns):
        ns.pop("__classcell__", None)
        return super().__new__(m, n, b, ns)
def make():
    class N(metaclass=Bad):
        def f(self): return __class__
show(make)
class Z:
    def f(self): return __class__
print(Z().f())
