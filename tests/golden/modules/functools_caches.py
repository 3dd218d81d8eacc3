def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


from functools import cache, cached_property, lru_cache


@lru_cache(maxsize=2)
def g(x, y=0):
    print("call", x, y)
    return x + y


for args in ((1,), (2,), (1,), (3,), (2,)):
    g(*args)
g(1, y=0)
print(g.cache_info())
g.cache_clear()
print(g.cache_info(), g.__name__, g.__wrapped__(1), g.cache_parameters())


@lru_cache(typed=True)
def name(x):
    return type(x).__name__


print(name(1), name(1.0), name(True), name.cache_info())


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.cache_info())
attempt(g, [])
attempt(lru_cache, "a")


class C:
    @cached_property
    def value(self):
        print("computing")
        return 42

    @lru_cache(maxsize=None)
    def twice(self, x):
        print("call", x)
        return x * 2


c = C()
print(c.value, c.value, c.twice(3), c.twice(3), c.__dict__, C.twice.cache_info())
del c.value
print(c.value)
