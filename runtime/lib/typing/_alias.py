"""Special forms, and the aliases that subscripting makes of them and of classes."""

import functools
import operator
import types


def _native[T, *Ts, **P]():
    pass


type _Native = None
TypeVar, TypeVarTuple, ParamSpec = (type(parameter) for parameter in _native.__type_params__)
TypeAliasType = type(_Native)
_PARAMETER_TYPES = (TypeVar, TypeVarTuple, ParamSpec)
del _native, _Native


class _NoDefault:
    __slots__ = ()

    def __new__(cls):
        return NoDefault

    def __repr__(self):
        return "typing.NoDefault"

    def __reduce__(self):
        return "NoDefault"


NoDefault = object.__new__(_NoDefault)
_NoDefault.__name__ = _NoDefault.__qualname__ = "NoDefaultType"
_NoDefault.__module__ = "typing"


class ForwardRef:
    """A type that was written as a string."""

    __module__ = "typing"

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        # *tuple[int] is no expression by itself.
        text = f"({arg},)[0]" if arg[:1] == "*" else arg
        try:
            self.__forward_code__ = compile(text, "<string>", "eval")
        except SyntaxError:
            raise SyntaxError(f"Forward reference must be an expression -- got {arg!r}") from None
        self.__forward_arg__ = arg
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__forward_module__ = module

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        return (self.__forward_arg__ == other.__forward_arg__
                and self.__forward_module__ == other.__forward_module__)

    def __hash__(self):
        return hash((self.__forward_arg__, self.__forward_module__))

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        module = f", module={self.__forward_module__!r}" if self.__forward_module__ is not None else ""
        return f"ForwardRef({self.__forward_arg__!r}{module})"


# Arguments ------------------------------------------------------------------------


def _type_repr(item):
    if isinstance(item, type):
        if item.__module__ == "builtins":
            return item.__qualname__
        return f"{item.__module__}.{item.__qualname__}"
    if isinstance(item, (tuple, list)):
        return f"[{', '.join(map(_type_repr, item))}]"
    if item is ...:
        return "..."
    if isinstance(item, types.FunctionType):
        return item.__name__
    return repr(item)


def _convert(item, module=None):
    """None and strings as annotations mean NoneType and forward references."""
    if item is None:
        return type(None)
    if isinstance(item, str):
        return ForwardRef(item, module=module)
    return item


def _type_check(item, message, *, module=None, allow_special=False):
    """item as a type, or TypeError."""
    from typing._generic import Generic, Protocol
    item = _convert(item, module)
    if not allow_special:
        if isinstance(item, _Alias) and item.__origin__ in (ClassVar, Final):
            raise TypeError(f"{item!r} is not valid as type argument")
        if item is ClassVar or item is Final:
            raise TypeError(f"Plain {item!r} is not valid as type argument")
    if item is Generic or item is Protocol:
        raise TypeError(f"Plain {item!r} is not valid as type argument")
    if isinstance(item, _Form) and item not in _FORMS_ALONE:
        raise TypeError(f"Plain {item!r} is not valid as type argument")
    if type(item) is tuple:
        raise TypeError(f"{message} Got {item!r:.100}.")
    return item


def _collect_parameters(args):
    """The type parameters among args, each once, in order."""
    found = {}
    for arg in args:
        if isinstance(arg, type):
            continue
        if isinstance(arg, _PARAMETER_TYPES):
            found[arg] = None
        elif isinstance(arg, (tuple, list)):
            found.update(dict.fromkeys(_collect_parameters(arg)))
        else:
            found.update(dict.fromkeys(getattr(arg, "__parameters__", ())))
    return tuple(found)


def _without_duplicates(args):
    result = []
    for arg in args:
        if arg not in result:
            result.append(arg)
    return result


def _as_tuple(args):
    return args if isinstance(args, tuple) else (args,)


def _raise_count(alias, parameters, given):
    needed = sum(not parameter.has_default() for parameter in parameters)
    word = "few" if given < needed else "many"
    bound = "at least " if given < needed else "" if needed == len(parameters) else "at most "
    expected = needed if given < needed else len(parameters)
    raise TypeError(f"Too {word} arguments for {alias}; actual {given}, expected {bound}{expected}")


