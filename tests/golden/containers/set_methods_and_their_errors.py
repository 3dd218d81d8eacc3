def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


s = {1, 2, 3}
print(s.union([3, 4], "a") == {1, 2, 3, 4, "a"}, s.intersection([1, 2], (2,)), s.difference([1], [2]), s.symmetric_difference([3, 4]))
print(s.isdisjoint([9]), s.issubset(range(5)), s.issuperset([1]), s.issuperset([9]), s <= {1, 2, 3}, s < {1, 2, 3}, s > {1}, s == frozenset(s))
s.update([4], (5,), {6: 7})
s.difference_update([1], [2])
s.intersection_update(range(6), range(5))
s.symmetric_difference_update([4, 9])
print(s)
print({frozenset([1])} == {frozenset([1])}, {1} in {frozenset([1])}, frozenset("a") | {"a"}, type(frozenset("a") | {"a"}).__name__)
holder = {frozenset([1])}
holder.discard({1})
print(holder)
attempt({1}.remove, 2)
attempt(set().pop)
attempt(lambda: {1} | [1])
attempt(lambda: {1} < [1])
attempt(set, 5)
attempt(set, [[]])
attempt(set, a=1)
attempt(frozenset, a=1)
attempt(hash, set())
attempt({1}.union, 5)
attempt(lambda: frozenset([1]).add(2))
print(set(), frozenset(), frozenset([1]), {1})
