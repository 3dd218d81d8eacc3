"""Enumerations: classes with a fixed set of instances that have names.

The metaclass takes the members out of the class's body, makes the class without
them, and then makes one instance for each (_make_members).
"""

import builtins
import sys
from types import DynamicClassAttribute, MappingProxyType

__all__ = ["EnumType", "EnumMeta", "EnumDict", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag",
           "ReprEnum", "auto", "unique", "property", "verify", "member", "nonmember", "FlagBoundary",
           "STRICT", "CONFORM", "EJECT", "KEEP", "EnumCheck", "CONTINUOUS", "NAMED_FLAGS", "UNIQUE",
           "show_flag_values", "bin"]

# The classes of this module, None until they exist: the metaclass asks for them.
Enum = Flag = ReprEnum = None
_builtin_property = property
_NOT_GIVEN = object()
_UNSET = object()

_KNOWN_SUNDERS = frozenset((
    "_order_", "_generate_next_value_", "_numeric_repr_", "_missing_", "_ignore_", "_iter_member_",
    "_iter_member_by_value_", "_iter_member_by_def_", "_add_alias_", "_add_value_alias_"))


class nonmember:
    """Keeps a value from becoming a member."""

    def __init__(self, value):
        self.value = value


class member:
    """Makes a member of what would be none."""

    def __init__(self, value):
        self.value = value


class auto:
    """A value to be chosen by _generate_next_value_."""

    def __init__(self, value=_UNSET):
        self.value = value

    def __repr__(self):
        return f"auto({'' if self.value is _UNSET else repr(self.value)})"


class property(DynamicClassAttribute):
    """A property that leaves its name free for a member."""

    member = None

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            if self.member is not None:
                return self.member
            raise AttributeError(f"{ownerclass!r} has no attribute {self.name!r}")
        if self.fget is not None:
            return self.fget(instance)
        raise AttributeError(f"{ownerclass!r} has no attribute {self.name!r}")

    def __set_name__(self, ownerclass, name):
        self.name = name
        self.clsname = ownerclass.__name__


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == "__" and name[2] != "_" and name[-3] != "_"


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == "_" and name[1] != "_" and name[-2] != "_"


def _is_private(cls_name, name):
    start = f"_{cls_name}__"
    return len(name) > len(start) and name.startswith(start) and name[-2:] != "__"


def _is_descriptor(value):
    return hasattr(value, "__get__") or hasattr(value, "__set__") or hasattr(value, "__delete__")


def _is_nested_class(cls_name, value):
    return isinstance(value, type) and value.__qualname__.endswith(f"{cls_name}.{value.__name__}")


class EnumDict(dict):
    """The namespace of an enumeration's body: knows which names are members."""

    def __init__(self, cls_name=None):
        super().__init__()
        self._member_names = {}
        self._last_values = []
        self._ignore = []
        self._cls_name = cls_name
        self._generate_next_value = None

    def __setitem__(self, key, value):
        if self._cls_name is not None and _is_private(self._cls_name, key):
            pass
        elif _is_sunder(key):
            value = self._set_sunder(key, value)
        elif _is_dunder(key):
            if key == "__order__":
                key = "_order_"
        elif key in self._member_names:
            raise TypeError(f"{key!r} already defined as {self[key]!r}")
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif _is_descriptor(value) and not isinstance(value, member) \
                or self._cls_name is not None and _is_nested_class(self._cls_name, value):
            pass
        else:
            if key in self:
                raise TypeError(f"{key!r} already defined as {self[key]!r}")
            value = self._new_member(key, value)
        super().__setitem__(key, value)

    def _set_sunder(self, key, value):
        if key not in _KNOWN_SUNDERS:
            raise ValueError(f"_sunder_ names, such as {key!r}, are reserved for future Enum use")
        if key == "_generate_next_value_":
            if self._member_names:
                raise TypeError("_generate_next_value_ must be defined before members")
            self._generate_next_value = getattr(value, "__func__", value)
        elif key == "_ignore_":
            value = value.replace(",", " ").split() if isinstance(value, str) else list(value)
            self._ignore = value
            clash = set(value) & set(self._member_names)
            if clash:
                raise ValueError(f"_ignore_ cannot specify already set names: {clash!r}")
        return value

    def _new_member(self, key, value):
        if isinstance(value, member):
            value = value.value
        if isinstance(value, auto):
            value = self._resolve(key, value)
        elif type(value) is tuple and any(isinstance(part, auto) for part in value):
            parts = []
            for part in value:
                if isinstance(part, auto):
                    part = self._resolve(key, part)
                    self._last_values.append(part)
                parts.append(part)
            value = tuple(parts)
        self._member_names[key] = None
        self._last_values.append(value)
        return value

    def _resolve(self, key, request):
        if request.value is _UNSET:
            request.value = self._generate_next_value(key, 1, len(self._member_names), self._last_values[:])
        return request.value

    @_builtin_property
    def member_names(self):
        return list(self._member_names)

    def update(self, members, **more):
        for name, value in (members.items() if hasattr(members, "keys") else members):
            self[name] = value
        for name, value in more.items():
            self[name] = value


