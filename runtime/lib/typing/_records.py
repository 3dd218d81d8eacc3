"""NamedTuple and TypedDict."""

import sys
from collections import namedtuple

from typing._alias import (NotRequired, ReadOnly, Required, _Alias, _AnnotatedAlias,
                           _type_check)
from typing._generic import Generic

_PROHIBITED = frozenset(("__new__", "__init__", "__slots__", "__getnewargs__", "_fields",
                         "_field_defaults", "_field_types", "_make", "_replace", "_asdict", "_source"))
_SPECIAL = frozenset(("__module__", "__name__", "__annotations__", "__static_attributes__",
                      "__firstlineno__", "__qualname__", "__orig_bases__"))


def _caller():
    return sys._getframe(2).f_globals.get("__name__", "__main__")


def _make_nmtuple(name, types, module, defaults=()):
    types = {field: _type_check(kind, f"field {field} annotation must be a type") for field, kind in types}
    result = namedtuple(name, types, defaults=defaults, module=module)
    result.__annotations__ = result.__new__.__annotations__ = types
    return result


def _with_bases(cls, bases, original):
    """A named tuple class made again with other bases, among them Generic."""
    namespace = {key: value for key, value in cls.__dict__.items() if key not in ("__dict__", "__weakref__")}
    namespace["__class_getitem__"] = classmethod(Generic.__class_getitem__.__func__)
    namespace["__orig_bases__"] = original
    return type(cls.__name__, bases, namespace)


class NamedTupleMeta(type):
    def __new__(mcls, name, bases, namespace):
        for base in bases:
            if base is not _NamedTuple and base is not Generic:
                raise TypeError("can only inherit from a NamedTuple type and Generic")
        bases = tuple(tuple if base is _NamedTuple else base for base in bases)
        types = namespace.get("__annotations__", {})
        defaults = []
        for field in types:
            if field in namespace:
                defaults.append(field)
            elif defaults:
                plural = "s" if len(defaults) > 1 else ""
                raise TypeError(f"Non-default namedtuple field {field} cannot follow default "
                                f"field{plural} {', '.join(defaults)}")
        result = _make_nmtuple(name, types.items(), namespace["__module__"],
                               [namespace[field] for field in defaults])
        if Generic in bases:
            result = _with_bases(result, bases, namespace.get("__orig_bases__", bases))
        for key, value in namespace.items():
            if key in _PROHIBITED:
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if key not in _SPECIAL and key not in result._fields:
                setattr(result, key, value)
                set_name = getattr(type(value), "__set_name__", None)
                if set_name is not None:
                    set_name(value, result, key)
        if "__orig_bases__" in namespace:
            result.__orig_bases__ = namespace["__orig_bases__"]
        return result


def NamedTuple(typename, fields=(), /):
    """namedtuple() with types, as a function or as a base class."""
    result = _make_nmtuple(typename, fields, _caller())
    result.__orig_bases__ = (NamedTuple,)
    return result


NamedTuple.__module__ = "typing"
_NamedTuple = type.__new__(NamedTupleMeta, "NamedTuple", (), {})
NamedTuple.__mro_entries__ = lambda bases: (_NamedTuple,)


# TypedDict ------------------------------------------------------------------------


def _qualifiers(kind):
    """The words around a key's type."""
    while isinstance(kind, _Alias):
        if isinstance(kind, _AnnotatedAlias):
            kind = kind.__origin__
        elif kind.__origin__ in (Required, NotRequired, ReadOnly):
            yield kind.__origin__
            kind = kind.__args__[0]
        else:
            return


class _TypedDictMeta(type):
    def __new__(mcls, name, bases, namespace, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError("cannot inherit from both a TypedDict type and a non-TypedDict base class")
        generic = (Generic,) if any(issubclass(base, Generic) for base in bases) else ()
        namespace.setdefault("__orig_bases__", bases)
        cls = type.__new__(mcls, name, (*generic, dict), namespace)
        own = {key: _type_check(kind, "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type",
                                module=cls.__module__, allow_special=True)
               for key, kind in namespace.get("__annotations__", {}).items()}
        annotations, required, optional, readonly, mutable = {}, set(), set(), set(), set()
        for base in bases:
            known = base.__dict__
            annotations.update(known.get("__annotations__", {}))
            base_required = known.get("__required_keys__", set())
            base_optional = known.get("__optional_keys__", set())
            required = (required | base_required) - base_optional
            optional = (optional | base_optional) - base_required
            readonly |= known.get("__readonly_keys__", set())
            mutable |= known.get("__mutable_keys__", set())
        annotations.update(own)
        for key, kind in own.items():
            words = set(_qualifiers(kind))
            needed = Required in words or (total and NotRequired not in words)
            (required if needed else optional).add(key)
            (optional if needed else required).discard(key)
            (readonly if ReadOnly in words else mutable).add(key)
            (mutable if ReadOnly in words else readonly).discard(key)
        cls.__annotations__ = annotations
        cls.__required_keys__ = frozenset(required)
        cls.__optional_keys__ = frozenset(optional)
        cls.__readonly_keys__ = frozenset(readonly)
        cls.__mutable_keys__ = frozenset(mutable)
        cls.__total__ = total
        return cls

    def __init__(cls, name, bases, namespace, total=True):
        super().__init__(name, bases, namespace)

    def __call__(cls, *args, **kwargs):
        return dict(*args, **kwargs)

    def __subclasscheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")

    __instancecheck__ = __subclasscheck__


def TypedDict(typename, fields=None, /, *, total=True):
    """A dict whose keys have types of their own, as a function or as a base class."""
    namespace = {"__annotations__": dict(fields or {}), "__module__": _caller(),
                 "__orig_bases__": (TypedDict,)}
    return _TypedDictMeta(typename, (), namespace, total=total)


TypedDict.__module__ = "typing"
_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


def is_typeddict(tp):
    """Whether tp is a class made with TypedDict."""
    return tp is not TypedDict and isinstance(tp, _TypedDictMeta)
