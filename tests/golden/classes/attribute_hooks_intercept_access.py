def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class GA:
    def __getattribute__(self, n):
        if n == "boom": raise AttributeError("no boom")
        return "ga:" + n
    def __getattr__(self, n): return "fallback:" + n
print(GA().x, GA().boom)
class SA:
    def __setattr__(self, n, v): object.__setattr__(self, n, v * 2)
    def __delattr__(self, n): print("del", n); super().__delattr__(n)
o = SA(); o.x = 4; print(o.x); del o.x
show(lambda: o.x)
class K:
    def __getattr__(self, n): raise KeyError(n)
show(lambda: K().x)
print(getattr(K, "zz", "default"), hasattr(K, "__init__"))
show(lambda: hasattr(K(), "x"))
show(lambda: setattr(o, 5, 1)); show(lambda: getattr(o, 5)); show(lambda: setattr(1, "x", 1)); show(lambda: setattr([], "append", 1)); show(lambda: setattr(int, "x", 1))
