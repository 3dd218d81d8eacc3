"""Shallow and deep copies of any object."""

__all__ = ["Error", "copy", "deepcopy", "replace"]


class Error(Exception):
    pass


error = Error

_MISSING = object()

# What is never copied: it cannot change, or stands for itself.
_ATOMIC = {type(None), int, float, bool, complex, str, tuple, bytes, frozenset, type, range, slice,
           type(Ellipsis), type(NotImplemented), type(len), type(lambda: 0), property}


def copy(x):
    """A new object with the same contents."""
    cls = type(x)
    if cls in _ATOMIC:
        return x
    if cls in (list, dict, set, bytearray):
        return x.copy()
    if issubclass(cls, type):
        return x
    copier = getattr(cls, "__copy__", None)
    if copier is not None:
        return copier(x)
    return _reconstruct(x, _reduce(x, cls), None)


def deepcopy(x, memo=None, _nil=[]):
    """A new object whose contents are copied too, however deep.

    memo maps the ids of objects copied already to their copies.
    """
    cls = type(x)
    if cls in _DEEP_ATOMIC:
        return x
    key = id(x)
    if memo is None:
        memo = {}
    else:
        known = memo.get(key, _MISSING)
        if known is not _MISSING:
            return known
    copier = _DEEP.get(cls)
    if copier is not None:
        result = copier(x, memo)
    elif issubclass(cls, type):
        result = x
    else:
        copier = getattr(x, "__deepcopy__", None)
        if copier is not None:
            result = copier(memo)
        else:
            result = _reconstruct(x, _reduce(x, cls), memo)
    if result is not x:
        memo[key] = result
        # The original stays alive as long as memo: its id must not be used again.
        memo.setdefault(id(memo), []).append(x)
    return result


_DEEP_ATOMIC = _ATOMIC - {tuple, frozenset, slice}


def _deepcopy_list(x, memo):
    result = []
    memo[id(x)] = result
    for item in x:
        result.append(deepcopy(item, memo))
    return result


def _deepcopy_tuple(x, memo):
    items = [deepcopy(item, memo) for item in x]
    # A tuple that contains itself was copied meanwhile.
    known = memo.get(id(x), _MISSING)
    if known is not _MISSING:
        return known
    for old, new in zip(x, items):
        if old is not new:
            return tuple(items)
    return x


def _deepcopy_dict(x, memo):
    result = {}
    memo[id(x)] = result
    for key, value in x.items():
        result[deepcopy(key, memo)] = deepcopy(value, memo)
    return result


def _deepcopy_set(x, memo):
    result = set()
    memo[id(x)] = result
    for item in x:
        result.add(deepcopy(item, memo))
    return result


def _deepcopy_frozenset(x, memo):
    return frozenset([deepcopy(item, memo) for item in x])


def _deepcopy_slice(x, memo):
    return slice(deepcopy(x.start, memo), deepcopy(x.stop, memo), deepcopy(x.step, memo))


class _Bound:
    def method(self):
        pass


def _deepcopy_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


_DEEP = {list: _deepcopy_list, tuple: _deepcopy_tuple, dict: _deepcopy_dict, set: _deepcopy_set,
         frozenset: _deepcopy_frozenset, slice: _deepcopy_slice, bytearray: lambda x, memo: bytearray(x),
         type(_Bound().method): _deepcopy_method}
_ATOMIC.add(type(_Bound().method))


def _reduce(x, cls):
    """How to make x anew: what __reduce_ex__ says, or None for a plain instance."""
    reduce_ex = getattr(cls, "__reduce_ex__", None)
    if reduce_ex is not None and reduce_ex is not getattr(object, "__reduce_ex__", None):
        return reduce_ex(x, 4)
    reduce = getattr(cls, "__reduce__", None)
    if reduce is not None and reduce is not getattr(object, "__reduce__", None):
        return reduce(x)
    return None


