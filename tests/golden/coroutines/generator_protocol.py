# generators
def gen():
    try:
        x = yield 1
        print('x', x)
        try:
            y = yield 2
        except ValueError as e:
            print('inner', e)
            y = yield 'recovered'
        print('y', y)
    finally:
        print('cleanup')
    return 'done'
g = gen()
print(next(g), g.send('a'), g.throw(ValueError('v')))
try: g.send('b')
except StopIteration as e: print('ret', e.value)
print(list(g), next(g, 'default'))
def delegating():
    r = yield from gen()
    print('r', r)
    yield from [7, 8]
    yield from (x * x for x in range(3))
d = delegating()
print(next(d), d.send(1), d.send(2) )
print(list(d))
def infinite():
    i = 0
    while True:
        try:
            yield i
        except GeneratorExit:
            print('exit', i)
            raise
        i += 1
it = infinite()
for v in it:
    if v == 3: break
it.close()
for v in infinite():
    if v == 2: break
del it
print('after')
def ignoring():
    try: yield 1
    except GeneratorExit: yield 2
i = ignoring(); next(i)
try: i.close()
except RuntimeError as e: print(e)
def selfish():
    try: next(me)
    except ValueError as e: print(e)
    yield 1
me = selfish(); next(me)
def raiser():
    yield 1
    raise StopIteration('inner')
r = raiser(); next(r)
try: next(r)
except RuntimeError as e: print(e, repr(e.__cause__))
def ctx():
    try:
        raise KeyError(1)
    except KeyError:
        yield 'in handler'
        try:
            raise
        except KeyError as e: print('reraised', e)
        yield 2
c = ctx()
print(next(c))
try:
    raise ValueError(9)
except ValueError:
    print(next(c))
    import sys
    print(repr(sys.exception()))
def rec(n):
    if n: 
        yield n
        yield from rec(n-1)
print(list(rec(50))[-3:], sum(rec(100)))
g = gen(); print(g.gi_running, g.gi_suspended, g.gi_code.co_name, g.__name__, g.__qualname__)
try: g.send(1)
except TypeError as e: print(e)
try: g.throw(RuntimeError('early'))
except RuntimeError as e: print(e)
print([*map(lambda z: z+1, (q for q in (1,2,3)))], dict((k, v) for k, v in zip('abc', infinite())))
def two():
    yield 1
    yield 2
x, y = two()
print(x, y)
def outer():
    inner = two()
    yield next(inner)
    yield from inner
o = outer(); print(next(o), next(o), next(o, 'end'))
def multi():
    a = yield
    while a: a = yield a
m = multi(); next(m); print(m.send(1), m.send(2)); 
try: m.send(0)
except StopIteration: print('stop')
def fin():
    try:
        yield 1
    finally:
        print('finalised')
f = fin(); next(f); f = None
print('end')
