"""Weak references to objects, and containers that do not keep their items alive."""

from _weakref import ReferenceType, getweakrefcount, getweakrefs, ref

__all__ = [
    "ref", "proxy", "getweakrefcount", "getweakrefs", "WeakKeyDictionary", "ReferenceType", "ProxyType",
    "CallableProxyType", "ProxyTypes", "WeakValueDictionary", "WeakSet", "WeakMethod", "finalize",
]


class WeakMethod(ref):
    """A weak reference to a bound method, which itself lives for a moment only."""

    __slots__ = "_function", "_method_type", "_alive", "__weakref__"

    def __new__(cls, method, callback=None):
        try:
            instance, function = method.__self__, method.__func__
        except AttributeError:
            raise TypeError(f"argument should be a bound method, not {type(method)}") from None

        def on_death(_):
            own = own_reference()
            if own is not None and own._alive:
                own._alive = False
                if callback is not None:
                    callback(own)

        self = ref.__new__(cls, instance, on_death)
        self._function = ref(function, on_death)
        self._method_type = type(method)
        self._alive = True
        own_reference = ref(self)
        return self

    def __init__(self, method, callback=None):
        pass

    def __call__(self):
        instance, function = super().__call__(), self._function()
        if instance is None or function is None:
            return None
        return self._method_type(function, instance)

    def __eq__(self, other):
        if not isinstance(other, WeakMethod):
            return NotImplemented
        if not self._alive or not other._alive:
            return self is other
        return ref.__eq__(self, other) and self._function == other._function

    __hash__ = ref.__hash__


class KeyedRef(ref):
    """A reference that remembers the key under which a dictionary holds it."""

    __slots__ = ("key",)

    def __new__(cls, target, callback, key):
        self = ref.__new__(cls, target, callback)
        self.key = key
        return self

    def __init__(self, target, callback, key):
        pass


_MISSING = object()


class WeakValueDictionary:
    """A mapping whose entries vanish when their values die."""

    def __init__(self, other=(), /, **keywords):
        self.data = data = {}
        own = ref(self)

        def remove(reference):
            # The entry may have been replaced since.
            if own() is not None and data.get(reference.key) is reference:
                del data[reference.key]

        self._remove = remove
        self.update(other, **keywords)

    def _live(self):
        for key, reference in list(self.data.items()):
            value = reference()
            if value is not None:
                yield key, value

    def __getitem__(self, key):
        value = self.data[key]()
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key, value):
        self.data[key] = KeyedRef(value, self._remove, key)

    def __delitem__(self, key):
        del self.data[key]

    def __len__(self):
        return len(self.data)

    def __contains__(self, key):
        reference = self.data.get(key)
        return reference is not None and reference() is not None

    def __iter__(self):
        return self.keys()

    def __repr__(self):
        return f"<{self.__class__.__name__} at {id(self):#x}>"

    def __copy__(self):
        return self.copy()

    def copy(self):
        new = WeakValueDictionary()
        new.update(self)
        return new

    def __deepcopy__(self, memo):
        from copy import deepcopy

        new = self.__class__()
        for key, value in self.items():
            new[deepcopy(key, memo)] = value
        return new

    def get(self, key, default=None):
        reference = self.data.get(key)
        value = None if reference is None else reference()
        return default if value is None else value

    def keys(self):
        for key, _ in self._live():
            yield key

    def values(self):
        for _, value in self._live():
            yield value

    def items(self):
        return self._live()

    def itervaluerefs(self):
        yield from list(self.data.values())

    def valuerefs(self):
        return list(self.data.values())

    def pop(self, key, *default):
        reference = self.data.pop(key, None)
        value = None if reference is None else reference()
        if value is not None:
            return value
        if default:
            return default[0]
        raise KeyError(key)

    def popitem(self):
        while True:
            key, reference = self.data.popitem()
            value = reference()
            if value is not None:
                return key, value

    def setdefault(self, key, default=None):
        value = self.get(key)
        if value is None:
            self[key] = value = default
        return value

    def update(self, other=(), /, **keywords):
        pairs = other.items() if hasattr(other, "items") else other
        for key, value in pairs:
            self[key] = value
        for key, value in keywords.items():
            self[key] = value

    def clear(self):
        self.data.clear()

    def __or__(self, other):
        if not hasattr(other, "items"):
            return NotImplemented
        new = self.copy()
        new.update(other)
        return new

    def __ior__(self, other):
        self.update(other)
        return self


