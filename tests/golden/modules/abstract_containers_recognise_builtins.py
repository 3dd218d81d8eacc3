import collections.abc
from collections import Counter, OrderedDict, deque


async def coroutine():
    pass


async def async_generator():
    yield


def generator():
    yield


c = coroutine()
values = [1, "a", b"a", [1], (1,), {1: 2}, {1}, frozenset(), range(3), None, len, int, deque(), iter([]), generator(), c,
          async_generator(), {}.keys(), {}.values(), {}.items(), OrderedDict(), Counter(), object(), coroutine]
c.close()
for name in sorted(set(collections.abc.__all__) - {"ByteString"}):
    kind = getattr(collections.abc, name)
    print(name, [i for i, value in enumerate(values) if isinstance(value, kind)])
print(collections.abc.Iterable[int], collections.abc.Mapping[str, int])
