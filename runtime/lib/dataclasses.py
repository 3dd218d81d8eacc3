"""Classes made of their annotations.

A decorated class gets its methods from source text built for its fields: one
exec() makes them all, with what they refer to as globals.
"""

import sys
from copy import deepcopy
from types import GenericAlias, MappingProxyType, MemberDescriptorType, new_class

__all__ = ["dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING",
           "fields", "asdict", "astuple", "make_dataclass", "replace", "is_dataclass"]


class FrozenInstanceError(AttributeError):
    """An assignment to a field of a frozen instance."""


class _Name:
    __slots__ = ("_text",)

    def __init__(self, text):
        self._text = text

    def __repr__(self):
        return self._text


class _DefaultFactory:
    def __repr__(self):
        return "<factory>"


class _MissingType:
    pass


class _KwOnlyType:
    pass


_MissingType.__name__ = _MissingType.__qualname__ = "_MISSING_TYPE"
_KwOnlyType.__name__ = _KwOnlyType.__qualname__ = "_KW_ONLY_TYPE"
MISSING = _MissingType()
KW_ONLY = _KwOnlyType()
_HAS_DEFAULT_FACTORY = _DefaultFactory()
_FIELD, _FIELD_CLASSVAR, _FIELD_INITVAR = map(_Name, ("_FIELD", "_FIELD_CLASSVAR", "_FIELD_INITVAR"))
_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"


class InitVar:
    """A parameter of __init__ and __post_init__ that is no field."""

    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        name = self.type.__name__ if isinstance(self.type, type) else repr(self.type)
        return f"dataclasses.InitVar[{name}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """What is known about one field."""

    __slots__ = ("name", "type", "default", "default_factory", "init", "repr", "hash",
                 "compare", "metadata", "kw_only", "_field_type")

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = self.type = None
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.hash, self.compare = init, repr, hash, compare
        self.metadata = MappingProxyType({} if metadata is None else metadata)
        self.kw_only = kw_only
        self._field_type = None

    def __repr__(self):
        parts = ",".join(f"{name}={getattr(self, name)!r}" for name in Field.__slots__)
        return f"Field({parts})"

    def __set_name__(self, owner, name):
        set_name = getattr(type(self.default), "__set_name__", None)
        if set_name:
            set_name(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None,
          compare=True, metadata=None, kw_only=MISSING):
    """Says more about a field than a default can."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


class _DataclassParams:
    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen", "match_args", "kw_only",
                 "slots", "weakref_slot")

    def __init__(self, **options):
        for name, value in options.items():
            setattr(self, name, value)

    def __repr__(self):
        parts = ",".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"_DataclassParams({parts})"


# Finding the fields -----------------------------------------------------------------


def _names_form(annotation, cls, module_name, wanted):
    """Whether an annotation written as a string names module_name.wanted."""
    text = annotation.strip()
    head = text.partition("[")[0].strip()
    module, dot, name = head.rpartition(".")
    namespace = getattr(sys.modules.get(cls.__module__), "__dict__", {})
    target = getattr(sys.modules.get(module_name), wanted, None)
    if target is None:
        return False
    if dot:
        return namespace.get(module) is sys.modules.get(module_name) and name == wanted
    return namespace.get(name) is target


def _is_classvar(annotation, cls):
    typing = sys.modules.get("typing")
    if typing is None:
        return False
    if isinstance(annotation, str):
        return _names_form(annotation, cls, "typing", "ClassVar")
    return annotation is typing.ClassVar or typing.get_origin(annotation) is typing.ClassVar


def _is_initvar(annotation, cls):
    if isinstance(annotation, str):
        return _names_form(annotation, cls, "dataclasses", "InitVar")
    return annotation is InitVar or type(annotation) is InitVar


def _is_kw_only(annotation, cls):
    if isinstance(annotation, str):
        return _names_form(annotation, cls, "dataclasses", "KW_ONLY")
    return annotation is KW_ONLY


