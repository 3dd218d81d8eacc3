def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


print(f(1, d=4), f(1, 2, 3, 4, 5, d=6, x=7), f(*[1, 2], **{"d": 3}), f(1, d=4, *[9, 8], e=0))


def g(*, a, b=1):
    return a, b


def h(a, /):
    return a


def i(*args):
    return args


def j(**kwargs):
    return kwargs


print(g(a=0), h(1), i(), i(1, *(2, 3), 4), j(), j(a=1, **{"b": 2}, c=3), i(x for x in ()) != ())
print((lambda x: x)(1), [len][0]("ab"), "a,b".split(",")[1].upper())


def k(a, b=(1, 2), *, c=[], d={1: 2}): return a, b, c, d


print(k(0,), k(a=0, c=1,))
