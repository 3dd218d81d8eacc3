print(1 if True else 2, 1 if False else 2 if False else 3)
f = lambda: 0
g = lambda x, /, y=2, *args, z=4, **kw: (x, y, args, z, kw)
print(f(), g(1), g(1, 3, 5, z=6, w=7))
h = lambda *a, k: lambda **b: (a, k, b)
print(h(1, 2, k=3)(c=4))
print((lambda x: x if x else "none")(0))
