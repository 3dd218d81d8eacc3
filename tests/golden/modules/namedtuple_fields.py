def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


from collections import namedtuple

Point = namedtuple("Point", "x y")
p = Point(1, y=2)
print(p, p.x, p[1], p == (1, 2), p._asdict(), p._replace(x=5), Point._make([7, 8]), Point._fields, isinstance(p, tuple))
print(hash(p) == hash((1, 2)), Point.__doc__, Point.x.__doc__, Point.__module__, Point.__match_args__)
attempt(Point, 1)
attempt(Point, 1, 2, 3)
attempt(Point, 1, z=2)
attempt(p._replace, q=1)
attempt(Point._make, [1])
attempt(lambda: setattr(p, "x", 5))
attempt(lambda: p.z)
Q = namedtuple("Q", ["a", "b", "c"], defaults=[5, 6])
print(Q(1), Q._field_defaults, Q(1, 2))
attempt(namedtuple, "A", "a a")
attempt(namedtuple, "A", "_x")
attempt(namedtuple, "1A", "x")
attempt(namedtuple, "A", "def")
attempt(namedtuple, "A", "x", defaults=[1, 2])
print(namedtuple("R", "a def a", rename=True)._fields)


class Vector(Point):
    __slots__ = ()

    def norm(self):
        return self.x**2 + self.y**2


print(Vector(3, 4), Vector(3, 4).norm(), Vector(1, 2)._replace(x=9))
match p:
    case Point(x=a, y=b):
        print("by name", a, b)
match p:
    case Point(a, b):
        print("by place", a, b)
