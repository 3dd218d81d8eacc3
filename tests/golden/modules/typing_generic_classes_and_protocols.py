from typing import Generic, Protocol, TypeVar, runtime_checkable, Iterable, Callable, ParamSpec, Mapping, SupportsInt, SupportsIndex, List, TypeVarTuple, Unpack, Self

T = TypeVar("T")
U = TypeVar("U")
P = ParamSpec("P")


class Box(Generic[T]):
    kind = "box"

    def __init__(self, item: T) -> None:
        self.item = item

    def get(self) -> T:
        return self.item


print(Box[int], Box[int](3).get(), Box(4).get(), Box[int](3).__orig_class__, Box.__parameters__, Box.__orig_bases__)
print(Box[T][int], Box[int].kind, Box.__mro__, Box[List[int]])


class Pair(Box[T], Generic[T, U]):
    pass


class IntBox(Box[int]):
    pass


class Both(Iterable[T], Generic[T]):
    def __iter__(self):
        return iter([1])


class Lookup(Mapping[str, T]):
    def __getitem__(self, key): return key
    def __iter__(self): return iter("ab")
    def __len__(self): return 2


class Call(Generic[P, T]):
    pass


print(Pair[int, str], Pair.__parameters__, IntBox.__parameters__, IntBox.__bases__, list(Both()), Both[int], dict(Lookup()), Lookup[int])
print(Call[[int, str], bool], Call[P, int], Call[..., int])


class New[A, B = int]:
    def first(self, a: A) -> Self: return self


print(New[int], New[int, str], New.__type_params__, New.__parameters__, New.__orig_bases__, New.__mro__)


class Sub[A](New[A, str]):
    pass


class Many[*Xs]:
    pass


print(Sub[int], Sub.__orig_bases__, Many[int, str], Many[()])


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: Generic[int])
attempt(lambda: Generic[T, T])
attempt(lambda: Generic[()])
attempt(lambda: Box[int, str])
attempt(lambda: Pair[int])
attempt(lambda: IntBox[int])
attempt(lambda: Box[int][str])
attempt(lambda: type("X", (Generic,), {}))
attempt(lambda: isinstance(Box(1), Box[int]))


@runtime_checkable
class Closes(Protocol):
    def close(self) -> None: ...


@runtime_checkable
class Named(Protocol):
    name: str


class Speaks(Protocol[T]):
    def speak(self) -> T: ...
    def twice(self):
        return self.speak(), self.speak()


class File:
    def close(self): pass


class Dog(Speaks[str]):
    def __init__(self, name):
        self.name = name

    def speak(self):
        return "woof"


class Silent:
    close = None


print(isinstance(File(), Closes), isinstance(3, Closes), issubclass(File, Closes), isinstance(Silent(), Closes))
print(isinstance(Dog("d"), Named), isinstance(File(), Named), Dog("x").twice(), Speaks[int], Dog.__mro__)
attempt(lambda: issubclass(Dog, Named))
attempt(lambda: isinstance(3, Speaks))
attempt(lambda: Closes())
attempt(lambda: runtime_checkable(File))
print(isinstance(3, SupportsInt), isinstance("3", SupportsInt), issubclass(int, SupportsIndex))


class Explicit(Closes):
    def __init__(self, x=1):
        self.x = x

    def close(self):
        return "closed"


print(Explicit(2).x, isinstance(Explicit(), Closes), isinstance(File(), Explicit))


class Extended(Closes, Protocol):
    def open(self): ...


attempt(lambda: isinstance(File(), Extended))
attempt(lambda: type(Closes)("Bad", (Protocol, File), {}))
