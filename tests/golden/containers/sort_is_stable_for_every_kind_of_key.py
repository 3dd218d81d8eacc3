state = 12345


def random(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
    return (state >> 33) % n


makers = [
    lambda i, n: random(10**6),
    lambda i, n: random(10) / 7,
    lambda i, n: str(random(1000)),
    lambda i, n: (random(5), random(5)),
    lambda i, n: random(50) if random(2) else random(50) / 2,
    lambda i, n: i // 3 + (random(20) == 0) * random(n),
    lambda i, n: -i,
]
for n in (0, 1, 2, 3, 10, 24, 25, 50, 100, 1000):
    for maker in makers:
        l = [maker(i, n) for i in range(n)]
        up, down = sorted(l), sorted(l, reverse=True)
        assert up == down[::-1] and all(not up[i + 1] < up[i] for i in range(n - 1))
        print(n, up[:8], down[:8])
        print(sorted(enumerate(l), key=lambda p: p[1])[-5:])
        print(sorted(enumerate(l), key=lambda p: p[1], reverse=True)[:5])
print(sorted(["é", "z", "a", "ñ", "\U0001f600", "\ufdd0"]), sorted([True, False, 2, 0.5]))
