def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


d = {"a": 1}
attempt(d.pop, "q")
attempt(d.pop, "q", 5)
attempt({}.popitem)
attempt(lambda: d["nope"])
attempt(lambda: d.__delitem__("nope"))
attempt(d.setdefault, "x")
attempt(d.setdefault, "x", 4)
attempt(d.get, "y", 7)
attempt(lambda: {[]: 1})
attempt(lambda: {}.get({}))
attempt(lambda: {} < {})
print(d, {1: 2} == {1: 2.0}, {1: 2} == {1: 3}, {"a": 1, "b": 2} == {"b": 2, "a": 1}, {} != {})
print({1: "int", 1.0: "float", True: "bool"}, {-1: 1, -2: 2}, {2**61 - 1: 1, 0: 2}, {2**70: 1, 2.0**70: 2})
d.clear()
print(d, len(d), bool(d))
