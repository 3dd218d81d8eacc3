# Causes in cycles, failing __str__ and __init__, generators that ignore their end.
def f():
    try: raise ValueError(1)
    except ValueError as e:
        e.__context__=e
        try: raise e from e
        except ValueError as x: print(x.__cause__ is x)
f()
a=ValueError(); b=KeyError(); a.__context__=b; b.__context__=a
import traceback
print(''.join(traceback.format_exception(a))[:20])
try:
    try: raise a
    except ValueError: raise b
except KeyError as e: print('k')
class E(Exception):
    def __str__(s): raise E()
try: raise E()
except E as e:
    try: str(e)
    except E: print('E')
class G(Exception):
    def __init__(s): raise G2
class G2(Exception): pass
try: raise G
except G2: print('G2')
class B(BaseException):
    def __new__(c): return 5
try: raise B
except TypeError as e: print(e)
try: raise ValueError from 5
except TypeError as e: print(e)
def g():
    try: yield
    finally:
        for i in range(3): yield i
x=g(); next(x)
try: x.throw(ValueError); print(list(x))
except ValueError: print('V')
def gen():
    try: yield 1
    except GeneratorExit: pass
    yield 2
y=gen(); next(y)
try: y.close()
except RuntimeError as e: print(e)
def k():
    yield
    raise StopIteration
try: list(k())
except RuntimeError as e: print(e)
def ff():
    for i in range(3):
        try: continue
        finally:
            try: 1/0
            except ZeroDivisionError: pass
    return 4
print(ff())
def fin():
    while True:
        try: return 1
        finally: break
    return 2
print(fin())
