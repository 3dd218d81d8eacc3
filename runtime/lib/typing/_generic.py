"""Generic and Protocol."""

from abc import ABCMeta

from typing._alias import (ParamSpec, TypeVarTuple, Unpack, _Alias, _PARAMETER_TYPES, _Unpacked,
                           _as_tuple, _collect_parameters, _convert, _match, _type_check)


def _declared(cls, params):
    """Checks what is in the brackets of Generic and Protocol; the parameters."""
    name = cls.__name__
    params = tuple(Unpack[p] if isinstance(p, TypeVarTuple) else p for p in params)
    if not params:
        raise TypeError(f"Parameter list to {name}[...] cannot be empty")
    plain = [p.__args__[0] if isinstance(p, _Unpacked) else p for p in params]
    if not all(isinstance(p, _PARAMETER_TYPES) for p in plain):
        raise TypeError(f"Parameters to {name}[...] must all be type variables "
                        f"or parameter specification variables.")
    if len(set(plain)) != len(plain):
        raise TypeError(f"Parameters to {name}[...] must all be unique")
    return params


def _chosen(cls, params):
    """The arguments for a generic class, one for each of its parameters."""
    parameters = getattr(cls, "__parameters__", ())
    if not parameters:
        raise TypeError(f"{cls} is not a generic class")
    chosen = _match(cls, parameters, tuple(_convert(param) for param in params))
    result = []
    for parameter in parameters:
        value = chosen[parameter]
        if isinstance(parameter, TypeVarTuple) and isinstance(value, tuple):
            result.extend(value)
        elif isinstance(parameter, ParamSpec):
            result.append(value)
        else:
            result.append(_type_check(value, "Parameters to generic types must be types."))
    return tuple(result)


class Generic:
    """The base class of classes with type parameters."""

    __slots__ = ()
    __module__ = "typing"
    _is_protocol = False

    @classmethod
    def __class_getitem__(cls, params):
        params = _as_tuple(params)
        if cls is Generic or cls is Protocol:
            return _Alias(cls, _declared(cls, params))
        return _Alias(cls, _chosen(cls, params))

    @classmethod
    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        original = cls.__dict__.get("__orig_bases__")
        bases = cls.__bases__ if original is None else original
        plain = Generic in (cls.__bases__ if original is None else original)
        if plain and cls.__name__ != "Protocol":
            raise TypeError("Cannot inherit from plain Generic")
        if original is None:
            cls.__parameters__ = ()
            return
        used = _collect_parameters(bases)
        declared = None
        for base in bases:
            if isinstance(base, _Alias) and base.__origin__ in (Generic, Protocol):
                if declared is not None and base.__origin__ is Generic:
                    raise TypeError("Cannot inherit from Generic[...] multiple times.")
                declared = base
        if declared is not None:
            missing = [p for p in used if p not in declared.__parameters__]
            if missing:
                raise TypeError(f"Some type variables ({', '.join(map(str, missing))}) are not listed in "
                                f"{declared.__origin__.__name__}[{', '.join(map(str, declared.__parameters__))}]")
            used = declared.__parameters__
        cls.__parameters__ = used


# Names of a protocol's body that are no members of it.
_NOT_MEMBERS = frozenset((
    "__abstractmethods__", "__annotations__", "__dict__", "__doc__", "__init__", "__module__",
    "__new__", "__slots__", "__subclasshook__", "__weakref__", "__class_getitem__",
    "__match_args__", "__static_attributes__", "__firstlineno__", "__orig_bases__",
    "__parameters__", "__type_params__", "__qualname__", "_abc_impl", "_is_protocol",
    "_is_runtime_protocol", "__protocol_attrs__", "__non_callable_proto_members__",
    "__callable_proto_members_only__", "__init_subclass__", "__replaceable__"))


def _members(cls):
    found = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ("Protocol", "Generic"):
            continue
        names = (*base.__dict__, *base.__dict__.get("__annotations__", ()))
        found.update(name for name in names if name not in _NOT_MEMBERS and not name.startswith("_abc_"))
    return found