class WeakKeyDictionary:
    """A mapping whose entries vanish when their keys die."""

    def __init__(self, dict=None):
        self.data = data = {}

        def remove(reference):
            data.pop(reference, None)

        self._remove = remove
        if dict is not None:
            self.update(dict)

    def _live(self):
        for reference, value in list(self.data.items()):
            key = reference()
            if key is not None:
                yield key, value

    def __getitem__(self, key):
        return self.data[ref(key)]

    def __setitem__(self, key, value):
        self.data[ref(key, self._remove)] = value

    def __delitem__(self, key):
        del self.data[ref(key)]

    def __len__(self):
        return len(self.data)

    def __contains__(self, key):
        try:
            reference = ref(key)
        except TypeError:
            return False
        return reference in self.data

    def __iter__(self):
        return self.keys()

    def __repr__(self):
        return f"<{self.__class__.__name__} at {id(self):#x}>"

    def __copy__(self):
        return self.copy()

    def copy(self):
        new = WeakKeyDictionary()
        new.update(self)
        return new

    def __deepcopy__(self, memo):
        from copy import deepcopy

        new = self.__class__()
        for key, value in self.items():
            new[key] = deepcopy(value, memo)
        return new

    def get(self, key, default=None):
        return self.data.get(ref(key), default)

    def keys(self):
        for key, _ in self._live():
            yield key

    def values(self):
        for _, value in self._live():
            yield value

    def items(self):
        return self._live()

    def keyrefs(self):
        return list(self.data)

    def pop(self, key, *default):
        return self.data.pop(ref(key), *default)

    def popitem(self):
        while True:
            reference, value = self.data.popitem()
            key = reference()
            if key is not None:
                return key, value

    def setdefault(self, key, default=None):
        return self.data.setdefault(ref(key, self._remove), default)

    def update(self, other=None, /, **keywords):
        if other is not None:
            pairs = other.items() if hasattr(other, "items") else other
            for key, value in pairs:
                self[key] = value
        if keywords:
            raise TypeError("cannot create weak reference to 'str' object")

    def clear(self):
        self.data.clear()

    def __or__(self, other):
        if not hasattr(other, "items"):
            return NotImplemented
        new = self.copy()
        new.update(other)
        return new

    def __ior__(self, other):
        self.update(other)
        return self


class WeakSet:
    """A set whose members vanish when they die."""

    def __init__(self, data=None):
        self.data = references = set()

        def remove(reference):
            references.discard(reference)

        self._remove = remove
        if data is not None:
            self.update(data)

    def __iter__(self):
        for reference in list(self.data):
            item = reference()
            if item is not None:
                yield item

    def __len__(self):
        return len(self.data)

    def __contains__(self, item):
        try:
            reference = ref(item)
        except TypeError:
            return False
        return reference in self.data

    def __repr__(self):
        return repr(self.data)

    def add(self, item):
        self.data.add(ref(item, self._remove))

    def discard(self, item):
        self.data.discard(ref(item))

    def remove(self, item):
        self.data.remove(ref(item))

    def pop(self):
        while True:
            try:
                reference = self.data.pop()
            except KeyError:
                raise KeyError("pop from empty WeakSet") from None
            item = reference()
            if item is not None:
                return item

    def clear(self):
        self.data.clear()

    def copy(self):
        return self.__class__(self)

    def update(self, other):
        for item in other:
            self.add(item)

    def __ior__(self, other):
        self.update(other)
        return self

    def difference(self, other):
        new = self.copy()
        new.difference_update(other)
        return new

    __sub__ = difference

    def difference_update(self, other):
        if self is other:
            self.data.clear()
        else:
            for item in list(other):
                self.discard(item)

    def __isub__(self, other):
        self.difference_update(other)
        return self

    def intersection(self, other):
        return self.__class__(item for item in other if item in self)

    __and__ = intersection

    def intersection_update(self, other):
        kept = {ref(item) for item in other}
        self.data.intersection_update(kept)

    def __iand__(self, other):
        self.intersection_update(other)
        return self

    def issubset(self, other):
        return self.data.issubset(ref(item) for item in other)

    __le__ = issubset

    def __lt__(self, other):
        return self.data < {ref(item) for item in other}

    def issuperset(self, other):
        return self.data.issuperset(ref(item) for item in other)

    __ge__ = issuperset

    def __gt__(self, other):
        return self.data > {ref(item) for item in other}

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self.data == {ref(item) for item in other}

    __hash__ = None

    def symmetric_difference(self, other):
        new = self.copy()
        new.symmetric_difference_update(other)
        return new

    __xor__ = symmetric_difference

    def symmetric_difference_update(self, other):
        if self is other:
            self.data.clear()
        else:
            self.data.symmetric_difference_update(ref(item, self._remove) for item in other)

    def __ixor__(self, other):
        self.symmetric_difference_update(other)
        return self

    def union(self, other):
        new = self.copy()
        new.update(other)
        return new

    __or__ = union

    def isdisjoint(self, other):
        return len(self.intersection(other)) == 0


