def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


import operator
from operator import *

print(add(1, 2), sub(5, 3), mul("a", 3), truediv(1, 2), floordiv(7, 2), mod(7, 3), neg(1), pos(-1), abs(-2), invert(5), lshift(1, 3))
print(and_(6, 3), or_(6, 3), xor(6, 3), pow(2, 5), lt(1, 2), eq(1, 1.0), not_(0), truth([]), is_(None, None), is_not(1, None))
print(contains([1], 1), countOf([1, 1, 2], 1), indexOf([1, 2], 2), index(5), concat([1], [2]), length_hint(iter([1, 2, 3])), length_hint(5, 7))
l = [1, 2]
setitem(l, 0, 9)
delitem(l, 1)
print(getitem(l, 0), iadd(l, [3]), l, operator.__add__(1, 2), operator.call(max, 1, 2))
attempt(indexOf, [1], 5)
attempt(concat, 1, 2)
attempt(add, 1, "a")
print(itemgetter(1)("abc"), itemgetter(0, 2)("abc"), itemgetter("k")({"k": 5}), itemgetter(1), itemgetter("a", 1), itemgetter(slice(1, 3))("abcd"))
attempt(itemgetter(1), [])


class O:
    pass


o = O()
o.x = 1
o.y = O()
o.y.z = 2
print(attrgetter("x")(o), attrgetter("x", "y.z")(o), attrgetter("x", "y.z"))
attempt(attrgetter("q"), o)
attempt(attrgetter, 5)
print(methodcaller("upper")("abc"), methodcaller("split", "b")("abc"), methodcaller("format", x=1)("{x}"), methodcaller("split", "b", maxsplit=1))
print(sorted([(2, "a"), (1, "b")], key=itemgetter(0)))
