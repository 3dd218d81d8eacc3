from typing import NamedTuple, TypedDict, Required, NotRequired, ReadOnly, Optional, List, Generic, TypeVar, is_typeddict, get_type_hints

T = TypeVar("T")


class Point(NamedTuple):
    """A point."""
    x: int
    y: int = 0
    label: "Optional[str]" = None

    def length(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5

    @property
    def double(self):
        return self._replace(x=self.x * 2)


p = Point(3, 4)
print(p, p.length(), p.double, p._asdict(), Point._fields, Point._field_defaults, Point.__doc__, Point.__mro__)
print(Point.__annotations__, Point.__orig_bases__ == (NamedTuple,), Point.__module__, Point.__qualname__, isinstance(p, tuple), p == (3, 4, None))
x, y, _ = p
print(x, y, Point._make([1, 2, 3]), get_type_hints(Point))
Row = NamedTuple("Row", [("a", int), ("b", str)])
print(Row(1, "b"), Row.__annotations__, Row.__module__)


class Pair(NamedTuple, Generic[T]):
    first: T
    second: T


print(Pair(1, 2), Pair[int](3, 4), Pair[int], Pair.__parameters__)


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


def wrong_order():
    class Bad(NamedTuple):
        a: int = 1
        b: int


def wrong_name():
    class Bad(NamedTuple):
        a: int
        def _make(self): pass


attempt(wrong_order)
attempt(wrong_name)
attempt(lambda: Point())
attempt(lambda: p.__setattr__("x", 1))


class Movie(TypedDict):
    name: str
    year: "int"


class Extra(Movie, total=False):
    rating: Required[float]
    tags: List[str]
    code: ReadOnly[NotRequired[int]]


m: Movie = {"name": "x", "year": 1}
print(m, Movie(name="y", year=2), type(Movie(name="z")), Movie.__total__, Extra.__total__)
print(Movie.__annotations__, sorted(Extra.__required_keys__), sorted(Extra.__optional_keys__), sorted(Extra.__readonly_keys__))
print(Extra.__bases__, Extra.__orig_bases__, is_typeddict(Movie), is_typeddict(dict), get_type_hints(Extra))
Alt = TypedDict("Alt", {"in": int, "out": str}, total=False)
print(Alt, Alt.__annotations__, sorted(Alt.__optional_keys__), Alt({"in": 1}))
attempt(lambda: isinstance({}, Movie))


class Gen(TypedDict, Generic[T]):
    item: T


class Gen2[X](TypedDict):
    item: X


print(Gen[int], Gen.__parameters__, Gen(item=1), Gen2[str], Gen2.__parameters__)
