l = [1, 2, 3, 1]
print(l.count(1), l.index(1, 1), l.index(3, -2), l.copy())
l.insert(-100, 0)
l.insert(100, 5)
l.append(6)
print(l, l.pop(), l.pop(0), l.pop(-2), l)
l.remove(3)
l.reverse()
print(l)
l.extend(l)
l += "ab"
l += {"k": 1}
l *= 2
print(l)
l *= 0
print(l, list("abc"), list({1: 2}), list(range(5, 0, -2)), list(range(10**18, 10**18 + 2)))
print([1, 2] + [3], [1, 2] * 2, 2 * [0], [1] * -1, 2 in [1, 2], None in [], [[]] * 2)
