def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


def f(a, b=2, *c, d, e=5, **g) -> int:
    "doc f"
    return a
print(f.__name__, f.__qualname__, f.__doc__, f.__module__, f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__closure__, f.__dict__, f.__type_params__)
f.x = 1
print(f.__dict__, f.x); del f.x
show(lambda: f.x); show(lambda: delattr(f, "x"))
for a in ("__code__", "__defaults__", "__name__", "__qualname__", "__dict__", "__kwdefaults__", "__annotations__", "__closure__", "__globals__"):
    show(setattr, f, a, 5)
f.__defaults__ = (7, 8); show(lambda: f(d=1)); del f.__defaults__
show(lambda: f(d=1))
f.__name__ = "ren"; f.__qualname__ = "qu.ren"; show(f)
f.__doc__ = None; print(f.__doc__)
def outer():
    x = 1
    def inner(): return x
    return inner
i = outer(); c = i.__closure__[0]; print(c.cell_contents, i.__qualname__)
c.cell_contents = 5; print(i()); del c.cell_contents
show(i); show(lambda: c.cell_contents)
class A:
    def m(self): "dm"; return self
a = A()
print(a.m.__func__ is A.m, a.m.__self__ is a, a.m.__name__, a.m.__doc__, a.m == a.m, a.m is a.m, hash(a.m) == hash(a.m))
show(lambda: setattr(a.m, "x", 1)); show(lambda: a.m.zz)
