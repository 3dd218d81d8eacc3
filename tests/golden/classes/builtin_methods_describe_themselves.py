def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


def short(x):
    s = repr(x)
    return s if " at 0x" not in s else s[: s.index(" at 0x")]
class A: pass
for x in (int.__dict__['numerator'], list.append, [].append, int.__add__, (1).__add__, type.__dict__["__name__"], dict.__dict__["fromkeys"], len, str.maketrans, object.__new__, A.__dict__["__dict__"], A.__dict__["__weakref__"], int.__dict__["real"]):
    print(short(x) if x != 1 else x)
show(lambda: int.real.__get__("a")); show(lambda: int.real.__set__(1, 2)); show(lambda: type.__dict__["__name__"].__get__(1))
print(int.real.__get__(5), int.real.__name__, int.real.__qualname__, int.real.__objclass__, list.append.__qualname__, list.append.__objclass__, [].append.__self__, len.__self__.__name__, len.__module__, len.__name__, [].append.__qualname__, int.__add__.__name__, int.__add__.__doc__, (1).__add__.__self__)
print([].append == [].append, list.append is list.append, (1).__add__ == (1).__add__, callable(len), callable(A), callable(A()))
print(int.__add__(1, 2), (1).__add__(2), list.__len__([1]), dict.fromkeys([1, 2]))
