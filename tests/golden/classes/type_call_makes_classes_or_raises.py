def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class A: pass
show(lambda: type("X", (A,), {"y": 1}).y)
show(lambda: type("X", (A, A), {}))
show(lambda: type("X", (int, str), {}))
show(lambda: type("X", (bool,), {}))
show(lambda: type("X", (5,), {}))
show(lambda: type(1, (), {}))
show(lambda: type("X", [], {}))
show(lambda: type("X", (), []))
show(lambda: type())
show(lambda: type(1, 2))
show(lambda: type("X", (), {}, foo=5))
X = type("X", (A,), {"__doc__": "docs", "f": lambda self: "f"})
print(X, X.__name__, X.__qualname__, X.__module__, X.__doc__, X().f(), X.__bases__, X.__base__)
