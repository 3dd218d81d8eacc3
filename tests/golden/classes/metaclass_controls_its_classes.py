def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class M(type):
    @classmethod
    def __prepare__(m, n, b, **k): return {"prep": 1}
    def __new__(m, n, bs, ns, **k):
        print("new", n, bs, [x for x in ns if not x.startswith("__")], k)
        return super().__new__(m, n, bs, ns)
    def __init__(cls, *a, **k): print("init", a[0], k)
    def __call__(cls, *a): print("call", a); return super().__call__(*a)
    def __getattr__(cls, n): return "meta " + n
    def __len__(cls): return 7
    def __iter__(cls): return iter("ab")
    def __contains__(cls, x): return x == 1
    def __getitem__(cls, k): return k
    def __repr__(cls): return "MR"
    @property
    def prop(cls): return "prop of " + cls.__name__
class C(metaclass=M, kw=3):
    y = 2
    def __init__(self, v): self.v = v
print(C(4).v, C.prep, type(C), C.foo, len(C), list(C), 1 in C, C["k"], C, C.prop)
show(lambda: setattr(C, "prop", 5))
class D(C): pass
print(type(D), isinstance(D, M))
def meta(name, bases, ns, **k):
    print("meta", name, bases, k)
    return type(name, bases, ns)
class Q(metaclass=meta, z=1): w = 3
print(Q.w, Q.__bases__)
