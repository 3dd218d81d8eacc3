def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


def add():
    d = {i: i for i in range(5)}
    for key in d:
        d[key + 10] = 1


def remove():
    d = {i: i for i in range(5)}
    for key in d:
        del d[key]


def replace_values():
    d = {i: i for i in range(5)}
    for key, value in d.items():
        d[key] = value + 1
    return d


def remove_from_values():
    d = {i: i for i in range(5)}
    for value in d.values():
        d.pop(0, None)


attempt(add)
attempt(remove)
attempt(replace_values)
attempt(remove_from_values)
s = set(range(5))
attempt(lambda: [s.add(i + 10) for i in s])
it = iter({1: 2, 3: 4})
next(it)
print(it.__length_hint__(), list(it), list(it))
