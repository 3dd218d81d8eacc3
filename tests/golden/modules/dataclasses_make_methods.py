from dataclasses import dataclass, field, fields, asdict, astuple, replace, is_dataclass, KW_ONLY, InitVar, MISSING, FrozenInstanceError
from typing import ClassVar, List, Optional, Generic, TypeVar


@dataclass
class Point:
    x: int
    y: int = 0


p = Point(1)
print(p, p == Point(1, 0), p != Point(2), p == 3, Point.__doc__, Point.__match_args__, Point.__hash__)
print(Point.__init__.__annotations__, Point.__init__.__qualname__, Point.__eq__.__name__)


@dataclass(order=True, frozen=True)
class Version:
    major: int
    minor: int = field(default=0, compare=True)
    label: str = field(default="", compare=False, repr=False)


print(sorted([Version(2), Version(1, 5), Version(1, 2)]), Version(1) < Version(2), hash(Version(1)) == hash(Version(1, 0, "x")))
print({Version(1): "a"}[Version(1)])


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: setattr(Version(1), "major", 2))
attempt(lambda: setattr(Version(1), "new", 2))
attempt(lambda: delattr(Version(1), "major"))
attempt(lambda: Version(1) < 3)
attempt(lambda: Point())
attempt(lambda: Point(1, 2, 3))
attempt(lambda: Point(1, z=3))
attempt(lambda: hash(Point(1)))


@dataclass
class Node:
    name: str
    children: List["Node"] = field(default_factory=list)
    parent: Optional["Node"] = field(default=None, repr=False, compare=False)
    count: ClassVar[int] = 7
    size: int = field(init=False, default=3)

    def __post_init__(self):
        for child in self.children:
            child.parent = self


tree = Node("root", [Node("a"), Node("b", [Node("c")])])
print(tree, tree.children[0].parent is tree, Node.count, Node("x").children is Node("y").children)
print([f.name for f in fields(Node)], is_dataclass(Node), is_dataclass(tree), is_dataclass(3))


@dataclass
class Derived(Point):
    z: int = 5
    _: KW_ONLY
    flag: bool = False
    must: str


print(Derived(1, 2, 3, must="m"), Derived.__match_args__, Derived.__doc__)
attempt(lambda: Derived(1, 2, 3, "m"))


@dataclass
class Scaled:
    value: float
    factor: InitVar[float] = 2.0
    result: float = field(init=False)

    def __post_init__(self, factor):
        self.result = self.value * factor


print(Scaled(3), Scaled(3, 10), [f.name for f in fields(Scaled)])


@dataclass
class Inner:
    a: int
    b: list


@dataclass
class Outer:
    inner: Inner
    many: list
    table: dict


o = Outer(Inner(1, [2]), [Inner(3, [])], {"k": Inner(4, [5])})
print(asdict(o))
print(astuple(o))
print(asdict(o)["inner"]["b"] is o.inner.b)
print(replace(p, x=9), replace(o, many=[]).inner is o.inner)
attempt(lambda: replace(Node("n"), size=3))
attempt(lambda: asdict(Point))
attempt(lambda: fields(3))
f = fields(Version)[2]
print(f.name, f.type, f.default, f.default_factory is MISSING, f.repr, f.compare, f.metadata)
print(field(default=1, metadata={"k": 1}).metadata["k"])


@dataclass(slots=True)
class Slotted:
    a: int
    b: int = 2

    def total(self):
        return self.a + self.b


s = Slotted(1)
print(s, Slotted.__slots__, s.total(), hasattr(s, "__dict__"))
attempt(lambda: setattr(s, "c", 1))


@dataclass(frozen=True, slots=True)
class FrozenSlots:
    a: int


print(FrozenSlots(1))
attempt(lambda: setattr(FrozenSlots(1), "a", 2))


@dataclass(kw_only=True)
class Keys:
    a: int
    b: int = 1


print(Keys(a=3))
attempt(lambda: Keys(3))


@dataclass(repr=False, eq=False, init=False)
class Bare:
    a: int = 1


print(Bare().a, Bare() == Bare(), "Bare object" in repr(Bare()))
T = TypeVar("T")


@dataclass
class Gen(Generic[T]):
    item: T


print(Gen[int](3), Gen[str])
match Point(3, 4):
    case Point(x, y):
        print("matched", x, y)


@dataclass
class Loop:
    me: object = None


loop = Loop()
loop.me = [loop]
print(loop)


@dataclass(unsafe_hash=True)
class Unsafe:
    a: int
    b: list = field(default_factory=list, hash=False)


print(hash(Unsafe(1)) == hash(Unsafe(1, [2])))
