from typing import (Any, Optional, Union, Callable, List, Dict, Set, FrozenSet, Tuple, Type, Iterable, Iterator, Sequence,
                    Mapping, Awaitable, Coroutine, AsyncIterator, AsyncGenerator, Generator, TypeVar, ParamSpec, TypeVarTuple,
                    Literal, Final, ClassVar, Annotated, Concatenate, Required, NotRequired, Never, NoReturn, Self,
                    Deque, DefaultDict, ContextManager, AsyncContextManager, Unpack, TypeGuard, Text, LiteralString)
import typing

T = TypeVar("T")
K = TypeVar("K", bound=int)
C = TypeVar("C", covariant=True)
P = ParamSpec("P")
Ts = TypeVarTuple("Ts")
print(T, K, C, P, Ts, K.__bound__)
for item in (Any, Optional[int], Union[int, str], Union[int, str, None], Union[int], Union[int, int], Callable, Callable[[int, str], bool],
             Callable[..., Any], Callable[[], None], Callable[P, T], List, List[int], Dict[str, List[int]], Set["Later"],
             FrozenSet[T], Tuple[int, ...], Tuple[()], Tuple[int, str], Type[int], Iterable[T], Iterator[int],
             Sequence[str], Mapping[str, Any], Awaitable[None], Coroutine[Any, Any, int], AsyncIterator[bytes],
             Generator[int, None, str], Generator[int], AsyncGenerator[int], Literal["a", 1, None, True, 1], Literal[Literal[1, 2], 3],
             Final, Final[int], ClassVar[List[int]], Annotated[int, "x", 3], Annotated[Annotated[int, 1], 2],
             Callable[Concatenate[int, P], T], Required[int], NotRequired[str], Never, NoReturn, Self, Deque[int],
             DefaultDict[str, int], ContextManager[int], AsyncContextManager[str], Tuple[Unpack[Ts]], TypeGuard[int], Text,
             LiteralString, Optional[Union[int, str]], List[None], List[list[int]], List[int | None],
             List[int] | None, None | List[int], List["A"] | int, Any | None, Union[int, "B"], List[Callable[[int], str]]):
    print(item)
print(List[int] == List[int], List[int] == List[str], hash(List[int]) == hash(List[int]))
print(Union[int, str] == Union[str, int], Union[int, str] == int | str, int | str == Union[str, int])
print(Optional[int] == Union[None, int], Literal[1, 2] == Literal[2, 1], Literal[1] == Literal[True])
print(List[T].__parameters__, Dict[K, T][int, str], Dict[str, T][int], List[T][K], Union[T, int][str], Callable[[T], K][str, int])
print(Callable[P, T][[int, str], bool], Callable[P, T][..., int], Tuple[T, Unpack[Ts]][int, str, bytes], Optional[T][int])
print(List[int].__origin__, List[int].__args__, Callable[[int], str].__args__, List.__origin__)
print(isinstance([], List), isinstance({}, Mapping), issubclass(list, Sequence), isinstance(3, Union[int, str]), isinstance(3, Optional[str]))
print(T | None, int | T, T | str)


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: isinstance([], List[int]))
attempt(lambda: List())
attempt(lambda: List[int]([1, 2]))
attempt(lambda: Dict[int])
attempt(lambda: List[int, str])
attempt(lambda: List[int][str])
attempt(lambda: Optional[1, 2])
attempt(lambda: Union[()])
attempt(lambda: Any())
attempt(lambda: isinstance(1, Any))
attempt(lambda: Union())
attempt(lambda: Callable[int])
attempt(lambda: Annotated[int])
attempt(lambda: List[ClassVar[int]])
attempt(lambda: List[Optional])
attempt(lambda: List["not valid!"])
attempt(lambda: Never[int])
attempt(lambda: isinstance(1, Literal[1]))
attempt(lambda: type("X", (Union[int, str],), {}))
attempt(lambda: typing.nothing)


class Meta(Dict[str, T]):
    pass


class AnySub(Any):
    pass


print(Meta.__mro__, Meta.__orig_bases__, Meta.__parameters__, Meta[int], AnySub.__mro__)
attempt(lambda: Dict[K, T][int])
attempt(lambda: Dict[K, T][int, str, int])
attempt(lambda: T | 3)
attempt(lambda: list[T] | None)
