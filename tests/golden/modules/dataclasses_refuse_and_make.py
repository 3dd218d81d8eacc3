from __future__ import annotations
import typing
import dataclasses
from dataclasses import dataclass, field, make_dataclass, InitVar, KW_ONLY, fields, FrozenInstanceError
from abc import ABC, abstractmethod
from collections import namedtuple, defaultdict


@dataclass
class Strings:
    a: int
    c: typing.ClassVar[int] = 3
    i: InitVar[int] = 4
    _: KW_ONLY
    k: dataclasses.InitVar[str] = "k"

    def __post_init__(self, i, k):
        print("post", i, k)


print(Strings(1, 2, k="z"), [f.name for f in fields(Strings)], fields(Strings)[0].type)


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


def mutable():
    @dataclass
    class Bad:
        a: list = []


def order():
    @dataclass
    class Bad:
        a: int = 1
        b: int


def unannotated():
    @dataclass
    class Bad:
        a = field()


def thaw():
    @dataclass(frozen=True)
    class A:
        a: int

    @dataclass
    class B(A):
        b: int


def freeze():
    @dataclass
    class A:
        a: int

    @dataclass(frozen=True)
    class B(A):
        b: int


def twice():
    @dataclass(order=True)
    class A:
        a: int
        def __lt__(self, other): return True


def order_without_eq():
    @dataclass(order=True, eq=False)
    class A:
        a: int


for function in (mutable, order, unannotated, thaw, freeze, twice, order_without_eq):
    attempt(function)
attempt(lambda: field(default=1, default_factory=list))
C = make_dataclass("C", ["x", ("y", int), ("z", int, field(default=5))], namespace={"sum": lambda self: self.y + self.z}, frozen=True)
print(C(1, 2), C(1, 2).sum(), C.__module__, C.__annotations__)
attempt(lambda: setattr(C(1, 2), "x", 1))
attempt(lambda: make_dataclass("D", ["a", "a"]))
attempt(lambda: make_dataclass("D", ["1a"]))
attempt(lambda: make_dataclass("D", ["for"]))
print(issubclass(FrozenInstanceError, AttributeError))


@dataclass
class Own:
    a: int

    def __repr__(self): return "mine"
    def __eq__(self, other): return True


print(Own(1), Own(1) == 5)


class Shape(ABC):
    @abstractmethod
    def area(self): ...


@dataclass
class Square(Shape):
    side: float

    def area(self):
        return self.side ** 2


print(Square(3).area(), Square(2))
N = namedtuple("N", "a b")


@dataclass
class Holder:
    n: N
    d: defaultdict


print(dataclasses.asdict(Holder(N(1, Square(2)), defaultdict(list, {"x": [Square(1)]}))))
print(repr(field(default=3)).split("default_factory")[0], field(default=1).init)
print(Strings.__dataclass_params__)


@dataclass
class Base:
    a: int = 1
    b: int = 2


@dataclass
class Over(Base):
    a: str = "x"


print(Over(), Over.__match_args__)
