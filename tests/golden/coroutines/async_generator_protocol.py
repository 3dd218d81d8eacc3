class Suspend:
    def __await__(self):
        return (yield 's')
async def agen(n):
    try:
        for i in range(n):
            await Suspend()
            got = yield i
            if got: print('got', got)
    finally:
        await Suspend()
        print('agen cleanup')
def drive(c):
    steps = 0
    while True:
        try: c.send(None); steps += 1
        except StopIteration as e: return e.value, steps
async def main():
    out = []
    async for x in agen(3): out.append(x)
    a = agen(5)
    print(await a.__anext__(), await a.asend('hi'), await anext(a))
    await a.aclose()
    print(await anext(a, 'dflt'))
    b = agen(3)
    print(await b.__anext__())
    try: await b.athrow(ValueError('t'))
    except ValueError as e: print('athrow', e)
    print([x async for x in agen(3) if x != 1], {x async for x in agen(2)}, {x: x*x async for x in agen(3)})
    g = (y * 2 async for y in agen(3))
    async for z in g: print('z', z)
    return out
print(drive(main()))
class It:
    def __init__(self): self.n = 0
    def __aiter__(self): return self
    async def __anext__(self):
        self.n += 1
        if self.n > 3: raise StopAsyncIteration
        await Suspend()
        return self.n
async def m2():
    async for i in It(): print(i)
    else: print('else')
    return [i async for i in It()]
print(drive(m2()))
class CM:
    async def __aenter__(self): await Suspend(); print('enter'); return 5
    async def __aexit__(self, t, v, tb): await Suspend(); print('exit', t); return t is ValueError
async def m3():
    async with CM() as c, CM(): print(c)
    async with CM(): raise ValueError
    try:
        async with CM(): raise KeyError('k')
    except KeyError as e: print(e)
    for i in range(2):
        async with CM():
            if i == 0: continue
            return 'ret'
print(drive(m3()))
async def m4():
    try:
        async with 5: pass
    except TypeError as e: print(e)
    try:
        async for x in [1]: pass
    except TypeError as e: print(e)
    try:
        with CM(): pass
    except TypeError as e: print(e)
drive(m4())