# The metaclass --------------------------------------------------------------------


def _check_bases(name, bases):
    for base in bases:
        for ancestor in base.__mro__:
            if isinstance(ancestor, EnumType) and ancestor._member_names_:
                raise TypeError(f"<enum {name!r}> cannot extend {ancestor!r}")


def _find_data_type(name, bases):
    """The class whose values the members are, object where there is none."""
    found = []
    for chain in bases:
        candidate = None
        for base in chain.__mro__:
            if base is object:
                continue
            if isinstance(base, EnumType):
                if base._member_type_ is not object:
                    found.append(base._member_type_)
                    break
            elif "__new__" in base.__dict__ or "__dataclass_fields__" in base.__dict__:
                found.append(candidate or base)
                break
            else:
                candidate = candidate or base
    found = list(dict.fromkeys(found))
    if len(found) > 1:
        raise TypeError(f"too many data types for {name!r}: {set(found)!r}")
    return found[0] if found else object


def _find_data_repr(bases):
    for chain in bases:
        for base in chain.__mro__:
            if base is object:
                continue
            if isinstance(base, EnumType):
                return base._value_repr_
            if "__repr__" in base.__dict__:
                return base.__dict__["__repr__"]
    return None


def _find_new(namespace, member_type, first_enum):
    """What makes a member, and whether it gets the value's parts."""
    new = namespace.get("__new__")
    if new is not None:
        return getattr(new, "__func__", new), True
    if first_enum is None:
        return object.__new__, False
    for name in ("__new_member__", "__new__"):
        for owner in (member_type, first_enum):
            new = getattr(owner, name, None)
            if new is not None and new is not object.__new__:
                return new, True
    return object.__new__, False


def _make_members(cls, definitions, new, use_args):
    for name, value in definitions.items():
        args = value if isinstance(value, tuple) else (value,)
        if cls._member_type_ is tuple:
            args = (args,)
        made = new(cls, *args) if use_args else new(cls)
        if not hasattr(made, "_value_"):
            if cls._member_type_ is object:
                made._value_ = value
            else:
                try:
                    made._value_ = cls._member_type_(*args)
                except Exception as error:
                    raise TypeError("_value_ not set in __new__, unable to create it") from error
        made._name_ = name
        made.__objclass__ = cls
        made.__init__(*args)
        made._sort_order_ = len(cls._member_names_)
        _add_member(cls, name, made)


def _find_equal(cls, made):
    """The member that has the same value already, or None."""
    value = made._value_
    try:
        return cls._value2member_map_.get(value)
    except TypeError:
        return next((known for known in cls._member_map_.values() if known._value_ == value), None)


def _add_member(cls, name, made):
    """Adds a member or an alias of an earlier one."""
    known = _find_equal(cls, made)
    is_flag = Flag is not None and issubclass(cls, Flag)
    if known is not None:
        made = known
    elif not is_flag:
        cls._member_names_.append(name)
    else:
        value = made._value_
        if isinstance(value, int):
            single = value > 0 and value & (value - 1) == 0
            if single or value < 0:
                cls._member_names_.append(name)
            cls._flag_mask_ |= value
            if single:
                cls._singles_mask_ |= value
            cls._all_bits_ = 2 ** cls._flag_mask_.bit_length() - 1
        else:
            cls._member_names_.append(name)
    cls._member_map_[name] = made
    try:
        cls._value2member_map_.setdefault(made._value_, made)
    except TypeError:
        cls._unhashable_values_.append(made._value_)
    _set_attribute(cls, name, made)


