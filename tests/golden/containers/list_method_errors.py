def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


l = [1, 2]
attempt(l.index, 9)
attempt(l.remove, 9)
attempt(l.pop, 9)
attempt([].pop)
attempt(l.pop, "a")
attempt(l.insert, "a", 1)
attempt(l.extend, 5)
attempt(list, 5)
attempt(lambda: l[5])
attempt(lambda: l["a"])
attempt(lambda: l[1.0])
attempt(lambda: l[1 << 70])
attempt(lambda: l.__setitem__(5, 1))
attempt(lambda: l.__delitem__(5))
attempt(lambda: l + (1,))
attempt(lambda: l * "a")
attempt(lambda: 2.0 * l)
attempt(lambda: l < (1,))
attempt(lambda: [1] < ["a"])
attempt(lambda: [0] * (1 << 62))
attempt(lambda: {[]: 1})
attempt(l.append)
attempt(l.append, 1, 2)
attempt(l.sort, 1)
