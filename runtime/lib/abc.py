"""Abstract base classes."""

__all__ = ["ABCMeta", "ABC", "abstractmethod", "abstractclassmethod", "abstractstaticmethod",
           "abstractproperty", "get_cache_token", "update_abstractmethods"]


def abstractmethod(funcobj):
    """Mark a method that classes must override before they can have instances."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    """classmethod and abstractmethod in one."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    """staticmethod and abstractmethod in one."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    """property and abstractmethod in one."""

    __isabstractmethod__ = True


# Counts registrations: what classes remember about others holds while it stays.
_registrations = 0


def get_cache_token():
    """A number that changes with every register() of any abstract base class."""
    return _registrations


def _abstract_names(cls, namespace, bases):
    names = {name for name, value in namespace.items() if getattr(value, "__isabstractmethod__", False)}
    for base in bases:
        for name in getattr(base, "__abstractmethods__", ()):
            if getattr(getattr(cls, name, None), "__isabstractmethod__", False):
                names.add(name)
    return frozenset(names)


class _State:
    """What an abstract base class knows: the classes registered, and earlier answers."""

    __slots__ = ("registered", "answers", "token")

    def __init__(self):
        self.registered = []
        self.answers = {}
        self.token = _registrations


class ABCMeta(type):
    """The metaclass of abstract base classes."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        cls.__abstractmethods__ = _abstract_names(cls, namespace, bases)
        cls._abc_impl = _State()
        return cls

    def register(cls, subclass):
        """Take subclass for a subclass of this one; returns it, so it can decorate."""
        global _registrations
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if issubclass(subclass, cls):
            return subclass
        if issubclass(cls, subclass):
            raise RuntimeError("Refusing to create an inheritance cycle")
        cls._abc_impl.registered.append(subclass)
        _registrations += 1
        return subclass

    def __instancecheck__(cls, instance):
        kind = type(instance)
        state = cls._abc_impl
        if state.token == _registrations and instance.__class__ is kind:
            answer = state.answers.get(kind)
            if answer is not None:
                return answer
        own = instance.__class__
        if own is kind:
            return cls.__subclasscheck__(kind)
        return cls.__subclasscheck__(own) or cls.__subclasscheck__(kind)

    def __subclasscheck__(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        state = cls._abc_impl
        if state.token != _registrations:
            state.answers.clear()
            state.token = _registrations
        answer = state.answers.get(subclass)
        if answer is None:
            answer = state.answers[subclass] = _is_subclass(cls, subclass)
        return answer


def _is_subclass(cls, subclass):
    answer = cls.__subclasshook__(subclass)
    if answer is not NotImplemented:
        return bool(answer)
    if cls in getattr(subclass, "__mro__", ()):
        return True
    if any(issubclass(subclass, known) for known in cls._abc_impl.registered):
        return True
    return any(issubclass(subclass, derived) for derived in type.__subclasses__(cls))


def update_abstractmethods(cls):
    """Look again which methods of a class are still abstract."""
    if hasattr(cls, "__abstractmethods__"):
        cls.__abstractmethods__ = _abstract_names(cls, cls.__dict__, cls.__bases__)
    return cls


class ABC(metaclass=ABCMeta):
    """A class to derive abstract base classes from."""

    __slots__ = ()
