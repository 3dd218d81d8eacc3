def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class A: pass
class Entry:
    def __mro_entries__(self, bases): print(len(bases)); return (A,)
class W(Entry()): pass
print(W.__bases__, type(W.__orig_bases__[0]))
class Wrong:
    def __mro_entries__(self, bases): return A
def bad():
    class X(Wrong()): pass
show(bad)
show(lambda: type("X", (Entry(),), {}))
class CL(list[int]): pass
print(CL.__bases__, CL.__orig_bases__, CL.__mro__)
