l = [1]
l.append(l)
d = {1: l}
d[2] = d
t = (l, d)
print(l, [l], t)
l.append(t)
print(l)
deep = []
for _ in range(200000):
    deep = [deep]
try:
    repr(deep)
except RecursionError:
    print("RecursionError")
a, b = [], []
a.append(a)
b.append(b)
try:
    print(a == b)
except RecursionError:
    print("RecursionError")
