state = 12345


def random(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
    return (state >> 33) % n


def play(make_key):
    d = {}
    popped = []
    for step in range(2000):
        action, key = random(10), make_key(random(60 if step < 1000 else 600))
        if action < 5:
            d[key] = step
        elif action < 7:
            d.pop(key, None)
        elif action == 7 and d:
            popped.append(d.popitem())
        elif action == 8:
            d.setdefault(key, step)
        elif random(40) == 0:
            d = d.copy()
        if step % 400 == 0:
            print(len(d), list(d.items())[:8], next(iter(d), None), next(reversed(d), None))
    print(popped[-10:], list(d)[-10:], list(reversed(d.values()))[:5], list(reversed(d.items()))[:3])


play(lambda k: k)
play(str)
play(lambda k: (k, str(k)))
play(lambda k: [k, float(k), str(k), k * 1024, -k][k % 5])