def _set_attribute(cls, name, made):
    """Cls.name is the member, even where members have a property of that name."""
    for base in cls.__mro__[1:]:
        inherited = base.__dict__.get(name)
        if isinstance(inherited, (_builtin_property, DynamicClassAttribute)):
            redirect = property(inherited.fget, inherited.fset, inherited.fdel)
            redirect.member = made
            redirect.__set_name__(cls, name)
            type.__setattr__(cls, name, redirect)
            return
    type.__setattr__(cls, name, made)


class _Members:
    """Makes the members while the class is being made: before __init_subclass__ runs."""

    def __init__(self, definitions, new, use_args):
        self.parts = definitions, new, use_args

    def __set_name__(self, cls, name):
        _make_members(cls, *self.parts)


def _check_order(cls, order):
    if isinstance(order, str):
        order = order.replace(",", " ").split()
    wanted = [name for name in order if name in cls._member_names_ or name not in cls._member_map_]
    if wanted != cls._member_names_:
        raise TypeError(f"member order does not match _order_:\n  {cls._member_names_!r}\n  {wanted!r}")


class EnumType(type):
    """The metaclass of enumerations."""

    @classmethod
    def __prepare__(metacls, name, bases, **kwds):
        if Enum is None:
            return {}
        _check_bases(name, bases)
        namespace = EnumDict(name)
        if bases:
            namespace._generate_next_value = getattr(bases[-1], "_generate_next_value_", None)
        return namespace

    def __new__(metacls, name, bases, namespace, *, boundary=None, _simple=False, **kwds):
        if Enum is None:
            return super().__new__(metacls, name, bases, dict(namespace))
        first_enum = bases[-1]
        if not isinstance(first_enum, EnumType):
            raise TypeError("new enumerations should be created as `EnumName([mixin_type, ...] "
                            "[data_type,] enum_type)`")
        body = {key: value for key, value in namespace.items()
                if key not in namespace._member_names and key not in namespace._ignore
                and key != "_ignore_"}
        bad = {"mro"} & set(namespace._member_names)
        if bad:
            raise ValueError(f"invalid enum member name(s) {','.join(map(repr, bad))}")
        if isinstance(body.get("_generate_next_value_"), type(_is_dunder)):
            body["_generate_next_value_"] = staticmethod(body["_generate_next_value_"])
        order = body.pop("_order_", None)
        member_type = _find_data_type(name, bases)
        new, use_args = _find_new(namespace, member_type, first_enum)
        body.update(_member_names_=[], _member_map_={}, _value2member_map_={}, _unhashable_values_=[],
                    _member_type_=member_type, _value_repr_=_find_data_repr(bases), _use_args_=use_args,
                    _boundary_=boundary or getattr(first_enum, "_boundary_", None),
                    _flag_mask_=0, _singles_mask_=0, _all_bits_=0)
        if "__new__" in namespace:
            body["__new_member__"] = staticmethod(new)
        # __reduce_ex__ of the data type would lose the member.
        _choose_methods(body, bases, first_enum, member_type)
        definitions = {key: namespace[key] for key in namespace._member_names}
        body["_members_"] = _Members(definitions, new, use_args)
        cls = super().__new__(metacls, name, bases, body, **kwds)
        type.__delattr__(cls, "_members_")
        if order is not None:
            _check_order(cls, order)
        if Flag is not None and issubclass(cls, Flag):
            cls._member_names_.sort(key=lambda name: cls._member_map_[name]._value_)
        return cls

    def __init__(cls, *args, **kwds):
        pass

    def __call__(cls, value=_NOT_GIVEN, names=_NOT_GIVEN, *values, module=None, qualname=None,
                 type=None, start=1, boundary=None):
        if cls._member_map_:
            if names is not _NOT_GIVEN:
                value = (value, names) + values
            if value is _NOT_GIVEN:
                raise TypeError("EnumType.__call__() missing 1 required positional argument: 'value'")
            return _lookup(cls, value)
        if names is _NOT_GIVEN and type is None:
            raise TypeError(f"{cls} has no members; specify `names=()` if you meant to create "
                            f"a new, empty, enum")
        return _create(cls, value, () if names is _NOT_GIVEN else names, module, qualname, type, start, boundary)

    def __bool__(cls):
        return True

    def __contains__(cls, value):
        if isinstance(value, cls):
            return True
        try:
            if value in cls._value2member_map_:
                return True
        except TypeError:
            return value in cls._unhashable_values_
        if issubclass(cls, Flag):
            try:
                return isinstance(cls._missing_(value), cls)
            except ValueError:
                return False
        return value in cls._unhashable_values_

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", ()):
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)

    def __delattr__(cls, name):
        if name in cls.__dict__.get("_member_map_", ()):
            raise AttributeError(f"{cls.__name__!r} cannot delete member {name!r}.")
        super().__delattr__(name)

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return (cls._member_map_[name] for name in cls._member_names_)

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __len__(cls):
        return len(cls._member_names_)

    @_builtin_property
    def __members__(cls):
        return MappingProxyType(cls._member_map_)

    def __dir__(cls):
        own = {"__class__", "__contains__", "__doc__", "__getitem__", "__init_subclass__", "__iter__",
               "__len__", "__members__", "__module__", "__name__", "__qualname__"}
        if cls._member_type_ is object:
            return sorted(own | set(cls._member_names_))
        return sorted(set(dir(cls._member_type_)) | own | set(cls._member_names_))

    def __repr__(cls):
        word = "flag" if Flag is not None and issubclass(cls, Flag) else "enum"
        return f"<{word} {cls.__name__!r}>"


