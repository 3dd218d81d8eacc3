import gc
class N:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
a = N(1); a = None
a = N(2); a.me = a; del a; print(gc.collect() > 0)
a, b = N(3), N(4); a.b = b; b.a = a; del a, b; gc.collect()
def gen():
    try: yield 1
    finally: print("gen closed")
g = gen(); next(g); lst = [g]; lst.append(lst); del g, lst; gc.collect()
class Node: pass
for i in range(30000):
    n = Node(); n.self = n
print("cycles done", gc.isenabled())
gc.disable(); print(gc.isenabled()); gc.enable()
left = N(5); left.me = left
