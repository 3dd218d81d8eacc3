def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


import operator
from functools import cmp_to_key, partial, partialmethod, reduce, total_ordering, wraps


def f(*args, **kwargs):
    return args, kwargs


p = partial(f, 1, x=2)
print(p(2, y=3), p(x=9), p.func is f, p.args, p.keywords, partial(p, 5, z=1)(6), partial(int, base=2), partial(int, base=2)("101"))
p.attribute = 1
print(p.__dict__)
attempt(partial, 5)
print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(operator.add, "abc"), reduce(max, [1], 5))
attempt(reduce, max, [])
attempt(reduce, max, 5)
attempt(reduce, lambda a, b: 1 / 0, [1, 2])
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))


class C:
    def method(self, a, b=0):
        return a, b

    bound = partialmethod(method, b=5)


print(C().bound(1))


@wraps(f)
def wrapper():
    "doc"


print(wrapper.__name__, wrapper.__wrapped__ is f, wrapper.__doc__)


@total_ordering
class T:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return self.value == other.value

    def __lt__(self, other):
        return self.value < other.value


print(T(1) <= T(1), T(2) > T(1), T(1) >= T(2), T(1) != T(2))
attempt(total_ordering, type("E", (), {}))
