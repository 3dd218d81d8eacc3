def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


d = {"a": 1, "b": 2, "c": 3}
keys, values, items = d.keys(), d.values(), d.items()
print(keys, values, items, len(keys), "a" in keys, 2 in values, ("a", 1) in items, ("a", 2) in items, "a" in items)
d["d"] = 4
print(keys, values, items)
print(sorted(keys & {"a", "z"}), sorted(keys | ["z"]), sorted(keys - {"a"}), sorted(keys ^ {"a", "q"}), sorted(["a", 0] & keys, key=str))
print(keys == set("abcd"), keys <= set("abcde"), keys < {"a"}, keys > {"a"}, keys >= set("ab"), keys != {"a"}, keys == list("abcd"))
print(keys.isdisjoint("xyz"), keys.isdisjoint("a"), items.isdisjoint([("a", 1)]), items == {("a", 1)}, values == d.values())
print(items & {("a", 1)}, values.mapping, repr({1: {2: {}}}.items()))
attempt(lambda: keys & 5)
attempt(lambda: keys < [1])
attempt(lambda: hash(keys))
attempt(lambda: {"a": []}.items() & {("a", 1)})
attempt(lambda: {"a": []}.items() | {1})
