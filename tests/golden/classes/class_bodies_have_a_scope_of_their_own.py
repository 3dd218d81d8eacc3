def outer():
    class In:
        class In2: pass
    return In
print(outer(), outer().In2, outer().In2.__qualname__)
# class body scoping
x = "global"
class Sc:
    x = "class"
    def f(self): return x
    y = [x for _ in range(2)]
    z = (lambda: x)()
print(Sc().f(), Sc.y, Sc.z)
class Cnt:
    for i in range(3): pass
    del i
print("i" in Cnt.__dict__)
