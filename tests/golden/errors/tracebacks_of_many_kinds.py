import sys
def f(x):
    return g(x) + 1
def g(x):
    d = {'a': [1, 2]}
    return d['a'][x]['z'] + (
        x * 2
    )
class C:
    def __getattr__(self, n): raise AttributeError(n)
    def m(self, *a): return self.nope.what(1, 2)
def chain():
    try:
        f(0)
    except TypeError as e:
        raise ValueError('chained') from e
def ctx():
    try: C().m()
    except AttributeError:
        1 / 0
def show(fn):
    try: fn()
    except Exception as e:
        import traceback
        traceback.print_exc(file=sys.stdout)
        print('-' * 20)
def rec(n): return rec(n + 1)
def args(a, b, *, c): pass
for fn in [chain, ctx, lambda: f(1, 2), lambda: args(1, d=3), lambda: args(1, 2), lambda: args(1, 2, 3, c=1), lambda: undefined, lambda: [].foo, lambda: int('x'), lambda: {}['k'], lambda: [1][5], lambda: None + 1, lambda: 'a' + 1, lambda: 1 + 'a', lambda: len(5), lambda: C() < C(), lambda: next(iter([])), lambda: print(1, foo=2), lambda: open('/nonexistent'), lambda: import_it()]:
    show(fn)
def import_it():
    import nonexistent_module
show(import_it)
try: rec(0)
except RecursionError as e: print(e)
rec(0)