_ABSENT = object()


def _static(instance, name):
    """An attribute found without running the object's code."""
    own = getattr(instance, "__dict__", None)
    if isinstance(own, dict) and name in own:
        return own[name]
    return _in_class(type(instance), name)


def _in_class(cls, name):
    for base in cls.__mro__:
        if name in base.__dict__:
            return base.__dict__[name]
    return _ABSENT


class _ProtocolMeta(ABCMeta):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        if name != "Protocol" and len(bases) and any(base is Protocol for base in bases):
            for base in bases:
                if not (base in (object, Generic) or getattr(base, "_is_protocol", False)
                        or base.__module__ in ("collections.abc", "contextlib", "builtins")):
                    raise TypeError(f"Protocols can only inherit from other protocols, got {base!r}")
        return super().__new__(mcls, name, bases, namespace, **kwargs)

    def __init__(cls, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if cls.__dict__.get("_is_protocol"):
            cls.__protocol_attrs__ = _members(cls)

    def __subclasscheck__(cls, other):
        if cls is Protocol or not cls._is_protocol or not isinstance(other, type):
            return super().__subclasscheck__(other)
        if not getattr(cls, "_is_runtime_protocol", False):
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        if cls.__non_callable_proto_members__:
            names = ", ".join(map(repr, sorted(cls.__non_callable_proto_members__)))
            raise TypeError("Protocols with non-method members don't support issubclass(). "
                            f"Non-method members: {names}.")
        if super().__subclasscheck__(other):
            return True
        return all(_provides(other, name) for name in cls.__protocol_attrs__)

    def __instancecheck__(cls, instance):
        if cls is Protocol:
            return type.__instancecheck__(cls, instance)
        if not cls._is_protocol:
            return super().__instancecheck__(instance)
        if not getattr(cls, "_is_runtime_protocol", False):
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        if super(ABCMeta, cls).__instancecheck__(instance):
            return True
        for name in cls.__protocol_attrs__:
            value = _static(instance, name)
            if value is _ABSENT or value is None and name not in cls.__non_callable_proto_members__:
                return super().__subclasscheck__(type(instance))
        return True


def _provides(cls, name):
    value = _in_class(cls, name)
    if value is not _ABSENT:
        return value is not None
    return any(name in base.__dict__.get("__annotations__", ()) and getattr(base, "_is_protocol", False)
               for base in cls.__mro__)


def _no_init(self, *args, **kwargs):
    cls = type(self)
    if cls._is_protocol:
        raise TypeError("Protocols cannot be instantiated")
    # The class is no protocol: the next initialiser after the protocols' is the real one.
    for base in cls.__mro__:
        init = base.__dict__.get("__init__")
        if init is not None and init is not _no_init:
            return init(self, *args, **kwargs)


class Protocol(Generic, metaclass=_ProtocolMeta):
    """The base class of protocols: classes that stand for all with the same members."""

    __slots__ = ()
    __module__ = "typing"
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get("_is_protocol", False):
            cls._is_protocol = any(base is Protocol for base in cls.__bases__)
        if cls._is_protocol and "__init__" not in cls.__dict__:
            cls.__init__ = _no_init


def runtime_checkable(cls):
    """Let isinstance() and issubclass() look for a protocol's members."""
    if not (isinstance(cls, type) and issubclass(cls, Generic) and getattr(cls, "_is_protocol", False)):
        raise TypeError(f"@runtime_checkable can be only applied to protocol classes, got {cls!r}")
    cls._is_runtime_protocol = True
    cls.__non_callable_proto_members__ = {
        name for name in cls.__protocol_attrs__ if not callable(getattr(cls, name, None))}
    return cls


def is_protocol(tp, /):
    """Whether tp is a protocol."""
    return isinstance(tp, type) and getattr(tp, "_is_protocol", False) and tp is not Protocol


def get_protocol_members(tp, /):
    """The names of a protocol's members."""
    if not is_protocol(tp):
        raise TypeError(f"{tp!r} is not a Protocol")
    return frozenset(tp.__protocol_attrs__)