def _make_field(cls, name, annotation, kw_only):
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        result = default
    else:
        # The descriptor of a slot is no default.
        result = field(default=MISSING if isinstance(default, MemberDescriptorType) else default)
    result.name = name
    result.type = annotation
    result._field_type = _FIELD
    if _is_classvar(annotation, cls):
        result._field_type = _FIELD_CLASSVAR
    elif _is_initvar(annotation, cls):
        result._field_type = _FIELD_INITVAR
    if result._field_type is not _FIELD and result.default_factory is not MISSING:
        raise TypeError(f"field {name} cannot have a default factory")
    if result._field_type is _FIELD_CLASSVAR:
        if result.kw_only is not MISSING:
            raise TypeError(f"field {name} is a ClassVar but specifies kw_only")
    elif result.kw_only is MISSING:
        result.kw_only = kw_only
    if result._field_type is _FIELD and result.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {type(result.default)} for field {name} is not allowed: "
                         f"use default_factory")
    return result


def _own_fields(cls, kw_only):
    annotations = cls.__dict__.get("__annotations__", {})
    result = []
    seen = False
    for name, annotation in annotations.items():
        if _is_kw_only(annotation, cls):
            if seen:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            seen = kw_only = True
        else:
            result.append(_make_field(cls, name, annotation, kw_only))
    for item in result:
        if isinstance(cls.__dict__.get(item.name), Field):
            if item.default is MISSING:
                delattr(cls, item.name)
            else:
                setattr(cls, item.name, item.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    return result


def _inherited_fields(cls, frozen):
    """The fields of the bases by name; checks that all are frozen or none is."""
    result = {}
    any_frozen = any_base = False
    all_frozen = None
    for base in cls.__mro__[-1:0:-1]:
        base_fields = getattr(base, _FIELDS, None)
        if base_fields is None:
            continue
        any_base = True
        result.update(base_fields)
        if all_frozen is None:
            all_frozen = True
        is_frozen = getattr(base, _PARAMS).frozen
        all_frozen = all_frozen and is_frozen
        any_frozen = any_frozen or is_frozen
    if any_base:
        if any_frozen and not frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if all_frozen is False and frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    return result


# Building the methods ------------------------------------------------------------------


class _Source:
    """The text of the methods, and the values it names."""

    def __init__(self):
        self.lines = []
        self.names = {"_MISSING": MISSING, "_FACTORY": _HAS_DEFAULT_FACTORY, "_set": object.__setattr__}
        self.methods = {}

    def add(self, name, parameters, body, annotations=None):
        self.methods[name] = annotations
        self.lines.append(f" def {name}({', '.join(parameters)}):")
        self.lines.extend(f"  {line}" for line in body)

    def build(self, cls):
        """The functions by name, as if the class had defined them."""
        if not self.methods:
            return {}
        outer = sorted(self.names)
        text = "\n".join([f"def _create({', '.join(outer)}):", *self.lines,
                          f" return {{{', '.join(f'{name!r}: {name}' for name in self.methods)}}}"])
        globals_ = getattr(sys.modules.get(cls.__module__), "__dict__", {})
        namespace = {}
        exec(text, globals_, namespace)
        functions = namespace["_create"](*(self.names[name] for name in outer))
        for name, function in functions.items():
            function.__qualname__ = f"{cls.__qualname__}.{name}"
            if self.methods[name] is not None:
                function.__annotations__ = self.methods[name]
        return functions


def _parameter(item):
    if item.default is not MISSING:
        return f"{item.name}=_default_{item.name}"
    if item.default_factory is not MISSING:
        return f"{item.name}=_FACTORY"
    return item.name


def _initial(item, slots, source):
    """The expression a field starts with, None where there is nothing to store."""
    if item.default_factory is not MISSING:
        source.names[f"_factory_{item.name}"] = item.default_factory
        made = f"_factory_{item.name}()"
        return f"{made} if {item.name} is _FACTORY else {item.name}" if item.init else made
    if item.default is not MISSING:
        source.names[f"_default_{item.name}"] = item.default
    if item.init:
        return item.name
    # With slots the class holds no default.
    return f"_default_{item.name}" if slots and item.default is not MISSING else None


def _add_init(source, cls, all_fields, frozen, slots):
    """__init__, for fields and InitVars."""
    standard = [item for item in all_fields if item.init and not item.kw_only]
    keywords = [item for item in all_fields if item.init and item.kw_only]
    seen = None
    for item in standard:
        if item.default is not MISSING or item.default_factory is not MISSING:
            seen = item
        elif seen:
            raise TypeError(f"non-default argument {item.name!r} follows default argument {seen.name!r}")
    self_name = "__dataclass_self__" if any(item.name == "self" for item in all_fields) else "self"
    body = []
    for item in all_fields:
        initial = _initial(item, slots, source)
        if initial is None or item._field_type is _FIELD_INITVAR:
            continue
        body.append(f"_set({self_name}, {item.name!r}, {initial})" if frozen
                    else f"{self_name}.{item.name} = {initial}")
    if hasattr(cls, "__post_init__"):
        passed = ", ".join(item.name for item in all_fields if item._field_type is _FIELD_INITVAR)
        body.append(f"{self_name}.__post_init__({passed})")
    parameters = [self_name, *map(_parameter, standard)]
    if keywords:
        parameters += ["*", *map(_parameter, keywords)]
    annotations = {item.name: item.type for item in standard + keywords}
    source.add("__init__", parameters, body or ["pass"], {**annotations, "return": None})


def _add_frozen(source, cls, own_fields):
    names = ", ".join(repr(item.name) for item in own_fields)
    condition = "type(self) is _cls[0]" + (f" or name in ({names},)" if names else "")
    cell = source.names["_cls"] = [cls]
    source.names["_Frozen"] = FrozenInstanceError
    for method, parameters, word in (("__setattr__", ("value",), "assign to"), ("__delattr__", (), "delete")):
        arguments = ", ".join(("name", *parameters))
        source.add(method, ["self", "name", *parameters], [
            f"if {condition}:",
            f" raise _Frozen(f'cannot {word} field {{name!r}}')",
            f"super(_cls[0], self).{method}({arguments})"])
    return cell


def _tuple_text(owner, names):
    return f"({''.join(f'{owner}.{name},' for name in names)})"


def _guard_recursion(user_repr):
    """A repr that shows ... for what is being shown already."""
    from functools import wraps
    running = set()

    @wraps(user_repr)
    def __repr__(self):
        key = id(self)
        if key in running:
            return "..."
        running.add(key)
        try:
            return user_repr(self)
        finally:
            running.discard(key)
    return __repr__


def _add_comparisons(source, compared, eq, order):
    if eq:
        conditions = " and ".join(f"self.{name}==other.{name}" for name in compared)
        source.add("__eq__", ["self", "other"], [
            "if self is other:", " return True",
            "if other.__class__ is self.__class__:", f" return {conditions or True}",
            "return NotImplemented"])
    if order:
        for name, sign in (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")):
            source.add(name, ["self", "other"], [
                "if other.__class__ is self.__class__:",
                f" return {_tuple_text('self', compared)} {sign} {_tuple_text('other', compared)}",
                "return NotImplemented"])


def _decide_hash(cls, unsafe_hash, eq, frozen):
    """What to do about __hash__: 'add', 'none' or nothing."""
    explicit = "__hash__" in cls.__dict__ and not (
        cls.__dict__["__hash__"] is None and "__eq__" in cls.__dict__)
    if unsafe_hash:
        if explicit:
            raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
        return "add"
    if not eq or explicit:
        return None
    return "add" if frozen else "none"


def _refuse_ordering(cls, name):
    raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__} "
                    f"Consider using functools.total_ordering")


