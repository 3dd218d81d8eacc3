def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class K:
    def __init__(self, **k): self.__dict__.update(k)
k = K(a=1, b=2); print(k.a, k.b, vars(k)); k.c = 3; print(k.__dict__, "c" in k.__dict__); k.__dict__.pop("a"); show(lambda: k.a)
class Cached:
    def __get__(self, i, o):
        if i is None: return self
        i.__dict__["val"] = 99; return 99
class UC: val = Cached()
u = UC(); print(u.val, u.val, vars(u))
