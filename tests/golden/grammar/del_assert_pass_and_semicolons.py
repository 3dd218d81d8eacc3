a, b, c, d = 1, [1, 2, 3], {"k": 1}, 4
del a, b[0], c["k"]
del (d), b[1:]
print(b, c); print("same line");
try: print(a)
except NameError: print("deleted")
assert True; assert 1, "never"
try: assert 0, ("message", 1)
except AssertionError as e: print(e.args)
try: assert not 1
except AssertionError as e: print(e.args)
pass; ...; None; 1; "text"
class X: pass
x = X(); x.a = x.b = 1
del x.a, (x.b)
print(vars(x))
x = y = z = 0
del [x, (y,), z]
del ()
