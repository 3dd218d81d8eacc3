def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


from collections import deque

d = deque("abc")
print(d, len(d), d[0], d[-1], list(d), list(reversed(d)), "b" in d, bool(deque()))
d.append("d")
d.appendleft("z")
d.extend("ef")
d.extendleft("yx")
print(d, d.pop(), d.popleft(), d)
d.rotate(2)
print(d)
d.rotate(-3)
d.insert(2, "I")
print(d, d.index("I"), d.count("a"))
d.remove("I")
d.reverse()
del d[1]
d[0] = 9
print(d, d.copy(), d + deque([1]), deque([1, 2]) * 2, deque([1]) == deque([1]), deque([1]) < deque([2]), deque([1]) == [1])
m = deque(range(5), 3)
m.append(7)
m.appendleft(8)
print(m, m.maxlen)
m.extend(range(10))
print(m, m * 2, m + deque([1]))
attempt(m.insert, 0, 1)
attempt(d.remove, "Q")
attempt(d.index, "Q")
attempt(deque().pop)
attempt(deque().popleft)
attempt(lambda: d[99])
attempt(lambda: d["x"])
attempt(deque, 5)
attempt(deque, [], -1)
attempt(deque, [], "a")
attempt(lambda: d + [1])
d = deque([1, 2, 3])
attempt(lambda: [d.append(v) for v in d])
d = deque([1])
d.append(d)
print(d)
d = deque()
for i in range(100):
    d.append(i)
    if i % 3 == 0:
        d.popleft()
    if i % 7 == 0:
        d.rotate(i)
    if i % 11 == 0:
        d.insert(i % 5, -i)
print(d)