def _install(cls, functions):
    for name, function in functions.items():
        own = name in cls.__dict__
        if own and name in ("__lt__", "__le__", "__gt__", "__ge__"):
            _refuse_ordering(cls, name)
        if own and name in ("__setattr__", "__delattr__"):
            raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}")
        if name == "__repr__":
            function = _guard_recursion(function)
        if not own or name in ("__init__", "__hash__"):
            setattr(cls, name, function)


def _text_signature(cls):
    """The parameters of the class as help() shows them."""
    parts = []
    star = False
    parameters = [item for item in getattr(cls, _FIELDS).values()
                  if item.init and item._field_type is not _FIELD_CLASSVAR]
    for item in sorted(parameters, key=lambda item: bool(item.kw_only)):
        if item.kw_only and not star:
            star = True
            parts.append("*")
        annotation = item.type
        if isinstance(annotation, type):
            module = annotation.__module__
            annotation = annotation.__qualname__ if module == "builtins" else f"{module}.{annotation.__qualname__}"
        else:
            annotation = repr(annotation).removeprefix("typing.")
        text = f"{item.name}: {annotation}"
        if item.default is not MISSING:
            text += f" = {item.default!r}"
        elif item.default_factory is not MISSING:
            text += " = <factory>"
        parts.append(text)
    return f"{cls.__name__}({', '.join(parts)})"


