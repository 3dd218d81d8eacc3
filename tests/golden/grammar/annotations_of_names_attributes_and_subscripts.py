x: int = 3
y: "later"
(z): int = 4
print(x, z)
print(__annotations__)
d = {}
d["k"]: int = 1
print(d)


class C:
    a: int
    b: str = "b"


C.c: float = 1.5
print(C.__annotations__, C.b, C.c)


def f(a: int, /, b: str = "x", *args: float, c: bool = True, **kw: dict) -> list:
    local: int = 1
    return [a, b, args, c, kw, local]


print(f(1, "y", 2.5, c=False, k=0))
print(sorted(f.__annotations__))
