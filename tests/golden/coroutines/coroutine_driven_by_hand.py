# coroutines driven by hand
class Suspend:
    def __init__(self, v): self.v = v
    def __await__(self):
        r = yield self.v
        return r * 2 if r is not None else None
async def leaf(n):
    a = await Suspend(('leaf', n))
    b = await Suspend(('leaf2', n))
    return (a, b)
async def mid(n):
    try:
        return await leaf(n)
    except KeyError as e:
        return 'caught ' + repr(e)
    finally:
        print('mid finally', n)
async def top():
    x = await mid(1)
    y = await mid(2)
    return x, y
c = top()

print(c.send(None))
print(c.send(10))
print(c.send(20))
try:
    print(c.throw(KeyError('boom')))
except StopIteration as e:
    print('result', e.value)
c = top()
print(c.send(None))
c.close()
print(c.cr_running, c.cr_await)
try: c.send(None)
except RuntimeError as e: print(e)
c = top()
try: c.send(3)
except TypeError as e: print(e)
print(c.send(None))
try: c.throw(ValueError('out'))
except ValueError as e: print('got', e)
async def bad(): await 5
try: bad().send(None)
except TypeError as e: print(e)
async def deep(n):
    if n == 0: return await Suspend('bottom')
    return 1 + await deep(n-1)
d = deep(200)
print(d.send(None))
try: d.send(4)
except StopIteration as e: print(e.value)
# awaiting the same twice
async def f(): return await Suspend(1)
c = f()
async def g(c): return await c
a, b = g(c), g(c)
print(a.send(None))
try: b.send(None)
except RuntimeError as e: print(e)
try: a.send(2)
except StopIteration as e: print(e.value)
try: g(c).send(None)
except RuntimeError as e: print(e)
async def stop(): raise StopIteration(3)
try: stop().send(None)
except RuntimeError as e: print(repr(e), repr(e.__cause__))
