def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


def f[T: int, *Ts, **P](x: T): pass
print(f.__type_params__, [type(x) for x in f.__type_params__], f.__type_params__[0].__bound__)
type A[T] = list[T]
print(A, A.__value__, A[int], A.__type_params__, A.__parameters__, A.__name__, A | int)
T = f.__type_params__[0]
print(list[T], list[T][int], (list[T] | int), dict[T, int][str], list[T].__parameters__, T.__name__, T.__constraints__, T.has_default())
type Rec = list[Rec] | int
print(Rec.__value__)
type Bad = undefined_name
show(lambda: Bad.__value__)
def g[U: (int, str) = bool](): pass
U = g.__type_params__[0]; print(U.__constraints__, U.__default__, U.has_default())
