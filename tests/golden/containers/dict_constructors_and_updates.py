def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


class Mapping:
    def keys(self):
        return ["x", "y"]

    def __getitem__(self, key):
        return key * 2


def keywords(**kwargs):
    return kwargs


attempt(dict, a=1, b=2)
attempt(dict, [("a", 1), ["b", 2], "cd"], c=3)
attempt(dict, {"a": 1}, a=2)
attempt(dict, Mapping())
attempt(dict, zip("ab", [1, 2]))
attempt(dict, [1])
attempt(dict, [(1, 2, 3)])
attempt(dict, ["abc"])
attempt(dict, 5)
attempt(dict.fromkeys, "aab")
attempt(dict.fromkeys, [1, 2], [])
attempt(dict.fromkeys, [[]])
attempt(lambda: {**Mapping(), "z": 1})
attempt(lambda: {**5})
attempt(lambda: keywords(**Mapping()))
attempt(lambda: keywords(**{1: 2}))
attempt(lambda: keywords(**5))
attempt(lambda: keywords(a=1, **{"a": 2}))
d = {"a": 1}
d |= {"b": 2}
d |= [("c", 3)]
print(d, d | {"a": 9}, {"z": 0} | d)
attempt(lambda: d | [1])
attempt(lambda: [1] | d)
d.update(d)
d.update(q=5)
d.update([("r", 6)], s=7)
print(d)