def _process_class(cls, options):
    init, repr_, eq, order, frozen = (options[name] for name in ("init", "repr", "eq", "order", "frozen"))
    all_by_name = _inherited_fields(cls, frozen)
    setattr(cls, _PARAMS, _DataclassParams(**options))
    own = _own_fields(cls, options["kw_only"])
    all_by_name.update((item.name, item) for item in own)
    setattr(cls, _FIELDS, all_by_name)
    if order and not eq:
        raise ValueError("eq must be true if order is true")
    with_init = [item for item in all_by_name.values() if item._field_type is not _FIELD_CLASSVAR]
    real = [item for item in with_init if item._field_type is _FIELD]
    hash_action = _decide_hash(cls, options["unsafe_hash"], eq, frozen)
    source = _Source()
    cell = None
    if init:
        _add_init(source, cls, with_init, frozen, options["slots"])
    if repr_:
        shown = ", ".join(f"{item.name}={{self.{item.name}!r}}" for item in real if item.repr)
        source.add("__repr__", ["self"], [f"return f'{{self.__class__.__qualname__}}({shown})'"])
    _add_comparisons(source, [item.name for item in real if item.compare], eq, order)
    if frozen:
        cell = _add_frozen(source, cls, real)
    if hash_action == "add":
        hashed = [item.name for item in real if (item.compare if item.hash is None else item.hash)]
        source.add("__hash__", ["self"], [f"return hash({_tuple_text('self', hashed)})"])
    _install(cls, source.build(cls))
    if hash_action == "none":
        cls.__hash__ = None
    if not getattr(cls, "__doc__"):
        cls.__doc__ = _text_signature(cls)
    if options["match_args"] and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple(item.name for item in with_init if item.init and not item.kw_only)
    if options["weakref_slot"] and not options["slots"]:
        raise TypeError("weakref_slot is True but slots is False")
    if options["slots"]:
        cls = _with_slots(cls, [item.name for item in real], options["weakref_slot"], frozen)
        if cell:
            cell[0] = cls
    from abc import update_abstractmethods
    update_abstractmethods(cls)
    return cls


# Slots ----------------------------------------------------------------------------------


def _getstate(self):
    return [getattr(self, item.name) for item in fields(self)]


def _setstate(self, state):
    for item, value in zip(fields(self), state):
        object.__setattr__(self, item.name, value)


def _slots_of(cls):
    slots = cls.__dict__.get("__slots__", ())
    return (slots,) if isinstance(slots, str) else tuple(slots)


def _with_slots(cls, names, weakref_slot, frozen):
    """The class made again, since slots must be known when a class is made."""
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    inherited = {name for base in cls.__mro__[1:-1] for name in _slots_of(base)}
    slots = [name for name in names if name not in inherited]
    if weakref_slot and "__weakref__" not in inherited:
        slots.append("__weakref__")
    namespace = dict(cls.__dict__)
    for name in names:
        namespace.pop(name, None)
    namespace.pop("__dict__", None)
    namespace.pop("__weakref__", None)
    namespace["__slots__"] = tuple(slots)
    made = type(cls)(cls.__name__, cls.__bases__, namespace)
    made.__qualname__ = cls.__qualname__
    if frozen and "__getstate__" not in cls.__dict__:
        made.__getstate__ = _getstate
        if "__setstate__" not in cls.__dict__:
            made.__setstate__ = _setstate
    return made