def _copy_slots(cls):
    """The names of all __slots__ along the MRO, as they are stored."""
    for base in cls.__mro__:
        slots = base.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name in ("__dict__", "__weakref__"):
                continue
            if name.startswith("__") and not name.endswith("__"):
                stripped = base.__name__.lstrip("_")
                name = f"_{stripped}{name}" if stripped else name
            yield name


def _plain_state(x, cls):
    getstate = getattr(cls, "__getstate__", None)
    if getstate is not None and getstate is not getattr(object, "__getstate__", None):
        return getstate(x)
    state = getattr(x, "__dict__", None) or None
    slots = {}
    for name in _copy_slots(cls):
        value = getattr(x, name, _MISSING)
        if value is not _MISSING:
            slots[name] = value
    return (state, slots) if slots else state


def _set_state(result, state):
    setstate = getattr(result, "__setstate__", None)
    if setstate is not None:
        setstate(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state is not None:
        result.__dict__.update(state)
    if slots is not None:
        for name, value in slots.items():
            setattr(result, name, value)


_UNCOPYABLE = {"generator", "coroutine", "async_generator", "module", "frame", "traceback", "cell",
               "mappingproxy", "dict_keys", "dict_values", "dict_items"}


def _plain_parts(x, cls):
    """The parts of an instance without a way of its own: (maker, arguments, state, items, pairs)."""
    if cls.__name__ in _UNCOPYABLE and cls.__module__ in ("builtins", "types"):
        raise TypeError(f"cannot pickle '{cls.__name__}' object")
    arguments, keywords = (), {}
    if hasattr(cls, "__getnewargs_ex__"):
        arguments, keywords = x.__getnewargs_ex__()
    elif hasattr(cls, "__getnewargs__"):
        arguments = x.__getnewargs__()
    elif issubclass(cls, BaseException):
        arguments = x.args
    elif issubclass(cls, frozenset):
        arguments = (list(x),)
    elif issubclass(cls, (int, float, complex, str, bytes)):
        arguments = (_builtin_value(x, cls),)

    def make(*args):
        return cls.__new__(cls, *args, **keywords)

    items = iter(x) if issubclass(cls, list) else None
    pairs = iter(x.items()) if issubclass(cls, dict) else None
    return make, arguments, _plain_state(x, cls), items, pairs


def _builtin_value(x, cls):
    for base in (int, float, complex, str, bytes):
        if issubclass(cls, base):
            return base.__getnewargs__(x)[0] if hasattr(base, "__getnewargs__") else base(x)


def _reconstruct(x, reduced, memo):
    if isinstance(reduced, str):
        return x
    if reduced is None:
        make, arguments, state, items, pairs = _plain_parts(x, type(x))
    else:
        make, arguments, state, items, pairs = (tuple(reduced) + (None, None, None))[:5]
    deep = memo is not None
    if deep and arguments:
        arguments = tuple([deepcopy(argument, memo) for argument in arguments])
    result = make(*arguments)
    if deep:
        memo[id(x)] = result
    if reduced is None and isinstance(x, set):
        result.update([deepcopy(item, memo) for item in x] if deep else x)
    if reduced is None and isinstance(x, bytearray):
        result[:] = x
    if reduced is None and isinstance(x, BaseException):
        result.args = arguments
    if state is not None:
        _set_state(result, deepcopy(state, memo) if deep else state)
    if items is not None:
        for item in items:
            result.append(deepcopy(item, memo) if deep else item)
    if pairs is not None:
        for key, value in pairs:
            if deep:
                key, value = deepcopy(key, memo), deepcopy(value, memo)
            result[key] = value
    return result


def replace(obj, /, **changes):
    """A copy of obj with some fields replaced, as obj.__replace__ makes it."""
    cls = obj.__class__
    func = getattr(cls, "__replace__", None)
    if func is None:
        raise TypeError(f"replace() does not support {cls.__name__} objects")
    return func(obj, **changes)
