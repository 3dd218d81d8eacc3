"""What typing offers programs besides types: decorators and functions that do next to nothing."""

import sys
from collections import defaultdict

from typing._alias import _Union


def cast(typ, val):
    """val; for type checkers a typ."""
    return val


def assert_type(val, typ, /):
    """val; type checkers complain unless it is a typ."""
    return val


def assert_never(arg, /):
    """Fails: for code that is never reached."""
    text = repr(arg)
    if len(text) > 100:
        text = text[:100] + "..."
    raise AssertionError(f"Expected code to be unreachable, but got: {text}")


def reveal_type(obj, /):
    """obj; shows its type."""
    print(f"Runtime type is {type(obj).__name__!r}", file=sys.stderr)
    return obj


def _mark(obj, name, value=True):
    try:
        setattr(obj, name, value)
    except (AttributeError, TypeError):
        pass
    return obj


def final(f):
    """Marks what is not to be overridden or subclassed."""
    return _mark(f, "__final__")


def override(method, /):
    """Marks a method that overrides one of a base class."""
    return _mark(method, "__override__")


def no_type_check(arg):
    """Marks what type checkers leave alone."""
    if isinstance(arg, type):
        for value in arg.__dict__.values():
            if isinstance(value, (staticmethod, classmethod)):
                value = value.__func__
            if callable(value) and getattr(value, "__module__", None) == arg.__module__:
                _mark(value, "__no_type_check__")
    return _mark(arg, "__no_type_check__")


def no_type_check_decorator(decorator):
    """Makes a decorator one that also marks with no_type_check."""
    from functools import wraps

    @wraps(decorator)
    def wrapped(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))
    return wrapped


def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False,
                        frozen_default=False, field_specifiers=(), **kwargs):
    """Marks a decorator or class that makes dataclasses."""
    settings = {"eq_default": eq_default, "order_default": order_default,
                "kw_only_default": kw_only_default, "frozen_default": frozen_default,
                "field_specifiers": field_specifiers, "kwargs": kwargs}
    return lambda target: _mark(target, "__dataclass_transform__", settings)


# Overloads, by module, qualified name and first line.
_overloads = defaultdict(lambda: defaultdict(dict))


def _overload_dummy(*args, **kwds):
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions "
        "outside a stub module should always be followed by an implementation that is not @overload-ed.")


def overload(func):
    """Declares one of several signatures of the function that follows."""
    function = getattr(func, "__func__", func)
    try:
        _overloads[function.__module__][function.__qualname__][function.__code__.co_firstlineno] = func
    except AttributeError:
        pass
    return _overload_dummy


def get_overloads(func):
    """The signatures declared for a function."""
    function = getattr(func, "__func__", func)
    return list(_overloads.get(function.__module__, {}).get(function.__qualname__, {}).values())


def clear_overloads():
    """Forget all declared signatures."""
    _overloads.clear()


class NewType(_Union):
    """A type that differs from another only for type checkers; calls return their argument."""

    __module__ = "typing"

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition(".")[2]
        self.__supertype__ = tp
        module = sys._getframe(1).f_globals.get("__name__")
        if module != "typing":
            self.__module__ = module

    def __call__(self, x, /):
        return x

    def __mro_entries__(self, bases):
        name = self.__name__
        raise TypeError(f"Cannot subclass an instance of NewType. Perhaps you were looking for: "
                        f"`{bases[0].__name__} = NewType({bases[0].__name__!r}, {name})`")

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"