EnumMeta = EnumType


def _choose_methods(body, bases, first_enum, member_type):
    """Members show themselves as their enumeration says, not as their data type does."""
    if ReprEnum is not None and ReprEnum in bases:
        body.setdefault("__format__", member_type.__format__)
        text = member_type.__str__
        body.setdefault("__str__", member_type.__repr__ if text is object.__str__ else text)
    for name in ("__repr__", "__str__", "__format__", "__reduce_ex__"):
        if name in body:
            continue
        found = next((base.__dict__[name] for chain in bases for base in chain.__mro__
                      if name in base.__dict__), None)
        if found in (getattr(member_type, name), getattr(object, name)) or member_type is not object \
                and not any(name in base.__dict__ for base in bases if isinstance(base, EnumType)):
            body[name] = getattr(first_enum, name)
    if Flag is not None and issubclass(first_enum, Flag) and member_type is not object:
        for name in ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__", "__invert__"):
            body.setdefault(name, getattr(first_enum, name))


def _lookup(cls, value):
    """The member with this value; otherwise what _missing_ says."""
    if type(value) is cls:
        return value
    try:
        found = cls._value2member_map_.get(value)
        if found is not None:
            return found
    except TypeError:
        for known in cls._member_map_.values():
            if known._value_ == value:
                return known
    failure = None
    try:
        result = cls._missing_(value)
    except Exception as error:
        failure, result = error, None
    if isinstance(result, cls):
        return result
    if Flag is not None and issubclass(cls, Flag) and cls._boundary_ is EJECT and isinstance(result, int):
        return result
    invalid = ValueError(f"{value!r} is not a valid {cls.__qualname__}")
    if failure is None and result is None:
        raise invalid
    if failure is None:
        failure = TypeError(f"error in {cls.__name__}._missing_: returned {result!r} instead of None "
                            f"or a valid member")
    if not isinstance(failure, ValueError):
        failure.__context__ = invalid
    raise failure


def _create(cls, name, names, module, qualname, mixin, start, boundary):
    """The functional form: Enum('Color', 'RED GREEN')."""
    metacls = type(cls)
    bases = (cls,) if mixin is None else (mixin, cls)
    namespace = metacls.__prepare__(name, bases)
    if isinstance(names, str):
        names = names.replace(",", " ").split()
    if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
        last = []
        pairs = []
        for count, item in enumerate(names):
            value = namespace._generate_next_value(item, start, count, last[:])
            last.append(value)
            pairs.append((item, value))
        names = pairs
    if names is None:
        names = ()
    for item in names:
        key, value = (item, names[item]) if isinstance(item, str) else item
        namespace[key] = value
    if module is None:
        module = sys._getframe(2).f_globals.get("__name__")
    if module is not None:
        namespace["__module__"] = module
    if qualname is not None:
        namespace["__qualname__"] = qualname
    return metacls(name, bases, namespace, boundary=boundary)


# Enum and its kin -----------------------------------------------------------------


