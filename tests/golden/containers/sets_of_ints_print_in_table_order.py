state = 1


def random(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
    return (state >> 33) % n


s, popped = set(), []
for i in range(300):
    s.add(random(1000))
    if i % 3 == 0:
        s.discard(random(1000))
        popped.append(s.pop())
print(s, popped)
for size in (5, 50, 500):
    a = {random(size * 3) for _ in range(size)}
    b = {random(size * 3) for _ in range(size)}
    print(a | b, a & b, a - b, a ^ b, sep="\n")
    print(a.union([1, 2], range(9)), a.difference({1: 2}), a.intersection(range(size)), set({k: 1 for k in b}), sep="\n")
    a -= b
    print(a)
    a |= b
    print(a)
    a ^= {1, 2, 3}
    print(a)
    a &= b
    print(a)
print({(i, j) for i in range(8) for j in range(3)})
print({frozenset([i, i + 1]) for i in range(20)})
print({-1, -2, 2**61 - 1, 2**61, 2**62, -(2**61), 1.5, 2.5, 1e300, (1,), (), (1, (2, 3)), frozenset([1, 2]), frozenset()})
print(hash((1, 2, 3)), hash(()), hash(((), (1, 2))), hash(frozenset([1, 2, 3])), hash(frozenset()))
d = {i: i * i for i in range(20)}
print(d.keys() & {1, 2, 30}, d.keys() | {40}, d.keys() - range(5), d.keys() ^ {1, 99}, {1, 2, 77} & d.keys(), [1, 2] | d.keys())
