import sys
def t(f, *a):
    try: f(*a)
    except BaseException: sys.excepthook(*sys.exc_info())
    print('----', file=sys.stderr)
def b1():
    try: 1/0
    except 5: pass
t(b1)
def b2():
    try: 1/0
    except (ValueError, 5): pass
t(b2)
def b3():
    try: 1/0
    except Exception: raise
t(b3)
def b4():
    try: 1/0
    except Exception as e: raise e
t(b4)
def b5():
    try: 1/0
    finally: print('f')
t(b5)
def b6():
    with open('/dev/null') as f: 1/0
t(b6)
class CM:
    def __enter__(self): return self
    def __exit__(self, *a): raise ValueError('exit')
def b7():
    with CM() as c:
        1/0
t(b7)
def b8():
    with 5: pass
t(b8)
def b9():
    for x in [1,2,
       3/0]: pass
t(b9)
def b10():
    d = {'a': 1,
         'b': 1/0,
         'c': 3}
t(b10)
def b11():
    def inner(x=1/0): pass
t(b11)
def b12():
    class X:
        y = 1/0
t(b12)
def b13(): return [x for x in [1,2,3] if x/0]
t(b13)
def b14(): return {k: v/0 for k, v in {'a': 1}.items()}
t(b14)
def b15(): return sum(x/0 for x in [1])
t(b15)
def b16(): return sorted([1,2], key=lambda x: x/0)
t(b16)
def b17(): return max([1,2], key=lambda x: x/0)
t(b17)
def b18(): x = yield; 1/0
g = b18(); next(g)
t(g.send, 1)
def b19():
    def gen():
        yield 1
        raise KeyError('g')
    for v in gen(): pass
t(b19)
def b20():
    def gen(): yield from inner()
    def inner(): yield 1/0
    list(gen())
t(b20)
class P:
    @property
    def p(self): return 1/0
    def __getattr__(self, n): raise AttributeError('custom ' + n)
    def __add__(self, o): return 1/0
    def __getitem__(self, k): return 1/0
    def __iter__(self): return 1/0
    def __bool__(self): return 1/0
    def __eq__(self, o): 1/0
    def __enter__(self): 1/0
    def __exit__(self, *a): pass
    def __call__(self, *a): 1/0
    def __contains__(self, x): 1/0
    def __setattr__(self, n, v): 1/0
    def __delattr__(self, n): 1/0
    def __setitem__(self, k, v): 1/0
    def __len__(self): 1/0
    def __hash__(self): 1/0
    def __str__(self): 1/0
p = P()
def b21(): return p.p
def b22(): return p.zzz
def b23(): return p + 1
def b24(): return p[1]
def b25():
    for x in p: pass
def b26():
    if p: pass
def b27(): return p == 1
def b28():
    with p: pass
def b29(): return p(1, 2)
def b30(): return 1 in p
def b31(): p.x = 1
def b32(): del p.x
def b33(): p[1] = 2
def b34(): return len(p)
def b35(): return {p: 1}
def b36(): return f'{p}'
def b37(): return not p
def b39(): a, b = p
def b40(): print(*p)
def b41(): return [*p]
def b42(): return p < 1
def b43(): return -p
def b44(): p += 1
def b45():
    while p: pass
def b46(): assert p
def b47(): return p if p else 1
def b48(): return 1 + p.q.r
def b49(): return p.a(1).b(2)
def b50(): return "a".upper().foo()
def b51(): return (
    "a"
    .upper()
    .foo(1,
         2)
  )
def b52(): return (1 if 0 else
   2) + (3/
   0)
def b53(): return {1,2}.foo
def b57(): from . import x
def b58(): raise
def b59(): raise 5
def b60(): raise ValueError from 5
def b61(): lambda: (yield)
def b62(): global zzz; zzz
def b63(): del zzz2
def b64(): x; x = 1
def b65(): del x; x = 1
def b66(): (lambda: yyy)()
def b67():
    def f(): return fv
    f(); fv = 1
def b68(): int.foo = 1
def b69(): (1).foo = 1
def b70(): None.foo()
def b71(): f"{1:{'x'}}"
def b72(): '%d' % 'a'
def b73(): '{:d}'.format('a')
def b74(): [1,2,3].index(5)
def b75(): open('/nonexist', 'r')
def b76(): print(1, 2, sep=5)
def b77(): b75(1, x=2)
def b78(a, *, b): pass
def b79(): b78(1)
def b80(): b78(1, 2)
def b81(): b78()
def b82(): b78(1, b=2, c=3)
def b83(): b78(a=1, **{'a': 2}, b=1)
def b84(): int('12', base=99)
def b85(): {}.foo; 
def b86(): x = [1,2,3]; x[1:2] = 5
def b87(): 'abc'[1] = 'x'
def b88(): 2 ** 'a' ** 2
def b89(): (2 **
   'a')
def b90(): 1 <= 'a' < 3
for i in range(21, 91):
    n = f'b{i}'
    if n in globals(): print(n, file=sys.stderr); t(globals()[n], *([1] if i == 78 else []))