class Enum(metaclass=EnumType):
    """The base class of enumerations."""

    _member_names_ = []
    _member_map_ = {}
    _value2member_map_ = {}
    _unhashable_values_ = []
    _member_type_ = object
    _value_repr_ = None
    _boundary_ = None

    def __init__(self, *args, **kwds):
        pass

    @_builtin_property
    def name(self):
        """The name of the member."""
        return self._name_

    @_builtin_property
    def value(self):
        """The value of the member."""
        return self._value_

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        try:
            last = max(last_values)
        except TypeError:
            raise TypeError("unable to sort non-numeric values") from None
        try:
            return last + 1
        except TypeError:
            raise TypeError(f"unable to increment {last!r}") from None

    @classmethod
    def _missing_(cls, value):
        return None

    def _add_alias_(self, name):
        cls = self.__class__
        if cls._member_map_.get(name, self) is not self:
            raise NameError(f"{name!r} is already bound: {cls._member_map_[name]!r}")
        cls._member_map_[name] = self
        _set_attribute(cls, name, self)

    def _add_value_alias_(self, value):
        known = self.__class__._value2member_map_.setdefault(value, self)
        if known is not self:
            raise ValueError(f"{value!r} is already bound: {known!r}")

    def __repr__(self):
        show = type(self)._value_repr_ or repr
        return f"<{self.__class__.__name__}.{self._name_}: {show(self._value_)}>"

    def __str__(self):
        return f"{self.__class__.__name__}.{self._name_}"

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __dir__(self):
        own = {"__class__", "__doc__", "__eq__", "__hash__", "__module__", "name", "value"}
        for base in type(self).__mro__:
            if base is object or base is Enum:
                continue
            own.update(name for name in base.__dict__ if name[0] != "_" and name not in base.__dict__.get("_member_map_", ()))
        return sorted(own)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self


class ReprEnum(Enum):
    """Only repr() shows the member; str() and format() show its value."""


class IntEnum(int, ReprEnum):
    """Members are ints, too."""


class StrEnum(str, ReprEnum):
    """Members are strings, too."""

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError(f"too many arguments for str(): {values!r}")
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError(f"{values[0]!r} is not a string")
        for value, what in zip(values[1:], ("encoding", "errors")):
            if not isinstance(value, str):
                raise TypeError(f"{what} must be a string, not {value!r}")
        made = str.__new__(cls, *values)
        made._value_ = str(*values)
        return made

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


class FlagBoundary(StrEnum):
    """What becomes of bits that no flag has."""

    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


def bin(num, max_bits=None):
    """Like builtins.bin(), with the sign as a digit and a blank behind it."""
    num = num.__index__()
    ceiling = 2 ** num.bit_length()
    if num >= 0:
        text = builtins.bin(num + ceiling).replace("1", "0", 1)
    else:
        text = builtins.bin(~num ^ (ceiling - 1) + ceiling)
    sign, digits = text[:3], text[3:]
    if max_bits is not None and len(digits) < max_bits:
        digits = (sign[-1] * max_bits + digits)[-max_bits:]
    return f"{sign} {digits}"


def _bits(number):
    while number:
        bit = number & -number
        yield bit
        number ^= bit


def show_flag_values(value):
    """The bits of a flag."""
    return list(_bits(getattr(value, "_value_", value)))


