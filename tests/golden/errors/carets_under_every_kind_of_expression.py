import sys
def t(f, *a):
    try: f(*a)
    except BaseException: sys.excepthook(*sys.exc_info())
    print('----', file=sys.stderr)
def a1(): return 1/0
t(a1)
def a2(x): return x + 1 + 'a' * (2)
t(a2, 1)
def a3(): return {}['k']
t(a3)
def a4(): return [1,2,3][ 10 ] + 1
t(a4)
def a5(): foo.bar(1, 2)
t(a5)
def a6(): return a1(  1, 2)
t(a6)
def a7():
    x = a1()
    return x
t(a7)
def a8():
    return a1()
t(a8)
def a9():
    x = (1 +
         2 +
         None)
    return x
t(a9)
def a10():
    return print(1,
          2,
          a1(),
          3,
          4)
t(a10)
def a11():
    a = [1,
      2,
      3,
      4][
        7]
t(a11)
def a12():
    raise ValueError("multi\nline")
t(a12)
def a13():
    try: a1()
    except ZeroDivisionError: raise KeyError('x')
t(a13)
def a14():
    try: a1()
    except ZeroDivisionError as e: raise KeyError('x') from e
t(a14)
def a15():
    try: a1()
    except ZeroDivisionError as e: raise KeyError('x') from None
t(a15)
def a16():
    raise ExceptionGroup('eg', [ValueError(1), TypeError('x'), ExceptionGroup('inner', [KeyError('k'), OSError(2,'no')])])
t(a16)
def a17():
    e = ValueError('noted'); e.add_note('note 1'); e.add_note('note\n2'); raise e
t(a17)
class Bad(Exception):
    def __str__(self): raise RuntimeError
def a18(): raise Bad(1)
t(a18)
def a19(): a19()
t(a19)
def a20(n):
    if n: a20(n-1)
    else: 1/0
t(a20, 10)
def a21(): assert 1 == 2, 'msg'
t(a21)
def a22(): assert 1 == 2
t(a22)
def a23(): x = 5; x.foo = 3
t(a23)
def a24(): pritn('x')
t(a24)
class K:
    def __init__(self): self.value = 1; self._priv = 2
    def m(self): return self.valeu
    def n(self): return value
    def p(self): return self.priv
t(K().m); t(K().n); t(K().p)
t(lambda: K().priv)
def a25(): return sys.vresion
t(a25)
def a26(): from sys import vresion
t(a26)
def a27(): return asynciox + math.pi
t(a27)
def a28(): return math.pi
t(a28)
def a29(): exec('1+')
t(a29)
def a30(): exec('def f(:\n pass')
t(a30)
def a31(): eval('1 +* 2')
t(a31)
def a32(): compile('if x:\npass\n', 'fn.py', 'exec')
t(a32)
def a33(): raise SyntaxError('m', ('f.py', 3, 5, '  foo bar\n', 3, 8))
t(a33)
def a34(): raise SyntaxError('m')
t(a34)
def a35():
    x = 1; x()
t(a35)
def a36():
    with open('/nonexistent/x') as f: pass
t(a36)
def a37():
    for i in 5: pass
t(a37)
def a38():
    a, b = 1, 2, 3
t(a38)
def a39():
    a, b = (1,)
t(a39)
def a40(): int('x')
t(a40)
def a41(): return -'a'
t(a41)
def a42(): return not_defined_at_all if 1 else 2
t(a42)
def a43(): return 1 < 'a'
t(a43)
def a44(): return 'abc'.foo.bar
t(a44)
def a45(): del {}['a']
t(a45)
def a46(): [][0] = 1
t(a46)
def a47(): x = [1]; x[5] += 1
t(a47)
def a48(): x = 1; x += 'a'
t(a48)
def a49(): return [y/0 for y in range(3)]
t(a49)
def a50(): return list(y/0 for y in range(3))
t(a50)
def a51(): return (lambda: 1/0)()
t(a51)
def a52():
    "é" + "ü" + 1/0
t(a52)
def a53():
    x = "日本" + ("語" * (1/0))
t(a53)
def a54(): return f"{1/0!r} and {2}"
t(a54)
def a55(): return K().m(1,2,3)
t(a55)
def a56(): return K(1)
t(a56)
def a57():
    class Z(1): pass
t(a57)
def a58():
    import nonexistent.foo
t(a58)
def a59():
    if 1/0: pass
    elif 2: pass
t(a59)
def a60():
    while 1/0:
        pass
t(a60)
def a61(): return 1 if 2/0 else 3
t(a61)
def a62(): raise KeyError
t(a62)
def a63(): raise KeyError from ValueError('c')
t(a63)
def a64(): yield 1/0
t(lambda: list(a64()))