class finalize:
    """Calls function(*args, **kwargs) when obj dies, at the latest when the program ends."""

    __slots__ = ("atexit",)
    _registry = {}
    _next_index = 0
    _registered_with_atexit = False

    def __init__(self, obj, func, /, *args, **kwargs):
        if not finalize._registered_with_atexit:
            import atexit

            atexit.register(finalize._run_all)
            finalize._registered_with_atexit = True
        finalize._registry[self] = (ref(obj, self), func, args, kwargs, finalize._next_index)
        finalize._next_index += 1
        self.atexit = True

    def __call__(self, _=None):
        entry = finalize._registry.pop(self, None)
        if entry:
            _, func, args, kwargs, _ = entry
            return func(*args, **kwargs)

    def detach(self):
        entry = finalize._registry.get(self)
        obj = entry and entry[0]()
        if obj is not None and finalize._registry.pop(self, None):
            return obj, entry[1], entry[2], entry[3]

    def peek(self):
        entry = finalize._registry.get(self)
        obj = entry and entry[0]()
        if obj is not None:
            return obj, entry[1], entry[2], entry[3]

    @property
    def alive(self):
        return self in finalize._registry

    def __repr__(self):
        entry = finalize._registry.get(self)
        obj = entry and entry[0]()
        if obj is None:
            return f"<{type(self).__name__} object at {id(self):#x}; dead>"
        return f"<{type(self).__name__} object at {id(self):#x}; for {type(obj).__name__!r} at {id(obj):#x}>"

    @classmethod
    def _run_all(cls):
        while True:
            left = [(entry[4], key) for key, entry in cls._registry.items() if key.atexit]
            if not left:
                return
            left.sort(key=lambda pair: pair[0])
            left[-1][1]()


def _target_of(proxy):
    target = object.__getattribute__(proxy, "_reference")()
    if target is None:
        raise ReferenceError("weakly-referenced object no longer exists")
    return target


class ProxyType:
    """Stands for an object without keeping it alive."""

    __slots__ = ("_reference",)

    def __init__(self, target, callback=None):
        own_callback = callback and (lambda _: callback(self))
        object.__setattr__(self, "_reference", ref(target, own_callback))

    @property
    def __class__(self):
        return _target_of(self).__class__

    def __getattribute__(self, name):
        return getattr(_target_of(self), name)

    def __setattr__(self, name, value):
        setattr(_target_of(self), name, value)

    def __delattr__(self, name):
        delattr(_target_of(self), name)

    def __repr__(self):
        target = object.__getattribute__(self, "_reference")()
        return f"<weakproxy at {id(self):#x} to {type(target).__name__} at {id(target):#x}>"

    __hash__ = None


def _forward(name):
    def method(self, *args):
        method = getattr(type(_target_of(self)), name, None)
        if method is None:
            raise TypeError(f"{type(_target_of(self)).__name__!r} object has no {name}")
        return method(_target_of(self), *args)

    method.__name__ = name
    setattr(ProxyType, name, method)


for _name in (
    "str bool len getitem setitem delitem contains iter next reversed eq ne lt le gt ge add sub mul truediv floordiv "
    "mod pow and or xor lshift rshift matmul radd rsub rmul neg pos abs invert int float index enter exit"
).split():
    _forward(f"__{_name}__")


def _proxy_bool(self):
    return bool(_target_of(self))


def _proxy_str(self):
    return str(_target_of(self))


ProxyType.__bool__ = _proxy_bool
ProxyType.__str__ = _proxy_str
del _name, _forward, _proxy_bool, _proxy_str


class CallableProxyType(ProxyType):
    __slots__ = ()

    def __call__(self, *args, **kwargs):
        return _target_of(self)(*args, **kwargs)


ProxyTypes = (ProxyType, CallableProxyType)


def proxy(object, callback=None, /):
    """A proxy for object; callback is called with it when object dies."""
    return (CallableProxyType if callable(object) else ProxyType)(object, callback)