# What programs call ------------------------------------------------------------------------


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False,
              frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Add the methods that a class's annotations call for."""
    options = {"init": init, "repr": repr, "eq": eq, "order": order, "unsafe_hash": unsafe_hash,
               "frozen": frozen, "match_args": match_args, "kw_only": kw_only, "slots": slots,
               "weakref_slot": weakref_slot}
    if cls is None:
        return lambda cls: _process_class(cls, options)
    return _process_class(cls, options)


def fields(class_or_instance):
    """The fields of a dataclass or of an instance."""
    try:
        known = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple(item for item in known.values() if item._field_type is _FIELD)


def _is_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Whether obj is a dataclass or an instance of one."""
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


def asdict(obj, *, dict_factory=dict):
    """The fields as a dict; dataclasses within become dicts, too."""
    if not _is_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _convert(obj, lambda pairs: dict_factory(pairs))


def astuple(obj, *, tuple_factory=tuple):
    """The values of the fields; dataclasses within become tuples, too."""
    if not _is_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _convert(obj, lambda pairs: tuple_factory([value for _, value in pairs]))


_ATOMS = frozenset((type(None), bool, int, float, str, complex, bytes, type(...), type(NotImplemented), type))


def _convert(obj, make):
    kind = type(obj)
    if kind in _ATOMS:
        return obj
    if hasattr(kind, _FIELDS):
        return make([(item.name, _convert(getattr(obj, item.name), make)) for item in fields(obj)])
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return kind(*(_convert(value, make) for value in obj))
    if isinstance(obj, (list, tuple)):
        return kind(_convert(value, make) for value in obj)
    if isinstance(obj, dict):
        pairs = ((_convert(key, make), _convert(value, make)) for key, value in obj.items())
        if hasattr(kind, "default_factory"):
            result = kind(obj.default_factory)
            result.update(pairs)
            return result
        return kind(pairs)
    return deepcopy(obj)


def replace(obj, /, **changes):
    """A new instance with some fields changed."""
    if not _is_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for item in getattr(self, _FIELDS).values():
        if item._field_type is _FIELD_CLASSVAR:
            continue
        if not item.init:
            if item.name in changes:
                raise TypeError(f"field {item.name} is declared with init=False, "
                                f"it cannot be specified with replace()")
        elif item.name not in changes:
            if item._field_type is _FIELD_INITVAR and item.default is MISSING:
                raise TypeError(f"InitVar {item.name!r} must be specified with replace()")
            if item._field_type is not _FIELD_INITVAR:
                changes[item.name] = getattr(self, item.name)
    return self.__class__(**changes)


def _check_field_name(name, seen):
    from keyword import iskeyword
    if not isinstance(name, str) or not name.isidentifier():
        raise TypeError(f"Field names must be valid identifiers: {name!r}")
    if iskeyword(name):
        raise TypeError(f"Field names must not be keywords: {name!r}")
    if name in seen:
        raise TypeError(f"Field name duplicated: {name!r}")


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True,
                   order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False,
                   slots=False, weakref_slot=False, module=None):
    """A dataclass from a list of names, (name, type) and (name, type, field)."""
    annotations, defaults = {}, {}
    for item in fields:
        if isinstance(item, str):
            name, kind = item, "typing.Any"
        elif len(item) == 2:
            name, kind = item
        elif len(item) == 3:
            name, kind, defaults[item[0]] = item
        else:
            raise TypeError(f"Invalid field: {item!r}")
        _check_field_name(name, annotations)
        annotations[name] = kind

    def fill(body):
        body.update(namespace or {})
        body.update(defaults)
        body["__annotations__"] = annotations
    cls = new_class(cls_name, bases, {}, fill)
    cls.__module__ = module or sys._getframe(1).f_globals.get("__name__", "__main__")
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash,
                     frozen=frozen, match_args=match_args, kw_only=kw_only, slots=slots,
                     weakref_slot=weakref_slot)
