def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class Mg:
    __priv = 1
    def get(self): return self.__priv
print(Mg().get(), Mg._Mg__priv); show(lambda: Mg.__priv)