def _with_defaults(alias, parameters, args):
    """args, with the defaults of the parameters they do not reach."""
    missing = parameters[len(args):]
    if len(args) > len(parameters) or not all(parameter.has_default() for parameter in missing):
        _raise_count(alias, parameters, len(args))
    return args + tuple(parameter.__default__ for parameter in missing)


def _match(alias, parameters, args):
    """A dict that says what each type parameter stands for."""
    if len(parameters) == 1 and isinstance(parameters[0], ParamSpec):
        if not (len(args) == 1 and _is_parameters(args[0])):
            args = (args,)
    many = [i for i, parameter in enumerate(parameters) if isinstance(parameter, TypeVarTuple)]
    if many:
        index = many[0]
        after = len(parameters) - index - 1
        if len(args) < len(parameters) - 1:
            raise TypeError(f"Too few arguments for {alias}; actual {len(args)}, "
                            f"expected at least {len(parameters) - 1}")
        args = args[:index] + (args[index:len(args) - after],) + args[len(args) - after:]
    else:
        args = _with_defaults(alias, parameters, args)
    return {parameter: tuple(arg) if isinstance(arg, list) else arg
            for parameter, arg in zip(parameters, args)}


def _is_parameters(item):
    """What may stand for a ParamSpec."""
    return (item is ... or isinstance(item, (list, tuple, ParamSpec))
            or isinstance(item, _Alias) and item.__origin__ is Concatenate)


def _replace(item, chosen):
    """What stands for one argument, as a tuple: a TypeVarTuple may give many."""
    if isinstance(item, type):
        return (item,)
    if isinstance(item, _PARAMETER_TYPES):
        return (chosen.get(item, item),)
    if isinstance(item, (tuple, list)):
        return (tuple(new for part in item for new in _replace(part, chosen)),)
    if isinstance(item, _Unpacked) and isinstance(item.__args__[0], TypeVarTuple):
        new = chosen.get(item.__args__[0], (item,))
        return new if isinstance(new, tuple) else (new,)
    parameters = getattr(item, "__parameters__", ())
    if not parameters:
        return (item,)
    inner = []
    for parameter in parameters:
        new = chosen.get(parameter, parameter)
        if isinstance(parameter, TypeVarTuple) and isinstance(new, tuple):
            inner.extend(new)
        else:
            inner.append(list(new) if isinstance(new, tuple) else new)
    return (item[tuple(inner)],)


# Aliases --------------------------------------------------------------------------


class _Union:
    """What | makes of aliases and forms."""

    __slots__ = ()

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


def _is_dunder(name):
    return name[:2] == "__" and name[-2:] == "__"


class _BaseAlias(_Union):
    """An alias with an origin: attributes that are not its own are the origin's."""

    _name = None

    def __getattr__(self, name):
        if "__origin__" in self.__dict__ and not _is_dunder(name):
            return getattr(self.__origin__, name)
        raise AttributeError(name)

    def __setattr__(self, name, value):
        if _is_dunder(name) or name in ("_name", "_count", "_defaults"):
            object.__setattr__(self, name, value)
        else:
            setattr(self.__origin__, name, value)

    def __mro_entries__(self, bases):
        """A named alias also makes the class generic, unless another base does."""
        from typing._generic import Generic
        result = [] if self.__origin__ in bases else [self.__origin__]
        rest = bases[bases.index(self) + 1:]
        if not any(isinstance(base, _BaseAlias) or isinstance(base, type) and issubclass(base, Generic)
                   for base in rest):
            result.append(Generic)
        return tuple(result)

    def __instancecheck__(self, instance):
        return self.__subclasscheck__(type(instance))

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __dir__(self):
        return sorted({*self.__dict__, *(name for name in dir(self.__origin__) if not _is_dunder(name))})


