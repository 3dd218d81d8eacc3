def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


from collections import OrderedDict

o = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
o.move_to_end("a")
print(o)
o.move_to_end("a", last=False)
o.move_to_end("c", False)
print(o, o.popitem(), o.popitem(last=False), o, OrderedDict())
attempt(OrderedDict().popitem)
attempt(o.move_to_end, "zz")
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == {"b": 2, "a": 1})
print(OrderedDict(a=1) | {"b": 2}, list(reversed(OrderedDict(a=1, b=2))), OrderedDict.fromkeys("ab", 0), o.copy())
big = OrderedDict((i, i) for i in range(50))
for i in range(50):
    big.move_to_end((i * 7) % 50, last=i % 3 == 0)
print(list(big))
print([big.popitem(last=len(big) % 2 == 0)[0] for _ in range(50)])


class Latest(OrderedDict):
    def __init__(self, size):
        super().__init__()
        self.size = size

    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        if len(self) > self.size:
            self.popitem(last=False)


l = Latest(2)
for k in "abc":
    l[k] = 1
l.update(d=4)
print(l, l.size)
