def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class Abs:
    def f(self): pass
Abs.__abstractmethods__ = frozenset(["f"])
show(Abs)
Abs.__abstractmethods__ = frozenset(["g", "f"])
show(Abs)
class Con(Abs): pass
show(lambda: type(Con()).__name__)
show(lambda: int.__abstractmethods__); show(lambda: Con.__abstractmethods__); show(lambda: type.__abstractmethods__)
del Abs.__abstractmethods__; print(type(Abs()).__name__)
