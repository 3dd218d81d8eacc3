"""Containers beyond the builtin ones.

deque, defaultdict and OrderedDict are C; the other classes are read when first
asked for, so that `import collections` costs little.
"""

from _collections import OrderedDict, defaultdict, deque

__all__ = ["ChainMap", "Counter", "OrderedDict", "UserDict", "UserList",
           "UserString", "defaultdict", "deque", "namedtuple"]

_HOMES = {
    "Counter": "collections._counter",
    "namedtuple": "collections._namedtuple",
    "ChainMap": "collections._wrappers",
    "UserDict": "collections._wrappers",
    "UserList": "collections._wrappers",
    "UserString": "collections._wrappers",
}


def __getattr__(name):
    home = _HOMES.get(name)
    if home is None:
        if name == "abc":
            import collections.abc
            return collections.abc
        raise AttributeError(f"module 'collections' has no attribute {name!r}")
    module = __import__(home, None, None, [name])
    value = globals()[name] = getattr(module, name)
    return value


def __dir__():
    return sorted(set(globals()) | set(_HOMES))
