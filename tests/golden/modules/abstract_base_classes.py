from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


class A(ABC):
    @abstractmethod
    def f(self): ...

    @property
    @abstractmethod
    def p(self): ...


class B(A):
    def f(self):
        return 1


class C(B):
    p = 5


@A.register
class Registered:
    pass


attempt(A)
attempt(B)
attempt(Sequence)
attempt(lambda: type("X", (Mapping,), {})())
attempt(A.register, 5)
print(C().f(), A.__abstractmethods__ == frozenset({"f", "p"}), issubclass(C, A), isinstance(C(), A), isinstance(5, A))
print(issubclass(Registered, A), isinstance(Registered(), A))
