"""Names for annotations.

What programs run with is small: aliases that remember what was written in the
brackets, classes that do nothing by themselves, and readers of annotations.
The parts are in _alias (aliases and forms), _generic (Generic and Protocol),
_records (NamedTuple and TypedDict) and _hints (get_type_hints and its kin).
"""

import collections
import collections.abc
import contextlib as _contextlib

from typing._alias import (
    Any, NoReturn, Never, Self, LiteralString, TypeAlias, ClassVar, Final, Union, Optional,
    Literal, Concatenate, TypeGuard, TypeIs, Required, NotRequired, ReadOnly, Unpack, Annotated,
    ForwardRef, TypeVar, ParamSpec, TypeVarTuple, TypeAliasType, NoDefault,
    _StandardAlias, _CallableForm, _TupleForm)
from typing._generic import Generic, Protocol, runtime_checkable, get_protocol_members, is_protocol
from typing._records import NamedTuple, TypedDict, is_typeddict
from typing._hints import get_args, get_origin, get_type_hints
from typing._small import (
    NewType, assert_never, assert_type, cast, clear_overloads, dataclass_transform, final,
    get_overloads, no_type_check, no_type_check_decorator, overload, override, reveal_type)
from typing._protocols import (
    AnyStr, BinaryIO, IO, SupportsAbs, SupportsBytes, SupportsComplex, SupportsFloat,
    SupportsIndex, SupportsInt, SupportsRound, TextIO)

TYPE_CHECKING = False
Text = str

Hashable = _StandardAlias(collections.abc.Hashable, 0, "Hashable")
Awaitable = _StandardAlias(collections.abc.Awaitable, 1, "Awaitable")
Coroutine = _StandardAlias(collections.abc.Coroutine, 3, "Coroutine")
AsyncIterable = _StandardAlias(collections.abc.AsyncIterable, 1, "AsyncIterable")
AsyncIterator = _StandardAlias(collections.abc.AsyncIterator, 1, "AsyncIterator")
Iterable = _StandardAlias(collections.abc.Iterable, 1, "Iterable")
Iterator = _StandardAlias(collections.abc.Iterator, 1, "Iterator")
Reversible = _StandardAlias(collections.abc.Reversible, 1, "Reversible")
Sized = _StandardAlias(collections.abc.Sized, 0, "Sized")
Container = _StandardAlias(collections.abc.Container, 1, "Container")
Collection = _StandardAlias(collections.abc.Collection, 1, "Collection")
Callable = _CallableForm(collections.abc.Callable, 2, "Callable")
AbstractSet = _StandardAlias(collections.abc.Set, 1, "AbstractSet")
MutableSet = _StandardAlias(collections.abc.MutableSet, 1, "MutableSet")
Mapping = _StandardAlias(collections.abc.Mapping, 2, "Mapping")
MutableMapping = _StandardAlias(collections.abc.MutableMapping, 2, "MutableMapping")
Sequence = _StandardAlias(collections.abc.Sequence, 1, "Sequence")
MutableSequence = _StandardAlias(collections.abc.MutableSequence, 1, "MutableSequence")
ByteString = _StandardAlias(collections.abc.ByteString, 0, "ByteString")
Tuple = _TupleForm(tuple, -1, "Tuple")
List = _StandardAlias(list, 1, "List")
Deque = _StandardAlias(collections.deque, 1, "Deque")
Set = _StandardAlias(set, 1, "Set")
FrozenSet = _StandardAlias(frozenset, 1, "FrozenSet")
MappingView = _StandardAlias(collections.abc.MappingView, 1, "MappingView")
KeysView = _StandardAlias(collections.abc.KeysView, 1, "KeysView")
ItemsView = _StandardAlias(collections.abc.ItemsView, 2, "ItemsView")
ValuesView = _StandardAlias(collections.abc.ValuesView, 1, "ValuesView")
ContextManager = _StandardAlias(_contextlib.AbstractContextManager, 2, "ContextManager", (bool | None,))
AsyncContextManager = _StandardAlias(_contextlib.AbstractAsyncContextManager, 2, "AsyncContextManager", (bool | None,))
Dict = _StandardAlias(dict, 2, "Dict")
DefaultDict = _StandardAlias(collections.defaultdict, 2, "DefaultDict")
OrderedDict = _StandardAlias(collections.OrderedDict, 2, "OrderedDict")
Counter = _StandardAlias(collections.Counter, 1, "Counter")
ChainMap = _StandardAlias(collections.ChainMap, 2, "ChainMap")
Generator = _StandardAlias(collections.abc.Generator, 3, "Generator", (type(None), type(None)))
AsyncGenerator = _StandardAlias(collections.abc.AsyncGenerator, 2, "AsyncGenerator", (type(None),))
Type = _StandardAlias(type, 1, "Type")


def __getattr__(name):
    # Regular expressions are only imported for those who name them.
    if name in ("Pattern", "Match"):
        import re
        alias = globals()[name] = _StandardAlias(getattr(re, name), 1, name)
        return alias
    raise AttributeError(f"module 'typing' has no attribute {name!r}")


__all__ = [name for name in globals()
           if name[:1] != "_" and name not in ("collections", "NoDefault")] + ["NoDefault"]