class _Alias(_BaseAlias):
    """origin[args]"""

    def __init__(self, origin, args, *, name=None):
        self.__origin__ = origin
        self.__args__ = _as_tuple(args)
        self._name = name
        self.__parameters__ = _collect_parameters(self.__args__)
        if isinstance(origin, type):
            self.__module__ = origin.__module__
        if name is not None:
            self.__name__ = name

    def _remake(self, args):
        return type(self)(self.__origin__, args, name=self._name)

    def __getitem__(self, args):
        from typing._generic import Generic, Protocol
        if self.__origin__ in (Generic, Protocol):
            raise TypeError(f"Cannot subscript already-subscripted {self!r}")
        if not self.__parameters__:
            raise TypeError(f"{self!r} is not a generic class")
        args = tuple(_convert(arg) for arg in _as_tuple(args))
        chosen = _match(self, self.__parameters__, args)
        return self._remake(tuple(new for arg in self.__args__ for new in self._replaced(arg, chosen)))

    def _replaced(self, arg, chosen):
        return _replace(arg, chosen)

    def __call__(self, *args, **kwargs):
        if self._name is not None and isinstance(self.__origin__, type):
            raise TypeError(f"Type {self._name} cannot be instantiated; "
                            f"use {self.__origin__.__name__}() instead")
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except Exception:
            pass
        return result

    def __mro_entries__(self, bases):
        from typing._generic import Generic, Protocol
        if isinstance(self.__origin__, _Form):
            raise TypeError(f"Cannot subclass {self!r}")
        if self._name is not None:
            return super().__mro_entries__(bases)
        if self.__origin__ is Generic:
            if Protocol in bases:
                return ()
            if any(isinstance(base, _BaseAlias) for base in bases[bases.index(self) + 1:]):
                return ()
        return (self.__origin__,)

    def __eq__(self, other):
        if not isinstance(other, _Alias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __repr__(self):
        name = f"typing.{self._name}" if self._name is not None else _type_repr(self.__origin__)
        return f"{name}[{', '.join(map(_type_repr, self.__args__)) or '()'}]"

    def __iter__(self):
        yield _Unpacked(Unpack, (self,), name="Unpack")


class _UnionAlias(_Alias):
    def _remake(self, args):
        return Union[args]

    def __eq__(self, other):
        if not isinstance(other, (_UnionAlias, types.UnionType)):
            return NotImplemented
        return set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and type(None) in args:
            return f"typing.Optional[{_type_repr(args[args[0] is type(None)])}]"
        return super().__repr__()

    def __instancecheck__(self, instance):
        return any(isinstance(instance, arg) for arg in self.__args__)

    def __subclasscheck__(self, cls):
        return any(issubclass(cls, arg) for arg in self.__args__)


class _LiteralAlias(_Alias):
    def _keys(self):
        return frozenset((arg, type(arg)) for arg in self.__args__)

    def __eq__(self, other):
        return self._keys() == other._keys() if isinstance(other, _LiteralAlias) else NotImplemented

    def __hash__(self):
        return hash(self._keys())

    def __repr__(self):
        return f"typing.Literal[{', '.join(map(repr, self.__args__))}]"


class _AnnotatedAlias(_Alias):
    """Annotated[origin, *metadata]; __args__ is the origin alone."""

    def __init__(self, origin, metadata, *, name="Annotated"):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, (origin,), name=name)
        self.__metadata__ = metadata

    def _remake(self, args):
        return _AnnotatedAlias(args[0], self.__metadata__)

    def __call__(self, *args, **kwargs):
        return self.__origin__(*args, **kwargs)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __repr__(self):
        metadata = ", ".join(map(repr, self.__metadata__))
        return f"typing.Annotated[{_type_repr(self.__origin__)}, {metadata}]"


class _Unpacked(_Alias):
    @property
    def __typing_is_unpacked_typevartuple__(self):
        return isinstance(self.__args__[0], TypeVarTuple)


