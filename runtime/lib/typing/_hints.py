"""Reading annotations: get_type_hints(), get_origin() and get_args()."""

import sys
import types
from collections.abc import Callable

from typing._alias import (Annotated, ForwardRef, NotRequired, ParamSpec, ReadOnly, Required,
                           _Alias, _AnnotatedAlias, _BaseAlias, _convert, _is_parameters, _rebuild)
from typing._generic import Generic


def _evaluate(item, namespaces, pending=frozenset()):
    """item with its forward references replaced by what they name."""
    if isinstance(item, ForwardRef):
        if item.__forward_arg__ in pending:
            return item
        global_names, local_names, parameters = namespaces
        if item.__forward_module__ is not None:
            global_names = getattr(sys.modules.get(item.__forward_module__), "__dict__", global_names)
        if parameters:
            local_names = {**{p.__name__: p for p in parameters}, **local_names}
        value = _convert(eval(item.__forward_code__, global_names, local_names))
        return _evaluate(value, namespaces, pending | {item.__forward_arg__})
    if isinstance(item, (_Alias, types.GenericAlias, types.UnionType)):
        args = item.__args__
        if isinstance(item, types.GenericAlias):
            args = tuple(ForwardRef(arg) if isinstance(arg, str) else arg for arg in args)
        evaluated = tuple(_evaluate(arg, namespaces, pending) for arg in args)
        if evaluated != item.__args__:
            return _rebuild(item, evaluated)
    return item


def _strip(item):
    """item without Annotated and the words around the keys of TypedDicts."""
    if isinstance(item, _AnnotatedAlias):
        return _strip(item.__origin__)
    if isinstance(item, _Alias) and item.__origin__ in (Required, NotRequired, ReadOnly):
        return _strip(item.__args__[0])
    if isinstance(item, (_Alias, types.GenericAlias, types.UnionType)):
        stripped = tuple(map(_strip, item.__args__))
        if stripped != item.__args__:
            return _rebuild(item, stripped)
    return item


def _class_hints(cls, globalns, localns):
    hints = {}
    for base in reversed(cls.__mro__):
        annotations = base.__dict__.get("__annotations__", {})
        if not isinstance(annotations, dict):
            continue
        global_names = globalns
        if global_names is None:
            global_names = getattr(sys.modules.get(base.__module__), "__dict__", {})
        local_names = dict(vars(base)) if localns is None else localns
        if localns is None and globalns is None:
            # The module's names come before the class's.
            global_names, local_names = local_names, global_names
        parameters = base.__dict__.get("__type_params__", ())
        for name, value in annotations.items():
            hints[name] = _evaluate(_convert(value), (global_names, local_names, parameters))
    return hints


def _callable_hints(obj, globalns, localns):
    if globalns is None:
        if isinstance(obj, types.ModuleType):
            globalns = obj.__dict__
        else:
            inner = obj
            while hasattr(inner, "__wrapped__"):
                inner = inner.__wrapped__
            globalns = getattr(inner, "__globals__", {})
    if localns is None:
        localns = globalns
    annotations = getattr(obj, "__annotations__", None)
    if annotations is None:
        if callable(obj):
            return {}
        raise TypeError(f"{obj!r} is not a module, class, method, or function.")
    parameters = getattr(obj, "__type_params__", ())
    return {name: _evaluate(_convert(value), (globalns, localns, parameters))
            for name, value in annotations.items()}


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The annotations of a class, function or module, with strings evaluated."""
    if getattr(obj, "__no_type_check__", None):
        return {}
    read = _class_hints if isinstance(obj, type) else _callable_hints
    hints = read(obj, globalns, localns)
    if include_extras:
        return hints
    return {name: _strip(value) for name, value in hints.items()}


def get_origin(tp):
    """What was subscripted: list for List[int]; None for what is no alias."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseAlias, types.GenericAlias)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if isinstance(tp, types.UnionType):
        return types.UnionType
    return None


def get_args(tp):
    """What was in the brackets."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__, *tp.__metadata__)
    if isinstance(tp, (_Alias, types.GenericAlias)):
        args = tp.__args__
        if tp.__origin__ is Callable and not (len(args) == 2 and _is_parameters(args[0])):
            return (list(args[:-1]), args[-1])
        return args
    if isinstance(tp, types.UnionType):
        return tp.__args__
    return ()