class Flag(Enum, boundary=STRICT):
    """Members can be combined with | & ^ and ~."""

    _numeric_repr_ = repr

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start if start is not None else 1
        last = max(last_values)
        try:
            return 2 ** last.bit_length()
        except Exception:
            raise TypeError(f"invalid flag value {last!r}") from None

    @classmethod
    def _iter_member_by_value_(cls, value):
        for bit in _bits(value & cls._flag_mask_):
            yield cls._value2member_map_.get(bit)

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _missing_(cls, value):
        """The combination of members with this value, made when first asked for."""
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        mask, all_bits = cls._flag_mask_, cls._all_bits_
        negative = None
        if not ~all_bits <= value <= all_bits or value & (all_bits ^ mask):
            boundary = cls._boundary_
            if boundary is STRICT:
                width = max(value.bit_length(), mask.bit_length())
                raise ValueError(f"{cls!r} invalid value {value!r}\n    given {bin(value, width)}\n"
                                 f"  allowed {bin(mask, width)}")
            if boundary is CONFORM:
                value &= mask
            elif boundary is EJECT:
                return value
            elif value < 0:
                value = max(all_bits + 1, 2 ** value.bit_length()) + value
        if value < 0:
            negative = value
            value += all_bits + 1
        known = cls._value2member_map_.get(value)
        if known is None:
            known = cls._combine(value)
        if negative is not None:
            cls._value2member_map_[negative] = known
        return known

    @classmethod
    def _combine(cls, value):
        if cls._member_type_ is object:
            made = object.__new__(cls)
        else:
            made = cls._member_type_.__new__(cls, value)
        made._value_ = value
        made.__objclass__ = cls
        unknown = value & ~cls._flag_mask_
        names = [item._name_ for item in cls._iter_member_(value) if item is not None]
        if unknown and names:
            names.append(cls._numeric_repr_(unknown))
        made._name_ = "|".join(names) or None
        return cls._value2member_map_.setdefault(value, made)

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError(f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} "
                            f"and {self.__class__.__qualname__!r}")
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __bool__(self):
        return bool(self._value_)

    def __repr__(self):
        show = type(self)._value_repr_ or repr
        name = f".{self._name_}" if self._name_ is not None else ""
        return f"<{self.__class__.__name__}{name}: {show(self._value_)}>"

    def __str__(self):
        name = self.__class__.__name__
        return f"{name}({self._value_!r})" if self._name_ is None else f"{name}.{self._name_}"

    def _operand(self, other):
        if isinstance(other, self.__class__):
            return other._value_
        if self._member_type_ is not object and isinstance(other, self._member_type_):
            return other
        return NotImplemented

    def __or__(self, other):
        other = self._operand(other)
        return other if other is NotImplemented else self.__class__(self._value_ | other)

    def __and__(self, other):
        other = self._operand(other)
        return other if other is NotImplemented else self.__class__(self._value_ & other)

    def __xor__(self, other):
        other = self._operand(other)
        return other if other is NotImplemented else self.__class__(self._value_ ^ other)

    def __invert__(self):
        if self._boundary_ in (EJECT, KEEP):
            return self.__class__(~self._value_)
        return self.__class__(self._singles_mask_ & ~self._value_)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """Flags that are ints, too."""


# Checks ---------------------------------------------------------------------------


def unique(enumeration):
    """Refuse aliases."""
    duplicates = [(name, item._name_) for name, item in enumeration.__members__.items() if name != item._name_]
    if duplicates:
        text = ", ".join(f"{alias} -> {name}" for alias, name in duplicates)
        raise ValueError(f"duplicate values found in {enumeration!r}: {text}")
    return enumeration


class EnumCheck(StrEnum):
    """What verify() can check."""

    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """A decorator that checks an enumeration."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        for check in self.checks:
            if check is UNIQUE:
                self._unique(enumeration)
            elif check is CONTINUOUS:
                self._continuous(enumeration)
            elif check is NAMED_FLAGS:
                self._named_flags(enumeration)
        return enumeration

    def _unique(self, enumeration):
        duplicates = [f"{name} -> {item._name_}" for name, item in enumeration.__members__.items()
                      if name != item._name_]
        if duplicates:
            raise ValueError(f"aliases found in {enumeration!r}: {', '.join(duplicates)}")

    def _continuous(self, enumeration):
        values = {item._value_ for item in enumeration}
        if len(values) < 2:
            return
        low, high = min(values), max(values)
        if issubclass(enumeration, Flag):
            missing = [2 ** i for i in range(low.bit_length(), high.bit_length() - 1) if 2 ** i not in values]
        else:
            missing = [i for i in range(low + 1, high) if i not in values]
        if missing:
            raise ValueError(f"invalid {'flag' if issubclass(enumeration, Flag) else 'enum'} "
                             f"{enumeration.__name__!r}: missing values {', '.join(map(str, missing))}")

    def _named_flags(self, enumeration):
        named = {item._value_ for item in enumeration}
        bad, missing = [], 0
        for name, item in enumeration._member_map_.items():
            unknown = sum(bit for bit in _bits(item._value_) if bit not in named) if item._value_ > 0 else 0
            if name not in enumeration._member_names_ and unknown:
                bad.append(name)
                missing |= unknown
        if bad:
            which = (f"alias {bad[0]} is missing" if len(bad) == 1
                     else f"aliases {', '.join(bad[:-1])} and {bad[-1]} are missing")
            what = "value" if missing & (missing - 1) == 0 else "combined values of"
            raise ValueError(f"invalid Flag {enumeration.__name__!r}: {which} {what} "
                             f"{missing:#x} [use enum.show_flag_values(value) for details]")
