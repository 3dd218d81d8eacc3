import sys
def t(f):
    try: f()
    except BaseException: sys.excepthook(*sys.exc_info())
    print('---', file=sys.stderr)
def g2():
    try: yield 1
    except GeneratorExit: yield 2
x=g2(); next(x)
t(x.close)
def g3():
    raise StopIteration(1)
    yield
t(lambda: next(g3()))
class It:
    def __iter__(self): return self
    def __next__(self): raise StopIteration
print(list(It()))
def deep(n):
    try: 1/0
    except ZeroDivisionError as e:
        if n: deep(n-1)
        raise ValueError(n)
t(lambda: deep(3))
class M(type):
    def __call__(cls): return 5
class E(Exception, metaclass=M): pass
def r(): raise E
t(r)
t(lambda: sys.exit('x'))
def many():
    exec(compile("a=1\nb=2\nraise ValueError(a+b)\n", '<made>', 'exec'))
t(many)
def noqa():
    eval("1 +\n (2 / 0)")
t(noqa)
def u(): raise UnicodeDecodeError('utf-8', b'\xff', 0, 1, 'invalid start byte')
t(u)
def o(): open('/nonexistent/\n')
t(o)
def ke(): raise KeyError('a\nb')
t(ke)
e = ValueError('x'); e.__notes__ = 'abc'
def no(): raise e
t(no)
e2 = ValueError('x'); e2.__notes__ = ['a', 1, None]
def no2(): raise e2
t(no2)
e3 = ValueError('x'); e3.__notes__ = 5
def no3(): raise e3
t(no3)
def tb():
    	x = 1/0
t(tb)
def semi(): a = 1; b = 1/0; c = 2
t(semi)
def comment(): return 1/0  # trailing comment
t(comment)
def cont():
    return 1 + \
        2 / \
        0
t(cont)
def dec():
    @staticmethod
    @(lambda f: 1/0)
    def x(): pass
t(dec)
def wal(): 
    if (n := 1/0): pass
t(wal)
def mat():
    match 1/0:
        case 1: pass
t(mat)
def mat2():
    match 5:
        case x if 1/0: pass
t(mat2)
def aug():
    x = [1]
    x[0] += 'a'
t(aug)
def ann():
    x: int = 1/0
t(ann)
def star():
    f = lambda *a: a[5]
    f(*[1,2], **{})
t(star)
def strs():
    return "a" "b" + 1
t(strs)
def paren():
    return ((1) + (2)) / (0)
t(paren)
def paren2():
    return (1 + 2) /(0)
t(paren2)
def paren3():
    return 3//(0)
t(paren3)
def paren4():
    return 3%(0,)
t(paren4)
def call2():
    return (lambda x: x)  (1, 2)
t(call2)
def sub2():
    return {}  [ 'a' ]
t(sub2)
def uni():
    π = 1; return π / (0) + "é"
t(uni)
