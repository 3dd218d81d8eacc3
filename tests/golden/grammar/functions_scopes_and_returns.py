counter = 0
def outer():
    n = 0
    def inner():
        nonlocal n
        global counter, other
        n += 1; counter += 1
        other = "other"
        return n,
    inner()
    return inner()
print(outer(), counter, other)
def f(): return
def g(): return *[1], 2
def h():
    yield
    x = yield 1
    y = yield 1, x
    z = yield from [y, y]
    return z
def k(): yield; yield 2,
print(f(), g(), list(k()))
it = h()
print(next(it), next(it), it.send("x"), it.send("y"), next(it))
def empty(): ...
def doc(): "documentation"
print(empty(), doc.__doc__)
