def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


from collections import Counter

c = Counter("abracadabra")
print(c, c["a"], c["zz"], c.most_common(2), c.most_common(), c.total(), sorted(c.elements()))
c.update("aab")
c.subtract({"a": 3, "b": 1})
print(c, Counter(a=3) - Counter(a=1, b=2), Counter(a=3) + Counter(b=-1, a=1))
print(Counter(a=1) | Counter(a=2, b=1), Counter(a=1) & Counter(a=2, b=1), +Counter(a=-1, b=2), -Counter(a=-1))
print(Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2), Counter(a=1) < Counter(a=1))
del c["nope"]
print(Counter(), Counter(a=None), Counter({"x": 2}), c.copy(), list(Counter("hello")))
attempt(Counter.fromkeys, "a")
attempt(Counter, 5)
c = Counter()
c.update(x=1)
c += Counter(x=2, y=1)
c -= Counter(y=5)
print(c, Counter([1, 1, 2, "a"]).most_common(1))
