"""The protocols and generic classes that typing itself defines."""

from abc import abstractmethod

from typing._alias import TypeVar
from typing._generic import Generic, Protocol, runtime_checkable

AnyStr = TypeVar("AnyStr", bytes, str)


def _supports(name, method, parameters=()):
    """A runtime protocol with one method."""
    def abstract(self):
        pass
    abstract.__name__ = method
    bases = (Protocol[parameters],) if parameters else (Protocol,)
    from types import new_class
    return runtime_checkable(new_class(name, bases, {}, lambda namespace: namespace.update({
        "__slots__": (), "__module__": "typing", method: abstractmethod(abstract)})))


_T_co = TypeVar("T_co", covariant=True)

SupportsInt = _supports("SupportsInt", "__int__")
SupportsFloat = _supports("SupportsFloat", "__float__")
SupportsComplex = _supports("SupportsComplex", "__complex__")
SupportsBytes = _supports("SupportsBytes", "__bytes__")
SupportsIndex = _supports("SupportsIndex", "__index__")
SupportsAbs = _supports("SupportsAbs", "__abs__", (_T_co,))
SupportsRound = _supports("SupportsRound", "__round__", (_T_co,))


class IO(Generic[AnyStr]):
    """Files, for annotations."""

    __slots__ = ()
    __module__ = "typing"


class BinaryIO(IO[bytes]):
    """Files of bytes."""

    __slots__ = ()
    __module__ = "typing"


class TextIO(IO[str]):
    """Files of text."""

    __slots__ = ()
    __module__ = "typing"
