from collections import ChainMap, UserDict, UserList, UserString


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


cm = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(cm, cm["a"], cm["b"], list(cm), len(cm), cm.new_child({"c": 1}), cm.parents, dict(cm))
attempt(lambda: cm["zz"])
cm["b"] = 9
print(cm.maps)
attempt(cm.pop, "q")
u = UserDict(a=1)
u["b"] = 2
print(u, u | {"c": 3}, "a" in u, len(u), u.copy(), u == {"a": 1, "b": 2}, u.pop("a"))


class Echo(UserDict):
    def __missing__(self, key):
        return key


print(Echo()["x"], Echo(x=1).get("q"))
l = UserList([3, 1])
l.append(2)
l.sort()
print(l, l[0], l[1:], l + [5], l * 2, l == [1, 2, 3], len(l), l.index(2))
l += [1]
print(l.count(1), l)
us = UserString("Hello")
print(us, us.upper(), us + " w", us[1:3], us.find("l"), us == "Hello", len(us), repr(us), us.split("l"), "ell" in us)
print(hash(us) == hash("Hello"), us.replace("l", "L"), type(us.upper()).__name__)
