from __future__ import annotations
import collections.abc
import typing
from typing import (get_type_hints, get_origin, get_args, Annotated, Optional, List, Dict, Union, Callable, ClassVar, Literal,
                    NewType, cast, overload, final, override, assert_never, TYPE_CHECKING, Any, get_overloads, no_type_check,
                    Generic, TypeVar, Tuple, ForwardRef, reveal_type, Concatenate, ParamSpec)

T = TypeVar("T")
P = ParamSpec("P")


class Node:
    value: int
    next: Optional[Node]
    children: List["Node"] = []
    kind: ClassVar[str] = "n"
    meta: Annotated[int, "doc"]


class Leaf(Node):
    value: str
    extra: list["Leaf"]


def f(a: int, b: "str" = "x", *args: Annotated[int, 1], c: Dict[str, List[Node]] = None, **kw: Node | None) -> None: ...


def g[X](x: X, y: list[X]) -> X: ...


print(f.__annotations__)
print(get_type_hints(f))
print(get_type_hints(f, include_extras=True))
print(get_type_hints(Node))
print(get_type_hints(Leaf, include_extras=True))
print(get_type_hints(g))
try:
    def h(x: Missing): ...
    get_type_hints(h)
except NameError as error:
    print(error)
try:
    get_type_hints(3)
except TypeError as error:
    print(error)
for item in (List[int], list[int], Dict[str, int], Union[int, str], int | str, Callable[[int], str], Callable[..., int], Annotated[int, "x"],
             Literal[1, "a"], ClassVar[int], int, List, Tuple[()], Tuple[int, ...], Generic, Generic[T], Optional[int], Callable[P, int],
             Callable[Concatenate[int, P], str], Any):
    print(get_origin(item), get_args(item))
UserId = NewType("UserId", int)
print(UserId, UserId(5), UserId.__supertype__, UserId.__name__, Optional[UserId])
print(cast(str, 5), cast("List[int]", 6), TYPE_CHECKING)


@overload
def over(x: int) -> int: ...
@overload
def over(x: str) -> str: ...
def over(x): return x


print(over(3), len(get_overloads(over)))


@final
class F:
    @override
    def m(self): pass

    @final
    def n(self): pass


print(F.__final__, F.m.__override__, F.n.__final__)
try:
    assert_never(3)
except AssertionError as error:
    print(error)
print(ForwardRef("int"), ForwardRef("int") == ForwardRef("int"), List["int"].__args__)


@no_type_check
def unchecked(x: nonsense): ...


print(get_type_hints(unchecked))
