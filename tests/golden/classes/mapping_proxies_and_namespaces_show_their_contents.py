def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


import sys
ns = type(sys.implementation)(a=1, b="x"); print(ns, ns == type(ns)(a=1, b="x"), vars(ns)); ns.me = ns; print(ns)
show(lambda: type(ns)(1)); print(type(ns)({"q": 1}))
mp = type(int.__dict__)({"a": 1}); print(mp, repr(mp), len(mp), mp["a"], "a" in mp, list(mp), mp.get("z"), mp | {"b": 2}, mp == {"a": 1}, mp.keys(), mp.copy())
show(lambda: mp.__setitem__("x", 1)); show(lambda: type(mp)(1))
def store(): mp["x"] = 1
show(store)
m = type(sys)("modx"); show(lambda: m.zz); print(m, type(m), m.__name__, list(m.__dict__)); show(lambda: delattr(m, "qq"))
m.__getattr__ = lambda n: "dyn " + n; print(m.foo)