class _CallableAlias(_Alias):
    """Callable: __args__ holds the parameters, flat, and the result."""

    def _replaced(self, arg, chosen):
        # Arguments for a ParamSpec are spread among the others.
        new = _replace(arg, chosen)
        if isinstance(arg, ParamSpec) and isinstance(new[0], tuple):
            return new[0]
        return new

    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and _is_parameters(args[0]):
            return super().__repr__()
        return (f"typing.Callable[[{', '.join(map(_type_repr, args[:-1]))}], "
                f"{_type_repr(args[-1])}]")


class _StandardAlias(_BaseAlias):
    """List and its kind: a class by an older name, to be subscripted with count arguments."""

    def __init__(self, origin, count, name, defaults=()):
        self.__origin__ = origin
        self._count = count
        self._name = name
        self._defaults = defaults
        self.__name__ = self.__qualname__ = name
        self.__module__ = "typing"
        self.__doc__ = f"A generic version of {origin.__module__}.{origin.__qualname__}."

    def __getitem__(self, args):
        message = "Parameters to generic types must be types."
        args = tuple(_type_check(arg, message) for arg in _as_tuple(args))
        if self._count == 0:
            raise TypeError(f"{self} is not a generic class")
        if len(args) < self._count:
            args += self._defaults[len(args) - self._count:] if self._defaults else ()
        if len(args) != self._count:
            word = "few" if len(args) < self._count else "many"
            least = "at least " if self._defaults and word == "few" else ""
            raise TypeError(f"Too {word} arguments for {self}; actual {len(args)}, "
                            f"expected {least}{self._count - len(self._defaults) if least else self._count}")
        return _Alias(self.__origin__, args, name=self._name)

    def __call__(self, *args, **kwargs):
        raise TypeError(f"Type {self._name} cannot be instantiated; "
                        f"use {self.__origin__.__name__}() instead")

    def __subclasscheck__(self, cls):
        if isinstance(cls, _StandardAlias):
            return issubclass(cls.__origin__, self.__origin__)
        return issubclass(cls, self.__origin__)

    def __repr__(self):
        return f"typing.{self._name}"


class _TupleForm(_StandardAlias):
    def __getitem__(self, args):
        args = _as_tuple(args)
        message = "Tuple[t0, t1, ...]: each t must be a type."
        if len(args) >= 2 and args[-1] is ...:
            args = tuple(_type_check(arg, message) for arg in args[:-1]) + (...,)
        else:
            args = tuple(_type_check(arg, message) for arg in args)
        return _Alias(tuple, args, name="Tuple")


class _CallableForm(_StandardAlias):
    def __getitem__(self, args):
        if not isinstance(args, tuple) or len(args) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        parameters, result = args
        result = _type_check(result, "Callable[args, result]: result must be a type.")
        if isinstance(parameters, (list, tuple)):
            flat = tuple(_convert(item) for item in parameters)
        elif _is_parameters(parameters):
            flat = (parameters,)
        else:
            raise TypeError(f"Callable[args, result]: args must be a list. Got {parameters}")
        return _CallableAlias(self.__origin__, flat + (result,), name="Callable")


# Forms ----------------------------------------------------------------------------


class _Form(_Union):
    # A name with a meaning of its own; subscript makes the alias, where there is one.
    __slots__ = ("_name", "__doc__", "_subscript")

    def __init__(self, name, doc, subscript=None):
        self._name = name
        self.__doc__ = doc
        self._subscript = subscript

    @property
    def __name__(self):
        return self._name

    __module__ = "typing"

    def __getitem__(self, args):
        if self._subscript is None:
            raise TypeError(f"{self!r} is not subscriptable")
        return self._subscript(self, args)

    def __call__(self, *args, **kwds):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")

    def __instancecheck__(self, instance):
        raise TypeError(f"{self!r} cannot be used with isinstance()")

    def __subclasscheck__(self, cls):
        raise TypeError(f"{self!r} cannot be used with issubclass()")

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return self._name

    def __repr__(self):
        return f"typing.{self._name}"


class _AnyMeta(type):
    def __instancecheck__(self, instance):
        if self is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(instance)

    def __repr__(self):
        return "typing.Any" if self is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    """Any type at all."""

    __module__ = "typing"

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


