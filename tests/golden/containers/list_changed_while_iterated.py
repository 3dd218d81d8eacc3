l = [1, 2, 3]
for v in l:
    if len(l) < 8:
        l.append(v * 10)
print(l, list(reversed(l)))
it = iter(l)
next(it)
print(it.__length_hint__())
l.clear()
print(list(it))
l.append(1)
print(list(it))
l = [1, 2, 3, 4]
for v in l:
    l.remove(v)
print(l)


class Sequence:
    def __getitem__(self, i):
        if i > 3:
            raise IndexError
        return i * i


print(list(Sequence()), tuple(Sequence()), 4 in Sequence(), [*Sequence()])
