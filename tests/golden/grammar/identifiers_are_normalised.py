é = 1
ﬁn = 2
print(é, fin, ﬁn)
class Ω:
    ªttr = 3
    def 方法(self): return self.attr
print(Ω().方法(), Ω.ªttr, getattr(Ω, "attr"))
def f(ſ=1, *, 𝐱=2): return s_ if (s_ := ſ) else 𝐱
print(f(s=5), f(ſ=0, x=7))
x_1, _2, __ = 1, 2, 3
print(x_1 + _2 + __, {"ﬁ": 1})
print(*(n for n in dir() if not n.startswith("_")))