def _one(self, args):
    item = _type_check(args, f"{self} accepts only single type.", allow_special=self is Required)
    return _Alias(self, (item,), name=self._name)


def _union(self, args):
    if args == ():
        raise TypeError("Cannot take a Union of no types.")
    flat = []
    for arg in _as_tuple(args):
        arg = _type_check(arg, "Union[arg, ...]: each arg must be a type.")
        flat.extend(arg.__args__ if isinstance(arg, (_UnionAlias, types.UnionType)) else (arg,))
    members = _without_duplicates(flat)
    return members[0] if len(members) == 1 else _UnionAlias(self, tuple(members), name="Union")


def _optional(self, args):
    return Union[_type_check(args, f"{self} requires a single type."), type(None)]


def _literal(self, args):
    flat = []
    for arg in _as_tuple(args):
        flat.extend(arg.__args__ if isinstance(arg, _LiteralAlias) else (arg,))
    members = {}
    try:
        for arg in flat:
            members.setdefault((arg, type(arg)), arg)
        flat = members.values()
    except TypeError:
        pass                    # what has no hash stays as it was written
    return _LiteralAlias(self, tuple(flat), name="Literal")


def _concatenate(self, args):
    if args == ():
        raise TypeError("Cannot take a Concatenate of no types.")
    args = _as_tuple(args)
    if not (args[-1] is ... or isinstance(args[-1], ParamSpec)):
        raise TypeError("The last parameter to Concatenate should be a ParamSpec variable or ellipsis.")
    message = "Concatenate[arg, ...]: each arg must be a type."
    return _Alias(self, tuple(_type_check(arg, message) for arg in args[:-1]) + args[-1:], name="Concatenate")


def _unpack(self, args):
    return _Unpacked(self, (_type_check(args, f"{self} accepts only single type."),), name="Unpack")


def _annotated(self, args):
    if not isinstance(args, tuple) or len(args) < 2:
        raise TypeError("Annotated[...] should be used with at least two arguments "
                        "(a type and an annotation).")
    origin = _type_check(args[0], "Annotated[t, ...]: t must be a type.", allow_special=True)
    return _AnnotatedAlias(origin, args[1:])


NoReturn = _Form("NoReturn", "The result of functions that never return.")
Never = _Form("Never", "The type that has no values.")
Self = _Form("Self", "The class that encloses the annotation.")
LiteralString = _Form("LiteralString", "Strings made of literals.")
TypeAlias = _Form("TypeAlias", "Says that an assignment makes an alias.")
ClassVar = _Form("ClassVar", "A variable of the class, not of its instances.", _one)
Final = _Form("Final", "A name that is not to be assigned again.", _one)
TypeGuard = _Form("TypeGuard", "The result of functions that narrow a type.", _one)
TypeIs = _Form("TypeIs", "The result of functions that tell a type.", _one)
Required = _Form("Required", "A key that a TypedDict must have.", _one)
NotRequired = _Form("NotRequired", "A key that a TypedDict may lack.", _one)
ReadOnly = _Form("ReadOnly", "A key of a TypedDict that is not to be changed.", _one)
Union = _Form("Union", "Any of several types.", _union)
Optional = _Form("Optional", "A type or None.", _optional)
Literal = _Form("Literal", "Any of several values.", _literal)
Concatenate = _Form("Concatenate", "Parameters, and more before them.", _concatenate)
Unpack = _Form("Unpack", "The members of a tuple type, spread.", _unpack)
Annotated = _Form("Annotated", "A type with more information.", _annotated)

# Those that are types without brackets.
_FORMS_ALONE = (NoReturn, Never, Self, LiteralString, TypeAlias, ClassVar, Final)


def _rebuild(item, args):
    """item with other arguments, whatever kind of alias it is."""
    if isinstance(item, types.GenericAlias):
        return types.GenericAlias(item.__origin__, args)
    if isinstance(item, types.UnionType):
        return functools.reduce(operator.or_, args)
    return item._remake(args)
