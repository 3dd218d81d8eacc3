def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class M1(type): pass
class M2(type): pass
show(lambda: M2("X", (M1("Y", (), {}),), {}))
def bad():
    class X(M1("Y", (), {}), metaclass=M2): pass
show(bad)
class M3(M1): pass
Y = M1("Y", (), {})
class Z(Y, metaclass=M3): pass
print(type(Z))
class W(Y): pass
print(type(W), M1("V", (Z,), {}).__class__)
