import gc
import weakref
class A:
    def __init__(self, n): self.n = n
    def m(self): return self.n
    def __repr__(self): return f"A({self.n})"
a, b = A(1), A(2)
d = weakref.WeakValueDictionary(x=a); d["y"] = b
print(len(d), sorted(d), d["x"], "y" in d, d.get("zz"), sorted(d.items()))
del b; print(len(d), list(d.keys()), "y" in d)
try: d["y"]
except KeyError as e: print("KeyError", e)
k = weakref.WeakKeyDictionary(); k[a] = 5; c = A(3); k[c] = 6
print(len(k), k[a], c in k, 5 in k, k.pop(c)); k[c] = 7; del c; print(len(k), list(k.values()))
s = weakref.WeakSet([a]); c = A(4); s.add(c); print(len(s), c in s, a in s, sorted(x.n for x in s)); del c; print(len(s), [x for x in s])
s.discard(a); print(len(s), s == weakref.WeakSet())
wm = weakref.WeakMethod(a.m, lambda r: print("method died", r() is None)); print(wm()()); 
try: weakref.WeakMethod(len)
except TypeError as e: print(e)
f = weakref.finalize(a, print, "finalized", 1, sep="-"); print(f.alive, f.peek()[1] is print)
p = weakref.proxy(a); print(p.n, p.m(), isinstance(p, A)); p.n = 9; print(a.n)
del a; print(f.alive, wm(), len(d), len(k))
try: p.n
except ReferenceError as e: print(e)
class L:
    def __len__(self): return 3
    def __getitem__(self, i): return i * 2
    def __call__(self, x): return x + 1
l = L(); q = weakref.proxy(l); print(len(q), q[4], q(1), bool(q))
r = weakref.ref(l, lambda r: print("gone", r())); print(weakref.getweakrefcount(l) >= 2); del l
g = A(7); fin = weakref.finalize(g, print, "at exit")
x = A(8); fx = weakref.finalize(x, print, "never"); print(fx.detach()[0]); del x
