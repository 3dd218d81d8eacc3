def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class A: pass
A.__name__ = "Renamed"; print(A, A.__qualname__, A.__name__)
A.__qualname__ = "Q.R"; print(A)
show(lambda: setattr(A, "__name__", 5)); show(lambda: setattr(int, "__name__", "x")); show(lambda: delattr(A, "__name__"))
print(A.__module__, int.__module__, A.__doc__, int.__name__, type.__name__)
class Doc:
    "docs"
    x: int = 1
    y: str
print(Doc.__doc__, Doc.__annotations__, A.__annotations__)
show(lambda: int.__annotations__)
Doc.__doc__ = "new"; print(Doc.__doc__)
print(sorted(Doc.__dict__)); print([x for x in dir(Doc()) if not x.startswith("__")])
show(lambda: Doc.__dict__.__setitem__("a", 1)); show(lambda: delattr(Doc, "nope"))
